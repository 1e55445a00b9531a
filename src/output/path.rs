//! A place inside a record as people type it, `site.name` or `addresses.0`, and whether any record had it.

use std::cell::Cell;

use serde_json::Value;

/// The path of the record itself.
pub(super) const WHOLE: &str = ".";

#[derive(Debug, Clone)]
pub(super) struct Path {
    text: String,
    found: Cell<bool>,
}

impl Path {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), found: Cell::new(false) }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The value at this place; a null that is there counts as found.
    pub(super) fn find<'v>(&self, record: &'v Value) -> Option<&'v Value> {
        let value = if self.text == WHOLE { Some(record) } else { walk(record, &self.text) };
        self.found.set(self.found.get() || value.is_some());
        value
    }

    /// Whether any record so far had it.
    pub(super) fn was_found(&self) -> bool {
        self.found.get()
    }
}

/// The whole name first, because vendors have members with dots in their names.
fn walk<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    step(value, path).or_else(|| {
        let mut dots = path.match_indices('.');
        dots.find_map(|(dot, _)| walk(step(value, &path[..dot])?, &path[dot + 1..]))
    })
}

fn step<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn find(path: &str) -> Option<Value> {
        let record = json!({
            "site": {"name": "Oslo", "a.b": 1},
            "site.name": "whole",
            "net.wan": {"ip": "10.0.0.1"},
            "addresses": [{"ip": "a"}, {"ip": "b"}],
            "none": null,
        });
        Path::new(path).find(&record).cloned()
    }

    #[test]
    fn a_path_leads_through_objects_and_arrays() {
        assert_eq!(find("addresses.1.ip"), Some(json!("b")));
        assert_eq!(find("none"), Some(json!(null)));
        assert_eq!(find("addresses.7"), None);
        assert_eq!(find("none.deeper"), None);
    }

    #[test]
    fn a_member_whose_name_has_dots_is_found_whole() {
        assert_eq!(find("site.name"), Some(json!("whole")));
        assert_eq!(find("site.a.b"), Some(json!(1)));
        assert_eq!(find("net.wan.ip"), Some(json!("10.0.0.1")));
    }

    #[test]
    fn a_path_knows_whether_any_record_had_it() {
        let path = Path::new("name");

        path.find(&json!({"id": 1}));
        let before = path.was_found();
        path.find(&json!({"name": "x"}));
        path.find(&json!({"id": 2}));

        assert_eq!((before, path.was_found()), (false, true));
    }
}
