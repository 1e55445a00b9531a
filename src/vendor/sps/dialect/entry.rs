//! One thing as the box wraps it, and the record that is left when the wrapper is off: the body with its key in front.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::dialect::record;
use crate::http::Reply;
use crate::record::Record;

/// The members of an object in their order, as they came.
pub(super) struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            members.push((name, map.next_value()?));
        }
        Ok(Members(members))
    }
}

/// A name that is only copied where it is written with escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Members<'a> {
    /// The last of this name, as parsers of objects have it.
    pub(super) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rfind(|(own, _)| own == name).map(|(_, value)| *value)
    }

    /// The records of an answer, and whether they are a list. `answer` is where they stand in the answers that have them
    /// neither under `items` nor under `body`; empty where the answer itself is the record.
    pub(super) fn records(&self, reply: &Reply, answer: Option<&str>) -> (Vec<Record>, bool) {
        if answer == Some("") {
            return (self.whole().into_iter().collect(), false);
        }
        let named = answer.and_then(|answer| self.get(answer)).or_else(|| self.get("items"));
        if let Some(found) = named.filter(|found| found.get() != "null") {
            return listed(reply, found).unwrap_or_else(|| (vec![record(reply, found)], false));
        }
        match self.get("body").and_then(|body| serde_json::from_str::<Vec<&RawValue>>(body.get()).ok()) {
            Some(items) => (items.into_iter().map(|raw| record(reply, raw)).collect(), true),
            None => (self.entry().into_iter().collect(), false),
        }
    }

    /// The body with the key in front; of what has no body, everything but `meta`.
    fn entry(&self) -> Option<Record> {
        let body = self.get("body").map(RawValue::get).filter(|body| body.starts_with('{'));
        let Some(body) = body.filter(|body| !has_key(body)) else {
            return self.whole();
        };
        let inside = body.trim_start_matches('{').trim_start();
        let text = match self.get("key") {
            None => body.to_owned(),
            Some(key) if inside == "}" => format!("{{\"key\":{}}}", key.get()),
            Some(key) => format!("{{\"key\":{},{inside}", key.get()),
        };
        Some(Record::from_json_bytes(Bytes::from(text)))
    }

    /// Everything but `meta`; nothing where that is all.
    fn whole(&self) -> Option<Record> {
        let rest = self.0.iter().filter(|(name, _)| name != "meta");
        let texts: Vec<String> =
            rest.map(|(name, value)| format!("{}:{}", serde_json::Value::from(name.as_ref()), value.get())).collect();
        (!texts.is_empty()).then(|| Record::from_json_bytes(Bytes::from(format!("{{{}}}", texts.join(",")))))
    }
}

/// A body that has a `key` of its own would have two of them.
fn has_key(body: &str) -> bool {
    serde_json::from_str::<Members<'_>>(body).is_ok_and(|members| members.get("key").is_some())
}

fn listed(reply: &Reply, found: &RawValue) -> Option<(Vec<Record>, bool)> {
    let items: Vec<&RawValue> = serde_json::from_str(found.get()).ok()?;
    let records = items.into_iter().filter_map(|raw| match serde_json::from_str::<Members<'_>>(raw.get()) {
        Ok(members) => members.entry(),
        Err(_) => Some(record(reply, raw)),
    });
    Some((records.collect(), true))
}
