//! The tree of commands: which group holds which rows, in the order in which help shows them.

use super::{
    command, endpoint_automation, group_policies, jump_clients, jump_groups, jump_items, jump_policies, jumpoints,
    report, site, spec_fetch, teams, users, vault, vendors,
};
use crate::catalog::Group;

pub(super) const GROUPS: &[Group] = &[
    jump_clients::JUMP_CLIENTS,
    jump_items::JUMP_ITEMS,
    jump_items::JUMP_ITEM_ROLES,
    jump_groups::JUMP_GROUPS,
    jump_policies::JUMP_POLICIES,
    jump_policies::JUMP_APPROVALS,
    jumpoints::JUMPOINTS,
    vault::VAULT,
    users::USERS,
    group_policies::GROUP_POLICIES,
    teams::TEAMS,
    vendors::VENDORS,
    endpoint_automation::ENDPOINT_AUTOMATION,
    command::SESSIONS,
    command::SESSION_KEYS,
    command::REPRESENTATIVES,
    command::SUPPORT_TEAMS,
    command::VIRTUAL_CUSTOMERS,
    command::CONNECTED_CLIENTS,
    command::COMMAND,
    report::REPORT,
    site::SECURITY_PROVIDERS,
    site::SESSION_POLICIES,
    site::PUBLIC_PORTALS,
    site::REP_STATUSES,
    site::API_ACCOUNTS,
    site::CLI,
    site::OPENAPI,
    spec_fetch::SPEC,
];
