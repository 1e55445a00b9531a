//! The wish of the user to stop, seen by everything that waits.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use futures_util::future::{Either, select};
use tokio::sync::Notify;

use super::{Fault, Request, Signal};

/// Raised once, seen by all clones.
#[derive(Clone, Default)]
pub struct Interrupt(Rc<Inner>);

#[derive(Default)]
struct Inner {
    raised: Cell<Option<Signal>>,
    changed: Notify,
}

impl Interrupt {
    /// Ask everything to stop.
    pub fn raise(&self, signal: Signal) {
        self.0.raised.set(Some(signal));
        self.0.changed.notify_waiters();
    }

    /// Whether something new may start.
    pub fn check(&self) -> Result<(), Fault> {
        self.0.raised.get().map_or(Ok(()), |signal| Err(Fault::Interrupted(signal)))
    }

    /// The future's result, or the fault as soon as the user wants to stop. Only for what may be dropped half-way.
    pub async fn race<T>(&self, future: impl Future<Output = T>) -> Result<T, Fault> {
        let raised = self.0.changed.notified();
        self.check()?;
        match select(std::pin::pin!(future), std::pin::pin!(raised)).await {
            Either::Left((output, _)) => Ok(output),
            Either::Right(_) => Err(self.check().expect_err("it was just raised")),
        }
    }

    /// [`Interrupt::check`] for a request: clean-up may always start.
    pub fn check_for(&self, request: &Request) -> Result<(), Fault> {
        match request.tidies {
            true => Ok(()),
            false => self.check(),
        }
    }

    /// [`Interrupt::race`] for a request: clean-up is seen to its end.
    pub async fn race_for<T>(&self, request: &Request, future: impl Future<Output = T>) -> Result<T, Fault> {
        match request.tidies {
            true => Ok(future.await),
            false => self.race(future).await,
        }
    }
}
