//! Scripts and alerts: what is begun is told by activities.

use crate::client::{Client, client};
use serde_json::{Value, json};

fn run(client: &Client, device: u64, body: Value) -> u16 {
    client.send("POST", &format!("/v2/device/{device}/script/run"), body).status
}

/// The activities of actions on a device, oldest first, as code and result.
fn told(client: &Client, device: u64) -> Vec<(String, Value)> {
    let page = client.get(&format!("/v2/device/{device}/activities?activityType=ACTION")).json();
    let rows = page["activities"].as_array().unwrap().iter().rev().filter(|one| one["userId"] == 1).cloned();
    rows.map(|one| (one["statusCode"].as_str().unwrap().to_owned(), one["activityResult"].clone())).collect()
}

const DONE: [&str; 3] = ["START_REQUESTED", "STARTED", "COMPLETED"];

#[test]
fn a_script_starts_and_ends_as_somebody_looks() {
    let client = client();

    let status = run(&client, 1001, json!({ "type": "SCRIPT", "id": 90, "runAs": "system", "parameters": "-Force" }));
    let jobs = client.rows("/v2/device/1001/jobs");
    let looks = [told(&client, 1001), told(&client, 1001)];

    assert_eq!(status, 204);
    assert_eq!((jobs.len(), &jobs[0]["jobStatus"]), (1, &json!("IN_PROCESS")));
    assert_eq!(looks[1].iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), DONE);
    assert_eq!(looks[1].last().unwrap().1, "SUCCESS");
    assert_eq!(client.rows("/v2/jobs").len(), 0);
}

#[test]
fn a_script_ends_at_the_first_look_when_its_time_is_over() {
    let client = client();

    run(&client, 1001, json!({ "type": "SCRIPT", "id": 90 }));
    client.pass(3);

    assert_eq!(told(&client, 1001).last().unwrap(), &("COMPLETED".to_owned(), json!("SUCCESS")));
}

#[test]
fn what_belongs_together_has_one_series() {
    let client = client();

    run(&client, 1001, json!({ "type": "ACTION", "uid": "ac7100aa-0000-4000-8000-000000000001" }));
    client.pass(3);
    let all = client.get("/v2/activities?pageSize=10").json()["activities"].clone();
    let series = all[0]["seriesUid"].as_str().unwrap();
    let own = client.get(&format!("/v2/activities?seriesUid={series}")).json()["activities"].clone();

    assert_eq!(own.as_array().unwrap().len(), 3);
    assert_eq!(own[0]["data"]["message"]["params"]["output"], "Output: done ");
}

#[test]
fn a_script_fails_on_a_device_that_is_offline_and_one_script_always() {
    let client = client();

    run(&client, 1023, json!({ "type": "SCRIPT", "id": 90 }));
    run(&client, 1001, json!({ "type": "SCRIPT", "id": 92 }));
    client.pass(3);

    let results = [1023, 1001].map(|device| told(&client, device).last().unwrap().1.clone());
    assert_eq!(results, [json!("FAILURE"), json!("FAILURE")]);
}

#[test]
fn what_is_not_there_cannot_be_run() {
    let client = client();

    let statuses = [
        run(&client, 1001, json!({ "type": "SCRIPT", "id": 1 })),
        run(&client, 1001, json!({ "type": "SCRIPT" })),
        run(&client, 1001, json!({ "type": "ACTION", "uid": "00000000-0000-4000-8000-000000000000" })),
        run(&client, 1001, json!({ "type": "MAGIC", "id": 90 })),
        run(&client, 1, json!({ "type": "SCRIPT", "id": 90 })),
    ];

    assert_eq!(statuses, [404, 400, 404, 400, 404]);
}

#[test]
fn the_options_name_what_can_be_run() {
    let options = client().get("/v2/device/1001/scripting/options").json();

    let scripts = options["scripts"].as_array().unwrap();
    assert_eq!(scripts.iter().filter(|script| script["type"] == "SCRIPT").count(), 4);
    assert!(scripts.iter().all(|script| script["id"].is_u64() != script["uid"].is_string()));
}

#[test]
fn an_alert_that_is_reset_is_gone_and_its_activity_has_what_was_said() {
    let client = client();
    let alerts = client.rows("/v2/alerts");
    let (first, second) = (alerts[0]["uid"].as_str().unwrap(), alerts[1]["uid"].as_str().unwrap());

    let statuses = [
        client.delete(&format!("/v2/alert/{first}")).status,
        client.send("POST", &format!("/v2/alert/{second}/reset"), json!({ "ticket": 7 })).status,
        client.delete(&format!("/v2/alert/{first}")).status,
    ];
    let told = client.get("/v2/activities?pageSize=10&status=RESET").json()["activities"][0].clone();

    assert_eq!(statuses, [204, 204, 404]);
    assert_eq!(client.rows("/v2/alerts").len(), alerts.len() - 2);
    assert_eq!((&told["seriesUid"], &told["data"]), (&json!(second), &json!({ "ticket": 7 })));
}
