//! Secrets that were sent once: the box never shows them again, and what it calls them tells whether they are the same.

use std::collections::BTreeMap;

use secrecy::SecretString;
use serde_json::Value;

use crate::store::{HashKey, Store};

const NAME: &str = "sps secrets";

/// Keyed hashes of secrets, by the keys under which the box keeps them. It never changes what is behind a key.
pub(super) struct Known<'s> {
    state: &'s dyn Store,
}

impl<'s> Known<'s> {
    /// What earlier runs remember.
    pub(super) fn new(state: &'s dyn Store) -> Self {
        Self { state }
    }

    /// Put the keys of secrets in the place of secrets that the box has already.
    pub(super) fn recognise(&self, wished: &mut Value, there: &Value) {
        let secrets = secrets(wished);
        if secrets.is_empty() {
            return;
        }
        let (hashes, by) = (parsed(self.state.read(NAME)), HashKey::of(self.state));
        for (pointer, secret) in secrets {
            let Some(key) = there.pointer(&pointer).and_then(Value::as_str) else { continue };
            if hashes.get(key) == Some(&hash(&by, key, &secret)) {
                super::mirror::put(wished, &pointer, key);
            }
        }
    }

    /// Remember what the box now calls the secrets that were sent.
    pub(super) fn remember(&self, sent: &Value, there: &Value) {
        let by = HashKey::of(self.state);
        let named = |(pointer, secret): (String, String)| {
            let key = there.pointer(&pointer)?.as_str()?.to_owned();
            let hash = hash(&by, &key, &secret);
            Some((key, hash))
        };
        let found: BTreeMap<String, String> = secrets(sent).into_iter().filter_map(named).collect();
        if !found.is_empty() {
            let _ = self.state.update(NAME, &mut |old| {
                let mut all: BTreeMap<String, String> = parsed(old);
                all.extend(found.clone());
                serde_json::to_vec(&all).ok()
            });
        }
    }
}

fn hash(by: &HashKey, key: &str, secret: &str) -> String {
    by.hash(&SecretString::from(format!("{key} {secret}")))
}

fn parsed(bytes: Option<Vec<u8>>) -> BTreeMap<String, String> {
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Every `{plain: ...}` with its place.
pub(super) fn secrets(body: &Value) -> Vec<(String, String)> {
    fn collect(pointer: &str, value: &Value, found: &mut Vec<(String, String)>) {
        match value {
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, item)| collect(&format!("{pointer}/{at}"), item, found));
            }
            Value::Object(members) => match members.get("plain") {
                Some(Value::String(secret)) => found.push((pointer.to_owned(), secret.clone())),
                _ => members.iter().for_each(|(name, member)| {
                    collect(&format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), member, found);
                }),
            },
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect("", body, &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Memory;
    use serde_json::json;

    fn policy(secret: Value) -> Value {
        json!({"backend": {"servers": [{"port": 1812, "shared_secret": secret}]}})
    }

    #[test]
    fn a_secret_that_was_sent_is_known_again_and_another_is_not() {
        let state = Memory::default();
        let (sent, there) = (policy(json!({"plain": "s3cret"})), policy(json!("5f0f7a0e")));
        Known::new(&state).remember(&sent, &there);
        let known = Known::new(&state);

        let recognised = |wished: Value, there: &Value| {
            let mut wished = wished;
            known.recognise(&mut wished, there);
            wished
        };

        assert_eq!(recognised(sent.clone(), &there), there);
        assert_eq!(recognised(policy(json!({"plain": "other"})), &there), policy(json!({"plain": "other"})));
        assert_eq!(recognised(sent.clone(), &policy(json!("0000"))), sent);
    }

    #[test]
    fn what_is_remembered_holds_no_secret() {
        let state = Memory::default();

        Known::new(&state).remember(&policy(json!({"plain": "s3cret"})), &policy(json!("5f0f7a0e")));

        let kept = String::from_utf8(state.read(NAME).unwrap()).unwrap();
        assert!(kept.contains("5f0f7a0e") && !kept.contains("s3cret"), "{kept}");
    }
}
