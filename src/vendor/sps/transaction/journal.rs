//! What a run leaves in the state folder about its transaction, so that a later one can go on with it, or knows what a
//! killed one has left open. Knows nothing of the box.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::auth::Grant;
use crate::failure::{Code, Failure};
use crate::http::Fault;
use crate::store::{Guard, Lock, Outcome, Runs, Slot};
use crate::workflow::Work;

/// Seconds that a login lasts at the longest where the box does not say: as long as its cookie.
const LONGEST_LOGIN: i64 = 43_200;
/// Seconds for clocks that differ.
const MARGIN: i64 = 60;
/// The end of a login moves with each request; smaller moves are not written down.
const SMALLEST_MOVE: i64 = 30;
/// How long a command waits for another one that uses the transaction left open.
const LONGEST_TURN: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_millis(50);

/// All that is known of an account's transactions.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Book {
    kept: Option<Kept>,
    runs: Vec<Entry>,
}

/// A transaction of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    account: String,
    /// The process.
    pub(super) pid: u32,
    /// When, in seconds since 1970.
    pub(super) opened_at: i64,
    /// When the box drops it at the latest, where the box has said.
    pub(super) ends_at: Option<i64>,
    /// The number of the run's; without one it is known to be over.
    slot: Option<u32>,
    /// The user knows.
    told: bool,
}

impl Entry {
    fn is_past(&self, now: i64) -> bool {
        self.ends_at.unwrap_or(self.opened_at + LONGEST_LOGIN) + MARGIN < now
    }

    /// For people.
    pub(super) fn words(&self) -> String {
        let end = match self.ends_at {
            Some(end) => format!("by {} at the latest", time(end)),
            None => "when its login ends".to_owned(),
        };
        let Self { pid, opened_at, .. } = self;
        format!(
            "an earlier run (pid {pid}) may have left a transaction open at {}; the box drops it {end}",
            time(*opened_at)
        )
    }
}

/// A transaction that was left open for the next command, with the login that it lives in.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    account: String,
    /// The process that opened it.
    pub(super) pid: u32,
    /// When, in seconds since 1970.
    pub(super) opened_at: i64,
    /// When the box drops it if it is not used, where the box has said.
    pub(super) ends_at: Option<i64>,
    session: String,
}

impl Kept {
    /// Its login.
    pub(super) fn grant(&self) -> Grant {
        Grant::lasting(SecretString::from(self.session.clone()))
    }
}

/// `2027-01-15T08:00:00Z`.
pub(super) fn time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map(|time| time.to_string()).unwrap_or_default()
}

/// The journal of one account.
pub(super) struct Journal<'w> {
    work: &'w Work<'w>,
    runs: Runs<'w, Book>,
}

impl<'w> Journal<'w> {
    /// Of the account that the work is with.
    pub(super) fn of(work: &'w Work<'w>) -> Self {
        let name = format!("transactions of {}", work.account.identity_key());
        Self { work, runs: Runs::of(work.state, name) }
    }

    fn account(&self) -> String {
        self.work.account.profile().unwrap_or("environment").to_owned()
    }

    /// Write down that a transaction is about to be opened, if there is a slot for it; answers what dead runs may have
    /// left, each once.
    pub(super) fn begin(&self) -> (Option<Slot>, Vec<Entry>) {
        let slot = self.runs.enter(&[]).ok();
        let number = slot.as_ref().map(Slot::number);
        let now = self.work.now();
        let mut news = Vec::new();
        let entry = Entry {
            account: self.account(),
            pid: std::process::id(),
            opened_at: now,
            ends_at: None,
            slot: number,
            told: false,
        };
        let _ = self.runs.change(|book| {
            self.bury(book, number, now);
            for dead in book.runs.iter_mut().filter(|entry| entry.slot.is_none() && !entry.told) {
                dead.told = true;
                news.push(dead.clone());
            }
            if entry.slot.is_some() {
                book.runs.push(entry);
            }
        });
        (slot, news)
    }

    /// Take away what has certainly ended, and mark what no living run holds.
    fn bury(&self, book: &mut Book, own: Option<u32>, now: i64) {
        for entry in &mut book.runs {
            let is_dead = match entry.slot {
                slot if slot == own => true,
                Some(slot) => self.runs.is_over(slot),
                None => true,
            };
            if is_dead {
                entry.slot = None;
            }
        }
        book.runs.retain(|entry| entry.slot.is_some() || !entry.is_past(now));
    }

    fn change_own(&self, slot: &Slot, change: impl FnOnce(&mut Entry)) {
        let _ = self.runs.change(|book| {
            if let Some(entry) = book.runs.iter_mut().find(|entry| entry.slot == Some(slot.number())) {
                change(entry);
            }
        });
    }

    /// The box has said when it would drop the transaction.
    pub(super) fn extend(&self, slot: &Slot, known: Option<i64>, ends_at: i64) -> bool {
        let moves = known.is_none_or(|known| ends_at - known >= SMALLEST_MOVE);
        if moves {
            self.change_own(slot, |entry| entry.ends_at = Some(ends_at));
        }
        moves
    }

    /// The transaction is over.
    pub(super) fn end(&self, slot: &Slot) {
        let _ = self.runs.change(|book| book.runs.retain(|entry| entry.slot != Some(slot.number())));
    }

    /// Nobody could end the transaction, and the user was told.
    pub(super) fn abandon(&self, slot: &Slot) {
        self.change_own(slot, |entry| (entry.slot, entry.told) = (None, true));
    }

    /// What dead runs may have left.
    pub(super) fn left(&self) -> Vec<Entry> {
        let mut book = self.runs.notes();
        self.bury(&mut book, None, self.work.now());
        book.runs.into_iter().filter(|entry| entry.slot.is_none()).collect()
    }

    /// The transaction that was left open.
    pub(super) fn kept(&self) -> Option<Kept> {
        let kept = self.runs.notes().kept?;
        self.work.redactor.learn(&kept.session);
        Some(kept)
    }

    /// Leave a transaction open for the next command.
    pub(super) fn keep(&self, grant: &Grant, ends_at: Option<i64>) -> Result<(), Failure> {
        let kept = Kept {
            account: self.account(),
            pid: std::process::id(),
            opened_at: self.work.now(),
            ends_at,
            session: grant.token.expose_secret().to_owned(),
        };
        match self.runs.change(|book| book.kept = Some(kept)) {
            Outcome::Kept => Ok(()),
            Outcome::NotKept(why) => {
                Err(Failure::usage(format!("the open transaction cannot be kept for the next command: {why}")))
            }
        }
    }

    /// It was used again.
    pub(super) fn keep_until(&self, ends_at: i64) {
        let _ = self.runs.change(|book| {
            if let Some(kept) = &mut book.kept {
                kept.ends_at = Some(ends_at);
            }
        });
    }

    /// The one with this login is over; meanwhile another may have been left open.
    pub(super) fn forget(&self, grant: &Grant) {
        let _ = self.runs.change(|book| {
            book.kept.take_if(|kept| kept.session == grant.token.expose_secret());
        });
    }

    /// The turn of a command that uses the transaction that was left open.
    pub(super) async fn turn(&self) -> Result<Option<Guard>, Fault> {
        let session = self.work.session;
        let mut waited = Duration::ZERO;
        loop {
            match self.runs.try_lock("kept") {
                Lock::Held(guard) => return Ok(Some(guard)),
                Lock::Unavailable(_) => return Ok(None),
                Lock::Busy if waited >= LONGEST_TURN => {
                    let failure =
                        Failure::new(Code::Conflict, "another command uses the transaction that was left open");
                    return Err(Failure { retryable: true, ..failure }.into());
                }
                Lock::Busy => session.interrupt.race(session.clock.sleep(GLANCE)).await?,
            }
            waited += GLANCE;
        }
    }
}
