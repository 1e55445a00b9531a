//! Completion: the scripts for the shells, and the hidden command that they call at each TAB. Never asks a vendor.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use clap::Command;
use clap::builder::PossibleValuesParser;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, complete};
use clap_complete_nushell::Nushell;

use super::context::Context;
use super::id_source;
use super::known_ids::{Known, Place};
use super::stop::Stop;
use crate::catalog::{Operation, Vendor};
use crate::cli::{self, Shell, id_of};
use crate::config::keyring::{Keyring, MemoryKeyring};
use crate::config::{Choice, Config};
use crate::output::{Format, Page};
use crate::store::{Disk, Folders, Store};
use crate::surroundings::{Environment, Surroundings};

/// The word after `rmctl` that asks for completions: `rmctl __complete =CURRENT WORDS...`, the current word behind a sign
/// because PowerShell drops empty words.
pub(super) const HIDDEN: &str = "__complete";

const GLOBAL: &str = "Global options";

pub(super) fn script(context: &Context<'_>, shell: Shell) -> Result<(), Stop> {
    let script = match shell {
        Shell::Bash => include_str!("completions/rmctl.bash").to_owned(),
        Shell::Zsh => include_str!("completions/rmctl.zsh").to_owned(),
        Shell::Fish => include_str!("completions/rmctl.fish").to_owned(),
        Shell::PowerShell => include_str!("completions/rmctl.ps1").to_owned(),
        Shell::Nushell => nushell(context.vendors),
    };
    context.print_text(script.trim_end())
}

fn nushell(vendors: &'static [&'static Vendor]) -> String {
    let mut script = Vec::new();
    clap_complete::generate(Nushell, &mut cli::tree(vendors, None), "rmctl", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Print what could stand at the cursor, a line each: the word, and after a tab what it is. Silent about all trouble:
/// whoever completes a line wants to go on typing.
pub(super) fn answer(vendors: &'static [&'static Vendor], surroundings: &mut Surroundings) -> u8 {
    let lines = candidates(vendors, &surroundings.arguments, &surroundings.environment);
    let out = &mut surroundings.stdout.out;
    let _ = out.write_all(lines.concat().as_bytes()).and_then(|()| out.flush());
    0
}

fn candidates(vendors: &'static [&'static Vendor], arguments: &[String], environment: &Environment) -> Vec<String> {
    let [program, _, current, before @ ..] = arguments else {
        return Vec::new();
    };
    let current = current.strip_prefix('=').unwrap_or(current);
    let mut line = vec![program.clone()];
    line.extend_from_slice(before);
    line.push(current.to_owned());
    let mut tree = with_values_of_this_user(cli::tree(vendors, Some(&line)), vendors, before, environment);
    let last = line.len() - 1;
    let words = line.into_iter().map(Into::into).collect();
    let found = complete(&mut tree, words, last, Some(Path::new("."))).unwrap_or_default();
    wanted(found, current.is_empty()).iter().map(shown).collect()
}

/// Before anything is typed, flags are noise next to words, and those that every command has are noise next to its own.
fn wanted(found: Vec<CompletionCandidate>, is_empty: bool) -> Vec<CompletionCandidate> {
    if !is_empty {
        return found;
    }
    let is_global = |one: &CompletionCandidate| one.get_tag().is_some_and(|tag| tag.to_string() == GLOBAL);
    let (flags, words): (Vec<_>, Vec<_>) = found.into_iter().partition(is_flag);
    match words.is_empty() {
        true => flags.into_iter().filter(|flag| !is_global(flag)).collect(),
        false => words,
    }
}

fn is_flag(candidate: &CompletionCandidate) -> bool {
    candidate.get_value().as_encoded_bytes().starts_with(b"-")
}

fn shown(candidate: &CompletionCandidate) -> String {
    let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
    let help = help.lines().next().unwrap_or_default();
    format!("{}\t{help}\n", candidate.get_value().to_string_lossy())
}

/// The tree, with what only this user's files can say: profiles, ids, and the columns of the row that is being typed.
fn with_values_of_this_user(
    tree: Command,
    vendors: &'static [&'static Vendor],
    before: &[String],
    environment: &Environment,
) -> Command {
    let owned = environment.clone();
    let tree = tree.mut_arg("profile", |arg| {
        arg.add(ArgValueCompleter::new(move |typed: &OsStr| beginning_with(typed, profiles(vendors, &owned))))
    });
    let tree = match before.first().is_some_and(|word| word == "inventory") {
        true => tree.mut_arg("output", |arg| arg.value_parser(PossibleValuesParser::new(formats_of_the_fleet()))),
        false => tree,
    };
    let Some((vendor, words, operation)) = row(vendors, before) else {
        return tree;
    };
    let tree = with_members(tree, operation);
    if before.iter().any(|word| word == "--sandbox") || environment.is_on("RMCTL_SANDBOX") {
        return tree;
    }
    let path: Vec<&str> = words.split(' ').collect();
    let ids = Ids {
        given: before.to_vec(),
        vendor,
        words: &words,
        profile: profile(vendors, vendor, before, environment),
        cache: cache(environment),
    };
    at(tree, &path, &mut |command| ids.on(command, operation))
}

/// The tree, with the members of the row's records where columns and the order are named.
fn with_members(tree: Command, operation: &'static Operation) -> Command {
    let members = if operation.members.is_empty() { operation.columns } else { operation.members };
    let columns = move |typed: &OsStr| beginning_with(typed, members.iter().map(|name| bare(name)).collect());
    let sorted = move |typed: &OsStr| {
        let is_descending = typed.as_encoded_bytes().starts_with(b"-");
        let form = |name: &&str| bare(&if is_descending { format!("-{name}") } else { (*name).to_owned() });
        beginning_with(typed, members.iter().map(form).collect())
    };
    tree.mut_arg("columns", |arg| arg.add(ArgValueCompleter::new(columns)))
        .mut_arg("sort", |arg| arg.add(ArgValueCompleter::new(sorted)))
}

/// The row that the words name, whatever flags and values stand between them.
fn row(
    vendors: &'static [&'static Vendor],
    before: &[String],
) -> Option<(&'static Vendor, String, &'static Operation)> {
    let is_vendor = |word: &&String, vendor: &Vendor| {
        vendor.settings.key == word.as_str() || vendor.aliases.contains(&word.as_str())
    };
    let (start, vendor) = before
        .iter()
        .enumerate()
        .find_map(|(place, word)| Some((place, *vendors.iter().find(|vendor| is_vendor(&word, vendor))?)))?;
    let (mut operations, mut groups) = (vendor.operations, vendor.groups);
    let mut words = vendor.settings.key.to_owned();
    for word in &before[start + 1..] {
        if let Some(operation) = operations.iter().find(|operation| operation.name == word) {
            return Some((vendor, format!("{words} {word}"), operation));
        }
        if let Some(group) = groups.iter().find(|group| group.name == word) {
            words = format!("{words} {word}");
            (operations, groups) = (group.operations, group.groups);
        }
    }
    None
}

/// The command at the end of the path, changed.
fn at(command: Command, path: &[&str], change: &mut dyn FnMut(Command) -> Command) -> Command {
    match path.split_first() {
        None => change(command),
        Some((name, rest)) => command.mut_subcommand(name, |below| at(below, rest, change)),
    }
}

/// Where the ids of one command come from.
struct Ids<'a> {
    /// What stands on the line already is not offered again.
    given: Vec<String>,
    vendor: &'static Vendor,
    words: &'a str,
    profile: Option<String>,
    cache: Arc<dyn Store>,
}

impl Ids<'_> {
    fn on(&self, command: Command, operation: &'static Operation) -> Command {
        let arguments = operation.arguments.iter().filter(|argument| !argument.paging);
        let of_arguments = arguments.filter_map(|one| {
            Some((id_of(one.name), id_source::of_argument(self.vendor, self.words, operation, one)?))
        });
        let of_body = operation
            .ids
            .and_then(|ids| Some(("ids".to_owned(), id_source::of_name(self.vendor, self.words, ids.member)?)));
        let sources: Vec<(String, String)> = of_arguments.chain(of_body).collect();
        sources.into_iter().fold(command, |command, (argument, list)| {
            let (place, cache) = (Place::of(self.profile.as_deref(), &list), self.cache.clone());
            let given = self.given.clone();
            let ids = move |typed: &OsStr| {
                let known = place.read(&*cache).into_iter();
                beginning_with(typed, known.filter(|one| !given.contains(&one.id)).collect())
            };
            command.mut_arg(argument, |arg| arg.add(ArgValueCompleter::new(ids)))
        })
    }
}

/// Help of every other command would list pages that it does not have.
fn formats_of_the_fleet() -> impl Iterator<Item = &'static str> {
    Format::ALL.map(Format::name).into_iter().chain(Page::ALL.map(Page::name))
}

fn cache(environment: &Environment) -> Arc<dyn Store> {
    Arc::new(Disk::new(Folders::of(environment).cache))
}

/// The profile that the command would use, as far as that can be told; what cannot be told is the environment's account.
fn profile(
    vendors: &'static [&'static Vendor],
    vendor: &'static Vendor,
    before: &[String],
    environment: &Environment,
) -> Option<String> {
    let typed = before.iter().enumerate().find_map(|(place, word)| match word.as_str() {
        "-p" | "--profile" => before.get(place + 1).map(String::as_str),
        word => word.strip_prefix("--profile=").or_else(|| word.strip_prefix("-p")),
    });
    if let Some(named) = typed.or_else(|| environment.get("RMCTL_PROFILE")) {
        return Some(named.to_owned());
    }
    let settings: Vec<_> = vendors.iter().map(|vendor| &vendor.settings).collect();
    // Nothing is fetched from a keyring for a name; an empty one stands in for it.
    let keyring: Arc<dyn Keyring> = Arc::new(MemoryKeyring::default());
    let account = Config::new(environment, &settings).account(&vendor.settings, &Choice::default(), &keyring);
    account.ok()?.profile().map(str::to_owned)
}

fn profiles(vendors: &'static [&'static Vendor], environment: &Environment) -> Vec<Known> {
    let settings: Vec<_> = vendors.iter().map(|vendor| &vendor.settings).collect();
    let config = Config::new(environment, &settings);
    let profiles = config.profiles().unwrap_or_default();
    let known =
        |profile: &crate::config::Profile| Known { id: profile.name.clone(), name: profile.vendor.name.to_owned() };
    profiles.iter().map(known).collect()
}

fn bare(name: &str) -> Known {
    Known { id: name.to_owned(), name: String::new() }
}

fn beginning_with(typed: &OsStr, known: Vec<Known>) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let fitting = known.into_iter().filter(|one| one.id.starts_with(&*typed));
    fitting.map(|one| CompletionCandidate::new(one.id).help(Some(one.name.into()))).collect()
}
