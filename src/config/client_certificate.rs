//! The TLS client certificate of an account: where its parts come from. Does not know what stands in them.

use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};

use super::{Account, CLIENT_CERT_FILE, CLIENT_KEY, supply, what_is_wrong};
use crate::failure::Failure;

/// A certificate with those that signed it, and its private key.
#[derive(Debug, Clone)]
pub struct ClientCertificate {
    /// The certificate's PEM.
    pub certificate: Vec<u8>,
    /// The key's PEM.
    pub key: SecretString,
}

impl Account {
    /// What the account shows to servers that ask who the client is, if it has something. Blocks the thread as
    /// [`Account::secret`] does.
    pub fn client_certificate(&self) -> Result<Option<ClientCertificate>, Failure> {
        let Some(file) = &self.connection().client_cert_file else {
            return match self.has_secret(CLIENT_KEY) {
                true => Err(self.named(Failure::usage(format!("`{CLIENT_KEY}` stands without `{CLIENT_CERT_FILE}`")))),
                false => Ok(None),
            };
        };
        let certificate = read(file).map_err(|failure| self.named(failure))?;
        let key = match self.has_secret(CLIENT_KEY) {
            true => self.secret(CLIENT_KEY)?,
            false => key_in(file).map_err(|failure| self.named(failure))?,
        };
        Ok(Some(ClientCertificate { certificate, key }))
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| about(file, &what_is_wrong(&error)))
}

/// A file that holds the key is one that only its owner may read.
fn key_in(file: &Path) -> Result<SecretString, Failure> {
    let holds_key = |text: &SecretString| text.expose_secret().contains("PRIVATE KEY-----");
    let text = String::from_utf8(read(file)?).map(SecretString::from).ok().filter(holds_key);
    match text {
        Some(_) => supply::from_file(file, false),
        None => {
            let hint = format!("`{CLIENT_KEY} = {{ file = \"...\" }}` in the profile");
            Err(about(file, &format!("holds no private key, and there is no `{CLIENT_KEY}`")).hint(hint))
        }
    }
}

fn about(file: &Path, what: &str) -> Failure {
    Failure::usage(format!("`{CLIENT_CERT_FILE}` `{}` {what}", file.display()))
}
