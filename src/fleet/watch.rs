//! What a vendor brings to those who watch over its accounts: how often it may be asked, and what to type next.

use std::time::Duration;

use super::Status;

/// All of it.
#[derive(Clone, Copy)]
pub struct Watch {
    /// The least time between two looks for what is new.
    pub pause: Duration,
    /// What to type about a device, the most useful line first.
    pub next: &'static [Next],
}

impl Watch {
    /// A vendor of which no more is known.
    pub const NOTHING: Self = Self { pause: Duration::from_secs(60), next: &[] };
}

/// A command about a device.
#[derive(Debug, Clone, Copy)]
pub struct Next {
    /// The only kind of device that it is for; none for all.
    pub kind: Option<&'static str>,
    /// Where ids are `FAMILY/KEY`, the only family that it is for; none for all.
    pub family: Option<&'static str>,
    /// The only states in which it helps; none for all.
    pub states: &'static [Status],
    /// The words after `rmctl`, with `{id}`, `{key}`, `{serial}` and `{name}` for what the device has. One that it lacks makes
    /// it none.
    pub words: &'static str,
}

impl Next {
    /// For every device of the vendor.
    pub const fn of_all(words: &'static str) -> Self {
        Self { kind: None, family: None, states: &[], words }
    }

    /// For devices of this kind.
    pub const fn of(kind: &'static str, words: &'static str) -> Self {
        Self { kind: Some(kind), family: None, states: &[], words }
    }

    /// For devices of this kind whose ids begin with this family.
    pub const fn of_family(kind: &'static str, family: &'static str, words: &'static str) -> Self {
        Self { kind: Some(kind), family: Some(family), states: &[], words }
    }

    /// Only for devices in one of these states.
    pub const fn in_states(self, states: &'static [Status]) -> Self {
        Self { states, ..self }
    }
}
