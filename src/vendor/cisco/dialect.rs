//! How the dashboard answers: lists under a name of their own, changes that count what failed, and "unauthorized" where a
//! permission is missing.

mod bulk;
mod paging;
mod refusal;
#[cfg(test)]
mod tests;
mod ways;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::gone::GONE;
use crate::catalog::{Operation, Paging};
use crate::config::Account;
use crate::dialect::{Answer, Dialect, Page, garbled, record};
use crate::http::{Fault, Refusal, Repeat, Reply, Request};
use crate::record::Record;
use paging::Pagination;
use ways::Ways;

pub(super) const AGENTS: &str = "/nbapi/ei/v1/agents";
pub(super) const ASSET_TYPES: &str = "/nbapi/ei/v1/assetTypes";
pub(super) const DEVICES: &str = "/nbapi/edm/v1/devices";

/// Lists, and the member of the answer that holds the records.
const LISTS: &[(&str, &str)] = &[(AGENTS, "agents"), (ASSET_TYPES, "assetTypes"), (DEVICES, "results")];

/// Reads the replies of the dashboard.
pub(super) struct Cisco {
    pagination: Pagination,
    ways: Ways,
}

impl Cisco {
    pub(super) fn new(account: &Account) -> Self {
        Self { pagination: Pagination::of(account), ways: Ways::of(account) }
    }

    fn read_success(&self, sent: &Request, reply: &Reply) -> Result<Page, Fault> {
        self.ways.learn(sent);
        let whole: &RawValue =
            serde_json::from_slice(&reply.body).map_err(|error| garbled(sent, reply, &error.to_string()))?;
        if let Some(page) = bulk::read(sent, reply)? {
            return Ok(page);
        }
        let (records, list) = records(sent, reply, whole)?;
        let after = list.then(|| self.pagination.after(sent, &reply.body, records.len() as u64));
        let (next, total) = after.unwrap_or_default();
        Ok(Page { records, list, next, total, ..Page::default() })
    }
}

/// The list that is asked for, if it is one.
fn list_of(request: &Request) -> Option<&'static (&'static str, &'static str)> {
    let is_it = |(path, _): &&(&str, &str)| request.url.path().ends_with(path);
    LISTS.iter().find(is_it).filter(|_| request.method == reqwest::Method::GET)
}

/// The records, and whether they are a list.
fn records(sent: &Request, reply: &Reply, whole: &RawValue) -> Result<(Vec<Record>, bool), Fault> {
    let items =
        |raw: &RawValue| serde_json::from_str::<Vec<&RawValue>>(raw.get()).ok().map(|items| split(reply, &items));
    if let Some(records) = items(whole) {
        return Ok((records, true));
    }
    let Some((_, member)) = list_of(sent) else {
        return Ok((vec![Record::from_json_bytes(reply.body.clone())], false));
    };
    let members: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(whole.get()).unwrap_or_default();
    let found = members.get(*member).and_then(|raw| items(raw));
    found.map(|records| (records, true)).ok_or_else(|| garbled(sent, reply, &format!("it has no list `{member}`")))
}

fn split(reply: &Reply, items: &[&RawValue]) -> Vec<Record> {
    items.iter().map(|raw| record(reply, raw)).collect()
}

/// What a change answers when it is done, and no answer to a question.
fn read_nothing(sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
    match sent.repeat {
        Repeat::OnlyIfUnsent => Ok(Answer::Page(Page::default())),
        Repeat::Freely => Err(garbled(sent, reply, "it is empty")),
    }
}

impl Dialect for Cisco {
    fn read(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        match reply.status {
            204 => {
                self.ways.learn(sent);
                Ok(Answer::Page(Page::default()))
            }
            200..300 if reply.is_html() => {
                Err(garbled(sent, reply, &format!("it is a page of HTML; {}: {}", GONE.why, GONE.hint)))
            }
            200..300 if reply.body.trim_ascii().is_empty() => {
                self.ways.learn(sent);
                read_nothing(sent, reply)
            }
            200..300 => self.read_success(sent, reply).map(Answer::Page),
            _ => Err(refusal::read(sent, reply)),
        }
    }

    fn first_page(&self, request: Request, _: Option<&Operation>, limit: Option<usize>) -> Request {
        match list_of(&request) {
            Some((DEVICES, _)) => self.pagination.first_of_devices(request, limit),
            Some(_) => self.pagination.first_of_intelligence(request, limit),
            None => request,
        }
    }

    fn following(&self, sent: &Request, count: u64, total: u64) -> Option<Request> {
        let is_numbered = matches!(sent.pages, Some(Paging::Numbered | Paging::Offset));
        is_numbered.then(|| self.pagination.following(sent, count, total)).flatten()
    }

    fn smaller_page(&self, sent: &Request, refusal: &Refusal) -> Option<Request> {
        paging::smaller(sent, refusal)
    }

    fn known_way(&self, request: &Request) -> Option<Request> {
        self.ways.known(request)
    }

    fn another_way(&self, sent: &Request, refusal: &Refusal) -> Option<Request> {
        self.ways.another(sent, refusal)
    }

    fn tells_apart_by(&self, request: &Request) -> &'static str {
        match list_of(request) {
            Some((DEVICES, _)) => "eid",
            _ => "id",
        }
    }
}
