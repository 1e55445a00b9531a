//! Runs a job of several requests and shows its result.

use super::context::{Context, Opened};
use super::items::{self, Item};
use super::list::said_when_empty;
use super::operation::{check_affected, knowledge, what};
use super::stop::Stop;
use super::{preview, scope};
use crate::cli::Call;
use crate::dialect::Answer;
use crate::failure::Failure;
use crate::http::Fault;
use crate::output::{Format, Knowledge, Shape, View};
use crate::record::Record;
use crate::workflow::{Outcome, Work, Workflow};

pub(super) async fn run(context: &Context<'_>, call: &Call, opened: &Opened, job: Workflow) -> Result<(), Stop> {
    if context.globals.print_curl {
        return Err(Failure::usage("`--print-curl` prints one request, and this command makes several")
            .hint("`--dry-run` shows those that would change something")
            .into());
    }
    let view = context.view(Format::Table)?;
    let (shape, knowledge) = form(call);
    view.check(shape, &knowledge)?;
    if call.operation.effect.is_change() {
        check_affected(context, &call.given)?;
    }
    let work = Work { no_wait: call.no_wait, ..context.work(opened, call.wait) };
    let outcome = match job(&work, &call.given).await {
        Ok(outcome) => outcome,
        Err(fault) => {
            let what = what(call.operation);
            let doing = context.doing(opened, &what, call.operation.effect);
            return Err(scope::explained(context, opened, &doing, fault, call.operation.scope).await.into());
        }
    };
    match outcome {
        Outcome::Records(records) => list(context, &view, &knowledge, &records),
        Outcome::Each(outcomes) => each(context, call, opened, &view, outcomes),
        Outcome::WouldSend(requests) => preview::dry_run(context, opened, &requests),
        Outcome::Result { record, line, open } => {
            match view.format {
                Format::Table | Format::Wide | Format::Name if view.columns.is_none() => context.print_text(&line)?,
                _ => context.print_all(&view, Shape::One, &Knowledge::OPEN, [&Record::from(&record)]).map(drop)?,
            }
            context.redactor.learn(&line);
            open.map_or(Ok(()), |link| browse(context, &link))
        }
    }
}

/// How the result of a job looks, before it is known.
fn form(call: &Call) -> (Shape, Knowledge) {
    match (call.operation.list, call.is_many()) {
        (true, _) => (Shape::List, knowledge(call.vendor, call.operation)),
        (false, true) => (Shape::List, items::KNOWLEDGE),
        (false, false) => (Shape::One, knowledge(call.vendor, call.operation)),
    }
}

fn list(context: &Context<'_>, view: &View, knowledge: &Knowledge, records: &[Record]) -> Result<(), Stop> {
    let summary = context.print_all(view, Shape::List, knowledge, records)?;
    said_when_empty(context, view, summary.printed)
}

/// What became of each thing: the record itself where there is one, else a result an item.
fn each(
    context: &Context<'_>,
    call: &Call,
    opened: &Opened,
    view: &View,
    outcomes: Vec<(String, Result<Answer, Fault>)>,
) -> Result<(), Stop> {
    let what = what(call.operation);
    let doing = context.doing(opened, &what, call.operation.effect);
    let count = outcomes.len();
    let results: Vec<Item> = outcomes.into_iter().map(|(id, outcome)| items::of_one(&id, outcome, &doing)).collect();
    let records: Vec<Record> = match call.is_many() {
        true => results.iter().map(Item::record).collect(),
        false => results.iter().filter_map(Item::result).collect(),
    };
    let (shape, knowledge) = form(call);
    if !records.is_empty() {
        context.print_all(view, shape, &knowledge, &records)?;
    }
    items::verdict(results.into_iter().filter_map(Item::into_failure).collect(), count).map_err(Stop::from)
}

fn browse(context: &Context<'_>, link: &str) -> Result<(), Stop> {
    (context.browse)(link).map_err(|cause| {
        Failure::usage(format!("cannot open the browser: {cause}")).hint("open the printed link by hand").into()
    })
}
