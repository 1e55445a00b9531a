//! Alerts: resets, increments, and the new one of each minute.

use crate::client::{NOW, date_of, unlimited, with};
use sandbox::Options;
use serde_json::Value;

const FIRST: u64 = 457_115;
const SECOND: u64 = 457_122;

#[test]
fn alerts_come_in_ascending_order_of_their_ids() {
    let ids = unlimited().get("/v1/alerts").ids();

    assert!(ids.is_sorted() && ids[0] == FIRST && ids.len() == 12, "{ids:?}");
}

#[test]
fn an_alert_repeats_its_device_and_its_customer() {
    let client = unlimited();
    let alert = client.get("/v1/alerts").rows()[3].clone();
    let (device, customer) = (&alert["device"], &alert["customer"]);

    let mut whole = client.get(&format!("/v1/devices/{}", device["id"])).json();
    whole.as_object_mut().unwrap().retain(|name, _| device.get(name).is_some());

    assert_eq!((device.as_object().unwrap().len(), device), (12, &whole));
    assert_eq!(customer, &client.get(&format!("/v1/customers/{}", device["customer_id"])).json());
}

#[test]
fn an_alert_has_the_members_of_the_documentation() {
    let alert = unlimited().get("/v1/alerts").rows()[1].clone();
    let names: Vec<&str> = alert.as_object().unwrap().keys().map(String::as_str).collect();

    let documented = "id type status message severity result source os_user_name timestamp can_reset device customer";
    assert_eq!(names.join(" "), documented);
}

#[test]
fn since_leaves_out_the_alert_that_it_names() {
    let client = unlimited();
    let all = client.get("/v1/alerts").ids();
    let since = |id: u64| client.get(&format!("/v1/alerts/since/{id}")).ids();

    let parts = [since(0), since(FIRST - 1), since(FIRST), since(FIRST + 1), since(SECOND), since(u64::MAX)];

    assert_eq!(parts, [&all[..], &all, &all[1..], &all[1..], &all[2..], &[]]);
}

#[test]
fn a_reset_removes_the_alert_for_good() {
    let client = unlimited();

    let reset = client.delete(&format!("/v1/alerts/{SECOND}"));
    let again = client.delete(&format!("/v1/alerts/{SECOND}"));

    assert_eq!((reset.status, reset.text()), (204, ""));
    assert_eq!(again.refusal(), (404, "invalid_id".to_owned()));
    assert!(!client.get("/v1/alerts").ids().contains(&SECOND));
    assert!(!client.get(&format!("/v1/alerts/since/{FIRST}")).ids().contains(&SECOND));
}

#[test]
fn only_alerts_that_can_be_reset_are_reset() {
    let client = unlimited();
    let can = |rows: &[Value], can: bool| {
        rows.iter().filter(|row| row["can_reset"] == can).map(|row| row["id"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let rows = client.get("/v1/alerts").rows();

    let kept = can(&rows, false);
    let refusals: Vec<_> = kept.iter().map(|id| client.delete(&format!("/v1/alerts/{id}")).refusal()).collect();
    let resets: Vec<_> = can(&rows, true).iter().map(|id| client.delete(&format!("/v1/alerts/{id}")).status).collect();

    assert_eq!(refusals, vec![(400, "cannot_reset".to_owned()); 4]);
    assert_eq!(resets, [204; 8]);
    assert_eq!(client.get("/v1/alerts").ids(), kept);
}

#[test]
fn an_alert_that_does_not_exist_cannot_be_reset() {
    let client = unlimited();

    let refusals = ["457116", "457114", "457199", "x"].map(|id| client.delete(&format!("/v1/alerts/{id}")).refusal());

    assert_eq!(refusals, [(); 4].map(|()| (404, "invalid_id".to_owned())));
}

#[test]
fn a_new_alert_comes_each_minute_after_the_first_request() {
    let client = unlimited();
    let last = *client.get("/v1/alerts").ids().last().unwrap();
    let news = || client.get(&format!("/v1/alerts/since/{last}")).rows();

    client.pass(59);
    let early = news();
    client.pass(1);
    let first = news();
    client.pass(120);
    let third = news();

    assert_eq!((early.len(), first.len(), third.len()), (0, 1, 3));
    assert_eq!((&first[0], &first[0]["timestamp"]), (&third[0], &date_of(NOW + 60).into()));
    assert!(third[2]["id"].as_u64() > third[0]["id"].as_u64());
}

#[test]
fn a_new_alert_can_be_reset_like_the_others() {
    let client = unlimited();
    client.get("/v1/ping");
    client.pass(180);
    let new = client.get("/v1/alerts").rows()[13].clone();

    assert_eq!(new["can_reset"], true);
    assert_eq!(client.delete(&format!("/v1/alerts/{}", new["id"])).status, 204);
    assert_eq!(client.get("/v1/alerts").ids().len(), 14);
}

#[test]
fn one_message_is_hostile() {
    let alert = unlimited().get("/v1/alerts").rows()[2].clone();

    let message = alert["message"].as_str().unwrap();

    assert!(message.starts_with("=cmd|") && message.contains("\u{1b}]0;") && message.contains('\u{9b}'), "{message:?}");
}

#[test]
fn the_same_seed_has_the_same_alerts() {
    let list = |seed| with(Options { seed, ..Options::default() }).get("/v1/alerts").body;

    assert_eq!(list(1), list(1));
    assert_ne!(list(1), list(2));
}
