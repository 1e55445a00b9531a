//! Changes to the configuration file that keep what people wrote: comments, order, spacing, permissions.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, value};

use super::region::REGION;
use super::{reader, starter};
use crate::catalog::Settings;
use crate::failure::Failure;
use crate::store::write_durably;

/// Edits one file. Each edit reads it, changes it, checks the result and writes it in one step.
#[derive(Clone, Copy)]
pub struct Editor<'a> {
    file: &'a Path,
    vendors: &'a [&'static Settings],
}

impl<'a> Editor<'a> {
    pub(super) fn new(file: &'a Path, vendors: &'a [&'static Settings]) -> Self {
        Self { file, vendors }
    }

    /// Write a file to start from, all of it commented out. An existing one is left alone.
    pub fn init(&self) -> Result<(), Failure> {
        if self.file.exists() {
            let message = format!("`{}` exists", self.file.display());
            return Err(Failure::usage(message).hint("run `rmctl config edit`"));
        }
        self.write(&starter::text(self.vendors))
    }

    /// Make sure that `profile` exists and that `field` has a source: the keyring, unless it has one already.
    /// A `url` replaces the profile's; `None` leaves it as it is.
    pub fn set_profile_keyring_source(
        &self,
        profile: &str,
        vendor: &Settings,
        url: Option<&str>,
        field: &str,
    ) -> Result<(), Failure> {
        self.edit(|document| {
            let table = profile_of(document, profile)?;
            claim(table, profile, vendor)?;
            if let Some(url) = url {
                table.insert("url", value(url));
            }
            if !table.contains_key(field) {
                table.insert(field, value(InlineTable::from_iter([("keyring", true)])));
            }
            Ok(())
        })
    }

    /// Make sure that `profile` exists and has these plain settings, whatever it had in their place.
    /// Of `url` and `region` the one that is given stands alone.
    pub fn set_profile(&self, profile: &str, vendor: &Settings, settings: &[(&str, &str)]) -> Result<(), Failure> {
        self.edit(|document| {
            let table = profile_of(document, profile)?;
            claim(table, profile, vendor)?;
            for (key, text) in settings {
                match *key {
                    "url" => drop(table.remove(REGION)),
                    REGION => drop(table.remove("url")),
                    _ => {}
                }
                table.insert(key, value(*text));
            }
            Ok(())
        })
    }

    fn edit(&self, change: impl FnOnce(&mut DocumentMut) -> Result<(), Failure>) -> Result<(), Failure> {
        let before = self.read()?;
        self.check(&before)?;
        let mut document: DocumentMut = before.parse().map_err(|_| self.unreadable("it is no TOML"))?;
        change(&mut document)?;
        let after = document.to_string();
        if after == before {
            return Ok(());
        }
        self.check(&after)?;
        self.write(&after)
    }

    /// A file that is not in order is not made worse, and never becomes so.
    fn check(&self, text: &str) -> Result<(), Failure> {
        let (_, problems) = reader::read(text, self.file, self.vendors);
        problems.into_iter().next().map_or(Ok(()), Err)
    }

    fn read(&self) -> Result<String, Failure> {
        super::text(self.file)
    }

    fn write(&self, text: &str) -> Result<(), Failure> {
        let file = self.target();
        let refused =
            |error: std::io::Error| Failure::usage(format!("cannot write `{}`: {}", file.display(), error.kind()));
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(refused)?;
        }
        let permissions = match fs::metadata(&file) {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            found => Some(found.map_err(refused)?.permissions()),
        };
        write_durably(&file, text.as_bytes(), permissions).map_err(refused)
    }

    /// Where a link leads, so that a file kept elsewhere stays there.
    fn target(&self) -> PathBuf {
        fs::canonicalize(self.file).unwrap_or_else(|_| self.file.to_owned())
    }

    fn unreadable(&self, why: &str) -> Failure {
        Failure::usage(format!("cannot change `{}`: {why}", self.file.display()))
    }
}

/// The table of a profile, made where there is none.
fn profile_of<'d>(document: &'d mut DocumentMut, profile: &str) -> Result<&'d mut dyn TableLike, Failure> {
    let profiles = document.entry("profiles").or_insert_with(implicit);
    let profiles = profiles.as_table_like_mut();
    let table = profiles.map(|profiles| profiles.entry(profile).or_insert_with(toml_edit::table));
    let table = table.and_then(Item::as_table_like_mut);
    table.ok_or_else(|| Failure::usage(format!("profile `{profile}` is not a table")))
}

/// A table without a header line of its own: `[profiles.x]` says it all.
fn implicit() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    Item::Table(table)
}

fn claim(table: &mut dyn TableLike, profile: &str, vendor: &Settings) -> Result<(), Failure> {
    match table.get("vendor").and_then(Item::as_str) {
        None => {
            table.insert("vendor", value(vendor.key));
            Ok(())
        }
        Some(key) if key == vendor.key => Ok(()),
        Some(other) => {
            let message = format!("profile `{profile}` is of `{other}`, not of `{}`", vendor.key);
            Err(Failure::usage(message).hint("choose another name after `-p`"))
        }
    }
}
