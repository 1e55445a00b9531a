//! The real binary in a home of its own, beside a simulator of the vendor.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use sandbox::{Fault, Options, Sandbox, Seen};
use serde_json::Value;

/// A home without configuration, and the variables that every run in it has.
pub(crate) struct Home {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

/// What a run left behind. The simulator's address is written `HOST`.
#[derive(Debug, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// The exit code and what was said on standard error.
    pub(crate) fn failure(&self) -> (i32, &str) {
        (self.exit, &self.stderr)
    }

    /// The one line on standard error, as JSON.
    pub(crate) fn error(&self) -> Value {
        assert_eq!(self.stderr.matches('\n').count(), 1, "{}", self.stderr);
        serde_json::from_str::<Value>(&self.stderr).unwrap()["error"].clone()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), variables: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Write a file that only its owner can read.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        set_mode(&path, 0o600);
        path
    }

    pub(crate) fn write_config(&self, text: &str) {
        self.write(".config/rmctl/config.toml", text);
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.path(".config/rmctl/config.toml")
    }

    /// Every file below the home, with what it holds.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        collect(self.folder.path(), &mut found);
        found
    }

    /// Variables as a shell would have set them, without those of the person who runs the tests.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let mut variables = vec![("HOME".to_owned(), self.folder.path().display().to_string())];
        variables.extend(self.variables.iter().cloned());
        variables
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rmctl"));
        command.args(words).env_clear().envs(self.environment());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, line: &str) -> Outcome {
        self.run_words(&words(line))
    }

    pub(crate) fn run_words(&self, words: &[&str]) -> Outcome {
        outcome(self.command(words).spawn().unwrap())
    }

    pub(crate) fn run_with_input(&self, line: &str, input: &str) -> Outcome {
        use std::io::Write as _;
        let mut child = self.command(&words(line)).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin: ChildStdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).unwrap();
        drop(stdin);
        outcome(child)
    }

    pub(crate) fn start(&self, line: &str) -> Child {
        self.command(&words(line)).spawn().unwrap()
    }
}

/// A home whose variables lead to a simulator.
pub(crate) struct World {
    pub(crate) home: Home,
    pub(crate) sandbox: Sandbox,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::of(Options::default())
    }

    pub(crate) fn of(options: Options) -> Self {
        let sandbox = Sandbox::start(options).unwrap();
        let home = sandbox.environment().into_iter().fold(Home::new(), |home, (name, value)| home.with(name, value));
        Self { home, sandbox }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.home = self.home.with(name, value);
        self
    }

    pub(crate) fn having(self, fault: Fault) -> Self {
        self.sandbox.inject(fault);
        self
    }

    pub(crate) fn run(&self, line: &str) -> Outcome {
        self.run_words(&words(line))
    }

    pub(crate) fn run_words(&self, words: &[&str]) -> Outcome {
        self.without_address(self.home.run_words(words))
    }

    pub(crate) fn without_address(&self, outcome: Outcome) -> Outcome {
        let origin = self.sandbox.origin();
        let address = origin.trim_start_matches("http://");
        Outcome {
            exit: outcome.exit,
            stdout: outcome.stdout.replace(address, "HOST"),
            stderr: outcome.stderr.replace(address, "HOST"),
        }
    }

    /// What arrived, as `METHOD /path`, without queries.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.sandbox.requests().iter().map(told).collect()
    }

    /// What arrived and was meant to change something.
    pub(crate) fn changes(&self) -> Vec<String> {
        let requests = self.sandbox.requests();
        requests.iter().filter(|seen| seen.method != "GET").map(told).collect()
    }
}

fn told(seen: &Seen) -> String {
    format!("{} {}", seen.method, seen.path.split('?').next().unwrap())
}

pub(crate) fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

pub(crate) fn outcome(child: Child) -> Outcome {
    let ended = child.wait_with_output().unwrap();
    Outcome {
        exit: ended.status.code().unwrap_or_else(|| panic!("{}", ended.status)),
        stdout: String::from_utf8(ended.stdout).unwrap(),
        stderr: String::from_utf8(ended.stderr).unwrap(),
    }
}

/// Read up to and with the next line break, which blocks until it is there.
pub(crate) fn next_line(stdout: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    line
}

/// Read until `mark` has come, and answer all of it.
pub(crate) fn read_until(from: &mut impl std::io::Read, mark: &str) -> String {
    let mut seen = Vec::new();
    let mut byte = [0];
    while !String::from_utf8_lossy(&seen).contains(mark) {
        assert_eq!(from.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&seen));
        seen.push(byte[0]);
    }
    String::from_utf8_lossy(&seen).into_owned()
}

/// What is left in a stream.
pub(crate) fn rest(from: &mut impl std::io::Read) -> String {
    let mut text = String::new();
    from.read_to_string(&mut text).unwrap();
    text
}

#[cfg(unix)]
pub(crate) fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
pub(crate) fn set_mode(_: &Path, _: u32) {}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(&path, found),
            false => found.push((path.clone(), std::fs::read(&path).unwrap())),
        }
    }
}
