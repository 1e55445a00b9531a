//! The rule that keeps a credential from a place it was not meant for: it comes from where the URL comes from.

use super::complaint::quoted;
use super::layers::Layers;
use super::{address, variables};
use crate::failure::Failure;

/// Refuses a mixture of environment and profile, unless both mean the same origin.
pub(super) fn demand(layers: &Layers<'_>, credentials: &[&str]) -> Result<(), Failure> {
    let parts = || std::iter::once("url").chain(credentials.iter().copied());
    let from_environment = parts().find(|key| layers.is_in_environment(key));
    let from_profile = parts().find_map(|key| Some((key, layers.in_profile(key)?)));
    match (from_environment, from_profile) {
        (Some(key), Some((other, origin))) if !is_same_origin(layers) => {
            let variable = variables::name(layers.vendor, key).unwrap_or_default();
            let message = format!(
                "`{variable}` comes from the environment and {}: URL and credentials must have the same source",
                origin.subject(other)
            );
            Err(refuse(layers, message, parts()))
        }
        _ => Ok(()),
    }
}

fn refuse<'k>(layers: &Layers<'_>, message: String, parts: impl Iterator<Item = &'k str>) -> Failure {
    let profile = layers.profile.map(|profile| profile.name.clone()).unwrap_or_default();
    let missing = parts.filter(|key| layers.in_profile(key).is_some());
    let names: Vec<String> = missing.filter_map(|key| variables::name(layers.vendor, key)).collect();
    let names = quoted(names.iter().map(String::as_str));
    let mut failure =
        Failure::usage(message).hint(format!("`-p {profile}` for the profile alone, or export {names} too"));
    failure.profile = Some(profile);
    failure
}

/// Who does not name a URL means the vendor's own.
fn is_same_origin(layers: &Layers<'_>) -> bool {
    let origin = |text: Option<String>| {
        let text = text.or_else(|| layers.vendor.url.map(str::to_owned))?;
        address::base(&text).ok().map(|url| url.origin())
    };
    let environment = layers.variables.and_then(|variables| variables.get("url"));
    let profile = layers.profile.and_then(|profile| profile.plain("url"));
    let environment = origin(environment.map(|found| found.value));
    environment.is_some() && environment == origin(profile.map(|found| found.value))
}
