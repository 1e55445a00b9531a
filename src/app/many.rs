//! The same for many things: results as they come, one a thing, and a journal that lets a later run go on.

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::Write;
use std::path::Path;

use super::items::{self, Item, State};
use super::journal::{Entry, Journal};
use super::operation::{Runner, what};
use super::stop::{Doing, Stop};
use crate::catalog::Undone;
use crate::dialect::Answer;
use crate::failure::Failure;
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
    let mut outcomes = Outcomes::new(runner, journal.as_ref(), &mut out)?;
    left.into_iter().for_each(|item| outcomes.show(item));
    items::each(
        &attempts,
        runner.context.globals.jobs,
        items::Order::AsTheyCome,
        |one| attempt(runner, journal.as_ref(), one),
        |number, outcome| {
            ended(runner, &attempts[number].ids, outcome).into_iter().for_each(|item| outcomes.note(item))
        },
    )
    .await;
    let (shown, results) = outcomes.finish();
    verdict(shown.and_then(|()| Ok(out.flush()?)), results)
}

/// The same in one transaction: all of it, or nothing.
pub(super) async fn together(
    runner: &Runner<'_>,
    requests: &[Request],
    refused: &[(String, Failure)],
) -> Result<(), Stop> {
    let journal = journal(runner)?;
    let (todo, left) = sorted_out(runner, journal.as_ref(), refused);
    let attempts = attempts(runner, requests, &todo)?;
    let mut out = runner.context.out();
    let mut outcomes = Outcomes::new(runner, journal.as_ref(), &mut out)?;
    note_started(journal.as_ref(), &todo)?;
    let ended = ended_together(runner, &attempts).await;
    left.into_iter().chain(ended).for_each(|item| outcomes.note(item));
    let (shown, results) = outcomes.finish();
    verdict(shown.and_then(|()| Ok(out.flush()?)), results)
}

/// Nobody may read any more, but the exit code is still heard.
fn verdict(shown: Result<(), Stop>, results: Vec<Item>) -> Result<(), Stop> {
    match shown {
        Err(Stop::Closed) | Ok(()) => Ok(items::verdict_of_change(results)?),
        stop => stop,
    }
}

/// What became of the things of one attempt.
fn ended(runner: &Runner<'_>, ids: &[String], outcome: Result<Answer, Broken>) -> Vec<Item> {
    let what = what(runner.call.operation);
    let doing = runner.doing(&what);
    match runner.is_batch() {
        true => items::of_batch(ids, outcome, &doing, runner.longest_wait()),
        false => vec![items::of_one(&ids[0], outcome.map_err(Fault::from), &doing)],
    }
}

/// What became of the things of one transaction.
async fn ended_together(runner: &Runner<'_>, attempts: &[Attempt]) -> Vec<Item> {
    if attempts.is_empty() {
        return Vec::new();
    }
    let what = what(runner.call.operation);
    let doing = &runner.doing(&what);
    let requests: Vec<Request> = attempts.iter().map(|attempt| attempt.request.clone()).collect();
    match runner.together(&requests).await {
        None => Vec::new(),
        Some(Ok(answers)) => {
            let each = attempts.iter().zip(answers);
            each.flat_map(|(attempt, answer)| items::of_batch(&attempt.ids, Ok(answer), doing, 0)).collect()
        }
        Some(Err(undone)) => {
            let each = attempts.iter().enumerate();
            let named = each.flat_map(|(at, attempt)| attempt.ids.iter().map(move |id| (at, id)));
            named.map(|(at, id)| of_undone(at, id, &undone, doing)).collect()
        }
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

/// A request, and the things that it is about.
struct Attempt {
    ids: Vec<String>,
    request: Request,
}

/// One request for all that is to be done, or one for each.
fn attempts(runner: &Runner<'_>, requests: &[Request], todo: &[String]) -> Result<Vec<Attempt>, Failure> {
    if runner.is_batch() {
        return match todo.is_empty() {
            true => Ok(Vec::new()),
            false => Ok(vec![Attempt { ids: todo.to_vec(), request: runner.plan(&runner.call.given.for_ids(todo))? }]),
        };
    }
    let todo: HashSet<_> = todo.iter().collect();
    let wanted = runner.call.given.ids.iter().zip(requests).filter(|(id, _)| todo.contains(id));
    Ok(wanted.map(|(id, request)| Attempt { ids: vec![id.clone()], request: request.clone() }).collect())
}

async fn attempt(runner: &Runner<'_>, journal: Option<&RefCell<Journal>>, attempt: &Attempt) -> Result<Answer, Broken> {
    runner.context.interrupt.check()?;
    note_started(journal, &attempt.ids).map_err(Fault::from)?;
    runner.finish(&attempt.request).await
}

/// Without the line in front a later run could repeat what may have happened.
fn note_started(journal: Option<&RefCell<Journal>>, ids: &[String]) -> Result<(), Failure> {
    journal.map_or(Ok(()), |journal| ids.iter().try_for_each(|id| journal.borrow_mut().note(id, Entry::Started)))
}

fn note_end(journal: Option<&RefCell<Journal>>, item: &Item) -> Result<(), Failure> {
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

/// What became of each thing: noted, shown, and kept for the verdict.
struct Outcomes<'a> {
    runner: &'a Runner<'a>,
    journal: Option<&'a RefCell<Journal>>,
    sheet: Sheet<'a>,
    results: Vec<Item>,
}

impl<'a> Outcomes<'a> {
    fn new(
        runner: &'a Runner<'a>,
        journal: Option<&'a RefCell<Journal>>,
        out: &'a mut dyn Write,
    ) -> Result<Self, Failure> {
        let printer = Printer::new(&runner.view, Shape::List, &runner.result_knowledge(true), out)?;
        Ok(Self { runner, journal, sheet: Sheet::new(printer), results: Vec::new() })
    }

    fn note(&mut self, item: Item) {
        if let Err(failure) = note_end(self.journal, &item) {
            self.runner.context.reporter.warn(&failure.message);
        }
        self.show(item);
    }

    fn show(&mut self, item: Item) {
        self.sheet.show(&item.record());
        self.results.push(item);
    }

    fn finish(self) -> (Result<(), Stop>, Vec<Item>) {
        (self.sheet.finish(self.runner), self.results)
    }
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
