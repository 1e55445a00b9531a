//! Runs a job of several requests and shows its result.

use super::context::{Context, Opened};
use super::operation::what;
use super::stop::Stop;
use super::{preview, scope};
use crate::cli::Call;
use crate::failure::Failure;
use crate::output::{Format, Knowledge, Shape};
use crate::record::Record;
use crate::workflow::{Outcome, Workflow};

pub(super) async fn run(context: &Context<'_>, call: &Call, opened: &Opened, job: Workflow) -> Result<(), Stop> {
    if context.globals.print_curl {
        return Err(Failure::usage("`--print-curl` prints one request, and this command makes several")
            .hint("`--dry-run` shows those that would change something")
            .into());
    }
    let view = context.view(Format::Table)?;
    view.check(Shape::One, &Knowledge::OPEN)?;
    let work = context.work(opened, call.wait);
    let outcome = match job(&work, &call.given).await {
        Ok(outcome) => outcome,
        Err(fault) => {
            let what = what(call.operation);
            let doing = context.doing(opened, &what, call.operation.effect);
            return Err(scope::explained(context, opened, &doing, fault, call.operation.scope).await.into());
        }
    };
    match outcome {
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

fn browse(context: &Context<'_>, link: &str) -> Result<(), Stop> {
    (context.browse)(link).map_err(|cause| {
        Failure::usage(format!("cannot open the browser: {cause}")).hint("open the printed link by hand").into()
    })
}
