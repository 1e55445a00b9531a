//! Surroundings and servers that do as a test says: a clock that nobody waits for, a transport with a script.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName};

use crate::config::Account;
use crate::http::{Fault, Redactor, Reply, Request, Transport};
use crate::session::Session;
use crate::store::Store;
use crate::surroundings::{Clock, Environment, LocalFuture};
use crate::workflow::{Nobody, Work};

/// No variable is set.
pub(crate) static NO_VARIABLES: Environment = Environment::empty();

/// What a job may use where nobody listens, answers or knows of anything else.
pub(crate) fn work_with<'a>(
    session: &'a Session,
    account: &'a Arc<Account>,
    state: &'a dyn Store,
    redactor: &'a Rc<Redactor>,
) -> Work<'a> {
    Work {
        session,
        account,
        cache: None,
        max_age: None,
        state,
        operation: None,
        person: &Nobody,
        programs: &Nobody,
        listener: &Nobody,
        environment: &NO_VARIABLES,
        redactor,
        dry_run: false,
        shows_record: false,
        wait: Duration::from_secs(60),
        no_wait: false,
        jobs: 4,
        max_affected: None,
        office: Box::new(Nobody),
    }
}

/// Stands still until somebody sleeps; sleeping takes no time.
#[derive(Default)]
pub(crate) struct ManualClock {
    slept: Cell<Duration>,
    /// How far its calendar was set back.
    set_back: Cell<Duration>,
}

impl ManualClock {
    pub(crate) fn start() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_800_000_000)
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.slept.set(self.slept.get() + by);
    }

    pub(crate) fn set_back(&self, by: Duration) {
        self.set_back.set(self.set_back.get() + by);
    }

    pub(crate) fn slept(&self) -> Duration {
        self.slept.get()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        Self::start() + self.slept.get() - self.set_back.get()
    }

    fn ticks(&self) -> Duration {
        self.slept.get()
    }

    fn sleep<'a>(&'a self, duration: Duration) -> LocalFuture<'a, ()> {
        self.advance(duration);
        Box::pin(async {})
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

/// Answers from a script, in order, and counts.
pub(crate) struct Scripted {
    script: RefCell<VecDeque<Result<Reply, Fault>>>,
    seen: RefCell<Vec<Request>>,
}

impl Scripted {
    pub(crate) fn new(script: Vec<Result<Reply, Fault>>) -> Self {
        Self { script: RefCell::new(script.into()), seen: RefCell::default() }
    }

    pub(crate) fn sent(&self) -> usize {
        self.seen.borrow().len()
    }

    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.borrow().clone()
    }
}

impl Transport for &Scripted {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        (**self).send(request)
    }
}

impl Transport for Scripted {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        self.seen.borrow_mut().push(request.clone());
        let outcome = self.script.borrow_mut().pop_front().expect("the script has an answer for every request");
        Box::pin(async { outcome })
    }
}

pub(crate) fn reply(status: u16) -> Reply {
    Reply { status, headers: HeaderMap::new(), body: Bytes::new(), saved: None, socket: None }
}

pub(crate) fn reply_with_header(status: u16, name: &'static str, value: &str) -> Reply {
    let mut reply = reply(status);
    reply.headers.insert(HeaderName::from_static(name), value.parse().expect("a header's value"));
    reply
}

pub(crate) fn reply_with_body(status: u16, body: &str) -> Reply {
    Reply { body: Bytes::from(body.to_owned()), ..reply(status) }
}

pub(crate) fn refused() -> Result<Reply, Fault> {
    Err(Fault::Unreached { host: "vendor.example".into(), cause: "connection refused".into() })
}

pub(crate) fn unanswered() -> Result<Reply, Fault> {
    Err(Fault::Unanswered { host: "vendor.example".into(), cause: "connection reset".into() })
}

/// Run a future that never really waits.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}
