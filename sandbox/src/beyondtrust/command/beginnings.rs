//! What sessions begin with, by version 1 of the Command API: keys, virtual customers and Jump shortcuts.

use super::super::accounts::Account;
use super::super::sessions::Session;
use super::super::site::Site;
use super::super::xml::Element;
use super::conversations::is_queue;
use super::{HOST, Parameters, Said, success, time};
use std::collections::BTreeMap;

pub(super) fn session_key(site: &mut Site, parameters: &Parameters, _: &Account, now: i64) -> Said {
    let seconds = parameters.get("ttl").map_or(Ok(3600), |ttl| ttl.parse::<i64>());
    let seconds = seconds.map_err(|_| "Invalid ttl")?;
    if parameters["type"] != "support" {
        return Err("Invalid type".into());
    }
    let queue = parameters["queue_id"].as_str();
    if queue != "general" && !is_queue(queue, &["rep:", "team:", "rep_username:", "issue:"]) {
        return Err("Invalid queue_id".into());
    }
    let key = site.dice.word(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 7);
    site.keys.push(key.clone());
    let url = format!("https://site.example.com/?ak={}", site.dice.word(b"0123456789abcdef", 32));
    Ok(Element::new("session_key").holding([
        Element::text("short_key", &key),
        Element::text("key_url", &url),
        time("expires", now + seconds),
        Element::text("mail_subject", "Support session"),
        Element::text("mail_body", &format!("Follow {url}")),
    ]))
}

/// A key serves once.
pub(super) fn virtual_customer(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let key = &parameters["short_key"];
    let at = site.keys.iter().position(|known| known == key).ok_or("No such session key")?;
    site.keys.remove(at);
    let lsid = site.dice.word(b"0123456789abcdef", 32);
    let url = format!("https://{HOST}/?ak={}", site.dice.word(b"0123456789abcdef", 32));
    site.sessions.push(Session {
        lsid: lsid.clone(),
        attributes: BTreeMap::new(),
        members: Vec::new(),
        has_customer: true,
    });
    Ok(Element::new("virtual_customer").holding([Element::text("lsid", &lsid), Element::text("download_url", &url)]))
}

/// A Local Jump, or a Remote Jump through a Jumpoint; the others are not simulated.
pub(super) fn shortcut(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let has = |name: &str| parameters.contains_key(name);
    let groups = site.lists.all("/jump-group");
    if !groups.iter().any(|group| group.get("code_name").is_some_and(|code| code == parameters["group"].as_str())) {
        return Err("No such Jump Group".into());
    }
    match (has("local_jump_hostname"), has("remote_jump_hostname"), has("jumpoint")) {
        (true, false, false) | (false, true, true) => success("Successfully imported Jump shortcut"),
        _ => Err("Missing required parameter: the host of one kind of Jump".into()),
    }
}
