//! Why a request has no usable reply; each variant says whether the far side may have acted on it.

use std::time::Duration;

use super::span::in_words;
use crate::failure::{Code, Failure};

/// What asked the program to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// SIGTERM.
    Terminate,
    /// SIGHUP: the terminal was closed.
    Hangup,
}

/// A whole answer in which the vendor says no.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The vendor's word for the error.
    pub code: Option<String>,
    /// The vendor's sentence.
    pub message: Option<String>,
    /// The parameter or item that the vendor names.
    pub source: Option<String>,
    /// What the vendor's support wants to hear.
    pub request_id: Option<String>,
    /// How long the vendor asks to wait.
    pub retry_after: Option<Duration>,
    /// What its words mean, where its status says less or something else.
    pub means: Option<Code>,
    /// What to do about it, as a line that can be typed, where the words say so.
    pub hint: Option<String>,
    /// Its words are about the time of the request, which is this machine's.
    pub about_time: bool,
    /// Seconds that this machine's clock is ahead of the server's, where that was measured.
    pub clock_ahead: Option<i64>,
}

/// Why a request has no usable reply.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// Not one byte of the request was written: DNS, connect, proxy, TLS.
    #[error("cannot reach {host}: {cause}")]
    Unreached {
        /// Host and port that were tried.
        host: String,
        /// The innermost reason.
        cause: String,
    },
    /// The request went out, and no whole answer came back.
    #[error("no whole answer from {host}: {cause}")]
    Unanswered {
        /// Host and port that were asked.
        host: String,
        /// The innermost reason.
        cause: String,
    },
    /// A whole answer came, and it cannot be read.
    #[error("the answer of {host} cannot be read: {cause}")]
    Garbled {
        /// Host and port that answered.
        host: String,
        /// The HTTP status.
        status: u16,
        /// What is wrong with it.
        cause: String,
    },
    /// A whole answer came, and it says no.
    #[error("{}", refusal_text(.0))]
    Refused(Refusal),
    /// The vendor accepted the work, and it failed, in the vendor's words.
    #[error("{0}")]
    WorkFailed(String),
    /// The work that the vendor accepted had not ended when the waiting did.
    #[error("the work was accepted and had not ended after {0} s")]
    WorkUnended(u64),
    /// A limit is known and the wait is longer than allowed; nothing was sent.
    #[error("the limit of requests is used up for {} s", .0.as_secs())]
    Throttled(Duration),
    /// The user wants to stop; nothing was sent.
    #[error("interrupted")]
    Interrupted(Signal),
    /// The user wants to stop; the work was accepted and goes on without us.
    #[error("interrupted; the work was accepted and goes on")]
    Abandoned(Signal),
    /// A change inside a transaction that ended without a commit: nothing of it stays, whatever the fault. With what became
    /// of the transaction, as half a sentence.
    #[error("{0}; {1}")]
    Undone(Box<Fault>, String),
    /// Something on this side: credentials that cannot be read, a file that cannot be written. Or what is told in
    /// words of its own, because of its request alone the code is known. No change was sent.
    #[error("{}", .0.message)]
    Local(Box<Failure>),
}

fn refusal_text(refusal: &Refusal) -> String {
    vendor_text(refusal) + &refusal.clock_ahead.map(clock_text).unwrap_or_default()
}

fn clock_text(ahead: i64) -> String {
    let by = in_words(Duration::from_secs(ahead.unsigned_abs()));
    match ahead {
        0 => "; this machine's clock agrees with the server's".to_owned(),
        1.. => format!("; this machine's clock is {by} ahead of the server's"),
        _ => format!("; this machine's clock is {by} behind the server's"),
    }
}

fn vendor_text(refusal: &Refusal) -> String {
    match (&refusal.message, &refusal.source) {
        (Some(message), Some(source)) => format!("{}: {source}: {message}", refusal.status),
        (Some(message), None) => format!("{}: {message}", refusal.status),
        (None, _) => match reqwest::StatusCode::from_u16(refusal.status).ok().and_then(|s| s.canonical_reason()) {
            Some(reason) => format!("{}: {}", refusal.status, reason.to_lowercase()),
            None => format!("status {}", refusal.status),
        },
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Local(Box::new(failure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_about_time_says_how_far_the_clock_is_off() {
        let told = [Some(1802), Some(-90), Some(0), None].map(|clock_ahead| {
            let message = Some("too far off".to_owned());
            Fault::Refused(Refusal { status: 400, message, clock_ahead, ..Refusal::default() }).to_string()
        });

        assert_eq!(
            told,
            [
                "400: too far off; this machine's clock is 30 min 2 s ahead of the server's",
                "400: too far off; this machine's clock is 1 min 30 s behind the server's",
                "400: too far off; this machine's clock agrees with the server's",
                "400: too far off",
            ]
        );
    }
}
