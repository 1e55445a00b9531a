//! A person's computer with folders of its own, a simulator, and a time that both share and that passes when somebody sleeps.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rmctl::config::keyring::{Keyring, MemoryKeyring};
use rmctl::http::{Interrupt, Signal};
use rmctl::surroundings::{Clock, LocalFuture};
use sandbox::{Options, Sandbox};

use super::{Desk, NOW, Ran, folders, run_at, variables, words_of};

/// What is left between two runs: the files, the keyring, the vendor and the time.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) folder: tempfile::TempDir,
    keyring: Arc<dyn Keyring>,
    time: Arc<AtomicI64>,
}

impl World {
    pub(crate) fn new(options: Options) -> Self {
        let time = Arc::new(AtomicI64::new(NOW));
        let shown = Arc::clone(&time);
        let clock = sandbox::Clock::given(move || shown.load(Ordering::SeqCst));
        Self {
            sandbox: Sandbox::start(Options { clock, ..options }).unwrap(),
            folder: tempfile::tempdir().unwrap(),
            keyring: Arc::new(MemoryKeyring::default()),
            time,
        }
    }

    /// Let time pass for the person and for the vendor.
    pub(crate) fn pass(&self, seconds: i64) {
        self.time.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Seconds since the world began.
    pub(crate) fn age(&self) -> i64 {
        self.time.load(Ordering::SeqCst) - NOW
    }

    pub(crate) fn run(&self, line: &str) -> Ran {
        self.run_but(line, &[])
    }

    /// Run a line with some variables of the simulator replaced, or others besides; empty ones are not set.
    pub(crate) fn run_but(&self, line: &str, changed: &[(&str, &str)]) -> Ran {
        self.run_as(line, changed, Ending::Never, |_| Ok(()))
    }

    /// Run a line and press Ctrl-C when it would sleep once more than that.
    pub(crate) fn run_through(&self, sleeps: usize, line: &str) -> Ran {
        self.run_as(line, &[], Ending::AfterSleeps(sleeps), |_| Ok(()))
    }

    /// Run a line whose program opens a page, and waits for what comes of it as long as it takes.
    pub(crate) fn run_browsing(
        &self,
        line: &str,
        changed: &[(&str, &str)],
        browse: fn(&str) -> Result<(), String>,
    ) -> Ran {
        self.run_as(line, changed, Ending::Waits, browse)
    }

    fn run_as(
        &self,
        line: &str,
        changed: &[(&str, &str)],
        ending: Ending,
        browse: fn(&str) -> Result<(), String>,
    ) -> Ran {
        let interrupt = Interrupt::default();
        let clock =
            SharedClock { time: Arc::clone(&self.time), sleeps: Cell::new(0), ending, interrupt: interrupt.clone() };
        let desk = Desk {
            clock: Rc::new(clock),
            interrupt,
            keyring: Arc::clone(&self.keyring),
            browse,
            ..Desk::of(rmctl::vendor::ALL)
        };
        run_at(desk, self.variables(changed), words_of(line))
    }

    /// The simulator's variables and the folders, changed.
    pub(crate) fn variables(&self, changed: &[(&str, &str)]) -> Vec<(String, String)> {
        let own = variables(&self.sandbox).into_iter().chain(folders(self.folder.path()));
        let kept = own.filter(|(name, _)| changed.iter().all(|(changed, _)| changed != name));
        let added = changed.iter().filter(|(_, value)| !value.is_empty());
        kept.chain(added.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
    }

    /// Methods and paths that arrived, in order.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.sandbox.requests().iter().map(|seen| format!("{} {}", seen.method, seen.path)).collect()
    }
}

/// What sleeping comes to.
#[derive(Clone, Copy)]
enum Ending {
    Never,
    AfterSleeps(usize),
    /// A sleep that does not end.
    Waits,
}

/// Passes as somebody sleeps, and takes no time.
struct SharedClock {
    time: Arc<AtomicI64>,
    sleeps: Cell<usize>,
    ending: Ending,
    interrupt: Interrupt,
}

impl Clock for SharedClock {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.time.load(Ordering::SeqCst).unsigned_abs())
    }

    fn sleep<'a>(&'a self, duration: Duration) -> LocalFuture<'a, ()> {
        self.sleeps.set(self.sleeps.get() + 1);
        match self.ending {
            Ending::Waits => return Box::pin(std::future::pending()),
            Ending::AfterSleeps(most) if self.sleeps.get() > most => {
                self.interrupt.raise(Signal::Interrupt);
                return Box::pin(std::future::pending());
            }
            Ending::Never | Ending::AfterSleeps(_) => {}
        }
        let seconds = duration.as_secs() + u64::from(duration.subsec_nanos() > 0);
        self.time.fetch_add(i64::try_from(seconds).unwrap(), Ordering::SeqCst);
        Box::pin(async {})
    }

    fn chance(&self) -> f64 {
        0.5
    }
}
