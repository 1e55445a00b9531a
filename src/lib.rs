//! rmctl, the library: one program over the remote-management systems that operators live in.

/// The whole program, given its surroundings.
pub mod app;
/// Who we are, for a vendor.
pub mod auth;
/// The vocabulary of the tables.
pub mod catalog;
/// The words of the command line.
pub mod cli;
/// Settings, profiles and the sources of secrets.
pub mod config;
/// How a vendor's replies are read.
pub mod dialect;
/// Documents that people keep in files.
mod documents;
/// What ends a command badly.
pub mod failure;
/// One fleet out of every vendor's devices.
pub mod fleet;
/// What the user gave for one operation.
pub mod given;
/// The one HTTP layer.
pub mod http;
/// How people say when.
pub mod moment;
/// The one output engine.
pub mod output;
/// Names without special characters.
mod plain_name;
/// An operation and what was given for it become a request.
pub mod plan;
/// One record as the vendor sent it.
pub mod record;
/// Everything that goes to standard error.
pub mod report;
/// What programs may rely on in our own results.
pub mod schema;
/// A conversation with one account.
pub mod session;
/// The one device that a selector means.
pub mod sought;
/// OpenAPI files of the user's own.
pub mod spec;
/// Small private files that outlive a run.
pub mod store;
/// Everything outside the program, given.
pub mod surroundings;
#[cfg(test)]
mod testing;
/// The vendors, one folder each.
pub mod vendor;
/// Jobs of more than one request.
pub mod workflow;
