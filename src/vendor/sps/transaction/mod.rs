//! Changes that are committed together or not at all: open, write, read again, review, commit. Whatever goes wrong in
//! between, the transaction is ended, and what is said of it is true.

mod changes;
mod close;
mod commands;
mod journal;
mod keeping;
mod open;
mod requests;
mod status;
#[cfg(test)]
mod tests;
mod verify;
mod wishes;
mod write;

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::FutureExt as _;

use crate::auth::{Authenticator, Grants};
use crate::catalog::{Effect, Transactions, Undone};
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Reply, Request, Transport};
use crate::session::Session;
use crate::store::{Guard, Slot};
use crate::surroundings::LocalFuture;
use crate::workflow::{Left, Own, Work};
use close::Ending;
pub(super) use commands::GROUP;
use journal::Journal;
use wishes::Wishes;
use write::Written;

/// How the runner makes changes.
pub(super) const TRANSACTIONS: Transactions = Transactions {
    concern: is_concerned,
    own: |path| path.trim_end_matches('/') == requests::PATH,
    instead: "any change takes `--no-commit`, and `rmctl sps transaction commit` or `rollback` ends what that leaves open",
    arguments: wishes::ARGUMENTS,
    steps: |account, given, requests| {
        let wishes = Wishes::of(given)?;
        let mut steps = vec![requests::open(account.url())?];
        steps.extend(requests);
        if !wishes.leaves_open {
            steps.push(requests::commit(account.url(), wishes.message.as_deref())?);
        }
        Ok(steps)
    },
    carry_out: |work, given, requests| {
        Box::pin(within(work, given, async |transaction| {
            let mut replies = Vec::new();
            for (at, request) in requests.iter().enumerate() {
                let reply = transaction.write(request).await;
                replies.push(reply.map_err(|fault| Undone { at: Some(at), fault })?);
            }
            Ok(replies)
        }))
    },
};

/// What below the API is changed in transactions.
fn is_concerned(path: &str) -> bool {
    const CLUSTER: [&str; 4] = ["promote", "nodes", "join_request", "configuration_sync_plugin"];
    let cluster = path.strip_prefix("/api/cluster/").and_then(|rest| rest.split('/').next());
    let rest = path.strip_prefix(CONFIGURATION);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        || cluster.is_some_and(|first| CLUSTER.contains(&first))
}

const CONFIGURATION: &str = "/api/configuration";

/// How far a transaction has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The box cannot have one.
    Unopened,
    /// The box has one, or may have.
    Open,
    /// It has ended, or nobody can say how.
    Over,
}

/// An open transaction, and the login that it belongs to.
pub(super) struct Transaction<'w> {
    work: &'w Work<'w>,
    session: Session,
    grants: Rc<Grants>,
    authenticator: Rc<dyn Authenticator>,
    wishes: Wishes,
    stage: Cell<Stage>,
    /// The box opens transactions at the first write alone.
    opens_itself: Cell<bool>,
    written: RefCell<Written>,
    /// How long the login lasts if it is not used, and when it was used last.
    lasts: Cell<Option<Duration>>,
    used: Cell<SystemTime>,
    began: Duration,
    journal: Journal<'w>,
    /// The run's place in the journal; a transaction that was left open has one of its own.
    slot: Option<Slot>,
    /// What the journal says of the end.
    noted: Cell<Option<i64>>,
    logged_out: Cell<bool>,
    /// Its end could not be had, or not be heard.
    lost: Cell<bool>,
    /// Another command has opened it and left it open.
    joined: bool,
    /// While it is held, no other command uses the transaction that was left open.
    _turn: Option<Guard>,
}

/// Open a transaction, make changes, and commit them; whatever goes wrong, nothing of them stays.
pub(super) async fn within<T>(
    work: &Work<'_>,
    given: &Given,
    changes: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, Undone>,
) -> Result<T, Undone> {
    work.check_writable(Effect::Write)?;
    if work.dry_run {
        return Err(Fault::from(Failure::new(Code::Internal, "a dry run opens no transaction")).into());
    }
    let wishes = Wishes::of(given).map_err(Fault::from)?;
    let transaction = Transaction::start(work, wishes).await?;
    let carried_out = AssertUnwindSafe(transaction.carry_out(changes)).catch_unwind().await;
    let outcome = match carried_out {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(Undone { at, fault })) => Err(Undone { at, fault: transaction.undone(fault).await }),
        Err(panic) => {
            transaction.undone(Failure::new(Code::Internal, "a panic").into()).await;
            transaction.leave().await;
            resume_unwind(panic)
        }
    };
    transaction.leave().await;
    outcome
}

/// Whether an earlier command has left a transaction open.
pub(super) fn is_left_open(work: &Work<'_>) -> bool {
    Journal::of(work).kept().is_some()
}

/// What killed runs may have left open at the box, and what `--no-commit` left open on purpose.
pub(super) fn left_open(work: &Work<'_>) -> Vec<Left> {
    let journal = Journal::of(work);
    let profile = work.account.profile().map(|profile| format!(" -p {profile}")).unwrap_or_default();
    let kept = journal.kept().map(|kept| Left {
        what: format!("`--no-commit` left a transaction open at {}", journal::time(kept.opened_at)),
        hint: format!("`rmctl sps transaction commit{profile}` or `rmctl sps transaction rollback{profile}` ends it"),
    });
    let hint = format!("`rmctl sps transaction status{profile}` shows it");
    let killed = journal.left().into_iter().map(|entry| Left { what: entry.words(), hint: hint.clone() });
    kept.into_iter().chain(killed).collect()
}

impl<'w> Transaction<'w> {
    fn new(work: &'w Work<'w>, own: Own, wishes: Wishes) -> Self {
        let now = work.session.clock.now();
        let transport = Box::new(Bound(own.session.transport));
        Self {
            work,
            session: Session { transport, ..own.session },
            grants: own.grants,
            authenticator: own.authenticator,
            wishes,
            stage: Cell::new(Stage::Unopened),
            opens_itself: Cell::default(),
            written: RefCell::default(),
            lasts: Cell::default(),
            used: Cell::new(now),
            began: work.session.clock.ticks(),
            journal: Journal::of(work),
            slot: None,
            noted: Cell::default(),
            logged_out: Cell::default(),
            lost: Cell::default(),
            joined: false,
            _turn: None,
        }
    }

    /// The conversation in which the transaction's own changes are seen.
    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    async fn carry_out<T>(
        &self,
        changes: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, Undone>,
    ) -> Result<T, Undone> {
        if !self.joined {
            self.open().await?;
            self.keep()?;
        }
        let result = changes(self).await?;
        self.close().await?;
        Ok(result)
    }

    /// One request in the login of the transaction.
    async fn send(&self, request: &Request) -> Result<Reply, Fault> {
        let reply = self.session.send(request).await?;
        self.used.set(self.session.clock.now());
        if let Some(lasts) = status::remaining(&reply) {
            self.lasts.set(Some(lasts));
        }
        self.note_end();
        Ok(reply)
    }

    /// When the box drops it if it is not used any more, in seconds since 1970.
    fn ends_at(&self) -> Option<i64> {
        let end = (self.used.get() + self.lasts.get()?).duration_since(UNIX_EPOCH).ok()?;
        end.as_secs().try_into().ok()
    }

    /// A later run must not take for over what may still be open.
    fn note_end(&self) {
        if let (Some(slot), Some(end)) = (&self.slot, self.ends_at())
            && self.journal.extend(slot, self.noted.get(), end)
        {
            self.noted.set(Some(end));
        }
    }

    /// What a reply that is no success, or no answer of a box, comes to.
    fn fault_of(&self, request: &Request, reply: &Reply) -> Fault {
        match self.session.read(request, reply) {
            Err(fault) => fault,
            Ok(_) => crate::dialect::garbled(request, reply, "it is no answer of the box"),
        }
    }

    /// The login ended in the middle.
    fn login_ended(&self) -> Fault {
        let message = format!("{}: 401: the box ended the login of the transaction", self.cannot());
        let failure = Failure::new(Code::Unauthenticated, message).hint("the same command logs in anew");
        Failure { http_status: Some(401), retryable: true, ..failure }.into()
    }

    /// `cannot create a connection`.
    fn cannot(&self) -> String {
        let about = self.work.operation.map_or("Change the configuration", |operation| operation.about);
        let mut letters = about.chars();
        let first = letters.next().into_iter().flat_map(char::to_lowercase);
        format!("cannot {}", first.chain(letters).collect::<String>())
    }
}

/// Sends everything with the login that is there: with another one it would be outside of the transaction.
struct Bound(Box<dyn Transport>);

impl Transport for Bound {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        Box::pin(async move { self.0.send(&Request { bound: true, ..request.clone() }).await })
    }
}
