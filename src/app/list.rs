//! A list while it comes: printed page by page, and honest about what is missing.

use std::io::Write as _;

use super::context::{Context, Opened};
use super::known_ids::Seen;
use super::scope;
use super::stop::{Doing, Stop};
use crate::catalog::Effect;
use crate::failure::{Code, Failure};
use crate::http::{Fault, Request};
use crate::output::{Flow, Format, Knowledge, Printer, Shape, View};
use crate::session::Pages;

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
    let mut seen = context.seen(opened, &first.name, view, knowledge);
    let mut pages = opened.session.pages(first).at_most(view.limit.filter(|_| !view.chooses()));
    let mut printer = Printer::new(view, Shape::List, knowledge, &mut out)?;
    let outcome = print_pages(context, what, &mut pages, &mut printer, &mut seen).await?;
    let (enough, broken) = (matches!(outcome, Ok(Flow::Enough)), outcome.err());
    let fetched = pages.fetched();
    if let (Some(fault), 0) = (&broken, fetched) {
        drop(printer);
        return Err(scope::explained(context, opened, &doing, fault.clone(), scope).await.into());
    }
    context.reporter.clear();
    seen.iter().for_each(|seen| seen.keep(&*context.stores.cache));
    let summary = printer.finish()?;
    out.flush()?;
    context.warn_all(&summary);
    if let Some(fault) = broken {
        return Err(cut_short(&doing, what, fault, fetched, pages.total()).into());
    }
    if let Some(shortfall) = pages.shortfall().filter(|_| !enough) {
        return Err(incomplete(&doing, what, &shortfall).into());
    }
    said_when_empty(context, view, summary.printed, NOTHING)
}

/// Whether the user has enough, or what broke off.
async fn print_pages(
    context: &Context<'_>,
    what: &str,
    pages: &mut Pages<'_>,
    printer: &mut Printer<'_>,
    seen: &mut Option<Seen>,
) -> Result<Result<Flow, Fault>, Stop> {
    loop {
        let records = match pages.next().await {
            Ok(Some(records)) => records,
            Ok(None) => return Ok(Ok(Flow::More)),
            Err(fault) => return Ok(Err(fault)),
        };
        context.reporter.clear();
        let mut flow = Flow::More;
        for record in &records {
            seen.iter_mut().for_each(|seen| seen.see(record));
            flow = printer.record(record)?;
            if flow == Flow::Enough {
                break;
            }
        }
        printer.flush()?;
        progress(context, what, pages.fetched(), pages.total());
        if flow == Flow::Enough {
            return Ok(Ok(flow));
        }
    }
}

fn progress(context: &Context<'_>, what: &str, fetched: u64, total: Option<u64>) {
    use crate::session::Progress as _;
    let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
    context.reporter.doing(&format!("{what}: {fetched}{of}"));
}

/// What is said of a list without a record.
pub(super) const NOTHING: &str = "nothing found";

pub(super) fn said_when_empty(context: &Context<'_>, view: &View, printed: usize, words: &str) -> Result<(), Stop> {
    if printed > 0 {
        return Ok(());
    }
    if context.globals.fail_on_empty {
        return Err(empty().into());
    }
    if view.jq.is_none() && matches!(view.format, Format::Table | Format::Wide) {
        context.reporter.tell(words);
    }
    Ok(())
}

/// Whoever wants to know by the exit code that there is nothing.
pub(super) fn empty() -> Failure {
    Failure::new(Code::NotFound, "the list is empty, and `--fail-on-empty` was given")
}

/// A later page failed: what was got is on standard output, and is not all.
pub(super) fn cut_short(doing: &Doing<'_>, what: &str, fault: Fault, fetched: u64, total: Option<u64>) -> Failure {
    let interrupted = matches!(fault, Fault::Interrupted(_));
    let failure = doing.failed(fault);
    if interrupted {
        return failure;
    }
    let cause = failure.cause(format!("after {fetched} records"));
    let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
    let reason = failure.message.strip_prefix(&format!("cannot {what}: ")).unwrap_or(&failure.message).to_owned();
    Failure {
        code: Code::Partial,
        message: format!("cannot {what} to the end: {fetched}{of} came, then {reason}"),
        causes: vec![cause],
        ..failure
    }
}

pub(super) fn incomplete(doing: &Doing<'_>, what: &str, shortfall: &crate::session::Shortfall) -> Failure {
    let of = shortfall.total.map(|total| format!(" of {total}")).unwrap_or_default();
    let why = if shortfall.repeated { "the vendor sent the same again" } else { "the vendor sent no more" };
    let mut failure =
        Failure::new(Code::Partial, format!("cannot {what} to the end: {}{of} came, then {why}", shortfall.fetched));
    failure.vendor = Some(doing.vendor.settings.key.to_owned());
    failure.profile = doing.account.profile().map(str::to_owned);
    failure.retryable = true;
    failure
}
