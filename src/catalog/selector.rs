//! Other ways to name a thing than its id: what is printed on the box, or what people call it.

use super::Operation;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::Work;

/// Finds the ids of the things that a selector means.
pub type Find = for<'a> fn(&'a Work<'a>, &'a Selector, &'a str) -> LocalFuture<'a, Result<Vec<String>, Fault>>;

/// One way to name things: `--by-NAME`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selector {
    /// The end of the flag.
    pub name: &'static str,
    /// It means all that fit; every other selector means exactly one.
    pub many: bool,
    /// One line of help.
    pub help: &'static str,
}

/// The selectors of a vendor's things.
#[derive(Clone, Copy)]
pub struct Selectors {
    /// The ways.
    pub ways: &'static [Selector],
    /// The argument or id member of a row that takes such an id; `None` where the row takes none.
    pub target: fn(&Operation) -> Option<&'static str>,
    /// Looks the ids up.
    pub find: Find,
}
