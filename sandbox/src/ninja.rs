//! NinjaRMM API v1: what is true of every request. Knows HTTP only as a request and a reply.

mod alerts;
mod customers;
mod date;
mod fleet;
mod keys;
mod limits;
mod refusal;
mod reply;
mod route;
mod signature;

use crate::clock::Clock;
use crate::exchange::{Reply, Request};
use crate::mount::Simulator;
use crate::options::Options;
use alerts::Alerts;
use fleet::Fleet;
use limits::Limits;
use refusal::Refusal;
use route::Route;

pub use fleet::{NINJA_FIRST_SERIAL, NINJA_REMOTE_PASSWORD, NINJA_SHARED_NAME, NINJA_SHARED_SERIAL};
pub use keys::{
    NINJA_EXAMPLE_KEY_ID, NINJA_EXAMPLE_SECRET, NINJA_KEY_ID, NINJA_ODD_KEY_ID, NINJA_ODD_SECRET, NINJA_SECRET,
};

/// One tenant of NinjaRMM with all it holds.
#[derive(Debug)]
pub(crate) struct Ninja {
    clock: Clock,
    ahead: i64,
    fleet: Fleet,
    alerts: Alerts,
    limits: Option<Limits>,
}

impl Ninja {
    pub(crate) fn new(options: &Options) -> Ninja {
        let start = options.clock.now().saturating_add(options.ninja_clock_ahead);
        Ninja {
            clock: options.clock.clone(),
            ahead: options.ninja_clock_ahead,
            fleet: Fleet::new(options.seed, options.devices),
            alerts: Alerts::new(options.seed, options.devices, start),
            limits: options.ninja_limits.then(Limits::default),
        }
    }

    fn now(&self) -> i64 {
        self.clock.now().saturating_add(self.ahead)
    }

    /// Only what would be carried out counts against a limit; whether the vendor counts more is not known.
    fn judge(&mut self, request: &Request, now: i64) -> Result<Reply, Refusal> {
        let key = signature::check(request, now)?;
        let route = Route::find(&request.method, &request.path)?;
        refuse_extras(request)?;
        if let (Some(limits), Some(class)) = (&mut self.limits, route.class()) {
            limits.spend(key.id, class, now)?;
        }
        self.perform(route, now)
    }

    fn perform(&mut self, route: Route, now: i64) -> Result<Reply, Refusal> {
        match route {
            Route::Ping => Ok(reply::nothing()),
            Route::Customers => Ok(reply::list(customers::ALL)),
            Route::Customer(id) => customers::find(id?).map(reply::record).ok_or_else(Refusal::unknown_id),
            Route::Devices => Ok(reply::list(self.fleet.devices())),
            Route::Device(id) => self.fleet.find(id?).map(reply::record).ok_or_else(Refusal::unknown_id),
            Route::Alerts => Ok(reply::list(self.alerts.since(0, &self.fleet, now))),
            Route::AlertsSince(id) => Ok(reply::list(self.alerts.since(id?, &self.fleet, now))),
            Route::Alert(id) => self.alerts.reset(id?, now).map(|()| reply::nothing()),
        }
    }
}

impl Simulator for Ninja {
    /// Clients measure their clock's error by the `Date` of any answer, a refusal included.
    fn answer(&mut self, request: &Request) -> Reply {
        let now = self.now();
        self.judge(request, now).unwrap_or_else(Refusal::into_reply).with("date", date::written(now))
    }
}

/// No call takes a query or a body. That the vendor refuses them is not known; a silent client would be wrong anyway.
fn refuse_extras(request: &Request) -> Result<(), Refusal> {
    match (request.query.is_empty(), request.body.is_empty()) {
        (true, true) => Ok(()),
        (false, _) => Err(Refusal::extra("no call takes query parameters")),
        (true, false) => Err(Refusal::extra("no call takes a body")),
    }
}
