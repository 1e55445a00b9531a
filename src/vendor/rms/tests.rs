//! What holds for all rows of the vendor, whatever they are about.

use std::collections::BTreeSet;

use super::RMS;
use crate::catalog::{Argument, Effect, Group, Operation, Place};

/// A row and the words that call it.
struct Row {
    words: String,
    operation: &'static Operation,
}

fn rows() -> Vec<Row> {
    RMS.groups.iter().flat_map(|group| rows_of(group, "rms")).collect()
}

fn rows_of(group: &'static Group, above: &str) -> Vec<Row> {
    let words = format!("{above} {}", group.name);
    let own = group.operations.iter().map(|operation| Row { words: format!("{words} {}", operation.name), operation });
    let below = group.groups.iter().flat_map(|group| rows_of(group, &words));
    own.chain(below).collect()
}

/// The rows of which `wrong` has something to say, with what it says.
fn faults(wrong: impl Fn(&Operation) -> Option<String>) -> Vec<String> {
    rows().iter().filter_map(|row| Some(format!("{}: {}", row.words, wrong(row.operation)?))).collect()
}

fn twice<T: Ord + Clone>(things: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    things.into_iter().filter(|thing| !seen.insert(thing.clone())).collect()
}

fn arguments(operation: &Operation, place: Place) -> impl Iterator<Item = &'static Argument> {
    operation.arguments.iter().filter(move |argument| argument.place == place)
}

#[test]
fn each_of_the_229_operations_has_a_row_and_only_reboot_is_a_shorthand() {
    let calls: Vec<_> = rows().iter().map(|row| (row.operation.verb, row.operation.path)).collect();

    assert_eq!(twice(calls.clone()), [("POST", "/devices/actions")]);
    assert_eq!(calls.into_iter().collect::<BTreeSet<_>>().len(), 229);
}

#[test]
fn no_two_commands_have_the_same_words() {
    assert_eq!(twice(rows().into_iter().map(|row| row.words)), [""; 0]);
}

#[test]
fn every_command_says_in_a_line_what_it_does() {
    let wrong = faults(|operation| {
        let about = operation.about;
        let fine = about.starts_with(char::is_uppercase) && !about.ends_with('.') && about.len() <= 60;
        (!fine).then(|| about.to_owned())
    });

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_argument_says_what_it_is() {
    let wrong = faults(|operation| {
        let silent = |argument: &&Argument| !argument.paging && argument.help.is_empty();
        operation.arguments.iter().find(silent).map(|argument| argument.name.to_owned())
    });

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn no_row_has_a_flag_twice() {
    let wrong = faults(|operation| twice(operation.arguments.iter().map(Argument::flag)).pop());

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn slots_are_positionals_in_the_order_of_the_path() {
    let wrong = faults(|operation| {
        let slots: String =
            arguments(operation, Place::Path).map(|argument| format!("{{{}}}", argument.name)).collect();
        let path: String = operation
            .path
            .split_inclusive('}')
            .filter_map(|part| part.rfind('{').map(|start| &part[start..]))
            .filter(|slot| slot.ends_with('}'))
            .collect();
        (slots != path).then_some(slots)
    });

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn columns_are_members() {
    let wrong = faults(|operation| {
        let unknown = |column: &&&str| {
            let member = column.split('.').next().expect("a split has a first part");
            !operation.members.is_empty() && !operation.members.contains(&member)
        };
        let mut columns = operation.columns.iter().chain(operation.wide);
        columns.find(unknown).map(|column| (*column).to_owned())
    });

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn lists_have_columns_unless_their_records_are_open() {
    let wrong = faults(|operation| {
        let bare = operation.list && operation.columns.is_empty() && !operation.members.is_empty();
        bare.then(|| operation.path.to_owned())
    });

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn paging_arguments_belong_to_lists_that_page() {
    let wrong = faults(|operation| {
        let pages = operation.arguments.iter().any(|argument| argument.paging);
        (pages != operation.paging.is_some()).then(|| operation.path.to_owned())
    });

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_61_operations_that_only_accept_the_work_are_waited_for() {
    let waiting: BTreeSet<_> =
        rows().iter().filter(|row| row.operation.waits).map(|row| (row.operation.verb, row.operation.path)).collect();

    assert_eq!(waiting.len(), 61);
}

#[test]
fn a_change_that_cannot_be_undone_says_so_unless_it_is_a_deletion() {
    let wrong = faults(|operation| {
        let destroys = operation.effect == Effect::Destroy && operation.verb != "DELETE";
        (destroys != operation.warning.is_some()).then(|| operation.about.to_owned())
    });

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn passwords_are_never_taken_from_the_command_line() {
    let wrong = faults(|operation| {
        let plain = |argument: &&Argument| argument.name.starts_with("password") && !argument.secret;
        arguments(operation, Place::Body).find(|argument| plain(argument)).map(|argument| argument.name.to_owned())
    });

    assert_eq!(wrong, [""; 0]);
}
