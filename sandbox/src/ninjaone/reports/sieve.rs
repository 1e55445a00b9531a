//! Parameters of reports that choose among rows by what is in them.

use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::time;
use crate::query::Query;
use serde_json::Value;

/// A parameter and the member that it is about.
const EQUAL: &[(&str, &str)] = &[
    ("status", "status"),
    ("type", "type"),
    ("severity", "severity"),
    ("impact", "impact"),
    ("productIdentifier", "productIdentifier"),
    ("productState", "productState"),
    ("productName", "productName"),
    ("health", "healthStatus"),
    ("name", "name"),
    ("state", "state"),
];

/// The expressions of backup jobs, with the word that they begin with.
const EXPRESSIONS: &[(&str, &str, &str)] = &[("sf", "status", "jobStatus"), ("ptf", "planType", "planType")];

/// What a row has to have.
enum Need {
    /// One of these words in this member, whatever the case.
    Word(&'static str, Vec<String>),
    /// A time in this member, from the first second on, before the second one.
    Time(&'static str, i64, i64),
    /// As before, for dates that are texts.
    Installed(i64, i64),
}

/// All that is asked of a row.
pub(super) struct Sieve(Vec<Need>);

impl Sieve {
    pub(super) fn read(query: &Query) -> Result<Sieve, Refusal> {
        let mut needs = Vec::new();
        for (parameter, member) in EQUAL {
            if let Some(text) = query.get(parameter) {
                needs.push(Need::Word(member, choices(text)));
            }
        }
        for (parameter, word, member) in EXPRESSIONS {
            if let Some(text) = query.get(parameter) {
                let rest = text.trim().strip_prefix(word).map(str::trim).ok_or_else(|| unread(parameter, text))?;
                let values = rest.strip_prefix('=').or(rest.starts_with("in").then_some(rest));
                needs.push(Need::Word(member, choices(values.ok_or_else(|| unread(parameter, text))?)));
            }
        }
        if let Some(text) = query.get("stf") {
            let (from, until) = started(text).ok_or_else(|| unread("stf", text))?;
            needs.push(Need::Time("jobStartTime", from, until));
        }
        installed(query, &mut needs)?;
        Ok(Sieve(needs))
    }

    pub(super) fn is_open(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn admits(&self, row: &str) -> bool {
        let Ok(row) = serde_json::from_str::<Value>(row) else {
            return false;
        };
        self.0.iter().all(|need| need.is_met(&row))
    }
}

impl Need {
    fn is_met(&self, row: &Value) -> bool {
        match self {
            Need::Word(member, words) => {
                let word = row[member].as_str().unwrap_or_default();
                words.iter().any(|wanted| wanted.eq_ignore_ascii_case(word))
            }
            Need::Time(member, from, until) => {
                seconds(&row[member]).is_some_and(|time| (*from..*until).contains(&time))
            }
            Need::Installed(from, until) => {
                let date = row["installDate"].as_str().and_then(time::since).or_else(|| seconds(&row["installedAt"]));
                date.is_some_and(|time| (*from..*until).contains(&time))
            }
        }
    }
}

fn seconds(value: &Value) -> Option<i64> {
    value.as_f64().map(|seconds| seconds as i64)
}

fn unread(parameter: &str, text: &str) -> Refusal {
    Refusal::app(400, format!("{parameter}: cannot read `{text}`"))
}

/// One word, or `in (A, B)`.
pub(in crate::ninjaone) fn choices(text: &str) -> Vec<String> {
    let list = text.trim().strip_prefix("in").map(str::trim).and_then(|list| list.strip_prefix('(')?.strip_suffix(')'));
    let words = list.map_or(vec![text.trim()], |list| list.split(',').map(str::trim).collect());
    words.into_iter().map(str::to_owned).collect()
}

/// `startTime after T`, `startTime before T`, `startTime between (T,T)`.
fn started(text: &str) -> Option<(i64, i64)> {
    let rest = text.trim().strip_prefix("startTime")?.trim();
    let at = |text: &str| time::span(text.trim()).map(|(first, _)| first);
    if let Some(time) = rest.strip_prefix("after") {
        return Some((at(time)? + 1, i64::MAX));
    }
    if let Some(time) = rest.strip_prefix("before") {
        return Some((i64::MIN, at(time)?));
    }
    let (from, until) = rest.strip_prefix("between")?.trim().strip_prefix('(')?.strip_suffix(')')?.split_once(',')?;
    Some((at(from)?, at(until)? + 1))
}

fn installed(query: &Query, needs: &mut Vec<Need>) -> Result<(), Refusal> {
    let read = |name: &str, default: i64| match query.get(name) {
        Some(text) => time::since(text).ok_or_else(|| unread(name, text)),
        None => Ok(default),
    };
    let (from, until) = (read("installedAfter", i64::MIN)?, read("installedBefore", i64::MAX)?);
    if (from, until) != (i64::MIN, i64::MAX) {
        needs.push(Need::Installed(from, until));
    }
    Ok(())
}
