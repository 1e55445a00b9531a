//! Why an OpenAPI file cannot be used, and where in it.

use std::fmt;

/// What is wrong with the file; each says it as it stands after "cannot read `FILE`: ".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is neither YAML nor JSON.
    #[error("line {line}, column {column}: {reason}")]
    Syntax {
        /// From 1.
        line: u64,
        /// From 1.
        column: u64,
        /// The parser's words.
        reason: String,
    },
    /// It is larger, deeper or more repetitive than an honest file.
    #[error("{0}")]
    Limit(String),
    /// It is a Swagger file, of this version.
    #[error("it is Swagger {0}, and OpenAPI 3 is what can be read")]
    Swagger(String),
    /// It is something else altogether.
    #[error("it is no OpenAPI 3 file: {0}")]
    Other(String),
    /// A part of it is not what the OpenAPI specification says.
    #[error("`{place}` {reason}")]
    Structure {
        /// Members and numbers from the root: `paths./devices.get.parameters[3]`.
        place: String,
        /// As it stands after the place: "has no `name`".
        reason: String,
    },
}

/// A place in the file: how one gets there from the root.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    above: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Member(&'a str),
    Number(usize),
}

impl<'a> At<'a> {
    pub(super) fn root(member: &'a str) -> Self {
        At { above: None, step: Step::Member(member) }
    }

    pub(super) fn member<'b>(&'b self, member: &'b str) -> At<'b> {
        At { above: Some(self), step: Step::Member(member) }
    }

    pub(super) fn number(&self, number: usize) -> At<'_> {
        At { above: Some(self), step: Step::Number(number) }
    }

    pub(super) fn fault(&self, reason: impl Into<String>) -> Fault {
        Fault::Structure { place: self.to_string(), reason: reason.into() }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            above.fmt(out)?;
        }
        match (self.step, self.above) {
            (Step::Member(name), None) => out.write_str(name),
            (Step::Member(name), Some(_)) => write!(out, ".{name}"),
            (Step::Number(number), _) => write!(out, "[{number}]"),
        }
    }
}
