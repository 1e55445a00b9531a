//! Status channels: how accepted work is reported, poll by poll. Time plays no part.

use super::state::State;
use crate::exchange::Reply;
use crate::random::Dice;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::fmt;

/// What a piece of work changes when it is done.
pub(super) type Effect = Box<dyn FnOnce(&mut State) + Send>;

/// The key of work that belongs to no device. Its events come in the pushed form: one object, not an array.
pub(super) const NO_DEVICE: &str = "-1";

/// How many API requests an unwatched channel takes to get its work done.
const UNWATCHED: u32 = 6;

/// What is said while the work goes on; the vendor publishes no words.
const RUNNING: [&str; 2] = ["Connecting to the device.", "Waiting for the device."];

/// The events of one key, as far as they will go.
pub(super) struct Track {
    key: String,
    end: Value,
    effect: Option<Effect>,
}

impl Track {
    /// Work that ends well.
    pub(super) fn done(key: impl ToString, words: &str) -> Track {
        Track::ending(key, json!({ "status": "completed", "type": "text", "value": words }))
    }

    pub(super) fn offline(key: impl ToString) -> Track {
        let end = json!({ "status": "warning", "type": "text", "value": "Device is offline.", "errorcode": -1 });
        Track::ending(key, end)
    }

    pub(super) fn failed(key: impl ToString, words: &str, code: i32) -> Track {
        Track::ending(key, json!({ "status": "error", "type": "text", "value": words, "errorcode": code }))
    }

    pub(super) fn ending(key: impl ToString, end: Value) -> Track {
        Track { key: key.to_string(), end, effect: None }
    }

    pub(super) fn then(mut self, effect: impl FnOnce(&mut State) + Send + 'static) -> Track {
        self.effect = Some(Box::new(effect));
        self
    }

    /// What has happened `step` polls after the channel came to be.
    fn events(&self, step: usize, running: usize) -> Vec<Value> {
        let said = RUNNING.iter().take(step.min(running));
        let mut events: Vec<Value> =
            said.map(|words| json!({ "status": "processing", "type": "text", "value": words })).collect();
        if step > running {
            events.push(self.end.clone());
        }
        events
    }
}

impl fmt::Debug for Track {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Track({})", self.key)
    }
}

#[derive(Debug)]
struct Channel {
    number: usize,
    polls: usize,
    age: u32,
    tracks: Vec<Track>,
}

impl Channel {
    /// Some work takes a poll longer than other work.
    fn running(&self, index: usize) -> usize {
        1 + (self.number + index) % 2
    }

    /// The effects of the tracks that have ended by now.
    fn ripe(&mut self) -> Vec<Effect> {
        let step = self.polls.saturating_sub(1);
        let is_old = self.age >= UNWATCHED;
        let ends: Vec<bool> = (0..self.tracks.len()).map(|index| is_old || step > self.running(index)).collect();
        let tracks = self.tracks.iter_mut().zip(ends);
        tracks.filter(|(_, is_over)| *is_over).filter_map(|(track, _)| track.effect.take()).collect()
    }

    fn reply(&self) -> Reply {
        let step = self.polls - 1;
        let mut data = Map::new();
        for (index, track) in self.tracks.iter().enumerate() {
            data.insert(track.key.clone(), track.events(step, self.running(index)).into());
        }
        let pushed = data.get_mut(NO_DEVICE).and_then(|events| events.as_array_mut()?.pop());
        match pushed {
            Some(event) => Reply::json(200, json!({ "event": "status", "data": { NO_DEVICE: event } }).to_string()),
            None => Reply::json(200, json!({ "success": true, "data": data }).to_string()),
        }
    }
}

/// The channels of the account.
#[derive(Debug)]
pub(super) struct Channels {
    seed: u64,
    open: HashMap<String, Channel>,
}

impl Channels {
    pub(super) fn new(seed: u64) -> Channels {
        Channels { seed, open: HashMap::new() }
    }

    /// A new channel; its name is what the answer's `meta.channel` says.
    pub(super) fn open(&mut self, tracks: Vec<Track>) -> String {
        let number = self.open.len();
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let random = Dice::new(self.seed ^ 0xc4a1, number as u64).word(letters, 60);
        let name = format!("private-status.1.{random}");
        self.open.insert(name.clone(), Channel { number, polls: 0, age: 0, tracks });
        name
    }

    /// The answer to a poll, and what became true by it. Like live, a channel is not there at once.
    pub(super) fn poll(&mut self, name: &str) -> (Reply, Vec<Effect>) {
        let Some(channel) = self.open.get_mut(name) else {
            return (nothing(), Vec::new());
        };
        channel.polls += 1;
        match channel.polls {
            1 => (nothing(), Vec::new()),
            _ => (channel.reply(), channel.ripe()),
        }
    }

    /// Work goes on while other requests are made, so that it is done even if nobody asks for it.
    pub(super) fn grow_older(&mut self) -> Vec<Effect> {
        let aged = self.open.values_mut().flat_map(|channel| {
            channel.age = channel.age.saturating_add(1);
            if channel.age == UNWATCHED { channel.ripe() } else { Vec::new() }
        });
        aged.collect()
    }
}

/// The status host has an error form of its own.
fn nothing() -> Reply {
    Reply::json(404, json!({ "code": "CHANNEL_NOT_FOUND" }).to_string())
}
