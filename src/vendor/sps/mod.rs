//! One Identity Safeguard for Privileged Sessions: a tree of configuration that is changed in transactions.

#[macro_use]
mod rows;

mod cluster;
mod code;
mod configuration;
mod dialect;
mod firmware;
mod fleet;
mod groups;
mod identity;
mod resolve;
mod sessions;
mod system;
#[cfg(test)]
mod tests;
mod transaction;
mod tree;
mod troubleshooting;
mod watch;

use std::rc::Rc;

use crate::auth::Cookie;
use crate::catalog::{Settings, Vendor};

const SETTINGS: Settings = Settings {
    key: "sps",
    name: "One Identity SPS",
    env: "SPS",
    url: None,
    regions: &[],
    fields: Cookie::FIELDS,
    credentials: Cookie::CREDENTIALS,
};

/// The vendor.
pub static SPS: Vendor = Vendor {
    about: "One Identity Safeguard for Privileged Sessions: configuration in transactions, recorded sessions",
    operations: groups::OPERATIONS,
    groups: groups::GROUPS,
    resolve: Some(resolve::resolve),
    transactions: Some(transaction::TRANSACTIONS),
    left_open: Some(transaction::left_open),
    secret_members: SECRETS,
    fleet: fleet::FLEET,
    watch: watch::WATCH,
    ..Vendor::plain(
        SETTINGS,
        |account| Ok(Box::new(dialect::Sps::new(account.url().clone()))),
        |account| Ok(Rc::new(Cookie::new(account))),
        identity::identify,
    )
};

/// What is sent or answered and must not be seen: passwords, keys, and the tokens by which boxes and browsers prove
/// themselves.
const SECRETS: &[&str] = &[
    "plain",
    "root_password",
    "admin_password",
    "private_key",
    "psk",
    "spp_api_token",
    "license",
    "community",
    "token",
];
