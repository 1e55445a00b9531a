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

/// An answer's enumeration that is longer is left out: nothing is checked against it.
const LONG: usize = 40;

/// Everything that a request can be checked against.
pub(super) fn strict(document: &Document, schema: &Value) -> Result<Value, String> {
    Reduction { document, with_limits: true }.of(schema, &[])
}

/// What an answer looks like.
pub(super) fn shape(document: &Document, schema: &Value) -> Result<Value, String> {
    Reduction { document, with_limits: false }.of(schema, &[])
}

struct Reduction<'a> {
    document: &'a Document,
    with_limits: bool,
}

impl Reduction<'_> {
    /// `trail` are the references that led here; what refers to itself may be anything below.
    fn of(&self, schema: &Value, trail: &[&str]) -> Result<Value, String> {
        let Some(reference) = schema["$ref"].as_str() else {
            return self.reduce(schema, trail);
        };
        if trail.contains(&reference) {
            return Ok(json!({ "type": "any" }));
        }
        self.reduce(self.document.resolve(schema)?, &[trail, &[reference]].concat())
    }

    /// What answers alone hold is no part of a request, and the reverse.
    fn is_of_the_other_side(&self, part: &Value) -> bool {
        let word = if self.with_limits { "readOnly" } else { "writeOnly" };
        self.document.is_sided && self.document.resolve(part).is_ok_and(|part| part[word] == true)
    }

    fn reduce(&self, schema: &Value, trail: &[&str]) -> Result<Value, String> {
        let mut facts = match schema["allOf"].as_array() {
            Some(parts) => self.merged(parts, trail)?,
            None => Map::new(),
        };
        self.add(schema, trail, &mut facts)?;
        copy(schema, &mut facts, self.with_limits);
        lower_into_items(&mut facts);
        require_what_is_there(&mut facts);
        Ok(Value::Object(facts))
    }

    /// One object with the members of all parts.
    fn merged(&self, parts: &[Value], trail: &[&str]) -> Result<Map<String, Value>, String> {
        let mut members = Map::new();
        for part in parts {
            let part = self.of(part, trail)?;
            members.extend(part["members"].as_object().cloned().unwrap_or_default());
        }
        Ok(Map::from_iter([("type".to_owned(), json!("object")), ("members".to_owned(), Value::Object(members))]))
    }

    fn add(&self, schema: &Value, trail: &[&str], facts: &mut Map<String, Value>) -> Result<(), String> {
        let inner = |part: &Value| self.of(part, trail);
        let (kind, is_nullable) = kind(schema);
        facts.insert("type".into(), json!(kind));
        if is_nullable {
            facts.insert("nullable".into(), json!(true));
        }
        if let Some(members) = schema["properties"].as_object() {
            let members = members.iter().filter(|(_, part)| !self.is_of_the_other_side(part));
            let members = members.map(|(name, part)| Ok((name.clone(), inner(part)?)));
            facts.insert("members".into(), Value::Object(members.collect::<Result<_, String>>()?));
        }
        if schema["additionalProperties"] == true {
            facts.insert("rest".into(), json!({ "type": "any" }));
        }
        for (theirs, ours) in [("items", "items"), ("additionalProperties", "rest")] {
            if schema[theirs].is_object() {
                facts.insert(ours.into(), inner(&schema[theirs])?);
            }
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            facts.insert("one_of".into(), choices.iter().map(inner).collect::<Result<_, String>>()?);
        }
        Ok(())
    }
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

/// What is required of the other side is not required here.
fn require_what_is_there(facts: &mut Map<String, Value>) {
    let Some(members) = facts.get("members").and_then(Value::as_object).cloned() else {
        return;
    };
    if let Some(required) = facts.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name.as_str().is_some_and(|name| members.contains_key(name)));
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
    if schema["enum"].as_array().is_some_and(|choices| with_limits || choices.len() <= LONG) {
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
    schema["format"].as_str().filter(|word| matches!(*word, "email" | "ipv4" | "date" | "date-time" | "uri" | "uuid"))
}
