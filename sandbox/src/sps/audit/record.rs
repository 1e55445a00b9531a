//! Sessions, computed from their rank: 0 is the newest. A million of them cost no more than ten.

use super::fields;
use super::filter::Filter;
use super::page::Page;
use crate::random::Dice;
use serde_json::{Value, json};
use std::ops::Range;

/// So many seconds lie between the beginnings of two sessions.
const STEP: i64 = 97;

/// The newest sessions are still going on.
const ACTIVE: u64 = 3;

const ALPHABET: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Protocol, port, connection policy and its key.
const KINDS: [(&str, u64, &str, &str); 4] = [
    ("SSH", 22, "ssh_gateway", "54020000056a1b2c3d4e5f"),
    ("TELNET", 23, "demo_telnet", "18762920615d68fa3d858d0"),
    ("RDP", 3389, "rdp_gateway", "52020000056a1b2c3d4e5f"),
    ("TELNET", 23, "Zürich_東京", "8348340645707e2575e3ca"),
];

const USERS: [&str; 5] = ["ada", "grace", "yoda", "łukasz", "ev\u{1b}[31mil"];

const COMMANDS: [&str; 6] = ["ls", "sudo -i", "vim /etc/hosts", "show running-config", "reload", "exit"];

#[derive(Debug)]
pub(super) struct Recordings {
    seed: u64,
    count: u64,
    now: i64,
}

impl Recordings {
    pub(super) fn new(seed: u64, count: u64, now: i64) -> Recordings {
        Recordings { seed, count, now }
    }

    fn dice(&self, rank: u64) -> Dice {
        // Counted from the oldest, so that a session stays what it is when there are more.
        Dice::new(self.seed ^ 0xa0d1, self.count - rank)
    }

    /// The rank stands at the end of the key, so that nothing has to be stored to find it again.
    pub(super) fn key(&self, rank: u64) -> String {
        format!("{}{:010x}", self.dice(rank).word(ALPHABET, 12), self.count - rank)
    }

    pub(super) fn rank(&self, key: &str) -> Option<u64> {
        let number = u64::from_str_radix(key.get(12..)?, 16).ok()?;
        let rank = self.count.checked_sub(number).filter(|rank| *rank < self.count)?;
        (self.key(rank) == key).then_some(rank)
    }

    pub(super) fn began(&self, rank: u64) -> i64 {
        self.now.saturating_sub(STEP.saturating_mul(i64::try_from(rank).unwrap_or(i64::MAX)).saturating_add(60))
    }

    fn duration(&self, rank: u64) -> Option<i64> {
        let seconds = i64::try_from(self.dice(rank).below(1_800)).unwrap_or_default();
        (rank >= ACTIVE).then(|| seconds.min(self.now - self.began(rank)))
    }

    pub(super) fn commands(&self, rank: u64) -> Vec<&'static str> {
        let mut dice = self.dice(rank);
        dice.roll();
        (0..dice.below(4)).map(|_| dice.pick(&COMMANDS)).collect()
    }

    pub(super) fn is_active(&self, rank: u64) -> bool {
        rank < ACTIVE
    }

    /// Members that are not known are left out.
    pub(super) fn body(&self, rank: u64) -> Value {
        let mut dice = self.dice(rank);
        let (protocol, port, policy, policy_key) = dice.pick(&KINDS);
        let (user, verdict) = (dice.pick(&USERS), dice.pick(&["ACCEPT", "ACCEPT", "ACCEPT", "AUTH_FAIL"]));
        let address = |dice: &mut Dice| format!("10.{}.{}.{}", dice.below(8), dice.below(200), 1 + dice.below(250));
        let (client, server) = (address(&mut dice), address(&mut dice));
        let began = written(self.began(rank));
        let mut body = json!({
            "active": self.is_active(rank),
            "client": { "ip": client, "name": client, "port": 1_024 + dice.below(60_000) },
            "creation_time": began,
            "node_id": "b35c54da-b556-4f91-ade5-d26283d68277",
            "origin": "RECORDING",
            "protocol": protocol,
            "recording": {
                "archived": false, "auth_method": "password", "channel_policy": "all",
                "command_extracted": protocol != "RDP", "connection_policy": policy,
                "connection_policy_id": policy_key,
                "index_status": if self.is_active(rank) { "NOT_INDEXED" } else { "INDEXED" },
                "session_id": format!("svc/{}/{}", dice.word(ALPHABET, 22), policy),
                "verdict": verdict, "window_title_extracted": protocol == "RDP",
            },
            "server": { "id": server, "ip": server, "name": server, "port": port },
            "start_time": began,
            "trail_download_link": Value::Null,
            "user": { "id": user, "name": user, "server_username": [user] },
            "verdict": verdict,
        });
        if let Some(seconds) = self.duration(rank) {
            body["duration"] = seconds.into();
            body["end_time"] = written(self.began(rank) + seconds).into();
            body["analytics"] =
                json!({ "interesting_events": [], "scripted": false, "similar_sessions": [], "tags": [] });
        }
        body
    }

    /// Among these ranks is all that fits, so that not every session has to be looked at.
    fn reach(&self, filter: &Filter) -> Range<u64> {
        let rank = |time: i64| u64::try_from(self.began(0).saturating_sub(time) / STEP).unwrap_or_default();
        let from = filter.end.map_or(0, rank);
        let to = filter.start.map_or(self.count, |start| rank(start).saturating_add(1)).min(self.count);
        let to = if filter.wants_active() { to.min(ACTIVE) } else { to };
        from.min(to)..to
    }

    /// The ranks of what fits, the newest first.
    pub(super) fn matching<'a>(&'a self, filter: &'a Filter) -> impl Iterator<Item = u64> + 'a {
        let fits = |rank: &u64| {
            let ended = self.duration(*rank).map(|seconds| self.began(*rank) + seconds);
            filter.is_empty()
                || filter.spans(self.began(*rank), ended) && filter.fits(&self.body(*rank), &self.commands(*rank))
        };
        self.reach(filter).filter(fits)
    }

    pub(super) fn count(&self, filter: &Filter) -> u64 {
        if filter.is_empty() { self.count } else { self.matching(filter).count() as u64 }
    }

    /// The ranks on a page, and how many there are on all of them.
    pub(super) fn find(&self, filter: &Filter, page: &Page) -> (Vec<u64>, u64) {
        let (from, most) = (page.offset, page.limit);
        let is_by_time = matches!(page.sort.as_str(), "start_time" | "creation_time");
        if filter.is_empty() && is_by_time {
            let places = from.min(self.count)..from.saturating_add(most).min(self.count);
            let ranks = places.map(|place| if page.is_descending { place } else { self.count - 1 - place });
            return (ranks.collect(), self.count);
        }
        let mut found: Vec<u64> = self.matching(filter).collect();
        if !is_by_time {
            found.sort_by_cached_key(|rank| sortable(fields::at(&self.body(*rank), &page.sort)));
        }
        // What fits comes newest first, values come smallest first.
        if is_by_time != page.is_descending {
            found.reverse();
        }
        let count = found.len() as u64;
        let skipped = found.into_iter().skip(usize::try_from(from).unwrap_or(usize::MAX));
        (skipped.take(usize::try_from(most).unwrap_or(usize::MAX)).collect(), count)
    }
}

/// Numbers by their size, texts by their letters.
fn sortable(value: Option<&Value>) -> (i64, String) {
    value.map_or((i64::MIN, String::new()), |value| (value.as_i64().unwrap_or_default(), fields::text(value)))
}

pub(super) fn written(seconds: i64) -> String {
    let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    time.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}
