//! Pages of the fleet: what the other formats would list, as one text for another program.

use std::fs::{self, Permissions};
use std::io::Write as _;
use std::path::Path;

use super::super::context::Context;
use super::super::list::{NOTHING, said_when_empty};
use super::super::stop::Stop;
use super::super::target::STANDARD_OUTPUT;
use super::Outcome;
use super::hearing::Account;
use super::inventory::KNOWLEDGE;
use super::print;
use crate::cli::PageFlags;
use crate::documents::shown;
use crate::failure::{Code, Failure};
use crate::fleet::Device;
use crate::fleet::formats::{Fleet, Gathered, Mapping, Options, render};
use crate::output::{Format, Page, Printer, Shape, View};
use crate::store::write_durably;

/// Refuse, before anything is asked, flags that belong to another format.
pub(super) fn check(format: Format, flags: &PageFlags) -> Result<(), Failure> {
    let is = |page| format == Format::Page(page);
    let given = [
        ("--list", flags.list, is(Page::Ansible), "--output ansible"),
        ("--host", flags.host.is_some(), is(Page::Ansible), "--output ansible"),
        ("--mapping", flags.mapping.is_some(), is(Page::Netbox), "--output netbox"),
        ("--save", flags.save.is_some(), matches!(format, Format::Page(_)), "--output html"),
    ];
    match given.iter().find(|(_, is_given, is_at_home, _)| *is_given && !is_at_home) {
        None => Ok(()),
        Some(("--save", .., home)) => {
            let message =
                format!("`--save` does not go with `--output {}`, which standard output takes", format.name());
            Err(Failure::usage(message).hint(format!("add `{home}`, or `> FILE`")))
        }
        Some((flag, .., home)) => {
            let message = format!("`{flag}` does not go with `--output {}`", format.name());
            Err(Failure::usage(message).hint(format!("add `{home}`")))
        }
    }
}

/// What the user said of the page.
pub(super) fn options(context: &Context<'_>, flags: &PageFlags) -> Result<Options, Failure> {
    let mapping = flags.mapping.as_deref().map(|path| Mapping::read(Path::new(path))).transpose()?;
    Ok(Options {
        host: flags.host.clone(),
        mapping: mapping.unwrap_or_default(),
        previous: None,
        formulas: context.globals.formulas,
    })
}

/// Write the page. Where nobody answered there is none, but for metrics: they say that nobody did.
pub(super) fn write(
    context: &Context<'_>,
    view: &View,
    (page, flags, options): (Page, &PageFlags, Options),
    (devices, outcome): (Vec<Device>, &Outcome),
) -> Result<(), Stop> {
    if outcome.is_nothing() && page != Page::Prometheus {
        outcome.verdict()?;
    }
    let devices = chosen(context, view, devices)?;
    let profiles: Vec<Gathered> = outcome.accounts.iter().map(gathered).collect();
    let fleet = Fleet { devices: &devices, profiles: &profiles, made_at: context.now() };
    let previous = flags.save.as_ref().and_then(|path| fs::read_to_string(path).ok());
    let document = render(page, &fleet, &Options { previous, ..options })?;
    context.reporter.clear();
    match flags.save.as_deref().filter(|path| *path != STANDARD_OUTPUT) {
        Some(path) => save(context, path, &document.text)?,
        None => print_page(context, &document.text)?,
    }
    document.warnings.iter().for_each(|warning| context.reporter.warn(warning));
    outcome.verdict()?;
    said_when_empty(context, view, devices.len(), NOTHING)
}

/// What every other format would show, through the same engine: filtered, sorted, limited, without secrets.
fn chosen(context: &Context<'_>, view: &View, mut devices: Vec<Device>) -> Result<Vec<Device>, Stop> {
    // The same fleet is the same page, whoever answered first.
    devices.sort_by(|one, other| place(one).cmp(&place(other)));
    let mut lines = Vec::new();
    let view = View { format: Format::Ndjson, ..view.clone() };
    let mut printer = Printer::new(&view, Shape::List, &KNOWLEDGE, &mut lines)?;
    print(&mut printer, devices.iter())?;
    context.warn_all(&printer.finish()?);
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let unreadable = |error| Failure::new(Code::Internal, format!("cannot read a device: {error}"));
    Ok(lines.map(|line| serde_json::from_slice(line).map_err(unreadable)).collect::<Result<_, _>>()?)
}

fn place(device: &Device) -> (&str, &str, Option<&str>, &str) {
    (&device.vendor, &device.profile, device.name.as_deref(), &device.id)
}

fn gathered(account: &Account) -> Gathered {
    Gathered {
        vendor: account.vendor.to_owned(),
        profile: account.profile.clone(),
        fault: account.failures.first().map(|failure| failure.message.clone()),
    }
}

fn print_page(context: &Context<'_>, text: &str) -> Result<(), Stop> {
    let mut out = context.out();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Whoever reads the file at this moment, such as node_exporter, finds the old text or the new.
fn save(context: &Context<'_>, path: &str, text: &str) -> Result<(), Failure> {
    // A bare name lies in no folder, and the new file must be made beside the old one.
    let place = Path::new(".").join(path);
    let name = shown(Path::new(path));
    let unwritable = |error| Failure::usage(format!("cannot write {name}: {error}"));
    write_durably(&place, text.as_bytes(), for_everybody()).map_err(unwritable)?;
    context.reporter.tell(&format!("wrote {name}"));
    Ok(())
}

/// The program that reads the file is another user's.
#[cfg(unix)]
fn for_everybody() -> Option<Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(0o644))
}

#[cfg(not(unix))]
fn for_everybody() -> Option<Permissions> {
    None
}
