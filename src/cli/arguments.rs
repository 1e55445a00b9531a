//! What may follow the words of a row: its arguments, and the flags that it has by its kind.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgGroup, Command, ValueHint};

use super::flags::{several, switch, text};
use super::globals::Detail;
use super::select::{selector_arguments, selector_id, selectors};
use crate::catalog::{Argument, Body, Kind, Operation, Place, Product, Run, Vendor, kebab};
use crate::moment::When;
use crate::plan::placeholder;

/// The command of a row, with everything that it takes.
pub(super) fn with_arguments(
    command: Command,
    vendor: &'static Vendor,
    operation: &'static Operation,
    detail: Detail,
) -> Command {
    let flags = operation.arguments.iter().filter(|argument| is_flag(argument));
    command
        .args(words(vendor, operation))
        .args(flags.chain(transaction_flags(vendor, operation)).map(flag_argument))
        .groups(alternatives(operation))
        .args(selector_arguments(vendor, operation))
        .args(flags_of_kind(vendor, operation, detail))
}

/// What has no flag. Selectors, and ids from a file, may stand in the place of the last one.
fn words(vendor: &'static Vendor, operation: &'static Operation) -> Vec<Arg> {
    let ways: Vec<String> = selectors(vendor, operation).into_iter().map(selector_id).collect();
    let ways_or_file: Vec<String> = ways.iter().cloned().chain([IDS_FROM.to_owned()]).collect();
    let (many, count) = (takes_many(operation), positionals(operation).count());
    let words = positionals(operation).enumerate().map(|(number, argument)| {
        let is_last = number + 1 == count;
        let others = match operation.ids {
            None if is_last && many => &ways_or_file[..],
            None if is_last => &ways,
            _ => &[],
        };
        positional(argument, is_last && many, others)
    });
    words.chain(operation.ids.map(|ids| ids_argument(operation, ids.member, &ways_or_file))).collect()
}

/// Of some arguments exactly one is needed, unless all of the body is given.
fn alternatives(operation: &Operation) -> Vec<ArgGroup> {
    let (names, wholes) = (operation.one_of.iter().map(|name| id_of(name)), wholes(operation));
    let one = ArgGroup::new("one of").args(names.clone()).required(wholes.is_empty());
    let any = names.chain(wholes.iter().map(ToString::to_string));
    let any = ArgGroup::new("one of them or all").args(any).multiple(true).required(true);
    match (operation.one_of, wholes) {
        ([], _) => Vec::new(),
        (_, []) => vec![one],
        _ => vec![one, any],
    }
}

/// Words without a flag, in their order.
pub(super) fn positionals(operation: &'static Operation) -> impl Iterator<Item = &'static Argument> {
    operation.arguments.iter().filter(|argument| argument.positional)
}

pub(super) fn is_flag(argument: &Argument) -> bool {
    !argument.positional && !argument.paging
}

/// What every change that is part of a transaction takes besides.
pub(super) fn transaction_flags(vendor: &'static Vendor, operation: &Operation) -> &'static [Argument] {
    match &vendor.transactions {
        Some(transactions) if transactions.has(operation) => transactions.arguments,
        _ => &[],
    }
}

/// The flag that names ids from a file.
pub(super) const IDS_FROM: &str = "ids-from";

fn has_ids(operation: &Operation) -> bool {
    operation.ids.is_some() || takes_many(operation)
}

/// An operation on one thing takes many: each gets a request of its own. One that saves a file has one file to save to.
pub fn takes_many(operation: &Operation) -> bool {
    let slots = operation.arguments.iter().filter(|argument| argument.place == Place::Path).count();
    let last = operation.arguments.iter().rfind(|argument| argument.positional);
    let is_last = last.is_some_and(|argument| argument.place == Place::Path);
    slots == 1 && is_last && !operation.list && !operation.saves && operation.ids.is_none()
}

/// The name under which clap keeps an argument; global flags have other names.
pub fn id_of(name: &str) -> String {
    format!("argument {name}")
}

fn positional(argument: &'static Argument, many: bool, others: &[String]) -> Arg {
    let name = placeholder(argument.name);
    let mut arg = Arg::new(id_of(argument.name)).value_name(name).help(limited(argument)).allow_negative_numbers(true);
    if !argument.values.is_empty() {
        arg = arg.value_parser(PossibleValuesParser::new(argument.values));
    }
    let arg = if many { arg.num_args(1..).action(ArgAction::Append) } else { arg };
    if argument.trailing {
        return arg.num_args(1..).last(true).required(argument.required);
    }
    match others.is_empty() {
        true => arg.required(argument.required),
        false => arg.required_unless_present_any(others),
    }
}

/// Flags that give all of the body, which may say what others need not say then.
fn wholes(operation: &Operation) -> &'static [&'static str] {
    match operation.body {
        Body::DataList | Body::List => &["body", "items"],
        Body::None | Body::File(_) | Body::Multipart => &[],
        _ => &["body"],
    }
}

fn ids_argument(operation: &Operation, member: &str, others: &[String]) -> Arg {
    let name = kebab(member);
    let name = if name == "id" { &name } else { name.trim_end_matches("-id") };
    let arg = Arg::new("ids")
        .value_name(placeholder(name))
        .help("ids of what to act on")
        .allow_negative_numbers(true)
        .num_args(1..);
    match operation.without_ids {
        Some(_) => arg,
        None => arg.required_unless_present_any(
            others.iter().cloned().chain(wholes(operation).iter().map(ToString::to_string)),
        ),
    }
}

pub(super) fn flag_argument(argument: &'static Argument) -> Arg {
    let long = argument.flag();
    let required = if argument.required { " (required)" } else { "" };
    let help = format!("{}{}{required}{}", limited(argument), how_often(argument), of_product(argument.only));
    let arg = Arg::new(id_of(argument.name)).long(long).short(argument.short).help(help);
    let arg = match (argument.kind, argument.values) {
        (Kind::Boolean, _) => arg
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .value_name("true|false")
            .value_parser(["true", "false"])
            .hide_possible_values(true),
        _ if argument.place == Place::File || argument.kind == Kind::Paths || argument.is_on_disk => {
            arg.value_name("PATH").value_hint(ValueHint::FilePath)
        }
        _ if argument.when.is_some() => arg.value_name("WHEN").allow_hyphen_values(true),
        (_, []) => arg.value_name(value_name(argument.kind)).allow_hyphen_values(argument.kind != Kind::String),
        (Kind::Choices, values) => arg.value_name("VALUE,...").value_parser(PossibleValuesParser::new(values)),
        (_, values) => arg.value_name("VALUE").value_parser(PossibleValuesParser::new(values)),
    };
    match argument.kind {
        Kind::Integers | Kind::Choices => arg.action(ArgAction::Append).value_delimiter(','),
        _ if takes_several(argument) => arg.action(ArgAction::Append),
        _ => arg,
    }
}

fn takes_several(argument: &Argument) -> bool {
    matches!(argument.kind, Kind::Strings | Kind::Array | Kind::Pairs | Kind::Paths)
}

/// Values that commas do not part are given by the same flag again.
fn how_often(argument: &Argument) -> &'static str {
    match takes_several(argument) && !argument.help.contains("repeat") {
        true => ", repeatable",
        false => "",
    }
}

/// The help of an argument with its limits, and how a time is said.
pub(super) fn limited(argument: &Argument) -> String {
    let help = format!("{}{}", argument.help, argument.when.map_or("", When::help));
    match argument.limits {
        limits if limits.is_none() => help,
        limits => format!("{help}, {}", limits.of(argument.kind)),
    }
}

/// What help says of what one product has and the others do not.
pub(super) fn of_product(only: Option<Product>) -> String {
    only.map(|product| format!(" ({} only)", product.key)).unwrap_or_default()
}

fn value_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer | Kind::Number => "N",
        Kind::Integers => "N,...",
        Kind::Object | Kind::Array => "JSON",
        Kind::Pairs => "NAME=VALUE",
        _ => "TEXT",
    }
}

/// The flags that a row has by its kind, whatever its arguments are.
fn flags_of_kind(vendor: &'static Vendor, operation: &'static Operation, detail: Detail) -> Vec<Arg> {
    let is_request = matches!(operation.run, Run::Request);
    let has_json = !matches!(operation.body, Body::None | Body::Multipart | Body::File(_));
    let has_items = matches!(operation.body, Body::DataList | Body::List);
    let has_ids = has_ids(operation);
    let is_bulk_change = has_ids && is_request && operation.effect.is_change();
    let may_wait = operation.waits || !vendor.traffic.quotas.is_empty();
    let hides_no_wait = !operation.waits || !(is_request || has_ids);
    [
        (has_json, text("body", "JSON", ABOUT_BODY)),
        (has_items, text("items", "FILE", ABOUT_ITEMS).conflicts_with("body")),
        (has_ids, text(IDS_FROM, "FILE", ABOUT_IDS_FROM)),
        (is_bulk_change, text("resume", "FILE", ABOUT_RESUME)),
        (is_bulk_change, switch("retry-unknown", "repeat also what may have happened already").requires("resume")),
        (is_request, parameter(vendor).hide_short_help(detail != Detail::All)),
        (operation.saves, save(operation)),
        (may_wait, wait(operation)),
        (true, switch("no-wait", "print the handle of the accepted work and go").hide(hides_no_wait)),
    ]
    .into_iter()
    .filter_map(|(wanted, argument)| wanted.then_some(argument))
    .collect()
}

const ABOUT_BODY: &str = "the whole body, or the base under the flags: JSON, @FILE, or - for standard input";
const ABOUT_ITEMS: &str = "many items: JSON, ndjson or CSV, or - for standard input";
const ABOUT_IDS_FROM: &str = "ids from a file: one a line, CSV or ndjson, or - for standard input";
const ABOUT_RESUME: &str = "journal of a change of many: what it names as done is not repeated";

fn parameter(vendor: &Vendor) -> Arg {
    let help = match vendor.ignores_unknown {
        true => "a query parameter by the vendor's name; a name that it would ignore here is refused",
        false => "a query parameter that has no flag",
    };
    several("param", "NAME=VALUE", help)
}

fn save(operation: &Operation) -> Arg {
    let help = match operation.pack {
        Some(_) => "keep the file that holds the records, as it is",
        None => "where the file goes",
    };
    text("save", "PATH", help).value_hint(ValueHint::FilePath)
}

fn wait(operation: &Operation) -> Arg {
    let help = match operation.waits {
        true => "how long to wait for the result [default: 120]",
        false => "how long to wait for a turn when the vendor's limit is used up [default: 60]",
    };
    text("wait", "SECS", help).value_parser(clap::value_parser!(u64)).conflicts_with("no-wait")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_that_names_a_file_takes_a_path() {
        static SAVE: Argument = Argument::workflow("save", Kind::String).on_disk();

        let flag = flag_argument(&SAVE);

        assert_eq!(
            (flag.get_value_names().map(|names| names[0].as_str()), flag.get_value_hint()),
            (Some("PATH"), ValueHint::FilePath)
        );
    }
}
