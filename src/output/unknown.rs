//! The refusal of a name that is not there, with the names that are, the likeliest first.

use std::cmp::Reverse;

use crate::failure::Failure;

const SHOWN: usize = 6;

/// ``unknown column `sate`; there are `state`, `id`, ...``
pub(crate) fn unknown<'n>(noun: &str, typed: &str, names: impl IntoIterator<Item = &'n str>) -> Failure {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_by_key(|name| Reverse(likeness(typed, name)));
    Failure::usage(format!("unknown {noun} `{typed}`; there are {}", shown(&names)))
}

/// Of the first step of a path, per mille, because floating-point numbers have no order to sort by.
fn likeness(typed: &str, name: &str) -> u16 {
    let typed = typed.split('.').next().unwrap_or_default();
    (strsim::jaro_winkler(&typed.to_lowercase(), &name.to_lowercase()) * 1000.0) as u16
}

fn shown(names: &[&str]) -> String {
    let listed = quoted(names.iter().take(SHOWN));
    match names.len().saturating_sub(SHOWN) {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}

/// Names in backticks, with commas between.
pub(super) fn quoted<N: std::fmt::Display>(names: impl IntoIterator<Item = N>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
