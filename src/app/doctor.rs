//! `rmctl doctor`: for each account all that has to work before a command does, in the order in which it depends on each other.

mod account;
mod chart;
mod judge;
mod network;
mod own;
#[cfg(test)]
mod tests;

use super::context::Context;
use super::items::{self, Order};
use super::stop::Stop;
use super::{accounts, signal_failure};
use crate::catalog::Vendor;
use crate::cli::DoctorCommand;
use crate::failure::Failure;
use crate::fleet::Patient;
use crate::http::probe::Sockets;
use crate::output::{Format, Knowledge, Shape, View};
use crate::record::Record;

/// Accounts at a time: each waits for servers of its own.
const AT_ONCE: usize = 16;

const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["profile", "check", "verdict", "detail"],
    wide: &["vendor", "fix", "milliseconds"],
    members: &["profile", "vendor", "check", "verdict", "detail", "fix", "milliseconds"],
    id: "check",
    ..Knowledge::OPEN
};

/// What is wrong with the file, which is put aside then: the environment may work all the same.
pub(super) fn put_broken_file_aside(context: &mut Context<'_>) -> Vec<Failure> {
    let problems = context.config.validate().to_vec();
    if !problems.is_empty() {
        context.config = context.config.without_file();
    }
    problems
}

pub(super) async fn run(context: &Context<'_>, command: &DoctorCommand, problems: &[Failure]) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &KNOWLEDGE)?;
    let accounts = accounts(context, command, !problems.is_empty())?;
    let own = own::examine(context, problems, accounts.is_empty());
    let is_list = is_list(&view);
    if is_list {
        show(context, &view, &own)?;
    }
    let (mut patients, mut trouble) = (vec![own], None);
    let at_once = AT_ONCE.max(context.globals.jobs);
    items::each(
        &accounts,
        at_once,
        Order::AsGiven,
        |account| examine(context, account),
        |_, patient| {
            if is_list && trouble.is_none() && context.interrupt.check().is_ok() {
                trouble = show(context, &view, &patient).err();
            }
            patients.push(patient);
        },
    )
    .await;
    context.interrupt.check().map_err(|fault| signal_failure(&fault))?;
    if let Some(trouble) = trouble {
        return Err(trouble);
    }
    if !is_list {
        let records: Vec<_> = patients.iter().flat_map(Patient::records).map(Record::from).collect();
        context.print_all(&view, Shape::List, &KNOWLEDGE, &records)?;
    }
    verdict(&patients)
}

/// The accounts to look at. Of a broken file no profile is known.
fn accounts(
    context: &Context<'_>,
    command: &DoctorCommand,
    is_broken: bool,
) -> Result<Vec<(&'static Vendor, Option<String>)>, Failure> {
    let mut accounts = match is_broken && !context.globals.profiles.is_empty() {
        true => Vec::new(),
        false => accounts::configured(context)?,
    };
    let is_of = |vendor: &Vendor, wanted: &Vendor| vendor.settings.key == wanted.settings.key;
    let wanted = &command.vendors;
    accounts.retain(|(vendor, _)| wanted.is_empty() || wanted.iter().any(|wanted| is_of(vendor, wanted)));
    let is_known = |wanted: &Vendor| accounts.iter().any(|(vendor, _)| is_of(vendor, wanted));
    match wanted.iter().find(|wanted| !is_known(wanted)) {
        Some(vendor) if !is_broken => {
            let key = vendor.settings.key;
            Err(Failure::usage(format!("no account of `{key}` is configured"))
                .hint(format!("`rmctl auth login -p NAME --vendor {key}` makes one")))
        }
        _ => Ok(accounts),
    }
}

async fn examine(context: &Context<'_>, (vendor, profile): &(&'static Vendor, Option<String>)) -> Patient {
    account::examine(context, &Sockets, vendor, profile.as_deref()).await
}

/// Whether people read it as it is meant for them: what chooses and sorts wants a table.
fn is_list(view: &View) -> bool {
    view.format == Format::Table && view.columns.is_none() && !view.chooses() && view.limit.is_none()
}

fn show(context: &Context<'_>, view: &View, patient: &Patient) -> Result<(), Stop> {
    let text = patient.list(view.width.map(usize::from), view.color);
    context.print_text(text.trim_end_matches('\n'))
}

/// The code of what failed where all failed alike, partial otherwise.
fn verdict(patients: &[Patient]) -> Result<(), Stop> {
    let (own, accounts) = patients.split_first().expect("rmctl itself is one");
    let failures: Vec<(String, Failure)> =
        patients.iter().filter_map(|patient| Some((name(patient), patient.failure()?))).collect();
    let count = accounts.len() + usize::from(own.failure().is_some());
    items::verdict(failures, count).map_err(Stop::from)
}

fn name(patient: &Patient) -> String {
    patient.profile.clone().or(patient.vendor.map(str::to_owned)).unwrap_or_else(|| "rmctl".to_owned())
}
