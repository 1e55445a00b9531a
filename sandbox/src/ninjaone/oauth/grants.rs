//! Tokens, refresh tokens and codes that were given out, by the simulator's clock.

use super::clients::Client;
use crate::random::Dice;
use std::collections::HashMap;

/// How long an access token lives, in seconds.
pub(super) const TOKEN_LIFE: i64 = 3600;
/// UNCERTAIN: one client keeps refresh tokens for 29 days, another says that they do not rotate.
const REFRESH_LIFE: i64 = 30 * 86_400;
const CODE_LIFE: i64 = 60;

/// What a request may do.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(super) client: &'static str,
    pub(crate) scopes: Vec<&'static str>,
    /// Whether a user stands behind it.
    pub(crate) has_user: bool,
    expires: i64,
}

/// A login that waits for its code.
#[derive(Debug, Clone)]
pub(super) struct Login {
    pub(super) client: &'static str,
    pub(super) redirect: String,
    pub(super) challenge: Option<String>,
    pub(super) scopes: Vec<&'static str>,
}

#[derive(Debug)]
pub(super) struct Grants {
    dice: Dice,
    tokens: HashMap<String, Grant>,
    refreshers: HashMap<String, Grant>,
    codes: HashMap<String, (Login, i64)>,
}

impl Grants {
    pub(super) fn new(seed: u64) -> Grants {
        let dice = Dice::new(seed, u64::MAX - 1);
        Grants { dice, tokens: HashMap::new(), refreshers: HashMap::new(), codes: HashMap::new() }
    }

    fn opaque(&mut self) -> String {
        self.dice.word(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 43)
    }

    pub(super) fn token(&mut self, client: &Client, scopes: &[&'static str], has_user: bool, now: i64) -> String {
        let token = self.opaque();
        let grant = Grant { client: client.id, scopes: scopes.to_vec(), has_user, expires: now + TOKEN_LIFE };
        self.tokens.insert(token.clone(), grant);
        token
    }

    pub(super) fn refresher(&mut self, client: &Client, scopes: &[&'static str], now: i64) -> String {
        let token = self.opaque();
        let grant = Grant { client: client.id, scopes: scopes.to_vec(), has_user: true, expires: now + REFRESH_LIFE };
        self.refreshers.insert(token.clone(), grant);
        token
    }

    pub(super) fn code(&mut self, login: Login, now: i64) -> String {
        let code = self.opaque();
        self.codes.insert(code.clone(), (login, now + CODE_LIFE));
        code
    }

    /// A code is used up by being shown, whatever comes of it.
    pub(super) fn take_code(&mut self, code: &str, now: i64) -> Option<Login> {
        let (login, expires) = self.codes.remove(code)?;
        (now < expires).then_some(login)
    }

    pub(super) fn by_token(&self, token: &str, now: i64) -> Option<&Grant> {
        self.tokens.get(token).filter(|grant| now < grant.expires)
    }

    pub(super) fn by_refresher(&self, token: &str, now: i64) -> Option<Grant> {
        self.refreshers.get(token).filter(|grant| now < grant.expires).cloned()
    }
}
