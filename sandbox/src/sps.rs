//! One Identity SPS: what is true of every request. Knows HTTP only as a request and a reply.

mod about;
mod audit;
mod authentication;
mod call;
mod changes;
mod cluster;
mod config;
mod configuration;
mod firmware;
mod keys;
mod logins;
mod options;
mod reader;
mod references;
mod refusal;
mod rules;
mod shape;
mod show;
mod transaction;
mod tree;
mod troubleshooting;

use crate::clock::Clock;
use crate::exchange::{Reply, Request};
use crate::mount::Simulator;
use crate::options::Options;
use audit::Audit;
use call::Call;
use config::Config;
use firmware::Firmware;
use keys::Keys;
use logins::Logins;
use refusal::Refusal;
use serde_json::json;
use std::sync::Arc;
use tree::Tree;
use troubleshooting::Bundle;

pub use logins::{SPS_PASSWORD, SPS_READING_PASSWORD, SPS_READING_USERNAME, SPS_USERNAME};
pub use options::{SpsLock, SpsOptions};

/// Where the box is; its own links do not know of it.
pub(crate) const PREFIX: &str = "/sps";

/// What is directly below `/api`.
const ROOT: [&str; 12] = [
    "audit",
    "authentication",
    "cluster",
    "configuration",
    "endpoints",
    "firmware",
    "health_status",
    "info",
    "setup",
    "starling",
    "transaction",
    "troubleshooting",
];

/// One box with all it holds.
#[derive(Debug)]
pub(crate) struct Sps {
    options: SpsOptions,
    clock: Clock,
    keys: Keys,
    tree: Arc<Tree>,
    /// What is committed.
    live: Config,
    logins: Logins,
    logged_in: u64,
    /// Until then somebody at the web interface changes the configuration.
    web_lock_until: i64,
    audit: Audit,
    firmware: Firmware,
    bundles: Vec<Bundle>,
    /// To One Identity Starling.
    is_joined: bool,
}

impl Sps {
    pub(crate) fn new(options: &Options) -> Sps {
        let sps = options.sps.clone();
        let tree = Tree::new(sps.old_tree);
        let mut keys = Keys::new(options.seed);
        let mut live = Config::seeded(&tree, &mut keys);
        if sps.requires_commit_message {
            live.put("management/accounting", json!({ "require_commitlog": true }));
        }
        let now = options.clock.now();
        Sps {
            audit: Audit::new(options.seed, sps.sessions, sps.snapshots, now),
            firmware: Firmware::new(about::release(&sps)),
            bundles: Vec::new(),
            is_joined: false,
            clock: options.clock.clone(),
            web_lock_until: now.saturating_add(sps.web_lock_seconds),
            logins: Logins::new(sps.session_seconds, sps.session_requests),
            options: sps,
            tree: Arc::new(tree),
            logged_in: 0,
            keys,
            live,
        }
    }

    fn judge(&mut self, call: &mut Call<'_>) -> Result<Reply, Refusal> {
        refuse_other_kinds(call)?;
        let area = call.words.first().cloned().unwrap_or_default();
        // These say something to strangers, and more to users.
        match area.as_str() {
            "authentication" => return self.authentication(call),
            "setup" => return self.setup(call),
            "info" if call.cookie("session_id").is_none() => return self.info(call),
            _ => call.session = self.logged_in_as(call)?,
        }
        self.refuse_strange_changes(call)?;
        let words: Vec<&str> = call.words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] => self.root(call),
            ["info"] => self.info(call),
            ["user_info" | "userinfo"] | ["user", "info"] => self.user_info(call),
            ["endpoints"] => self.endpoints(call),
            ["health_status"] => self.health(call),
            ["transaction", ..] => self.transaction(call),
            ["configuration", ..] => self.configuration(call),
            ["audit", ..] => self.audit(call),
            ["cluster", ..] => self.cluster(call),
            ["starling", ..] => self.starling(call),
            ["firmware", ..] => self.firmware(call),
            ["upload", ..] => self.upload(call),
            ["troubleshooting", ..] => self.troubleshooting(call),
            _ => Err(Refusal::not_found(&call.path)),
        }
    }

    /// The value of the cookie, if it is that of a login that still lives.
    fn logged_in_as(&mut self, call: &Call<'_>) -> Result<String, Refusal> {
        let session = call.cookie("session_id").unwrap_or_default().to_owned();
        match self.logins.touch(&session, call.now) {
            true => Ok(session),
            false => Err(Refusal::unauthenticated(&call.path)),
        }
    }

    /// Users who only read, and browsers that do not show their token, change nothing.
    fn refuse_strange_changes(&self, call: &Call<'_>) -> Result<(), Refusal> {
        let Some(login) = self.logins.get(&call.session).filter(|_| call.is_change()) else { return Ok(()) };
        if !login.user.may_write {
            return Err(Refusal::unauthorized(&call.path, "The user has no right to change this"));
        }
        let wants_token = self.options.wants_token || call.agent().contains("Mozilla");
        if wants_token && call.request.header("x-token") != Some(&login.token) {
            return Err(Refusal::unauthorized(&call.path, "The CSRF token is missing or wrong"));
        }
        Ok(())
    }
}

/// Only some downloads are anything but JSON.
fn refuse_other_kinds(call: &Call<'_>) -> Result<(), Refusal> {
    let accepted = call.request.header("accept").unwrap_or("*/*");
    let is_served = ["*/*", "application/*", "application/json", "octet-stream", "text/csv"];
    match is_served.iter().any(|kind| accepted.contains(kind)) {
        true => Ok(()),
        false => Err(Refusal::not_acceptable()),
    }
}

impl Simulator for Sps {
    fn answer(&mut self, request: &Request) -> Reply {
        let now = self.clock.now();
        let Some(mut call) = Call::new(request, PREFIX, now) else {
            return Refusal::not_found(&request.path).into_reply(&request.path);
        };
        self.judge(&mut call).unwrap_or_else(|refusal| refusal.into_reply(&call.path))
    }

    fn open_transactions(&self) -> usize {
        self.logins.drafts(self.clock.now())
    }
}
