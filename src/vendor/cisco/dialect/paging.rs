//! How lists are asked for page by page: gateways by numbers, sorted by `eid`; Edge Intelligence as the profile says, or as
//! the server's answers show it, because its names are published nowhere.

use serde::Deserialize;

use super::list_of;
use crate::catalog::Paging;
use crate::config::Account;
use crate::http::{Refusal, Request};

/// As many as the gateways' API gives at once.
const PAGE: u64 = 200;
/// Sizes to fall back to when a server refuses that.
const SMALLER: [u64; 3] = [100, 50, 10];

/// The names of a way: the place in the list, and the size of a page.
type Names = (&'static str, &'static str);
const NUMBERED: Names = ("page", "size");
const OFFSET: Names = ("offset", "limit");

/// What the profile says of paging.
pub(super) struct Pagination {
    intelligence: Option<Paging>,
    first_page: u64,
}

/// What answers say of their place in the list.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Envelope {
    page: Option<u64>,
    size: Option<u64>,
    offset: Option<u64>,
    limit: Option<u64>,
    total: Option<u64>,
    total_count: Option<u64>,
    total_elements: Option<u64>,
}

fn names(paging: Paging) -> Names {
    if paging == Paging::Offset { OFFSET } else { NUMBERED }
}

impl Pagination {
    pub(super) fn of(account: &Account) -> Self {
        let intelligence = match account.plain("ei_paging") {
            Some("page,size") => Some(Paging::Numbered),
            Some("offset,limit") => Some(Paging::Offset),
            _ => None,
        };
        let first_page = account.plain("first_page").and_then(|number| number.parse().ok()).unwrap_or(1);
        Self { intelligence, first_page }
    }

    /// In any other order than by `eid`, pages repeat gateways and skip others.
    pub(super) fn first_of_devices(&self, request: Request, limit: Option<usize>) -> Request {
        let sorted = [("sortBy", "eid"), ("sortDir", "asc")].into_iter().fold(request, |request, (name, value)| {
            if request.query(name).is_some() { request } else { request.with_query(name, value) }
        });
        self.first(sorted, Paging::Numbered, limit)
    }

    pub(super) fn first_of_intelligence(&self, request: Request, limit: Option<usize>) -> Request {
        match self.intelligence {
            Some(paging) => self.first(request, paging, limit),
            None => request,
        }
    }

    fn first(&self, request: Request, paging: Paging, limit: Option<usize>) -> Request {
        let (place, size) = names(paging);
        let start = if paging == Paging::Offset { 0 } else { self.first_page };
        let most = limit.map_or(PAGE, |limit| (limit as u64).clamp(1, PAGE));
        let mut first = request;
        for (name, value) in [(place, start), (size, most)] {
            if first.query(name).is_none() {
                first = first.with_query(name, &value.to_string());
            }
        }
        first.pages = Some(paging);
        first
    }

    /// How to ask for the page after the one that brought so many records, and how many there are in all.
    pub(super) fn after(&self, sent: &Request, body: &[u8], count: u64) -> (Option<Request>, Option<u64>) {
        let envelope: Envelope = serde_json::from_slice(body).unwrap_or_default();
        let total = envelope.total.or(envelope.total_count).or(envelope.total_elements);
        let next = match sent.pages {
            _ if count == 0 => None,
            Some(paging @ (Paging::Numbered | Paging::Offset)) => self.next(sent, paging, count, total),
            _ => shown(sent, &envelope).and_then(|(sent, paging)| self.next(&sent, paging, count, total)),
        };
        (next, total)
    }

    fn next(&self, sent: &Request, paging: Paging, count: u64, total: Option<u64>) -> Option<Request> {
        let (place, size) = names(paging);
        let asked = number(sent, size)?;
        match total {
            Some(total) => self.following(sent, asked.min(count).max(1), total),
            None if count < asked => None,
            None => Some(sent.with_query(place, &self.step(number(sent, place)?, paging, count).to_string())),
        }
    }

    fn step(&self, place: u64, paging: Paging, count: u64) -> u64 {
        place + if paging == Paging::Offset { count } else { 1 }
    }

    /// The page after one with `count` of `total` records, if there is one.
    pub(super) fn following(&self, sent: &Request, count: u64, total: u64) -> Option<Request> {
        let paging = sent.pages?;
        let (place, size) = names(paging);
        let at = number(sent, place)?;
        let seen = match paging {
            Paging::Offset => at + count,
            _ => (at.saturating_sub(self.first_page) + 1) * number(sent, size)?,
        };
        (seen < total).then(|| sent.with_query(place, &self.step(at, paging, count).to_string()))
    }
}

/// The request as it would have asked for the page that came, where the answer tells how it pages.
fn shown(sent: &Request, envelope: &Envelope) -> Option<(Request, Paging)> {
    list_of(sent)?;
    let (place, size, paging) = match (envelope.page.zip(envelope.size), envelope.offset.zip(envelope.limit)) {
        (Some((page, size)), _) => (page, size, Paging::Numbered),
        (None, Some((offset, limit))) => (offset, limit, Paging::Offset),
        (None, None) => return None,
    };
    let names = names(paging);
    let mut asked = sent.with_query(names.0, &place.to_string()).with_query(names.1, &size.to_string());
    asked.pages = Some(paging);
    Some((asked, paging)).filter(|_| size > 0)
}

fn number(request: &Request, name: &str) -> Option<u64> {
    request.query(name)?.parse().ok()
}

/// The same with smaller pages, where the refusal is about the size.
pub(super) fn smaller(sent: &Request, refusal: &Refusal) -> Option<Request> {
    let (_, name) = names(sent.pages?);
    let is_about_it = refusal.message.as_ref().is_some_and(|text| text.to_lowercase().contains(name));
    let size = number(sent, name).filter(|_| is_about_it && matches!(refusal.status, 400 | 422))?;
    let smaller = SMALLER.into_iter().find(|smaller| *smaller < size)?;
    Some(sent.with_query(name, &smaller.to_string()))
}
