//! Cisco's IoT Operations Dashboard: logins, Edge Intelligence in the cloud, and the gateways.
//!
//! No whole specification is public. What the vendor or a working client shows is done so; what nobody knows is an option
//! ([`CiscoOptions`]), or the strictest of the likely answers.

mod accounts;
mod agents;
mod asset_types;
mod ei;
mod gateways;
mod login;
mod options;
mod refusal;
mod surface;
mod tokens;

use crate::body;
use crate::call;
use crate::check::is_uuid;
use crate::clock::Clock;
use crate::exchange::{Reply, Request};
use crate::facts::Operation;
use crate::mount::Simulator;
use crate::options::Options;
use crate::query;
use crate::router::Router;
use crate::wrong::Wrong;
use accounts::{Account, TENANTS, Tenant};
use ei::Ei;
use gateways::Gateways;
use refusal::Refusal;
use serde_json::{Value, json};
use std::collections::HashMap;
use tokens::Tokens;

pub use accounts::{
    CISCO_KEY_NAME, CISCO_KEY_ORGANISATION, CISCO_KEY_SECRET, CISCO_MANY_USERNAME, CISCO_OTHER_TENANT_ID,
    CISCO_PASSWORD, CISCO_READING_USERNAME, CISCO_SUB_TENANT_ID, CISCO_TENANT_ID, CISCO_USERNAME,
};
pub use gateways::{CISCO_ADMIN_PASSWORD, CISCO_FAILING_EID, CISCO_FIRST_EID, CISCO_FIRST_SERIAL, CISCO_SHARED_SERIAL};
pub use options::{CiscoEiPaging, CiscoKeyForm, CiscoOptions};

type Call<'a> = call::Call<'a, &'static Account>;

/// A page for people, from what stands where the cloud was.
const FAREWELL: &str = "<!DOCTYPE html><html><head><title>End of life</title></head>\
    <body><h1>This service has been retired</h1></body></html>";

/// The dashboard with all its tenants.
#[derive(Debug)]
pub(crate) struct Cisco {
    options: CiscoOptions,
    clock: Clock,
    router: Router,
    tokens: Tokens,
    services: HashMap<&'static str, (Ei, Gateways)>,
    quota: Option<u64>,
    retry_after: Option<u64>,
    asked: u64,
}

/// Where and when a call happens.
struct Place<'a> {
    tenant: &'static Tenant,
    options: &'a CiscoOptions,
    now: i64,
}

impl Cisco {
    pub(crate) fn new(options: &Options) -> Cisco {
        Cisco {
            options: options.cisco.clone(),
            clock: options.clock.clone(),
            router: Router::new(surface::operations()),
            tokens: Tokens::new(options.seed, &options.cisco),
            services: TENANTS.iter().zip(0..).map(|(tenant, number)| (tenant.id, services(options, number))).collect(),
            quota: options.quota,
            retry_after: options.retry_after,
            asked: 0,
        }
    }

    fn judge(&mut self, request: &Request, now: i64) -> Result<Reply, Refusal> {
        if [login::USERS_PATH, login::KEYS_PATH].contains(&request.path.as_str()) {
            return login::answer(&mut self.tokens, &self.options, request, now);
        }
        self.count()?;
        let account = self.tokens.spend(request, now)?;
        if request.path.starts_with("/iam/") {
            return me(request, account);
        }
        self.perform(request, account, now)
    }

    /// Logins do not count.
    fn count(&mut self) -> Result<(), Refusal> {
        self.asked += 1;
        let is_used_up = self.quota.is_some_and(|quota| self.asked > quota);
        if is_used_up { Err(Refusal::quota(self.retry_after)) } else { Ok(()) }
    }

    fn perform(&mut self, request: &Request, account: &'static Account, now: i64) -> Result<Reply, Refusal> {
        let tenant = tenant(request, account)?;
        let path = ei::canonical(request, &self.options)?;
        let route = self.router.find(&request.method, &path)?;
        if !account.may(tenant, surface::needs(route.operation)) {
            return Err(Refusal::unauthorized());
        }
        let call = checked(request, route.operation, route.slots, account)?;
        let place = Place { tenant, options: &self.options, now };
        let (ei, gateways) = self.services.get_mut(tenant.id).ok_or_else(Refusal::not_found)?;
        if path.starts_with("/nbapi/ei/") { ei.answer(&call, &place) } else { gateways.answer(&call, &place) }
    }
}

/// The first tenant has the fleet; the others have a few devices of their own.
fn services(options: &Options, number: u64) -> (Ei, Gateways) {
    let devices = if number == 0 { options.devices } else { options.devices.min(5) };
    let seed = options.seed.wrapping_add(number);
    (Ei::new(seed, number, devices.div_ceil(2)), Gateways::new(seed, devices, number))
}

fn checked<'a>(
    request: &Request,
    operation: &'a Operation,
    slots: Vec<(String, String)>,
    token: &'static Account,
) -> Result<Call<'a>, Refusal> {
    let (query, problems) = query::read(operation, &request.query);
    Wrong::unless_empty(problems)?;
    Ok(Call { body: body::check(operation, request)?, operation, slots, query, token })
}

/// What the vendor answers to a missing or foreign tenant is not known; nothing may rely on the words.
fn tenant(request: &Request, account: &Account) -> Result<&'static Tenant, Refusal> {
    let id = request.header("x-tenant-id").filter(|id| is_uuid(id));
    let id = id.ok_or_else(|| Refusal::early(400, "The x-tenant-id header is required and is a UUID."))?;
    account.tenant(id).ok_or_else(|| Refusal::early(403, "Forbidden"))
}

/// Who a user is. For an API key there is no answer.
fn me(request: &Request, account: &Account) -> Result<Reply, Refusal> {
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/iam/users/me") => {}
        (_, "/iam/users/me") => return Err(Refusal::method(Some("GET"))),
        _ => return Err(Refusal::not_found()),
    }
    if !request.query.is_empty() || !request.body.is_empty() {
        return Err(Refusal::early(400, "Neither parameters nor a body are expected."));
    }
    account.username.ok_or_else(Refusal::unauthorized)?;
    let roles: Vec<Value> = account.roles.iter().map(|(tenant, role)| {
        json!({ "tenant_name": tenant.name, "tenant_id": tenant.id, "role_name": role.name, "role_id": role.id })
    }).collect();
    Ok(Reply::json(200, json!({ "roles": roles }).to_string()))
}

impl Call<'_> {
    fn json(&self, value: &Value) -> Reply {
        Reply::json(self.operation.status, value.to_string())
    }

    /// A success that says nothing.
    fn done(&self) -> Reply {
        Reply { status: self.operation.status, headers: Vec::new(), body: bytes::Bytes::new() }
    }
}

impl Simulator for Cisco {
    fn answer(&mut self, request: &Request) -> Reply {
        if let Some(status) = self.options.gone {
            return Reply::content(status, "text/html; charset=utf-8", FAREWELL);
        }
        let now = self.clock.now();
        self.judge(request, now).unwrap_or_else(|refusal| refusal.into_reply(&request.path, now))
    }
}
