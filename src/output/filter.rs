//! One `--filter`: a place in a record and what must be true of its text.

use regex::{Regex, RegexBuilder};
use serde_json::Value;

use super::Knowledge;
use super::bare::bare;
use super::path::Path;
use crate::failure::Failure;

pub(super) struct Filter {
    path: Path,
    test: Test,
}

enum Test {
    Is(String),
    IsNot(String),
    Matches(Regex),
}

impl Filter {
    /// The first operator counts, so a value may hold any of them.
    pub(super) fn read(typed: &str, knowledge: &Knowledge) -> Result<Self, Failure> {
        let (key, operator, operand) = split(typed).ok_or_else(|| without_operator(typed))?;
        let test = match operator {
            "=" => Test::Is(operand.to_owned()),
            "!=" => Test::IsNot(operand.to_owned()),
            _ => Test::Matches(pattern(operand)?),
        };
        Ok(Self { path: knowledge.path("filter key", key)?, test })
    }

    /// Whether the record passes. A missing member is an empty text.
    pub(super) fn admits(&self, record: &Value) -> bool {
        let text = bare(self.path.find(record));
        match &self.test {
            Test::Is(wanted) => text == wanted.as_str(),
            Test::IsNot(unwanted) => text != unwanted.as_str(),
            Test::Matches(pattern) => pattern.is_match(&text),
        }
    }

    pub(super) fn warning(&self) -> Option<String> {
        (!self.path.was_found()).then(|| format!("no record has a member `{}` to filter by", self.path.text()))
    }
}

fn split(typed: &str) -> Option<(&str, &str, &str)> {
    let start = typed
        .find(['=', '~'])
        .map(|at| if typed[..at].ends_with('!') && typed[at..].starts_with('=') { at - 1 } else { at })?;
    let (key, rest) = typed.split_at(start);
    let (operator, operand) = rest.split_at(if rest.starts_with('!') { 2 } else { 1 });
    Some((key, operator, operand))
}

fn without_operator(typed: &str) -> Failure {
    Failure::usage(format!("the filter `{typed}` compares nothing"))
        .hint("write `KEY=VALUE`, `KEY!=VALUE` or `KEY~REGEX`")
}

fn pattern(operand: &str) -> Result<Regex, Failure> {
    RegexBuilder::new(operand).case_insensitive(true).build().map_err(|error| {
        let reason = error.to_string();
        let last = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        Failure::usage(format!("cannot read the regular expression `{operand}`: {last}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn passes(filter: &str, record: &Value) -> bool {
        Filter::read(filter, &Knowledge::OPEN).unwrap().admits(record)
    }

    fn refusal(filter: &str) -> Failure {
        Filter::read(filter, &Knowledge::OPEN).err().unwrap()
    }

    #[test]
    fn values_compare_by_their_text() {
        let record = json!({"name": "a=b", "n": 12.5, "up": true, "none": null, "site": {"name": "Oslo"}});

        assert!(passes("name=a=b", &record));
        assert!(passes("n=12.5", &record));
        assert!(passes("up=true", &record));
        assert!(passes("none=", &record));
        assert!(passes("site.name!=Bergen", &record));
        assert!(!passes("site.name!=Oslo", &record));
        assert!(passes(r#"site={"name":"Oslo"}"#, &record));
    }

    #[test]
    fn a_missing_member_is_an_empty_text() {
        let record = json!({});

        assert!(passes("x=", &record));
        assert!(passes("x!=y", &record));
        assert!(!passes("x~.", &record));
    }

    #[test]
    fn a_regular_expression_matches_anywhere_in_any_case() {
        let record = json!({"name": "Router-OSLO-7"});

        assert!(passes("name~oslo", &record));
        assert!(passes("name~^router.*[0-9]$", &record));
        assert!(!passes("name~^oslo", &record));
        assert!(passes("name~(?:=|-)", &record));
    }

    #[test]
    fn the_first_operator_counts() {
        let record = json!({"a": "b~c!=d"});

        assert!(passes("a=b~c!=d", &record));
        assert!(passes("a~!=", &record));
        assert!(!passes("a!=b~c!=d", &record));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert_eq!(refusal("name").message, "the filter `name` compares nothing");
        assert_eq!(refusal("=x").message, "a filter key is empty");
        assert_eq!(refusal("name~(").message, "cannot read the regular expression `(`: unclosed group");
    }
}
