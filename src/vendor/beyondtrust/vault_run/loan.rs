//! One check-out and the check-in that belongs to it.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Map, Value};

use super::super::vault::{CHECK_IN, CHECK_OUT};
use super::Account;
use super::journal::{Journal, command};
use crate::dialect::Answer;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::store::Slot;
use crate::workflow::Work;

/// Members of an answer that are secrets, in the order in which they are taken.
const SECRETS: [&str; 3] = ["password", "private_key", "token"];
/// How often a check-in is tried that found no answer.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_secs(1);

/// What the site lent.
pub(super) struct Lent(Map<String, Value>);

impl Lent {
    /// One member, or the first secret that there is.
    pub(super) fn secret(&self, member: Option<&str>, account: &str) -> Result<SecretString, Failure> {
        let text = |name: &str| self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let found = match member {
            Some(name) => text(name),
            None => SECRETS.iter().find_map(|name| text(name)),
        };
        found.map(SecretString::from).ok_or_else(|| {
            let what = member.unwrap_or("secret");
            let there: Vec<String> = self.0.keys().map(|name| format!("`{name}`")).collect();
            let there = if there.is_empty() { "nothing".to_owned() } else { there.join(", ") };
            Failure::new(Code::NotFound, format!("the site lent no `{what}` of Vault account `{account}`, but {there}"))
        })
    }
}

/// A check-out, noted before it is made.
pub(super) struct Loan<'w> {
    work: &'w Work<'w>,
    account: &'w Account,
    journal: Journal<'w>,
    slot: Option<Slot>,
}

impl<'w> Loan<'w> {
    pub(super) fn begin(work: &'w Work<'w>, account: &'w Account) -> Self {
        let journal = Journal::of(work);
        let slot = journal.begin(account);
        Self { work, account, journal, slot }
    }

    /// Where it fails, nothing is lent, or it is given back.
    pub(super) async fn check_out(&self) -> Result<Lent, Fault> {
        let fault = match self.asked_for().await {
            Ok(lent) => return Ok(lent),
            Err(fault) => fault,
        };
        if !may_have_happened(&fault) {
            self.strike_out();
            return Err(fault);
        }
        match self.check_in().await {
            Err(refused) if is_not_out(&refused) => {
                self.strike_out();
                Err(Fault::Undone(Box::new(fault), "the account is not checked out".to_owned()))
            }
            checked_in => Err(self.undone(fault, checked_in)),
        }
    }

    async fn asked_for(&self) -> Result<Lent, Fault> {
        let request = check_out(self.work, self.account)?;
        let answer = self.work.session.ask(&request).await?;
        let garbled = |cause: &str| Fault::Garbled {
            host: request.url.host_str().unwrap_or_default().to_owned(),
            status: 200,
            cause: cause.to_owned(),
        };
        let Answer::Page(page) = answer else {
            return Err(garbled("it is no account that was lent"));
        };
        let record = page.records.first().and_then(|record| record.parse().ok());
        let Some(Value::Object(lent)) = record else {
            return Err(garbled("it holds nothing that was lent"));
        };
        let secrets = SECRETS.iter().filter_map(|name| lent.get(*name)?.as_str());
        secrets.for_each(|secret| self.work.redactor.learn(secret));
        Ok(Lent(lent))
    }

    /// Goes on whatever the user presses. An answer that was lost is looked for by the same request again.
    pub(super) async fn check_in(&self) -> Result<(), Fault> {
        let request = check_in(self.work, self.account)?;
        let mut pause = PAUSE;
        for number in 1.. {
            match self.work.session.ask(&request).await {
                Ok(_) => break,
                // The one before was heard, though its answer was not.
                Err(fault) if number > 1 && is_not_out(&fault) => break,
                Err(fault) if number == TRIES || !may_have_happened(&fault) => return Err(fault),
                Err(_) => {}
            }
            self.work.session.clock.sleep(pause).await;
            pause *= 2;
        }
        self.strike_out();
        Ok(())
    }

    /// No later run has to know of it.
    fn strike_out(&self) {
        if let Some(slot) = &self.slot {
            self.journal.end(slot);
        }
    }

    /// What went wrong, and what became of the account.
    pub(super) fn undone(&self, fault: Fault, checked_in: Result<(), Fault>) -> Fault {
        match checked_in {
            Ok(()) => Fault::Undone(Box::new(fault), "the account was checked in".to_owned()),
            Err(other) => {
                let failure = self.not_in(&other);
                Failure { message: format!("{fault}; {}", failure.message), ..failure }.into()
            }
        }
    }

    /// Why it is still lent, and how that ends.
    pub(super) fn not_in(&self, fault: &Fault) -> Failure {
        let Account { id, name, .. } = self.account;
        let mut failure = Failure::new(
            Code::OutcomeUnknown,
            format!("Vault account `{name}` ({id}) could not be checked in: {fault}"),
        );
        if let Fault::Refused(refusal) = fault {
            failure.http_status = Some(refusal.status);
            failure.vendor_message.clone_from(&refusal.message);
        }
        failure.hint(command(*id, self.work.account.profile()))
    }
}

/// The request that lends.
pub(super) fn check_out(work: &Work<'_>, account: &Account) -> Result<Request, Fault> {
    work.plan(&CHECK_OUT, &Given::default().with("id", account.id))
}

/// The request that gives back.
pub(super) fn check_in(work: &Work<'_>, account: &Account) -> Result<Request, Fault> {
    let request = work.plan(&CHECK_IN, &Given::default().with("id", account.id))?;
    Ok(Request { tidies: true, ..request })
}

fn may_have_happened(fault: &Fault) -> bool {
    matches!(fault, Fault::Unanswered { .. } | Fault::Garbled { .. })
}

/// The site says of this check-in that there is nothing to check in.
pub(super) fn is_not_out(fault: &Fault) -> bool {
    matches!(fault, Fault::Refused(refusal) if matches!(refusal.status, 400 | 404 | 409 | 410 | 422))
}
