//! The simulator of Cisco's cloud, asked over real sockets by a client that shares nothing with rmctl.

#![expect(clippy::unwrap_used, reason = "all of it is tests, its helpers too")]

mod asset_types;
mod client;
mod gateways;
mod lists;
mod login;
mod tenants;
#[path = "../wire/mod.rs"]
mod wire;
