//! Getting a secret from where it is. Knows no vendor; never says what the secret is.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use secrecy::SecretString;

use super::keyring::{Entry, Keyring};
use super::{Source, location, what_is_wrong};
use crate::failure::Failure;
use crate::surroundings::Environment;

/// What is needed to get one secret, and nothing more.
pub(super) enum Supply {
    /// It is here.
    Here(SecretString),
    /// It should be in this variable, which is not set.
    Unset(String),
    /// In the keyring, under the errand's entry.
    Keyring(Arc<dyn Keyring>),
    /// In a file.
    File { path: PathBuf, allow_shared: bool },
    /// A program prints it.
    Command(Vec<String>),
}

impl Supply {
    pub(super) fn of(source: &Source, environment: &Environment, keyring: &Arc<dyn Keyring>) -> Self {
        match source {
            Source::Keyring => Self::Keyring(Arc::clone(keyring)),
            Source::Variable(name) => match environment.get(name) {
                Some(secret) => Self::Here(SecretString::from(secret)),
                None => Self::Unset(name.clone()),
            },
            Source::File { path, allow_shared } => {
                Self::File { path: location::expand(path, environment), allow_shared: *allow_shared }
            }
            Source::Command(words) => Self::Command(words.clone()),
        }
    }

    /// Whether getting it takes no time.
    pub(super) fn is_at_hand(&self) -> bool {
        matches!(self, Self::Here(_) | Self::Unset(_))
    }

    /// The secret, now. May ask a person, run a program, wait for the keyring's limit.
    pub(super) fn fetch(&self, entry: &Entry) -> Result<SecretString, Failure> {
        let got = match self {
            Self::Here(secret) => Ok(secret.clone()),
            Self::Keyring(keyring) => return keyring.get(entry).map_err(|fault| fault.failure("read", entry)),
            Self::Unset(name) => {
                Err(Failure::usage(format!("the variable `{name}` is not set")).hint(format!("`export {name}=...`")))
            }
            Self::File { path, allow_shared } => from_file(path, *allow_shared),
            Self::Command(words) => from_program(words),
        };
        got.map_err(|failure| about(failure, entry))
    }
}

fn about(mut failure: Failure, entry: &Entry) -> Failure {
    let Entry { profile, field } = entry;
    failure.message = format!("cannot read `{field}` of profile `{profile}`: {}", failure.message);
    failure.profile = Some(profile.clone());
    failure
}

pub(super) fn from_file(path: &Path, allow_shared: bool) -> Result<SecretString, Failure> {
    let refused = |error: Error| Failure::usage(format!("the file `{}` {}", path.display(), what_is_wrong(&error)));
    let mut file = File::open(path).map_err(refused)?;
    if file.metadata().map_err(refused)?.is_dir() {
        return Err(refused(ErrorKind::IsADirectory.into()));
    }
    if !allow_shared && others_can_read(&file, path) {
        return Err(Failure::usage(format!("others can read the file `{}`", path.display()))
            .hint(format!("run `chmod 600 {}`", path.display())));
    }
    let mut content = Vec::new();
    file.read_to_end(&mut content).map_err(refused)?;
    secret(content).ok_or_else(|| Failure::usage(format!("the file `{}` is empty or no text", path.display())))
}

/// Container engines mount secrets readable for all, in a folder that only the container sees.
#[cfg(unix)]
fn others_can_read(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let shared = file.metadata().map_or(true, |metadata| metadata.permissions().mode() & 0o044 != 0);
    shared && !is_mounted_secret(path)
}

#[cfg(not(unix))]
fn others_can_read(_: &File, _: &Path) -> bool {
    false
}

#[cfg(unix)]
fn is_mounted_secret(path: &Path) -> bool {
    let places = ["/run/secrets", "/var/run/secrets"];
    std::fs::canonicalize(path).is_ok_and(|path| places.iter().any(|place| path.starts_with(place)))
}

/// Its standard error is ours, so that it can ask for a touch or a pass phrase; its output is never shown.
fn from_program(words: &[String]) -> Result<SecretString, Failure> {
    let (program, arguments) = words.split_first().expect("the reader refuses an empty command");
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command
        .output()
        .map_err(|error| Failure::usage(format!("the program `{program}` {}", what_is_wrong(&error))))?;
    if !output.status.success() {
        return Err(Failure::usage(format!("`{program}` ended with {}", output.status)));
    }
    secret(output.stdout).ok_or_else(|| Failure::usage(format!("`{program}` printed nothing, or no text")))
}

/// The text without the newline that editors and programs put at its end.
fn secret(bytes: Vec<u8>) -> Option<SecretString> {
    let text = SecretString::from(String::from_utf8(bytes).ok()?);
    let trimmed = without_newline(secrecy::ExposeSecret::expose_secret(&text));
    (!trimmed.is_empty()).then(|| SecretString::from(trimmed))
}

fn without_newline(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}
