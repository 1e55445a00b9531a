//! Command lines that a row accepts: with what it requires alone, and those that stand at the end of its help.

use super::arguments::{is_flag, positionals};
use crate::catalog::{Argument, Kind, Operation, Place, kebab};
use crate::plan::placeholder;

const AN_ID: &str = "42";

/// `rmctl rms devices get 42`. Values in capitals are the user's to fill in; nothing optional is there.
pub fn example(words: &str, operation: &'static Operation) -> String {
    let mut line = vec![format!("rmctl {words}")];
    line.extend(positionals(operation).filter(|word| !word.trailing).map(value));
    line.extend(operation.ids.map(|_| AN_ID.to_owned()));
    line.extend(operation.arguments.iter().filter(|one| is_needed(operation, one)).map(flag));
    if operation.saves && operation.pack.is_none() {
        line.push("--save FILE".to_owned());
    }
    line.extend(positionals(operation).filter(|word| word.trailing).map(|word| format!("-- {}", value(word))));
    line.join(" ")
}

/// No terminal is narrower than this without breaking lines everywhere.
const NARROW: usize = 80;

/// The lines at the end of the help of a row, what they are for at their side; where that has no room, above them.
pub(super) fn examples(words: &str, operation: &Operation) -> String {
    let lines = operation.examples.iter().map(|(typed, what_for)| (format!("  rmctl {words} {typed}"), what_for));
    let width = lines.clone().map(|(line, _)| line.len()).max().unwrap_or_default();
    let has_room = lines.clone().all(|(_, what_for)| width + 2 + what_for.len() <= NARROW);
    let told = |(line, what_for): (String, &&str)| match (what_for.is_empty(), has_room) {
        (true, _) => line,
        (false, true) => format!("{line:width$}  {what_for}"),
        (false, false) => format!("  # {what_for}\n{line}"),
    };
    let lines: Vec<String> = lines.map(told).collect();
    match &lines[..] {
        [] => String::new(),
        [line] => format!("Example:\n{line}"),
        lines => format!("Examples:\n{}", lines.join("\n")),
    }
}

/// Required by itself, or the first of those of which one is.
fn is_needed(operation: &Operation, argument: &Argument) -> bool {
    is_flag(argument) && (argument.required || operation.one_of.first() == Some(&argument.name))
}

fn flag(argument: &Argument) -> String {
    match argument.kind {
        Kind::Boolean => format!("--{}", argument.flag()),
        _ => format!("--{} {}", argument.flag(), value(argument)),
    }
}

fn value(argument: &Argument) -> String {
    match (argument.kind, argument.values) {
        (_, [first, ..]) => (*first).to_owned(),
        _ if argument.secret => "@FILE".to_owned(),
        _ if argument.place == Place::File || argument.is_on_disk => "FILE".to_owned(),
        _ if is_id(argument.name) => AN_ID.to_owned(),
        (Kind::Integer | Kind::Number | Kind::Integers, _) => number(argument.name).to_owned(),
        (Kind::Object, _) => "'{}'".to_owned(),
        (Kind::Pairs, _) => "NAME=VALUE".to_owned(),
        (Kind::Array, _) => "'[]'".to_owned(),
        _ => placeholder(argument.name),
    }
}

fn is_id(name: &str) -> bool {
    kebab(name).rsplit('-').next().is_some_and(|last| ["id", "ids"].contains(&last))
}

/// Numbers have no capitals; some names say which would be plausible.
fn number(name: &str) -> &'static str {
    match name {
        name if name.contains("port") => "443",
        name if name.contains("duration") => "3600",
        _ => "1",
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;
    use crate::catalog::Group;
    use crate::vendor::ALL;

    fn rows(
        words: &str,
        operations: &'static [Operation],
        groups: &'static [Group],
    ) -> Vec<(String, &'static Operation)> {
        let own = operations.iter();
        let own = own.map(|operation| (format!("{words} {}", operation.name), operation));
        let below =
            groups.iter().flat_map(|group| rows(&format!("{words} {}", group.name), group.operations, group.groups));
        own.chain(below).collect()
    }

    #[test]
    fn every_row_accepts_its_example() {
        for vendor in ALL {
            for (words, operation) in rows(vendor.settings.key, vendor.operations, vendor.groups) {
                let line = example(&words, operation);
                let typed: Vec<String> = line.split(' ').map(|word| word.trim_matches('\'').to_owned()).collect();

                let outcome = tree(ALL, Some(&typed)).try_get_matches_from(&typed);

                assert!(outcome.is_ok(), "{line}: {}", outcome.unwrap_err());
            }
        }
    }

    #[test]
    fn every_row_accepts_the_examples_of_its_help() {
        let rows = ALL.iter().flat_map(|vendor| rows(vendor.settings.key, vendor.operations, vendor.groups));
        let lines = rows.flat_map(|(words, row)| row.examples.iter().map(move |(typed, _)| format!("{words} {typed}")));

        let refused: Vec<String> = lines
            .filter(|line| {
                let words = line.split(" >> ").next().unwrap().split(' ');
                let typed: Vec<String> = std::iter::once("rmctl").chain(words).map(str::to_owned).collect();
                tree(ALL, Some(&typed)).try_get_matches_from(&typed).is_err()
            })
            .collect();

        assert_eq!(refused, Vec::<String>::new());
    }

    #[test]
    fn examples_stand_in_one_column_with_what_they_are_for_in_another() {
        const LONG: &str = "what takes more room than there is beside the words";
        let row = Operation::get("get", "/things").examples(&[("42", "one"), ("--by-name pump", "by its name")]);

        let told = "Examples:\n  rmctl things get 42              one\n  rmctl things get --by-name pump  by its name";
        assert_eq!(examples("things get", &row), told);
        assert_eq!(examples("things get", &row.examples(&[("42", "")])), "Example:\n  rmctl things get 42");
        assert_eq!(
            examples("things get", &row.examples(&[("--by-name pump", LONG)])),
            format!("Example:\n  # {LONG}\n  rmctl things get --by-name pump")
        );
        assert_eq!(examples("things get", &row.examples(&[])), "");
    }
}
