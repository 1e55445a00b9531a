//! The tokens that were given out, by the simulator's clock.

use super::accounts::Account;
use super::options::CiscoOptions;
use super::refusal::Refusal;
use crate::exchange::Request;
use crate::random::Dice;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use std::collections::HashMap;

/// How long a refresh token lives, in seconds.
const REFRESH_LIFE: i64 = 1800;

/// A login that has not ended.
#[derive(Debug)]
struct Grant {
    account: &'static Account,
    expires: i64,
    /// How many requests it is still good for.
    left: u64,
}

#[derive(Debug)]
pub(super) struct Tokens {
    dice: Dice,
    life: i64,
    requests: u64,
    access: HashMap<String, Grant>,
    refresh: HashMap<String, (&'static Account, i64)>,
}

impl Tokens {
    pub(super) fn new(seed: u64, options: &CiscoOptions) -> Tokens {
        Tokens {
            dice: Dice::new(seed, u64::MAX - 7),
            life: options.token_life,
            requests: options.requests_per_token.unwrap_or(u64::MAX),
            access: HashMap::new(),
            refresh: HashMap::new(),
        }
    }

    /// The answer to a login.
    pub(super) fn issue(&mut self, account: &'static Account, with_refresh: bool, now: i64) -> Value {
        let access = self.token("RS256", now, self.life);
        self.access.insert(access.clone(), Grant { account, expires: now + self.life, left: self.requests });
        let mut answer = json!({ "access_token": access });
        if with_refresh {
            let refresh = self.token("HS256", now, REFRESH_LIFE);
            self.refresh.insert(refresh.clone(), (account, now + REFRESH_LIFE));
            answer["refresh_token"] = refresh.into();
        }
        answer["token_type"] = "bearer".into();
        answer["expires_in"] = self.life.into();
        if with_refresh {
            answer["refresh_expires_in"] = REFRESH_LIFE.into();
        }
        answer
    }

    /// Whose refresh token it was; it is used up.
    pub(super) fn take_refresh(&mut self, token: &str, now: i64) -> Option<&'static Account> {
        self.refresh.remove(token).filter(|(_, expires)| now < *expires).map(|(account, _)| account)
    }

    /// Who asks.
    pub(super) fn spend(&mut self, request: &Request, now: i64) -> Result<&'static Account, Refusal> {
        let header = request.header("authorization").unwrap_or_default();
        let token = header.strip_prefix("Bearer ").ok_or_else(Refusal::unauthorized)?;
        let grant = self.access.get_mut(token).filter(|grant| now < grant.expires && grant.left > 0);
        let grant = grant.ok_or_else(Refusal::unauthorized)?;
        grant.left -= 1;
        Ok(grant.account)
    }

    /// Like a JWT, spaces before colons included; nothing can be read from it but its times.
    fn token(&mut self, algorithm: &str, now: i64, life: i64) -> String {
        let key = self.dice.word(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 43);
        let head = format!(r#"{{"alg":"{algorithm}","typ" : "JWT","kid" : "{key}"}}"#);
        let claims = json!({ "exp": now + life, "iat": now }).to_string();
        let seal = self.dice.word(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", 86);
        let [head, claims] = [head, claims].map(|part| BASE64URL_NOPAD.encode(part.as_bytes()));
        format!("{head}.{claims}.{seal}")
    }
}
