//! Pages by the headers of an answer. The address of the next page is the vendor's, but only its query is taken: the
//! credentials go to the site that is configured, under whatever name it writes its own addresses.

use crate::http::{Reply, Request};

/// The fewest and the most records of a page.
const SIZES: (usize, usize) = (5, 100);
const SIZE: &str = "per_page";
const PAGE: &str = "current_page";

/// The request with the size of its pages, unless the user gave one.
pub(super) fn first(request: Request, limit: Option<usize>) -> Request {
    match request.query(SIZE) {
        Some(_) => request,
        None => request.with_query(SIZE, &limit.unwrap_or(SIZES.1).clamp(SIZES.0, SIZES.1).to_string()),
    }
}

/// How to ask for the page after this one.
pub(super) fn following(sent: &Request, reply: &Reply) -> Option<Request> {
    match reply.header("link") {
        Some(links) => target(links, "next").and_then(|target| with_query_of(sent, target)),
        None => by_number(sent, reply),
    }
}

fn with_query_of(sent: &Request, target: &str) -> Option<Request> {
    let target = sent.url.join(target).ok()?;
    let mut next = sent.clone();
    next.url.set_query(Some(target.query()?));
    Some(next)
}

/// Where something in between has taken the links out.
fn by_number(sent: &Request, reply: &Reply) -> Option<Request> {
    let (page, last) = (number(reply, "x-bt-pagination-current-page")?, number(reply, "x-bt-pagination-last-page")?);
    (page < last).then(|| sent.with_query(PAGE, &(page + 1).to_string()))
}

/// How many records there are in all.
pub(super) fn total(reply: &Reply) -> Option<u64> {
    number(reply, "x-bt-pagination-total")
}

fn number(reply: &Reply, name: &str) -> Option<u64> {
    reply.header(name)?.trim().parse().ok()
}

/// The address in `<...>; rel="..."` with this relation. Addresses may hold commas.
fn target<'a>(links: &'a str, relation: &str) -> Option<&'a str> {
    let parts = links.split('<').skip(1).filter_map(|part| part.split_once('>'));
    let is_it = |parameters: &str| {
        let mut named = parameters.split([';', ',']).filter_map(|one| one.trim().strip_prefix("rel="));
        named.any(|value| value.trim_matches('"').split(' ').any(|word| word.eq_ignore_ascii_case(relation)))
    };
    parts.into_iter().find(|(_, parameters)| is_it(parameters)).map(|(address, _)| address)
}
