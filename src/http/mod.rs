//! The one HTTP layer: what is asked, what is answered, and everything that happens in between. Knows neither vendors nor commands.

mod cached;
mod client;
mod expected;
mod fault;
mod heard;
mod interrupt;
mod metered;
/// The way to a server, looked at step by step.
pub mod probe;
mod redact;
mod reply;
mod request;
mod retry;
mod save;
mod socket;
mod span;
mod throttle;
mod tls;
mod trace;
mod way;

pub use cached::{Cached, Freshness, Kept};
pub(crate) use client::words_of;
pub use client::{Client, Connection};
pub use expected::Expected;
pub use fault::{Fault, Refusal, Signal};
pub use heard::{Counters, Heard, Hearing, Told};
pub use interrupt::Interrupt;
pub use metered::{Metered, Quota, turns_left, used_up_until};
pub use redact::Redactor;
pub use reply::Reply;
pub use request::{Content, HTML, Part, Repeat, Request, add_pairs};
pub use retry::{Patience, Retrying};
pub use socket::{Socket, Wire, opening};
pub use span::in_words;
pub use throttle::{Limits, Throttled, closed_until};
pub use tls::{Identity, Trust};
pub(crate) use tls::{distrust, doubt};
pub use trace::{HIDDEN, Trace, Traced, mask};
pub use way::{SaidBy, Way, way};

use std::rc::Rc;

use crate::failure::Failure;
use crate::surroundings::LocalFuture;

/// What tells accounts apart, their secrets included. Those may take long to fetch, so it is asked when it is needed.
pub type AccountName = Rc<dyn Fn() -> LocalFuture<'static, Result<String, Failure>>>;

/// Who the client is, for servers that ask. Its key may take long to fetch, so it is asked when it is needed.
pub type AskIdentity = Rc<dyn Fn() -> LocalFuture<'static, Result<Identity, Failure>>>;

/// One seam. Whatever happens around a request is another transport:
/// `Cached(Retrying(Metered(Signed(Throttled(Traced(Client))))))`, so that each attempt takes its turn and is signed anew,
/// and what is traced is what leaves.
pub trait Transport {
    /// Send the request and bring its whole answer, whatever the status.
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>>;
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        (**self).send(request)
    }
}
