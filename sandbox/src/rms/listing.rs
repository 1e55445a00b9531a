//! The lists made of stored records.

use super::refusal::Refusal;
use crate::query::Query;
use crate::table::{Record, shown};
use serde_json::Value;
use std::cmp::Ordering;

/// What a list operation does besides paging.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listing {
    /// The members that `q` searches.
    pub(super) search: &'static [&'static str],
    /// Filters and sorters that are called otherwise in the record.
    pub(super) aliases: &'static [(&'static str, &'static str)],
}

/// Parameters that do not choose records.
const OTHERS: &[&str] = &["limit", "offset", "fields", "fields_only", "sort"];

impl Listing {
    /// The member that a parameter means.
    pub(super) fn member<'a>(&self, parameter: &'a str) -> &'a str {
        self.aliases.iter().find(|(name, _)| *name == parameter).map_or(parameter, |(_, member)| member)
    }

    /// The records that pass every filter, in the order asked for.
    pub(super) fn select(&self, records: Vec<Record>, query: &Query) -> Vec<Record> {
        let passes = |record: &Record| {
            let mut filters = query.pairs().filter(|(name, _)| !OTHERS.contains(name));
            filters.all(|(name, value)| self.passes(record, name, value))
        };
        let mut selected: Vec<Record> = records.into_iter().filter(passes).collect();
        selected.sort_by(|left, right| self.compare(left, right, query));
        selected
    }

    fn passes(&self, record: &Record, name: &str, value: &str) -> bool {
        if name == "q" {
            let wanted = value.to_lowercase();
            return self.search.iter().any(|member| text(&record[*member]).to_lowercase().contains(&wanted));
        }
        let stored = record.get(self.member(name)).unwrap_or(&Value::Null);
        value.split(',').any(|wanted| is_or_has(stored, wanted.trim()))
    }

    fn compare(&self, left: &Record, right: &Record, query: &Query) -> Ordering {
        let each = query.sorters().into_iter().map(|(name, is_down)| {
            let member = self.member(name);
            let order = order(left.get(member), right.get(member));
            if is_down { order.reverse() } else { order }
        });
        each.fold(Ordering::Equal, Ordering::then)
    }
}

/// The part of the list that was asked for.
pub(super) fn cut(records: Vec<Record>, query: &Query) -> Vec<Record> {
    let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    records.into_iter().skip(number(query.offset())).take(number(query.limit())).collect()
}

/// Only the members that were asked for; a member that does not exist is refused.
pub(super) fn only(record: &Record, query: &Query, known: &[&str]) -> Result<Value, Refusal> {
    let Some(fields) = query.list("fields") else {
        return Ok(Value::Object(shown(record)));
    };
    if fields.iter().any(|field| !known.contains(field)) {
        return Err(Refusal::invalid("fields", "The selected fields is invalid."));
    }
    let kept = shown(record).into_iter().filter(|(name, _)| fields.contains(&name.as_str()));
    Ok(Value::Object(kept.collect()))
}

fn is_or_has(stored: &Value, wanted: &str) -> bool {
    match stored {
        Value::Array(items) => items.iter().any(|item| is_or_has(item.get("id").unwrap_or(item), wanted)),
        Value::Bool(truth) => wanted == truth.to_string() || wanted == u8::from(*truth).to_string(),
        _ => text(stored).eq_ignore_ascii_case(wanted),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn order(left: Option<&Value>, right: Option<&Value>) -> Ordering {
    match (left.and_then(Value::as_f64), right.and_then(Value::as_f64)) {
        (Some(left), Some(right)) => left.total_cmp(&right),
        _ => left.map(text).cmp(&right.map(text)),
    }
}
