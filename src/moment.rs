//! How people say when: a time, a day, or a span of time from now. Knows no vendor, only the ways in which they write times.

use std::time::{Duration, SystemTime};

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Number, Value};

use crate::failure::Failure;

const DAY: u64 = 86_400;
/// A year is one of 365 days.
const UNITS: [(char, u64); 6] = [('s', 1), ('m', 60), ('h', 3600), ('d', DAY), ('w', 7 * DAY), ('y', 365 * DAY)];

/// A time, which begins and ends at once, or a day of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The time, or midnight.
    pub begin: Timestamp,
    /// The time, or the midnight that ends the day.
    pub end: Timestamp,
}

impl Moment {
    /// `now`, `2026-01-31`, `2026-01-31T08:00:00Z`, or how long ago: `90m`, `24h`, `7d`. A time that says
    /// no zone is in UTC, as all that we print and as what RMS prints.
    pub fn read(text: &str, now: Timestamp) -> Option<Self> {
        if text == "now" {
            return Some(Self::at(now));
        }
        let ago = || now.checked_sub(SignedDuration::try_from(span(text)?).ok()?).ok();
        let in_utc = || Some(text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
        // Digits alone are no date in short: seconds since 1970, or an id, are more likely.
        let is_number = text.parse::<f64>().is_ok();
        day(text).or_else(|| text.parse().ok().or_else(ago).or_else(in_utc).filter(|_| !is_number).map(Self::at))
    }

    fn at(time: Timestamp) -> Self {
        Self { begin: time, end: time }
    }
}

/// What a clock shows. One that shows a year with more than four digits shows the last of the others.
pub fn of_clock(time: SystemTime) -> Timestamp {
    let outermost = if time > SystemTime::UNIX_EPOCH { Timestamp::MAX } else { Timestamp::MIN };
    Timestamp::try_from(time).unwrap_or(outermost)
}

/// Ten letters, as a date alone has: more of them are a time.
fn day(text: &str) -> Option<Moment> {
    let day: Date = text.parse().ok().filter(|_| text.len() == 10)?;
    let midnight = |day: Date| Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp());
    Some(Moment { begin: midnight(day)?, end: midnight(day.tomorrow().ok()?)? })
}

/// `90m`, or `1d12h`.
pub fn span(text: &str) -> Option<Duration> {
    let (mut total, mut rest) = (0_u64, text);
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.find(|letter: char| !letter.is_ascii_digit())?);
        let (_, seconds) = UNITS.iter().find(|(unit, _)| after.starts_with(*unit))?;
        total = number.parse::<u64>().ok()?.checked_mul(*seconds)?.checked_add(total)?;
        rest = &after[1..];
    }
    (total > 0).then(|| Duration::from_secs(total))
}

/// How a vendor writes a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// `2026-01-31T08:00:00Z`.
    Rfc3339,
    /// `2026-01-31 08:00:00`, in UTC.
    Spaced,
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
}

impl Written {
    /// Whether the text is a time in these letters already, and stays as it is.
    pub fn is(self, text: &str) -> bool {
        match self {
            Self::Rfc3339 => text.parse::<Timestamp>().is_ok(),
            Self::Spaced => DateTime::strptime("%Y-%m-%d %H:%M:%S", text).is_ok(),
            Self::Seconds | Self::Milliseconds => text.parse::<Number>().is_ok(),
        }
    }

    fn of(self, time: Timestamp) -> Value {
        match self {
            Self::Rfc3339 => format!("{time:.0}").into(),
            Self::Spaced => time.strftime("%Y-%m-%d %H:%M:%S").to_string().into(),
            Self::Seconds => time.as_second().into(),
            Self::Milliseconds => time.as_millisecond().into(),
        }
    }
}

/// What a time of a command is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// Something begins there: a day is its first moment, and a span is so long ago.
    From,
    /// Something ends there: a day is meant whole, and a span is so long ago.
    Until,
    /// It is to come: a day is its first moment, and a span counts from now on.
    Ahead,
}

/// A flag that takes a time, as people say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// What it is for.
    pub meant: Meant,
    /// How the vendor wants it.
    pub written: Written,
}

impl When {
    /// The end of its line of help.
    pub fn help(self) -> &'static str {
        match self.meant {
            Meant::From | Meant::Until => ": a time, a day, or how long ago, as `24h`",
            Meant::Ahead => ": a time, a day, or in how long, as `2h`",
        }
    }

    /// What was typed, as the vendor wants it.
    pub fn settle(self, flag: &str, text: &str, now: Timestamp) -> Result<Value, Failure> {
        let moment = match self.meant {
            Meant::Ahead => ahead(text, now).or_else(|| Moment::read(text, now)),
            Meant::From | Meant::Until => Moment::read(text, now),
        };
        let moment = moment.ok_or_else(|| self.refusal(flag, text))?;
        Ok(self.written.of(if self.meant == Meant::Until { moment.end } else { moment.begin }))
    }

    fn refusal(self, flag: &str, text: &str) -> Failure {
        let span = if self.meant == Meant::Ahead { "2h" } else { "24h" };
        Failure::usage(format!("`{flag}` is a time, a day or a span, and `{text}` is none of them"))
            .hint(format!("as `2026-01-31T08:00:00Z`, `2026-01-31` or `{span}`"))
    }
}

fn ahead(text: &str, now: Timestamp) -> Option<Moment> {
    now.checked_add(SignedDuration::try_from(span(text)?).ok()?).ok().map(Moment::at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn now() -> Timestamp {
        at("2026-01-31T08:00:00Z")
    }

    fn settled(meant: Meant, written: Written, text: &str) -> Value {
        When { meant, written }.settle("--start", text, now()).unwrap()
    }

    #[test]
    fn a_span_is_numbers_each_with_its_unit() {
        let seconds = |text: &str| span(text).map(|span| span.as_secs());

        assert_eq!(
            ["90s", "90m", "24h", "7d", "2w", "1y"].map(seconds),
            [90, 5400, DAY, 7 * DAY, 14 * DAY, 365 * DAY].map(Some)
        );
        assert_eq!(seconds("1w1d2h3m4s"), Some(8 * DAY + 7384));
        let none = [
            "",
            "24",
            "h",
            "0h",
            "-1h",
            "+1h",
            "1h 2m",
            "1.5h",
            "3M",
            "7ä",
            "99999999999999999999d",
            "99999999999999999y",
        ];
        assert!(none.iter().all(|text| span(text).is_none()));
    }

    #[test]
    fn a_moment_is_a_time_a_day_of_utc_or_so_long_ago() {
        let read = |text: &str| Moment::read(text, now()).map(|moment| (moment.begin, moment.end));
        let time = |text: &str| Some((at(text), at(text)));

        assert_eq!(read("2026-01-31T09:00:00+02:00"), time("2026-01-31T07:00:00Z"));
        assert_eq!(read("2026-01-31 07:00:00"), time("2026-01-31T07:00:00Z"));
        assert_eq!(read("now"), time("2026-01-31T08:00:00Z"));
        assert_eq!(read("90m"), time("2026-01-31T06:30:00Z"));
        assert_eq!(read("2026-01-30"), Some((at("2026-01-30T00:00:00Z"), at("2026-01-31T00:00:00Z"))));
        let none = ["", "soon", "7", "-1d", "2026-1-4", "2026-13-01", "20260131", "20000y"];
        assert!(none.iter().all(|text| read(text).is_none()));
    }

    #[test]
    fn each_vendor_gets_its_own_letters() {
        let of = |written| settled(Meant::From, written, "24h");

        assert_eq!(of(Written::Rfc3339), "2026-01-30T08:00:00Z");
        assert_eq!(of(Written::Spaced), "2026-01-30 08:00:00");
        assert_eq!(of(Written::Seconds), 1_769_760_000);
        assert_eq!(of(Written::Milliseconds), 1_769_760_000_000_i64);
    }

    #[test]
    fn a_vendor_s_own_letters_stay_as_they_were_typed() {
        assert!(Written::Rfc3339.is("2026-01-31T09:00:00.5+01:00") && !Written::Rfc3339.is("2026-01-31"));
        assert!(Written::Spaced.is("2026-01-31 09:00:00") && !Written::Spaced.is("2026-01-31T09:00:00Z"));
        assert!(["20260131", "1769760000.5"].iter().all(|text| Written::Seconds.is(text)));
        assert!(["7d", "2026-01-31", ""].iter().all(|text| !Written::Milliseconds.is(text)));
    }

    #[test]
    fn a_day_that_ends_something_is_meant_whole_and_what_is_to_come_is_counted_from_now() {
        assert_eq!(settled(Meant::From, Written::Spaced, "2026-01-30"), "2026-01-30 00:00:00");
        assert_eq!(settled(Meant::Until, Written::Spaced, "2026-01-30"), "2026-01-31 00:00:00");
        assert_eq!(settled(Meant::Ahead, Written::Spaced, "2026-01-30"), "2026-01-30 00:00:00");
        assert_eq!(settled(Meant::Ahead, Written::Spaced, "2h"), "2026-01-31 10:00:00");
    }

    #[test]
    fn what_is_no_time_is_refused_with_examples() {
        let failure =
            When { meant: Meant::Ahead, written: Written::Spaced }.settle("--end", "soon", now()).unwrap_err();

        assert_eq!(failure.message, "`--end` is a time, a day or a span, and `soon` is none of them");
        assert_eq!(failure.hint.as_deref(), Some("as `2026-01-31T08:00:00Z`, `2026-01-31` or `2h`"));
    }
}
