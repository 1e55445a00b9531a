//! What flags wish for a body: members by dotted paths over `--body`. Pure.

use serde_json::{Map, Value, json};

use crate::failure::Failure;

/// The wish of `--set`, over another one. Entries of lists are counted from 0, and `there` has the lists that they are in.
pub(super) fn with_members(wish: Value, there: &Value, members: &Map<String, Value>) -> Result<Value, Failure> {
    let mut wish = wish;
    for (path, value) in members {
        let segments = segments(path)?;
        put(&mut wish, there, &segments, value.clone())
            .map_err(|what| Failure::usage(format!("`--set {path}`: {what}")))?;
    }
    Ok(wish)
}

/// `rules[0].actions.audit` and `rules.0.actions.audit` are the same.
fn segments(path: &str) -> Result<Vec<&str>, Failure> {
    let segments: Vec<&str> = path.split(['.', '[']).map(|segment| segment.trim_end_matches(']')).collect();
    match segments.iter().any(|segment| segment.is_empty()) {
        true => Err(Failure::usage(format!("`--set {path}` names no member"))),
        false => Ok(segments),
    }
}

fn put(wish: &mut Value, there: &Value, segments: &[&str], value: Value) -> Result<(), String> {
    let Some((first, rest)) = segments.split_first() else {
        *wish = value;
        return Ok(());
    };
    if first.parse::<usize>().is_ok() && there.is_array() && !wish.is_array() {
        *wish = there.clone();
    }
    match wish {
        Value::Array(entries) => {
            let count = entries.len();
            let entry = first.parse().ok().and_then(|at: usize| entries.get_mut(at));
            let entry = entry.ok_or_else(|| format!("there are {count} entries, and no `{first}`"))?;
            let copy = entry.clone();
            put(entry, &copy, rest, value)
        }
        Value::Object(members) => {
            let none = Value::Null;
            let there = there.get(*first).unwrap_or(&none);
            put(members.entry(*first).or_insert_with(|| empty(rest, there)), there, rest, value)
        }
        _ => Err(format!("what `{first}` should stand in has no members")),
    }
}

/// What a member is before something is put into it.
fn empty(rest: &[&str], there: &Value) -> Value {
    match rest.is_empty() {
        true => Value::Null,
        false if there.is_array() => there.clone(),
        false => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wished(there: &Value, sets: &[(&str, Value)]) -> Result<Value, String> {
        let members = sets.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect();
        with_members(json!({}), there, &members).map_err(|failure| failure.message)
    }

    #[test]
    fn members_are_wished_by_dotted_paths() {
        let sets = [
            ("network.ports", json!([2323])),
            ("server_address.selection", json!("original")),
            ("active", json!(false)),
        ];

        assert_eq!(
            wished(&json!({"network": {"ports": [23], "clients": []}}), &sets).unwrap(),
            json!({"network": {"ports": [2323]}, "server_address": {"selection": "original"}, "active": false})
        );
    }

    #[test]
    fn an_entry_of_a_list_changes_and_the_others_stay() {
        let there = json!({"rules": [{"actions": {"audit": true, "four_eyes": false}}, {"actions": {}}]});

        let both = ["rules[0].actions.audit", "rules.0.actions.audit"]
            .map(|path| wished(&there, &[(path, json!(false))]).unwrap());

        let expected = json!({"rules": [{"actions": {"audit": false, "four_eyes": false}}, {"actions": {}}]});
        assert_eq!(both, [expected.clone(), expected]);
    }

    #[test]
    fn a_place_that_is_none_is_told() {
        let there = json!({"rules": [1], "name": "x"});

        assert_eq!(
            wished(&there, &[("rules[3]", json!(1))]).unwrap_err(),
            "`--set rules[3]`: there are 1 entries, and no `3`"
        );
        assert_eq!(wished(&there, &[("a..b", json!(1))]).unwrap_err(), "`--set a..b` names no member");
        assert_eq!(
            wished(&there, &[("name", json!("y")), ("name.x", json!(1))]).unwrap_err(),
            "`--set name.x`: what `x` should stand in has no members"
        );
    }
}
