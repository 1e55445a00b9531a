//! The errors of SPS: a type, a sentence and details, each of which may be missing, or no JSON at all.

use serde_json::Value;

use crate::dialect::{few_words, of_unknown_end, short};
use crate::given::text_of;
use crate::http::{Fault, Refusal, Reply, Request};

/// Letters of details that are of use to somebody.
const LONGEST: usize = 400;

/// An answer that says no.
pub(super) fn read(sent: &Request, reply: &Reply) -> Fault {
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let error = body.get("error").filter(|error| !error.is_null());
    if let Some(fault) = of_unknown_end(sent, reply, error.is_some()) {
        return fault;
    }
    let told = error.map_or_else(|| Told { message: few_words(reply), ..Told::default() }, Told::of);
    Fault::Refused(Refusal {
        status: reply.status,
        hint: hint(reply.status, told.code.as_deref()),
        source: told.code.clone().filter(|_| told.message.is_some()),
        message: told.message.or_else(|| told.code.clone()),
        code: told.code,
        ..Refusal::default()
    })
}

#[derive(Default)]
struct Told {
    code: Option<String>,
    message: Option<String>,
}

impl Told {
    fn of(error: &Value) -> Self {
        if !error.is_object() {
            return Self { message: Some(text_of(error)), ..Self::default() };
        }
        let text = |name: &str| error[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let details = words(&error["details"]);
        let message = match (text("message"), details) {
            (Some(message), Some(details)) if !message.contains(&details) => Some(format!("{message}: {details}")),
            (message, details) => message.or(details),
        };
        Self { code: text("type"), message }
    }
}

/// Details in few words: `name: value` of objects, all of a list, without what is empty.
fn words(details: &Value) -> Option<String> {
    let text = match details {
        Value::Null => return None,
        Value::Array(items) => items.iter().filter_map(words).collect::<Vec<_>>().join("; "),
        Value::Object(members) => {
            let named = members.iter().filter_map(|(name, value)| Some((name, words(value)?)));
            let texts = named.map(|(name, text)| if name == "errors" { text } else { format!("{name}: {text}") });
            texts.collect::<Vec<_>>().join(", ")
        }
        other => text_of(other),
    };
    short(&text, LONGEST)
}

/// `Unauthorized` is the box's word for a right that is missing, not for a login.
fn hint(status: u16, code: Option<&str>) -> Option<String> {
    match (status, code) {
        (403, _) => Some("`rmctl sps endpoints` lists what this user may do".to_owned()),
        (409 | 423, _) => Some("`rmctl sps transaction status` says whether a transaction is open".to_owned()),
        (429, _) => Some("wait five minutes: snapshots of the session search end then".to_owned()),
        _ => None,
    }
}
