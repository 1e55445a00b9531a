//! What a configuration file says, once it is known to be in order.

use std::collections::BTreeMap;
use std::time::Duration;

use super::region::{self, REGION};
use super::{Origin, Place, Source, Sourced, database};
use crate::catalog::Settings;

/// A whole file; an absent one is empty.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// In the order of the file.
    pub(super) profiles: Vec<Profile>,
    /// Profile names by vendor key.
    pub(super) defaults: BTreeMap<&'static str, String>,
    /// The snapshots' database, or where it is said.
    pub(super) database: Option<database::Written>,
    /// How long snapshots are kept.
    pub(super) keep: Option<Duration>,
}

impl Document {
    pub(super) fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }

    /// The profiles of one vendor.
    pub(super) fn of<'a>(&'a self, vendor: &Settings) -> impl Iterator<Item = &'a Profile> {
        let key = vendor.key;
        self.profiles.iter().filter(move |profile| profile.vendor.key == key)
    }
}

/// One configured account.
#[derive(Debug)]
pub struct Profile {
    /// What `-p` calls it.
    pub name: String,
    /// Whose it is.
    pub vendor: &'static Settings,
    pub(super) plain: BTreeMap<&'static str, Written<String>>,
    pub(super) secrets: BTreeMap<&'static str, Written<Source>>,
}

impl Profile {
    /// What it says of a plain setting; of the URL, by its region too.
    pub(super) fn plain(&self, key: &str) -> Option<Sourced<String>> {
        let said = |key: &str| Some(self.plain.get(key)?.sourced(&self.name));
        let by_region = || {
            let region = said(REGION).filter(|_| key == "url")?;
            Some(Sourced { value: region::url(self.vendor, &region.value)?.to_owned(), ..region })
        };
        said(key).or_else(by_region)
    }

    /// A plain setting, as it is written.
    pub fn setting(&self, key: &str) -> Option<&str> {
        Some(self.plain.get(key)?.value.as_str())
    }

    /// Whether it says where this secret is.
    pub fn has_secret(&self, key: &str) -> bool {
        self.secrets.contains_key(key)
    }

    /// Whether it says this in so many words.
    pub(super) fn has_plain(&self, key: &str) -> bool {
        self.plain.contains_key(key)
    }

    /// Where it says that its secrets are.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.secrets.values().map(|written| &written.value)
    }

    /// Where it says a secret is.
    pub(super) fn secret(&self, key: &str) -> Option<Sourced<Source>> {
        Some(self.secrets.get(key)?.sourced(&self.name))
    }
}

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Written<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

impl<T: Clone> Written<T> {
    fn sourced(&self, profile: &str) -> Sourced<T> {
        Sourced {
            value: self.value.clone(),
            origin: Origin::Profile { name: profile.to_owned(), place: self.place.clone() },
        }
    }
}
