//! Bodies as the box shows them: keys become objects with a link, members stand in alphabetical order.

use super::config::Config;
use super::shape::{Kind, PASSWORDS, Shape, Target};
use super::tree::{Tree, href};
use serde_json::{Map, Value, json};

/// Shows objects of a configuration.
#[derive(Debug, Clone, Copy)]
pub(super) struct Show<'a> {
    pub(super) tree: &'a Tree,
    pub(super) config: &'a Config,
    /// Another of the forms in which releases write references: an object for null, and a body beside the link.
    is_wordy: bool,
}

impl<'a> Show<'a> {
    pub(super) fn new(tree: &'a Tree, config: &'a Config, path: &str) -> Show<'a> {
        Show { tree, config, is_wordy: path.starts_with("ssh/connections") }
    }

    pub(super) fn body(&self, shape: &Shape, stored: &Value) -> Value {
        let mut shown = self.value(shape, stored);
        shown.sort_all_objects();
        shown
    }

    fn value(&self, shape: &Shape, stored: &Value) -> Value {
        match (&shape.kind, stored) {
            (Kind::Reference(target), _) if !target.is_bare => self.reference(target, stored),
            (Kind::List(item), Value::Array(items)) => items.iter().map(|stored| self.value(item, stored)).collect(),
            (Kind::Keyed(entry), Value::Object(entries)) => {
                let shown = |(key, stored): (&String, &Value)| (key.clone(), self.value(entry, stored));
                Value::Object(entries.iter().map(shown).collect())
            }
            (Kind::Object(members), Value::Object(stored)) => {
                let known =
                    members.iter().filter_map(|member| stored.get_key_value(&member.name).map(|it| (member, it)));
                let shown = known.map(|(member, (name, stored))| (name.clone(), self.value(&member.shape, stored)));
                Value::Object(shown.collect())
            }
            _ => stored.clone(),
        }
    }

    fn reference(&self, target: &Target, stored: &Value) -> Value {
        let Some(key) = stored.as_str() else {
            return if self.is_wordy { json!({ "key": null, "meta": {} }) } else { Value::Null };
        };
        let mut shown = Map::new();
        shown.insert("key".into(), key.into());
        shown.insert("meta".into(), json!({ "href": self.link(target, key) }));
        if let Some(body) = self.config.get(&format!("{}/{key}", target.collection)).filter(|_| self.is_wordy) {
            shown.insert("body".into(), body.clone());
        }
        Value::Object(shown)
    }

    /// What has no endpoint is named by its place inside the resource that holds it.
    fn link(&self, target: &Target, key: &str) -> String {
        let collection = target.collection.as_str();
        if collection == "address" {
            let (nic, place) = key.split_once('.').unwrap_or((key, ""));
            return format!("{}#{}", href(&format!("network/nics/{nic}")), place.replace('.', "/"));
        }
        let path = format!("{collection}/{key}");
        match collection.split_once('/') {
            None if collection == PASSWORDS => format!("{}#{key}", href(collection)),
            Some((area, rest)) if self.tree.is_hidden(&path) => format!("{}#{rest}/{key}", href(area)),
            _ => href(&path),
        }
    }
}
