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
mod tests {
    use super::*;
    use crate::http::Repeat;
    use crate::store::Memory;
    use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_body, reply_with_header, unanswered};

    fn is_under(request: &Request, path: &str) -> bool {
        request.url.path().starts_with(path)
    }

    static KEPT: [Kept; 2] = [
        Kept {
            name: "alerts",
            life: Duration::from_secs(600),
            holds: |request| is_under(request, "/alerts"),
            ends_with: |request| request.method == Method::DELETE && is_under(request, "/alerts/"),
        },
        Kept {
            name: "devices",
            life: Duration::from_secs(600),
            holds: |request| is_under(request, "/devices"),
            ends_with: |_| false,
        },
    ];

    /// One user's runs, one after the other.
    struct Desk {
        store: Arc<dyn Store>,
        clock: Rc<ManualClock>,
    }

    #[derive(Debug, PartialEq)]
    struct Ran {
        bodies: Vec<Result<String, Fault>>,
        sent: usize,
        /// Ages that were told, in seconds.
        told: Vec<u64>,
    }

    fn desk() -> Desk {
        Desk { store: Arc::new(Memory::default()), clock: Rc::default() }
    }

    fn get(path: &str) -> Request {
        Request::get(format!("https://vendor.example{path}").parse().unwrap())
    }

    fn delete(path: &str) -> Request {
        Request::new(Method::DELETE, get(path).url, Repeat::OnlyIfUnsent)
    }

    const EVERYDAY: Freshness = Freshness { asks_anew: false, max_age: None };

    impl Desk {
        fn of(
            &self,
            account: &'static str,
            with: Freshness,
            asked: &[Request],
            script: Vec<Result<Reply, Fault>>,
        ) -> Ran {
            let scripted = Scripted::new(script);
            let told = Rc::new(RefCell::new(Vec::new()));
            let heard = told.clone();
            let name: AccountName = Rc::new(move || Box::pin(async move { Ok(account.to_owned()) }));
            let cached = Cached::new(&scripted, &KEPT, with, self.store.clone(), name, self.clock.clone())
                .telling(move |_, age| heard.borrow_mut().push(age.as_secs()));
            let body = |reply: Reply| String::from_utf8(reply.body.to_vec()).unwrap();
            let bodies = asked.iter().map(|request| block_on(cached.send(request)).map(body)).collect();
            Ran { bodies, sent: scripted.sent(), told: told.take() }
        }

        fn run(&self, with: Freshness, asked: &[Request], script: Vec<Result<Reply, Fault>>) -> Ran {
            self.of("account", with, asked, script)
        }

        /// A list that is asked for, and may be answered with `body`; whether it was asked for.
        fn asks(&self, path: &str, body: &str) -> bool {
            self.run(EVERYDAY, &[get(path)], vec![answer(body)]).sent == 1
        }
    }

    fn answer(body: &str) -> Result<Reply, Fault> {
        let reply = reply_with_header(200, "content-type", "application/json");
        Ok(Reply { body: Bytes::from(body.to_owned()), ..reply })
    }

    fn ran(bodies: &[&str], sent: usize, told: &[u64]) -> Ran {
        Ran { bodies: bodies.iter().map(|body| Ok((*body).to_owned())).collect(), sent, told: told.to_vec() }
    }

    #[test]
    fn the_second_run_is_answered_without_a_request_and_told_how_old_the_answer_is() {
        let desk = desk();

        let first = desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);
        desk.clock.advance(Duration::from_secs(192));
        let second = desk.run(EVERYDAY, &[get("/devices"), get("/devices")], vec![]);

        assert_eq!((first, second), (ran(&["[1]"], 1, &[]), ran(&["[1]", "[1]"], 0, &[192])));
    }

    #[test]
    fn an_answer_is_no_longer_given_when_its_life_has_ended() {
        let desk = desk();
        desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);

        desk.clock.advance(Duration::from_secs(600));

        assert_eq!(desk.run(EVERYDAY, &[get("/devices")], vec![answer("[2]")]), ran(&["[2]"], 1, &[]));
    }

    #[test]
    fn a_request_for_no_kept_answer_renews_the_one_there_is_and_keeps_none_where_there_was_none() {
        let desk = desk();
        let anew = |path: &str| Request { fresh: true, ..get(path) };
        desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);

        let asked =
            desk.run(EVERYDAY, &[anew("/devices"), anew("/alerts/since/5")], vec![answer("[2]"), answer("[3]")]);
        let kept = desk.run(EVERYDAY, &[get("/devices")], vec![]);

        assert_eq!((asked, kept), (ran(&["[2]", "[3]"], 2, &[]), ran(&["[2]"], 0, &[0])));
        assert!(desk.asks("/alerts/since/5", "[4]"));
    }

    #[test]
    fn the_user_may_take_older_answers_and_younger_ones_only() {
        let desk = desk();
        let with = |seconds| Freshness { max_age: Some(Duration::from_secs(seconds)), ..EVERYDAY };
        desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);
        desk.clock.advance(Duration::from_secs(700));

        let older = desk.run(with(701), &[get("/devices")], vec![]);
        let younger = desk.run(with(700), &[get("/devices")], vec![answer("[2]")]);

        assert_eq!((older, younger), (ran(&["[1]"], 0, &[700]), ran(&["[2]"], 1, &[])));
    }

    #[test]
    fn who_asks_anew_is_answered_anew_and_so_is_the_next_one() {
        let desk = desk();
        let anew = Freshness { asks_anew: true, ..EVERYDAY };
        desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);

        let asked = desk.run(anew, &[get("/devices")], vec![answer("[2]")]);

        assert_eq!(asked, ran(&["[2]"], 1, &[]));
        assert_eq!(desk.run(EVERYDAY, &[get("/devices")], vec![]), ran(&["[2]"], 0, &[0]));
    }

    #[test]
    fn answers_are_of_their_account_and_of_their_url() {
        let desk = desk();
        desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);

        let other_account = desk.of("other", EVERYDAY, &[get("/devices")], vec![answer("[2]")]);
        let other_url = desk.run(EVERYDAY, &[get("/devices?x=1")], vec![answer("[3]")]);
        let not_kept = desk.run(EVERYDAY, &[get("/ping"), get("/ping")], vec![answer("1"), answer("2")]);

        assert_eq!((other_account, other_url), (ran(&["[2]"], 1, &[]), ran(&["[3]"], 1, &[])));
        assert_eq!(not_kept, ran(&["1", "2"], 2, &[]));
    }

    #[test]
    fn only_whole_answers_are_kept() {
        let html = reply_with_header(200, "content-type", "text/html");
        let answers = [
            reply_with_body(200, "[1, "),
            reply_with_body(200, "<html>"),
            Reply { body: Bytes::from("1"), ..html },
            reply_with_body(201, "[]"),
            reply_with_body(500, "[]"),
            reply_with_body(429, "{}"),
            reply(200),
            reply(204),
        ];

        let asked_again = answers.map(|answer| {
            let desk = desk();
            desk.run(EVERYDAY, &[get("/devices")], vec![Ok(answer)]);
            desk.asks("/devices", "[1]")
        });

        assert_eq!(asked_again, [true; 8]);
    }

    #[test]
    fn a_change_ends_the_answers_that_it_makes_untrue_and_no_others_however_it_ends() {
        for outcome in [Ok(reply(204)), Ok(reply(500)), unanswered()] {
            let desk = desk();
            let lists = [get("/alerts"), get("/alerts/since/5"), get("/devices")];
            desk.run(EVERYDAY, &lists, vec![answer("[1]"), answer("[2]"), answer("[3]")]);

            desk.run(EVERYDAY, &[delete("/alerts/7")], vec![outcome]);

            let asked = ["/alerts", "/alerts/since/5", "/devices"].map(|path| desk.asks(path, "[4]"));
            assert_eq!(asked, [true, true, false]);
            assert!(!desk.asks("/alerts", "[5]"));
        }
    }

    #[test]
    fn broken_files_and_answers_of_the_future_are_none() {
        let desk = desk();
        let file = "answer GET https://vendor.example/devices account";
        let future = format!("{{\"at\":{},\"era\":0,\"media\":null}}\n[9]", 1_800_000_500);

        let asked = ["", "{}", "{}\n[9]", "[9]", &future].map(|broken| {
            let _ = desk.store.replace(file, broken.as_bytes());
            desk.asks("/devices", "[1]")
        });

        assert_eq!(asked, [true; 5]);
    }

    #[test]
    fn without_an_account_nothing_is_sent() {
        let scripted = Scripted::new(vec![]);
        let name: AccountName = Rc::new(|| Box::pin(async { Err(crate::failure::Failure::usage("no key")) }));
        let cached = Cached::new(&scripted, &KEPT, EVERYDAY, desk().store, name, Rc::new(ManualClock::default()));

        let outcome = block_on(cached.send(&get("/devices")));

        assert_eq!(outcome.unwrap_err().to_string(), "no key");
    }
}
