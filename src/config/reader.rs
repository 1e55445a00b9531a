//! Reads a configuration file strictly: every problem in it is found and told with its place.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::complaint::{Complaint, quoted, suggestion};
use super::document::{Document, Profile, Written};
use super::kind::{Kind, article};
use super::place::Lines;
use super::{Origin, Place, Source, age, database, legal};
use crate::catalog::Settings;
use crate::failure::Failure;

type Key<'a> = Spanned<DeString<'a>>;
type Value<'a> = Spanned<DeValue<'a>>;
type Entries<'r, 't> = Vec<(&'r Key<'t>, &'r Value<'t>)>;

const SECTIONS: [&str; 3] = ["profiles", "defaults", "snapshots"];
const SNAPSHOTS: [&str; 2] = ["database", "keep"];

/// What `text` says, and all that is wrong with it in the order of the file.
pub(super) fn read(text: &str, file: &Path, vendors: &[&'static Settings]) -> (Document, Vec<Failure>) {
    let mut reader =
        Reader { vendors, lines: Lines::new(file, text), document: Document::default(), problems: Vec::new() };
    match DeTable::parse(text) {
        Ok(table) => reader.sections(table.get_ref()),
        Err(error) => reader.syntax(&error),
    }
    reader.problems.sort_by(|one, other| one.0.cmp(&other.0));
    let problems = reader.problems.into_iter().map(|(_, problem)| problem).collect();
    (reader.document, problems)
}

struct Reader<'a> {
    vendors: &'a [&'static Settings],
    lines: Lines<'a>,
    document: Document,
    problems: Vec<(Place, Failure)>,
}

impl Reader<'_> {
    /// The parser's own display quotes the line, which may hold a secret; its message does not.
    fn syntax(&mut self, error: &toml::de::Error) {
        let place = self.lines.place(error.span().map_or(0, |span| span.start));
        let message = format!("{place} is no TOML: {}", error.message());
        self.problem(place, Failure::usage(message));
    }

    fn sections(&mut self, table: &DeTable<'_>) {
        for (key, value) in in_order(table) {
            match key.get_ref().as_ref() {
                "profiles" => self.profiles(key, value),
                "defaults" => {}
                "snapshots" => self.snapshots(key, value),
                _ => self.unknown(key, "", &SECTIONS),
            }
        }
        // Defaults name profiles, which may stand behind them.
        if let Some((key, value)) = table.get_key_value("defaults") {
            self.defaults(key, value);
        }
    }

    fn profiles(&mut self, key: &Key<'_>, value: &Value<'_>) {
        for (name, value) in self.table(key, value) {
            if !is_name(name.get_ref()) {
                let message = "has a name that is not made of letters, digits, `.`, `_` and `-`";
                self.problem_at(name, format!("the profile at {} {message}", self.place(name)));
            } else {
                self.profile(name, value);
            }
        }
    }

    fn profile(&mut self, name: &Key<'_>, value: &Value<'_>) {
        let entries = self.table(name, value);
        let Some(vendor) = self.vendor(name, &entries) else {
            return;
        };
        let mut profile = Profile {
            name: name.get_ref().to_string(),
            vendor,
            plain: Default::default(),
            secrets: Default::default(),
        };
        for (key, value) in entries {
            self.setting(&mut profile, key, value);
        }
        self.document.profiles.push(profile);
    }

    fn vendor(&mut self, name: &Key<'_>, entries: &Entries<'_, '_>) -> Option<&'static Settings> {
        let Some((key, value)) = entries.iter().find(|(key, _)| key.get_ref() == "vendor") else {
            let message = format!("profile `{}` at {} has no `vendor`", name.get_ref(), self.place(name));
            let place = self.place(name);
            let hint = format!("the vendors are {}", quoted(self.vendor_keys()));
            self.problem(place, Failure::usage(message).hint(hint));
            return None;
        };
        match Kind::Text.written(value.get_ref()) {
            Ok(typed) => self.known_vendor(key, &typed, &format!(" in profile `{}`", name.get_ref())),
            Err(complaint) => {
                self.complain(complaint, name.get_ref(), key);
                None
            }
        }
    }

    fn known_vendor(&mut self, at: &Key<'_>, typed: &str, whose: &str) -> Option<&'static Settings> {
        let known = self.vendors.iter().copied().find(|vendor| vendor.key == typed);
        if known.is_none() {
            let near = suggestion(typed, self.vendor_keys());
            let place = self.place(at);
            let hint = format!("the vendors are {}", quoted(self.vendor_keys()));
            let message = format!("unknown vendor `{typed}`{whose} at {place}{near}");
            self.problem(place, Failure::usage(message).hint(hint));
        }
        known
    }

    fn vendor_keys(&self) -> impl Iterator<Item = &'static str> {
        self.vendors.iter().map(|vendor| vendor.key)
    }

    fn setting(&mut self, profile: &mut Profile, key: &Key<'_>, value: &Value<'_>) {
        let name = key.get_ref().as_ref();
        if let Some(known) = legal::secret(profile.vendor, name) {
            let source = Source::written(known, value.get_ref());
            if let Some(value) = self.checked(source, profile, key) {
                let place = self.place(key);
                profile.secrets.insert(known, Written { value, place });
            }
        } else if let Some((known, read)) = legal::plain(profile.vendor, name, value.get_ref()) {
            if let Some(value) = self.checked(read, profile, key) {
                let place = self.place(key);
                profile.plain.insert(known, Written { value, place });
            }
        } else {
            let whose = format!(" in profile `{}`", profile.name);
            self.unknown(key, &whose, &legal::keys(profile.vendor));
        }
    }

    fn defaults(&mut self, key: &Key<'_>, value: &Value<'_>) {
        for (vendor, profile) in self.table(key, value) {
            let Some(known) = self.known_vendor(vendor, vendor.get_ref(), " in `defaults`") else {
                continue;
            };
            match Kind::Text.written(profile.get_ref()) {
                Ok(name) => self.default(vendor, known, name),
                Err(complaint) => self.complain_in(complaint, "defaults", vendor),
            }
        }
    }

    fn default(&mut self, at: &Key<'_>, vendor: &'static Settings, name: String) {
        let place = self.place(at);
        let start = format!("the default of `{}` at {place} is", vendor.key);
        match self.document.profile(&name).map(|profile| profile.vendor.key) {
            Some(key) if key == vendor.key => {
                self.document.defaults.insert(vendor.key, name);
            }
            Some(key) => self.problem_at(at, format!("{start} `{name}`, which is a profile of `{key}`")),
            None => {
                let names = self.document.profiles.iter().map(|profile| profile.name.as_str());
                let near = suggestion(&name, names);
                self.problem_at(at, format!("{start} `{name}`, which is no profile{near}"));
            }
        }
    }

    fn snapshots(&mut self, key: &Key<'_>, value: &Value<'_>) {
        for (key, value) in self.table(key, value) {
            let read = match key.get_ref().as_ref() {
                "database" => self.database(value.get_ref()),
                "keep" => self.keep(value.get_ref()),
                _ => {
                    self.unknown(key, " in `snapshots`", &SNAPSHOTS);
                    continue;
                }
            };
            if let Err(complaint) = read {
                self.complain_in(complaint, "snapshots", key);
            }
        }
    }

    /// A string is no secret as long as there is no password in it.
    fn database(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let written = match value {
            DeValue::String(_) => {
                let text = Kind::Text.written(value)?;
                database::without_password(&text)?;
                database::Written::Plain(text)
            }
            other => database::Written::Elsewhere(Source::written("database", other)?),
        };
        self.document.database = Some(written);
        Ok(())
    }

    fn keep(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        self.document.keep = Some(age::checked(&Kind::Text.written(value)?)?);
        Ok(())
    }

    /// The entries of a table in the order of the file; none, and a problem, where it is something else.
    fn table<'r, 't>(&mut self, key: &Key<'_>, value: &'r Value<'t>) -> Entries<'r, 't> {
        match value.get_ref() {
            DeValue::Table(table) => in_order(table),
            other => {
                let message = format!("`{}` at {} is {}, not a table", key.get_ref(), self.place(key), article(other));
                self.problem_at(key, message);
                Vec::new()
            }
        }
    }

    fn unknown(&mut self, key: &Key<'_>, whose: &str, legal: &[&'static str]) {
        let place = self.place(key);
        let name = key.get_ref();
        let near = suggestion(name, legal.iter().copied());
        let failure = Failure::usage(format!("unknown key `{name}`{whose} at {place}{near}"));
        let hint = format!("the keys are {}", quoted(legal.iter().copied()));
        self.problem(place, failure.hint(hint));
    }

    fn checked<T>(&mut self, read: Result<T, Complaint>, profile: &Profile, key: &Key<'_>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(complaint) => {
                self.complain(complaint, &profile.name, key);
                None
            }
        }
    }

    fn complain(&mut self, complaint: Complaint, profile: &str, key: &Key<'_>) {
        let place = self.place(key);
        let origin = Origin::Profile { name: profile.to_owned(), place: place.clone() };
        self.problem(place, complaint.about(key.get_ref(), &origin));
    }

    fn complain_in(&mut self, complaint: Complaint, section: &str, key: &Key<'_>) {
        let place = self.place(key);
        let subject = format!("`{}` in `{section}` at {place}", key.get_ref());
        self.problem(place, complaint.of(&subject));
    }

    fn problem_at(&mut self, key: &Key<'_>, message: String) {
        self.problem(self.place(key), Failure::usage(message));
    }

    fn problem(&mut self, place: Place, failure: Failure) {
        self.problems.push((place, failure));
    }

    fn place(&self, key: &Key<'_>) -> Place {
        self.lines.place(key.span().start)
    }
}

fn in_order<'r, 't>(table: &'r DeTable<'t>) -> Entries<'r, 't> {
    let mut entries: Entries<'r, 't> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// Names are typed after `-p` and shown in hints, so they hold nothing that a shell or a terminal would act on.
fn is_name(name: &str) -> bool {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-');
    !name.is_empty() && !name.starts_with('-') && name.chars().all(is_plain)
}
