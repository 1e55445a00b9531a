//! What is wrong, in the envelope of the box.

use crate::exchange::Reply;
use crate::wrong::{Problem, Wrong};
use serde_json::json;

/// Why a request is not carried out.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    message: String,
}

impl Refusal {
    pub(super) fn new(status: u16, message: impl Into<String>) -> Refusal {
        Refusal { status, message: message.into() }
    }

    pub(super) fn not_found() -> Refusal {
        Refusal::new(404, "Not found")
    }

    pub(super) fn unauthorized() -> Refusal {
        Refusal::new(401, "Invalid or expired token")
    }

    pub(super) fn into_reply(self) -> Reply {
        Reply::json(self.status, json!({ "success": false, "message": self.message }).to_string())
    }
}

impl From<Wrong> for Refusal {
    fn from(wrong: Wrong) -> Refusal {
        match wrong {
            Wrong::Path | Wrong::Record => Refusal::not_found(),
            Wrong::Method => Refusal::new(405, "Method not allowed"),
            Wrong::ContentType => Refusal::new(415, "The body must be JSON"),
            Wrong::Malformed => Refusal::new(400, "The body cannot be read"),
            Wrong::Values(problems) => Refusal::new(400, said(problems)),
        }
    }
}

fn said(problems: Vec<Problem>) -> String {
    problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" ")
}
