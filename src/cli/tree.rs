//! The clap tree. Only what the words of this command line can reach is built; a stub stands for the rest.

use clap::Command;
use clap::builder::Styles;

use super::arguments::{of_product, with_arguments};
use super::example::examples;
use super::globals::{self, Detail};
use super::spec::Imported;
use super::{api, derived, fleet, own, spec, watch};
use crate::catalog::{Group, Operation, Product, Vendor};

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
}
