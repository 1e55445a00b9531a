//! The simulator of NinjaRMM v1, asked over real sockets by a client that shares nothing with rmctl.

#![expect(clippy::unwrap_used, reason = "all of it is tests, its helpers too")]

mod alerts;
mod client;
mod customers;
mod devices;
mod limits;
mod signature;
mod strictness;
mod traps;
#[path = "../wire/mod.rs"]
mod wire;
