//! The one HTTP layer: what is asked, what is answered, and everything that happens in between. Knows neither vendors nor commands.

mod client;
mod expected;
mod fault;
mod interrupt;
mod redact;
mod reply;
mod request;
mod retry;
mod save;
mod throttle;
mod tls;
mod trace;

pub use client::{Client, Connection};
pub use expected::Expected;
pub use fault::{Fault, Refusal, Signal};
pub use interrupt::Interrupt;
pub use redact::Redactor;
pub use reply::Reply;
pub use request::{Content, Part, Repeat, Request, add_pairs};
pub use retry::{Patience, Retrying};
pub use throttle::{Limits, Throttled, closed_until};
pub use tls::Trust;
pub use trace::{HIDDEN, Trace, Traced, mask};

use crate::surroundings::LocalFuture;

/// One seam. Whatever happens around a request is another transport: `Retrying(Signed(Throttled(Traced(Client))))`,
/// so that each attempt is signed anew and what is traced is what leaves.
pub trait Transport {
    /// Send the request and bring its whole answer, whatever the status.
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>>;
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        (**self).send(request)
    }
}
