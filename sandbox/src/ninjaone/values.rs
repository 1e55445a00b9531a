//! The values of custom fields: drawn for devices, stored for everything that was changed.

use super::fleet::Device;
use super::refusal::Refusal;
use super::resources::FIELDS;
use super::state::State;
use crate::table::At;
use crate::table::Record;
use serde_json::{Value, json};
use std::collections::HashMap;

/// What every secure field holds from the start. Nobody may see it who has not asked for it.
pub const NINJAONE_CANARY: &str = "canary-7f3a91-do-not-print";

/// What is shown in its place.
const MASK: &str = "**********";

/// What a field may belong to, in the words of `definitionScope`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    Node(u64),
    Organization(u64),
    Location(u64),
    EndUser(u64),
}

impl Owner {
    pub(super) fn word(self) -> &'static str {
        match self {
            Owner::Node(_) => "NODE",
            Owner::Organization(_) => "ORGANIZATION",
            Owner::Location(_) => "LOCATION",
            Owner::EndUser(_) => "END_USER",
        }
    }

    pub(super) fn id(self) -> u64 {
        match self {
            Owner::Node(id) | Owner::Organization(id) | Owner::Location(id) | Owner::EndUser(id) => id,
        }
    }
}

/// The values that were set; null where one was cleared.
#[derive(Debug, Default)]
pub(super) struct Values(HashMap<Owner, Record>);

impl Values {
    fn set(&mut self, owner: Owner) -> &mut Record {
        self.0.entry(owner).or_default()
    }

    /// The owners, other than devices, that have values of their own.
    pub(super) fn owners(&self) -> Vec<Owner> {
        let mut owners: Vec<Owner> = self.0.keys().copied().filter(|owner| !matches!(owner, Owner::Node(_))).collect();
        owners.sort_by_key(|owner| (owner.word(), owner.id()));
        owners
    }
}

impl State {
    /// The values of one owner, as a client sees them.
    pub(super) fn values_of(&self, owner: Owner, with_secrets: bool) -> Record {
        let mut values = match owner {
            Owner::Node(id) => self.fleet.find(id).map(|device| drawn(&device)).unwrap_or_default(),
            _ => Record::new(),
        };
        values.extend(self.values.0.get(&owner).cloned().unwrap_or_default());
        values.retain(|name, value| !value.is_null() && self.field(name).is_some());
        if !with_secrets {
            let hidden = values.iter_mut().filter(|(name, _)| self.is_secret(name));
            hidden.for_each(|(_, value)| *value = MASK.into());
        }
        values
    }

    fn field(&self, name: &str) -> Option<&Record> {
        let number = self.number(&FIELDS, name).ok()?;
        self.table(&FIELDS).get(number)
    }

    fn is_secret(&self, name: &str) -> bool {
        self.field(name).is_some_and(|field| field.at("type") == "TEXT_ENCRYPTED")
    }

    /// All values or none.
    pub(super) fn set_values(&mut self, owner: Owner, values: Record) -> Result<(), Refusal> {
        for (name, value) in &values {
            let field = self.field(name).ok_or_else(|| Refusal::app(404, format!("field `{name}` not found")))?;
            let is_writable = field.at("apiPermission").as_str().is_some_and(|word| word.contains("WRITE"));
            if !is_writable {
                return Err(Refusal::app(403, format!("field `{name}` is read only")));
            }
            if !fits(field.at("type").as_str().unwrap_or_default(), value) {
                return Err(Refusal::app(400, "INVALID_ATTRIBUTE_VALUE"));
            }
        }
        self.values.set(owner).extend(values);
        Ok(())
    }
}

/// Dates are milliseconds; null clears.
fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        _ if value.is_null() => true,
        "DATE" | "DATE_TIME" | "NUMERIC" => value.is_i64() || value.is_u64(),
        "DECIMAL" | "MONETARY" => value.is_number(),
        "CHECKBOX" => value.is_boolean(),
        "MULTI_SELECT" => value.is_array(),
        "TEXT" | "TEXT_MULTILINE" | "TEXT_ENCRYPTED" | "EMAIL" | "PHONE" | "URL" | "IP_ADDRESS" | "DROPDOWN" => {
            value.is_string()
        }
        _ => true,
    }
}

/// Every second device has an asset tag, every third a secret.
fn drawn(device: &Device<'_>) -> Record {
    let mut values = Record::new();
    if device.index.is_multiple_of(2) {
        values.insert("assetTag".into(), format!("A-{:06}", device.index).into());
        values.insert("warrantyEnd".into(), json!(1_767_225_600_000_i64 + 86_400_000 * (device.index % 400) as i64));
    }
    if device.index.is_multiple_of(3) {
        values.insert("localAdminPassword".into(), NINJAONE_CANARY.into());
        values.insert("isLoaner".into(), json!(device.index.is_multiple_of(2)));
    }
    values
}
