//! Members that are not for the eye: their values give way to a fixed word, at any depth and in every format.

use aho_corasick::AhoCorasick;
use serde_json::Value;

use super::row::Row;
use super::{Error, Knowledge, View};

/// What stands where a secret was.
pub const HIDDEN: &str = "<hidden>";

pub(super) struct Secrets {
    names: Vec<&'static str>,
    traces: AhoCorasick,
}

impl Secrets {
    pub(super) fn new(view: &View, knowledge: &Knowledge) -> Self {
        let is_hidden = |name: &&str| !view.show_secrets && !knowledge.reveals.contains(name);
        let names: Vec<&str> = knowledge.secret.iter().copied().filter(is_hidden).collect();
        let traces = AhoCorasick::new(&names).expect("the names of a table are few and short");
        Self { names, traces }
    }

    /// The row as it may be shown. One without secrets keeps the vendor's text.
    pub(super) fn hide(&self, row: Row) -> Result<Row, Error> {
        if !self.may_stand_in(row.text()) || !self.stand_in(row.value()?) {
            return Ok(row);
        }
        let mut value = row.value()?.clone();
        hide(&mut value, &self.names);
        Ok(Row::from(value))
    }

    /// Whether it is worth parsing the text: it has such a name somewhere, or an escape that may spell one.
    fn may_stand_in(&self, text: &[u8]) -> bool {
        !self.names.is_empty() && (text.contains(&b'\\') || self.traces.is_match(text))
    }

    /// A null counts: the vendor's text may have the same member twice, and then only the last one is parsed.
    fn stand_in(&self, value: &Value) -> bool {
        match value {
            Value::Object(members) => {
                members.iter().any(|(name, value)| self.names.contains(&name.as_str()) || self.stand_in(value))
            }
            Value::Array(items) => items.iter().any(|item| self.stand_in(item)),
            _ => false,
        }
    }
}

/// What members of these names hold gives way to [`HIDDEN`], at any depth.
pub fn hide(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| match value {
            Value::Null => {}
            secret if names.contains(&name.as_str()) => *secret = HIDDEN.into(),
            value => hide(value, names),
        }),
        Value::Array(items) => items.iter_mut().for_each(|item| hide(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use bytes::Bytes;

    const KNOWLEDGE: Knowledge = Knowledge { secret: &["password", "link"], reveals: &["link"], ..Knowledge::OPEN };

    fn hidden(view: &View, text: &'static str) -> String {
        let row = Row::new(Record::from_json_bytes(Bytes::from_static(text.as_bytes())));
        let row = Secrets::new(view, &KNOWLEDGE).hide(row).unwrap();
        String::from_utf8(row.text().to_vec()).unwrap()
    }

    #[test]
    fn a_secret_is_hidden_at_any_depth_and_whatever_its_type() {
        let text = r#"{"id":12.50,"password":["a"],"users":[{"password":1,"name":"x"}],"link":"https://x"}"#;

        assert_eq!(
            hidden(&View::default(), text),
            r#"{"id":12.50,"password":"<hidden>","users":[{"password":"<hidden>","name":"x"}],"link":"https://x"}"#
        );
    }

    #[test]
    fn null_stays_null_and_cannot_shield_a_twin() {
        assert_eq!(hidden(&View::default(), r#"{"password":"hunter2","password":null}"#), r#"{"password":null}"#);
    }

    #[test]
    fn a_name_in_escapes_is_the_same_name() {
        assert_eq!(hidden(&View::default(), r#"{"p\u0061ssword":"x"}"#), r#"{"password":"<hidden>"}"#);
    }

    #[test]
    fn secrets_are_shown_to_those_who_ask() {
        let view = View { show_secrets: true, ..View::default() };

        assert_eq!(hidden(&view, r#"{"password":  "x"}"#), r#"{"password":  "x"}"#);
    }

    #[test]
    fn a_record_without_secrets_keeps_its_text() {
        assert_eq!(hidden(&View::default(), r#"{"a":  "\u0062"}"#), r#"{"a":  "\u0062"}"#);
    }
}
