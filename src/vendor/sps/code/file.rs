//! Files of configuration: documents in YAML or JSON, each with the path of what it is about.

mod read;
mod secret;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::output::{visible, yaml_text};
use crate::plan::encode;

pub(super) use read::documents_of;
#[cfg(test)]
pub(super) use read::parse;
pub(super) use secret::reveal;

/// Where all of it stands.
pub(super) const ROOT: &str = "/api/configuration";

/// One object, or the order of a collection, as a file has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Document {
    /// The collection, or the object of which there is one: `telnet/connections`.
    pub(super) path: String,
    /// What the object is called.
    pub(super) name: Option<String>,
    /// Its key, where its name will not do.
    pub(super) key: Option<String>,
    /// What it is, with names for references.
    pub(super) body: Option<Value>,
    /// The names of the entries of the collection, in their order.
    pub(super) order: Option<Vec<String>>,
    /// Where it was read, for messages.
    pub(super) origin: String,
    /// What paths in it are relative to.
    pub(super) folder: PathBuf,
}

impl Document {
    /// The object among others of its collection.
    pub(super) fn is_entry(&self) -> bool {
        self.name.is_some() || self.key.is_some()
    }

    /// What people call it: "`telnet/connections` `demo`".
    pub(super) fn words(&self) -> String {
        let path = visible(&self.path);
        match self.name.as_ref().or(self.key.as_ref()) {
            Some(name) => format!("`{path}` `{}`", visible(name)),
            None if self.order.is_some() => format!("the order of `{path}`"),
            None => format!("`{path}`"),
        }
    }

    /// As a file holds it.
    pub(super) fn text(&self) -> String {
        let mut members = Map::new();
        members.insert("path".into(), Value::from(self.path.as_str()));
        let texts = [("name", &self.name), ("key", &self.key)];
        members.extend(texts.into_iter().filter_map(|(name, text)| Some((name.into(), Value::from(text.clone()?)))));
        members.extend(self.body.iter().map(|body| ("body".into(), body.clone())));
        members.extend(self.order.iter().map(|order| ("order".into(), json!(order))));
        yaml_text(&Value::Object(members))
    }

    /// A mistake in it.
    pub(super) fn wrong(&self, what: impl std::fmt::Display) -> Failure {
        Failure::usage(format!("{}: {what}", self.origin))
    }
}

/// A path below the configuration as a request has it.
pub(super) fn url_path(path: &str) -> String {
    path.split('/').fold(ROOT.to_owned(), |url, segment| format!("{url}/{}", encode(segment)))
}

/// The same for an entry of a collection.
pub(super) fn entry_path(collection: &str, key: &str) -> String {
    format!("{}/{}", url_path(collection), encode(key))
}

/// A path as it was typed; `None` where it is none.
pub(super) fn tidy(typed: &str) -> Option<String> {
    let path = typed.trim_matches('/');
    let path = path.strip_prefix("api/configuration").unwrap_or(path).trim_start_matches('/');
    let is_segment = |segment: &str| !matches!(segment, "" | "." | "..") && !segment.contains(['?', '#', '%', '@']);
    (path.split('/').all(is_segment) && !path.chars().any(char::is_control)).then(|| path.to_owned())
}

/// The name of a file for an object: what is no letter, digit, dot or line becomes a line, and it neither begins with a dot
/// nor is longer than file systems take.
pub(super) fn slug(name: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-');
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '-' }).take(60).collect();
    match plain.trim_matches(['.', '-']) {
        "" => "unnamed".to_owned(),
        slug if is_reserved(slug) => format!("{slug}-"),
        slug => slug.to_owned(),
    }
}

/// Devices of Windows, whatever their ending.
fn is_reserved(slug: &str) -> bool {
    let stem = slug.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_numbered =
        |device: &str| stem.strip_prefix(device).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || is_numbered("com") || is_numbered("lpt")
}
