//! Which part of the sessions found is shown, and what of each.

use super::record::Recordings;
use super::{SESSIONS, fields};
use crate::sps::call::Call;
use crate::sps::refusal::Refusal;
use serde_json::{Map, Value, json};

/// What a page holds at most; more is cut in silence.
const MOST: u64 = 500;

/// Without a snapshot, nothing behind this is reached.
const REACH: u64 = 10_000;

#[derive(Debug)]
pub(super) struct Page {
    fields: Vec<String>,
    pub(super) limit: u64,
    pub(super) offset: u64,
    /// The field, without a sign.
    pub(super) sort: String,
    pub(super) is_descending: bool,
    has_snapshot: bool,
}

impl Page {
    pub(super) fn of(call: &Call<'_>) -> Result<Page, Refusal> {
        let has_snapshot = call.parameter("snapshot").is_some();
        let (limit, offset): (u64, u64) = (call.number("limit", MOST)?, call.number("offset", 0)?);
        if limit == 0 {
            return Err(Refusal::query("limit", "The limit is at least 1"));
        }
        if offset >= REACH && !has_snapshot {
            return Err(Refusal::query("offset", "Results beyond 10000 are not reachable"));
        }
        if !matches!(call.parameter("format"), None | Some("json" | "csv")) {
            return Err(Refusal::query("format", "The formats are json and csv"));
        }
        let fields = call.parameter("fields").unwrap_or_default().split(',').filter(|field| !field.is_empty());
        let fields: Vec<String> = fields.map(str::to_owned).collect();
        let sort = call.parameter("sort").unwrap_or("-start_time");
        let field = sort.trim_start_matches('-');
        let named = fields.iter().filter(|field| *field != "*");
        named.clone().try_for_each(|field| fields::check("fields", field))?;
        fields::check("sort", field)?;
        let reach = if has_snapshot { u64::MAX } else { REACH - offset };
        Ok(Page {
            fields,
            limit: limit.min(MOST).min(reach),
            offset,
            sort: field.to_owned(),
            is_descending: sort.starts_with('-'),
            has_snapshot,
        })
    }

    pub(super) fn item(&self, recordings: &Recordings, rank: u64) -> Value {
        let key = recordings.key(rank);
        let mut item = json!({ "key": key, "meta": { "href": format!("{SESSIONS}/{key}") } });
        if !self.fields.is_empty() {
            item["body"] = self.body(recordings, rank);
        }
        item
    }

    fn body(&self, recordings: &Recordings, rank: u64) -> Value {
        let body = recordings.body(rank);
        if self.fields.iter().any(|field| field == "*") { body } else { fields::chosen(&body, &self.fields) }
    }

    /// Links to the other pages, with the parameters as they were sent.
    pub(super) fn meta(&self, call: &Call<'_>, count: u64, remaining: i64) -> Map<String, Value> {
        let kept: Vec<(&str, &str)> =
            call.parameters().filter(|(name, _)| !matches!(*name, "limit" | "offset")).collect();
        let link = |offset: u64| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("limit", &self.limit.to_string()).append_pair("offset", &offset.to_string());
            query.extend_pairs(&kept);
            Value::from(format!("{SESSIONS}?{}", query.finish()))
        };
        let next = self.offset + self.limit;
        let is_reached = self.has_snapshot || next < REACH;
        let last = count.saturating_sub(1) / self.limit * self.limit;
        let links = [
            ("fields", json!(self.fields)),
            ("first", link(0)),
            ("href", SESSIONS.into()),
            ("last", link(last)),
            ("limit", self.limit.into()),
            ("match_count", count.into()),
            ("next", if next < count && is_reached { link(next) } else { Value::Null }),
            ("offset", self.offset.into()),
            ("parent", "/api/audit".into()),
            ("previous", if self.offset == 0 { Value::Null } else { link(self.offset.saturating_sub(self.limit)) }),
            ("remaining_seconds", remaining.into()),
        ];
        links.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    pub(super) fn csv(&self, recordings: &Recordings, ranks: &[u64]) -> String {
        let named: Vec<&str> = self.fields.iter().map(String::as_str).filter(|field| *field != "*").collect();
        let mut text = ["key"].iter().chain(&named).copied().collect::<Vec<_>>().join(",") + "\r\n";
        for rank in ranks {
            let body = recordings.body(*rank);
            let values = named.iter().map(|field| fields::at(&body, field).map(fields::text).unwrap_or_default());
            let cells: Vec<String> = std::iter::once(recordings.key(*rank)).chain(values).map(quoted).collect();
            text += &(cells.join(",") + "\r\n");
        }
        text
    }
}

fn quoted(cell: String) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}
