//! Answers to changes of many gateways: they count what failed inside a success, and may name it.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::dialect::Page;
use crate::failure::Code;
use crate::http::{Content, Fault, Refusal, Repeat, Reply, Request};
use crate::record::Record;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bulk {
    failed_count: u64,
    record_count: Option<u64>,
    #[serde(default)]
    records: Vec<Value>,
}

/// What became of each; `None` where the answer is of another kind or nothing failed.
pub(super) fn read(sent: &Request, reply: &Reply) -> Result<Option<Page>, Fault> {
    let bulk = serde_json::from_slice::<Bulk>(&reply.body).ok().filter(|_| sent.repeat == Repeat::OnlyIfUnsent);
    let Some(bulk) = bulk.filter(|bulk| bulk.failed_count > 0) else {
        return Ok(None);
    };
    let refused: Vec<&Value> = bulk.records.iter().filter(|record| has_failed(record)).collect();
    let asked = asked(sent, &bulk.records);
    let count = bulk.record_count.unwrap_or((asked.len() as u64).max(bulk.failed_count));
    let refusal = |record: Option<&Value>| refusal(reply.status, record, &bulk, count);
    match refused.len() as u64 {
        _ if bulk.failed_count >= count => Err(Fault::Refused(refusal(refused.first().copied()))),
        named if named == bulk.failed_count => {
            let has_failed = |id: &&String| refused.iter().any(|record| eid(record).as_ref() == Some(*id));
            let done = asked.iter().filter(|id| !has_failed(id));
            let records = done.map(|id| Record::from(json!({ "id": id }))).collect();
            let refused =
                refused.iter().map(|record| Refusal { source: eid(record), ..refusal(Some(record)) }).collect();
            Ok(Some(Page { records, list: true, refused, ..Page::default() }))
        }
        // Some failed, and nobody says which.
        _ => Err(Fault::Refused(Refusal { means: Some(Code::OutcomeUnknown), ..refusal(None) })),
    }
}

/// The gateways that the change was for: an answer need not name those for which it was carried out.
fn asked(sent: &Request, answered: &[Value]) -> Vec<String> {
    let body: Value = match &sent.content {
        Content::Bytes { bytes, .. } => serde_json::from_slice(bytes).unwrap_or_default(),
        _ => answered.into(),
    };
    let texts = |items: &Value, of: fn(&Value) -> &Value| -> Vec<String> {
        items.as_array().into_iter().flatten().filter_map(|item| of(item).as_str().map(str::to_owned)).collect()
    };
    if body.is_array() { texts(&body, |item| &item["eid"]) } else { texts(&body["eids"], |item| item) }
}

fn has_failed(record: &Value) -> bool {
    let words = ["status", "operationStatus"].iter().find_map(|name| record[*name].as_str());
    words.is_some_and(|word| matches!(word.to_uppercase().as_str(), "FAILURE" | "FAILED" | "ERROR"))
}

fn eid(record: &Value) -> Option<String> {
    record["eid"].as_str().map(str::to_owned)
}

fn refusal(status: u16, record: Option<&Value>, bulk: &Bulk, count: u64) -> Refusal {
    let said = record.and_then(|record| ["message", "error"].iter().find_map(|name| record[*name].as_str()));
    let message = said.map_or_else(|| format!("{} of {count} records failed", bulk.failed_count), str::to_owned);
    Refusal { status, message: Some(message), ..Refusal::default() }
}
