//! How a site answers: a bare array or one thing, often nothing after a change, and the pages of a list in headers; older
//! APIs in XML.

mod paging;
mod refusal;
#[cfg(test)]
mod tests;
mod xml;

pub(super) use refusal::is_about_token;

use serde_json::value::RawValue;

use crate::catalog::{Operation, Paging};
use crate::dialect::{Answer, Dialect, Page, garbled, record, unusable};
use crate::http::{Fault, Repeat, Reply, Request};
use crate::record::Record;

/// Reads the replies of the site.
pub(super) struct BeyondTrust;

impl Dialect for BeyondTrust {
    fn read(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        match reply.status {
            200..300 if reply.saved.is_some() => Ok(Answer::Page(Page::default())),
            204 => Ok(Answer::Page(Page::default())),
            // A check-in, and much that is added or removed, is answered by nothing.
            200..300 if sent.repeat == Repeat::OnlyIfUnsent && reply.body.trim_ascii().is_empty() => {
                Ok(Answer::Page(Page::default()))
            }
            200..300 if xml::speaks(sent) => read_xml(sent, reply).map(Answer::Page),
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
            _ => first,
        }
    }
}

/// An appliance that is not well says so by the status, and how it is in the body.
fn is_health(sent: &Request, reply: &Reply) -> bool {
    let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    sent.url.path().ends_with("/api/command/v2/health") && body["appliance_id"].is_string()
}

fn read_xml(sent: &Request, reply: &Reply) -> Result<Page, Fault> {
    let (records, list) = xml::records(sent, reply)?;
    Ok(Page { records, list, ..Page::default() })
}

fn read_success(sent: &Request, reply: &Reply) -> Result<Page, Fault> {
    if let Some(fault) = unusable(sent, reply) {
        return Err(fault);
    }
    let whole: &RawValue = serde_json::from_slice(&reply.body)
        .map_err(|error| garbled(sent, reply, &format!("it is no JSON: {error}")))?;
    let one = || Page { records: vec![Record::from_json_bytes(reply.body.clone())], ..Page::default() };
    match serde_json::from_str::<Vec<&RawValue>>(whole.get()) {
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
