//! A store in one folder: private files, replaced whole, with locks that other processes see.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::fingerprint::hexadecimal;
use super::{Change, Guard, Lock, Outcome, Store, atomic, seal};
use crate::failure::without_number;

/// Updates take microseconds; one that takes this long belongs to a stopped process.
const PATIENCE: Duration = Duration::from_secs(5);

/// The files of one folder, which is made, for the user alone, when first written to.
#[derive(Debug)]
pub struct Disk {
    folder: Option<PathBuf>,
}

impl Disk {
    /// With no folder nothing is kept.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    fn folder(&self) -> io::Result<&Path> {
        self.folder.as_deref().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "there is no folder for it"))
    }

    fn ready_folder(&self) -> io::Result<&Path> {
        let folder = self.folder()?;
        private_folders().create(folder)?;
        Ok(folder)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.ready_folder()?.join(file_name(name));
        atomic::write(&path, &seal::seal(bytes))
    }

    fn erase(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.folder()?.join(file_name(name))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn settle(&self, name: &str, old: Option<&[u8]>, new: Option<&[u8]>) -> io::Result<()> {
        match new {
            _ if new == old => Ok(()),
            Some(new) => self.write(name, new),
            None => self.erase(name),
        }
    }

    /// Lock files are never removed: whoever waits on a removed one would hold a lock that nobody else can see.
    fn lock_file(&self, name: &str) -> io::Result<File> {
        let path = self.ready_folder()?.join(format!("{}.lock", file_name(name)));
        private_file().open(path)
    }

    /// Apart from the locks that callers take, so that a holder can update what it has locked.
    fn lock_for_update(&self, name: &str) -> Lock {
        self.lock(&format!("update of {name}"), PATIENCE)
    }
}

impl Store for Disk {
    fn read(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.folder.as_ref()?.join(file_name(name));
        seal::open(&fs::read(path).ok()?)
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> Outcome {
        self.write(name, bytes).into()
    }

    fn remove(&self, name: &str) -> Outcome {
        self.erase(name).into()
    }

    fn update(&self, name: &str, change: Change<'_>) -> Outcome {
        let lock = self.lock_for_update(name);
        let old = self.read(name);
        let new = change(old.clone());
        match lock {
            Lock::Held(_guard) => self.settle(name, old.as_deref(), new.as_deref()).into(),
            Lock::Busy => Outcome::NotKept("another process holds its lock".to_owned()),
            Lock::Unavailable(why) => Outcome::NotKept(why),
        }
    }

    fn try_lock(&self, name: &str) -> Lock {
        match self.lock_file(name) {
            Ok(file) => take(file),
            Err(error) => Lock::Unavailable(without_number(&error.to_string())),
        }
    }

    fn lock(&self, name: &str, limit: Duration) -> Lock {
        match self.try_lock(name) {
            Lock::Busy => match self.lock_file(name) {
                Ok(file) => wait(file, limit),
                Err(error) => Lock::Unavailable(without_number(&error.to_string())),
            },
            answer => answer,
        }
    }
}

impl From<io::Result<()>> for Outcome {
    fn from(result: io::Result<()>) -> Self {
        match result {
            Ok(()) => Self::Kept,
            Err(error) => Self::NotKept(without_number(&error.to_string())),
        }
    }
}

fn take(file: File) -> Lock {
    match file.try_lock() {
        Ok(()) => Lock::Held(Guard::new(file)),
        Err(TryLockError::WouldBlock) => Lock::Busy,
        Err(TryLockError::Error(error)) => Lock::Unavailable(without_number(&error.to_string())),
    }
}

/// The system's lock waits without limit, so it waits on a thread of its own, and is let go if it comes too late.
fn wait(file: File, limit: Duration) -> Lock {
    let (answer, answers) = mpsc::channel();
    let waiting = thread::Builder::new().spawn(move || {
        let locked = file.lock();
        let _too_late = answer.send(locked.map(|()| file));
    });
    if let Err(error) = waiting {
        return Lock::Unavailable(without_number(&error.to_string()));
    }
    match answers.recv_timeout(limit) {
        Ok(Ok(file)) => Lock::Held(Guard::new(file)),
        Ok(Err(error)) => Lock::Unavailable(without_number(&error.to_string())),
        Err(_) => Lock::Busy,
    }
}

/// A word to recognise the file by and a hash to tell it from all others: no name leads out of the folder.
fn file_name(name: &str) -> String {
    let word: String = name
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(16)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    format!("{word}-{}", hexadecimal(&Sha256::digest(name)[..16]))
}

#[cfg(unix)]
pub(crate) fn private_folders() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
}

#[cfg(not(unix))]
pub(crate) fn private_folders() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    builder
}

/// Makes what is missing, and for its owner alone.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
