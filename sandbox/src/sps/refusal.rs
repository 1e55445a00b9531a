//! The vendor's envelope of what is wrong.

use crate::exchange::Reply;
use crate::wrong::Problem;
use serde_json::{Value, json};

/// Why a request is not carried out. The types `AuthenticationFailure`, `SyntacticError`, `MethodNotAllowed`,
/// `NoTransaction` and `Conflict` have not been seen on a box; nothing may rely on them or on any message.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    kind: &'static str,
    message: String,
    details: Value,
}

impl Refusal {
    fn new(status: u16, kind: &'static str, message: impl Into<String>, details: Value) -> Refusal {
        Refusal { status, kind, message: message.into(), details }
    }

    pub(super) fn unauthenticated(path: &str) -> Refusal {
        let message = "Authentication is required to access this resource";
        Refusal::new(401, "Unauthenticated", message, json!({ "resource": path }))
    }

    pub(super) fn wrong_credentials(message: &str) -> Refusal {
        Refusal::new(401, "AuthenticationFailure", message, json!({}))
    }

    pub(super) fn unauthorized(path: &str, message: &str) -> Refusal {
        Refusal::new(403, "Unauthorized", message, json!({ "resource": path }))
    }

    pub(super) fn not_found(path: &str) -> Refusal {
        Refusal::new(404, "NotFound", "The requested object does not exist", json!({ "resource": path }))
    }

    pub(super) fn wrong_method(method: &str, path: &str) -> Refusal {
        let message = format!("{method} is not supported here");
        Refusal::new(405, "MethodNotAllowed", message, json!({ "resource": path }))
    }

    pub(super) fn not_acceptable() -> Refusal {
        Refusal::new(406, "NotAcceptable", "The requested content type is not served", json!({}))
    }

    pub(super) fn query(name: &str, why: &str) -> Refusal {
        Refusal::new(400, "InvalidQuery", why, json!({ "parameter": name }))
    }

    pub(super) fn body(why: &str) -> Refusal {
        Refusal::new(400, "InvalidRequestBody", why, json!({}))
    }

    pub(super) fn syntactic(problem: Problem) -> Refusal {
        let details = json!({ "element": problem.place });
        Refusal::new(400, "SyntacticError", problem.message, details)
    }

    pub(super) fn semantic(problems: Vec<Problem>) -> Refusal {
        let told = |problem: Problem| json!({ "path": problem.place, "message": problem.message });
        let errors: Vec<Value> = problems.into_iter().map(told).collect();
        Refusal::new(400, "SemanticError", "The configuration contains semantic errors", json!({ "errors": errors }))
    }

    pub(super) fn no_transaction() -> Refusal {
        Refusal::new(409, "NoTransaction", "No open Transaction is available", json!({}))
    }

    pub(super) fn conflict(message: String, details: Value) -> Refusal {
        Refusal::new(409, "Conflict", message, details)
    }

    pub(super) fn length_required() -> Refusal {
        Refusal::new(411, "", "Length Required", json!({}))
    }

    pub(super) fn quota(message: &str) -> Refusal {
        Refusal::new(429, "QuotaExceeded", message, json!({}))
    }

    /// A refusal of the kinds that only one area of the interface knows.
    pub(super) fn special(status: u16, kind: &'static str, message: &str) -> Refusal {
        Refusal::new(status, kind, message, json!({}))
    }

    pub(super) fn into_reply(self, path: &str) -> Reply {
        if self.kind.is_empty() {
            // This one comes from the web server in front, which knows nothing of the envelope.
            let page = format!("<html><head><title>{0} {1}</title></head></html>", self.status, self.message);
            return Reply::content(self.status, "text/html", page);
        }
        let error = json!({ "type": self.kind, "message": self.message, "details": self.details });
        let body = json!({ "error": error, "meta": { "href": path } });
        Reply::json(self.status, body.to_string())
    }
}
