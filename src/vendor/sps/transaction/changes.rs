//! What a transaction would change, one line a change. Pure.

use serde_json::Value;

use super::super::SECRETS;
use crate::failure::Failure;
use crate::http::{Reply, mask};
use crate::record::Record;

const LONGEST_VALUE: usize = 80;

/// The changes in an answer, as the box sent them.
pub(super) fn records(reply: &Reply) -> Result<Vec<Value>, Failure> {
    let mut answer: Value = Record::from_json_bytes(reply.body.clone()).parse()?;
    match answer.get_mut("changes").map(Value::take) {
        Some(Value::Array(changes)) => Ok(changes),
        _ => Ok(Vec::new()),
    }
}

/// `replace /api/...: old -> new`.
pub(super) fn line(change: &Value) -> String {
    let word = |name: &str| change[name].as_str().unwrap_or("?").to_owned();
    let sides = ["value", "order"].map(|of| (change.get(format!("old_{of}")), change.get(format!("new_{of}"))));
    let (old, new) = sides.into_iter().find(|(old, new)| old.is_some() || new.is_some()).unwrap_or_default();
    let values = match (old, new) {
        (Some(old), Some(new)) => format!(": {} -> {}", short(old), short(new)),
        (None, Some(one)) | (Some(one), None) => format!(": {}", short(one)),
        (None, None) => String::new(),
    };
    format!("{} {}{values}", word("type"), word("path"))
}

/// A value on one line, without its secrets.
pub(super) fn short(value: &Value) -> String {
    let mut value = value.clone();
    mask(&mut value, SECRETS);
    let text = value.to_string();
    match text.chars().count() > LONGEST_VALUE {
        true => text.chars().take(LONGEST_VALUE).chain("...".chars()).collect(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reply_with_body;
    use serde_json::json;

    #[test]
    fn each_kind_of_change_has_its_line() {
        let lines = [
            json!({"type": "replace", "path": "/api/a", "old_value": "x", "new_value": "y"}),
            json!({"type": "create", "path": "/api/b", "new_value": {"name": "n", "secret": {"plain": "s3cret"}}}),
            json!({"type": "delete", "path": "/api/c", "old_value": {"rules": []}}),
            json!({"type": "reorder", "path": "/api/d", "old_order": ["1", "2"], "new_order": ["2", "1"]}),
            json!({"type": "unheard of", "path": "/api/e"}),
            json!({}),
        ]
        .map(|change| line(&change));

        assert_eq!(
            lines,
            [
                r#"replace /api/a: "x" -> "y""#,
                r#"create /api/b: {"name":"n","secret":{"plain":"<hidden>"}}"#,
                r#"delete /api/c: {"rules":[]}"#,
                r#"reorder /api/d: ["1","2"] -> ["2","1"]"#,
                "unheard of /api/e",
                "? ?",
            ]
        );
    }

    #[test]
    fn a_long_value_is_cut() {
        let text = short(&json!("ä".repeat(500)));

        assert_eq!(text, format!("\"{}...", "ä".repeat(79)));
    }

    #[test]
    fn what_has_no_list_has_no_changes() {
        let none = [r#"{"changes":[],"meta":{}}"#, "{}", r#"{"changes":null}"#];

        assert_eq!(none.map(|body| records(&reply_with_body(200, body)).unwrap().len()), [0, 0, 0]);
        assert!(records(&reply_with_body(200, "<html>")).is_err());
    }
}
