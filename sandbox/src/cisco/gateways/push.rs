//! Pushes of a configuration: they run for a while, and end well or not.

use std::collections::HashMap;

/// A push has ended after so many seconds, or when it has been looked at so often.
const SECONDS: i64 = 20;
const LOOKS: u64 = 3;

#[derive(Debug)]
struct Push {
    until: i64,
    looks: u64,
    fails: bool,
    has_ended: bool,
}

/// The last push of each gateway that had one.
#[derive(Debug, Default)]
pub(super) struct Pushes(HashMap<u64, Push>);

impl Pushes {
    pub(super) fn begin(&mut self, number: u64, fails: bool, now: i64) {
        self.0.insert(number, Push { until: now + SECONDS, looks: LOOKS, fails, has_ended: false });
    }

    /// Let time pass for all that run.
    pub(super) fn pass(&mut self, now: i64, is_look: bool) {
        for push in self.0.values_mut() {
            push.has_ended |= now >= push.until || is_look && push.looks == 0;
            push.looks = push.looks.saturating_sub(u64::from(is_look));
        }
    }

    pub(super) fn is_running(&self, number: u64) -> bool {
        self.0.get(&number).is_some_and(|push| !push.has_ended)
    }

    /// What the push makes of the gateway's status.
    pub(super) fn status(&self, number: u64) -> Option<&'static str> {
        let push = self.0.get(&number)?;
        Some(match (push.has_ended, push.fails) {
            (false, _) => "configuring",
            (true, false) => "up",
            (true, true) => super::device::FAILED,
        })
    }
}
