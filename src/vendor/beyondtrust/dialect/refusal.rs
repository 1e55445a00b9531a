//! The shapes of errors: one of OAuth about the token, a sentence, or a sentence for each member that is wrong.

use serde_json::Value;

use super::{permission, scim, unrecognized, xml};
use crate::dialect::{few_words, garbled, of_unknown_end};
use crate::failure::Code;
use crate::http::{Fault, Refusal, Reply, Request};

/// More of a message than this is of no use to anybody.
const LONGEST: usize = 300;

/// A 401 is about the token, unless its body is an error of the other kinds: this vendor says 401 of a parameter or a
/// member that it does not know, too.
pub(in super::super) fn is_about_token(reply: &Reply) -> bool {
    let body: Option<Value> = serde_json::from_slice(&reply.body).ok();
    body.is_none_or(|body| !body.is_object() || body.get("error").is_some())
}

/// An answer that says no.
pub(super) fn read(sent: &Request, reply: &Reply) -> Fault {
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    if let Some(fault) = of_unknown_end(sent, reply, body.is_object()) {
        return fault;
    }
    let (source, message) = if scim::speaks(sent) { scim::words(&body) } else { words(&body) };
    let is_denied = is_about_token(reply);
    let held = held_by_another(sent, reply, message.as_deref().unwrap_or_default());
    Fault::Refused(Refusal {
        status: reply.status,
        code: body["error"].as_str().map(str::to_owned),
        message: message.or_else(|| few_words(reply).filter(|_| !body.is_object())),
        source,
        means: match held {
            Some(_) => Some(Code::Conflict),
            None => means(sent, reply, is_denied),
        },
        hint: held.or_else(|| hint(sent, reply, is_denied)),
        ..Refusal::default()
    })
}

/// Where the status says something else: of a mistyped member 401, and of an API that the account may not use 404.
fn means(sent: &Request, reply: &Reply, is_denied: bool) -> Option<Code> {
    let is_hidden = || few_words(reply).is_some_and(|words| words.contains(permission::MISSING));
    match reply.status {
        401 if !is_denied => Some(Code::Rejected),
        404 if permission::may_look_missing(sent) && is_hidden() => Some(Code::Forbidden),
        _ => None,
    }
}

/// A check-out that is refused because the account is checked out: how that ends. The site says it in words alone, which
/// are nowhere written down; a refusal in other words stays what its status says.
fn held_by_another(sent: &Request, reply: &Reply, message: &str) -> Option<String> {
    let account = sent.url.path().strip_suffix("/check-out")?.rsplit('/').next()?;
    let words = message.to_lowercase();
    let is_never = ["cannot be", "can not be", "may not be"].iter().any(|never| words.contains(never));
    let is_held = matches!(reply.status, 400 | 409 | 422) && words.contains("checked out") && !is_never;
    is_held.then(|| format!("`rmctl beyondtrust vault accounts force-check-in {account}` takes it from whoever has it"))
}

/// The member that is wrong, where it is one, and what is said of it, or of each.
fn words(body: &Value) -> (Option<String>, Option<String>) {
    let members = body["errors"].as_object().into_iter().flatten();
    let each: Vec<(&String, String)> = members.map(|(name, said)| (name, sentences(said))).collect();
    match &each[..] {
        [] => (None, body["message"].as_str().and_then(short)),
        [(name, said)] => (Some((*name).clone()), short(said)),
        several => {
            let all: Vec<String> = several.iter().map(|(name, said)| format!("{name}: {said}")).collect();
            (None, short(&all.join(" ")))
        }
    }
}

fn sentences(said: &Value) -> String {
    let all = said.as_array().map_or(std::slice::from_ref(said), Vec::as_slice);
    all.iter().map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned)).collect::<Vec<_>>().join(" ")
}

pub(super) fn short(text: &str) -> Option<String> {
    crate::dialect::short(text, LONGEST)
}

/// What to do about it: the permission as the page of the API account names it; what an older site does not know, its own
/// file tells.
fn hint(sent: &Request, reply: &Reply, is_denied: bool) -> Option<String> {
    match reply.status {
        403 => permission::hint(sent),
        404 if permission::may_look_missing(sent) => permission::hint(sent),
        401 if !is_denied && sent.url.path().contains("/api/config/v1/") => {
            let all = "`rmctl beyondtrust openapi download --save FILE` fetches what this site knows";
            Some(unrecognized::meant(sent).map_or(all.into(), |name| format!("did you mean `{name}`? {all}")))
        }
        _ => None,
    }
}

/// What a success means that is words where a file was asked for.
pub(in super::super) fn instead_of_file(sent: &Request, reply: &Reply) -> Fault {
    let body = reply.body.trim_ascii_start();
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let begins = |word: &[u8]| body.len() >= word.len() && body[..word.len()].eq_ignore_ascii_case(word);
    if begins(b"<html") || begins(b"<!doctype") {
        return garbled(sent, reply, "it is HTML, as of a proxy or a login page");
    }
    if begins(b"<") {
        let words = xml::records(sent, &Reply { body: reply.body.slice_ref(body), ..reply.clone() });
        return words.err().unwrap_or_else(|| garbled(sent, reply, "it is XML, and no file"));
    }
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let code = value["error"].as_str().map(str::to_owned);
    match words(&value) {
        (None, None) if code.is_none() => garbled(sent, reply, "it is text, and no file"),
        (source, message) => Fault::Refused(Refusal {
            status: reply.status,
            code,
            message,
            source,
            hint: permission::hint(sent),
            ..Refusal::default()
        }),
    }
}
