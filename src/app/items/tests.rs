//! What became of each thing, and the verdict over all.

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
