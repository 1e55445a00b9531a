//! Runs any row of the tables: a list, a file, a record, a change, or the same for many things.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use super::context::{Context, DEFAULT_WAIT, Opened};
use super::items::{self, Item};
use super::list::stream;
use super::stop::{Doing, Stop};
use super::target::Target;
use super::{confirm, many, preview, product, scope, workflow};
use crate::catalog::{Effect, Kind, Operation, Place, Run, Transactions, Undone, Vendor};
use crate::cli::{Call, takes_many};
use crate::dialect::{Answer, Page};
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::output::{Format, Knowledge, Shape, View};
use crate::plan::{id_value, plan};
use crate::record::Record;
use crate::session::Broken;
use crate::workflow::{Resolve, Work};

/// A command of the tables, from words to result.
pub(super) async fn run(context: &Context<'_>, call: &Call) -> Result<(), Stop> {
    let opened = context.open_waiting(call.vendor, call.wait)?;
    let runner = Runner { context, call, typed: &call.given.ids, opened: &opened, view: context.view(Format::Table)? };
    let resolved;
    let runner = match call.selected.is_empty() {
        true => runner,
        false => {
            resolved = Call { given: runner.resolved().await?, ..call.clone() };
            Runner { call: &resolved, typed: &resolved.given.ids, ..runner }
        }
    };
    let named;
    let runner = match call.vendor.resolve.filter(|_| matches!(call.operation.run, Run::Request)) {
        None => runner,
        Some(resolve) => {
            named = Call { given: runner.with_ids(resolve).await?, ..runner.call.clone() };
            Runner { call: &named, ..runner }
        }
    };
    let distinct;
    let runner = match each_once(runner.call, runner.typed) {
        None => runner,
        Some((given, left)) => {
            context.reporter.tell("what was named more than once is changed once");
            distinct = (Call { given, names_many: true, ..runner.call.clone() }, left);
            Runner { call: &distinct.0, typed: &distinct.1, ..runner }
        }
    };
    let formed;
    let runner = match product::form(context, runner.call, runner.opened).await? {
        None => runner,
        Some(operation) => {
            formed = Call { operation, ..runner.call.clone() };
            Runner { call: &formed, ..runner }
        }
    };
    product::check(context, runner.call, runner.opened).await?;
    let is_given = |argument: &str| runner.call.given.values.contains_key(argument);
    let other;
    let runner = match call.operation.instead.filter(|(argument, _)| is_given(argument)) {
        None => runner,
        Some((_, operation)) => {
            other = Call { operation, ..runner.call.clone() };
            Runner { call: &other, ..runner }
        }
    };
    let operation = runner.call.operation;
    match operation.run {
        Run::Workflow(job) => workflow::run(context, runner.call, runner.opened, job).await,
        Run::Request if operation.pack.is_some() => runner.unpack().await,
        Run::Request if operation.list => runner.list().await,
        Run::Request if operation.saves => runner.save().await,
        Run::Request => runner.act().await,
    }
}

/// What has two of the tags, or stands twice in a file, is rebooted once: what is given with each id once, and how that was
/// typed. `None` where no change names a thing twice.
fn each_once(call: &Call, typed: &[String]) -> Option<(Given, Vec<String>)> {
    let ids = &call.given.ids;
    let mut seen = HashSet::new();
    let is_first: Vec<bool> = ids.iter().map(|id| seen.insert(id)).collect();
    if !call.operation.effect.is_change() || !matches!(call.operation.run, Run::Request) || seen.len() == ids.len() {
        return None;
    }
    let left = |of: &[String]| -> Vec<String> {
        of.iter().zip(&is_first).filter(|(_, is_first)| **is_first).map(|(id, _)| id.clone()).collect()
    };
    Some((call.given.for_ids(&left(ids)), left(typed)))
}

/// One command, and everything it is given.
pub(super) struct Runner<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) call: &'a Call,
    /// The ids as they were before a name became one, in the same order.
    typed: &'a [String],
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
    let mut letters = operation.about.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
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

    /// What was given, with the ids that the selectors mean.
    async fn resolved(&self) -> Result<Given, Stop> {
        let operation = self.call.operation;
        let selectors = self.call.vendor.selectors.as_ref().expect("the tree offers what the vendor has");
        let target = (selectors.target)(operation).expect("the tree offers selectors where there is a target");
        let work = self.context.work(self.opened, None);
        let mut ids = Vec::new();
        for (way, value) in &self.call.selected {
            match (selectors.find)(&work, way, value).await {
                Ok(found) => ids.extend(found),
                Err(fault) => return Err(self.explained(fault).await),
            }
        }
        let mut given = self.call.given.clone();
        let slot = operation.arguments.iter().find(|argument| argument.name == target);
        match slot {
            Some(argument) if !takes_many(operation) => match (argument.kind, &ids[..]) {
                (Kind::Integers | Kind::Strings, _) => given = given.with(target, ids),
                (_, [id]) => given = given.with(target, id_value(id)),
                _ => {
                    return Err(Failure::new(Code::Ambiguous, format!("this takes one, and {} fit", ids.len())).into());
                }
            },
            _ => given.ids.extend(ids),
        }
        Ok(given)
    }

    /// What was given, with ids in the place of what people call things.
    async fn with_ids(&self, resolve: Resolve) -> Result<Given, Stop> {
        let work = self.context.work(self.opened, None);
        match resolve(&work, self.call.operation, self.call.given.clone()).await {
            Ok(given) => Ok(given),
            Err(fault) => Err(self.explained(fault).await),
        }
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
        let many = items::are_results(self.call, &self.view);
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

    /// Things that cannot be changed are told from the others before anybody is asked; they fail without a request.
    async fn change(&self, many: bool, requests: &[Request]) -> Result<(), Stop> {
        let is_dry = self.context.globals.dry_run;
        if !is_dry {
            self.check_allowed()?;
        }
        let refused = self.refused().await?;
        match &refused[..] {
            [refused] if !many => Err(self.failed(&refused.1).into()),
            _ if is_dry => self.dry_run(requests, refused),
            _ => {
                self.confirm(&refused).await?;
                match many {
                    true if self.transactions().is_some() => many::together(self, requests, &refused).await,
                    true => many::change(self, requests, &refused).await,
                    false => self.one(&requests[0]).await,
                }
            }
        }
    }

    /// What the row's guard refuses, with its reasons.
    async fn refused(&self) -> Result<Vec<(String, Failure)>, Stop> {
        let ids = &self.call.given.ids;
        let Some(guard) = self.call.operation.guard.filter(|_| !ids.is_empty()) else {
            return Ok(Vec::new());
        };
        let work = self.context.work(self.opened, self.call.wait);
        match guard(&work, ids).await {
            Ok(reasons) => Ok(ids.iter().cloned().zip(reasons).filter_map(|(id, why)| Some((id, why?))).collect()),
            Err(fault) => Err(self.explained(fault).await),
        }
    }

    /// The requests for the things that would be changed; the others fail as they would.
    fn dry_run(&self, requests: &[Request], refused: Vec<(String, Failure)>) -> Result<(), Stop> {
        let ids = &self.call.given.ids;
        let is_refused = |id: &String| refused.iter().any(|(known, _)| known == id);
        let left: Vec<String> = ids.iter().filter(|id| !is_refused(id)).cloned().collect();
        let shown = match (refused.is_empty(), self.is_batch()) {
            (true, _) => requests.to_vec(),
            (false, true) if left.is_empty() => Vec::new(),
            (false, true) => vec![self.plan(&self.call.given.for_ids(&left))?],
            (false, false) => {
                let wanted = ids.iter().zip(requests).filter(|(id, _)| !is_refused(id));
                wanted.map(|(_, request)| request.clone()).collect()
            }
        };
        if !shown.is_empty() {
            let steps = match self.transactions() {
                Some(transactions) => (transactions.steps)(&self.opened.account, &self.call.given, shown)?,
                None => shown,
            };
            preview::dry_run(self.context, self.opened, &steps)?;
        }
        items::verdict(refused, ids.len()).map_err(|failure| self.failed(&failure).into())
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

    /// The profile and the limit of the user.
    fn check_allowed(&self) -> Result<(), Failure> {
        let given = &self.call.given;
        if self.opened.account.is_read_only() {
            return Err(crate::workflow::read_only(&self.opened.account));
        }
        check_affected(self.context, given)
    }

    /// The user, about the things that are left.
    async fn confirm(&self, refused: &[(String, Failure)]) -> Result<(), Stop> {
        let is_left = |(id, _): &(&String, &String)| !refused.iter().any(|(known, _)| known == *id);
        let typed = self.call.given.ids.iter().zip(self.typed).filter(is_left);
        let left: Vec<String> = typed.map(|(_, typed)| typed.clone()).collect();
        let is_of_all = self.call.operation.without_ids.is_some() && self.call.given.ids.is_empty();
        match self.call.operation.effect {
            Effect::Write if is_of_all => confirm::ask(self.context, self.call.operation, &[]).await,
            Effect::Destroy if refused.is_empty() || !left.is_empty() => {
                confirm::ask(self.context, self.call.operation, &left).await
            }
            _ => Ok(()),
        }
    }

    pub(super) fn result_knowledge(&self, many: bool) -> Knowledge {
        let Call { vendor, operation, .. } = self.call;
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
        let count = results.len();
        items::verdict(results.into_iter().filter_map(Item::into_failure).collect(), count).map_err(Stop::from)
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
