//! Times as the vendor writes them: seconds since 1970, as a number with nine decimals.

use serde_json::{Number, Value};
use std::fmt;

/// A moment, to the millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) seconds: i64,
    pub(super) millis: u32,
}

impl Moment {
    pub(super) fn new(seconds: i64, millis: u32) -> Moment {
        Moment { seconds, millis }
    }

    pub(super) fn value(self) -> Value {
        self.to_string().parse::<Number>().map_or(Value::Null, Value::Number)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{:03}000000", self.seconds, self.millis)
    }
}

/// `yyyyMMdd`, `yyyy-MM-dd`, or a time with its zone: the first second and the second after the last one that are meant.
pub(super) fn span(text: &str) -> Option<(i64, i64)> {
    let date = match text.len() {
        8 if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])
        }
        _ => text.to_owned(),
    };
    if date.len() == 10 {
        let midnight = date.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        let first = midnight.timestamp().as_second();
        return Some((first, first + 86_400));
    }
    let second = text.parse::<jiff::Timestamp>().ok()?.as_second();
    Some((second, second + 1))
}

/// Seconds since 1970, or a date as of [`span`]: both are in use live.
pub(super) fn since(text: &str) -> Option<i64> {
    let is_date = text.len() == 8 || text.contains('-');
    if is_date { span(text).map(|(first, _)| first) } else { text.parse::<f64>().ok().map(|seconds| seconds as i64) }
}
