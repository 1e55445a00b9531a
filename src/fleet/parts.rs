//! What vendors write in many ways, in one: texts, numbers, times, MAC addresses. Pure.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;

use crate::failure::{Code, Failure};
use crate::record::Record;

/// A record as a struct with the few members that matter. Other members cost nothing.
pub fn read<'a, T: Deserialize<'a>>(record: &'a Record) -> Result<T, Failure> {
    serde_json::from_slice(record.as_bytes())
        .map_err(|error| Failure::new(Code::VendorError, format!("cannot read a record: {error}")))
}

/// A text, however the vendor writes it: numbers count, and what is empty, or neither text nor number, does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(pub Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::of(&Value::deserialize(deserializer)?))
    }
}

impl Text {
    fn of(value: &Value) -> Self {
        Self(match value {
            Value::String(text) => filled(text),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    /// The text, where there is one.
    pub fn some(self) -> Option<String> {
        self.0
    }

    /// The same, borrowed.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// Yes or no, however the vendor writes it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flag(pub Option<bool>);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(Self(match Text::of(&value).as_str() {
            _ if value.is_boolean() => value.as_bool(),
            Some("1" | "true") => Some(true),
            Some("0" | "false") => Some(false),
            _ => None,
        }))
    }
}

/// Any number of texts: one, a list of them, or texts with commas or semicolons between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(pub Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::Array(items) => items.iter().filter_map(|item| Text::of(item).0).collect(),
            Value::String(text) => text.split([',', ';']).filter_map(filled).collect(),
            other => Text::of(&other).0.into_iter().collect(),
        }))
    }
}

/// What two members of a record hold: its id and its name.
pub fn named(record: &Record, id: &str, name: &str) -> Option<(String, String)> {
    let value: Value = read(record).ok()?;
    Some((Text::of(&value[id]).0?, Text::of(&value[name]).0?))
}

/// The text without blanks around it, unless nothing is left.
pub fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Each of them once, in their order.
pub fn once(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    for text in texts {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

/// Lower case with colons: twelve hexadecimal digits, whatever stands between them.
pub fn mac(text: &str) -> Option<String> {
    let is_mark = |letter: char| matches!(letter, ':' | '-' | '.' | ' ');
    let digits: String = text.trim().chars().filter(|letter| !is_mark(*letter)).collect();
    if digits.len() != 12 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let digits = digits.to_ascii_lowercase();
    let pairs: Vec<&str> = (0..6).map(|pair| &digits[pair * 2..pair * 2 + 2]).collect();
    Some(pairs.join(":"))
}

/// The MAC addresses among the texts, each once, without those of no card.
pub fn macs(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let found = texts.into_iter().filter_map(|text| mac(&text));
    once(found.filter(|mac| !matches!(mac.as_str(), "00:00:00:00:00:00" | "ff:ff:ff:ff:ff:ff")))
}

/// A point in time: RFC 3339, as HTTP writes dates, `2026-01-31 08:00:00` in UTC, or seconds or milliseconds since 1970.
pub fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return since_1970(number);
    }
    let of_http = || Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok();
    let in_utc = || Some(text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    text.parse().ok().or_else(of_http).or_else(in_utc)
}

/// Nothing here happened before 1970 or will after 5138, from where on numbers are milliseconds.
fn since_1970(number: f64) -> Option<Timestamp> {
    const MILLISECONDS: f64 = 1e11;
    let seconds = if number >= MILLISECONDS { number / 1000.0 } else { number };
    (seconds > 0.0).then(|| Timestamp::from_second(seconds as i64).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mac_address_is_lower_case_with_colons_whatever_it_was() {
        let written =
            ["00:1E:42:AA:BB:CC", "00-1e-42-aa-bb-cc", "001e.42aa.bbcc", "001E42AABBCC", " 00 1e 42 aa bb cc "];

        assert!(written.iter().all(|text| mac(text).as_deref() == Some("00:1e:42:aa:bb:cc")));
        assert_eq!(["", "00:1e:42", "n/a", "gg:1e:42:aa:bb:cc"].map(mac), [None, None, None, None]);
    }

    #[test]
    fn the_address_of_no_card_is_none_and_each_stands_once() {
        let texts = ["00:00:00:00:00:00", "FF:FF:FF:FF:FF:FF", "02:00:00:00:00:01", "02-00-00-00-00-01"];

        assert_eq!(macs(texts.map(str::to_owned)), ["02:00:00:00:00:01"]);
    }

    #[test]
    fn a_time_is_read_in_every_form_that_vendors_use() {
        let expected: Timestamp = "2026-01-31T08:00:00Z".parse().unwrap();

        let written = [
            "2026-01-31T08:00:00Z",
            "2026-01-31T10:00:00+02:00",
            "2026-01-31 08:00:00",
            "Sat, 31 Jan 2026 08:00:00 GMT",
            "1769846400",
            "1769846400000",
        ];

        assert_eq!(written.map(time), [Some(expected); 6]);
        assert_eq!(["", "0", "-1", "3 days ago", "never"].map(time), [None; 5]);
    }

    #[test]
    fn a_text_is_taken_from_numbers_and_never_from_nothing() {
        let texts: Vec<Text> = serde_json::from_str(r#"["a", " ", 7, null, {}, 1.50]"#).unwrap();

        let expected = [Some("a"), None, Some("7"), None, None, Some("1.50")];
        assert_eq!(texts.iter().map(Text::as_str).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn many_texts_may_be_a_list_or_one_text_with_commas() {
        let texts: Vec<Texts> = serde_json::from_str(r#"[["a", 1, null], "a, b;c", null, 5]"#).unwrap();

        assert_eq!(texts.into_iter().map(|texts| texts.0.join("|")).collect::<Vec<_>>(), ["a|1", "a|b|c", "", "5"]);
    }
}
