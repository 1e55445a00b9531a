//! A site of BeyondTrust, either product: what is true of every request. Knows HTTP only as a request and a reply.
//!
//! The Configuration API, the Command API, the Reporting API, backups, SCIM and client scripts are here.

mod accounts;
mod backup;
mod blank;
mod client_script;
mod command;
mod command_v2;
mod limits;
mod lists;
mod openapi;
mod options;
mod pages;
mod references;
mod refusal;
mod reporting;
mod rules;
mod scim;
mod seeds;
mod sessions;
mod site;
mod state;
mod surface;
#[cfg(test)]
mod tests;
mod tokens;
mod vault;
mod work;
mod xml;

use crate::clock::Clock;
use crate::exchange::{Reply, Request};
use crate::line::Said;
use crate::mount::Simulator;
use crate::options::Options;
use accounts::Account;
use limits::Limits;
use refusal::Refusal;
use scim::Provider;
use serde_json::json;
use site::Site;
use state::Lines;
use std::time::Duration;
use surface::Surface;
use tokens::Tokens;

pub use accounts::{
    BEYONDTRUST_CLIENT_ID, BEYONDTRUST_CLIENT_SECRET, BEYONDTRUST_READING_CLIENT_ID, BEYONDTRUST_READING_CLIENT_SECRET,
};
pub use options::{BeyondTrustOptions, BeyondTrustProduct};

/// Where the site is. Its links have it, too: they name the site as its clients do.
pub(crate) const PREFIX: &str = "/beyondtrust";
const CONFIGURATION: &str = "/api/config/v1";

/// One site with all it holds.
pub(crate) struct BeyondTrust {
    options: BeyondTrustOptions,
    clock: Clock,
    surface: Surface,
    command: Surface,
    tokens: Tokens,
    limits: Limits,
    site: Site,
    scim: Provider,
    lines: Lines,
}

impl BeyondTrust {
    pub(crate) fn new(options: &Options) -> BeyondTrust {
        let own = options.beyondtrust.clone();
        let surface = Surface::of(own.product);
        BeyondTrust {
            tokens: Tokens::new(options.seed, &own),
            limits: Limits::new(options),
            site: Site::new(options, &surface, options.clock.now()),
            scim: Provider::new(&own, options.clock.now()),
            clock: options.clock.clone(),
            lines: Lines::default(),
            surface,
            command: Surface::of_command(own.product),
            options: own,
        }
    }

    fn judge(&mut self, request: &Request, path: &str, now: i64) -> Result<Reply, Refusal> {
        match path {
            "/oauth2/token" => self.tokens.login(request, now),
            "/get_mech_list" => self.mechanisms(request),
            state::PATH => self.open_line(request),
            "/check_health" if request.method == "GET" => Ok(self.site.pulse()),
            "/api/client_script" => client_script::script(request, self.options.product),
            _ => {
                let account = self.tokens.holder(request, now)?;
                let counted = self.limits.count(account, now);
                let judged = counted.and_then(|()| self.api(request, path, account, now));
                let reply = judged.unwrap_or_else(|refusal| refusal.into_reply(&self.options));
                Ok(self.limits.shown(reply, account))
            }
        }
    }

    fn api(&mut self, request: &Request, path: &str, account: &'static Account, now: i64) -> Result<Reply, Refusal> {
        match path {
            "/api/command" => self.site.command(request, account, self.options.product, now),
            "/api/backup" => backup::backup(request, account, &mut self.site.dice),
            "/api/reporting" => self.site.report(request, account, self.options.product, now),
            "/session_download" => reporting::download(&self.site, request),
            _ if path.starts_with("/api/reporting/v2/")
                && self.options.product == BeyondTrustProduct::PrivilegedRemoteAccess =>
            {
                self.site.report_v2(request, path, account)
            }
            _ if self.options.command_v2 && path.starts_with(command_v2::BASE) => {
                self.command_v2(request, path, account, now)
            }
            _ if path.starts_with(CONFIGURATION) => self.configuration(request, path, account, now),
            _ => self.scim.answer(request, path, account, now).ok_or_else(Refusal::not_found),
        }
    }

    fn configuration(
        &mut self,
        request: &Request,
        path: &str,
        account: &'static Account,
        now: i64,
    ) -> Result<Reply, Refusal> {
        let is_vault = path.starts_with("/api/config/v1/vault/");
        if !account.may_configure || is_vault && !account.may_use_vault {
            return Err(Refusal::forbidden());
        }
        let call = self.surface.call(request, path, account)?;
        if call.operation.path.ends_with("/openapi.yaml") {
            let text = openapi::written(self.surface.operations, CONFIGURATION, self.options.newer_openapi);
            return Ok(Reply::content(200, "application/yaml", text));
        }
        work::perform(&mut self.site, &self.surface, request, &call, now)
    }

    fn command_v2(
        &mut self,
        request: &Request,
        path: &str,
        account: &'static Account,
        now: i64,
    ) -> Result<Reply, Refusal> {
        if account.command == "deny" || request.method != "GET" && account.command != "full_access" {
            return Err(Refusal::forbidden());
        }
        let judged = self.command.call(request, path, account);
        let call = judged.map_err(command_v2::as_this_api_says)?;
        command_v2::perform(&mut self.site, &self.options, &call, now)
    }

    /// Says to anybody which product this is.
    fn mechanisms(&self, request: &Request) -> Result<Reply, Refusal> {
        if request.method != "GET" {
            return Err(Refusal::method());
        }
        let product = match self.options.product {
            BeyondTrustProduct::PrivilegedRemoteAccess => "bpam",
            BeyondTrustProduct::RemoteSupport => "ingredi",
        };
        let body =
            json!({ "mechs": ["local"], "default_mech": "local", "cache": "0", "company": "acme", "product": product });
        Ok(Reply::json(200, body.to_string()))
    }
}

impl Simulator for BeyondTrust {
    fn answer(&mut self, request: &Request) -> Reply {
        let now = self.clock.now();
        let path = request.path.strip_prefix(PREFIX).unwrap_or_default().to_owned();
        self.judge(request, &path, now).unwrap_or_else(|refusal| refusal.into_reply(&self.options))
    }
    fn hear(&mut self, line: u64, text: &str) -> Said {
        self.hear_line(line, text)
    }

    fn tell(&mut self, line: u64) -> Said {
        self.news(line)
    }

    fn patience(&self) -> Duration {
        self.options.state_patience
    }

    fn hang_up(&mut self, line: u64) {
        self.end_line(line);
    }
}
