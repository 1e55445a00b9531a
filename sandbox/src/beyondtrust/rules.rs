//! What a body must be like beyond its types.

use crate::exchange::Request;
use crate::facts::Schema;
use crate::wrong::Problem;
use serde_json::Value;

/// What is wrong with a body of several forms, in the words of the form that its `type` names.
pub(super) fn of_form(schema: Option<&Schema>, request: &Request) -> Option<Vec<Problem>> {
    let forms = &schema?.one_of;
    let value: Value = serde_json::from_slice(&request.body).ok()?;
    if forms.is_empty() {
        return None;
    }
    match forms.iter().find(|form| is_of(form, &value["type"])) {
        Some(form) => Some(form.problems(&value, "")).filter(|problems| !problems.is_empty()),
        None => Some(vec![Problem::new("type", "The selected type is invalid.")]),
    }
}

/// Whether the form is that of this type.
pub(super) fn is_of(form: &Schema, kind: &Value) -> bool {
    form.members.get("type").is_some_and(|known| known.choices.contains(kind))
}

/// Times are in UTC, and say so.
pub(super) fn times(schema: &Schema, value: &Value, place: &str) -> Vec<Problem> {
    let inside = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    match value {
        Value::String(text) if schema.format.as_deref() == Some("date-time") && !is_in_utc(text) => {
            vec![Problem::new(place, format!("The {place} must be a time in UTC."))]
        }
        Value::Array(items) => {
            let each = schema.items.iter().flat_map(|schema| items.iter().map(move |item| (schema, item)));
            each.flat_map(|(schema, item)| times(schema, item, place)).collect()
        }
        Value::Object(members) => {
            let known = members.iter().filter_map(|(name, value)| Some((name, schema.members.get(name)?, value)));
            known.flat_map(|(name, schema, value)| times(schema, value, &inside(name))).collect()
        }
        _ => Vec::new(),
    }
}

fn is_in_utc(text: &str) -> bool {
    (text.ends_with('Z') || text.ends_with("+00:00")) && text.parse::<jiff::Timestamp>().is_ok()
}
