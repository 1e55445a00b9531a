//! A keyring that ends with the run, for the sandbox and for tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;

use super::{Entry, Keyring, KeyringFault};

/// Secrets in memory.
#[derive(Debug, Default)]
pub struct MemoryKeyring(Mutex<BTreeMap<Entry, SecretString>>);

impl MemoryKeyring {
    fn entries(&self) -> MutexGuard<'_, BTreeMap<Entry, SecretString>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keyring for MemoryKeyring {
    fn get(&self, entry: &Entry) -> Result<SecretString, KeyringFault> {
        self.entries().get(entry).cloned().ok_or(KeyringFault::NoEntry)
    }

    fn set(&self, entry: &Entry, secret: &SecretString) -> Result<(), KeyringFault> {
        self.entries().insert(entry.clone(), secret.clone());
        Ok(())
    }

    fn delete(&self, entry: &Entry) -> Result<(), KeyringFault> {
        self.entries().remove(entry).map(drop).ok_or(KeyringFault::NoEntry)
    }
}
