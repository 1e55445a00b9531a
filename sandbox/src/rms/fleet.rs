//! The devices: computed from seed and number when they are looked at, so that only changes to them are stored.

mod device;
mod fields;
mod filters;
mod models;
mod oddities;
mod order;
mod words;

pub(super) use device::Device;
pub(super) use fields::{FIELDS, Field, Surroundings, field, write_device, write_member};
pub(super) use filters::{Filter, chart, filters};
pub use oddities::{FIRST_SERIAL, SHARED_SERIAL};
pub(super) use order::{Order, order};

use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// The number that the vendor gives the first device.
pub(super) const FIRST_ID: u64 = 70_810;

/// All devices of the account. A device is known by its index; its id is [`FIRST_ID`] above.
#[derive(Debug)]
pub(super) struct Fleet {
    seed: u64,
    count: u64,
    changes: HashMap<u64, Map<String, Value>>,
    gone: HashSet<u64>,
}

impl Fleet {
    pub(super) fn new(seed: u64, count: u64) -> Fleet {
        Fleet { seed, count, changes: HashMap::new(), gone: HashSet::new() }
    }

    pub(super) fn index(&self, id: u64) -> Option<u64> {
        let index = id.checked_sub(FIRST_ID)?;
        (index < self.count && !self.gone.contains(&index)).then_some(index)
    }

    pub(super) fn device(&self, index: u64) -> Device<'_> {
        Device::new(self.seed, index, self.changes.get(&index))
    }

    pub(super) fn find(&self, id: u64) -> Option<Device<'_>> {
        self.index(id).map(|index| self.device(index))
    }

    pub(super) fn len(&self) -> u64 {
        self.count - self.gone.len() as u64
    }

    /// From the `offset`-th device on. Without deletions nothing is skipped one by one.
    pub(super) fn indices(&self, offset: u64) -> Box<dyn Iterator<Item = u64> + '_> {
        if self.gone.is_empty() {
            return Box::new(offset.min(self.count)..self.count);
        }
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        Box::new((0..self.count).filter(|index| !self.gone.contains(index)).skip(offset))
    }

    pub(super) fn change(&mut self, index: u64, members: Map<String, Value>) {
        self.changes.entry(index).or_default().extend(members);
    }

    pub(super) fn remove(&mut self, index: u64) {
        self.changes.remove(&index);
        self.gone.insert(index);
    }

    /// A further device, with what is known of it.
    pub(super) fn add(&mut self, members: Map<String, Value>) {
        self.change(self.count, members);
        self.count += 1;
    }

    /// How many devices a company has, without looking at each.
    pub(super) fn count_of(&self, company: u64) -> u64 {
        let born = words::births(company, self.count);
        let is_born_here = |index: &u64| words::company(*index) == company;
        let left = self.gone.iter().filter(|index| is_born_here(index)).count() as u64;
        let moved =
            self.changes.iter().filter_map(|(index, change)| Some((index, change.get("company_id")?.as_u64()?)));
        moved
            .filter(|(index, _)| !self.gone.contains(index))
            .fold(born - left, |count, (index, now)| count + u64::from(now == company) - u64::from(is_born_here(index)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_company_s_devices_follows_births_moves_and_deletions() {
        let mut fleet = Fleet::new(1, 100);
        let company = words::company(0);
        let before = fleet.count_of(company);

        fleet.change(1, Map::from_iter([("company_id".to_owned(), company.into())]));
        fleet.remove(0);
        fleet.remove(1);

        let counted = fleet.indices(0).filter(|index| fleet.device(*index).company == company).count() as u64;
        assert_eq!((fleet.count_of(company), before - 1), (counted, counted));
    }
}
