//! What is on the box and in none of the files.

use std::collections::BTreeSet;

use super::step::{Action, Step};
use crate::http::Fault;
use crate::vendor::sps::code::body::legal;
use crate::vendor::sps::code::compare::Difference;
use crate::vendor::sps::code::file::Document;
use crate::vendor::sps::code::mirror::{Mirror, Object};

/// The deletions of what stands in the collections of the documents, and in no document; what refers comes before what it
/// refers to.
pub(super) async fn of(mirror: &Mirror<'_>, documents: &[Document]) -> Result<Vec<Step>, Fault> {
    let of_entries = documents.iter().filter(|document| document.is_entry() || document.order.is_some());
    let collections: BTreeSet<&str> = of_entries.map(|document| document.path.as_str()).collect();
    let mut doomed = Vec::new();
    for collection in collections {
        let entries = mirror.entries(collection).await?.unwrap_or_default();
        let named = |entry: &&Object| documents.iter().any(|document| names(document, collection, entry));
        let orphans = entries.iter().filter(|entry| !entry.is_built_in() && !named(entry));
        doomed.extend(orphans.map(|entry| (collection, entry.clone())));
    }
    let users = doomed.iter().map(|(collection, entry)| {
        let used = |(_, other): &&(&str, Object)| refers(&other.answer, &entry.key) && other.key != entry.key;
        (*collection, entry.clone(), doomed.iter().filter(used).map(|(_, other)| other.key.clone()).collect())
    });
    let mut steps = in_order(users.collect());
    for step in &mut steps {
        let pattern = mirror.pattern(&step.path).await?;
        let body = step.body.as_ref().expect("what is deleted was read");
        let old = Some(mirror.named(&pattern, body).await?);
        step.found = vec![Difference { member: String::new(), old, new: None }];
    }
    Ok(steps)
}

fn names(document: &Document, collection: &str, entry: &Object) -> bool {
    let is_it = |typed: &String| *typed == entry.key || entry.name.as_ref() == Some(typed);
    let listed = document.order.iter().flatten().any(is_it);
    let stated = match (&document.key, &document.name) {
        (Some(key), _) => *key == entry.key,
        (None, name) => name.iter().any(is_it),
    };
    document.path == collection && (listed || stated)
}

/// Whether a key stands anywhere in it.
fn refers(value: &serde_json::Value, key: &str) -> bool {
    fn has(value: &serde_json::Value, key: &str) -> bool {
        match value {
            serde_json::Value::Array(items) => items.iter().any(|item| has(item, key)),
            serde_json::Value::Object(members) => members.values().any(|member| has(member, key)),
            other => other == key,
        }
    }
    has(&legal(value), key)
}

/// Those whose users have gone come first; where all wait for each other, the box may say what is wrong.
fn in_order(waiting: Vec<(&str, Object, Vec<String>)>) -> Vec<Step> {
    let mut waiting = waiting;
    let mut steps = Vec::new();
    while !waiting.is_empty() {
        let is_unused = |users: &[String]| !waiting.iter().any(|(_, other, _)| users.contains(&other.key));
        let next = waiting.iter().rposition(|(_, _, users)| is_unused(users)).unwrap_or(waiting.len() - 1);
        let (collection, entry, _) = waiting.remove(next);
        steps.push(Step {
            action: Action::Delete,
            path: collection.to_owned(),
            name: entry.name.clone(),
            key: Some(entry.key.clone()),
            body: Some(legal(&entry.answer)),
            open: Vec::new(),
            found: Vec::new(),
        });
    }
    steps
}
