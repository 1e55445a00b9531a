//! How people name a snapshot: by number, label, time, or as the latest.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Snapshot;
use crate::config::suggestion;
use crate::failure::{Code, Failure};
use crate::moment::{Moment, span};

/// A name for a snapshot, or for the present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// `now`: what the vendors say at this moment.
    Now,
    /// `latest`.
    Latest,
    /// `previous`: the one before the latest.
    Previous,
    /// `12`.
    Number(i64),
    /// `-7d` or `7d`: the last one that is at least so old.
    Ago(Duration),
    /// `2026-11-01` or `2026-11-01T12:00:00Z`: the last one up to then, in UTC where no zone is named; a day is over at
    /// midnight.
    At(Timestamp),
    /// A label: the last one that has it.
    Label(String),
}

impl Reference {
    /// What was typed.
    pub fn read(text: &str) -> Self {
        match text {
            "now" => return Self::Now,
            "latest" => return Self::Latest,
            "previous" => return Self::Previous,
            _ => {}
        }
        if let Ok(number) = text.parse() {
            return Self::Number(number);
        }
        if let Some(age) = span(text.strip_prefix('-').unwrap_or(text)) {
            return Self::Ago(age);
        }
        time(text).map_or_else(|| Self::Label(text.to_owned()), Self::At)
    }

    /// Refuse a label that would be read as something else, or not at all.
    pub fn check_label(text: &str) -> Result<(), Failure> {
        let is_plain = !text.trim().is_empty() && !text.starts_with('-') && !text.chars().any(char::is_control);
        match Self::read(text) {
            Self::Label(_) if is_plain => Ok(()),
            Self::Label(_) => Err(Failure::usage("a label is a few words, and does not begin with `-`")),
            _ => Err(Failure::usage(format!("a label cannot be `{text}`: that already names a snapshot"))),
        }
    }

    /// The snapshot that is meant; the newest is the first of them.
    pub fn find<'s>(&self, snapshots: &'s [Snapshot], now: Timestamp) -> Result<&'s Snapshot, Failure> {
        let up_to = |time: Timestamp| snapshots.iter().find(|snapshot| snapshot.taken_at <= time);
        let found = match self {
            Self::Now | Self::Latest => snapshots.first(),
            Self::Previous => snapshots.get(1),
            Self::Number(number) => snapshots.iter().find(|snapshot| snapshot.id == Some(*number)),
            Self::Ago(age) => up_to(before(now, *age)),
            Self::At(time) => up_to(*time),
            Self::Label(label) => snapshots.iter().find(|snapshot| snapshot.label.as_ref() == Some(label)),
        };
        found.ok_or_else(|| self.missing(snapshots, now))
    }

    fn missing(&self, snapshots: &[Snapshot], now: Timestamp) -> Failure {
        let Some(oldest) = snapshots.last() else {
            return Failure::new(Code::NotFound, "there is no snapshot").hint("run `rmctl inventory snapshot`");
        };
        let old = |time: Timestamp| {
            format!("there is no snapshot from {time:.0} or before: the oldest is from {:.0}", oldest.taken_at)
        };
        let message = match self {
            Self::Ago(age) => old(before(now, *age)),
            Self::At(time) => old(*time),
            Self::Number(number) => format!("there is no snapshot {number}"),
            Self::Label(label) => {
                let near = suggestion(label, snapshots.iter().filter_map(|snapshot| snapshot.label.as_deref()));
                format!("there is no snapshot `{label}`{near}")
            }
            Self::Now | Self::Latest | Self::Previous => "there is only one snapshot".to_owned(),
        };
        Failure::new(Code::NotFound, message).hint("run `rmctl inventory snapshots list`")
    }
}

/// So long before a time.
pub fn before(time: Timestamp, age: Duration) -> Timestamp {
    let age = SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX);
    time.checked_sub(age).unwrap_or(Timestamp::MIN)
}

/// A day is meant whole.
fn time(text: &str) -> Option<Timestamp> {
    // Spans are told apart before, so that it does not matter what the time is now.
    let Moment { begin, end } = Moment::read(text, Timestamp::UNIX_EPOCH)?;
    if begin == end { Some(end) } else { end.checked_sub(SignedDuration::from_secs(1)).ok() }
}
