//! The vendor's three envelopes of what is wrong: of the layer that authenticates, of the application, of billing.

use crate::exchange::Reply;
use crate::wrong::{Problem, Wrong};
use serde_json::{Value, json};

/// Why a request is not carried out.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The layer in front of the application; its code numbers are published for four words only.
    Auth {
        status: u16,
        error: &'static str,
        description: &'static str,
        code: u16,
    },
    App {
        status: u16,
        code: &'static str,
        message: Value,
    },
    /// A used-up quota, with the seconds of its `Retry-After`.
    Quota(Option<u64>),
}

impl Refusal {
    pub(super) fn missing_header() -> Refusal {
        Refusal::Auth { status: 400, error: "missing_header", description: "Missing required header", code: 2 }
    }

    pub(super) fn invalid_header() -> Refusal {
        let description = "Invalid 'Authorization' header";
        Refusal::Auth { status: 400, error: "invalid_header", description, code: 1 }
    }

    pub(super) fn not_authenticated() -> Refusal {
        Refusal::Auth { status: 401, error: "not_authenticated", description: "Invalid credentials", code: 10 }
    }

    pub(super) fn user_context_required() -> Refusal {
        let description = "Access key does not have user context which is required for this request";
        Refusal::Auth { status: 403, error: "user_context_required", description, code: 5 }
    }

    /// Neither the word nor the number is published; nothing may rely on them.
    pub(super) fn scope_missing() -> Refusal {
        let description = "The token lacks the scope which is required for this request";
        Refusal::Auth { status: 403, error: "insufficient_scope", description, code: 6 }
    }

    pub(super) fn app(status: u16, message: impl Into<String>) -> Refusal {
        Refusal::App { status, code: "FAILURE", message: Value::String(message.into()) }
    }

    pub(super) fn not_found() -> Refusal {
        Refusal::app(404, "HTTP 404 Not Found")
    }

    pub(super) fn unknown_client() -> Refusal {
        Refusal::App { status: 404, code: "Client app not exist", message: Value::Null }
    }

    /// As the vendor refuses some changes: the message is an object.
    pub(super) fn coded(status: u16, code: &str, params: Value) -> Refusal {
        Refusal::App { status, code: "FAILURE", message: json!({ "code": code, "params": params }) }
    }

    /// Billing has members of its own for the same refusal.
    pub(super) fn into_reply(self, incident: &str, is_billing: bool) -> Reply {
        match self {
            Refusal::Auth { status, error, description, code } => {
                let body = json!({ "error": error, "error_description": description, "error_code": code });
                Reply::json(status, body.to_string())
            }
            Refusal::App { status, code, message } if is_billing => {
                let message = message.as_str().unwrap_or(code);
                Reply::json(status, json!({ "errorCode": code, "message": message }).to_string())
            }
            Refusal::App { status, code, message: Value::Null } => {
                Reply::json(status, json!({ "resultCode": code, "incidentId": incident }).to_string())
            }
            Refusal::App { status, code, message } => {
                let body = json!({ "resultCode": code, "errorMessage": message, "incidentId": incident });
                Reply::json(status, body.to_string())
            }
            Refusal::Quota(retry_after) => {
                let reply = Refusal::app(429, "Too many requests").into_reply(incident, is_billing);
                match retry_after {
                    Some(seconds) => reply.with("retry-after", seconds.to_string()),
                    None => reply,
                }
            }
        }
    }
}

impl From<Wrong> for Refusal {
    fn from(wrong: Wrong) -> Refusal {
        match wrong {
            Wrong::Path | Wrong::Record => Refusal::not_found(),
            Wrong::Method => Refusal::app(405, "HTTP 405 Method Not Allowed"),
            Wrong::ContentType => Refusal::app(415, "HTTP 415 Unsupported Media Type"),
            Wrong::Malformed => Refusal::app(400, "The body cannot be read."),
            Wrong::Values(problems) => {
                let messages: Vec<String> = problems.into_iter().map(said).collect();
                Refusal::app(400, messages.join(" "))
            }
        }
    }
}

fn said(problem: Problem) -> String {
    if problem.place.is_empty() { problem.message } else { format!("{}: {}", problem.place, problem.message) }
}
