//! SCIM, as RFC 7643 and 7644 have it: a media type of its own, values in objects, and lists that say where they begin. Where
//! a site has it is known in two forms, with a version and without.

use std::cell::Cell;

use bytes::Bytes;
use reqwest::header::ACCEPT;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::refusal::short;
use crate::dialect::{Page, garbled, record, unusable};
use crate::http::{Content, Fault, Refusal, Reply, Request};
use crate::record::Record;

const MEDIA: &str = "application/scim+json";
const WITH_VERSION: &str = "/api/scim/v2/";
const PLAIN: &str = "/api/scim/";

const START: &str = "startIndex";
const COUNT: &str = "count";
/// Records of a page; a site that gives fewer says so in its answer.
const SIZE: usize = 100;

/// Kinds of things, and the schema that each of them names.
const SCHEMAS: &[(&str, &str)] = &[
    ("Users", "urn:ietf:params:scim:schemas:core:2.0:User"),
    ("Groups", "urn:ietf:params:scim:schemas:core:2.0:Group"),
];

/// Whether a request is of this API.
pub(super) fn speaks(request: &Request) -> bool {
    request.url.path().contains(PLAIN)
}

/// Where the site has it, once something there has answered in its way.
#[derive(Default)]
pub(super) struct Ways {
    has_version: Cell<Option<bool>>,
}

impl Ways {
    /// Only what knows SCIM names schemas, be it a list, a thing or an error.
    pub(super) fn learn(&self, sent: &Request, reply: &Reply) {
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        if body["schemas"].is_array() || reply.status == 204 {
            self.has_version.set(Some(sent.url.path().contains(WITH_VERSION)));
        }
    }

    /// The request in the media type of SCIM, where the site is known to have it.
    pub(super) fn known(&self, request: &Request) -> Request {
        let mut known = match self.has_version.get() {
            Some(false) => without_version(request).unwrap_or_else(|| request.clone()),
            _ => request.clone(),
        };
        known.set_header(ACCEPT, MEDIA, false);
        if let Content::Bytes { bytes, .. } = &known.content {
            known.content = Content::Bytes { bytes: in_objects(&known, bytes), media: MEDIA };
        }
        known
    }

    /// The same without the version, after the site knew nothing of the other.
    pub(super) fn another(&self, sent: &Request, refusal: &Refusal) -> Option<Request> {
        let is_open = self.has_version.get().is_none() && matches!(refusal.status, 404 | 405);
        if is_open { without_version(sent) } else { None }
    }
}

fn without_version(request: &Request) -> Option<Request> {
    let path = request.url.path();
    path.contains(WITH_VERSION).then(|| {
        let mut other = request.clone();
        other.url.set_path(&path.replacen(WITH_VERSION, PLAIN, 1));
        other
    })
}

/// The schema is named, and what a flag gives as a plain text becomes the object that SCIM wants.
fn in_objects(request: &Request, bytes: &Bytes) -> Bytes {
    let Ok(Value::Object(body)) = serde_json::from_slice::<Value>(bytes) else { return bytes.clone() };
    let schema = SCHEMAS.iter().find(|(kind, _)| request.url.path().split('/').any(|part| part == *kind));
    let named = schema.filter(|_| !body.contains_key("schemas")).map(|(_, urn)| ("schemas".to_owned(), json!([urn])));
    let members = body.into_iter().map(|(name, value)| match (name.as_str(), value) {
        ("members", Value::Array(items)) => (name, items.into_iter().map(in_object).collect()),
        ("emails", Value::Array(items)) => (name, addresses(items)),
        (_, value) => (name, value),
    });
    Bytes::from(Value::Object(named.into_iter().chain(members).collect::<Map<_, _>>()).to_string())
}

fn in_object(item: Value) -> Value {
    if item.is_string() { json!({ "value": item }) } else { item }
}

/// The first is the main one.
fn addresses(items: Vec<Value>) -> Value {
    let each = items.into_iter().enumerate().map(|(number, item)| match item {
        Value::String(address) => json!({ "value": address, "primary": number == 0 }),
        item => item,
    });
    each.collect()
}

/// The first page, as large as it can be and as small as is wanted.
pub(super) fn first(request: Request, limit: Option<usize>) -> Request {
    let size = limit.unwrap_or(SIZE).clamp(1, SIZE).to_string();
    [(START, "1"), (COUNT, &size)].into_iter().fold(request, |request, (name, value)| match request.query(name) {
        Some(_) => request,
        None => request.with_query(name, value),
    })
}

#[derive(serde::Deserialize)]
struct List<'a> {
    #[serde(rename = "totalResults")]
    total: Option<u64>,
    #[serde(rename = "startIndex")]
    start: Option<u64>,
    /// An empty list may have none.
    #[serde(rename = "Resources", borrow, default)]
    resources: Vec<&'a RawValue>,
}

/// A list with its next page, or one thing.
pub(super) fn read(sent: &Request, reply: &Reply) -> Result<Page, Fault> {
    if let Some(fault) = unusable(sent, reply) {
        return Err(fault);
    }
    let is_list = is_list(&reply.body).map_err(|error| garbled(sent, reply, &format!("it is no JSON: {error}")))?;
    if !is_list && sent.pages.is_some() {
        return Err(garbled(sent, reply, "it is no list of SCIM"));
    }
    if !is_list {
        return Ok(Page { records: vec![Record::from_json_bytes(reply.body.clone())], ..Page::default() });
    }
    let list: List<'_> = serde_json::from_slice(&reply.body)
        .map_err(|error| garbled(sent, reply, &format!("it is no list of SCIM: {error}")))?;
    let records: Vec<Record> = list.resources.iter().map(|raw| record(reply, raw)).collect();
    let asked = sent.query(START).and_then(|start| start.parse().ok());
    let next = list.start.or(asked).unwrap_or(1) + records.len() as u64;
    let has_more = !records.is_empty() && list.total.is_some_and(|total| next <= total);
    let next = (has_more && sent.pages.is_some()).then(|| sent.with_query(START, &next.to_string()));
    Ok(Page { records, list: true, next, total: list.total, ..Page::default() })
}

fn is_list(body: &[u8]) -> Result<bool, serde_json::Error> {
    let value: std::collections::BTreeMap<std::borrow::Cow<'_, str>, &RawValue> = serde_json::from_slice(body)?;
    Ok(value.contains_key("totalResults") || value.contains_key("Resources"))
}

/// What is wrong, in the words of SCIM's own errors; those of the site besides.
pub(super) fn words(body: &Value) -> (Option<String>, Option<String>) {
    let said = ["detail", "message", "scimType"].iter().find_map(|member| body[*member].as_str());
    (None, said.and_then(short))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Repeat;
    use crate::testing::reply_with_body;
    use reqwest::Method;

    fn get(path: &str) -> Request {
        let mut request = Request::get(format!("https://site.example{path}").parse().unwrap());
        request.pages = Some(crate::catalog::Paging::StartIndex);
        request
    }

    fn post(path: &str, body: &Value) -> Request {
        let url = format!("https://site.example{path}").parse().unwrap();
        Request::new(Method::POST, url, Repeat::OnlyIfUnsent).json(body)
    }

    fn refused(status: u16) -> Refusal {
        Refusal { status, ..Refusal::default() }
    }

    #[test]
    fn a_list_goes_on_until_its_total() {
        let sent = get("/api/scim/v2/Users?startIndex=3&count=2");
        let page = |body: Value| read(&sent, &reply_with_body(200, &body.to_string())).unwrap();
        let next = |body| page(body).next.map(|next: Request| next.url.query().unwrap().to_owned());

        let two = json!([{"id": "a"}, {"id": "b"}]);
        assert_eq!(
            next(json!({"totalResults": 5, "startIndex": 3, "Resources": two})).as_deref(),
            Some("count=2&startIndex=5")
        );
        assert_eq!(next(json!({"totalResults": 4, "startIndex": 3, "Resources": two})), None);
        assert_eq!(next(json!({"totalResults": 9, "Resources": []})), None);
        let empty = page(json!({"totalResults": 0}));
        assert_eq!((empty.records.len(), empty.list, empty.total), (0, true, Some(0)));
    }

    #[test]
    fn what_is_no_list_is_no_page_of_one() {
        let list = get("/api/scim/v2/Users");

        let found =
            ["{}", r#"{"error":"access_denied"}"#].map(|body| read(&list, &reply_with_body(200, body)).is_err());

        assert_eq!(found, [true; 2]);
    }

    #[test]
    fn one_thing_is_itself() {
        let alone = Request { pages: None, ..get("/api/scim/v2/Users/1") };

        let page = read(&alone, &reply_with_body(200, r#"{"id":"1"}"#)).unwrap();

        assert_eq!((page.records.len(), page.list), (1, false));
    }

    #[test]
    fn pages_are_as_large_as_can_be() {
        let query = |path: &str, limit| first(get(path), limit).url.query().unwrap().to_owned();

        assert_eq!(query("/api/scim/v2/Users", None), "startIndex=1&count=100");
        assert_eq!(query("/api/scim/v2/Users", Some(3)), "startIndex=1&count=3");
        assert_eq!(query("/api/scim/v2/Users?count=7", Some(3)), "count=7&startIndex=1");
    }

    #[test]
    fn what_is_unknown_with_a_version_is_tried_without_until_something_has_answered() {
        let ways = Ways::default();
        let sent = get("/api/scim/v2/Users/7?count=1");

        let other = ways.another(&sent, &refused(404)).unwrap();
        assert_eq!(other.url.as_str(), "https://site.example/api/scim/Users/7?count=1");
        assert!(ways.another(&other, &refused(404)).is_none() && ways.another(&sent, &refused(500)).is_none());

        ways.learn(&sent, &reply_with_body(404, r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"]}"#));
        assert!(ways.another(&sent, &refused(404)).is_none());

        ways.learn(&other, &reply_with_body(200, r#"{"schemas":[]}"#));
        assert_eq!(ways.known(&sent).url.path(), "/api/scim/Users/7");
    }

    #[test]
    fn a_page_of_nobody_teaches_nothing() {
        let ways = Ways::default();

        ways.learn(&get("/api/scim/v2/Users"), &reply_with_body(404, r#"{"message":"Not Found"}"#));

        assert!(ways.another(&get("/api/scim/v2/Users"), &refused(404)).is_some());
    }

    #[test]
    fn a_body_names_its_schema_and_has_its_values_in_objects() {
        let body = |path: &str, body: Value| match Ways::default().known(&post(path, &body)).content {
            Content::Bytes { bytes, media: MEDIA } => serde_json::from_slice::<Value>(&bytes).unwrap(),
            other => panic!("{other:?}"),
        };

        assert_eq!(
            body("/api/scim/v2/Groups", json!({"displayName": "a", "members": ["1", {"value": "2"}]})),
            json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                "displayName": "a", "members": [{"value": "1"}, {"value": "2"}],
            })
        );
        assert_eq!(
            body("/api/scim/v2/Users", json!({"schemas": ["own"], "emails": ["a@x", "b@x"]})),
            json!({"schemas": ["own"], "emails": [{"value": "a@x", "primary": true}, {"value": "b@x", "primary": false}]})
        );
    }

    #[test]
    fn an_error_is_told_in_its_own_words() {
        let error = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "scimType": "uniqueness",
            "detail": "There is one already.", "status": "409"});

        assert_eq!(words(&error), (None, Some("There is one already.".to_owned())));
        assert_eq!(words(&json!({"message": "Forbidden"})), (None, Some("Forbidden".to_owned())));
    }
}
