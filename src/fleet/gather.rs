//! Many accounts asked at once, each record handed over as it comes. Knows no vendor by name and no terminal.

mod names;

use std::cell::RefCell;
use std::ops::ControlFlow;

use futures_util::StreamExt as _;
use futures_util::future::join;
use futures_util::stream::FuturesUnordered;

use super::feed::{Feed, Scene, Unified};
use crate::catalog::{Operation, Vendor};
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::plan::plan;
use crate::record::Record;
use crate::session::Shortfall;
use crate::workflow::Work;
use names::Backdrop;

/// An account that takes part.
pub struct Party<'a> {
    /// Whose it is.
    pub vendor: &'static Vendor,
    /// The profile, as the records name it.
    pub profile: String,
    /// The way to it.
    pub work: Work<'a>,
}

/// What is wanted of every account.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The words after `--include`.
    pub include: Vec<String>,
    /// Records keep what they were made from.
    pub raw: bool,
    /// Nobody wants more than so many of one list.
    pub at_most: Option<usize>,
    /// Secret members of `raw` are shown.
    pub shows_secrets: bool,
}

/// Something that came.
pub enum Heard<T> {
    /// Records of one page of a list, which the vendor has at this place.
    Found(usize, Vec<T>),
    /// Something that should have come, and did not.
    Lost(Loss),
}

/// What did not come.
pub struct Loss {
    /// What was being read.
    pub row: &'static Operation,
    /// Why it ended.
    pub why: Why,
    /// Records of that list that came before.
    pub fetched: u64,
    /// Records that there are, as the vendor says.
    pub total: Option<u64>,
}

/// Why a list is not whole.
pub enum Why {
    /// A request failed.
    Fault(Fault),
    /// The vendor sent fewer than it says that there are.
    Short(Shortfall),
}

/// Told of everything as it comes, with the number of the party.
pub type Hear<'h, T, B> = dyn FnMut(usize, Heard<T>) -> ControlFlow<B> + 'h;

/// Ask all parties at once, until all have answered or the hearer has heard enough. A party that is slow, or that fails,
/// holds back no other.
pub async fn gather<T: Unified, B>(parties: &[Party<'_>], wish: &Wish, hear: &mut Hear<'_, T, B>) -> ControlFlow<B> {
    let hear = RefCell::new(hear);
    let asked = parties.iter().enumerate().map(|(number, party)| {
        let hear = &hear;
        let tell = move |heard| (hear.borrow_mut())(number, heard);
        async move { Reading { party, wish }.all(tell).await }
    });
    first_break(asked.collect()).await
}

async fn first_break<B>(mut tasks: FuturesUnordered<impl Future<Output = ControlFlow<B>>>) -> ControlFlow<B> {
    while let Some(flow) = tasks.next().await {
        flow?;
    }
    ControlFlow::Continue(())
}

struct Reading<'r, 'a> {
    party: &'r Party<'a>,
    wish: &'r Wish,
}

impl Reading<'_, '_> {
    /// Every list of the party, all at once.
    async fn all<T: Unified, B>(&self, tell: impl Fn(Heard<T>) -> ControlFlow<B>) -> ControlFlow<B> {
        let wanted = |(_, feed): &(usize, &Feed<T>)| {
            feed.include.is_none_or(|word| self.wish.include.iter().any(|own| own == word))
        };
        let feeds = T::feeds(&self.party.vendor.fleet).iter().enumerate();
        let mut feeds: Vec<(usize, &Feed<T>)> = feeds.filter(wanted).collect();
        if let (Some(find), Some((_, feed))) =
            (self.party.vendor.product, feeds.iter().find(|(_, feed)| feed.row.only.is_some()))
        {
            match find(&self.party.work).await {
                Ok(Some(found)) => feeds.retain(|(_, feed)| feed.row.only.is_none_or(|only| only == found)),
                Ok(None) => {}
                Err(fault) => return tell(Heard::Lost(Loss::of(feed.row, fault))),
            }
        }
        let backdrop = self.backdrop(feeds.iter().flat_map(|(_, feed)| feed.names));
        let read = feeds.into_iter().map(|(place, feed)| {
            let (tell, backdrop) = (&tell, backdrop.clone());
            async move {
                self.one(feed, backdrop, &|heard| match heard {
                    Heard::Found(_, found) => tell(Heard::Found(place, found)),
                    lost => tell(lost),
                })
                .await
            }
        });
        first_break(read.collect()).await
    }

    /// One list, page by page.
    async fn one<T: Unified, B>(
        &self,
        feed: &Feed<T>,
        backdrop: Backdrop<'_>,
        tell: &dyn Fn(Heard<T>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let thin = feed.thin.iter().filter(|_| !self.wish.raw);
        let first = match self.request(feed.row, feed.given.iter().chain(thin)) {
            Ok(first) => first,
            Err(fault) => return tell(Heard::Lost(Loss::of(feed.row, fault))),
        };
        let (mut is_empty, mut found) = (true, 0);
        let mut pages = self.party.work.session.pages(first).at_most(self.wish.at_most);
        let (mut next, known) = join(pages.next(), backdrop).await;
        for loss in known.lost.take() {
            tell(Heard::Lost(loss))?;
        }
        loop {
            match next {
                Ok(Some(page)) => {
                    is_empty = is_empty && page.is_empty();
                    let own = self.looked_up(feed.lookup.as_ref(), &known.scene, &page).await;
                    found += self.hand_over(feed, own.as_ref().unwrap_or(&known.scene), &page, tell)?;
                    if self.wish.at_most.is_some_and(|most| found >= most) {
                        return ControlFlow::Continue(());
                    }
                }
                Ok(None) => break,
                Err(Fault::Refused(refusal)) if feed.is_optional && refusal.status == 404 => break,
                Err(fault) => {
                    let (fetched, total) = (pages.fetched(), pages.total());
                    return tell(Heard::Lost(Loss { fetched, total, ..Loss::of(feed.row, fault) }));
                }
            }
            next = pages.next().await;
        }
        match (pages.shortfall(), feed.instead.filter(|_| is_empty)) {
            (Some(shortfall), _) => tell(Heard::Lost(Loss::short(feed.row, shortfall))),
            (None, Some(instead)) => Box::pin(self.one(instead, self.backdrop(instead.names), tell)).await,
            (None, None) => ControlFlow::Continue(()),
        }
    }

    fn request<'g>(
        &self,
        row: &'static Operation,
        given: impl Iterator<Item = &'g (&'static str, &'static str)>,
    ) -> Result<Request, Fault> {
        self.first(row, &of(given), self.wish.at_most)
    }

    fn first(&self, row: &'static Operation, given: &Given, at_most: Option<usize>) -> Result<Request, Fault> {
        let work = &self.party.work;
        let request = plan(work.account.url(), row, given)?;
        Ok(work.session.dialect.first_page(request, Some(row), at_most))
    }

    fn hand_over<T: Unified, B>(
        &self,
        feed: &Feed<T>,
        scene: &Scene<'_>,
        page: &[Record],
        tell: &dyn Fn(Heard<T>) -> ControlFlow<B>,
    ) -> ControlFlow<B, usize> {
        let mut found = Vec::with_capacity(page.len());
        let mut unreadable = None;
        for record in page {
            match self.unified(feed, scene, record) {
                Ok(unified) => found.extend(unified),
                Err(fault) => unreadable = Some(fault),
            }
        }
        let count = found.len();
        if !found.is_empty() {
            tell(Heard::Found(0, found))?;
        }
        if let Some(fault) = unreadable {
            tell(Heard::Lost(Loss { fetched: count as u64, ..Loss::of(feed.row, fault) }))?;
        }
        ControlFlow::Continue(count)
    }

    fn unified<T: Unified>(&self, feed: &Feed<T>, scene: &Scene<'_>, record: &Record) -> Result<Option<T>, Fault> {
        let Some(mut unified) = (feed.read)(record, scene)? else {
            return Ok(None);
        };
        unified.belongs_to(self.party.vendor.settings.key, &self.party.profile);
        if self.wish.raw {
            let mut raw = record.parse()?;
            if !self.wish.shows_secrets {
                crate::output::hide(&mut raw, feed.row.secret);
            }
            unified.came_from(raw);
        }
        Ok(Some(unified))
    }
}

fn of<'g>(given: impl Iterator<Item = &'g (&'static str, &'static str)>) -> Given {
    given.fold(Given::default(), |given, (name, value)| given.with(name, *value))
}

impl Loss {
    fn of(row: &'static Operation, fault: Fault) -> Self {
        Self { row, why: Why::Fault(fault), fetched: 0, total: None }
    }

    fn short(row: &'static Operation, shortfall: Shortfall) -> Self {
        let (fetched, total) = (shortfall.fetched, shortfall.total);
        Self { row, why: Why::Short(shortfall), fetched, total }
    }
}

#[cfg(test)]
mod tests;
