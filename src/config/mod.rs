//! Settings, profiles and the sources of secrets. Knows neither the command line, nor the network, nor any vendor by name.

mod account;
mod address;
mod age;
mod client_certificate;
mod complaint;
mod connection;
mod database;
mod document;
mod edit;
/// Secrets in the care of the system.
pub mod keyring;
mod kind;
mod layers;
mod legal;
mod location;
mod origin;
mod place;
mod reader;
mod region;
mod same_source;
mod shared;
mod show;
mod source;
mod starter;
mod supply;
mod unusable;
mod variables;

use std::cell::OnceCell;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use crate::catalog::Settings;
use crate::failure::Failure;
use crate::surroundings::Environment;

pub use account::Account;
pub use age::age;
pub use client_certificate::ClientCertificate;
pub(crate) use complaint::suggestion;
pub use connection::Connection;
pub use database::{is_cut_short, passwords};
use document::Document;
pub use document::Profile;
pub use edit::Editor;
use keyring::{Entry, Keyring};
pub use kind::{Kind, Pin};
use layers::Layers;
pub use origin::{Origin, Sourced};
pub use place::Place;
pub use shared::{CLIENT_CERT_FILE, CLIENT_KEY, SHARED, Shared, Variable};
pub use show::ShownSetting;
pub use source::Source;
use supply::Supply;
use unusable::what_is_wrong;

/// The key of a shared setting and what was typed for it.
pub type Flag = (&'static str, String);

/// What a command says of the account it wants.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice<'a> {
    /// `-p NAME`; without it, `RMCTL_PROFILE` is asked.
    pub profile: Option<&'a str>,
    /// What was typed after `--timeout`, `--retries`, `--rate`.
    pub flags: &'a [Flag],
}

/// An account that [`Config::account`] can resolve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The vendor's key.
    pub vendor: &'static str,
    /// Its profile; `None` for the environment alone.
    pub profile: Option<String>,
}

/// The configuration: a file, read when first needed, and an environment.
pub struct Config<'a> {
    environment: &'a Environment,
    vendors: &'a [&'static Settings],
    file: Option<PathBuf>,
    read: OnceCell<(Document, Vec<Failure>)>,
}

impl<'a> Config<'a> {
    /// Reads nothing yet.
    pub fn new(environment: &'a Environment, vendors: &'a [&'static Settings]) -> Self {
        Self { environment, vendors, file: location::file(environment), read: OnceCell::new() }
    }

    /// The same, as if there were no file.
    pub fn without_file(&self) -> Self {
        Self { environment: self.environment, vendors: self.vendors, file: None, read: OnceCell::new() }
    }

    /// The file, whether it exists or not; `None` where the environment names no place for it.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// All that is wrong with the file, in its order.
    pub fn validate(&self) -> &[Failure] {
        &self.read().1
    }

    /// The configured accounts, in the order of the file.
    pub fn profiles(&self) -> Result<&[Profile], Failure> {
        Ok(&self.document()?.profiles)
    }

    /// Every profile, then the vendors that the environment alone configures.
    pub fn candidates(&self) -> Result<Vec<Candidate>, Failure> {
        let document = self.document()?;
        let profiles = document
            .profiles
            .iter()
            .map(|profile| Candidate { vendor: profile.vendor.key, profile: Some(profile.name.clone()) });
        let without_profile = self.vendors.iter().filter(|vendor| document.of(vendor).next().is_none());
        let environment = without_profile
            .filter(|vendor| self.is_in_environment(vendor))
            .map(|vendor| Candidate { vendor: vendor.key, profile: None });
        Ok(profiles.chain(environment).collect())
    }

    /// The account of `vendor` that `choice` means, its credentials complete.
    pub fn account(
        &self,
        vendor: &'static Settings,
        choice: &Choice<'_>,
        keyring: &Arc<dyn Keyring>,
    ) -> Result<Account, Failure> {
        let document = self.document()?;
        let layers = Layers::of(vendor, choice, self.environment, document).map_err(|mut failure| {
            failure.vendor = Some(vendor.key.to_owned());
            failure
        })?;
        Account::of(&layers, keyring)
    }

    /// The snapshots' database, as a URL or a path: `RMCTL_DATABASE`, else what the file says. May hold a password.
    pub fn database(&self, keyring: &Arc<dyn Keyring>) -> Result<Option<SecretString>, Failure> {
        if let Some(text) = self.environment.get("RMCTL_DATABASE") {
            return Ok(Some(SecretString::from(text)));
        }
        match &self.document()?.database {
            None => Ok(None),
            Some(database::Written::Plain(text)) => Ok(Some(SecretString::from(text.as_str()))),
            Some(database::Written::Elsewhere(source)) => {
                let supply = Supply::of(source, self.environment, keyring);
                let fetched = supply.fetch(&Entry::new("snapshots", "database"));
                fetched.map(Some).map_err(of_no_profile)
            }
        }
    }

    /// How long snapshots are kept; forever where the file does not say.
    pub fn keep(&self) -> Result<Option<Duration>, Failure> {
        Ok(self.document()?.keep)
    }

    /// A path with the user's folder in the place of `~/`.
    pub fn path(&self, written: &str) -> PathBuf {
        location::expand(written, self.environment)
    }

    /// The variables of which the file says that secrets are in them.
    pub fn secret_variables(&self) -> Vec<String> {
        let document = &self.read().0;
        let of_profiles = document.profiles.iter().flat_map(Profile::sources);
        let variable = |source: &Source| match source {
            Source::Variable(name) => Some(name.clone()),
            _ => None,
        };
        let of_database = document.database.iter().filter_map(database::Written::source);
        let of_server = self.may_be_on_a_server().then(|| "PGPASSWORD".to_owned());
        of_profiles.chain(of_database).filter_map(variable).chain(of_server).collect()
    }

    /// Whether the snapshots may be in a database on a server, whose password comes by a variable that is not ours alone.
    fn may_be_on_a_server(&self) -> bool {
        let is_server = |text: &str| text.starts_with("postgres");
        match (self.environment.get("RMCTL_DATABASE"), &self.read().0.database) {
            (Some(text), _) => is_server(text),
            (None, Some(database::Written::Plain(text))) => is_server(text),
            (None, written) => written.is_some(),
        }
    }

    /// To change the file.
    pub fn editor(&self) -> Result<Editor<'_>, Failure> {
        match self.file() {
            Some(file) => Ok(Editor::new(file, self.vendors)),
            None => {
                Err(Failure::usage("there is no place for a configuration file").hint("`export RMCTL_CONFIG=FILE`"))
            }
        }
    }

    fn document(&self) -> Result<&Document, Failure> {
        match self.read() {
            (document, problems) if problems.is_empty() => Ok(document),
            (_, problems) => Err(problems[0].clone()),
        }
    }

    fn read(&self) -> &(Document, Vec<Failure>) {
        self.read.get_or_init(|| match &self.file {
            Some(file) => match text(file) {
                Ok(text) => reader::read(&text, file, self.vendors),
                Err(problem) => (Document::default(), vec![problem]),
            },
            None => Default::default(),
        })
    }

    fn is_in_environment(&self, vendor: &'static Settings) -> bool {
        let choice = Choice::default();
        let nothing = Document::default();
        let layers = Layers::of(vendor, &choice, self.environment, &nothing);
        !vendor.credentials.is_empty() && layers.is_ok_and(|layers| layers.credentials().is_ok())
    }
}

/// No login brings what is no profile's.
fn of_no_profile(failure: Failure) -> Failure {
    let message = failure.message.replace("`database` of profile `snapshots`", "`database` of `[snapshots]`");
    let hint = failure.hint.filter(|hint| !hint.contains("auth login"));
    let elsewhere = "`export RMCTL_DATABASE=...`, or `database = { file = \"PATH\" }` under `[snapshots]`";
    Failure { profile: None, message, hint: hint.or(Some(elsewhere.to_owned())), ..failure }
}

/// The content of the file; of one that does not exist, nothing.
fn text(file: &Path) -> Result<String, Failure> {
    match fs::read_to_string(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => {
            Err(Failure::usage(format!("the configuration file `{}` {}", file.display(), what_is_wrong(&error))))
        }
        Ok(text) => Ok(text),
    }
}

#[cfg(test)]
mod tests;
