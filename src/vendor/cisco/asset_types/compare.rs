//! What an asset type is, beside what a file says of it. Pure.

use serde_json::{Map, Value, json};

/// Members that the server sets by itself: they stand in no file, and are no difference.
const SET_BY_SERVER: &[&str] = &[
    "id",
    "tenantId",
    "creationTime",
    "createdAt",
    "createdBy",
    "createdTime",
    "lastModifiedTime",
    "lastUpdatedTime",
    "modificationTime",
    "updateTime",
    "updatedAt",
    "updatedBy",
];

/// One difference.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    path: String,
    old: Value,
    new: Value,
}

impl Change {
    pub(super) fn record(&self) -> Value {
        json!({ "path": self.path, "old": self.old, "new": self.new })
    }

    /// For people.
    pub(super) fn line(&self) -> String {
        let shown = |value: &Value| if value.is_null() { "-".to_owned() } else { value.to_string() };
        format!("  {}: {} -> {}", self.path, shown(&self.old), shown(&self.new))
    }
}

/// The members that people keep.
pub(super) fn kept(asset_type: &Value, ignored: &[String]) -> Map<String, Value> {
    let members = asset_type.as_object().into_iter().flatten();
    let is_kept = |name: &str| !SET_BY_SERVER.contains(&name) && !ignored.iter().any(|own| own == name);
    members.filter(|(name, _)| is_kept(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// What would have to change for the members that the file names. Those that it does not name stay as they are.
pub(super) fn changes(current: &Map<String, Value>, wanted: &Map<String, Value>) -> Vec<Change> {
    let mut found = Vec::new();
    for (name, new) in wanted {
        compare(name, current.get(name).unwrap_or(&Value::Null), new, &mut found);
    }
    found
}

fn compare(path: &str, old: &Value, new: &Value, found: &mut Vec<Change>) {
    match (old, new) {
        _ if old == new => {}
        (Value::Object(before), Value::Object(after)) => {
            let names = after.keys().chain(before.keys().filter(|name| !after.contains_key(*name)));
            for name in names {
                let of = |members: &Map<String, Value>| members.get(name).cloned().unwrap_or_default();
                compare(&format!("{path}.{name}"), &of(before), &of(after), found);
            }
        }
        _ => found.push(Change { path: path.to_owned(), old: old.clone(), new: new.clone() }),
    }
}

/// The file over what the server has: members that the file does not know are kept.
pub(super) fn merged(current: &Map<String, Value>, wanted: &Map<String, Value>) -> Value {
    let mut body = current.clone();
    body.extend(wanted.clone());
    Value::Object(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        kept(&value, &["revision".to_owned()])
    }

    #[test]
    fn what_the_server_sets_and_what_the_file_does_not_name_is_no_difference() {
        let current =
            object(json!({"id": "1", "name": "a", "config": {"port": 1}, "creationTime": 5, "revision": 9, "x": 1}));
        let wanted = object(json!({"id": "2", "name": "a", "config": {"port": 1}, "revision": 1}));

        assert_eq!(changes(&current, &wanted), []);
        assert_eq!(merged(&current, &wanted), json!({"name": "a", "config": {"port": 1}, "x": 1}));
    }

    #[test]
    fn a_difference_is_named_where_it_is() {
        let current = object(json!({"config": {"port": 1, "host": "h", "same": [1]}}));
        let wanted = object(json!({"config": {"port": 2, "same": [1], "more": {"a": 1}}, "dataModel": {}}));

        let lines: Vec<String> = changes(&current, &wanted).iter().map(Change::line).collect();

        let expected = [
            "  config.port: 1 -> 2",
            "  config.more: - -> {\"a\":1}",
            "  config.host: \"h\" -> -",
            "  dataModel: - -> {}",
        ];
        assert_eq!(lines, expected);
    }
}
