//! rmctl, the library: one program over the remote-management systems that operators live in.

/// The vocabulary of the tables.
pub mod catalog;
/// Settings, profiles and the sources of secrets.
pub mod config;
/// What ends a command badly.
pub mod failure;
/// How results are shown.
pub mod output;
/// One record as the vendor sent it.
pub mod record;
/// Small files that outlive a run.
pub mod store;
/// Everything outside the program, given.
pub mod surroundings;
