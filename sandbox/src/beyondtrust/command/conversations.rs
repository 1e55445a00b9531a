//! Sessions that are going on, by version 1 of the Command API.

use super::super::accounts::Account;
use super::super::site::Site;
use super::super::xml::Element;
use super::{Parameters, Said, success};

pub(super) fn attributes(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let session = site.session(&parameters["lsid"])?;
    let each = session.attributes.iter().map(|(code, value)| {
        let name = code.replace('_', " ");
        Element::text("custom_attribute", value).with("display_name", name).with("code_name", code)
    });
    Ok(Element::new("custom_attributes").holding(each))
}

/// What is not named stays, what is empty is cleared.
pub(super) fn set_attributes(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let session = site.session(&parameters["lsid"])?;
    let named = parameters.iter().filter_map(|(name, value)| Some((name.strip_prefix("session.custom.")?, value)));
    for (code, value) in named {
        if value.chars().count() > 1024 {
            return Err(format!("Too long: {code}"));
        }
        session.attributes.insert(code.into(), value.clone());
    }
    success("Session attributes were set")
}

pub(super) fn terminate(site: &mut Site, parameters: &Parameters, _: &Account, now: i64) -> Said {
    site.end_session(&parameters["lsid"], now)?;
    success("Successfully terminated")
}

pub(super) fn transfer(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let queue = &parameters["queue_id"];
    if !is_queue(queue, &["rep:", "team:", "rep_username:"]) {
        return Err("Invalid queue_id".into());
    }
    site.session(&parameters["lsid"])?;
    success("Successfully transferred")
}

/// One of these kinds, and which one.
pub(super) fn is_queue(queue: &str, kinds: &[&str]) -> bool {
    kinds.iter().any(|kind| queue.strip_prefix(kind).is_some_and(|which| !which.is_empty()))
}

pub(super) fn join(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let who = site.representative(parameters)?;
    let members = &mut site.session(&parameters["lsid"])?.members;
    if members.contains(&who) {
        return Err("The representative is in the session already".into());
    }
    members.push(who);
    success("Representative successfully added")
}

/// One of three says who is meant.
pub(super) fn leave(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    if parameters.len() != 2 {
        return Err("One of rep_id, rep_username and customer is required".into());
    }
    if let Some(customer) = parameters.get("customer") {
        let session = site.session(&parameters["lsid"])?;
        let was_there = std::mem::take(&mut session.has_customer);
        return if customer == "1" && was_there { success("Successfully removed") } else { Err("No customer".into()) };
    }
    let who = site.representative(parameters)?;
    let members = &mut site.session(&parameters["lsid"])?.members;
    let before = members.len();
    members.retain(|member| *member != who);
    if members.len() == before {
        Err("The representative is not in the session".into())
    } else {
        success("Successfully removed")
    }
}

pub(super) fn send_message(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let as_whom = parameters.get("impersonate").map_or("", String::as_str);
    match (parameters.get("lsid"), parameters.get("team_id")) {
        (Some(lsid), None) if as_whom.is_empty() || as_whom == "customer" || as_whom.starts_with("rep:") => {
            site.session(lsid)?;
        }
        (None, Some(team)) if team.parse::<u64>().is_ok() && as_whom != "customer" => {}
        _ => return Err("One of lsid and team_id is required".into()),
    }
    success("Message sent")
}
