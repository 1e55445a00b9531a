//! What version 1 of the Command API tells of a site, and does to its appliances.

use super::super::accounts::Account;
use super::super::site::Site;
use super::super::xml::Element;
use super::{APPLIANCE, HOST, Parameters, Said, success, time};

pub(super) fn information(_: &mut Site, _: &Parameters, account: &Account, now: i64) -> Said {
    let permissions = account.permissions().into_iter().map(|(name, value)| {
        let value = value.as_str().map_or_else(|| u8::from(value == true).to_string(), str::to_owned);
        Element::text("permission", &value).with("name", name)
    });
    Ok(Element::new("api_information").holding([
        Element::text("api_version", "1.25.0"),
        Element::text("timestamp", &now.to_string()),
        Element::new("permissions").holding(permissions),
    ]))
}

pub(super) fn appliances(_: &mut Site, _: &Parameters, _: &Account, _: i64) -> Said {
    let members = [
        ("name", "primary"),
        ("public_hostname", HOST),
        ("cluster_role", "single"),
        ("failover_role", "none"),
        ("accepting_connections", "1"),
        ("timezone_offset", "0"),
    ];
    let appliance = Element::new("appliance").with("id", APPLIANCE);
    Ok(Element::new("appliances").holding([appliance.holding(members.map(|(name, text)| Element::text(name, text)))]))
}

pub(super) fn health(site: &mut Site, _: &Parameters, _: &Account, now: i64) -> Said {
    let trouble = (!site.is_well).then(|| Element::text("error_message", "The disk is full"));
    let told = [
        Element::text("appliance", HOST).with("id", APPLIANCE),
        Element::text("version", "25.2.1 (123456)"),
        Element::text("success", if site.is_well { "1" } else { "0" }),
    ];
    let rest = [
        Element::text("failover_role", "primary"),
        Element::new("enabled_shared_ips").holding([Element::text("ip", "198.51.100.4")]),
        time("last_data_sync_time", now - 600),
        Element::text("last_data_sync_status", "Success"),
    ];
    Ok(Element::new("health").holding(told.into_iter().chain(trouble).chain(rest)))
}

pub(super) fn set_failover_role(_: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let is_switch = |name| parameters.get(name).is_none_or(|value| value == "0" || value == "1");
    match (parameters["role"].as_str(), parameters.get("data_sync_first").is_some_and(|value| value == "1")) {
        _ if !is_switch("data_sync_first") || !is_switch("force") => Err("Invalid parameter".into()),
        ("primary" | "backup", false) => success("Successfully changed role"),
        ("primary" | "backup", true) => success("Successfully started data sync."),
        _ => Err("Invalid role".into()),
    }
}
