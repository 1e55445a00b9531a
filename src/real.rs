//! The real clock, streams, terminal and signals.

mod programs;

use std::io::{BufWriter, ErrorKind, IsTerminal as _, Read, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rmctl::config::keyring::{Keyring, system_keyring};
use rmctl::http::{Interrupt, Signal};
use rmctl::surroundings::{Clock, LocalFuture, Stream, Surroundings, Terminal};
use secrecy::SecretString;

/// A keyring may ask the person who sits there; a script cannot wait for one.
const KEYRING_WITH_TERMINAL: Duration = Duration::from_secs(60);
const KEYRING_WITHOUT: Duration = Duration::from_secs(3);
const BUFFER: usize = 64 << 10;

pub(crate) fn surroundings() -> Surroundings {
    Surroundings {
        arguments: std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
        environment: std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
            .collect(),
        stdout: Stream {
            terminal: std::io::stdout().is_terminal().then(width),
            out: Box::new(BufWriter::with_capacity(BUFFER, std::io::stdout())),
        },
        stderr: Stream { terminal: std::io::stderr().is_terminal().then(width), out: Box::new(std::io::stderr()) },
        stdin: Box::new(std::io::stdin()),
        terminal: Rc::new(ControllingTerminal),
        clock: Rc::new(WallClock { started: Instant::now() }),
        keyring: keyring(),
        interrupt: Interrupt::default(),
        signals: Box::new(|interrupt| Box::pin(listen(interrupt))),
        browse: |link| opener::open(link).map_err(|error| error.to_string()),
        edit: programs::edit,
        programs: Rc::new(programs::Started),
    }
}

fn width() -> u16 {
    terminal_size::terminal_size().map_or(80, |(width, _)| width.0)
}

fn keyring() -> Arc<dyn Keyring> {
    let somebody = std::io::stderr().is_terminal();
    Arc::new(system_keyring(if somebody { KEYRING_WITH_TERMINAL } else { KEYRING_WITHOUT }))
}

struct WallClock {
    started: Instant,
}

impl Clock for WallClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn ticks(&self) -> Duration {
        self.started.elapsed()
    }

    fn sleep<'a>(&'a self, duration: Duration) -> LocalFuture<'a, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn chance(&self) -> f64 {
        let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().subsec_nanos();
        // The low digits of the time and the number of the process differ enough for jitter.
        f64::from((nanoseconds ^ std::process::id().wrapping_mul(2_654_435_761)) % 10_000) / 10_000.0
    }
}

/// Tells of each signal; completes at the one that stops all at once.
#[cfg(unix)]
async fn listen(interrupt: Interrupt) -> Signal {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupts), Ok(mut terminations)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    // Who runs this by `nohup` wants it to go on.
    let mut hangups = if ignores_hangups() { None } else { signal(SignalKind::hangup()).ok() };
    // The same listeners for all: one that is made later has not heard what came before.
    loop {
        let heard = tokio::select! {
            _ = interrupts.recv() => Signal::Interrupt,
            _ = terminations.recv() => Signal::Terminate,
            () = next(&mut hangups) => Signal::Hangup,
        };
        if interrupt.hear(heard) {
            return heard;
        }
    }
}

#[cfg(unix)]
async fn next(signals: &mut Option<tokio::signal::unix::Signal>) {
    match signals {
        Some(signals) => drop(signals.recv().await),
        None => std::future::pending().await,
    }
}

/// As far as the system tells: where it does not, nobody is taken to have asked for it.
#[cfg(unix)]
fn ignores_hangups() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

#[cfg(not(unix))]
async fn listen(interrupt: Interrupt) -> Signal {
    while tokio::signal::ctrl_c().await.is_ok() {
        if interrupt.hear(Signal::Interrupt) {
            return Signal::Interrupt;
        }
    }
    std::future::pending().await
}

struct ControllingTerminal;

impl Terminal for ControllingTerminal {
    fn is_there(&self) -> bool {
        open_terminal().is_some()
    }

    fn ask<'a>(&'a self, prompt: &'a str) -> LocalFuture<'a, Option<String>> {
        let prompt = prompt.to_owned();
        Box::pin(async move {
            let question = Question { is_answered: false };
            let typed = on_a_thread(move || {
                let (mut input, mut output) = open_terminal()?;
                output.write_all(prompt.as_bytes()).and_then(|()| output.flush()).ok()?;
                read_line(&mut *input)
            });
            let typed = typed.await;
            question.answered();
            typed
        })
    }

    fn ask_secret<'a>(&'a self, prompt: &'a str) -> LocalFuture<'a, Option<SecretString>> {
        let prompt = prompt.to_owned();
        Box::pin(async move {
            match on_a_thread(move || Some(rpassword::prompt_password(prompt))).await {
                // It has raised the signal itself, which ends the waiting: an empty answer could mean something.
                Some(Err(error)) if error.kind() == ErrorKind::Interrupted => std::future::pending().await,
                typed => typed.and_then(Result::ok).map(SecretString::from),
            }
        })
    }
}

/// A question that stands on the terminal. Where nobody answers it, what comes next begins a line of its own.
struct Question {
    is_answered: bool,
}

impl Question {
    fn answered(mut self) {
        self.is_answered = true;
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        if !self.is_answered
            && let Some((_, mut output)) = open_terminal()
        {
            // A terminal that is gone shows nothing more.
            let _ = output.write_all(b"\n");
        }
    }
}

/// The thread is left behind when the person prefers to interrupt.
async fn on_a_thread<T: Send + 'static>(ask: impl FnOnce() -> Option<T> + Send + 'static) -> Option<T> {
    let (tell, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || tell.send(ask()));
    told.await.ok().flatten()
}

type Ends = (Box<dyn Read>, Box<dyn Write>);

#[cfg(unix)]
fn open_terminal() -> Option<Ends> {
    let open = || std::fs::OpenOptions::new().read(true).write(true).open("/dev/tty").ok();
    Some((Box::new(open()?), Box::new(open()?)))
}

#[cfg(not(unix))]
fn open_terminal() -> Option<Ends> {
    let input = std::fs::File::open("CONIN$").ok()?;
    let output = std::fs::OpenOptions::new().write(true).open("CONOUT$").ok()?;
    Some((Box::new(input), Box::new(output)))
}

fn read_line(input: &mut dyn Read) -> Option<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while input.read(&mut byte).ok()? == 1 && byte[0] != b'\n' {
        line.push(byte[0]);
    }
    String::from_utf8(line).ok()
}
