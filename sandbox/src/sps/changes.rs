//! What a transaction would change, as the box lists it.

use super::config::Config;
use super::tree::href;
use serde_json::{Value, json};

/// Which objects are other than before, in the order of their paths.
pub(super) fn changed(before: &Config, after: &Config) -> Vec<String> {
    let gone = before.paths().filter(|path| after.get(path).is_none());
    let other = after.paths().filter(|path| before.get(path) != after.get(path));
    let mut changed: Vec<String> = gone.chain(other).cloned().collect();
    changed.sort();
    changed
}

/// Which collections have their old objects in another order.
pub(super) fn reordered<'a>(before: &'a Config, after: &'a Config) -> impl Iterator<Item = &'a String> {
    after.collections().filter(|collection| {
        let stayed = |keys: &[String], others: &[String]| -> Vec<String> {
            keys.iter().filter(|key| others.contains(key)).cloned().collect()
        };
        let (old, new) = (before.keys(collection), after.keys(collection));
        stayed(old, new) != stayed(new, old)
    })
}

/// The list of a transaction's changes.
pub(super) fn listed(before: &Config, after: &Config) -> Vec<Value> {
    let mut list = Vec::new();
    for path in changed(before, after) {
        match (before.get(&path), after.get(&path)) {
            (Some(old), Some(new)) => replaced(href(&path), old, new, &mut list),
            (Some(old), None) => list.push(json!({ "type": "delete", "path": href(&path), "old_value": old })),
            (None, new) => list.push(json!({ "type": "create", "path": href(&path), "new_value": new })),
        }
    }
    for collection in reordered(before, after) {
        let (old, new) = (before.keys(collection), after.keys(collection));
        list.push(json!({ "type": "reorder", "path": href(collection), "old_order": old, "new_order": new }));
    }
    list
}

/// Down to the smallest part that is another.
fn replaced(path: String, old: &Value, new: &Value, list: &mut Vec<Value>) {
    match (old, new) {
        _ if old == new => {}
        (Value::Object(before), Value::Object(after)) if before.keys().eq(after.keys()) => {
            let pairs = before.iter().zip(after.values());
            pairs.for_each(|((name, old), new)| replaced(format!("{path}/{name}"), old, new, list));
        }
        _ => list.push(json!({ "type": "replace", "path": path, "old_value": old, "new_value": new })),
    }
}
