//! Why a request has no usable reply; each variant says whether the far side may have acted on it.

use std::time::Duration;

use crate::failure::{Code, Failure};

/// What asked the program to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// SIGTERM.
    Terminate,
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
    /// Something on this side: credentials that cannot be read, a file that cannot be written. Or what is told in
    /// words of its own, because of its request alone the code is known. No change was sent.
    #[error("{}", .0.message)]
    Local(Box<Failure>),
}

fn refusal_text(refusal: &Refusal) -> String {
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
