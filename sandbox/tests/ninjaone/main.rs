//! The simulator of NinjaOne, asked over real sockets by a client that shares nothing with rmctl.

#![expect(clippy::unwrap_used, reason = "all of it is tests, its helpers too")]

mod client;
mod df;
mod fleet;
mod oauth;
mod paging;
mod records;
mod scripts;
mod strictness;
mod surface;
#[path = "../wire/mod.rs"]
mod wire;
