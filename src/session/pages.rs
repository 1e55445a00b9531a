//! A list as it comes, page by page: some asked for ahead, nothing twice, and a count of what is missing.

use std::collections::HashSet;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;

use super::Session;
use super::distinct::{hash_of, id_hash};
use crate::catalog::Paging;
use crate::dialect::Page;
use crate::failure::{Code, Failure};
use crate::http::{Fault, Request};
use crate::record::Record;
use crate::surroundings::LocalFuture;

/// So many pages in a row without a record that had not come before end the reading: a server that ignores what page it is
/// asked for would give such pages for ever, and never twice the same where its records change all the time.
const MOST_STALE: u32 = 3;

/// Pages under way at once, once it is known how many there are.
const AHEAD: usize = 4;

type Underway<'a> = FuturesOrdered<LocalFuture<'a, (Request, Result<Page, Fault>)>>;

/// A list as it comes, page by page: nothing twice, and a count of what is missing.
pub struct Pages<'a> {
    session: &'a Session,
    first: Request,
    next: Option<Request>,
    underway: Underway<'a>,
    /// The last request that was sent ahead, and how many records each of them should bring.
    furthest: Option<(Request, u64)>,
    /// More records than these are not asked for ahead.
    wanted: u64,
    started: bool,
    seen: HashSet<u64>,
    /// Records without an id, which cannot be told apart.
    anonymous: u64,
    /// The pages of this reading.
    read: HashSet<u64>,
    total: Option<u64>,
    /// Pages in a row that brought nothing new.
    stale: u32,
    repeated: bool,
    second_reading: bool,
}

impl<'a> Pages<'a> {
    /// The list that begins with `first`.
    pub(super) fn of(session: &'a Session, first: Request) -> Self {
        Self {
            session,
            first: first.clone(),
            next: Some(first),
            underway: Underway::new(),
            furthest: None,
            wanted: u64::MAX,
            started: false,
            seen: HashSet::new(),
            anonymous: 0,
            read: HashSet::new(),
            total: None,
            stale: 0,
            repeated: false,
            second_reading: false,
        }
    }
}

/// What is missing from a list that was read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// Records that came.
    pub fetched: u64,
    /// Records that there are, as the vendor says.
    pub total: Option<u64>,
    /// Paging was stopped because pages came again.
    pub repeated: bool,
}

impl Shortfall {
    /// Why such a list is not taken for the whole.
    pub fn failure(&self) -> Failure {
        let of = self.total.map(|total| format!(" of {total}")).unwrap_or_default();
        let message = format!("the vendor's list is not complete: {}{of} records came", self.fetched);
        Failure { retryable: true, ..Failure::new(Code::Partial, message) }
    }
}

impl Pages<'_> {
    /// The same, for a reader who wants no more than so many records.
    #[must_use]
    pub fn at_most(mut self, wanted: Option<usize>) -> Self {
        self.wanted = wanted.map_or(u64::MAX, |wanted| wanted as u64);
        self
    }

    /// The new records of the next page; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<Record>>, Fault> {
        self.restart_if_short();
        if let Some(request) = self.next.take() {
            self.send(request);
        }
        self.send_ahead();
        let Some((sent, outcome)) = self.underway.next().await else {
            return Ok(None);
        };
        let page = outcome?;
        filtered(&sent, &page)?;
        if self.read.is_empty() {
            // Its size is one that the vendor gives.
            self.first = sent.clone();
        }
        self.total = page.total.or(self.total);
        let hash = hash_of(page.records.iter().map(Record::as_bytes));
        if !self.read.insert(hash) && page.next.is_some() {
            return Ok(self.stop());
        }
        self.follow(sent, &page);
        let (came, goes_on) = (page.records.len(), page.next.is_some());
        let new: Vec<Record> = page.records.into_iter().filter(|record| self.is_new(record)).collect();
        // A second reading looks for what the first has missed, among what it has seen.
        self.stale = if new.is_empty() && came > 0 && !self.second_reading { self.stale + 1 } else { 0 };
        match goes_on && self.stale == MOST_STALE {
            true => Ok(self.stop()),
            false => Ok(Some(new)),
        }
    }

    /// The vendor goes round in circles.
    fn stop(&mut self) -> Option<Vec<Record>> {
        self.repeated = true;
        self.underway = Underway::new();
        self.next = None;
        None
    }

    /// What the page says comes next. Where that is not what was sent ahead, the vendor knows better.
    fn follow(&mut self, sent: Request, page: &Page) {
        let count = page.records.len() as u64;
        let foreseen = self.furthest.as_ref().is_some_and(|(_, size)| *size == count) && !self.underway.is_empty();
        if foreseen && page.next.is_some() {
            return;
        }
        self.underway = Underway::new();
        self.next.clone_from(&page.next);
        self.furthest = page.next.is_some().then_some((sent, count));
    }

    fn send(&mut self, request: Request) {
        let session = self.session;
        self.started = true;
        let size = self.furthest.take().map_or(0, |(_, size)| size);
        self.furthest = Some((request.clone(), size));
        self.underway.push_back(Box::pin(session.page(request)));
    }

    /// Offsets can be foreseen: the next pages are asked for before this one has come.
    fn send_ahead(&mut self) {
        while self.underway.len() < AHEAD {
            let coming = self.underway.len() as u64;
            let Some((furthest, size)) = self.furthest.clone().filter(|(_, size)| *size > 0) else {
                return;
            };
            let Some(total) = self.total.filter(|_| self.fetched() + coming * size < self.wanted) else {
                return;
            };
            match self.session.dialect.following(&furthest, size, total) {
                Some(request) => self.send(request),
                None => return,
            }
        }
    }

    /// How many distinct records came so far.
    pub fn fetched(&self) -> u64 {
        self.seen.len() as u64 + self.anonymous
    }

    /// How many there are, as the vendor says.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// What is missing, after the end.
    pub fn shortfall(&self) -> Option<Shortfall> {
        let short = self.total.is_some_and(|total| self.fetched() < total);
        (short || self.repeated).then(|| Shortfall {
            fetched: self.fetched(),
            total: self.total,
            repeated: self.repeated,
        })
    }

    /// Things that are added or deleted meanwhile shift the pages, and then a record can fall between two of them:
    /// what is missing after the last page is looked for once more.
    fn restart_if_short(&mut self) {
        let ended = self.started && self.next.is_none() && self.underway.is_empty() && !self.repeated;
        if ended && !self.second_reading && self.anonymous == 0 && self.shortfall().is_some() {
            self.second_reading = true;
            self.read.clear();
            self.furthest = None;
            self.next = Some(self.first.clone());
        }
    }

    /// Reports have a row for each device, and the `id` in it is that of a patch or a product, which many devices share.
    /// Where people of several kinds stand together, each kind is numbered by itself.
    fn are_things(&self) -> bool {
        !matches!(self.first.pages, Some(Paging::Cursor | Paging::AnchorNaturalId))
    }

    fn is_new(&mut self, record: &Record) -> bool {
        let member = self.session.dialect.tells_apart_by(&self.first);
        match id_hash(record.as_bytes(), member).filter(|_| self.are_things()) {
            Some(id) => self.seen.insert(id),
            None => {
                self.anonymous += 1;
                true
            }
        }
    }
}

/// A list that is not what was asked for is not handed over as if it were.
fn filtered(sent: &Request, page: &Page) -> Result<(), Fault> {
    let missed = |record| sent.expected.iter().find_map(|expected| expected.missed(record));
    page.records.iter().find_map(missed).map_or(Ok(()), |failure| Err(failure.into()))
}
