//! `rmctl inventory snapshots`: the list, the devices of one, and the end of old ones.

use std::time::Duration;

use serde_json::Value;

use super::super::context::Context;
use super::super::fleet::DEVICES;
use super::super::list::{NOTHING, said_when_empty};
use super::super::stop::Stop;
use super::place::looked_at;
use super::snapshot::{counted, kept_for};
use super::{SNAPSHOTS, nothing_yet, print, record, remembered};
use crate::cli::MemoryCall;
use crate::failure::Failure;
use crate::fleet::memory::{Reference, Snapshot, before};
use crate::output::{Format, Shape};

pub(super) async fn list(context: &Context<'_>, call: &MemoryCall) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &SNAPSHOTS)?;
    let snapshots = match looked_at(context, call).await? {
        Some(mut memory) => memory.snapshots().await?,
        None => Vec::new(),
    };
    let records: Vec<Value> = snapshots.iter().map(record).collect();
    let printed = print(context, &view, &SNAPSHOTS, &records)?;
    said_when_empty(context, &view, printed, "there is no snapshot yet; `rmctl inventory snapshot` takes one")
}

pub(super) async fn get(context: &Context<'_>, call: &MemoryCall, name: &str) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &DEVICES)?;
    let reference = Reference::read(name);
    if reference == Reference::Now {
        return Err(Failure::usage("`now` is no snapshot").hint("run `rmctl inventory`").into());
    }
    let mut memory = looked_at(context, call).await?.ok_or_else(nothing_yet)?;
    memory.hold_still().await?;
    let snapshots = memory.snapshots().await?;
    let state = remembered(context, call, &mut memory, &snapshots, &reference).await?;
    let devices: Vec<_> = state.devices.values().map(|sighting| sighting.record()).collect();
    let printed = print(context, &view, &DEVICES, &devices)?;
    said_when_empty(context, &view, printed, NOTHING)
}

pub(super) async fn prune(context: &Context<'_>, call: &MemoryCall, keep: Option<Duration>) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &SNAPSHOTS)?;
    let keep = kept_for(context, keep)?.ok_or_else(|| {
        Failure::usage("it is not said how long snapshots are kept")
            .hint("`--keep 90d`, or `keep = \"90d\"` under `[snapshots]`")
    })?;
    let oldest = before(context.now(), keep);
    let mut removed: Vec<Snapshot> = Vec::new();
    if let Some(mut memory) = looked_at(context, call).await? {
        let snapshots = memory.snapshots().await?;
        let old = snapshots.iter().skip(1).filter(|snapshot| snapshot.taken_at < oldest);
        removed = match context.globals.dry_run {
            true => old.cloned().collect(),
            false => {
                let ids = memory.prune(oldest).await?;
                snapshots.into_iter().filter(|snapshot| snapshot.id.is_some_and(|id| ids.contains(&id))).collect()
            }
        };
        memory.close().await;
    }
    let done = if context.globals.dry_run { "would delete" } else { "deleted" };
    context.reporter.tell(&format!("{done} {}", counted(removed.len(), "snapshot")));
    let records: Vec<Value> = removed.iter().map(record).collect();
    print(context, &view, &SNAPSHOTS, &records).map(drop)
}
