//! What is configured, for people: every setting with its value and its source, of secrets the source alone.

use std::sync::Arc;

use serde::Serialize;

use super::document::Profile;
use super::keyring::{Keyring, MemoryKeyring};
use super::layers::Layers;
use super::legal;
use super::variables::Variables;
use super::{Config, region};
use crate::catalog::Settings;
use crate::failure::Failure;

/// One line of `config show`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownSetting {
    /// The vendor's key.
    pub vendor: &'static str,
    /// The profile; `None` for what the environment says by itself.
    pub profile: Option<String>,
    /// The setting's key.
    pub key: &'static str,
    /// Its value; of a secret, where it is.
    pub value: String,
    /// Who said so.
    pub origin: String,
}

impl Config<'_> {
    /// The settings of every profile in the order of the file, then those of the environment. Fetches no secret.
    pub fn show(&self) -> Result<Vec<ShownSetting>, Failure> {
        let profiles = self.profiles()?.iter().flat_map(|profile| self.of_profile(profile));
        let vendors = self.vendors.iter().flat_map(|vendor| self.of_environment(vendor));
        Ok(profiles.chain(vendors).collect())
    }

    fn of_profile(&self, profile: &Profile) -> Vec<ShownSetting> {
        let layers = Layers::of_profile(profile, self.environment);
        let keyring: Arc<dyn Keyring> = Arc::new(MemoryKeyring::default());
        let shown = |key| {
            let plain = layers.plain(key).map(|found| (found.value, found.origin));
            let secret = || layers.secret(key, &keyring).map(|found| (found.shown, found.origin));
            let (value, origin) = plain.or_else(secret)?;
            Some(ShownSetting {
                vendor: profile.vendor.key,
                profile: Some(profile.name.clone()),
                key,
                value,
                origin: origin.to_string(),
            })
        };
        keys(profile.vendor).filter_map(shown).collect()
    }

    fn of_environment(&self, vendor: &'static Settings) -> Vec<ShownSetting> {
        let variables = Variables { environment: self.environment, vendor };
        let shown = |key: &'static str| {
            let found = variables.get(key)?;
            Some(ShownSetting {
                vendor: vendor.key,
                profile: None,
                key,
                value: if legal::secret(vendor, key).is_some() { "set".to_owned() } else { found.value },
                origin: found.origin.to_string(),
            })
        };
        keys(vendor).filter_map(shown).collect()
    }
}

fn keys(vendor: &'static Settings) -> impl Iterator<Item = &'static str> {
    let shared = region::shared(vendor).map(|shared| shared.key);
    let own = vendor.fields.iter().map(|field| field.key);
    shared.chain(own.filter(|key| region::shared(vendor).all(|shared| shared.key != *key)))
}
