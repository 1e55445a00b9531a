//! The chores' way to the terminal, the environment and other programs.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a chore is its own program"
)]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The words after `cargo xtask`.
pub(crate) fn arguments() -> Vec<String> {
    std::env::args().skip(1).collect()
}

/// A variable that is set and not empty.
pub(crate) fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// One line of the result.
pub(crate) fn say(words: &str) {
    println!("{words}");
}

/// One line for people.
pub(crate) fn tell(words: &str) {
    eprintln!("{words}");
}

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    let target = variable("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root().join(target)
}

/// The program of a command line, in the workspace's folder, reading nothing.
pub(crate) fn command(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().expect("a command line has a first word"));
    command.args(words).current_dir(root()).stdin(Stdio::null());
    forget_cargo(&mut command);
    command
}

/// `cargo run` tells us about xtask in variables that the build of `ring` listens to: a cargo below us would build it,
/// and all that stands on it, anew.
fn forget_cargo(command: &mut Command) {
    let names = std::env::vars_os().map(|(name, _)| name);
    let ours = |name: &OsString| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
    };
    for name in names.filter(ours) {
        command.env_remove(name);
    }
}

/// Run it to its end, with our streams.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|reason| cannot(command, &reason))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{}: {status}", shown(command))),
    }
}

/// Run it to its end; its standard output, whole.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let Output { status, stdout, .. } =
        command.stderr(Stdio::inherit()).output().map_err(|reason| cannot(command, &reason))?;
    match status.success() {
        true => Ok(String::from_utf8_lossy(&stdout).into_owned()),
        false => Err(format!("{}: {status}", shown(command))),
    }
}

/// Whether it can be started and ends well.
pub(crate) fn is_there(line: &str) -> bool {
    let status = command(line).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// How long something takes.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    (work(), started.elapsed())
}

/// Let another process get on.
pub(crate) fn pause() {
    std::thread::sleep(Duration::from_micros(500));
}

/// `cannot run`, and the reason.
pub(crate) fn cannot(command: &Command, reason: &std::io::Error) -> String {
    format!("cannot run `{}`: {reason}", shown(command))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
