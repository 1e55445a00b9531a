//! The two token paths, and the forms of credentials that each takes.

use super::accounts::{Account, CISCO_KEY_NAME, CISCO_KEY_ORGANISATION, CISCO_KEY_SECRET, CISCO_PASSWORD, KEY};
use super::options::{CiscoKeyForm, CiscoOptions};
use super::refusal::Refusal;
use super::tokens::Tokens;
use crate::exchange::{Reply, Request};
use serde_json::{Map, Value};

/// Takes passwords, and API keys of the older forms.
pub(super) const USERS_PATH: &str = "/iam/auth/token";
/// Takes API keys.
pub(super) const KEYS_PATH: &str = "/nbapi/iam/v1/auth/token";

/// A whole body: all members there, and no others.
enum Form<'a> {
    Password { username: &'a str, password: &'a str },
    Key { id: &'a str, secret: &'a str },
    Refresh(&'a str),
}

/// Trade credentials for a token.
pub(super) fn answer(
    tokens: &mut Tokens,
    options: &CiscoOptions,
    request: &Request,
    now: i64,
) -> Result<Reply, Refusal> {
    if request.method != "POST" {
        return Err(Refusal::method(Some("POST")));
    }
    if !request.query.is_empty() {
        return Err(Refusal::early(400, "No parameter is expected."));
    }
    let body = members(request)?;
    let (status, account, with_refresh) = match form(&body)? {
        Form::Password { username, password } => {
            (options.password_status, by_password(&request.path, username, password)?, true)
        }
        Form::Key { id, secret } => (200, by_key(options, &request.path, id, secret)?, options.keys_get_refresh),
        Form::Refresh(token) => {
            let account = Some(token).filter(|_| options.refreshes).and_then(|token| tokens.take_refresh(token, now));
            (200, account.ok_or_else(|| Refusal::early(400, "The refresh token is not accepted."))?, true)
        }
    };
    let reply = Reply::json(status, tokens.issue(account, with_refresh, now).to_string());
    Ok(reply.with("cache-control", "no-store"))
}

/// JSON alone, even where OAuth would have a form.
fn members(request: &Request) -> Result<Map<String, Value>, Refusal> {
    let kind = request.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("application/json") {
        return Err(Refusal::early(415, "Unsupported Media Type"));
    }
    serde_json::from_slice(&request.body).map_err(|_| Refusal::early(400, "The body cannot be read."))
}

fn form(body: &Map<String, Value>) -> Result<Form<'_>, Refusal> {
    let mut names: Vec<&str> = body.keys().map(String::as_str).collect();
    names.sort_unstable();
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    match (names.as_slice(), text("grant_type")) {
        (["password", "username"], _) => Ok(Form::Password { username: text("username"), password: text("password") }),
        (["client_id", "client_secret", "grant_type"], "client_credentials") => {
            Ok(Form::Key { id: text("client_id"), secret: text("client_secret") })
        }
        (["grant_type", "refresh_token"], "refresh_token") => Ok(Form::Refresh(text("refresh_token"))),
        _ => Err(Refusal::early(400, "The members of the body are not those of any login.")),
    }
}

/// Whether the keys' path takes passwords, too, is not known; here it does not.
fn by_password(path: &str, username: &str, password: &str) -> Result<&'static Account, Refusal> {
    if path != USERS_PATH {
        return Err(Refusal::early(400, "This path takes API keys."));
    }
    Account::user(username).filter(|_| password == CISCO_PASSWORD).ok_or_else(wrong)
}

fn by_key(options: &CiscoOptions, path: &str, id: &str, secret: &str) -> Result<&'static Account, Refusal> {
    let form = key_form(path, id).ok_or_else(wrong)?;
    let is_taken = options.key_form.is_none_or(|only| only == form);
    if is_taken && secret == CISCO_KEY_SECRET { Ok(KEY) } else { Err(wrong()) }
}

fn key_form(path: &str, id: &str) -> Option<CiscoKeyForm> {
    let prefixed = format!("{CISCO_KEY_ORGANISATION}->{CISCO_KEY_NAME}").to_lowercase();
    match path {
        KEYS_PATH => (id == CISCO_KEY_NAME).then_some(CiscoKeyForm::Named),
        _ if id == CISCO_KEY_NAME.to_lowercase() => Some(CiscoKeyForm::Lowered),
        _ => (id == prefixed).then_some(CiscoKeyForm::Prefixed),
    }
}

fn wrong() -> Refusal {
    Refusal::early(401, "Invalid credentials")
}
