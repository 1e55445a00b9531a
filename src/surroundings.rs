//! Everything outside the program: streams, terminal, clock, environment, chance. `main` gathers it, tests invent it.

use std::collections::BTreeMap;
use std::future::Future;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::SecretString;

use crate::config::keyring::Keyring;
use crate::failure::Failure;
use crate::http::{Interrupt, Signal};

/// A future on this thread.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Time and waiting, so that no test sleeps and no rule depends on the real clock.
pub trait Clock {
    /// What a calendar on the wall says.
    fn now(&self) -> SystemTime;
    /// What a stopwatch says that nobody sets: only the difference of two looks means something. Waiting is measured by it,
    /// because a calendar may be set meanwhile. Whoever invents time needs no second one.
    fn ticks(&self) -> Duration {
        self.now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }
    /// Completes after `duration`.
    fn sleep<'a>(&'a self, duration: Duration) -> LocalFuture<'a, ()>;
    /// A number in `0.0..1.0`, for jitter.
    fn chance(&self) -> f64;
}

/// The variables of the process, as they were when it started.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// None at all.
    pub const fn empty() -> Self {
        Self(BTreeMap::new())
    }

    /// The value of a variable that is set and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether a switch is set, and not to `0` or `false`.
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !matches!(value, "0" | "false"))
    }

    /// Every name that is set.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Names only: a variable may hold a secret.
impl std::fmt::Debug for Environment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_set().entries(self.names()).finish()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        Self(variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// One output stream and what is known of where it ends.
pub struct Stream {
    /// Where the bytes go.
    pub out: Box<dyn Write>,
    /// Columns of the terminal; `None` where it is no terminal.
    pub terminal: Option<u16>,
}

impl Default for Stream {
    fn default() -> Self {
        Self { out: Box::new(std::io::sink()), terminal: None }
    }
}

/// The person at the controlling terminal; never standard input, which may be data.
pub trait Terminal {
    /// Whether there is one to ask.
    fn is_there(&self) -> bool;
    /// One line, typed after `prompt`; `None` where there is no terminal or the person ends the input.
    fn ask<'a>(&'a self, prompt: &'a str) -> LocalFuture<'a, Option<String>>;
    /// One line that is not shown while it is typed.
    fn ask_secret<'a>(&'a self, prompt: &'a str) -> LocalFuture<'a, Option<SecretString>>;
}

/// Another program to be started, and what nobody but it may see.
pub struct Program {
    /// Where it is.
    pub path: PathBuf,
    /// Its arguments, which everybody on this computer can see.
    pub arguments: Vec<String>,
    /// Variables that it is given besides ours.
    pub variables: Vec<(String, SecretString)>,
    /// Variables of ours that it is not given.
    pub without: Vec<String>,
    /// A file descriptor from which it can read this.
    pub descriptor: Option<(u8, SecretString)>,
}

/// Other programs. They have our standard streams.
pub trait Programs {
    /// Where the program is that people call so.
    fn find(&self, name: &str) -> Result<PathBuf, Failure>;

    /// Run a program to its end. Meanwhile signals go to it. Answers its exit code, or 128 and the number of the signal
    /// that ended it; or why it could not be started.
    fn run<'a>(&'a self, program: Program, interrupt: &'a Interrupt) -> LocalFuture<'a, Result<u8, String>>;
}

/// Raises the interrupt at the first signal, and completes at the second.
pub type Signals = Box<dyn FnOnce(Interrupt) -> LocalFuture<'static, Signal>>;

/// All of it.
pub struct Surroundings {
    /// The words of the command line, the program's name first.
    pub arguments: Vec<String>,
    /// The variables.
    pub environment: Environment,
    /// Data.
    pub stdout: Stream,
    /// Everything else.
    pub stderr: Stream,
    /// Data from a pipe.
    pub stdin: Box<dyn Read>,
    /// The person.
    pub terminal: Rc<dyn Terminal>,
    /// Time.
    pub clock: Rc<dyn Clock>,
    /// The system's store of secrets.
    pub keyring: Arc<dyn Keyring>,
    /// The wish to stop.
    pub interrupt: Interrupt,
    /// Listens for signals.
    pub signals: Signals,
    /// Opens a link in the browser.
    pub browse: fn(&str) -> Result<(), String>,
    /// Lets the person change a file with the editor that this command line starts.
    pub edit: fn(&str, &std::path::Path) -> Result<(), String>,
    /// Runs other programs.
    pub programs: Rc<dyn Programs>,
}
