//! `--by-serial` and its like: the flags by which a row's ids can be named otherwise.

use clap::{Arg, ArgAction};

use super::arguments::{is_flag, positionals};
use crate::catalog::{Operation, Selector, Vendor};
use crate::failure::Failure;

/// The ways to name what this row takes by id.
pub(super) fn selectors(vendor: &'static Vendor, operation: &'static Operation) -> Vec<&'static Selector> {
    let Some(selectors) = &vendor.selectors else {
        return Vec::new();
    };
    let Some(target) = (selectors.target)(operation) else {
        return Vec::new();
    };
    match place_of(operation, target).is_none() || operation.ids.is_none() {
        true => selectors.ways.iter().collect(),
        false => Vec::new(),
    }
}

fn place_of(operation: &'static Operation, target: &str) -> Option<usize> {
    positionals(operation).position(|argument| argument.name == target)
}

/// The words typed for each positional. Where a selector stands for one in the middle, those after it are one further.
pub(super) fn typed_words(
    vendor: &'static Vendor,
    operation: &'static Operation,
    selected: bool,
    mut typed: Vec<Vec<String>>,
) -> Result<Vec<Vec<String>>, Failure> {
    let target = vendor.selectors.as_ref().and_then(|selectors| (selectors.target)(operation));
    let place =
        target.and_then(|target| place_of(operation, target)).filter(|place| selected && place + 1 < typed.len());
    let Some(place) = place else {
        return Ok(typed);
    };
    match typed.pop().unwrap_or_default().first() {
        Some(word) => Err(Failure::usage(format!("`{word}` is one word too many beside a selector"))),
        None => {
            typed.insert(place, Vec::new());
            Ok(typed)
        }
    }
}

/// The name under which clap keeps a selector.
pub(super) fn selector_id(way: &Selector) -> String {
    format!("by {}", way.name)
}

/// The flags. Reads also take the short form, where the row has no flag of that name.
pub(super) fn selector_arguments(vendor: &'static Vendor, operation: &'static Operation) -> Vec<Arg> {
    let is_read = !operation.effect.is_change();
    let taken = |name: &str| operation.arguments.iter().any(|argument| is_flag(argument) && argument.flag() == name);
    selectors(vendor, operation)
        .into_iter()
        .map(|way| {
            let argument = Arg::new(selector_id(way))
                .long(format!("by-{}", way.name))
                .value_name("TEXT")
                .action(ArgAction::Append)
                .help(way.help)
                .help_heading("Instead of an id");
            match is_read && !taken(way.name) {
                true => argument.visible_alias(way.name),
                false => argument,
            }
        })
        .collect()
}
