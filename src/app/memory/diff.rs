//! `rmctl inventory diff`: what changed, what nobody can say, and the gate for CI.

use std::time::Duration;

use super::super::context::Context;
use super::super::fleet::Outcome;
use super::super::list::said_when_empty;
use super::super::stop::Stop;
use super::place::looked_at;
use super::snapshot::counted;
use super::{gathered, is_wanted, known, nothing_yet, print, remembered};
use crate::cli::{MemoryCall, MemoryCommand};
use crate::failure::{Code, Failure};
use crate::fleet::memory::{Difference, Kind, Reference, Rules, Side, Snapshot, State, Unseen, Why, diff};
use crate::output::{Format, Knowledge, Shape};

const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["change", "name", "vendor", "profile", "id", "detail"],
    wide: &["serial", "site", "last_seen"],
    members: &["change", "vendor", "profile", "id", "name", "serial", "site", "last_seen", "detail", "fields"],
    times: &["last_seen"],
    ..Knowledge::OPEN
};

const DAY: u64 = 24 * 3600;

pub(super) async fn run(context: &Context<'_>, call: &MemoryCall) -> Result<(), Stop> {
    let MemoryCommand::Diff { old, new, fail_on, silent_days, ignored, include } = &call.command else {
        return Ok(());
    };
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &KNOWLEDGE)?;
    known(ignored)?;
    let (old, new) = references(old.as_deref(), new.as_deref())?;
    let rules = Rules { silence: Duration::from_secs(u64::from(*silent_days) * DAY), ignored: ignored.clone() };
    let Compared { old, new, outcome } = states(context, call, &old, &new, include).await?;
    let difference = diff(&old, &new, &rules);
    let (old, new) = (&old.snapshot, &new.snapshot);
    warn(context, old, new, &difference);
    let printed = print(context, &view, &KNOWLEDGE, &difference.changes)?;
    gate(fail_on, old, new, &difference)?;
    outcome.map_or(Ok(()), |outcome| outcome.verdict())?;
    whole(&difference, !fail_on.is_empty())?;
    said_when_empty(context, &view, printed, &format!("nothing changed between {} and {}", old.called(), new.called()))
}

fn references(old: Option<&str>, new: Option<&str>) -> Result<(Reference, Reference), Failure> {
    let old = old.map_or(Reference::Latest, Reference::read);
    let new = new.map_or(Reference::Now, Reference::read);
    match old {
        Reference::Now => {
            Err(Failure::usage("`now` is the newer of the two, and stands last")
                .hint("`rmctl inventory diff latest now`"))
        }
        old => Ok((old, new)),
    }
}

/// Both states; how the gathering went, where the newer is the present.
struct Compared {
    old: State,
    new: State,
    outcome: Option<Outcome>,
}

async fn states(
    context: &Context<'_>,
    call: &MemoryCall,
    old: &Reference,
    new: &Reference,
    include: &[String],
) -> Result<Compared, Stop> {
    let mut memory = looked_at(context, call).await?.ok_or_else(nothing_yet)?;
    memory.hold_still().await?;
    let snapshots = memory.snapshots().await?;
    let old = remembered(context, call, &mut memory, &snapshots, old).await?;
    if *new != Reference::Now {
        let new = remembered(context, call, &mut memory, &snapshots, new).await?;
        in_order(&old.snapshot, &new.snapshot)?;
        return Ok(Compared { old, new, outcome: None });
    }
    memory.close().await;
    // As the snapshot was taken, so that like is compared with like.
    let include = if include.is_empty() { &old.snapshot.included } else { include };
    let (new, outcome) = gathered(context, &call.vendors, include, false).await?;
    let new = new.only(|vendor, profile| context.sandbox.is_some() || is_wanted(context, call, vendor, profile));
    Ok(Compared { old, new, outcome: Some(outcome) })
}

/// The other way round what came would be called gone, and a gate would watch the wrong thing.
fn in_order(old: &Snapshot, new: &Snapshot) -> Result<(), Failure> {
    let (Some(first), Some(second)) = (old.id, new.id) else { return Ok(()) };
    match new.taken_at < old.taken_at {
        true => Err(Failure::usage(format!("{} is the newer of the two, and stands last", old.called()))
            .hint(format!("`rmctl inventory diff {second} {first}`"))),
        false => Ok(()),
    }
}

/// What failed just now has been told already.
fn warn(context: &Context<'_>, old: &Snapshot, new: &Snapshot, difference: &Difference) {
    for (side, snapshot) in [(Side::Old, old), (Side::New, new)] {
        let (not_asked, others): (Vec<&Unseen>, Vec<&Unseen>) = difference
            .unseen
            .iter()
            .filter(|unseen| unseen.side == side)
            .partition(|unseen| unseen.why == Why::NotAsked);
        if !not_asked.is_empty() {
            let (called, profiles) = (snapshot.called(), named(not_asked));
            context.reporter.warn(&format!("not in {called}, and not compared: {profiles}"));
        }
        for unseen in others.into_iter().filter(|_| snapshot.id.is_some()) {
            context.reporter.warn(&told(unseen, snapshot));
        }
    }
    for (less, more, word) in [(old, new, "new"), (new, old, "gone")] {
        if !less.looked_at_all_of(more) {
            let words = more.included.join(",");
            context.reporter.warn(&format!(
                "{} includes `{words}` and {} does not: what is {word} is not told",
                more.called(),
                less.called()
            ));
        }
    }
}

fn told(unseen: &Unseen, side: &Snapshot) -> String {
    let Unseen { vendor, profile, why, .. } = unseen;
    let (how, error) = match why {
        Why::Failed(error) => ("is not compared: it failed", error.as_deref()),
        Why::Incomplete(error) => ("was not seen wholly", error.as_deref()),
        Why::NotAsked => ("was not asked", None),
    };
    let because = error.map(|error| format!(": {error}")).unwrap_or_default();
    format!("profile `{profile}` of {vendor} {how} in {}{because}", side.called())
}

fn named<'u>(unseen: impl IntoIterator<Item = &'u Unseen>) -> String {
    let mut profiles: Vec<String> =
        unseen.into_iter().map(|unseen| format!("`{}` of {}", unseen.profile, unseen.vendor)).collect();
    profiles.dedup();
    profiles.join(", ")
}

/// What was asked for comes before what could not be seen.
fn gate(fail_on: &[Kind], old: &Snapshot, new: &Snapshot, difference: &Difference) -> Result<(), Failure> {
    let counts = fail_on.iter().filter_map(|kind| {
        let count = difference.changes.iter().filter(|change| change.change == *kind).count();
        (count > 0).then(|| format!("{} {}", counted(count, "device"), kind.word()))
    });
    let counts: Vec<String> = counts.collect();
    match counts.is_empty() {
        true => Ok(()),
        false => Err(Failure::new(
            Code::Differs,
            format!("{} and {} differ: {}", old.called(), new.called(), counts.join(", ")),
        )),
    }
}

/// A gate must not open because somebody did not look. Who only wants to see has been warned of what was not asked.
fn whole(difference: &Difference, is_gate: bool) -> Result<(), Failure> {
    let missing = difference.unseen.iter().filter(|unseen| is_gate || unseen.why != Why::NotAsked);
    match named(missing) {
        profiles if profiles.is_empty() => Ok(()),
        profiles => Err(Failure::new(Code::Partial, format!("not every profile could be compared: {profiles}"))),
    }
}
