//! The asset types of a tenant, which keep what was done to them.

use super::refusal::Refusal;
use crate::random::Dice;
use crate::table::{At, Record};
use serde_json::{Map, Value, json};

/// The asset types in the order in which they were made.
#[derive(Debug)]
pub(super) struct AssetTypes {
    dice: Dice,
    kept: Vec<Record>,
}

/// Name and connection type of those that are there from the start.
const SEEDS: &[(&str, &str)] = &[
    ("waterSensorSalinity", "MODBUS_TCP"),
    ("coldStoragePlc", "OPC_UA"),
    ("trafficSignal", "NTCIP1202"),
    ("brokerBridge", "MQTT"),
    ("roadsideUnit", "RSU"),
];

impl AssetTypes {
    pub(super) fn new(seed: u64) -> AssetTypes {
        let mut types = AssetTypes { dice: Dice::new(seed, u64::MAX - 8), kept: Vec::new() };
        for (name, connection) in SEEDS {
            let seed = json!({
                "name": name,
                "connectionType": connection,
                "config": { "pollingInterval": 1000, "limit": 9_007_199_254_740_993_u64 },
                "dataModel": { "fields": [{ "key": "value", "label": "=1+1 \u{1b}[31m", "datatype": "Double" }] },
            });
            types.add(seed.as_object().cloned().unwrap_or_default());
        }
        types
    }

    pub(super) fn all(&self) -> &[Record] {
        &self.kept
    }

    pub(super) fn get(&self, id: &str) -> Result<&Record, Refusal> {
        self.kept.iter().find(|one| is(one, id)).ok_or_else(Refusal::not_found)
    }

    pub(super) fn create(&mut self, given: Map<String, Value>) -> Result<Value, Refusal> {
        self.check(given.at("name").as_str().unwrap_or_default(), None)?;
        Ok(named(self.add(given)))
    }

    /// What is not given stays as it is: only PATCH may leave anything out that is needed.
    pub(super) fn update(&mut self, id: &str, given: Map<String, Value>, is_whole: bool) -> Result<Value, Refusal> {
        self.get(id)?;
        if let Some(name) = given.at("name").as_str() {
            self.check(name, Some(id))?;
        }
        let one = self.kept.iter_mut().find(|one| is(one, id)).ok_or_else(Refusal::not_found)?;
        if is_whole {
            one.insert("config".into(), json!({}));
            one.insert("dataModel".into(), json!({}));
        }
        one.extend(given);
        Ok(named(one))
    }

    pub(super) fn delete(&mut self, id: &str) -> Result<(), Refusal> {
        self.get(id)?;
        self.kept.retain(|one| !is(one, id));
        Ok(())
    }

    fn add(&mut self, given: Map<String, Value>) -> &Record {
        let id = format!("0b1f3c5e-0000-4000-8000-{:012x}", self.dice.roll() >> 16);
        let member = |name: &str| given.get(name).cloned().unwrap_or_else(|| json!({}));
        let record = json!({
            "config": member("config"),
            "connectionType": member("connectionType"),
            "dataModel": member("dataModel"),
            "id": id,
            "name": member("name"),
        });
        self.kept.push(record.as_object().cloned().unwrap_or_default());
        self.kept.last().expect("one was pushed")
    }

    /// The vendor strips special characters before it compares names, which is why it advises against them.
    fn check(&self, name: &str, except: Option<&str>) -> Result<(), Refusal> {
        let mut others = self.kept.iter().filter(|one| except.is_none_or(|id| !is(one, id)));
        let existing = others.find(|one| stripped(one.at("name").as_str().unwrap_or_default()) == stripped(name));
        if let Some(one) = existing {
            let known = one.at("name").as_str().unwrap_or_default();
            let message = format!("The given asset type name conflicts with an existing asset type name {known}");
            return Err(Refusal::late(409, message));
        }
        if stripped(name) != name {
            return Err(Refusal::late(400, "The asset type name must not contain special characters"));
        }
        if name.ends_with('s') {
            return Err(Refusal::late(400, "The asset type name must not end with the letter s"));
        }
        Ok(())
    }
}

fn stripped(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn is(record: &Record, id: &str) -> bool {
    record.at("id").as_str().is_some_and(|known| known.eq_ignore_ascii_case(id))
}

fn named(record: &Record) -> Value {
    json!({ "id": record.at("id"), "name": record.at("name") })
}
