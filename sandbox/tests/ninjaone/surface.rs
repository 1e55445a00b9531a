//! Every operation of the vendor answers something of the right kind.

use crate::client::{Answer, Client, client};
use serde_json::{Map, Value, json};

/// The operations of the facts without forms; deletions last.
fn operations() -> Vec<Value> {
    let mut operations: Vec<Value> = serde_json::from_str(include_str!("../../src/ninjaone/operations.json")).unwrap();
    operations.retain(|one| one["body"]["content"] != "multipart/form-data");
    operations.sort_by_key(|one| one["method"] == "DELETE" || one["path"].as_str().unwrap().contains("delete"));
    operations
}

/// A path whose slots name things that exist where that is easy.
fn path(operation: &Value) -> String {
    let template = operation["path"].as_str().unwrap();
    let device = template.starts_with("/v2/device/") || template.contains("unmanaged");
    let mut path = template.to_owned();
    for (name, schema) in operation["slots"].as_object().into_iter().flatten() {
        let value = match (name.as_str(), schema["enum"][0].as_str(), schema["format"].as_str()) {
            (_, Some(word), _) => word,
            (_, _, Some("uuid")) => "9a0b0c0d-0000-4000-8000-000000000001",
            ("id", _, _) if device => "1001",
            ("assetId" | "nodeId", _, _) => "1001",
            ("ticketId", _, _) => "1000",
            ("serviceId", _, _) => "Spooler",
            ("fieldName", _, _) => "spare01",
            ("policy_id", _, _) => "40",
            ("roleId", _, _) if template.starts_with("/v2/tab") => "200",
            _ => "1",
        };
        path = path.replace(&format!("{{{name}}}"), value);
    }
    path
}

/// The least body that the facts take.
fn body(name: &str, schema: &Value) -> Value {
    if !schema["enum"].is_null() {
        return schema["enum"][0].clone();
    }
    match schema["type"].as_str().unwrap() {
        "object" => {
            let needed = schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap());
            Value::Object(
                needed.map(|name| (name.to_owned(), body(name, &schema["members"][name]))).collect::<Map<_, _>>(),
            )
        }
        "array" => json!([]),
        "integer" | "number" if name == "roleId" => json!(200),
        "integer" | "number" => json!(1),
        "boolean" => json!(true),
        _ if schema["format"] == "uuid" => json!("9a0b0c0d-0000-4000-8000-000000000001"),
        _ if name == "status" => json!("1000"),
        _ => json!("example"),
    }
}

fn ask(client: &Client, operation: &Value) -> Answer {
    let method = operation["method"].as_str().unwrap();
    match &operation["body"] {
        Value::Null => client.ask(method, &path(operation), "", b""),
        facts => client.send(method, &path(operation), body("", &facts["schema"])),
    }
}

/// These need more than their least body, and have tests of their own.
const DEMANDING: &[&str] = &[
    "/v2/organizations",
    "/v2/webhook",
    "/v2/device/{id}/script/run",
    "/v2/device/{id}/reboot/{mode}",
    "/v2/device/{id}/windows-service/{serviceId}/control",
    "/v2/tag/merge",
    "/v2/tab/rename",
    "/v2/custom-fields",
    "/v2/organization/document/{clientDocumentId}",
    "/v2/custom-fields/bulk",
];

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::String(_) => "string",
        _ => "other",
    }
}

#[test]
fn every_operation_answers_its_own_success_in_its_own_shape_or_says_that_the_record_is_not_there() {
    let client = client();
    let mut wrong = Vec::new();
    for operation in operations() {
        let is_demanding = DEMANDING.contains(&operation["path"].as_str().unwrap());
        let answer = ask(&client, &operation);
        let is_right = json!(answer.status) == operation["status"]
            || answer.status == 404
            || (is_demanding && [400, 409].contains(&answer.status));
        let text = String::from_utf8_lossy(&answer.body).chars().take(200).collect::<String>();
        let shape = operation["answer"]["type"].as_str().unwrap_or("any");
        let is_shaped = answer.status >= 300 || shape == "any" || kind(&answer.json()) == shape;
        if !is_right || !is_shaped {
            wrong.push((format!("{} {}", operation["method"], operation["path"]), answer.status, text));
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Only the members of the facts come, at least on the first two levels.
fn strangers(value: &Value, schema: &Value, place: &str) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(|item| strangers(item, &schema["items"], place)).collect(),
        Value::Object(members) if schema["members"].as_object().is_some_and(|members| !members.is_empty()) => members
            .iter()
            .flat_map(|(name, value)| match schema["members"].get(name) {
                Some(inner) => strangers(value, inner, &format!("{place}.{name}")),
                None => vec![format!("{place}.{name}")],
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Members that the vendor sends beyond its specification: of devices by their kind, and the cursor of definitions.
const KNOWN: &[&str] = &["/v2/device/{id}", "/v2/devices-detailed", "/v2/custom-fields"];

#[test]
fn reads_show_no_member_that_the_specification_does_not_know() {
    let client = client();
    let mut wrong = Vec::new();
    for operation in operations().iter().filter(|one| one["method"] == "GET" && !one["answer"].is_null()) {
        let name = operation["path"].as_str().unwrap();
        let answer = ask(&client, operation);
        if answer.status == 200 && !KNOWN.contains(&name) {
            wrong.extend(strangers(&answer.json(), &operation["answer"], name));
        }
    }
    wrong.sort();
    wrong.dedup();

    assert!(wrong.is_empty(), "{wrong:#?}");
}
