//! Runs any row of the tables: a list, a file, a record, a change, or the same for many things.

mod change;
mod meaning;

use std::path::Path;
use std::time::Duration;

use super::context::{Context, DEFAULT_WAIT, Opened};
use super::items::{self, Item};
use super::list::stream;
use super::stop::{Doing, Stop};
use super::target::Target;
use super::{many, preview, scope, workflow};
use crate::catalog::{Operation, Place, Run, Transactions, Undone, Vendor};
use crate::cli::Call;
use crate::dialect::{Answer, Page};
use crate::failure::{Failure, with_small_initial};
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::output::{Format, Knowledge, Shape, View};
use crate::plan::plan;
use crate::record::Record;
use crate::session::Broken;
use crate::workflow::Work;

/// A command of the tables, from words to result.
pub(super) async fn run(context: &Context<'_>, call: Call) -> Result<(), Stop> {
    let opened = context.open_waiting(call.vendor, call.wait)?;
    let view = context.view(Format::Table)?;
    let typed = call.given.ids.clone();
    let mut runner = Runner { context, call, typed, opened: &opened, view };
    runner.find_selected().await?;
    runner.find_named().await?;
    runner.name_each_once();
    runner.take_form().await?;
    runner.take_job_instead();
    runner.carry_out().await
}

/// One command, and everything it is given.
pub(super) struct Runner<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) call: Call,
    /// The ids as they were before a name became one, in the same order.
    typed: Vec<String>,
    pub(super) opened: &'a Opened,
    pub(super) view: View,
}

/// What the row says of its records.
pub(super) fn knowledge(vendor: &Vendor, operation: &Operation) -> Knowledge {
    Knowledge {
        columns: operation.columns,
        wide: operation.wide,
        members: operation.members,
        secret: operation.secret,
        words: operation.words,
        id: operation.id,
        times: vendor.times,
        ..Knowledge::OPEN
    }
}

/// `List devices` as it stands after "cannot".
pub(super) fn what(operation: &Operation) -> String {
    with_small_initial(operation.about)
}

/// The user's own limit of what one command may change.
pub(super) fn check_affected(context: &Context<'_>, given: &Given) -> Result<(), Failure> {
    let affected = given.items.as_ref().map_or(given.ids.len(), Vec::len).max(1);
    match context.globals.max_affected.filter(|most| affected > *most) {
        Some(most) => {
            Err(Failure::usage(format!("this changes {affected} things, and `--max-affected` allows {most}")))
        }
        None => Ok(()),
    }
}

impl Runner<'_> {
    async fn carry_out(&self) -> Result<(), Stop> {
        let operation = self.call.operation;
        match operation.run {
            Run::Workflow(job) => workflow::run(self, job).await,
            Run::Request if operation.pack.is_some() => self.unpack().await,
            Run::Request if operation.list => self.list().await,
            Run::Request if operation.saves => self.save().await,
            Run::Request => self.act().await,
        }
    }

    pub(super) fn doing<'d>(&'d self, what: &'d str) -> Doing<'d> {
        self.context.doing(self.opened, what, self.call.operation.effect)
    }

    pub(super) fn plan(&self, given: &Given) -> Result<Request, Failure> {
        let mut request = plan(self.opened.account.url(), self.call.operation, given)?;
        request.name.clone_from(&self.call.words);
        Ok(request)
    }

    /// The request for a file, of whatever kind.
    pub(super) fn plan_of_file(&self) -> Result<Request, Failure> {
        let mut request = self.plan(&self.call.given)?;
        request.set_header(reqwest::header::ACCEPT, "*/*", false);
        Ok(request)
    }

    /// What the change is part of, where the vendor has it so.
    pub(super) fn transactions(&self) -> Option<&'static Transactions> {
        self.call.vendor.transactions.as_ref().filter(|transactions| transactions.has(self.call.operation))
    }

    /// All requests in one transaction.
    pub(super) async fn together(&self, requests: &[Request]) -> Option<Result<Vec<Answer>, Undone>> {
        let transactions = self.transactions()?;
        let work = Work { operation: Some(self.call.operation), ..self.context.work(self.opened, self.call.wait) };
        let replies = match (transactions.carry_out)(&work, &self.call.given, requests).await {
            Ok(replies) => replies,
            Err(undone) => return Some(Err(undone)),
        };
        let read = |(request, reply)| self.opened.session.read(request, reply);
        // What was committed happened, whatever its answer looks like.
        let nothing = |_| Ok(Answer::Page(Page::default()));
        Some(requests.iter().zip(&replies).map(|both| read(both).or_else(nothing)).collect())
    }

    async fn list(&self) -> Result<(), Stop> {
        let operation = self.call.operation;
        let knowledge = knowledge(self.call.vendor, operation);
        self.view.check(Shape::List, &knowledge)?;
        let request = self.plan(&self.call.given)?;
        let limit = self.view.limit.filter(|_| !self.view.chooses());
        let first = self.opened.session.dialect.first_page(request, Some(operation), limit);
        if self.context.globals.print_curl {
            return preview::curl(self.context, self.opened, &first);
        }
        let what = what(operation);
        stream(self.context, self.opened, first, &self.view, &knowledge, &what, operation.scope).await
    }

    /// A file goes where the user says, or through a temporary one into a redirected standard output: never half of it.
    async fn save(&self) -> Result<(), Stop> {
        let request = self.plan_of_file()?;
        if self.context.globals.print_curl {
            return preview::curl(self.context, self.opened, &request);
        }
        let target = Target::of(self.call.save.as_deref(), self.view.width.is_some())?;
        self.save_to(request, target.path()).await?;
        target.pass_on(&mut self.context.out())
    }

    async fn save_to(&self, mut request: Request, path: &Path) -> Result<(), Stop> {
        request.save = Some(path.to_owned());
        match self.opened.session.ask(&request).await {
            Ok(_) => Ok(()),
            Err(fault) => Err(self.explained(fault).await),
        }
    }

    /// One thing, or each of many.
    async fn act(&self) -> Result<(), Stop> {
        // Whoever gives it to a change expects fewer changes, not fewer lines about them.
        if self.view.limit.is_some() && self.call.operation.effect.is_change() {
            return Err(Failure::usage("`--limit` goes with lists, and this is a change")
                .hint("`--max-affected N` refuses to change more than N")
                .into());
        }
        let requests = self.requests()?;
        let many = items::are_results(&self.call, &self.view);
        let shape = if many { Shape::List } else { Shape::One };
        self.view.check(shape, &self.result_knowledge(many))?;
        if self.context.globals.print_curl {
            return match &requests[..] {
                [_] if self.transactions().is_some() => Err(preview::no_curl().into()),
                [one] => preview::curl(self.context, self.opened, one),
                _ => Err(Failure::usage("`--print-curl` prints one request, and these are several").into()),
            };
        }
        match (many, self.call.operation.effect.is_change()) {
            (false, false) => self.one(&requests[0]).await,
            (true, false) => many::read(self, &requests).await,
            (_, true) => self.change(many, &requests).await,
        }
    }

    /// A failure that was found here, with the names that every failure has.
    pub(super) fn failed(&self, failure: &Failure) -> Failure {
        self.doing(&self.what()).failed(failure.clone().into())
    }

    /// Whether one request carries all ids.
    pub(super) fn is_batch(&self) -> bool {
        self.call.operation.ids.is_some_and(|ids| ids.batch)
    }

    /// One request, or one for each id.
    fn requests(&self) -> Result<Vec<Request>, Failure> {
        let given = &self.call.given;
        match given.ids.is_empty() || self.is_batch() {
            true => Ok(vec![self.plan(given)?]),
            false => given.ids.iter().map(|id| self.plan(&self.for_one(id))).collect(),
        }
    }

    fn for_one(&self, id: &str) -> Given {
        let operation = self.call.operation;
        let slot = operation.arguments.iter().find(|argument| argument.place == Place::Path);
        match (operation.ids, slot) {
            (None, Some(slot)) => self.call.given.for_ids(&[]).with(slot.name, id),
            _ => self.call.given.for_ids(&[id.to_owned()]),
        }
    }

    pub(super) fn result_knowledge(&self, many: bool) -> Knowledge {
        let Call { vendor, operation, .. } = &self.call;
        match (many, operation.effect.is_change()) {
            (true, true) => Knowledge { secret: operation.secret, ..items::knowledge(operation) },
            (false, true) => Knowledge { secret: operation.secret, times: vendor.times, ..Knowledge::OPEN },
            (_, false) => knowledge(vendor, operation),
        }
    }

    async fn one(&self, request: &Request) -> Result<(), Stop> {
        let what = self.what();
        let records = match self.finish(request).await {
            Err(broken) => return Err(self.explained(broken.fault).await),
            Ok(Answer::Page(page)) if !page.refused.is_empty() => return self.partly(&page),
            Ok(Answer::Page(page)) => page.records,
            Ok(Answer::Working(working)) => vec![working.handle],
            Ok(Answer::Ended(endings)) => match endings.iter().find_map(|ending| ending.failure.clone()) {
                Some(words) => return Err(self.doing(&what).failed(Fault::WorkFailed(words)).into()),
                None => endings.into_iter().map(|ending| ending.record).collect(),
            },
        };
        self.print(&records)
    }

    /// The vendor did some of it: each item says what became of it.
    fn partly(&self, page: &Page) -> Result<(), Stop> {
        let what = what(self.call.operation);
        let results = items::of_page(page, &self.doing(&what));
        let records: Vec<Record> = results.iter().map(Item::record).collect();
        self.context.print_all(&self.view, Shape::List, &items::KNOWLEDGE, &records)?;
        Ok(items::verdict_of(results)?)
    }

    fn print(&self, records: &[Record]) -> Result<(), Stop> {
        let knowledge = self.result_knowledge(false);
        match records {
            [record] => self.context.print_all(&self.view, Shape::One, &knowledge, [record]).map(drop),
            [] => {
                self.context.reporter.tell(self.call.operation.done);
                match self.view.format.is_json() {
                    true => {
                        let nothing = Record::from(serde_json::json!({}));
                        self.context.print_all(&self.view, Shape::One, &knowledge, [&nothing]).map(drop)
                    }
                    false => Ok(()),
                }
            }
            several => self.context.print_all(&self.view, Shape::List, &knowledge, several).map(drop),
        }
    }

    /// The answer once its work has ended; with `--no-wait`, the handle of the work.
    pub(super) async fn finish(&self, request: &Request) -> Result<Answer, Broken> {
        let outcome = self.ended(request).await;
        if let Some(hears) = self.call.operation.hears {
            let work = self.context.work(self.opened, self.call.wait);
            hears(&work, request, outcome.as_ref().err().map(|broken| &broken.fault));
        }
        outcome
    }

    async fn ended(&self, request: &Request) -> Result<Answer, Broken> {
        let session = &self.opened.session;
        let answer = match self.together(std::slice::from_ref(request)).await {
            Some(outcome) => outcome.map_err(|undone| undone.fault)?.remove(0),
            None => session.ask(request).await?,
        };
        if self.call.no_wait {
            return Ok(answer);
        }
        let longest = self.longest_wait();
        match session.wait(answer, Duration::from_secs(longest)).await? {
            Answer::Working(working) => Err(Broken { fault: Fault::WorkUnended(longest), ended: working.ended }),
            answer => Ok(answer),
        }
    }

    /// What is being done, and to what.
    fn what(&self) -> String {
        match &self.call.given.ids[..] {
            [id] => format!("{} `{id}`", what(self.call.operation)),
            _ => what(self.call.operation),
        }
    }

    /// Seconds.
    pub(super) fn longest_wait(&self) -> u64 {
        self.call.wait.unwrap_or(DEFAULT_WAIT)
    }

    pub(super) async fn explained(&self, fault: Fault) -> Stop {
        let operation = self.call.operation;
        let what = self.what();
        scope::explained(self.context, self.opened, &self.doing(&what), fault, operation.scope).await.into()
    }
}
