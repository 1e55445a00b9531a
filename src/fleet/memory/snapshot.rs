//! What was seen, and when: a moment, the profiles that were asked, the devices that they had.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::fleet::Device;
use crate::store::hexadecimal;

/// How it went with one profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// All its devices were seen.
    Complete,
    /// Some were not.
    Incomplete,
    /// It did not answer.
    Failed,
}

impl Outcome {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
            Self::Failed => "failed",
        }
    }

    pub(super) fn of(word: &str) -> Self {
        [Self::Complete, Self::Incomplete].into_iter().find(|own| own.word() == word).unwrap_or(Self::Failed)
    }
}

/// One profile of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// The key of the vendor.
    pub vendor: String,
    /// The profile.
    pub profile: String,
    /// How it went.
    pub outcome: Outcome,
    /// The devices that were seen.
    pub devices: i64,
    /// Why not all of them.
    pub error: Option<String>,
}

impl Scope {
    /// A profile all of whose devices were seen.
    pub fn complete(vendor: &str, profile: &str) -> Self {
        Self {
            vendor: vendor.to_owned(),
            profile: profile.to_owned(),
            outcome: Outcome::Complete,
            devices: 0,
            error: None,
        }
    }

    /// The same where something was lost, and why.
    #[must_use]
    pub fn without(self, outcome: Outcome, error: impl Into<String>) -> Self {
        Self { outcome, error: Some(error.into()), ..self }
    }
}

/// A snapshot as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Its number; none where it is the present.
    pub id: Option<i64>,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// What a person called it.
    pub label: Option<String>,
    /// The words after `--include`, sorted.
    pub included: Vec<String>,
    /// The profiles that were asked.
    pub scopes: Vec<Scope>,
}

impl Snapshot {
    /// For messages.
    pub fn called(&self) -> String {
        match (self.id, &self.label) {
            (None, _) => "now".to_owned(),
            (Some(id), None) => format!("snapshot {id}"),
            (Some(id), Some(label)) => format!("snapshot {id} `{label}`"),
        }
    }

    /// Whether it includes every kind of device that the other does.
    pub fn looked_at_all_of(&self, other: &Self) -> bool {
        other.included.iter().all(|word| self.included.contains(word))
    }

    /// How many devices were seen.
    pub fn devices(&self) -> i64 {
        self.scopes.iter().map(|scope| scope.devices).sum()
    }
}

/// What tells a device from all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The key of the vendor.
    pub vendor: String,
    /// The profile.
    pub profile: String,
    /// The vendor's id of it.
    pub id: String,
}

/// A device as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Its record as JSON, with its labels and MACs in order, and without what it says of itself at every moment anew.
    pub document: String,
    /// When the vendor had last heard of it.
    pub last_seen: Option<Timestamp>,
}

impl Sighting {
    /// A device of the inventory. What it was made from is not kept: nobody knows which secrets are in there.
    pub fn of(device: &Device) -> (Key, Self) {
        let key = Key { vendor: device.vendor.clone(), profile: device.profile.clone(), id: device.id.clone() };
        let last_seen = device.last_seen.and_then(|time| Timestamp::from_second(time.as_second()).ok());
        let mut plain = Device { last_seen: None, raw: None, sources: Vec::new(), ..device.clone() };
        plain.tags.sort();
        plain.macs.sort();
        let document = serde_json::to_string(&plain).expect("a device is made of texts");
        (key, Self { document, last_seen })
    }

    /// The record of the inventory.
    pub fn record(&self) -> Map<String, Value> {
        let mut record: Map<String, Value> = serde_json::from_str(&self.document).unwrap_or_default();
        record.insert("last_seen".to_owned(), time(self.last_seen));
        record
    }

    pub(super) fn hash(&self) -> String {
        hexadecimal(&Sha256::digest(&self.document))
    }
}

/// RFC 3339 in UTC, or nothing.
pub(super) fn time(time: Option<Timestamp>) -> Value {
    time.map_or(Value::Null, |time| Value::from(format!("{time:.0}")))
}

/// A snapshot with all its devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// When, and of what.
    pub snapshot: Snapshot,
    /// The devices.
    pub devices: BTreeMap<Key, Sighting>,
}

impl State {
    /// What was just gathered: the scopes are told how many devices they have.
    pub fn gathered(
        taken_at: Timestamp,
        mut included: Vec<String>,
        mut scopes: Vec<Scope>,
        devices: &[Device],
    ) -> Self {
        let devices: BTreeMap<Key, Sighting> = devices.iter().map(Sighting::of).collect();
        for scope in &mut scopes {
            let is_its = |key: &&Key| key.vendor == scope.vendor && key.profile == scope.profile;
            scope.devices = devices.keys().filter(is_its).count() as i64;
        }
        included.sort();
        let taken_at = Timestamp::from_second(taken_at.as_second()).unwrap_or(taken_at);
        Self { snapshot: Snapshot { id: None, taken_at, label: None, included, scopes }, devices }
    }

    /// What of it belongs to profiles that are wanted.
    #[must_use]
    pub fn only(mut self, is_wanted: impl Fn(&str, &str) -> bool) -> Self {
        self.snapshot.scopes.retain(|scope| is_wanted(&scope.vendor, &scope.profile));
        self.devices.retain(|key, _| is_wanted(&key.vendor, &key.profile));
        self
    }
}
