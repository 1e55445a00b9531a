//! `--by-serial` and its like: the flags by which a row's ids can be named otherwise.

use clap::{Arg, ArgAction};

use super::tree::{is_flag, positionals};
use crate::catalog::{Operation, Selector, Vendor};

/// The ways to name what this row takes by id; none where an id in the middle of the words would shift those after it.
pub(super) fn selectors(vendor: &'static Vendor, operation: &'static Operation) -> Vec<&'static Selector> {
    let Some(selectors) = &vendor.selectors else {
        return Vec::new();
    };
    let Some(target) = (selectors.target)(operation) else {
        return Vec::new();
    };
    let in_words = positionals(operation).position(|argument| argument.name == target);
    let last = positionals(operation).count().saturating_sub(1);
    match in_words.is_none_or(|place| place == last && operation.ids.is_none()) {
        true => selectors.ways.iter().collect(),
        false => Vec::new(),
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
