//! `rmctl api <vendor> --describe`: all that the tables know of one operation, as a page for people or as data.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::catalogue;
use super::context::Context;
use super::stop::Stop;
use crate::catalog::{Argument, Body, Operation, Place, Vendor};
use crate::cli::{ApiCall, example, is_flag, long};
use crate::failure::Failure;
use crate::output::{Format, Knowledge, Shape, unknown};
use crate::plan::placeholder;
use crate::record::Record;

pub(super) fn run(context: &Context<'_>, call: &ApiCall) -> Result<(), Stop> {
    let name = call.describe.as_deref().unwrap_or_default();
    let (words, operation) = find(call.vendor, name)?;
    let view = context.view(Format::Table)?;
    view.check(Shape::One, &Knowledge::OPEN)?;
    match view.format {
        Format::Table | Format::Wide if view.columns.is_none() => {
            context.print_text(page(&words, operation).trim_end())
        }
        _ => {
            let record = Record::from(described(call.vendor, &words, operation));
            context
                .print_all(&view, Shape::One, &Knowledge::OPEN, [&record])
                .map(drop)
        }
    }
}

/// By the words of its command, with or without `rmctl` and the vendor, or by METHOD PATH.
fn find(vendor: &'static Vendor, name: &str) -> Result<(String, &'static Operation), Failure> {
    let key = vendor.settings.key;
    let typed: Vec<&str> = name.split_whitespace().collect();
    let asked = typed.strip_prefix(&["rmctl"]).unwrap_or(&typed);
    let asked = match asked.split_first() {
        Some((first, rest)) if *first == key || vendor.aliases.contains(first) => rest,
        _ => asked,
    };
    let words = format!("{key} {}", asked.join(" "));
    let rows = catalogue::rows(vendor);
    let fits = |(own, operation): &&(String, &'static Operation)| *own == words || is_request(operation, asked);
    if let Some(found) = rows.iter().find(fits) {
        return Ok(found.clone());
    }
    let names = rows
        .iter()
        .filter_map(|(own, _)| own.split_once(' '))
        .map(|(_, rest)| rest);
    Err(unknown("operation", &asked.join(" "), names).hint(format!("`rmctl api {key} --list` lists all")))
}

/// `GET /devices/{id}`, or with a value in the slot.
fn is_request(operation: &Operation, asked: &[&str]) -> bool {
    let [method, path] = asked else { return false };
    let is_slot = |own: &str| own.starts_with('{') && own.ends_with('}');
    let (own, asked): (Vec<&str>, Vec<&str>) = (operation.path.split('/').collect(), path.split('/').collect());
    let same = own.iter().zip(&asked).all(|(own, asked)| own == asked || is_slot(own));
    operation.verb.eq_ignore_ascii_case(method) && own.len() == asked.len() && same
}

/// A row as data: the members of `--list`, and what it leaves out.
pub(super) fn described(vendor: &Vendor, words: &str, operation: &'static Operation) -> Value {
    let mut shown = catalogue::row(vendor, words, operation);
    shown["about"] = json!(operation.about);
    shown["scope"] = json!(operation.scope);
    shown["example"] = json!(example(words, operation));
    shown["columns"] = json!(operation.columns);
    shown["members"] = json!(operation.members);
    shown
}

/// A row for people.
pub(super) fn page(words: &str, operation: &'static Operation) -> String {
    let mut page = format!("{}: {}\n\n", words, operation.about);
    for (name, value) in facts(operation) {
        line(&mut page, 10, name, &value);
    }
    for (heading, arguments) in sections(operation) {
        let _ = write!(page, "\n{heading}\n");
        let width = arguments.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, about) in arguments {
            line(&mut page, width + 2, &name, &about);
        }
    }
    let _ = write!(page, "\nexample\n  {}\n", example(words, operation));
    page
}

fn line(page: &mut String, width: usize, name: &str, value: &str) {
    let text = format!("  {name:width$}{value}");
    page.push_str(text.trim_end());
    page.push('\n');
}

fn facts(operation: &Operation) -> Vec<(&'static str, String)> {
    let listed = |names: &[&str]| (!names.is_empty()).then(|| names.join(", "));
    let told = |is_so: bool, text: &str| is_so.then(|| text.to_owned());
    let request = match operation.path {
        "" => "several, as the job needs".to_owned(),
        path => format!("{} {path}", operation.verb),
    };
    let found = [
        ("request", Some(request)),
        ("effect", Some(operation.effect.word().to_owned())),
        ("warning", operation.warning.map(str::to_owned)),
        ("scope", operation.scope.map(str::to_owned)),
        ("body", body(operation)),
        (
            "waits",
            told(
                operation.waits,
                "until the accepted work has ended; `--no-wait` does not",
            ),
        ),
        ("answer", told(operation.saves, "a file")),
        ("columns", listed(operation.columns)),
        ("wide", listed(operation.wide)),
        ("members", listed(operation.members)),
        ("secret", listed(operation.secret)),
    ];
    found
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

fn body(operation: &Operation) -> Option<String> {
    Some(match operation.body {
        Body::None => return None,
        Body::Object => "a JSON object".to_owned(),
        Body::DataList => "a JSON object with a list of items; the flags make one, `--items` takes many".to_owned(),
        Body::List => "a JSON list of items; the flags make one, `--items` takes many".to_owned(),
        Body::Multipart => "a form".to_owned(),
    })
}

/// The arguments by where they go, each section under its own heading.
fn sections(operation: &Operation) -> Vec<(&'static str, Vec<(String, String)>)> {
    let words = |argument: &&Argument| argument.positional;
    let flags = |place: Place| move |argument: &&Argument| is_flag(argument) && argument.place == place;
    let of = |fits: &dyn Fn(&&Argument) -> bool| -> Vec<(String, String)> {
        operation
            .arguments
            .iter()
            .filter(|argument| fits(argument))
            .map(described_argument)
            .collect()
    };
    let mut positionals = of(&words);
    positionals.extend(operation.ids.map(|ids| {
        (
            placeholder(ids.member),
            "required; ids of the things to act on".to_owned(),
        )
    }));
    let all = [
        ("words", positionals),
        ("query", of(&flags(Place::Query))),
        ("body members", of(&flags(Place::Body))),
        ("files", of(&flags(Place::File))),
        ("headers", of(&flags(Place::Header))),
        ("flags", of(&flags(Place::Workflow))),
    ];
    all.into_iter().filter(|(_, arguments)| !arguments.is_empty()).collect()
}

fn described_argument(argument: &Argument) -> (String, String) {
    let name = match argument.positional {
        true => placeholder(argument.name),
        false => format!("--{}", long(argument)),
    };
    let values = (!argument.values.is_empty()).then(|| format!("one of {}", argument.values.join(", ")));
    let told = [
        Some(argument.kind.word().to_owned()),
        argument.required.then(|| "required".to_owned()),
        Some(argument.help.to_owned()).filter(|help| !help.is_empty()),
        values,
    ];
    (name, told.into_iter().flatten().collect::<Vec<_>>().join("; "))
}
