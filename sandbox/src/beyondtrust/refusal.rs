//! What is wrong with a request, in the vendor's words.

use super::options::BeyondTrustOptions;
use crate::exchange::Reply;
use crate::wrong::{Problem, Wrong};
use serde_json::{Map, Value, json};

/// Why a request is not carried out. Only the shapes are known; nothing may rely on the sentences.
#[derive(Debug)]
pub(super) enum Refusal {
    /// By the rules of OAuth: about the token, or about the login.
    OAuth { status: u16, error: &'static str, message: &'static str },
    /// A parameter or a member that the site does not know.
    Unknown(String),
    /// A sentence.
    Said(u16, String),
    /// Sentences for each member that is wrong.
    Members(Vec<Problem>),
    /// Too many requests, and the seconds to wait where they are told.
    Quota(Option<u64>),
    /// As a site answers where the XML APIs may not be used.
    NoDocument,
}

impl Refusal {
    pub(super) fn denied() -> Refusal {
        let message = "The resource owner or authorization server denied the request.";
        Refusal::OAuth { status: 401, error: "access_denied", message }
    }

    pub(super) fn client() -> Refusal {
        Refusal::OAuth { status: 401, error: "invalid_client", message: "Client authentication failed." }
    }

    pub(super) fn login(error: &'static str, message: &'static str) -> Refusal {
        Refusal::OAuth { status: 400, error, message }
    }

    pub(super) fn not_found() -> Refusal {
        Refusal::Said(404, "Not Found".into())
    }

    pub(super) fn method() -> Refusal {
        Refusal::Said(405, "Method Not Allowed".into())
    }

    pub(super) fn forbidden() -> Refusal {
        Refusal::Said(403, "Forbidden".into())
    }

    pub(super) fn member(name: &str, sentence: impl Into<String>) -> Refusal {
        Refusal::Members(vec![Problem::new(name, sentence)])
    }

    pub(super) fn into_reply(self, options: &BeyondTrustOptions) -> Reply {
        let said = |status: u16, message: &str| Reply::json(status, json!({ "message": message }).to_string());
        match self {
            Refusal::OAuth { status, error, message } => {
                Reply::json(status, json!({ "error": error, "message": message }).to_string())
            }
            Refusal::Unknown(name) => said(options.unknown_status, &format!("Unrecognized field: {name}")),
            Refusal::Said(status, message) => said(status, &message),
            Refusal::Members(problems) => {
                let body = json!({ "message": "Validation Failed", "errors": by_member(problems) });
                Reply::json(422, body.to_string())
            }
            Refusal::Quota(None) => said(429, "Too Many Requests"),
            Refusal::Quota(Some(seconds)) => said(429, "Too Many Requests").with("retry-after", seconds.to_string()),
            Refusal::NoDocument => Reply::content(404, "text/html", "<html><body>Document Not Found</body></html>"),
        }
    }
}

fn by_member(problems: Vec<Problem>) -> Map<String, Value> {
    let mut members = Map::new();
    for problem in problems {
        let said = members.entry(problem.place).or_insert_with(|| json!([]));
        said.as_array_mut().into_iter().for_each(|said| said.push(problem.message.clone().into()));
    }
    members
}

impl From<Wrong> for Refusal {
    fn from(wrong: Wrong) -> Refusal {
        match wrong {
            Wrong::Path | Wrong::Record => Refusal::not_found(),
            Wrong::Method => Refusal::method(),
            Wrong::ContentType => Refusal::Said(415, "Unsupported Media Type".into()),
            Wrong::Malformed => Refusal::Said(400, "The body is no JSON.".into()),
            Wrong::Values(problems) => match problems.iter().find(|problem| problem.is_unknown) {
                Some(unknown) => Refusal::Unknown(unknown.place.clone()),
                None => Refusal::Members(problems),
            },
        }
    }
}
