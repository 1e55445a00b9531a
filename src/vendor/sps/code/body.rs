//! An answer of the box as a body that it takes: wrapper off, references turned into keys. Pure.

use serde_json::{Map, Value};

/// The body in an answer to a GET, as a PUT wants it.
pub(super) fn legal(answer: &Value) -> Value {
    plain(inside(answer))
}

/// What an answer wraps; anything that has no wrapper is itself.
pub(super) fn inside(answer: &Value) -> &Value {
    match (answer.get("body"), answer.get("meta")) {
        (Some(body), Some(Value::Object(_))) => body,
        _ => answer,
    }
}

/// The same with keys in the place of references, at any depth.
pub(super) fn plain(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            let members: Map<String, Value> =
                members.iter().map(|(name, member)| (name.clone(), plain(member))).collect();
            match key_of(&members) {
                Some(key) => key.clone(),
                None => Value::Object(members),
            }
        }
        other => other.clone(),
    }
}

/// The key in a reference: a text, or null where it leads to nothing.
pub(super) fn key_of(members: &Map<String, Value>) -> Option<&Value> {
    let is_reference = members.get("meta").is_some_and(Value::is_object)
        && members.keys().all(|name| matches!(name.as_str(), "key" | "meta" | "body"));
    members.get("key").filter(|key| is_reference && (key.is_string() || key.is_null()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn connection() -> Value {
        let href = "/api/configuration/policies/indexing/-50000";
        json!({
            "body": {
                "access_control": [],
                "indexing": {"enabled": true, "policy": {"key": "-50000", "meta": {"href": href}}, "priority": 3},
                "policies": {
                    "aa_plugin": null,
                    "audit_policy": {"key": "781", "meta": {"href": "x"}, "body": {"name": "default"}},
                    "backup_policy": {"key": null, "meta": {}},
                },
                "rules": [{"actions": {"content_policy": {"key": "4338", "meta": {}}}}],
                "interfaces": {"@order": ["ff7"], "ff7": {"addresses": {"@order": ["1"], "1": "10.40.255.171/24"}}},
            },
            "key": "18762920615d68fa3d858d0",
            "meta": {"href": "/api/configuration/telnet/connections/18762920615d68fa3d858d0"},
        })
    }

    #[test]
    fn an_answer_becomes_a_body_that_can_be_sent() {
        assert_eq!(
            legal(&connection()),
            json!({
                "access_control": [],
                "indexing": {"enabled": true, "policy": "-50000", "priority": 3},
                "policies": {"aa_plugin": null, "audit_policy": "781", "backup_policy": null},
                "rules": [{"actions": {"content_policy": "4338"}}],
                "interfaces": {"@order": ["ff7"], "ff7": {"addresses": {"@order": ["1"], "1": "10.40.255.171/24"}}},
            })
        );
    }

    #[test]
    fn an_entry_with_a_key_of_its_own_and_more_is_no_reference() {
        let entries = json!([{"key": "a", "value": 1}, {"key": 3, "meta": {}}, {"key": "a"}, {"meta": {}}]);

        assert_eq!(plain(&entries), entries);
    }

    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a-z-]{0,4}".prop_map(Value::from),
        ];
        let name = prop_oneof![Just("key".to_owned()), Just("meta".to_owned()), Just("body".to_owned()), "[a-z@]{1,3}"];
        leaf.prop_recursive(5, 60, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((name.clone(), inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_body_that_can_be_sent_stays_as_it_is(value in anything()) {
            let once = plain(&value);

            prop_assert_eq!(plain(&once), once);
        }
    }
}
