//! A login in JSON for a token of a few minutes, and the tenant that each request names beside it. What vendors differ in is
//! data, a [`Door`].

mod answer;
mod membership;
#[cfg(test)]
mod tests;

use std::cell::{Cell, OnceCell};
use std::sync::Arc;
use std::time::SystemTime;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderName};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::{Authenticator, Grant, Refused, secret, token_command};
use crate::config::Account;
use crate::failure::Failure;
use crate::http::{Fault, HIDDEN, Repeat, Reply, Request, Transport};
use crate::plan::join;
use crate::surroundings::LocalFuture;

pub use membership::{Membership, memberships};

/// The field with the tenant, where the user has chosen one.
pub const TENANT_ID: &str = "tenant_id";
const USERNAME: &str = "username";
const PASSWORD: &str = "password";
const CLIENT_ID: &str = "client_id";
const CLIENT_SECRET: &str = "client_secret";
const ORGANIZATION: &str = "organization";
const TOKEN_PATH: &str = "token_path";
const X_TENANT_ID: HeaderName = HeaderName::from_static("x-tenant-id");

/// What is particular to one vendor's login.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    /// Where users log in, below the base URL.
    pub by_password: &'static str,
    /// Where API keys log in; `None` where there are none.
    pub by_key: Option<&'static str>,
    /// Where the token stands in the answer, as a JSON pointer.
    pub token: &'static str,
    /// Where the seconds of its life stand.
    pub life: &'static str,
    /// Where a refresh token stands, if the vendor sends one.
    pub refresh_token: Option<&'static str>,
    /// Where a user's tenants are listed; `None` where requests name no tenant.
    pub tenants: Option<&'static str>,
    /// What is told besides where a user is refused.
    pub user_hint: Option<&'static str>,
    /// What is told where a key is refused.
    pub key_hint: Option<&'static str>,
    /// What is told where nothing of the vendor answers any more.
    pub gone: Option<Gone>,
}

/// Words for a service that may have been switched off.
#[derive(Debug, Clone, Copy)]
pub struct Gone {
    /// Why it may be, as the end of a sentence.
    pub why: &'static str,
    /// What to do.
    pub hint: &'static str,
}

/// Who logs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    User,
    Key,
}

/// The authenticator of one account.
pub struct TokenLogin {
    account: Arc<Account>,
    door: Door,
    /// The only tenant of the user, where none is configured.
    tenant: OnceCell<String>,
    /// The vendor has just refused a token that had not ended: what a refresh brings would have the same permissions.
    is_refused: Cell<bool>,
    /// The vendor did not take a refresh token in this run.
    never_refreshes: Cell<bool>,
}

impl TokenLogin {
    /// The account's fields are `username` and `password`, or `client_id`, `client_secret` and `organization`; besides
    /// `token_path` and `tenant_id`.
    pub fn new(account: Arc<Account>, door: Door) -> Self {
        let (is_refused, never_refreshes) = (Cell::default(), Cell::default());
        Self { account, door, tenant: OnceCell::new(), is_refused, never_refreshes }
    }

    fn who(&self) -> Who {
        if self.account.credentials().contains(&CLIENT_ID) { Who::Key } else { Who::User }
    }

    fn secret_field(&self) -> &'static str {
        match self.who() {
            Who::User => PASSWORD,
            Who::Key => CLIENT_SECRET,
        }
    }

    /// How a key is spelled differs between organizations, so it goes out as it was written; only where the user names an
    /// organization it gets the older form, in lower case.
    fn client_id(&self) -> String {
        let name = self.account.plain(CLIENT_ID).unwrap_or_default();
        match self.account.plain(ORGANIZATION) {
            Some(organization) => format!("{}->{}", organization.to_lowercase(), name.to_lowercase()),
            None => name.to_owned(),
        }
    }

    async fn credentials(&self) -> Result<Value, Failure> {
        let secret = secret(&self.account, self.secret_field()).await?;
        let secret = secret.expose_secret();
        Ok(match self.who() {
            Who::User => json!({ "username": self.account.plain(USERNAME).unwrap_or_default(), "password": secret }),
            Who::Key => {
                json!({ "grant_type": "client_credentials", "client_id": self.client_id(), "client_secret": secret })
            }
        })
    }

    fn token_path(&self) -> Result<&str, Failure> {
        match (self.account.plain(TOKEN_PATH), self.who(), self.door.by_key) {
            (Some(path), ..) if path.starts_with('/') => Ok(path),
            (Some(path), ..) => Err(Failure::usage(format!("`{TOKEN_PATH}` does not begin with `/`: `{path}`"))),
            (None, Who::Key, Some(path)) => Ok(path),
            (None, ..) => Ok(self.door.by_password),
        }
    }

    async fn ask(&self, transport: &dyn Transport, body: &Value) -> Result<Reply, Fault> {
        let url = join(self.account.url(), self.token_path()?)?;
        let mut request = Request::new(Method::POST, url, Repeat::OnlyIfUnsent).json(body);
        request.name = "log in".to_owned();
        request.confidential = true;
        transport.send(&request).await
    }

    async fn log_in(&self, transport: &dyn Transport) -> Result<Grant, Fault> {
        let body = self.credentials().await?;
        let asked = answer::Asked { account: &self.account, door: &self.door, by_key: self.who() == Who::Key };
        let reply = self.ask(transport, &body).await.map_err(|fault| asked.unreached(fault))?;
        let grant = asked.grant(&reply)?;
        match self.never_refreshes.get() {
            true => Ok(Grant { refresh_token: None, ..grant }),
            false => Ok(grant),
        }
    }

    /// No public client refreshes, so that it may fail in any way: then the login is repeated.
    async fn refreshed(&self, transport: &dyn Transport, token: &SecretString) -> Option<Grant> {
        let body = json!({ "grant_type": "refresh_token", "refresh_token": token.expose_secret() });
        let reply = self.ask(transport, &body).await.ok()?;
        answer::parse(&self.door, &reply).ok().filter(|_| reply.is_success())
    }

    /// The tenant that requests name: what was configured, or the only one that there is.
    fn tenant(&self) -> Option<&str> {
        self.account.plain(TENANT_ID).or_else(|| self.tenant.get().map(String::as_str))
    }

    /// A header that the user gave stands.
    fn names_tenant(&self, request: &Request) -> bool {
        let is_list = |path| join(self.account.url(), path).is_ok_and(|url| url.path() == request.url.path());
        self.door.tenants.is_some_and(|path| !is_list(path)) && !request.headers.contains_key(X_TENANT_ID)
    }

    /// The tenant, or what stands for it.
    fn put_tenant(&self, request: &mut Request, otherwise: &str) {
        if self.names_tenant(request) {
            let (value, is_live) = self.tenant().map_or((otherwise, true), |tenant| (tenant, false));
            request.set_header(X_TENANT_ID, value, is_live);
        }
    }

    /// The login of a key is of no user, and nothing lists its tenants.
    fn no_tenant_of_key(&self) -> Failure {
        let (variable, vendor) = (self.tenant_variable(), self.account.vendor());
        let mut failure = Failure::usage(format!("no `{TENANT_ID}` for {} is configured", vendor.name));
        failure.hint = Some(match self.account.profile() {
            Some(profile) => format!(
                "`{TENANT_ID} = \"...\"` in profile `{profile}`: API keys cannot look it up; the developer tools of a browser show it as `x-tenant-id`, and `rmctl {} tenants list` with a user's login",
                vendor.key
            ),
            None => format!(
                "`export {variable}=...`: API keys cannot look it up; the developer tools of a browser show it as `x-tenant-id`, and `rmctl {} tenants list` with a user's login",
                vendor.key
            ),
        });
        failure.vendor = Some(vendor.key.to_owned());
        failure
    }

    fn tenant_variable(&self) -> String {
        format!("RMCTL_{}_{}", self.account.vendor().env, TENANT_ID.to_uppercase())
    }

    /// The command whose only line is the tenant that a request would name.
    fn tenants_command(&self) -> String {
        let profile = self.account.profile().map(|name| format!(" -p {name}")).unwrap_or_default();
        format!("$(rmctl {} tenants list -o name{profile})", self.account.vendor().key)
    }

    fn several(&self, tenants: &[Membership]) -> Failure {
        let key = self.account.vendor().key;
        let hint = match self.account.profile() {
            Some(profile) => format!("`rmctl {key} tenants use NAME -p {profile}` chooses one"),
            None => format!("`export {}=ID` chooses one", self.tenant_variable()),
        };
        membership::several(tenants).hint(hint)
    }
}

impl Authenticator for TokenLogin {
    fn login<'a>(&'a self, transport: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>> {
        Box::pin(self.log_in(transport))
    }

    fn sign(&self, grant: &Grant, request: &mut Request, _: SystemTime) {
        request.set_header(AUTHORIZATION, &format!("Bearer {}", grant.token.expose_secret()), true);
        if self.tenant().is_some() {
            self.put_tenant(request, "");
        }
    }

    /// There is no variable that holds a token which ends: the shell asks for one.
    fn variables(&self) -> Grant {
        Grant::lasting(SecretString::from(token_command(&self.account)))
    }

    fn renews(&self) -> bool {
        true
    }

    fn pretend(&self, request: &mut Request, now: SystemTime) {
        self.put_tenant(request, "<tenant_id>");
        self.sign(&Grant::lasting(HIDDEN.into()), request, now);
    }

    fn sign_by_shell(&self, request: &mut Request) -> Vec<String> {
        self.put_tenant(request, &self.tenants_command());
        self.sign(&self.variables(), request, SystemTime::UNIX_EPOCH);
        Vec::new()
    }

    /// Permissions are those of the login, so that a refresh cannot help against a refusal.
    fn amend<'a>(&'a self, _: &'a dyn Transport, refused: Refused<'a>) -> LocalFuture<'a, bool> {
        self.is_refused.set(refused.reply.status == 401);
        Box::pin(async { false })
    }

    fn refresh<'a>(
        &'a self,
        transport: &'a dyn Transport,
        token: &'a SecretString,
    ) -> LocalFuture<'a, Result<Option<Grant>, Fault>> {
        Box::pin(async move {
            if self.is_refused.take() || self.never_refreshes.get() {
                return Ok(None);
            }
            let grant = self.refreshed(transport, token).await;
            self.never_refreshes.set(grant.is_none());
            Ok(grant)
        })
    }

    fn secrets(&self) -> Vec<SecretString> {
        let field = self.secret_field();
        let at_hand = self.account.is_at_hand(field).then(|| self.account.secret(field).ok());
        at_hand.flatten().into_iter().collect()
    }

    fn question(&self, request: &Request) -> Result<Option<Request>, Failure> {
        let Some(path) = self.door.tenants.filter(|_| self.names_tenant(request) && self.tenant().is_none()) else {
            return Ok(None);
        };
        match self.who() {
            Who::Key => Err(self.no_tenant_of_key()),
            Who::User => Ok(Some(Request::get(join(self.account.url(), path)?))),
        }
    }

    fn learn(&self, reply: &Reply) -> Result<String, Failure> {
        let asked = answer::Asked { account: &self.account, door: &self.door, by_key: false };
        let tenants = memberships(&asked.user(reply)?);
        match &tenants[..] {
            [only] => {
                self.recall(&only.id);
                Ok(only.id.clone())
            }
            [] => Err(membership::none()),
            several => Err(self.several(several)),
        }
    }

    fn recall(&self, tenant: &str) {
        let _ = self.tenant.set(tenant.to_owned());
    }
}
