//! The keyring as the rest of the program sees it: get, set and delete one secret. Knows no platform.

mod limited;
mod memory;
mod native;

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use thiserror::Error;

use crate::failure::Failure;

pub use limited::Limited;
pub use memory::MemoryKeyring;
use native::Native;

/// Where one secret lies: a profile and one of its fields.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The profile's name.
    pub profile: String,
    /// The field's key.
    pub field: String,
}

impl Entry {
    /// The place of `field` of `profile`.
    pub fn new(profile: impl Into<String>, field: impl Into<String>) -> Self {
        Self { profile: profile.into(), field: field.into() }
    }
}

/// `PROFILE/FIELD`, as keyrings show it to people.
impl fmt::Display for Entry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.profile, self.field)
    }
}

/// A place for secrets that the system guards. Calls may take long: see [`Limited`].
pub trait Keyring: Send + Sync {
    /// The secret of an entry.
    fn get(&self, entry: &Entry) -> Result<SecretString, KeyringFault>;
    /// Store a secret, in the place of an older one if there is one.
    fn set(&self, entry: &Entry, secret: &SecretString) -> Result<(), KeyringFault>;
    /// Remove an entry; [`KeyringFault::NoEntry`] where there is none.
    fn delete(&self, entry: &Entry) -> Result<(), KeyringFault>;
}

/// Why a keyring did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyringFault {
    /// This machine or session has none.
    #[error("there is no keyring here: {0}")]
    Unavailable(String),
    /// The keyring works and does not have it.
    #[error("the keyring has no such entry")]
    NoEntry,
    /// It is locked, and nobody unlocked it.
    #[error("the keyring is locked")]
    Locked,
    /// It may be locked and asking somebody, or it hangs.
    #[error("the keyring did not answer in {} s", .0.as_secs_f32())]
    Silent(Duration),
    /// It answered, and refused or gave what is no text.
    #[error("{0}")]
    Refused(String),
}

impl KeyringFault {
    /// The same for the user, who wanted `task` (`read`, `store`, `remove`) done to `entry`.
    pub fn failure(&self, task: &str, entry: &Entry) -> Failure {
        let Entry { profile, field } = entry;
        let message = format!("cannot {task} `{field}` of profile `{profile}` in the keyring: {self}");
        let hint = match self {
            Self::NoEntry => format!("run `rmctl auth login -p {profile}`"),
            Self::Unavailable(_) => elsewhere(field),
            _ => format!("unlock the keyring, or {}", elsewhere(field)),
        };
        let mut failure = Failure::usage(message).hint(hint);
        failure.profile = Some(profile.clone());
        failure
    }
}

fn elsewhere(field: &str) -> String {
    format!(
        "keep it elsewhere: `{field} = {{ env = \"NAME\" }}`, \
         `{field} = {{ file = \"PATH\" }}` or `{field} = {{ command = [\"PROGRAM\"] }}`"
    )
}

/// The keyring of this system, each of its calls given up after `limit`. Costs nothing until it is asked.
pub fn system_keyring(limit: Duration) -> impl Keyring + 'static {
    Limited::new(Native::default(), limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_keyring_is_told_with_its_limit_and_the_other_sources() {
        let failure = KeyringFault::Silent(Duration::from_secs(3)).failure("read", &Entry::new("hq", "token"));

        assert_eq!(
            failure.message,
            "cannot read `token` of profile `hq` in the keyring: the keyring did not answer in 3 s"
        );
        assert_eq!(
            failure.hint.as_deref(),
            Some(
                "unlock the keyring, or keep it elsewhere: `token = { env = \"NAME\" }`, \
                 `token = { file = \"PATH\" }` or `token = { command = [\"PROGRAM\"] }`"
            )
        );
    }

    #[test]
    fn where_there_is_no_keyring_there_is_nothing_to_unlock() {
        let failure = KeyringFault::Unavailable("x".to_owned()).failure("read", &Entry::new("hq", "token"));

        assert!(failure.hint.is_some_and(|hint| hint.starts_with("keep it elsewhere: `token = {")));
    }

    #[test]
    fn an_absent_entry_is_answered_by_a_login() {
        let failure = KeyringFault::NoEntry.failure("read", &Entry::new("hq", "token"));

        assert_eq!(failure.hint.as_deref(), Some("run `rmctl auth login -p hq`"));
        assert_eq!(failure.profile.as_deref(), Some("hq"));
    }
}
