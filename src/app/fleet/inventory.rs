//! `rmctl inventory`: the devices of every account in one shape.

use super::super::context::Context;
use super::super::list::NOTHING;
use super::super::stop::Stop;
use super::{Outcome, Question, all, end, pages, print, stream};
use crate::cli::Inventory;
use crate::failure::Failure;
use crate::fleet::{Device, Selection, Sieve, Status, Wish, merge};
use crate::output::{Format, Knowledge, Page, Printer, Shape, View};

/// What the engine knows of devices.
pub(in crate::app) const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["name", "status", "vendor", "kind", "site", "last_seen"],
    wide: &["profile", "id", "serial", "model", "firmware", "addresses", "macs", "tags", "url"],
    members: &[
        "vendor",
        "profile",
        "id",
        "serial",
        "name",
        "model",
        "kind",
        "site",
        "tags",
        "status",
        "last_seen",
        "firmware",
        "addresses",
        "macs",
        "url",
        "sources",
        "raw",
    ],
    times: &["last_seen"],
    ..Knowledge::OPEN
};

/// The whole command.
pub(in crate::app) async fn run(context: &Context<'_>, call: &Inventory) -> Result<(), Stop> {
    let view = context.fleet_view()?;
    pages::check(view.format, &call.page)?;
    if let Format::Page(page) = view.format {
        return paged(context, call, page, &view).await;
    }
    view.check(Shape::List, &KNOWLEDGE)?;
    let selection = selection(context, call)?;
    let question = question(context, call, &view, &selection);
    if !(call.strict || call.merge || view.format.may_collect()) {
        return streamed(context, &view, &question, selection).await;
    }
    let mut sieve = Sieve::new(selection);
    let (devices, outcome) = gathered(context, call, &question, &mut sieve).await?;
    collected(context, &view, &devices, (&outcome, &sieve))
}

/// The same devices, in one piece.
async fn paged(context: &Context<'_>, call: &Inventory, page: Page, view: &View) -> Result<(), Stop> {
    view.check_page(&KNOWLEDGE)?;
    let options = pages::options(context, &call.page)?;
    let selection = selection(context, call)?;
    let question = question(context, call, view, &selection);
    let mut sieve = Sieve::new(selection);
    let (devices, outcome) = gathered(context, call, &question, &mut sieve).await?;
    pages::write(context, view, (page, &call.page, options), (devices, &outcome))
}

fn selection(context: &Context<'_>, call: &Inventory) -> Result<Selection, Failure> {
    let now = context.now();
    let status = match (call.online, call.offline) {
        (true, _) => Some(Status::Online),
        (_, true) => Some(Status::Offline),
        (false, false) => None,
    };
    let (sites, tags, text) = (call.sites.clone(), call.tags.clone(), call.text.clone());
    Ok(Selection { status, sites, tags, text, silent_since: None }.stale(call.stale, now))
}

fn question(context: &Context<'_>, call: &Inventory, view: &View, selection: &Selection) -> Question {
    let at_most = view.limit.filter(|_| !view.chooses() && selection.is_everything() && !call.merge);
    Question {
        vendors: call.vendors.clone(),
        wish: Wish {
            include: call.include.clone(),
            raw: call.raw,
            at_most,
            shows_secrets: context.globals.show_secrets,
        },
        is_strict: call.strict,
    }
}

async fn streamed(context: &Context<'_>, view: &View, question: &Question, selection: Selection) -> Result<(), Stop> {
    let mut sieve = Sieve::new(selection);
    let mut out = context.out();
    let mut printer = Printer::new(view, Shape::List, &KNOWLEDGE, &mut out)?;
    let outcome = stream(context, question, &mut printer, &mut |device| sieve.admits(device)).await?;
    let ended = end(context, view, printer, &outcome, &nothing(&sieve));
    left_out(context, view, &sieve);
    ended
}

/// Who asks for what is offline would take what is not listed for sound.
fn left_out(context: &Context<'_>, view: &View, sieve: &Sieve) {
    let count = match sieve.unsaid() {
        0 => return,
        1 => "1 device".to_owned(),
        count => format!("{count} devices"),
    };
    let told = format!("left out, because their vendors do not say whether they are online: {count}");
    match view.format.may_collect() {
        true => context.reporter.tell(&told),
        false => context.reporter.note(&told),
    }
}

fn nothing(sieve: &Sieve) -> String {
    std::iter::once(NOTHING.to_owned()).chain(sieve.unknown()).collect::<Vec<_>>().join("; ")
}

/// The devices that are meant, in the order of the accounts. With `--strict`, a failure of one of them is all that comes.
async fn gathered(
    context: &Context<'_>,
    call: &Inventory,
    question: &Question,
    sieve: &mut Sieve,
) -> Result<(Vec<Device>, Outcome), Stop> {
    let (mut devices, outcome) = all::<Device>(context, question).await?;
    if question.is_strict {
        outcome.verdict()?;
    }
    if call.merge {
        devices = merge(devices);
    }
    devices.retain(|device| sieve.admits(device));
    Ok((devices, outcome))
}

fn collected(
    context: &Context<'_>,
    view: &View,
    devices: &[Device],
    (outcome, sieve): (&Outcome, &Sieve),
) -> Result<(), Stop> {
    let mut out = context.out();
    let mut printer = Printer::new(view, Shape::List, &KNOWLEDGE, &mut out)?;
    context.reporter.clear();
    print(&mut printer, devices.iter())?;
    let ended = end(context, view, printer, outcome, &nothing(sieve));
    left_out(context, view, sieve);
    ended
}
