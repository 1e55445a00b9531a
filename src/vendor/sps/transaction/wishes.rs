//! What the user wants of a transaction: the flags that every change has. Pure.

use std::time::Duration;

use crate::catalog::{Argument, Kind};
use crate::failure::Failure;
use crate::given::Given;

pub(super) const COMMIT_MESSAGE: Argument = Argument::workflow("commit_message", Kind::String)
    .help("what the box keeps with the change, where it wants a message");
const NO_COMMIT: Argument = Argument::workflow("no_commit", Kind::Boolean)
    .help("leave the transaction open: `rmctl sps transaction commit` ends it");
const LOCK_TIMEOUT: Argument = Argument::workflow("lock_timeout", Kind::Integer)
    .help("seconds to wait while somebody else holds the configuration");
const KEEP: Argument =
    Argument::workflow("keep", Kind::Boolean).help("commit although the box dropped members of what was sent");

/// The flags of every change.
pub(super) const ARGUMENTS: &[Argument] = &[COMMIT_MESSAGE, NO_COMMIT, LOCK_TIMEOUT, KEEP];

/// What the user wants of the transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wishes {
    /// What the box keeps with the commit.
    pub(super) message: Option<String>,
    /// The transaction is left open.
    pub(super) leaves_open: bool,
    /// How long to wait for somebody else's lock.
    pub(super) patience: Duration,
    /// Members that the box dropped are no reason to roll back.
    pub(super) keeps: bool,
}

impl Wishes {
    /// The flags as they were given.
    pub(super) fn of(given: &Given) -> Result<Self, Failure> {
        let seconds = given.text(LOCK_TIMEOUT.name).map_or(Ok(0), |text| text.parse::<u64>());
        let wishes = Self {
            message: given.text(COMMIT_MESSAGE.name).filter(|text| !text.trim().is_empty()),
            leaves_open: given.is_set(NO_COMMIT.name),
            patience: Duration::from_secs(seconds.map_err(|_| unfit())?.min(86_400)),
            keeps: given.is_set(KEEP.name),
        };
        match wishes.leaves_open && wishes.message.is_some() {
            true => Err(Failure::usage("`--commit-message` belongs to the commit, and `--no-commit` makes none")
                .hint("`rmctl sps transaction commit --commit-message TEXT` takes it")),
            false => Ok(wishes),
        }
    }
}

fn unfit() -> Failure {
    Failure::usage("`--lock-timeout` is a number of seconds")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_become_wishes() {
        let given = Given::default().with("commit_message", "why").with("lock_timeout", 30).with("keep", true);

        let wishes = Wishes::of(&given).unwrap();

        let message = Some("why".to_owned());
        assert_eq!(wishes, Wishes { message, leaves_open: false, patience: Duration::from_secs(30), keeps: true });
        assert_eq!(Wishes::of(&Given::default()).unwrap(), Wishes::default());
    }

    #[test]
    fn what_makes_no_sense_is_refused_before_anything_is_sent() {
        let negative = Given::default().with("lock_timeout", -1);
        let both = Given::default().with("commit_message", "why").with("no_commit", true);

        assert_eq!(Wishes::of(&negative).unwrap_err().message, "`--lock-timeout` is a number of seconds");
        assert_eq!(Wishes::of(&both).unwrap_err().code, crate::failure::Code::Usage);
    }
}
