//! One value as a person reads it in a table, and whether it is good or bad news.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::Knowledge;
use super::bare::bare;
use super::visible::visible;

/// What stands where there is nothing.
const NOTHING: &str = "-";

/// What numbers mean, by the members that hold them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning {
    words: &'static [(&'static str, &'static str, &'static str)],
    times: &'static [&'static str],
}

impl Meaning {
    /// Whether the member holds times.
    pub(super) fn is_time(self, member: &str) -> bool {
        is_time(self.times, member)
    }
}

impl From<&Knowledge> for Meaning {
    fn from(knowledge: &Knowledge) -> Self {
        Self { words: knowledge.words, times: knowledge.times }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    Good,
    Doubtful,
    Bad,
}

/// The text of a cell, safe to print. A missing value and null are a dash; lists are their items, objects in them their
/// names.
pub(super) fn text(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => Cow::Borrowed(NOTHING),
        Some(Value::Object(members)) => wording(members).unwrap_or_else(|| bare(value)),
        Some(Value::Array(items)) => items.iter().map(item).collect::<Option<Vec<_>>>().map_or(bare(value), joined),
        _ => bare(value),
    };
    visible(&text).into_owned()
}

/// The same, but a number that means something is the word for it, or the time.
pub(super) fn told(meaning: Meaning, member: &str, value: Option<&Value>) -> String {
    if let Some(time) = value.filter(|_| meaning.is_time(member)).and_then(time) {
        return time;
    }
    let number = value.map(|value| bare(Some(value)));
    let word = meaning.words.iter().find(|(name, meant, _)| *name == member && number.as_deref() == Some(*meant));
    word.map_or_else(|| text(value), |(_, _, word)| (*word).to_owned())
}

/// More seconds than these would be a time in some thousands of years: they are milliseconds.
const MOST_SECONDS: f64 = 1e11;

/// `2025-03-19 18:37:32Z`. Zero is how some say that there is no time.
fn time(value: &Value) -> Option<String> {
    let time = match value {
        Value::String(text) if !is_number(text) => spelled(text)?,
        _ => {
            let digits = value.as_str().or_else(|| Some(value.as_number()?.as_str()))?;
            let number: f64 = digits.parse().ok().filter(|number| *number > 0.0)?;
            let seconds = if number > MOST_SECONDS { number / 1000.0 } else { number };
            jiff::Timestamp::from_second(seconds as i64).ok()?
        }
    };
    Some(time.strftime("%Y-%m-%d %H:%M:%SZ").to_string())
}

/// Texts are all that XML has.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `Fri, 23 Jan 2026 04:54:29 GMT`, as mails and HTTP write a time: wide, and in no order as text.
pub(super) fn spelled(text: &str) -> Option<jiff::Timestamp> {
    jiff::fmt::rfc2822::parse(text).ok().map(|time| time.timestamp())
}

/// Whether the member holds times, wherever it stands.
pub(super) fn is_time(times: &[&str], member: &str) -> bool {
    times.contains(&member.rsplit('.').next().unwrap_or(member))
}

fn joined<'v>(items: Vec<Cow<'v, str>>) -> Cow<'v, str> {
    Cow::Owned(items.join(", "))
}

/// The text of an element that has attributes besides.
fn wording(members: &Map<String, Value>) -> Option<Cow<'_, str>> {
    members.get("#text").filter(|text| text.is_string()).map(|text| bare(Some(text)))
}

/// A scalar, or the name of an object that has one, or its text; with what kind of thing that is said of, where it says so.
fn item(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Array(_) => None,
        Value::Object(members) => {
            let said = |member: &str| members.get(member).filter(|text| text.is_string()).map(|text| bare(Some(text)));
            match (said("name"), said("type"), wording(members)) {
                (Some(name), _, None) => Some(name),
                (Some(kind), _, Some(text)) | (None, Some(kind), Some(text)) => Some(format!("{kind}: {text}").into()),
                (None, _, text) => text,
            }
        }
        Value::Null => Some(Cow::Borrowed("null")),
        scalar => Some(bare(Some(scalar))),
    }
}

/// The text in the colour of its news, if it is a status word; the escapes are ours and have no width.
pub(super) fn painted(text: &str) -> Option<String> {
    let color = match tone(text)? {
        Tone::Good => 32,
        Tone::Doubtful => 33,
        Tone::Bad => 31,
    };
    Some(format!("\x1b[{color}m{text}\x1b[0m"))
}

fn tone(text: &str) -> Option<Tone> {
    match text.to_ascii_lowercase().as_str() {
        "online" | "active" | "completed" | "done" | "ok" | "success" => Some(Tone::Good),
        "pending" | "warning" | "processing" | "unknown" => Some(Tone::Doubtful),
        "offline" | "failed" | "error" | "critical" => Some(Tone::Bad),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(value: Value) -> String {
        text(Some(&value))
    }

    #[test]
    fn a_cell_is_what_a_person_would_write() {
        assert_eq!(text(None), "-");
        assert_eq!(of(json!(null)), "-");
        assert_eq!(of(json!("")), "");
        assert_eq!(of(json!(true)), "true");
        assert_eq!(of(serde_json::from_str("12.50").unwrap()), "12.50");
        assert_eq!(of(json!([])), "");
        assert_eq!(of(json!(["a", 1, null])), "a, 1, null");
        assert_eq!(of(json!([{"name": "a", "id": 1}, {"name": "b"}])), "a, b");
        assert_eq!(of(json!([{"name": "a"}, {"id": 1}])), r#"[{"name":"a"},{"id":1}]"#);
        assert_eq!(of(json!({"gsnumber": "7", "#text": "Anna"})), "Anna");
        assert_eq!(of(json!([{"id": "1", "#text": "a"}, {"name": "b"}])), "a, b");
        assert_eq!(
            of(json!([{"type": "gateway", "#text": "2"}, {"name": "perm_scim", "#text": "1"}])),
            "gateway: 2, perm_scim: 1"
        );
        assert_eq!(of(json!({"a": [1]})), r#"{"a":[1]}"#);
        assert_eq!(of(json!("a\n\u{1b}[1mb")), "a␊␛[1mb");
    }

    #[test]
    fn times_are_shown_as_times_whether_they_are_seconds_or_milliseconds() {
        let knowledge = Knowledge { times: &["lastContact"], ..Knowledge::OPEN };
        let shown = |member: &str, json: &str| {
            let value: Value = serde_json::from_str(json).unwrap();
            told((&knowledge).into(), member, Some(&value))
        };

        assert_eq!(shown("lastContact", "1742412252.744000000"), "2025-03-19 19:24:12Z");
        assert_eq!(shown("device.lastContact", "1742412252744"), "2025-03-19 19:24:12Z");
        assert_eq!(shown("lastContact", "1.742412252744E9"), "2025-03-19 19:24:12Z");
        assert_eq!(shown("lastContact", "0"), "0");
        assert_eq!(shown("lastContact", "\"1742412252\""), "2025-03-19 19:24:12Z");
        assert_eq!(shown("lastContact", "\"\""), "");
        assert_eq!(shown("lastContact", "\"2025-03-19\""), "2025-03-19");
        assert_eq!(shown("lastContact", "\"Wed, 19 Mar 2025 19:24:12 GMT\""), "2025-03-19 19:24:12Z");
        assert_eq!(shown("lastContacts", "1742412252"), "1742412252");
        assert_eq!(shown("name", "\"Wed, 19 Mar 2025 19:24:12 GMT\""), "Wed, 19 Mar 2025 19:24:12 GMT");
    }

    #[test]
    fn only_whole_status_words_have_a_colour() {
        assert_eq!(painted("Online"), Some("\x1b[32mOnline\x1b[0m".to_owned()));
        assert_eq!(painted("FAILED"), Some("\x1b[31mFAILED\x1b[0m".to_owned()));
        assert_eq!(painted("pending"), Some("\x1b[33mpending\x1b[0m".to_owned()));
        assert_eq!(painted("not ok"), None);
    }
}
