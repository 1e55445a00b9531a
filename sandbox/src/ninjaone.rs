//! NinjaOne's public API, version 2: what is true of every operation. Knows HTTP only as a request and a reply.
//!
//! It is stricter than the real server, which ignores a query parameter that it does not know and answers as if there
//! were no filter: here such a parameter is refused with 400. So are unknown members, wrong types, wrong words.

mod activities;
mod alerts;
mod call;
mod cursors;
mod filter;
mod fleet;
mod oauth;
mod operations;
mod records;
mod refusal;
mod reports;
mod resources;
mod state;
mod surface;
mod time;
mod values;

use crate::body;
use crate::exchange::{Reply, Request};
use crate::facts::Operation;
use crate::mount::Simulator;
use crate::options::Options;
use crate::query;
use crate::router::Router;
use crate::wrong::{Problem, Wrong};
use call::Call;
use oauth::{Grant, OAuth};
use operations::Work;
use refusal::Refusal;
use state::State;
use std::collections::HashMap;

pub use fleet::{NINJAONE_FIRST_DEVICE, NINJAONE_SHARED_SERIAL};
pub use oauth::{
    NINJAONE_CLIENT_ID, NINJAONE_CLIENT_SECRET, NINJAONE_NATIVE_CLIENT_ID, NINJAONE_READING_CLIENT_ID,
    NINJAONE_READING_CLIENT_SECRET, NINJAONE_WEB_CLIENT_ID, NINJAONE_WEB_CLIENT_SECRET, NINJAONE_WEB_REDIRECT,
};
pub use values::NINJAONE_CANARY;

/// The operations that somebody has to be behind; the vendor names no list, these are known from live clients.
const OF_USERS: &[(&str, &str)] = &[
    ("POST", "/v2/device/{id}/script/run"),
    ("POST", "/v2/ticketing/ticket"),
    ("PUT", "/v2/ticketing/ticket/{ticketId}"),
    ("POST", "/v2/ticketing/ticket/{ticketId}/comment"),
];

/// A change by its method, a read by what it does.
const READING_POSTS: &[&str] = &["/v2/ticketing/trigger/board/{boardId}/run"];

/// One tenant with all it holds.
#[derive(Debug)]
pub(crate) struct NinjaOne {
    router: Router,
    works: HashMap<(&'static str, &'static str), Work>,
    oauth: OAuth,
    state: State,
    quota: Option<u64>,
    needs_nobody: bool,
    retry_after: Option<u64>,
    asked: u64,
    answered: u64,
}

impl NinjaOne {
    pub(crate) fn new(options: &Options) -> NinjaOne {
        NinjaOne {
            router: Router::new(surface::operations()),
            works: operations::works(),
            oauth: OAuth::new(options.seed, options.ninjaone_old_oauth),
            state: State::new(options),
            quota: options.quota,
            needs_nobody: options.ninjaone_needs_nobody,
            retry_after: options.retry_after,
            asked: 0,
            answered: 0,
        }
    }

    fn api(&mut self, request: &Request) -> Result<Reply, Refusal> {
        self.count()?;
        let token = self.oauth.grant(request, self.state.now())?;
        let route = self.router.find(&request.method, &request.path)?;
        check_grant(route.operation, &token, self.needs_nobody)?;
        let (query, problems) = query::read(route.operation, &request.query);
        Wrong::unless_empty(problems.into_iter().chain(empty_page(&query)).collect())?;
        let body = body::check(route.operation, request)?;
        let call = Call { query, body, slots: route.slots, operation: route.operation, token };
        let key = (call.operation.method.as_str(), call.operation.path.as_str());
        operations::perform(self.works.get(&key).copied(), &mut self.state, &call)
    }

    /// Logins do not count.
    fn count(&mut self) -> Result<(), Refusal> {
        self.asked += 1;
        match self.quota {
            Some(quota) if self.asked > quota => Err(Refusal::Quota(self.retry_after)),
            _ => Ok(()),
        }
    }
}

/// Which scope an operation needs is not published. Here reads need `monitoring`, changes need `management`, and
/// `control` opens nothing: that is the simulator's simplification.
fn check_grant(operation: &Operation, grant: &Grant, needs_nobody: bool) -> Result<(), Refusal> {
    let (method, path) = (operation.method.as_str(), operation.path.as_str());
    let is_read = method == "GET" || READING_POSTS.contains(&path);
    if !grant.scopes.contains(if is_read { &"monitoring" } else { &"management" }) {
        return Err(Refusal::scope_missing());
    }
    let needs_user = OF_USERS.contains(&(method, path));
    if needs_user && !needs_nobody && !grant.has_user { Err(Refusal::user_context_required()) } else { Ok(()) }
}

/// A page without room would never end.
fn empty_page(query: &query::Query) -> Option<Problem> {
    let size = query.get("pageSize")?.parse::<i64>().ok()?;
    (size < 1).then(|| Problem::new("pageSize", "The pageSize must be at least 1."))
}

impl Simulator for NinjaOne {
    fn answer(&mut self, request: &Request) -> Reply {
        self.answered += 1;
        let number = self.answered;
        let now = self.state.now();
        let answer = if request.path.starts_with("/v2/") { self.api(request) } else { self.oauth.answer(request, now) };
        let is_billing = request.path.starts_with("/v2/billing/");
        let incident = format!("WEB_MGMT_SERVICE-2a-{now}-{number:08X}");
        let reply = answer.unwrap_or_else(|refusal| refusal.into_reply(&incident, is_billing));
        reply.with("x-nj-request-id", format!("sandbox-{number:08x}"))
    }
}
