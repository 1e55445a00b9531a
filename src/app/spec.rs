//! `rmctl spec`: the user's own OpenAPI files against the tables, and what of them became callable.

use std::io::Read;

use serde_json::json;

use super::catalogue;
use super::context::Context;
use super::stop::Stop;
use crate::catalog::Vendor;
use crate::cli::{Imported, SpecCommand, SpecFile};
use crate::failure::Failure;
use crate::output::{Format, Knowledge, Shape};
use crate::record::Record;
use crate::spec::{self, Difference, File, GROUP, Kept, Source};
use crate::store::{Disk, Folders, Outcome, Store};
use crate::surroundings::Environment;

const DIFFERENCES: Knowledge = Knowledge {
    columns: &["kind", "method", "path", "command", "detail"],
    wide: &["operation_id"],
    members: &["kind", "method", "path", "command", "operation_id", "detail"],
    id: "path",
    ..Knowledge::OPEN
};
const OPERATIONS: Knowledge = Knowledge {
    columns: &["command", "kind", "method", "path"],
    wide: &["operation_id", "source", "about"],
    members: &["vendor", "command", "kind", "method", "path", "operation_id", "source", "about"],
    id: "command",
    ..Knowledge::OPEN
};

/// The imported operations that these words can mean. Where they name no such group, nothing is read.
pub(super) fn imported(
    vendors: &'static [&'static Vendor],
    words: &[String],
    environment: &Environment,
) -> Vec<Imported> {
    let has = |name: &str| words.iter().any(|word| word == name);
    if !has(GROUP) {
        return Vec::new();
    }
    let named = |vendor: &&Vendor| has(vendor.settings.key) || vendor.aliases.iter().any(|alias| has(alias));
    let in_sandbox = has("--sandbox") || environment.is_on("RMCTL_SANDBOX");
    let state = Disk::new(Folders::of(environment).state);
    let of = |vendor: &'static Vendor| Imported {
        vendor,
        group: match in_sandbox {
            true => Err(kept_nowhere()),
            false => kept(&state, vendor).map(|kept| spec::group(vendor, &catalogue::operations(vendor), &kept)),
        },
    };
    vendors.iter().copied().filter(named).map(of).collect()
}

fn kept_nowhere() -> Failure {
    Failure::usage("what is imported is kept between runs, and `--sandbox` keeps nothing")
        .hint("`rmctl sandbox serve` in one terminal, `eval \"$(rmctl sandbox env)\"` in another")
}

fn kept(state: &dyn Store, vendor: &Vendor) -> Result<Kept, Failure> {
    let key = vendor.settings.key;
    Kept::read(key, state.read(&Kept::name(key)).as_deref())
}

pub(super) fn run(context: &Context<'_>, command: &SpecCommand, stdin: Box<dyn Read>) -> Result<(), Stop> {
    match command {
        SpecCommand::Diff(file) => diff(context, file, stdin),
        SpecCommand::Import(file) => import(context, file, stdin),
        SpecCommand::List { vendor } => list(context, *vendor),
        SpecCommand::Forget { vendor } => forget(context, *vendor),
    }
}

/// A file, whose it is, and what stands before its paths.
struct Opened {
    vendor: &'static Vendor,
    file: File,
    prefix: String,
}

fn open(context: &Context<'_>, named: &SpecFile, stdin: Box<dyn Read>) -> Result<Opened, Failure> {
    let unreadable = |why: &str| Failure::usage(format!("cannot read `{}`: {why}", named.path));
    let bytes = bytes(&named.path, stdin).map_err(|error| unreadable(&error.to_string()))?;
    let file = spec::read(&bytes).map_err(|fault| unreadable(&fault.to_string()))?;
    let vendor = match named.vendor.or_else(|| spec::whose(context.vendors, &file)) {
        Some(vendor) => vendor,
        None => {
            let keys: Vec<&str> = context.vendors.iter().map(|vendor| vendor.settings.key).collect();
            return Err(Failure::usage(format!(
                "cannot tell whose file `{}` is: its title is `{}`",
                named.path, file.title
            ))
            .hint(format!("`--vendor KEY`, with one of: {}", keys.join(", "))));
        }
    };
    let (file, prefix) = spec::placed(file, vendor);
    Ok(Opened { vendor, file, prefix })
}

/// One byte more than may be read, so that a longer file is known as one.
fn bytes(path: &str, stdin: Box<dyn Read>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let source: Box<dyn Read> = match path {
        "-" => stdin,
        path => Box::new(std::fs::File::open(path)?),
    };
    source.take(spec::LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn diff(context: &Context<'_>, named: &SpecFile, stdin: Box<dyn Read>) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &DIFFERENCES)?;
    let Opened { vendor, file, prefix } = open(context, named, stdin)?;
    let found = spec::compare(&file, &prefix, &catalogue::operations(vendor), spec::Scope::default());
    let count = |kind: &str| found.iter().filter(|one| one.kind == kind).count();
    context.reporter.tell(&format!(
        "{} operations in the file: {} missing here, {} gone there, {} differences in the others",
        file.operations.len(),
        count("missing"),
        count("gone"),
        count("changed"),
    ));
    let records: Vec<Record> = found.iter().map(difference).collect();
    context.print_all(&view, Shape::List, &DIFFERENCES, &records).map(drop)
}

fn difference(one: &Difference) -> Record {
    Record::from(json!({
        "kind": one.kind,
        "method": one.method,
        "path": one.path,
        "command": one.command,
        "operation_id": one.operation_id,
        "detail": one.detail,
    }))
}

fn import(context: &Context<'_>, named: &SpecFile, stdin: Box<dyn Read>) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &OPERATIONS)?;
    if context.sandbox.is_some() {
        return Err(kept_nowhere().into());
    }
    let Opened { vendor, file, .. } = open(context, named, stdin)?;
    let rows = catalogue::operations(vendor);
    let lacking: Vec<_> = spec::lacking(&file, &rows).cloned().collect();
    let have_commands = file.operations.len() - lacking.len();
    let (operations, unfit): (Vec<_>, Vec<_>) = lacking.into_iter().partition(|operation| operation.is_callable());
    for operation in unfit {
        context
            .reporter
            .warn(&format!("{} {} is left out: rmctl sends no body of its kind", operation.method, operation.path));
    }
    let count = operations.len();
    let kept = kept(&*context.stores.state, vendor)?.with(Source::of(&file, operations));
    let dry_run = context.globals.dry_run;
    if !dry_run {
        keep(context, vendor, &kept)?;
    }
    let done = if dry_run { "would import" } else { "imported" };
    context
        .reporter
        .tell(&format!("{done} {count} operations from `{}`; {have_commands} more have commands already", named.path));
    let records: Vec<Record> = listed(vendor, &kept, Some(&file.title));
    context.print_all(&view, Shape::List, &OPERATIONS, &records).map(drop)
}

fn keep(context: &Context<'_>, vendor: &Vendor, kept: &Kept) -> Result<(), Failure> {
    let name = Kept::name(vendor.settings.key);
    match context.stores.state.replace(&name, &kept.to_bytes()) {
        Outcome::Kept => Ok(()),
        Outcome::NotKept(why) => Err(not_kept(&why)),
    }
}

fn not_kept(why: &str) -> Failure {
    Failure::usage(format!("cannot change what is imported: {why}")).hint("`export RMCTL_STATE_DIR=FOLDER`")
}

/// The operations with their commands, of one source or of all.
fn listed(vendor: &Vendor, kept: &Kept, title: Option<&str>) -> Vec<Record> {
    let key = vendor.settings.key;
    let named = kept.named();
    let wanted = named.iter().filter(|(_, source, _)| title.is_none_or(|title| source.title == title));
    wanted
        .map(|(word, source, operation)| {
            Record::from(json!({
                "vendor": key,
                "command": format!("{key} {GROUP} {word}"),
                "kind": operation.effect().word(),
                "method": operation.method,
                "path": operation.path,
                "operation_id": operation.id,
                "source": source.title,
                "about": operation.about,
            }))
        })
        .collect()
}

fn wanted<'c>(
    context: &'c Context<'_>,
    vendor: Option<&'static Vendor>,
) -> impl Iterator<Item = &'static Vendor> + use<'c> {
    let is_wanted = move |one: &&Vendor| vendor.is_none_or(|vendor| vendor.settings.key == one.settings.key);
    context.vendors.iter().copied().filter(is_wanted)
}

fn list(context: &Context<'_>, vendor: Option<&'static Vendor>) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &OPERATIONS)?;
    let mut records = Vec::new();
    for vendor in wanted(context, vendor) {
        records.extend(listed(vendor, &kept(&*context.stores.state, vendor)?, None));
    }
    if records.is_empty() {
        context.reporter.tell("nothing is imported");
    }
    context.print_all(&view, Shape::List, &OPERATIONS, &records).map(drop)
}

/// Also what cannot be read any more: that is how one gets rid of it.
fn forget(context: &Context<'_>, vendor: Option<&'static Vendor>) -> Result<(), Stop> {
    let mut forgotten = Vec::new();
    for vendor in wanted(context, vendor) {
        let name = Kept::name(vendor.settings.key);
        if context.stores.state.read(&name).is_some() {
            forgotten.push(format!("`{}`", vendor.settings.key));
        }
        if let Outcome::NotKept(why) = context.stores.state.remove(&name) {
            return Err(not_kept(&why).into());
        }
    }
    context.reporter.tell(&match forgotten.is_empty() {
        true => "nothing is imported".to_owned(),
        false => format!("forgot the imported operations of {}", forgotten.join(", ")),
    });
    Ok(())
}
