//! OAuth 2: an app's secret or a person's consent, traded for a token that ends. What vendors differ in is data, a [`Flow`].

pub(super) mod answer;
mod person;
mod pkce;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::{Authenticator, ByPerson, Grant, secret, token_command};
use crate::catalog::Settings;
use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::http::{Fault, Repeat, Reply, Request, Transport};
use crate::surroundings::LocalFuture;

/// The field that says which app it is.
pub const CLIENT_ID: &str = "client_id";
/// The field with the app's secret, which apps on people's machines do not have.
pub const CLIENT_SECRET: &str = "client_secret";
/// The field that says who logs in, [`BY_APP`] or [`BY_PERSON`].
pub const GRANT_TYPE: &str = "grant_type";
const SCOPE: &str = "scope";
const TOKEN_PATH: &str = "token_path";
const REDIRECT_URI: &str = "redirect_uri";

/// `grant_type = "client_credentials"`: the app acts by itself.
pub const BY_APP: &str = "client_credentials";
/// `grant_type = "authorization_code"`: a person logs in, in a browser.
pub const BY_PERSON: &str = "authorization_code";

/// What is particular to one vendor's OAuth 2.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    /// Where tokens are had, from the origin on. The next one is tried where the one before does not exist.
    pub token_paths: &'static [&'static str],
    /// Where a person consents; `None` where only apps log in.
    pub authorize_path: Option<&'static str>,
    /// Where client id and secret stand in a token request.
    pub client_in: ClientIn,
    /// What a person's login asks for, where the profile says nothing.
    pub person_scope: &'static str,
    /// Whether a 401 is about the token, and not about what was asked for.
    pub denies: fn(&Reply) -> bool,
    /// The words of a 404 that say that the client is unknown at this host; any other 404 means that the path is.
    pub unknown_client: &'static [&'static str],
}

/// Where client id and secret stand in a token request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientIn {
    /// `client_id` and `client_secret` in the form.
    Form,
    /// `Authorization: Basic`, both as they are, by RFC 7617: no vendor wants them encoded first, as RFC 6749 has it.
    Basic,
}

/// Who logs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    App,
    Person,
}

/// Whether profiles of this vendor may be of a person who logs in with a browser.
pub fn may_be_by_person(settings: &Settings) -> bool {
    let field = settings.fields.iter().find(|field| field.key == GRANT_TYPE);
    field.is_some_and(|field| field.values.contains(&BY_PERSON))
}

/// The authenticator of one account.
pub struct Oauth {
    account: Arc<Account>,
    flow: Flow,
}

impl Oauth {
    /// The account's fields are `client_id`, `client_secret`, `scope`, `grant_type`, `token_path` and `redirect_uri`.
    pub fn new(account: Arc<Account>, flow: Flow) -> Self {
        Self { account, flow }
    }

    /// Without a word from the profile, whoever has a secret is an app.
    fn who(&self) -> Who {
        match (self.flow.authorize_path, self.account.plain(GRANT_TYPE)) {
            (None, _) | (_, Some(BY_APP)) => Who::App,
            (_, Some(_)) => Who::Person,
            (_, None) if self.has_secret() => Who::App,
            (_, None) => Who::Person,
        }
    }

    fn has_secret(&self) -> bool {
        self.account.credentials().contains(&CLIENT_SECRET) && self.account.has_secret(CLIENT_SECRET)
    }

    fn client_id(&self) -> &str {
        self.account.plain(CLIENT_ID).unwrap_or_default()
    }

    async fn client_secret(&self) -> Result<Option<SecretString>, Failure> {
        match self.has_secret() || self.who() == Who::App {
            true => secret(&self.account, CLIENT_SECRET).await.map(Some),
            false => Ok(None),
        }
    }

    async fn login_of_app(&self, transport: &dyn Transport) -> Result<Grant, Fault> {
        let scope = self.account.plain(SCOPE).map(|scope| (SCOPE, scope));
        let form: Vec<_> = [("grant_type", BY_APP)].into_iter().chain(scope).collect();
        let reply = self.ask(transport, &form).await?;
        Ok(answer::grant(&self.asked(), &reply)?)
    }

    /// One question to the token endpoint. A path that does not exist is no refusal: the next one is tried.
    async fn ask(&self, transport: &dyn Transport, form: &[(&str, &str)]) -> Result<Reply, Fault> {
        let secret = self.client_secret().await?;
        let mut last = None;
        for path in self.token_paths()? {
            let reply = transport.send(&self.token_request(&path, form, secret.as_ref())).await?;
            if reply.status != 404 || answer::is_unknown_client(&reply, self.flow.unknown_client) {
                return Ok(reply);
            }
            last = Some(reply);
        }
        last.ok_or_else(|| Failure::new(Code::Internal, "a flow without a token path").into())
    }

    fn token_request(&self, path: &str, form: &[(&str, &str)], secret: Option<&SecretString>) -> Request {
        let mut request = Request::new(Method::POST, self.at(path), Repeat::OnlyIfUnsent);
        request.name = "log in".to_owned();
        request.confidential = true;
        let mut form = form.to_vec();
        match (self.flow.client_in, secret) {
            (ClientIn::Basic, Some(secret)) => set_basic(&mut request, self.client_id(), secret.expose_secret()),
            (_, secret) => {
                form.push((CLIENT_ID, self.client_id()));
                form.extend(secret.map(|secret| (CLIENT_SECRET, secret.expose_secret())));
            }
        }
        request.form(&form)
    }

    /// The profile's path goes over the vendor's, and is the whole path.
    fn token_paths(&self) -> Result<Vec<String>, Failure> {
        match self.account.plain(TOKEN_PATH) {
            Some(path) if path.starts_with('/') => Ok(vec![path.to_owned()]),
            Some(path) => Err(Failure::usage(format!("`{TOKEN_PATH}` does not begin with `/`: `{path}`"))),
            None => Ok(self.flow.token_paths.iter().map(|path| self.below(path)).collect()),
        }
    }

    /// A path of the vendor's, which stands below that of the account's URL as all requests do.
    fn below(&self, path: &str) -> String {
        format!("{}{path}", self.account.url().path().trim_end_matches('/'))
    }

    /// Of the configured origin, whatever the path looks like: the secret goes nowhere else.
    fn at(&self, path: &str) -> Url {
        let mut url = self.account.url().clone();
        url.set_path(path);
        url
    }

    fn asked(&self) -> answer::Asked<'_> {
        answer::Asked { account: &self.account, flow: &self.flow }
    }

    /// The command that brings a person's login.
    fn login_command(&self) -> String {
        login_command(&self.account)
    }
}

fn login_command(account: &Account) -> String {
    match account.profile() {
        Some(name) => format!("rmctl auth login -p {name}"),
        None => format!("rmctl auth login -p NAME --vendor {}", account.vendor().key),
    }
}

fn set_basic(request: &mut Request, client_id: &str, secret: &str) {
    let value = format!("Basic {}", STANDARD.encode(format!("{client_id}:{secret}")));
    request.set_header(AUTHORIZATION, &value, true);
}

impl Authenticator for Oauth {
    fn login<'a>(&'a self, transport: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>> {
        Box::pin(async move {
            match self.who() {
                Who::App => self.login_of_app(transport).await,
                Who::Person => Err(self.nobody_there().into()),
            }
        })
    }

    fn refresh<'a>(
        &'a self,
        transport: &'a dyn Transport,
        token: &'a SecretString,
    ) -> LocalFuture<'a, Result<Option<Grant>, Fault>> {
        Box::pin(async move {
            let form = [("grant_type", "refresh_token"), ("refresh_token", token.expose_secret())];
            let reply = self.ask(transport, &form).await?;
            match answer::is_end_of_login(&reply) {
                true => Ok(None),
                false => Ok(Some(answer::grant(&self.asked(), &reply)?)),
            }
        })
    }

    fn sign(&self, grant: &Grant, request: &mut Request, _: SystemTime) {
        request.set_header(AUTHORIZATION, &format!("Bearer {}", grant.token.expose_secret()), true);
    }

    /// There is no variable that holds a token which ends: the shell asks for one.
    fn variables(&self) -> Grant {
        Grant::lasting(SecretString::from(token_command(&self.account)))
    }

    fn renews(&self) -> bool {
        true
    }

    fn is_denied(&self, reply: &Reply) -> bool {
        (self.flow.denies)(reply)
    }

    fn secrets(&self) -> Vec<SecretString> {
        let at_hand = self.has_secret() && self.account.is_at_hand(CLIENT_SECRET);
        at_hand.then(|| self.account.secret(CLIENT_SECRET).ok()).flatten().into_iter().collect()
    }

    fn by_person(&self) -> Option<&dyn ByPerson> {
        (self.who() == Who::Person).then_some(self as &dyn ByPerson)
    }
}
