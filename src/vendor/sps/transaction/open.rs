//! How a transaction is opened: by itself on new boxes, by a request on all, and not while somebody else holds the lock.

use std::time::Duration;

use super::requests;
use super::status::Status;
use super::{Stage, Transaction};
use crate::failure::{Code, Failure};
use crate::http::{Fault, Refusal, Reply, Request};

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

impl Transaction<'_> {
    /// Open it, and see that the commit will have all that it needs.
    pub(super) async fn open(&self) -> Result<(), Fault> {
        let status = match self.begin().await? {
            Some(status) => Some(status),
            None => self.status().await?,
        };
        self.check_message(status.as_ref())
    }

    /// A message that the box wants is asked for before anything is written.
    pub(super) fn check_message(&self, status: Option<&Status>) -> Result<(), Fault> {
        let is_missing = self.wishes.message.is_none() && status.is_some_and(Status::wants_message);
        match is_missing && !self.wishes.leaves_open {
            true => Err(Failure::usage(format!("{}: the box wants a message with every commit", self.cannot()))
                .hint("`--commit-message TEXT` gives one")
                .into()),
            false => Ok(()),
        }
    }

    /// What the box says of the new transaction; nothing where it opens them by itself, or says nothing readable.
    pub(super) async fn begin(&self) -> Result<Option<Status>, Fault> {
        let request = requests::open(self.work.account.url())?;
        loop {
            let reply = self.send(&request).await.inspect_err(|fault| self.note_unheard(fault))?;
            match reply.status {
                _ if reply.is_html() => {
                    self.stage.set(Stage::Open);
                    return Err(self.fault_of(&request, &reply));
                }
                200..300 => {
                    self.stage.set(Stage::Open);
                    return Ok(Status::of(&reply));
                }
                404 | 405 => {
                    self.opens_itself.set(true);
                    return Ok(None);
                }
                409 | 423 => self.wait_for_lock(self.fault_of(&request, &reply)).await?,
                status => {
                    if status >= 500 {
                        self.stage.set(Stage::Open);
                    }
                    return Err(self.fault_of(&request, &reply));
                }
            }
        }
    }

    /// Without an answer the box may have done what it was asked for.
    pub(super) fn note_unheard(&self, fault: &Fault) {
        if matches!(fault, Fault::Unanswered { .. } | Fault::Garbled { .. }) {
            self.stage.set(Stage::Open);
        }
    }

    /// Whether the box has the transaction; nothing where it does not say.
    pub(super) async fn status(&self) -> Result<Option<Status>, Fault> {
        self.ask_status(requests::status(self.work.account.url())?).await
    }

    /// The same, also after the user wants to stop.
    pub(super) async fn last_status(&self) -> Result<Option<Status>, Fault> {
        self.ask_status(Request { tidies: true, ..requests::status(self.work.account.url())? }).await
    }

    async fn ask_status(&self, request: Request) -> Result<Option<Status>, Fault> {
        let reply = self.send(&request).await?;
        match reply.status {
            200..300 if !reply.is_html() => Ok(Status::of(&reply)),
            404 | 405 if !reply.is_html() => Ok(None),
            401 => Err(self.login_ended()),
            _ => Err(self.fault_of(&request, &reply)),
        }
    }

    /// Whether the box says that this login has none.
    pub(super) async fn is_closed(&self) -> bool {
        matches!(self.last_status().await, Ok(Some(status)) if !status.open)
    }

    /// Until the next attempt, or for good: somebody else holds the configuration.
    pub(super) async fn wait_for_lock(&self, refused: Fault) -> Result<(), Fault> {
        let waited = self.session.clock.ticks().saturating_sub(self.began);
        let pause = waited.clamp(FIRST_PAUSE, LONGEST_PAUSE);
        if waited + pause > self.wishes.patience {
            return Err(self.locked(refused));
        }
        self.session.progress.doing("waiting for somebody else to let go of the configuration");
        self.session.interrupt.race(self.session.clock.sleep(pause)).await
    }

    /// What an answer to a lock's refusal of a write comes to.
    pub(super) fn locked_by(&self, request: &Request, reply: &Reply) -> Fault {
        self.locked(self.fault_of(request, reply))
    }

    /// The box's own words, and the row of the contract that they belong to. Who holds it may be a run that was killed.
    fn locked(&self, refused: Fault) -> Fault {
        let Fault::Refused(refusal) = refused else { return refused };
        let waits = "`--lock-timeout SECS` waits until it is free";
        let hint = match self.journal.left().is_empty() {
            true => waits.to_owned(),
            false => format!("{waits}; `rmctl sps transaction status` shows what an earlier run may have left"),
        };
        Fault::Refused(Refusal { means: Some(Code::Conflict), hint: Some(hint), ..refusal })
    }
}
