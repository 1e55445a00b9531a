//! What a user may give to an operation: one row for a path slot, query parameter, body member, file or header.

mod flag;
mod writing;

pub use flag::kebab;

use serde::{Deserialize, Serialize};

use super::{Limits, Product};
use crate::moment::When;

/// Where an argument goes in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A `{slot}` of the path: positional.
    Path,
    /// A query parameter.
    Query,
    /// A member of the body, or of the one item that a command sends where the body is a list.
    Body,
    /// A file part of a multipart body.
    File,
    /// A header.
    Header,
    /// A term of a filter expression that is a query parameter.
    Term,
    /// The slot of another path, which the row takes where this is given.
    Detour,
    /// Not sent: it steers a workflow of ours.
    Workflow,
}

impl Place {
    /// The word of `api --list`; `None` for what never leaves rmctl.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Path | Self::Detour => Some("path"),
            Self::Query => Some("query"),
            Self::Body => Some("body"),
            Self::File => Some("file"),
            Self::Header => Some("header"),
            // What is sent is the parameter that holds the expression.
            Self::Term | Self::Workflow => None,
        }
    }
}

/// The type of an argument's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Any text.
    String,
    /// A whole number, of any size.
    Integer,
    /// A number.
    Number,
    /// `--x`, `--x=false`.
    Boolean,
    /// Several texts: the flag repeated. Text may hold commas, so it is not split.
    Strings,
    /// Several whole numbers: the flag repeated, or separated by commas.
    Integers,
    /// Several of the row's values: the flag repeated, or separated by commas.
    Choices,
    /// `NAME=VALUE`, repeated; a value that reads as JSON is that, any other is text. In the body under a name with `*` at
    /// its end they are members of the body itself, with what stands before the `*` before their names.
    Pairs,
    /// Files and folders: the flag repeated. In the place of `-` stands what standard input holds, under that name.
    Paths,
    /// JSON.
    Object,
    /// A JSON array.
    Array,
}

impl Kind {
    /// The word of `api --list`.
    pub fn word(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object | Self::Pairs => "object",
            Self::Strings | Self::Integers | Self::Choices | Self::Array | Self::Paths => "array",
        }
    }
}

/// How a flag becomes a term of a filter expression. Terms are joined by `AND`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The query parameter that holds the expression.
    pub parameter: &'static str,
    /// The term, with `{}` for the value, or for the values with commas between them.
    pub form: &'static str,
    /// The term for `--x=false`.
    pub negated: &'static str,
    /// Where a record shows whether it fits, as JSON pointers of which the first that it has counts; empty where records do
    /// not show it. A vendor that drops a filter in silence is found out by it.
    pub shown: &'static [&'static str],
    /// What the record shows is the opposite of the flag.
    pub inverted: bool,
}

/// One thing that a user may, or must, give.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    /// The vendor's spelling, which is also the key of its value.
    pub name: &'static str,
    /// The vendor's spelling, where another argument of the row has the same.
    pub sent_as: Option<&'static str>,
    /// Our flag, where kebab-case of `name` will not do.
    pub spelling: Option<&'static str>,
    /// Our flag of one letter.
    pub short: Option<char>,
    /// Where it goes.
    pub place: Place,
    /// The type of its value.
    pub kind: Kind,
    /// The only values it may have; empty for any.
    pub values: &'static [&'static str],
    /// How small and how large its value may be.
    pub limits: Limits,
    /// Nothing is sent without it.
    pub required: bool,
    /// Its value is a secret: taken from `@FILE` or standard input, never plain.
    pub secret: bool,
    /// A slot whose value is several segments of the path.
    pub segments: bool,
    /// A word without a flag, before the ids.
    pub positional: bool,
    /// Everything that stands after `--`: words that are none of ours.
    pub trailing: bool,
    /// The runner fills it, page by page.
    pub paging: bool,
    /// Its value names many things: each has a result of its own.
    pub names_many: bool,
    /// What it is in a filter expression.
    pub term: Option<Term>,
    /// It is a time, which people say in their own way.
    pub when: Option<When>,
    /// Yes is sent as `1` and no as `0`.
    pub digit: bool,
    /// It names a file or a folder of this machine.
    pub is_on_disk: bool,
    /// The only product of the vendor that knows it.
    pub only: Option<Product>,
    /// One line of help.
    pub help: &'static str,
}

impl Argument {
    const fn new(name: &'static str, place: Place, kind: Kind) -> Self {
        Self {
            name,
            sent_as: None,
            spelling: None,
            short: None,
            place,
            kind,
            values: &[],
            limits: Limits { least: None, most: None },
            required: false,
            secret: false,
            segments: false,
            positional: matches!(place, Place::Path),
            trailing: false,
            paging: false,
            names_many: false,
            term: None,
            when: None,
            digit: false,
            is_on_disk: false,
            only: None,
            help: "",
        }
    }

    /// A path slot.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Place::Path, Kind::String).required()
    }

    /// A path slot that is a whole number.
    pub const fn number(name: &'static str) -> Self {
        Self::new(name, Place::Path, Kind::Integer).required()
    }

    /// A slot whose value is a path by itself: its slashes part it.
    pub const fn rest(name: &'static str) -> Self {
        let mut argument = Self::path(name);
        argument.segments = true;
        argument
    }

    /// A flag that is the slot of another path.
    pub const fn detour(name: &'static str) -> Self {
        Self::new(name, Place::Detour, Kind::String)
    }

    /// A query parameter.
    pub const fn query(name: &'static str, kind: Kind) -> Self {
        Self::new(name, Place::Query, kind)
    }

    /// A query parameter that the runner fills.
    pub const fn paging(name: &'static str, kind: Kind) -> Self {
        let mut argument = Self::new(name, Place::Query, kind);
        argument.paging = true;
        argument
    }

    /// A flag that is a term of the filter expression in `parameter`: `form` with `{}` for its value.
    pub const fn term(flag: &'static str, kind: Kind, parameter: &'static str, form: &'static str) -> Self {
        let mut argument = Self::new(flag, Place::Term, kind);
        argument.term = Some(Term { parameter, form, negated: "", shown: &[], inverted: false });
        argument
    }

    /// A flag without a value that is one of two terms of the filter expression in `parameter`.
    pub const fn either_term(
        flag: &'static str,
        parameter: &'static str,
        form: &'static str,
        negated: &'static str,
    ) -> Self {
        let mut argument = Self::new(flag, Place::Term, Kind::Boolean);
        argument.term = Some(Term { parameter, form, negated, shown: &[], inverted: false });
        argument
    }

    /// A body member.
    pub const fn body(name: &'static str, kind: Kind) -> Self {
        Self::new(name, Place::Body, kind)
    }

    /// A body member that the runner fills.
    pub const fn paging_body(name: &'static str, kind: Kind) -> Self {
        let mut argument = Self::new(name, Place::Body, kind);
        argument.paging = true;
        argument
    }

    /// A file part of a form, streamed from disk.
    pub const fn file(name: &'static str) -> Self {
        Self::new(name, Place::File, Kind::String)
    }

    /// A flag of one of our workflows.
    pub const fn workflow(name: &'static str, kind: Kind) -> Self {
        Self::new(name, Place::Workflow, kind)
    }

    /// All words after `--`, such as another program and its arguments.
    pub const fn trailing(name: &'static str) -> Self {
        let mut argument = Self::new(name, Place::Workflow, Kind::Strings).positional().required();
        argument.trailing = true;
        argument
    }

    /// The vendor's spelling.
    pub fn vendor_name(&self) -> &'static str {
        self.sent_as.unwrap_or(self.name)
    }
}
