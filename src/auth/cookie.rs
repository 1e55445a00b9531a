//! One Identity SPS: a password or a TLS client certificate, traded for a session cookie, and the X-Token that writes of
//! programs which look like browsers need.

mod answer;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderName};
use secrecy::{ExposeSecret as _, SecretString};

use super::{Authenticator, Grant, Refused, secret, token_command};
use crate::catalog::Field;
use crate::config::{Account, CLIENT_CERT_FILE};
use crate::failure::Failure;
use crate::http::{Fault, Repeat, Request, Transport, add_pairs};
use crate::plan::join;
use crate::surroundings::LocalFuture;

const USERNAME: &str = "username";
const PASSWORD: &str = "password";
const LOGIN_METHOD: &str = "login_method";

const LOGIN: &str = "/api/authentication";
const USER: &str = "/api/user/info";
/// The box sends others as well, in any order.
const SESSION: &str = "session_id";
const X_TOKEN: HeaderName = HeaderName::from_static("x-token");

/// The session cookie of one account, which has `username` and `password` or a TLS client certificate and, where it is
/// wanted, `login_method`.
pub struct Cookie {
    account: Arc<Account>,
    learned: RefCell<Option<Learned>>,
}

/// What the vendor said when it was asked for the X-Token of a session.
struct Learned {
    session: SecretString,
    token: Option<SecretString>,
}

impl Cookie {
    /// The fields of a profile, besides those that every profile may have.
    pub const FIELDS: &[Field] = &[
        Field::plain(USERNAME, "name of the user"),
        Field::secret(PASSWORD, "password of the user"),
        Field::plain(LOGIN_METHOD, "name of the login method, where the box has several (`local` is its own database)"),
    ];

    /// What is enough to log in.
    pub const CREDENTIALS: &[&[&str]] = &[&[USERNAME, PASSWORD], &[CLIENT_CERT_FILE]];

    /// Nothing is fetched yet.
    pub fn new(account: Arc<Account>) -> Self {
        Self { account, learned: RefCell::default() }
    }

    fn is_by_certificate(&self) -> bool {
        self.account.credentials().contains(&CLIENT_CERT_FILE)
    }

    async fn login_request(&self) -> Result<Request, Failure> {
        let mut request = self.request(Method::GET, LOGIN)?;
        request.name = "log in".to_owned();
        let kind = self.is_by_certificate().then_some(("type", "x509"));
        let method = self.account.plain(LOGIN_METHOD).map(|method| (LOGIN_METHOD, method));
        let pairs = kind.into_iter().chain(method).map(|(name, value)| (name.to_owned(), value.to_owned()));
        add_pairs(&mut request.url, pairs);
        if !self.is_by_certificate() {
            request.set_header(AUTHORIZATION, &format!("Basic {}", self.basic().await?), true);
        }
        Ok(request)
    }

    /// As UTF-8, which the box wants: clients that send other letters than ASCII as something else fail.
    async fn basic(&self) -> Result<String, Failure> {
        let username = self.account.plain(USERNAME).unwrap_or_default();
        if username.contains(':') {
            return Err(Failure::usage(format!("`{USERNAME}` holds a `:`, which no login by password can send")));
        }
        let password = secret(&self.account, PASSWORD).await?;
        Ok(STANDARD.encode(format!("{username}:{}", password.expose_secret())))
    }

    /// A request that brings its own credentials.
    fn request(&self, method: Method, path: &str) -> Result<Request, Failure> {
        let repeat = if method == Method::GET { Repeat::Freely } else { Repeat::OnlyIfUnsent };
        let mut request = Request::new(method, join(self.account.url(), path)?, repeat);
        request.confidential = true;
        Ok(request)
    }

    fn has_asked_for(&self, grant: &Grant) -> bool {
        self.learned.borrow().as_ref().is_some_and(|learned| learned.is_of(grant))
    }

    fn token_of(&self, grant: &Grant) -> Option<SecretString> {
        let learned = self.learned.borrow();
        learned.as_ref().filter(|learned| learned.is_of(grant))?.token.clone()
    }

    /// The vendor is asked once a session: a refusal that stays is about permissions.
    async fn learn(&self, transport: &dyn Transport, refused: Refused<'_>) -> Option<()> {
        let mut question = self.request(Method::GET, USER).ok()?;
        question.name = "ask for an X-Token".to_owned();
        (question.bound, question.tidies) = (refused.request.bound, refused.request.tidies);
        self.sign(refused.grant, &mut question, refused.now);
        let reply = transport.send(&question).await.ok()?;
        let token = answer::x_token(&reply);
        let learns = token.is_some();
        self.learned.replace(Some(Learned { session: refused.grant.token.clone(), token }));
        learns.then_some(())
    }
}

impl Learned {
    fn is_of(&self, grant: &Grant) -> bool {
        self.session.expose_secret() == grant.token.expose_secret()
    }
}

fn is_write(method: &Method) -> bool {
    ![Method::GET, Method::HEAD].contains(method)
}

impl Authenticator for Cookie {
    fn login<'a>(&'a self, transport: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>> {
        Box::pin(async move {
            let reply = transport.send(&self.login_request().await?).await?;
            Ok(answer::grant(&self.account, &reply)?)
        })
    }

    fn sign(&self, grant: &Grant, request: &mut Request, _: SystemTime) {
        request.set_header(COOKIE, &format!("{SESSION}={}", grant.token.expose_secret()), true);
        if let Some(token) = self.token_of(grant).filter(|_| is_write(&request.method)) {
            request.set_header(X_TOKEN, token.expose_secret(), true);
        }
    }

    /// There is no variable that holds a session: the shell asks for one.
    fn variables(&self) -> Grant {
        Grant::lasting(SecretString::from(token_command(&self.account)))
    }

    fn renews(&self) -> bool {
        true
    }

    fn amend<'a>(&'a self, transport: &'a dyn Transport, refused: Refused<'a>) -> LocalFuture<'a, bool> {
        let is_it =
            refused.reply.status == 403 && is_write(&refused.request.method) && !self.has_asked_for(refused.grant);
        Box::pin(async move { is_it && self.learn(transport, refused).await.is_some() })
    }

    /// No guide names an end of a session, and no known client ends one: a box may well refuse.
    fn logout<'a>(&'a self, transport: &'a dyn Transport, grant: &'a Grant) -> LocalFuture<'a, ()> {
        Box::pin(async move {
            let Ok(mut request) = self.request(Method::DELETE, LOGIN) else { return };
            request.name = "log out".to_owned();
            request.tidies = true;
            self.sign(grant, &mut request, UNIX_EPOCH);
            let _ = transport.send(&request).await;
        })
    }

    fn secrets(&self) -> Vec<SecretString> {
        let is_at_hand = self.account.has_secret(PASSWORD) && self.account.is_at_hand(PASSWORD);
        let password = is_at_hand.then(|| self.account.secret(PASSWORD).ok()).flatten();
        let token = self.learned.borrow().as_ref().and_then(|learned| learned.token.clone());
        password.into_iter().chain(token).collect()
    }
}
