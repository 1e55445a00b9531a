//! Where the devices and alerts of a vendor come from: rows, and a pure function from a record to the unified shape.

use std::collections::BTreeMap;

use serde_json::Value;
use url::Url;

use super::{Alert, Device};
use crate::catalog::Operation;
use crate::failure::Failure;
use crate::record::Record;

/// What a vendor brings into the fleet.
#[derive(Clone, Copy)]
pub struct Fleet {
    /// Lists of devices.
    pub devices: &'static [Feed<Device>],
    /// Lists of alerts.
    pub alerts: &'static [Feed<Alert>],
}

impl Fleet {
    /// A vendor that has none.
    pub const NONE: Self = Self { devices: &[], alerts: &[] };
}

/// One list of a vendor, read with as few requests as the vendor allows.
#[derive(Clone, Copy)]
pub struct Feed<T: 'static> {
    /// The row that lists them.
    pub row: &'static Operation,
    /// What is given for the row.
    pub given: &'static [(&'static str, &'static str)],
    /// What is given besides, so that each record has only what [`Feed::read`] looks at; left out where whole records are
    /// wanted.
    pub thin: &'static [(&'static str, &'static str)],
    /// Lists with the names of what the records name by id.
    pub names: &'static [Names],
    /// Names that are asked for page by page, of what its records name by id.
    pub lookup: Option<Lookup>,
    /// The word after `--include` without which it is not read.
    pub include: Option<&'static str>,
    /// Not every product or version has it: where it is not found, it is empty.
    pub is_optional: bool,
    /// What is read where it is empty.
    pub instead: Option<&'static Self>,
    /// A record in the unified shape; nothing where it is none of these things. Vendor and profile are not its business.
    pub read: fn(&Record, &Scene<'_>) -> Result<Option<T>, Failure>,
}

impl<T> Feed<T> {
    /// The records of a row as they are.
    pub const fn new(row: &'static Operation, read: fn(&Record, &Scene<'_>) -> Result<Option<T>, Failure>) -> Self {
        Self {
            row,
            given: &[],
            thin: &[],
            names: &[],
            lookup: None,
            include: None,
            is_optional: false,
            instead: None,
            read,
        }
    }
}

/// A list that is read first, because records say an id where people want a name.
#[derive(Clone, Copy)]
pub struct Names {
    /// What [`Scene::name`] calls it.
    pub of: &'static str,
    /// The row that lists them.
    pub row: &'static Operation,
    /// What is given for the row.
    pub given: &'static [(&'static str, &'static str)],
    /// Its id and its name.
    pub read: fn(&Record) -> Option<(String, String)>,
}

/// A list that is asked for some ids alone, because the whole of it may be long. It is a courtesy: where it does not come,
/// records say ids.
#[derive(Clone, Copy)]
pub struct Lookup {
    /// What it is asked for, and how it is read.
    pub names: Names,
    /// The argument of the row that chooses by ids, with its value for these.
    pub ids: fn(&[i64]) -> (&'static str, Value),
    /// The id that a record says.
    pub wanted: fn(&Record) -> Option<i64>,
}

/// What a record is read against.
#[derive(Clone)]
pub struct Scene<'a> {
    /// The base URL of the account.
    pub url: &'a Url,
    names: BTreeMap<(&'static str, String), String>,
}

impl<'a> Scene<'a> {
    /// Without any names.
    pub fn at(url: &'a Url) -> Self {
        Self { url, names: BTreeMap::new() }
    }

    /// From now on, this id of that list has this name.
    pub fn learn(&mut self, of: &'static str, id: String, name: String) {
        self.names.insert((of, id), name);
    }

    /// What people call it.
    pub fn name(&self, of: &'static str, id: &str) -> Option<String> {
        self.names.get(&(of, id.to_owned())).cloned()
    }
}

/// A shape that every vendor's records of one kind are brought to.
pub trait Unified: Sized + 'static {
    /// Where a vendor has them.
    fn feeds(fleet: &Fleet) -> &'static [Feed<Self>];

    /// Whose it is.
    fn belongs_to(&mut self, vendor: &str, profile: &str);

    /// The record that it was made from.
    fn came_from(&mut self, raw: Value);
}

impl Unified for Device {
    fn feeds(fleet: &Fleet) -> &'static [Feed<Self>] {
        fleet.devices
    }

    fn belongs_to(&mut self, vendor: &str, profile: &str) {
        vendor.clone_into(&mut self.vendor);
        profile.clone_into(&mut self.profile);
    }

    fn came_from(&mut self, raw: Value) {
        self.raw = Some(raw);
    }
}

impl Unified for Alert {
    fn feeds(fleet: &Fleet) -> &'static [Feed<Self>] {
        fleet.alerts
    }

    fn belongs_to(&mut self, vendor: &str, profile: &str) {
        vendor.clone_into(&mut self.vendor);
        profile.clone_into(&mut self.profile);
    }

    fn came_from(&mut self, _raw: Value) {}
}
