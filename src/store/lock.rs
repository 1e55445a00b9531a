//! A lock that one holder has at a time, and what asking for it can bring.

use std::any::Any;
use std::fmt;

/// The answer to asking for a lock.
#[must_use]
#[derive(Debug)]
pub enum Lock {
    /// It is ours until the guard is dropped.
    Held(Guard),
    /// Somebody else has it.
    Busy,
    /// There are no locks here, and why: go on without.
    Unavailable(String),
}

/// Holds a lock for as long as it lives; a process that dies lets go.
pub struct Guard {
    _held: Box<dyn Any + Send>,
}

impl Guard {
    /// Whatever lets go of the lock when it is dropped.
    pub(super) fn new(held: impl Any + Send) -> Self {
        Self { _held: Box::new(held) }
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Guard")
    }
}
