//! Things before anything is known of them, with every member that the site shows.

use super::rules;
use crate::facts::{Kind, Schema};
use crate::table::Record;
use serde_json::{Value, json};

/// A thing with what is given, and something everywhere else.
pub(super) fn filled(schema: &Schema, given: &Record, now: i64) -> Record {
    let form = form(schema, given);
    let mut record: Record = form.members.iter().map(|(name, schema)| (name.clone(), value(schema, now))).collect();
    record.extend(given.clone());
    record
}

/// What is shown of a thing: secrets and the simulator's own members are in no answer.
pub(super) fn shown(schema: &Schema, record: &Record) -> Value {
    let form = form(schema, record);
    if form.members.is_empty() {
        return Value::Object(record.clone());
    }
    let members = form.members.keys().filter_map(|name| Some((name.clone(), record.get(name)?.clone())));
    Value::Object(members.collect())
}

/// Of several forms, the one that the type names.
fn form<'a>(schema: &'a Schema, record: &Record) -> &'a Schema {
    let kind = record.get("type").unwrap_or(&Value::Null);
    let named = schema.one_of.iter().find(|form| rules::is_of(form, kind));
    named.or(schema.one_of.first()).unwrap_or(schema)
}

fn value(schema: &Schema, now: i64) -> Value {
    if schema.nullable {
        return Value::Null;
    }
    if let Some(choice) = schema.choices.first() {
        return choice.clone();
    }
    match schema.kind {
        Kind::Any => Value::Null,
        Kind::Array => json!([]),
        Kind::Boolean => json!(false),
        Kind::Integer | Kind::Number => json!(0),
        Kind::Object => {
            let members = schema.members.iter().map(|(name, schema)| (name.clone(), value(schema, now)));
            Value::Object(members.collect())
        }
        Kind::String | Kind::File if schema.format.as_deref() == Some("date-time") => json!(written(now)),
        Kind::String | Kind::File => json!(""),
    }
}

/// `2026-01-23T04:56:07+00:00`, as the site writes times.
pub(super) fn written(seconds: i64) -> String {
    let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    time.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}
