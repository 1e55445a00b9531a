//! The commands that span accounts: `inventory`.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::flags::{self, several, switch, text, typed};
use super::memory;
use crate::catalog::Vendor;

/// `rmctl inventory`.
#[derive(Default)]
pub struct Inventory {
    /// `--vendor`: of these alone, if there are any.
    pub vendors: Vec<&'static Vendor>,
    /// `--include`.
    pub include: Vec<String>,
    /// `--online`.
    pub online: bool,
    /// `--offline`.
    pub offline: bool,
    /// `--site`.
    pub sites: Vec<String>,
    /// `--tag`.
    pub tags: Vec<String>,
    /// `--stale`, in days.
    pub stale: Option<u32>,
    /// `--match`.
    pub text: Option<String>,
    /// `--merge`.
    pub merge: bool,
    /// `--raw`.
    pub raw: bool,
    /// `--strict`.
    pub strict: bool,
    /// What concerns some formats alone.
    pub page: PageFlags,
}

/// The flags of pages, which are formats of the whole fleet.
#[derive(Default)]
pub struct PageFlags {
    /// `--list`, as Ansible asks for all hosts.
    pub list: bool,
    /// `--host`, as it asks for one.
    pub host: Option<String>,
    /// `--mapping`.
    pub mapping: Option<String>,
    /// `--save`.
    pub save: Option<String>,
}

const AFTER_HELP: &str = "\
Every configured account is asked at once; `-p` and `--vendor` choose some of them.
An account that fails is a warning, and the exit code is 9.

Besides the formats of all lists, -o takes
  ansible     a dynamic inventory         ssh-config  blocks for ~/.ssh/config
  prometheus  metrics for node_exporter   markdown    a summary for the page of a job
  netbox      CSV for NetBox's import     html        one page with pictures and a table

Examples:
  rmctl inventory --offline                    what cannot be reached, everywhere
  rmctl inventory --vendor rms -o ndjson       each device as soon as it comes
  rmctl inventory --stale 30 --sort last_seen  what was silent for a month
  rmctl inventory -o html --save fleet.html    one page with pictures and a table to search
  rmctl inventory --merge -o json              each machine once, with its `sources`";

pub(super) fn inventory_command(vendors: &'static [&'static Vendor]) -> Command {
    Command::new("inventory")
        .about("List the devices of every vendor in one shape")
        .args(of_vendors(vendors))
        .args(choosing())
        .args([
            including(vendors),
            switch("merge", "show a machine that several accounts know once, recognised by serial and MAC"),
            switch("raw", "add the vendor's record to each device, as `raw`"),
            strict(),
        ])
        .args(page())
        .after_help(AFTER_HELP)
        .subcommands(memory::commands(vendors))
}

/// What is listed on demand alone.
pub(super) fn including(vendors: &'static [&'static Vendor]) -> Arg {
    let help = "also list what is a device only in a wider sense: machines that a gateway or a jump leads to";
    several("include", "WORD", help).value_parser(PossibleValuesParser::new(words(vendors)))
}

/// Which vendors' accounts take part.
pub(super) fn of_vendors(vendors: &'static [&'static Vendor]) -> [Arg; 1] {
    [flags::vendor(vendors, "only accounts of this vendor, repeatable").action(ArgAction::Append)]
}

/// All accounts or nothing.
pub(super) fn strict() -> Arg {
    switch("strict", "print nothing unless every account has answered")
}

fn choosing() -> [Arg; 6] {
    [
        switch("online", "only what can be reached").conflicts_with("offline"),
        switch("offline", "only what cannot be reached"),
        several("site", "NAME", "only of this site; several mean any of them"),
        several("tag", "NAME", "only with this tag; several mean all of them"),
        text("stale", "DAYS", "only what was not heard of for so many days, or never").value_parser(value_parser!(u32)),
        text("match", "TEXT", "only with this text in name, id, serial, model, address or MAC"),
    ]
}

/// For `-o ansible`, `-o netbox`, and for all pages.
fn page() -> [Arg; 4] {
    [
        switch("list", "with -o ansible: all hosts, which is what it prints anyway").conflicts_with("host"),
        text("host", "NAME", "with -o ansible: the variables of one host"),
        text("mapping", "FILE", "with -o netbox: what NetBox calls roles, types and sites; TOML or YAML"),
        text("save", "FILE", "with the formats named below: replace this file in one step, readable for all"),
    ]
}

/// What the vendors list on demand alone.
fn words(vendors: &[&Vendor]) -> Vec<&'static str> {
    let mut words: Vec<&str> =
        vendors.iter().flat_map(|vendor| vendor.fleet.devices).filter_map(|feed| feed.include).collect();
    words.sort_unstable();
    words.dedup();
    words
}

pub(super) fn inventory(vendors: &'static [&'static Vendor], matches: &ArgMatches) -> Inventory {
    Inventory {
        vendors: named_vendors(vendors, matches),
        include: typed(matches, "include"),
        online: matches.get_flag("online"),
        offline: matches.get_flag("offline"),
        sites: typed(matches, "site"),
        tags: typed(matches, "tag"),
        stale: matches.get_one("stale").copied(),
        text: matches.get_one("match").cloned(),
        merge: matches.get_flag("merge"),
        raw: matches.get_flag("raw"),
        strict: matches.get_flag("strict"),
        page: PageFlags {
            list: matches.get_flag("list"),
            host: matches.get_one("host").cloned(),
            mapping: matches.get_one("mapping").cloned(),
            save: matches.get_one("save").cloned(),
        },
    }
}

/// The values of `--vendor`.
pub(super) fn named_vendors(vendors: &'static [&'static Vendor], matches: &ArgMatches) -> Vec<&'static Vendor> {
    let named = typed(matches, "vendor");
    vendors.iter().copied().filter(|vendor| named.iter().any(|key| key == vendor.settings.key)).collect()
}
