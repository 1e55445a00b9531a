//! What the tenant holds, and how it changes.

use super::activities::Activities;
use super::cursors::Cursors;
use super::filter::Filter;
use super::fleet::{Device, Fleet, uid};
use super::refusal::Refusal;
use super::resources::{self, Key, RESOURCES, Resource, renamed};
use super::time::Moment;
use super::values::Values;
use crate::clock::Clock;
use crate::options::Options;
use crate::table::At;
use crate::table::{Record, Table};
use bytes::Bytes;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// When the records came to be that are there from the start.
const SEEDED_AT: i64 = 1_735_689_600;

/// Everything that outlives a request.
#[derive(Debug)]
pub(super) struct State {
    pub(super) max_page: u64,
    pub(super) fleet: Fleet,
    pub(super) activities: Activities,
    pub(super) cursors: Cursors,
    pub(super) values: Values,
    /// The alerts that were reset, by their number.
    pub(super) reset: HashSet<u64>,
    /// What was uploaded, by the resource and the number of its record.
    pub(super) contents: HashMap<(&'static str, u64), Bytes>,
    clock: Clock,
    tables: HashMap<&'static str, Table>,
    uids: u64,
}

impl State {
    pub(super) fn new(options: &Options) -> State {
        let now = options.clock.now();
        let mut state = State {
            max_page: options.max_page.max(1),
            fleet: Fleet::new(options.seed, options.devices, now),
            activities: Activities::new(options.seed, options.devices, now),
            cursors: Cursors::new(options.seed),
            values: Values::default(),
            reset: HashSet::new(),
            contents: HashMap::new(),
            clock: options.clock.clone(),
            tables: HashMap::new(),
            uids: 0,
        };
        state.plant();
        state
    }

    fn plant(&mut self) {
        let mut seeds = resources::seeds();
        for resource in RESOURCES {
            let key = if let Key::Number(member) = resource.key { member } else { "_number" };
            self.tables.insert(resource.name, Table::keyed(resource.first, key));
            let seeds = seeds.get_mut(resource.name).and_then(Value::as_array_mut).map(std::mem::take);
            for seed in seeds.into_iter().flatten() {
                let Value::Object(mut record) = seed else { continue };
                self.stamp(&mut record, resource.made, SEEDED_AT);
                self.add(resource, record);
            }
        }
    }

    pub(super) fn now(&self) -> i64 {
        self.clock.now()
    }

    pub(super) fn table(&self, resource: &Resource) -> &Table {
        &self.tables[resource.name]
    }

    pub(super) fn table_mut(&mut self, resource: &Resource) -> &mut Table {
        self.tables.get_mut(resource.name).expect("every resource is planted")
    }

    fn stamp(&self, record: &mut Record, members: &[&str], seconds: i64) {
        for member in members {
            let is_old = seconds == SEEDED_AT && record.contains_key(*member);
            if !is_old {
                record.insert((*member).into(), Moment::new(seconds, 0).value());
            }
        }
    }

    fn add(&mut self, resource: &'static Resource, mut record: Record) -> u64 {
        if let Key::Uid(member) = resource.key {
            record.insert(member.into(), self.uid().into());
        }
        self.table_mut(resource).add(record)
    }

    /// A UUID that nothing else has.
    pub(super) fn uid(&mut self) -> String {
        self.uids += 1;
        uid(self.fleet.seed, 0xabcd, self.uids)
    }

    /// The number under which the record of that name is stored.
    pub(super) fn number(&self, resource: &Resource, name: &str) -> Result<u64, Refusal> {
        let table = self.table(resource);
        let number = match resource.key {
            Key::Number(_) => name.parse().ok().filter(|number| table.get(*number).is_some()),
            Key::Uid(member) | Key::Word(member) => {
                let mut records = table.records().filter(|record| record.get(member).is_some_and(|word| *word == name));
                records.next().and_then(|record| record.at("_number").as_u64())
            }
        };
        number.ok_or_else(Refusal::not_found)
    }

    pub(super) fn record(&self, resource: &Resource, number: u64) -> Result<&Record, Refusal> {
        self.table(resource).get(number).ok_or_else(Refusal::not_found)
    }

    /// A record with what was sent, and what its kind has besides.
    pub(super) fn create(&mut self, resource: &'static Resource, members: Record) -> Result<u64, Refusal> {
        let mut record: Record = serde_json::from_str(resource.fresh).expect("what is fresh is a JSON object");
        record.extend(renamed(resource, members));
        if let Key::Word(member) = resource.key {
            let name = record.get(member).and_then(Value::as_str).unwrap_or_default();
            if self.number(resource, name).is_ok() {
                return Err(Refusal::app(400, format!("`{name}` exists already")));
            }
        }
        self.stamp(&mut record, resource.made, self.now());
        Ok(self.add(resource, record))
    }

    pub(super) fn update(&mut self, resource: &Resource, number: u64, members: Record) -> Result<(), Refusal> {
        let mut members = renamed(resource, members);
        if !matches!(resource.key, Key::Word(_)) {
            members.shift_remove(resource.key.member());
        }
        self.stamp(&mut members, resource.changed, self.now());
        self.table_mut(resource).get_mut(number).ok_or_else(Refusal::not_found)?.extend(members);
        Ok(())
    }

    pub(super) fn device(&self, id: u64) -> Result<Device<'_>, Refusal> {
        self.fleet.find(id).ok_or_else(Refusal::not_found)
    }

    /// The filter of a request; without one, the approved devices.
    pub(super) fn filter(&self, text: Option<&str>) -> Result<Filter, Refusal> {
        let group = |id| Some(self.table(&resources::GROUPS).get(id)?.get("_df")?.as_str()?.to_owned());
        Filter::read(text.unwrap_or_default(), &group).map_err(|unread| Refusal::app(400, unread.to_string()))
    }
}
