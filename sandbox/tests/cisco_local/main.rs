//! The simulator of Cisco's boxes, asked over real sockets by a client that shares nothing with rmctl.

#![expect(clippy::unwrap_used, reason = "all of it is tests, its helpers too")]

mod boxes;
mod client;
mod login;
mod pipelines;
#[path = "../wire/mod.rs"]
mod wire;
