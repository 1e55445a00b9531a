//! Chores of the project, each a word after `cargo xtask`.

mod bench;
mod ci;
mod facts;
mod pictures;
mod process;
mod reference;
mod spec;

use std::process::ExitCode;

/// Why a chore was not done, in words.
type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            process::tell(&format!("error: {reason}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome {
    let arguments = process::arguments();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["ci"] => ci::run(),
        ["spec"] => spec::run(),
        ["bench"] => bench::run(),
        ["facts"] => facts::write(&specifications()?),
        ["facts", "--check"] => facts::check(&specifications()?),
        ["pictures"] => pictures::write(),
        ["docs"] => reference::write(),
        ["docs", "--check"] => reference::check(),
        _ => Err("usage: cargo xtask ci | spec | bench | facts [--check] | docs [--check] | pictures".into()),
    }
}

/// The folder of the vendors' own files, which are not part of the project.
fn specifications() -> Result<std::path::PathBuf, &'static str> {
    process::variable("RMCTL_SPECS").map(Into::into).ok_or("`RMCTL_SPECS` names no folder")
}
