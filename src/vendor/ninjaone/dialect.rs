//! How NinjaOne answers: bare JSON, nothing at all after many changes, and a `Content-Type` that is not to be trusted.

mod paging;
mod refusal;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::catalog::{Operation, Paging};
use crate::dialect::{Answer, Dialect, Page, garbled, record};
use crate::http::{Fault, Refusal, Repeat, Reply, Request};
use crate::record::Record;

/// Reads the replies of the API.
pub(super) struct NinjaOne;

impl Dialect for NinjaOne {
    fn read(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        match reply.status {
            200..300 if reply.saved.is_some() => Ok(Answer::Page(Page::default())),
            204 => Ok(Answer::Page(Page::default())),
            200..300 if reply.body.trim_ascii().is_empty() => read_nothing(sent, reply),
            200..300 => read_success(sent, reply).map(Answer::Page),
            _ => Err(refusal::read(sent, reply)),
        }
    }

    fn first_page(&self, request: Request, operation: Option<&Operation>, limit: Option<usize>) -> Request {
        let mut first = request;
        if let Some(operation) = operation {
            first.pages = operation.paging;
            first.answer = first.answer.or(operation.answer);
        }
        paging::first(first, limit)
    }

    fn smaller_page(&self, sent: &Request, refusal: &Refusal) -> Option<Request> {
        let about_size =
            refusal.message.as_ref().is_some_and(|text| text.to_lowercase().replace(' ', "").contains("pagesize"));
        (matches!(refusal.status, 400 | 422) && about_size).then(|| paging::smaller(sent)).flatten()
    }

    fn reveals(&self, request: &Request) -> bool {
        request.query("showSecureValues").is_some_and(|value| value != "false")
    }
}

/// What a change answers when it is done, and no answer to a question.
fn read_nothing(sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
    match sent.repeat {
        Repeat::OnlyIfUnsent => Ok(Answer::Page(Page::default())),
        Repeat::Freely => Err(garbled(sent, reply, "it is empty")),
    }
}

fn read_success(sent: &Request, reply: &Reply) -> Result<Page, Fault> {
    if serde_json::from_slice::<serde::de::IgnoredAny>(&reply.body).is_err() {
        return Err(garbled(sent, reply, &refusal::not_json(reply)));
    }
    if let Some(fault) = refusal::inside_success(reply) {
        return Err(fault);
    }
    let (mut records, list) = records(sent, reply)?;
    let next = paging::following(sent, &reply.body, &records).map_err(|cause| garbled(sent, reply, cause))?;
    let total = paging::total(sent, &reply.body, next.as_ref());
    paging::keep_asked(sent, &mut records);
    Ok(Page { records, list, next, total, ..Page::default() })
}

/// The records, and whether they are a list.
fn records(sent: &Request, reply: &Reply) -> Result<(Vec<Record>, bool), Fault> {
    let whole = Record::from_json_bytes(reply.body.clone());
    let unreadable = |error: serde_json::Error| garbled(sent, reply, &error.to_string());
    let member = sent.answer.or(usual_member(sent.pages));
    let found = match member {
        Some("") => return Ok((vec![whole], false)),
        None => serde_json::from_slice::<&RawValue>(&reply.body).map_err(unreadable)?,
        Some(member) => {
            let members: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_slice(&reply.body).map_err(unreadable)?;
            match members.get(member).copied() {
                Some(found) => found,
                None if sent.repeat == Repeat::OnlyIfUnsent => return Ok((Vec::new(), false)),
                None => return Err(garbled(sent, reply, &format!("it has no `{member}`"))),
            }
        }
    };
    match serde_json::from_str::<Vec<&RawValue>>(found.get()) {
        Ok(items) => Ok((items.into_iter().map(|raw| record(reply, raw)).collect(), true)),
        Err(_) if found.get() == "null" => Ok((Vec::new(), false)),
        Err(_) if member.is_none() => Ok((vec![whole], false)),
        Err(_) => Ok((vec![record(reply, found)], false)),
    }
}

/// Where lists of a kind have their records.
fn usual_member(pages: Option<Paging>) -> Option<&'static str> {
    match pages? {
        Paging::Cursor | Paging::CursorName => Some("results"),
        Paging::OlderThan => Some("activities"),
        Paging::LastCursor => Some("data"),
        // Its own where the answer is the list, and those of other vendors.
        _ => None,
    }
}
