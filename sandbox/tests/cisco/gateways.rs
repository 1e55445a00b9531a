//! Gateways keep what was done to them.

use crate::client::{Client, NOW, client};
use sandbox::{CISCO_FAILING_EID, CISCO_FIRST_EID};
use serde_json::{Value, json};

const DEVICES: &str = "/nbapi/edm/v1/devices";
const NEW: &str = "IE-3400-8P2S+AB123456789";

fn one(client: &Client, eid: &str) -> Value {
    client.get(&format!("{DEVICES}/{eid}")).json()
}

fn push(client: &Client, eid: &str, kind: &str) -> Value {
    let body = json!([{ "eid": eid, "fields": { "deviceType": kind } }]);
    client.send("POST", &format!("{DEVICES}/config?operationType=PUSH"), &body).json()
}

fn add(client: &Client) -> Value {
    let fields = json!({ "deviceType": "ie3400", "configGroup": "IE3400 Default", "field:name": "new-device" });
    let answer = client.send("POST", DEVICES, &json!([{ "eid": NEW, "fields": fields }]));
    assert_eq!(answer.status, 201);
    answer.json()
}

#[test]
fn a_gateway_is_added_renamed_and_deleted() {
    let client = client();

    let added = [add(&client), add(&client)];
    let names = json!([{ "eid": NEW, "fields": { "field:name": "newer" } }]);
    client.send("PUT", DEVICES, &names);
    let found = client.get(&format!("{DEVICES}?filter=name:newer")).column("results", "eid");
    let body = json!({ "eids": [NEW, "nothing"], "rollbackConfig": false });
    let deleted = client.send("DELETE", &format!("{DEVICES}/delete"), &body).json();

    assert_eq!(added.map(|answer| answer["failedCount"].clone()), [json!(0), json!(1)]);
    assert_eq!(found, [NEW]);
    assert_eq!((&deleted["recordCount"], &deleted["failedCount"]), (&json!(2), &json!(1)));
    assert_eq!(client.get(&format!("{DEVICES}/{NEW}")).status, 404);
}

#[test]
fn an_eid_may_be_written_with_a_plus_or_encoded() {
    let client = client();

    let names =
        [CISCO_FIRST_EID.to_owned(), CISCO_FIRST_EID.replace('+', "%2B")].map(|eid| one(&client, &eid)["name"].clone());

    assert_eq!(names, [json!("site-a-gateway"), json!("site-a-gateway")]);
}

#[test]
fn a_push_runs_for_a_while_and_refuses_another() {
    let client = client();

    push(&client, CISCO_FIRST_EID, "esr6300");
    let second = push(&client, CISCO_FIRST_EID, "esr6300");
    let statuses = [(); 4].map(|()| one(&client, CISCO_FIRST_EID)["status"].clone());

    assert_eq!(second["message"], format!("A configuration push is already running on {CISCO_FIRST_EID}"));
    assert_eq!(statuses, ["configuring", "configuring", "configuring", "up"].map(Value::from));
}

#[test]
fn a_push_ends_by_the_clock_too_and_not_always_well() {
    let client = client();

    push(&client, CISCO_FAILING_EID, "ir800");
    client.pass(20);

    assert_eq!(one(&client, CISCO_FAILING_EID)["status"], "config failure");
}

#[test]
fn a_device_type_is_in_lower_case_and_the_gateway_s_own() {
    let client = client();

    let failed = ["ESR6300", "ir800"].map(|kind| push(&client, CISCO_FIRST_EID, kind)["failedCount"].clone());

    assert_eq!(failed, [json!(1), json!(1)]);
}

#[test]
fn refusals_are_in_the_envelope_of_this_service() {
    let client = client();

    let refused = client.send("PUT", DEVICES, &json!([{ "eid": CISCO_FIRST_EID, "fields": { "name": "x" } }]));

    let message = "The 0.fields.field:name field is required. The 0.fields.name field is unknown.";
    let expected = json!({
        "error": "Bad Request",
        "errors": null,
        "message": message,
        "path": null,
        "status": 400,
        "timestamp": NOW * 1000,
    });
    assert_eq!((refused.status, refused.json()), (400, expected));
}
