//! What the box answers to a login, and where the X-Token stands. Its words are taken short.

use reqwest::header::SET_COOKIE;
use secrecy::SecretString;
use serde_json::Value;

use super::{LOGIN, LOGIN_METHOD, SESSION, USERNAME};
use crate::auth::Grant;
use crate::auth::oauth::answer::{another_secret, host, judged, life, wait};
use crate::config::{Account, CLIENT_CERT_FILE};
use crate::failure::{Code, Failure};
use crate::http::Reply;

/// Characters of the box's sentence that a message repeats.
const LONGEST_WORDS: usize = 300;

/// The session in an answer.
pub(super) fn grant(account: &Account, reply: &Reply) -> Result<Grant, Failure> {
    judged(reply, parse, |why| unreadable(account, why), || refused(account, reply))
}

/// Never says what stands in the answer: it may be a session.
fn parse(reply: &Reply) -> Result<Grant, &'static str> {
    if reply.is_html() {
        return Err("it is HTML");
    }
    let body = match reply.body.trim_ascii() {
        b"" => Value::Null,
        text => serde_json::from_slice(text).map_err(|_| "it is no JSON")?,
    };
    let session = session(reply).ok_or("it has no cookie `session_id`")?;
    // How long a session lasts is the box's setting; without a word it lasts until the box refuses it.
    let lives_for = life(&body["meta"]["remaining_seconds"]).filter(|life| !life.is_zero());
    Ok(Grant { lives_for, ..Grant::lasting(session) })
}

/// The value alone counts. By a clock that is off, the cookie would seem to have ended when it came.
fn session(reply: &Reply) -> Option<SecretString> {
    let cookies = reply.headers.get_all(SET_COOKIE).into_iter().filter_map(|header| header.to_str().ok());
    let pairs = cookies.filter_map(|cookie| cookie.split(';').next()?.split_once('='));
    let mut values = pairs.filter(|(name, _)| name.trim() == SESSION).map(|(_, value)| value.trim());
    values.rfind(|value| is_graphic(value)).map(SecretString::from)
}

fn is_graphic(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn unreadable(account: &Account, why: &str) -> Failure {
    let host = host(account);
    Failure::new(Code::VendorError, format!("cannot log in: the answer of {host} has no session: {why}"))
        .hint("look whether `url` leads to the box's REST API and not to a proxy or a portal")
}

fn refused(account: &Account, reply: &Reply) -> Failure {
    let (kind, message) = words(reply);
    let said: String = [&kind, &message].into_iter().flatten().map(|words| format!(": {words}")).collect();
    let text = format!("cannot log in{}: {}{said}", identity(account), reply.status);
    let mut failure = match reply.status {
        401 => Failure::new(Code::Unauthenticated, text).hint(another_way(account)),
        403 => Failure::new(Code::Forbidden, text).hint("the user needs the box's privilege for its REST server"),
        404 => without_endpoint(account),
        429 => Failure { retry_after: wait(reply), retryable: true, ..Failure::new(Code::RateLimited, text) },
        408 | 500.. => Failure { retryable: true, ..Failure::new(Code::VendorError, text) },
        _ if reply.is_html() => unreadable(account, "it is HTML"),
        400..500 => Failure::new(Code::Unauthenticated, text).hint(another_way(account)),
        _ => Failure::new(Code::VendorError, text),
    };
    failure.vendor_code = kind;
    failure.vendor_message = message;
    failure
}

/// The type and the sentence of the box's error.
fn words(reply: &Reply) -> (Option<String>, Option<String>) {
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let word = |name: &str| {
        let text = body["error"][name].as_str().filter(|text| !text.is_empty())?;
        Some(text.chars().take(LONGEST_WORDS).collect())
    };
    (word("type"), word("message"))
}

/// Who was refused, as part of a sentence.
fn identity(account: &Account) -> String {
    let who = match account.credentials().contains(&CLIENT_CERT_FILE) {
        true => " with the client certificate".to_owned(),
        false => format!(" as `{}`", account.plain(USERNAME).unwrap_or_default()),
    };
    match account.plain(LOGIN_METHOD) {
        Some(method) => format!("{who} by the login method `{method}`"),
        None => who,
    }
}

fn another_way(account: &Account) -> String {
    let method = match (account.plain(LOGIN_METHOD), account.profile()) {
        (Some(_), _) => return another_secret(account),
        (None, Some(_)) => format!("`{LOGIN_METHOD} = \"NAME\"` in the profile"),
        (None, None) => format!("`export RMCTL_{}_LOGIN_METHOD=NAME`", account.vendor().env),
    };
    format!("{}; where the box has several login methods, {method}", another_secret(account))
}

fn without_endpoint(account: &Account) -> Failure {
    let host = host(account);
    Failure::new(Code::VendorError, format!("cannot log in: 404: {host} has no `{LOGIN}` at this `url`"))
        .hint("look whether `url` is the address where the box lets administrators in")
}

/// Under which name and where it stands is not certain.
pub(super) fn x_token(reply: &Reply) -> Option<SecretString> {
    let body: Value = serde_json::from_slice(&reply.body).ok().filter(|_| reply.is_success())?;
    let places = [&body, &body["user"]];
    let found = places.iter().flat_map(|place| ["token", "x_token", "csrf_token"].map(|name| place[name].as_str()));
    found.flatten().find(|token| is_graphic(token)).map(SecretString::from)
}
