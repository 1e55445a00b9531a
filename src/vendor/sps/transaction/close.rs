//! How a transaction ends: reviewed and committed, or rolled back.

use std::time::Duration;

use jiff::Timestamp;

use super::changes;
use super::requests;
use super::status::Status;
use super::{Stage, Transaction};
use crate::dialect::garbled;
use crate::failure::{Code, Failure};
use crate::http::{Fault, Reply, Request, in_words};

/// Tries to roll back; a person waits, and has pressed Ctrl-C perhaps.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_ROLLBACK: Duration = Duration::from_secs(30);
const LONGEST_LOGOUT: Duration = Duration::from_secs(5);

/// What became of a transaction that was not to be committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ending {
    /// The box dropped it.
    RolledBack,
    /// The box has none: it ended with its login, or by itself.
    Gone,
    /// Nobody knows, and why.
    Unknown(String),
}

impl Transaction<'_> {
    /// Show what would change, and commit it or leave it open.
    pub(super) async fn close(&self) -> Result<(), Fault> {
        if self.written.borrow().count == 0 && !self.joined {
            return self.close_unused().await;
        }
        self.review().await?;
        match self.wishes.leaves_open {
            true => {
                self.leave_open();
                Ok(())
            }
            false => self.commit().await,
        }
    }

    /// Nothing was changed: there is nothing to commit.
    async fn close_unused(&self) -> Result<(), Fault> {
        let ending = match self.stage.get() {
            Stage::Open => self.roll_back().await,
            _ => Ending::Gone,
        };
        if let Ending::Unknown(_) = ending {
            self.session.progress.warn(&self.told(&ending));
        }
        self.over(&ending);
        Ok(())
    }

    /// What the commit would change, for people.
    pub(super) async fn review(&self) -> Result<(), Fault> {
        for change in self.pending().await? {
            self.session.progress.tell(&changes::line(&change));
        }
        Ok(())
    }

    /// The pending changes, as the box sends them. Not every version has the list.
    pub(super) async fn pending(&self) -> Result<Vec<serde_json::Value>, Fault> {
        let request = requests::changes(self.work.account.url())?;
        let reply = self.send(&request).await?;
        match reply.status {
            401 => Err(self.login_ended()),
            200..300 if !reply.is_html() => Ok(changes::records(&reply)?),
            404 | 405 if !reply.is_html() => Ok(Vec::new()),
            _ => Err(self.fault_of(&request, &reply)),
        }
    }

    pub(super) async fn commit(&self) -> Result<(), Fault> {
        let request = requests::commit(self.work.account.url(), self.wishes.message.as_deref())?;
        match self.send(&request).await {
            Ok(reply) if is_committed(&reply) => {
                self.stage.set(Stage::Over);
                Ok(())
            }
            Ok(reply) if reply.status == 401 => Err(self.login_ended()),
            Ok(reply) if reply.is_success() && !reply.is_html() => {
                self.after_unheard_commit(garbled(&request, &reply, "it does not say that it is committed")).await
            }
            Ok(reply) if (400..500).contains(&reply.status) && !reply.is_html() => Err(self.fault_of(&request, &reply)),
            Ok(reply) => self.after_unheard_commit(self.fault_of(&request, &reply)).await,
            Err(fault @ (Fault::Unanswered { .. } | Fault::Garbled { .. })) => self.after_unheard_commit(fault).await,
            Err(fault) => Err(fault),
        }
    }

    /// The box may have committed or not: it is asked, in the same login where there still is one.
    async fn after_unheard_commit(&self, fault: Fault) -> Result<(), Fault> {
        let looked = self.look_again().await;
        match looked {
            Ok(Some(true)) => Err(fault),
            Ok(Some(false)) if !matches!(fault, Fault::Refused(_)) => self.found_committed(&fault),
            Ok(_) | Err(_) if self.is_seen_outside().await => self.found_committed(&fault),
            Ok(_) => {
                self.stage.set(Stage::Over);
                Err(self.unknown(&fault, "the transaction has ended since: it was committed or dropped"))
            }
            Err(looking) => {
                let lease = self.give_up().await;
                let words = format!("how that ended could not be asked ({looking}): it may or may not be committed");
                Err(self.unknown(&fault, &format!("{words}{lease}")))
            }
        }
    }

    /// Where it was not committed, nobody shall wait for it; unless it is the user's, who may still see what became of it.
    async fn give_up(&self) -> String {
        if self.joined {
            self.stage.set(Stage::Over);
            return "; `rmctl sps transaction status` asks again".to_owned();
        }
        let ending = self.roll_back().await;
        self.over(&ending);
        match ending {
            Ending::Unknown(_) => self.lease(),
            _ => String::new(),
        }
    }

    /// Whether it is still open, asked more than once: boxes restart services at a commit.
    async fn look_again(&self) -> Result<Option<bool>, Fault> {
        let mut pause = PAUSE;
        let mut tries = 1;
        loop {
            match self.last_status().await {
                Ok(status) => return Ok(status.map(|status| status.open)),
                Err(fault @ Fault::Local(_)) => return Err(fault),
                Err(fault) if tries == TRIES => return Err(fault),
                Err(_) => self.session.clock.sleep(pause).await,
            }
            tries += 1;
            pause *= 2;
        }
    }

    fn found_committed(&self, fault: &Fault) -> Result<(), Fault> {
        self.stage.set(Stage::Over);
        self.session.progress.warn(&format!("the commit met this: {fault}; the box has carried it out"));
        Ok(())
    }

    fn unknown(&self, fault: &Fault, what: &str) -> Fault {
        let message = format!("{}: the commit met this: {fault}; {what}", self.cannot());
        let failure = Failure::new(Code::OutcomeUnknown, message);
        let status = match fault {
            Fault::Refused(refusal) => Some(refusal.status),
            Fault::Garbled { status, .. } => Some(*status),
            _ => None,
        };
        Failure { http_status: status, ..failure.hint("look whether it happened before repeating it") }.into()
    }

    /// End what may be open, and say so in the fault that made it necessary.
    pub(super) async fn undone(&self, fault: Fault) -> Fault {
        if self.stage.get() != Stage::Open {
            return fault;
        }
        if self.joined {
            return self.undone_joined(fault).await;
        }
        let ending = self.roll_back().await;
        self.over(&ending);
        Fault::Undone(Box::new(fault), self.told(&ending))
    }

    /// Not of use any more; what may still be open stays in the journal.
    fn over(&self, ending: &Ending) {
        self.stage.set(Stage::Over);
        match ending {
            Ending::Unknown(_) => self.lost.set(true),
            Ending::RolledBack | Ending::Gone if self.wishes.leaves_open => self.forget(),
            Ending::RolledBack | Ending::Gone => {}
        }
    }

    pub(super) async fn roll_back(&self) -> Ending {
        let late = || Ending::Unknown(format!("no answer within {}", in_words(LONGEST_ROLLBACK)));
        let ending = tokio::time::timeout(LONGEST_ROLLBACK, self.try_to_roll_back()).await.unwrap_or_else(|_| late());
        match ending {
            // It ends with its login, too.
            Ending::Unknown(_) if self.has_logged_out().await => Ending::Gone,
            ending => ending,
        }
    }

    /// Whether the login could be ended, and the box says so: not every box has a way.
    async fn has_logged_out(&self) -> bool {
        self.log_out().await;
        matches!(tokio::time::timeout(LONGEST_LOGOUT, self.is_alive()).await, Ok(Ok(false)))
    }

    async fn log_out(&self) {
        let Some(grant) = self.grants.held().filter(|_| !self.logged_out.replace(true)) else { return };
        let logout = self.authenticator.logout(&*self.session.transport, &grant);
        // Whatever becomes of it, the login ends by itself.
        let _ = tokio::time::timeout(LONGEST_LOGOUT, logout).await;
    }

    async fn try_to_roll_back(&self) -> Ending {
        let mut pause = PAUSE;
        let mut tries = 1;
        loop {
            let cause = match self.try_once().await {
                Ok(ending) => return ending,
                Err(cause) => cause,
            };
            if tries == TRIES {
                return Ending::Unknown(cause);
            }
            self.session.clock.sleep(pause).await;
            tries += 1;
            pause *= 2;
        }
    }

    async fn try_once(&self) -> Result<Ending, String> {
        let request: Request = requests::rollback(self.work.account.url()).map_err(|failure| failure.message)?;
        let reply = self.send(&request).await.map_err(|fault| fault.to_string())?;
        match reply.status {
            _ if reply.is_html() => {}
            401 => return Ok(Ending::Gone),
            200..300 if self.has_closed(&reply).await? => return Ok(Ending::RolledBack),
            200..300 => return Err("the box says that it is still open".to_owned()),
            400..500 if self.is_closed().await => return Ok(Ending::Gone),
            _ => {}
        }
        Err(self.fault_of(&request, &reply).to_string())
    }

    /// An answer that does not say it is no proof: the box is asked.
    async fn has_closed(&self, reply: &Reply) -> Result<bool, String> {
        match Status::of(reply) {
            Some(status) => Ok(!status.open),
            None => Ok(!self.is_alive().await.map_err(|fault| fault.to_string())?),
        }
    }

    /// What became of it, as half a sentence.
    fn told(&self, ending: &Ending) -> String {
        match ending {
            Ending::RolledBack => "the transaction was rolled back, and nothing is changed".to_owned(),
            Ending::Gone => "no transaction is open, and nothing is changed".to_owned(),
            Ending::Unknown(cause) => {
                format!("nothing is committed, and the transaction could not be rolled back ({cause}){}", self.lease())
            }
        }
    }

    /// How long a transaction that nobody ended may stay.
    pub(super) fn lease(&self) -> String {
        let Some(lasts) = self.lasts.get() else {
            return "; it may stay open until the box ends its login".to_owned();
        };
        let end = Timestamp::try_from(self.used.get() + lasts).map(|end| end.strftime("%H:%M:%S UTC").to_string());
        let at = end.map(|end| format!(", at {end}")).unwrap_or_default();
        format!("; it may stay open for {}{at} at the latest", in_words(lasts))
    }

    /// Close the journal, and the login, which served this transaction alone; unless it was left open.
    pub(super) async fn leave(&self) {
        match &self.slot {
            Some(slot) if self.lost.get() => self.journal.abandon(slot),
            Some(slot) => self.journal.end(slot),
            None => {}
        }
        if self.stage.get() != Stage::Open {
            self.log_out().await;
        }
    }
}

fn is_committed(reply: &Reply) -> bool {
    reply.is_success() && Status::of(reply).is_some_and(|status| !status.open)
}
