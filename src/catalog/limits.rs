//! How small and how large the value of an argument may be: a number, the characters of a text, the items of a list.

use std::fmt;

use serde_json::Value;

use super::Kind;

/// The least and the most of what a value may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Not less than this.
    pub least: Option<i64>,
    /// Not more than this.
    pub most: Option<i64>,
}

impl Limits {
    /// Whether there is no limit.
    pub const fn is_none(&self) -> bool {
        self.least.is_none() && self.most.is_none()
    }

    /// Whether a value of this size may be sent.
    pub fn allow(&self, size: i64) -> bool {
        self.least.is_none_or(|least| size >= least) && self.most.is_none_or(|most| size <= most)
    }

    /// The limits in words, with what they count.
    pub fn of(&self, kind: Kind) -> String {
        let unit = match kind {
            Kind::String => " characters",
            Kind::Integer | Kind::Number => "",
            _ => " items",
        };
        format!("{self}{unit}")
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (Some(least), Some(most)) => write!(formatter, "{least} to {most}"),
            (Some(least), None) => write!(formatter, "{least} or more"),
            (None, Some(most)) => write!(formatter, "up to {most}"),
            (None, None) => formatter.write_str("any"),
        }
    }
}

/// What the limits of a value are about; `None` where they are about none of it.
pub fn measure(value: &Value) -> Option<i64> {
    let size = match value {
        Value::Number(number) => return number.as_i64(),
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.len(),
        _ => return None,
    };
    i64::try_from(size).ok()
}

#[cfg(test)]
mod tests {
    use super::{Limits, measure};
    use crate::catalog::Kind;
    use serde_json::json;

    #[test]
    fn a_value_at_a_limit_is_allowed_and_one_beyond_it_is_not() {
        let limits = Limits { least: Some(1), most: Some(3) };

        let allowed = ["", "a", "äöü", "abcd"].map(|text| limits.allow(measure(&json!(text)).unwrap()));

        assert_eq!(allowed, [false, true, true, false]);
    }

    #[test]
    fn limits_say_what_they_count() {
        let limits = |least, most| Limits { least, most };

        let said = [
            limits(Some(1), Some(64)).of(Kind::String),
            limits(Some(5), None).of(Kind::Integer),
            limits(None, Some(50)).of(Kind::Array),
        ];

        assert_eq!(said, ["1 to 64 characters", "5 or more", "up to 50 items"]);
    }

    #[test]
    fn objects_have_no_size() {
        assert_eq!((measure(&json!({})), measure(&json!(null)), measure(&json!([1, 2]))), (None, None, Some(2)));
    }
}
