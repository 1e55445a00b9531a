//! The words of what is made from the program itself: `completions`, `man` and `schema`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, ValueHint};

use super::flags::text;
use crate::schema::{self, Schema};

/// A shell that completes commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// GNU Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
    /// PowerShell, on every system.
    PowerShell,
    /// Nushell.
    Nushell,
}

impl Shell {
    const ALL: [(&'static str, Self); 5] = [
        ("bash", Self::Bash),
        ("zsh", Self::Zsh),
        ("fish", Self::Fish),
        ("powershell", Self::PowerShell),
        ("nushell", Self::Nushell),
    ];
}

const SETTING_UP: &str = "\
Setting up:
  bash         source <(rmctl completions bash)                       in ~/.bashrc
  zsh          rmctl completions zsh > \"${fpath[1]}/_rmctl\"           once, before compinit runs
  fish         rmctl completions fish | source                        in ~/.config/fish/config.fish
  powershell   rmctl completions powershell | Out-String | iex        in $PROFILE
  nushell      rmctl completions nushell | save completions-rmctl.nu  then `use completions-rmctl.nu *`

Ids, with names, come from what the last lists printed as tables; completion never asks a vendor. The \
scripts ask rmctl at each TAB, so they stay right when it is updated. Nushell's alone is whole in \
itself: it knows commands, flags and their values, but no ids, and is to be saved anew after an update.";

pub(super) fn completions_command() -> Command {
    Command::new("completions").about("Print the script that completes commands in a shell").after_help(SETTING_UP).arg(
        Arg::new("shell")
            .required(true)
            .value_name("SHELL")
            .value_parser(PossibleValuesParser::new(Shell::ALL.map(|(name, _)| name)))
            .help("which shell"),
    )
}

pub(super) fn shell(matches: &ArgMatches) -> Shell {
    let typed = matches.get_one::<String>("shell").expect("clap requires it");
    let (_, shell) = Shell::ALL.into_iter().find(|(name, _)| name == typed).expect("clap allows no other");
    shell
}

pub(super) fn schema_command() -> Command {
    let width = schema::ALL.iter().map(|one| one.name.len()).max().unwrap_or(0) + 2;
    let shapes: String = schema::ALL.iter().map(|one| format!("\n  {:width$}{}", one.name, one.about)).collect();
    Command::new("schema")
        .about("Print the JSON Schema of a result of rmctl's own")
        .after_help(format!("Shapes:{shapes}\n\nExample:\n  rmctl schema device > device.schema.json"))
        .arg(
            Arg::new("shape")
                .required(true)
                .value_name("SHAPE")
                .value_parser(PossibleValuesParser::new(schema::ALL.iter().map(|one| one.name)))
                .help("which shape"),
        )
}

pub(super) fn shape(matches: &ArgMatches) -> &'static Schema {
    let typed = matches.get_one::<String>("shape").expect("clap requires it");
    schema::ALL.iter().find(|one| one.name == typed).expect("clap allows no other")
}

pub(super) fn man_command() -> Command {
    Command::new("man")
        .about("Print the manual page, or write one for each command")
        .after_help("Examples:\n  rmctl man | man -l -\n  rmctl man --dir ~/.local/share/man/man1")
        .arg(
            text("dir", "DIR", "write all pages to this folder, which is made if need be")
                .value_hint(ValueHint::DirPath)
                .value_parser(clap::value_parser!(PathBuf)),
        )
}

pub(super) fn folder(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one::<PathBuf>("dir").cloned()
}
