//! Runs any row of the tables: a list, a record, a change, or the same for many things.

use std::io::Write as _;
use std::time::Duration;

use super::context::{Context, DEFAULT_WAIT, Opened};
use super::items::{self, Item, State};
use super::stop::{Doing, Stop};
use super::{confirm, preview, scope, workflow};
use crate::catalog::{Effect, Operation, Run};
use crate::cli::Call;
use crate::dialect::Answer;
use crate::failure::{Cause, Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::output::{Flow, Format, Knowledge, Printer, Shape, View};
use crate::plan::plan;
use crate::record::Record;

/// A command of the tables, from words to result.
pub(super) async fn run(context: &Context<'_>, call: &Call) -> Result<(), Stop> {
    let runner = Runner {
        context,
        call,
        opened: &context.open(call.vendor)?,
        view: context.view(Format::Table)?,
    };
    match call.operation.run {
        Run::Workflow(job) => workflow::run(context, call, runner.opened, job).await,
        Run::Request if call.operation.list => runner.list().await,
        Run::Request => runner.act().await,
    }
}

pub(super) struct Runner<'a> {
    context: &'a Context<'a>,
    call: &'a Call,
    opened: &'a Opened,
    view: View,
}

/// What the row says of its records.
pub(super) fn knowledge(operation: &Operation) -> Knowledge {
    Knowledge {
        columns: operation.columns,
        wide: operation.wide,
        members: operation.members,
        secret: operation.secret,
        words: operation.words,
        ..Knowledge::OPEN
    }
}

/// `List devices` as it stands after "cannot".
pub(super) fn what(operation: &Operation) -> String {
    let mut letters = operation.about.chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

impl Runner<'_> {
    fn doing<'d>(&'d self, what: &'d str) -> Doing<'d> {
        self.context.doing(self.opened, what, self.call.operation.effect)
    }

    fn plan(&self, given: &Given) -> Result<Request, Failure> {
        let mut request = plan(self.opened.account.url(), self.call.operation, given)?;
        request.name = self.call.words.clone();
        Ok(request)
    }

    async fn list(&self) -> Result<(), Stop> {
        let operation = self.call.operation;
        let knowledge = knowledge(operation);
        self.view.check(Shape::List, &knowledge)?;
        let request = self.plan(&self.call.given)?;
        let first = self
            .opened
            .session
            .dialect
            .first_page(request, Some(operation), self.vendor_limit());
        if self.context.globals.print_curl {
            return preview::curl(self.context, self.opened, &first);
        }
        stream(
            self.context,
            self.opened,
            first,
            &self.view,
            &knowledge,
            &what(operation),
            operation.scope,
        )
        .await
    }

    /// The vendor can be asked for no more than what will be shown, unless something is chosen from it here.
    fn vendor_limit(&self) -> Option<usize> {
        let chooses = self.view.sort.is_some() || !self.view.filters.is_empty();
        self.view.limit.filter(|_| !chooses)
    }

    /// One thing, or each of many.
    async fn act(&self) -> Result<(), Stop> {
        let operation = self.call.operation;
        let batch = operation.ids.is_some_and(|ids| ids.batch);
        let singly = !self.call.given.ids.is_empty() && !batch;
        let requests = match singly {
            true => self
                .call
                .given
                .ids
                .iter()
                .map(|id| self.plan(&self.for_one(id)))
                .collect::<Result<Vec<_>, _>>()?,
            false => vec![self.plan(&self.call.given)?],
        };
        let many = self.call.given.ids.len() > 1;
        let shape = if many { Shape::List } else { Shape::One };
        self.view.check(shape, &self.result_knowledge(many))?;
        if self.context.globals.print_curl {
            return match &requests[..] {
                [one] => preview::curl(self.context, self.opened, one),
                _ => Err(Failure::usage("`--print-curl` prints one request, and these are several").into()),
            };
        }
        if operation.effect.is_change() {
            if self.context.globals.dry_run {
                return preview::dry_run(self.context, self.opened, &requests);
            }
            self.may_change().await?;
        }
        match (many, operation.effect.is_change()) {
            (false, _) => self.one(&requests[0]).await,
            (true, false) => self.read_many(&requests).await,
            (true, true) => self.change_many(&requests, batch).await,
        }
    }

    fn for_one(&self, id: &str) -> Given {
        let slot = self
            .call
            .operation
            .arguments
            .iter()
            .find(|argument| argument.place == crate::catalog::Place::Path);
        match (self.call.operation.ids, slot) {
            (None, Some(slot)) => self.call.given.for_ids(&[]).with(slot.name, id),
            _ => self.call.given.for_ids(&[id.to_owned()]),
        }
    }

    /// The profile, the limit of the user, and the user.
    async fn may_change(&self) -> Result<(), Stop> {
        let affected = self.call.given.ids.len().max(1);
        if self.opened.account.is_read_only() {
            return Err(crate::workflow::read_only(&self.opened.account).into());
        }
        if let Some(most) = self.context.globals.max_affected.filter(|most| affected > *most) {
            let message = format!("this changes {affected} things, and `--max-affected` allows {most}");
            return Err(Failure::usage(message).into());
        }
        match self.call.operation.effect {
            Effect::Destroy => confirm::ask(self.context, self.call.operation, &self.call.given.ids).await,
            _ => Ok(()),
        }
    }

    fn result_knowledge(&self, many: bool) -> Knowledge {
        match (many, self.call.operation.effect.is_change()) {
            (true, true) => items::KNOWLEDGE,
            (false, true) => Knowledge {
                secret: self.call.operation.secret,
                ..Knowledge::OPEN
            },
            (_, false) => knowledge(self.call.operation),
        }
    }

    async fn one(&self, request: &Request) -> Result<(), Stop> {
        let operation = self.call.operation;
        let what = match &self.call.given.ids[..] {
            [id] => format!("{} `{id}`", what(operation)),
            _ => what(operation),
        };
        let answer = match self.finish(request).await {
            Ok(answer) => answer,
            Err(fault) => {
                return Err(
                    scope::explained(self.context, self.opened, &self.doing(&what), fault, operation.scope)
                        .await
                        .into(),
                );
            }
        };
        let records = match answer {
            Answer::Page(page) => page.records,
            Answer::Working(working) => vec![working.handle],
            Answer::Ended(endings) => match endings.iter().find_map(|ending| ending.failure.clone()) {
                Some(words) => return Err(self.doing(&what).failed(Fault::WorkFailed(words)).into()),
                None => endings.into_iter().map(|ending| ending.record).collect(),
            },
        };
        self.print_one(records)
    }

    fn print_one(&self, records: Vec<Record>) -> Result<(), Stop> {
        if let [record] = &records[..] {
            return self
                .context
                .print_all(&self.view, Shape::One, &self.result_knowledge(false), [record])
                .map(drop);
        }
        if records.is_empty() {
            self.context.reporter.tell("done");
            return match self.view.format.is_json() {
                true => self.context.print_text("{}"),
                false => Ok(()),
            };
        }
        self.context
            .print_all(&self.view, Shape::List, &self.result_knowledge(false), &records)
            .map(drop)
    }

    /// The answer once its work has ended; with `--no-wait`, the handle of the work.
    async fn finish(&self, request: &Request) -> Result<Answer, Fault> {
        let session = &self.opened.session;
        let answer = session.ask(request).await?;
        if self.call.no_wait {
            return Ok(answer);
        }
        let longest = self.call.wait.unwrap_or(DEFAULT_WAIT);
        let accepted = matches!(answer, Answer::Working(_));
        match session.wait(answer, Duration::from_secs(longest)).await {
            Err(Fault::Interrupted(signal)) if accepted => Err(super::stop::left_alone(signal).into()),
            other => self.ended(other?, longest),
        }
    }

    fn ended(&self, answer: Answer, longest: u64) -> Result<Answer, Fault> {
        match answer {
            Answer::Working(working) if working.ended.is_empty() || self.call.given.ids.len() < 2 => {
                Err(Fault::WorkUnended(longest))
            }
            answer => Ok(answer),
        }
    }

    async fn read_many(&self, requests: &[Request]) -> Result<(), Stop> {
        let knowledge = self.result_knowledge(true);
        let what = what(self.call.operation);
        let ids = &self.call.given.ids;
        let mut failures = Vec::new();
        let mut records = Vec::new();
        items::each(
            requests,
            self.context.globals.jobs,
            |request| self.finish(request),
            |number, outcome| match outcome {
                Ok(Answer::Page(page)) => records.extend(page.records),
                Ok(_) => {}
                Err(fault) => failures.push((ids[number].clone(), self.doing(&what).failed(fault))),
            },
        )
        .await;
        self.context.print_all(&self.view, Shape::List, &knowledge, &records)?;
        items::verdict(failures, ids.len()).map_err(Stop::from)
    }

    async fn change_many(&self, requests: &[Request], batch: bool) -> Result<(), Stop> {
        let what = what(self.call.operation);
        let doing = self.doing(&what);
        let mut results: Vec<Item> = Vec::new();
        items::each(
            requests,
            self.context.globals.jobs,
            |request| self.finish(request),
            |number, outcome| match batch {
                true => results.extend(items::of_batch(
                    &self.call.given.ids,
                    outcome,
                    &doing,
                    self.call.wait.unwrap_or(DEFAULT_WAIT),
                )),
                false => results.push(items::of_one(&self.call.given.ids[number], outcome, &doing)),
            },
        )
        .await;
        let records: Vec<Record> = results.iter().map(Item::record).collect();
        match self
            .context
            .print_all(&self.view, Shape::List, &items::KNOWLEDGE, &records)
        {
            // Nobody reads, but the exit code is still heard.
            Err(Stop::Closed) | Ok(_) => {}
            Err(stop) => return Err(stop),
        }
        let count = results.len();
        let unknown = results.iter().any(|item| item.state == State::Unknown);
        let failures: Vec<(String, Failure)> = results.into_iter().filter_map(Item::into_failure).collect();
        match items::verdict(failures, count) {
            Err(failure) if unknown => Err(Failure {
                code: Code::OutcomeUnknown,
                ..failure
            }
            .into()),
            verdict => verdict.map_err(Stop::from),
        }
    }
}

/// Print a list while it comes, and say what is missing from it.
pub(super) async fn stream(
    context: &Context<'_>,
    opened: &Opened,
    first: Request,
    view: &View,
    knowledge: &Knowledge,
    what: &str,
    scope: Option<&'static str>,
) -> Result<(), Stop> {
    let doing = context.doing(opened, what, Effect::Read);
    let mut out = context.out();
    let mut pages = opened.session.pages(first);
    let mut printer = Printer::new(view, Shape::List, knowledge, &mut out)?;
    let mut broken = None;
    let mut enough = false;
    while !enough {
        match pages.next().await {
            Ok(None) => break,
            Ok(Some(records)) => {
                context.reporter.clear();
                for record in &records {
                    if printer.record(record)? == Flow::Enough {
                        enough = true;
                        break;
                    }
                }
                printer.flush()?;
                progress(context, what, pages.fetched(), pages.total());
            }
            Err(fault) => {
                broken = Some(fault);
                break;
            }
        }
    }
    let fetched = pages.fetched();
    if let (Some(fault), 0) = (&broken, fetched) {
        drop(printer);
        return Err(scope::explained(context, opened, &doing, fault.clone(), scope)
            .await
            .into());
    }
    context.reporter.clear();
    let summary = printer.finish()?;
    out.flush()?;
    context.warn_all(&summary);
    if let Some(fault) = broken {
        return Err(cut_short(&doing, what, fault, fetched, pages.total()).into());
    }
    if let Some(shortfall) = pages.shortfall().filter(|_| !enough) {
        return Err(incomplete(&doing, what, &shortfall).into());
    }
    said_when_empty(context, view, summary.printed)
}

fn progress(context: &Context<'_>, what: &str, fetched: u64, total: Option<u64>) {
    use crate::session::Progress as _;
    let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
    context.reporter.doing(&format!("{what}: {fetched}{of}"));
}

fn said_when_empty(context: &Context<'_>, view: &View, printed: usize) -> Result<(), Stop> {
    if printed > 0 || view.jq.is_some() {
        return Ok(());
    }
    if context.globals.fail_on_empty {
        return Err(Failure::new(Code::NotFound, "the list is empty, and `--fail-on-empty` was given").into());
    }
    if matches!(view.format, Format::Table | Format::Wide) {
        context.reporter.tell("nothing found");
    }
    Ok(())
}

/// A later page failed: what was got is on standard output, and is not all.
fn cut_short(doing: &Doing<'_>, what: &str, fault: Fault, fetched: u64, total: Option<u64>) -> Failure {
    let interrupted = super::context::is_interrupt(&fault);
    let failure = doing.failed(fault);
    if interrupted {
        return failure;
    }
    let cause = Cause {
        id: format!("after {fetched} records"),
        code: failure.code.word(),
        http_status: failure.http_status,
        retry_after: failure.retry_after,
    };
    let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
    let reason = failure
        .message
        .strip_prefix(&format!("cannot {what}: "))
        .unwrap_or(&failure.message)
        .to_owned();
    Failure {
        code: Code::Partial,
        message: format!("cannot {what} to the end: {fetched}{of} came, then {reason}"),
        causes: vec![cause],
        ..failure
    }
}

fn incomplete(doing: &Doing<'_>, what: &str, shortfall: &crate::session::Shortfall) -> Failure {
    let of = shortfall.total.map(|total| format!(" of {total}")).unwrap_or_default();
    let why = if shortfall.repeated {
        "the vendor sent the same page again"
    } else {
        "the vendor sent no more"
    };
    let mut failure = Failure::new(
        Code::Partial,
        format!("cannot {what} to the end: {}{of} came, then {why}", shortfall.fetched),
    );
    failure.vendor = Some(doing.vendor.settings.key.to_owned());
    failure.profile = doing.account.profile().map(str::to_owned);
    failure.retryable = true;
    failure
}
