//! A conversation with one account: single answers, whole lists, and work that is waited for.

use std::borrow::Cow;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashSet};
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::catalog::Paging;
use crate::dialect::{Answer, Dialect, Ending, Page};
use crate::failure::{Code, Failure};
use crate::http::{Fault, Interrupt, Refusal, Reply, Request, Transport};
use crate::record::Record;
use crate::surroundings::{Clock, LocalFuture};

/// Looks at work that goes on come less and less often: each may count against a quota.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Told while something takes long.
pub trait Progress {
    /// What is going on now.
    fn doing(&self, what: &str);

    /// What was done, or is about to be, for people.
    fn tell(&self, _text: &str) {}

    /// Something that the user can do something about.
    fn warn(&self, _text: &str) {}
}

/// Everything a command needs to talk to its vendor.
pub struct Session {
    /// The whole stack.
    pub transport: Box<dyn Transport>,
    /// Reads the replies.
    pub dialect: Box<dyn Dialect>,
    /// Paces the polls.
    pub clock: Rc<dyn Clock>,
    /// Ends the waiting.
    pub interrupt: Interrupt,
    /// Hears what is going on.
    pub progress: Rc<dyn Progress>,
}

impl Session {
    /// One request and what its reply means.
    pub async fn ask(&self, request: &Request) -> Result<Answer, Fault> {
        let mut way = self.dialect.known_way(request).map_or(Cow::Borrowed(request), Cow::Owned);
        let mut first: Option<Refusal> = None;
        loop {
            let refusal = match self.ask_as_it_is(&way).await {
                Err(Fault::Refused(refusal)) => refusal,
                outcome => return outcome,
            };
            match self.dialect.another_way(&way, &refusal) {
                Some(other) => way = Cow::Owned(other),
                None => {
                    let same = first.filter(|first| first.status == refusal.status);
                    return Err(Fault::Refused(same.unwrap_or(refusal)));
                }
            }
            first = first.or(Some(refusal));
        }
    }

    async fn ask_as_it_is(&self, request: &Request) -> Result<Answer, Fault> {
        let answer = match self.send(request).await {
            Ok(reply) => self.read(request, &reply),
            Err(fault) => Err(fault),
        };
        match request.follows_change {
            true => answer.map_err(|fault| unheard(request, fault)),
            false => answer,
        }
    }

    /// One request and its reply; no trace shows what was asked for in clear.
    pub async fn send(&self, request: &Request) -> Result<Reply, Fault> {
        match self.dialect.reveals(request) {
            true => self.transport.send(&Request { revealing: true, ..request.clone() }).await,
            false => self.transport.send(request).await,
        }
    }

    /// What a reply means, with the facts that need no knowledge of the vendor.
    pub fn read(&self, request: &Request, reply: &Reply) -> Result<Answer, Fault> {
        self.dialect.read(request, reply).map_err(|fault| match fault {
            Fault::Refused(refusal) => Fault::Refused(Refusal {
                clock_ahead: reply.clock_ahead(self.clock.now()).filter(|_| refusal.about_time),
                retry_after: reply.retry_after(self.clock.now()),
                request_id: reply.request_id().or(refusal.request_id),
                ..refusal
            }),
            other => other,
        })
    }

    /// The answer, once the work that it accepted has ended; still at work when the time is over.
    pub async fn wait(&self, answer: Answer, longest: Duration) -> Result<Answer, Broken> {
        let mut answer = answer;
        let mut ended = Vec::new();
        let began = self.clock.ticks();
        let mut pause = Duration::ZERO;
        while let Answer::Working(mut working) = answer {
            // What has ended stays so, even where a later look tells nothing.
            match working.ended.is_empty() {
                true => working.ended.clone_from(&ended),
                false => ended.clone_from(&working.ended),
            }
            pause = working.pause.max(pause.mul_f64(1.5)).min(LONGEST_PAUSE);
            let waited = self.clock.ticks().saturating_sub(began);
            if waited + pause > longest {
                return Ok(Answer::Working(working));
            }
            self.progress.doing(working.said.as_deref().unwrap_or("waiting for the work to end"));
            let looked = async {
                self.interrupt.race(self.clock.sleep(pause)).await?;
                self.ask(&working.ask).await
            };
            answer = looked.await.map_err(|fault| Broken { fault: abandoned(fault), ended: working.ended })?;
        }
        Ok(answer)
    }

    /// One page, smaller if the vendor will not give as many records; with the request that brought it.
    async fn page(&self, request: Request) -> (Request, Result<Page, Fault>) {
        let mut request = request;
        loop {
            let refusal = match self.ask(&request).await {
                Ok(Answer::Page(page)) => return (request, Ok(page)),
                Ok(_) => return (request, Ok(Page::default())),
                Err(Fault::Refused(refusal)) => refusal,
                Err(fault) => return (request, Err(fault)),
            };
            match self.dialect.smaller_page(&request, &refusal) {
                Some(smaller) => request = smaller,
                None => return (request, Err(Fault::Refused(refusal))),
            }
        }
    }

    /// The pages of a list, beginning with `first`.
    pub fn pages(&self, first: Request) -> Pages<'_> {
        Pages {
            session: self,
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

    /// All records of a list in memory; for lists that are known to be short. Part of a list is a fault: what is not in
    /// it would be taken for something that does not exist.
    pub async fn records(&self, first: Request) -> Result<Vec<Record>, Fault> {
        let is_paged = first.pages.is_some();
        let mut pages = self.pages(first);
        let mut records = Vec::new();
        while let Some(page) = pages.next().await? {
            records.extend(page);
        }
        // Where a list does not page, it is not known what its total counts.
        match pages.shortfall().filter(|_| is_paged) {
            Some(shortfall) => Err(shortfall.failure().into()),
            None => Ok(records),
        }
    }
}

/// A list that is not what was asked for is not handed over as if it were.
fn filtered(sent: &Request, page: &Page) -> Result<(), Fault> {
    let missed = |record| sent.expected.iter().find_map(|expected| expected.missed(record));
    page.records.iter().find_map(missed).map_or(Ok(()), |failure| Err(failure.into()))
}

/// So many pages in a row without a record that had not come before end the reading: a server that ignores what page it is
/// asked for would give such pages for ever, and never twice the same where its records change all the time.
const MOST_STALE: u32 = 3;

/// Pages under way at once, once it is known how many there are.
const AHEAD: usize = 4;

type Underway<'a> = FuturesOrdered<LocalFuture<'a, (Request, Result<Page, Fault>)>>;

/// Why nothing more is known of accepted work, and what had ended by then.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    /// What became of the last look.
    pub fault: Fault,
    /// The things that had ended before.
    pub ended: Vec<Ending>,
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Self { fault, ended: Vec::new() }
    }
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        broken.fault
    }
}

/// Not to look any more does not end the work.
pub(crate) fn abandoned(fault: Fault) -> Fault {
    match fault {
        Fault::Interrupted(signal) => Fault::Abandoned(signal),
        other => other,
    }
}

/// The vendor has accepted the change: whatever keeps its end from being read, it may have happened.
fn unheard(request: &Request, fault: Fault) -> Fault {
    let host = request.url.host_str().unwrap_or_default().to_owned();
    let cause = format!("the work was accepted, and asking how it ended met this: {fault}");
    match fault {
        Fault::Interrupted(_) => fault,
        Fault::Refused(Refusal { status, .. }) | Fault::Garbled { status, .. } => {
            Fault::Garbled { host, status, cause }
        }
        _ => Fault::Unanswered { host, cause },
    }
}

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

fn hash_of<'a>(parts: impl Iterator<Item = &'a [u8]>) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.for_each(|part| part.hash(&mut hasher));
    hasher.finish()
}

/// A hash of what `member` of the record holds; `None` where it has none. Records that begin with a plain id are not
/// parsed.
fn id_hash(record: &[u8], member: &str) -> Option<u64> {
    let id = match leading_id(record).filter(|_| member == "id") {
        Some(id) => id,
        None => slow_id(record, member)?.get().as_bytes(),
    };
    (id != b"null").then(|| hash_of(std::iter::once(id)))
}

fn leading_id(record: &[u8]) -> Option<&[u8]> {
    let rest = record.strip_prefix(b"{\"id\":")?;
    let end = rest.iter().position(|byte| matches!(byte, b',' | b'}'))?;
    let id = &rest[..end];
    id.iter().all(u8::is_ascii_alphanumeric).then_some(id)
}

fn slow_id<'a>(record: &'a [u8], member: &str) -> Option<&'a RawValue> {
    #[derive(Deserialize)]
    struct Identified<'a> {
        #[serde(borrow)]
        id: Option<&'a RawValue>,
    }
    if member == "id" {
        return serde_json::from_slice::<Identified<'_>>(record).ok()?.id;
    }
    let members: BTreeMap<Cow<'a, str>, &'a RawValue> = serde_json::from_slice(record).ok()?;
    members.get(member).copied()
}

#[cfg(test)]
mod tests;
