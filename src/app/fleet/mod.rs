//! The commands that span accounts: who takes part, what is asked of all of them, and what became of each.

mod hearing;
mod inventory;
mod pages;
mod shown;

use std::ops::ControlFlow;

use super::accounts::{self, Chosen};
use super::context::{Context, Opened};
use super::stop::Stop;
use crate::catalog::Vendor;
use crate::failure::Failure;
use crate::fleet::parts::once;
use crate::fleet::{Heard, Party, Unified, Wish, gather};
use hearing::Hearing;
pub(super) use hearing::{Account, Outcome, failure};
pub(super) use inventory::{KNOWLEDGE as DEVICES, run as inventory};
pub(super) use shown::{end, print, stream};

/// What is asked, and of whom.
#[derive(Default)]
pub(super) struct Question {
    /// Accounts of these vendors alone; of all, where none is named.
    pub(super) vendors: Vec<&'static Vendor>,
    /// What is wanted of each.
    pub(super) wish: Wish,
    /// Failures are told at the end, not as they come.
    pub(super) is_strict: bool,
}

/// Where a page comes from; in this order things are shown that are collected first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    account: usize,
    feed: usize,
}

/// Hand over what every account has, page by page, as it comes. Who has enough breaks. A failed account is a warning and part of
/// the outcome; only what concerns all of them, such as a profile that does not exist, is an error.
pub(super) async fn each<T: Unified>(
    context: &Context<'_>,
    question: &Question,
    take: &mut dyn FnMut(Place, Vec<T>) -> ControlFlow<Result<(), Stop>>,
) -> Result<Outcome, Stop> {
    let chosen = asked::<T>(context, question)?;
    let mut hearing = Hearing::of(context, &chosen, question.is_strict);
    let opened: Vec<(usize, Opened)> = chosen
        .iter()
        .enumerate()
        .filter_map(|(number, (vendor, profile))| match context.open_profile(vendor, profile.as_deref()) {
            Ok(opened) => Some((number, opened)),
            Err(failure) => {
                hearing.failed(number, failure);
                None
            }
        })
        .collect();
    let parties: Vec<Party<'_>> =
        opened.iter().map(|(number, opened)| party(context, &hearing, *number, opened)).collect();
    let flow = gather(&parties, &question.wish, &mut |party, heard| {
        let (number, opened) = &opened[party];
        match heard {
            Heard::Found(feed, found) => {
                hearing.found(*number, found.len());
                take(Place { account: *number, feed }, found)
            }
            Heard::Lost(loss) => {
                hearing.lost(*number, opened, loss);
                ControlFlow::Continue(())
            }
        }
    })
    .await;
    match flow {
        ControlFlow::Break(Err(stop)) => Err(stop),
        ControlFlow::Break(Ok(())) | ControlFlow::Continue(()) => Ok(hearing.end()),
    }
}

/// All of it in memory, in the order of the accounts and of their lists, whatever order they answered in.
pub(super) async fn all<T: Unified>(context: &Context<'_>, question: &Question) -> Result<(Vec<T>, Outcome), Stop> {
    let mut found: Vec<(Place, Vec<T>)> = Vec::new();
    let outcome = each(context, question, &mut |place, page| {
        found.push((place, page));
        ControlFlow::Continue(())
    })
    .await?;
    found.sort_by_key(|(place, _)| *place);
    Ok((found.into_iter().flat_map(|(_, page)| page).collect(), outcome))
}

fn party<'p>(context: &'p Context<'_>, hearing: &Hearing<'_>, number: usize, opened: &'p Opened) -> Party<'p> {
    Party { vendor: opened.vendor, profile: hearing.profile(number), work: context.work(opened, None) }
}

/// The accounts that have something of the kind. Where none has, an empty list would say that somebody had looked.
fn asked<T: Unified>(context: &Context<'_>, question: &Question) -> Result<Vec<Chosen>, Failure> {
    let mut chosen = accounts::chosen(context, &question.vendors)?;
    let names = once(chosen.iter().map(|(vendor, _)| vendor.settings.name.to_owned()));
    chosen.retain(|(vendor, _)| has_any::<T>(context, vendor));
    if !chosen.is_empty() {
        return Ok(chosen);
    }
    let has = if names.len() == 1 { "has" } else { "have" };
    let others = context.vendors.iter().filter(|vendor| !T::feeds(&vendor.fleet).is_empty());
    let others: Vec<&str> = others.map(|vendor| vendor.settings.key).collect();
    let message = format!("{} {has} nothing to list here; {} have", names.join(" and "), others.join(", "));
    Err(Failure::usage(message))
}

/// What has nothing of the kind is asked nothing, and nobody can say whether it would have answered.
fn has_any<T: Unified>(context: &Context<'_>, vendor: &Vendor) -> bool {
    let has_any = !T::feeds(&vendor.fleet).is_empty();
    if !has_any {
        context.reporter.note(&format!("{} has nothing to list here", vendor.settings.name));
    }
    has_any
}
