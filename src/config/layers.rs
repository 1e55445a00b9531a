//! The order in which sources speak: flag, environment, profile, default. Whoever names a profile leaves the environment out.

use std::cmp::Reverse;
use std::sync::Arc;

use secrecy::SecretString;

use super::complaint::{quoted, suggestion};
use super::document::{Document, Profile};
use super::keyring::Keyring;
use super::shared::Variable;
use super::supply::Supply;
use super::variables::{self, Variables};
use super::{Choice, Flag, Origin, Shared, Sourced};
use crate::catalog::Settings;
use crate::failure::Failure;
use crate::surroundings::Environment;

/// All that may speak of one account, in one place.
#[derive(Clone, Copy)]
pub(super) struct Layers<'a> {
    pub(super) vendor: &'static Settings,
    pub(super) environment: &'a Environment,
    /// The vendor's variables, unless a profile was named.
    pub(super) variables: Option<Variables<'a>>,
    pub(super) profile: Option<&'a Profile>,
    flags: &'a [Flag],
}

/// A secret that is configured, not yet fetched.
pub(super) struct Configured {
    pub(super) supply: Supply,
    /// The source in words.
    pub(super) shown: String,
    pub(super) origin: Origin,
}

impl<'a> Layers<'a> {
    /// The layers of the account that `choice` means.
    pub(super) fn of(
        vendor: &'static Settings,
        choice: &Choice<'a>,
        environment: &'a Environment,
        document: &'a Document,
    ) -> Result<Self, Failure> {
        let named = choice.profile.or_else(|| environment.get("RMCTL_PROFILE"));
        let alone = Self {
            vendor,
            environment,
            variables: named.is_none().then_some(Variables { environment, vendor }),
            profile: None,
            flags: choice.flags,
        };
        let profile = match named {
            Some(name) => Some(named_profile(document, vendor, name)?),
            None => alone.default_profile(document)?,
        };
        Ok(Self { profile, ..alone })
    }

    /// The layers of a profile by itself.
    pub(super) fn of_profile(profile: &'a Profile, environment: &'a Environment) -> Self {
        Self { vendor: profile.vendor, environment, variables: None, profile: Some(profile), flags: &[] }
    }

    /// A setting that is no secret.
    pub(super) fn plain(&self, key: &'static str) -> Option<Sourced<String>> {
        self.flag(key)
            .or_else(|| self.variable_of_all(key))
            .or_else(|| self.variables.and_then(|variables| variables.get(key)))
            .or_else(|| self.profile.and_then(|profile| profile.plain(key)))
            .or_else(|| self.default(key))
    }

    /// A secret, where one is configured.
    pub(super) fn secret(&self, key: &str, keyring: &Arc<dyn Keyring>) -> Option<Configured> {
        if let Some(found) = self.variables.and_then(|variables| variables.get(key)) {
            return Some(Configured {
                supply: Supply::Here(SecretString::from(found.value)),
                shown: "set".to_owned(),
                origin: found.origin,
            });
        }
        let found = self.profile?.secret(key)?;
        Some(Configured {
            supply: Supply::of(&found.value, self.environment, keyring),
            shown: found.value.to_string(),
            origin: found.origin,
        })
    }

    /// The set of fields to log in with: the one of which the environment has most, for it speaks before the profile.
    pub(super) fn credentials(&self) -> Result<&'static [&'static str], Failure> {
        let in_environment = |set: &[&str]| set.iter().filter(|key| self.is_in_environment(key)).count();
        let present = |set: &[&str]| set.iter().filter(|key| self.is_present(key)).count();
        let sets = self.vendor.credentials.iter().copied();
        let best = sets.min_by_key(|set| {
            let missing = set.len() - present(set);
            (Reverse(in_environment(set)), missing != 0, Reverse(present(set)))
        });
        match best {
            None => Ok(&[]),
            Some(set) if present(set) == set.len() => Ok(set),
            Some(set) if present(set) == 0 && self.profile.is_none() => Err(self.nothing(set)),
            Some(set) => Err(self.incomplete(set)),
        }
    }

    pub(super) fn is_in_environment(&self, key: &str) -> bool {
        self.variables.is_some_and(|variables| variables.is_set(key))
    }

    /// Where the profile says it, if it is the profile that counts.
    pub(super) fn in_profile(&self, key: &str) -> Option<Origin> {
        let profile = self.profile.filter(|_| !self.is_in_environment(key))?;
        let plain = profile.plain(key).map(|found| found.origin);
        plain.or_else(|| Some(profile.secret(key)?.origin))
    }

    fn is_present(&self, key: &str) -> bool {
        self.is_in_environment(key) || self.in_profile(key).is_some()
    }

    fn flag(&self, key: &str) -> Option<Sourced<String>> {
        let (_, value) = self.flags.iter().find(|(flag, _)| *flag == key)?;
        Some(Sourced { value: value.clone(), origin: Origin::Flag })
    }

    /// Holds for every profile, and only ever makes it stricter: a variable that says no takes nothing back.
    fn variable_of_all(&self, key: &str) -> Option<Sourced<String>> {
        let Variable::OfAll(name) = Shared::of(key)?.variable else {
            return None;
        };
        let value = self.environment.get(name)?;
        (!matches!(value, "0" | "false"))
            .then(|| Sourced { value: value.to_owned(), origin: Origin::Environment(name.to_owned()) })
    }

    fn default(&self, key: &str) -> Option<Sourced<String>> {
        let value = match key {
            "url" => self.vendor.url?,
            _ => Shared::of(key)?.default?,
        };
        Some(Sourced { value: value.to_owned(), origin: Origin::Default })
    }

    fn default_profile(&self, document: &'a Document) -> Result<Option<&'a Profile>, Failure> {
        if let Some(name) = document.defaults.get(self.vendor.key) {
            return Ok(document.profile(name));
        }
        let mut profiles = document.of(self.vendor);
        match (profiles.next(), profiles.next()) {
            (_, None) | (None, _) => Ok(document.of(self.vendor).next()),
            // Who exported all that is needed has made the choice.
            _ if self.credentials().is_ok() => Ok(None),
            (Some(first), Some(_)) => Err(several(document, self.vendor, first)),
        }
    }

    fn nothing(&self, set: &[&str]) -> Failure {
        let Settings { key, name, .. } = self.vendor;
        let export = self.export(set.iter().copied());
        Failure::usage(format!("no credentials for {name} are configured"))
            .hint(format!("`{export}`, or `rmctl auth login -p NAME --vendor {key}`"))
    }

    fn incomplete(&self, set: &[&str]) -> Failure {
        let missing = || set.iter().copied().filter(|key| !self.is_present(key));
        let export = self.export(missing());
        let of_profile = self.profile.filter(|_| !set.iter().any(|key| self.is_in_environment(key)));
        let (whose, hint) = match of_profile {
            Some(Profile { name, .. }) => (format!("profile `{name}`"), format!("`rmctl auth login -p {name}`")),
            None => ("the environment".to_owned(), format!("`{export}`")),
        };
        let mut failure = Failure::usage(format!("{whose} lacks {}", quoted(missing()))).hint(hint);
        failure.profile = of_profile.map(|profile| profile.name.clone());
        failure
    }

    /// What to type so that the environment has these, and a URL where there is none.
    pub(super) fn export<'k>(&self, keys: impl Iterator<Item = &'k str>) -> String {
        let url = self.plain("url").is_none().then_some("url");
        let names = url.into_iter().chain(keys);
        let set = names.filter_map(|key| Some(format!(" {}=...", variables::name(self.vendor, key)?)));
        format!("export{}", set.collect::<String>())
    }
}

fn named_profile<'a>(document: &'a Document, vendor: &Settings, name: &str) -> Result<&'a Profile, Failure> {
    match document.profile(name) {
        Some(profile) if profile.vendor.key == vendor.key => Ok(profile),
        Some(profile) => {
            let message = format!("profile `{name}` is of `{}`, not of `{}`", profile.vendor.key, vendor.key);
            Err(Failure::usage(message).hint(profiles_or_login(document.of(vendor), vendor)))
        }
        None => {
            let near = suggestion(name, document.profiles.iter().map(|profile| profile.name.as_str()));
            let hint = profiles_or_login(document.of(vendor), vendor);
            Err(Failure::usage(format!("unknown profile `{name}`{near}")).hint(hint))
        }
    }
}

fn profiles_or_login<'a>(profiles: impl Iterator<Item = &'a Profile>, vendor: &Settings) -> String {
    let names: Vec<&str> = profiles.map(|profile| profile.name.as_str()).collect();
    match names.is_empty() {
        true => format!("`rmctl auth login -p NAME --vendor {}`", vendor.key),
        false => format!("the profiles of `{}` are {}", vendor.key, quoted(names)),
    }
}

fn several(document: &Document, vendor: &Settings, first: &Profile) -> Failure {
    let names = quoted(document.of(vendor).map(|profile| profile.name.as_str()));
    Failure::usage(format!("`{}` has several profiles and no default: {names}", vendor.key))
        .hint(format!("add `-p {}`, or set `{} = \"{0}\"` under `[defaults]`", first.name, vendor.key))
}
