//! Reads the configuration tree: objects as they are, and the entries of collections by key or name.

use serde_json::Value;
use url::Url;

use super::code::key_among;
use crate::http::{Fault, Request};
use crate::plan::{encode, join};
use crate::session::Session;

/// One entry of a collection.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// What the box calls it.
    pub(super) key: String,
    /// What people call it, where it has a name.
    pub(super) name: Option<String>,
    /// What it is; older boxes show that only where the entry itself is asked for.
    pub(super) body: Option<Value>,
}

impl Entry {
    fn of(item: &Value) -> Option<Self> {
        let key = item.get("key")?.as_str()?.to_owned();
        let body = item.get("body").filter(|body| !body.is_null()).cloned();
        let name = body.as_ref().and_then(|body| body.get("name")?.as_str().map(str::to_owned));
        Some(Self { key, name, body })
    }
}

/// The whole answer to a GET, envelope on. `path` begins with `/api/`.
pub(super) async fn get(session: &Session, base: &Url, path: &str) -> Result<Value, Fault> {
    let request = Request::get(join(base, path)?);
    let reply = session.send(&request).await?;
    session.read(&request, &reply)?;
    Ok(crate::record::Record::from_json_bytes(reply.body).parse()?)
}

/// The entries of a collection, in its order. Where the list shows keys alone, each entry is asked for its body.
pub(super) async fn entries(session: &Session, base: &Url, collection: &str) -> Result<Vec<Entry>, Fault> {
    let answer = get(session, base, collection).await?;
    let items = answer.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut entries: Vec<Entry> = items.iter().filter_map(Entry::of).collect();
    for entry in entries.iter_mut().filter(|entry| entry.body.is_none()) {
        let path = format!("{collection}/{}", encode(&entry.key));
        *entry = Entry::of(&get(session, base, &path).await?).unwrap_or_else(|| entry.clone());
    }
    Ok(entries)
}

/// The key of the entry that has this key or this name.
pub(super) async fn key_of(session: &Session, base: &Url, collection: &str, typed: &str) -> Result<String, Fault> {
    let entries = entries(session, base, collection).await?;
    Ok(key_among(collection, entries.into_iter().map(|entry| (entry.key, entry.name)), typed)?)
}
