//! A keyring whose calls end: each runs on a thread of its own, which is abandoned at the limit.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use secrecy::SecretString;

use super::{Entry, Keyring, KeyringFault};

/// Another keyring, given up when it does not answer. Once given up it is not asked again: ten profiles wait once.
#[derive(Debug)]
pub struct Limited<K> {
    keyring: Arc<K>,
    limit: Duration,
    silent: AtomicBool,
}

impl<K: Keyring + 'static> Limited<K> {
    /// `limit` holds for each call, whatever the call waits for.
    pub fn new(keyring: K, limit: Duration) -> Self {
        Self { keyring: Arc::new(keyring), limit, silent: AtomicBool::new(false) }
    }

    fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&K) -> Result<T, KeyringFault> + Send + 'static,
    ) -> Result<T, KeyringFault> {
        if self.silent.load(Ordering::Relaxed) {
            return Err(KeyringFault::Silent(self.limit));
        }
        let answers = self.start(work)?;
        match answers.recv_timeout(self.limit) {
            Ok(answer) => answer,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                self.silent.store(true, Ordering::Relaxed);
                Err(KeyringFault::Silent(self.limit))
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(KeyringFault::Refused("the keyring gave up".to_owned())),
        }
    }

    fn start<T: Send + 'static>(
        &self,
        work: impl FnOnce(&K) -> T + Send + 'static,
    ) -> Result<mpsc::Receiver<T>, KeyringFault> {
        let (answer, answers) = mpsc::channel();
        let keyring = Arc::clone(&self.keyring);
        let thread = thread::Builder::new().name("keyring".to_owned());
        thread
            .spawn(move || drop(answer.send(work(&keyring))))
            .map_err(|error| KeyringFault::Unavailable(error.to_string()))?;
        Ok(answers)
    }
}

impl<K: Keyring + 'static> Keyring for Limited<K> {
    fn get(&self, entry: &Entry) -> Result<SecretString, KeyringFault> {
        let entry = entry.clone();
        self.call(move |keyring| keyring.get(&entry))
    }

    fn set(&self, entry: &Entry, secret: &SecretString) -> Result<(), KeyringFault> {
        let (entry, secret) = (entry.clone(), secret.clone());
        self.call(move |keyring| keyring.set(&entry, &secret))
    }

    fn delete(&self, entry: &Entry) -> Result<(), KeyringFault> {
        let entry = entry.clone();
        self.call(move |keyring| keyring.delete(&entry))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use secrecy::ExposeSecret;

    use super::super::MemoryKeyring;
    use super::*;

    const MOMENT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(60);

    /// Never answers, like a locked keyring whose question nobody sees.
    #[derive(Default)]
    struct Hanging(Arc<AtomicUsize>);

    impl Keyring for Hanging {
        fn get(&self, _: &Entry) -> Result<SecretString, KeyringFault> {
            self.0.fetch_add(1, Ordering::SeqCst);
            loop {
                thread::park();
            }
        }

        fn set(&self, entry: &Entry, _: &SecretString) -> Result<(), KeyringFault> {
            self.get(entry).map(drop)
        }

        fn delete(&self, entry: &Entry) -> Result<(), KeyringFault> {
            self.get(entry).map(drop)
        }
    }

    fn entry() -> Entry {
        Entry::new("hq", "token")
    }

    #[test]
    fn a_keyring_that_answers_is_not_disturbed() {
        let keyring = Limited::new(MemoryKeyring::default(), LONG);

        keyring.set(&entry(), &SecretString::from("canary")).unwrap();
        let found = keyring.get(&entry()).unwrap();
        keyring.delete(&entry()).unwrap();

        assert_eq!(found.expose_secret(), "canary");
        assert_eq!(keyring.get(&entry()).unwrap_err(), KeyringFault::NoEntry);
        assert_eq!(keyring.delete(&entry()).unwrap_err(), KeyringFault::NoEntry);
    }

    #[test]
    fn a_keyring_that_hangs_is_given_up_at_the_limit_and_asked_no_more() {
        let calls = Arc::new(AtomicUsize::new(0));
        let keyring = Limited::new(Hanging(Arc::clone(&calls)), MOMENT);

        let first = keyring.get(&entry()).unwrap_err();
        let second = keyring.delete(&entry()).unwrap_err();

        assert_eq!([first, second], [KeyringFault::Silent(MOMENT), KeyringFault::Silent(MOMENT)]);
        assert!(calls.load(Ordering::SeqCst) <= 1);
    }
}
