//! Logging in: where a user agrees at once, and where secrets, codes and refresh tokens become access tokens.

mod challenge;
mod clients;
mod grants;

pub use clients::{
    NINJAONE_CLIENT_ID, NINJAONE_CLIENT_SECRET, NINJAONE_NATIVE_CLIENT_ID, NINJAONE_READING_CLIENT_ID,
    NINJAONE_READING_CLIENT_SECRET, NINJAONE_WEB_CLIENT_ID, NINJAONE_WEB_CLIENT_SECRET, NINJAONE_WEB_REDIRECT,
};
pub(super) use grants::Grant;

use super::refusal::Refusal;
use crate::exchange::{Reply, Request};
use clients::Client;
use grants::{Grants, Login, TOKEN_LIFE};
use serde_json::{Value, json};
use std::collections::HashMap;

/// The members of a query or a form. One that comes twice counts as it came last.
type Form = HashMap<String, String>;

/// The parameters that a token request may have; a strict server knows no others.
const KNOWN: &[&str] =
    &["grant_type", "client_id", "client_secret", "scope", "redirect_uri", "code", "code_verifier", "refresh_token"];

/// Everything about logging in that outlives a request.
#[derive(Debug)]
pub(super) struct OAuth {
    grants: Grants,
    is_old: bool,
}

/// Why a login goes no further: a word of RFC 6749, or the vendor's own envelope.
enum Denial {
    Word(&'static str),
    Vendor(Refusal),
}

impl OAuth {
    pub(super) fn new(seed: u64, is_old: bool) -> OAuth {
        OAuth { grants: Grants::new(seed), is_old }
    }

    /// Answer below `/ws/oauth/` and below the older `/oauth/`.
    pub(super) fn answer(&mut self, request: &Request, now: i64) -> Result<Reply, Refusal> {
        let newer = request.path.strip_prefix("/ws/oauth/").filter(|_| !self.is_old);
        let word = newer.or(request.path.strip_prefix("/oauth/")).ok_or_else(Refusal::not_found)?;
        match (word, request.method.as_str()) {
            ("token", "POST") => self.token(request, now),
            ("authorize", "GET") => self.authorize(&read(request.query.as_bytes()), now),
            ("token" | "authorize", _) => Err(Refusal::app(405, "HTTP 405 Method Not Allowed")),
            _ => Err(Refusal::not_found()),
        }
    }

    /// Who asks. The scopes that an operation needs are checked elsewhere.
    pub(super) fn grant(&self, request: &Request, now: i64) -> Result<Grant, Refusal> {
        let header = request.header("authorization").ok_or_else(Refusal::missing_header)?;
        let token = header.strip_prefix("Bearer ").filter(|token| !token.trim().is_empty());
        let grant = self.grants.by_token(token.ok_or_else(Refusal::invalid_header)?, now);
        grant.cloned().ok_or_else(Refusal::not_authenticated)
    }

    /// As if a user had agreed at once.
    fn authorize(&mut self, query: &Form, now: i64) -> Result<Reply, Refusal> {
        let client =
            Client::find(text(query, "client_id")).filter(|client| client.grants.contains(&"authorization_code"));
        let client = client.ok_or_else(Refusal::not_found)?;
        let redirect = text(query, "redirect_uri");
        if !client.may_return_to(redirect) {
            let place = "/ws/oauth/error?error=unauthorized_client&error_description=Invalid+redirect_uri";
            return Ok(Reply { status: 302, headers: vec![], body: Default::default() }.with("location", place));
        }
        let answer = match login(client, query, redirect) {
            Ok(login) => ("code", self.grants.code(login, now)),
            Err(word) => ("error", word.to_owned()),
        };
        Ok(sent_back(redirect, &answer, text(query, "state")))
    }

    fn token(&mut self, request: &Request, now: i64) -> Result<Reply, Refusal> {
        let kind = request.header("content-type").unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Refusal::app(415, "HTTP 415 Unsupported Media Type"));
        }
        match self.trade(&read(&request.body), now) {
            Ok(body) => Ok(Reply::json(200, body.to_string()).with("cache-control", "no-store")),
            Err(Denial::Word(word)) => Ok(Reply::json(400, json!({ "error": word }).to_string())),
            Err(Denial::Vendor(refusal)) => Err(refusal),
        }
    }

    fn trade(&mut self, form: &Form, now: i64) -> Result<Value, Denial> {
        if form.keys().any(|name| !KNOWN.contains(&name.as_str())) {
            return Err(Denial::Word("invalid_request"));
        }
        let client = Client::find(text(form, "client_id")).ok_or(Denial::Vendor(Refusal::unknown_client()))?;
        // 400 and not 401: the client is named in the body, where RFC 6749 leaves the choice.
        if client.secret.is_some_and(|secret| text(form, "client_secret") != secret) {
            return Err(Denial::Word("invalid_client"));
        }
        let kind = text(form, "grant_type");
        if !["client_credentials", "authorization_code", "refresh_token"].contains(&kind) {
            return Err(Denial::Word("unsupported_grant_type"));
        }
        if !client.grants.contains(&kind) {
            return Err(Denial::Word("unauthorized_client"));
        }
        match kind {
            "client_credentials" => self.by_secret(client, form, now),
            "authorization_code" => self.by_code(client, form, now),
            _ => self.by_refresher(client, form, now),
        }
    }

    fn by_secret(&mut self, client: &Client, form: &Form, now: i64) -> Result<Value, Denial> {
        let scopes = client.scopes(text(form, "scope")).ok_or(Denial::Word("invalid_scope"))?;
        let token = self.grants.token(client, &scopes, false, now);
        Ok(issued(&token, &scopes))
    }

    fn by_code(&mut self, client: &Client, form: &Form, now: i64) -> Result<Value, Denial> {
        let login = self.grants.take_code(text(form, "code"), now).ok_or(Denial::Word("invalid_token"))?;
        let is_same = login.client == client.id && login.redirect == text(form, "redirect_uri");
        let verifier = text(form, "code_verifier");
        let is_proven = login.challenge.as_ref().is_none_or(|challenge| challenge::fits(verifier, challenge));
        if !is_same || !is_proven {
            return Err(Denial::Word("invalid_grant"));
        }
        let token = self.grants.token(client, &login.scopes, true, now);
        let mut body = issued(&token, &login.scopes);
        if login.scopes.contains(&"offline_access") {
            body["refresh_token"] = self.grants.refresher(client, &login.scopes, now).into();
        }
        Ok(body)
    }

    /// The refresh token stays as it is, so none is answered.
    fn by_refresher(&mut self, client: &Client, form: &Form, now: i64) -> Result<Value, Denial> {
        let grant = self.grants.by_refresher(text(form, "refresh_token"), now);
        let grant = grant.filter(|grant| grant.client == client.id).ok_or(Denial::Word("invalid_token"))?;
        let token = self.grants.token(client, &grant.scopes, true, now);
        Ok(issued(&token, &grant.scopes))
    }
}

/// What is wrong with a login is told where the user is sent back to.
fn login(client: &Client, query: &Form, redirect: &str) -> Result<Login, &'static str> {
    if text(query, "response_type") != "code" {
        return Err("unsupported_response_type");
    }
    let challenge = Some(text(query, "code_challenge")).filter(|challenge| !challenge.is_empty());
    let is_hashed = challenge.is_none() || text(query, "code_challenge_method") == "S256";
    let is_bound = client.secret.is_some() || challenge.is_some();
    if !is_hashed || !is_bound || text(query, "state").is_empty() {
        return Err("invalid_request");
    }
    let scopes = client.scopes(text(query, "scope")).ok_or("invalid_scope")?;
    Ok(Login { client: client.id, redirect: redirect.to_owned(), challenge: challenge.map(str::to_owned), scopes })
}

fn sent_back(redirect: &str, (name, value): &(&str, String), state: &str) -> Reply {
    let mark = if redirect.contains('?') { '&' } else { '?' };
    let query =
        form_urlencoded::Serializer::new(String::new()).append_pair(name, value).append_pair("state", state).finish();
    let reply = Reply { status: 302, headers: vec![], body: Default::default() };
    reply.with("location", format!("{redirect}{mark}{query}"))
}

fn issued(token: &str, scopes: &[&str]) -> Value {
    json!({ "access_token": token, "expires_in": TOKEN_LIFE, "scope": scopes.join(" "), "token_type": "Bearer" })
}

fn read(bytes: &[u8]) -> Form {
    form_urlencoded::parse(bytes).into_owned().collect()
}

fn text<'a>(form: &'a Form, name: &str) -> &'a str {
    form.get(name).map_or("", String::as_str)
}
