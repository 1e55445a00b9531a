//! What the token endpoint answers, in one place: a grant, or why there is none. Vendors' words are taken short.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value;

use super::{Flow, TOKEN_PATH, login_command};
use crate::auth::Grant;
use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::http::Reply;

/// A token that outlives this is one that never ends: sums with it stay in the calendar.
const LONGEST_LIFE: u64 = 10 * 365 * 24 * 3600;
/// Characters of a vendor's sentence that a message repeats.
const LONGEST_WORDS: usize = 300;
/// With these words a refresh token is no longer taken.
const ENDED: &[&str] = &["invalid_grant", "expired_token", "invalid_token"];

/// Whose answer it is.
pub(super) struct Asked<'a> {
    pub(super) account: &'a Account,
    pub(super) flow: &'a Flow,
}

/// A refusal in the words of RFC 6749, or in those that vendors have instead.
#[derive(Default)]
pub(in crate::auth) struct Words {
    pub(in crate::auth) code: Option<String>,
    pub(in crate::auth) message: Option<String>,
}

impl Words {
    pub(in crate::auth) fn of(reply: &Reply) -> Self {
        let Ok(body) = serde_json::from_slice::<Value>(&reply.body) else { return Self::default() };
        let first = |names: &[&str]| {
            let text = names.iter().find_map(|name| body.get(name)?.as_str())?;
            Some(text.chars().take(LONGEST_WORDS).collect())
        };
        Self {
            code: first(&["error", "resultCode", "errorCode"]),
            message: first(&["error_description", "errorMessage", "message"]),
        }
    }

    fn says(&self, word: &str) -> bool {
        self.code.as_deref().is_some_and(|code| code.eq_ignore_ascii_case(word))
    }

    /// Status and words, as the end of a sentence.
    pub(in crate::auth) fn shown(&self, status: u16) -> String {
        match (&self.code, &self.message) {
            (Some(code), Some(message)) => format!("{status}: {code}: {message}"),
            (Some(text), None) | (None, Some(text)) => format!("{status}: {text}"),
            (None, None) => format!("status {status}"),
        }
    }
}

/// Whether a 404 says that the client is unknown, not that the path is.
pub(super) fn is_unknown_client(reply: &Reply, words: &[&str]) -> bool {
    let said = Words::of(reply);
    ["invalid_client", "unauthorized_client"].iter().chain(words).any(|word| said.says(word))
}

/// Whether a refresh token is no longer taken, so that only a new login helps.
pub(super) fn is_end_of_login(reply: &Reply) -> bool {
    let said = Words::of(reply);
    (400..500).contains(&reply.status) && ENDED.iter().any(|word| said.says(word))
}

/// The grant in an answer.
pub(super) fn grant(asked: &Asked<'_>, reply: &Reply) -> Result<Grant, Failure> {
    judged(reply, parse, |why| unreadable(asked.account, why), || refused(asked, reply))
}

/// The grant in the answer to a login, or what keeps it from being one.
pub(in crate::auth) fn judged(
    reply: &Reply,
    parse: impl FnOnce(&Reply) -> Result<Grant, &'static str>,
    unreadable: impl FnOnce(&str) -> Failure,
    refused: impl FnOnce() -> Failure,
) -> Result<Grant, Failure> {
    let mut failure = match reply.is_success() {
        true => match parse(reply) {
            Ok(grant) => return Ok(grant),
            Err(why) => unreadable(why),
        },
        false => refused(),
    };
    failure.http_status = Some(reply.status);
    failure.request_id = reply.request_id();
    Err(failure)
}

/// Never says what stands in the answer: it may be a token.
fn parse(reply: &Reply) -> Result<Grant, &'static str> {
    if reply.is_html() {
        return Err("it is HTML");
    }
    let body: Value = serde_json::from_slice(&reply.body).map_err(|_| "it is no JSON")?;
    let token = |name: &str| body[name].as_str().filter(|token| !token.is_empty());
    let access = token("access_token").ok_or("it has no `access_token`")?;
    if !access.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("its `access_token` fits in no header");
    }
    let kind = body["token_type"].as_str();
    if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err("its `token_type` is not `Bearer`");
    }
    Ok(Grant {
        lives_for: life(&body["expires_in"]),
        refresh_token: token("refresh_token").map(SecretString::from),
        ..Grant::lasting(SecretString::from(access))
    })
}

/// Seconds, as a number or as its digits.
pub(in crate::auth) fn life(value: &Value) -> Option<Duration> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let seconds = text.split('.').next()?.parse::<u64>().ok()?;
    Some(Duration::from_secs(seconds.min(LONGEST_LIFE)))
}

pub(in crate::auth) fn unreadable(account: &Account, why: &str) -> Failure {
    let host = host(account);
    Failure::new(Code::VendorError, format!("cannot log in: the answer of {host} has no token: {why}"))
        .hint("look whether `url` leads to the vendor's API and not to a proxy or a portal")
}

fn refused(asked: &Asked<'_>, reply: &Reply) -> Failure {
    let said = Words::of(reply);
    let text = format!("cannot log in: {}", said.shown(reply.status));
    let mut failure = match reply.status {
        404 if is_unknown_client(reply, asked.flow.unknown_client) => unknown_client(asked.account),
        404 => without_endpoint(asked.account),
        429 => Failure { retry_after: wait(reply), retryable: true, ..Failure::new(Code::RateLimited, text) },
        408 | 500.. => Failure { retryable: true, ..Failure::new(Code::VendorError, text) },
        _ if reply.is_html() => unreadable(asked.account, "it is HTML"),
        400..500 if said.says("invalid_scope") => {
            Failure::new(Code::Forbidden, text).hint("take out of `scope` what the app may not have")
        }
        400..500 => Failure::new(Code::Unauthenticated, text).hint(another_secret(asked.account)),
        _ => Failure::new(Code::VendorError, text),
    };
    failure.vendor_code = said.code;
    failure.vendor_message = said.message;
    failure
}

/// Dates need a clock, which nobody here has.
pub(in crate::auth) fn wait(reply: &Reply) -> Option<u64> {
    reply.header("retry-after")?.trim().parse().ok()
}

fn unknown_client(account: &Account) -> Failure {
    let message = format!(
        "{} does not know the client id `{}`: it is of another region, or it was removed",
        host(account),
        account.plain("client_id").unwrap_or_default()
    );
    let failure = Failure::new(Code::Unauthenticated, format!("cannot log in: 404: {message}"));
    let regions: Vec<&str> = account.vendor().regions.iter().map(|(name, _)| *name).collect();
    match (&regions[..], account.profile()) {
        ([], _) => failure.hint("look where the app is registered, and set `url`"),
        (names, Some(_)) => {
            failure.hint(format!("`region = \"NAME\"` in the profile; the regions are {}", names.join(", ")))
        }
        (names, None) => failure.hint(format!(
            "`export RMCTL_{}_REGION=NAME`; the regions are {}",
            account.vendor().env,
            names.join(", ")
        )),
    }
}

fn without_endpoint(account: &Account) -> Failure {
    let message = format!("cannot log in: 404: {} has no token endpoint where it usually is", host(account));
    Failure::new(Code::VendorError, message).hint(format!("`{TOKEN_PATH} = \"/...\"` in the profile, or another `url`"))
}

pub(in crate::auth) fn another_secret(account: &Account) -> String {
    match account.profile() {
        Some(_) => format!("`{}`", login_command(account)),
        None => format!("check the variables {}", account.variables()),
    }
}

pub(in crate::auth) fn host(account: &Account) -> String {
    account.url().host_str().unwrap_or_default().to_owned()
}
