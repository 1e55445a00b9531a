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
mod tests;
