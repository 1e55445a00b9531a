//! Which members of what was sent the box does not have: it drops unknown ones in silence. Pure.

use serde_json::{Map, Value};

use super::super::SECRETS;
use super::changes::short;

/// A member that did not stick.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dropped {
    /// Where it stands: `network.ports[0]`.
    pub(super) path: String,
    /// What was sent.
    pub(super) sent: Value,
    /// What the box has there.
    pub(super) has: Option<Value>,
}

impl Dropped {
    /// As part of a sentence.
    pub(super) fn words(&self) -> String {
        let has = self.has.as_ref().map_or("nothing".to_owned(), short);
        format!("`{}` (sent {}, the box has {has})", self.path, short(&self.sent))
    }
}

/// Every member of `sent` that `has` lacks, or has with another value.
pub(super) fn dropped(sent: &Value, has: &Value) -> Vec<Dropped> {
    let mut found = Vec::new();
    compare("", sent, Some(has), &mut found);
    found
}

fn compare(path: &str, sent: &Value, has: Option<&Value>, found: &mut Vec<Dropped>) {
    let (sent, has) = (plain(sent), has.map(plain));
    match (sent, has) {
        // What the box would not show stands behind a key of its own.
        (Value::Object(sent), Some(_)) if sent.contains_key("plain") => {}
        (Value::Object(sent), Some(Value::Object(has))) => compare_members(path, sent, has, found),
        (Value::Array(sent), Some(Value::Array(has))) if sent.len() == has.len() && !are_same_set(sent, has) => {
            for (at, (sent, has)) in sent.iter().zip(has).enumerate() {
                compare(&format!("{path}[{at}]"), sent, Some(has), found);
            }
        }
        (sent, has) if is_same(sent, has) => {}
        (sent, has) => found.push(Dropped { path: path.to_owned(), sent: sent.clone(), has: has.cloned() }),
    }
}

fn compare_members(path: &str, sent: &Map<String, Value>, has: &Map<String, Value>, found: &mut Vec<Dropped>) {
    // A secret is not shown again, so nothing is known of it.
    for (name, member) in sent.iter().filter(|(name, _)| !SECRETS.contains(&name.as_str())) {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        compare(&path, member, has.get(name), found);
    }
}

/// A reference is its key, and one to nothing is null.
fn plain(value: &Value) -> &Value {
    let Value::Object(object) = value else { return value };
    let is_reference = object.keys().all(|name| matches!(name.as_str(), "key" | "meta" | "body"));
    match object.get("key") {
        Some(key @ (Value::String(_) | Value::Null)) if is_reference => key,
        _ => value,
    }
}

fn is_same(sent: &Value, has: Option<&Value>) -> bool {
    match (sent, has) {
        (Value::Null, None) => true,
        (Value::Number(sent), Some(Value::Number(has))) => sent == has || sent.as_f64() == has.as_f64(),
        (Value::Array(sent), Some(Value::Array(has))) => sent.len() == has.len() && are_same_set(sent, has),
        (sent, has) => Some(sent) == has,
    }
}

/// Lists of plain values: the box may sort them.
fn are_same_set(sent: &[Value], has: &[Value]) -> bool {
    let sorted = |values: &[Value]| {
        let mut texts: Vec<String> = values.iter().map(|value| plain(value).to_string()).collect();
        texts.sort();
        texts
    };
    let are_flat = sent.iter().all(|value| !plain(value).is_object() && !value.is_array());
    are_flat && sorted(sent) == sorted(has)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn paths(sent: &Value, has: &Value) -> Vec<String> {
        dropped(sent, has).into_iter().map(|dropped| dropped.path).collect()
    }

    fn reference(key: Value) -> Value {
        json!({"key": key, "meta": {"href": "/api/configuration/policies/audit_policies/1"}})
    }

    #[test]
    fn what_the_box_shows_of_the_same_is_the_same() {
        let sent = json!({
            "name": "n", "ports": [23, 2323], "audit_policy": "781", "ldap_server": null, "plugin": null,
            "rules": [{"actions": {"audit": true}, "content_policy": null}], "gone": null, "days": 3,
            "sets": ["-2", "-1"], "password": {"plain": "s3cret"}, "empty": [],
        });
        let has = json!({
            "days": 3.0, "name": "n", "ports": [23, 2323], "audit_policy": reference(json!("781")),
            "ldap_server": reference(Value::Null), "plugin": null, "more": 1,
            "rules": [{"content_policy": {"key": null, "meta": {}}, "actions": {"audit": true, "four_eyes": false}}],
            "sets": [reference(json!("-1")), reference(json!("-2"))], "password": reference(json!("uuid")), "empty": [],
        });

        assert_eq!(dropped(&sent, &has), []);
    }

    #[test]
    fn members_that_did_not_stick_are_named_with_their_place() {
        let sent = json!({
            "nam": "n", "network": {"portz": [23], "ports": [23]}, "rules": [{"a": 1}, {"a": 2, "typo": true}],
            "policies": {"audit_policy": "1"}, "list": [1, 2], "secrett": {"plain": "s"}, "flag": true,
        });
        let has = json!({
            "name": "n", "network": {"ports": [2323]}, "rules": [{"a": 1}, {"a": 2}],
            "policies": {"audit_policy": reference(json!("2"))}, "list": [1], "flag": "true",
        });

        let expected = [
            "nam",
            "network.portz",
            "network.ports[0]",
            "rules[1].typo",
            "policies.audit_policy",
            "list",
            "secrett",
            "flag",
        ];
        assert_eq!(paths(&sent, &has), expected);
    }

    #[test]
    fn the_words_show_both_sides_and_no_secret() {
        let sent = json!({"portz": [23], "secrett": {"plain": "s3cret"}, "days": 3});

        let words: Vec<String> = dropped(&sent, &json!({"days": 30})).iter().map(Dropped::words).collect();

        assert_eq!(
            words,
            [
                "`portz` (sent [23], the box has nothing)",
                r#"`secrett` (sent {"plain":"<hidden>"}, the box has nothing)"#,
                "`days` (sent 3, the box has 30)",
            ]
        );
    }

    #[test]
    fn of_a_secret_that_is_no_longer_shown_nothing_is_said() {
        let sent = json!({"certificate": "c", "private_key": "s3cret"});

        assert_eq!(dropped(&sent, &json!({"certificate": "c"})), []);
    }

    #[test]
    fn an_object_with_a_key_and_more_is_no_reference() {
        let sent = json!({"entry": {"key": "1", "value": 2}});

        assert_eq!(paths(&sent, &json!({"entry": {"key": "1", "value": 3}})), ["entry.value"]);
    }
}
