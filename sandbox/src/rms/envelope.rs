//! The vendor's envelopes of what went well.

use super::call::Call;
use crate::exchange::Reply;
use serde_json::{Map, Value, json};

/// `{"success":true}`, all that most writes answer.
pub(super) fn success(call: &Call<'_>) -> Reply {
    Reply::json(call.operation.status, json!({ "success": true }).to_string())
}

pub(super) fn data(call: &Call<'_>, data: &Value) -> Reply {
    Reply::json(call.operation.status, json!({ "success": true, "data": data }).to_string())
}

pub(super) fn accepted(call: &Call<'_>, channel: &str) -> Reply {
    let body = json!({ "success": true, "meta": { "channel": channel } });
    Reply::json(call.operation.status, body.to_string())
}

/// How a page begins, for a list that is written into one text.
pub(super) const PAGE: &str = r#"{"success":true,"data":["#;

/// What was begun with [`PAGE`], with its end. The rows may be large and are not copied.
pub(super) fn end_page(call: &Call<'_>, mut begun: String, total: u64) -> Reply {
    begun.push_str(&format!(r#"],"meta":{}}}"#, meta(call, total)));
    Reply::json(call.operation.status, begun)
}

/// A page of a list whose array is small.
pub(super) fn page(call: &Call<'_>, rows: &str, total: u64) -> Reply {
    let meta = meta(call, total);
    Reply::json(call.operation.status, format!(r#"{{"success":true,"data":{rows},"meta":{meta}}}"#))
}

/// As live, the filters and the order are repeated. One list calls its total `_total`.
fn meta(call: &Call<'_>, total: u64) -> Value {
    let meta = call.operation.answer.as_ref().and_then(|answer| answer.members.get("meta"));
    let word = if meta.is_some_and(|meta| meta.members.contains_key("_total")) { "_total" } else { "total" };
    let others = ["limit", "offset", "fields", "fields_only", "sort"];
    let filters: Map<String, Value> = call
        .query
        .pairs()
        .filter(|(name, _)| !others.contains(name))
        .map(|(name, value)| (name.to_owned(), value.split(',').map(Value::from).collect()))
        .collect();
    let sorters: Map<String, Value> = call
        .query
        .sorters()
        .into_iter()
        .map(|(name, is_down)| (name.to_owned(), Value::from(if is_down { "desc" } else { "asc" })))
        .collect();
    json!({ "filters": filters, "sorters": sorters, word: total })
}
