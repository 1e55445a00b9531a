//! Transactions that outlive a command: left open by `--no-commit`, taken up by the next, and in the way of all others.

use secrecy::ExposeSecret as _;

use super::journal::{Journal, Kept};
use super::status::Status;
use super::wishes::Wishes;
use super::{Stage, Transaction, requests};
use crate::failure::{Code, Failure};
use crate::http::{Fault, Request};
use crate::workflow::Work;

const WAYS: &str = "`rmctl sps transaction changes` shows it, `commit` or `rollback` ends it; `--no-commit` adds to it";

impl<'w> Transaction<'w> {
    /// The transaction for a change: a new one, or the one that was left open where this change is to join it.
    pub(super) async fn start(work: &'w Work<'w>, wishes: Wishes) -> Result<Self, Fault> {
        let journal = Journal::of(work);
        let turn = match wishes.leaves_open || journal.kept().is_some() {
            true => journal.turn().await?,
            false => None,
        };
        if let Some(kept) = journal.kept() {
            let old = Self::taken_up(work, &kept, wishes.clone()).await?;
            match (old.is_alive().await?, wishes.leaves_open) {
                (true, true) => return Ok(Self { _turn: turn, ..old }),
                (true, false) => return Err(in_the_way(&kept)),
                (false, _) => old.mourn(),
            }
        }
        let own = work.office.own(None).await?;
        Ok(Self { _turn: turn, ..Self::new(work, own, wishes) }.entered())
    }

    /// The one that was left open, whether or not the box still has it.
    pub(super) async fn taken_up(work: &'w Work<'w>, kept: &Kept, wishes: Wishes) -> Result<Self, Fault> {
        let own = work.office.own(Some(kept.grant())).await?;
        let transaction = Self { joined: true, ..Self::new(work, own, wishes) };
        transaction.stage.set(Stage::Open);
        Ok(transaction)
    }

    /// Written down before anything is sent, with a word about what earlier runs have left.
    fn entered(mut self) -> Self {
        let (slot, news) = self.journal.begin();
        self.slot = slot;
        for entry in news {
            self.session.progress.warn(&entry.words());
        }
        self
    }

    /// Whether the box still has it.
    pub(super) async fn is_alive(&self) -> Result<bool, Fault> {
        let request = Request { tidies: true, ..requests::status(self.work.account.url())? };
        let reply = self.send(&request).await?;
        match reply.status {
            401 => Ok(false),
            // A box that has no such resource has transactions all the same.
            404 | 405 if !reply.is_html() => Ok(self.joined),
            200..300 if !reply.is_html() => Ok(Status::of(&reply).is_none_or(|status| status.open)),
            _ => Err(self.fault_of(&request, &reply)),
        }
    }

    /// No later command takes it up.
    pub(super) fn forget(&self) {
        if let Some(grant) = self.grants.held() {
            self.journal.forget(&grant);
        }
    }

    /// It ended while nobody looked.
    pub(super) fn mourn(&self) {
        self.forget();
        self.stage.set(Stage::Over);
        self.session.progress.warn("the transaction that was left open has ended, and what was in it is lost");
    }

    /// A new transaction whose login is kept before anything is written in it.
    pub(super) fn keep(&self) -> Result<(), Fault> {
        if self.joined || !self.wishes.leaves_open {
            return Ok(());
        }
        let grant = self.grants.held().filter(|grant| !grant.token.expose_secret().is_empty());
        let grant = grant.ok_or_else(|| Failure::new(Code::Internal, "a transaction without a login"))?;
        self.journal.keep(&grant, self.ends_at())?;
        Ok(())
    }

    /// Leave it open, and say how to go on.
    pub(super) fn leave_open(&self) {
        let until = match self.ends_at() {
            Some(end) => {
                self.journal.keep_until(end);
                format!(", and ends at {} if nobody uses it", super::journal::time(end))
            }
            None => String::new(),
        };
        self.session.progress.tell(&format!(
            "nothing is committed: the transaction stays open{until}; \
             `rmctl sps transaction commit` or `rollback` ends it, and `changes` shows it"
        ));
    }

    /// What a failed command means for a transaction that others have opened: it stays, unless it is gone.
    pub(super) async fn undone_joined(&self, fault: Fault) -> Fault {
        let ending = match self.is_alive().await {
            Ok(false) => {
                self.forget();
                self.stage.set(Stage::Over);
                "the transaction that was left open has ended, and nothing of it is changed"
            }
            _ => "the transaction that was left open stays so; `rmctl sps transaction changes` shows what is in it",
        };
        Fault::Undone(Box::new(fault), ending.to_owned())
    }
}

/// An ordinary change would wait for a lock that is our own.
fn in_the_way(kept: &Kept) -> Fault {
    let since = super::journal::time(kept.opened_at);
    Failure::new(
        Code::Conflict,
        format!("`--no-commit` has left a transaction open at {since}, and this is no part of it"),
    )
    .hint(WAYS)
    .into()
}
