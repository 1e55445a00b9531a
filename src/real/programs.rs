//! Other programs: found, given what only they may see, handed the signals that come meanwhile; and the editor.

use std::io::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use rmctl::failure::{Code, Failure};
use rmctl::http::{Interrupt, Signal};
use rmctl::surroundings::{LocalFuture, Program, Programs};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::process::Child;

/// The editor is on the terminal, whatever the streams of this process are.
#[cfg(unix)]
pub(super) fn edit(editor: &str, path: &Path) -> Result<(), String> {
    let terminal = || std::fs::OpenOptions::new().read(true).write(true).open("/dev/tty");
    let (input, output) = (terminal().map_err(words)?, terminal().map_err(words)?);
    // As git does it: the variable may hold arguments besides the program.
    let script = format!("{editor} \"$@\"");
    let mut command = Command::new("sh");
    command.arg("-c").arg(script).arg(editor).arg(path).stdin(input).stdout(output);
    ended_well(command.status())
}

#[cfg(not(unix))]
pub(super) fn edit(editor: &str, path: &Path) -> Result<(), String> {
    let mut parts = editor.split(' ');
    let program = parts.next().unwrap_or(editor);
    ended_well(Command::new(program).args(parts).arg(path).status())
}

fn ended_well(status: std::io::Result<std::process::ExitStatus>) -> Result<(), String> {
    match status.map_err(words)? {
        status if status.success() => Ok(()),
        status => Err(format!("it ended with {status}")),
    }
}

fn words(error: std::io::Error) -> String {
    error.to_string()
}

/// Starts them.
pub(super) struct Started;

impl Programs for Started {
    fn find(&self, name: &str) -> Result<PathBuf, Failure> {
        let there: Vec<PathBuf> = places(name).into_iter().filter(|path| path.is_file()).collect();
        match there.iter().find(|path| may_run(path)) {
            Some(path) => Ok(path.clone()),
            None if there.is_empty() => Err(Failure::new(Code::NotFound, format!("there is no program `{name}`"))),
            None => Err(Failure::usage(format!("`{}` is no program that you may run", there[0].display()))),
        }
    }

    fn run<'a>(&'a self, program: Program, interrupt: &'a Interrupt) -> LocalFuture<'a, Result<u8, String>> {
        Box::pin(async move {
            let mut signals = interrupt.divert();
            let mut child = start(program).map_err(words)?;
            loop {
                tokio::select! {
                    status = child.wait() => return status.map(code).map_err(words),
                    signal = signals.next() => pass_on(signal, &child),
                }
            }
        })
    }
}

/// Where a program of this name may be: a path is itself, a bare name is looked for as shells do.
fn places(name: &str) -> Vec<PathBuf> {
    let folders = match name.contains(std::path::is_separator) {
        true => vec![PathBuf::new()],
        false => {
            let path = std::env::var_os("PATH").unwrap_or_default();
            let here = |folder: PathBuf| if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
            std::env::split_paths(&path).map(here).collect()
        }
    };
    let endings: &[&str] = if cfg!(windows) { &["", ".exe", ".com", ".cmd", ".bat"] } else { &[""] };
    folders.iter().flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}")))).collect()
}

#[cfg(unix)]
fn may_run(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn may_run(path: &Path) -> bool {
    path.extension().is_some()
}

fn start(program: Program) -> Result<Child, Error> {
    let Program { path, arguments, variables, without, descriptor } = program;
    let mut command = Command::new(path);
    command.args(arguments);
    for name in &without {
        command.env_remove(name);
    }
    for (name, value) in &variables {
        command.env(name, value.expose_secret());
    }
    let feeding = descriptor.map(|(number, secret)| give(&mut command, number, secret)).transpose()?;
    // With the command goes our own end of the pipe from which it reads.
    let child = tokio::process::Command::from(command).spawn()?;
    feeding.into_iter().for_each(|feed| drop(std::thread::spawn(feed)));
    Ok(child)
}

type Feed = Box<dyn FnOnce() + Send>;

/// The secret in a pipe. It may be larger than a pipe is, so a thread writes it, which ends with its reader.
#[cfg(unix)]
fn give(command: &mut Command, number: u8, secret: SecretString) -> Result<Feed, Error> {
    use command_fds::{CommandFdExt as _, FdMapping};
    use std::io::Write as _;
    let (reader, mut writer) = std::io::pipe()?;
    match number {
        0 => drop(command.stdin(reader)),
        number => {
            let mapping = FdMapping { parent_fd: reader.into(), child_fd: number.into() };
            command.fd_mappings(vec![mapping]).map_err(Error::other)?;
        }
    }
    Ok(Box::new(move || drop(writer.write_all(secret.expose_secret().as_bytes()))))
}

#[cfg(not(unix))]
fn give(_: &mut Command, _: u8, _: SecretString) -> Result<Feed, Error> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn pass_on(signal: Signal, child: &Child) {
    use rustix::process::{Pid, Signal as Number, kill_process};
    let number = match signal {
        // A terminal sends Ctrl-C to all programs in its foreground; twice would mean something else to many.
        Signal::Interrupt if is_in_foreground() => return,
        Signal::Interrupt => Number::INT,
        Signal::Terminate => Number::TERM,
        Signal::Hangup => Number::HUP,
    };
    let id = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
    let _ = id.map(|id| kill_process(id, number));
}

/// The console has told it.
#[cfg(not(unix))]
fn pass_on(_: Signal, _: &Child) {}

#[cfg(unix)]
fn is_in_foreground() -> bool {
    let terminal = std::fs::File::open("/dev/tty").ok();
    let foreground = terminal.and_then(|terminal| rustix::termios::tcgetpgrp(&terminal).ok());
    foreground == Some(rustix::process::getpgrp())
}

#[cfg(unix)]
fn code(status: ExitStatus) -> u8 {
    use std::os::unix::process::ExitStatusExt as _;
    let code = status.code().or_else(|| Some(128 + status.signal()?));
    code.and_then(|code| code.try_into().ok()).unwrap_or(1)
}

/// A code that is no byte here would be another one.
#[cfg(not(unix))]
fn code(status: ExitStatus) -> u8 {
    status.code().and_then(|code| code.try_into().ok()).unwrap_or(1)
}
