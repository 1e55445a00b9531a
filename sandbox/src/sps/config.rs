//! The configuration: bodies by their paths, and the keys of each collection in their order.

use super::keys::Keys;
use super::reader::Reader;
use super::tree::{Kind, Resource, Tree, parent};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// All that is configured. Paths begin after `/api/configuration/`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Config {
    bodies: BTreeMap<String, Value>,
    keys: BTreeMap<String, Vec<String>>,
}

impl Config {
    /// The configuration that a box starts with.
    pub(super) fn seeded(tree: &Tree, keys: &mut Keys) -> Config {
        let seed: Map<String, Value> = serde_json::from_str(include_str!("configuration/seed.json")).expect(LAW);
        let mut config = Config::default();
        for resource in tree.resources().filter(|resource| resource.kind != Kind::Area) {
            let sown = seed.get(&resource.path).cloned().unwrap_or_else(|| Value::Object(Map::new()));
            config.sow(resource, &sown, keys);
        }
        config
    }

    fn sow(&mut self, resource: &Resource, sown: &Value, keys: &mut Keys) {
        let mut read = |body: &Value| Reader::new(keys).body(&resource.shape, body);
        if !resource.has_items() {
            // The options of another release are another shape; what it misses has defaults.
            let body = read(sown).unwrap_or_default();
            return self.put(&resource.path, body);
        }
        self.keys.insert(resource.path.clone(), Vec::new());
        for (key, body) in sown.as_object().expect(LAW) {
            let body = if is_secret(&resource.path) { Value::Null } else { read(body).expect(LAW) };
            self.put(&format!("{}/{key}", resource.path), kept(&resource.path, body));
        }
    }

    pub(super) fn get(&self, path: &str) -> Option<&Value> {
        self.bodies.get(path)
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.bodies.keys()
    }

    pub(super) fn bodies(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.bodies.iter()
    }

    /// The keys of a collection in their order.
    pub(super) fn keys(&self, collection: &str) -> &[String] {
        self.keys.get(collection).map_or(&[], Vec::as_slice)
    }

    pub(super) fn collections(&self) -> impl Iterator<Item = &String> {
        self.keys.keys()
    }

    /// What is new in a collection stands at its end.
    pub(super) fn put(&mut self, path: &str, body: Value) {
        let is_new = self.bodies.insert(path.to_owned(), body).is_none();
        if let Some(keys) = self.keys.get_mut(parent(path)).filter(|_| is_new) {
            keys.push(last_word(path).to_owned());
        }
    }

    pub(super) fn remove(&mut self, path: &str) {
        self.bodies.remove(path);
        if let Some(keys) = self.keys.get_mut(parent(path)) {
            keys.retain(|key| key != last_word(path));
        }
    }

    pub(super) fn order(&mut self, collection: &str, keys: Vec<String>) {
        self.keys.insert(collection.to_owned(), keys);
    }

    /// The same for the same configuration, and another for any other.
    pub(super) fn hash(&self) -> String {
        let text = serde_json::to_vec(&(&self.bodies, &self.keys)).expect("paths are texts");
        format!("{:x}", md5::compute(text))
    }
}

/// What nobody gets to see is not kept either.
pub(super) fn kept(collection: &str, mut body: Value) -> Value {
    if is_secret(collection) {
        return Value::Null;
    }
    if let Some(members) = body.as_object_mut().filter(|_| collection == "x509") {
        members.shift_remove("private_key");
    }
    body
}

/// Its objects are nothing but a key to the outside.
pub(super) fn is_secret(collection: &str) -> bool {
    matches!(collection, "passwords" | "private_keys")
}

pub(super) fn last_word(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, key)| key)
}

const LAW: &str = "the seed fits the shapes";
