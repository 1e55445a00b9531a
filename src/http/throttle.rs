//! Keeps to a vendor's limits across processes: a token bucket, and the time that a 429 told us to wait for.

use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{Fault, Interrupt, Reply, Request, Transport};
use crate::store::Store;
use crate::surroundings::{Clock, LocalFuture};

/// No account stays closed for longer by what one answer said: a header may be wrong, and then it is wrong once a day.
const LONGEST_LESSON: Duration = Duration::from_secs(24 * 3600);
/// The clocks of two processes do not differ more.
const SAME_TIME: f64 = 1.0;

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Requests a second; `None` where the vendor knows no such limit.
    pub per_second: Option<f64>,
    /// Requests that may go at once after a pause.
    pub burst: f64,
    /// The longest that one request waits for its turn.
    pub longest_wait: Duration,
}

/// The shared state of one account, as its file holds it. Times are seconds since 1970.
#[derive(Debug, Default, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct State {
    /// Requests that may go now, as of `at`; below zero where some wait already.
    tokens: f64,
    at: f64,
    not_before: f64,
    /// When that was learned.
    #[serde(default)]
    learned_at: f64,
}

impl State {
    /// Take a turn; answers how long to wait for it.
    fn take(&mut self, limits: &Limits, now: f64) -> Duration {
        // A clock that was set back would freeze the bucket for as long as it was wrong.
        if self.at > now + limits.longest_wait.as_secs_f64() {
            *self = Self { tokens: limits.burst, at: now, ..Self::default() };
        }
        let turn = limits.per_second.map_or(0.0, |rate| self.take_token(rate, limits.burst, now));
        self.closed(now).max(Duration::try_from_secs_f64(turn).unwrap_or(Duration::MAX))
    }

    /// For how long an earlier 429 still holds.
    fn closed(&self, now: f64) -> Duration {
        // Learned by a clock that was set back since: nobody knows when that was.
        let is_of_the_future = self.learned_at > now + SAME_TIME;
        let left = if is_of_the_future { 0.0 } else { (self.not_before - now).max(0.0) };
        Duration::try_from_secs_f64(left).unwrap_or(LONGEST_LESSON).min(LONGEST_LESSON)
    }

    /// The account is closed for so long from now on.
    fn close(&mut self, wait: Duration, now: f64) {
        let not_before = now + wait.min(LONGEST_LESSON).as_secs_f64();
        let known = now + self.closed(now).as_secs_f64();
        (self.not_before, self.learned_at) = (not_before.max(known), now);
    }

    fn take_token(&mut self, rate: f64, burst: f64, now: f64) -> f64 {
        self.tokens = (self.tokens + (now - self.at).max(0.0) * rate).min(burst) - 1.0;
        self.at = now;
        (-self.tokens / rate).max(0.0)
    }
}

/// Waits for a turn before each attempt, and learns from what the server says.
pub struct Throttled<T> {
    next: T,
    limits: Limits,
    store: Arc<dyn Store>,
    account: Box<dyn Fn() -> String>,
    clock: Rc<dyn Clock>,
    interrupt: Interrupt,
}

impl<T: Transport> Throttled<T> {
    /// `next`, within `limits`; all processes that use the same `account` share the turns.
    ///
    /// Which account that is may depend on its secret, and is asked when the first request goes out.
    pub fn new(
        next: T,
        limits: Limits,
        store: Arc<dyn Store>,
        account: impl Fn() -> String + 'static,
        clock: Rc<dyn Clock>,
        interrupt: Interrupt,
    ) -> Self {
        Self { next, limits, store, account: Box::new(account), clock, interrupt }
    }

    fn file(&self) -> String {
        file_of(&(self.account)())
    }

    fn now(&self) -> f64 {
        self.clock.now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
    }

    fn wait_for_turn(&self) -> Result<Duration, Fault> {
        let now = self.now();
        // Without a rate only a lesson of an earlier 429 matters: reading it takes no lock.
        let wait = match self.limits.per_second {
            None => self.state().take(&self.limits, now),
            Some(_) => self.take_shared_turn(now),
        };
        match wait <= self.limits.longest_wait {
            true => Ok(wait),
            false => Err(Fault::Throttled(wait)),
        }
    }

    fn take_shared_turn(&self, now: f64) -> Duration {
        let mut wait = Duration::ZERO;
        let _ = self.store.update(&self.file(), &mut |old| {
            let mut state = read(old.clone(), &self.limits);
            wait = state.take(&self.limits, now);
            // A turn that is not waited for is not taken.
            if wait <= self.limits.longest_wait { Some(write(&state)) } else { old }
        });
        wait
    }

    fn state(&self) -> State {
        read(self.store.read(&self.file()), &self.limits)
    }

    fn learn(&self, reply: &Reply) {
        if reply.status != 429 {
            return;
        }
        if let Some(wait) = reply.retry_after(self.clock.now()) {
            let now = self.now();
            let _ = self.store.update(&self.file(), &mut |old| {
                let mut state = read(old, &self.limits);
                state.close(wait, now);
                Some(write(&state))
            });
        }
    }
}

fn file_of(account: &str) -> String {
    format!("throttle {account}")
}

fn read(bytes: Option<Vec<u8>>, limits: &Limits) -> State {
    let fresh = State { tokens: limits.burst, ..State::default() };
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or(fresh)
}

fn write(state: &State) -> Vec<u8> {
    serde_json::to_vec(state).expect("numbers are JSON")
}

impl<T: Transport> Transport for Throttled<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        Box::pin(async move {
            let wait = self.wait_for_turn()?;
            if wait > Duration::ZERO {
                self.interrupt.race_for(request, self.clock.sleep(wait)).await?;
            }
            let reply = self.next.send(request).await?;
            self.learn(&reply);
            Ok(reply)
        })
    }
}

/// When a limit that was learned ends, for `auth status`.
pub fn closed_until(store: &dyn Store, account: &str, now: SystemTime) -> Option<SystemTime> {
    let state: State = serde_json::from_slice(&store.read(&file_of(account))?).ok()?;
    let closed = state.closed(now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64());
    (closed > Duration::ZERO).then(|| now + closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Signal;
    use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_header};

    const TEN_A_SECOND: Limits = Limits { per_second: Some(10.0), burst: 1.0, longest_wait: Duration::from_secs(60) };

    fn store() -> Arc<dyn Store> {
        Arc::new(crate::store::Memory::default())
    }

    fn send(store: &Arc<dyn Store>, clock: &Rc<ManualClock>, limits: Limits, answer: Reply) -> Result<Reply, Fault> {
        let scripted = Scripted::new(vec![Ok(answer)]);
        let throttled = Throttled::new(
            &scripted,
            limits,
            store.clone(),
            || "account".to_owned(),
            clock.clone(),
            Interrupt::default(),
        );
        block_on(throttled.send(&Request::get("http://vendor.example/".parse().unwrap())))
    }

    #[test]
    fn requests_of_several_processes_share_one_rate() {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));

        for _ in 0..5 {
            send(&store, &clock, TEN_A_SECOND, reply(200)).unwrap();
        }

        assert_eq!(clock.slept().as_millis(), 400);
    }

    #[test]
    fn what_a_429_taught_one_process_holds_for_the_next() {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        let limits = Limits { per_second: None, ..TEN_A_SECOND };
        send(&store, &clock, limits, reply_with_header(429, "retry-after", "30")).unwrap();

        send(&store, &clock, limits, reply(200)).unwrap();

        assert_eq!(clock.slept().as_secs(), 30);
    }

    #[test]
    fn clean_up_waits_for_its_turn_after_an_interrupt_and_nothing_else_does() {
        let sent = |tidies| {
            let (store, clock, interrupt) = (store(), Rc::new(ManualClock::default()), Interrupt::default());
            send(&store, &clock, TEN_A_SECOND, reply(200)).unwrap();
            interrupt.raise(Signal::Interrupt);
            let scripted = Scripted::new(vec![Ok(reply(200))]);
            let account = || "account".to_owned();
            let throttled = Throttled::new(&scripted, TEN_A_SECOND, store, account, clock.clone(), interrupt);
            let request = Request::get("http://vendor.example/".parse().unwrap());
            let outcome = block_on(throttled.send(&Request { tidies, ..request }));
            (outcome.map(|reply| reply.status), scripted.sent())
        };

        assert_eq!(sent(true), (Ok(200), 1));
        assert_eq!(sent(false), (Err(Fault::Interrupted(Signal::Interrupt)), 0));
    }

    #[test]
    fn a_wait_without_sense_closes_the_account_for_a_day_at_most() {
        let limits = [Limits { per_second: None, ..TEN_A_SECOND }, TEN_A_SECOND];
        for (limits, asked) in
            limits.into_iter().flat_map(|limits| [(limits, "99999999999"), (limits, "18446744073709551615")])
        {
            let (store, clock) = (store(), Rc::new(ManualClock::default()));
            send(&store, &clock, limits, reply_with_header(429, "retry-after", asked)).unwrap();

            let outcome = send(&store, &clock, limits, reply(200));
            clock.advance(LONGEST_LESSON);
            let a_day_later = send(&store, &clock, limits, reply(200));

            assert_eq!(outcome.unwrap_err(), Fault::Throttled(LONGEST_LESSON), "{asked}");
            assert!(a_day_later.is_ok(), "{asked}");
        }
    }

    #[test]
    fn a_file_without_sense_closes_the_account_for_a_day_at_most() {
        let (store, now) = (store(), ManualClock::start());
        let _ = store.replace(&file_of("account"), br#"{"tokens":1.0,"at":0.0,"not_before":1e300}"#);

        assert_eq!(closed_until(&*store, "account", now), Some(now + LONGEST_LESSON));
    }

    #[test]
    fn what_was_learned_by_a_clock_that_was_set_back_since_holds_no_longer() {
        let (store, now) = (store(), ManualClock::start());
        let seconds = now.duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
        let mut state = State::default();
        state.close(Duration::from_secs(30), seconds + 3600.0);
        let _ = store.replace(&file_of("account"), &write(&state));

        assert_eq!(closed_until(&*store, "account", now), None);
    }

    #[test]
    fn a_wait_longer_than_allowed_sends_nothing() {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        send(&store, &clock, TEN_A_SECOND, reply_with_header(429, "retry-after", "3600")).unwrap();

        let outcome = send(&store, &clock, TEN_A_SECOND, reply(200));

        assert_eq!(outcome.unwrap_err(), Fault::Throttled(Duration::from_secs(3600)));
    }
}
