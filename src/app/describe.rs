//! `rmctl api <vendor> --describe`: all that the tables know of one operation, as a page for people or as data.

use serde_json::{Value, json};

use super::catalogue;
use super::context::Context;
use super::stop::Stop;
use crate::catalog::{Operation, Vendor};
use crate::cli::{ApiCall, Sheet, Told, example};
use crate::failure::Failure;
use crate::output::{Format, Knowledge, Shape, unknown};
use crate::record::Record;

const WIDTH: usize = 100;

pub(super) fn run(context: &Context<'_>, call: &ApiCall) -> Result<(), Stop> {
    let name = call.describe.as_deref().unwrap_or_default();
    let (words, operation) = find(call.vendor, name)?;
    let view = context.view(Format::Table)?;
    view.check(Shape::One, &Knowledge::OPEN)?;
    match view.format {
        Format::Table | Format::Wide if view.columns.is_none() => {
            context.print_text(page(call.vendor, &words, operation).trim_end())
        }
        _ => {
            let record = Record::from(described(call.vendor, &words, operation));
            let records = [&record];
            context.print_all(&view, Shape::One, &Knowledge::OPEN, records).map(drop)
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
    let named = rows.iter().find(|(own, _)| *own == words);
    let requests = rows.iter().filter(|(_, operation)| is_request(operation, asked));
    // `/devices/remote-access` also fits `/devices/{id}`.
    let slots = |(_, operation): &&(String, &'static Operation)| operation.path.matches('{').count();
    let found = named.or_else(|| requests.min_by_key(slots));
    found.cloned().ok_or_else(|| {
        let names = rows.iter().filter_map(|(own, _)| own.split_once(' '));
        unknown("operation", &asked.join(" "), names.map(|(_, name)| name))
            .hint(format!("`rmctl api {key} --list` lists all"))
    })
}

/// `GET /devices/{id}`, or with a value in the slot.
fn is_request(operation: &Operation, asked: &[&str]) -> bool {
    let [method, path] = asked else { return false };
    let is_slot = |own: &str| own.starts_with('{') && own.ends_with('}');
    let steps = operation.path.split('/').zip(path.split('/'));
    operation.verb.eq_ignore_ascii_case(method)
        && operation.path.split('/').count() == path.split('/').count()
        && steps.into_iter().all(|(own, asked)| own == asked || is_slot(own))
}

/// A row as data: the members of `--list`, and what it leaves out.
fn described(vendor: &Vendor, words: &str, operation: &'static Operation) -> Value {
    let mut shown = catalogue::row(vendor, words, operation);
    shown["about"] = json!(operation.about);
    shown["scope"] = json!(operation.scope);
    shown["example"] = json!(example(words, operation));
    shown["columns"] = json!(operation.columns);
    shown["members"] = json!(operation.members);
    shown
}

/// A row for people.
fn page(vendor: &'static Vendor, words: &str, operation: &'static Operation) -> String {
    let sheet = Sheet::of(vendor, words, operation);
    let mut page = format!("rmctl {words}: {}\n\n", sheet.about);
    let request = sheet.request.unwrap_or_else(|| "several, as the job needs".to_owned());
    let names = [("columns", operation.columns), ("wide adds", operation.wide), ("members", operation.members)];
    let names = names.map(|(name, names)| (name, names.join(", ")));
    let facts = std::iter::once(("request", request)).chain(sheet.facts).chain(names);
    for (name, text) in facts.filter(|(_, text)| !text.is_empty()) {
        page.push_str(&line(12, name, &text));
    }
    for section in sheet.sections {
        let width = section.arguments.iter().map(|told| told.name.len()).max().unwrap_or(0) + 2;
        page.push_str(&format!("\n{}\n", section.heading));
        page.extend(section.arguments.iter().map(|told| line(width, &told.name, &about(told))));
    }
    page + &format!("\nexample\n  {}\n", sheet.example)
}

fn about(told: &Told) -> String {
    let values = match told.values {
        [] => told.takes.to_owned(),
        values => values.join(" | "),
    };
    let parts = [told.need.unwrap_or_default(), &told.help, &values];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("; ")
}

/// A name and its text, which goes on below itself where it is long.
fn line(width: usize, name: &str, text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is always a line");
        match last.is_empty() {
            true => last.push_str(word),
            false if 2 + width + last.len() + 1 + word.len() <= WIDTH => *last = format!("{last} {word}"),
            false => lines.push(word.to_owned()),
        }
    }
    let names = std::iter::once(name).chain(std::iter::repeat(""));
    lines.iter().zip(names).map(|(line, name)| format!("  {name:width$}{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendor::ALL;

    #[test]
    fn every_row_is_found_by_its_words_and_by_its_request() {
        for vendor in ALL {
            for (words, operation) in catalogue::rows(vendor) {
                let (_, name) = words.split_once(' ').unwrap();

                assert_eq!(find(vendor, name).unwrap().0, words);
                assert_eq!(find(vendor, &format!("rmctl {words}")).unwrap().0, words);
                if !operation.path.is_empty() {
                    let found = find(vendor, &format!("{} {}", operation.verb, operation.path)).unwrap().1;
                    assert_eq!((found.verb, found.path), (operation.verb, operation.path));
                }
            }
        }
    }

    #[test]
    fn every_row_has_a_page_and_data() {
        for vendor in ALL {
            for (words, operation) in catalogue::rows(vendor) {
                let (page, data) = (page(vendor, &words, operation), described(vendor, &words, operation));

                assert!(page.contains("example\n  rmctl "), "{words}");
                assert_eq!(data["command"], words);
                assert!(data["params"].is_array() && data["members"].is_array() && data["columns"].is_array());
            }
        }
    }

    #[test]
    fn a_value_may_stand_in_a_slot() {
        let (words, _) = find(ALL[0], "get /devices/70810").unwrap();

        assert_eq!(words, "rms devices get");
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest() {
        let failure = find(ALL[0], "devices lst").unwrap_err();

        assert_eq!(failure.code.exit(), 2);
        assert!(
            failure.message.starts_with("unknown operation `devices lst`; there are `devices list`"),
            "{}",
            failure.message
        );
    }

    #[test]
    fn a_long_text_goes_on_below_itself() {
        let text = ["word"; 30].join(" ");

        let lines = line(10, "name", &text);

        assert!(lines.lines().all(|line| line.len() <= WIDTH));
        assert!(lines.lines().nth(1).unwrap().starts_with("            word"));
    }
}
