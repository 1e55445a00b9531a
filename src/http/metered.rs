//! Keeps to a vendor's counted limits across processes: so many requests in so long a time. Stands before the signing, so
//! that nothing is signed long before it is sent.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{AccountName, Fault, Interrupt, Reply, Request, Transport, closed_until};
use crate::store::Store;
use crate::surroundings::{Clock, LocalFuture};

/// A window is this much longer here than at the vendor: what goes out after it must not arrive within it.
const MARGIN: Duration = Duration::from_secs(1);
/// A quota of more turns than these need not know each of them to the second.
const MANY: usize = 1000;
/// So many moments of a window are told apart then.
const GRAINS: f64 = 600.0;
/// A shorter wait is not worth a word.
const UNTOLD: Duration = Duration::from_secs(2);

/// So many requests of one kind in any window of time.
#[derive(Debug, Clone, Copy)]
pub struct Quota {
    /// What its file is known by.
    pub name: &'static str,
    /// Requests in a window.
    pub count: usize,
    /// How long it takes until a request no longer counts.
    pub window: Duration,
    /// Which requests count. One that several quotas count takes its turn in each of them.
    pub counts: fn(&Request) -> bool,
}

impl Quota {
    /// Turns of a large quota that are this near to each other, in seconds, are kept as one moment: the file stays small, and
    /// what is kept a little late is only kept too long.
    fn grain(&self) -> Option<f64> {
        (self.count > MANY).then(|| self.window.as_secs_f64() / GRAINS)
    }
}

/// When requests were admitted, in order, or will be, in seconds since 1970; and how many of them.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Turns {
    as_of: f64,
    taken: Vec<(f64, usize)>,
}

impl Turns {
    /// Take the next turn, unless it comes later than `longest`; answers how long it is until then.
    fn take(&mut self, quota: &Quota, now: f64, longest: Duration) -> Duration {
        self.settle(quota, now);
        let wait = self.wait(quota, now);
        if wait <= longest {
            self.taken.push((now + wait.as_secs_f64(), 1));
        }
        wait
    }

    fn settle(&mut self, quota: &Quota, now: f64) {
        // Where the clock was set back, the turns keep their distance to the last look at it.
        let back = (self.as_of - now).max(0.0);
        self.as_of = now;
        let gone = now - (quota.window + MARGIN).as_secs_f64();
        let turns = self.taken.iter().map(|(turn, count)| (turn - back, *count));
        self.taken = turns.filter(|(turn, _)| turn.is_finite() && *turn > gone).collect();
        self.taken.sort_by(|one, other| one.0.total_cmp(&other.0));
        if let Some(grain) = quota.grain() {
            self.coarsen(grain);
        }
    }

    /// Turns of one grain become one, at the last of their moments.
    fn coarsen(&mut self, grain: f64) {
        let grain_of = |turn: f64| (turn / grain).floor();
        self.taken.dedup_by(|later, kept| {
            let are_near = grain_of(later.0) == grain_of(kept.0);
            if are_near {
                *kept = (later.0, kept.1.saturating_add(later.1));
            }
            are_near
        });
    }

    fn count(&self) -> usize {
        self.taken.iter().fold(0, |sum, (_, count)| sum.saturating_add(*count))
    }

    fn wait(&self, quota: &Quota, now: f64) -> Duration {
        let mut left = self.count();
        // Once so many have left the window that there is room for one.
        let makes_room = self.taken.iter().find(|(_, count)| {
            let is_full = left >= quota.count;
            left = left.saturating_sub(*count);
            is_full && left < quota.count
        });
        let end = makes_room.map_or(now, |(turn, _)| turn + (quota.window + MARGIN).as_secs_f64());
        Duration::try_from_secs_f64(end - now).unwrap_or_default()
    }
}

/// Waits for a turn of its quota before each attempt, and for the end of what a 429 has closed.
pub struct Metered<T> {
    next: T,
    quotas: &'static [Quota],
    longest_wait: Duration,
    store: Arc<dyn Store>,
    account: AccountName,
    clock: Rc<dyn Clock>,
    interrupt: Interrupt,
    tell: Box<dyn Fn(Duration)>,
    /// What this run knows of its turns, for where nothing can be kept.
    known: RefCell<BTreeMap<&'static str, Turns>>,
}

impl<T: Transport> Metered<T> {
    /// `next`, within `quotas`; all processes that use the same `account` share the turns.
    pub fn new(
        next: T,
        quotas: &'static [Quota],
        longest_wait: Duration,
        store: Arc<dyn Store>,
        account: AccountName,
        clock: Rc<dyn Clock>,
        interrupt: Interrupt,
    ) -> Self {
        let (tell, known) = (Box::new(|_| ()), RefCell::default());
        Self { next, quotas, longest_wait, store, account, clock, interrupt, tell, known }
    }

    /// The same, which tells how long it is going to wait.
    #[must_use]
    pub fn telling(self, tell: impl Fn(Duration) + 'static) -> Self {
        Self { tell: Box::new(tell), ..self }
    }

    async fn wait_for_turn(&self, request: &Request) -> Result<(), Fault> {
        let account = (self.account)().await?;
        let now = self.clock.now();
        let closed = closed_until(&*self.store, &account, now).and_then(|end| end.duration_since(now).ok());
        self.sleep(request, closed.unwrap_or_default()).await?;
        for quota in self.quotas.iter().filter(|quota| (quota.counts)(request)) {
            self.sleep(request, self.take(quota, &account)).await?;
        }
        Ok(())
    }

    async fn sleep(&self, request: &Request, wait: Duration) -> Result<(), Fault> {
        if wait > self.longest_wait {
            return Err(Fault::Throttled(wait));
        }
        if wait >= UNTOLD {
            (self.tell)(wait);
        }
        match wait {
            Duration::ZERO => Ok(()),
            wait => self.interrupt.race_for(request, self.clock.sleep(wait)).await,
        }
    }

    fn take(&self, quota: &Quota, account: &str) -> Duration {
        let now = seconds(self.clock.now());
        let mut known = self.known.borrow_mut();
        let known = known.entry(quota.name).or_default();
        let mut wait = Duration::ZERO;
        let _ = self.store.update(&file_of(quota, account), &mut |old| {
            *known = old.as_deref().and_then(decode).unwrap_or_else(|| known.clone());
            wait = known.take(quota, now, self.longest_wait);
            Some(serde_json::to_vec(known).expect("numbers are JSON"))
        });
        wait
    }
}

fn file_of(quota: &Quota, account: &str) -> String {
    format!("quota {} {account}", quota.name)
}

fn decode(bytes: &[u8]) -> Option<Turns> {
    serde_json::from_slice(bytes).ok()
}

fn seconds(time: SystemTime) -> f64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}

impl<T: Transport> Transport for Metered<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        if self.quotas.is_empty() {
            return self.next.send(request);
        }
        Box::pin(async move {
            self.wait_for_turn(request).await?;
            self.next.send(request).await
        })
    }
}

/// How many requests of a quota may go at once.
pub fn turns_left(store: &dyn Store, account: &str, quota: &Quota, now: SystemTime) -> usize {
    let mut turns = store.read(&file_of(quota, account)).as_deref().and_then(decode).unwrap_or_default();
    turns.settle(quota, seconds(now));
    quota.count.saturating_sub(turns.count())
}

/// When the next request of a quota may go, where that is not now. For `auth status`.
pub fn used_up_until(store: &dyn Store, account: &str, quota: &Quota, now: SystemTime) -> Option<SystemTime> {
    let mut turns = decode(&store.read(&file_of(quota, account))?)?;
    turns.settle(quota, seconds(now));
    let wait = turns.wait(quota, seconds(now));
    (wait > Duration::ZERO).then(|| now + wait)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Signal;
    use crate::store::{Disk, Memory};
    use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_header};

    const LISTS: Quota = Quota {
        name: "lists",
        count: 3,
        window: Duration::from_secs(599),
        counts: |request| request.url.path().ends_with('s'),
    };
    static QUOTAS: [Quota; 1] = [LISTS];

    fn store() -> Arc<dyn Store> {
        Arc::new(Memory::default())
    }

    fn metered<T: Transport>(next: T, store: &Arc<dyn Store>, clock: &Rc<ManualClock>, longest: u64) -> Metered<T> {
        let account: AccountName = Rc::new(|| Box::pin(async { Ok("account".to_owned()) }));
        let longest = Duration::from_secs(longest);
        Metered::new(next, &QUOTAS, longest, store.clone(), account, clock.clone(), Interrupt::default())
    }

    /// Each request is another process's.
    fn send(store: &Arc<dyn Store>, clock: &Rc<ManualClock>, longest: u64, path: &str) -> Result<u16, Fault> {
        let scripted = Scripted::new(vec![Ok(reply(200))]);
        let request = Request::get(format!("https://vendor.example{path}").parse().unwrap());
        block_on(metered(&scripted, store, clock, longest).send(&request)).map(|reply| reply.status)
    }

    #[test]
    fn a_request_over_the_count_waits_until_the_first_has_left_the_window() {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        for _ in 0..3 {
            send(&store, &clock, 60, "/things").unwrap();
            clock.advance(Duration::from_secs(200));
        }

        send(&store, &clock, 60, "/things").unwrap();
        assert_eq!(clock.slept().as_secs(), 600);

        send(&store, &clock, 200, "/things").unwrap();
        assert_eq!(clock.slept().as_secs(), 800);
    }

    #[test]
    fn a_longer_wait_than_allowed_sends_nothing_and_takes_no_turn() {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        for _ in 0..3 {
            send(&store, &clock, 60, "/things").unwrap();
        }

        let refused = [1, 2].map(|_| send(&store, &clock, 60, "/things"));
        assert_eq!(refused, [1, 2].map(|_| Err(Fault::Throttled(Duration::from_secs(600)))));
        assert_eq!(clock.slept(), Duration::ZERO);

        assert_eq!(send(&store, &clock, 600, "/things"), Ok(200));
        assert_eq!(clock.slept().as_secs(), 600);
    }

    #[test]
    fn those_who_wait_at_once_get_a_turn_each() {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        let waits =
            [1, 2, 3, 4, 5, 6, 7].map(|_| metered(&Scripted::new(vec![]), &store, &clock, 1200).take(&LISTS, "a"));

        assert_eq!(waits.map(|wait| wait.as_secs()), [0, 0, 0, 600, 600, 600, 1200]);
    }

    #[test]
    fn what_is_not_counted_does_not_wait() {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));

        let sent = [0; 10].map(|_| send(&store, &clock, 0, "/thing"));

        assert_eq!((sent, clock.slept()), ([0; 10].map(|_| Ok(200)), Duration::ZERO));
    }

    #[test]
    fn a_clock_that_was_set_back_neither_opens_nor_closes_the_window() {
        let mut turns = Turns::default();
        let took = [10_000.0, 10_100.0, 10_200.0].map(|now| turns.take(&LISTS, now, Duration::ZERO).as_secs());

        let set_back_by_an_hour = turns.take(&LISTS, 6_600.0, Duration::ZERO);
        let later = turns.take(&LISTS, 7_000.0, Duration::ZERO);

        assert_eq!((took, set_back_by_an_hour.as_secs(), later.as_secs()), ([0; 3], 400, 0));
    }

    #[test]
    fn a_large_quota_keeps_its_count_in_a_small_file() {
        const HOUR: Quota = Quota { name: "hour", count: 15_000, window: Duration::from_secs(3599), counts: |_| true };
        let mut turns = Turns::default();

        let waits: Vec<Duration> =
            (0..15_000).map(|number| turns.take(&HOUR, f64::from(number) / 10.0, Duration::ZERO)).collect();
        let wait = turns.take(&HOUR, 1500.0, Duration::ZERO);

        assert_eq!(waits.iter().max(), Some(&Duration::ZERO));
        // The first is gone an hour after it came, or one grain of six seconds later.
        assert!((2100..=2106).contains(&wait.as_secs()), "{wait:?}");
        assert!(turns.taken.len() <= 251, "{}", turns.taken.len());
    }

    #[test]
    fn what_two_quotas_count_waits_for_both() {
        static BOTH: [Quota; 2] = [
            Quota { name: "second", count: 2, window: Duration::from_secs(1), counts: |_| true },
            Quota { name: "minute", count: 3, window: Duration::from_secs(59), counts: |_| true },
        ];
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        let scripted = Scripted::new((0..4).map(|_| Ok(reply(200))).collect());
        let metered = Metered { quotas: &BOTH, ..metered(&scripted, &store, &clock, 60) };
        let request = Request::get("https://vendor.example/things".parse().unwrap());

        let slept = [1, 2, 3, 4].map(|_| {
            block_on(metered.send(&request)).unwrap();
            clock.slept().as_secs()
        });

        assert_eq!(slept, [0, 0, 2, 60]);
    }

    #[test]
    fn a_broken_file_is_no_file() {
        let without_sense = r#"{"as_of":0,"taken":[[-1e308,1],[1e308,1]]}"#;
        for broken in ["", "{", "[]", r#"{"as_of":1,"taken":["x"]}"#, r#"{"as_of":1,"taken":[1,2]}"#, without_sense] {
            let (store, clock) = (store(), Rc::new(ManualClock::default()));
            let _ = store.replace(&file_of(&LISTS, "account"), broken.as_bytes());

            assert_eq!(send(&store, &clock, 0, "/things"), Ok(200), "{broken}");
        }
    }

    #[test]
    fn one_run_keeps_count_where_nothing_can_be_kept() {
        let (store, clock): (Arc<dyn Store>, _) = (Arc::new(Disk::new(None)), Rc::new(ManualClock::default()));
        let scripted = Scripted::new(vec![Ok(reply(200)), Ok(reply(200)), Ok(reply(200))]);
        let metered = metered(&scripted, &store, &clock, 60);
        let request = Request::get("https://vendor.example/things".parse().unwrap());

        let sent = [0; 4].map(|_| block_on(metered.send(&request)).map(|reply| reply.status));

        assert_eq!(sent, [Ok(200), Ok(200), Ok(200), Err(Fault::Throttled(Duration::from_secs(600)))]);
    }

    #[test]
    fn what_a_429_has_closed_is_waited_for_before_anything_is_signed() {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        let limits = super::super::Limits { per_second: None, burst: 1.0, longest_wait: Duration::from_secs(900) };
        let scripted = Scripted::new(vec![Ok(reply_with_header(429, "retry-after", "300")), Ok(reply(200))]);
        let throttled = super::super::Throttled::new(
            &scripted,
            limits,
            store.clone(),
            || "account".to_owned(),
            clock.clone(),
            Interrupt::default(),
        );
        let request = Request::get("https://vendor.example/things".parse().unwrap());
        block_on(throttled.send(&request)).unwrap();

        let refused = send(&store, &clock, 60, "/things");
        assert_eq!(refused, Err(Fault::Throttled(Duration::from_secs(300))));

        let told = Rc::new(RefCell::new(Vec::new()));
        let heard = told.clone();
        let metered = metered(throttled, &store, &clock, 900).telling(move |wait| heard.borrow_mut().push(wait));
        block_on(metered.send(&request)).unwrap();
        assert_eq!((clock.slept().as_secs(), &*told.borrow()), (300, &vec![Duration::from_secs(300)]));
    }

    #[test]
    fn clean_up_waits_for_its_turn_after_an_interrupt_and_nothing_else_does() {
        let sent = |tidies| {
            let (store, clock) = (store(), Rc::new(ManualClock::default()));
            for _ in 0..3 {
                send(&store, &clock, 0, "/things").unwrap();
            }
            let scripted = Scripted::new(vec![Ok(reply(200))]);
            let metered = metered(&scripted, &store, &clock, 600);
            metered.interrupt.raise(Signal::Interrupt);
            let request = Request::get("https://vendor.example/things".parse().unwrap());
            let outcome = block_on(metered.send(&Request { tidies, ..request }));
            (outcome.map(|reply| reply.status), scripted.sent())
        };

        assert_eq!(sent(true), (Ok(200), 1));
        assert_eq!(sent(false), (Err(Fault::Interrupted(Signal::Interrupt)), 0));
    }

    #[test]
    fn it_is_known_how_many_turns_are_left() {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        let left = || turns_left(&*store, "account", &LISTS, clock.now());
        let untouched = left();
        send(&store, &clock, 60, "/things").unwrap();
        let after_one = left();
        clock.advance(Duration::from_secs(601));

        assert_eq!([untouched, after_one, left()], [3, 2, 3]);
    }

    #[test]
    fn it_is_known_when_the_next_turn_comes() {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        let until = || used_up_until(&*store, "account", &LISTS, clock.now());
        let before = until();
        for _ in 0..3 {
            send(&store, &clock, 60, "/things").unwrap();
        }

        assert_eq!((before, until()), (None, Some(ManualClock::start() + Duration::from_secs(600))));
    }
}
