//! What is noted of one account while it is looked at: each check with its time, and no secret.

use std::time::{Duration, SystemTime};

use super::super::context::Context;
use crate::fleet::{Check, Found, Verdict};
use crate::http::Fault;

/// Notes checks.
pub(super) struct Chart<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    pub(super) checks: Vec<Check>,
}

impl<'c, 'a> Chart<'c, 'a> {
    pub(super) fn new(context: &'c Context<'a>) -> Self {
        Self { context, checks: Vec::new() }
    }

    /// What was found since `began`.
    pub(super) fn put(&mut self, name: &'static str, found: Found, began: SystemTime) {
        let took = self.context.clock.now().duration_since(began).unwrap_or_default();
        self.put_with(name, found, took);
    }

    pub(super) fn put_with(&mut self, name: &'static str, found: Found, took: Duration) {
        let milliseconds = (found.verdict != Verdict::Skipped).then_some(took.as_millis() as u64);
        let scrub = |text: &str| self.context.redactor.scrub(text);
        let found = Found { detail: scrub(&found.detail), fix: found.fix.as_deref().map(scrub), ..found };
        self.checks.push(Check { name, found, milliseconds });
    }

    /// What takes no time worth telling.
    pub(super) fn note(&mut self, name: &'static str, found: Found) {
        self.put_with(name, found, Duration::ZERO);
    }

    pub(super) fn skip(&mut self, names: &[&'static str], why: &str) {
        for name in names {
            self.note(name, Found::skipped(why));
        }
    }

    /// The outcome of a step, unless the user wants to stop.
    pub(super) async fn step<T>(&self, step: impl Future<Output = Result<T, String>>) -> Result<T, String> {
        self.context.interrupt.race(step).await.unwrap_or_else(|fault: Fault| Err(fault.to_string()))
    }
}
