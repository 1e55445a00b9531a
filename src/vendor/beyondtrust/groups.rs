//! The tree of commands: which group holds which rows, in the order in which help shows them.

use super::{
    archive, backup, client_script, command, endpoint_automation, group_policies, jump_clients, jump_groups,
    jump_items, jump_policies, jumpoints, probes, report, scim, site, spec_fetch, start_session, state, teams, users,
    vault, vendors,
};
use crate::catalog::{Group, Operation};

/// Jobs that are about the site as a whole.
pub(super) const OPERATIONS: &[Operation] = &[start_session::START_SESSION, backup::BACKUP];

/// What is there every day first, then people and what they may do, then the site, and what is about the API itself last.
pub(super) const GROUPS: &[Group] = &[
    jump_clients::JUMP_CLIENTS,
    jump_items::JUMP_ITEMS,
    jump_groups::JUMP_GROUPS,
    jumpoints::JUMPOINTS,
    jump_policies::JUMP_POLICIES,
    jump_policies::JUMP_APPROVALS,
    jump_items::JUMP_ITEM_ROLES,
    vault::VAULT,
    command::SESSIONS,
    command::SESSION_KEYS,
    command::REPRESENTATIVES,
    command::SUPPORT_TEAMS,
    command::VIRTUAL_CUSTOMERS,
    command::CONNECTED_CLIENTS,
    client_script::CLIENT_SCRIPT,
    state::STATE,
    report::REPORT,
    archive::ARCHIVE,
    users::USERS,
    teams::TEAMS,
    group_policies::GROUP_POLICIES,
    vendors::VENDORS,
    site::SECURITY_PROVIDERS,
    scim::SCIM,
    site::SESSION_POLICIES,
    site::PUBLIC_PORTALS,
    site::REP_STATUSES,
    endpoint_automation::ENDPOINT_AUTOMATION,
    probes::SITE,
    command::COMMAND,
    site::API_ACCOUNTS,
    spec_fetch::SPEC,
    site::OPENAPI,
    site::CLI,
];
