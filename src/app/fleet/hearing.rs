//! What is heard of each account while all are asked: how much came, and what failed.

use super::super::accounts::Chosen;
use super::super::context::{Context, Opened};
use super::super::items;
use super::super::list::{cut_short, incomplete};
use super::super::operation::what;
use super::super::stop::Doing;
use crate::catalog::Effect;
use crate::failure::{Code, Failure};
use crate::fleet::{Loss, Why};
use crate::session::Progress as _;

/// The profile of an account that the environment alone configures.
const ENVIRONMENT: &str = "environment";

/// What became of one account.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct Account {
    /// The key of its vendor.
    pub(in crate::app) vendor: &'static str,
    /// The profile, as its records name it.
    pub(in crate::app) profile: String,
    /// Records that came.
    pub(in crate::app) found: usize,
    /// What failed, in the order in which it did. What is not listed here came whole.
    pub(in crate::app) failures: Vec<Failure>,
}

/// What became of all of them, in the order of the configuration.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::app) struct Outcome {
    /// One for each account that took part.
    pub(in crate::app) accounts: Vec<Account>,
}

impl Outcome {
    /// One failure for the whole: that of all accounts where all failed alike, partial otherwise.
    pub(in crate::app) fn verdict(&self) -> Result<(), Failure> {
        let failed = self.accounts.iter().filter_map(|account| Some((self.label(account), account.failure()?)));
        let failures: Vec<(String, Failure)> = failed.collect();
        if let Some((_, interrupted)) = failures.iter().find(|(_, failure)| failure.code >= Code::Interrupted) {
            return Err(interrupted.clone());
        }
        let count = self.accounts.len();
        items::verdict(failures, count).map_err(|failure| match count {
            1 => failure,
            _ => Failure { vendor: None, profile: None, http_status: None, hint: None, ..failure },
        })
    }

    /// Whether no account has answered anything.
    pub(super) fn is_nothing(&self) -> bool {
        self.accounts.iter().all(|account| account.found == 0 && !account.failures.is_empty())
    }

    /// The profile; where several accounts call it the same, the vendor says more.
    fn label(&self, account: &Account) -> String {
        let namesakes = self.accounts.iter().filter(|other| other.profile == account.profile).count();
        if namesakes == 1 { account.profile.clone() } else { account.vendor.to_owned() }
    }
}

impl Account {
    /// The failure that speaks for the account. What came before it makes it a partial one.
    fn failure(&self) -> Option<Failure> {
        let first = self.failures.first()?;
        let alone = self.found == 0 || first.code >= Code::Interrupted;
        Some(Failure { code: if alone { first.code } else { Code::Partial }, ..first.clone() })
    }
}

pub(super) struct Hearing<'c> {
    context: &'c Context<'c>,
    outcome: Outcome,
    is_strict: bool,
}

impl<'c> Hearing<'c> {
    pub(super) fn of(context: &'c Context<'c>, chosen: &[Chosen], is_strict: bool) -> Self {
        let account = |(vendor, profile): &Chosen| {
            let unnamed = if context.sandbox.is_some() { "sandbox" } else { ENVIRONMENT };
            let profile = profile.clone().unwrap_or_else(|| unnamed.to_owned());
            Account { vendor: vendor.settings.key, profile, found: 0, failures: Vec::new() }
        };
        Self { context, outcome: Outcome { accounts: chosen.iter().map(account).collect() }, is_strict }
    }

    pub(super) fn profile(&self, number: usize) -> String {
        self.outcome.accounts[number].profile.clone()
    }

    pub(super) fn found(&mut self, number: usize, count: usize) {
        self.outcome.accounts[number].found += count;
        let all: usize = self.outcome.accounts.iter().map(|account| account.found).sum();
        self.context.reporter.doing(&format!("gathering: {all}"));
    }

    pub(super) fn lost(&mut self, number: usize, opened: &Opened, loss: Loss) {
        let what = what(loss.row);
        let doing = self.context.doing(opened, &what, Effect::Read);
        self.failed(number, failure(&doing, loss));
    }

    /// The same words about the same account are said once.
    pub(super) fn failed(&mut self, number: usize, failure: Failure) {
        let count = self.outcome.accounts.len();
        let account = &mut self.outcome.accounts[number];
        if account.failures.iter().any(|known| known.message == failure.message) {
            return;
        }
        // Of one account, where nothing else is printed, or to a program that reads one object, the failure of the
        // command says it.
        let is_told = self.is_strict || self.context.reporter.is_for_programs();
        if count > 1 && !is_told && failure.code < Code::Interrupted {
            let reporter = &self.context.reporter;
            reporter.warn(&format!("profile `{}` of {}: {}", account.profile, account.vendor, failure.message));
            if let Some(hint) = &failure.hint {
                reporter.tell(&format!("hint: {hint}"));
            }
        }
        account.failures.push(failure);
    }

    pub(super) fn end(self) -> Outcome {
        self.outcome
    }
}

pub(in crate::app) fn failure(doing: &Doing<'_>, loss: Loss) -> Failure {
    let scope = loss.row.scope;
    let failure = match (loss.why, loss.fetched) {
        (Why::Short(shortfall), _) => incomplete(doing, doing.what, &shortfall),
        (Why::Fault(fault), 0) => doing.failed(fault),
        (Why::Fault(fault), fetched) => cut_short(doing, doing.what, fault, fetched, loss.total),
    };
    match (failure.code, scope, &failure.hint) {
        (Code::Forbidden, Some(scope), None) => failure.hint(format!("this needs scope `{scope}`")),
        _ => failure,
    }
}
