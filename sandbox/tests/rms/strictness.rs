//! What is wrong with a request is refused as the vendor refuses it.

use crate::client::{Refused, client, with};
use sandbox::{Options, RMS_TOKEN, RMS_TOKEN_CONNECTING, RMS_TOKEN_EXPIRED, RMS_TOKEN_READING};
use serde_json::json;

#[test]
fn a_token_that_is_missing_unknown_or_over_is_401() {
    let client = client();
    let heads = [
        String::new(),
        "Authorization: Bearer what.is.this\r\n".to_owned(),
        format!("Authorization: Bearer {RMS_TOKEN_EXPIRED}\r\n"),
        format!("Authorization: {RMS_TOKEN}\r\n"),
    ];

    let statuses = heads.map(|head| client.raw("GET", "/rms/api/devices", &head, b"").unwrap().refusal());

    assert_eq!(statuses, [(); 4].map(|()| (401, String::new())));
}

#[test]
fn a_missing_scope_is_403_and_is_not_named() {
    let mut client = client();
    client.token = RMS_TOKEN_READING;

    let refused = client.send("POST", "/devices/connect/62000", json!({ "duration": 60 }));

    assert_eq!(refused.refusal(), (403, String::new()));
    assert!(!refused.text().contains("device_remote_access"));
}

#[test]
fn a_token_for_remote_access_may_do_that_and_nothing_else() {
    let mut client = client();
    client.token = RMS_TOKEN_CONNECTING;

    let statuses = ["/devices", "/devices/remote-access", "/user", "/companies"].map(|path| client.get(path).status);

    assert_eq!(statuses, [200, 200, 200, 403]);
}

#[test]
fn an_unknown_path_is_404_and_a_wrong_method_405() {
    let client = client();

    let refusals = [client.get("/device_alerts"), client.delete("/devices/70810"), client.get("/devices/")];

    assert_eq!(refusals.map(|answer| answer.refusal().0), [404, 405, 404]);
}

#[test]
fn a_path_outside_of_the_api_is_404() {
    let client = client();

    let answers =
        ["/", "/devices", "/rms/apidevices", "/api/devices"].map(|path| client.raw("GET", path, "", b"").unwrap());

    assert_eq!(answers.map(|answer| answer.status), [404; 4]);
}

#[test]
fn an_unknown_query_parameter_is_refused_by_name() {
    assert_eq!(client().get("/devices?page=2").refusal(), (422, "page".into()));
}

#[test]
fn a_query_value_of_the_wrong_type_or_outside_of_its_words_is_refused_by_name() {
    let client = client();

    let refusals = ["limit=ten", "limit=-1", "status=up", "sort=colour", "fields=id,colour", "fields_only=maybe"]
        .map(|query| client.get(&format!("/devices?{query}")).refusal());

    let names = ["limit", "limit", "status", "sort", "fields", "fields_only"];
    assert_eq!(refusals, names.map(|name| (422, name.to_owned())));
}

#[test]
fn a_missing_query_parameter_is_refused_by_name() {
    assert_eq!(client().get("/devices/70810/links").refusal(), (422, "type".into()));
}

#[test]
fn a_page_larger_than_the_largest_is_refused() {
    let client = with(Options { max_page: 100, ..Options::default() });

    assert_eq!(client.get("/devices?limit=101").refusal(), (422, "limit".into()));
    assert_eq!(client.get("/devices?limit=100").status, 200);
}

#[test]
fn what_is_wrong_in_a_body_is_refused_with_its_place() {
    let client = client();
    let rule = json!({ "device_id": 70810, "name": "web", "destination_ip": "192.168.1.1", "destination_port": 443, "protocol": "https" });
    let wrong = [
        ("device_id", json!("70810")),
        ("name", json!("x")),
        ("destination_ip", json!("router")),
        ("destination_port", json!(65_536)),
        ("protocol", json!("gopher")),
        ("credentials_required", json!(1)),
        ("port", json!(443)),
    ];

    let refusals = wrong.clone().map(|(member, value)| {
        let mut rule = rule.clone();
        rule[member] = value;
        client.send("POST", "/devices/remote-access", json!({ "data": [rule] })).refusal()
    });

    assert_eq!(refusals, wrong.map(|(member, _)| (422, format!("data.0.{member}"))));
}

#[test]
fn a_missing_member_is_refused_with_its_place() {
    let client = client();

    let refusals = [
        client.send("POST", "/devices/remote-access", json!({})),
        client.send("POST", "/devices/remote-access", json!({ "data": [{ "device_id": 70810, "name": "web" }] })),
        client.send("POST", "/devices/connect/62000", json!({})),
    ];

    assert_eq!(
        refusals.map(|answer| answer.refusal()),
        [(422, "data".into()), (422, "data.0.destination_ip".into()), (422, "duration".into())]
    );
}

#[test]
fn all_problems_of_a_body_are_told_at_once() {
    let refused = client().send("POST", "/companies", json!({ "name": "x", "colour": "red" }));

    let sources: Vec<_> =
        refused.json()["errors"].as_array().unwrap().iter().map(|one| one["source"].clone()).collect();

    assert_eq!(sources, ["parent_id", "name", "colour"]);
}

#[test]
fn a_body_needs_its_content_type_and_has_to_be_json() {
    let client = client();
    let ask = |kind: &str, body: &str| {
        let head = format!("Authorization: Bearer {RMS_TOKEN}\r\n{kind}");
        client.raw("POST", "/rms/api/tags", &head, body.as_bytes()).unwrap().status
    };

    let statuses = [
        ask("", "{}"),
        ask("Content-Type: text/plain\r\n", "{}"),
        ask("Content-Type: application/json\r\n", "{"),
        ask("Content-Type: application/json; charset=utf-8\r\n", "{}"),
    ];

    assert_eq!(statuses, [415, 415, 400, 422]);
}

#[test]
fn a_body_where_none_is_expected_is_refused() {
    assert_eq!(client().send("GET", "/devices", json!({ "limit": 1 })).refusal(), (422, "body".into()));
}

#[test]
fn a_used_up_quota_is_429_with_a_retry_after_only_if_set() {
    let patient = with(Options { quota: Some(2), retry_after: Some(7), ..Options::default() });
    let silent = with(Options { quota: Some(0), ..Options::default() });

    let statuses = [(); 3].map(|()| patient.get("/tags"));

    assert_eq!(statuses.each_ref().map(|answer| answer.status), [200, 200, 429]);
    assert!(statuses[2].head.contains("retry-after: 7"));
    assert!(!silent.get("/tags").head.contains("retry-after"));
}
