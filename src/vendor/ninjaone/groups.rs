//! The tree of commands: which group holds which rows.

use super::rows;
use crate::catalog::{Group, Operation};

pub(super) const GROUPS: &[Group] = &[
    group("devices", "Computers, servers, network devices, hypervisors and mobile devices", rows::DEVICES),
    group("organizations", "Customers and their settings", rows::ORGANIZATION_ROWS),
    group("alerts", "What has gone wrong with devices", rows::ALERT_ROWS),
    group("activities", "What has happened", rows::ACTIVITY_ROWS),
    group("scripts", "Scripts of the library", rows::SCRIPT_ROWS),
    group("patches", "Patches of operating systems and of software", rows::PATCH_ROWS),
];

const fn group(name: &'static str, about: &'static str, operations: &'static [Operation]) -> Group {
    Group { name, about, operations, groups: &[] }
}
