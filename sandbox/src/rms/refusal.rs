//! The vendor's envelope of what is wrong.

use crate::exchange::Reply;
use crate::wrong::{self, Wrong};
use serde_json::json;

/// Why a request is not carried out. The `code` words are not published; these are plausible and nothing may rely on them.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    problems: Vec<Problem>,
    retry_after: Option<u64>,
}

/// One thing that is wrong, and with what.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) code: &'static str,
    pub(super) source: Option<String>,
    pub(super) message: String,
}

impl Problem {
    pub(super) fn invalid(source: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { code: "VALIDATION_ERROR", source: Some(source.into()), message: message.into() }
    }

    pub(super) fn missing(source: &str) -> Problem {
        Problem { code: "NOT_FOUND", source: Some(source.to_owned()), message: "Not found.".into() }
    }

    pub(super) fn json(&self) -> serde_json::Value {
        json!({ "code": self.code, "source": self.source, "message": self.message })
    }
}

impl Refusal {
    fn plain(status: u16, code: &'static str, message: &str) -> Refusal {
        let problems = vec![Problem { code, source: None, message: message.into() }];
        Refusal { status, problems, retry_after: None }
    }

    pub(super) fn unauthorized() -> Refusal {
        Refusal::plain(401, "UNAUTHORIZED", "Unauthorized.")
    }

    /// The live service does not say which scope is missing, so neither does this one.
    pub(super) fn forbidden() -> Refusal {
        Refusal::plain(403, "FORBIDDEN", "This action is unauthorized.")
    }

    /// The path belongs to no operation.
    pub(super) fn nowhere() -> Refusal {
        Refusal::plain(404, "NOT_FOUND", "The requested resource does not exist.")
    }

    /// The operation exists, the record does not.
    pub(super) fn not_found() -> Refusal {
        Refusal::plain(404, "NOT_FOUND", "Not found.")
    }

    pub(super) fn wrong_method() -> Refusal {
        Refusal::plain(405, "METHOD_NOT_ALLOWED", "The method is not allowed for this resource.")
    }

    pub(super) fn wrong_content() -> Refusal {
        Refusal::plain(415, "UNSUPPORTED_MEDIA_TYPE", "The content type is not supported.")
    }

    pub(super) fn malformed() -> Refusal {
        Refusal::plain(400, "BAD_REQUEST", "The body cannot be read.")
    }

    pub(super) fn conflict(message: &str) -> Refusal {
        Refusal::plain(409, "CONFLICT", message)
    }

    pub(super) fn quota(retry_after: Option<u64>) -> Refusal {
        Refusal { retry_after, ..Refusal::plain(429, "TOO_MANY_REQUESTS", "Too many requests.") }
    }

    pub(super) fn invalid(source: &str, message: impl Into<String>) -> Refusal {
        Refusal { status: 422, problems: vec![Problem::invalid(source, message)], retry_after: None }
    }

    pub(super) fn into_reply(self) -> Reply {
        let errors: Vec<_> = self.problems.iter().map(Problem::json).collect();
        let reply = Reply::json(self.status, json!({ "success": false, "errors": errors }).to_string());
        match self.retry_after {
            Some(seconds) => reply.with("retry-after", seconds.to_string()),
            None => reply,
        }
    }
}

impl From<Wrong> for Refusal {
    fn from(wrong: Wrong) -> Refusal {
        match wrong {
            Wrong::Path => Refusal::nowhere(),
            Wrong::Method => Refusal::wrong_method(),
            Wrong::Record => Refusal::not_found(),
            Wrong::ContentType => Refusal::wrong_content(),
            Wrong::Malformed => Refusal::malformed(),
            Wrong::Values(problems) => {
                let problems = problems.into_iter().map(Problem::from).collect();
                Refusal { status: 422, problems, retry_after: None }
            }
        }
    }
}

impl From<wrong::Problem> for Problem {
    fn from(problem: wrong::Problem) -> Problem {
        Problem::invalid(problem.place, problem.message)
    }
}
