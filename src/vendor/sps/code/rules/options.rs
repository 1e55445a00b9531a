//! Options of the proxy, section 5.4 of the facts: the members of 6.x and those of later releases.

use super::Demand::{Between, OneOf, PlainUrl, Required, Truth};
use super::{ON, Rule, always, when};

pub(super) const RULES: &[Rule] = &[
    always("channel_database_cleanup.enabled", Truth),
    when("channel_database_cleanup.days", "enabled", ON, Required),
    always("channel_database_cleanup.days", Between(1, i64::MAX)),
    always("audit.cleanup.enabled", Truth),
    when("audit.cleanup.channel_database_cleanup_days", "enabled", ON, Required),
    always("audit.cleanup.channel_database_cleanup_days", Between(1, i64::MAX)),
    always("audit.timestamping.selection", OneOf(&["local", "remote"])),
    always("audit.timestamping.signing_interval", Between(1, i64::MAX)),
    when("audit.timestamping.server_url", "selection", &["remote"], Required),
    always("audit.timestamping.server_url", PlainUrl),
    when("audit.timestamping.oid", "selection", &["remote"], Required),
    always("audit.timestamping.oid.enabled", Truth),
    when("audit.timestamping.oid.policy_oid", "enabled", ON, Required),
    always("service.enabled", Truth),
    always("service.log_level", Between(0, i64::MAX)),
];
