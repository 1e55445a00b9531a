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
    /// The program that it ran has ended so, which is its own exit code; everything was said.
    Exited(u8),
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
            Fault::Abandoned(signal) => {
                let message = format!("interrupted while waiting to {}; the work was accepted and goes on", self.what);
                Failure { message, ..interrupted(signal) }
            }
            Fault::Undone(fault, ending) => {
                // Nothing of it stays: it is as if it had only been read.
                let failure = Self { effect: Effect::Read, ..*self }.failed(*fault);
                Failure { message: format!("{}; {ending}", failure.message), ..failure }
            }
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
        let may_pass = matches!(code, Code::RateLimited | Code::Network | Code::VendorError);
        failure.retryable = may_pass && !(self.effect.is_change() && may_have_happened(&fault));
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
            (_, Fault::Refused(refusal)) if refusal.about_time => Some(clock_hint(self.account)),
            (_, Fault::Refused(Refusal { hint: Some(hint), .. })) => Some(self.named(hint)),
            (Code::OutcomeUnknown, _) => Some("look whether it happened before repeating it".to_owned()),
            (Code::Unauthenticated, _) => Some(match profile {
                Some(name) => format!("`rmctl auth login -p {name}` stores another secret"),
                None => format!("check the variables {}", self.account.variables()),
            }),
            (Code::WaitFailed, Fault::WorkUnended(_)) => Some("`--wait SECS` waits longer".to_owned()),
            (Code::RateLimited, Fault::Throttled(wait)) => {
                // With `=` it is right for `api` too, whose `--wait` needs no number.
                let flag = if self.vendor.traffic.quotas.is_empty() { "max-retry-wait " } else { "wait=" };
                Some(format!("`--{flag}{}` waits for it", wait.as_secs().saturating_add(1)))
            }
            (Code::Network, Fault::Unreached { .. }) => Some("`-vv` shows what is tried".to_owned()),
            (_, Fault::Garbled { .. }) => Some("`-vvv` shows the answer".to_owned()),
            _ => None,
        }
    }

    /// A dialect knows no profile, so it writes `-p NAME`.
    fn named(&self, hint: &str) -> String {
        match self.account.profile() {
            Some(name) => hint.replace("-p NAME", &format!("-p {name}")),
            None => hint.to_owned(),
        }
    }
}

/// Not every scheme can correct the time that it signs.
fn clock_hint(account: &Account) -> String {
    let settings = account.vendor();
    let can_correct = settings.fields.iter().any(|field| field.key == "clock_skew");
    match (can_correct && account.plain("clock_skew").is_none(), account.profile()) {
        (true, Some(_)) => "set the clock, or `clock_skew = \"auto\"` in the profile".to_owned(),
        (true, None) => format!("set the clock, or `export RMCTL_{}_CLOCK_SKEW=auto`", settings.env),
        (false, _) => "set this machine's clock".to_owned(),
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
        Fault::Refused(refusal) => refusal.means.unwrap_or_else(|| refused(refusal.status)),
        Fault::WorkFailed(_) | Fault::WorkUnended(_) => Code::WaitFailed,
        Fault::Throttled(_) => Code::RateLimited,
        Fault::Interrupted(Signal::Interrupt) | Fault::Abandoned(Signal::Interrupt) => Code::Interrupted,
        Fault::Interrupted(_) | Fault::Abandoned(_) => Code::Terminated,
        Fault::Undone(fault, _) => code(fault, Effect::Read),
        Fault::Local(failure) => failure.code,
    }
}

fn refused(status: u16) -> Code {
    match status {
        401 => Code::Unauthenticated,
        403 => Code::Forbidden,
        404 | 410 => Code::NotFound,
        408 => Code::Network,
        409 | 423 => Code::Conflict,
        429 => Code::RateLimited,
        // A refusal inside a 200, and whatever else is wrong with the request.
        200..300 | 400..500 => Code::Rejected,
        _ => Code::VendorError,
    }
}

/// What such an answer leaves open, rmctl does not send again, and nobody should without a look.
fn may_have_happened(fault: &Fault) -> bool {
    matches!(fault, Fault::Refused(Refusal { status: 408 | 500.., .. }))
}

/// The user ended it.
pub(super) fn interrupted(signal: Signal) -> Failure {
    match signal {
        Signal::Interrupt => Failure::new(Code::Interrupted, "interrupted"),
        Signal::Terminate => Failure::new(Code::Terminated, "terminated"),
        Signal::Hangup => Failure::new(Code::Terminated, "terminated: the terminal was closed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn host() -> String {
        "vendor.example".to_owned()
    }

    fn refusal(status: u16) -> Fault {
        Fault::Refused(Refusal { status, ..Refusal::default() })
    }

    fn codes(fault: Fault) -> [Code; 3] {
        [Effect::Read, Effect::Write, Effect::Destroy].map(|effect| code(&fault, effect))
    }

    #[test]
    fn only_a_change_without_a_readable_answer_may_have_happened() {
        let unanswered = Fault::Unanswered { host: host(), cause: "connection reset".into() };
        let garbled = Fault::Garbled { host: host(), status: 200, cause: "it is empty".into() };

        assert_eq!(codes(unanswered), [Code::Network, Code::OutcomeUnknown, Code::OutcomeUnknown]);
        assert_eq!(codes(garbled), [Code::VendorError, Code::OutcomeUnknown, Code::OutcomeUnknown]);
    }

    #[test]
    fn other_faults_are_the_same_for_reads_and_changes() {
        let unreached = Fault::Unreached { host: host(), cause: "connection refused".into() };

        assert_eq!(codes(unreached), [Code::Network; 3]);
        assert_eq!(codes(Fault::WorkFailed("offline".into())), [Code::WaitFailed; 3]);
        assert_eq!(codes(Fault::WorkUnended(120)), [Code::WaitFailed; 3]);
        assert_eq!(codes(Fault::Throttled(Duration::from_secs(90))), [Code::RateLimited; 3]);
        assert_eq!(codes(Fault::Interrupted(Signal::Interrupt)), [Code::Interrupted; 3]);
        assert_eq!(codes(Fault::Interrupted(Signal::Terminate)), [Code::Terminated; 3]);
        assert_eq!(codes(Failure::new(Code::Usage, "no token").into()), [Code::Usage; 3]);
    }

    #[test]
    fn what_was_undone_has_not_happened_and_says_what_became_of_its_transaction() {
        let ending = || "the transaction was rolled back".to_owned();
        let undone = |fault| Fault::Undone(Box::new(fault), ending());
        let unanswered = || Fault::Unanswered { host: host(), cause: "connection reset".into() };

        assert_eq!(codes(undone(unanswered())), [Code::Network; 3]);
        assert_eq!(codes(undone(refusal(409))), [Code::Conflict; 3]);
        assert_eq!(codes(undone(Fault::Interrupted(Signal::Terminate))), [Code::Terminated; 3]);
        assert_eq!(
            failed(Effect::Write, undone(unanswered())).message,
            "cannot list devices: no whole answer from vendor.example: connection reset; the transaction was rolled back"
        );
        assert_eq!(
            failed(Effect::Write, undone(Fault::Interrupted(Signal::Interrupt))).message,
            "interrupted; the transaction was rolled back"
        );
    }

    #[test]
    fn every_status_that_says_no_has_its_row() {
        let table = [
            (200, Code::Rejected),
            (207, Code::Rejected),
            (400, Code::Rejected),
            (401, Code::Unauthenticated),
            (403, Code::Forbidden),
            (404, Code::NotFound),
            (405, Code::Rejected),
            (409, Code::Conflict),
            (410, Code::NotFound),
            (413, Code::Rejected),
            (415, Code::Rejected),
            (422, Code::Rejected),
            (423, Code::Conflict),
            (429, Code::RateLimited),
            (302, Code::VendorError),
            (500, Code::VendorError),
            (502, Code::VendorError),
            (503, Code::VendorError),
            (504, Code::VendorError),
            (599, Code::VendorError),
        ];

        let found = table.map(|(status, _)| (status, codes(refusal(status))));

        assert_eq!(found, table.map(|(status, code)| (status, [code; 3])));
    }

    fn failed(effect: Effect, fault: Fault) -> Failure {
        let vendor = &crate::vendor::rms::RMS;
        let account = Account::given(&vendor.settings, "field-routers", &[("token", "secret")]).unwrap();
        let doing = Doing { what: "list devices", effect, vendor, account: &account };
        doing.failed(fault)
    }

    #[test]
    fn a_failure_has_all_that_the_vendor_said() {
        let failure = failed(
            Effect::Read,
            Fault::Refused(Refusal {
                status: 429,
                code: Some("TOO_MANY_REQUESTS".into()),
                message: Some("Too many requests.".into()),
                source: None,
                request_id: Some("r-1".into()),
                retry_after: Some(Duration::from_secs(3600)),
                ..Refusal::default()
            }),
        );

        assert_eq!(
            failure.to_json(),
            serde_json::json!({"error": {
                "code": "rate_limited",
                "exit": 6,
                "message": "cannot list devices: 429: Too many requests.",
                "hint": null,
                "vendor": "rms",
                "profile": "field-routers",
                "http_status": 429,
                "vendor_code": "TOO_MANY_REQUESTS",
                "vendor_message": "Too many requests.",
                "request_id": "r-1",
                "retry_after": 3600,
                "retryable": true,
            }})
        );
    }

    #[test]
    fn a_refusal_about_time_comes_with_a_way_to_correct_it() {
        use crate::catalog::{Field, Settings};
        static PUNCTUAL: Settings = Settings {
            key: "punctual",
            name: "Punctual",
            env: "PUNCTUAL",
            url: Some("https://vendor.example"),
            regions: &[],
            fields: &[Field::secret("token", "token"), Field::plain("clock_skew", "auto")],
            credentials: &[&["token"]],
        };
        let hint = |values: &[(&str, &str)]| clock_hint(&Account::given(&PUNCTUAL, "p", values).unwrap());

        let unable = failed(
            Effect::Read,
            Fault::Refused(Refusal { status: 401, about_time: true, clock_ahead: Some(1802), ..Refusal::default() }),
        );

        assert_eq!(
            unable.message,
            "cannot list devices: 401: unauthorized; this machine's clock is 30 min 2 s ahead of the server's"
        );
        assert_eq!(unable.hint.as_deref(), Some("set this machine's clock"));
        assert_eq!(hint(&[("token", "t")]), "set the clock, or `clock_skew = \"auto\"` in the profile");
        assert_eq!(hint(&[("token", "t"), ("clock_skew", "auto")]), "set this machine's clock");
    }

    #[test]
    fn a_hint_of_the_dialect_names_the_profile() {
        let hint = Some("`rmctl auth login -p NAME` logs a user in".to_owned());

        let failure = failed(Effect::Write, Fault::Refused(Refusal { status: 403, hint, ..Refusal::default() }));

        assert_eq!(failure.hint.as_deref(), Some("`rmctl auth login -p field-routers` logs a user in"));
    }

    #[test]
    fn an_unknown_outcome_is_said_and_never_retryable() {
        let failure = failed(Effect::Write, Fault::Unanswered { host: host(), cause: "connection reset".into() });

        assert_eq!(
            failure.message,
            "cannot list devices: no whole answer from vendor.example: connection reset; the request may have been carried out"
        );
        assert_eq!(failure.hint.as_deref(), Some("look whether it happened before repeating it"));
        assert!(!failure.retryable);
    }

    #[test]
    fn a_change_that_a_server_broke_down_over_is_not_called_retryable() {
        let retryable = |effect| [408, 429, 500, 503].map(|status| failed(effect, refusal(status)).retryable);

        assert_eq!(retryable(Effect::Read), [true; 4]);
        assert_eq!(retryable(Effect::Write), [false, true, false, false]);
    }

    #[test]
    fn what_is_wrong_here_keeps_its_words() {
        let failure = failed(Effect::Read, Failure::usage("no token").hint("set one").into());

        assert_eq!((&*failure.message, failure.hint.as_deref()), ("no token", Some("set one")));
        assert_eq!(failure.vendor.as_deref(), Some("rms"));
    }

    #[test]
    fn a_closed_pipe_is_no_failure_and_a_full_disk_is_one() {
        let closed: Stop = std::io::Error::from(std::io::ErrorKind::BrokenPipe).into();
        let full: Stop = std::io::Error::from(std::io::ErrorKind::StorageFull).into();

        assert!(matches!(closed, Stop::Closed));
        assert!(matches!(full, Stop::Failure(failure) if failure.code == Code::Internal));
    }
}
