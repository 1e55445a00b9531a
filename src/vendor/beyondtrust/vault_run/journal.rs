//! What runs note in the state folder before they check something out, so that a later one knows what a killed one has
//! left checked out. Never a secret.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Account;
use super::loan::is_not_out;
use crate::catalog::Operation;
use crate::http::{Fault, Request};
use crate::sought::quoted;
use crate::store::{Outcome, Runs, Slot};
use crate::workflow::{Left, Work};

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
    /// The number of the run's.
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

/// The journal of one API account.
pub(super) struct Journal<'w> {
    work: &'w Work<'w>,
    runs: Runs<'w, Vec<Entry>>,
}

impl<'w> Journal<'w> {
    /// Of the API account that the work is with.
    pub(super) fn of(work: &'w Work<'w>) -> Self {
        let name = format!("check-outs of {}", work.account.identity_key());
        Self { work, runs: Runs::of(work.state, name) }
    }

    /// Note that the account is about to be checked out. Without a slot it goes on unnoted.
    pub(super) fn begin(&self, account: &Account) -> Option<Slot> {
        // With the number of a dead run, its check-out would seem to be of a living one.
        let taken: Vec<u32> = self.runs.notes().iter().map(|entry| entry.slot).collect();
        let slot = self.runs.enter(&taken).inspect_err(|why| self.warn_of_none(why)).ok()?;
        let entry = Entry {
            id: account.id,
            name: account.name.clone(),
            profile: self.work.account.profile().map(str::to_owned),
            origin: self.work.account.url().origin().ascii_serialization(),
            pid: std::process::id(),
            checked_out_at: self.work.now(),
            slot: slot.number(),
        };
        if let Outcome::NotKept(why) = self.runs.change(|entries| entries.push(entry)) {
            self.warn_of_none(&why);
        }
        Some(slot)
    }

    fn warn_of_none(&self, why: &str) {
        let what = "the check-out cannot be noted in the state folder, so nothing would name it after a kill";
        self.work.session.progress.warn(&format!("{what}: {why}"));
    }

    /// It was checked in, or never checked out.
    pub(super) fn end(&self, slot: &Slot) {
        let _ = self.runs.change(|entries| entries.retain(|entry| entry.slot != slot.number()));
    }

    /// What dead runs have left.
    fn left(&self) -> Vec<Entry> {
        self.runs.notes().into_iter().filter(|entry| self.runs.is_over(entry.slot)).collect()
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
        let _ = journal.runs.change(|entries| entries.retain(|entry| !left.contains(entry)));
    }
}
