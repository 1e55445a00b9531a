//! The kinds of flags that rmctl's own commands have, and what was typed for them.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use clap::{Arg, ArgAction, ArgMatches};

use crate::catalog::Vendor;

/// A flag with one value.
pub(super) fn text(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// A flag that may be given again, with another value.
pub(super) fn several(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    text(name, value, help).action(ArgAction::Append)
}

/// A flag without a value.
pub(super) fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

/// `--vendor`, by key or alias.
pub(super) fn vendor(vendors: &'static [&'static Vendor], help: &'static str) -> Arg {
    let names = vendors.iter().map(|vendor| PossibleValue::new(vendor.settings.key).aliases(vendor.aliases));
    let key = move |typed: String| match vendors.iter().find(|vendor| vendor.aliases.contains(&typed.as_str())) {
        Some(vendor) => vendor.settings.key.to_owned(),
        None => typed,
    };
    text("vendor", "VENDOR", help).value_parser(PossibleValuesParser::new(names).map(key))
}

/// The one of `--vendor`.
pub(super) fn named_vendor(vendors: &'static [&'static Vendor], matches: &ArgMatches) -> Option<&'static Vendor> {
    let key = matches.get_one::<String>("vendor")?;
    vendors.iter().copied().find(|vendor| vendor.settings.key == key)
}

/// All values that were typed for one name.
pub(super) fn typed(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many(name).into_iter().flatten().cloned().collect()
}
