//! The order in which help shows the groups.

use super::cluster::{CLUSTER, STARLING};
use super::code::{APPLY, DIFF, EXPORT};
use super::configuration::{
    AAA, ALERTING, CONFIG, DATETIME, HTTP, ICA, LOCAL_SERVICES, MANAGEMENT, MSSQL, NETWORK, PASSWORDS, PLUGINS,
    POLICIES, PRIVATE_KEYS, RDP, REPORTING, SSH, TELNET, VNC, X509,
};
use super::firmware::FIRMWARE;
use super::sessions::SESSIONS;
use super::system;
use super::transaction;
use super::troubleshooting::{SUPPORT_BUNDLE, TROUBLESHOOTING};
use crate::catalog::{Group, Operation};

/// What stands directly below the vendor.
pub(super) const OPERATIONS: &[Operation] = &{
    let [info, health, whoami, endpoints, login_methods, login_types] = system::OPERATIONS;
    [info, health, whoami, endpoints, login_methods, login_types, EXPORT, DIFF, APPLY, SUPPORT_BUNDLE]
};

pub(super) const GROUPS: &[Group] = &[
    TELNET,
    SSH,
    RDP,
    HTTP,
    ICA,
    MSSQL,
    VNC,
    POLICIES,
    SESSIONS,
    CONFIG,
    transaction::GROUP,
    AAA,
    NETWORK,
    LOCAL_SERVICES,
    MANAGEMENT,
    ALERTING,
    DATETIME,
    REPORTING,
    PLUGINS,
    PASSWORDS,
    PRIVATE_KEYS,
    X509,
    CLUSTER,
    STARLING,
    FIRMWARE,
    TROUBLESHOOTING,
    system::SETUP,
];
