//! The dashboard's errors: Spring's envelope, a bare message, or a page of whatever stands where the cloud was.

use serde_json::Value;

use super::super::gone::GONE;
use crate::dialect::{few_words, of_unknown_end, short};
use crate::failure::Code;
use crate::given::text_of;
use crate::http::{Fault, Refusal, Reply, Request};

/// More of a message than this is of no use to anybody.
const LONGEST: usize = 300;

/// An answer that says no.
pub(super) fn read(sent: &Request, reply: &Reply) -> Fault {
    let body: Option<Value> = serde_json::from_slice(&reply.body).ok();
    let message = body.as_ref().and_then(message);
    if let Some(fault) = of_unknown_end(sent, reply, message.is_some()) {
        return fault;
    }
    let refusal = Refusal { status: reply.status, ..Refusal::default() };
    if reply.is_html() && matches!(reply.status, 300..500) {
        let words = few_words(reply).map(|words| format!("`{words}`, ")).unwrap_or_default();
        let message = Some(format!("{words}a page of HTML; {}", GONE.why));
        return Fault::Refused(Refusal {
            message,
            means: Some(Code::VendorError),
            hint: Some(GONE.hint.into()),
            ..refusal
        });
    }
    let is_about_rights = matches!(reply.status, 401 | 403);
    Fault::Refused(Refusal {
        message: message.or_else(|| few_words(reply)),
        // Right after a login: the dashboard says "unauthorized" for a permission that is missing, too.
        means: (reply.status == 401).then_some(Code::Forbidden),
        hint: is_about_rights.then(|| HINT.to_owned()),
        ..refusal
    })
}

const HINT: &str = "`rmctl cisco whoami` shows the tenant, the roles there and which permission each command needs";

fn message(body: &Value) -> Option<String> {
    if let Value::String(text) = body {
        return short(text, LONGEST);
    }
    ["message", "error_description", "error"].iter().find_map(|name| {
        let said = body.get(name).filter(|said| !said.is_null())?;
        short(&text_of(said), LONGEST)
    })
}
