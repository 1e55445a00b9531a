//! The sessions that are going on, and the people who are logged in, as far as commands change them.

use std::collections::BTreeMap;

/// Somebody works on something.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) lsid: String,
    /// The key of another system, and fields of the site's own, by code name.
    pub(super) attributes: BTreeMap<String, String>,
    /// The representatives in it.
    pub(super) members: Vec<u64>,
    pub(super) has_customer: bool,
}

impl Session {
    /// Two of them.
    pub(super) fn seeded() -> Vec<Session> {
        let one = |lsid: &str, key: &str| Session {
            lsid: lsid.into(),
            attributes: BTreeMap::from([("external_key".into(), key.into())]),
            members: vec![2],
            has_customer: true,
        };
        vec![one("4f6ff3ed2ed04dbf8b1a4b1f2a3c5d01", "INC-1234"), one("4f6ff3ed2ed04dbf8b1a4b1f2a3c5d02", "")]
    }
}

/// A user with an open console, which is a client of its own.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) id: u64,
    pub(super) client: u64,
    pub(super) name: &'static str,
    pub(super) status: String,
}

impl Person {
    pub(super) fn seeded() -> Vec<Person> {
        let one = |id, name| Person { id, client: 100 + id, name, status: "available".into() };
        vec![one(1, "Admin"), one(2, "Anna")]
    }

    pub(super) fn username(&self) -> String {
        self.name.to_lowercase()
    }
}
