//! Backups: one file, which tells nothing of itself but its first letters. A password locks it.

use super::accounts::Account;
use super::refusal::Refusal;
use crate::exchange::{Reply, Request};
use crate::random::Dice;
use serde_json::Value;

/// Larger than what fits into one packet.
const SIZE: usize = 200_000;

pub(super) fn backup(request: &Request, account: &Account, dice: &mut Dice) -> Result<Reply, Refusal> {
    if !account.may_back_up {
        return Err(Refusal::NoDocument);
    }
    if let Some((name, _)) = form_urlencoded::parse(request.query.as_bytes()).next() {
        return Err(Refusal::Unknown(name.into_owned()));
    }
    let is_locked = match request.method.as_str() {
        "GET" if request.body.is_empty() => false,
        "POST" if request.body.is_empty() => false,
        "POST" => password(request)?,
        _ => return Err(Refusal::method()),
    };
    let mut body = if is_locked { b"NSB\x00locked\x00".to_vec() } else { b"NSB\x00open\x00".to_vec() };
    while body.len() < SIZE {
        body.extend(dice.roll().to_le_bytes());
    }
    let reply = Reply::content(200, "application/octet-stream", body);
    Ok(reply.with("content-disposition", "attachment; filename=\"acme-2027-01-15.nsb\""))
}

/// The body holds a password and nothing else.
fn password(request: &Request) -> Result<bool, Refusal> {
    if request.header("content-type") != Some("application/json") {
        return Err(Refusal::Said(415, "Unsupported Media Type".into()));
    }
    let body: Value =
        serde_json::from_slice(&request.body).map_err(|_| Refusal::Said(400, "The body is no JSON.".into()))?;
    let members = body.as_object().ok_or_else(|| Refusal::Said(400, "The body is no object.".into()))?;
    match members.keys().find(|name| *name != "password") {
        Some(unknown) => Err(Refusal::Unknown(unknown.clone())),
        None if members.get("password").and_then(Value::as_str).is_some_and(|password| !password.is_empty()) => {
            Ok(true)
        }
        None => Err(Refusal::member("password", "The password must be a string.")),
    }
}
