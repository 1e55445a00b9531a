//! The commands that remember the fleet: `inventory snapshot`, `snapshots`, `diff`, `history`.

use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, value_parser};

use super::flags::{several, text, typed};
use super::fleet::{including, named_vendors, of_vendors, strict};
use super::own::group;
use crate::catalog::Vendor;
use crate::config::age;
use crate::failure::Failure;
use crate::fleet::memory::Kind;
use crate::moment::span;

/// A command that remembers.
pub struct MemoryCall {
    /// `--database`.
    pub database: Option<String>,
    /// `--vendor`: of these alone, if there are any.
    pub vendors: Vec<&'static Vendor>,
    /// What to do.
    pub command: MemoryCommand,
}

/// What to do with what is remembered.
pub enum MemoryCommand {
    /// Take a snapshot.
    Snapshot {
        /// `--label`.
        label: Option<String>,
        /// `--keep`.
        keep: Option<Duration>,
        /// `--include`.
        include: Vec<String>,
        /// `--strict`.
        strict: bool,
    },
    /// List them.
    List,
    /// The devices of one of them.
    Get {
        /// Which.
        snapshot: String,
    },
    /// Delete old ones.
    Prune {
        /// `--keep`.
        keep: Option<Duration>,
    },
    /// Compare two.
    Diff {
        /// The older; the latest where none is named.
        old: Option<String>,
        /// The newer; the present where none is named.
        new: Option<String>,
        /// `--fail-on`.
        fail_on: Vec<Kind>,
        /// `--silent-days`.
        silent_days: u32,
        /// `--ignore`.
        ignored: Vec<String>,
        /// `--include`; what the older had where none is named.
        include: Vec<String>,
    },
    /// One device through all of them.
    History {
        /// The vendor's id of it.
        id: String,
        /// `--ignore`.
        ignored: Vec<String>,
    },
}

const NAMES: &str = "\
A snapshot is named by its number, by its label, by `latest` or `previous`, or by a time: `-7d` is \
the last one that is at least seven days old, `2026-11-01` the last one up to the end of that day in UTC. \
`now` is what the vendors say at this moment.";

const AFTER_DIFF: &str = "\
Without a name the latest snapshot is compared with now, with one name that snapshot is. \
When a device was last seen is no change, and `--ignore` names other members that may differ. \
A profile that failed, or that was not asked, is a warning: its devices are neither new nor gone.

Examples:
  rmctl inventory diff                              since the latest snapshot
  rmctl inventory diff previous latest              between the last two
  rmctl inventory diff -7d --ignore status          in a week, whoever is online
  rmctl inventory diff baseline --fail-on new,gone  exit 15 if something came or went";

const AFTER_SNAPSHOT: &str = "\
The snapshots are in a file of SQLite's in the state folder, or in the database that `--database`, \
`RMCTL_DATABASE` or `database` under `[snapshots]` names: a path, or `postgres://USER@HOST/DATABASE` \
with its password in `PGPASSWORD` or `~/.pgpass`.

Examples:
  rmctl inventory snapshot --label 'before the move'
  rmctl inventory snapshot --keep 90d               and delete those that are older";

pub(super) fn commands(vendors: &'static [&'static Vendor]) -> [Command; 4] {
    [
        Command::new("snapshot")
            .about("Keep what the fleet is like now")
            .args([
                text("label", "TEXT", "a name for it"),
                keep(
                    "then delete older snapshots, labelled or not, such as `90d` [default: `keep` under `[snapshots]`]",
                ),
                including(vendors),
                strict(),
            ])
            .args(everywhere(vendors))
            .after_help(AFTER_SNAPSHOT),
        snapshots(vendors),
        diff(vendors),
        Command::new("history")
            .about("Show every change of one device over the snapshots")
            .args([Arg::new("ID").required(true).value_name("ID").help("the vendor's id of the device"), ignore()])
            .args(everywhere(vendors))
            .after_help("`known` is a device that was there when the memory begins."),
    ]
}

fn diff(vendors: &'static [&'static Vendor]) -> Command {
    let changes: Vec<&str> = Kind::ALL.map(Kind::word).into_iter().chain(["any"]).collect();
    Command::new("diff")
        .about("Compare two snapshots, or one with what the fleet is like now")
        .args([
            name("OLD").help("the older snapshot [default: latest]"),
            name("NEW").help("the newer snapshot [default: now]"),
            several("fail-on", "WHAT,...", "exit 15 if there is such a change")
                .value_delimiter(',')
                .value_parser(PossibleValuesParser::new(changes)),
            text("silent-days", "DAYS", "a device that was not heard of for so long is `silent`")
                .value_parser(value_parser!(u32).range(1..=36500))
                .default_value("7"),
            ignore(),
            including(vendors),
        ])
        .args(everywhere(vendors))
        .after_help(format!("{NAMES}\n\n{AFTER_DIFF}"))
}

fn snapshots(vendors: &'static [&'static Vendor]) -> Command {
    group("snapshots", "List and delete snapshots, and look into one")
        .subcommand(Command::new("list").about("List the snapshots, the newest first").args(everywhere(vendors)))
        .subcommand(
            Command::new("get")
                .about("List the devices of a snapshot")
                .arg(name("SNAPSHOT").required(true).help("which"))
                .args(everywhere(vendors))
                .after_help(NAMES),
        )
        .subcommand(
            Command::new("prune")
                .about("Delete old snapshots, labelled or not; the newest stays")
                .arg(keep("how long they are kept, such as `90d` [default: `keep` under `[snapshots]`]"))
                .args(everywhere(vendors)),
        )
}

fn everywhere(vendors: &'static [&'static Vendor]) -> [Arg; 2] {
    let [vendors] = of_vendors(vendors);
    [vendors, text("database", "DATABASE", "a path, or a URL without a password")]
}

fn name(name: &'static str) -> Arg {
    Arg::new(name).value_name(name)
}

fn keep(help: &'static str) -> Arg {
    let parse = |text: &str| age(text).ok_or("it takes a span of time, such as `90d`, `12w` or `1y`");
    text("keep", "AGE", help).value_parser(parse)
}

fn ignore() -> Arg {
    several("ignore", "MEMBER", "a member that may differ, such as `status`; repeatable").value_delimiter(',')
}

/// What the words of `inventory` mean, if they are about what is remembered.
pub(super) fn understand(
    vendors: &'static [&'static Vendor],
    matches: &ArgMatches,
) -> Option<Result<MemoryCall, Failure>> {
    let (name, rest) = matches.subcommand()?;
    let misplaced = OF_THE_LIST.iter().find(|id| matches.value_source(id) == Some(ValueSource::CommandLine));
    if let Some(id) = misplaced {
        let failure = Failure::usage(format!("`--{id}` does not go in front of `{name}`"));
        return Some(Err(failure.hint(format!("`rmctl inventory {name} --help` says what it takes"))));
    }
    let (command, leaf) = match name {
        "snapshots" => of_snapshots(rest),
        _ => (of_inventory(name, rest), rest),
    };
    Some(Ok(MemoryCall { database: leaf.get_one("database").cloned(), vendors: named_vendors(vendors, leaf), command }))
}

/// The flags of `inventory` alone.
const OF_THE_LIST: [&str; 11] =
    ["vendor", "include", "online", "offline", "site", "tag", "stale", "match", "merge", "raw", "strict"];

fn of_snapshots(matches: &ArgMatches) -> (MemoryCommand, &ArgMatches) {
    let (name, rest) = matches.subcommand().expect("the tree requires a subcommand");
    let command = match name {
        "list" => MemoryCommand::List,
        "get" => MemoryCommand::Get { snapshot: rest.get_one("SNAPSHOT").cloned().expect("clap requires it") },
        _ => MemoryCommand::Prune { keep: rest.get_one("keep").copied() },
    };
    (command, rest)
}

fn of_inventory(name: &str, matches: &ArgMatches) -> MemoryCommand {
    match name {
        "snapshot" => MemoryCommand::Snapshot {
            label: matches.get_one("label").cloned(),
            keep: matches.get_one("keep").copied(),
            include: typed(matches, "include"),
            strict: matches.get_flag("strict"),
        },
        "diff" => MemoryCommand::Diff {
            old: matches.get_one("OLD").cloned(),
            new: matches.get_one("NEW").cloned(),
            fail_on: kinds(&typed(matches, "fail-on")),
            silent_days: matches.get_one("silent-days").copied().expect("it has a default"),
            ignored: typed(matches, "ignore"),
            include: typed(matches, "include"),
        },
        _ => MemoryCommand::History {
            id: matches.get_one("ID").cloned().expect("clap requires it"),
            ignored: typed(matches, "ignore"),
        },
    }
}

fn kinds(words: &[String]) -> Vec<Kind> {
    let is_named = |kind: &Kind| words.iter().any(|word| word == kind.word() || word == "any");
    Kind::ALL.into_iter().filter(is_named).collect()
}

/// `-7d` stands where a flag would: it is told apart before clap sees it.
pub(super) fn without_hyphen(words: &mut [String]) {
    if !words.iter().any(|word| word == "inventory") {
        return;
    }
    for word in words {
        if let Some(text) = word.strip_prefix('-').filter(|text| span(text).is_some()) {
            *word = text.to_owned();
        }
    }
}
