//! Where a setting came from, in words.

use std::fmt;

use super::Place;

/// The source of one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A flag of this command.
    Flag,
    /// A variable of the environment, by name.
    Environment(String),
    /// A profile of the configuration file.
    Profile {
        /// The profile's name.
        name: String,
        /// Where the setting stands.
        place: Place,
    },
    /// Nobody said, so it is what it usually is.
    Default,
}

impl Origin {
    /// How a message speaks of `key` when it came from here.
    pub(super) fn subject(&self, key: &str) -> String {
        match self {
            Self::Flag => format!("the flag for `{key}`"),
            Self::Environment(name) => format!("`{name}`"),
            Self::Profile { name, place } => format!("`{key}` of profile `{name}` at {place}"),
            Self::Default => format!("the default of `{key}`"),
        }
    }
}

/// As `config show --origin` prints it.
impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => out.write_str("flag"),
            Self::Environment(name) => write!(out, "environment {name}"),
            Self::Profile { place, .. } => place.fmt(out),
            Self::Default => out.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Its source.
    pub origin: Origin,
}
