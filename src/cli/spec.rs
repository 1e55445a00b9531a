//! `rmctl spec`, and the group under which imported operations stand.

use clap::{Arg, ArgMatches, Command};

use super::flags::{named_vendor, vendor};
use super::own::group;
use crate::catalog::{Group, Vendor};
use crate::failure::Failure;
use crate::spec::{ABOUT, GROUP};

/// `rmctl spec`.
pub enum SpecCommand {
    /// Compare a file with the tables.
    Diff(SpecFile),
    /// Make callable what the tables lack.
    Import(SpecFile),
    /// What is imported.
    List {
        /// Only of this vendor.
        vendor: Option<&'static Vendor>,
    },
    /// Remove what is imported.
    Forget {
        /// Only of this vendor.
        vendor: Option<&'static Vendor>,
    },
}

/// An OpenAPI file that was named.
pub struct SpecFile {
    /// Its path, or `-`.
    pub path: String,
    /// Whose it is, where that was said.
    pub vendor: Option<&'static Vendor>,
}

/// The imported operations of a vendor, for a command line that names their group.
pub struct Imported {
    /// Whose they are.
    pub vendor: &'static Vendor,
    /// The group, or why there is none.
    pub group: Result<&'static Group, Failure>,
}

impl Imported {
    /// The group, if it has anything in it.
    pub(super) fn group(&self) -> Result<&'static Group, Failure> {
        let key = self.vendor.settings.key;
        match &self.group {
            Ok(group) if group.operations.is_empty() => Err(Failure::usage(format!("nothing is imported for `{key}`"))
                .hint(format!("`rmctl spec import FILE --vendor {key}`"))),
            Ok(group) => Ok(group),
            Err(failure) => Err(failure.clone()),
        }
    }

    /// What stands for a group without operations: whatever is typed behind it is answered with the reason.
    pub(super) fn stub() -> Command {
        Command::new(GROUP)
            .about(ABOUT)
            .allow_external_subcommands(true)
            .arg_required_else_help(true)
            .after_help("Nothing is imported: `rmctl spec import FILE`")
    }
}

const AFTER_HELP: &str = "\
Examples:
  rmctl spec diff openapi.yaml          what the file has and rmctl has not, and the reverse
  rmctl spec import openapi.yaml        make the rest callable
  rmctl rms x --help                    what was imported for RMS";

pub(super) fn command(vendors: &'static [&'static Vendor]) -> Command {
    let file = || {
        Arg::new("file")
            .value_name("FILE")
            .required(true)
            .value_hint(clap::ValueHint::FilePath)
            .help("OpenAPI 3 as YAML or JSON, or - for standard input")
    };
    let whose = || vendor(vendors, "whose it is, where its title and servers do not say");
    let only = || vendor(vendors, "only of this vendor");
    group("spec", "Compare and extend the commands with an OpenAPI file of your own")
        .after_help(AFTER_HELP)
        .subcommand(
            Command::new("diff")
                .about("Show what is different between the file and the built-in commands")
                .args([file(), whose()]),
        )
        .subcommand(
            Command::new("import")
                .about("Make the operations callable that have no command: `rmctl VENDOR x OPERATION`")
                .args([file(), whose()]),
        )
        .subcommand(Command::new("list").about("List imported operations").arg(only()))
        .subcommand(Command::new("forget").about("Remove imported operations").arg(only()))
}

pub(super) fn understand(vendors: &'static [&'static Vendor], matches: &ArgMatches) -> SpecCommand {
    let (name, rest) = matches.subcommand().expect("the tree requires a subcommand");
    let vendor = named_vendor(vendors, rest);
    let file = || SpecFile { path: rest.get_one::<String>("file").expect("clap requires it").clone(), vendor };
    match name {
        "diff" => SpecCommand::Diff(file()),
        "import" => SpecCommand::Import(file()),
        "list" => SpecCommand::List { vendor },
        _ => SpecCommand::Forget { vendor },
    }
}
