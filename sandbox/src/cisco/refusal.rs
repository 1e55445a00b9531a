//! What is wrong, in the envelopes of the dashboard and of its gateways.

use crate::exchange::Reply;
use crate::wrong::{Problem, Wrong};
use serde_json::{Value, json};

/// Why a request is not carried out.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    message: String,
    /// Said before the service itself was reached.
    is_early: bool,
    allow: Option<&'static str>,
    retry_after: Option<u64>,
}

impl Refusal {
    fn new(status: u16, message: impl Into<String>, is_early: bool) -> Refusal {
        Refusal { status, message: message.into(), is_early, allow: None, retry_after: None }
    }

    pub(super) fn early(status: u16, message: impl Into<String>) -> Refusal {
        Refusal::new(status, message, true)
    }

    pub(super) fn late(status: u16, message: impl Into<String>) -> Refusal {
        Refusal::new(status, message, false)
    }

    /// A token that has ended and a permission that is missing look alike: that is the vendor's documented oddity.
    pub(super) fn unauthorized() -> Refusal {
        Refusal::early(401, "Unauthorized")
    }

    pub(super) fn quota(retry_after: Option<u64>) -> Refusal {
        Refusal { retry_after, ..Refusal::early(429, "Too many requests") }
    }

    pub(super) fn not_found() -> Refusal {
        Refusal::late(404, "Not Found")
    }

    pub(super) fn method(allow: Option<&'static str>) -> Refusal {
        Refusal { allow, ..Refusal::late(405, "Method Not Allowed") }
    }

    /// The gateways' service has an envelope of its own.
    pub(super) fn into_reply(self, path: &str, now: i64) -> Reply {
        let is_spring = path.starts_with("/nbapi/edm/") && !self.is_early;
        let body = if is_spring { self.spring(now) } else { json!({ "message": self.message }) };
        let mut reply = Reply::json(self.status, body.to_string());
        if let Some(methods) = self.allow {
            reply = reply.with("allow", methods);
        }
        match self.retry_after {
            Some(seconds) => reply.with("retry-after", seconds.to_string()),
            None => reply,
        }
    }

    fn spring(&self, now: i64) -> Value {
        let error = match self.status {
            400 => "Bad Request",
            404 => "Not Found",
            405 => "Method Not Allowed",
            415 => "Unsupported Media Type",
            _ => "Error",
        };
        json!({
            "error": error,
            "errors": null,
            "message": self.message,
            "path": null,
            "status": self.status,
            "timestamp": now.saturating_mul(1000),
        })
    }
}

impl From<Wrong> for Refusal {
    fn from(wrong: Wrong) -> Refusal {
        match wrong {
            Wrong::Path | Wrong::Record => Refusal::not_found(),
            Wrong::Method => Refusal::method(None),
            Wrong::ContentType => Refusal::late(415, "Unsupported Media Type"),
            Wrong::Malformed => Refusal::late(400, "The body cannot be read."),
            Wrong::Values(problems) => Refusal::late(400, said(problems)),
        }
    }
}

fn said(problems: Vec<Problem>) -> String {
    problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" ")
}
