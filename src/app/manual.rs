//! `rmctl man`: pages in roff from the command tree, and from the rows where a command is one.

use std::path::Path;

use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::catalogue;
use super::context::Context;
use super::stop::Stop;
use crate::catalog::{Operation, Vendor};
use crate::cli::{self, example};
use crate::failure::{Code, Failure};

/// The page of rmctl to standard output, or every page into a folder.
pub(super) fn run(context: &Context<'_>, folder: Option<&Path>) -> Result<(), Stop> {
    let pages = Pages::of(context.vendors);
    match folder {
        None => context.print_text(pages.root()?.trim_end()),
        Some(folder) => {
            let count = pages.write(folder)?;
            context.reporter.tell(&format!("{count} pages in {}", folder.display()));
            Ok(())
        }
    }
}

/// All commands, and the rows behind them.
struct Pages {
    tree: Command,
    rows: Vec<(String, &'static Operation)>,
}

impl Pages {
    fn of(vendors: &'static [&'static Vendor]) -> Self {
        Self {
            tree: cli::tree(vendors, None),
            rows: vendors.iter().flat_map(|vendor| catalogue::rows(vendor)).collect(),
        }
    }

    fn root(&self) -> Result<String, Stop> {
        page(&self.tree, &["rmctl"], None)
    }

    fn write(&self, folder: &Path) -> Result<usize, Stop> {
        std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
        self.write_from(folder, &self.tree, &["rmctl"])
    }

    /// This command and those below it.
    fn write_from(&self, folder: &Path, command: &Command, path: &[&str]) -> Result<usize, Stop> {
        let file = folder.join(format!("{}.1", path.join("-")));
        std::fs::write(&file, page(command, path, self.row(path))?).map_err(|error| cannot_write(&file, &error))?;
        let mut count = 1;
        for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
            count += self.write_from(folder, below, &[path, &[below.get_name()]].concat())?;
        }
        Ok(count)
    }

    fn row(&self, path: &[&str]) -> Option<&'static Operation> {
        let words = path[1..].join(" ");
        let found = self.rows.iter().find(|(own, _)| *own == words);
        found.map(|(_, operation)| *operation)
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Stop {
    Failure::usage(format!("cannot write `{}`: {error}", path.display())).into()
}

fn page(command: &Command, path: &[&str], row: Option<&'static Operation>) -> Result<String, Stop> {
    let words = path[1..].join(" ");
    let command = for_a_page(command, path);
    let has_options = command.get_arguments().any(|argument| !argument.is_hide_set());
    let has_commands = command.has_subcommands();
    let after = command.get_after_help().map(ToString::to_string);
    let man = Man::new(command);
    let mut page = title(path).into_bytes();
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    row.map_or_else(Roff::new, description).to_writer(&mut page)?;
    if has_options {
        man.render_options_section(&mut page)?;
    }
    if has_commands {
        man.render_subcommands_section(&mut page)?;
    }
    let example = row.map(|row| format!("  {}", example(&words, row)));
    example.or(after).map_or_else(Roff::new, |text| examples(&text)).to_writer(&mut page)?;
    closing(path).to_writer(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// Its own line, because `clap_mangen` lets the version slip into the place of a date that is not given. A page without a
/// date is the same whenever it is made.
fn title(path: &[&str]) -> String {
    let (name, version) = (path.join("-").to_uppercase(), env!("CARGO_PKG_VERSION"));
    format!(".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n.TH \"{name}\" 1 \"\" \"rmctl {version}\" \"rmctl\"\n")
}

/// Named as a page of its own, its values beside the words about them, and everything shown that `--help` shows.
fn for_a_page(command: &Command, path: &[&str]) -> Command {
    let is_root = path.len() == 1;
    command
        .clone()
        .display_name(path.join("-"))
        .bin_name(path.join(" "))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(!is_root)
        .subcommand_value_name("command")
        .subcommand_help_heading("COMMANDS")
        .mut_args(|argument| with_values(argument).hide_short_help(false))
}

fn with_values(argument: Arg) -> Arg {
    let values = match argument.is_hide_possible_values_set() {
        true => Vec::new(),
        false => argument.get_possible_values(),
    };
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    if names.is_empty() || !argument.get_action().takes_values() {
        return argument;
    }
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let said = [help, format!("one of {}", names.join(", "))].into_iter().filter(|part| !part.is_empty());
    let help = said.collect::<Vec<_>>().join("; ");
    argument.help(help).hide_possible_values(true)
}

/// What the command sends, and what that does.
fn description(row: &Operation) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["DESCRIPTION"]);
    let sends = match row.path {
        "" => "Sends several requests".to_owned(),
        path => format!("Sends {} {path}", row.verb),
    };
    let scope = row.scope.map(|scope| format!(" It needs the scope {scope}.")).unwrap_or_default();
    roff.text([roman(format!("{sends} ({}).{scope}", row.effect.word()))]);
    if let Some(warning) = row.warning {
        roff.control("PP", []);
        roff.text([roman(warning)]);
    }
    roff
}

/// Text of the help with its headings and its line breaks as they are.
fn examples(text: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    roff.control("nf", []);
    for line in text.lines().filter(|line| !["Examples:", "Example:"].contains(line)) {
        roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
    }
    roff.control("fi", []);
    roff
}

fn closing(path: &[&str]) -> Roff {
    let mut roff = Roff::new();
    match path {
        [] | [_] => {
            exit_status(&mut roff);
            files(&mut roff);
            roff.control("SH", ["SEE ALSO"]);
            roff.text([roman("One page for each command: "), bold("rmctl man --dir DIR"), roman(".")]);
        }
        [above @ .., _] => {
            roff.control("SH", ["SEE ALSO"]);
            let above = bold(format!("{}(1)", above.join("-")));
            let rest = roman(". The options that every command has are in ");
            roff.text([above, rest, bold("rmctl(1)"), roman(".")]);
        }
    }
    roff
}

const EXITS: &[(Code, &str)] = &[
    (Code::Internal, "a bug in rmctl"),
    (Code::Usage, "bad flags, bad configuration, no credentials configured"),
    (Code::NotFound, "the named thing does not exist"),
    (Code::Unauthenticated, "the vendor does not accept the credentials"),
    (Code::Forbidden, "a permission or scope is missing, or the profile is read-only"),
    (Code::RateLimited, "a limit or quota, after the retries that were allowed"),
    (Code::VendorError, "the vendor failed, or its answer cannot be read"),
    (Code::Network, "DNS, TCP, TLS, proxy, time-out"),
    (Code::Partial, "some profiles, pages or items failed; what was got is printed"),
    (Code::WaitFailed, "accepted work failed or did not end in time"),
    (Code::Ambiguous, "a selector fits several things"),
    (Code::Conflict, "somebody else holds a lock, or an open transaction is in the way"),
    (Code::Rejected, "the vendor refused the content of the request"),
    (Code::OutcomeUnknown, "a change may or may not have happened: look before repeating it"),
    (Code::Differs, "two things compared are not the same, where that was asked"),
    (Code::Interrupted, "Ctrl-C"),
    (Code::Terminated, "SIGTERM"),
];

fn exit_status(roff: &mut Roff) {
    roff.control("SH", ["EXIT STATUS"]);
    term(roff, "0", "done; an empty list is success");
    for (code, about) in EXITS {
        term(roff, &code.exit().to_string(), about);
    }
}

fn files(roff: &mut Roff) {
    roff.control("SH", ["FILES"]);
    term(
        roff,
        "$RMCTL_CONFIG",
        "the configuration; without it $XDG_CONFIG_HOME/rmctl/config.toml, as `rmctl config path` says",
    );
    term(roff, "$RMCTL_CACHE_DIR", "what may be lost at any time: cached answers, ids for completion");
    term(roff, "$RMCTL_STATE_DIR", "what should not be lost: journals, the state of limits");
}

fn term(roff: &mut Roff, name: &str, about: &str) {
    roff.control("TP", []);
    roff.text([bold(name)]);
    roff.text([roman(about)]);
}
