//! The devices: computed from seed and number when they are looked at, so that only changes to them are stored.

mod device;
mod hardware;
mod oddities;
mod show;
mod words;

pub(super) use device::{Device, FIRST_POLICY, FIRST_ROLE, Kind};
pub(super) use hardware::{HARDWARE, Piece, piece};
pub use oddities::{NINJAONE_FIRST_DEVICE, NINJAONE_SHARED_SERIAL};
pub(super) use show::{brief, write_brief, write_detail};
pub(super) use words::CLASSES;

use crate::random::Dice;
use crate::table::Record;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The id of the first device; every second number is one, so that ids cannot be guessed from their count.
const FIRST_ID: u64 = 1001;

pub(super) fn id(index: u64) -> u64 {
    FIRST_ID + 2 * index
}

/// A UUID of one kind of thing by number, the same on every run.
pub(super) fn uid(seed: u64, kind: u16, number: u64) -> String {
    let word = Dice::new(seed, u64::from(kind)).roll();
    format!(
        "{:08x}-{kind:04x}-4{:03x}-8{:03x}-{:012x}",
        word & 0xffff_ffff,
        word >> 32 & 0xfff,
        word >> 44 & 0xfff,
        number
    )
}

/// The number in a UUID of that kind.
pub(super) fn number_in(seed: u64, kind: u16, text: &str) -> Option<u64> {
    let number = u64::from_str_radix(text.get(24..)?, 16).ok()?;
    (uid(seed, kind, number) == text.to_ascii_lowercase()).then_some(number)
}

/// All devices of the tenant.
#[derive(Debug)]
pub(super) struct Fleet {
    pub(super) seed: u64,
    /// When the simulator began: contacts are counted back from here.
    now: i64,
    count: u64,
    changes: HashMap<u64, Record>,
    gone: HashSet<u64>,
}

impl Fleet {
    pub(super) fn new(seed: u64, count: u64, now: i64) -> Fleet {
        Fleet { seed, now, count, changes: HashMap::new(), gone: HashSet::new() }
    }

    pub(super) fn device(&self, index: u64) -> Device<'_> {
        Device { seed: self.seed, index, now: self.now, changes: self.changes.get(&index) }
    }

    pub(super) fn find(&self, id: u64) -> Option<Device<'_>> {
        let index = device::index(id)?;
        (index < self.count && !self.gone.contains(&index)).then(|| self.device(index))
    }

    /// The devices behind the one of that id, in the order of their ids.
    pub(super) fn after(&self, id: Option<u64>) -> impl Iterator<Item = Device<'_>> {
        let first = id.map_or(0, |id| (id + 1).saturating_sub(FIRST_ID).div_ceil(2));
        self.from(first)
    }

    pub(super) fn from(&self, index: u64) -> impl Iterator<Item = Device<'_>> {
        (index..self.count).filter(|index| !self.gone.contains(index)).map(|index| self.device(index))
    }

    pub(super) fn len(&self) -> u64 {
        self.count
    }

    pub(super) fn change(&mut self, index: u64, member: &str, value: Value) {
        self.changes.entry(index).or_default().insert(member.into(), value);
    }

    pub(super) fn forget(&mut self, index: u64, member: &str) {
        if let Some(changes) = self.changes.get_mut(&index) {
            changes.shift_remove(member);
        }
    }

    pub(super) fn remove(&mut self, index: u64) {
        self.gone.insert(index);
    }

    /// A further device; answers its id.
    pub(super) fn add(&mut self, members: Record) -> u64 {
        self.changes.insert(self.count, members);
        self.count += 1;
        id(self.count - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_devices_behind_an_id_begin_with_the_next_one() {
        let fleet = Fleet::new(1, 5, 0);
        let first = |id| fleet.after(id).next().map(|device| device.id());

        assert_eq!(
            [None, Some(0), Some(1001), Some(1002), Some(1003), Some(1009)].map(first),
            [Some(1001), Some(1001), Some(1003), Some(1003), Some(1005), None]
        );
    }

    #[test]
    fn a_uid_is_read_back_as_its_number_and_as_no_other_kind() {
        let text = uid(7, 0xa1e7, 12_345);

        assert_eq!((number_in(7, 0xa1e7, &text), number_in(7, 0xd0d0, &text)), (Some(12_345), None));
    }
}
