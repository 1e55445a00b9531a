//! The types of settings: what a file and a variable may say, and what it means.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use toml::de::DeValue;

use super::address;
use super::complaint::Complaint;

/// The type of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A path; `~/` is the user's folder.
    Path,
    /// The base URL of a vendor.
    Url,
    /// The URL of a proxy.
    Proxy,
    /// The hash of a public key.
    Pin,
    /// `true` or `false`.
    Switch,
    /// Whole seconds, 1 or more.
    Seconds,
    /// A whole number, 0 or more.
    Count,
    /// Requests a second, as `5/s`.
    Rate,
    /// Any text that nobody may see: a profile says where it is.
    Secret,
}

impl Kind {
    /// What stands in the file, as the text that a variable would hold.
    pub(super) fn written(self, value: &DeValue<'_>) -> Result<String, Complaint> {
        match (self, value) {
            (Self::Switch, DeValue::Boolean(on)) => Ok(on.to_string()),
            (Self::Seconds | Self::Count, DeValue::Integer(number)) => Ok(number.to_string()),
            (Self::Switch | Self::Seconds | Self::Count, _) => Err(self.instead_of(value)),
            (_, DeValue::String(text)) if !text.is_empty() => Ok(text.to_string()),
            (_, DeValue::String(_)) => Err(Complaint::new("is empty")),
            _ => Err(self.instead_of(value)),
        }
    }

    /// Whether `text` means something.
    pub(super) fn check(self, text: &str) -> Result<(), Complaint> {
        match self {
            Self::Text | Self::Path | Self::Secret => Ok(()),
            Self::Url => address::base(text).map(drop),
            Self::Proxy => address::proxy(text).map(drop),
            Self::Pin => pin(text).map(drop),
            Self::Switch => switch(text).map(drop),
            Self::Seconds => seconds(text).map(drop),
            Self::Count => count(text).map(drop),
            Self::Rate => rate(text).map(drop),
        }
    }

    fn instead_of(self, value: &DeValue<'_>) -> Complaint {
        let wanted = match self {
            Self::Switch => "`true` or `false`",
            Self::Seconds | Self::Count => "an integer",
            _ => "a string",
        };
        Complaint::new(format!("is {}, not {wanted}", article(value)))
    }
}

/// The type of a value, as the end of `it is ...`.
pub(super) fn article(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// A SHA-256 of a public key.
pub type Pin = [u8; 32];

pub(super) fn pin(text: &str) -> Result<Pin, Complaint> {
    text.strip_prefix("sha256/")
        .and_then(|encoded| STANDARD.decode(encoded).ok())
        .and_then(|hash| hash.try_into().ok())
        .ok_or_else(|| Complaint::new("is not `sha256/` and the base64 of 32 bytes"))
}

pub(super) fn switch(text: &str) -> Result<bool, Complaint> {
    match text {
        "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err(Complaint::new("is none of `1`, `true`, `0`, `false`")),
    }
}

pub(super) fn seconds(text: &str) -> Result<Duration, Complaint> {
    match digits(text) {
        Some(seconds @ 1..) => Ok(Duration::from_secs(seconds.into())),
        _ => Err(Complaint::new("is not a whole number of seconds, 1 or more")),
    }
}

pub(super) fn count(text: &str) -> Result<u32, Complaint> {
    digits(text).ok_or_else(|| Complaint::new("is not a whole number, 0 or more"))
}

pub(super) fn rate(text: &str) -> Result<f64, Complaint> {
    text.strip_suffix("/s")
        .and_then(|number| number.parse().ok())
        .filter(|rate: &f64| rate.is_finite() && *rate > 0.0)
        .ok_or_else(|| Complaint::new("is not a number of requests a second, such as `5/s`"))
}

/// Rust's own parser also takes a plus sign.
fn digits(text: &str) -> Option<u32> {
    let only_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    only_digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_and_numbers_are_strict() {
        assert_eq!(["1", "true", "0", "false"].map(|text| switch(text).unwrap()), [true, true, false, false]);
        assert!(["yes", "TRUE", "", "on", " 1"].iter().all(|text| switch(text).is_err()));
        assert!(["0", "-1", "+3", "3s", "", "1.5", "4294967296"].iter().all(|text| seconds(text).is_err()));
        assert_eq!(seconds("30"), Ok(Duration::from_secs(30)));
        assert_eq!(count("0"), Ok(0));
        assert!(["-1", "x"].iter().all(|text| count(text).is_err()));
    }

    #[test]
    fn a_rate_is_requests_a_second() {
        assert_eq!(["5/s", "0.5/s"].map(|text| rate(text).unwrap()), [5.0, 0.5]);
        assert!(["5", "0/s", "-1/s", "inf/s", "NaN/s", "/s", "5/m"].iter().all(|text| rate(text).is_err()));
    }

    #[test]
    fn a_pin_is_the_hash_of_a_key() {
        let text = format!("sha256/{}", STANDARD.encode([7; 32]));

        assert_eq!(pin(&text), Ok([7; 32]));
        assert!(["sha256/AAAA", "md5/AAAA", &text[7..]].iter().all(|text| pin(text).is_err()));
    }
}
