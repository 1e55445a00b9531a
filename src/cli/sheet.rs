//! A row in words for people: what is asked of it and what it answers, ready for a terminal or a page of the reference.

use super::arguments::{is_flag, limited, of_product};
use super::example::example;
use super::select::selectors;
use crate::catalog::{Argument, Body, Kind, Operation, Place, Selector, Vendor};
use crate::plan::placeholder;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The words after `rmctl`.
    pub words: String,
    /// One line of help.
    pub about: &'static str,
    /// Method and path; `None` for a job of several requests.
    pub request: Option<String>,
    /// What is besides, as name and text.
    pub facts: Vec<(&'static str, String)>,
    /// What may be given, by where it goes.
    pub sections: Vec<Section>,
    /// A command line that the row accepts.
    pub example: String,
}

/// The arguments that go to one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The place.
    pub heading: &'static str,
    /// What goes there.
    pub arguments: Vec<Told>,
}

/// One argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// As it is typed: `--status`, or `ID` for a word without a flag.
    pub name: String,
    /// What it takes, in a word or two.
    pub takes: &'static str,
    /// The only values it takes; empty for any.
    pub values: &'static [&'static str],
    /// Whether it must be given.
    pub need: Option<&'static str>,
    /// One line of help; may be empty.
    pub help: String,
}

impl Sheet {
    /// All of a row.
    pub fn of(vendor: &'static Vendor, words: &str, operation: &'static Operation) -> Self {
        Self {
            words: words.to_owned(),
            about: operation.about,
            request: (!operation.path.is_empty()).then(|| format!("{} {}", operation.verb, operation.path)),
            facts: facts(operation),
            sections: sections(vendor, operation),
            example: example(words, operation),
        }
    }
}

fn facts(operation: &Operation) -> Vec<(&'static str, String)> {
    let told = |is_so: bool, text: &str| is_so.then(|| text.to_owned());
    let found = [
        ("effect", Some(operation.effect.word().to_owned())),
        ("warning", operation.warning.map(str::to_owned)),
        ("scope", operation.scope.map(str::to_owned)),
        ("body", body(operation.body).map(str::to_owned)),
        ("waits", told(operation.waits, "for the end of the work, unless told not to by --no-wait")),
        ("answer", answer(operation).map(str::to_owned)),
        ("newer", operation.newer.map(newer)),
    ];
    found.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
}

/// Which form is sent is found out from the server, so both are told.
fn newer(form: &Operation) -> String {
    let product = of_product(form.only);
    format!("{} {} where the server has it{product}; its records may have other members", form.verb, form.path)
}

fn answer(operation: &Operation) -> Option<&'static str> {
    match (operation.pack.is_some(), operation.saves) {
        (true, _) => Some("the records in a file; with --save PATH the file as it is"),
        (false, true) => Some("a file, for --save PATH or a redirected standard output"),
        (false, false) => None,
    }
}

fn body(body: Body) -> Option<&'static str> {
    match body {
        Body::None => None,
        Body::Object => Some("a JSON object"),
        Body::DataList | Body::List => Some("a list of items; the flags make one, --items FILE gives many"),
        Body::Ids => Some("a list of ids"),
        Body::Form | Body::Multipart => Some("a form"),
        Body::Value => Some("a JSON value"),
        Body::File(_) => Some("a file as it is"),
    }
}

fn sections(vendor: &'static Vendor, operation: &'static Operation) -> Vec<Section> {
    let at = |place: Place| arguments(operation, |argument| is_flag(argument) && argument.place == place);
    let mut words = arguments(operation, |argument| argument.positional);
    words.extend(operation.ids.map(|ids| Told {
        name: placeholder(ids.member),
        takes: "ids",
        values: &[],
        need: Some("required"),
        help: "what to act on".to_owned(),
    }));
    let all = [
        ("words", words),
        ("instead of an id", selectors(vendor, operation).into_iter().map(way).collect()),
        ("another path", at(Place::Detour)),
        ("query", at(Place::Query)),
        ("filter", at(Place::Term)),
        ("body members", at(Place::Body)),
        ("files", at(Place::File)),
        ("headers", at(Place::Header)),
        ("flags", at(Place::Workflow)),
    ];
    all.into_iter()
        .filter(|(_, arguments)| !arguments.is_empty())
        .map(|(heading, arguments)| Section { heading, arguments })
        .collect()
}

fn way(selector: &'static Selector) -> Told {
    Told {
        name: format!("--by-{}", selector.name),
        takes: "text",
        values: &[],
        need: None,
        help: selector.help.to_owned(),
    }
}

fn arguments(operation: &Operation, fits: impl Fn(&Argument) -> bool) -> Vec<Told> {
    let fitting = operation.arguments.iter().filter(|argument| fits(argument));
    fitting.map(|argument| told(operation, argument)).collect()
}

fn told(operation: &Operation, argument: &Argument) -> Told {
    Told {
        name: match argument.positional {
            true => placeholder(argument.name),
            false => format!("--{}", argument.flag()),
        },
        takes: takes(argument),
        values: argument.values,
        need: match argument.required {
            true => Some("required"),
            false => operation.one_of.contains(&argument.name).then_some("one of these"),
        },
        help: limited(argument),
    }
}

fn takes(argument: &Argument) -> &'static str {
    match argument.kind {
        _ if argument.secret => "secret",
        _ if argument.place == Place::File => "file",
        _ if argument.when.is_some() => "time",
        Kind::String => "text",
        Kind::Integer => "whole number",
        Kind::Number => "number",
        Kind::Boolean => "yes or no",
        Kind::Strings => "texts",
        Kind::Integers => "whole numbers",
        Kind::Choices => "several values",
        Kind::Object => "JSON object",
        Kind::Pairs => "NAME=VALUE, repeated",
        Kind::Paths => "path, repeated; - for standard input",
        Kind::Array => "JSON array",
    }
}
