//! What a profile of a vendor may say: its own fields and the shared settings, by key and by value.

use toml::de::DeValue;

use super::complaint::{Complaint, quoted};
use super::{Kind, region};
use crate::catalog::{Field, Settings};

/// A vendor's own row wins over the shared one, which it may give other names or fewer values.
pub(super) fn field_of(vendor: &Settings, key: &str) -> Option<&'static Field> {
    vendor.fields.iter().find(|field| field.key == key)
}

/// The key of a secret as the tables know it; `None` where nothing of this name is secret.
pub(super) fn secret(vendor: &Settings, key: &str) -> Option<&'static str> {
    secrets(vendor).find(|secret| *secret == key)
}

/// The keys of all secrets that a profile of the vendor may have, its own first.
pub(super) fn secrets(vendor: &Settings) -> impl Iterator<Item = &'static str> {
    let own = vendor.fields.iter().filter(|field| field.secret).map(|field| field.key);
    let shared = region::shared(vendor).filter(|shared| shared.kind == Kind::Secret).map(|shared| shared.key);
    own.chain(shared.filter(|key| field_of(vendor, key).is_none()))
}

/// Every legal key, the vendor's own first.
pub(super) fn keys(vendor: &Settings) -> Vec<&'static str> {
    let own = vendor.fields.iter().map(|field| field.key);
    let shared = region::shared(vendor).map(|shared| shared.key);
    let shared = shared.filter(|key| field_of(vendor, key).is_none());
    own.chain(shared).collect()
}

/// A plain setting as the tables know it, and its value if that is legal; `None` for an unknown key.
pub(super) fn plain(
    vendor: &Settings,
    key: &str,
    value: &DeValue<'_>,
) -> Option<(&'static str, Result<String, Complaint>)> {
    let shared = region::shared(vendor).find(|shared| shared.key == key);
    let field = field_of(vendor, key);
    let known = shared.map(|shared| shared.key).or(field.map(|field| field.key))?;
    let kind = shared.map_or(Kind::Text, |shared| shared.kind);
    let read = kind.written(value).and_then(|text| {
        kind.check(&text)?;
        allowed(field, &text)?;
        if key == region::REGION && field.is_none() {
            region::check(vendor, &text)?;
        }
        Ok(text)
    });
    Some((known, read))
}

/// Whether a field may have this value.
pub(super) fn allowed(field: Option<&Field>, text: &str) -> Result<(), Complaint> {
    match field {
        Some(field) if !field.values.is_empty() && !field.values.contains(&text) => {
            let values = quoted(field.values.iter().copied());
            Err(Complaint::new(format!("is none of {values}")))
        }
        _ => Ok(()),
    }
}
