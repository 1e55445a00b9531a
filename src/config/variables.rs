//! What the environment says of a vendor's settings, by our names and by those of other tools.

use std::borrow::Cow;

use super::legal::field_of;
use super::region::{self, REGION};
use super::shared::Variable;
use super::{Origin, Sourced};
use crate::catalog::Settings;
use crate::surroundings::Environment;

/// The variables of one vendor.
#[derive(Clone, Copy)]
pub(super) struct Variables<'a> {
    pub(super) environment: &'a Environment,
    pub(super) vendor: &'static Settings,
}

impl Variables<'_> {
    /// What the environment says of `key`. Secrets come out as plain text: the caller wraps them.
    pub(super) fn get(&self, key: &str) -> Option<Sourced<String>> {
        match key {
            "url" => self.said(key).or_else(|| self.url_of_region()),
            _ => self.said(key),
        }
    }

    fn url_of_region(&self) -> Option<Sourced<String>> {
        let region = self.said(REGION)?;
        Some(Sourced { value: region::url(self.vendor, &region.value)?.to_owned(), ..region })
    }

    fn said(&self, key: &str) -> Option<Sourced<String>> {
        let own = name(self.vendor, key)?;
        if let Some(value) = self.environment.get(&own) {
            return Some(sourced(value.to_owned(), own));
        }
        let others = field_of(self.vendor, key)?.also.iter();
        others
            .filter_map(|other| Some((*other, self.environment.get(other)?)))
            .map(|(other, value)| sourced(foreign(key, value), other.to_owned()))
            .next()
    }

    /// Whether the environment says anything of `key`.
    pub(super) fn is_set(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

/// The name of our variable for `key` of this vendor.
pub(super) fn name(vendor: &Settings, key: &str) -> Option<String> {
    let shared = region::shared(vendor).find(|shared| shared.key == key);
    let ending = match (shared, field_of(vendor, key)) {
        (_, Some(field)) => Cow::Owned(field.key.to_ascii_uppercase()),
        (Some(shared), None) => match shared.variable {
            Variable::OfVendor(ending) => Cow::Borrowed(ending),
            Variable::OfAll(_) | Variable::None => return None,
        },
        (None, None) => return None,
    };
    Some(format!("RMCTL_{}_{ending}", vendor.env))
}

fn sourced(value: String, name: String) -> Sourced<String> {
    Sourced { value, origin: Origin::Environment(name) }
}

/// Other tools name a host where we name a URL.
fn foreign(key: &str, value: &str) -> String {
    match key == "url" && !value.contains("://") {
        true => format!("https://{value}"),
        false => value.to_owned(),
    }
}
