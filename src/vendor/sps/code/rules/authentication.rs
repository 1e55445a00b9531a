//! Authentication policies, section 5.3 of the facts.

use super::Demand::{Between, Filled, List, OneOf, Required, Truth, Word};
use super::{Rule, always, when};

pub(super) const RULES: &[Rule] = &[
    always("name", Required),
    always("name", Word),
    always("active_pattern_sets", List),
    always("backend", Required),
    always("backend.selection", Required),
    always("backend.selection", OneOf(&["none", "ldap", "local", "radius"])),
    always("backend.timeout", Between(0, i64::MAX)),
    always("backend.keepalive", Truth),
    when("backend.user_database", "selection", &["local"], Required),
    when("backend.servers", "selection", &["radius"], Filled),
    // `pap` has been seen; what else there is stays the box's to say.
    when("backend.authentication_protocol", "selection", &["radius"], Required),
    always("backend.servers[].address", Required),
    always("backend.servers[].address.selection", OneOf(&["ip", "fqdn"])),
    always("backend.servers[].address.value", Required),
    always("backend.servers[].port", Between(1, 65535)),
    always("backend.servers[].shared_secret", Required),
];
