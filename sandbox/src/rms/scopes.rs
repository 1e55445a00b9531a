//! Which scope an operation needs. The vendor publishes no list per operation: where no client's record says it, it is guessed here.

use super::refusal::Refusal;
use super::token::Token;
use crate::facts::Operation;

/// The first row whose path begins the operation's path decides. `{id}` stands for any slot.
#[rustfmt::skip]
const RESOURCES: &[(&str, &str)] = &[
    ("/companies", "companies"),
    ("/users/invit", "user_invitations"),
    ("/users", "users"),
    ("/roles", "roles"),
    ("/tags", "tags"),
    ("/devices/remote-access", "device_remote_access"),
    ("/devices/connect", "device_remote_access"),
    ("/devices/{id}/remote-access", "device_remote_access"),
    ("/devices/{id}/connect", "device_remote_access"),
    ("/devices/{id}/links", "device_remote_access"),
    ("/devices/{id}/port-scan", "device_remote_access"),
    ("/rms-connect", "device_remote_access"),
    ("/devices/actions", "device_actions"),
    ("/devices/updates", "device_actions"),
    ("/devices/{id}/command", "command"),
    ("/devices/configurator", "device_configurations"),
    ("/devices/{id}/configurator", "device_configurations"),
    ("/devices/{id}/locations", "device_location"),
    ("/devices/logs", "device_logs"),
    ("/devices/{id}/logs", "device_logs"),
    ("/devices/{id}/data-usage", "company_device_statistics"),
    ("/devices/credit", "device_credits"),
    ("/devices/passwords", "device_passwords"),
    ("/devices/alerts-configurations", "device_alert_configurations"),
    ("/devices/{id}/alerts-configurations", "device_alert_configurations"),
    ("/alerts-configurations", "device_alert_configurations"),
    ("/alerts", "device_alerts"),
    ("/devices/tasks", "device_tasks"),
    ("/tasks", "device_passwords"),
    ("/devices/{id}/hotspots", "device_hotspots"),
    ("/hotspots", "device_hotspots"),
    ("/devices/{id}/wireless", "wireless"),
    ("/wireless", "wireless"),
    ("/devices", "devices"),
    ("/statistics", "company_device_statistics"),
    ("/credits/codes", "credit_transfer_codes"),
    ("/credits", "credits"),
    ("/email-configurations", "smtp_configurations"),
    ("/files", "files"),
    ("/images", "files"),
    ("/reports", "reports"),
    ("/automations", "automations"),
    ("/data-collect", "device_monitoring"),
    ("/vpn", "vpn"),
];

/// Operations whose verb is not that of their method.
const VERBS: &[(&str, &str, &str)] = &[
    ("POST", "/devices/move/", "devices:move"),
    ("DELETE", "/devices", "devices:delete"),
    ("DELETE", "/companies/{id}", "companies:delete"),
    ("DELETE", "/users/{id}", "users:delete"),
    ("POST", "/devices/{id}/command", "command:execute"),
    ("POST", "/devices/tasks/groups/{id}", "device_tasks:execute"),
    // Reads that are posted.
    ("POST", "/devices/configurator/configuration", "device_configurations:read"),
    ("POST", "/devices/connect/status", "device_remote_access:read"),
    ("POST", "/files/download/zip", "files:read"),
];

/// Whether the token has the scope of the operation. Every token may ask who it is.
pub(super) fn check(operation: &Operation, token: &Token) -> Result<(), Refusal> {
    match needed(operation) {
        Some(scope) if !token.may(&scope) => Err(Refusal::forbidden()),
        _ => Ok(()),
    }
}

/// Every scope that a token can have.
pub(super) fn all() -> Vec<&'static str> {
    SCOPES.to_vec()
}

fn needed(operation: &Operation) -> Option<String> {
    let own = VERBS.iter().find(|(method, path, _)| *method == operation.method && *path == operation.path);
    if let Some((_, _, scope)) = own {
        return Some((*scope).to_owned());
    }
    let path = operation.path.replace("{device_id}", "{id}");
    let (_, resource) = RESOURCES.iter().find(|(begin, _)| path.starts_with(begin))?;
    let verb = if operation.method == "GET" { "read" } else { "write" };
    Some(format!("{resource}:{verb}"))
}

#[rustfmt::skip]
const SCOPES: &[&str] = &[
    "automations:read", "automations:write", "command:execute", "companies:delete", "companies:read", "companies:write",
    "company_device_statistics:read", "credit_transfer_codes:read", "credit_transfer_codes:write", "credits:read",
    "credits:write", "device_actions:read", "device_actions:write", "device_alert_configurations:read",
    "device_alert_configurations:write", "device_alerts:read", "device_alerts:write", "device_configurations:read",
    "device_configurations:write", "device_credits:write", "device_hotspots:read", "device_hotspots:write",
    "device_location:read", "device_logs:read", "device_monitoring:read", "device_monitoring:write",
    "device_passwords:read", "device_passwords:write", "device_remote_access:read", "device_remote_access:write",
    "device_tasks:execute", "device_tasks:read", "device_tasks:write", "devices:delete", "devices:move", "devices:read",
    "devices:write", "files:read", "files:write", "reports:read", "reports:write", "roles:read", "roles:write",
    "smtp_configurations:read", "smtp_configurations:write", "tags:read", "tags:write", "user_invitations:read",
    "user_invitations:write", "users:delete", "users:read", "vpn:read", "vpn:write", "wireless:read",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rms::surface;
    use std::collections::BTreeSet;

    #[test]
    fn the_scopes_of_a_token_are_those_that_some_operation_needs() {
        let needed: BTreeSet<String> = surface::operations().iter().filter_map(needed).collect();

        let listed: BTreeSet<String> = all().into_iter().map(str::to_owned).collect();

        assert_eq!(needed, listed);
    }

    #[test]
    fn only_the_question_who_one_is_needs_no_scope() {
        let free: Vec<&str> =
            surface::operations().iter().filter(|one| needed(one).is_none()).map(|one| one.path.as_str()).collect();

        assert_eq!(free, ["/user"]);
    }
}
