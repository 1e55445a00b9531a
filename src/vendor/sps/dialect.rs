//! How SPS answers: items with keys, one body with its key, or an error with a type.

mod entry;
mod refusal;
#[cfg(test)]
mod tests;

use serde_json::value::RawValue;
use url::Url;

use crate::catalog::{Operation, Paging};
use crate::dialect::{Answer, Dialect, Page, garbled, record, unusable};
use crate::http::{Fault, Reply, Request};
use crate::plan::join;
use entry::Members;

/// As many sessions as the box gives at once; a larger wish is cut to it.
const PAGE: usize = 500;
const LIMIT: &str = "limit";

/// Reads the replies of one box.
pub(super) struct Sps {
    base: Url,
}

impl Sps {
    /// For the box at this URL.
    pub(super) fn new(base: Url) -> Self {
        Self { base }
    }
}

impl Dialect for Sps {
    fn read(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        match reply.status {
            200..300 if reply.saved.is_some() => Ok(Answer::Page(Page::default())),
            204 => Ok(Answer::Page(Page::default())),
            200..300 if is_empty_delete(sent, reply) => Ok(Answer::Page(Page::default())),
            200..300 => match unusable(sent, reply) {
                Some(fault) => Err(fault),
                None => self.read_success(sent, reply).map(Answer::Page),
            },
            _ => Err(refusal::read(sent, reply)),
        }
    }

    fn first_page(&self, request: Request, operation: Option<&Operation>, limit: Option<usize>) -> Request {
        let mut first = request;
        first.pages = operation.map_or(Some(Paging::Link), |operation| operation.paging);
        if let Some(operation) = operation {
            first.answer = first.answer.or(operation.answer);
        }
        let takes_limit = operation.is_some_and(|operation| first.pages.is_some() && operation.has_parameter(LIMIT));
        match takes_limit && first.query(LIMIT).is_none() {
            true => first.with_query(LIMIT, &limit.unwrap_or(PAGE).clamp(1, PAGE).to_string()),
            false => first,
        }
    }
}

fn is_empty_delete(sent: &Request, reply: &Reply) -> bool {
    sent.method == reqwest::Method::DELETE && reply.body.trim_ascii().is_empty()
}

impl Sps {
    fn read_success(&self, sent: &Request, reply: &Reply) -> Result<Page, Fault> {
        if let Ok(list) = serde_json::from_slice::<Vec<&RawValue>>(&reply.body) {
            let records = list.into_iter().map(|raw| record(reply, raw)).collect();
            return Ok(Page { records, list: true, ..Page::default() });
        }
        let members: Members<'_> =
            serde_json::from_slice(&reply.body).map_err(|error| garbled(sent, reply, &error.to_string()))?;
        if members.get("error").is_some_and(|error| error.get() != "null") {
            return Err(refusal::read(sent, reply));
        }
        let (records, list) = members.records(reply, sent.answer);
        let meta: Meta<'_> =
            members.get("meta").and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
        let pages = sent.pages.is_some() && list;
        let next = match meta.next().filter(|_| pages) {
            Some(link) => self.next_page(sent, &link).map_err(|cause| garbled(sent, reply, cause))?,
            None => None,
        };
        Ok(Page { records, list, next, total: meta.total().filter(|_| pages), ..Page::default() })
    }

    /// The page that a link leads to. Lists of configuration link to what stands beside them, which is no page of theirs;
    /// and nothing is asked of another origin.
    fn next_page(&self, sent: &Request, link: &str) -> Result<Option<Request>, &'static str> {
        let url = match link.starts_with('/') {
            true => join(&self.base, link).ok(),
            false => Url::parse(link).ok().filter(|url| url.origin() == self.base.origin()),
        };
        let url = url.ok_or("its link to the next page leads to another origin")?;
        let is_page = url.path() == sent.url.path() && url != sent.url;
        Ok(is_page.then(|| Request { url, ..sent.clone() }))
    }
}

#[derive(serde::Deserialize, Default)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Meta<'a> {
    next: Option<&'a RawValue>,
    match_count: Option<&'a RawValue>,
}

impl Meta<'_> {
    fn next(&self) -> Option<String> {
        serde_json::from_str::<Option<String>>(self.next?.get()).ok()?.filter(|link| !link.is_empty())
    }

    fn total(&self) -> Option<u64> {
        self.match_count?.get().parse().ok()
    }
}
