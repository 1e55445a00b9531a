//! Records of many accounts on their way to standard output.

use std::io::Write as _;
use std::ops::ControlFlow;

use serde::Serialize;

use super::super::context::Context;
use super::super::list::said_when_empty;
use super::super::stop::Stop;
use super::{Outcome, Question, each};
use crate::failure::{Code, Failure};
use crate::fleet::Unified;
use crate::output::{Flow, Printer, View};
use crate::record::Record;

/// Print them, as far as anybody wants more.
pub(in crate::app) fn print<'r, T: Serialize + 'r>(
    printer: &mut Printer<'_>,
    records: impl Iterator<Item = &'r T>,
) -> Result<Flow, Stop> {
    for record in records {
        let text = serde_json::to_vec(record)
            .map_err(|error| Failure::new(Code::Internal, format!("cannot write a record: {error}")))?;
        if printer.record(&Record::from_json_bytes(text.into()))? == Flow::Enough {
            printer.flush()?;
            return Ok(Flow::Enough);
        }
    }
    printer.flush()?;
    Ok(Flow::More)
}

/// Print what is wanted of every account, as it comes.
pub(in crate::app) async fn stream<T: Unified + Serialize>(
    context: &Context<'_>,
    question: &Question,
    printer: &mut Printer<'_>,
    is_wanted: &mut dyn FnMut(&T) -> bool,
) -> Result<Outcome, Stop> {
    each(context, question, &mut |_, page: Vec<T>| {
        context.reporter.clear();
        match print(printer, page.iter().filter(|one| is_wanted(one))) {
            Ok(Flow::More) => ControlFlow::Continue(()),
            Ok(Flow::Enough) => ControlFlow::Break(Ok(())),
            Err(stop) => ControlFlow::Break(Err(stop)),
        }
    })
    .await
}

/// Where nobody answered there is nothing to print, not even an empty list. `nothing` is what people are told where it is one.
pub(in crate::app) fn end(
    context: &Context<'_>,
    view: &View,
    printer: Printer<'_>,
    outcome: &Outcome,
    nothing: &str,
) -> Result<(), Stop> {
    if outcome.is_nothing() {
        outcome.verdict()?;
    }
    context.reporter.clear();
    let summary = printer.finish()?;
    context.out().flush()?;
    context.warn_all(&summary);
    outcome.verdict()?;
    said_when_empty(context, view, summary.printed, nothing)
}
