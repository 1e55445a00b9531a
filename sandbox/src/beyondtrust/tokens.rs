//! The tokens that were given out: few of an account live at the same time, and a new one ends the oldest.

use super::accounts::{ACCOUNTS, Account};
use super::options::BeyondTrustOptions;
use super::refusal::Refusal;
use crate::exchange::{Reply, Request};
use crate::random::Dice;
use data_encoding::BASE64;
use serde_json::json;
use std::collections::{HashMap, VecDeque};

/// How long an account stays locked, in seconds. The real time is not known.
const LOCK: i64 = 300;
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

#[derive(Debug)]
struct Token {
    text: String,
    account: &'static Account,
    expires: i64,
}

/// How often the secret of an account was wrong since it was right.
#[derive(Debug, Default)]
struct Failures {
    count: u32,
    locked_until: i64,
}

#[derive(Debug)]
pub(super) struct Tokens {
    dice: Dice,
    life: i64,
    most: usize,
    locks_after: u32,
    /// The oldest first.
    live: VecDeque<Token>,
    failures: HashMap<u64, Failures>,
}

impl Tokens {
    pub(super) fn new(seed: u64, options: &BeyondTrustOptions) -> Tokens {
        Tokens {
            dice: Dice::new(seed, u64::MAX - 11),
            life: options.token_life,
            most: options.tokens,
            locks_after: options.locks_after,
            live: VecDeque::new(),
            failures: HashMap::new(),
        }
    }

    /// Whose token it is.
    pub(super) fn holder(&self, request: &Request, now: i64) -> Result<&'static Account, Refusal> {
        let header = request.header("authorization").unwrap_or_default();
        let text = header.strip_prefix("Bearer ").ok_or_else(Refusal::denied)?;
        self.of_text(text, now).ok_or_else(Refusal::denied)
    }

    /// Whose it is, by the token alone.
    pub(super) fn of_text(&self, text: &str, now: i64) -> Option<&'static Account> {
        self.live.iter().find(|token| token.text == text && now < token.expires).map(|token| token.account)
    }

    /// Trade the secret of an account for a token.
    pub(super) fn login(&mut self, request: &Request, now: i64) -> Result<Reply, Refusal> {
        if request.method != "POST" {
            return Err(Refusal::method());
        }
        let account = self.account(request, now)?;
        check_form(request)?;
        let token = self.issue(account, now);
        let body = json!({ "access_token": token, "token_type": "Bearer", "expires_in": self.life });
        Ok(Reply::json(200, body.to_string()).with("cache-control", "no-store"))
    }

    fn account(&mut self, request: &Request, now: i64) -> Result<&'static Account, Refusal> {
        let (id, secret) = credentials(request).ok_or_else(Refusal::client)?;
        let account = ACCOUNTS.iter().find(|account| account.client_id == id).ok_or_else(Refusal::client)?;
        let failures = self.failures.entry(account.id).or_default();
        if now < failures.locked_until {
            return Err(Refusal::client());
        }
        if account.secret == secret {
            failures.count = 0;
            return Ok(account);
        }
        failures.count += 1;
        if failures.count >= self.locks_after {
            *failures = Failures { count: 0, locked_until: now + LOCK };
        }
        Err(Refusal::client())
    }

    fn issue(&mut self, account: &'static Account, now: i64) -> String {
        self.live.retain(|token| now < token.expires);
        let own = |token: &Token| token.account.id == account.id;
        while self.live.iter().filter(|token| own(token)).count() >= self.most {
            let oldest = self.live.iter().position(own).expect("some were counted");
            self.live.remove(oldest);
        }
        let text = self.dice.word(LETTERS, 40);
        self.live.push_back(Token { text: text.clone(), account, expires: now + self.life });
        text
    }
}

/// Id and secret as they are, between them the first colon.
fn credentials(request: &Request) -> Option<(String, String)> {
    let encoded = request.header("authorization")?.strip_prefix("Basic ")?;
    let text = String::from_utf8(BASE64.decode(encoded.as_bytes()).ok()?).ok()?;
    text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}

fn check_form(request: &Request) -> Result<(), Refusal> {
    let kind = request.header("content-type").unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Refusal::login("invalid_request", "The login is a form."));
    }
    let form: Vec<(String, String)> = form_urlencoded::parse(&request.body).into_owned().collect();
    match form.as_slice() {
        [(name, value)] if name == "grant_type" && value == "client_credentials" => Ok(()),
        [(name, _)] if name == "grant_type" => Err(Refusal::login("unsupported_grant_type", "There is only one.")),
        _ => Err(Refusal::login("invalid_request", "The form has `grant_type` and nothing else.")),
    }
}
