//! What the account holds, and how it changes.

use super::channels::{Channels, Track};
use super::envelope;
use super::fleet::{Device, Fleet, Surroundings};
use super::operations::{RESOURCES, Resource};
use super::{call::Call, refusal::Refusal};
use crate::clock::{Clock, written};
use crate::exchange::Reply;
use crate::facts::Schema;
use crate::options::Options;
use crate::random::Dice;
use crate::router::Router;
use crate::sketch;
use crate::table::{Record, Table};
use bytes::Bytes;
use serde_json::Value;
use std::collections::HashMap;

/// Everything that outlives a request.
#[derive(Debug)]
pub(super) struct State {
    pub(super) max_page: u64,
    pub(super) fleet: Fleet,
    /// What was uploaded, by the id of its file.
    pub(super) contents: HashMap<u64, Bytes>,
    clock: Clock,
    dice: Dice,
    channels: Channels,
    tables: HashMap<&'static str, Table>,
    blanks: HashMap<&'static str, Record>,
}

impl State {
    pub(super) fn new(options: &Options, router: &Router) -> State {
        let mut state = State {
            max_page: options.max_page,
            fleet: Fleet::new(options.seed, options.devices),
            contents: HashMap::new(),
            clock: options.clock.clone(),
            dice: Dice::new(options.seed, u64::MAX),
            channels: Channels::new(options.seed),
            tables: HashMap::new(),
            blanks: HashMap::new(),
        };
        for resource in RESOURCES {
            let schema = router.operation("GET", resource.list).and_then(|list| list.record());
            state.plant(resource, schema);
        }
        state
    }

    /// The records that are there from the start.
    fn plant(&mut self, resource: &'static Resource, schema: Option<&Schema>) {
        let blank = schema.map(|schema| sketch::blank(schema, &written(SEEDED_AT))).unwrap_or_default();
        self.blanks.insert(resource.list, blank);
        self.tables.insert(resource.list, Table::new(resource.first));
        for seed in resource.seeds {
            let members = serde_json::from_str(seed).expect("seeds are JSON objects");
            self.create(resource, members);
        }
    }

    pub(super) fn now(&self) -> i64 {
        self.clock.now()
    }

    pub(super) fn stamp(&self) -> String {
        written(self.now())
    }

    pub(super) fn table(&self, resource: &Resource) -> &Table {
        &self.tables[resource.list]
    }

    pub(super) fn table_mut(&mut self, resource: &Resource) -> &mut Table {
        self.tables.get_mut(resource.list).expect("every resource is planted")
    }

    pub(super) fn record(&self, resource: &Resource, id: u64) -> Result<&Record, Refusal> {
        self.table(resource).get(id).ok_or_else(Refusal::not_found)
    }

    /// A record that begins blank and takes the members that its kind has, and the simulator's own.
    pub(super) fn create(&mut self, resource: &'static Resource, members: Record) -> u64 {
        let mut record = self.blanks[resource.list].clone();
        for stamp in ["created_at", "updated_at"] {
            if record.contains_key(stamp) {
                record.insert(stamp.into(), self.stamp().into());
            }
        }
        let known = |name: &str| record.contains_key(name) || name.starts_with('_');
        let taken: Record = members.into_iter().filter(|(name, _)| known(name)).collect();
        record.extend(taken);
        self.name_company(&mut record);
        self.table_mut(resource).add(record)
    }

    /// Change the members that its kind has.
    pub(super) fn update(&mut self, resource: &Resource, id: u64, members: Record) -> Result<(), Refusal> {
        let stamp = self.stamp();
        let record = self.table_mut(resource).get_mut(id).ok_or_else(Refusal::not_found)?;
        for (name, value) in members {
            if record.contains_key(&name) && name != "id" {
                record.insert(name, value);
            }
        }
        if record.contains_key("updated_at") {
            record.insert("updated_at".into(), stamp.into());
        }
        Ok(())
    }

    fn name_company(&self, record: &mut Record) {
        let Some(place) = record.get("company_id").cloned() else {
            return;
        };
        let id = place.as_u64().filter(|id| *id > 1).unwrap_or(super::operations::ACCOUNT);
        record.insert("company_id".into(), id.into());
        if record.contains_key("company_name") {
            record.insert("company_name".into(), self.company(id).into());
        }
    }

    pub(super) fn company(&self, id: u64) -> String {
        let companies = self.tables.get(super::operations::COMPANIES.list);
        let name = companies.and_then(|table| table.get(id)?.get("name")?.as_str().map(str::to_owned));
        name.unwrap_or_default()
    }

    /// What devices show of companies and tags.
    pub(super) fn surroundings(&self) -> Surroundings {
        let id = |record: &Record| record["id"].as_u64().unwrap_or(0);
        let name = |record: &Record| record["name"].as_str().unwrap_or_default().to_owned();
        Surroundings {
            companies: self.table(&super::operations::COMPANIES).records().map(|one| (id(one), name(one))).collect(),
            tags: self.table(&super::operations::TAGS).records().map(|one| (id(one), on_device(one))).collect(),
        }
    }

    /// The device that an operation is about.
    pub(super) fn device(&self, id: u64) -> Result<Device<'_>, Refusal> {
        self.fleet.find(id).ok_or_else(Refusal::not_found)
    }

    pub(super) fn hex(&mut self, length: usize) -> String {
        self.dice.word(b"0123456789abcdef", length)
    }

    /// Accept work whose end is told on a channel.
    pub(super) fn accept(&mut self, call: &Call<'_>, tracks: Vec<Track>) -> Reply {
        let channel = self.channels.open(tracks);
        envelope::accepted(call, &channel)
    }

    pub(super) fn open(&mut self, tracks: Vec<Track>) -> String {
        self.channels.open(tracks)
    }

    pub(super) fn poll(&mut self, channel: &str) -> Reply {
        let (reply, effects) = self.channels.poll(channel);
        effects.into_iter().for_each(|effect| effect(self));
        reply
    }

    /// Another request came in, and accepted work has gone on meanwhile.
    pub(super) fn go_on(&mut self) {
        let effects = self.channels.grow_older();
        effects.into_iter().for_each(|effect| effect(self));
    }
}

/// When the records came to be that are there from the start.
const SEEDED_AT: i64 = 1_735_689_600;

/// A tag as devices show it: without the count that lists have, with the user who made it.
fn on_device(tag: &Record) -> String {
    let mut tag = crate::table::shown(tag);
    tag.shift_remove("devices_count");
    tag.shift_remove("company_name");
    tag.insert("user_id".into(), 1.into());
    Value::Object(tag).to_string()
}
