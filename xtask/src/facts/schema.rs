//! Schemas cut down to names, types and limits: no prose, no examples.

use super::document::Document;
use serde_json::{Map, Value, json};

/// The vendor's words for a limit, and the facts' words.
const LIMITS: &[(&str, &str)] = &[
    ("minimum", "min"),
    ("maximum", "max"),
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("minItems", "min_items"),
    ("maxItems", "max_items"),
];

/// How the vendor writes a time, where it says so by pattern or example.
const TIME: &str = "Y-m-d H:i:s";

/// Everything that a request can be checked against.
pub(super) fn strict(document: &Document, schema: &Value) -> Result<Value, String> {
    reduce(document, schema, true)
}

/// What an answer looks like.
pub(super) fn shape(document: &Document, schema: &Value) -> Result<Value, String> {
    reduce(document, schema, false)
}

fn reduce(document: &Document, schema: &Value, with_limits: bool) -> Result<Value, String> {
    let schema = document.resolve(schema)?;
    let inner = |part: &Value| reduce(document, part, with_limits);
    let mut facts = Map::new();
    let (kind, is_nullable) = kind(schema);
    facts.insert("type".into(), json!(kind));
    if is_nullable {
        facts.insert("nullable".into(), json!(true));
    }
    if let Some(members) = schema["properties"].as_object() {
        let members = members.iter().map(|(name, part)| Ok((name.clone(), inner(part)?)));
        facts.insert("members".into(), Value::Object(members.collect::<Result<_, String>>()?));
    }
    for (theirs, ours) in [("items", "items"), ("additionalProperties", "rest")] {
        if schema[theirs].is_object() {
            facts.insert(ours.into(), inner(&schema[theirs])?);
        }
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        facts.insert("one_of".into(), choices.iter().map(inner).collect::<Result<_, String>>()?);
    }
    copy(schema, &mut facts, with_limits);
    lower_into_items(&mut facts);
    Ok(Value::Object(facts))
}

/// The type, and whether it may be null. `bool` and `string|null` are the vendor's slips.
fn kind(schema: &Value) -> (&str, bool) {
    let implied = if schema["properties"].is_object() { "object" } else { "any" };
    let word = schema["type"].as_str().unwrap_or(implied);
    let is_nullable = schema["nullable"] == true || word.ends_with("|null");
    match (word.trim_end_matches("|null"), schema["format"].as_str()) {
        ("string", Some("binary")) => ("file", is_nullable),
        ("bool", _) => ("boolean", is_nullable),
        (word, _) => (word, is_nullable),
    }
}

/// The vendor writes some members, and what is required of them, at the array instead of at its items.
fn lower_into_items(facts: &mut Map<String, Value>) {
    if facts["type"] != "array" {
        return;
    }
    for name in ["members", "required"] {
        let Some(misplaced) = facts.shift_remove(name) else {
            continue;
        };
        if let Some(items) = facts.get_mut("items").and_then(Value::as_object_mut) {
            items.entry(name).or_insert(misplaced);
        }
    }
}

fn copy(schema: &Value, facts: &mut Map<String, Value>, with_limits: bool) {
    if schema["enum"].is_array() {
        facts.insert("enum".into(), schema["enum"].clone());
    }
    if let Some(format) = format(schema) {
        facts.insert("format".into(), json!(format));
    }
    if !with_limits {
        return;
    }
    if schema["required"].is_array() {
        facts.insert("required".into(), schema["required"].clone());
    }
    let is_text = facts["type"] == "string";
    for (theirs, ours) in LIMITS {
        if !schema[*theirs].is_null() {
            facts.insert(limit(ours, is_text).into(), schema[*theirs].clone());
        }
    }
}

/// A text's `minimum` can only mean its length.
fn limit(word: &'static str, is_text: bool) -> &'static str {
    match (word, is_text) {
        ("min", true) => "min_length",
        ("max", true) => "max_length",
        _ => word,
    }
}

fn format(schema: &Value) -> Option<&str> {
    let is_time = [&schema["pattern"], &schema["example"]].iter().any(|words| words.as_str() == Some(TIME));
    if is_time {
        return Some("time");
    }
    schema["format"].as_str().filter(|word| matches!(*word, "email" | "ipv4" | "date" | "date-time" | "uri"))
}
