//! One device, drawn from seed and number, with the changes made to it.

use super::models::{MODELS, Model, Modem, RELEASES};
use super::words::{CITIES, OPERATORS, SITES, TAGS, company};
use super::{FIRST_ID, oddities};
use crate::random::Dice;
use serde_json::{Map, Value};

/// The moment at which the fleet was last seen, so that the same seed is the same fleet on any day.
pub(super) const SEEN_AT: i64 = 1_769_144_167;

/// The serial of the first device; the others follow in steps of 13.
const FIRST_SERIAL: u64 = 6_003_212_345;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rms) enum Status {
    Offline = 0,
    Online = 1,
    Pending = 2,
}

/// What differs from device to device; the rest follows from the model.
#[derive(Debug)]
pub(in crate::rms) struct Device<'a> {
    pub(in crate::rms) index: u64,
    pub(in crate::rms) id: u64,
    pub(in crate::rms) company: u64,
    pub(super) model: &'static Model,
    pub(in crate::rms) name: String,
    pub(in crate::rms) description: String,
    pub(in crate::rms) serial: String,
    pub(super) mac: String,
    pub(super) imei: String,
    /// None is what the vendor means as offline, too.
    pub(super) status: Option<Status>,
    pub(super) release: &'static str,
    pub(super) operator: (&'static str, &'static str, &'static str),
    pub(super) is_roaming: bool,
    pub(super) signal: i64,
    /// A number's text, so that its digits are kept.
    pub(super) sinr: String,
    pub(super) remaining_data: u64,
    pub(super) uptime: u64,
    pub(super) sent: u64,
    pub(super) received: u64,
    pub(super) temperature: u64,
    pub(super) place: (i64, i64),
    pub(super) created: i64,
    pub(super) last_seen: i64,
    pub(super) is_monitored: bool,
    pub(super) task: &'static str,
    pub(in crate::rms) tags: Vec<u64>,
    pub(super) changes: Option<&'a Map<String, Value>>,
}

impl<'a> Device<'a> {
    pub(super) fn new(seed: u64, index: u64, changes: Option<&'a Map<String, Value>>) -> Device<'a> {
        let mut device = Device::drawn(&mut Dice::new(seed, index), index);
        oddities::twist(&mut device);
        device.changes = changes;
        device.adopt_changes();
        device
    }

    fn drawn(dice: &mut Dice, index: u64) -> Device<'a> {
        let (city, latitude, longitude) = dice.pick(CITIES);
        let status = draw_status(dice);
        let serial = (FIRST_SERIAL + 13 * index).to_string();
        Device {
            index,
            id: FIRST_ID + index,
            company: company(index),
            model: &MODELS[usize::try_from(dice.below(MODELS.len() as u64)).unwrap_or(0)],
            name: format!("{city} {} {}", dice.pick(SITES), index + 1),
            description: format!("s/n {serial}, {city}"),
            serial,
            mac: address("00:1E:42", index),
            imei: imei(index),
            status,
            release: dice.pick(RELEASES),
            operator: dice.pick(OPERATORS),
            is_roaming: dice.below(12) == 0,
            signal: -55 - i64::try_from(dice.below(55)).unwrap_or(0),
            sinr: format!("{}.{}", dice.below(25), dice.below(10)),
            remaining_data: 161_061_273_600 - dice.below(100_000_000_000),
            uptime: 60 + dice.below(4_000_000),
            sent: dice.below(5_000_000_000),
            received: dice.below(50_000_000_000),
            temperature: 180 + dice.below(350),
            place: (latitude + jitter(dice), longitude + jitter(dice)),
            created: SEEN_AT - 86_400 * (30 + i64::try_from(dice.below(1400)).unwrap_or(0)),
            last_seen: SEEN_AT - last_seen_ago(dice, status),
            is_monitored: dice.below(10) != 0,
            task: draw_task(dice),
            tags: draw_tags(dice),
            changes: None,
        }
    }

    pub(in crate::rms) fn is_online(&self) -> bool {
        self.status == Some(Status::Online)
    }

    pub(in crate::rms) fn mac(&self) -> &str {
        &self.mac
    }

    pub(in crate::rms) fn model(&self) -> &'static str {
        self.model.name
    }

    /// The modem, where it is there and has been heard of.
    pub(super) fn modem(&self) -> Option<&'static Modem> {
        self.model.modem.as_ref().filter(|_| self.is_known())
    }

    /// A device that never connected has told nothing.
    pub(super) fn is_known(&self) -> bool {
        self.status != Some(Status::Pending)
    }

    /// A member that was changed and is no part of the struct. Tags are ids here and objects in the answer.
    pub(super) fn changed(&self, member: &str) -> Option<&Value> {
        self.changes?.get(member).filter(|_| member != "tags")
    }

    /// What searches and filters look at has to follow the changes.
    fn adopt_changes(&mut self) {
        let Some(changes) = self.changes else { return };
        let places = [
            ("name", &mut self.name),
            ("description", &mut self.description),
            ("serial", &mut self.serial),
            ("mac", &mut self.mac),
            ("imei", &mut self.imei),
        ];
        for (member, place) in places {
            if let Some(text) = changes.get(member).and_then(Value::as_str) {
                *place = text.to_owned();
            }
        }
        if let Some(company) = changes.get("company_id").and_then(Value::as_u64) {
            self.company = company;
        }
        if let Some(tags) = changes.get("tags").and_then(Value::as_array) {
            self.tags = tags.iter().filter_map(Value::as_u64).collect();
        }
        match changes.get("status").and_then(Value::as_u64) {
            Some(2) => self.status = Some(Status::Pending),
            Some(1) => self.status = Some(Status::Online),
            _ => {}
        }
    }
}

fn draw_status(dice: &mut Dice) -> Option<Status> {
    match dice.below(100) {
        0..82 => Some(Status::Online),
        82..95 => Some(Status::Offline),
        95..98 => Some(Status::Pending),
        _ => None,
    }
}

fn draw_task(dice: &mut Dice) -> &'static str {
    match dice.below(40) {
        0 => "pending_firmware",
        1 => "pending_configuration",
        _ => "no_pending_task",
    }
}

/// A region each, and now and then a role.
fn draw_tags(dice: &mut Dice) -> Vec<u64> {
    let mut tags = vec![TAGS[usize::try_from(dice.below(4)).unwrap_or(0)].0];
    if dice.below(8) == 0 {
        tags.push(TAGS[usize::try_from(4 + dice.below(2)).unwrap_or(4)].0);
    }
    tags
}

fn last_seen_ago(dice: &mut Dice, status: Option<Status>) -> i64 {
    let bound = if status == Some(Status::Online) { 280 } else { 3_000_000 };
    i64::try_from(dice.below(bound)).unwrap_or(0)
}

/// A kilometre or two around the place.
fn jitter(dice: &mut Dice) -> i64 {
    i64::try_from(dice.below(400)).unwrap_or(0) - 200
}

/// The second half of the number's bits, scattered but without repetition below 16 million.
pub(super) fn address(maker: &str, index: u64) -> String {
    let low = (index ^ 0x5a_31c7) & 0xff_ffff;
    format!("{maker}:{:02X}:{:02X}:{:02X}", low >> 16, (low >> 8) & 0xff, low & 0xff)
}

/// Fifteen digits, the last of which is the Luhn check.
fn imei(index: u64) -> String {
    let digits = format!("{}", 86_541_305_000_000 + index);
    let sum: u32 = digits.bytes().rev().enumerate().map(|(place, digit)| luhn(place, u32::from(digit - b'0'))).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn luhn(place: usize, digit: u32) -> u32 {
    let doubled = if place.is_multiple_of(2) { 2 * digit } else { digit };
    doubled / 10 + doubled % 10
}
