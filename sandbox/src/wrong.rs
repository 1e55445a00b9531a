//! What is wrong with a request, before a vendor's simulator puts it into the vendor's words.

/// Why a request does not fit the facts.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// The path belongs to no operation.
    Path,
    /// The operation exists, but not with this method.
    Method,
    /// The operation exists, the record in its path cannot.
    Record,
    ContentType,
    /// The body cannot be read.
    Malformed,
    /// Everything that is wrong with parameters or members.
    Values(Vec<Problem>),
}

/// One value that is wrong, and where it stands, as `data.0.name`.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) place: String,
    pub(crate) message: String,
    /// Nothing of this name is known there.
    pub(crate) is_unknown: bool,
}

impl Problem {
    pub(crate) fn new(place: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { place: place.into(), message: message.into(), is_unknown: false }
    }

    pub(crate) fn unknown(place: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { is_unknown: true, ..Problem::new(place, message) }
    }
}

impl Wrong {
    pub(crate) fn value(place: &str, message: impl Into<String>) -> Wrong {
        Wrong::Values(vec![Problem::new(place, message)])
    }

    /// Fine without problems, refused with all of them at once otherwise.
    pub(crate) fn unless_empty(problems: Vec<Problem>) -> Result<(), Wrong> {
        if problems.is_empty() { Ok(()) } else { Err(Wrong::Values(problems)) }
    }
}
