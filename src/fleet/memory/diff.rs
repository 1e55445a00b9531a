//! What changed between two states of the fleet. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::snapshot::time;
use super::{Key, Outcome, Scope, Sighting, State, before};

/// What happened to a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It was not there before.
    New,
    /// It is not there any more.
    Gone,
    /// Something about it is different.
    Changed,
    /// It was heard of before, and has not been for too long.
    Silent,
}

impl Kind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::New, Self::Gone, Self::Changed, Self::Silent];

    /// As users write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Changed => "changed",
            Self::Silent => "silent",
        }
    }
}

/// A member that is not what it was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Its name.
    pub field: String,
    /// What it was.
    pub old: Value,
    /// What it is.
    pub new: Value,
}

/// One thing that happened to one device.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What happened.
    pub change: Kind,
    /// The key of the vendor.
    pub vendor: String,
    /// The profile.
    pub profile: String,
    /// The vendor's id of the device.
    pub id: String,
    /// What people call it now, or called it last.
    pub name: Value,
    /// Its serial number.
    pub serial: Value,
    /// Where it is, or was.
    pub site: Value,
    /// When the vendor last heard of it.
    pub last_seen: Value,
    /// What happened, in words.
    pub detail: String,
    /// What is different.
    pub fields: Vec<Field>,
}

/// What counts as a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// A device that was not heard of for so long is silent.
    pub silence: Duration,
    /// Members that may differ.
    pub ignored: Vec<String>,
}

/// Which of the two states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The older.
    Old,
    /// The newer.
    New,
}

/// Why a profile was not compared, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was not asked.
    NotAsked,
    /// It did not answer.
    Failed(Option<String>),
    /// Some of its devices were not seen.
    Incomplete(Option<String>),
}

/// A profile of which one state does not know enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// The key of the vendor.
    pub vendor: String,
    /// The profile.
    pub profile: String,
    /// The state that does not know.
    pub side: Side,
    /// Why.
    pub why: Why,
}

/// All that can be said of two states.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Difference {
    /// What happened, device by device.
    pub changes: Vec<Change>,
    /// What nobody can say.
    pub unseen: Vec<Unseen>,
}

/// Compare. Of a profile that one of the states has not seen, nothing is said but that; and where one of them has looked at
/// kinds of devices that the other has not, what only it has is neither new nor gone.
pub fn diff(old: &State, new: &State, rules: &Rules) -> Difference {
    let (mut compared, unseen) = compared(&old.snapshot.scopes, &new.snapshot.scopes);
    for trust in compared.values_mut() {
        trust.old &= old.snapshot.looked_at_all_of(&new.snapshot);
        trust.new &= new.snapshot.looked_at_all_of(&old.snapshot);
    }
    let keys: BTreeSet<&Key> = old.devices.keys().chain(new.devices.keys()).collect();
    let mut changes = Vec::new();
    for key in keys {
        let Some(trust) = compared.get(&(key.vendor.as_str(), key.profile.as_str())) else { continue };
        match (old.devices.get(key), new.devices.get(key)) {
            (None, Some(now)) if trust.old => changes.push(change(Kind::New, key, now, Vec::new())),
            (Some(was), None) if trust.new => changes.push(change(Kind::Gone, key, was, Vec::new())),
            (Some(was), Some(now)) => {
                changes.extend(changed(key, was, now, rules));
                let is_silent = |sighting, state: &State| is_silent(sighting, state.snapshot.taken_at, rules.silence);
                if is_silent(now, new) && !is_silent(was, old) {
                    changes.push(change(Kind::Silent, key, now, Vec::new()));
                }
            }
            _ => {}
        }
    }
    changes.sort_by_key(|change| change.change);
    Difference { changes, unseen }
}

/// What is different about a device, if anything is.
pub(super) fn changed(key: &Key, was: &Sighting, now: &Sighting, rules: &Rules) -> Option<Change> {
    if was.document == now.document {
        return None;
    }
    let fields = fields(&was.record(), &now.record(), rules);
    (!fields.is_empty()).then(|| change(Kind::Changed, key, now, fields))
}

/// Whether all devices of a profile are known, before and now.
struct Trust {
    old: bool,
    new: bool,
}

type ByProfile<'s, T> = BTreeMap<(&'s str, &'s str), T>;

fn compared<'s>(old: &'s [Scope], new: &'s [Scope]) -> (ByProfile<'s, Trust>, Vec<Unseen>) {
    let (old, new) = (by_profile(old), by_profile(new));
    let (mut compared, mut unseen) = (ByProfile::new(), Vec::new());
    for profile in old.keys().chain(new.keys()).copied().collect::<BTreeSet<_>>() {
        let (before, now) = (old.get(&profile).copied(), new.get(&profile).copied());
        let told = |side, scope| why(scope).map(|why| unseen_of(profile, side, why));
        unseen.extend(told(Side::Old, before).into_iter().chain(told(Side::New, now)));
        let is_seen = |scope: &&Scope| scope.outcome != Outcome::Failed;
        if let (Some(before), Some(now)) = (before.filter(is_seen), now.filter(is_seen)) {
            let is_whole = |scope: &Scope| scope.outcome == Outcome::Complete;
            compared.insert(profile, Trust { old: is_whole(before), new: is_whole(now) });
        }
    }
    (compared, unseen)
}

fn by_profile(scopes: &[Scope]) -> ByProfile<'_, &Scope> {
    scopes.iter().map(|scope| ((scope.vendor.as_str(), scope.profile.as_str()), scope)).collect()
}

fn why(scope: Option<&Scope>) -> Option<Why> {
    match scope {
        None => Some(Why::NotAsked),
        Some(Scope { outcome: Outcome::Failed, error, .. }) => Some(Why::Failed(error.clone())),
        Some(Scope { outcome: Outcome::Incomplete, error, .. }) => Some(Why::Incomplete(error.clone())),
        Some(_) => None,
    }
}

fn unseen_of((vendor, profile): (&str, &str), side: Side, why: Why) -> Unseen {
    Unseen { vendor: vendor.to_owned(), profile: profile.to_owned(), side, why }
}

pub(super) fn change(kind: Kind, key: &Key, sighting: &Sighting, fields: Vec<Field>) -> Change {
    let record = sighting.record();
    let member = |name: &str| record.get(name).cloned().unwrap_or_default();
    Change {
        change: kind,
        vendor: key.vendor.clone(),
        profile: key.profile.clone(),
        id: key.id.clone(),
        name: member("name"),
        serial: member("serial"),
        site: member("site"),
        last_seen: time(sighting.last_seen),
        detail: detail(kind, sighting.last_seen, &fields),
        fields,
    }
}

fn detail(kind: Kind, last_seen: Option<Timestamp>, fields: &[Field]) -> String {
    match (kind, last_seen) {
        (Kind::Changed, _) => {
            let told =
                fields.iter().map(|Field { field, old, new }| format!("{field}: {} → {}", shown(old), shown(new)));
            told.collect::<Vec<_>>().join("; ")
        }
        (Kind::Silent | Kind::Gone, Some(time)) => format!("last seen {time:.0}"),
        _ => String::new(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Members that only one of the records has come from another version of rmctl, and tell nothing of the device.
fn fields(old: &Map<String, Value>, new: &Map<String, Value>, rules: &Rules) -> Vec<Field> {
    let counts = |name: &str| name != "last_seen" && !rules.ignored.iter().any(|ignored| ignored == name);
    let differs = new.iter().filter(|(name, _)| counts(name)).filter_map(|(name, now)| {
        let was = old.get(name)?;
        (!is_same(was, now)).then(|| Field { field: name.clone(), old: was.clone(), new: now.clone() })
    });
    differs.collect()
}

/// Lists are sets: vendors send them in any order.
fn is_same(old: &Value, new: &Value) -> bool {
    let set = |value: &Value| value.as_array().map(|items| items.iter().map(Value::to_string).collect::<BTreeSet<_>>());
    match (set(old), set(new)) {
        (Some(old), Some(new)) => old == new,
        _ => old == new,
    }
}

/// A device that is there is not silent, whatever its vendor notes down. One that was never heard of never stopped.
fn is_silent(sighting: &Sighting, at: Timestamp, silence: Duration) -> bool {
    let is_long_ago = sighting.last_seen.is_some_and(|time| time < before(at, silence));
    is_long_ago && sighting.record().get("status").and_then(Value::as_str) != Some("online")
}
