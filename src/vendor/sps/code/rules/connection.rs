//! Connection policies, section 5.1 of the facts: the members that all protocols share, and those of Telnet.

use super::Demand::{Absent, AllBetween, Between, Filled, List, Network, Networks, OneOf, Required, Truth};
use super::{ON, Rule, always, when};

const OTHER_THAN_INBAND: &[&str] = &["original", "nat", "fix"];
const ENCRYPTED: &[&str] = &["starttls", "tls"];

/// What holds for every protocol.
pub(super) const RULES: &[Rule] = &[
    always("name", Required),
    always("active", Truth),
    always("access_control", List),
    always("access_control[].permission", OneOf(&["audit", "authorize", "audit_and_authorize"])),
    always("access_control[].authorizer", Required),
    always("access_control[].require_different_ip", Truth),
    always("access_control[].require_different_username", Truth),
    always("access_control[].subject.selection", OneOf(&["everybody", "only"])),
    when("access_control[].subject.group", "selection", &["only"], Required),
    always("channel_database_cleanup.enabled", Truth),
    when("channel_database_cleanup.days", "enabled", ON, Required),
    always("channel_database_cleanup.days", Between(1, i64::MAX)),
    always("indexing.enabled", Truth),
    when("indexing.policy", "enabled", ON, Required),
    always("indexing.priority", Between(0, 5)),
    always("log_audit_trail_downloads", Truth),
    always("network.clients", Networks),
    always("network.ports", AllBetween(1, 65535)),
    always("network.targets", Networks),
    always("override_log_level.enabled", Truth),
    when("override_log_level.log_level", "enabled", ON, Required),
    always("policies", Required),
    always("policies.audit_policy", Required),
    always("policies.channel_policy", Required),
    always("policies.settings", Required),
    always("rate_limit.enabled", Truth),
    when("rate_limit.value", "enabled", ON, Required),
    always("rate_limit.value", Between(1, i64::MAX)),
    always("source_address.selection", OneOf(&["box_address", "original", "fix"])),
    when("source_address.address", "selection", &["fix"], Required),
    always("web_gateway_authentication.enabled", Truth),
    always("web_gateway_authentication.groups", List),
    always("web_gateway_authentication.require_same_ip", Truth),
];

/// What is known of Telnet alone.
pub(super) const TELNET: &[Rule] = &[
    always("policies.authentication_policy", Required),
    always("server_address.selection", OneOf(&["original", "nat", "fix", "inband"])),
    when("server_address.network", "selection", &["nat"], Required),
    when("server_address.network", "selection", &["nat"], Network),
    when("server_address.address", "selection", &["fix"], Required),
    when("server_address.port", "selection", &["fix"], Required),
    always("server_address.port", Between(1, 65535)),
    when("server_address.domains", "selection", &["inband"], Filled),
    when("server_address.exception_domains", "selection", OTHER_THAN_INBAND, Absent),
    when("server_address.dns_server", "selection", OTHER_THAN_INBAND, Absent),
    when("server_address.dns_suffixes", "selection", OTHER_THAN_INBAND, Absent),
    always("server_address.domains[].domain.selection", OneOf(&["address", "domain"])),
    always("server_address.exception_domains[].domain.selection", OneOf(&["address", "domain"])),
    always("server_address.custom_dns.enabled", Truth),
    when("server_address.custom_dns.server", "enabled", ON, Required),
    always("client_side_transport_security.selection", OneOf(&["disabled", "none", "starttls", "tls"])),
    when("client_side_transport_security.sps_certificate", "selection", ENCRYPTED, Required),
    always("client_side_transport_security.sps_certificate.selection", OneOf(&["fix", "generate"])),
    when("client_side_transport_security.sps_certificate.x509_identity", "selection", &["fix"], Required),
    when("client_side_transport_security.sps_certificate.signing_ca", "selection", &["generate"], Required),
    when("client_side_transport_security.peer_certificate_check.trusted_ca", "enabled", ON, Required),
    // The guide contradicts itself on the word for no encryption.
    always("server_side_transport_security.selection", OneOf(&["disabled", "none", "starttls", "tls"])),
    when("server_side_transport_security.sps_certificate", "selection", ENCRYPTED, Required),
    always("server_side_transport_security.sps_certificate.selection", OneOf(&["none", "fix", "generate"])),
    when("server_side_transport_security.sps_certificate.x509_identity", "selection", &["fix"], Required),
    when("server_side_transport_security.sps_certificate.signing_ca", "selection", &["generate"], Required),
    when("server_side_transport_security.peer_certificate_check.trusted_ca", "enabled", ON, Required),
];
