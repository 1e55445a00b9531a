//! The real binary over real sockets: every exit code that a user of RMS can meet, in both forms, and what bad input gets.
#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

mod support;

#[path = "program/bad_input.rs"]
mod bad_input;
#[path = "program/beyondtrust.rs"]
mod beyondtrust;
#[path = "program/commands.rs"]
mod commands;
#[path = "program/everywhere.rs"]
mod everywhere;
#[path = "program/exit_codes.rs"]
mod exit_codes;
#[path = "program/pipes.rs"]
mod pipes;
#[path = "program/resume.rs"]
mod resume;
