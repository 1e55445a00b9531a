//! Small private files that outlive a run: cache and state. Knows neither what is in them nor who asks.

mod atomic;
mod disk;
mod fingerprint;
mod folders;
mod lock;
mod memory;
mod runs;
mod seal;
mod watched;

use std::sync::Arc;
use std::time::Duration;

pub(crate) use atomic::{folder_for, plain, put, write_durably};
pub use disk::Disk;
pub(crate) use disk::{private_file, private_folders};
pub use fingerprint::HashKey;
pub(crate) use fingerprint::hexadecimal;
pub use folders::Folders;
pub use lock::{Guard, Lock};
pub use memory::Memory;
pub(crate) use runs::{Runs, Slot};
pub use watched::Trouble;
use watched::Watched;

/// What to do with the old content; what comes back is the new one, `None` for none.
pub type Change<'a> = &'a mut dyn FnMut(Option<Vec<u8>>) -> Option<Vec<u8>>;

/// Whether something will be there next time. Not an error: a command goes on without cache and state.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept.
    Kept,
    /// It is not kept, and why, as half a sentence for `-v`.
    NotKept(String),
}

/// A set of named contents. Names are any text; contents are whole or absent, never in between.
pub trait Store: Send + Sync {
    /// The content, or nothing where there is none, or none that can be read.
    fn read(&self, name: &str) -> Option<Vec<u8>>;

    /// Put `bytes` in the place of what was there, all of it or nothing of it.
    fn replace(&self, name: &str, bytes: &[u8]) -> Outcome;

    /// Remove the content, if there is one.
    fn remove(&self, name: &str) -> Outcome;

    /// Change the content while no other process does. `change` is called exactly once, even where nothing can be kept.
    ///
    /// Waits for others no longer than their updates take: microseconds, or seconds where one of them was stopped.
    /// It does not wait for [`Store::try_lock`] and its like: a holder of a lock may update what it locked.
    fn update(&self, name: &str, change: Change<'_>) -> Outcome;

    /// Take the lock called `name` if it is free. Never waits.
    fn try_lock(&self, name: &str) -> Lock;

    /// Take the lock called `name`, waiting up to `limit`. Blocks the thread: not for the one that runs the futures.
    fn lock(&self, name: &str, limit: Duration) -> Lock;
}

/// The two stores of a run.
#[derive(Clone)]
pub struct Stores {
    /// What may be lost at any time.
    pub cache: Arc<dyn Store>,
    /// What should not be lost.
    pub state: Arc<dyn Store>,
    /// Why something of it was not kept.
    pub trouble: Trouble,
}

impl Stores {
    /// In the user's folders, which appear when first written to.
    pub fn on_disk(folders: Folders) -> Self {
        Self::of(Arc::new(Disk::new(folders.cache)), Arc::new(Disk::new(folders.state)))
    }

    /// For this run alone, as the sandbox wants it.
    pub fn in_memory() -> Self {
        Self::of(Arc::new(Memory::default()), Arc::new(Memory::default()))
    }

    fn of(cache: Arc<dyn Store>, state: Arc<dyn Store>) -> Self {
        let trouble = Trouble::default();
        let watched = |store| Arc::new(Watched::new(store, trouble.clone()));
        Self { cache: watched(cache), state: watched(state), trouble }
    }
}

#[cfg(test)]
mod tests;
