//! Whether a request is signed with a key that is known. Of the signature nothing is forgiven.

use super::date;
use super::keys::{KEYS, Key};
use super::refusal::Refusal;
use crate::exchange::Request;
use data_encoding::BASE64;
use ring::hmac;

/// How far a client's clock may be off, in seconds.
const TOLERANCE: u64 = 15 * 60;

/// The key that signed the request.
pub(super) fn check(request: &Request, now: i64) -> Result<&'static Key, Refusal> {
    let (id, signature) = credentials(request)?;
    let stamps = stamps(request, now)?;
    let (digest, kind) = content(request)?;
    let key = KEYS.iter().find(|key| key.id == id).ok_or_else(Refusal::unauthenticated)?;
    let expected = |stamp: &&str| {
        let text = format!("{}\n{digest}\n{kind}\n{stamp}\n{}", request.method, request.path);
        sign(key.secret, &text)
    };
    let is_signed = stamps.iter().map(expected).any(|expected| expected == signature);
    if is_signed { Ok(key) } else { Err(Refusal::unauthenticated()) }
}

/// What is signed is the Base64 of the text, whatever the vendor's prose says: its example and all clients agree.
fn sign(secret: &str, text: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
    BASE64.encode(hmac::sign(&key, BASE64.encode(text.as_bytes()).as_bytes()).as_ref())
}

/// `NJ KEY:SIGNATURE`, with one blank.
fn credentials(request: &Request) -> Result<(&str, &str), Refusal> {
    let value = required(request, "authorization")?;
    let parts = value.strip_prefix("NJ ").and_then(|rest| rest.split_once(':'));
    let is_word = |word: &str| !word.is_empty() && !word.contains(|one: char| one.is_whitespace() || one == ':');
    parts
        .filter(|(id, signature)| is_word(id) && is_word(signature))
        .ok_or_else(|| Refusal::invalid_header("Authorization"))
}

/// What may stand for the date in the text that is signed. With `x-nj-date` the vendor's prose wants nothing there and
/// every client writes the date; which of them the vendor takes is not settled, so both are.
fn stamps(request: &Request, now: i64) -> Result<Vec<&str>, Refusal> {
    if let Some(value) = single(request, "x-nj-date")? {
        check_time(value, "x-nj-date", now)?;
        return Ok(vec![value, ""]);
    }
    let value = required(request, "date")?;
    check_time(value, "Date", now)?;
    Ok(vec![value])
}

fn check_time(value: &str, name: &str, now: i64) -> Result<(), Refusal> {
    let time = date::read(value).ok_or_else(|| Refusal::invalid_header(name))?;
    if now.abs_diff(time) > TOLERANCE { Err(Refusal::skewed()) } else { Ok(()) }
}

/// `Content-MD5`, which is lower-case hex here, and `Content-Type`; both are empty without a body. A header without a
/// body is refused because it is not known whether it would have to be signed.
fn content(request: &Request) -> Result<(&str, &str), Refusal> {
    if request.body.is_empty() {
        let stray = ["content-md5", "content-type"].into_iter().find(|name| request.header(name).is_some());
        return stray.map_or(Ok(("", "")), |name| Err(Refusal::invalid_header(name)));
    }
    let digest = required(request, "content-md5")?;
    let kind = required(request, "content-type")?;
    let is_right = format!("{:x}", md5::compute(&request.body)) == digest;
    if is_right { Ok((digest, kind)) } else { Err(Refusal::invalid_header("Content-MD5")) }
}

fn required<'a>(request: &'a Request, name: &str) -> Result<&'a str, Refusal> {
    single(request, name)?.ok_or_else(Refusal::missing_header)
}

/// A header that comes twice could be signed in two ways.
fn single<'a>(request: &'a Request, name: &str) -> Result<Option<&'a str>, Refusal> {
    let mut values = request.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
    match (values.next(), values.next()) {
        (_, Some(_)) => Err(Refusal::invalid_header(name)),
        (value, None) => Ok(value),
    }
}
