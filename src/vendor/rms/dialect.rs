//! How RMS answers: an envelope, errors in a list, offset paging, and the channels on which asynchronous work reports.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use url::Url;

use crate::catalog::{Operation, Paging};
use crate::dialect::{Answer, Dialect, Ending, Page, Working, garbled, of_unknown_end, record, unusable};
use crate::http::{Content, Fault, Refusal, Repeat, Reply, Request};
use crate::plan::encode;
use crate::record::Record;

/// The largest page that clients are known to use on lists of all kinds.
const PAGE: usize = 1000;
/// Sizes to fall back to when a server refuses that.
const SMALLER: [usize; 2] = [100, 10];
const FIRST_LOOK: Duration = Duration::from_millis(200);

/// Reads the replies of the API and of the status channels.
pub(super) struct Rms {
    status: Url,
}

impl Rms {
    pub(super) fn new(status: Url) -> Self {
        Self { status }
    }

    fn is_channel(&self, sent: &Request) -> bool {
        sent.url.as_str().starts_with(self.status.as_str().trim_end_matches('/'))
            && sent.url.path().contains("/channel/")
    }

    fn accepted(&self, sent: &Request, channel: &str) -> Result<Answer, Fault> {
        let path = format!("/channel/{}", encode(channel));
        let mut ask = Request::get(crate::plan::join(&self.status, &path)?);
        ask.name = sent.name.clone();
        ask.awaited = device_ids(&sent.content);
        ask.follows_change = sent.repeat == Repeat::OnlyIfUnsent;
        let handle = Record::from(serde_json::json!({ "channel": channel }));
        Ok(Answer::Working(Working { ask, pause: FIRST_LOOK, handle, said: None, ended: Vec::new() }))
    }

    fn read_success(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        if let Some(member) = sent.answer {
            return self.read_member(sent, reply, member);
        }
        if let Ok(envelope) = serde_json::from_slice::<Envelope<'_, Vec<&RawValue>>>(&reply.body) {
            let records = envelope.data.iter().flatten().map(|raw| record(reply, raw)).collect();
            let list = envelope.data.is_some();
            return self.read_envelope(sent, reply, &envelope, Page { records, list, ..Page::default() });
        }
        let envelope: Envelope<'_, &RawValue> =
            serde_json::from_slice(&reply.body).map_err(|error| garbled(sent, reply, &error.to_string()))?;
        let records = envelope.data.iter().map(|raw| record(reply, raw)).collect();
        self.read_envelope(sent, reply, &envelope, Page { records, ..Page::default() })
    }

    /// A few answers have their records elsewhere than under `data`.
    fn read_member(&self, sent: &Request, reply: &Reply, member: &str) -> Result<Answer, Fault> {
        let unreadable = |error: serde_json::Error| garbled(sent, reply, &error.to_string());
        let members: BTreeMap<String, &RawValue> = serde_json::from_slice(&reply.body).map_err(unreadable)?;
        let envelope: Envelope<'_, &RawValue> = serde_json::from_slice(&reply.body).map_err(unreadable)?;
        let listed = members.get(member).map(|raw| serde_json::from_str::<Vec<&RawValue>>(raw.get()));
        let page = match (listed, members.get(member)) {
            // The answer itself is the record.
            _ if member.is_empty() => {
                Page { records: vec![Record::from_json_bytes(reply.body.clone())], ..Page::default() }
            }
            (Some(Ok(items)), _) => {
                let records = items.into_iter().map(|raw| record(reply, raw)).collect();
                Page { records, list: true, ..Page::default() }
            }
            (_, Some(raw)) => Page { records: vec![record(reply, raw)], ..Page::default() },
            (_, None) => Page::default(),
        };
        self.read_envelope(sent, reply, &envelope, page)
    }

    fn read_envelope<D>(
        &self,
        sent: &Request,
        reply: &Reply,
        envelope: &Envelope<'_, D>,
        mut page: Page,
    ) -> Result<Answer, Fault> {
        let (meta, problems) = (envelope.meta(), problems(envelope.errors));
        if envelope.success == Some(false) {
            return Err(Fault::Refused(refusal(reply, problems.first())));
        }
        // An upload of passwords names the devices that it has accepted, besides the channel.
        if let Some(channel) = meta.channel.filter(|_| problems.is_empty()) {
            return self.accepted(sent, &channel);
        }
        // `GET /user` comes without an envelope.
        if envelope.data.is_none() && envelope.success.is_none() && sent.answer.is_none() {
            page.records = vec![Record::from_json_bytes(reply.body.clone())];
        }
        page.total = meta.total.or(meta.users_total).and_then(number);
        page.refused = problems.iter().map(|problem| refusal(reply, Some(problem))).collect();
        page.next = next_page(sent, &page);
        Ok(Answer::Page(page))
    }

    fn read_channel(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        let status: Channel<'_> =
            serde_json::from_slice(&reply.body).map_err(|error| garbled(sent, reply, &error.to_string()))?;
        if status.success == Some(false) {
            return Err(Fault::Refused(refusal(reply, problems(status.errors).first())));
        }
        let keys = match status.data {
            Value::Object(keys) => keys,
            // A list without anything in it is how PHP writes an object without members: nothing is told yet.
            Value::Null => serde_json::Map::new(),
            Value::Array(list) if list.is_empty() => serde_json::Map::new(),
            _ => return Err(garbled(sent, reply, "its `data` names no devices")),
        };
        let said = keys.values().filter_map(last_event).filter_map(|event| event["value"].as_str()).next_back();
        let ended: Vec<Ending> = keys.iter().filter_map(|(id, events)| ending(id, last_event(events)?)).collect();
        // Some work reports under another key than the devices it was asked for: then those that report are all.
        let reports = |id: &String| keys.contains_key(id);
        let all = !ended.is_empty()
            && ended.len() == keys.len()
            && (sent.awaited.iter().all(reports) || !sent.awaited.iter().any(reports));
        Ok(match all {
            true => Answer::Ended(ended),
            false => Answer::Working(still_working(sent, said.map(str::to_owned), ended)),
        })
    }
}

impl Dialect for Rms {
    fn read(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        let channel = self.is_channel(sent);
        match reply.status {
            404 if channel && names_no_channel(reply) => Ok(Answer::Working(still_working(sent, None, Vec::new()))),
            200..300 if reply.saved.is_some() => Ok(Answer::Page(Page::default())),
            204 => Ok(Answer::Page(Page::default())),
            200..300 => match unusable(sent, reply) {
                Some(fault) => Err(fault),
                None if channel => self.read_channel(sent, reply),
                None => self.read_success(sent, reply),
            },
            _ => Err(read_refusal(sent, reply)),
        }
    }

    fn first_page(&self, request: Request, operation: Option<&Operation>, limit: Option<usize>) -> Request {
        if operation.is_some_and(|operation| operation.paging.is_none()) {
            return request;
        }
        let size = limit.unwrap_or(PAGE).clamp(1, PAGE);
        let mut first = request.with_query("limit", &size.to_string()).with_query("offset", "0");
        first.pages = Some(Paging::Offset);
        first
    }

    fn following(&self, sent: &Request, count: u64, total: u64) -> Option<Request> {
        page_after(sent, count, total)
    }

    fn smaller_page(&self, sent: &Request, refusal: &Refusal) -> Option<Request> {
        let about_limit = [&refusal.source, &refusal.message].into_iter().flatten().any(|text| text.contains("limit"));
        let size: usize = sent.query("limit")?.parse().ok()?;
        let smaller = SMALLER.into_iter().find(|smaller| *smaller < size)?;
        (matches!(refusal.status, 400 | 422) && about_limit).then(|| sent.with_query("limit", &smaller.to_string()))
    }

    /// The vendor's guide of 2022 misspells one scope; whoever copied it looks for the wrong word.
    fn scope_spelling(&self, word: &str) -> String {
        word.replace("device_remoce_access", "device_remote_access")
    }
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "D: Deserialize<'de>, 'de: 'a"))]
struct Envelope<'a, D> {
    success: Option<bool>,
    #[serde(default = "nothing")]
    data: Option<D>,
    #[serde(borrow)]
    meta: Option<&'a RawValue>,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
}

fn nothing<D>() -> Option<D> {
    None
}

impl<'a, D> Envelope<'a, D> {
    /// Empty where it is missing, `null`, or the `[]` as which PHP writes an object without members.
    fn meta(&self) -> Meta<'a> {
        self.meta.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    }
}

#[derive(Deserialize, Default)]
struct Meta<'a> {
    #[serde(borrow)]
    channel: Option<Cow<'a, str>>,
    #[serde(borrow)]
    total: Option<&'a RawValue>,
    /// What the specification calls the total of `/users`.
    #[serde(borrow, rename = "_total")]
    users_total: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Problem {
    code: Option<Value>,
    source: Option<Value>,
    message: Option<Value>,
}

#[derive(Deserialize)]
struct Channel<'a> {
    success: Option<bool>,
    #[serde(default)]
    data: Value,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
}

/// The vendor's list of errors. Where it is something else, its words are kept all the same.
fn problems(errors: Option<&RawValue>) -> Vec<Problem> {
    let errors = errors.and_then(|raw| serde_json::from_str(raw.get()).ok());
    match errors.unwrap_or(Value::Null) {
        Value::Null => Vec::new(),
        Value::Array(list) => list.into_iter().map(problem).collect(),
        other => vec![problem(other)],
    }
}

fn problem(error: Value) -> Problem {
    let said = serde_json::from_value(error.clone()).ok();
    said.filter(|problem: &Problem| problem.code.is_some() || problem.message.is_some()).unwrap_or(Problem {
        code: None,
        source: None,
        message: Some(error),
    })
}

/// A number that may be written as a string.
fn number(raw: &RawValue) -> Option<u64> {
    raw.get().trim_matches('"').parse().ok()
}

fn next_page(sent: &Request, page: &Page) -> Option<Request> {
    let (count, limit) = (page.records.len() as u64, sent.query("limit")?.parse::<u64>().ok()?);
    if sent.pages.is_none() || !page.list || count == 0 {
        return None;
    }
    // Without a total, a page that is not full is the last one.
    let total = page.total.unwrap_or(if count >= limit { u64::MAX } else { 0 });
    page_after(sent, count, total)
}

fn page_after(sent: &Request, count: u64, total: u64) -> Option<Request> {
    let offset = sent.query("offset").and_then(|offset| offset.parse::<u64>().ok()).unwrap_or(0) + count;
    (offset < total).then(|| sent.with_query("offset", &offset.to_string()))
}

/// The devices that a change is about: each reports its end by its id.
fn device_ids(content: &Content) -> Vec<String> {
    let Content::Bytes { bytes, .. } = content else {
        return Vec::new();
    };
    let Ok(body) = serde_json::from_slice::<Value>(bytes) else {
        return Vec::new();
    };
    let listed = body["data"].as_array().into_iter().flatten().map(|item| &item["device_id"]);
    let ids = body["device_id"].as_array().into_iter().flatten().chain(listed);
    ids.filter(|id| id.is_number() || id.is_string()).map(crate::given::text_of).collect()
}

/// Events are appended, the last is the state. The push form has the event itself instead of the list.
fn last_event(events: &Value) -> Option<&Value> {
    match events {
        Value::Array(list) => list.last(),
        Value::Object(_) => Some(events),
        _ => None,
    }
}

fn ending(id: &str, event: &Value) -> Option<Ending> {
    let word = event["status"].as_str().or(event["response_state"].as_str())?.to_lowercase();
    let failure = match word.as_str() {
        "completed" | "done" | "finished" | "success" => None,
        "error" | "warning" | "failed" | "expired" | "cancelled" => Some(words(event, &word)),
        _ => return None,
    };
    Some(Ending { id: id.to_owned(), record: Record::from(event), failure })
}

fn words(event: &Value, state: &str) -> String {
    let code = ["errorCode", "errorcode"].iter().map(|name| &event[*name]).find(|code| !code.is_null());
    match (event["value"].as_str(), code) {
        (Some(text), _) if !text.is_empty() => text.to_owned(),
        (_, Some(code)) => format!("{state} with code {code}"),
        _ => format!("the vendor says `{state}` and no more"),
    }
}

fn still_working(sent: &Request, said: Option<String>, ended: Vec<Ending>) -> Working {
    let channel = sent.url.path_segments().and_then(|mut segments| segments.next_back()).unwrap_or_default();
    let handle = Record::from(serde_json::json!({ "channel": channel }));
    Working { ask: sent.clone(), pause: FIRST_LOOK, handle, said, ended }
}

fn names_no_channel(reply: &Reply) -> bool {
    serde_json::from_slice::<Value>(&reply.body).is_ok_and(|body| body["code"] == "CHANNEL_NOT_FOUND")
}

fn read_refusal(sent: &Request, reply: &Reply) -> Fault {
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let is_vendor_s = body.get("success").is_some() || body.get("errors").is_some();
    if let Some(fault) = of_unknown_end(sent, reply, is_vendor_s) {
        return fault;
    }
    let first = match body["errors"].get(0) {
        Some(first) => Some(problem(first.clone())),
        None => serde_json::from_value(body).ok(),
    };
    Fault::Refused(refusal(reply, first.as_ref()))
}

fn refusal(reply: &Reply, problem: Option<&Problem>) -> Refusal {
    let text = |pick: fn(&Problem) -> &Option<Value>| {
        problem.and_then(|problem| pick(problem).as_ref()).filter(|value| !value.is_null()).map(crate::given::text_of)
    };
    Refusal {
        status: reply.status,
        code: text(|problem| &problem.code),
        message: text(|problem| &problem.message),
        source: text(|problem| &problem.source),
        ..Refusal::default()
    }
}

#[cfg(test)]
mod tests;
