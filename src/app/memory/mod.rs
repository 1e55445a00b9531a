//! `rmctl inventory snapshot`, `snapshots`, `diff` and `history`: what is remembered of the fleet.

mod diff;
mod history;
mod place;
mod snapshot;
mod snapshots;

use serde::Serialize;
use serde_json::json;

use super::context::Context;
use super::fleet::{DEVICES, Outcome, Question, all};
use super::stop::Stop;
use crate::catalog::Vendor;
use crate::cli::{MemoryCall, MemoryCommand};
use crate::config::suggestion;
use crate::failure::{Code, Failure};
use crate::fleet::memory::{self, Memory, Reference, Scope, Snapshot, State};
use crate::fleet::{Device, Wish};
use crate::output::{Knowledge, Shape, View};
use crate::record::Record;

pub(super) async fn run(context: &Context<'_>, call: &MemoryCall) -> Result<(), Stop> {
    match &call.command {
        MemoryCommand::Snapshot { .. } => snapshot::run(context, call).await,
        MemoryCommand::List => snapshots::list(context, call).await,
        MemoryCommand::Get { snapshot } => snapshots::get(context, call, snapshot).await,
        MemoryCommand::Prune { keep } => snapshots::prune(context, call, *keep).await,
        MemoryCommand::Diff { .. } => diff::run(context, call).await,
        MemoryCommand::History { id, ignored } => history::run(context, call, id, ignored).await,
    }
}

/// What the vendors say at this moment, and how it went.
async fn gathered(
    context: &Context<'_>,
    vendors: &[&'static Vendor],
    include: &[String],
    is_strict: bool,
) -> Result<(State, Outcome), Stop> {
    let wish = Wish { include: include.to_vec(), ..Wish::default() };
    let question = Question { vendors: vendors.to_vec(), wish, is_strict };
    let (devices, outcome) = all::<Device>(context, &question).await?;
    if let Err(fault) = context.interrupt.check() {
        return Err(super::signal_failure(&fault).into());
    }
    let scopes: Vec<Scope> = outcome.accounts.iter().map(|account| scope(context, account)).collect();
    if scopes.iter().all(|scope| scope.outcome == memory::Outcome::Failed) {
        outcome.verdict()?;
    }
    Ok((State::gathered(context.now(), include.to_vec(), scopes, &devices), outcome))
}

fn scope(context: &Context<'_>, account: &super::fleet::Account) -> Scope {
    let scope = Scope::complete(account.vendor, &account.profile);
    match account.failures.first() {
        None => scope,
        Some(failure) => {
            let outcome = if account.found == 0 { memory::Outcome::Failed } else { memory::Outcome::Incomplete };
            scope.without(outcome, context.redactor.scrub(&failure.message))
        }
    }
}

/// Whether a profile is among those that were named; all are where none was.
fn is_wanted(context: &Context<'_>, call: &MemoryCall, vendor: &str, profile: &str) -> bool {
    let named = &context.globals.profiles;
    let of_environment = context.environment.get("RMCTL_PROFILE").filter(|_| named.is_empty());
    (call.vendors.is_empty() || call.vendors.iter().any(|wanted| wanted.settings.key == vendor))
        && (named.is_empty() || named.iter().any(|name| name == profile))
        && of_environment.is_none_or(|name| name == profile)
}

/// The snapshot that was named, with the devices of the profiles that are wanted.
async fn remembered(
    context: &Context<'_>,
    call: &MemoryCall,
    memory: &mut Memory,
    snapshots: &[Snapshot],
    reference: &Reference,
) -> Result<State, Failure> {
    let found = reference.find(snapshots, context.now())?;
    let state = memory.state(found).await?;
    Ok(state.only(|vendor, profile| is_wanted(context, call, vendor, profile)))
}

/// A member that may differ is one that devices have: a typo would ignore nothing.
fn known(ignored: &[String]) -> Result<(), Failure> {
    match ignored.iter().find(|name| !DEVICES.members.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let near = suggestion(name, DEVICES.members.iter().copied());
            Err(Failure::usage(format!("devices have no member `{name}`{near}"))
                .hint("`rmctl schema device` says what they have"))
        }
    }
}

fn nothing_yet() -> Failure {
    Failure::new(Code::NotFound, "there is no snapshot").hint("run `rmctl inventory snapshot`")
}

/// A snapshot as `snapshots list` shows it.
fn record(snapshot: &Snapshot) -> serde_json::Value {
    let unseen = snapshot.scopes.iter().filter(|scope| scope.outcome != memory::Outcome::Complete);
    json!({
        "id": snapshot.id,
        "taken_at": format!("{:.0}", snapshot.taken_at),
        "label": snapshot.label,
        "devices": snapshot.devices(),
        "unseen": unseen.map(|scope| format!("{}/{}", scope.vendor, scope.profile)).collect::<Vec<_>>(),
        "included": snapshot.included,
        "profiles": snapshot.scopes,
    })
}

/// What the engine knows of snapshots.
const SNAPSHOTS: Knowledge = Knowledge {
    columns: &["id", "taken_at", "devices", "label", "unseen"],
    wide: &["included"],
    members: &["id", "taken_at", "label", "devices", "unseen", "included", "profiles"],
    times: &["taken_at"],
    ..Knowledge::OPEN
};

fn print<T: Serialize>(
    context: &Context<'_>,
    view: &View,
    knowledge: &Knowledge,
    records: &[T],
) -> Result<usize, Stop> {
    let records: Vec<Record> = records.iter().map(|record| Record::from(json!(record))).collect();
    Ok(context.print_all(view, Shape::List, knowledge, &records)?.printed)
}
