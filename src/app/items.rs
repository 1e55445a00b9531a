//! Many things at a time: what became of each, and what that means for the whole.

use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::{Value, json};

use super::stop::{Doing, code};
use crate::catalog::Operation;
use crate::cli::Call;
use crate::dialect::{Answer, Ending, Page};
use crate::failure::{Code, Failure};
use crate::given::text_of;
use crate::http::{Fault, Refusal};
use crate::output::{Format, Knowledge, View};
use crate::record::Record;
use crate::session::Broken;

/// The fixed result of a bulk change.
pub(super) const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["id", "status", "error.message"],
    members: &["id", "status", "result", "error"],
    ..Knowledge::OPEN
};

/// The columns of a change are those of its results.
pub(super) fn knowledge(operation: &Operation) -> Knowledge {
    match operation.columns {
        [] => KNOWLEDGE,
        columns => Knowledge { columns, ..KNOWLEDGE },
    }
}

/// Whether the result is one item a thing. A stream of lines has the same lines however many things a change is of.
pub(super) fn are_results(call: &Call, view: &View) -> bool {
    let is_change_of_ids = call.operation.effect.is_change() && !call.given.ids.is_empty();
    call.is_many() || (is_change_of_ids && view.format == Format::Ndjson)
}

/// What became of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Done,
    Failed,
    Unknown,
    /// An earlier run did it.
    Skipped,
    /// The user ended the run before it was sent.
    Interrupted,
    /// It was taken back with the others of its transaction.
    Undone,
}

/// In which order outcomes are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    AsGiven,
    AsTheyCome,
}

/// One thing of many.
pub(super) struct Item {
    pub(super) id: String,
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
            State::Skipped | State::Interrupted | State::Undone => "skipped",
        };
        let error = self.failure.as_ref().map(|failure| failure.to_json()["error"].clone());
        Record::from(json!({ "id": self.id, "status": status, "result": self.result, "error": error }))
    }

    /// What the vendor sent of the thing, if anything.
    pub(super) fn result(&self) -> Option<Record> {
        (!self.result.is_null()).then(|| Record::from(&self.result))
    }

    /// An earlier run did it.
    pub(super) fn skipped(id: &str) -> Self {
        Self { id: id.to_owned(), state: State::Skipped, result: Value::Null, failure: None }
    }

    /// It was taken back because another one failed.
    pub(super) fn undone(id: &str) -> Self {
        Self { state: State::Undone, ..Self::skipped(id) }
    }

    /// An earlier run began it, and nobody knows how it ended.
    pub(super) fn left_unknown(id: &str, named: impl FnOnce(&Failure) -> Failure) -> Self {
        let failure =
            Failure::new(Code::OutcomeUnknown, format!("an earlier run began `{id}`, and how it ended is not known"))
                .hint("look whether it happened; `--retry-unknown` repeats it");
        Self { state: State::Unknown, failure: Some(named(&failure)), ..Self::skipped(id) }
    }

    /// It is known without a request that it cannot be done.
    pub(super) fn refused(id: &str, failure: Failure) -> Self {
        Self { state: State::Failed, failure: Some(failure), ..Self::skipped(id) }
    }

    fn into_failure(self) -> Option<(String, Failure)> {
        Some((self.id, self.failure?))
    }
}

/// Run `task` for each input, `jobs` at a time, and hand over the outcomes.
pub(super) async fn each<'i, I, T, F>(
    inputs: &'i [I],
    jobs: usize,
    order: Order,
    task: impl Fn(&'i I) -> F,
    mut done: impl FnMut(usize, T),
) where
    F: Future<Output = T>,
{
    let numbered = inputs.iter().enumerate().map(|(number, input)| {
        let running = task(input);
        async move { (number, running.await) }
    });
    let running = stream::iter(numbered);
    let mut outcomes = match order {
        Order::AsGiven => running.buffered(jobs).left_stream(),
        Order::AsTheyCome => running.buffer_unordered(jobs).right_stream(),
    };
    while let Some((number, outcome)) = outcomes.next().await {
        done(number, outcome);
    }
}

/// A thing that had a request of its own.
pub(super) fn of_one(id: &str, outcome: Result<Answer, Fault>, doing: &Doing<'_>) -> Item {
    let done = |result| Item { id: id.to_owned(), state: State::Done, result, failure: None };
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

/// The items of an answer that did some and refused others.
pub(super) fn of_page(page: &Page, doing: &Doing<'_>) -> Vec<Item> {
    let done = page.records.iter().map(|record| {
        let id = value(Some(record));
        let id = text_of(id.get("id").unwrap_or(&id));
        Item { id, state: State::Done, result: Value::Null, failure: None }
    });
    let refused = page.refused.iter().map(|refusal| refused_item(refusal, doing));
    done.chain(refused).collect()
}

/// A refusal of one item inside an answer that is no refusal as a whole.
fn refused_item(refusal: &Refusal, doing: &Doing<'_>) -> Item {
    let id = refusal.source.clone().unwrap_or_default();
    failed(&id, Fault::Refused(Refusal { source: None, ..refusal.clone() }), doing)
}

/// Things that shared one request: each has an end of its own.
pub(super) fn of_batch(ids: &[String], outcome: Result<Answer, Broken>, doing: &Doing<'_>, waited: u64) -> Vec<Item> {
    let (endings, fault) = match outcome {
        Ok(Answer::Ended(endings)) => (endings, Fault::WorkUnended(waited)),
        Err(Broken { fault, ended }) if !ended.is_empty() => (ended, fault),
        Ok(Answer::Page(page)) if !page.refused.is_empty() => return of_page(&page, doing),
        outcome => return ids.iter().map(|id| of_one(id, outcome.clone().map_err(Fault::from), doing)).collect(),
    };
    let item = |id: &String| match endings.iter().find(|ending| ending.id == *id) {
        Some(ending) => ended(id, ending.clone(), doing),
        None => Item { state: State::Unknown, ..failed(id, fault.clone(), doing) },
    };
    ids.iter().map(item).collect()
}

fn ended(id: &str, ending: Ending, doing: &Doing<'_>) -> Item {
    match ending.failure {
        Some(words) => Item { result: value(Some(&ending.record)), ..failed(id, Fault::WorkFailed(words), doing) },
        None => Item { id: id.to_owned(), state: State::Done, result: value(Some(&ending.record)), failure: None },
    }
}

fn failed(id: &str, fault: Fault, doing: &Doing<'_>) -> Item {
    let was_accepted = matches!(fault, Fault::Abandoned(_));
    let goes_on = matches!(fault, Fault::WorkUnended(_));
    let state = match code(&fault, doing.effect) {
        Code::OutcomeUnknown => State::Unknown,
        _ if goes_on => State::Unknown,
        Code::Interrupted | Code::Terminated if !was_accepted => State::Interrupted,
        Code::Interrupted | Code::Terminated => State::Unknown,
        _ => State::Failed,
    };
    Item { id: id.to_owned(), state, result: Value::Null, failure: Some(doing.failed(fault)) }
}

/// What a change of many things was as a whole. Whoever repeats it must know that something may have happened.
pub(super) fn verdict_of_change(results: Vec<Item>) -> Result<(), Failure> {
    let is_unknown = results.iter().any(|item| item.state == State::Unknown);
    verdict_of(results).map_err(|failure| match is_unknown {
        true => Failure { code: Code::OutcomeUnknown, ..failure },
        false => failure,
    })
}

/// What all of it was as a whole.
pub(super) fn verdict_of(results: Vec<Item>) -> Result<(), Failure> {
    let count = results.len();
    verdict(results.into_iter().filter_map(Item::into_failure).collect(), count)
}

/// One failure for the whole: that of all where all failed alike, partial otherwise.
pub(super) fn verdict(failures: Vec<(String, Failure)>, count: usize) -> Result<(), Failure> {
    let Some((_, first)) = failures.first() else {
        return Ok(());
    };
    if count == 1 {
        return Err(first.clone());
    }
    let interrupted = failures.iter().map(|(_, failure)| failure).find(|failure| failure.code >= Code::Interrupted);
    let alike = failures.len() == count && failures.iter().all(|(_, failure)| failure.code == first.code);
    let code = match interrupted {
        Some(failure) => failure.code,
        None if alike => first.code,
        None => Code::Partial,
    };
    let causes = failures.iter().map(|(id, failure)| failure.cause(id)).collect();
    let message = match failures.len() {
        1 => format!("1 of {count} failed: {}", first.message),
        failed => format!("{failed} of {count} failed, the first: {}", first.message),
    };
    Err(Failure { code, message, causes, ..first.clone() })
}

#[cfg(test)]
mod tests;
