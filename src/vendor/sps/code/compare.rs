//! What a file wishes over what the box has, and what that changes, member by member. Pure.

use serde_json::{Map, Value, json};

use super::super::SECRETS;
use crate::http::mask;

/// Members that choose between shapes: where one changes, nothing of the other shape stays.
const CHOICES: [&str; 2] = ["selection", "enabled"];

/// A member that is not the same.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference {
    /// Where it stands: `network.ports`, or nothing for the whole object.
    pub(super) member: String,
    /// What is there; `None` where it is not there.
    pub(super) old: Option<Value>,
    /// What is wished; `None` where it is to go.
    pub(super) new: Option<Value>,
}

impl Difference {
    /// `added`, `removed` or `changed`.
    pub(super) fn change(&self) -> &'static str {
        match (&self.old, &self.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// For people: a line, or one for each member of what comes as a whole. What goes as a whole needs none.
    pub(super) fn lines(&self) -> Vec<String> {
        let text =
            |value: &Option<Value>| value.as_ref().map_or("nothing".to_owned(), |value| shown(value).to_string());
        match (self.member.is_empty(), self.new.as_ref().map(shown)) {
            (false, _) => vec![format!("{}: {} -> {}", self.member, text(&self.old), text(&self.new))],
            (true, Some(Value::Object(members))) => {
                let said = members.iter().filter(|(_, value)| !value.is_null());
                said.map(|(name, value)| format!("{name}: {value}")).collect()
            }
            (true, _) => Vec::new(),
        }
    }
}

/// A value without its secrets.
pub(super) fn shown(value: &Value) -> Value {
    let mut value = value.clone();
    mask(&mut value, SECRETS);
    value
}

/// What is wished, filled up with what is there: a file need not have every member, and the box resets those that are not
/// sent.
pub(super) fn merged(there: &Value, wished: &Value) -> Value {
    match (there, wished) {
        (Value::Object(there), Value::Object(wished)) if is_same_choice(there, wished) => {
            let mut whole = there.clone();
            for (name, member) in wished {
                let member = there.get(name).map_or_else(|| member.clone(), |there| merged(there, member));
                whole.insert(name.clone(), member);
            }
            Value::Object(whole)
        }
        (Value::Array(there), Value::Array(wished)) if are_met(there, wished) => Value::Array(there.clone()),
        (_, wished) => wished.clone(),
    }
}

/// Whether each entry is as it is wished already. Otherwise the list is taken as it is wished: members of one entry must not
/// get into another.
fn are_met(there: &[Value], wished: &[Value]) -> bool {
    let is_met = |(there, wished): (&Value, &Value)| differences(there, &merged(there, wished)).is_empty();
    there.len() == wished.len() && there.iter().zip(wished).all(is_met)
}

fn is_same_choice(there: &Map<String, Value>, wished: &Map<String, Value>) -> bool {
    let is_secret = wished.contains_key("plain");
    !is_secret && CHOICES.iter().all(|name| wished.get(*name).is_none_or(|value| there.get(*name) == Some(value)))
}

/// Every member in which the two differ.
pub(super) fn differences(old: &Value, new: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    collect("", Some(old), Some(new), &mut found);
    found
}

fn collect(member: &str, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<Difference>) {
    match (old, new) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let added = new.keys().filter(|name| !old.contains_key(*name));
            for name in old.keys().chain(added) {
                collect(&below(member, name), old.get(name), new.get(name), found);
            }
        }
        (old, new) if is_same(old, new) => {}
        (old, new) => found.push(Difference { member: member.to_owned(), old: old.cloned(), new: new.cloned() }),
    }
}

/// A member that is null and one that is not there are the same to the box.
fn is_same(old: Option<&Value>, new: Option<&Value>) -> bool {
    match (old.unwrap_or(&Value::Null), new.unwrap_or(&Value::Null)) {
        (Value::Number(old), Value::Number(new)) => old == new || old.as_f64() == new.as_f64(),
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| differences(old, new).is_empty())
        }
        (old, new) => old == new,
    }
}

/// The member of a member.
pub(super) fn below(member: &str, name: &str) -> String {
    match member {
        "" => name.to_owned(),
        member => format!("{member}.{name}"),
    }
}

/// One record of `sps diff`.
pub(super) fn record(path: &str, name: Option<&str>, key: Option<&str>, difference: &Difference) -> Value {
    json!({
        "path": path,
        "name": name,
        "key": key,
        "change": difference.change(),
        "member": difference.member,
        "old": difference.old.as_ref().map(shown),
        "new": difference.new.as_ref().map(shown),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn members_that_a_file_leaves_out_stay() {
        let there = json!({"active": true, "network": {"ports": [23], "clients": ["10.0.0.0/8"]}, "extra": 1});
        let wished = json!({"network": {"ports": [2323]}});

        let whole = merged(&there, &wished);

        assert_eq!(whole, json!({"active": true, "network": {"ports": [2323], "clients": ["10.0.0.0/8"]}, "extra": 1}));
        assert_eq!(
            differences(&there, &whole),
            [Difference { member: "network.ports".into(), old: Some(json!([23])), new: Some(json!([2323])) }]
        );
    }

    #[test]
    fn nothing_of_another_choice_stays() {
        let there = json!({
            "server_address": {"selection": "fix", "address": "192.0.2.20", "port": 23},
            "rate_limit": {"enabled": true, "value": 60},
        });
        let wished = json!({"server_address": {"selection": "original"}, "rate_limit": {"enabled": false}});

        assert_eq!(merged(&there, &wished), wished);
    }

    #[test]
    fn the_same_choice_keeps_what_belongs_to_it() {
        let there = json!({"selection": "fix", "address": "192.0.2.20", "port": 23});

        let whole = merged(&there, &json!({"selection": "fix", "port": 2323}));

        assert_eq!(whole, json!({"selection": "fix", "address": "192.0.2.20", "port": 2323}));
    }

    #[test]
    fn entries_of_a_list_need_not_have_every_member_but_never_get_those_of_others() {
        let there =
            json!({"rules": [{"channel": "telnet", "from": []}, {"channel": "telnet", "from": ["10.0.0.0/8"]}]});
        let same = json!({"rules": [{"channel": "telnet"}, {"from": ["10.0.0.0/8"]}]});
        let other = json!({"rules": [{"channel": "telnet"}, {"from": ["10.1.0.0/16"]}]});

        assert_eq!(merged(&there, &same), there);
        assert_eq!(merged(&there, &other), other);
    }

    #[test]
    fn null_and_nothing_are_the_same_and_so_are_numbers_of_one_value() {
        let old = json!({"a": null, "b": 3, "list": [{"x": 1, "y": null}]});
        let new = json!({"b": 3.0, "c": null, "list": [{"x": 1}]});

        assert_eq!(differences(&old, &new), []);
    }

    #[test]
    fn a_secret_is_neither_in_a_line_nor_in_a_record() {
        let difference = Difference {
            member: "shared_secret".into(),
            old: Some(json!("5f0f7a0e")),
            new: Some(json!({"plain": "s3cret"})),
        };

        assert_eq!(difference.lines(), [r#"shared_secret: "5f0f7a0e" -> {"plain":"<hidden>"}"#]);
        assert!(!record("p", None, None, &difference).to_string().contains("s3cret"));
    }

    #[test]
    fn a_member_that_comes_or_goes_says_so() {
        let found = differences(&json!({"gone": 1}), &json!({"new": 2}));

        assert_eq!(found.iter().map(Difference::change).collect::<Vec<_>>(), ["removed", "added"]);
        assert_eq!(found.iter().map(|one| one.member.as_str()).collect::<Vec<_>>(), ["gone", "new"]);
    }

    fn bodies() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), (0..3).prop_map(Value::from)];
        let name = prop_oneof![Just("selection".to_owned()), Just("enabled".to_owned()), "[ab]"];
        leaf.prop_recursive(3, 20, 3, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::vec((name.clone(), inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_was_wished_once_changes_nothing_when_it_is_wished_again(there in bodies(), wished in bodies()) {
            let once = merged(&there, &wished);

            prop_assert_eq!(differences(&once, &merged(&once, &wished)), []);
        }

        #[test]
        fn what_is_there_changes_nothing(there in bodies()) {
            prop_assert_eq!(differences(&there, &merged(&there, &there)), []);
        }
    }
}
