//! The simulator of RMS, asked over real sockets by a client that shares nothing with rmctl.

#![expect(clippy::unwrap_used, reason = "all of it is tests, its helpers too")]

mod channels;
mod client;
mod devices;
mod digits;
mod faults;
mod files;
mod fleet;
mod records;
mod remote_access;
mod strictness;
mod surface;
#[path = "../wire/mod.rs"]
mod wire;
