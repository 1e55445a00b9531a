//! `report ... --since-file`: the sessions that have ended since the last run, each once. The times are the site's own, and
//! are asked for with an overlap, because a site may write of a session after others that ended later.

use serde_json::Value;

use super::memory::{Memory, Place};
use super::settle::said;
use super::when::{Span, span};
use crate::catalog::Operation;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::Fault;
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Handed, Outcome, Work};

/// Seconds before the last end that are asked for again.
const OVERLAP: i64 = 600;
/// What names other sessions than those since the last run.
const OTHERS: &[&str] = &["until", "start_date", "start_time", "end_date", "end_time", "duration", "lsid", "lsids"];

/// The sessions of this row that ended since the last run.
pub(super) fn export<'a>(
    work: &'a Work<'a>,
    row: &'static Operation,
    given: &'a Given,
) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        if let Some(other) = OTHERS.iter().find(|name| given.values.contains_key(**name)) {
            let message = format!("`--since-file` and `--{}` do not go together", other.replace('_', "-"));
            return Err(Failure::usage(message).hint("`--since` and `--last` say where the first run begins").into());
        }
        let path = given.text(super::SINCE_FILE).unwrap_or_default();
        let mut place = Place::take(&path, &owner(work, row))?;
        let known = place.read()?;
        let mut memory = match known {
            Some(memory) => memory,
            // What ended before the time that was given is not meant, however near it is.
            None => Memory::beginning(begin(work, given)?.from + OVERLAP),
        };
        let ended = ended(work, row, memory.cursor - OVERLAP).await?;
        hand_over(work, &mut memory, ended);
        memory.forget_before(memory.cursor - OVERLAP);
        if !work.dry_run {
            place.write(&memory)?;
        }
        Ok(Outcome::Streamed)
    })
}

/// What must be the same in every run with one file.
fn owner(work: &Work<'_>, row: &Operation) -> String {
    let profile = work.account.profile().unwrap_or_default();
    format!("beyondtrust\n{}\n{profile}\n{}", work.account.url(), row.name)
}

fn begin(work: &Work<'_>, given: &Given) -> Result<Span, Failure> {
    let found = span(&said(given), work.now())?;
    if found.is_none() {
        work.session.progress.tell("no time was given: the first run begins 24 hours ago");
    }
    Ok(found.unwrap_or_else(|| Span::usual(work.now())))
}

/// A session, and when it ended.
struct Ended {
    end: i64,
    lsid: String,
    record: Record,
}

/// The one that ended first is the first.
async fn ended(work: &Work<'_>, row: &'static Operation, from: i64) -> Result<Vec<Ended>, Fault> {
    let given = Given::default().with("end_time", from.max(0)).with("duration", 0);
    let records = work.as_they_came(row, work.plan(row, &given)?).await?;
    let mut ended = Vec::new();
    for record in records {
        let session = record.parse()?;
        // What goes on is told when it has ended.
        let Some(end) = session.get("end_time").filter(|end| end.as_str() != Some("")) else { continue };
        let lsid = session["lsid"].as_str().map(str::to_owned);
        let (end, lsid) = seconds(end).zip(lsid).ok_or_else(|| {
            Failure::new(Code::VendorError, "a session has no `lsid`, or an `end_time` that cannot be read")
        })?;
        ended.push(Ended { end, lsid, record });
    }
    ended.sort_by(|one, other| (one.end, &one.lsid).cmp(&(other.end, &other.lsid)));
    Ok(ended)
}

/// The attribute, or else the text.
fn seconds(time: &Value) -> Option<i64> {
    let text = time.as_str().or_else(|| time["#text"].as_str());
    let counted = time["timestamp"].as_str().and_then(|seconds| seconds.parse().ok());
    counted.or_else(|| text?.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second))
}

/// Those that were not handed over before. The cursor follows what was taken, and never passes now: the clock of one machine
/// that runs ahead would hide what others write.
fn hand_over(work: &Work<'_>, memory: &mut Memory, ended: Vec<Ended>) {
    let now = work.now();
    for Ended { end, lsid, record } in ended {
        if memory.seen.contains_key(&lsid) {
            continue;
        }
        let handed = work.listener.record(&record);
        if handed == Handed::Lost {
            return;
        }
        memory.cursor = memory.cursor.max(end.min(now));
        memory.seen.insert(lsid, end);
        if handed == Handed::Enough {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
