//! Every operation of the vendor answers something of the right kind.

use crate::client::{Answer, Client, client};
use serde_json::{Map, Value, json};

/// These need more than the facts tell, and have tests of their own.
const DEMANDING: &[(&str, &str)] =
    &[("POST", "/devices"), ("POST", "/credits/codes/activate"), ("GET", "/devices/actions/logs")];

/// The operations of the facts with a body that can be made here; deletions last, that of the device last of all.
fn operations() -> Vec<Value> {
    let mut operations: Vec<Value> = serde_json::from_str(include_str!("../../src/rms/operations.json")).unwrap();
    operations.retain(|one| one["body"]["content"] != "multipart/form-data" && !is_demanding(one));
    operations.sort_by_key(|one| (one["method"] == "DELETE", one["path"] == "/devices"));
    operations
}

fn is_demanding(operation: &Value) -> bool {
    DEMANDING.iter().any(|(method, path)| operation["method"] == *method && operation["path"] == *path)
}

/// A path whose slots name things that exist where that is easy, and 1 elsewhere.
fn path(operation: &Value) -> String {
    let template = operation["path"].as_str().unwrap();
    let first = if template.starts_with("/devices/{id}") { "70810" } else { "1" };
    let path = template.replace("{id}", first).replace("{device_id}", "70810").replace("{access_id}", "62000");
    let path = path.replace("{action}", "check").replace("{type}", "dynamic");
    let names =
        ["{session_id}", "{alert_id}", "{index}", "{evaluation_id}", "{action_name}", "{hub_user_id}", "{username}"];
    let path = names.iter().fold(path, |path, name| path.replace(name, "1"));
    let needed = operation["query"].as_object().into_iter().flatten().filter(|(_, schema)| schema["needed"] == true);
    let query: Vec<String> = needed.map(|(name, schema)| format!("{name}={}", word(schema))).collect();
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

fn word(schema: &Value) -> String {
    if let Some(choice) = schema["enum"][0].as_str() {
        return choice.to_owned();
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (_, Some("time" | "date-time")) => "2026-01-01%2000:00:00".into(),
        (Some("boolean"), _) => "true".into(),
        (Some("integer"), _) => "70810".into(),
        _ => "80".into(),
    }
}

/// The least body that the facts take.
fn body(schema: &Value) -> Value {
    if !schema["enum"].is_null() {
        return schema["enum"][0].clone();
    }
    match schema["type"].as_str().unwrap() {
        "object" => {
            let needed = schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap());
            Value::Object(
                needed.map(|name| (name.to_owned(), member(name, &schema["members"][name]))).collect::<Map<_, _>>(),
            )
        }
        "array" => json!([body(&schema["items"])]),
        "integer" | "number" => schema["min"].as_f64().map_or(json!(1), |min| json!(min as i64)),
        "boolean" => json!(true),
        _ => text(schema),
    }
}

fn member(name: &str, schema: &Value) -> Value {
    match (name, schema["type"].as_str().unwrap()) {
        ("device_id", "array") => json!([70810]),
        ("device_id" | "id", "integer") => json!(70810),
        ("company_id" | "target", "integer") => json!(7035),
        ("source", "integer") => json!(7034),
        ("credit_type_name", _) => json!("management_5y"),
        ("tag_id", "array") => json!([11]),
        ("file_id", _) => json!(1506),
        _ => body(schema),
    }
}

fn text(schema: &Value) -> Value {
    match schema["format"].as_str() {
        Some("email") => json!("ops@example.com"),
        Some("ipv4") => json!("192.0.2.1"),
        Some("time" | "date-time") => json!("2026-01-01 00:00:00"),
        _ => json!("12345678"),
    }
}

fn ask(client: &Client, operation: &Value) -> Answer {
    let method = operation["method"].as_str().unwrap();
    match &operation["body"] {
        Value::Null => client.raw(method, &format!("/rms/api{}", path(operation)), &head(client), b"").unwrap(),
        facts => client.send(method, &path(operation), body(&facts["schema"])),
    }
}

fn head(client: &Client) -> String {
    format!("Authorization: Bearer {}\r\n", client.token)
}

#[test]
fn every_operation_answers_its_own_success_or_says_that_the_record_is_not_there() {
    let client = client();
    let mut wrong = Vec::new();
    for operation in operations().iter().filter(|one| one["body"]["content"] != "multipart/form-data") {
        let answer = ask(&client, operation);
        let is_right = json!(answer.status) == operation["status"] || [404, 207].contains(&answer.status);
        if !is_right {
            let name = format!("{} {}", operation["method"], operation["path"]);
            wrong.push((
                name,
                answer.status,
                String::from_utf8_lossy(&answer.body).chars().take(200).collect::<String>(),
            ));
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_operation_that_is_asynchronous_names_a_channel_that_ends() {
    let client = client();
    let asynchronous = operations().into_iter().filter(|one| one["channel"] == true);
    let mut ended = 0;
    for operation in asynchronous {
        let answer = ask(&client, &operation);
        if answer.status != 404 {
            client.wait(&answer);
            ended += 1;
        }
    }

    assert!(ended > 45, "{ended}");
}
