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
mod tests {
    use super::*;

    use crate::config::Account;
    use crate::http::Signal;
    use crate::testing::{ManualClock, Scripted, block_on, refused, reply_with_body, unanswered};
    use std::cell::RefCell;

    /// Remembers what it is told, and may interrupt then.
    #[derive(Default)]
    struct Told {
        said: RefCell<Vec<String>>,
        interrupts: Option<Interrupt>,
        sets_back: Option<Rc<ManualClock>>,
    }

    impl Progress for Told {
        fn doing(&self, what: &str) {
            self.said.borrow_mut().push(what.to_owned());
            if let Some(interrupt) = &self.interrupts {
                interrupt.raise(Signal::Interrupt);
            }
            if let Some(clock) = &self.sets_back {
                clock.set_back(Duration::from_secs(3600));
            }
        }
    }

    struct Desk {
        session: Session,
        script: Rc<Scripted>,
        clock: Rc<ManualClock>,
        told: Rc<Told>,
    }

    impl Transport for Rc<Scripted> {
        fn send<'a>(&'a self, request: &'a Request) -> crate::surroundings::LocalFuture<'a, Result<Reply, Fault>> {
            (**self).send(request)
        }
    }

    fn desk_with(script: Vec<Result<Reply, Fault>>, told: Told) -> Desk {
        let vendor = &crate::vendor::rms::RMS;
        let values = [("url", "https://vendor.example/api"), ("token", "secret")];
        let account = Account::given(&vendor.settings, "test", &values).unwrap();
        let (script, clock, told) = (Rc::new(Scripted::new(script)), Rc::new(ManualClock::default()), Rc::new(told));
        let session = Session {
            transport: Box::new(script.clone()),
            dialect: (vendor.dialect)(&account).unwrap(),
            clock: clock.clone(),
            interrupt: told.interrupts.clone().unwrap_or_default(),
            progress: told.clone(),
        };
        Desk { session, script, clock, told }
    }

    /// Calls a 400 a refusal about time, and every other reply one of another kind.
    struct Punctual;

    impl Dialect for Punctual {
        fn read(&self, _: &Request, reply: &Reply) -> Result<Answer, Fault> {
            let about_time = reply.status == 400;
            Err(Fault::Refused(Refusal { status: reply.status, about_time, ..Refusal::default() }))
        }

        fn first_page(&self, request: Request, _: Option<&crate::catalog::Operation>, _: Option<usize>) -> Request {
            request
        }
    }

    #[test]
    fn the_clock_is_compared_with_the_server_s_where_a_refusal_is_about_time() {
        let mut desk = desk(vec![]);
        desk.session.dialect = Box::new(Punctual);
        let date = httpdate::fmt_http_date(ManualClock::start() - Duration::from_secs(1802));
        let request = Request::get("https://vendor.example/api/things".parse().unwrap());

        let ahead = [400, 403].map(|status| {
            let reply = crate::testing::reply_with_header(status, "date", &date);
            let Err(Fault::Refused(refusal)) = desk.session.read(&request, &reply) else { panic!("a refusal") };
            refusal.clock_ahead
        });

        assert_eq!(ahead, [Some(1802), None]);
    }

    fn desk(script: Vec<Result<Reply, Fault>>) -> Desk {
        desk_with(script, Told::default())
    }

    fn list(ids: &str, total: u64) -> Result<Reply, Fault> {
        let records: Vec<String> = ids.split_whitespace().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
        bare_list(&records, &format!(r#"{{"total":{total}}}"#))
    }

    fn bare_list(records: &[String], meta: &str) -> Result<Reply, Fault> {
        let records = records.join(",");
        Ok(reply_with_body(200, &format!(r#"{{"success":true,"data":[{records}],"meta":{meta}}}"#)))
    }

    fn first(limit: u64) -> Request {
        let url = format!("https://vendor.example/api/things?limit={limit}&offset=0");
        let mut request = Request::get(url.parse().unwrap());
        request.pages = Some(crate::catalog::Paging::Offset);
        request
    }

    struct Reading {
        ids: Vec<String>,
        shortfall: Option<Shortfall>,
        offsets: Vec<String>,
        total: Option<u64>,
    }

    /// Read to the end; panics on a fault.
    fn read_all(limit: u64, script: Vec<Result<Reply, Fault>>) -> Reading {
        let desk = desk(script);
        let mut pages = desk.session.pages(first(limit));
        let mut records = Vec::new();
        while let Some(page) = block_on(pages.next()).unwrap() {
            records.extend(page);
        }
        let text = |record: &Record| String::from_utf8_lossy(record.as_bytes()).into_owned();
        Reading {
            ids: records.iter().map(text).map(|text| text.replace("{\"id\":", "").replace('}', "")).collect(),
            shortfall: pages.shortfall(),
            total: pages.total(),
            offsets: desk.script.seen().iter().map(|request| request.query("offset").unwrap()).collect(),
        }
    }

    fn short(fetched: u64, total: u64) -> Option<Shortfall> {
        Some(Shortfall { fetched, total: Some(total), repeated: false })
    }

    #[test]
    fn a_record_that_moved_to_the_next_page_comes_once() {
        let reading = read_all(2, vec![list("1 2", 3), list("2 3", 3)]);

        assert_eq!(reading.ids, ["1", "2", "3"]);
        assert_eq!(reading.shortfall, None);
        assert_eq!(reading.offsets, ["0", "2"]);
    }

    #[test]
    fn what_fell_between_two_pages_is_found_by_a_second_reading() {
        let reading = read_all(2, vec![list("1 2", 4), list("2 4", 4), list("1 2", 4), list("3 4", 4)]);

        assert_eq!(reading.ids, ["1", "2", "4", "3"]);
        assert_eq!(reading.shortfall, None);
        assert_eq!(reading.offsets, ["0", "2", "0", "2"]);
    }

    #[test]
    fn what_a_second_reading_does_not_find_is_missing() {
        let reading = read_all(2, vec![list("1 2", 3), list("", 3), list("1 2", 3), list("", 3)]);

        assert_eq!(reading.ids, ["1", "2"]);
        assert_eq!(reading.shortfall, short(2, 3));
        assert_eq!(reading.offsets.len(), 4);
    }

    #[test]
    fn a_total_that_changes_in_the_middle_counts_as_the_last_page_has_it() {
        let grown = read_all(2, vec![list("1 2", 3), list("3 4", 4)]);
        let shrunk = read_all(2, vec![list("1 2", 4), list("3", 3)]);

        assert_eq!((grown.ids.len(), grown.shortfall, grown.total), (4, None, Some(4)));
        assert_eq!((shrunk.ids.len(), shrunk.shortfall, shrunk.total), (3, None, Some(3)));
    }

    #[test]
    fn a_page_that_comes_again_ends_the_reading() {
        let repeated = Some(Shortfall { fetched: 2, total: Some(9), repeated: true });

        let at_once = read_all(2, vec![list("1 2", 9), list("1 2", 9)]);

        assert_eq!((at_once.ids, at_once.shortfall), (vec!["1".into(), "2".into()], repeated));
    }

    #[test]
    fn pages_that_come_in_turns_end_the_reading_too() {
        let page = |ids: [&str; 2]| bare_list(&ids.map(|id| format!(r#"{{"id":{id}}}"#)), "{}");

        let reading = read_all(2, vec![page(["1", "2"]), page(["3", "4"]), page(["1", "2"])]);

        assert_eq!(reading.ids, ["1", "2", "3", "4"]);
        assert_eq!(reading.shortfall, Some(Shortfall { fetched: 4, total: None, repeated: true }));
    }

    #[test]
    fn pages_of_known_things_that_never_look_the_same_end_the_reading() {
        let page = |at: u32| bare_list(&[1, 2].map(|id| format!(r#"{{"id":{id},"seen_at":{at}}}"#)), "{}");

        let reading = read_all(2, (0..9).map(page).collect());

        assert_eq!(reading.ids.len(), 2);
        assert_eq!(reading.shortfall, Some(Shortfall { fetched: 2, total: None, repeated: true }));
        assert_eq!(reading.offsets, ["0", "2", "4", "6"]);
    }

    #[test]
    fn records_without_an_id_all_count_and_are_not_read_again() {
        let names = ["{}".to_owned(), r#"{"id":null}"#.to_owned()];

        let reading = read_all(2, vec![bare_list(&names, r#"{"total":3}"#), bare_list(&[], r#"{"total":3}"#)]);

        assert_eq!(reading.shortfall, short(2, 3));
        assert_eq!(reading.offsets, ["0", "2"]);
    }

    #[test]
    fn a_smaller_page_is_kept_to_and_a_second_reading_begins_at_the_beginning() {
        let too_large = || {
            Ok(reply_with_body(
                422,
                r#"{"success":false,"errors":[{"source":"limit","message":"The limit is too large."}]}"#,
            ))
        };
        let desk =
            desk(vec![too_large(), list("1", 3), list("2", 3), list("2", 3), list("1", 3), list("2", 3), list("3", 3)]);
        let mut pages = desk.session.pages(first(1000));
        let mut count = 0;

        while let Some(page) = block_on(pages.next()).unwrap() {
            count += page.len();
        }

        let asked: Vec<String> =
            desk.script.seen().iter().map(|request| request.url.query().unwrap().to_owned()).collect();
        assert_eq!((count, pages.shortfall()), (3, None));
        assert_eq!(
            asked,
            [
                "limit=1000&offset=0",
                "offset=0&limit=100",
                "limit=100&offset=1",
                "limit=100&offset=2",
                "offset=0&limit=100",
                "limit=100&offset=1",
                "limit=100&offset=2",
            ]
        );
    }

    #[test]
    fn a_fault_in_the_middle_leaves_what_was_counted() {
        let desk = desk(vec![list("1 2", 4), unanswered()]);
        let mut pages = desk.session.pages(first(2));

        let came = block_on(pages.next()).unwrap().unwrap().len();
        let fault = block_on(pages.next()).unwrap_err();

        assert!(matches!(fault, Fault::Unanswered { .. }));
        assert_eq!((came, pages.fetched(), pages.shortfall()), (2, 2, short(2, 4)));
    }

    #[test]
    fn a_list_in_memory_is_all_of_its_pages() {
        let desk = desk(vec![list("1 2", 3), list("3", 3)]);

        let records = block_on(desk.session.records(first(2))).unwrap();

        assert_eq!(records.len(), 3);
    }

    #[test]
    fn part_of_a_list_is_not_taken_for_the_list() {
        let desk = desk(vec![list("1", 2), list("", 2), list("1", 2), list("", 2)]);

        let fault = block_on(desk.session.records(first(1))).unwrap_err();

        assert_eq!(fault.to_string(), "the vendor's list is not complete: 1 of 2 records came");
    }

    #[test]
    fn a_list_that_does_not_page_may_count_otherwise() {
        let desk = desk(vec![list("1", 2), list("1", 2)]);
        let whole = Request::get("https://vendor.example/api/things".parse().unwrap());

        assert_eq!(block_on(desk.session.records(whole)).unwrap().len(), 1);
    }

    fn accepted(repeat: crate::http::Repeat) -> Request {
        Request::new(reqwest::Method::POST, "https://vendor.example/api/things".parse().unwrap(), repeat)
    }

    fn channel() -> Result<Reply, Fault> {
        Ok(reply_with_body(201, r#"{"success":true,"meta":{"channel":"c"}}"#))
    }

    fn event(status: &str, value: &str) -> Result<Reply, Fault> {
        let body = serde_json::json!({"success": true, "data": {"7": [{"status": status, "value": value}]}});
        Ok(reply_with_body(200, &body.to_string()))
    }

    fn not_there() -> Result<Reply, Fault> {
        Ok(reply_with_body(404, r#"{"code":"CHANNEL_NOT_FOUND"}"#))
    }

    fn wait(desk: &Desk, request: &Request, longest: u64) -> Result<Answer, Fault> {
        wait_for_each(desk, request, longest).map_err(Fault::from)
    }

    fn wait_for_each(desk: &Desk, request: &Request, longest: u64) -> Result<Answer, Broken> {
        block_on(async {
            let answer = desk.session.ask(request).await?;
            desk.session.wait(answer, Duration::from_secs(longest)).await
        })
    }

    fn half_done() -> Result<Reply, Fault> {
        let events = |status| serde_json::json!([{ "status": status, "value": "" }]);
        let data = serde_json::json!({ "7": events("completed"), "8": events("processing") });
        Ok(reply_with_body(200, &serde_json::json!({ "success": true, "data": data }).to_string()))
    }

    fn ids(ended: &[Ending]) -> Vec<&str> {
        ended.iter().map(|ending| ending.id.as_str()).collect()
    }

    #[test]
    fn what_had_ended_is_known_when_a_look_fails() {
        let desk = desk(vec![channel(), half_done(), not_there(), unanswered()]);

        let broken = wait_for_each(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 120).unwrap_err();

        assert_eq!(ids(&broken.ended), ["7"]);
        assert!(matches!(broken.fault, Fault::Unanswered { .. }));
    }

    #[test]
    fn what_had_ended_is_known_when_the_time_is_over() {
        let desk = desk(vec![channel(), half_done(), not_there(), not_there()]);

        let answer = wait_for_each(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 1).unwrap();

        assert!(matches!(answer, Answer::Working(working) if ids(&working.ended) == ["7"]));
    }

    #[test]
    fn work_is_looked_at_less_and_less_often_until_it_ends() {
        let mut script = vec![channel(), not_there()];
        script.extend(std::iter::repeat_n(event("processing", "Rebooting."), 6));
        script.push(event("completed", "ok"));
        let desk = desk(script);

        let answer = wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 120).unwrap();

        assert!(matches!(answer, Answer::Ended(endings) if endings[0].failure.is_none()));
        // 0.2 s, then each half as long again: 0.3, 0.45, 0.675, 1.0125, 1.51875, and two seconds at the most, twice.
        assert_eq!(desk.clock.slept().as_millis(), 8156);
        assert_eq!(
            desk.told.said.borrow()[..3],
            ["waiting for the work to end", "waiting for the work to end", "Rebooting."]
        );
    }

    #[test]
    fn the_waiting_ends_in_time() {
        let mut script = vec![channel()];
        script.extend(std::iter::repeat_n(event("processing", "Rebooting."), 4));
        let desk = desk(script);

        let answer = wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 2).unwrap();

        assert!(matches!(answer, Answer::Working(working) if working.said == Some("Rebooting.".into())));
        assert!(desk.clock.slept() <= Duration::from_secs(2));
    }

    #[test]
    fn the_waiting_ends_in_time_although_the_clock_is_set_back_meanwhile() {
        let mut script = vec![channel()];
        script.extend(std::iter::repeat_n(event("processing", "Rebooting."), 9));
        let mut desk = desk(script);
        desk.session.progress = Rc::new(Told { sets_back: Some(desk.clock.clone()), ..Told::default() });

        let answer = wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 2).unwrap();

        assert!(matches!(answer, Answer::Working(_)));
        assert!(desk.clock.slept() <= Duration::from_secs(2));
    }

    #[test]
    fn no_time_to_wait_is_no_look() {
        let desk = desk(vec![channel()]);

        let answer = wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 0).unwrap();

        assert!(matches!(answer, Answer::Working(_)));
        assert_eq!(desk.script.sent(), 1);
    }

    #[test]
    fn an_interrupt_ends_the_waiting() {
        let interrupt = Interrupt::default();
        let told = Told { interrupts: Some(interrupt), ..Told::default() };
        let desk = desk_with(vec![channel()], told);

        let fault = wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 120).unwrap_err();

        assert_eq!(fault, Fault::Abandoned(Signal::Interrupt));
        assert_eq!(desk.script.sent(), 1);
    }

    #[test]
    fn an_accepted_change_whose_end_cannot_be_read_may_have_happened() {
        let refusal = r#"{"success":false,"errors":[{"code":"E","message":"No."}]}"#;
        let met = |poll: Result<Reply, Fault>| {
            let desk = desk(vec![channel(), poll]);
            wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 120).unwrap_err()
        };

        assert!(matches!(met(refused()), Fault::Unanswered { .. }));
        assert!(matches!(met(unanswered()), Fault::Unanswered { .. }));
        assert!(matches!(met(Ok(reply_with_body(401, refusal))), Fault::Garbled { status: 401, .. }));
        assert!(matches!(met(Ok(reply_with_body(500, "<html>"))), Fault::Garbled { status: 500, .. }));
        assert!(matches!(met(Ok(reply_with_body(200, "<html>"))), Fault::Garbled { status: 200, .. }));
        assert_eq!(
            met(Ok(reply_with_body(403, refusal))).to_string(),
            "the answer of vendor.example cannot be read: the work was accepted, and asking how it ended met this: 403: No."
        );
    }

    #[test]
    fn a_read_whose_end_cannot_be_read_fails_as_reads_do() {
        let desk = desk(vec![channel(), refused()]);

        let fault = wait(&desk, &accepted(crate::http::Repeat::Freely), 120).unwrap_err();

        assert!(matches!(fault, Fault::Unreached { .. }));
    }

    /// Knows two forms of each request, and what it has learned of them.
    struct Forms {
        known: bool,
    }

    impl Forms {
        fn other(request: &Request) -> Option<Request> {
            let is_usual = request.url.path().ends_with("/things");
            let url = "https://vendor.example/api/thing".parse().unwrap();
            is_usual.then(|| Request { url, ..request.clone() })
        }
    }

    impl Dialect for Forms {
        fn read(&self, _: &Request, reply: &Reply) -> Result<Answer, Fault> {
            let message = Some(String::from_utf8_lossy(&reply.body).into_owned());
            match reply.is_success() {
                true => Ok(Answer::Page(Page::default())),
                false => Err(Fault::Refused(Refusal { status: reply.status, message, ..Refusal::default() })),
            }
        }

        fn first_page(&self, request: Request, _: Option<&crate::catalog::Operation>, _: Option<usize>) -> Request {
            request
        }

        fn known_way(&self, request: &Request) -> Option<Request> {
            self.known.then(|| Self::other(request)).flatten()
        }

        fn another_way(&self, sent: &Request, refusal: &Refusal) -> Option<Request> {
            (refusal.status == 404).then(|| Self::other(sent)).flatten()
        }
    }

    #[test]
    fn a_form_that_the_server_does_not_know_gives_way_to_the_other_one() {
        let ask = |known, script: &[(u16, &str)]| {
            let script = script.iter().map(|(status, body)| Ok(reply_with_body(*status, body))).collect();
            let mut desk = desk(script);
            desk.session.dialect = Box::new(Forms { known });
            let request = Request::get("https://vendor.example/api/things".parse().unwrap());
            let outcome = block_on(desk.session.ask(&request)).map(drop).map_err(|fault| fault.to_string());
            let paths: Vec<String> = desk.script.seen().iter().map(|seen| seen.url.path().to_owned()).collect();
            (outcome, paths.join(" "))
        };
        let both = "/api/things /api/thing".to_owned();

        assert_eq!(ask(false, &[(404, "a"), (200, "")]), (Ok(()), both.clone()));
        assert_eq!(ask(true, &[(200, "")]), (Ok(()), "/api/thing".to_owned()));
        assert_eq!(ask(false, &[(404, "a"), (404, "b")]), (Err("404: a".to_owned()), both.clone()));
        assert_eq!(ask(false, &[(404, "a"), (400, "b")]), (Err("400: b".to_owned()), both));
        assert_eq!(ask(false, &[(400, "a")]), (Err("400: a".to_owned()), "/api/things".to_owned()));
    }

    #[test]
    fn records_may_be_told_apart_by_another_member() {
        let first = id_hash(br#"{"id":1,"eid":"a"}"#, "eid");

        assert_eq!(first, id_hash(br#"{"eid":"a","id":2}"#, "eid"));
        assert_ne!(first, id_hash(br#"{"id":1,"eid":"b"}"#, "eid"));
        assert_eq!(id_hash(br#"{"id":1}"#, "eid"), None);
    }

    #[test]
    fn the_same_id_is_the_same_wherever_it_stands_in_the_record() {
        let first = id_hash(br#"{"id":7,"a":1}"#, "id");

        assert_eq!(first, id_hash(br#"{"a":{"id":8}, "id" : 7}"#, "id"));
        assert_ne!(first, id_hash(br#"{"id":8,"a":1}"#, "id"));
        assert_ne!(first, id_hash(br#"{"id":"7","a":1}"#, "id"));
        assert_eq!(id_hash(br#"{"a":1}"#, "id"), None);
        assert_eq!(id_hash(br#"{"id":null}"#, "id"), None);
        assert_eq!(id_hash(b"17", "id"), None);
    }
}
