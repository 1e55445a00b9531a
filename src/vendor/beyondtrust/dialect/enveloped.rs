//! Version 2 of the Reporting API, whose records stand under `data`, and whose lists page by `limit` and `offset`.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::dialect::{Page, garbled, record, unusable};
use crate::http::{Fault, Reply, Request};

/// The most that the site gives at once.
const LARGEST: usize = 5000;

/// The paths of the site that answer so.
pub(super) fn speaks(request: &Request) -> bool {
    request.url.path().contains("/api/reporting/v2/")
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
}

#[derive(Deserialize)]
struct List<'a> {
    #[serde(borrow)]
    items: Vec<&'a RawValue>,
    total: Option<u64>,
}

/// The page with as many records as can be, or as are wanted, unless the user said how many.
pub(super) fn first(request: Request, limit: Option<usize>) -> Request {
    match request.query("limit") {
        Some(_) => request,
        None => request.with_query("limit", &limit.unwrap_or(LARGEST).clamp(1, LARGEST).to_string()),
    }
}

pub(super) fn read(sent: &Request, reply: &Reply) -> Result<Page, Fault> {
    if let Some(fault) = unusable(sent, reply) {
        return Err(fault);
    }
    let broken =
        |error: serde_json::Error| garbled(sent, reply, &format!("it is not of the form of this API: {error}"));
    let Envelope { data } = serde_json::from_slice(&reply.body).map_err(broken)?;
    if sent.pages.is_none() {
        return Ok(Page { records: vec![record(reply, data)], ..Page::default() });
    }
    let list: List<'_> = serde_json::from_str(data.get()).map_err(broken)?;
    let records: Vec<_> = list.items.into_iter().map(|raw| record(reply, raw)).collect();
    let offset: u64 = sent.query("offset").and_then(|offset| offset.parse().ok()).unwrap_or(0);
    let reached = offset + records.len() as u64;
    let is_more = !records.is_empty() && list.total.is_some_and(|total| reached < total);
    let next = is_more.then(|| sent.with_query("offset", &reached.to_string()));
    Ok(Page { records, list: true, next, total: list.total, ..Page::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Paging;
    use crate::testing::reply_with_body;

    fn list(query: &str) -> Request {
        let url = format!("https://x.example/api/reporting/v2/duplicate-jump-clients{query}");
        Request { pages: Some(Paging::Offset), ..Request::get(url.parse().unwrap()) }
    }

    #[test]
    fn a_list_goes_on_until_its_total() {
        let body = reply_with_body(200, r#"{"data":{"items":[{"id":1.0},{"id":2}],"total":5}}"#);
        let page = |query: &str| read(&list(query), &body).unwrap();
        let next = |query: &str| page(query).next.map(|next| next.url.query().unwrap().to_owned());

        assert_eq!(page("").records[0].as_bytes(), b"{\"id\":1.0}");
        assert_eq!((page("").list, page("").total), (true, Some(5)));
        assert_eq!(next("?limit=2").as_deref(), Some("limit=2&offset=2"));
        assert_eq!(next("?limit=2&offset=3"), None);
    }

    #[test]
    fn one_thing_is_what_stands_under_data() {
        let one = Request { pages: None, ..list("/7") };

        let page = read(&one, &reply_with_body(200, r#"{"data":{"id":7}}"#)).unwrap();

        assert_eq!((page.records[0].as_bytes(), page.list), (&b"{\"id\":7}"[..], false));
        assert!(matches!(read(&one, &reply_with_body(200, "{}")), Err(Fault::Garbled { .. })));
        assert!(matches!(read(&one, &reply_with_body(200, "<html>")), Err(Fault::Garbled { .. })));
    }

    #[test]
    fn pages_are_as_large_as_can_be_and_as_small_as_is_wanted() {
        let size = |limit| first(list(""), limit).query("limit").unwrap();

        assert_eq!([size(None), size(Some(3)), size(Some(9999)), size(Some(0))], ["5000", "3", "5000", "1"]);
        assert_eq!(first(list("?limit=7"), None).query("limit").as_deref(), Some("7"));
    }
}
