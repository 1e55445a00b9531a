//! The wish of the user to stop, seen by everything that waits.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use futures_util::future::{Either, select};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{Fault, Request, Signal};

/// Raised once, seen by all clones.
#[derive(Clone, Default)]
pub struct Interrupt(Rc<Inner>);

#[derive(Default)]
struct Inner {
    raised: Cell<Option<Signal>>,
    changed: Notify,
    diverted: RefCell<Option<UnboundedSender<Signal>>>,
}

/// Signals that are meant for another program, for as long as it runs.
pub struct Diverted {
    from: Interrupt,
    signals: UnboundedReceiver<Signal>,
}

impl Diverted {
    /// The next one.
    pub async fn next(&mut self) -> Signal {
        match self.signals.recv().await {
            Some(signal) => signal,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Diverted {
    fn drop(&mut self) {
        self.from.0.diverted.replace(None);
    }
}

impl Interrupt {
    /// Ask everything to stop.
    pub fn raise(&self, signal: Signal) {
        self.0.raised.set(Some(signal));
        self.0.changed.notify_waiters();
    }

    /// A signal came. Answers whether all has to stop at once, because it is not the first.
    pub fn hear(&self, signal: Signal) -> bool {
        if let Some(other) = &*self.0.diverted.borrow() {
            return other.send(signal).is_err();
        }
        let is_first = self.0.raised.get().is_none();
        self.raise(signal);
        !is_first
    }

    /// From now on signals do not stop this program, but go to another one.
    pub fn divert(&self) -> Diverted {
        let (sender, signals) = unbounded_channel();
        self.0.diverted.replace(Some(sender));
        Diverted { from: self.clone(), signals }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::block_on;

    #[test]
    fn the_first_signal_asks_to_stop_and_the_second_stops_at_once() {
        let interrupt = Interrupt::default();

        let heard = [interrupt.hear(Signal::Interrupt), interrupt.hear(Signal::Terminate)];

        assert_eq!(heard, [false, true]);
        assert_eq!(interrupt.check(), Err(Fault::Interrupted(Signal::Terminate)));
    }

    #[test]
    fn signals_for_another_program_do_not_stop_this_one() {
        let interrupt = Interrupt::default();
        let mut diverted = interrupt.divert();

        let heard = [Signal::Interrupt, Signal::Hangup].map(|signal| interrupt.hear(signal));
        let passed_on = block_on(async { [diverted.next().await, diverted.next().await] });
        drop(diverted);

        assert_eq!((heard, passed_on), ([false, false], [Signal::Interrupt, Signal::Hangup]));
        assert_eq!(interrupt.check(), Ok(()));
        assert!(!interrupt.hear(Signal::Interrupt));
        assert_eq!(interrupt.check(), Err(Fault::Interrupted(Signal::Interrupt)));
    }
}
