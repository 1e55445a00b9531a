//! Where a report goes on. A cursor is good until it expires, also twice, so that a page may be asked for again.

use super::refusal::Refusal;
use super::time::Moment;
use crate::random::Dice;
use serde_json::{Value, json};
use std::collections::HashMap;

/// UNCERTAIN: the vendor names the end of a cursor, but not how long one lives.
const LIFE: i64 = 900;

/// How far a report has come.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Position {
    /// Rows that belong to no device and stand in front.
    pub(super) prefix: usize,
    /// The device that is next, by index, and its rows that are done.
    pub(super) device: u64,
    pub(super) row: u64,
    /// Rows before this page, and rows in all.
    pub(super) offset: u64,
    pub(super) count: u64,
}

#[derive(Debug)]
pub(super) struct Cursors {
    dice: Dice,
    /// What was asked, where it goes on, until when.
    open: HashMap<String, (String, Position, i64)>,
}

impl Cursors {
    pub(super) fn new(seed: u64) -> Cursors {
        Cursors { dice: Dice::new(seed, u64::MAX - 2), open: HashMap::new() }
    }

    /// A cursor of another question is no cursor.
    pub(super) fn find(&self, name: &str, question: &str, now: i64) -> Result<Position, Refusal> {
        let known = self.open.get(name).filter(|(asked, _, expires)| asked == question && now < *expires);
        known.map(|(_, position, _)| position.clone()).ok_or_else(|| Refusal::app(400, "INVALID_CURSOR"))
    }

    /// The cursor of a page that began at `offset`.
    pub(super) fn open(&mut self, question: &str, offset: u64, next: Position, now: i64) -> Value {
        let mut part = |length| self.dice.word(b"0123456789abcdef", length);
        let name = [part(8), part(4), part(4), part(4), part(12)].join("-");
        let cursor = json!({
            "name": name,
            "offset": offset,
            "count": next.count,
            "expires": Moment::new(now + LIFE, 0).value(),
        });
        self.open.insert(name, (question.to_owned(), next, now + LIFE));
        cursor
    }
}
