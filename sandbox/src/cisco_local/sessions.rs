//! The only user of a box, and the tokens that its password has brought.

use super::options::CiscoLocalOptions;
use super::refusal::Refusal;
use crate::exchange::Request;
use crate::random::Dice;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use std::collections::HashMap;

/// The user of every box.
pub const CISCO_LOCAL_USERNAME: &str = "admin";
/// The password of the boxes, but for the eighth.
pub const CISCO_LOCAL_PASSWORD: &str = "cisco-local-sandbox-Password1";
/// The password of the eighth box.
pub const CISCO_LOCAL_OTHER_PASSWORD: &str = "cisco-local-sandbox-Password2";

#[derive(Debug)]
pub(super) struct Sessions {
    password: String,
    dice: Dice,
    life: i64,
    requests: u64,
    /// When each ends, and how many requests it is still good for.
    tokens: HashMap<String, (i64, u64)>,
}

impl Sessions {
    pub(super) fn new(seed: u64, password: &str, options: &CiscoLocalOptions) -> Sessions {
        Sessions {
            password: password.to_owned(),
            dice: Dice::new(seed, u64::MAX - 9),
            life: options.token_life,
            requests: options.requests_per_token.unwrap_or(u64::MAX),
            tokens: HashMap::new(),
        }
    }

    pub(super) fn login(&mut self, given: &Value, now: i64) -> Result<Value, Refusal> {
        self.check(given, "password")?;
        let ends = now + self.life;
        let token = self.token(now, ends);
        self.tokens.insert(token.clone(), (ends, self.requests));
        let at = jiff::Timestamp::from_second(ends).unwrap_or(jiff::Timestamp::MAX);
        let at = at.strftime("%Y-%m-%dT%H:%M:%S.927987303Z").to_string();
        Ok(json!({ "token": token, "expiresAt": at, "expirySeconds": self.life }))
    }

    /// The old password's tokens end with it.
    pub(super) fn change_password(&mut self, given: &Value) -> Result<(), Refusal> {
        self.check(given, "old_password")?;
        let new = given["new_password"].as_str().unwrap_or_default();
        if new == self.password {
            return Err(Refusal::new(400, "The new password must differ from the old one"));
        }
        self.password = new.to_owned();
        self.tokens.clear();
        Ok(())
    }

    fn check(&self, given: &Value, member: &str) -> Result<(), Refusal> {
        let is_right = given["username"] == CISCO_LOCAL_USERNAME && given[member] == *self.password;
        if is_right { Ok(()) } else { Err(Refusal::new(401, "Invalid username or password")) }
    }

    pub(super) fn spend(&mut self, request: &Request, now: i64) -> Result<(), Refusal> {
        let header = request.header("authorization").unwrap_or_default();
        let token = header.strip_prefix("Bearer ").ok_or_else(Refusal::unauthorized)?;
        let known = self.tokens.get_mut(token).filter(|(ends, left)| now < *ends && *left > 0);
        known.ok_or_else(Refusal::unauthorized)?.1 -= 1;
        Ok(())
    }

    /// Like a JWT.
    fn token(&mut self, now: i64, ends: i64) -> String {
        let claims = json!({ "exp": ends, "iat": now, "sub": CISCO_LOCAL_USERNAME }).to_string();
        let seal = self.dice.word(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", 43);
        format!("eyJhbGciOiJIUzI1NiJ9.{}.{seal}", BASE64URL_NOPAD.encode(claims.as_bytes()))
    }
}
