//! Snapshots of the search, with which all results are reached.

use crate::sps::keys::Keys;
use crate::sps::refusal::Refusal;

/// How long a snapshot lives without being used.
const SECONDS: i64 = 300;

/// User and program.
type Owner = (String, String);

#[derive(Debug)]
pub(super) struct Snapshots {
    most: usize,
    alive: Vec<(String, Owner, i64)>,
}

impl Snapshots {
    pub(super) fn new(most: usize) -> Snapshots {
        Snapshots { most, alive: Vec::new() }
    }

    pub(super) fn take(&mut self, owner: Owner, now: i64, keys: &mut Keys) -> Result<String, Refusal> {
        self.forget(now);
        if self.alive.len() >= self.most {
            return Err(Refusal::quota("Too many snapshots are open"));
        }
        let id = keys.hex(32);
        self.alive.push((id.clone(), owner, now));
        Ok(id)
    }

    /// Each use lets it live on.
    pub(super) fn touch(&mut self, id: &str, owner: &Owner, now: i64) -> bool {
        self.forget(now);
        let found = self.alive.iter_mut().find(|(known, by, _)| known == id && by == owner);
        found.map(|(.., used)| *used = now).is_some()
    }

    fn forget(&mut self, now: i64) {
        self.alive.retain(|(.., used)| now.saturating_sub(*used) < SECONDS);
    }
}
