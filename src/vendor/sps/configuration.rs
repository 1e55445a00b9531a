//! The groups below `/api/configuration`, as the box's tree has them.

mod aaa;
mod management;
mod network;
mod policies;
mod protocols;
mod reporting;
mod secrets;
mod services;
pub(super) mod walk;

pub(super) use aaa::AAA;
pub(super) use management::MANAGEMENT;
pub(super) use network::NETWORK;
pub(super) use policies::{PLUGINS, POLICIES};
pub(super) use protocols::{HTTP, ICA, MSSQL, RDP, SSH, TELNET, VNC};
pub(super) use reporting::REPORTING;
pub(super) use secrets::{PASSWORDS, PRIVATE_KEYS, X509};
pub(super) use services::{ALERTING, DATETIME, LOCAL_SERVICES};
pub(super) use walk::CONFIG;
