//! What runs note in the state folder before they check something out, so that a later one knows what a killed one has
//! left checked out. Never a secret.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Account;
use super::loan::is_not_out;
use crate::catalog::Operation;
use crate::http::{Fault, Request};
use crate::sought::quoted;
use crate::store::{Guard, Lock, Outcome, Store};
use crate::workflow::{Left, Work};

/// Runs at once that can be told apart.
const MOST_RUNS: u32 = 64;
/// Commands whose users want to know of it.
const VAULT: &str = "/api/config/v1/vault/";

/// A check-out of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    id: u64,
    name: String,
    profile: Option<String>,
    origin: String,
    /// The process.
    pid: u32,
    /// When, in seconds since 1970.
    checked_out_at: i64,
    /// The lock that the run holds while it lives.
    slot: u32,
}

impl Entry {
    fn left(self) -> Left {
        let Self { id, name, profile, pid, checked_out_at, .. } = self;
        let at = Timestamp::from_second(checked_out_at).map(|time| time.to_string()).unwrap_or_default();
        Left {
            what: format!("an earlier run (pid {pid}) may have left Vault account `{name}` ({id}) checked out at {at}"),
            hint: command(id, profile.as_deref()),
        }
    }
}

/// The command that ends a check-out.
pub(super) fn command(id: u64, profile: Option<&str>) -> String {
    let profile = profile.map(|name| format!(" -p {}", quoted(name))).unwrap_or_default();
    format!("`rmctl beyondtrust vault accounts check-in {id}{profile}` checks it in")
}

/// The place of a run that has something checked out.
pub(super) struct Slot {
    number: Option<u32>,
    _guard: Option<Guard>,
}

/// The journal of one API account.
pub(super) struct Journal<'w> {
    work: &'w Work<'w>,
    name: String,
}

impl<'w> Journal<'w> {
    /// Of the API account that the work is with.
    pub(super) fn of(work: &'w Work<'w>) -> Self {
        Self { work, name: format!("check-outs of {}", work.account.identity_key()) }
    }

    fn state(&self) -> &dyn Store {
        self.work.state
    }

    fn entries(&self) -> Vec<Entry> {
        read(self.state().read(&self.name).as_deref())
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Entry>)) -> Outcome {
        let mut change = Some(change);
        self.state().update(&self.name, &mut |old| {
            let mut entries = read(old.as_deref());
            if let Some(change) = change.take() {
                change(&mut entries);
            }
            (!entries.is_empty()).then(|| serde_json::to_vec(&entries).expect("texts and numbers are JSON"))
        })
    }

    fn lock_of(&self, slot: u32) -> Lock {
        self.state().try_lock(&format!("{} run {slot}", self.name))
    }

    /// Note that the account is about to be checked out.
    pub(super) fn begin(&self, account: &Account) -> Slot {
        let (number, guard) = match self.free_slot() {
            Ok((number, guard)) => (number, guard),
            Err(why) => {
                self.warn_of_none(&why);
                return Slot { number: None, _guard: None };
            }
        };
        let entry = Entry {
            id: account.id,
            name: account.name.clone(),
            profile: self.work.account.profile().map(str::to_owned),
            origin: self.work.account.url().origin().ascii_serialization(),
            pid: std::process::id(),
            checked_out_at: self.work.now(),
            slot: number,
        };
        if let Outcome::NotKept(why) = self.change(|entries| entries.push(entry)) {
            self.warn_of_none(&why);
        }
        Slot { number: Some(number), _guard: Some(guard) }
    }

    fn warn_of_none(&self, why: &str) {
        let what = "the check-out cannot be noted in the state folder, so nothing would name it after a kill";
        self.work.session.progress.warn(&format!("{what}: {why}"));
    }

    /// A place that no living run holds and no dead one has left something in.
    fn free_slot(&self) -> Result<(u32, Guard), String> {
        let taken: Vec<u32> = self.entries().iter().map(|entry| entry.slot).collect();
        for number in (0..MOST_RUNS).filter(|number| !taken.contains(number)) {
            match self.lock_of(number) {
                Lock::Held(guard) => return Ok((number, guard)),
                Lock::Busy => {}
                Lock::Unavailable(why) => return Err(why),
            }
        }
        Err(format!("{MOST_RUNS} runs of this account go on or were killed"))
    }

    /// It was checked in, or never checked out.
    pub(super) fn end(&self, slot: &Slot) {
        if let Some(number) = slot.number {
            let _ = self.change(|entries| entries.retain(|entry| entry.slot != number));
        }
    }

    /// What dead runs have left.
    fn left(&self) -> Vec<Entry> {
        self.entries().into_iter().filter(|entry| matches!(self.lock_of(entry.slot), Lock::Held(_))).collect()
    }
}

/// What killed runs may have left checked out.
pub(in super::super) fn left_open(work: &Work<'_>) -> Vec<Left> {
    Journal::of(work).left().into_iter().map(Entry::left).collect()
}

/// Name what killed runs may have left checked out to whoever uses the Vault, unless it is about to be checked in.
pub(in super::super) fn warn_of_left(work: &Work<'_>, operation: &Operation, ids: &[String]) {
    // A job has no path of its own.
    if !operation.path.is_empty() && !operation.path.starts_with(VAULT) {
        return;
    }
    let is_concerned = |entry: &Entry| operation.hears.is_some() && ids.iter().any(|id| *id == entry.id.to_string());
    for entry in Journal::of(work).left().into_iter().filter(|entry| !is_concerned(entry)) {
        let Left { what, hint } = entry.left();
        work.session.progress.warn(&format!("{what}; {hint}"));
    }
}

/// A check-in of its own ends what a killed run has left, also where the site knows nothing of it any more.
pub(in super::super) fn settle(work: &Work<'_>, request: &Request, fault: Option<&Fault>) {
    let mut segments = request.url.path_segments().into_iter().flatten().rev();
    let id = segments.nth(1).and_then(|id| id.parse::<u64>().ok());
    let (Some(id), true) = (id, fault.is_none_or(is_not_out)) else {
        return;
    };
    let journal = Journal::of(work);
    let left: Vec<Entry> = journal.left().into_iter().filter(|entry| entry.id == id).collect();
    if !left.is_empty() {
        let _ = journal.change(|entries| entries.retain(|entry| !left.contains(entry)));
    }
}

/// A journal that cannot be read is an empty one.
fn read(bytes: Option<&[u8]>) -> Vec<Entry> {
    bytes.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default()
}
