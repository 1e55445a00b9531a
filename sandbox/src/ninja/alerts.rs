//! The alerts: computed like the devices, a new one each minute; only resets are stored.

use super::customers::{self, Customer};
use super::date;
use super::fleet::{Fleet, SEEN_AT, Short};
use super::refusal::Refusal;
use crate::random::Dice;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashSet;

/// The id of the first alert; the others follow in steps, since other tenants have alerts, too.
const FIRST_ID: u64 = 457_115;
const STEP: u64 = 7;

/// Seconds between two new alerts.
const EVERY: i64 = 60;

/// Type, status and message, as far as samples and clients show them.
const KINDS: &[(&str, &str, &str)] = &[
    ("MONITOR", "WINDOWS_SERVICE_STOPPED", "'Spooler':'Print Spooler' stopped."),
    ("CONDITION", "TRIGGERED", "Disk free space below 10 % on C:"),
    ("CONDITION", "TRIGGERED", "Processor above 95 % for 30 minutes"),
    ("ANTIVIRUS", "THREAT_FOUND", "1 threat found"),
    ("PATCH_MANAGEMENT", "PATCH_INSTALL_FAILED", "KB5034441 could not be installed"),
];

/// As hostile as a program on a device can make it.
const HOSTILE: &str = "=cmd|'/c calc'!A1 \u{1b}]0;owned\u{7}\u{1b}[2J \u{9b}31m\nsecond line";

/// All alerts of the tenant. An alert is known by its index.
#[derive(Debug)]
pub(super) struct Alerts {
    seed: u64,
    devices: u64,
    initial: u64,
    start: i64,
    gone: HashSet<u64>,
}

/// An alert as the vendor writes it.
#[derive(Debug, Serialize)]
pub(super) struct Alert {
    id: u64,
    #[serde(rename = "type")]
    kind: &'static str,
    status: &'static str,
    message: &'static str,
    severity: Option<&'static str>,
    result: Option<&'static str>,
    source: Option<&'static str>,
    os_user_name: Option<&'static str>,
    timestamp: String,
    can_reset: bool,
    /// Not documented, but seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    device: Short,
    customer: &'static Customer,
}

impl Alerts {
    pub(super) fn new(seed: u64, devices: u64, start: i64) -> Alerts {
        let initial = if devices == 0 { 0 } else { 12 + devices / 40 };
        Alerts { seed, devices, initial, start, gone: HashSet::new() }
    }

    /// Those with greater ids, in ascending order.
    pub(super) fn since<'a>(&'a self, id: u64, fleet: &'a Fleet, now: i64) -> impl Iterator<Item = Alert> + 'a {
        let first = id.checked_sub(FIRST_ID).map_or(0, |above| above / STEP + 1);
        let left = (first..self.count(now)).filter(|index| !self.gone.contains(index));
        left.map(|index| self.alert(index, fleet))
    }

    pub(super) fn reset(&mut self, id: u64, now: i64) -> Result<(), Refusal> {
        let index = self.index(id, now).ok_or_else(Refusal::unknown_id)?;
        if !can_reset(index) {
            return Err(Refusal::cannot_reset());
        }
        self.gone.insert(index);
        Ok(())
    }

    fn index(&self, id: u64, now: i64) -> Option<u64> {
        let above = id.checked_sub(FIRST_ID)?;
        let index = above / STEP;
        let is_there = above.is_multiple_of(STEP) && index < self.count(now) && !self.gone.contains(&index);
        is_there.then_some(index)
    }

    fn count(&self, now: i64) -> u64 {
        let minutes = u64::try_from(now.saturating_sub(self.start) / EVERY).unwrap_or(0);
        if self.devices == 0 { 0 } else { self.initial + minutes }
    }

    fn alert(&self, index: u64, fleet: &Fleet) -> Alert {
        let mut dice = Dice::new(self.seed ^ u64::from(u32::MAX), index);
        let device = if index < 2 { 0 } else { dice.below(self.devices) };
        let (kind, status, message) = dice.pick(KINDS);
        Alert {
            id: FIRST_ID + STEP * index,
            kind,
            status,
            message: if index == 2 { HOSTILE } else { message },
            severity: dice.pick(&[None, None, Some("MINOR"), Some("CRITICAL")]),
            result: None,
            source: None,
            os_user_name: None,
            timestamp: date::written(self.time(index)),
            can_reset: can_reset(index),
            data: index.is_multiple_of(5).then(|| json!({ "message": { "code": status.to_lowercase() } })),
            device: fleet.device(device).short,
            customer: customers::of(Fleet::customer_place(device)),
        }
    }

    /// The first ones half an hour apart, up to the moment at which the fleet was last seen; the new ones when they came.
    fn time(&self, index: u64) -> i64 {
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        match index.checked_sub(self.initial) {
            Some(new) => self.start.saturating_add(EVERY.saturating_mul(whole(new + 1))),
            None => SEEN_AT - 1800 * whole(self.initial - index),
        }
    }
}

/// Two of three.
fn can_reset(index: u64) -> bool {
    !index.is_multiple_of(3)
}
