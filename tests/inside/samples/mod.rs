//! A command line for any row, made from the row itself: the values are those that a strict vendor takes.

use std::path::Path;
use std::sync::LazyLock;

use rmctl::catalog::{Argument, Body, Effect, Group, Ids, Kind, Operation, Place, Run};
use rmctl::vendor::ALL;
use sandbox::{BeyondTrustProduct, FIRST_SERIAL, Options, Sandbox, Seen};
use serde_json::Value;

use super::{run_words, sandbox_with, words_of};

mod beyondtrust;
mod cisco;
mod cisco_local;
mod ninja;
mod ninjaone;
mod rms;
pub(crate) mod sps;

pub(crate) use beyondtrust::BEYONDTRUST;
pub(crate) use cisco::CISCO;
pub(crate) use cisco_local::CISCO_LOCAL;
pub(crate) use ninja::NINJA;
pub(crate) use ninjaone::NINJAONE;
pub(crate) use rms::RMS;
pub(crate) use sps::SPS;

/// What the rows of one vendor are tried with.
pub(crate) struct Samples {
    pub(crate) vendor: &'static str,
    /// Where the sandbox has its API.
    pub(crate) mounted: &'static str,
    /// The operations of each of its products, as their own generator took them from the specifications.
    pub(crate) facts: &'static [&'static str],
    /// What their paths have in front besides.
    pub(crate) below: &'static str,
    /// The specification says what members answers have.
    pub(crate) draws_answers: bool,
    /// What must have happened before a row finds what it is about; everything else is in every sandbox.
    before: &'static [(&'static str, &'static [&'static str])],
    /// What stands in the path, by the beginning of the template up to the slot; the longest one that fits is meant.
    slots: &'static [(&'static str, &'static str)],
    /// Values of one row's arguments, where the vendor wants something of its own.
    of_row: &'static [(&'static str, &'static str, &'static str)],
    /// What the vendor wants of a row although it is not always required: which of them, other arguments decide.
    also: &'static [(&'static str, &'static [&'static str])],
    /// What alone may be given for a row, where its other arguments are of something else than what is tried.
    within: &'static [(&'static str, &'static [&'static str])],
    /// Values by the name of the argument.
    of_name: &'static [(&'static str, &'static str)],
    /// Ids of what is acted on, where they are in the body.
    id: fn(&Row, Ids) -> &'static str,
    /// Another id of what is acted on.
    pub(crate) second_id: fn(Ids) -> &'static str,
    /// The parameters, or the members of the body, by which a list is known to page.
    pub(crate) page_sizes: &'static [&'static str],
    /// A refusal in the vendor's words.
    pub(crate) no: &'static str,
    /// A login is repeated after a 401.
    pub(crate) renews: bool,
    /// What a 401 comes to that stays.
    pub(crate) unauthorized: u8,
    /// A 429 that names no time may pass soon.
    pub(crate) blind_429: bool,
    /// A page of HTML where JSON should be may pass soon.
    pub(crate) html_is_limit: bool,
    /// A change may answer nothing.
    pub(crate) empty_is_done: bool,
    /// It has so many rows that not each of them is tried with everything.
    pub(crate) takes_turns: bool,
    /// Where the devices are listed page by page.
    pub(crate) second_page: Option<SecondPage>,
    /// A secret that the row takes.
    secret: fn(&Row, &Sandbox) -> Option<String>,
}

/// The last page of two.
#[derive(Clone, Copy)]
pub(crate) struct SecondPage {
    /// The command that lists the devices.
    pub(crate) list: &'static str,
    pub(crate) path: &'static str,
    /// How many requests come before it.
    pub(crate) after: u64,
    /// How many records each page has.
    pub(crate) records: u64,
}

/// All vendors'.
pub(crate) static SAMPLES: &[&Samples] = &[&RMS, &BEYONDTRUST, &NINJA, &NINJAONE, &CISCO, &CISCO_LOCAL, &SPS];

/// What the sandbox refuses to everybody, with which exit, and why.
const UNWILLING: &[(&str, u8, &str)] = &[
    ("beyondtrust representatives log-out", 13, "of its form in version 1 nothing is published but the name"),
    ("beyondtrust report show-my-screen-recording", 3, "no screen was shown"),
    ("beyondtrust report presentation-session-recording", 3, "there was no presentation"),
    ("sps setup run", 12, "the box is set up already"),
];

/// The vendors' operations, as their own generator took them from the specifications.
pub(crate) fn facts() -> &'static [Value] {
    static FACTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
        let of = |samples: &&Samples| {
            let of_product = |facts: &&str| serde_json::from_str::<Vec<Value>>(facts).unwrap();
            let mut facts: Vec<Value> = samples.facts.iter().flat_map(of_product).collect();
            for fact in &mut facts {
                fact["path"] = format!("{}{}", samples.below, fact["path"].as_str().unwrap()).into();
            }
            facts
        };
        SAMPLES.iter().flat_map(of).collect()
    });
    &FACTS
}

/// A row and the words that call it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) words: String,
    /// What is carried out.
    pub(crate) operation: &'static Operation,
    /// What is typed: the row itself, of which that may be the newer form.
    pub(crate) typed: &'static Operation,
    /// The product of the site, where another one is meant than the first that has it.
    pub(crate) site: Option<&'static str>,
}

impl Row {
    pub(crate) fn samples(&self) -> &'static Samples {
        let vendor = self.words.split(' ').next().unwrap();
        let found = SAMPLES.iter().copied().find(|samples| samples.vendor == vendor);
        found.unwrap_or_else(|| panic!("`{vendor}` has no samples in tests/inside/samples"))
    }

    /// What the specification says of the row.
    pub(crate) fn fact(&self) -> Option<&'static Value> {
        self.facts().next()
    }

    /// What the specification of each product says of the row.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &'static Value> {
        let (verb, path) = (self.operation.verb, self.operation.path);
        facts().iter().filter(move |fact| fact["method"] == verb && fact["path"] == path)
    }

    /// The product of the site that the row is tried with.
    pub(crate) fn product(&self) -> &'static str {
        let only = self.operation.only.or(self.typed.only);
        self.site.unwrap_or_else(|| only.map_or("PRA", |only| only.key))
    }

    /// The exit by which the sandbox refuses it to everybody.
    pub(crate) fn refused(&self) -> Option<u8> {
        let is_it = |(words, ..): &&(&str, u8, &str)| *words == self.words && !self.is_newer();
        UNWILLING.iter().find(is_it).map(|(_, exit, _)| *exit)
    }

    /// It is the form that a row has in a newer API.
    pub(crate) fn is_newer(&self) -> bool {
        !std::ptr::eq(self.operation, self.typed)
    }

    /// The answer is a file, which is not opened.
    pub(crate) fn is_file(&self) -> bool {
        self.operation.saves && self.operation.pack.is_none()
    }

    /// Whether this is the row's own request: before it may come a login, or a look at what is to be changed.
    pub(crate) fn sends(&self, seen: &Seen) -> bool {
        let mounted = self.samples().mounted;
        let paths = [Some(self.operation.path), self.operation.detour].into_iter().flatten();
        seen.method == self.operation.verb && paths.into_iter().any(|path| fits(mounted, path, &seen.path))
    }
}

fn fits(mounted: &str, template: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap();
    let Some(path) = path.strip_prefix(mounted) else {
        return false;
    };
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    // A path of any length stands in the last slot of what reaches the whole tree.
    let (ours, theirs) = match ours.split_last() {
        Some((&"{path}", before)) if theirs.len() > before.len() => (before.to_vec(), theirs[..before.len()].to_vec()),
        _ => (ours, theirs),
    };
    ours.len() == theirs.len()
        && ours.iter().zip(theirs).all(|(word, given)| *word == given || (word.starts_with('{') && !given.is_empty()))
}

/// Every row of every vendor.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for vendor in ALL {
        add_rows(vendor.settings.key, vendor.operations, vendor.groups, &mut rows);
    }
    rows
}

fn add_rows(words: &str, operations: &'static [Operation], groups: &'static [Group], rows: &mut Vec<Row>) {
    rows.extend(operations.iter().map(|operation| Row {
        words: format!("{words} {}", operation.name),
        operation,
        typed: operation,
        site: None,
    }));
    for group in groups {
        add_rows(&format!("{words} {}", group.name), group.operations, group.groups, rows);
    }
}

/// The rows that are one request.
pub(crate) fn requests() -> Vec<Row> {
    let mut rows = rows();
    rows.retain(|row| matches!(row.operation.run, Run::Request));
    rows
}

/// The same, and each that has a newer form in that form, too.
pub(crate) fn forms() -> Vec<Row> {
    let rows = requests();
    let newer = |row: &Row| row.operation.newer.map(|operation| Row { operation, ..row.clone() });
    let newer: Vec<Row> = rows.iter().filter_map(newer).collect();
    rows.into_iter().chain(newer).collect()
}

/// How much of what a row takes is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What is required.
    Least,
    /// All that can be given together.
    Most,
}

/// The value of an argument, as it is typed.
fn value(row: &Row, argument: &Argument) -> String {
    let of_row = row.samples().of_row.iter().find(|(words, name, _)| *words == row.words && *name == argument.name);
    if let Some((_, _, value)) = of_row {
        return (*value).to_owned();
    }
    if argument.place == Place::File {
        return "FOLDER/file".to_owned();
    }
    if argument.secret {
        return "@FOLDER/secret".to_owned();
    }
    // A newer form of the row may know fewer words.
    let own = row.operation.arguments.iter().find(|own| own.name == argument.name).unwrap_or(argument);
    if let Some(first) = own.values.first() {
        return (*first).to_owned();
    }
    if let Some((_, value)) = row.samples().of_name.iter().find(|(name, _)| *name == argument.name) {
        return (*value).to_owned();
    }
    match argument.kind {
        Kind::String | Kind::Strings | Kind::Choices => "text",
        // The shortest time between readings.
        Kind::Integer if argument.name.ends_with("_monitoring") => "60",
        Kind::Integer | Kind::Integers => "1",
        Kind::Number => "1.5",
        Kind::Boolean => "true",
        Kind::Object => "{}",
        Kind::Pairs => "name=value",
        Kind::Paths => "FOLDER/file",
        Kind::Array => "[]",
    }
    .to_owned()
}

fn slot(row: &Row, argument: &Argument) -> String {
    let of_row = row.samples().of_row.iter().find(|(words, name, _)| *words == row.words && *name == argument.name);
    if let Some((_, _, value)) = of_row {
        return (*value).to_owned();
    }
    let path = row.typed.path;
    let end = path.find(&format!("{{{}}}", argument.name)).unwrap() + 1;
    let fits = |start: &&(&str, &str)| {
        path.starts_with(start.0)
            && path[..end].starts_with(&start.0[..start.0.rfind('{').unwrap()])
            && start.0.rfind('{').unwrap() + 1 == end
    };
    match (row.samples().slots.iter().find(fits), argument.values.first()) {
        (Some((_, id)), _) => (*id).to_owned(),
        (None, Some(first)) => (*first).to_owned(),
        (None, None) => "1".to_owned(),
    }
}

/// Everything that is typed for the row, `rmctl` first.
pub(crate) fn sample(row: &Row, extent: Extent, folder: &Path) -> Vec<String> {
    let operation = row.typed;
    let mut line: Vec<String> = words_of(&format!("rmctl {}", row.words));
    for argument in operation.arguments.iter().filter(|argument| argument.positional && !argument.trailing) {
        line.push(match argument.place {
            Place::Path => slot(row, argument),
            _ => value(row, argument),
        });
    }
    line.extend(operation.ids.map(|ids| (row.samples().id)(row, ids).to_owned()));
    line.extend(flags(row, extent));
    line.extend(whole_body(row));
    if operation.effect == Effect::Destroy {
        line.push("--yes".to_owned());
    }
    if row.is_file() {
        line.extend(["--save".to_owned(), "FOLDER/saved".to_owned()]);
    }
    line.extend(["-o".to_owned(), "json".to_owned()]);
    if operation.arguments.iter().any(|argument| argument.trailing) {
        line.extend(["--".to_owned(), "true".to_owned()]);
    }
    line.into_iter().map(|word| word.replace("FOLDER", folder.to_str().unwrap())).collect()
}

/// The body of a row that has no arguments in it.
fn whole_body(row: &Row) -> Option<String> {
    let of_row = row.samples().of_row.iter().find(|(words, name, _)| *words == row.words && *name == "body");
    of_row.map(|(_, _, value)| format!("--body={value}"))
}

/// The arguments that may become flags.
fn optional(row: &Row) -> impl Iterator<Item = &'static Argument> {
    let within = row.samples().within.iter().find(|(words, _)| *words == row.words);
    let product = row.product();
    row.typed.arguments.iter().filter(move |argument| {
        let is_of_product = argument.only.is_none_or(|only| only.key == product);
        let may_be = is_of_product && within.is_none_or(|(_, names)| names.contains(&argument.name));
        !argument.positional && !argument.paging && may_be
    })
}

/// What a row needs of its arguments.
fn needed(row: &Row) -> Vec<&'static str> {
    let is_also = |argument: &Argument| {
        row.samples().also.iter().any(|(words, names)| *words == row.words && names.contains(&argument.name))
    };
    let one_of = row.typed.one_of.first();
    let is_needed = |argument: &&Argument| argument.required || is_also(argument) || one_of == Some(&argument.name);
    let needed: Vec<&'static str> = optional(row).filter(is_needed).map(|argument| argument.name).collect();
    // An update names something to change.
    let is_member = |argument: &&Argument| argument.place == Place::Body;
    let is_update = row.typed.verb == "PATCH" || row.typed.name == "update";
    match is_update && !optional(row).filter(is_member).any(|argument| needed.contains(&argument.name)) {
        true => optional(row).find(is_member).map(|argument| argument.name).into_iter().chain(needed).collect(),
        false => needed,
    }
}

/// The flags for the arguments, each as one word.
fn flags(row: &Row, extent: Extent) -> Vec<String> {
    let operation = row.typed;
    let needed = needed(row);
    let is_more = |argument: &Argument| {
        extent == Extent::Most && !operation.one_of.contains(&argument.name) && argument.name != "fields_only"
    };
    optional(row)
        .filter(|argument| needed.contains(&argument.name) || is_more(argument))
        .flat_map(|argument| {
            // A line each, where a flag is given more than once.
            let values: Vec<String> = value(row, argument).lines().map(str::to_owned).collect();
            values.into_iter().map(|value| format!("--{}={value}", argument.flag()))
        })
        .collect()
}

/// Files to send, and one to read a secret from.
pub(crate) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), format!("{FIRST_SERIAL}\n")).unwrap();
    std::fs::write(folder.path().join("secret"), "Secret-123\n").unwrap();
    for (name, text) in cisco::FILES.iter().chain(sps::FILES) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// A sandbox in which the row finds what it is about.
pub(crate) fn furnished(row: &Row, folder: &Path) -> Sandbox {
    furnished_with(row, folder, Options::default())
}

/// The same, set in another way.
pub(crate) fn furnished_with(row: &Row, folder: &Path, mut options: Options) -> Sandbox {
    if row.product() == "RS" {
        options.beyondtrust.product = BeyondTrustProduct::RemoteSupport;
    }
    options.beyondtrust.newer_openapi |= row.words == "beyondtrust spec fetch";
    options.beyondtrust.command_v2 |= row.operation.path.starts_with("/api/command/v2/");
    let sandbox = sandbox_with(options);
    let before = row.samples().before.iter().filter(|(words, _)| *words == row.words);
    for line in before.flat_map(|(_, lines)| *lines) {
        let line = line.replace("FOLDER", folder.to_str().unwrap());
        let ran = run_words(&sandbox, words_of(&line));
        assert_eq!(ran.exit, 0, "{line}: {ran:?}");
    }
    if let Some(secret) = (row.samples().secret)(row, &sandbox) {
        std::fs::write(folder.join("secret"), secret.trim_start_matches("https://")).unwrap();
    }
    sandbox
}

/// A secret member of the first record of a list.
fn shown(sandbox: &Sandbox, line: &str, member: &str) -> String {
    let ran = run_words(sandbox, words_of(&format!("{line} -o json --show-secrets")));
    let records: Value = ran.json();
    records[0][member].as_str().unwrap().to_owned()
}

/// Whether the row sends JSON.
pub(crate) fn has_json(operation: &Operation) -> bool {
    !matches!(operation.body, Body::None | Body::Multipart | Body::File(_))
}
