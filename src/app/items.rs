//! Many things at a time: what became of each, and what that means for the whole.

use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::{Value, json};

use super::stop::{Doing, code};
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

    pub(super) fn into_failure(self) -> Option<(String, Failure)> {
        Some((self.id, self.failure?))
    }
}

/// Run `task` for each input, `jobs` at a time, and hand over the outcomes in the order of the inputs.
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
mod tests {
    use super::*;
    use crate::catalog::Effect;
    use crate::config::Account;
    use crate::dialect::{Page, Working};
    use crate::http::{Refusal, Request, Signal};
    use crate::testing::block_on;
    use std::time::Duration;

    fn with_doing<T>(test: impl FnOnce(&Doing<'_>) -> T) -> T {
        let vendor = &crate::vendor::rms::RMS;
        let account = Account::given(&vendor.settings, "test", &[("token", "secret")]).unwrap();
        test(&Doing { what: "delete things", effect: Effect::Destroy, vendor, account: &account })
    }

    fn refused(status: u16) -> Fault {
        Fault::Refused(Refusal { status, ..Refusal::default() })
    }

    fn unanswered() -> Fault {
        Fault::Unanswered { host: "vendor.example".into(), cause: "connection reset".into() }
    }

    fn ending(id: &str, failure: Option<&str>) -> Ending {
        Ending { id: id.to_owned(), record: Record::from(json!({"said": id})), failure: failure.map(str::to_owned) }
    }

    fn page(records: &[Value]) -> Answer {
        Answer::Page(Page { records: records.iter().map(Record::from).collect(), ..Page::default() })
    }

    fn working() -> Answer {
        Answer::Working(Working {
            ask: Request::get("https://vendor.example/channel/c".parse().unwrap()),
            pause: Duration::ZERO,
            handle: Record::from(json!({"channel": "c"})),
            said: None,
            ended: Vec::new(),
        })
    }

    /// Status, result and the word of the error.
    fn shown(item: &Item) -> Value {
        let record = item.record().parse().unwrap();
        json!([record["id"], record["status"], record["result"], record["error"]["code"]])
    }

    #[test]
    fn what_became_of_one_thing() {
        let outcomes = vec![
            Ok(page(&[json!({"id": 1})])),
            Ok(page(&[])),
            Ok(Answer::Ended(vec![ending("7", None)])),
            Ok(Answer::Ended(vec![ending("7", Some("offline"))])),
            Ok(working()),
            Err(refused(404)),
            Err(unanswered()),
            Err(Fault::WorkUnended(5)),
            Err(Fault::Interrupted(Signal::Interrupt)),
        ];

        let found: Vec<Value> =
            with_doing(|doing| outcomes.into_iter().map(|outcome| shown(&of_one("1", outcome, doing))).collect());

        assert_eq!(
            found,
            [
                json!(["1", "done", {"id": 1}, null]),
                json!(["1", "done", null, null]),
                json!(["1", "done", {"said": "7"}, null]),
                json!(["1", "failed", {"said": "7"}, "wait_failed"]),
                json!(["1", "done", {"channel": "c"}, null]),
                json!(["1", "failed", null, "not_found"]),
                json!(["1", "unknown", null, "outcome_unknown"]),
                json!(["1", "unknown", null, "wait_failed"]),
                json!(["1", "skipped", null, "interrupted"]),
            ]
        );
    }

    #[test]
    fn of_those_that_shared_a_request_each_has_its_own_end() {
        let ids = ["1", "2", "3"].map(str::to_owned);
        let ends = || vec![ending("2", Some("offline")), ending("1", None)];

        let (whole, cut, broken) = with_doing(|doing| {
            let batch = |outcome| of_batch(&ids, outcome, doing, 120).iter().map(shown).collect::<Vec<_>>();
            let broken = |fault| Err(Broken { fault, ended: ends() });
            (batch(Ok(Answer::Ended(ends()))), batch(broken(Fault::WorkUnended(120))), batch(broken(unanswered())))
        });

        let expected = |third: &str| {
            [
                json!(["1", "done", {"said": "1"}, null]),
                json!(["2", "failed", {"said": "2"}, "wait_failed"]),
                json!(["3", "unknown", null, third]),
            ]
        };
        assert_eq!(whole, expected("wait_failed"));
        assert_eq!(cut, expected("wait_failed"));
        assert_eq!(broken, expected("outcome_unknown"));
    }

    #[test]
    fn a_request_that_failed_failed_for_all_that_shared_it() {
        let ids = ["1", "2"].map(str::to_owned);

        let found: Vec<Value> =
            with_doing(|doing| of_batch(&ids, Err(unanswered().into()), doing, 120).iter().map(shown).collect());

        assert_eq!(
            found,
            [json!(["1", "unknown", null, "outcome_unknown"]), json!(["2", "unknown", null, "outcome_unknown"])]
        );
    }

    fn failures(codes: &[Code]) -> Vec<(String, Failure)> {
        let numbered = codes.iter().enumerate();
        numbered.map(|(number, code)| (number.to_string(), Failure::new(*code, format!("no {number}")))).collect()
    }

    fn code_of(codes: &[Code], count: usize) -> Option<Code> {
        verdict(failures(codes), count).err().map(|failure| failure.code)
    }

    #[test]
    fn all_alike_is_that_failure_and_everything_else_is_partial() {
        use Code::{Forbidden, Interrupted, NotFound, Partial, Terminated};

        assert_eq!(code_of(&[], 3), None);
        assert_eq!(code_of(&[NotFound, NotFound], 2), Some(NotFound));
        assert_eq!(code_of(&[NotFound, NotFound], 3), Some(Partial));
        assert_eq!(code_of(&[NotFound, Forbidden], 2), Some(Partial));
        assert_eq!(code_of(&[NotFound], 1), Some(NotFound));
        assert_eq!(code_of(&[NotFound, Interrupted], 3), Some(Interrupted));
        assert_eq!(code_of(&[Terminated, NotFound], 2), Some(Terminated));
    }

    #[test]
    fn each_failure_is_a_cause() {
        let mut two = failures(&[Code::NotFound, Code::RateLimited]);
        two[0].1.http_status = Some(404);
        two[1].1.retry_after = Some(30);

        let failure = verdict(two, 3).unwrap_err();

        assert_eq!(
            failure.to_json()["error"]["causes"],
            json!([
                {"id": "0", "code": "not_found", "message": "no 0", "hint": null, "http_status": 404, "retry_after": null},
                {"id": "1", "code": "rate_limited", "message": "no 1", "hint": null, "http_status": null, "retry_after": 30},
            ])
        );
    }

    #[test]
    fn no_more_run_at_a_time_than_are_allowed() {
        let (running, most) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let inputs: Vec<usize> = (0..20).collect();
        let mut done = Vec::new();

        block_on(each(
            &inputs,
            4,
            Order::AsTheyCome,
            |input| {
                let (running, most) = (&running, &most);
                async move {
                    running.set(running.get() + 1);
                    most.set(most.get().max(running.get()));
                    tokio::task::yield_now().await;
                    running.set(running.get() - 1);
                    *input
                }
            },
            |number, outcome| done.push((number, outcome)),
        ));

        done.sort_unstable();
        assert_eq!(done, inputs.iter().map(|input| (*input, *input)).collect::<Vec<_>>());
        assert_eq!(most.get(), 4);
    }
}
