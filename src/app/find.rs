//! `rmctl find`: where a device is, in any account, and what to type about it.

use std::ops::ControlFlow;

use super::context::Context;
use super::fleet::{Outcome, Place, Question, each};
use super::stop::Stop;
use crate::cli::FindCommand;
use crate::failure::{Code, Failure};
use crate::fleet::find::{Hit, Near, Text, card, next, record};
use crate::fleet::{Device, Wish};
use crate::output::{Format, Knowledge, Shape, View};
use crate::record::Record;
use crate::sought::quoted;

const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["name", "vendor", "profile", "id", "status", "serial"],
    wide: &["match.member", "match.exact", "model", "site", "addresses", "macs", "next"],
    ..Knowledge::OPEN
};

/// A device with the place where the text stands in it, and where it comes from.
struct Found {
    hit: Hit,
    place: Place,
    device: Device,
}

pub(super) async fn run(context: &Context<'_>, command: &FindCommand) -> Result<(), Stop> {
    let text = Text::new(&command.text)?;
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &KNOWLEDGE)?;
    let question = Question {
        vendors: command.vendors.clone(),
        wish: Wish { include: everything(context), ..Wish::default() },
        ..Question::default()
    };
    let (mut found, mut near) = (Vec::new(), Near::default());
    let outcome = each(context, &question, &mut |place, devices: Vec<Device>| {
        for device in devices {
            match text.found_in(&device) {
                Some(hit) => found.push(Found { hit, place, device }),
                None => near.see(&text, &device),
            }
        }
        ControlFlow::Continue(())
    })
    .await?;
    found.sort_by_key(|found| (found.hit.is_part, found.place));
    match found.is_empty() {
        true => Err(nothing(context, command, &near, &outcome).into()),
        false => {
            print(context, &view, &found)?;
            Ok(outcome.verdict()?)
        }
    }
}

/// What is a device only in a wider sense is looked through as well.
fn everything(context: &Context<'_>) -> Vec<String> {
    let feeds = context.vendors.iter().flat_map(|vendor| vendor.fleet.devices);
    crate::fleet::parts::once(feeds.filter_map(|feed| feed.include).map(str::to_owned))
}

/// Whoever did not answer may have it.
fn nothing(context: &Context<'_>, command: &FindCommand, near: &Near, outcome: &Outcome) -> Failure {
    if let Err(failure) = outcome.verdict() {
        return match failure.code {
            Code::Partial => {
                let message = format!("nothing that came is known by `{}`; {}", command.text.trim(), failure.message);
                Failure { message, ..failure }
            }
            _ => failure,
        };
    }
    let accounts = outcome.accounts.len();
    let where_ = if accounts == 1 { "the account".to_owned() } else { format!("any of {accounts} accounts") };
    let failure = Failure::new(Code::NotFound, format!("nothing in {where_} is known by `{}`", command.text.trim()));
    match near.names()[..] {
        [] => failure.hint(format!("`rmctl inventory{}` lists all that is there", sandbox(context))),
        [first, ref others @ ..] => {
            let others: String = others.iter().map(|name| format!(", or {}", quoted(name))).collect();
            failure.hint(format!("`rmctl find{} {}`{others}", sandbox(context), quoted(first)))
        }
    }
}

fn sandbox(context: &Context<'_>) -> &'static str {
    if context.sandbox.is_some() { " --sandbox" } else { "" }
}

fn print(context: &Context<'_>, view: &View, found: &[Found]) -> Result<(), Stop> {
    let is_list = view.format == Format::Table && view.columns.is_none() && !view.chooses();
    match is_list {
        true => {
            let limit = view.limit.unwrap_or(usize::MAX);
            let width = view.width.map(usize::from);
            let shown = |found: &Found| {
                let next = commands(context, &found.device);
                card(&found.device, found.hit, &next, width, view.color)
            };
            let cards: Vec<String> = found.iter().take(limit).map(shown).collect();
            context.print_text(cards.concat().trim_end_matches('\n'))?;
            if let Some(told) = told(found.len(), cards.len()) {
                context.reporter.tell(&told);
            }
            Ok(())
        }
        false => {
            let records = found.iter().map(|found| record(&found.device, found.hit, &commands(context, &found.device)));
            let records: Vec<Record> = records.map(Record::from).collect();
            context.print_all(view, Shape::List, &KNOWLEDGE, &records).map(drop)
        }
    }
}

/// What is nearest stands first, which by then is no longer on the screen.
fn told(found: usize, shown: usize) -> Option<String> {
    const A_SCREEN: usize = 10;
    match shown {
        1 if found > 1 => Some(format!("{found} devices fit, of which 1 is shown")),
        _ if shown < found => Some(format!("{found} devices fit, of which {shown} are shown")),
        _ if found > A_SCREEN => {
            Some(format!("{found} devices fit; `--limit 3` shows the nearest, `-o wide` a line each"))
        }
        _ => None,
    }
}

fn commands(context: &Context<'_>, device: &Device) -> Vec<String> {
    let vendor = context.vendors.iter().find(|vendor| vendor.settings.key == device.vendor);
    let is_profile = || {
        let profiles = context.config.profiles().unwrap_or_default();
        profiles.iter().any(|profile| profile.name == device.profile)
    };
    let whose = match context.sandbox.is_some() {
        true => sandbox(context).to_owned(),
        false if is_profile() => format!(" -p {}", device.profile),
        false => String::new(),
    };
    vendor.map(|vendor| next(device, vendor.watch.next, &whose)).unwrap_or_default()
}
