//! The names of what is known of a session, with dots.

use crate::sps::refusal::Refusal;
use serde_json::{Map, Value};

/// What may be asked for, searched and counted; of some only the beginning of the name.
const KNOWN: [&str; 23] = [
    "active",
    "analytics",
    "client.ip",
    "client.name",
    "client.port",
    "creation_time",
    "duration",
    "end_time",
    "log",
    "node_id",
    "origin",
    "protocol",
    "recording",
    "server.address",
    "server.id",
    "server.ip",
    "server.name",
    "server.port",
    "start_time",
    "trail_download_link",
    "user",
    "vault",
    "verdict",
];

/// Refuse a field that no session can have.
pub(super) fn check(parameter: &str, field: &str) -> Result<(), Refusal> {
    let begins = |longer: &str, shorter: &str| {
        longer.strip_prefix(shorter).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    match KNOWN.iter().any(|known| begins(known, field) || begins(field, known)) {
        true => Ok(()),
        false => Err(Refusal::query(parameter, &format!("There is no field {field}"))),
    }
}

pub(super) fn at<'a>(body: &'a Value, field: &str) -> Option<&'a Value> {
    field.split('.').try_fold(body, |value, word| value.get(word))
}

/// A value as it is searched and counted.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The body with these fields only.
pub(super) fn chosen(body: &Value, fields: &[String]) -> Value {
    let mut chosen = Value::Object(Map::new());
    for field in fields {
        if let Some(value) = at(body, field) {
            put(&mut chosen, field, value.clone());
        }
    }
    chosen
}

fn put(into: &mut Value, field: &str, value: Value) {
    match field.split_once('.') {
        None => into[field] = value,
        Some((first, rest)) => {
            if into.get(first).is_none() {
                into[first] = Value::Object(Map::new());
            }
            put(&mut into[first], rest, value);
        }
    }
}
