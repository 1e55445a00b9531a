//! Walks the tree that describes itself: areas hold areas, collections and objects.

use std::collections::{BTreeSet, VecDeque};

use serde_json::Value;

use super::super::body::{inside, legal};
use super::super::file::{Document, tidy};
use super::super::mirror::{Mirror, Object};
use super::super::references::{Names, Pattern, is_nameless};
use super::without_secrets;
use crate::http::Fault;

/// No box is as deep.
const DEEPEST: usize = 6;

/// What the last part of the path of a collection is called. An object in any other place is the only one of its kind.
const COLLECTIONS: &[&str] = &[
    "connections",
    "channel_policies",
    "settings_policies",
    "authentication_policies",
    "pattern_sets",
    "users",
    "groups",
    "content_subchapters",
    "custom_subchapters",
    "predefined_reports",
    "reports",
    "statistics_subchapters",
];

/// One object, ready to be written.
pub(super) struct Exported {
    pub(super) document: Document,
    pub(super) key: Option<String>,
}

/// What the walk brought.
#[derive(Default)]
pub(super) struct Found {
    pub(super) objects: Vec<Exported>,
    /// What the box keeps to itself, and how it said so.
    pub(super) unread: Vec<(String, u16)>,
}

/// All objects at and below these places.
pub(super) async fn below(mirror: &Mirror<'_>, roots: &[String]) -> Result<Found, Fault> {
    let mut found = Found::default();
    let mut waiting: VecDeque<String> = roots.iter().cloned().collect();
    let mut seen = BTreeSet::new();
    while let Some(path) = waiting.pop_front() {
        // Passwords and keys are secrets, and cannot be listed.
        if is_nameless(&path) || !seen.insert(path.clone()) || path.split('/').count() > DEEPEST {
            continue;
        }
        let answer = match mirror.answer(&path).await? {
            Ok(answer) => answer,
            Err(status) => {
                found.unread.push((path, status));
                continue;
            }
        };
        match answer["items"].as_array() {
            Some(_) if is_collection(&path) => collection(mirror, &path, &mut found).await?,
            Some(items) => {
                for child in children(&path, items).into_iter().rev() {
                    waiting.push_front(child);
                }
            }
            None => found.objects.push(single(mirror, &path, &answer).await?),
        }
    }
    Ok(found)
}

fn is_collection(path: &str) -> bool {
    let (parent, last) = path.rsplit_once('/').unwrap_or(("", path));
    COLLECTIONS.contains(&last) || parent == "policies" || parent == "plugins"
}

/// The places of what an area lists. A key that is no part of a path leads nowhere.
fn children(path: &str, items: &[Value]) -> Vec<String> {
    let child = |item: &Value| {
        let key = item["key"].as_str().filter(|key| !key.contains('/'))?;
        tidy(&format!("{path}/{key}"))
    };
    items.iter().filter_map(child).collect()
}

async fn single(mirror: &Mirror<'_>, path: &str, answer: &Value) -> Result<Exported, Fault> {
    let pattern = Pattern::of(path, [answer]);
    let body = Some(written(mirror, &pattern, answer).await?);
    Ok(Exported { document: Document { path: path.to_owned(), body, ..Document::default() }, key: None })
}

async fn collection(mirror: &Mirror<'_>, path: &str, found: &mut Found) -> Result<(), Fault> {
    let entries = mirror.entries(path).await?.unwrap_or_default();
    let names = Names::new(entries.iter().map(|entry| (entry.key.clone(), entry.name.clone())));
    let pattern = mirror.pattern(path).await?;
    for entry in entries.iter() {
        if entry.answer["body"].is_null() {
            found.unread.push((format!("{path}/{}", entry.key), 403));
            continue;
        }
        let mut document = identified(path, entry, &names);
        let body = written(mirror, &pattern, &entry.answer).await?;
        document.body = Some(without_name(body, &document));
        found.objects.push(Exported { document, key: Some(entry.key.clone()) });
    }
    if let Some((keys, _)) = mirror.order(path).await? {
        let name = |key: &String| names.name_of(key).unwrap_or(key).to_owned();
        let order = Some(keys.iter().map(name).collect());
        found
            .objects
            .push(Exported { document: Document { path: path.to_owned(), order, ..Document::default() }, key: None });
    }
    Ok(())
}

/// The name by which files know an entry, and its key where that name does not tell it from others.
fn identified(path: &str, entry: &Object, names: &Names) -> Document {
    let is_told_apart = names.name_of(&entry.key).is_some();
    Document {
        path: path.to_owned(),
        name: entry.name.clone().filter(|name| !name.is_empty()),
        key: (!is_told_apart).then(|| entry.key.clone()),
        ..Document::default()
    }
}

/// The name stands beside the body.
fn without_name(body: Value, document: &Document) -> Value {
    let mut body = body;
    if let (Some(members), Some(_)) = (body.as_object_mut(), &document.name) {
        members.shift_remove("name");
    }
    body
}

/// A body as files have it.
async fn written(mirror: &Mirror<'_>, pattern: &Pattern, answer: &Value) -> Result<Value, Fault> {
    let mut body = legal(answer);
    if inside(answer).is_null() || answer.get("body").is_none() {
        body = members(answer);
    }
    let keys: Vec<String> = pattern.references(&body).into_iter().map(|reference| reference.pointer).collect();
    without_secrets(&mut body, &keys, "");
    mirror.named(pattern, &body).await
}

/// What has no body is all but what every answer has.
fn members(answer: &Value) -> Value {
    let mut body = legal(answer);
    if let Some(members) = body.as_object_mut() {
        members.retain(|name, _| !matches!(name.as_str(), "key" | "meta"));
    }
    body
}
