//! What a run of an incremental export leaves to the next one: a private file, which one run has at a time.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::Read as _;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::failure::{Code, Failure};
use crate::store::{hexadecimal, private_file, write_durably};

const VERSION: u32 = 1;
/// As many sessions as end within an overlap are far less.
const LARGEST: u64 = 64 << 20;

/// Where the next run goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Memory {
    /// The last end that was seen, in the site's time.
    pub(super) cursor: i64,
    /// The sessions that ended about then, with their ends.
    pub(super) seen: BTreeMap<String, i64>,
}

impl Memory {
    pub(super) fn beginning(cursor: i64) -> Self {
        Self { cursor, seen: BTreeMap::new() }
    }

    /// What ended before is not asked for again.
    pub(super) fn forget_before(&mut self, time: i64) {
        self.seen.retain(|_, end| *end >= time);
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    version: u32,
    /// A hash of whom it belongs to.
    owner: String,
    cursor: i64,
    seen: BTreeMap<String, i64>,
}

/// The file, while no other run has it.
pub(super) struct Place {
    path: PathBuf,
    owner: String,
    _lock: File,
}

impl Place {
    pub(super) fn take(path: &str, owner: &str) -> Result<Self, Failure> {
        let cannot = |error: &dyn std::fmt::Display| Failure::usage(format!("cannot use `{path}`: {error}"));
        if path.is_empty() {
            return Err(Failure::usage("`--since-file` needs the path of a file"));
        }
        // Of a link, the file that it leads to: by whatever name, one run has it at a time.
        let found = std::fs::canonicalize(path).or_else(|_| std::path::absolute(path));
        let absolute = found.map_err(|error| cannot(&error))?;
        if std::fs::metadata(&absolute).is_ok_and(|there| !there.is_file()) {
            return Err(cannot(&"it is no file that can be kept"));
        }
        // The file itself is replaced, and with it a lock on it.
        let lock = private_file().open(format!("{}.lock", absolute.display())).map_err(|error| cannot(&error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: absolute, owner: hexadecimal(&Sha256::digest(owner)), _lock: lock }),
            Err(TryLockError::WouldBlock) => {
                let message = format!("another run goes on from `{path}` just now");
                Err(Failure::new(Code::Conflict, message).hint("wait until it has ended, or use another file"))
            }
            Err(TryLockError::Error(error)) => Err(cannot(&error)),
        }
    }

    /// What the last run left; `None` where there was none.
    pub(super) fn read(&self) -> Result<Option<Memory>, Failure> {
        let shown = self.path.display();
        let mut text = String::new();
        match File::open(&self.path).and_then(|file| file.take(LARGEST).read_to_string(&mut text)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::usage(format!("cannot read `{shown}`: {error}"))),
            Ok(0) => return Ok(None),
            Ok(_) => {}
        }
        let strange = || {
            let message = format!("`{shown}` was not left by a run with `--since-file`, or by a newer rmctl");
            Failure::usage(message).hint("name another file to begin anew")
        };
        let kept: Kept = serde_json::from_str(&text).map_err(|_| strange())?;
        if kept.version != VERSION {
            return Err(strange());
        }
        if kept.owner != self.owner {
            let message = format!("`{shown}` belongs to another report, site or profile");
            return Err(Failure::usage(message).hint("each report of each profile needs a file of its own"));
        }
        Ok(Some(Memory { cursor: kept.cursor, seen: kept.seen }))
    }

    /// Only after the records went out: a run that ends in between shows them again, and leaves none out.
    pub(super) fn write(&mut self, memory: &Memory) -> Result<(), Failure> {
        let Memory { cursor, seen } = memory.clone();
        let kept = Kept { version: VERSION, owner: self.owner.clone(), cursor, seen };
        let text = serde_json::to_vec(&kept).expect("texts and numbers are JSON");
        write_durably(&self.path, &text, None).map_err(|error| {
            let shown = self.path.display();
            Failure::usage(format!("cannot write `{shown}`: {error}; the next run shows the same records again"))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn place(folder: &Path, owner: &str) -> Result<Place, Failure> {
        Place::take(folder.join("state").to_str().unwrap(), owner)
    }

    #[test]
    fn what_is_written_is_read_by_the_same_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory { cursor: 7, seen: BTreeMap::from([("a".to_owned(), 7)]) };

        let mut first = place(folder.path(), "one").unwrap();
        assert_eq!(first.read(), Ok(None));
        first.write(&memory).unwrap();
        drop(first);

        assert_eq!(place(folder.path(), "one").unwrap().read(), Ok(Some(memory)));
        let other = place(folder.path(), "other").unwrap().read().unwrap_err();
        assert_eq!((other.code, other.message.contains("belongs to another")), (Code::Usage, true));
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_the_user_s_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();

        place(folder.path(), "one").unwrap().write(&Memory::beginning(1)).unwrap();

        let mode = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("state"), mode("state.lock")), (0o600, 0o600));
    }

    #[test]
    fn one_run_has_it_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = place(folder.path(), "one").unwrap();

        let second = place(folder.path(), "one").err().map(|failure| failure.code);
        drop(first);

        assert_eq!(second, Some(Code::Conflict));
        assert!(place(folder.path(), "one").is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_the_file_that_it_leads_to_and_what_is_no_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        place(folder.path(), "one").unwrap().write(&Memory::beginning(1)).unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path().join("state"), &link).unwrap();

        let first = place(folder.path(), "one").unwrap();
        let second = Place::take(link.to_str().unwrap(), "one").err().map(|failure| failure.code);
        drop(first);
        Place::take(link.to_str().unwrap(), "one").unwrap().write(&Memory::beginning(2)).unwrap();

        assert_eq!(second, Some(Code::Conflict));
        assert!(link.is_symlink());
        assert_eq!(place(folder.path(), "one").unwrap().read(), Ok(Some(Memory::beginning(2))));
        let no_file = ["/dev/null", folder.path().to_str().unwrap()].map(|path| Place::take(path, "one").err());
        assert!(no_file.iter().all(|failure| failure.as_ref().unwrap().message.contains("no file that can be kept")));
    }

    #[test]
    fn another_file_is_left_alone_and_an_empty_one_is_new() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state");
        let read = |text: &str| {
            std::fs::write(&file, text).unwrap();
            place(folder.path(), "one").unwrap().read().map_err(|failure| failure.code)
        };

        assert_eq!(read(""), Ok(None));
        assert_eq!(read("{}"), Err(Code::Usage));
        assert_eq!(read("a,b\n"), Err(Code::Usage));
        assert_eq!(read(r#"{"version":2,"owner":"","cursor":1,"seen":{}}"#), Err(Code::Usage));
    }

    #[test]
    fn what_ended_long_ago_is_forgotten() {
        let mut memory = Memory { cursor: 9, seen: BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 5)]) };

        memory.forget_before(5);

        assert_eq!(memory.seen, BTreeMap::from([("b".to_owned(), 5)]));
    }
}
