//! Chores of the project, each a word after `cargo xtask`.

mod facts;

use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            tell(&reason.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = arguments();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["facts"] => facts::write(&specifications()?),
        ["facts", "--check"] => facts::check(&specifications()?),
        _ => Err("usage: cargo xtask facts [--check]".into()),
    }
}

#[expect(clippy::disallowed_methods, reason = "a chore is its own program")]
fn arguments() -> Vec<String> {
    std::env::args().skip(1).collect()
}

/// The folder of the vendors' own files, which are not part of the project.
#[expect(clippy::disallowed_methods, reason = "a chore is its own program")]
fn specifications() -> Result<std::path::PathBuf, &'static str> {
    std::env::var_os("RMCTL_SPECS")
        .map(Into::into)
        .ok_or("`RMCTL_SPECS` names no folder")
}

#[expect(clippy::print_stderr, reason = "a chore is its own program")]
fn tell(words: &str) {
    eprintln!("{words}");
}
