//! Settings policies, section 5.5 of the facts.

use super::Demand::{Between, Required, Truth, Word};
use super::{Rule, always};

pub(super) const RULES: &[Rule] = &[
    always("name", Required),
    always("name", Word),
    always("timeout", Between(0, i64::MAX)),
    always("inactivity_timeout.enabled", Truth),
    always("preconnect_channel_check", Truth),
    always("client_tls_security_settings.cipher_strength.selection", Required),
    always("server_tls_security_settings.cipher_strength.selection", Required),
];
