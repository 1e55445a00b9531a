//! What a user may give to an operation: one row for a path slot, query parameter, body member, file or header.

use serde::{Deserialize, Serialize};

use super::{Limits, Product};
use crate::moment::{Meant, When, Written};

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

/// The flags that rmctl has itself: global ones, and those that the runner adds to rows.
const TAKEN: &[&str] = &[
    "profile",
    "output",
    "columns",
    "sort",
    "filter",
    "jq",
    "limit",
    "quiet",
    "verbose",
    "dry-run",
    "yes",
    "sandbox",
    "no-header",
    "timeout",
    "retries",
    "rate",
    "print-curl",
    "color",
    "no-input",
    "show-secrets",
    "raw-output",
    "formulas",
    "fail-on-empty",
    "jobs",
    "max-affected",
    "max-retry-wait",
    "no-cache",
    "max-age",
    "help",
    "version",
    "body",
    "items",
    "ids-from",
    "resume",
    "retry-unknown",
    "param",
    "save",
    "wait",
    "no-wait",
];

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

    /// Records show at one of these JSON pointers whether they fit the term.
    pub const fn shown_at(mut self, pointers: &'static [&'static str]) -> Self {
        if let Some(term) = &mut self.term {
            term.shown = pointers;
        }
        self
    }

    /// Records show at one of these JSON pointers the opposite of the flag.
    pub const fn denied_at(mut self, pointers: &'static [&'static str]) -> Self {
        if let Some(term) = &mut self.term {
            term.shown = pointers;
            term.inverted = true;
        }
        self
    }

    /// A body member that the runner fills.
    pub const fn paging_body(name: &'static str, kind: Kind) -> Self {
        let mut argument = Self::new(name, Place::Body, kind);
        argument.paging = true;
        argument
    }

    /// A body member.
    pub const fn body(name: &'static str, kind: Kind) -> Self {
        Self::new(name, Place::Body, kind)
    }

    /// A file part of a form, streamed from disk.
    pub const fn file(name: &'static str) -> Self {
        Self::new(name, Place::File, Kind::String)
    }

    /// A flag of one of our workflows.
    pub const fn workflow(name: &'static str, kind: Kind) -> Self {
        Self::new(name, Place::Workflow, kind)
    }

    /// A time, which may be said as a day or as a span, and is sent as the vendor writes it.
    pub const fn when(mut self, meant: Meant, written: Written) -> Self {
        self.when = Some(When { meant, written });
        self
    }

    /// It names a file or a folder of this machine, which shells complete.
    pub const fn on_disk(mut self) -> Self {
        self.is_on_disk = true;
        self
    }

    /// All words after `--`, such as another program and its arguments.
    pub const fn trailing(name: &'static str) -> Self {
        let mut argument = Self::new(name, Place::Workflow, Kind::Strings).positional().required();
        argument.trailing = true;
        argument
    }

    /// Nothing is sent without it.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The only values it may have.
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Its number, or the characters of its text, or its items, are not fewer than the one and not more than the other.
    pub const fn within(self, least: i64, most: i64) -> Self {
        self.at_least(least).at_most(most)
    }

    /// Its number, or the characters of its text, or its items, are not fewer.
    pub const fn at_least(mut self, least: i64) -> Self {
        self.limits.least = Some(least);
        self
    }

    /// Its number, or the characters of its text, or its items, are not more.
    pub const fn at_most(mut self, most: i64) -> Self {
        self.limits.most = Some(most);
        self
    }

    /// No other product of the vendor knows it.
    pub const fn only(mut self, product: Product) -> Self {
        self.only = Some(product);
        self
    }

    /// Yes is `1` to the vendor, and no is `0`.
    pub const fn as_digit(mut self) -> Self {
        self.digit = true;
        self
    }

    /// A flag of its own name.
    pub const fn spelled(mut self, flag: &'static str) -> Self {
        self.spelling = Some(flag);
        self
    }

    /// A letter that is a flag, too.
    pub const fn short(mut self, letter: char) -> Self {
        self.short = Some(letter);
        self
    }

    /// Its value names many things.
    pub const fn names_many(mut self) -> Self {
        self.names_many = true;
        self
    }

    /// The vendor calls it like another argument of the row.
    pub const fn sent_as(mut self, name: &'static str) -> Self {
        self.sent_as = Some(name);
        self
    }

    /// The vendor's spelling.
    pub fn vendor_name(&self) -> &'static str {
        self.sent_as.unwrap_or(self.name)
    }

    /// A word without a flag.
    pub const fn positional(mut self) -> Self {
        self.positional = true;
        self
    }

    /// One line of help.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// Its value is a secret.
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The flag: kebab-case of the vendor's spelling, unless the row has another. What would shadow a flag of ours is
    /// offered for the server. A job's own flags are ours, too: the laws of the tables see to it that they shadow nothing.
    pub fn flag(&self) -> String {
        let flag = match self.spelling {
            Some(spelling) => spelling.to_owned(),
            None => kebab(self.name),
        };
        match TAKEN.contains(&flag.as_str()) && self.place != Place::Workflow {
            true => format!("server-{flag}"),
            false => flag,
        }
    }
}

/// A vendor's name in kebab case: `company_id`, `organizationId` and `psaTicketID` end in `-id`.
pub fn kebab(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let begins_word = |at: usize| {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(at + 1);
        letters[at].is_uppercase()
            && before.is_some_and(|before| {
                let ends_capitals = before.is_uppercase() && after.is_some_and(|after| after.is_lowercase());
                before.is_lowercase() || before.is_ascii_digit() || ends_capitals
            })
    };
    let mut words = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if begins_word(at) {
            words.push('-');
        }
        words.extend(letter.to_lowercase());
    }
    words.replace(['_', ':', '.'], "-")
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn every_vendor_s_way_to_join_words_becomes_kebab_case() {
        let names = ["company_id", "ne:status", "organizationId", "psaTicketID", "osPatches2Apply", "URLList", "a-b"];

        let found = names.map(kebab);

        assert_eq!(
            found,
            ["company-id", "ne-status", "organization-id", "psa-ticket-id", "os-patches2-apply", "url-list", "a-b"]
        );
    }
}
