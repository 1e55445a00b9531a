//! Why a command ends early, and how faults of the network become failures of the command.

use crate::catalog::{Effect, Vendor};
use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::http::{Fault, Refusal, Signal};
use crate::output;

/// Why a command ends before it has done what was asked.
#[derive(Debug)]
pub(super) enum Stop {
    /// It failed.
    Failure(Box<Failure>),
    /// Nobody reads its output any more, which is no failure of a read.
    Closed,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(Box::new(failure))
    }
}

impl From<output::Error> for Stop {
    fn from(error: output::Error) -> Self {
        match error {
            output::Error::Stream(error) => error.into(),
            output::Error::Failure(failure) => Self::Failure(failure),
        }
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Failure::new(Code::Internal, format!("cannot write the result: {error}")).into(),
        }
    }
}

/// What was being done when the fault came.
#[derive(Clone, Copy)]
pub(super) struct Doing<'a> {
    /// As after "cannot": `list devices`.
    pub(super) what: &'a str,
    /// Whether the vendor's state may have changed.
    pub(super) effect: Effect,
    /// Whose state.
    pub(super) vendor: &'static Vendor,
    /// With which account.
    pub(super) account: &'a Account,
}

impl Doing<'_> {
    /// One sentence, a hint, and the row of the contract's table.
    pub(super) fn failed(&self, fault: Fault) -> Failure {
        let mut failure = match fault {
            Fault::Local(failure) => *failure,
            Fault::Interrupted(signal) => interrupted(signal),
            other => self.remote(other),
        };
        failure.vendor = Some(self.vendor.settings.key.to_owned());
        failure.profile = self.account.profile().map(str::to_owned);
        failure
    }

    fn remote(&self, fault: Fault) -> Failure {
        let code = code(&fault, self.effect);
        let told = match code {
            Code::OutcomeUnknown => "; the request may have been carried out",
            _ => "",
        };
        let mut failure = Failure::new(code, format!("cannot {}: {fault}{told}", self.what));
        failure.retryable = matches!(code, Code::RateLimited | Code::Network | Code::VendorError);
        failure.hint = self.hint(&fault, code);
        match fault {
            Fault::Refused(refusal) => describe(&mut failure, refusal),
            Fault::Garbled { status, .. } => failure.http_status = Some(status),
            Fault::WorkFailed(words) => failure.vendor_message = Some(words),
            Fault::Throttled(wait) => failure.retry_after = Some(wait.as_secs()),
            _ => {}
        }
        failure
    }

    fn hint(&self, fault: &Fault, code: Code) -> Option<String> {
        let profile = self.account.profile();
        match (code, fault) {
            (Code::OutcomeUnknown, _) => Some("look whether it happened before repeating it".to_owned()),
            (Code::Unauthenticated, _) => Some(match profile {
                Some(name) => format!("`rmctl auth login -p {name}` stores another secret"),
                None => format!("check the variables `RMCTL_{}_...`", self.vendor.settings.env),
            }),
            (Code::WaitFailed, Fault::WorkUnended(_)) => Some("`--wait SECS` waits longer".to_owned()),
            (Code::RateLimited, Fault::Throttled(wait)) => {
                Some(format!("`--max-retry-wait {}` waits for it", wait.as_secs() + 1))
            }
            (Code::Network, Fault::Unreached { .. }) => Some("`-vv` shows what is tried".to_owned()),
            (_, Fault::Garbled { .. }) => Some("`-vvv` shows the answer".to_owned()),
            _ => None,
        }
    }
}

fn describe(failure: &mut Failure, refusal: Refusal) {
    failure.http_status = Some(refusal.status);
    failure.vendor_code = refusal.code;
    failure.vendor_message = refusal.message;
    failure.request_id = refusal.request_id;
    failure.retry_after = refusal.retry_after.map(|wait| wait.as_secs());
}

/// The row of the contract's table.
pub(super) fn code(fault: &Fault, effect: Effect) -> Code {
    match fault {
        Fault::Unreached { .. } => Code::Network,
        Fault::Unanswered { .. } | Fault::Garbled { .. } if effect.is_change() => Code::OutcomeUnknown,
        Fault::Unanswered { .. } => Code::Network,
        Fault::Garbled { .. } => Code::VendorError,
        Fault::Refused(refusal) => refused(refusal.status),
        Fault::WorkFailed(_) | Fault::WorkUnended(_) => Code::WaitFailed,
        Fault::Throttled(_) => Code::RateLimited,
        Fault::Interrupted(Signal::Interrupt) => Code::Interrupted,
        Fault::Interrupted(Signal::Terminate) => Code::Terminated,
        Fault::Local(failure) => failure.code,
    }
}

fn refused(status: u16) -> Code {
    match status {
        401 => Code::Unauthenticated,
        403 => Code::Forbidden,
        404 | 410 => Code::NotFound,
        409 | 423 => Code::Conflict,
        429 => Code::RateLimited,
        // A refusal inside a 200, and whatever else is wrong with the request.
        200..300 | 400..500 => Code::Rejected,
        _ => Code::VendorError,
    }
}

/// The user ended it.
pub(super) fn interrupted(signal: Signal) -> Failure {
    match signal {
        Signal::Interrupt => Failure::new(Code::Interrupted, "interrupted"),
        Signal::Terminate => Failure::new(Code::Terminated, "terminated"),
    }
}

/// The user ended the wait for work that the vendor has accepted.
pub(super) fn left_alone(signal: Signal) -> Failure {
    let failure = interrupted(signal);
    Failure {
        message: format!("{}; the work was accepted and goes on", failure.message),
        ..failure
    }
}
