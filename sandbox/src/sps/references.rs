//! Which objects a body refers to.

use super::reader::inside;
use super::shape::{Kind, Shape, Target};
use serde_json::Value;

/// One reference of a body.
#[derive(Debug)]
pub(super) struct Reference<'a> {
    pub(super) place: String,
    pub(super) target: &'a Target,
    pub(super) key: &'a str,
}

/// All references of a stored body.
pub(super) fn references<'a>(shape: &'a Shape, body: &'a Value) -> Vec<Reference<'a>> {
    let mut found = Vec::new();
    collect(shape, body, String::new(), &mut found);
    found
}

fn collect<'a>(shape: &'a Shape, value: &'a Value, place: String, found: &mut Vec<Reference<'a>>) {
    match (&shape.kind, value) {
        (Kind::Reference(target), Value::String(key)) => found.push(Reference { place, target, key }),
        (Kind::List(item), Value::Array(items)) => {
            let numbered = items.iter().enumerate();
            numbered.for_each(|(index, value)| collect(item, value, inside(&place, &index.to_string()), found));
        }
        (Kind::Keyed(entry), Value::Object(entries)) => {
            entries.iter().for_each(|(key, value)| collect(entry, value, inside(&place, key), found));
        }
        (Kind::Object(members), Value::Object(values)) => {
            let known = members.iter().filter_map(|member| values.get(&member.name).map(|value| (member, value)));
            known.for_each(|(member, value)| collect(&member.shape, value, inside(&place, &member.name), found));
        }
        _ => {}
    }
}
