//! Which permission a request needs, as the page of the API account names it.

use crate::http::{Repeat, Request};

/// What a site says of an API that the account may not use.
pub(super) const MISSING: &str = "Document Not Found";

/// APIs that an account has to be let into, and that the site has to have enabled besides.
const OF_XML: &[&str] = &["/api/command", "/api/reporting", "/api/backup"];

/// Paths and what they need; the first that fits counts.
const PERMISSIONS: &[(&str, &str)] = &[
    ("/api/config/v1/vault/", "Configuration API: Manage Vault Accounts"),
    ("/api/config/v1/", "Configuration API: Allow Access"),
    // Its name on the page of the account is not published; the account itself shows this one.
    ("/api/reporting/v2/duplicate-jump-clients", "Reporting API: perm_reporting_duplicate_jump_client"),
    ("/api/backup", "Backup API: Allow Access"),
    ("/api/scim", "SCIM API: Allow Access"),
];

/// Reports, by the beginnings or the ends of their names; the others are about sessions.
const REPORTS: &[(&str, &str)] = &[
    ("LicenseUsage", "License Usage Reports"),
    ("VaultAccountActivity", "Vault Account Activity Reports"),
    ("JumpItem", "Jump Item Reports"),
    ("Syslog", "Syslog Reports"),
    ("Archive", "Archive Reports"),
];

/// What to give to whom.
pub(super) fn hint(sent: &Request) -> Option<String> {
    let needed = needed(sent)?;
    let xml = if may_look_missing(sent) { ", and enable the XML API," } else { "" };
    Some(format!("give the API account `{needed}`{xml} at Management > API Configuration"))
}

/// Whether a missing permission may look like a missing page.
pub(super) fn may_look_missing(sent: &Request) -> bool {
    OF_XML.iter().any(|path| sent.url.path().ends_with(path))
}

fn needed(sent: &Request) -> Option<String> {
    let path = sent.url.path();
    let path = path.find("/api/").map(|begin| &path[begin..])?;
    let known = PERMISSIONS.iter().find(|(prefix, _)| path.starts_with(prefix)).map(|(_, needed)| (*needed).to_owned());
    known.or_else(|| match path {
        _ if path.starts_with("/api/command") && sent.repeat == Repeat::Freely => Some("Command API: Read-Only".into()),
        _ if path.starts_with("/api/command") => Some("Command API: Full Access".into()),
        _ if path.starts_with("/api/reporting") => Some(of_report(sent.query("generate_report").as_deref())),
        _ => None,
    })
}

fn of_report(report: Option<&str>) -> String {
    let Some(report) = report else { return "Reporting API".into() };
    let known = REPORTS.iter().find(|(part, _)| report.contains(part)).map(|(_, named)| *named);
    format!("Reporting API: Allow Access to {}", known.unwrap_or("Session Reports and Recordings"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Option<String> {
        needed(&Request::get(format!("https://site.example/below{path}").parse().unwrap()))
    }

    #[test]
    fn each_api_has_its_permission_and_each_report() {
        let paths = [
            "/api/config/v1/vault/account",
            "/api/config/v1/user",
            "/api/command?action=get_api_info",
            "/api/command/v2/info",
            "/api/reporting?generate_report=AccessSession",
            "/api/reporting?generate_report=EndpointLicenseUsage",
            "/api/reporting?generate_report=ArchiveListing",
            "/api/reporting/v2/duplicate-jump-clients",
            "/api/backup",
            "/api/scim/v2/Users",
            "/get_mech_list",
        ];

        let found = paths.map(of);

        let expected = [
            Some("Configuration API: Manage Vault Accounts"),
            Some("Configuration API: Allow Access"),
            Some("Command API: Read-Only"),
            Some("Command API: Read-Only"),
            Some("Reporting API: Allow Access to Session Reports and Recordings"),
            Some("Reporting API: Allow Access to License Usage Reports"),
            Some("Reporting API: Allow Access to Archive Reports"),
            Some("Reporting API: perm_reporting_duplicate_jump_client"),
            Some("Backup API: Allow Access"),
            Some("SCIM API: Allow Access"),
            None,
        ];
        assert_eq!(found, expected.map(|needed| needed.map(str::to_owned)));
    }

    #[test]
    fn a_command_that_changes_something_needs_more() {
        let url = "https://site.example/api/command?action=terminate_session".parse().unwrap();
        let request = Request::new(reqwest::Method::POST, url, Repeat::OnlyIfUnsent);

        assert_eq!(needed(&request).as_deref(), Some("Command API: Full Access"));
    }
}
