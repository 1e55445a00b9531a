//! What a vendor brings to those who watch over its accounts: how often it may be asked, what to type next, what may be left
//! over from a run that was ended in the middle.

use std::time::Duration;

use crate::workflow::Work;

/// All of it.
#[derive(Clone, Copy)]
pub struct Watch {
    /// The least time between two looks for what is new.
    pub pause: Duration,
    /// What to type about a device, the most useful line first.
    pub next: &'static [Next],
    /// What earlier runs left at the vendor, by what is known here. Asks nobody.
    pub left_over: Option<FindLeftOvers>,
}

impl Watch {
    /// A vendor of which no more is known.
    pub const NOTHING: Self = Self { pause: Duration::from_secs(60), next: &[], left_over: None };
}

/// A command about a device.
#[derive(Debug, Clone, Copy)]
pub struct Next {
    /// The only kind of device that it is for; none for all.
    pub kind: Option<&'static str>,
    /// The words after `rmctl`, with `{id}`, `{serial}` and `{name}` for what the device has. One that it lacks makes it none.
    pub words: &'static str,
}

impl Next {
    /// For every device of the vendor.
    pub const fn of_all(words: &'static str) -> Self {
        Self { kind: None, words }
    }

    /// For devices of this kind.
    pub const fn of(kind: &'static str, words: &'static str) -> Self {
        Self { kind: Some(kind), words }
    }
}

/// Something that a run left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOver {
    /// What, since when.
    pub told: String,
    /// What to type, with `-p NAME` for the profile.
    pub fix: String,
}

/// Looks for it.
pub type FindLeftOvers = for<'a> fn(&Work<'a>) -> Vec<LeftOver>;
