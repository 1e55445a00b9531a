//! The system's keyring for real: a Secret Service that is open, locked, silent or absent, or no bus. `.ci/keyring-test` starts them.

use std::time::Duration;

use rmctl::config::keyring::{Entry, Keyring, KeyringFault, system_keyring};
use secrecy::{ExposeSecret, SecretString};

const LIMIT: Duration = Duration::from_secs(3);

/// Which keyring the script has set up; none when the tests run without it.
fn is_set_up(state: &str) -> bool {
    #[expect(clippy::disallowed_methods, reason = "the script speaks to the test, not to rmctl")]
    let wanted = std::env::var("RMCTL_TEST_KEYRING");
    wanted.is_ok_and(|wanted| wanted == state)
}

fn entry() -> Entry {
    Entry::new("keyring-test", "token")
}

fn secret() -> SecretString {
    SecretString::from("ключ 鍵")
}

#[test]
fn an_open_keyring_keeps_replaces_and_forgets() {
    if !is_set_up("1") {
        return;
    }
    let keyring = system_keyring(LIMIT);

    assert_eq!(keyring.get(&entry()).unwrap_err(), KeyringFault::NoEntry);
    assert_eq!(keyring.delete(&entry()), Err(KeyringFault::NoEntry));
    keyring.set(&entry(), &SecretString::from("older")).unwrap();
    keyring.set(&entry(), &secret()).unwrap();
    let found = system_keyring(LIMIT).get(&entry()).unwrap();
    keyring.delete(&entry()).unwrap();

    assert_eq!(found.expose_secret(), secret().expose_secret());
    assert_eq!(keyring.get(&entry()).unwrap_err(), KeyringFault::NoEntry);
}

#[test]
fn a_locked_keyring_is_told_within_the_limit() {
    if !is_set_up("locked") {
        return;
    }

    let fault = system_keyring(LIMIT).set(&entry(), &secret()).unwrap_err();

    assert!(matches!(fault, KeyringFault::Locked | KeyringFault::Silent(LIMIT)), "{fault:?}");
}

#[test]
fn a_silent_keyring_is_given_up_at_the_limit() {
    if !is_set_up("silent") {
        return;
    }
    let limit = Duration::from_millis(200);

    let fault = system_keyring(limit).get(&entry()).unwrap_err();

    assert_eq!(fault, KeyringFault::Silent(limit));
}

#[test]
fn a_session_without_a_keyring_says_so() {
    if !is_set_up("absent") {
        return;
    }

    let fault = system_keyring(LIMIT).get(&entry()).unwrap_err();

    assert_eq!(fault, KeyringFault::Unavailable("no Secret Service runs in this session".to_owned()));
}

#[test]
fn a_session_without_a_bus_says_so() {
    if !is_set_up("busless") {
        return;
    }

    let fault = system_keyring(LIMIT).get(&entry()).unwrap_err();

    assert_eq!(fault, KeyringFault::Unavailable("this session has no D-Bus".to_owned()));
}
