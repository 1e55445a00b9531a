//! Endpoints without a row, and rows without an endpoint, each with its reason.

use std::collections::BTreeSet;

use super::Endpoint;

/// Lines of the table that need no row: method, path up to here, reason.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("GET", "/api", "the root names what the tables know"),
    ("GET", "/api/authentication", "the login itself"),
    ("GET", "/api/user/info", "`whoami` under another name"),
    ("GET", "/api/userinfo", "`whoami` under another name"),
    ("GET", "/api/configuration", "`config ls`"),
    ("GET", "/api/audit/sessions", "`sessions search`, which may be several requests"),
    ("GET", "/api/configuration/alerting/system_alerts", "remembered, not seen: `config get`"),
    ("PUT", "/api/configuration/alerting/system_alerts", "remembered, not seen: `config put`"),
    ("GET", "/api/configuration/alerting/traffic_alerts", "remembered, not seen: `config get`"),
    ("PUT", "/api/configuration/alerting/traffic_alerts", "remembered, not seen: `config put`"),
    ("GET", "/api/configuration/local_services/indexer", "not among those that were seen: `config get`"),
    ("PUT", "/api/configuration/local_services/indexer", "not among those that were seen: `config put`"),
    ("GET", "/api/configuration/policies/ticketing_policies", OLD),
    ("POST", "/api/configuration/policies/ticketing_policies", OLD),
    ("GET", "/api/configuration/policies/ticketing_policies/{}", OLD),
    ("PUT", "/api/configuration/policies/ticketing_policies/{}", OLD),
    ("DELETE", "/api/configuration/policies/ticketing_policies/{}", OLD),
    ("GET", "/api/configuration/management/soap", OLD),
    ("PUT", "/api/configuration/management/soap", OLD),
    ("PUT", "/api/configuration/network/nics", "interfaces are set one by one"),
    ("GET", "/api/firmware/test", "the line names it for POST"),
    ("GET", "/api/firmware/upgrade", "the line names it for POST"),
    ("GET", "/api/firmware/fetch", "the line names it for POST"),
    ("POST", "/api/firmware", "the line names its parts for POST"),
    ("POST", "/api/firmware/slots", "the line names its neighbours for POST"),
    ("DELETE", "/api/firmware", "the line names it for slots"),
    ("DELETE", "/api/firmware/test", "the line names it for slots"),
    ("DELETE", "/api/firmware/upgrade", "the line names it for slots"),
    ("DELETE", "/api/firmware/fetch", "the line names it for slots"),
    ("POST", "/api/transaction", "every change opens one"),
    ("GET", "/api/troubleshooting/support-bundle", "bundles are known by the key that their creation answers"),
];

const OLD: &str = "only boxes that are no longer kept up have it: `config`";

/// The protocols of which nobody has seen these.
const WITHOUT_AUTHENTICATION: [&str; 4] = ["ica", "mssql", "rdp", "vnc"];

/// Rows that no line of the table names: method, path, reason.
const OURS: &[(&str, &str, &str)] = &[
    ("GET", "/api/configuration/{}", "any node of the tree"),
    ("POST", "/api/configuration/{}", "any node of the tree"),
    ("PUT", "/api/configuration/{}", "any node of the tree"),
    ("DELETE", "/api/configuration/{}", "any node of the tree"),
    ("GET", "/api/configuration/reporting", "a sample shows it"),
    ("GET", "/api/configuration/plugins/aa/{}", "an entry of the list"),
    ("GET", "/api/configuration/plugins/credentialstore/{}", "an entry of the list"),
];

/// Whether a certain endpoint has its reason to be without a row.
pub(super) fn is_left_out(endpoint: &Endpoint) -> bool {
    names(LEFT_OUT, endpoint) || is_unseen_authentication(&endpoint.1)
}

/// Whether a row has its reason to be in no line.
pub(super) fn is_ours(endpoint: &Endpoint) -> bool {
    names(OURS, endpoint)
}

fn names(list: &[(&str, &str, &str)], (method, path): &Endpoint) -> bool {
    list.iter().any(|(own, known, _)| own == method && known == path)
}

fn is_unseen_authentication(path: &str) -> bool {
    let words: Vec<&str> = path.split('/').collect();
    matches!(words[..], [_, _, _, protocol, "authentication_policies", ..] if WITHOUT_AUTHENTICATION.contains(&protocol))
}

/// Exceptions that fit nothing any longer.
pub(super) fn idle(
    offered: &BTreeSet<Endpoint>,
    certain: &BTreeSet<&Endpoint>,
    known: &BTreeSet<&Endpoint>,
) -> Vec<String> {
    let of = |(method, path, _): &(&str, &str, &str)| ((*method).to_owned(), (*path).to_owned());
    let left_out = LEFT_OUT.iter().map(of).filter(|one| offered.contains(one) || !certain.contains(one));
    let ours = OURS.iter().map(of).filter(|one| !offered.contains(one) || known.contains(one));
    left_out.chain(ours).map(|(method, path)| format!("{method} {path}: an exception fits no longer")).collect()
}
