//! Values against the types and limits of the facts.

use crate::facts::{Kind, Schema};
use crate::wrong::Problem;
use serde_json::{Map, Value};
use std::net::Ipv4Addr;

impl Schema {
    /// Whether a text in a path or a query can be read as this type.
    pub(crate) fn admits(&self, text: &str) -> bool {
        self.typed(text).is_some_and(|value| self.problems(&value, "").is_empty())
    }

    /// A text of a query or a form as a value of this type.
    pub(crate) fn typed(&self, text: &str) -> Option<Value> {
        match self.kind {
            Kind::Integer => text.parse::<i64>().ok().map(Value::from),
            Kind::Number => text.parse::<f64>().ok().map(Value::from),
            Kind::Boolean => match text {
                "true" | "1" => Some(Value::from(true)),
                "false" | "0" => Some(Value::from(false)),
                _ => None,
            },
            Kind::Object => serde_json::from_str(text).ok(),
            _ => Some(Value::from(text)),
        }
    }

    /// All that is wrong with a value; `place` is where it stands, as `data.0.name`.
    pub(crate) fn problems(&self, value: &Value, place: &str) -> Vec<Problem> {
        if value.is_null() && self.nullable || self.also.contains(value) {
            return Vec::new();
        }
        if !self.is_of_kind(value) {
            return vec![Problem::new(place, format!("The {place} must be of type {}.", self.word()))];
        }
        if !self.choices.is_empty() && !self.choices.contains(value) {
            return vec![Problem::new(place, format!("The selected {place} is invalid."))];
        }
        if !self.one_of.is_empty() && !self.one_of.iter().any(|choice| choice.problems(value, place).is_empty()) {
            return vec![Problem::new(place, format!("The {place} fits none of its forms."))];
        }
        match value {
            Value::Array(items) => self.problems_of_items(items, place),
            Value::Object(members) => self.problems_of_members(members, place),
            Value::String(text) => self.problems_of_text(text, place),
            Value::Number(number) => self.problems_of_number(number.as_f64(), place),
            Value::Null | Value::Bool(_) => Vec::new(),
        }
    }

    fn word(&self) -> String {
        format!("{:?}", self.kind).to_lowercase()
    }

    fn is_of_kind(&self, value: &Value) -> bool {
        match self.kind {
            Kind::Any => true,
            Kind::Array => value.is_array(),
            Kind::Boolean => value.is_boolean(),
            Kind::Integer => value.is_i64() || value.is_u64(),
            Kind::Number => value.is_number(),
            Kind::Object => value.is_object(),
            Kind::String | Kind::File => value.is_string(),
        }
    }

    fn problems_of_items(&self, items: &[Value], place: &str) -> Vec<Problem> {
        if is_outside(items.len(), self.min_items, self.max_items) {
            return vec![Problem::new(place, format!("The {place} has too few or too many items."))];
        }
        let Some(schema) = &self.items else { return Vec::new() };
        let numbered = items.iter().enumerate();
        numbered.flat_map(|(index, item)| schema.problems(item, &inside(place, &index.to_string()))).collect()
    }

    fn problems_of_members(&self, members: &Map<String, Value>, place: &str) -> Vec<Problem> {
        let missing = self.required.iter().filter(|name| !members.contains_key(*name)).map(|name| {
            let place = inside(place, name);
            Problem::new(place.clone(), format!("The {place} field is required."))
        });
        let given = members.iter().flat_map(|(name, value)| self.problems_of_member(name, value, place));
        missing.chain(given).collect()
    }

    /// An object that names no members takes any; the others take theirs alone.
    fn problems_of_member(&self, name: &str, value: &Value, place: &str) -> Vec<Problem> {
        let place = inside(place, name);
        match self.members.get(name).or(self.rest.as_deref()) {
            Some(schema) => schema.problems(value, &place),
            None if self.members.is_empty() => Vec::new(),
            None => vec![Problem::unknown(place.clone(), format!("The {place} field is unknown."))],
        }
    }

    fn problems_of_text(&self, text: &str, place: &str) -> Vec<Problem> {
        if is_outside(text.chars().count(), self.min_length, self.max_length) {
            return vec![Problem::new(place, format!("The {place} is too short or too long."))];
        }
        if self.format.as_deref().is_some_and(|format| !is_written(format, text)) {
            return vec![Problem::new(place, format!("The {place} format is invalid."))];
        }
        Vec::new()
    }

    fn problems_of_number(&self, number: Option<f64>, place: &str) -> Vec<Problem> {
        let number = number.unwrap_or(f64::NAN);
        if let Some(min) = self.min.filter(|min| number < *min) {
            return vec![Problem::new(place, format!("The {place} must be at least {min}."))];
        }
        if let Some(max) = self.max.filter(|max| number > *max) {
            return vec![Problem::new(place, format!("The {place} must not be greater than {max}."))];
        }
        Vec::new()
    }
}

fn is_outside(count: usize, min: Option<usize>, max: Option<usize>) -> bool {
    min.is_some_and(|min| count < min) || max.is_some_and(|max| count > max)
}

fn inside(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}

fn is_written(format: &str, text: &str) -> bool {
    match format {
        "email" => text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty()),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "uuid" => is_uuid(text),
        "date" => text.parse::<jiff::civil::Date>().is_ok(),
        // The vendor mixes both forms, so both are taken.
        "time" | "date-time" => {
            text.parse::<jiff::civil::DateTime>().is_ok() || text.parse::<jiff::Timestamp>().is_ok()
        }
        _ => true,
    }
}

pub(crate) fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
