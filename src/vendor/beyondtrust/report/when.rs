//! One way to say a time for every report: what a person means becomes what the site takes. Pure; knows no request.

use jiff::Timestamp;

use crate::failure::Failure;
use crate::moment::{self, Moment};

/// Seconds since 1970, with an end where it is not now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: i64,
    pub(super) until: Option<i64>,
}

/// A day where nothing is said.
pub(super) const DAY: i64 = 86_400;

impl Span {
    /// The last day.
    pub(super) fn usual(now: i64) -> Self {
        Self { from: now - DAY, until: None }
    }

    /// Seconds as the site counts them: none means until now.
    pub(super) fn duration(self) -> i64 {
        self.until.map_or(0, |until| until - self.from)
    }
}

/// The times as they were typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) since: Option<String>,
    pub(super) until: Option<String>,
    pub(super) last: Option<String>,
}

/// What was meant; `None` where nothing was said. Days are those of UTC, and one that is named as an end is meant whole.
pub(super) fn span(said: &Said, now: i64) -> Result<Option<Span>, Failure> {
    let until = said.until.as_deref().map(|text| moment("--until", text, now)).transpose()?;
    let until = until.map(|until| until.end.as_second());
    let from = match (said.since.as_deref(), said.last.as_deref(), until) {
        (None, None, None) => return Ok(None),
        (None, None, Some(_)) => {
            return Err(Failure::usage("`--until` needs a beginning").hint("`--since TIME` or `--last 24h` gives it"));
        }
        (Some(_), Some(_), _) => {
            return Err(Failure::usage("`--last` and `--since` are two ways to say when it begins: give one of them"));
        }
        (Some(since), None, _) => moment("--since", since, now)?.begin.as_second(),
        (None, Some(last), until) => until.unwrap_or(now).saturating_sub(length(last)?).max(0),
    };
    ordered(from, until, now).map(Some)
}

fn ordered(from: i64, until: Option<i64>, now: i64) -> Result<Span, Failure> {
    match until {
        _ if from >= now => Err(Failure::usage("the range begins in the future, where nothing has happened yet")),
        Some(until) if until < from => {
            Err(Failure::usage("the range is in the wrong order: `--since` is after `--until`"))
        }
        // For the site no duration is one that lasts until now.
        Some(until) if until == from => {
            Err(Failure::usage("the range is empty: `--until` ends where `--since` begins"))
        }
        until => Ok(Span { from, until: until.filter(|until| *until < now) }),
    }
}

fn moment(flag: &str, text: &str, now: i64) -> Result<Moment, Failure> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = text.parse().ok().filter(|_| digits).and_then(|second| Timestamp::from_second(second).ok());
    let seconds = seconds.map(|second| Moment { begin: second, end: second });
    let found = seconds.or_else(|| Moment::read(text, Timestamp::from_second(now).ok()?));
    found.filter(|moment| moment.begin >= Timestamp::UNIX_EPOCH).ok_or_else(|| {
        Failure::usage(format!("`{flag}` is a day, a time, a span or seconds since 1970, and `{text}` is none of them"))
            .hint("as `2026-01-31`, `2026-01-31T08:00:00Z`, `24h` or `1769846400`")
    })
}

/// Seconds of `90m`, or `1d12h`.
fn length(text: &str) -> Result<i64, Failure> {
    moment::span(text).and_then(|span| span.as_secs().try_into().ok()).ok_or_else(|| {
        Failure::usage(format!("`--last` is a number of s, m, h, d, w or y, and `{text}` is none"))
            .hint("as `90m`, `24h` or `7d`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2027-01-15T08:00:00Z.
    const NOW: i64 = 1_800_000_000;

    fn said(since: &str, until: &str, last: &str) -> Result<Option<(i64, i64)>, String> {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let said = Said { since: text(since), until: text(until), last: text(last) };
        let found = span(&said, NOW).map_err(|failure| failure.message)?;
        Ok(found.map(|span| (span.from, span.duration())))
    }

    #[test]
    fn days_times_and_seconds_are_times() {
        assert_eq!(said("2027-01-14", "", ""), Ok(Some((1_799_884_800, 0))));
        assert_eq!(said("2027-01-14T08:00:00+01:00", "", ""), Ok(Some((1_799_910_000, 0))));
        assert_eq!(said("1799913600", "", ""), Ok(Some((1_799_913_600, 0))));
        assert_eq!(said("2h", "1h", ""), Ok(Some((NOW - 7200, 3600))));
        assert_eq!(said("", "", ""), Ok(None));
    }

    #[test]
    fn the_last_hours_end_now_or_when_it_is_said() {
        assert_eq!(said("", "", "24h"), Ok(Some((NOW - DAY, 0))));
        assert_eq!(said("", "", "1w1d2h3m4s"), Ok(Some((NOW - 8 * DAY - 7384, 0))));
        assert_eq!(said("", "1799999000", "100s"), Ok(Some((1_799_998_900, 100))));
        assert_eq!(said("", "", "9999999999s"), Ok(Some((0, 0))));
    }

    #[test]
    fn a_day_that_ends_a_range_is_meant_whole() {
        assert_eq!(said("2027-01-13", "2027-01-13", ""), Ok(Some((1_799_798_400, DAY))));
        assert_eq!(said("2027-01-13", "2027-01-14T00:00:00Z", ""), Ok(Some((1_799_798_400, DAY))));
    }

    #[test]
    fn an_end_that_is_to_come_is_now() {
        assert_eq!(said("2027-01-15", "2027-01-15", ""), Ok(Some((1_799_971_200, 0))));
        assert_eq!(said("1799999999", "1800000000", ""), Ok(Some((1_799_999_999, 0))));
    }

    #[test]
    fn a_range_that_cannot_be_is_refused() {
        let refused = |since, until, last| said(since, until, last).unwrap_err();

        assert!(refused("2027-01-14", "2027-01-12", "").contains("wrong order"));
        assert!(refused("1799913600", "1799913600", "").contains("empty"));
        assert!(refused("2027-01-16", "", "").contains("future"));
        assert!(refused("1800000000", "", "").contains("future"));
        assert!(refused("2027-01-16", "2027-01-17", "").contains("future"));
        assert!(refused("2027-01-14", "", "24h").contains("two ways"));
        assert!(refused("", "2027-01-14", "").contains("needs a beginning"));
    }

    #[test]
    fn what_is_no_time_and_no_length_is_refused() {
        let times = ["yesterday", "2027-13-01", "2027-1-4", "-5", "99y", "99999999999999999999", "1.5"];
        let lengths = ["24", "h", "0h", "-1h", "1h 2m", "99999999999999w", "1.5h"];

        assert!(times.iter().all(|text| said(text, "", "").unwrap_err().contains("none of them")));
        assert!(lengths.iter().all(|text| said("", "", text).unwrap_err().contains("is none")));
    }
}
