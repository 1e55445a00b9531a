//! How many devices are in which state, altogether and by what they have in common.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::fleet::{Device, Status};

/// Every state, the best first.
pub(super) const STATES: [Status; 4] = [Status::Online, Status::Offline, Status::Pending, Status::Unknown];

/// Devices by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts([usize; 4]);

impl Counts {
    pub(super) fn of<'d>(devices: impl IntoIterator<Item = &'d Device>) -> Self {
        let mut counts = Self::default();
        devices.into_iter().for_each(|device| counts.add(device.status));
        counts
    }

    fn add(&mut self, status: Status) {
        self.0[place(status)] += 1;
    }

    pub(super) fn get(&self, status: Status) -> usize {
        self.0[place(status)]
    }

    pub(super) fn all(&self) -> usize {
        self.0.iter().sum()
    }

    /// The sum of both.
    pub(super) fn plus(self, other: Self) -> Self {
        Self(std::array::from_fn(|place| self.0[place] + other.0[place]))
    }

    /// Each state with its count.
    pub(super) fn states(&self) -> impl Iterator<Item = (Status, usize)> {
        STATES.into_iter().map(|status| (status, self.get(status)))
    }
}

fn place(status: Status) -> usize {
    match status {
        Status::Online => 0,
        Status::Offline => 1,
        Status::Pending => 2,
        Status::Unknown => 3,
    }
}

/// Counts by what `key` says of each device, the largest first, and by name where they are as large.
pub(super) fn by<'d>(devices: &'d [Device], key: impl Fn(&'d Device) -> &'d str) -> Vec<(&'d str, Counts)> {
    let mut found: BTreeMap<&str, Counts> = BTreeMap::new();
    for device in devices {
        found.entry(key(device)).or_default().add(device.status);
    }
    let mut counts: Vec<_> = found.into_iter().collect();
    counts.sort_by_key(|(_, counts)| Reverse(counts.all()));
    counts
}
