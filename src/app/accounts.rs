//! Which accounts a command that spans accounts is about.

use super::context::Context;
use crate::catalog::Vendor;
use crate::config::suggestion;
use crate::failure::Failure;

/// A vendor, and the profile; none where the environment alone configures it.
pub(super) type Chosen = (&'static Vendor, Option<String>);

/// The profiles that are named, each once; without any, every account that is configured.
pub(super) fn configured(context: &Context<'_>) -> Result<Vec<Chosen>, Failure> {
    if context.sandbox.is_some() {
        return Ok(context.vendors.iter().map(|vendor| (*vendor, None)).collect());
    }
    let of_environment = context.environment.get("RMCTL_PROFILE").map(str::to_owned);
    let named = match context.globals.profiles.is_empty() {
        true => of_environment.into_iter().collect(),
        false => crate::fleet::parts::once(context.globals.profiles.iter().cloned()),
    };
    if !named.is_empty() {
        return named.into_iter().map(|name| Ok((vendor_of(context, &name)?, Some(name)))).collect();
    }
    let candidates = context.config.candidates()?;
    Ok(candidates.into_iter().filter_map(|found| Some((by_key(context, found.vendor)?, found.profile))).collect())
}

/// The same, of these vendors alone, where some are named. None at all is a failure.
pub(super) fn chosen(context: &Context<'_>, vendors: &[&'static Vendor]) -> Result<Vec<Chosen>, Failure> {
    let is_wanted = |vendor: &Vendor| vendors.iter().any(|wanted| wanted.settings.key == vendor.settings.key);
    let mut accounts = configured(context)?;
    let named: Vec<String> =
        accounts.iter().filter_map(|(_, profile)| Some(format!("`{}`", profile.as_deref()?))).collect();
    accounts.retain(|(vendor, _)| vendors.is_empty() || is_wanted(vendor));
    if !accounts.is_empty() {
        return Ok(accounts);
    }
    let of: Vec<String> = vendors.iter().map(|vendor| format!("`{}`", vendor.settings.key)).collect();
    if !context.globals.profiles.is_empty() {
        let none = if named.len() == 1 { "is not" } else { "are none" };
        let message = format!("{} {none} of {}", named.join(", "), of.join(" or "));
        return Err(Failure::usage(message).hint("leave out `-p` or `--vendor`"));
    }
    let message = match of.is_empty() {
        true => "no account is configured".to_owned(),
        false => format!("no account of {} is configured", of.join(" or ")),
    };
    let vendor = vendors.first().map_or("VENDOR", |vendor| vendor.settings.key);
    Err(Failure::usage(message)
        .hint(format!("`rmctl auth login -p NAME --vendor {vendor}` makes one; `--sandbox` needs none")))
}

/// The vendor of a profile of the file.
pub(super) fn vendor_of(context: &Context<'_>, profile: &str) -> Result<&'static Vendor, Failure> {
    let profiles = context.config.profiles()?;
    let known = profiles.iter().find(|known| known.name == profile);
    known.and_then(|known| by_key(context, known.vendor.key)).ok_or_else(|| {
        let near = suggestion(profile, profiles.iter().map(|known| known.name.as_str()));
        Failure::usage(format!("there is no profile `{profile}`{near}"))
            .hint(format!("`rmctl auth login -p {profile} --vendor VENDOR` makes it"))
    })
}

pub(super) fn by_key(context: &Context<'_>, key: &str) -> Option<&'static Vendor> {
    context.vendors.iter().copied().find(|vendor| vendor.settings.key == key)
}
