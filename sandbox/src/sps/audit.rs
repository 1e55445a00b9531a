//! `/api/audit/sessions`: what was recorded, computed from a seed when it is looked at.

mod fields;
mod filter;
mod page;
mod parts;
mod record;
mod snapshots;

use super::Sps;
use super::call::Call;
use super::refusal::Refusal;
use crate::exchange::Reply;
use filter::Filter;
use page::Page;
use record::Recordings;
use serde_json::{Value, json};
use snapshots::Snapshots;
use std::collections::BTreeMap;

/// Where the search is.
const SESSIONS: &str = "/api/audit/sessions";

/// Parameters that say which sessions are meant.
const FILTERS: [&str; 4] = ["q", "content", "start", "end"];

/// All that was recorded, and what is remembered of searching it.
#[derive(Debug)]
pub(super) struct Audit {
    recordings: Recordings,
    snapshots: Snapshots,
    /// Who downloaded which trail, and when.
    downloads: Vec<(String, &'static str, i64)>,
}

impl Audit {
    pub(super) fn new(seed: u64, sessions: u64, snapshots: usize, now: i64) -> Audit {
        Audit {
            recordings: Recordings::new(seed, sessions, now),
            snapshots: Snapshots::new(snapshots),
            downloads: Vec::new(),
        }
    }
}

impl Sps {
    pub(super) fn audit(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.allows(&["GET"])?;
        let words: Vec<&str> = call.words[1..].iter().map(String::as_str).collect();
        match words.as_slice() {
            [] => Ok(areas(call)),
            ["sessions"] => self.search(call),
            ["sessions", "_count"] => self.count(call),
            ["sessions", "_snapshot"] => self.snapshot(call),
            ["sessions", "stats"] => self.stats(call),
            ["sessions", key] => self.recording(call, key),
            ["sessions", key, part] => self.part_of_recording(call, key, part),
            _ => Err(Refusal::not_found(&call.path)),
        }
    }

    fn search(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        let others = ["fields", "limit", "offset", "sort", "format", "snapshot"];
        call.knows_only(&[&FILTERS[..], &others].concat())?;
        self.use_snapshot(call)?;
        let filter = Filter::of(call)?;
        let page = Page::of(call)?;
        let (ranks, count) = self.audit.recordings.find(&filter, &page);
        if call.parameter("format") == Some("csv") {
            return Ok(Reply::content(200, "text/csv", page.csv(&self.audit.recordings, &ranks)));
        }
        let items: Vec<Value> = ranks.iter().map(|rank| page.item(&self.audit.recordings, *rank)).collect();
        let meta = page.meta(call, count, self.logins.seconds());
        Ok(Reply::json(200, json!({ "items": items, "meta": meta }).to_string()))
    }

    fn count(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.knows_only(&[&FILTERS[..], &["snapshot"]].concat())?;
        self.use_snapshot(call)?;
        let filter = Filter::of(call)?;
        Ok(Reply::json(200, json!({ "count": self.audit.recordings.count(&filter) }).to_string()))
    }

    fn snapshot(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.knows_only(&[])?;
        let owner = self.owner(call);
        let id = self.audit.snapshots.take(owner, call.now, &mut self.keys)?;
        Ok(Reply::json(200, json!({ "body": { "snapshot": id }, "meta": { "href": call.path } }).to_string()))
    }

    fn use_snapshot(&mut self, call: &Call<'_>) -> Result<(), Refusal> {
        let Some(id) = call.parameter("snapshot") else { return Ok(()) };
        let owner = self.owner(call);
        match self.audit.snapshots.touch(id, &owner, call.now) {
            true => Ok(()),
            false => Err(Refusal::not_found(&call.path)),
        }
    }

    /// A snapshot belongs to a user and a program.
    fn owner(&self, call: &Call<'_>) -> (String, String) {
        let name = self.logins.get(&call.session).map_or("", |login| login.user.name);
        (name.to_owned(), call.agent().to_owned())
    }

    /// How often each value of a field occurs. The shape of the answer has not been seen.
    fn stats(&self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.knows_only(&[&FILTERS[..], &["field", "sub_fields", "size"]].concat())?;
        let field = call.parameter("field").ok_or_else(|| Refusal::query("field", "The field is mandatory"))?;
        fields::check("field", field)?;
        let size: usize = call.number("size", 10)?;
        let filter = Filter::of(call)?;
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for rank in self.audit.recordings.matching(&filter) {
            let value = fields::at(&self.audit.recordings.body(rank), field).cloned();
            *counts.entry(value.map_or("".into(), |value| fields::text(&value))).or_default() += 1;
        }
        counts.remove("");
        let mut ranked: Vec<(String, u64)> = counts.into_iter().collect();
        ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let items: Vec<Value> =
            ranked.into_iter().take(size).map(|(value, count)| json!({ "value": value, "count": count })).collect();
        Ok(Reply::json(200, json!({ "items": items, "meta": { "href": call.path, "parent": SESSIONS } }).to_string()))
    }
}

fn areas(call: &Call<'_>) -> Reply {
    let item = json!({ "key": "sessions", "meta": { "href": SESSIONS } });
    Reply::json(200, json!({ "items": [item], "meta": { "href": call.path, "parent": "/api" } }).to_string())
}
