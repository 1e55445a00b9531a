//! The clap tree. Only what the words of this command line can reach is built; a stub stands for the rest.

use clap::builder::{PossibleValuesParser, Styles};
use clap::{Arg, ArgAction, Command, ValueHint};

use super::spec::Imported;
use super::{api, globals, own, spec};
use crate::catalog::{Argument, Body, Group, Kind, Operation, Place, Run, Vendor};
use crate::plan::{flag, placeholder};

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
        .about("One command line for the remote-management systems that operators live in")
        .version(env!("CARGO_PKG_VERSION"))
        .styles(Styles::plain())
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .max_term_width(100)
        .args(globals::arguments())
        .after_help(AFTER_HELP);
    for (number, vendor) in vendors.iter().enumerate() {
        let imported = imported
            .iter()
            .filter(|imported| imported.vendor.settings.key == vendor.settings.key)
            .map(|imported| imported_command(imported, &reach));
        let command = vendor_command(vendor, &reach).subcommands(imported);
        root = root.subcommand(command.display_order(number));
    }
    for (number, command) in [
        api::command(vendors),
        own::auth_command(vendors),
        own::config_command(),
        own::sandbox_command(),
        spec::command(vendors),
    ]
    .into_iter()
    .enumerate()
    {
        root = root.subcommand(command.display_order(100 + number));
    }
    root
}

/// Which parts of the tree the words can lead to.
struct Reach<'a>(Option<&'a [String]>);

impl Reach<'_> {
    fn includes(&self, names: &[&str]) -> bool {
        self.0
            .is_none_or(|words| words.iter().any(|word| names.contains(&word.as_str())))
    }
}

fn vendor_command(vendor: &'static Vendor, reach: &Reach<'_>) -> Command {
    let settings = &vendor.settings;
    let command = Command::new(settings.key)
        .about(settings.name)
        .visible_aliases(vendor.aliases)
        .subcommand_required(true)
        .arg_required_else_help(true);
    let names: Vec<&str> = vendor.aliases.iter().copied().chain([settings.key]).collect();
    match reach.includes(&names) {
        true => command
            .subcommands(vendor.operations.iter().map(operation_command))
            .subcommands(vendor.groups.iter().map(|group| group_command(group, reach))),
        false => command,
    }
}

fn imported_command(imported: &Imported, reach: &Reach<'_>) -> Command {
    match imported.group() {
        Ok(group) => group_command(group, reach),
        Err(_) => Imported::stub(),
    }
}

fn group_command(group: &'static Group, reach: &Reach<'_>) -> Command {
    let command = Command::new(group.name)
        .about(group.about)
        .subcommand_required(true)
        .arg_required_else_help(true);
    match reach.includes(&[group.name]) {
        true => command
            .subcommands(group.operations.iter().map(operation_command))
            .subcommands(group.groups.iter().map(|group| group_command(group, reach))),
        false => command,
    }
}

fn operation_command(operation: &'static Operation) -> Command {
    let mut command = Command::new(operation.name).about(operation.about);
    let mut positionals = positionals(operation).peekable();
    while let Some(argument) = positionals.next() {
        let many = positionals.peek().is_none() && takes_many(operation);
        command = command.arg(positional(argument, many));
    }
    if let Some(ids) = operation.ids {
        command = command.arg(ids_argument(operation, ids.member));
    }
    command = command.args(
        operation
            .arguments
            .iter()
            .filter(|argument| is_flag(argument))
            .map(flag_argument),
    );
    if let Some((first, rest)) = operation.one_of.split_first() {
        let members = std::iter::once(first).chain(rest).map(|name| id_of(name));
        command = command.group(clap::ArgGroup::new("one of").args(members).required(true));
    }
    command.args(request_arguments(operation))
}

/// Words without a flag, in their order.
pub(super) fn positionals(operation: &'static Operation) -> impl Iterator<Item = &'static Argument> {
    operation.arguments.iter().filter(|argument| argument.positional)
}

pub(super) fn is_flag(argument: &Argument) -> bool {
    !argument.positional && !argument.paging
}

/// An operation on one thing takes many: each gets a request of its own.
pub(super) fn takes_many(operation: &Operation) -> bool {
    let paths = operation
        .arguments
        .iter()
        .filter(|argument| argument.place == Place::Path)
        .count();
    paths == 1 && !operation.list && operation.ids.is_none()
}

/// The name under which clap keeps an argument; global flags have other names.
pub(super) fn id_of(name: &str) -> String {
    format!("argument {name}")
}

fn positional(argument: &'static Argument, many: bool) -> Arg {
    let name = placeholder(argument.name);
    let mut arg = Arg::new(id_of(argument.name))
        .value_name(name)
        .help(argument.help)
        .allow_hyphen_values(false);
    if !argument.values.is_empty() {
        arg = arg.value_parser(PossibleValuesParser::new(argument.values));
    }
    match many {
        true => arg
            .num_args(1..)
            .action(ArgAction::Append)
            .required_unless_present("ids-from"),
        false => arg.required(true),
    }
}

fn ids_argument(operation: &Operation, member: &str) -> Arg {
    let name = placeholder(if member == "id" {
        member
    } else {
        member.trim_end_matches("_id")
    });
    let wholes: &[&str] = match operation.body {
        Body::DataList | Body::List => &["body", "ids-from", "items"],
        _ => &["body", "ids-from"],
    };
    Arg::new("ids")
        .value_name(name)
        .help("ids of the things to act on")
        .required_unless_present_any(wholes)
        .num_args(1..)
}

fn flag_argument(argument: &'static Argument) -> Arg {
    let long = flag(argument);
    let shadows = globals::names().any(|name| name == long) || own_flags().contains(&long.as_str());
    let long = if shadows { format!("server-{long}") } else { long };
    let help = if argument.required {
        format!("{} (required)", argument.help)
    } else {
        argument.help.to_owned()
    };
    let arg = Arg::new(id_of(argument.name)).long(long).help(help);
    let arg = match (argument.kind, argument.values) {
        (Kind::Boolean, _) => arg
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .value_name("BOOL")
            .value_parser(["true", "false"])
            .hide_possible_values(true),
        _ if argument.place == Place::File => arg.value_name("PATH").value_hint(ValueHint::FilePath),
        (_, []) => arg
            .value_name(value_name(argument.kind))
            .allow_hyphen_values(argument.kind != Kind::String),
        (_, values) => arg.value_name("VALUE").value_parser(PossibleValuesParser::new(values)),
    };
    match argument.kind {
        Kind::Strings | Kind::Array => arg.action(ArgAction::Append),
        Kind::Integers | Kind::Choices => arg.action(ArgAction::Append).value_delimiter(','),
        _ => arg,
    }
}

fn value_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer | Kind::Number => "N",
        Kind::Integers => "N,...",
        Kind::Object | Kind::Array => "JSON",
        _ => "TEXT",
    }
}

/// Flags that the runner adds to rows.
fn own_flags() -> &'static [&'static str] {
    &[
        "body",
        "items",
        "ids-from",
        "resume",
        "retry-unknown",
        "param",
        "save",
        "wait",
        "no-wait",
        "help",
        "version",
        "resume",
        "retry-unknown",
    ]
}

fn request_arguments(operation: &'static Operation) -> Vec<Arg> {
    let is_request = matches!(operation.run, Run::Request);
    let has_json = !matches!(operation.body, Body::None | Body::Multipart);
    let has_items = matches!(operation.body, Body::DataList | Body::List);
    let has_ids = operation.ids.is_some() || takes_many(operation);
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let body = text(
        "body",
        "JSON",
        "the whole body, or the base under the flags: JSON, @FILE, or - for standard input",
    );
    let items = text(
        "items",
        "FILE",
        "many items: JSON, ndjson or CSV, or - for standard input",
    );
    let ids = text(
        "ids-from",
        "FILE",
        "ids from a file: one a line, CSV or ndjson, or - for standard input",
    );
    let resume = text(
        "resume",
        "FILE",
        "journal of a change of many: what it names as done is not repeated",
    );
    let retry_unknown = Arg::new("retry-unknown")
        .long("retry-unknown")
        .action(ArgAction::SetTrue)
        .requires("resume")
        .help("repeat also what may have happened already");
    let param = text("param", "NAME=VALUE", "a query parameter that has no flag").action(ArgAction::Append);
    let save = text("save", "PATH", "where the file goes").value_hint(ValueHint::FilePath);
    let wait = text("wait", "SECS", "how long to wait for the result [default: 120]")
        .value_parser(clap::value_parser!(u64))
        .conflicts_with("no-wait");
    let no_wait = Arg::new("no-wait")
        .long("no-wait")
        .action(ArgAction::SetTrue)
        .help("print the handle of the accepted work and go")
        .hide(!operation.waits || !is_request);
    [
        (has_json, body),
        (has_items, items.conflicts_with("body")),
        (has_ids, ids),
        (has_ids && operation.effect.is_change(), resume),
        (has_ids && operation.effect.is_change(), retry_unknown),
        (is_request, param.hide_short_help(true)),
        (operation.saves, save),
        (operation.waits, wait),
        (true, no_wait),
    ]
    .into_iter()
    .filter_map(|(wanted, argument)| wanted.then_some(argument))
    .collect()
}
