//! The words of the command line: the clap tree built from the tables, and what a user's words mean. clap ends here.

mod api;
mod arguments;
mod derived;
mod example;
mod flags;
mod fleet;
mod glance;
mod globals;
mod lists;
mod memory;
mod mistake;
mod own;
mod repeated;
mod select;
mod sheet;
mod spec;
mod tree;
mod values;
mod watch;

pub use api::ApiCall;
pub use arguments::{id_of, takes_many};
pub use derived::Shell;
pub use example::example;
pub use fleet::{Inventory, PageFlags};
pub use glance::named_format;
pub use globals::Globals;
pub use memory::{MemoryCall, MemoryCommand};
pub use mistake::mistake;
pub use own::{AuthCommand, ConfigCommand, SANDBOX_ADDRESS, SandboxCommand, ServeOptions};
pub use sheet::{Section, Sheet, Told};
pub use spec::{Imported, SpecCommand, SpecFile};
pub use tree::{tree, tree_with};
pub use values::Inputs;
pub use watch::{AlertsCommand, DoctorCommand, FindCommand};

use std::path::PathBuf;

use clap::ArgMatches;

use crate::catalog::{Operation, Selector, Vendor};
use crate::failure::Failure;
use crate::given::Given;
use crate::schema::Schema;

/// What the user wants.
pub enum Command {
    /// A row of the tables.
    Operation(Box<Call>),
    /// `rmctl api`.
    Api(Box<ApiCall>),
    /// `rmctl inventory`.
    Inventory(Box<Inventory>),
    /// `rmctl inventory snapshot`, `snapshots`, `diff`, `history`.
    Memory(Box<MemoryCall>),
    /// `rmctl auth`.
    Auth(AuthCommand),
    /// `rmctl config`.
    Config(ConfigCommand),
    /// `rmctl sandbox`.
    Sandbox(SandboxCommand),
    /// `rmctl completions`: for this shell.
    Completions(Shell),
    /// `rmctl man`: the page of rmctl, or all pages into this folder.
    Man(Option<PathBuf>),
    /// `schema`, with what it is of.
    Schema(&'static Schema),
    /// `rmctl spec`.
    Spec(SpecCommand),
    /// `rmctl alerts`.
    Alerts(AlertsCommand),
    /// `rmctl find`.
    Find(FindCommand),
    /// `rmctl doctor`.
    Doctor(DoctorCommand),
}

/// A row, and what was given for it.
#[derive(Clone)]
pub struct Call {
    /// Whose row it is.
    pub vendor: &'static Vendor,
    /// The row.
    pub operation: &'static Operation,
    /// The words after `rmctl` that name it.
    pub words: String,
    /// What was given.
    pub given: Given,
    /// `--wait`: `None` for the default.
    pub wait: Option<u64>,
    /// `--by-...`: things named otherwise than by id.
    pub selected: Vec<(&'static Selector, String)>,
    /// `--ids-from`.
    pub from_file: bool,
    /// A flag of the row names many things.
    pub names_many: bool,
    /// `--resume`.
    pub resume: Option<String>,
    /// `--retry-unknown`.
    pub retry_unknown: bool,
    /// `--save`.
    pub save: Option<String>,
    /// `--no-wait`.
    pub no_wait: bool,
}

impl Call {
    /// Whether the result is one item a thing: several ids, those of a file, all with a tag, or a change with a journal.
    pub fn is_many(&self) -> bool {
        let given = &self.given;
        let by_many = self.from_file || self.resume.is_some() || self.selected.iter().any(|(way, _)| way.many);
        self.names_many || given.ids.len() > 1 || (by_many && !given.ids.is_empty())
    }
}

/// The command line, understood.
pub struct Line {
    /// Flags that every command has.
    pub globals: Globals,
    /// What to do.
    pub command: Command,
}

/// `rmctl help rms devices` is what people type for `rmctl rms devices --help`.
pub fn spelled_out(mut words: Vec<String>) -> Vec<String> {
    if words.get(1).is_some_and(|word| word == "help") {
        words.remove(1);
        words.push("--help".to_owned());
    }
    memory::without_hyphen(&mut words);
    words
}

/// Words to meaning, once clap has matched them. Reads what `@FILE` and `-` name through `inputs`.
pub fn understand(
    vendors: &'static [&'static Vendor],
    imported: &[Imported],
    words: &[String],
    matches: &ArgMatches,
    inputs: &mut Inputs<'_>,
) -> Result<Line, Failure> {
    let mut globals = Globals::of(leaf(matches));
    repeated::put_back(&mut globals, words, depth(matches));
    let (name, rest) = matches.subcommand().expect("the tree requires a subcommand");
    let command = match name {
        "api" => Command::Api(Box::new(api::understand(vendors, rest, inputs)?)),
        "inventory" => match memory::understand(vendors, rest) {
            Some(call) => Command::Memory(Box::new(call?)),
            None => Command::Inventory(Box::new(fleet::inventory(vendors, rest))),
        },
        "auth" => Command::Auth(own::auth(vendors, rest)),
        "config" => Command::Config(own::config(rest)),
        "sandbox" => Command::Sandbox(own::sandbox(rest)),
        "completions" => Command::Completions(derived::shell(rest)),
        "man" => Command::Man(derived::folder(rest)),
        "schema" => Command::Schema(derived::shape(rest)),
        "alerts" => Command::Alerts(watch::alerts(vendors, rest, &mut globals)),
        "find" => Command::Find(watch::find(vendors, rest)),
        "doctor" => Command::Doctor(watch::doctor(vendors, rest, &mut globals)),
        "spec" => Command::Spec(spec::understand(vendors, rest)),
        key => Command::Operation(Box::new(call(vendors, imported, key, rest, inputs)?)),
    };
    Ok(Line { globals, command })
}

/// The innermost matches: there, global flags have the values of all levels.
fn leaf(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, rest)| leaf(rest))
}

/// How many words of the command there are.
fn depth(matches: &ArgMatches) -> usize {
    matches.subcommand().map_or(0, |(_, rest)| 1 + depth(rest))
}

fn call(
    vendors: &'static [&'static Vendor],
    imported: &[Imported],
    key: &str,
    matches: &ArgMatches,
    inputs: &mut Inputs<'_>,
) -> Result<Call, Failure> {
    let vendor = vendors.iter().find(|vendor| vendor.settings.key == key).expect("the tree is made of these vendors");
    let (mut matches, mut groups, mut operations) = (matches, vendor.groups, vendor.operations);
    let mut words = vec![key];
    loop {
        let (name, rest) = matches.subcommand().expect("the tree requires a subcommand");
        words.push(name);
        if let Some(operation) = operations.iter().find(|operation| operation.name == name) {
            return values::call(vendor, operation, words.join(" "), rest, inputs);
        }
        let group = match groups.iter().find(|group| group.name == name) {
            Some(group) => group,
            None => imported
                .iter()
                .find(|imported| imported.vendor.settings.key == key)
                .expect("the tree is made of these groups")
                .group()?,
        };
        (matches, groups, operations) = (rest, group.groups, group.operations);
    }
}
