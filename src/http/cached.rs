//! Keeps whole answers for as long as the vendor's limits make it worth while. Which answers, it is told.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::{AccountName, Content, Fault, Reply, Request, Transport};
use crate::store::Store;
use crate::surroundings::{Clock, LocalFuture};

/// Answers that are kept, all of which end together.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    /// What they are known by.
    pub name: &'static str,
    /// How old they may become.
    pub life: Duration,
    /// Whose answers they are.
    pub holds: fn(&Request) -> bool,
    /// The changes after which they are no longer true.
    pub ends_with: fn(&Request) -> bool,
}

/// How old an answer the user takes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Freshness {
    /// None at all. What is answered is kept for the next time.
    pub asks_anew: bool,
    /// So old, whatever its life is.
    pub max_age: Option<Duration>,
}

/// What stands before the body in its file.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// Seconds since 1970.
    at: u64,
    /// Answers of another era have been ended by a change.
    era: u64,
    media: Option<String>,
}

/// Hears which answer is an old one, and how old.
type Tell = Box<dyn Fn(&Request, Duration)>;

/// Answers from memory what it may.
pub struct Cached<T> {
    next: T,
    kept: &'static [Kept],
    freshness: Freshness,
    store: Arc<dyn Store>,
    account: AccountName,
    clock: Rc<dyn Clock>,
    tell: Tell,
    told: RefCell<BTreeSet<String>>,
}

impl<T: Transport> Cached<T> {
    /// `next`, with answers `kept` for each account by itself.
    pub fn new(
        next: T,
        kept: &'static [Kept],
        freshness: Freshness,
        store: Arc<dyn Store>,
        account: AccountName,
        clock: Rc<dyn Clock>,
    ) -> Self {
        let (tell, told) = (Box::new(|_: &Request, _| ()), RefCell::default());
        Self { next, kept, freshness, store, account, clock, tell, told }
    }

    /// The same, which tells the age of each answer that nobody was asked for, once.
    #[must_use]
    pub fn telling(self, tell: impl Fn(&Request, Duration) + 'static) -> Self {
        Self { tell: Box::new(tell), ..self }
    }

    async fn answer(&self, request: &Request, kept: &Kept) -> Result<Reply, Fault> {
        let account = (self.account)().await?;
        let file = format!("answer {} {} {account}", request.method, request.url);
        let era = self.era(kept, &account);
        if let Some((age, reply)) = self.young(&file, kept, era).filter(|_| !self.freshness.asks_anew && !request.fresh)
        {
            if self.told.borrow_mut().insert(file) {
                (self.tell)(request, age);
            }
            return Ok(reply);
        }
        let reply = self.next.send(request).await?;
        // Who asks anew all the time asks for something else each time: that would be kept for nobody.
        let is_wanted = !request.fresh || self.store.read(&file).is_some();
        if is_whole(&reply) && is_wanted {
            let _ = self.store.replace(&file, &encode(&reply, era, self.clock.now()));
        }
        Ok(reply)
    }

    fn young(&self, file: &str, kept: &Kept, era: u64) -> Option<(Duration, Reply)> {
        let (head, reply) = decode(self.store.read(file)?)?;
        // An answer of the future is of a clock that was set back: nobody knows how old it is.
        let age = self.clock.now().duration_since(UNIX_EPOCH + Duration::from_secs(head.at)).ok()?;
        let is_young = age < self.freshness.max_age.unwrap_or(kept.life);
        (is_young && head.era == era).then_some((age, reply))
    }

    /// A change ends answers before it is sent, in case nobody hears how it ends, and after it, because others may have
    /// asked in between.
    async fn change(&self, request: &Request) -> Result<Reply, Fault> {
        let account = (self.account)().await?;
        self.end(request, &account);
        let outcome = self.next.send(request).await;
        self.end(request, &account);
        outcome
    }

    fn end(&self, request: &Request, account: &str) {
        for kept in self.kept.iter().filter(|kept| (kept.ends_with)(request)) {
            let next = |old: Option<Vec<u8>>| Some((era_of(old).wrapping_add(1)).to_string().into_bytes());
            let _ = self.store.update(&era_file(kept, account), &mut |old| next(old));
        }
    }

    fn era(&self, kept: &Kept, account: &str) -> u64 {
        era_of(self.store.read(&era_file(kept, account)))
    }
}

fn era_file(kept: &Kept, account: &str) -> String {
    format!("era {} {account}", kept.name)
}

fn era_of(bytes: Option<Vec<u8>>) -> u64 {
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok()).unwrap_or_default()
}

/// A file goes where the user wants it, and what has a body is not told apart by its URL.
fn may_be_kept(request: &Request) -> bool {
    request.method == Method::GET && request.content == Content::Empty && request.save.is_none()
}

/// Neither the page of a proxy nor half of an answer.
fn is_whole(reply: &Reply) -> bool {
    reply.status == 200 && !reply.is_html() && serde_json::from_slice::<IgnoredAny>(&reply.body).is_ok()
}

fn encode(reply: &Reply, era: u64, now: SystemTime) -> Vec<u8> {
    let at = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let head = Head { at, era, media: reply.header("content-type").map(str::to_owned) };
    let head = serde_json::to_vec(&head).expect("numbers and a text are JSON");
    [&head[..], b"\n", &reply.body].concat()
}

fn decode(bytes: Vec<u8>) -> Option<(Head, Reply)> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let head: Head = serde_json::from_slice(&bytes[..end]).ok()?;
    let media = head.media.as_deref().and_then(|media| HeaderValue::from_str(media).ok());
    let headers = HeaderMap::from_iter(media.map(|media| (CONTENT_TYPE, media)));
    let body = Bytes::from(bytes).slice(end + 1..);
    Some((head, Reply { status: 200, headers, body, saved: None, socket: None }))
}

impl<T: Transport> Transport for Cached<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        if self.kept.iter().any(|kept| (kept.ends_with)(request)) {
            return Box::pin(self.change(request));
        }
        match self.kept.iter().find(|kept| may_be_kept(request) && (kept.holds)(request)) {
            Some(kept) => Box::pin(self.answer(request, kept)),
            None => self.next.send(request),
        }
    }
}

#[cfg(test)]
mod tests;
