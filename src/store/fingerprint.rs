//! Keyed hashes of secrets: enough to see that one changed, of no use to whoever finds the hash.

use std::fmt::{self, Write};

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::Store;

const NAME: &str = "hash-key";
const LENGTH: usize = 32;

/// A random key of this user, made once and kept in the state folder.
pub struct HashKey([u8; LENGTH]);

impl HashKey {
    /// The kept key, or a new one. Where nothing can be kept it serves this run alone, and old hashes fit nothing.
    pub fn of(state: &dyn Store) -> Self {
        if let Some(key) = state.read(NAME).and_then(as_key) {
            return Self(key);
        }
        let mut key = random();
        // Two processes may come here at once: the first one's key is taken by both.
        let _unkept = state.update(NAME, &mut |old| {
            key = old.and_then(as_key).unwrap_or(key);
            Some(key.to_vec())
        });
        Self(key)
    }

    /// The same text for the same secret and key, in hexadecimal.
    pub fn hash(&self, secret: &SecretString) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of every length");
        mac.update(secret.expose_secret().as_bytes());
        hexadecimal(&mac.finalize().into_bytes())
    }
}

impl fmt::Debug for HashKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("HashKey")
    }
}

/// Lower-case, two digits a byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all text");
        text
    })
}

fn as_key(bytes: Vec<u8>) -> Option<[u8; LENGTH]> {
    bytes.try_into().ok()
}

fn random() -> [u8; LENGTH] {
    let mut key = [0; LENGTH];
    getrandom::fill(&mut key).expect("every supported system gives random bytes");
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Memory, Outcome};

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn the_same_state_gives_the_same_hash_and_another_one_another() {
        let state = Memory::default();

        let first = HashKey::of(&state).hash(&secret("one"));

        assert_eq!(HashKey::of(&state).hash(&secret("one")), first);
        assert_ne!(HashKey::of(&state).hash(&secret("two")), first);
        assert_ne!(HashKey::of(&Memory::default()).hash(&secret("one")), first);
    }

    #[test]
    fn a_damaged_key_is_replaced() {
        let state = Memory::default();
        assert_eq!(state.replace(NAME, b"short"), Outcome::Kept);

        let first = HashKey::of(&state).hash(&secret("one"));

        assert_eq!(HashKey::of(&state).hash(&secret("one")), first);
    }

    #[test]
    fn the_hash_is_hmac_sha256() {
        // RFC 4231 pads its short keys with zeros to the block, as HMAC itself does: test case 2 with the key `Jefe`.
        let mut key = [0; LENGTH];
        key[..4].copy_from_slice(b"Jefe");

        let hash = HashKey(key).hash(&secret("what do ya want for nothing?"));

        assert_eq!(hash, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
