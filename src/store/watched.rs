//! A store that remembers why it could not keep something, for the one line that `-v` shows of it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{Change, Lock, Outcome, Store};

/// The first reason why something was not kept.
#[derive(Debug, Clone, Default)]
pub struct Trouble(Arc<Mutex<Option<String>>>);

impl Trouble {
    /// The reason, if there was one.
    pub fn reason(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn watch(&self, outcome: Outcome) -> Outcome {
        if let Outcome::NotKept(why) = &outcome {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| why.clone());
        }
        outcome
    }
}

/// `inner`, with its troubles remembered.
pub(super) struct Watched {
    inner: Arc<dyn Store>,
    trouble: Trouble,
}

impl Watched {
    pub(super) fn new(inner: Arc<dyn Store>, trouble: Trouble) -> Self {
        Self { inner, trouble }
    }
}

impl Store for Watched {
    fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.inner.read(name)
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> Outcome {
        self.trouble.watch(self.inner.replace(name, bytes))
    }

    fn remove(&self, name: &str) -> Outcome {
        self.trouble.watch(self.inner.remove(name))
    }

    fn update(&self, name: &str, change: Change<'_>) -> Outcome {
        self.trouble.watch(self.inner.update(name, change))
    }

    fn try_lock(&self, name: &str) -> Lock {
        self.inner.try_lock(name)
    }

    fn lock(&self, name: &str, limit: Duration) -> Lock {
        self.inner.lock(name, limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Disk, Memory};

    #[test]
    fn the_first_trouble_is_remembered_and_success_is_none() {
        let trouble = Trouble::default();
        let kept = Watched::new(Arc::new(Memory::default()), trouble.clone()).replace("a", b"x");
        assert_eq!((kept, trouble.reason()), (Outcome::Kept, None));

        let not_kept = Watched::new(Arc::new(Disk::new(None)), trouble.clone()).replace("a", b"x");

        assert_eq!(not_kept, Outcome::NotKept(trouble.reason().unwrap()));
    }
}
