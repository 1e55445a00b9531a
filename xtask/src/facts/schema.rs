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
    facts.insert("type".into(), json!(kind(schema)));
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
    Ok(Value::Object(facts))
}

fn kind(schema: &Value) -> &str {
    let implied = if schema["properties"].is_object() { "object" } else { "any" };
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("string"), Some("binary")) => "file",
        (Some(word), _) => word,
        (None, _) => implied,
    }
}

fn copy(schema: &Value, facts: &mut Map<String, Value>, with_limits: bool) {
    if schema["nullable"] == true {
        facts.insert("nullable".into(), json!(true));
    }
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
    for (theirs, ours) in LIMITS {
        if !schema[*theirs].is_null() {
            facts.insert((*ours).into(), schema[*theirs].clone());
        }
    }
}

fn format(schema: &Value) -> Option<&str> {
    let is_time = [&schema["pattern"], &schema["example"]].iter().any(|words| words.as_str() == Some(TIME));
    if is_time {
        return Some("time");
    }
    schema["format"].as_str().filter(|word| matches!(*word, "email" | "ipv4" | "date" | "date-time" | "uri"))
}
