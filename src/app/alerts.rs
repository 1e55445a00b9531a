//! `rmctl alerts`: what has gone wrong, in every account whose vendor tells it.

mod follow;

use super::accounts;
use super::context::Context;
use super::fleet::{Question, all, end, print, stream};
use super::list::NOTHING;
use super::stop::Stop;
use super::workflow::endless_view;
use crate::catalog::Vendor;
use crate::cli::AlertsCommand;
use crate::failure::Failure;
use crate::fleet::Alert;
use crate::fleet::alerts::{Concern, Severities, in_order, since};
use crate::output::{Format, Knowledge, Printer, Shape, View};

const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["severity", "device", "message", "created_at", "vendor", "device_id"],
    wide: &["profile", "id", "status", "url"],
    members: &["vendor", "profile", "id", "device_id", "device", "severity", "status", "message", "created_at", "url"],
    times: &["created_at"],
    ..Knowledge::OPEN
};

pub(super) async fn run(context: &Context<'_>, command: &AlertsCommand) -> Result<(), Stop> {
    let view = if command.follow { endless_view(context)? } else { context.view(Format::Table)? };
    view.check(Shape::List, &KNOWLEDGE)?;
    let concern = concern(context, command)?;
    let vendors = vendors(context, command)?;
    if command.follow {
        return follow::run(context, command, &view, &concern, &vendors).await;
    }
    let question = Question { vendors, is_strict: command.strict, ..Question::default() };
    match command.strict || view.format.may_collect() {
        true => collected(context, &view, &question, &concern).await,
        false => streamed(context, &view, &question, &concern).await,
    }
}

fn concern(context: &Context<'_>, command: &AlertsCommand) -> Result<Concern, Failure> {
    let now = context.now();
    Ok(Concern {
        severities: command.severities.clone(),
        since: command.since.as_deref().map(|text| since(text, now)).transpose()?,
        device: command.device.clone(),
    })
}

/// The vendors of the accounts that take part. One that tells no alerts is no part of it.
fn vendors(context: &Context<'_>, command: &AlertsCommand) -> Result<Vec<&'static Vendor>, Failure> {
    let chosen = accounts::chosen(context, &command.vendors)?;
    let (telling, silent): (Vec<_>, Vec<_>) =
        chosen.into_iter().map(|(vendor, _)| vendor).partition(|vendor| !vendor.fleet.alerts.is_empty());
    let names = |vendors: &[&Vendor]| {
        let names = crate::fleet::parts::once(vendors.iter().map(|vendor| vendor.settings.name.to_owned()));
        names.join(" and ")
    };
    if telling.is_empty() {
        let has = if silent.len() == 1 { "has" } else { "have" };
        let telling: Vec<&str> = with_alerts(context.vendors).map(|vendor| vendor.settings.key).collect();
        let message =
            format!("{} {has} no alerts in the API; there are those of {}", names(&silent), telling.join(", "));
        return Err(Failure::usage(message));
    }
    if !silent.is_empty() {
        context.reporter.note(&format!("left out, because their API has no alerts: {}", names(&silent)));
    }
    Ok(telling)
}

fn with_alerts<'v>(vendors: &'v [&'static Vendor]) -> impl Iterator<Item = &'static Vendor> + 'v {
    vendors.iter().copied().filter(|vendor| !vendor.fleet.alerts.is_empty())
}

async fn streamed(context: &Context<'_>, view: &View, question: &Question, concern: &Concern) -> Result<(), Stop> {
    let mut out = context.out();
    let mut printer = Printer::new(view, Shape::List, &KNOWLEDGE, &mut out)?;
    let outcome = stream(context, question, &mut printer, &mut |alert| concern.admits(alert)).await?;
    end(context, view, printer, &outcome, NOTHING)
}

/// People read the newest first.
async fn collected(context: &Context<'_>, view: &View, question: &Question, concern: &Concern) -> Result<(), Stop> {
    let (mut alerts, outcome) = all::<Alert>(context, question).await?;
    if question.is_strict {
        outcome.verdict()?;
    }
    let mut severities = Severities::default();
    alerts.iter().for_each(|alert| severities.see(alert));
    alerts.retain(|alert| concern.admits(alert));
    in_order(&mut alerts);
    let mut out = context.out();
    let mut printer = Printer::new(view, Shape::List, &KNOWLEDGE, &mut out)?;
    context.reporter.clear();
    print(&mut printer, alerts.iter().rev())?;
    let instead = severities.instead_of(&concern.severities).map(|told| format!("{NOTHING}; {told}"));
    end(context, view, printer, &outcome, instead.as_deref().unwrap_or(NOTHING))
}
