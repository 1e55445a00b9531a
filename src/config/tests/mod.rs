//! The rules of configuration, on vendors that do not exist.

mod canary;
mod client_certificates;
mod editing;
mod precedence;
mod reading;
mod regions;
mod secrets;
mod showing;

use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;

use super::keyring::{Keyring, MemoryKeyring};
use super::*;
use crate::catalog::Field;

/// Has a URL of its own and one secret.
pub(super) static TOKENS: Settings = Settings {
    key: "tok",
    name: "Tokens",
    env: "TOK",
    url: Some("https://tok.example/api"),
    regions: &[],
    fields: &[Field::secret("token", "a token"), Field::plain("region", "where").values(&["eu", "us"])],
    credentials: &[&["token"]],
};

/// Has no URL of its own, two ways to log in, and the names of another tool.
pub(super) static BOXES: Settings = Settings {
    key: "box",
    name: "Boxes",
    env: "BOX",
    url: None,
    regions: &[],
    fields: &[
        Field::plain("url", "where it is").also(&["OTHER_HOST"]),
        Field::plain("username", "a user").also(&["OTHER_USER"]),
        Field::secret("password", "a password").also(&["OTHER_PASSWORD"]),
        Field::plain("client_id", "a client"),
        Field::secret("client_secret", "its secret"),
    ],
    credentials: &[&["username", "password"], &["client_id", "client_secret"]],
};

pub(super) static VENDORS: [&Settings; 2] = [&TOKENS, &BOXES];

/// A folder with a configuration file, and an environment.
pub(super) struct Given {
    folder: TempDir,
    variables: Vec<(String, String)>,
    pub(super) keyring: Arc<dyn Keyring>,
}

/// A configuration file with this text.
pub(super) fn given(text: &str) -> Given {
    let given = nothing();
    fs::write(given.file(), text).unwrap();
    given
}

/// No configuration file.
pub(super) fn nothing() -> Given {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.toml").display().to_string();
    let home = folder.path().display().to_string();
    Given {
        variables: vec![("RMCTL_CONFIG".to_owned(), file), ("HOME".to_owned(), home)],
        folder,
        keyring: Arc::new(MemoryKeyring::default()),
    }
}

impl Given {
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn file(&self) -> PathBuf {
        self.folder().join("c.toml")
    }

    pub(super) fn environment(&self) -> Environment {
        self.variables.iter().cloned().collect()
    }

    pub(super) fn account(&self, vendor: &'static Settings) -> Result<Account, Failure> {
        self.choose(vendor, &Choice::default())
    }

    pub(super) fn profile(&self, vendor: &'static Settings, name: &str) -> Result<Account, Failure> {
        let choice = Choice { profile: Some(name), flags: &[] };
        self.choose(vendor, &choice)
    }

    pub(super) fn choose(&self, vendor: &'static Settings, choice: &Choice<'_>) -> Result<Account, Failure> {
        let environment = self.environment();
        Config::new(&environment, &VENDORS).account(vendor, choice, &self.keyring)
    }

    /// Message and hint of every problem, the folder taken out of them.
    pub(super) fn problems(&self) -> Vec<String> {
        let environment = self.environment();
        let config = Config::new(&environment, &VENDORS);
        config.validate().iter().map(|problem| self.message(problem)).collect()
    }

    pub(super) fn message(&self, failure: &Failure) -> String {
        self.relative(&failure.message)
    }

    pub(super) fn hint(&self, failure: &Failure) -> String {
        self.relative(failure.hint.as_deref().unwrap_or_default())
    }

    pub(super) fn relative(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.folder().display()), "")
    }
}
