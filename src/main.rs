//! Gathers the real surroundings, calls the program, ends the process.
#![expect(clippy::disallowed_methods, reason = "this is where the surroundings come from")]

mod real;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(rmctl::app::run(rmctl::vendor::ALL, real::surroundings()))
}
