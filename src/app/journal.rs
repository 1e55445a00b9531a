//! What a bulk change began and what became of it, so that a later run repeats nothing that may have happened.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;

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

/// A journal on disk, one flushed line before and after each item.
pub(super) struct Journal {
    file: File,
    entries: BTreeMap<String, Entry>,
}

impl Journal {
    /// Read what an earlier run of the same command wrote, or begin. `what` is everything that makes the command another.
    pub(super) fn open(path: &Path, command: &str, what: &str) -> Result<Self, Failure> {
        let cannot = |error: std::io::Error| Failure::usage(format!("cannot use `{}`: {error}", path.display()));
        let mut file = private().read(true).append(true).create(true).open(path).map_err(cannot)?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(cannot)?;
        let head = Head { command: command.to_owned(), hash: hash(what) };
        let entries = match text.split_once('\n') {
            None => BTreeMap::new(),
            Some((first, lines)) => entries(first, lines, &head, path)?,
        };
        let mut journal = Self { file, entries };
        if !text.contains('\n') {
            journal.append(&head)?;
        } else if !text.ends_with('\n') {
            // The run before broke off in the middle of a line.
            journal.file.write_all(b"\n").map_err(cannot)?;
        }
        Ok(journal)
    }

    /// What became of an item in an earlier run.
    pub(super) fn entry(&self, id: &str) -> Option<Entry> {
        self.entries.get(id).copied()
    }

    /// Write down what is about to happen to an item, or what became of it.
    pub(super) fn note(&mut self, id: &str, status: Entry) -> Result<(), Failure> {
        self.append(&Line { id: id.to_owned(), status })
    }

    fn append(&mut self, line: &impl Serialize) -> Result<(), Failure> {
        let mut text = serde_json::to_vec(line).expect("texts are JSON");
        text.push(b'\n');
        let written = self.file.write_all(&text).and_then(|()| self.file.flush());
        written.map_err(|error| Failure::usage(format!("cannot go on writing the journal: {error}")))
    }
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
    let foreign = |of: &str| {
        Failure::usage(format!("`{}` is the journal of {of}", path.display())).hint("name another file with `--resume`")
    };
    let found: Head = serde_json::from_str(first).map_err(|_| foreign("something else"))?;
    if found.hash != head.hash {
        return Err(foreign(&format!("another command: `{}`", found.command)));
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
}
