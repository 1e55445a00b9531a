//! The Teltonika RMS cloud API: what is true of every operation. Knows HTTP only as a request and a reply.

mod call;
mod channels;
mod envelope;
mod fleet;
mod listing;
mod operations;
mod paging;
mod refusal;
mod scopes;
mod state;
mod surface;
mod token;

use crate::body;
use crate::exchange::{Reply, Request};
use crate::mount::Simulator;
use crate::options::Options;
use crate::router::Router;
use call::Call;
use operations::Work;
use refusal::Refusal;
use state::State;
use std::collections::HashMap;

pub use fleet::{FIRST_SERIAL, SHARED_SERIAL};
pub use token::{RMS_TOKEN, RMS_TOKEN_CONNECTING, RMS_TOKEN_EXPIRED, RMS_TOKEN_READING};

/// Where the API is mounted.
const API: &str = "/rms/api";

/// The real status host is at the origin of the API's URL, not below its path.
const STATUS: &str = "/status/channel/";

/// One account of RMS with all it holds.
#[derive(Debug)]
pub(crate) struct Rms {
    router: Router,
    works: HashMap<(&'static str, &'static str), Work>,
    state: State,
    quota: Option<u64>,
    retry_after: Option<u64>,
    asked: u64,
}

impl Rms {
    pub(crate) fn new(options: &Options) -> Rms {
        let router = Router::new(surface::operations());
        Rms {
            state: State::new(options, &router),
            works: operations::works(),
            router,
            quota: options.quota,
            retry_after: options.retry_after,
            asked: 0,
        }
    }

    /// Polls do not count against the quota; whether the vendor counts them is not known.
    fn status(&mut self, request: &Request, channel: &str) -> Reply {
        match token::check(request, self.state.now()) {
            Ok(_) if request.method == "GET" => self.state.poll(channel),
            Ok(_) => Refusal::wrong_method().into_reply(),
            Err(refusal) => refusal.into_reply(),
        }
    }

    fn api(&mut self, request: &Request, path: &str) -> Result<Reply, Refusal> {
        self.count()?;
        let token = token::check(request, self.state.now())?;
        let route = self.router.find(&request.method, path)?;
        scopes::check(route.operation, token)?;
        let call = Call {
            query: paging::check(route.operation, &request.query, self.state.max_page)?,
            body: body::check(route.operation, request)?,
            slots: route.slots,
            operation: route.operation,
            token,
        };
        let key = (call.operation.method.as_str(), call.operation.path.as_str());
        let work = self.works.get(&key).copied().unwrap_or(Work::Sketch);
        operations::perform(work, &mut self.state, &call)
    }

    fn count(&mut self) -> Result<(), Refusal> {
        self.asked += 1;
        match self.quota {
            Some(quota) if self.asked > quota => Err(Refusal::quota(self.retry_after)),
            _ => Ok(()),
        }
    }
}

impl Simulator for Rms {
    fn answer(&mut self, request: &Request) -> Reply {
        if let Some(channel) = request.path.strip_prefix(STATUS) {
            return self.status(request, channel);
        }
        match request.path.strip_prefix(API) {
            Some(path) if path.starts_with('/') => self.api(request, path).unwrap_or_else(Refusal::into_reply),
            _ => Refusal::nowhere().into_reply(),
        }
    }
}
