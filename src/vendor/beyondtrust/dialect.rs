//! How a site answers: a bare array or one thing, often nothing after a change, and the pages of a list in headers; older
//! APIs in XML.

mod enveloped;
mod paging;
mod permission;
mod refusal;
mod scim;
#[cfg(test)]
mod tests;
mod unrecognized;
mod xml;

pub(super) use refusal::{instead_of_file, is_about_token};

use serde_json::value::RawValue;

use super::archive;
use crate::catalog::{Operation, Paging};
use crate::dialect::{Answer, Dialect, Page, garbled, record, unusable};
use crate::http::{Fault, Refusal, Repeat, Reply, Request};
use crate::record::Record;

/// Reads the replies of the site.
#[derive(Default)]
pub(super) struct BeyondTrust {
    scim: scim::Ways,
}

impl Dialect for BeyondTrust {
    fn read(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        if scim::speaks(sent) {
            self.scim.learn(sent, reply);
        }
        match reply.status {
            200..300 if reply.saved.is_some() => Ok(Answer::Page(Page::default())),
            204 => Ok(Answer::Page(Page::default())),
            // A check-in, and much that is added or removed, is answered by nothing.
            200..300 if may_be_nothing(sent) && reply.body.trim_ascii().is_empty() => Ok(Answer::Page(Page::default())),
            200..300 if enveloped::speaks(sent) => enveloped::read(sent, reply).map(Answer::Page),
            200..300 if xml::speaks(sent) => read_xml(sent, reply).map(Answer::Page),
            200..300 if scim::speaks(sent) => scim::read(sent, reply).map(Answer::Page),
            200..300 => read_success(sent, reply).map(Answer::Page),
            500 if is_health(sent, reply) => read_success(sent, reply).map(Answer::Page),
            _ => Err(refusal::read(sent, reply)),
        }
    }

    fn first_page(&self, request: Request, operation: Option<&Operation>, limit: Option<usize>) -> Request {
        let mut first = request;
        if let Some(operation) = operation {
            first.pages = operation.paging;
        }
        match first.pages {
            Some(Paging::LinkHeader) => paging::first(first, limit),
            Some(Paging::Offset) => enveloped::first(first, limit),
            Some(Paging::StartIndex) => scim::first(first, limit),
            _ => first,
        }
    }

    fn known_way(&self, request: &Request) -> Option<Request> {
        scim::speaks(request).then(|| self.scim.known(request))
    }

    fn another_way(&self, sent: &Request, refusal: &Refusal) -> Option<Request> {
        self.scim.another(sent, refusal)
    }
}

/// A change, unless it is made for its answer, or is one of those that are always answered in XML.
fn may_be_nothing(sent: &Request) -> bool {
    sent.repeat == Repeat::OnlyIfUnsent && !xml::speaks(sent) && !sent.url.path().ends_with("/check-out")
}

/// An appliance that is not well says so by the status, and how it is in the body.
fn is_health(sent: &Request, reply: &Reply) -> bool {
    let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    sent.url.path().ends_with("/api/command/v2/health") && body["appliance_id"].is_string()
}

fn read_xml(sent: &Request, reply: &Reply) -> Result<Page, Fault> {
    if is_page(reply) {
        return Err(garbled(sent, reply, "it is HTML, as of a proxy or a login page"));
    }
    let (records, list) = xml::records(sent, reply).map_err(|fault| archive::explained(sent, fault))?;
    archive::listed(sent, reply, Page { records, list, ..Page::default() })
}

/// What is written for people is seldom XML as well.
fn is_page(reply: &Reply) -> bool {
    let begin = String::from_utf8_lossy(&reply.body[..reply.body.len().min(256)]);
    let begin = begin.trim_start_matches('\u{feff}').trim_start().to_lowercase();
    begin.starts_with("<!doctype html") || begin.starts_with("<html")
}

fn read_success(sent: &Request, reply: &Reply) -> Result<Page, Fault> {
    if let Some(fault) = unusable(sent, reply) {
        return Err(fault);
    }
    let whole: &RawValue = serde_json::from_slice(&reply.body)
        .map_err(|error| garbled(sent, reply, &format!("it is no JSON: {error}")))?;
    let one = || Page { records: vec![Record::from_json_bytes(reply.body.clone())], ..Page::default() };
    match serde_json::from_str::<Vec<&RawValue>>(whole.get()) {
        // A list is never anything else, and what is something else is of a gateway.
        Err(_) if sent.pages.is_some() => Err(garbled(sent, reply, "it is no list")),
        Err(_) => Ok(one()),
        Ok(items) => Ok(Page {
            records: items.into_iter().map(|raw| record(reply, raw)).collect(),
            list: true,
            next: paging::following(sent, reply),
            total: paging::total(reply),
            ..Page::default()
        }),
    }
}
