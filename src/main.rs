//! Gathers the real surroundings, calls the program, ends the process.
#![expect(clippy::disallowed_methods, reason = "this is where the surroundings come from")]

mod real;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// The exit code of a bug of ours. The runtime's own words about it are on standard error by then.
const BUG: u8 = 1;

fn main() -> ExitCode {
    let run = AssertUnwindSafe(|| rmctl::app::run(rmctl::vendor::ALL, real::surroundings()));
    ExitCode::from(catch_unwind(run).unwrap_or(BUG))
}
