//! Everything that goes to standard error: messages, traces, progress, failures. Nothing leaves it with a secret or a control character in it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use crate::failure::Failure;
use crate::http::{Redactor, Trace};
use crate::output::visible;
use crate::session::Progress;
use crate::surroundings::{Clock, Stream};

/// Progress is for what takes longer than this.
const PATIENCE: Duration = Duration::from_secs(1);

/// More of what failed only the JSON of the failure lists: the hint behind it is to be seen.
const MOST_CAUSES: usize = 20;

/// How much is said, and in which form failures are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// -1 quiet, 0 normal, 1 notes, 2 requests, 3 bodies.
    pub level: i8,
    /// Failures as one JSON object on one line.
    pub json: bool,
    /// Colour the word in front.
    pub color: bool,
}

/// Says things.
pub struct Reporter {
    stream: RefCell<Stream>,
    manner: Cell<Manner>,
    redactor: Rc<Redactor>,
    clock: Rc<dyn Clock>,
    started: SystemTime,
    /// A progress line stands on the terminal, without a line break.
    pending: Cell<bool>,
}

impl Reporter {
    /// Says things to `stream`, without what `redactor` knows.
    pub fn new(stream: Stream, redactor: Rc<Redactor>, clock: Rc<dyn Clock>) -> Self {
        let started = clock.now();
        Self {
            stream: RefCell::new(stream),
            manner: Cell::default(),
            redactor,
            clock,
            started,
            pending: Cell::new(false),
        }
    }

    /// From now on, in this manner.
    pub fn set_manner(&self, manner: Manner) {
        self.manner.set(manner);
    }

    /// Whether failures are objects for programs, which tell all there is.
    pub fn is_for_programs(&self) -> bool {
        self.manner.get().json
    }

    /// Whether standard error is a terminal, and how wide.
    pub fn terminal(&self) -> Option<u16> {
        self.stream.borrow().terminal
    }

    /// Something that the user can do something about.
    pub fn warn(&self, text: &str) {
        if self.manner.get().level >= 0 {
            self.say("warning: ", "\x1b[33m", text);
        }
    }

    /// What a command did, for people.
    pub fn tell(&self, text: &str) {
        if self.manner.get().level >= 0 {
            self.say("", "", text);
        }
    }

    /// What only `-v` shows.
    pub fn note(&self, text: &str) {
        if self.manner.get().level >= 1 {
            self.say("note: ", "", text);
        }
    }

    /// The end of a command that failed.
    pub fn failure(&self, failure: &Failure) {
        if self.manner.get().json {
            return self.write(&format!("{}\n", self.clean(&failure.to_json().to_string())));
        }
        self.say("error: ", "\x1b[31m", &failure.message);
        for cause in failure.causes.iter().take(MOST_CAUSES) {
            let status = cause.http_status.map(|status| format!(", status {status}")).unwrap_or_default();
            self.say("  ", "", &format!("{}: {}{status}", cause.id, cause.code));
        }
        if let Some(more) = failure.causes.len().checked_sub(MOST_CAUSES).filter(|more| *more > 0) {
            self.say("  ", "", &format!("and {more} more"));
        }
        if let Some(hint) = &failure.hint {
            self.say("hint: ", "", hint);
        }
    }

    /// Text of clap's, which is ours and may have several lines.
    pub fn plain(&self, text: &str) {
        self.write(&self.redactor.scrub(text));
    }

    /// Take the progress line away before something else is written to the terminal.
    pub fn clear(&self) {
        if self.pending.take() {
            self.write("\r\x1b[K");
        }
    }

    fn say(&self, mark: &str, color: &str, text: &str) {
        self.clear();
        let text = self.clean(text);
        match self.manner.get().color && !color.is_empty() {
            true => self.write(&format!("{color}{mark}\x1b[0m{text}\n")),
            false => self.write(&format!("{mark}{text}\n")),
        }
    }

    fn clean(&self, text: &str) -> String {
        visible(&self.redactor.scrub(text)).into_owned()
    }

    /// Nobody can be told that standard error is closed.
    fn write(&self, text: &str) {
        let mut stream = self.stream.borrow_mut();
        let _ = stream.out.write_all(text.as_bytes());
        let _ = stream.out.flush();
    }
}

impl Trace for Reporter {
    fn level(&self) -> u8 {
        self.manner.get().level.max(0) as u8
    }

    fn line(&self, text: &str) {
        self.clear();
        self.write(&format!("{}\n", self.clean(text)));
    }
}

impl Progress for Reporter {
    fn doing(&self, what: &str) {
        let waited = self.clock.now().duration_since(self.started).unwrap_or_default();
        let Some(width) = self.terminal() else { return };
        if self.manner.get().level < 0 || waited < PATIENCE {
            return;
        }
        let text: String = self.clean(what).chars().take(usize::from(width).saturating_sub(12)).collect();
        self.pending.set(true);
        self.write(&format!("\r\x1b[K{text} ({} s)", waited.as_secs()));
    }

    /// Programs read the one line of a failure, and nothing around it.
    fn tell(&self, text: &str) {
        if !self.manner.get().json {
            Reporter::tell(self, text);
        }
    }

    fn warn(&self, text: &str) {
        Reporter::warn(self, text);
    }
}
