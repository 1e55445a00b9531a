//! The simulator of One Identity SPS, asked over real sockets by a client that shares nothing with rmctl.

#![expect(clippy::unwrap_used, reason = "all of it is tests, its helpers too")]

mod appliance;
mod audit;
mod client;
mod configuration;
mod login;
mod telnet;
mod transactions;
#[path = "../wire/mod.rs"]
mod wire;
