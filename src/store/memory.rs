//! A store that ends with the run: for the sandbox, which leaves no trace, and for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Change, Guard, Lock, Outcome, Store};

/// Contents and locks in memory.
#[derive(Default)]
pub struct Memory {
    contents: Mutex<BTreeMap<String, Vec<u8>>>,
    locks: Arc<Locks>,
}

impl Store for Memory {
    fn read(&self, name: &str) -> Option<Vec<u8>> {
        open(&self.contents).get(name).cloned()
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> Outcome {
        open(&self.contents).insert(name.to_owned(), bytes.to_vec());
        Outcome::Kept
    }

    fn remove(&self, name: &str) -> Outcome {
        open(&self.contents).remove(name);
        Outcome::Kept
    }

    fn update(&self, name: &str, change: Change<'_>) -> Outcome {
        let mut contents = open(&self.contents);
        let old = contents.get(name).cloned();
        match change(old) {
            Some(new) => contents.insert(name.to_owned(), new),
            None => contents.remove(name),
        };
        Outcome::Kept
    }

    fn try_lock(&self, name: &str) -> Lock {
        self.lock(name, Duration::ZERO)
    }

    fn lock(&self, name: &str, limit: Duration) -> Lock {
        let taken = open(&self.locks.taken);
        let waited = self.locks.freed.wait_timeout_while(taken, limit, |taken| taken.contains(name));
        let (mut taken, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if !taken.insert(name.to_owned()) {
            return Lock::Busy;
        }
        Lock::Held(Guard::new(Holding { name: name.to_owned(), locks: Arc::clone(&self.locks) }))
    }
}

#[derive(Default)]
struct Locks {
    taken: Mutex<BTreeSet<String>>,
    freed: Condvar,
}

struct Holding {
    name: String,
    locks: Arc<Locks>,
}

impl Drop for Holding {
    fn drop(&mut self) {
        open(&self.locks.taken).remove(&self.name);
        self.locks.freed.notify_all();
    }
}

/// Contents are replaced whole, so a thread that died in between has left them whole.
fn open<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
