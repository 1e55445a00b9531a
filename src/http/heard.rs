//! What the latest answer of a server tells beside its content: its clock, how long it took, how much of a limit is left.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use super::{Fault, Reply, Request, Transport};
use crate::surroundings::{Clock, LocalFuture};

/// The headers in which a vendor counts requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counters {
    /// How many there are in all.
    pub limit: &'static str,
    /// How many of them are left.
    pub remaining: &'static str,
}

/// What the latest answer told.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Told {
    /// Seconds that this machine's clock is ahead of the server's.
    pub clock_ahead: Option<i64>,
    /// From the request to its whole answer.
    pub took: Duration,
    /// It was a page for people where data should be.
    pub is_html: bool,
    /// Requests that the vendor allows, by its own count.
    pub limit: Option<u64>,
    /// Those that are left.
    pub remaining: Option<u64>,
}

/// What was heard, for whoever asks.
#[derive(Debug, Default)]
pub struct Heard(Cell<Option<Told>>);

impl Heard {
    /// What the latest answer told; `None` before the first one.
    pub fn latest(&self) -> Option<Told> {
        self.0.get()
    }

    /// A count that an answer leaves out stays what it was.
    fn hear(&self, told: Told) {
        let before = self.0.get().unwrap_or_default();
        self.0.set(Some(Told {
            limit: told.limit.or(before.limit),
            remaining: told.remaining.or(before.remaining),
            ..told
        }));
    }
}

/// Notes what each answer tells.
pub struct Hearing<T> {
    next: T,
    heard: Rc<Heard>,
    counters: Option<Counters>,
    clock: Rc<dyn Clock>,
}

impl<T: Transport> Hearing<T> {
    /// `next`, whose answers `heard` hears.
    pub fn new(next: T, heard: Rc<Heard>, counters: Option<Counters>, clock: Rc<dyn Clock>) -> Self {
        Self { next, heard, counters, clock }
    }

    fn told(&self, reply: &Reply, took: Duration) -> Told {
        let count = |name: fn(&Counters) -> &'static str| reply.header(name(&self.counters?))?.trim().parse().ok();
        Told {
            clock_ahead: reply.clock_ahead(self.clock.now()),
            took,
            is_html: reply.is_html(),
            limit: count(|counters| counters.limit),
            remaining: count(|counters| counters.remaining),
        }
    }
}

impl<T: Transport> Transport for Hearing<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        Box::pin(async move {
            let began = self.clock.now();
            let reply = self.next.send(request).await?;
            let took = self.clock.now().duration_since(began).unwrap_or_default();
            self.heard.hear(self.told(&reply, took));
            Ok(reply)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_body, reply_with_header};

    const COUNTERS: Counters = Counters { limit: "x-ratelimit-limit", remaining: "x-ratelimit-remaining" };

    fn heard(replies: Vec<Reply>) -> Told {
        let heard = Rc::new(Heard::default());
        let count = replies.len();
        let scripted = Scripted::new(replies.into_iter().map(Ok).collect());
        let clock = Rc::new(ManualClock::default());
        let hearing = Hearing::new(scripted, heard.clone(), Some(COUNTERS), clock);
        for _ in 0..count {
            block_on(hearing.send(&Request::get("https://vendor.example".parse().unwrap()))).unwrap();
        }
        heard.latest().unwrap()
    }

    #[test]
    fn a_count_stays_known_when_a_later_answer_leaves_it_out() {
        let told = heard(vec![reply_with_header(200, "x-ratelimit-remaining", "4988"), reply(200)]);

        assert_eq!((told.remaining, told.limit), (Some(4988), None));
    }

    #[test]
    fn a_page_for_people_is_known_as_one() {
        assert!(heard(vec![reply_with_body(200, "<html>")]).is_html);
        assert!(!heard(vec![reply_with_body(200, "{}")]).is_html);
    }

    #[test]
    fn the_server_s_clock_is_compared_with_ours() {
        let date = httpdate::fmt_http_date(ManualClock::start() - Duration::from_secs(3600));

        assert_eq!(heard(vec![reply_with_header(200, "date", &date)]).clock_ahead, Some(3600));
    }
}
