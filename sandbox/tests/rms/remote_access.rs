//! The connect-link workflow and what surrounds it.

use crate::client::{Client, Refused, client, last_events};
use sandbox::FIRST_SERIAL;
use serde_json::{Value, json};

fn rules(client: &Client) -> Vec<Value> {
    client.get("/devices/remote-access?device_id=70810").data().as_array().unwrap().clone()
}

fn create(client: &Client, name: &str) -> u64 {
    let rule = json!({ "device_id": 70810, "name": name, "destination_ip": "192.168.1.1", "destination_port": 443, "protocol": "https", "credentials_required": false });
    client.wait(&client.send("POST", "/devices/remote-access", json!({ "data": [rule] })));
    rules(client)[0]["id"].as_u64().unwrap()
}

fn start(client: &Client, access: u64) -> Value {
    let answers = client.wait(&client.send("POST", &format!("/devices/connect/{access}"), json!({ "duration": 1800 })));
    last_events(&answers.last().unwrap().data())[0].clone()
}

#[test]
fn every_device_has_a_built_in_rule_with_nothing_in_it() {
    let rules = rules(&client());

    let main = &rules[0];

    assert_eq!(rules.len(), 1);
    let members = ["is_main", "name", "protocol", "destination_ip", "destination_port", "credentials_required"];
    assert_eq!(
        members.map(|name| main[name].clone()),
        [json!(1), json!(null), json!(null), json!(null), json!(null), json!(0)]
    );
}

#[test]
fn a_rule_is_listed_once_its_channel_has_ended_and_gone_once_it_is_deleted() {
    let client = client();

    let id = create(&client, "web");
    let created = rules(&client);
    let outcome = client.outcome(&client.send("DELETE", "/devices/remote-access", json!({ "id": [id] })));

    assert_eq!(created.len(), 2);
    assert_eq!(
        (&created[0]["name"], &created[0]["destination_port"], &created[0]["is_main"]),
        (&json!("web"), &json!("443"), &json!(0))
    );
    assert_eq!((outcome, rules(&client).len()), (vec!["completed".to_owned()], 1));
}

#[test]
fn a_rule_is_not_listed_before_its_channel_has_ended() {
    let client = client();
    let rule = json!({ "device_id": 70810, "name": "web", "destination_ip": "192.168.1.1", "destination_port": 443, "protocol": "https" });

    client.send("POST", "/devices/remote-access", json!({ "data": [rule] }));

    assert_eq!(rules(&client).len(), 1);
}

#[test]
fn of_several_rules_to_delete_only_the_first_goes() {
    let client = client();
    let (first, second) = (create(&client, "one"), create(&client, "two"));

    client.wait(&client.send("DELETE", "/devices/remote-access", json!({ "id": [first, second] })));

    let left: Vec<Value> = rules(&client).iter().map(|rule| rule["name"].clone()).collect();
    assert_eq!(left, [json!("two"), json!(null)]);
}

#[test]
fn a_rule_that_is_changed_shows_the_change() {
    let client = client();
    let id = create(&client, "web");

    client.wait(&client.send("PUT", &format!("/devices/remote-access/{id}"), json!({ "destination_port": 8443 })));

    assert_eq!((&rules(&client)[0]["name"], &rules(&client)[0]["destination_port"]), (&json!("web"), &json!("8443")));
}

#[test]
fn a_built_in_rule_cannot_be_deleted() {
    let refused = client().send("DELETE", "/devices/remote-access", json!({ "id": [62000] }));

    assert_eq!(refused.refusal().0, 404);
}

#[test]
fn from_a_serial_to_a_link() {
    let client = client();
    let found = client.get(&format!("/devices?fields=id,serial&q={FIRST_SERIAL}"));
    let access = create(&client, "web");

    let event = start(&client, access);

    assert_eq!(found.data(), json!([{ "id": 70810, "serial": FIRST_SERIAL }]));
    assert_eq!(event["status"], "completed");
    assert!(event["link"].as_str().unwrap().ends_with(".proxy1-connect.rms.teltonika-networks.com"));
    assert!(!event["link"].as_str().unwrap().contains("://"));
}

#[test]
fn a_session_is_listed_as_active_with_times_in_texts_and_a_url_with_a_scheme() {
    let client = client();
    let access = create(&client, "web");
    let link = start(&client, access)["link"].clone();

    let sessions = client.get(&format!("/devices/connect/{access}/sessions?active=true")).data();

    let session = &sessions[0];
    let time = |name: &str| session[name].as_str().unwrap().parse::<i64>().unwrap();
    assert_eq!(sessions.as_array().unwrap().len(), 1);
    assert_eq!(session["url"], format!("https://{}", link.as_str().unwrap()));
    assert_eq!(time("end_time") - time("start_time"), 1800);
    assert_eq!((&session["input_data"], session.get("_end")), (&json!(null), None));
}

#[test]
fn a_closed_session_is_not_active_any_more() {
    let client = client();
    let access = create(&client, "web");
    start(&client, access);
    let sessions = format!("/devices/connect/{access}/sessions");
    let id = client.get(&sessions).data()[0]["id"].clone();

    client.wait(&client.delete(&format!("/devices/connect/sessions/{id}")));

    assert_eq!(client.get(&format!("{sessions}?active=true")).data(), json!([]));
    assert_eq!(client.get(&format!("{sessions}?active=false")).data()[0]["id"], id);
}

#[test]
fn a_session_ends_with_its_time() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};
    let time = Arc::new(AtomicI64::new(1_800_000_000));
    let given = Arc::clone(&time);
    let clock = sandbox::Clock::given(move || given.load(Ordering::SeqCst));
    let client = crate::client::with(sandbox::Options { clock, ..Default::default() });
    start(&client, 62000);
    let active = || client.get("/devices/connect/62000/sessions?active=true").data();

    let before = active();
    time.fetch_add(1800, Ordering::SeqCst);

    assert_eq!((before.as_array().unwrap().len(), active()), (1, json!([])));
}

#[test]
fn a_session_to_an_offline_device_ends_with_a_warning() {
    let event = start(&client(), 62000 + 2 * 11);

    assert_eq!(
        (&event["status"], &event["value"], event.get("link")),
        (&json!("warning"), &json!("Device is offline."), None)
    );
}

#[test]
fn a_rule_that_does_not_exist_has_no_sessions() {
    assert_eq!(client().get("/devices/connect/4711/sessions").refusal().0, 404);
}

#[test]
fn a_link_to_the_device_itself_is_listed_under_its_type() {
    let client = client();

    client.wait(&client.send("POST", "/devices/70810/connect/webui", json!({ "duration": 600 })));

    assert_eq!(client.get("/devices/70810/links?type=webui").data()[0]["active"], 1);
    assert_eq!(client.get("/devices/70810/links?type=cli").data(), json!([]));
}

#[test]
fn a_port_scan_answers_the_devices_of_each_port_with_or_without_the_slash() {
    let client = client();

    let scans = ["/devices/70810/port-scan/?type=ethernet", "/devices/70810/port-scan?type=ethernet"].map(|path| {
        let answers = client.wait(&client.get(path));
        last_events(&answers.last().unwrap().data())[0]["ports"][0]["devices"][0]["ip"].clone()
    });

    assert_eq!(scans, [json!("192.168.1.148"), json!("192.168.1.148")]);
}

#[test]
fn sessions_are_in_the_log_of_their_time() {
    let client = client();
    start(&client, 62000);

    let log = |from: &str, until: &str| {
        client.get(&format!("/devices/connect/logs?start_date={from}%2000:00:00&end_date={until}%2000:00:00"))
    };

    assert_eq!(log("2020-01-01", "2199-01-01").json()["meta"]["total"], 1);
    assert_eq!(log("2020-01-01", "2021-01-01").json()["meta"]["total"], 0);
}
