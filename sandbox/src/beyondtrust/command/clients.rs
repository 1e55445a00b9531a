//! Clients that are connected, by version 1 of the Command API.

use super::super::accounts::Account;
use super::super::site::Site;
use super::super::xml::Element;
use super::{APPLIANCE, Parameters, Said, time};

const CLIENTS: &[(&str, u64)] = &[("representative", 101), ("representative", 102), ("push_agent", 201)];
const KINDS: &[&str] = &["representative", "support_customer", "presentation_attendee", "push_agent"];

/// The summary counts what the list shows.
pub(super) fn clients(_: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let asked: Vec<&str> = parameters.get("type").map_or("all", String::as_str).split(',').collect();
    if let Some(unknown) = asked.iter().find(|kind| **kind != "all" && !KINDS.contains(kind)) {
        return Err(format!("Invalid type: {unknown}"));
    }
    let is_asked = |kind: &str| asked.contains(&"all") || asked.contains(&kind);
    let fitting = || CLIENTS.iter().filter(|(kind, _)| is_asked(kind));
    let counts = KINDS.iter().filter(|kind| is_asked(kind)).map(|kind| {
        let count = fitting().filter(|(known, _)| known == kind).count();
        Element::text("count", &count.to_string()).with("type", kind)
    });
    let summary = Element::new("appliance_summary").with("id", APPLIANCE).holding(counts);
    let each = fitting().map(|(kind, id)| Element::new("connected_client").with("type", kind).with("id", id));
    let shown = if parameters.get("summary_only").is_some_and(|value| value == "1") { 0 } else { usize::MAX };
    let whole = Element::new("connected_client_list");
    let whole = whole.holding([Element::new("connected_client_summary").holding([summary])]);
    Ok(whole.holding(each.take(shown)))
}

/// Each client in an element of its kind.
pub(super) fn client_details(_: &mut Site, parameters: &Parameters, _: &Account, now: i64) -> Said {
    const NAMES: &[(&str, &str)] =
        &[("representative", "connected_representative"), ("push_agent", "connected_push_agent")];
    let kinds: Vec<&str> = parameters.get("type").map_or("all", String::as_str).split(',').collect();
    if let Some(unknown) = kinds.iter().find(|kind| **kind != "all" && !KINDS.contains(kind)) {
        return Err(format!("Invalid type: {unknown}"));
    }
    let ids: Option<Vec<&str>> = parameters.get("id").map(|ids| ids.split(',').collect());
    if ids.as_ref().is_some_and(|ids| ids.len() > 100) {
        return Err("Too many ids".into());
    }
    let is_asked = |(kind, id): &&(&str, u64)| {
        (kinds.contains(&"all") || kinds.contains(kind))
            && ids.as_ref().is_none_or(|ids| ids.contains(&id.to_string().as_str()))
    };
    let with_connections = parameters.get("include_connections").is_some_and(|value| value == "1");
    let each = CLIENTS.iter().filter(is_asked).filter_map(|(kind, id)| {
        let (_, name) = NAMES.iter().find(|(known, _)| known == kind)?;
        let connections = with_connections.then(|| Element::new("client_connections"));
        let members = [Element::text("hostname", &format!("host-{id}")), time("connected_since", now - 900)];
        Some(Element::new(name).with("id", id).holding(connections.into_iter().chain(members)))
    });
    Ok(Element::new("connected_clients").holding(each))
}
