//! The rule that keeps a credential from a place it was not meant for: it comes from where the URL comes from.

use super::complaint::quoted;
use super::layers::Layers;
use super::region::REGION;
use super::{address, variables};
use crate::failure::Failure;

/// Refuses a mixture of environment and profile, unless both mean the same origin.
pub(super) fn demand(layers: &Layers<'_>, credentials: &[&str]) -> Result<(), Failure> {
    let parts = || std::iter::once("url").chain(credentials.iter().copied());
    let said = |key| if key == "url" && says_region(layers) { REGION } else { key };
    let from_environment = parts().find(|key| layers.is_in_environment(key));
    let from_profile = parts().find_map(|key| Some((key, layers.in_profile(key)?)));
    match (from_environment, from_profile) {
        (Some(key), Some((other, origin))) if !is_same_origin(layers) => {
            let variable = layers.variables.and_then(|variables| variables.get(key)).map(|found| found.origin);
            let variable = variable.map(|origin| origin.subject(key)).unwrap_or_default();
            let message = format!(
                "{variable} comes from the environment and {}: URL and credentials must have the same source",
                origin.subject(said(other))
            );
            Err(refuse(layers, message, parts()))
        }
        _ => Ok(()),
    }
}

/// Whether the profile's URL is that of its region.
fn says_region(layers: &Layers<'_>) -> bool {
    layers.profile.is_some_and(|profile| !profile.has_plain("url") && profile.has_plain(REGION))
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
