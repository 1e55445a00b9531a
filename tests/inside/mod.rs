//! The whole program in process: a command line, a sandbox, a clock that nobody waits for, and what came out.
#![allow(dead_code, reason = "each ring uses its part")]

pub(crate) mod samples;
pub(crate) mod world;

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rmctl::catalog::Vendor;
use rmctl::config::keyring::{Keyring, MemoryKeyring};
use rmctl::failure::Failure;
use rmctl::http::{Interrupt, Signal};
use rmctl::surroundings::{Clock, LocalFuture, Program, Programs, Stream, Surroundings, Terminal};
use sandbox::{BeyondTrustOptions, Options, Sandbox};
use secrecy::SecretString;
use serde_json::Value;

/// The time of every test, for the program and for the sandbox.
pub(crate) const NOW: i64 = 1_800_000_000;

/// A sandbox in which time stands still, and with it the limits of a time.
pub(crate) fn sandbox() -> Sandbox {
    sandbox_with(Options::default())
}

pub(crate) fn sandbox_with(options: Options) -> Sandbox {
    Sandbox::start(Options {
        clock: sandbox::Clock::given(|| NOW),
        ninja_limits: false,
        ninjaone_needs_nobody: true,
        beyondtrust: BeyondTrustOptions { limits: false, ..options.beyondtrust },
        ..options
    })
    .unwrap()
}

/// What a run left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) exit: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Standard output as one JSON value; fails the test where it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// `error` of the one JSON line on standard error.
    pub(crate) fn error(&self) -> Value {
        let error: Value = serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        error["error"].clone()
    }
}

/// Variables that point at the sandbox.
pub(crate) fn variables(sandbox: &Sandbox) -> Vec<(String, String)> {
    let own = sandbox.environment().into_iter();
    own.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Variables by which what a run keeps stays in this folder.
pub(crate) fn folders(home: &Path) -> [(String, String); 3] {
    let places = [("RMCTL_CONFIG", "config.toml"), ("RMCTL_CACHE_DIR", "cache"), ("RMCTL_STATE_DIR", "state")];
    places.map(|(name, place)| (name.to_owned(), home.join(place).display().to_string()))
}

/// Run a command line, whose words are parted by spaces, against the sandbox.
pub(crate) fn run(sandbox: &Sandbox, line: &str) -> Ran {
    run_with(variables(sandbox), line)
}

/// Run a command line, word by word, against the sandbox.
pub(crate) fn run_words(sandbox: &Sandbox, words: Vec<String>) -> Ran {
    run_words_with(variables(sandbox), words)
}

/// Run a command line with these variables and no others.
pub(crate) fn run_with(variables: Vec<(String, String)>, line: &str) -> Ran {
    run_words_with(variables, words_of(line))
}

/// Run a command line, word by word, with these variables and no others.
pub(crate) fn run_words_with(variables: Vec<(String, String)>, words: Vec<String>) -> Ran {
    run_on(rmctl::vendor::ALL, ManualClock::default(), Interrupt::default(), variables, words)
}

/// Run a command line of a program that knows these vendors and no others.
pub(crate) fn run_of(vendors: &'static [&'static Vendor], variables: Vec<(String, String)>, line: &str) -> Ran {
    run_on(vendors, ManualClock::default(), Interrupt::default(), variables, words_of(line))
}

/// What `check` finds in each thing, several at a time: most of them wait for a socket.
pub(crate) fn each<T: Sync>(things: &[T], check: impl Fn(&T) -> Vec<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some(thing) = things.get(next.fetch_add(1, Ordering::SeqCst)) {
            found.extend(check(thing));
        }
        found
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

/// What is parted by spaces.
pub(crate) fn words_of(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

/// Run a command line, and press Ctrl-C when it sleeps for the first time.
pub(crate) fn run_interrupted(sandbox: &Sandbox, line: &str) -> Ran {
    let interrupt = Interrupt::default();
    let clock = ManualClock { interrupts: Some(interrupt.clone()), ..ManualClock::default() };
    run_on(rmctl::vendor::ALL, clock, interrupt, variables(sandbox), words_of(line))
}

fn run_on(
    vendors: &'static [&'static Vendor],
    clock: ManualClock,
    interrupt: Interrupt,
    variables: Vec<(String, String)>,
    words: Vec<String>,
) -> Ran {
    run_at(Desk { clock: Rc::new(clock), interrupt, ..Desk::of(vendors) }, variables, words)
}

/// Run a command line at a terminal where somebody says yes, with this editor.
pub(crate) fn run_edited(
    variables: Vec<(String, String)>,
    words: Vec<String>,
    edit: fn(&str, &Path) -> Result<(), String>,
) -> Ran {
    let desk = Desk { edit, terminal: Rc::new(Agreeable), ..Desk::of(rmctl::vendor::ALL) };
    run_at(desk, variables, words)
}

/// What a run finds on the computer besides its variables.
struct Desk {
    vendors: &'static [&'static Vendor],
    clock: Rc<dyn Clock>,
    interrupt: Interrupt,
    keyring: Arc<dyn Keyring>,
    browse: fn(&str) -> Result<(), String>,
    terminal: Rc<dyn Terminal>,
    edit: fn(&str, &Path) -> Result<(), String>,
}

impl Desk {
    fn of(vendors: &'static [&'static Vendor]) -> Self {
        Self {
            vendors,
            clock: Rc::new(ManualClock::default()),
            interrupt: Interrupt::default(),
            keyring: Arc::new(MemoryKeyring::default()),
            browse: |_| Ok(()),
            terminal: Rc::new(Nobody),
            edit: |_, _| Err("there is no editor".to_owned()),
        }
    }
}

fn run_at(desk: Desk, variables: Vec<(String, String)>, words: Vec<String>) -> Ran {
    let (stdout, stderr) = (Written::default(), Written::default());
    let surroundings = Surroundings {
        arguments: words,
        environment: variables.into_iter().collect(),
        stdout: stdout.stream(),
        stderr: stderr.stream(),
        stdin: Box::new(std::io::empty()),
        terminal: desk.terminal,
        clock: desk.clock,
        keyring: desk.keyring,
        interrupt: desk.interrupt,
        signals: Box::new(|_| Box::pin(std::future::pending())),
        browse: desk.browse,
        edit: desk.edit,
        programs: Rc::new(Obedient),
    };
    let exit = rmctl::app::run(desk.vendors, surroundings);
    Ran { exit, stdout: stdout.text(), stderr: stderr.text() }
}

/// What was written to a stream.
#[derive(Default, Clone)]
pub(crate) struct Written(Rc<RefCell<Vec<u8>>>);

impl Written {
    pub(crate) fn stream(&self) -> Stream {
        Stream { out: Box::new(self.clone()), terminal: None }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Stands still until somebody sleeps; sleeping takes no time.
#[derive(Default)]
struct ManualClock {
    slept: Cell<Duration>,
    interrupts: Option<Interrupt>,
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(NOW.unsigned_abs()) + self.slept.get()
    }

    fn sleep<'a>(&'a self, duration: Duration) -> LocalFuture<'a, ()> {
        self.slept.set(self.slept.get() + duration);
        if let Some(interrupt) = &self.interrupts {
            interrupt.raise(Signal::Interrupt);
            return Box::pin(std::future::pending());
        }
        Box::pin(async {})
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

/// Says yes to everything.
struct Agreeable;

impl Terminal for Agreeable {
    fn is_there(&self) -> bool {
        true
    }

    fn ask<'a>(&'a self, _: &'a str) -> LocalFuture<'a, Option<String>> {
        Box::pin(async { Some("y".to_owned()) })
    }

    fn ask_secret<'a>(&'a self, _: &'a str) -> LocalFuture<'a, Option<SecretString>> {
        Box::pin(async { None })
    }
}

/// Has every program, and each ends well.
struct Obedient;

impl Programs for Obedient {
    fn find(&self, name: &str) -> Result<PathBuf, Failure> {
        Ok(PathBuf::from(name))
    }

    fn run<'a>(&'a self, _: Program, _: &'a Interrupt) -> LocalFuture<'a, Result<u8, String>> {
        Box::pin(async { Ok(0) })
    }
}

/// There is no terminal.
pub(crate) struct Nobody;

impl Terminal for Nobody {
    fn is_there(&self) -> bool {
        false
    }

    fn ask<'a>(&'a self, _: &'a str) -> LocalFuture<'a, Option<String>> {
        Box::pin(async { None })
    }

    fn ask_secret<'a>(&'a self, _: &'a str) -> LocalFuture<'a, Option<SecretString>> {
        Box::pin(async { None })
    }
}
