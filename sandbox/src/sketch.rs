//! Plausible values made from a type, for what the simulator does not keep.

use crate::facts::{Kind, Schema};
use serde_json::{Map, Value, json};

/// A value of the type, with something in every place.
pub(crate) fn full(schema: &Schema, name: &str, now: &str) -> Value {
    Sketch { now, with_items: true }.value(schema, name)
}

/// A record before anything is known of it: no items, no words.
pub(crate) fn blank(schema: &Schema, now: &str) -> Map<String, Value> {
    let value = Sketch { now, with_items: false }.value(schema, "");
    value.as_object().cloned().unwrap_or_default()
}

struct Sketch<'a> {
    now: &'a str,
    with_items: bool,
}

impl Sketch<'_> {
    fn value(&self, schema: &Schema, name: &str) -> Value {
        if let Some(choice) = schema.choices.first() {
            return choice.clone();
        }
        if schema.nullable && !self.with_items {
            return Value::Null;
        }
        match schema.kind {
            Kind::Any => Value::Null,
            Kind::Array => self.array(schema, name),
            Kind::Boolean => json!(true),
            Kind::Integer => json!(1),
            Kind::Number => json!(1.5),
            Kind::Object => self.object(schema),
            Kind::String | Kind::File => json!(self.text(schema, name)),
        }
    }

    fn array(&self, schema: &Schema, name: &str) -> Value {
        let item = schema.items.as_ref().filter(|_| self.with_items).map(|items| self.value(items, name));
        Value::Array(item.into_iter().collect())
    }

    fn object(&self, schema: &Schema) -> Value {
        let members = schema.members.iter().map(|(name, schema)| (name.clone(), self.value(schema, name)));
        let rest = schema.rest.iter().filter(|_| self.with_items).map(|rest| ("example".into(), self.value(rest, "")));
        Value::Object(members.chain(rest).collect())
    }

    fn text(&self, schema: &Schema, name: &str) -> String {
        match schema.format.as_deref() {
            Some("email") => "ops@example.com".into(),
            Some("ipv4") => "192.0.2.1".into(),
            Some("uuid") => "00000000-0000-4000-8000-000000000001".into(),
            Some("uri") => "https://example.com/".into(),
            Some("date") => self.now.split(' ').next().unwrap_or_default().into(),
            Some(_) => self.now.into(),
            None if name.ends_with("_at") || name.ends_with("_date") => self.now.into(),
            None if self.with_items => format!("example {}", name.replace('_', " ")),
            None => String::new(),
        }
    }
}
