//! A conversation with one account: single answers, whole lists, and work that is waited for.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::dialect::{Answer, Dialect, Page};
use crate::http::{Fault, Interrupt, Refusal, Reply, Request, Transport};
use crate::record::Record;
use crate::surroundings::{Clock, LocalFuture};

/// Looks at work that goes on come less and less often: each may count against a quota.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Told while something takes long.
pub trait Progress {
    /// What is going on now.
    fn doing(&self, what: &str);
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
        let reply = self.transport.send(request).await?;
        self.read(request, &reply)
    }

    /// What a reply means, with the facts that need no knowledge of the vendor.
    pub fn read(&self, request: &Request, reply: &Reply) -> Result<Answer, Fault> {
        self.dialect.read(request, reply).map_err(|fault| match fault {
            Fault::Refused(refusal) => Fault::Refused(Refusal {
                retry_after: reply.retry_after(self.clock.now()),
                request_id: reply.request_id(),
                ..refusal
            }),
            other => other,
        })
    }

    /// The answer, once the work that it accepted has ended. Things that had not ended in time are in the second part.
    pub async fn wait(&self, answer: Answer, longest: Duration) -> Result<Answer, Fault> {
        let mut answer = answer;
        let mut waited = Duration::ZERO;
        let mut pause = Duration::ZERO;
        while let Answer::Working(working) = answer {
            pause = working.pause.max(pause.mul_f64(1.5)).min(LONGEST_PAUSE);
            if waited + pause > longest {
                return Ok(Answer::Working(working));
            }
            self.progress
                .doing(working.said.as_deref().unwrap_or("waiting for the work to end"));
            let looked = async {
                self.interrupt.race(self.clock.sleep(pause)).await?;
                self.ask(&working.ask).await
            };
            waited += pause;
            answer = looked.await.map_err(abandoned)?;
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
            last_page: None,
            total: None,
            repeated: false,
            second_reading: false,
        }
    }

    /// All records of a list in memory; for lists that are known to be short.
    pub async fn records(&self, first: Request) -> Result<Vec<Record>, Fault> {
        let mut pages = self.pages(first);
        let mut records = Vec::new();
        while let Some(page) = pages.next().await? {
            records.extend(page);
        }
        Ok(records)
    }
}

/// Pages under way at once, once it is known how many there are.
const AHEAD: usize = 4;

type Underway<'a> = FuturesOrdered<LocalFuture<'a, (Request, Result<Page, Fault>)>>;

/// Not to look any more does not end the work.
fn abandoned(fault: Fault) -> Fault {
    match fault {
        Fault::Interrupted(signal) => Fault::Abandoned(signal),
        other => other,
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
    last_page: Option<u64>,
    total: Option<u64>,
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
        if self.last_page.is_none() {
            // Its size is one that the vendor gives.
            self.first = sent.clone();
        }
        self.total = page.total.or(self.total);
        let hash = hash_of(page.records.iter().map(Record::as_bytes));
        if page.next.is_some() && self.last_page == Some(hash) {
            self.repeated = true;
            self.underway = Underway::new();
            return Ok(None);
        }
        self.last_page = Some(hash);
        self.follow(sent, &page);
        Ok(Some(
            page.records.into_iter().filter(|record| self.is_new(record)).collect(),
        ))
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
            self.last_page = None;
            self.furthest = None;
            self.next = Some(self.first.clone());
        }
    }

    fn is_new(&mut self, record: &Record) -> bool {
        match id_hash(record.as_bytes()) {
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

/// A hash of the record's `id`; `None` where it has none. Records that begin with a plain id are not parsed.
fn id_hash(record: &[u8]) -> Option<u64> {
    let id = match leading_id(record) {
        Some(id) => id,
        None => slow_id(record)?.get().as_bytes(),
    };
    (id != b"null").then(|| hash_of(std::iter::once(id)))
}

fn leading_id(record: &[u8]) -> Option<&[u8]> {
    let rest = record.strip_prefix(b"{\"id\":")?;
    let end = rest.iter().position(|byte| matches!(byte, b',' | b'}'))?;
    let id = &rest[..end];
    id.iter().all(u8::is_ascii_alphanumeric).then_some(id)
}

fn slow_id(record: &[u8]) -> Option<&RawValue> {
    #[derive(Deserialize)]
    struct Identified<'a> {
        #[serde(borrow)]
        id: Option<&'a RawValue>,
    }
    serde_json::from_slice::<Identified<'_>>(record).ok()?.id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_id_is_the_same_wherever_it_stands_in_the_record() {
        let first = id_hash(br#"{"id":7,"a":1}"#);

        assert_eq!(first, id_hash(br#"{"a":{"id":8}, "id" : 7}"#));
        assert_ne!(first, id_hash(br#"{"id":8,"a":1}"#));
        assert_ne!(first, id_hash(br#"{"id":"7","a":1}"#));
        assert_eq!(id_hash(br#"{"a":1}"#), None);
        assert_eq!(id_hash(br#"{"id":null}"#), None);
        assert_eq!(id_hash(b"17"), None);
    }
}
