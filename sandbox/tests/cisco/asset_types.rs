//! Asset types keep what was done to them; their names follow the vendor's rules.

use crate::client::{Client, client, with};
use sandbox::CiscoOptions;
use serde_json::{Value, json};

const TYPES: &str = "/nbapi/ei/v1/assetTypes";

fn pump() -> Value {
    json!({ "name": "pump", "connectionType": "MQTT", "config": { "a": 1 }, "dataModel": { "b": [2] } })
}

fn create(client: &Client) -> String {
    client.send("POST", TYPES, &pump()).json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_asset_type_lives_from_its_creation_to_its_end() {
    let client = client();
    let id = create(&client);
    let one = format!("{TYPES}/{id}");

    let made = client.get(&one).json();
    let body = json!({ "name": "pumpStation", "connectionType": "OPC_UA" });
    let changed = client.send("PUT", &one, &body);
    let listed = client.get(TYPES).column("assetTypes", "name");
    let gone = [client.raw("DELETE", &one, &head(&client), ""), client.get(&one)].map(|answer| answer.status);

    assert_eq!(made["config"], json!({ "a": 1 }));
    assert_eq!((changed.status, changed.json()), (200, json!({ "id": id, "name": "pumpStation" })));
    assert_eq!(listed.last().unwrap(), "pumpStation");
    assert_eq!(gone, [204, 404]);
}

#[test]
fn names_follow_the_rules() {
    let client = client();
    let names = ["brokerBridge", "broker-Bridge", "my pump", "pumps", ""];

    let refusals = names.map(|name| {
        let mut body = pump();
        body["name"] = name.into();
        client.send("POST", TYPES, &body).refusal()
    });

    let statuses = refusals.each_ref().map(|(status, _)| *status);
    assert_eq!(statuses, [409, 409, 400, 400, 400]);
    assert_eq!(refusals[1].1, "The given asset type name conflicts with an existing asset type name brokerBridge");
}

#[test]
fn a_body_has_known_members_and_a_known_connection_type() {
    let client = client();
    let changes = [("connectionType", json!("BACNET")), ("id", json!("x")), ("config", json!("text"))];

    let statuses = changes.map(|(member, value)| {
        let mut body = pump();
        body[member] = value;
        client.send("POST", TYPES, &body).status
    });

    assert_eq!(statuses, [400, 400, 400]);
}

#[test]
fn where_patch_is_the_verb_put_is_405_and_members_may_be_left_out() {
    let client = with(CiscoOptions { ei_patches: true, ..CiscoOptions::default() });
    let one = format!("{TYPES}/{}", create(&client));

    let put = client.send("PUT", &one, &pump());
    let patch = client.send("PATCH", &one, &json!({ "connectionType": "RSU" })).status;

    assert_eq!((put.status, put.head.contains("allow: GET, PATCH, DELETE"), patch), (405, true, 200));
    assert_eq!(client.get(&one).json()["config"], json!({ "a": 1 }));
}

#[test]
fn one_asset_type_may_be_at_the_singular_path() {
    let client = with(CiscoOptions { ei_singular: true, ..CiscoOptions::default() });
    let id = create(&client);

    let statuses = [TYPES, "/nbapi/ei/v1/assetType"].map(|path| client.get(&format!("{path}/{id}")).status);

    assert_eq!((statuses, client.get(TYPES).status), ([404, 200], 200));
}

fn head(client: &Client) -> String {
    format!("{}x-tenant-id: {}\r\n", client.bearer(), client.tenant)
}
