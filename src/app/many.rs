//! The same for many things: results as they come, one a thing, and a journal that lets a later run go on.

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::Write as _;
use std::path::Path;

use super::items::{self, Item, State};
use super::journal::{Entry, Journal};
use super::operation::{Runner, what};
use super::stop::{Doing, Stop};
use crate::catalog::Undone;
use crate::dialect::Answer;
use crate::failure::{Code, Failure};
use crate::http::{Fault, Request};
use crate::output::{Printer, Shape};
use crate::record::Record;
use crate::session::Broken;

/// The records of many things, in the order of their ids.
pub(super) async fn read(runner: &Runner<'_>, requests: &[Request]) -> Result<(), Stop> {
    let knowledge = runner.result_knowledge(true);
    let what = what(runner.call.operation);
    let ids = &runner.call.given.ids;
    let mut out = runner.context.out();
    let mut sheet = Sheet::new(Printer::new(&runner.view, Shape::List, &knowledge, &mut out)?);
    let mut failures = Vec::new();
    items::each(
        requests,
        runner.context.globals.jobs,
        items::Order::AsGiven,
        |request| runner.finish(request),
        |number, outcome| match outcome {
            Ok(Answer::Page(page)) => page.records.iter().for_each(|record| sheet.show(record)),
            Ok(_) => {}
            Err(broken) => failures.push((ids[number].clone(), runner.doing(&what).failed(broken.fault))),
        },
    )
    .await;
    sheet.finish(runner)?;
    out.flush()?;
    items::verdict(failures, ids.len()).map_err(Stop::from)
}

/// A change of many things. Each tells what became of it, whoever still listens.
pub(super) async fn change(
    runner: &Runner<'_>,
    requests: &[Request],
    refused: &[(String, Failure)],
) -> Result<(), Stop> {
    let journal = journal(runner)?;
    let (todo, left) = sorted_out(runner, journal.as_ref(), refused);
    let attempts = attempts(runner, requests, &todo)?;
    let mut out = runner.context.out();
    let knowledge = runner.result_knowledge(true);
    let mut sheet = Sheet::new(Printer::new(&runner.view, Shape::List, &knowledge, &mut out)?);
    left.iter().for_each(|item| sheet.show(&item.record()));
    let mut results = left;
    let what = what(runner.call.operation);
    items::each(
        &attempts,
        runner.context.globals.jobs,
        items::Order::AsTheyCome,
        |(ids, request)| attempt(runner, journal.as_ref(), ids, request),
        |number, outcome| {
            let (ids, doing) = (&attempts[number].0, runner.doing(&what));
            let ended = match runner.is_batch() {
                true => items::of_batch(ids, outcome, &doing, runner.longest_wait()),
                false => vec![items::of_one(&ids[0], outcome.map_err(Fault::from), &doing)],
            };
            for item in ended {
                if let Err(failure) = note(journal.as_ref(), &item) {
                    runner.context.reporter.warn(&failure.message);
                }
                sheet.show(&item.record());
                results.push(item);
            }
        },
    )
    .await;
    match sheet.finish(runner).and_then(|()| Ok(out.flush()?)) {
        // Nobody reads, but the exit code is still heard.
        Err(Stop::Closed) | Ok(()) => verdict(results),
        stop => stop,
    }
}

/// The same in one transaction: all of it, or nothing.
pub(super) async fn together(
    runner: &Runner<'_>,
    requests: &[Request],
    refused: &[(String, Failure)],
) -> Result<(), Stop> {
    let journal = journal(runner)?;
    let (todo, mut results) = sorted_out(runner, journal.as_ref(), refused);
    let attempts = attempts(runner, requests, &todo)?;
    if let Some(journal) = journal.as_ref() {
        todo.iter().try_for_each(|id| journal.borrow_mut().note(id, Entry::Started))?;
    }
    let (what, ids) = (what(runner.call.operation), |at: usize| &attempts[at].0);
    let doing = runner.doing(&what);
    let requests: Vec<Request> = attempts.iter().map(|(_, request)| request.clone()).collect();
    let outcome = match requests.is_empty() {
        true => None,
        false => runner.together(&requests).await,
    };
    match outcome {
        None => {}
        Some(Ok(answers)) => {
            let each = answers.into_iter().enumerate();
            results.extend(each.flat_map(|(at, answer)| items::of_batch(ids(at), Ok(answer), &doing, 0)));
        }
        Some(Err(undone)) => {
            let named = (0..requests.len()).flat_map(|at| ids(at).iter().map(move |id| (at, id)));
            results.extend(named.map(|(at, id)| of_undone(at, id, &undone, &doing)));
        }
    }
    let mut out = runner.context.out();
    let knowledge = runner.result_knowledge(true);
    let mut sheet = Sheet::new(Printer::new(&runner.view, Shape::List, &knowledge, &mut out)?);
    for item in &results {
        if let Err(failure) = note(journal.as_ref(), item) {
            runner.context.reporter.warn(&failure.message);
        }
        sheet.show(&item.record());
    }
    match sheet.finish(runner).and_then(|()| Ok(out.flush()?)) {
        Err(Stop::Closed) | Ok(()) => verdict(results),
        stop => stop,
    }
}

/// A thing of a transaction that was rolled back: whose request it was that failed, or one that did not count then.
fn of_undone(at: usize, id: &str, undone: &Undone, doing: &Doing<'_>) -> Item {
    match undone.at.is_none_or(|failed| failed == at) {
        true => items::of_one(id, Err(undone.fault.clone()), doing),
        false => Item::undone(id),
    }
}

/// What is to be done, and what an earlier run has done, or may have, or nobody can do.
fn sorted_out(
    runner: &Runner<'_>,
    journal: Option<&RefCell<Journal>>,
    refused: &[(String, Failure)],
) -> (Vec<String>, Vec<Item>) {
    let (mut todo, mut left) = (Vec::new(), Vec::new());
    for id in &runner.call.given.ids {
        match journal.and_then(|journal| journal.borrow().entry(id)) {
            Some(Entry::Done) => left.push(Item::skipped(id)),
            Some(Entry::Started | Entry::Unknown) if !runner.call.retry_unknown => {
                left.push(Item::left_unknown(id, |failure| runner.failed(failure)))
            }
            _ => match refused.iter().find(|(known, _)| known == id) {
                Some((_, failure)) => left.push(Item::refused(id, runner.failed(failure))),
                None => todo.push(id.clone()),
            },
        }
    }
    (todo, left)
}

/// One request for all that is to be done, or one for each.
fn attempts(
    runner: &Runner<'_>,
    requests: &[Request],
    todo: &[String],
) -> Result<Vec<(Vec<String>, Request)>, Failure> {
    if !runner.is_batch() {
        let (all, todo) = (runner.call.given.ids.iter().zip(requests), todo.iter().collect::<HashSet<_>>());
        let wanted = all.filter(|(id, _)| todo.contains(id));
        return Ok(wanted.map(|(id, request)| (vec![id.clone()], request.clone())).collect());
    }
    match todo.is_empty() {
        true => Ok(Vec::new()),
        false => Ok(vec![(todo.to_vec(), runner.plan(&runner.call.given.for_ids(todo))?)]),
    }
}

fn verdict(results: Vec<Item>) -> Result<(), Stop> {
    let count = results.len();
    let unknown = results.iter().any(|item| item.state == State::Unknown);
    let failures: Vec<(String, Failure)> = results.into_iter().filter_map(Item::into_failure).collect();
    match items::verdict(failures, count) {
        Err(failure) if unknown => Err(Failure { code: Code::OutcomeUnknown, ..failure }.into()),
        verdict => verdict.map_err(Stop::from),
    }
}

/// Without the line in front a later run could repeat what may have happened.
async fn attempt(
    runner: &Runner<'_>,
    journal: Option<&RefCell<Journal>>,
    ids: &[String],
    request: &Request,
) -> Result<Answer, Broken> {
    runner.context.interrupt.check()?;
    if let Some(journal) = journal {
        ids.iter().try_for_each(|id| journal.borrow_mut().note(id, Entry::Started)).map_err(Fault::from)?;
    }
    runner.finish(request).await
}

fn note(journal: Option<&RefCell<Journal>>, item: &Item) -> Result<(), Failure> {
    let status = match item.state {
        State::Done => Entry::Done,
        // Nothing was sent: it is as if it had never begun.
        State::Failed | State::Interrupted | State::Undone => Entry::Failed,
        State::Unknown => Entry::Unknown,
        State::Skipped => return Ok(()),
    };
    journal.map_or(Ok(()), |journal| journal.borrow_mut().note(&item.id, status))
}

/// Bound to the command, the profile, the values and the body: everything but the ids.
fn journal(runner: &Runner<'_>) -> Result<Option<RefCell<Journal>>, Failure> {
    let Some(path) = &runner.call.resume else {
        return Ok(None);
    };
    let given = runner.call.given.for_ids(&[]);
    let what = format!("{} {} {given:?}", runner.call.words, runner.opened.account.identity_key());
    Journal::open(Path::new(path), &runner.call.words, &what).map(|journal| Some(RefCell::new(journal)))
}

/// A printer that keeps its first trouble for the end, since the work must go on.
struct Sheet<'a> {
    printer: Printer<'a>,
    trouble: Option<Stop>,
}

impl<'a> Sheet<'a> {
    fn new(printer: Printer<'a>) -> Self {
        Self { printer, trouble: None }
    }

    fn show(&mut self, record: &Record) {
        if self.trouble.is_none() {
            let shown = self.printer.record(record).and_then(|_| self.printer.flush());
            self.trouble = shown.err().map(Stop::from);
        }
    }

    fn finish(self, runner: &Runner<'_>) -> Result<(), Stop> {
        match self.trouble {
            Some(stop) => Err(stop),
            None => {
                runner.context.warn_all(&self.printer.finish()?);
                Ok(())
            }
        }
    }
}
