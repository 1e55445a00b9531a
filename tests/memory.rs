//! Snapshots in real databases: the same laws for SQLite and for a PostgreSQL that is started here, and the real binary.
#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

mod support;

#[path = "memory/laws.rs"]
mod laws;
#[path = "memory/postgres.rs"]
mod postgres;
#[path = "memory/program.rs"]
mod program;
#[path = "memory/sqlite.rs"]
mod sqlite;
