//! What a bulk change began and what became of it, so that a later run repeats nothing that may have happened.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::failure::{Code, Failure};

/// What the journal says of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Entry {
    /// It was about to be sent.
    Started,
    /// It happened.
    Done,
    /// It did not happen.
    Failed,
    /// It may have happened.
    Unknown,
}

/// The first line: which command this is the journal of.
#[derive(Serialize, Deserialize)]
struct Head {
    command: String,
    hash: String,
}

#[derive(Serialize, Deserialize)]
struct Line {
    id: String,
    status: Entry,
}

/// A journal on disk, one flushed line before and after each item. One run at a time has it: two that read it at once would
/// both do what it does not name yet.
pub(super) struct Journal {
    file: File,
    entries: BTreeMap<String, Entry>,
    /// A line broke off, and the next one begins anew.
    is_torn: bool,
}

impl Journal {
    /// Read what an earlier run of the same command wrote, or begin. `what` is everything that makes the command another.
    pub(super) fn open(path: &Path, command: &str, what: &str) -> Result<Self, Failure> {
        let cannot = |error: std::io::Error| Failure::usage(format!("cannot use `{}`: {error}", path.display()));
        if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(Failure::usage(format!("cannot use `{}`: it is not a file", path.display())));
        }
        let mut file = private().read(true).append(true).create(true).open(path).map_err(cannot)?;
        alone(&file, path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(cannot)?;
        // What broke off may have done so in the middle of a letter.
        let text = String::from_utf8_lossy(&bytes);
        let head = Head { command: command.to_owned(), hash: hash(what) };
        let Some((first, lines)) = text.split_once('\n') else {
            return Self::begin(file, &head, &text).unwrap_or_else(|| Err(foreign(path, "something else")));
        };
        let entries = entries(first, lines, &head, path)?;
        Ok(Self { file, entries, is_torn: !text.ends_with('\n') })
    }

    /// Write the first line, or what is missing of it; `None` where something else was begun.
    fn begin(file: File, head: &Head, begun: &str) -> Option<Result<Self, Failure>> {
        let line = line(head);
        let rest = line.strip_prefix(begun.as_bytes())?.to_vec();
        let mut journal = Self { file, entries: BTreeMap::new(), is_torn: false };
        Some(journal.write(&rest).map(|()| journal))
    }

    /// What became of an item in an earlier run.
    pub(super) fn entry(&self, id: &str) -> Option<Entry> {
        self.entries.get(id).copied()
    }

    /// Write down what is about to happen to an item, or what became of it.
    pub(super) fn note(&mut self, id: &str, status: Entry) -> Result<(), Failure> {
        self.append(&Line { id: id.to_owned(), status })
    }

    fn append(&mut self, entry: &Line) -> Result<(), Failure> {
        let torn = if self.is_torn { &b"\n"[..] } else { b"" };
        self.write(&[torn, &line(entry)].concat())
    }

    fn write(&mut self, text: &[u8]) -> Result<(), Failure> {
        let written = self.file.write_all(text).and_then(|()| self.file.flush());
        self.is_torn = written.is_err();
        written.map_err(|error| Failure::usage(format!("cannot go on writing the journal: {error}")))
    }
}

fn line(of: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec(of).expect("texts are JSON");
    text.push(b'\n');
    text
}

/// Until the file is closed. Where its file system has no locks, nobody can tell.
fn alone(file: &File, path: &Path) -> Result<(), Failure> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let message = format!("another run uses `{}` at this moment", path.display());
            Err(Failure::new(Code::Conflict, message).hint("wait for its end, or name another file with `--resume`"))
        }
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

fn foreign(path: &Path, of: &str) -> Failure {
    Failure::usage(format!("`{}` is the journal of {of}", path.display())).hint("name another file with `--resume`")
}

/// The ids say which devices are changed: nobody else's business.
#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
fn private() -> OpenOptions {
    OpenOptions::new()
}

fn hash(what: &str) -> String {
    Sha256::digest(what.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn entries(first: &str, lines: &str, head: &Head, path: &Path) -> Result<BTreeMap<String, Entry>, Failure> {
    let found: Head = serde_json::from_str(first).map_err(|_| foreign(path, "something else"))?;
    if found.hash != head.hash {
        return Err(foreign(path, &format!("another command: `{}`", found.command)));
    }
    // A line that broke off was never acted upon: it is written before the request is sent.
    let lines = lines.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
    Ok(lines.map(|line| (line.id, line.status)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(folder: &tempfile::TempDir, what: &str) -> Result<Journal, Failure> {
        Journal::open(&folder.path().join("journal"), "rms devices delete", what)
    }

    #[test]
    fn a_later_run_knows_what_became_of_each_item() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = open(&folder, "a").unwrap();
        for (id, status) in [("1", Entry::Started), ("1", Entry::Done), ("2", Entry::Started)] {
            journal.note(id, status).unwrap();
        }
        drop(journal);

        let journal = open(&folder, "a").unwrap();

        let known = ["1", "2", "3"].map(|id| journal.entry(id));
        assert_eq!(known, [Some(Entry::Done), Some(Entry::Started), None]);
    }

    #[test]
    fn the_journal_of_another_command_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        open(&folder, "a").unwrap();

        let failure = open(&folder, "b").err().unwrap();

        assert!(
            failure.message.ends_with("is the journal of another command: `rms devices delete`"),
            "{}",
            failure.message
        );
    }

    #[test]
    fn a_line_that_broke_off_is_passed_over_and_the_next_one_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        open(&folder, "a").unwrap().note("1", Entry::Done).unwrap();
        let path = folder.path().join("journal");
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str("{\"id\":\"2\",\"sta");
        std::fs::write(&path, text).unwrap();

        open(&folder, "a").unwrap().note("3", Entry::Failed).unwrap();

        let journal = open(&folder, "a").unwrap();
        let known = ["1", "2", "3"].map(|id| journal.entry(id));
        assert_eq!(known, [Some(Entry::Done), None, Some(Entry::Failed)]);
    }

    #[test]
    fn two_runs_never_have_one_journal_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let first = open(&folder, "a").unwrap();

        let second = open(&folder, "a").err().unwrap();
        drop(first);

        assert_eq!(second.code, Code::Conflict);
        assert!(open(&folder, "a").is_ok());
    }

    #[test]
    fn a_first_line_that_broke_off_is_completed() {
        let folder = tempfile::tempdir().unwrap();
        open(&folder, "a").unwrap();
        let path = folder.path().join("journal");
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, &whole[..20]).unwrap();

        open(&folder, "a").unwrap();

        assert_eq!(std::fs::read_to_string(&path).unwrap(), whole);
    }

    #[test]
    fn a_file_of_the_users_is_refused_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        for text in ["17", "17\n18\n", "{\"id\":\"7\"}"] {
            std::fs::write(&path, text).unwrap();

            let failure = open(&folder, "a").err().unwrap();

            assert!(failure.message.ends_with("is the journal of something else"), "{}", failure.message);
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_device_holds_no_journal() {
        let failure = Journal::open(Path::new("/dev/zero"), "rms devices delete", "a").err().unwrap();

        assert_eq!(failure.message, "cannot use `/dev/zero`: it is not a file");
    }
}
