//! A command line that a row accepts: what it requires, each with a value that shows what belongs there.

use super::tree::{is_flag, positionals};
use crate::catalog::{Argument, Kind, Operation, Place, kebab};
use crate::plan::placeholder;

const AN_ID: &str = "42";

/// `rmctl rms devices get 42`. Values in capitals are the user's to fill in; nothing optional is there.
pub fn example(words: &str, operation: &'static Operation) -> String {
    let mut line = vec![format!("rmctl {words}")];
    line.extend(positionals(operation).filter(|one| !one.trailing).map(value));
    line.extend(operation.ids.map(|_| AN_ID.to_owned()));
    line.extend(operation.arguments.iter().filter(|one| is_needed(operation, one)).map(flag));
    if operation.saves && operation.pack.is_none() {
        line.push("--save FILE".to_owned());
    }
    line.extend(positionals(operation).filter(|one| one.trailing).map(|one| format!("-- {}", value(one))));
    line.join(" ")
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
        _ if argument.place == Place::File => "FILE".to_owned(),
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
        let tree = tree(ALL, None);
        for vendor in ALL {
            for (words, operation) in rows(vendor.settings.key, vendor.operations, vendor.groups) {
                let line = example(&words, operation);
                let typed = line.split(' ').map(|word| word.trim_matches('\''));

                let outcome = tree.clone().try_get_matches_from(typed);

                assert!(outcome.is_ok(), "{line}: {}", outcome.unwrap_err());
            }
        }
    }
}
