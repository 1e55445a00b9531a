//! One session: what is known of it, what happened in it, and its trail.

use super::SESSIONS;
use super::record::written;
use crate::exchange::Reply;
use crate::sps::Sps;
use crate::sps::call::Call;
use crate::sps::refusal::Refusal;
use serde_json::{Value, json};

/// Parts that the body links to.
const LINKED: [&str; 4] = ["alerts", "channels", "events", "indexing"];

impl Sps {
    fn rank(&self, call: &Call<'_>, key: &str) -> Result<u64, Refusal> {
        self.audit.recordings.rank(key).ok_or_else(|| Refusal::not_found(&call.path))
    }

    pub(super) fn recording(&self, call: &Call<'_>, key: &str) -> Result<Reply, Refusal> {
        call.knows_only(&[])?;
        let rank = self.rank(call, key)?;
        let mut body = self.audit.recordings.body(rank);
        let here = format!("{SESSIONS}/{key}");
        for part in LINKED {
            body[part] = json!({ "href": format!("{here}/{part}") });
        }
        let download = json!({ "archive": null, "download": { "href": format!("{here}/audit_trail") } });
        body["recording"]["audit_trail"] = download;
        body.sort_all_objects();
        let meta = json!({ "href": here, "parent": SESSIONS, "remaining_seconds": self.logins.seconds() });
        Ok(Reply::json(200, json!({ "body": body, "key": key, "meta": meta }).to_string()))
    }

    pub(super) fn part_of_recording(&mut self, call: &Call<'_>, key: &str, part: &str) -> Result<Reply, Refusal> {
        let rank = self.rank(call, key)?;
        let (name, entries) = match part {
            "audit_trail" => return self.trail(call, key, rank),
            "alerts" => ("items", Vec::new()),
            "channels" => ("channels", vec![self.channel(key, rank)]),
            "events" => ("items", self.events(rank, "")),
            "content" => ("items", self.content(call, rank)?),
            "indexing" => ("items", self.indexing(rank)),
            "trail_downloads" => ("items", self.downloads(key)),
            _ => return Err(Refusal::not_found(&call.path)),
        };
        let known: &[&str] = if part == "content" { &["q", "limit", "offset"] } else { &["limit", "offset"] };
        call.knows_only(known)?;
        let (limit, offset): (usize, usize) = (call.number("limit", 500)?, call.number("offset", 0)?);
        let count = entries.len();
        let shown: Vec<Value> = entries.into_iter().skip(offset).take(limit.min(500)).collect();
        let meta = json!({
            "href": call.path, "parent": format!("{SESSIONS}/{key}"), "limit": limit, "offset": offset,
            "match_count": count, "next": null, "previous": null, "remaining_seconds": self.logins.seconds(),
        });
        Ok(Reply::json(200, json!({ name: shown, "meta": meta }).to_string()))
    }

    fn channel(&self, key: &str, rank: u64) -> Value {
        let began = self.audit.recordings.began(rank);
        let meta = json!({ "href": format!("{SESSIONS}/{key}/channels/1") });
        json!({ "key": "1", "meta": meta, "body": { "type": "session shell", "verdict": "accept", "start_time": began } })
    }

    /// What is not indexed yet holds nothing to find.
    fn events(&self, rank: u64, wanted: &str) -> Vec<Value> {
        if self.audit.recordings.is_active(rank) {
            return Vec::new();
        }
        let began = self.audit.recordings.began(rank);
        let commands = self.audit.recordings.commands(rank).into_iter().filter(|command| command.contains(wanted));
        let event =
            |(second, command)| json!({ "time": written(began + second), "type": "command", "content": command });
        (1..).zip(commands).map(event).collect()
    }

    fn content(&self, call: &Call<'_>, rank: u64) -> Result<Vec<Value>, Refusal> {
        match call.parameter("q").unwrap_or_default() {
            "" => Ok(Vec::new()),
            wanted if wanted.starts_with('*') => Err(Refusal::query("q", "It cannot begin with a star")),
            wanted => Ok(self.events(rank, wanted)),
        }
    }

    fn indexing(&self, rank: u64) -> Vec<Value> {
        if self.audit.recordings.is_active(rank) {
            return Vec::new();
        }
        let began = self.audit.recordings.began(rank);
        vec![json!({
            "status": "COMPLETED", "version": { "adp": "8.0.1", "worker": "8.0.1" },
            "statistics": { "cpu_time": 5, "duration": 149, "start_time": began.saturating_mul(1_000) },
        })]
    }

    fn downloads(&self, key: &str) -> Vec<Value> {
        let mine = self.audit.downloads.iter().filter(|(known, ..)| known == key);
        let told = mine.map(|(_, user, at)| {
            json!({ "from_api": true, "ip_address": "127.0.0.1", "time": written(*at), "username": user })
        });
        told.collect()
    }

    /// The trail of what still goes on is not there yet.
    fn trail(&mut self, call: &Call<'_>, key: &str, rank: u64) -> Result<Reply, Refusal> {
        call.knows_only(&[])?;
        if self.audit.recordings.is_active(rank) {
            return Err(Refusal::not_found(&call.path));
        }
        let user = self.logins.get(&call.session).map_or("", |login| login.user.name);
        self.audit.downloads.push((key.to_owned(), user, call.now));
        let bytes: Vec<u8> = (0..40_000_u32).map(|place| (place.wrapping_mul(31) % 251) as u8).collect();
        let name = format!("attachment; filename=\"{key}.zat\"");
        Ok(Reply::content(200, "application/octet-stream", bytes).with("content-disposition", name))
    }
}
