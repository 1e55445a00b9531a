//! `ninjaone notification-channels`: where alerts are sent to.

use crate::catalog::{Group, Operation};

pub(super) const NOTIFICATION_CHANNELS: Group = Group {
    name: "notification-channels",
    about: "Mail, chat, pager and other ways to tell people",
    operations: &[
        Operation::list("list", "/v2/notification-channels")
            .about("List notification channels")
            .columns(COLUMNS, &[])
            .members(MEMBERS),
        Operation::list("list-enabled", "/v2/notification-channels/enabled")
            .about("List notification channels that are in use")
            .columns(COLUMNS, &[])
            .members(MEMBERS),
    ],
    groups: &[],
};

const COLUMNS: &[&str] = &["id", "name", "type", "enabled", "description"];

const MEMBERS: &[&str] = &["id", "name", "description", "enabled", "type"];
