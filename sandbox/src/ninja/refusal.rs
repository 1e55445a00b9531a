//! The vendor's envelope of what is wrong.

use crate::exchange::Reply;
use serde_json::json;

/// Why a request is not carried out. Of the numbers 1, 2, 6 and 10 have been seen; the others are plausible, and nothing
/// may rely on them.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    error: &'static str,
    description: String,
    code: u64,
    allow: Option<&'static str>,
}

impl Refusal {
    fn new(status: u16, error: &'static str, code: u64, description: impl Into<String>) -> Refusal {
        Refusal { status, error, description: description.into(), code, allow: None }
    }

    pub(super) fn missing_header() -> Refusal {
        Refusal::new(400, "missing_header", 2, "Missing required header")
    }

    pub(super) fn invalid_header(name: &str) -> Refusal {
        Refusal::new(400, "invalid_header", 1, format!("Invalid '{name}' header"))
    }

    /// An unknown key and a wrong signature look alike.
    pub(super) fn unauthenticated() -> Refusal {
        Refusal::new(401, "not_authenticated", 10, "Invalid credentials")
    }

    /// The status has not been seen; 403 is what S3 answers, whose scheme this is.
    pub(super) fn skewed() -> Refusal {
        Refusal::new(403, "skewed_time", 3, "The request's time is too far from the server's time")
    }

    /// The status has not been seen; 404 is likely.
    pub(super) fn unknown_id() -> Refusal {
        Refusal::new(404, "invalid_id", 4, "The entity does not exist")
    }

    /// As far as is known the vendor sends no `Retry-After`.
    pub(super) fn limit(description: &str) -> Refusal {
        Refusal::new(429, "rate_limit_exceeded", 6, description)
    }

    /// What the vendor answers here is not known; word and status are ours.
    pub(super) fn cannot_reset() -> Refusal {
        Refusal::new(400, "cannot_reset", 11, "The alert cannot be reset")
    }

    /// A query or a body. Word and status are ours.
    pub(super) fn extra(description: &str) -> Refusal {
        Refusal::new(400, "invalid_request", 12, description)
    }

    /// The path belongs to no call. Word and number are ours.
    pub(super) fn nowhere() -> Refusal {
        Refusal::new(404, "not_found", 13, "The requested resource does not exist")
    }

    /// Word and number are ours.
    pub(super) fn wrong_method(allowed: &'static str) -> Refusal {
        let refusal = Refusal::new(405, "method_not_allowed", 14, "The method is not allowed for this resource");
        Refusal { allow: Some(allowed), ..refusal }
    }

    pub(super) fn into_reply(self) -> Reply {
        let body =
            json!({ "error": self.error, "error_description": self.description, "error_code": self.code }).to_string();
        let reply = Reply::json(self.status, body);
        match self.allow {
            Some(method) => reply.with("allow", method),
            None => reply,
        }
    }
}
