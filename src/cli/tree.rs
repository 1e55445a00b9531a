//! The clap tree. Only what the words of this command line can reach is built; a stub stands for the rest.

use clap::builder::{PossibleValuesParser, Styles};
use clap::{Arg, ArgAction, Command, ValueHint};

use super::example::examples;
use super::globals::{self, Detail};
use super::select::{selector_arguments, selector_id, selectors};
use super::spec::Imported;
use super::{api, derived, fleet, own, spec, watch};
use crate::catalog::{Argument, Body, Group, Kind, Operation, Place, Product, Run, Vendor, kebab};
use crate::moment::When;
use crate::plan::placeholder;

const AFTER_HELP: &str = "\
Examples:
  rmctl --sandbox rms devices list             try it without an account
  rmctl rms connect-link --serial 1234567890   a link to a router's web page
  rmctl rms devices list -o json               all devices, for a script
  rmctl api rms /devices --paginate            what has no command of its own

`rmctl <command> --help` says more of each.";

/// The tree for a command line with these words; with `None`, all of it.
pub fn tree(vendors: &'static [&'static Vendor], words: Option<&[String]>) -> Command {
    tree_with(vendors, &[], words)
}

/// The same with the imported operations of some vendors.
pub fn tree_with(vendors: &'static [&'static Vendor], imported: &[Imported], words: Option<&[String]>) -> Command {
    let reach = Reach(words);
    let mut root = Command::new("rmctl")
        .bin_name("rmctl")
        .about("One command line for the remote-management systems that operators live in")
        .version(env!("CARGO_PKG_VERSION"))
        .styles(Styles::plain())
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .max_term_width(100)
        .args(globals::arguments(reach.detail()))
        .after_help(AFTER_HELP);
    for (number, vendor) in vendors.iter().enumerate() {
        let imported = imported
            .iter()
            .filter(|imported| imported.vendor.settings.key == vendor.settings.key)
            .map(|imported| imported_command(imported, &reach));
        let command = vendor_command(vendor, &reach).subcommands(imported);
        root = root.subcommand(command.display_order(number));
    }
    for (number, command) in own_commands(vendors).into_iter().enumerate() {
        root = root.subcommand(command.display_order(100 + number));
    }
    root
}

/// What is no vendor's, in the order of the help.
fn own_commands(vendors: &'static [&'static Vendor]) -> [Command; 12] {
    [
        api::command(vendors),
        fleet::inventory_command(vendors),
        watch::alerts_command(vendors),
        watch::find_command(vendors),
        watch::doctor_command(vendors),
        own::auth_command(vendors),
        own::config_command(),
        own::sandbox_command(),
        derived::completions_command(),
        derived::man_command(),
        derived::schema_command(),
        spec::command(vendors),
    ]
}

/// Which parts of the tree the words can lead to.
struct Reach<'a>(Option<&'a [String]>);

impl Reach<'_> {
    /// How much of the global flags the help of these words shows.
    fn detail(&self) -> Detail {
        match self.0 {
            None => Detail::All,
            Some(words) if words.iter().any(|word| word == "--help") => Detail::All,
            Some(words) if words.iter().skip(1).any(|word| !word.starts_with('-')) => Detail::None,
            Some(_) => Detail::Everyday,
        }
    }

    fn includes(&self, names: &[&str]) -> bool {
        self.0.is_none_or(|words| words.iter().any(|word| names.contains(&word.as_str())))
    }
}

fn vendor_command(vendor: &'static Vendor, reach: &Reach<'_>) -> Command {
    let settings = &vendor.settings;
    let command = Command::new(settings.key)
        .about(vendor.about)
        .visible_aliases(vendor.aliases)
        .subcommand_required(true)
        .arg_required_else_help(true);
    let names: Vec<&str> = vendor.aliases.iter().copied().chain([settings.key]).collect();
    match reach.includes(&names) {
        true => command
            .subcommands(vendor.operations.iter().map(|row| operation_command(vendor, settings.key, row, reach)))
            .subcommands(vendor.groups.iter().map(|group| group_command(vendor, settings.key, group, reach))),
        false => command,
    }
}

fn imported_command(imported: &Imported, reach: &Reach<'_>) -> Command {
    match imported.group() {
        Ok(group) => group_command(imported.vendor, imported.vendor.settings.key, group, reach),
        Err(_) => Imported::stub(),
    }
}

fn group_command(vendor: &'static Vendor, above: &str, group: &'static Group, reach: &Reach<'_>) -> Command {
    let words = format!("{above} {}", group.name);
    let about = format!("{}{}", group.about, of_product(only_of(group)));
    let command = Command::new(group.name).about(about).subcommand_required(true).arg_required_else_help(true);
    match reach.includes(&[group.name]) {
        true => command
            .subcommands(group.operations.iter().map(|operation| operation_command(vendor, &words, operation, reach)))
            .subcommands(group.groups.iter().map(|group| group_command(vendor, &words, group, reach))),
        false => command,
    }
}

/// The product that alone has any command of the group.
fn only_of(group: &Group) -> Option<Product> {
    let rows = group.operations.iter().map(|operation| operation.only);
    let mut all = rows.chain(group.groups.iter().map(only_of));
    let first = all.next().flatten();
    first.filter(|_| all.all(|other| other == first))
}

/// The command of a row, or a stub of it: the flags of fifty rows that were not named cost more than a request.
fn operation_command(
    vendor: &'static Vendor,
    above: &str,
    operation: &'static Operation,
    reach: &Reach<'_>,
) -> Command {
    let about = format!("{}{}", operation.about, of_product(operation.only));
    let command = Command::new(operation.name).about(about);
    match reach.includes(&[operation.name]) {
        true => with_arguments(command, vendor, operation, reach.detail()).after_help(after_help(above, operation)),
        false => command,
    }
}

/// What stands behind the flags in the help of a row.
fn after_help(above: &str, operation: &Operation) -> String {
    let parts = [of_newer(operation), examples(&format!("{above} {}", operation.name), operation)];
    parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// What help says of a row that a newer API answers with other records.
fn of_newer(operation: &Operation) -> String {
    let Some(newer) = operation.newer.filter(|_| !operation.effect.is_change()) else { return String::new() };
    let (request, product) = (format!("{} {}", newer.verb, newer.path), of_product(newer.only));
    format!("A server that has `{request}`{product} is asked by that, and its records may have other members.")
}

fn with_arguments(
    mut command: Command,
    vendor: &'static Vendor,
    operation: &'static Operation,
    detail: Detail,
) -> Command {
    let ways: Vec<String> = selectors(vendor, operation).into_iter().map(selector_id).collect();
    let from_file = [IDS_FROM.to_owned()];
    let last = positionals(operation).count().saturating_sub(1);
    for (number, argument) in positionals(operation).enumerate() {
        let others: Vec<String> = match (number == last && operation.ids.is_none(), takes_many(operation)) {
            (true, true) => ways.iter().chain(&from_file).cloned().collect(),
            (true, false) => ways.clone(),
            (false, _) => Vec::new(),
        };
        command = command.arg(positional(argument, number == last && takes_many(operation), &others));
    }
    if let Some(ids) = operation.ids {
        let others: Vec<String> = ways.iter().chain(&from_file).cloned().collect();
        command = command.arg(ids_argument(operation, ids.member, &others));
    }
    let flags = operation.arguments.iter().filter(|argument| is_flag(argument));
    command =
        command.args(flags.map(flag_argument)).args(transaction_flags(vendor, operation).iter().map(flag_argument));
    if let Some((first, rest)) = operation.one_of.split_first() {
        let members = std::iter::once(first).chain(rest).map(|name| id_of(name));
        let wholes = wholes(operation);
        command = command.group(clap::ArgGroup::new("one of").args(members.clone()).required(wholes.is_empty()));
        if !wholes.is_empty() {
            let any = members.chain(wholes.iter().map(ToString::to_string));
            command = command.group(clap::ArgGroup::new("one of them or all").args(any).multiple(true).required(true));
        }
    }
    command.args(selector_arguments(vendor, operation)).args(request_arguments(vendor, operation, detail))
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
const IDS_FROM: &str = "ids-from";

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
    let wholes = wholes(operation);
    let arg = Arg::new("ids")
        .value_name(placeholder(name))
        .help("ids of what to act on")
        .allow_negative_numbers(true)
        .num_args(1..);
    match operation.without_ids {
        Some(_) => arg,
        None => arg.required_unless_present_any(others.iter().cloned().chain(wholes.iter().map(ToString::to_string))),
    }
}

pub(super) fn flag_argument(argument: &'static Argument) -> Arg {
    let long = argument.flag();
    let required = if argument.required { " (required)" } else { "" };
    let when = argument.when.map_or("", When::help);
    let help = format!("{}{when}{}{required}{}", limited(argument), how_often(argument), of_product(argument.only));
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

/// The help of an argument with its limits.
pub(super) fn limited(argument: &Argument) -> String {
    match argument.limits {
        limits if limits.is_none() => argument.help.to_owned(),
        limits => format!("{}, {}", argument.help, limits.of(argument.kind)),
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

fn request_arguments(vendor: &'static Vendor, operation: &'static Operation, detail: Detail) -> Vec<Arg> {
    let is_request = matches!(operation.run, Run::Request);
    let has_json = !matches!(operation.body, Body::None | Body::Multipart | Body::File(_));
    let has_items = matches!(operation.body, Body::DataList | Body::List);
    let has_ids = has_ids(operation);
    let is_bulk_change = has_ids && is_request && operation.effect.is_change();
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let body =
        text("body", "JSON", "the whole body, or the base under the flags: JSON, @FILE, or - for standard input");
    let items = text("items", "FILE", "many items: JSON, ndjson or CSV, or - for standard input");
    let ids = text(IDS_FROM, "FILE", "ids from a file: one a line, CSV or ndjson, or - for standard input");
    let resume = text("resume", "FILE", "journal of a change of many: what it names as done is not repeated");
    let retry_unknown = Arg::new("retry-unknown")
        .long("retry-unknown")
        .action(ArgAction::SetTrue)
        .requires("resume")
        .help("repeat also what may have happened already");
    let about_param = match vendor.ignores_unknown {
        true => "a query parameter by the vendor's name; a name that it would ignore here is refused",
        false => "a query parameter that has no flag",
    };
    let param = text("param", "NAME=VALUE", about_param).action(ArgAction::Append);
    let about_save = match operation.pack {
        Some(_) => "keep the file that holds the records, as it is",
        None => "where the file goes",
    };
    let save = text("save", "PATH", about_save).value_hint(ValueHint::FilePath);
    let waits_for = match operation.waits {
        true => "how long to wait for the result [default: 120]",
        false => "how long to wait for a turn when the vendor's limit is used up [default: 60]",
    };
    let wait = text("wait", "SECS", waits_for).value_parser(clap::value_parser!(u64)).conflicts_with("no-wait");
    let no_wait = Arg::new("no-wait")
        .long("no-wait")
        .action(ArgAction::SetTrue)
        .help("print the handle of the accepted work and go")
        .hide(!operation.waits || !(is_request || has_ids));
    [
        (has_json, body),
        (has_items, items.conflicts_with("body")),
        (has_ids, ids),
        (is_bulk_change, resume),
        (is_bulk_change, retry_unknown),
        (is_request, param.hide_short_help(detail != Detail::All)),
        (operation.saves, save),
        (operation.waits || !vendor.traffic.quotas.is_empty(), wait),
        (true, no_wait),
    ]
    .into_iter()
    .filter_map(|(wanted, argument)| wanted.then_some(argument))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Product = Product { key: "ONE", name: "Product One" };
    const NEW: Operation = Operation::get("get", "/v2/thing").only(ONE);

    const fn group(operations: &'static [Operation], groups: &'static [Group]) -> Group {
        Group { name: "things", about: "Things", operations, groups }
    }

    #[test]
    fn a_group_is_of_one_product_where_all_of_its_commands_are() {
        const OWN: Operation = Operation::get("get", "/thing").only(ONE);
        const SHARED: Operation = Operation::get("show", "/thing");
        const WHOLE: Group = group(&[OWN], &[group(&[OWN], &[])]);
        const MIXED: Group = group(&[OWN, SHARED], &[]);
        const DEEPER: Group = group(&[OWN], &[group(&[SHARED], &[])]);

        assert_eq!([&WHOLE, &MIXED, &DEEPER].map(only_of), [Some(ONE), None, None]);
    }

    #[test]
    fn help_of_a_read_with_a_newer_form_says_that_records_may_differ() {
        let old = Operation::get("get", "/thing").newer(&NEW);

        let told =
            "A server that has `GET /v2/thing` (ONE only) is asked by that, and its records may have other members.";
        assert_eq!(of_newer(&old), told);
        assert_eq!(of_newer(&Operation::get("get", "/thing")), "");
        assert_eq!(of_newer(&Operation::post("set", "/thing").newer(&NEW)), "");
    }

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
