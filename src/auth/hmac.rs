//! NinjaRMM's scheme: every attempt is signed with a keyed hash of what it asks for and when. Nothing is traded, so nothing ends.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use reqwest::header::{AUTHORIZATION, DATE, HeaderName};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use sha1::Sha1;

use super::{Authenticator, Grant, Refused, secret};
use crate::config::Account;
use crate::failure::Failure;
use crate::http::{Content, Fault, HIDDEN, Reply, Request, Transport};
use crate::store::hexadecimal;
use crate::surroundings::LocalFuture;

const ID: &str = "access_key_id";
const SECRET: &str = "secret_access_key";
/// The lengths of the keys in the vendor's examples. Others have been seen: reason for a warning, not for a refusal.
const USUAL_LENGTHS: [(&str, usize); 2] = [(ID, 20), (SECRET, 40)];
/// One is in the vendor's list of errors, the other in its prose.
const ABOUT_TIME: [&str; 2] = ["skewed_time", "RequestTimeTooSkewed"];
const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");
/// The last second that an HTTP date can name.
const LAST_SECOND: Duration = Duration::from_secs(253_402_300_799);

/// `Authorization: NJ KEY:SIGNATURE`, from an account with `access_key_id`, `secret_access_key` and, where they are
/// wanted, `date_header` and `clock_skew`.
pub struct Hmac {
    account: Arc<Account>,
    id: String,
    date_header: HeaderName,
    corrects_clock: bool,
    /// Seconds that this machine's clock is ahead of the server's, as far as it is known.
    ahead: Cell<i64>,
}

impl Hmac {
    /// Refuses a key id that no key can be.
    pub fn new(account: Arc<Account>) -> Result<Self, Failure> {
        let id = account.plain(ID).unwrap_or_default().to_owned();
        check(&account, ID, &id)?;
        // The vendor's prose says that the date is not signed where it stands in this header. Every client that is known
        // to work signs it all the same; which of the two the server wants is not certain.
        let date_header = match account.plain("date_header") {
            Some("x-nj-date") => HeaderName::from_static("x-nj-date"),
            _ => DATE,
        };
        let corrects_clock = account.plain("clock_skew") == Some("auto");
        Ok(Self { account, id, date_header, corrects_clock, ahead: Cell::default() })
    }

    fn put(&self, request: &mut Request, date: &str, key: &str, signature: &str, is_live: bool) {
        request.set_header(self.date_header.clone(), date, is_live);
        request.set_header(AUTHORIZATION, &format!("NJ {key}:{signature}"), true);
        if let Some(sum) = Body::of(request).map(|body| body.md5) {
            request.set_header(CONTENT_MD5, &sum, false);
        }
    }

    fn date(&self, now: SystemTime) -> String {
        let ahead = self.ahead.get();
        let by = Duration::from_secs(ahead.unsigned_abs());
        let shifted = if ahead > 0 { now.checked_sub(by) } else { now.checked_add(by) };
        httpdate::fmt_http_date(shifted.unwrap_or(now).clamp(UNIX_EPOCH, UNIX_EPOCH + LAST_SECOND))
    }

    fn learn(&self, reply: &Reply, now: SystemTime) -> bool {
        let learned = reply.clock_ahead(now).filter(|_| self.corrects_clock && is_about_time(reply));
        // With a difference that is known already, the same date would be sent again.
        learned.is_some_and(|ahead| self.ahead.replace(ahead).abs_diff(ahead) > 1)
    }

    fn variable(&self, field: &str) -> String {
        format!("$RMCTL_{}_{}", self.account.vendor().env, field.to_uppercase())
    }
}

/// What is signed of a body. A form has its boundary only when it is sent, and no call with this scheme has one.
struct Body {
    /// In lower-case hexadecimal, as the one public client does it that sends bodies; Base64 would be RFC 1864. Which of
    /// them the server wants is not certain.
    md5: String,
    media: &'static str,
}

impl Body {
    fn of(request: &Request) -> Option<Self> {
        match &request.content {
            Content::Bytes { bytes, media } => Some(Self { md5: hexadecimal(&Md5::digest(bytes)), media }),
            Content::Empty | Content::Form(_) | Content::File { .. } => None,
        }
    }
}

/// The path stands in it as it is sent; host and query are never signed.
fn to_sign(request: &Request, date: &str) -> String {
    let (md5, media) = Body::of(request).map_or_else(Default::default, |body| (body.md5, body.media));
    format!("{}\n{md5}\n{media}\n{date}\n{}", request.method, request.url.path())
}

/// What is hashed is the Base64 of the text. The vendor's prose says the text itself, its example and all clients say this.
fn signature(secret: &SecretString, text: &str) -> String {
    let key = secret.expose_secret().as_bytes();
    let mut mac = hmac::Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(STANDARD.encode(text).as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn check(account: &Account, field: &str, key: &str) -> Result<(), Failure> {
    let wrong = match key {
        "" => "is empty",
        key if key.contains(|letter: char| letter.is_whitespace() || letter.is_control()) => {
            "holds a blank, which no key does"
        }
        _ => return Ok(()),
    };
    let mut failure = Failure::usage(format!("`{field}` {wrong}"));
    failure.vendor = Some(account.vendor().key.to_owned());
    failure.profile = account.profile().map(str::to_owned);
    Err(failure)
}

#[derive(Deserialize)]
struct Said {
    error: String,
}

fn is_about_time(reply: &Reply) -> bool {
    let said = serde_json::from_slice::<Said>(&reply.body);
    said.is_ok_and(|said| ABOUT_TIME.contains(&said.error.as_str()))
}

impl Authenticator for Hmac {
    fn login<'a>(&'a self, _: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>> {
        Box::pin(async {
            let secret = secret(&self.account, SECRET).await?;
            check(&self.account, SECRET, secret.expose_secret())?;
            Ok(Grant::lasting(secret))
        })
    }

    fn has_token(&self) -> bool {
        false
    }

    fn sign(&self, grant: &Grant, request: &mut Request, now: SystemTime) {
        let date = self.date(now);
        let signature = signature(&grant.token, &to_sign(request, &date));
        self.put(request, &date, &self.id, &signature, false);
    }

    fn variables(&self) -> Grant {
        Grant::lasting(SecretString::from(self.variable(SECRET)))
    }

    fn pretend(&self, request: &mut Request, now: SystemTime) {
        self.put(request, &self.date(now), &self.id, HIDDEN, false);
    }

    fn sign_by_shell(&self, request: &mut Request) -> Vec<String> {
        let (md5, media) = Body::of(request).map_or_else(Default::default, |body| (body.md5, body.media));
        let path = request.url.path().replace('\'', r"'\''");
        let secret = self.variable(SECRET);
        self.put(request, "$date", &self.variable(ID), "$signature", true);
        vec![
            "date=$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S GMT')".to_owned(),
            // `base64` wraps its lines on some systems and knows no flag against it on others: openssl's does as it is told.
            format!(
                r#"signature=$(printf '{}\n{md5}\n{media}\n%s\n%s' "$date" '{path}' | openssl base64 -A | openssl dgst -sha1 -hmac "{secret}" -binary | openssl base64 -A)"#,
                request.method
            ),
        ]
    }

    fn oddities(&self, grant: &Grant) -> Vec<String> {
        let lengths = [&self.id, grant.token.expose_secret()].map(|key| key.chars().count());
        let odd = USUAL_LENGTHS.iter().zip(lengths).filter(|((_, usual), length)| length != usual);
        odd.map(|((field, usual), length)| {
            format!("`{field}` is {length} characters long, where {usual} are usual: is all of it there")
        })
        .collect()
    }

    fn amend<'a>(&'a self, _: &'a dyn Transport, refused: Refused<'a>) -> LocalFuture<'a, bool> {
        Box::pin(async move { self.learn(refused.reply, refused.now) })
    }
}

#[cfg(test)]
mod tests;
