//! The ways of paging. Each is read from the request that was sent and from what it brought, and from nothing else.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::catalog::Paging;
use crate::given::text_of;
use crate::http::{Content, Request};
use crate::record::Record;

/// As many records as clients are known to ask for at once.
const PAGE: usize = 1000;
/// Sizes to fall back to when a server refuses that.
const SMALLER: [usize; 4] = [500, 200, 50, 10];
const SIZE: &str = "pageSize";
const LAST_CURSOR: &str = "lastCursorId";

/// The request with the size of its pages, unless the user gave one.
pub(super) fn first(request: Request, limit: Option<usize>) -> Request {
    let Some(pages) = request.pages else {
        return request;
    };
    let (least, most) = bounds(pages);
    match size_of(&request) {
        Some(_) => request,
        None => sized(&request, limit.unwrap_or(PAGE).clamp(least, most)),
    }
}

/// What the specification and living clients say of the sizes of pages.
fn bounds(pages: Paging) -> (usize, usize) {
    match pages {
        Paging::Cursor | Paging::OlderThan => (10, PAGE),
        Paging::CursorName => (5, 500),
        // The size that it has without being asked for one; no larger one is known.
        Paging::AnchorId => (1, 500),
        _ => (1, PAGE),
    }
}

/// The same with smaller pages.
pub(super) fn smaller(sent: &Request) -> Option<Request> {
    let size = size_of(sent)?;
    let smaller = SMALLER.into_iter().find(|smaller| *smaller < size)?;
    Some(sized(sent, smaller))
}

fn size_of(request: &Request) -> Option<usize> {
    match request.pages {
        Some(Paging::LastCursor) => usize::try_from(body_of(request).get(SIZE)?.as_u64()?).ok(),
        _ => request.query(SIZE)?.parse().ok(),
    }
}

fn sized(request: &Request, size: usize) -> Request {
    match request.pages {
        Some(Paging::LastCursor) => with_member(request, SIZE, Value::from(size)),
        _ => request.with_query(SIZE, &size.to_string()),
    }
}

fn body_of(request: &Request) -> Map<String, Value> {
    match &request.content {
        Content::Bytes { bytes, .. } => serde_json::from_slice(bytes).unwrap_or_default(),
        Content::Empty | Content::Form(_) | Content::File { .. } => Map::new(),
    }
}

fn with_member(request: &Request, name: &str, value: Value) -> Request {
    let mut body = body_of(request);
    body.insert(name.to_owned(), value);
    request.clone().json(&Value::Object(body))
}

/// How to ask for the page after this one; nothing after the last. Fails where there is a next page and no way to ask.
pub(super) fn following(sent: &Request, body: &[u8], records: &[Record]) -> Result<Option<Request>, &'static str> {
    let Some(pages) = sent.pages.filter(|_| !records.is_empty()) else {
        return Ok(None);
    };
    match pages {
        Paging::AfterId => after(sent, records, "after", "id"),
        Paging::AnchorId => after(sent, records, "anchorId", "id"),
        Paging::AnchorNaturalId => after(sent, records, "anchorNaturalId", "naturalId"),
        Paging::OlderThan => older_than(sent, records),
        Paging::Cursor => Ok(cursor(body).map(|name| sent.with_query("cursor", &name))),
        Paging::CursorName => Ok(cursor(body).map(|name| sent.with_query("cursorName", &name))),
        Paging::LastCursor => Ok(last_cursor(sent, body)),
        // Lists of NinjaOne page in none of the other ways.
        _ => Ok(None),
    }
}

/// Neither way says how many records there are, and a server may bring fewer at once than it is asked for.
struct Brought {
    next_size: usize,
    is_last: bool,
}

/// After a first page that is shorter than asked, what came is the size of the pages: one more question tells a short
/// list from a server that brings less than it is asked for. Of a server that brings less than can be asked for, only an
/// empty page tells the end.
fn brought(sent: &Request, place: &str, count: usize) -> Brought {
    let asked = size_of(sent).unwrap_or(count);
    let is_first = sent.query(place).is_none();
    let (least, _) = sent.pages.map_or((1, PAGE), bounds);
    Brought {
        next_size: if is_first { asked.min(count).max(least) } else { asked },
        is_last: !is_first && asked > least && count < asked.min(PAGE),
    }
}

/// The last record's `member` stands in `place` of the next request.
fn after(sent: &Request, records: &[Record], place: &str, member: &str) -> Result<Option<Request>, &'static str> {
    let brought = brought(sent, place, records.len());
    if brought.is_last {
        return Ok(None);
    }
    let last = records.last().and_then(|record| record.parse().ok()).unwrap_or_default();
    match &last[member] {
        id @ (Value::Number(_) | Value::String(_)) => {
            Ok(Some(sized(sent, brought.next_size).with_query(place, &text_of(id))))
        }
        _ => Err("its last record has no id, after which the next page begins"),
    }
}

fn older_than(sent: &Request, records: &[Record]) -> Result<Option<Request>, &'static str> {
    let brought = brought(sent, "olderThan", records.len());
    let smallest = records.iter().filter_map(id_of).min().ok_or("its records have no `id`, by which they page")?;
    let is_reached = newer_than(sent).is_some_and(|bound| smallest <= bound);
    if brought.is_last || is_reached {
        return Ok(None);
    }
    Ok(Some(sized(sent, brought.next_size).with_query("olderThan", &smallest.to_string())))
}

fn newer_than(sent: &Request) -> Option<i64> {
    sent.query("newerThan")?.parse().ok()
}

/// Leaves out what is not newer than the user asked: how the vendor takes both bounds together is not documented.
pub(super) fn keep_asked(sent: &Request, records: &mut Vec<Record>) {
    let bound = newer_than(sent).filter(|_| sent.pages == Some(Paging::OlderThan));
    if let Some(bound) = bound {
        records.retain(|record| id_of(record).is_none_or(|id| id > bound));
    }
}

fn id_of(record: &Record) -> Option<i64> {
    #[derive(Deserialize)]
    struct Numbered {
        id: i64,
    }
    serde_json::from_slice::<Numbered>(record.as_bytes()).ok().map(|record| record.id)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
struct Envelope<'a> {
    cursor_name: Option<&'a RawValue>,
    next_cursor_name: Option<&'a RawValue>,
    next_cursor: Option<&'a RawValue>,
    cursor: Option<&'a RawValue>,
    count: Option<&'a RawValue>,
    metadata: Option<&'a RawValue>,
}

/// Lists of custom fields do not say in their specification how the member is called; clients try these in turn.
fn cursor(body: &[u8]) -> Option<String> {
    let envelope: Envelope<'_> = serde_json::from_slice(body).ok()?;
    let places = [envelope.cursor_name, envelope.next_cursor_name, envelope.next_cursor, envelope.cursor];
    places.into_iter().flatten().find_map(name_of)
}

/// The cursor itself, or the object that has it as its `name`. Its `count` is not documented and says nothing here.
fn name_of(cursor: &RawValue) -> Option<String> {
    let cursor: Value = serde_json::from_str(cursor.get()).ok()?;
    let name = cursor.get("name").unwrap_or(&cursor);
    let is_name = name.is_number() || name.as_str().is_some_and(|name| !name.is_empty());
    is_name.then(|| text_of(name))
}

/// The same cursor again would bring the same page.
fn last_cursor(sent: &Request, body: &[u8]) -> Option<Request> {
    let envelope: Envelope<'_> = serde_json::from_slice(body).ok()?;
    let metadata: Value = serde_json::from_str(envelope.metadata?.get()).ok()?;
    let next = metadata.get(LAST_CURSOR).filter(|next| !next.is_null())?;
    (body_of(sent).get(LAST_CURSOR) != Some(next)).then(|| with_member(sent, LAST_CURSOR, next.clone()))
}

/// How many there are, where the last page of a list says it: what is missing then cannot be asked for.
pub(super) fn total(sent: &Request, body: &[u8], next: Option<&Request>) -> Option<u64> {
    let says_it = sent.pages == Some(Paging::CursorName) && next.is_none();
    let envelope: Envelope<'_> = serde_json::from_slice(body).ok().filter(|_| says_it)?;
    envelope.count?.get().parse().ok()
}
