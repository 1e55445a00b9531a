//! Where a profile says that a secret is: a keyring, a variable, a file, a program. Never the secret.

use std::fmt;

use toml::de::{DeTable, DeValue};

use super::complaint::{Complaint, quoted, suggestion};
use super::kind::article;

/// One place of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The system's keyring.
    Keyring,
    /// A variable of the environment.
    Variable(String),
    /// A file, its path as written.
    File {
        /// The path; `~/` is the user's folder.
        path: String,
        /// Others may read it, and that is meant.
        allow_shared: bool,
    },
    /// A program and its arguments; the secret is what it prints.
    Command(Vec<String>),
}

/// As `config show` prints it: a program without its arguments.
impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keyring => out.write_str("keyring"),
            Self::Variable(name) => write!(out, "environment {name}"),
            Self::File { path, .. } => write!(out, "file {path}"),
            Self::Command(words) => write!(out, "command {}", words.first().map_or("", String::as_str)),
        }
    }
}

const PLACES: [&str; 4] = ["keyring", "env", "file", "command"];
const ALLOW_SHARED: &str = "allow_shared";

impl Source {
    /// The source that stands in the file for `key`.
    pub(super) fn written(key: &str, value: &DeValue<'_>) -> Result<Self, Complaint> {
        let DeValue::Table(table) = value else {
            return Err(not_a_source(key, value));
        };
        refuse_unknown(table)?;
        let mut places = PLACES.iter().filter_map(|place| Some((*place, table.get(*place)?.get_ref())));
        let (Some((place, value)), None) = (places.next(), places.next()) else {
            return Err(Complaint::new(format!("needs exactly one of {}", quoted(PLACES))));
        };
        if place != "file" && table.contains_key(ALLOW_SHARED) {
            return Err(Complaint::new(format!("has `{ALLOW_SHARED}`, which goes with `file` only")));
        }
        Self::of(place, value, is_shared(table)?)
    }

    fn of(place: &str, value: &DeValue<'_>, allow_shared: bool) -> Result<Self, Complaint> {
        match place {
            "keyring" => keyring(value),
            "env" => text(place, value).map(Self::Variable),
            "file" => text(place, value).map(|path| Self::File { path, allow_shared }),
            _ => command(value).map(Self::Command),
        }
    }
}

fn not_a_source(key: &str, value: &DeValue<'_>) -> Complaint {
    let hint = format!("`{key} = {{ keyring = true }}`, and `rmctl auth login -p NAME` to put it there");
    match value {
        DeValue::String(_) => Complaint::new("is a secret written out, which has no place in this file").hint(hint),
        _ => Complaint::new(format!("is {}, not the source of a secret", article(value))).hint(hint),
    }
}

fn refuse_unknown(table: &DeTable<'_>) -> Result<(), Complaint> {
    let legal = || PLACES.into_iter().chain([ALLOW_SHARED]);
    let unknown = table.keys().map(|key| key.get_ref().as_ref()).find(|key| !legal().any(|word| word == *key));
    match unknown {
        Some(key) => {
            let near = suggestion(key, legal());
            Err(Complaint::new(format!("has an unknown key `{key}`{near}")))
        }
        None => Ok(()),
    }
}

fn is_shared(table: &DeTable<'_>) -> Result<bool, Complaint> {
    match table.get(ALLOW_SHARED).map(|value| value.get_ref()) {
        None => Ok(false),
        Some(DeValue::Boolean(shared)) => Ok(*shared),
        Some(_) => Err(Complaint::new(format!("has an `{ALLOW_SHARED}` that is neither `true` nor `false`"))),
    }
}

fn keyring(value: &DeValue<'_>) -> Result<Source, Complaint> {
    match value {
        DeValue::Boolean(true) => Ok(Source::Keyring),
        _ => Err(Complaint::new("has a `keyring` that is not `true`")),
    }
}

fn text(place: &str, value: &DeValue<'_>) -> Result<String, Complaint> {
    match value {
        DeValue::String(text) if !text.is_empty() => Ok(text.to_string()),
        _ => Err(Complaint::new(format!("has a `{place}` that is no string, or empty"))),
    }
}

fn command(value: &DeValue<'_>) -> Result<Vec<String>, Complaint> {
    let complaint = || {
        Complaint::new("has a `command` that is not an array of strings, program first")
            .hint("`command = [\"pass\", \"show\", \"NAME\"]`")
    };
    let words = value.as_array().ok_or_else(complaint)?;
    let words: Option<Vec<String>> = words.iter().map(|word| word.get_ref().as_str().map(str::to_owned)).collect();
    words.filter(|words| words.first().is_some_and(|program| !program.is_empty())).ok_or_else(complaint)
}
