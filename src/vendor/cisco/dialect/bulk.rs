//! Answers to changes of many gateways: they count what failed inside a success, and may name it.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::dialect::Page;
use crate::failure::Code;
use crate::http::{Fault, Refusal, Repeat, Reply, Request};
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
    let count = bulk.record_count.unwrap_or(bulk.failed_count);
    let refusal = |record: Option<&Value>| refusal(reply.status, record, &bulk, count);
    match refused.len() as u64 {
        _ if bulk.failed_count >= count => Err(Fault::Refused(refusal(refused.first().copied()))),
        named if named == bulk.failed_count => {
            let done = bulk.records.iter().filter(|record| !has_failed(record));
            let records = done.map(|record| Record::from(json!({ "id": record["eid"] }))).collect();
            let refused =
                refused.iter().map(|record| Refusal { source: eid(record), ..refusal(Some(record)) }).collect();
            Ok(Some(Page { records, list: true, refused, ..Page::default() }))
        }
        // Some failed, and nobody says which.
        _ => Err(Fault::Refused(Refusal { means: Some(Code::OutcomeUnknown), ..refusal(None) })),
    }
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
