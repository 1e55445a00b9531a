//! The question before something is lost.

use super::context::Context;
use super::stop::Stop;
use crate::catalog::Operation;
use crate::failure::{Code, Failure};

/// Asks on the controlling terminal; several things are confirmed by typing their number.
pub(super) async fn ask(context: &Context<'_>, operation: &Operation, ids: &[String]) -> Result<(), Stop> {
    ask_once(context, &question(operation, ids), ids.len()).await
}

/// The same about `count` things, in other words.
pub(super) async fn ask_once(context: &Context<'_>, question: &str, count: usize) -> Result<(), Stop> {
    if context.globals.yes {
        return Ok(());
    }
    let has_terminal = context.terminal.is_there();
    if context.globals.no_input || !has_terminal {
        let why = if has_terminal { "`--no-input` was given" } else { "there is no terminal to ask on" };
        return Err(Failure::usage(format!("not confirmed, and {why}: {question}"))
            .hint("`--yes` confirms it, `--dry-run` shows what would be sent")
            .into());
    }
    let (expected, prompt) = match count {
        0 | 1 => ("y".to_owned(), format!("{question} [y/N] ")),
        many => (many.to_string(), format!("{question} Type {many} to go on: ")),
    };
    context.reporter.clear();
    // The terminal is written to as it is, and names in a question are a vendor's. Its lines are ours.
    let prompt = context.redactor.scrub(&prompt);
    let lines: Vec<_> = prompt.split('\n').map(crate::output::visible).collect();
    let answered = context.interrupt.race(context.terminal.ask(&lines.join("\n"))).await;
    let typed = match answered {
        Ok(typed) => typed.unwrap_or_default().trim().to_lowercase(),
        Err(fault) => return Err(super::signal_failure(&fault).into()),
    };
    match typed == expected || (expected == "y" && typed == "yes") {
        true => Ok(()),
        false => Err(Failure::new(Code::Usage, "not confirmed, nothing was sent").into()),
    }
}

fn question(operation: &Operation, ids: &[String]) -> String {
    let warning = if ids.is_empty() { operation.without_ids.or(operation.warning) } else { operation.warning };
    let warning = warning.map(|warning| format!(" {warning}")).unwrap_or_default();
    match ids {
        [] => format!("{}?{warning}", operation.about),
        [id] => format!("{}: `{id}`?{warning}", operation.about),
        many => format!("{}: {} of them?{warning}", operation.about, many.len()),
    }
}
