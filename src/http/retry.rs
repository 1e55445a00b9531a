//! Sends again what may be sent again: with back-off, within a budget, and never a change that may have happened.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use super::{Fault, Interrupt, Repeat, Reply, Request, Transport};
use crate::surroundings::{Clock, LocalFuture};

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// Retries in one run, over all its requests: a vendor that is down is not asked a thousand times.
const BUDGET: u32 = 20;

/// How often and how long to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Attempts after the first.
    pub retries: u32,
    /// The longest single wait.
    pub longest_wait: Duration,
    /// A 429 that names no time may pass soon. Not where it means that the month is used up.
    pub blind_429: bool,
    /// A page of HTML in the place of an answer may pass soon.
    pub html_is_limit: bool,
}

/// Repeats what failed, where that is safe.
pub struct Retrying<T> {
    next: T,
    patience: Patience,
    budget: Cell<u32>,
    clock: Rc<dyn Clock>,
    interrupt: Interrupt,
}

impl<T: Transport> Retrying<T> {
    /// `next`, asked again with `patience`.
    pub fn new(next: T, patience: Patience, clock: Rc<dyn Clock>, interrupt: Interrupt) -> Self {
        Self { next, patience, budget: Cell::new(BUDGET), clock, interrupt }
    }

    async fn attempt(&self, request: &Request) -> Result<Reply, Fault> {
        self.interrupt.check_for(request)?;
        match request.repeat {
            Repeat::Freely => self.interrupt.race_for(request, self.next.send(request)).await?,
            // A change under way is seen to its end: nobody could say whether it happened.
            Repeat::OnlyIfUnsent => self.next.send(request).await,
        }
    }

    /// How long to wait before the next attempt; `None` where this outcome is final.
    fn pause(&self, request: &Request, outcome: &Result<Reply, Fault>, attempt: u32) -> Option<Duration> {
        if attempt >= self.patience.retries || self.budget.get() == 0 || !self.may_repeat(request, outcome) {
            return None;
        }
        let asked = outcome.as_ref().ok().and_then(|reply| reply.retry_after(self.clock.now()));
        let pause = asked.unwrap_or_else(|| self.backoff(attempt));
        (pause <= self.patience.longest_wait).then_some(pause)
    }

    fn may_repeat(&self, request: &Request, outcome: &Result<Reply, Fault>) -> bool {
        match (outcome, request.repeat) {
            (Err(Fault::Unreached { .. }), _) => true,
            (Err(Fault::Unanswered { .. }), repeat) => repeat == Repeat::Freely,
            (Err(_), _) => false,
            (Ok(reply), _) if reply.status == 429 => {
                self.patience.blind_429 || reply.retry_after(self.clock.now()).is_some()
            }
            (Ok(reply), Repeat::Freely) => {
                matches!(reply.status, 408 | 500 | 502 | 503 | 504) || self.is_limit_in_html(reply)
            }
            (Ok(_), Repeat::OnlyIfUnsent) => false,
        }
    }

    fn is_limit_in_html(&self, reply: &Reply) -> bool {
        // What goes to a file may well be a page.
        self.patience.html_is_limit && reply.is_success() && reply.saved.is_none() && reply.is_html()
    }

    /// Half of the doubled pause is chance, so that many clients do not come back at once.
    fn backoff(&self, attempt: u32) -> Duration {
        let full = FIRST_PAUSE.saturating_mul(1 << attempt.min(10)).min(LONGEST_PAUSE);
        full.mul_f64(0.5 + self.clock.chance() / 2.0)
    }
}

impl<T: Transport> Transport for Retrying<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        Box::pin(async move {
            let mut attempt = 0;
            loop {
                let outcome = self.attempt(request).await;
                let Some(pause) = self.pause(request, &outcome, attempt) else {
                    return outcome;
                };
                self.budget.set(self.budget.get() - 1);
                attempt += 1;
                self.interrupt.race_for(request, self.clock.sleep(pause)).await?;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ManualClock, Scripted, refused, reply, reply_with_body, reply_with_header, unanswered};

    const PATIENCE: Patience =
        Patience { retries: 3, longest_wait: Duration::from_secs(60), blind_429: true, html_is_limit: false };

    struct Run {
        outcome: Result<Reply, Fault>,
        attempts: usize,
        waited: Duration,
    }

    fn run(repeat: Repeat, patience: Patience, script: Vec<Result<Reply, Fault>>) -> Run {
        let clock = Rc::new(ManualClock::default());
        let scripted = Scripted::new(script);
        let retrying = Retrying::new(&scripted, patience, clock.clone(), Interrupt::default());
        let mut request = Request::get("http://vendor.example/things".parse().unwrap());
        request.repeat = repeat;

        let outcome = crate::testing::block_on(retrying.send(&request));

        Run { outcome, attempts: scripted.sent(), waited: clock.slept() }
    }

    fn status(run: &Run) -> u16 {
        run.outcome.as_ref().unwrap().status
    }

    #[test]
    fn a_read_is_sent_again_after_each_passing_trouble() {
        for trouble in [
            refused(),
            unanswered(),
            Ok(reply(408)),
            Ok(reply(429)),
            Ok(reply(500)),
            Ok(reply(502)),
            Ok(reply(503)),
            Ok(reply(504)),
        ] {
            let run = run(Repeat::Freely, PATIENCE, vec![trouble, Ok(reply(200))]);

            assert_eq!((status(&run), run.attempts), (200, 2));
        }
    }

    #[test]
    fn a_change_that_may_have_happened_is_never_sent_twice() {
        for trouble in [unanswered(), Ok(reply(408)), Ok(reply(500)), Ok(reply(502)), Ok(reply(503)), Ok(reply(504))] {
            let run = run(Repeat::OnlyIfUnsent, PATIENCE, vec![trouble.clone(), Ok(reply(200))]);

            assert_eq!(run.attempts, 1, "{trouble:?}");
        }
    }

    #[test]
    fn a_change_that_did_not_happen_is_sent_again() {
        for trouble in [refused(), Ok(reply(429))] {
            let run = run(Repeat::OnlyIfUnsent, PATIENCE, vec![trouble, Ok(reply(200))]);

            assert_eq!((status(&run), run.attempts), (200, 2));
        }
    }

    #[test]
    fn the_server_s_wait_is_kept_to_and_a_longer_one_than_allowed_ends_the_attempts() {
        let asked = |seconds| Ok(reply_with_header(429, "retry-after", seconds));

        let short = run(Repeat::Freely, PATIENCE, vec![asked("42"), Ok(reply(200))]);
        let long = run(Repeat::Freely, PATIENCE, vec![asked("61"), Ok(reply(200))]);

        assert_eq!((status(&short), short.waited), (200, Duration::from_secs(42)));
        assert_eq!((status(&long), long.attempts), (429, 1));
    }

    #[test]
    fn a_429_without_a_time_is_final_where_it_means_that_the_month_is_used_up() {
        let patience = Patience { blind_429: false, ..PATIENCE };

        let run = run(Repeat::Freely, patience, vec![Ok(reply(429)), Ok(reply(200))]);

        assert_eq!((status(&run), run.attempts), (429, 1));
    }

    #[test]
    fn a_page_of_html_is_asked_past_where_it_means_a_limit_and_by_reads_alone() {
        let html = || Ok(reply_with_body(200, "<html></html>"));
        let limited = Patience { html_is_limit: true, ..PATIENCE };
        let attempts = |repeat, patience| run(repeat, patience, vec![html(), Ok(reply(204))]).attempts;

        assert_eq!(attempts(Repeat::Freely, limited), 2);
        assert_eq!(attempts(Repeat::Freely, PATIENCE), 1);
        assert_eq!(attempts(Repeat::OnlyIfUnsent, limited), 1);
    }

    #[test]
    fn the_last_outcome_is_given_when_patience_ends() {
        let run = run(Repeat::Freely, PATIENCE, vec![Ok(reply(503)), Ok(reply(503)), Ok(reply(503)), Ok(reply(503))]);

        assert_eq!((status(&run), run.attempts), (503, 4));
        // 0.5, 1 and 2 seconds, of which the manual clock's chance takes a quarter off.
        assert_eq!(run.waited, Duration::from_millis(2625));
    }

    #[test]
    fn one_run_has_one_budget_of_retries() {
        let clock = Rc::new(ManualClock::default());
        let scripted = Scripted::new(vec![Ok(reply(503)); 100]);
        let retrying = Retrying::new(&scripted, PATIENCE, clock, Interrupt::default());
        let request = Request::get("http://vendor.example/things".parse().unwrap());

        for _ in 0..10 {
            let _ = crate::testing::block_on(retrying.send(&request));
        }

        assert_eq!(scripted.sent(), 10 + BUDGET as usize);
    }

    #[test]
    fn after_an_interrupt_nothing_new_is_sent() {
        let interrupt = Interrupt::default();
        let scripted = Scripted::new(vec![Ok(reply(200))]);
        let retrying = Retrying::new(&scripted, PATIENCE, Rc::new(ManualClock::default()), interrupt.clone());
        interrupt.raise(super::super::Signal::Terminate);
        let request = Request::get("http://vendor.example/things".parse().unwrap());

        let outcome = crate::testing::block_on(retrying.send(&request));

        assert_eq!(outcome.unwrap_err(), Fault::Interrupted(super::super::Signal::Terminate));
        assert_eq!(scripted.sent(), 0);
    }

    #[test]
    fn clean_up_goes_out_after_an_interrupt_and_waits_for_its_next_attempt() {
        let sent = |repeat, script| {
            let (interrupt, clock) = (Interrupt::default(), Rc::new(ManualClock::default()));
            let scripted = Scripted::new(script);
            let retrying = Retrying::new(&scripted, PATIENCE, clock.clone(), interrupt.clone());
            interrupt.raise(super::super::Signal::Interrupt);
            let request = Request::get("http://vendor.example/things".parse().unwrap());
            let request = Request { repeat, tidies: true, ..request };
            let outcome = crate::testing::block_on(retrying.send(&request));
            (outcome.map(|reply| reply.status), scripted.sent(), clock.slept() > Duration::ZERO)
        };

        assert_eq!(sent(Repeat::OnlyIfUnsent, vec![refused(), Ok(reply(200))]), (Ok(200), 2, true));
        assert_eq!(sent(Repeat::Freely, vec![Ok(reply(503)), Ok(reply(200))]), (Ok(200), 2, true));
    }

    /// Raises the interrupt while a request is under way, and answers later.
    struct Disturbed(Interrupt);

    impl Transport for Disturbed {
        fn send<'a>(&'a self, _: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
            Box::pin(async {
                self.0.raise(super::super::Signal::Interrupt);
                tokio::task::yield_now().await;
                Ok(reply(200))
            })
        }
    }

    #[test]
    fn clean_up_under_way_is_seen_to_its_end_and_a_read_is_not() {
        let sent = |tidies| {
            let interrupt = Interrupt::default();
            let clock = Rc::new(ManualClock::default());
            let retrying = Retrying::new(Disturbed(interrupt.clone()), PATIENCE, clock, interrupt);
            let request = Request::get("http://vendor.example/things".parse().unwrap());
            crate::testing::block_on(retrying.send(&Request { tidies, ..request })).map(|reply| reply.status)
        };

        assert_eq!(sent(true), Ok(200));
        assert_eq!(sent(false), Err(Fault::Interrupted(super::super::Signal::Interrupt)));
    }
}
