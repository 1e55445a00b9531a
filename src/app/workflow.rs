//! Runs a job of several requests and shows its result.

use std::cell::RefCell;
use std::io::Write as _;

use super::context::Context;
use super::items::{self, Item};
use super::list::{NOTHING, said_when_empty};
use super::operation::{Runner, check_affected, knowledge, what};
use super::stop::Stop;
use super::target::Target;
use super::{confirm, preview, scope};
use crate::catalog::{Effect, Operation};
use crate::cli::Call;
use crate::dialect::Answer;
use crate::failure::Failure;
use crate::http::Fault;
use crate::output::{Flow, Format, Knowledge, Printer, Shape, View};
use crate::plan::check_given;
use crate::record::Record;
use crate::report::Reporter;
use crate::workflow::{Handed, Listener, Outcome, Work, Workflow, read_only};

pub(super) async fn run(runner: &Runner<'_>, job: Workflow) -> Result<(), Stop> {
    let Runner { context, call, opened, view, .. } = runner;
    if context.globals.print_curl {
        return Err(Failure::usage("`--print-curl` prints one request, and this command makes several")
            .hint("`--dry-run` shows those that would change something")
            .into());
    }
    check_given(call.operation, &call.given)?;
    if call.operation.list {
        return stream(runner, job).await;
    }
    let (shape, knowledge) = form(runner);
    view.check(shape, &knowledge)?;
    may_change(runner).await?;
    let work = Work {
        operation: Some(call.operation),
        no_wait: call.no_wait,
        shows_record: shows_record(view),
        ..context.work(opened, call.wait)
    };
    // What is only shown before it is done needs no place.
    let is_terminal = view.width.is_some() && !context.globals.dry_run;
    let target = match call.operation.saves {
        true => Some(Target::of(call.save.as_deref(), is_terminal)?),
        false => None,
    };
    let path = target.as_ref().map(|target| target.path().display().to_string());
    let given = path.map_or_else(|| call.given.clone(), |path| call.given.clone().with("save", path));
    match job(&work, &given).await {
        Ok(Outcome::Result { .. }) if target.as_ref().is_some_and(Target::passes_on) => {
            context.reporter.clear();
            target.map_or(Ok(()), |target| target.pass_on(&mut context.out()))
        }
        Ok(Outcome::Ran { exit, trouble }) => ran(runner, exit, trouble),
        Ok(Outcome::Each(outcomes)) => each(runner, outcomes),
        Ok(outcome) => show(runner, view, outcome),
        Err(fault) => Err(explained(runner, fault).await.into()),
    }
}

/// The limit of the user, and for what cannot be undone the profile and the user.
async fn may_change(runner: &Runner<'_>) -> Result<(), Stop> {
    let Runner { context, call, opened, .. } = runner;
    if call.operation.effect.is_change() {
        check_affected(context, &call.given)?;
    }
    match call.operation.effect {
        Effect::Destroy if context.globals.dry_run => Ok(()),
        Effect::Destroy if opened.account.is_read_only() => Err(read_only(&opened.account).into()),
        Effect::Destroy if call.operation.asks_itself => Ok(()),
        Effect::Destroy => confirm::ask(context, call.operation, &call.given.ids).await,
        _ => Ok(()),
    }
}

/// People want one line of a result, unless they name its columns.
fn shows_record(view: &View) -> bool {
    view.columns.is_some() || !matches!(view.format, Format::Table | Format::Wide | Format::Name)
}

async fn explained(runner: &Runner<'_>, fault: Fault) -> Failure {
    let operation = runner.call.operation;
    scope::explained(runner.context, runner.opened, &runner.doing(&what(operation)), fault, operation.scope).await
}

fn show(runner: &Runner<'_>, view: &View, outcome: Outcome) -> Result<(), Stop> {
    let Runner { context, opened, .. } = runner;
    match outcome {
        Outcome::Streamed | Outcome::Each(_) | Outcome::Ran { .. } => Ok(()),
        Outcome::WouldSend(requests) => preview::dry_run(context, opened, &requests),
        Outcome::Plan { plan, text, requests } => preview::plan(context, opened, &plan, &text, &requests),
        Outcome::Result { record, line, open } => {
            match shows_record(view) {
                false => context.print_lines(&line)?,
                true => context.print_all(view, Shape::One, &Knowledge::OPEN, [&Record::from(&record)]).map(drop)?,
            }
            context.redactor.learn(&line);
            open.map_or(Ok(()), |link| browse(context, &link))
        }
    }
}

/// How the result of a job looks, before it is known.
fn form(runner: &Runner<'_>) -> (Shape, Knowledge) {
    let Call { vendor, operation, .. } = &runner.call;
    match items::are_results(&runner.call, &runner.view) {
        true => (Shape::List, items::knowledge(operation)),
        // The columns of a job are those of its results.
        false => (Shape::One, Knowledge { columns: &[], ..knowledge(vendor, operation) }),
    }
}

/// The exit code of the program that was run; what went wrong after it is told in any case.
fn ran(runner: &Runner<'_>, exit: u8, trouble: Option<Box<Failure>>) -> Result<(), Stop> {
    let what = what(runner.call.operation);
    let trouble = trouble.map(|failure| runner.doing(&what).failed((*failure).into()));
    match (exit, trouble) {
        (0, None) => Ok(()),
        (0, Some(failure)) => Err(failure.into()),
        (exit, trouble) => {
            trouble.iter().for_each(|failure| runner.context.reporter.failure(failure));
            Err(Stop::Exited(exit))
        }
    }
}

/// What became of each thing: the record itself where there is one, else a result an item.
fn each(runner: &Runner<'_>, outcomes: Vec<(String, Result<Answer, Fault>)>) -> Result<(), Stop> {
    let Runner { context, call, view, .. } = runner;
    let what = what(call.operation);
    let doing = runner.doing(&what);
    let items: Vec<Item> = outcomes.into_iter().map(|(id, outcome)| items::of_one(&id, outcome, &doing)).collect();
    let are_results = items::are_results(call, view);
    let records: Vec<Record> = match are_results {
        true => items.iter().map(Item::record).collect(),
        false => items.iter().filter_map(Item::result).collect(),
    };
    let is_silent = records.is_empty() && !are_results;
    if !is_silent {
        let (shape, knowledge) = form(runner);
        context.print_all(view, shape, &knowledge, &records)?;
    }
    match are_results {
        true => items::verdict_of_change(items)?,
        false => items::verdict_of(items)?,
    }
    if is_silent && call.operation.effect.is_change() {
        context.reporter.tell(call.operation.done);
        return if view.format.is_json() { context.print_text("{}") } else { Ok(()) };
    }
    Ok(())
}

fn browse(context: &Context<'_>, link: &str) -> Result<(), Stop> {
    (context.browse)(link).map_err(|cause| {
        Failure::usage(format!("cannot open the browser: {cause}")).hint("open the printed link by hand").into()
    })
}

/// Records as the job hands them over. However it ends, what stands on standard output is whole.
async fn stream(runner: &Runner<'_>, job: Workflow) -> Result<(), Stop> {
    let Runner { context, call, opened, .. } = runner;
    let knowledge = knowledge(call.vendor, call.operation);
    let view = stream_view(context, call.operation)?;
    view.check(Shape::List, &knowledge)?;
    let mut out = context.out();
    let sheet = Sheet::new(Printer::new(&view, Shape::List, &knowledge, &mut out)?, &context.reporter);
    let outcome = {
        let own = context.work(opened, call.wait);
        let work = Work { operation: Some(call.operation), no_wait: call.no_wait, listener: &sheet, ..own };
        job(&work, &call.given).await
    };
    let printed = match (&outcome, sheet.finish()) {
        // Of a change it is still told how it ended.
        (_, Err(Stop::Closed)) if call.operation.effect.is_change() => None,
        (_, Err(stop)) => return Err(stop),
        // What would be sent is the whole result.
        (Ok(Outcome::WouldSend(_) | Outcome::Plan { .. }), Ok(_)) => None,
        (_, Ok(printer)) => {
            let summary = printer.finish()?;
            out.flush()?;
            context.warn_all(&summary);
            Some(summary.printed)
        }
    };
    match outcome {
        Err(fault) => Err(explained(runner, fault).await.into()),
        Ok(outcome) => {
            show(runner, &view, outcome)?;
            let words = call.operation.nothing.unwrap_or(NOTHING);
            printed.map_or(Ok(()), |printed| said_when_empty(context, &view, printed, words))
        }
    }
}

/// What has no end can only be shown as it comes.
fn stream_view(context: &Context<'_>, operation: &Operation) -> Result<View, Failure> {
    match operation.endless {
        true => endless_view(context),
        false => context.view(Format::Table),
    }
}

/// What has no end, whatever it is of.
pub(super) fn endless_view(context: &Context<'_>) -> Result<View, Failure> {
    let mut view = context.view(Format::Ndjson)?;
    // A preference in the environment is meant for other commands.
    if view.format.may_collect() && context.globals.output.is_none() {
        view.format = Format::Ndjson;
    }
    let flag = match () {
        () if view.format.may_collect() => format!("--output {}", view.format.name()),
        () if view.sort.is_some() => "--sort".to_owned(),
        () if view.jq.is_some() => "--jq".to_owned(),
        () => return Ok(view),
    };
    Err(Failure::usage(format!("`{flag}` waits for the last record, and these are shown as they come"))
        .hint("`-o ndjson`, `csv`, `tsv`, `name` and `json` show records as they come"))
}

/// Prints what a job hands over, and keeps the first trouble for the job's end.
struct Sheet<'a> {
    printer: RefCell<Printer<'a>>,
    trouble: RefCell<Option<Stop>>,
    reporter: &'a Reporter,
}

impl<'a> Sheet<'a> {
    fn new(printer: Printer<'a>, reporter: &'a Reporter) -> Self {
        Self { printer: RefCell::new(printer), trouble: RefCell::default(), reporter }
    }

    fn finish(self) -> Result<Printer<'a>, Stop> {
        match self.trouble.into_inner() {
            Some(stop) => Err(stop),
            None => Ok(self.printer.into_inner()),
        }
    }
}

impl Listener for Sheet<'_> {
    fn record(&self, record: &Record) -> Handed {
        if self.trouble.borrow().is_some() {
            return Handed::Lost;
        }
        self.reporter.clear();
        let mut printer = self.printer.borrow_mut();
        match printer.record(record).and_then(|flow| printer.flush().map(|()| flow)) {
            Ok(Flow::More) => Handed::More,
            Ok(Flow::Enough) => Handed::Enough,
            Err(error) => {
                *self.trouble.borrow_mut() = Some(error.into());
                Handed::Lost
            }
        }
    }

    fn warn(&self, text: &str) {
        self.reporter.warn(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ManualClock;
    use serde_json::json;
    use std::io;
    use std::rc::Rc;

    /// Takes so many writes, then its reader has gone.
    struct Pipe(usize);

    impl io::Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn reporter() -> Reporter {
        Reporter::new(Default::default(), Rc::default(), Rc::new(ManualClock::default()))
    }

    fn hand(sheet: &Sheet<'_>, count: u64) -> Vec<Handed> {
        (0..count).map(|id| sheet.record(&Record::from(json!({ "id": id })))).collect()
    }

    #[test]
    fn records_are_taken_until_the_limit_is_reached() {
        let view = View { format: Format::Ndjson, limit: Some(2), ..View::default() };
        let (mut out, reporter) = (Vec::new(), reporter());
        let sheet = Sheet::new(Printer::new(&view, Shape::List, &Knowledge::OPEN, &mut out).unwrap(), &reporter);

        let handed = hand(&sheet, 2);

        assert_eq!(handed, [Handed::More, Handed::Enough]);
        drop(sheet.finish());
        assert_eq!(out, b"{\"id\":0}\n{\"id\":1}\n");
    }

    #[test]
    fn a_record_that_nobody_reads_is_lost_and_so_is_every_later_one() {
        let view = View { format: Format::Ndjson, ..View::default() };
        let (mut out, reporter) = (Pipe(2), reporter());
        let sheet = Sheet::new(Printer::new(&view, Shape::List, &Knowledge::OPEN, &mut out).unwrap(), &reporter);

        let handed = hand(&sheet, 3);

        assert_eq!(handed, [Handed::More, Handed::Lost, Handed::Lost]);
        assert!(matches!(sheet.finish(), Err(Stop::Closed)));
    }
}
