//! `rmctl man`: pages in roff from the command tree, and from the rows where a command is one.

use std::path::Path;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::catalogue;
use super::context::Context;
use super::stop::Stop;
use crate::catalog::{Operation, Vendor};
use crate::cli::{self, example};
use crate::failure::Failure;

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
    let is_root = path.len() == 1;
    let name = path.join("-");
    let command = command
        .clone()
        .display_name(&name)
        .bin_name(path.join(" "))
        .disable_help_flag(true)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(!is_root);
    let has_options = command.get_arguments().any(|argument| !argument.is_hide_set());
    let has_commands = command.has_subcommands();
    let after = command.get_after_help().map(ToString::to_string);
    let man = Man::new(command)
        .title(name.to_uppercase())
        .source(concat!("rmctl ", env!("CARGO_PKG_VERSION")))
        .manual("rmctl");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    if let Some(row) = row {
        description(row).to_writer(&mut page)?;
    }
    if has_options {
        man.render_options_section(&mut page)?;
    }
    if has_commands {
        man.render_subcommands_section(&mut page)?;
    }
    let example = row.map(|row| format!("Example:\n  {}", example(&path[1..].join(" "), row)));
    if let Some(text) = example.or(after) {
        examples(&text).to_writer(&mut page)?;
    }
    closing(path).to_writer(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// What the command sends, and what that does.
fn description(row: &Operation) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["DESCRIPTION"]);
    let sends = match row.path {
        "" => "Sends several requests".to_owned(),
        path => format!("Sends {} {path}", row.verb),
    };
    let scope = row
        .scope
        .map(|scope| format!(" It needs the scope {scope}."))
        .unwrap_or_default();
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
    roff.control("SH", ["SEE ALSO"]);
    match path {
        [_] => roff.text([
            roman("One page for each command: "),
            bold("rmctl man --dir DIR"),
            roman("."),
        ]),
        [.., _] => roff.text([
            bold(path[..path.len() - 1].join("-")),
            roman("(1). The options that every command has are in "),
            bold("rmctl"),
            roman("(1)."),
        ]),
        [] => &mut roff,
    };
    roff
}
