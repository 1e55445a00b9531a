//! The tree of commands: which group holds which rows, in the order in which help shows them.

use super::{
    archive, backup, client_script, command, endpoint_automation, group_policies, jump_clients, jump_groups,
    jump_items, jump_policies, jumpoints, probes, report, scim, site, spec_fetch, start_session, state, teams, users,
    vault, vendors,
};
use crate::catalog::{Group, Operation};

/// Jobs that are about the site as a whole.
pub(super) const OPERATIONS: &[Operation] = &[backup::BACKUP, start_session::START_SESSION];

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
    state::STATE,
    report::REPORT,
    archive::ARCHIVE,
    probes::SITE,
    site::SECURITY_PROVIDERS,
    site::SESSION_POLICIES,
    site::PUBLIC_PORTALS,
    site::REP_STATUSES,
    site::API_ACCOUNTS,
    scim::SCIM,
    client_script::CLIENT_SCRIPT,
    site::CLI,
    site::OPENAPI,
    spec_fetch::SPEC,
];
