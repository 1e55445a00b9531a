//! The simulator of BeyondTrust, asked over real sockets by a client that shares nothing with rmctl.

#![expect(clippy::unwrap_used, reason = "all of it is tests, its helpers too")]

mod client;
mod command;
mod files;
mod lists;
mod login;
mod records;
mod reports;
mod scim;
mod strictness;
mod vault;
#[path = "../wire/mod.rs"]
mod wire;
