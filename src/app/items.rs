//! Many things at a time: what became of each, and what that means for the whole.

use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::{Value, json};

use super::stop::{Doing, code};
use crate::dialect::{Answer, Ending};
use crate::failure::{Cause, Code, Failure};
use crate::http::Fault;
use crate::output::Knowledge;
use crate::record::Record;

/// The fixed result of a bulk change.
pub(super) const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["id", "status", "error.message"],
    members: &["id", "status", "result", "error"],
    ..Knowledge::OPEN
};

/// What became of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Done,
    Failed,
    Unknown,
    Skipped,
}

/// One thing of many.
pub(super) struct Item {
    id: String,
    pub(super) state: State,
    result: Value,
    failure: Option<Failure>,
}

impl Item {
    /// `{"id","status","result","error"}`.
    pub(super) fn record(&self) -> Record {
        let status = match self.state {
            State::Done => "done",
            State::Failed => "failed",
            State::Unknown => "unknown",
            State::Skipped => "skipped",
        };
        let error = self.failure.as_ref().map(|failure| failure.to_json()["error"].clone());
        Record::from(json!({ "id": self.id, "status": status, "result": self.result, "error": error }))
    }

    pub(super) fn into_failure(self) -> Option<(String, Failure)> {
        Some((self.id, self.failure?))
    }
}

/// Run `task` for each input, `jobs` at a time, and hand over the outcomes in the order of the inputs.
pub(super) async fn each<'i, I, T, F>(
    inputs: &'i [I],
    jobs: usize,
    task: impl Fn(&'i I) -> F,
    mut done: impl FnMut(usize, T),
) where
    F: Future<Output = T>,
{
    let numbered = inputs.iter().enumerate().map(|(number, input)| {
        let running = task(input);
        async move { (number, running.await) }
    });
    let mut outcomes = stream::iter(numbered).buffered(jobs);
    while let Some((number, outcome)) = outcomes.next().await {
        done(number, outcome);
    }
}

/// A thing that had a request of its own.
pub(super) fn of_one(id: &str, outcome: Result<Answer, Fault>, doing: &Doing<'_>) -> Item {
    let done = |result| Item {
        id: id.to_owned(),
        state: State::Done,
        result,
        failure: None,
    };
    match outcome {
        Err(fault) => failed(id, fault, doing),
        Ok(Answer::Page(page)) => done(value(page.records.first())),
        Ok(Answer::Working(working)) => done(value(Some(&working.handle))),
        Ok(Answer::Ended(endings)) => match endings.into_iter().next() {
            Some(ending) => ended(id, ending, doing),
            None => done(Value::Null),
        },
    }
}

/// What the vendor sent of the thing. One that is nested too deeply to be read is shown by `api` alone.
fn value(record: Option<&Record>) -> Value {
    record.and_then(|record| record.parse().ok()).unwrap_or_default()
}

/// Things that shared one request: each has an end of its own.
pub(super) fn of_batch(ids: &[String], outcome: Result<Answer, Fault>, doing: &Doing<'_>, waited: u64) -> Vec<Item> {
    let endings = match &outcome {
        Ok(Answer::Ended(endings)) => endings.clone(),
        Ok(Answer::Working(working)) if !working.ended.is_empty() => working.ended.clone(),
        _ => return ids.iter().map(|id| of_one(id, outcome.clone(), doing)).collect(),
    };
    let item = |id: &String| match endings.iter().find(|ending| ending.id == *id) {
        Some(ending) => ended(id, ending.clone(), doing),
        None => Item {
            state: State::Unknown,
            ..failed(id, Fault::WorkUnended(waited), doing)
        },
    };
    ids.iter().map(item).collect()
}

fn ended(id: &str, ending: Ending, doing: &Doing<'_>) -> Item {
    match ending.failure {
        Some(words) => Item {
            result: value(Some(&ending.record)),
            ..failed(id, Fault::WorkFailed(words), doing)
        },
        None => Item {
            id: id.to_owned(),
            state: State::Done,
            result: value(Some(&ending.record)),
            failure: None,
        },
    }
}

fn failed(id: &str, fault: Fault, doing: &Doing<'_>) -> Item {
    let state = match (&fault, code(&fault, doing.effect)) {
        // Nothing was sent.
        (Fault::Interrupted(_), _) => State::Skipped,
        (_, Code::OutcomeUnknown | Code::Interrupted | Code::Terminated) => State::Unknown,
        _ => State::Failed,
    };
    Item {
        id: id.to_owned(),
        state,
        result: Value::Null,
        failure: Some(doing.failed(fault)),
    }
}

/// One failure for the whole: that of all where all failed alike, partial otherwise.
pub(super) fn verdict(failures: Vec<(String, Failure)>, count: usize) -> Result<(), Failure> {
    let Some((_, first)) = failures.first() else {
        return Ok(());
    };
    if count == 1 {
        return Err(first.clone());
    }
    let interrupted = failures
        .iter()
        .map(|(_, failure)| failure)
        .find(|failure| failure.code >= Code::Interrupted);
    let alike = failures.len() == count && failures.iter().all(|(_, failure)| failure.code == first.code);
    let code = match interrupted {
        Some(failure) => failure.code,
        None if alike => first.code,
        None => Code::Partial,
    };
    let causes = failures
        .iter()
        .map(|(id, failure)| Cause {
            id: id.clone(),
            code: failure.code.word(),
            http_status: failure.http_status,
            retry_after: failure.retry_after,
        })
        .collect();
    let message = match failures.len() {
        1 => format!("1 of {count} failed: {}", first.message),
        failed => format!("{failed} of {count} failed, the first: {}", first.message),
    };
    Err(Failure {
        code,
        message,
        causes,
        ..first.clone()
    })
}
