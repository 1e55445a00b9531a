//! `cargo xtask docs`: the reference in `docs/reference`, one page a group, from the tables that make the commands.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rmctl::catalog::{Group, Operation, Vendor};
use rmctl::cli::{self, Section, Sheet, Told};
use rmctl::vendor::ALL;

use crate::Outcome;
use crate::process;

/// Pages by their path below the folder of the reference.
type Pages = BTreeMap<PathBuf, String>;

/// A row and the words that name it.
type Row = (String, &'static Operation);

/// Put every page in place, and take away what is no page any more.
pub(crate) fn write() -> Outcome {
    let pages = pages();
    for path in present(&folder())?.into_iter().filter(|path| !pages.contains_key(path)) {
        std::fs::remove_file(folder().join(path))?;
    }
    for (path, text) in &pages {
        let file = folder().join(path);
        std::fs::create_dir_all(file.parent().expect("a page lies in a folder"))?;
        std::fs::write(file, text)?;
    }
    process::say(&format!("docs: {} pages", pages.len()));
    Ok(())
}

/// Fail where the committed pages are not those that the tables make.
pub(crate) fn check() -> Outcome {
    let mut committed = Pages::new();
    for path in present(&folder())? {
        committed.insert(path.clone(), std::fs::read_to_string(folder().join(path))?);
    }
    let made = pages();
    let paths = made.keys().chain(committed.keys());
    match paths.into_iter().find(|path| made.get(*path) != committed.get(*path)) {
        None => Ok(()),
        Some(path) => Err(format!("docs/reference/{} is stale: run `cargo xtask docs`", path.display()).into()),
    }
}

fn folder() -> PathBuf {
    process::root().join("docs/reference")
}

/// The files below a folder that need not exist, relative to it.
fn present(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder.join(&below)) else {
            continue;
        };
        for entry in entries {
            let entry = entry?;
            let path = below.join(entry.file_name());
            match entry.file_type()?.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    Ok(found)
}

fn pages() -> Pages {
    let mut pages = Pages::from([(PathBuf::from("README.md"), front())]);
    for vendor in ALL {
        let key = vendor.settings.key;
        pages.insert(Path::new(key).join("README.md"), vendor_page(vendor));
        for group in vendor.groups {
            pages.insert(Path::new(key).join(format!("{}.md", group.name)), group_page(vendor, group));
        }
    }
    pages
}

const MADE: &str = "<!-- Made by `cargo xtask docs` from the tables in src/vendor. -->\n\n";

fn front() -> String {
    let mut page = format!(
        "{MADE}# Reference\n\nEvery command of rmctl. `rmctl COMMAND --help` says the same at the terminal.\n\n"
    );
    page += "## Vendors\n\n| command | system | operations |\n|---|---|---:|\n";
    for vendor in ALL {
        let (key, count) = (vendor.settings.key, rows_of(vendor).len());
        let _ = writeln!(page, "| [`rmctl {key}`]({key}/README.md) | {} | {count} |", vendor.settings.name);
    }
    page += "\n## Commands of its own\n\n| command | does |\n|---|---|\n";
    let tree = cli::tree(ALL, None);
    let is_own = |name: &str| ALL.iter().all(|vendor| vendor.settings.key != name);
    for command in tree.get_subcommands().filter(|command| is_own(command.get_name())) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(page, "| `rmctl {}` | {} |", command.get_name(), cell(&about));
    }
    page += "\n## Flags that every command has\n\n| flag | does |\n|---|---|\n";
    for argument in tree.get_arguments() {
        let _ = writeln!(page, "| {} | {} |", global_flag(argument), cell(&help(argument)));
    }
    page
}

fn help(argument: &clap::Arg) -> String {
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let values = argument.get_possible_values();
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    match names.is_empty() || !argument.get_action().takes_values() {
        true => help,
        false => format!("{help}: {}", names.join(", ")),
    }
}

fn global_flag(argument: &clap::Arg) -> String {
    let short = argument.get_short().map(|short| format!("`-{short}`, ")).unwrap_or_default();
    let long = argument.get_long().unwrap_or_default();
    let names = argument.get_value_names().filter(|_| argument.get_action().takes_values());
    let value = names.map(|names| format!(" {}", names.join(" "))).unwrap_or_default();
    format!("{short}`--{long}{value}`")
}

fn vendor_page(vendor: &'static Vendor) -> String {
    let settings = &vendor.settings;
    let mut page = format!("{MADE}# `rmctl {}`: {}\n\n[All vendors](../README.md)\n", settings.key, settings.name);
    if !vendor.groups.is_empty() {
        page += "\n| group | about |\n|---|---|\n";
        for group in vendor.groups {
            let _ = writeln!(page, "| [`{0}`]({0}.md) | {1} |", group.name, cell(group.about));
        }
    }
    page += "\n## Operations\n\n| command | does | effect |\n|---|---|---|\n";
    for (words, operation) in rows_of(vendor) {
        let link = link(vendor, &words);
        let about = cell(operation.about);
        let _ = writeln!(page, "| [`{words}`]({link}) | {about} | {} |", operation.effect.word());
    }
    for operation in vendor.operations {
        page += &section(vendor, &format!("{} {}", settings.key, operation.name), operation);
    }
    page
}

/// Where the section of a command is: the web makes the anchor from its heading.
fn link(vendor: &Vendor, words: &str) -> String {
    let second = words.split(' ').nth(1).unwrap_or_default();
    let is_group = vendor.groups.iter().any(|group| group.name == second);
    let file = if is_group { format!("{second}.md") } else { String::new() };
    format!("{file}#rmctl-{}", words.replace(' ', "-"))
}

fn group_page(vendor: &'static Vendor, group: &'static Group) -> String {
    let words = format!("{} {}", vendor.settings.key, group.name);
    let mut page = format!("{MADE}# `rmctl {words}`\n\n{}.\n\n", group.about);
    let _ = writeln!(page, "[All of {}](README.md)", vendor.settings.name);
    let mut rows = Vec::new();
    collect(&words, group, &mut rows);
    for (words, operation) in rows {
        page += &section(vendor, &words, operation);
    }
    page
}

fn rows_of(vendor: &'static Vendor) -> Vec<Row> {
    let key = vendor.settings.key;
    let own = vendor.operations.iter();
    let mut rows: Vec<Row> = own.map(|operation| (format!("{key} {}", operation.name), operation)).collect();
    for group in vendor.groups {
        collect(&format!("{key} {}", group.name), group, &mut rows);
    }
    rows
}

fn collect(words: &str, group: &'static Group, rows: &mut Vec<Row>) {
    let own = group.operations.iter();
    rows.extend(own.map(|operation| (format!("{words} {}", operation.name), operation)));
    for below in group.groups {
        collect(&format!("{words} {}", below.name), below, rows);
    }
}

/// One command.
fn section(vendor: &'static Vendor, words: &str, operation: &'static Operation) -> String {
    let sheet = Sheet::of(vendor, words, operation);
    let request = sheet.request.as_ref().map_or_else(String::new, |request| format!("`{request}`\n\n"));
    let mut text = format!("\n## `rmctl {words}`\n\n{}.\n\n{request}", sheet.about);
    let _ = writeln!(text, "```sh\n{}\n```\n", sheet.example);
    for (name, fact) in &sheet.facts {
        let _ = writeln!(text, "- {name}: {fact}");
    }
    for (name, names) in [("columns", operation.columns), ("`wide` adds", operation.wide)] {
        text += &listed(name, names);
    }
    text += &sheet.sections.iter().map(table).collect::<String>();
    if !operation.members.is_empty() {
        let members = coded(operation.members);
        let _ = write!(text, "\n<details><summary>Members of a record</summary>\n\n{members}\n\n</details>\n");
    }
    text
}

fn listed(name: &str, names: &[&str]) -> String {
    match names.is_empty() {
        true => String::new(),
        false => format!("- {name}: {}\n", coded(names)),
    }
}

fn coded(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn table(section: &Section) -> String {
    let mut text = format!("\n| {} | takes | |\n|---|---|---|\n", section.heading);
    for told in &section.arguments {
        let _ = writeln!(text, "| `{}` | {} | {} |", told.name, takes(told), meaning(told));
    }
    text
}

fn takes(told: &Told) -> String {
    match told.values {
        [] => told.takes.to_owned(),
        values => coded(values),
    }
}

fn meaning(told: &Told) -> String {
    let need = told.need.map(|need| format!("**{need}**"));
    let parts = [need.unwrap_or_default(), cell(&told.help)];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("; ")
}

/// Text that neither ends its cell nor is read as HTML.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_section_that_its_link_leads_to() {
        let pages = pages();
        for vendor in ALL {
            for (words, _) in rows_of(vendor) {
                let link = link(vendor, &words);
                let (file, anchor) = link.split_once('#').unwrap();
                let file = if file.is_empty() { "README.md" } else { file };

                let page = &pages[&Path::new(vendor.settings.key).join(file)];

                assert!(page.contains(&format!("\n## `rmctl {words}`\n")), "{words}");
                assert_eq!(anchor, format!("rmctl-{}", words.replace(' ', "-")));
            }
        }
    }
}
