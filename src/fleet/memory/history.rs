//! What happened to one device from snapshot to snapshot. Pure.

use serde::Serialize;
use serde_json::Value;

use super::diff::{self, Field};
use super::snapshot::time;
use super::{Key, Kind, Outcome, Rules, Sighting, Snapshot};

/// A device in one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The snapshot, without its scopes.
    pub snapshot: Snapshot,
    /// How it went with the device's profile.
    pub outcome: Outcome,
    /// The device, if it was there.
    pub sighting: Option<Sighting>,
}

impl Moment {
    /// Whether it would show the device of an earlier moment if that were still there.
    fn misses(&self, seen: &Self) -> bool {
        self.outcome == Outcome::Complete && self.snapshot.looked_at_all_of(&seen.snapshot)
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// `known`: it was there when the memory begins. Else as in a diff.
    pub change: &'static str,
    /// The first snapshot that shows it.
    pub snapshot: Option<i64>,
    /// When that was taken.
    pub taken_at: Value,
    /// What that is called.
    pub label: Option<String>,
    /// The key of the vendor.
    pub vendor: String,
    /// The profile.
    pub profile: String,
    /// The vendor's id of the device.
    pub id: String,
    /// What people called it then.
    pub name: Value,
    /// When the vendor had last heard of it.
    pub last_seen: Value,
    /// What happened, in words.
    pub detail: String,
    /// What is different.
    pub fields: Vec<Field>,
}

/// Every change of a device, the oldest first. A snapshot that did not look at all that an earlier one saw cannot say that
/// the device is gone.
pub fn events(key: &Key, moments: &[Moment], rules: &Rules) -> Vec<Event> {
    let mut events = Vec::new();
    let mut last: Option<(&Moment, &Sighting)> = None;
    for (number, moment) in moments.iter().enumerate() {
        let told = |word, sighting, fields| event(word, key, moment, sighting, fields);
        match (last, &moment.sighting) {
            (None, Some(now)) if number == 0 => events.push(told("known", now, Vec::new())),
            (None, Some(now)) => events.push(told(Kind::New.word(), now, Vec::new())),
            (Some((_, was)), Some(now)) => {
                let fields = diff::changed(key, was, now, rules).map(|change| change.fields);
                events.extend(fields.map(|fields| told(Kind::Changed.word(), now, fields)));
            }
            (Some((seen, was)), None) if moment.misses(seen) => {
                events.push(told(Kind::Gone.word(), was, Vec::new()));
                last = None;
            }
            (_, None) => {}
        }
        last = moment.sighting.as_ref().map(|now| (moment, now)).or(last);
    }
    events
}

fn event(word: &'static str, key: &Key, moment: &Moment, sighting: &Sighting, fields: Vec<Field>) -> Event {
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word).unwrap_or(Kind::New);
    let change = diff::change(kind, key, sighting, fields);
    Event {
        change: word,
        snapshot: moment.snapshot.id,
        taken_at: time(Some(moment.snapshot.taken_at)),
        label: moment.snapshot.label.clone(),
        vendor: change.vendor,
        profile: change.profile,
        id: change.id,
        name: change.name,
        last_seen: change.last_seen,
        detail: change.detail,
        fields: change.fields,
    }
}
