//! The things of the site, by the path of their list. Many are computed when they are looked at; only changes are stored.

use crate::table::Record;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The things of one list.
#[derive(Default)]
struct List {
    /// The first ones are made from their numbers.
    made: u64,
    make: Option<Box<dyn Fn(u64) -> Record + Send>>,
    /// What was added or changed; nothing where it was deleted.
    changed: BTreeMap<u64, Option<Record>>,
    last: u64,
}

/// All lists.
#[derive(Default)]
pub(super) struct Lists(BTreeMap<String, List>);

impl Lists {
    /// Things that cost nothing before somebody looks at them.
    pub(super) fn make(&mut self, path: &str, count: u64, make: impl Fn(u64) -> Record + Send + 'static) {
        self.0.insert(
            path.into(),
            List { made: count, make: Some(Box::new(make)), changed: BTreeMap::new(), last: count },
        );
    }

    pub(super) fn ids(&self, path: &str) -> Vec<u64> {
        let Some(list) = self.0.get(path) else { return Vec::new() };
        let made = (1..=list.made).filter(|id| !list.changed.contains_key(id));
        let mut ids: Vec<u64> =
            made.chain(list.changed.iter().filter(|(_, one)| one.is_some()).map(|(id, _)| *id)).collect();
        ids.sort_unstable();
        ids
    }

    pub(super) fn has(&self, path: &str, id: u64) -> bool {
        let Some(list) = self.0.get(path) else { return false };
        list.changed.get(&id).map_or((1..=list.made).contains(&id), Option::is_some)
    }

    pub(super) fn get(&self, path: &str, id: u64) -> Option<Record> {
        let list = self.0.get(path)?;
        match list.changed.get(&id) {
            Some(changed) => changed.clone(),
            None if (1..=list.made).contains(&id) => list.make.as_ref().map(|make| make(id)),
            None => None,
        }
    }

    /// All of them, in the order of their numbers.
    pub(super) fn all(&self, path: &str) -> Vec<Record> {
        self.ids(path).into_iter().filter_map(|id| self.get(path, id)).collect()
    }

    pub(super) fn put(&mut self, path: &str, id: u64, record: Record) {
        let list = self.0.entry(path.into()).or_default();
        list.last = list.last.max(id);
        list.changed.insert(id, Some(record));
    }

    /// Store it under the next number, which becomes its id.
    pub(super) fn add(&mut self, path: &str, mut record: Record) -> u64 {
        let id = self.0.get(path).map_or(0, |list| list.last) + 1;
        record.insert("id".into(), id.into());
        self.put(path, id, record);
        id
    }

    /// Change members of it.
    pub(super) fn merge(&mut self, path: &str, id: u64, members: Record) {
        if let Some(mut record) = self.get(path, id) {
            record.extend(members);
            self.put(path, id, record);
        }
    }

    /// Delete it with all that is below it.
    pub(super) fn remove(&mut self, path: &str, id: u64) {
        if let Some(list) = self.0.get_mut(path) {
            list.changed.insert(id, None);
        }
        let below = format!("{path}/{id}/");
        self.0.retain(|known, _| !known.starts_with(&below));
    }

    /// Delete what has these members, in all lists that begin so.
    pub(super) fn remove_where(&mut self, prefix: &str, members: &[(&str, Value)]) {
        let paths: Vec<String> = self.0.keys().filter(|path| path.starts_with(prefix)).cloned().collect();
        for path in paths {
            for id in self.ids(&path) {
                let record = self.get(&path, id).unwrap_or_default();
                if members.iter().all(|(name, value)| record.get(*name) == Some(value)) {
                    self.remove(&path, id);
                }
            }
        }
    }

    /// A user is in no team and at no Jumpoint any longer.
    pub(super) fn remove_memberships(&mut self, member: &str, id: u64) {
        let lists = self.0.iter_mut().filter(|(path, _)| path.matches('/').count() > 2);
        for (_, list) in lists {
            let names = |one: &Option<Record>| one.as_ref().is_some_and(|one| one.get(member) == Some(&json!(id)));
            list.changed.retain(|_, one| !names(one));
        }
    }
}
