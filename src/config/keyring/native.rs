//! The keyring of the operating system. Its calls may wait for a person, so it is only used through `Limited`.

use std::error::Error as StdError;
use std::io;
use std::sync::{Arc, OnceLock};

use keyring_core::{CredentialStore, Error};
use secrecy::{ExposeSecret, SecretString};

use super::{Entry, Keyring, KeyringFault};

const SERVICE: &str = "rmctl";

/// Secret Service, Keychain or Credential Manager; connected when first asked.
#[derive(Debug, Default)]
pub(super) struct Native {
    store: OnceLock<Arc<CredentialStore>>,
}

impl Native {
    fn entry(&self, entry: &Entry) -> Result<keyring_core::Entry, KeyringFault> {
        let store = match self.store.get() {
            Some(store) => store,
            None => {
                let opened = open().map_err(unavailable)?;
                self.store.get_or_init(|| opened)
            }
        };
        store.build(SERVICE, &entry.to_string(), None).map_err(fault)
    }
}

impl Keyring for Native {
    fn get(&self, entry: &Entry) -> Result<SecretString, KeyringFault> {
        let text = self.entry(entry)?.get_password().map_err(fault)?;
        Ok(SecretString::from(text))
    }

    fn set(&self, entry: &Entry, secret: &SecretString) -> Result<(), KeyringFault> {
        self.entry(entry)?.set_password(secret.expose_secret()).map_err(fault)
    }

    fn delete(&self, entry: &Entry) -> Result<(), KeyringFault> {
        self.entry(entry)?.delete_credential().map_err(fault)
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

fn unavailable(error: Error) -> KeyringFault {
    match error {
        Error::PlatformFailure(cause) => {
            KeyringFault::Unavailable(absence(&*cause).map_or_else(|| cause.to_string(), str::to_owned))
        }
        other => fault(other),
    }
}

/// What is missing, where that is why it failed. D-Bus itself says whether anybody provides the service.
fn absence(cause: &(dyn StdError + 'static)) -> Option<&'static str> {
    if cause.to_string().contains("org.freedesktop.DBus.Error.ServiceUnknown") {
        return Some("no Secret Service runs in this session");
    }
    let mut causes = std::iter::successors(Some(cause), |cause| (*cause).source());
    let is_io = |cause: &(dyn StdError + 'static)| cause.is::<io::Error>() || cause.is::<Arc<io::Error>>();
    causes.any(is_io).then_some("this session has no D-Bus")
}

/// Errors about content carry the content, so they are told apart here and never printed.
fn fault(error: Error) -> KeyringFault {
    match error {
        Error::NoEntry => KeyringFault::NoEntry,
        Error::NoStorageAccess(_) => KeyringFault::Locked,
        Error::PlatformFailure(cause) => match absence(&*cause) {
            Some(what) => KeyringFault::Unavailable(what.to_owned()),
            None => KeyringFault::Refused(cause.to_string()),
        },
        Error::BadEncoding(_) | Error::BadDataFormat(..) => KeyringFault::Refused("its entry is no text".to_owned()),
        Error::Ambiguous(_) => KeyringFault::Refused("it has several such entries".to_owned()),
        Error::TooLong(_, limit) => KeyringFault::Refused(format!("it takes no more than {limit} characters")),
        _ => KeyringFault::Refused("it does not support this".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("zbus error: {text}")]
    struct Failed {
        text: &'static str,
        source: Option<Arc<io::Error>>,
    }

    fn failed(text: &'static str, source: Option<io::ErrorKind>) -> Error {
        let source = source.map(|kind| Arc::new(io::Error::from(kind)));
        Error::PlatformFailure(Box::new(Failed { text, source }))
    }

    #[test]
    fn what_is_missing_is_said_in_our_words_and_the_unforeseen_in_those_of_the_library() {
        let unknown = "org.freedesktop.DBus.Error.ServiceUnknown: The name was not provided by any .service files";

        let told = [
            unavailable(failed("Failed to connect", Some(io::ErrorKind::NotFound))),
            unavailable(failed(unknown, None)),
            unavailable(failed("Handshake", None)),
            fault(failed(unknown, None)),
            fault(failed("Invalid reply", None)),
        ];

        assert_eq!(
            told.map(|fault| fault.to_string()),
            [
                "there is no keyring here: this session has no D-Bus",
                "there is no keyring here: no Secret Service runs in this session",
                "there is no keyring here: zbus error: Handshake",
                "there is no keyring here: no Secret Service runs in this session",
                "zbus error: Invalid reply",
            ]
        );
    }

    #[test]
    fn an_entry_that_is_no_text_is_refused_without_showing_it() {
        let refused = fault(Error::BadEncoding(b"canary\xff".to_vec()));

        assert_eq!(refused, KeyringFault::Refused("its entry is no text".to_owned()));
    }
}
