//! Accepted work is told poll by poll.

use crate::client::{Refused, channel, client, last_events};
use serde_json::json;

#[test]
fn a_channel_is_not_there_at_first_then_grows_by_an_event_a_poll_until_it_ends() {
    let client = client();
    let accepted = client.send("POST", "/devices/actions", json!({ "action": "reboot", "device_id": [70810] }));

    let answers = client.wait(&accepted);

    assert_eq!((answers[0].status, answers[0].text()), (404, r#"{"code":"CHANNEL_NOT_FOUND"}"#));
    let lengths: Vec<usize> = answers[1..].iter().map(|one| one.data()["70810"].as_array().unwrap().len()).collect();
    assert_eq!(lengths, (1..=lengths.len()).collect::<Vec<_>>());
    assert!((2..=3).contains(&lengths.len()));
}

#[test]
fn an_unknown_channel_is_404_for_ever() {
    let client = client();

    let answers = [(); 3].map(|()| client.poll("private-status.1.x"));

    assert_eq!(
        answers.map(|one| (one.status, one.text().to_owned())),
        [(); 3].map(|()| (404, r#"{"code":"CHANNEL_NOT_FOUND"}"#.into()))
    );
}

#[test]
fn a_poll_without_a_token_is_401() {
    assert_eq!(client().raw("GET", "/status/channel/x", "", b"").unwrap().status, 401);
}

#[test]
fn each_device_ends_on_its_own_and_an_offline_one_with_a_warning() {
    let client = client();
    let body = json!({ "action": "reboot", "device_id": [70810, 70821] });

    let answers = client.wait(&client.send("POST", "/devices/actions", body));

    let data = answers.last().unwrap().data();
    assert_eq!(data["70810"].as_array().unwrap().last().unwrap()["status"], "completed");
    assert_eq!(
        data["70821"].as_array().unwrap().last().unwrap(),
        &json!({ "status": "warning", "type": "text", "value": "Device is offline.", "errorcode": -1 })
    );
}

#[test]
fn work_that_belongs_to_no_device_comes_as_one_object() {
    let client = client();
    let accepted = client.send("DELETE", "/vpn/hubs", json!({ "id": [4711] }));

    let answers = client.wait(&accepted);

    let end = answers.last().unwrap().json();
    assert_eq!(
        end,
        json!({ "event": "status", "data": { "-1": { "status": "error", "type": "text", "value": "Object does not exist.", "errorcode": -97 } } })
    );
}

#[test]
fn adding_a_device_is_keyed_by_its_company() {
    let client = client();

    let answers = client.wait(&client.send("POST", "/devices", json!({ "data": [newcomer()] })));

    assert_eq!(answers.last().unwrap().data().as_object().unwrap().keys().collect::<Vec<_>>(), ["7034"]);
}

#[test]
fn work_that_nobody_watches_is_done_nevertheless() {
    let client = client();
    client.send("POST", "/devices", json!({ "data": [newcomer()] }));

    let totals: Vec<_> = (0..7).map(|_| client.get("/devices").json()["meta"]["total"].clone()).collect();

    assert_eq!((&totals[0], &totals[6]), (&json!(24), &json!(25)));
}

#[test]
fn channels_have_long_names_that_differ() {
    let client = client();
    let start =
        || channel(&client.send("POST", "/devices/actions", json!({ "action": "reboot", "device_id": [70810] })));

    let names = [start(), start()];

    assert!(names.iter().all(|name| name.starts_with("private-status.") && name.len() > 60));
    assert_ne!(names[0], names[1]);
}

#[test]
fn a_command_tells_its_output_in_the_last_event() {
    let client = client();
    let accepted = client.send("POST", "/devices/70810/command", json!({ "command": "echo 'hello world';" }));

    let answers = client.wait(&accepted);

    assert_eq!(last_events(&answers.last().unwrap().data())[0]["value"], "hello world");
}

fn newcomer() -> serde_json::Value {
    json!({ "company_id": 7034, "device_series": "rut", "serial": "1100999999", "mac": "00:1E:42:AA:BB:CC", "name": "new", "password_confirmation": "DevicePassw0rd" })
}
