//! How many requests an account may send, over all APIs.

use super::accounts::Account;
use super::refusal::Refusal;
use crate::exchange::Reply;
use crate::options::Options;
use std::collections::HashMap;

const IN_A_SECOND: u64 = 20;
const IN_AN_HOUR: u64 = 15_000;

/// The requests of one account in the second and in the hour that are running.
#[derive(Debug, Default)]
struct Count {
    second: (i64, u64),
    hour: (i64, u64),
}

#[derive(Debug)]
pub(super) struct Limits {
    is_strict: bool,
    quota: Option<u64>,
    retry_after: Option<u64>,
    asked: u64,
    counts: HashMap<u64, Count>,
}

impl Limits {
    pub(super) fn new(options: &Options) -> Limits {
        Limits {
            is_strict: options.beyondtrust.limits,
            quota: options.quota,
            retry_after: options.retry_after,
            asked: 0,
            counts: HashMap::new(),
        }
    }

    pub(super) fn count(&mut self, account: &Account, now: i64) -> Result<(), Refusal> {
        self.asked += 1;
        let count = self.counts.entry(account.id).or_default();
        let second = one_more(&mut count.second, now);
        let hour = one_more(&mut count.hour, now / 3600);
        let is_fast = self.is_strict && (second > IN_A_SECOND || hour > IN_AN_HOUR);
        let is_used_up = self.quota.is_some_and(|quota| self.asked > quota);
        if is_fast || is_used_up { Err(Refusal::Quota(self.retry_after)) } else { Ok(()) }
    }

    pub(super) fn shown(&self, reply: Reply, account: &Account) -> Reply {
        let used = self.counts.get(&account.id).map_or(0, |count| count.hour.1);
        let left = IN_AN_HOUR.saturating_sub(used);
        reply.with("x-ratelimit-limit", IN_AN_HOUR.to_string()).with("x-ratelimit-remaining", left.to_string())
    }
}

fn one_more(count: &mut (i64, u64), now: i64) -> u64 {
    *count = if count.0 == now { (now, count.1 + 1) } else { (now, 1) };
    count.1
}
