//! `rmctl inventory snapshot`.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use super::super::context::Context;
use super::super::stop::Stop;
use super::place::{opened, place};
use super::{SNAPSHOTS, gathered, record};
use crate::cli::{MemoryCall, MemoryCommand};
use crate::failure::{Code, Failure};
use crate::fleet::memory::{Kept, Memory, Outcome, Place, Reference, Snapshot, State, Wish, before};
use crate::output::{Format, Knowledge, Shape};
use crate::record::Record;

const KNOWLEDGE: Knowledge = Knowledge {
    wide: &["included", "removed"],
    members: &["id", "taken_at", "label", "devices", "unseen", "included", "profiles", "removed"],
    ..SNAPSHOTS
};

pub(super) async fn run(context: &Context<'_>, call: &MemoryCall) -> Result<(), Stop> {
    let MemoryCommand::Snapshot { label, keep, include, strict } = &call.command else { return Ok(()) };
    let view = context.view(Format::Table)?;
    view.check(Shape::One, &KNOWLEDGE)?;
    label.as_deref().map_or(Ok(()), Reference::check_label)?;
    let oldest = kept_for(context, *keep)?.map(|keep| before(context.now(), keep));
    let terms = Terms { label: label.as_deref(), oldest };
    let place = place(context, call).await?;
    let is_dry = context.globals.dry_run;
    if !is_dry {
        // What is wrong with the database is told before many vendors are asked for much.
        ready(context, &place).await?.close().await;
    }
    let (state, outcome) = gathered(context, &call.vendors, include, *strict).await?;
    if *strict {
        outcome.verdict()?;
    }
    let kept = match is_dry {
        true => rehearsed(context, &place, &state, &terms).await?,
        false => keep_it(context, &place, &state, &terms).await?,
    };
    told(context, &kept);
    let mut shown = record(&kept.snapshot);
    shown["removed"] = json!(kept.removed);
    context.print_all(&view, Shape::One, &KNOWLEDGE, &[Record::from(shown)])?;
    Ok(outcome.verdict()?)
}

/// What a snapshot is called, and what goes when it is kept.
struct Terms<'t> {
    label: Option<&'t str>,
    /// Snapshots from before then go.
    oldest: Option<Timestamp>,
}

/// `--keep`, else what the file says.
pub(super) fn kept_for(context: &Context<'_>, given: Option<Duration>) -> Result<Option<Duration>, Failure> {
    match (given, context.sandbox.is_some()) {
        (None, false) => context.config.keep(),
        (given, _) => Ok(given),
    }
}

async fn ready(context: &Context<'_>, place: &Place) -> Result<Memory, Failure> {
    let opened = opened(context, place, Wish::Change).await?;
    opened.ok_or_else(|| Failure::new(Code::Internal, "the snapshots' database was not made"))
}

/// What would be kept, and what would go.
async fn rehearsed(context: &Context<'_>, place: &Place, state: &State, terms: &Terms<'_>) -> Result<Kept, Failure> {
    let mut removed = Vec::new();
    if let Some(oldest) = terms.oldest
        && let Some(mut memory) = opened(context, place, Wish::Look).await?
    {
        let old = memory.snapshots().await?.into_iter().rev().filter(|snapshot| snapshot.taken_at < oldest);
        removed = old.filter_map(|snapshot| snapshot.id).collect();
        memory.close().await;
    }
    let snapshot = Snapshot { label: terms.label.map(str::to_owned), ..state.snapshot.clone() };
    Ok(Kept { snapshot, removed })
}

async fn keep_it(context: &Context<'_>, place: &Place, state: &State, terms: &Terms<'_>) -> Result<Kept, Failure> {
    let mut memory = ready(context, place).await?;
    let kept = memory.keep(state, terms.label, terms.oldest).await;
    memory.close().await;
    kept
}

fn told(context: &Context<'_>, kept: &Kept) {
    let snapshot = &kept.snapshot;
    let (devices, profiles) = (snapshot.devices(), snapshot.scopes.len());
    let what = match snapshot.id {
        Some(id) => format!("snapshot {id}"),
        None => "would take a snapshot".to_owned(),
    };
    let broken = snapshot.scopes.iter().filter(|scope| scope.outcome != Outcome::Complete).count();
    let broken = if broken == 0 { String::new() } else { format!(", {broken} of them not whole") };
    let (devices, profiles) = (counted(devices, "device"), counted(profiles, "profile"));
    context.reporter.tell(&format!("{what}: {devices} of {profiles}{broken}"));
    if !kept.removed.is_empty() {
        let done = if snapshot.id.is_some() { "deleted" } else { "would delete" };
        context.reporter.tell(&format!("{done} {}", counted(kept.removed.len(), "old snapshot")));
    }
}

/// `1 device`, `2 devices`.
pub(super) fn counted(count: impl TryInto<u64>, what: &str) -> String {
    match count.try_into().unwrap_or_default() {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}
