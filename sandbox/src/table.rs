//! Records of one kind, stored, under their numbers.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A record as it is stored. Members that begin with `_` are the simulator's own and never shown.
pub(crate) type Record = Map<String, Value>;

#[derive(Debug)]
pub(crate) struct Table {
    records: BTreeMap<u64, Record>,
    next: u64,
    /// The member that holds the number.
    key: &'static str,
}

impl Table {
    pub(crate) fn new(first: u64) -> Table {
        Table::keyed(first, "id")
    }

    pub(crate) fn keyed(first: u64, key: &'static str) -> Table {
        Table { records: BTreeMap::new(), next: first, key }
    }

    /// Store a record under the next number, which becomes its key.
    pub(crate) fn add(&mut self, mut record: Record) -> u64 {
        let id = self.next;
        self.next += 1;
        record.insert(self.key.into(), id.into());
        self.records.insert(id, record);
        id
    }

    pub(crate) fn get(&self, id: u64) -> Option<&Record> {
        self.records.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: u64) -> Option<&mut Record> {
        self.records.get_mut(&id)
    }

    pub(crate) fn remove(&mut self, id: u64) -> Option<Record> {
        self.records.remove(&id)
    }

    pub(crate) fn records(&self) -> impl DoubleEndedIterator<Item = &Record> {
        self.records.values()
    }

    pub(crate) fn records_mut(&mut self) -> impl Iterator<Item = &mut Record> {
        self.records.values_mut()
    }
}

/// A record without the members that are the simulator's own.
pub(crate) fn shown(record: &Record) -> Record {
    record
        .iter()
        .filter(|(name, _)| !name.starts_with('_'))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Members that may be missing: then they are null.
pub(crate) trait At {
    fn at(&self, name: &str) -> &Value;
}

impl At for Record {
    fn at(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(&Value::Null)
    }
}

impl At for Value {
    fn at(&self, name: &str) -> &Value {
        &self[name]
    }
}
