//! The sessions that are going on, as far as commands change them.

use std::collections::BTreeMap;

/// Somebody works on something.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) lsid: String,
    /// The key of another system, and fields of the site's own, by code name.
    pub(super) attributes: BTreeMap<String, String>,
}

impl Session {
    /// Two of them.
    pub(super) fn seeded() -> Vec<Session> {
        let one = |lsid: &str, key: &str| Session {
            lsid: lsid.into(),
            attributes: BTreeMap::from([("external_key".into(), key.into())]),
        };
        vec![one("4f6ff3ed2ed04dbf8b1a4b1f2a3c5d01", "INC-1234"), one("4f6ff3ed2ed04dbf8b1a4b1f2a3c5d02", "")]
    }
}
