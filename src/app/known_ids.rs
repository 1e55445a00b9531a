//! Ids that lists have shown, kept in the cache for completion. Knows neither shells nor vendors.
//!
//! Only tables are remembered: they are what a person has seen and goes on from, and their records are parsed anyway,
//! while the formats of scripts pass a hundred thousand records through as text. Of a longer table the beginning does.

use std::collections::HashMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::output::{Format, Knowledge, View};
use crate::record::Record;
use crate::store::Store;

const MOST: usize = 500;
const LONGEST_NAME: usize = 60;

/// A thing by its id, and what people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) name: String,
}

/// The ids of one list of one account.
pub(super) struct Place(String);

impl Place {
    /// Without a profile it is the environment's account. Completion knows no more of an account without its credentials.
    pub(super) fn of(profile: Option<&str>, list: &str) -> Self {
        Self(format!("ids of {} by {}", list, profile.unwrap_or_default()))
    }

    /// What the last list showed; nothing where there was none.
    pub(super) fn read(&self, cache: &dyn Store) -> Vec<Known> {
        let text = cache.read(&self.0).and_then(|bytes| String::from_utf8(bytes).ok());
        let text = text.unwrap_or_default();
        let pairs = text.lines().filter_map(|line| line.split_once('\t'));
        pairs.map(|(id, name)| Known { id: id.to_owned(), name: name.to_owned() }).collect()
    }

    fn write(&self, cache: &dyn Store, known: &[Known]) {
        let lines: String = known.iter().map(|one| format!("{}\t{}\n", one.id, one.name)).collect();
        // A list does not fail because the next completion will know less.
        let _ = cache.replace(&self.0, lines.as_bytes());
    }
}

/// Sees the records of a list go by.
pub(super) struct Seen {
    place: Place,
    id: &'static str,
    names: Vec<&'static str>,
    known: Vec<Known>,
}

impl Seen {
    /// `None` where nothing is to be remembered.
    pub(super) fn of(place: Place, view: &View, knowledge: &Knowledge) -> Option<Self> {
        let is_table = matches!(view.format, Format::Table | Format::Wide);
        let is_name = |column: &&&str| **column != knowledge.id && !knowledge.secret.contains(*column);
        is_table.then(|| Self {
            place,
            id: knowledge.id,
            names: knowledge.columns.iter().filter(is_name).copied().collect(),
            known: Vec::new(),
        })
    }

    /// Look at a record, unless enough of them are known.
    pub(super) fn see(&mut self, record: &Record) {
        if self.known.len() < MOST {
            self.known.extend(self.known(record));
        }
    }

    fn known(&self, record: &Record) -> Option<Known> {
        let members: HashMap<&str, &RawValue> = serde_json::from_slice(record.as_bytes()).ok()?;
        let id = text(members.get(self.id)?)?;
        let name = self.names.iter().find_map(|name| string(members.get(name)?));
        is_plain(&id).then(|| Known { id, name: shown(&name.unwrap_or_default()) })
    }

    /// Keep them in the place of what was known before. A list of nothing changes nothing.
    pub(super) fn keep(&self, cache: &dyn Store) {
        if !self.known.is_empty() {
            self.place.write(cache, &self.known);
        }
    }
}

fn text(value: &RawValue) -> Option<String> {
    match serde_json::from_str(value.get()).ok()? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str::<String>(value.get()).ok().filter(|text| !text.is_empty())
}

/// An id lands on a command line as it is, and a vendor's text must not become a command there.
fn is_plain(id: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-.@".contains(letter);
    !id.is_empty() && !id.starts_with('-') && id.chars().all(is_plain)
}

fn shown(name: &str) -> String {
    let letters = name.chars().map(|letter| if is_shown(letter) { letter } else { ' ' });
    letters.take(LONGEST_NAME).collect()
}

/// Neither a control character nor one that turns the direction of a line.
fn is_shown(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Memory;
    use serde_json::json;

    const KNOWLEDGE: Knowledge = Knowledge { columns: &["id", "device_id", "name"], ..Knowledge::OPEN };

    fn kept(format: Format, records: &[Value]) -> Vec<Known> {
        let (cache, view) = (Memory::default(), View { format, ..View::default() });
        if let Some(mut seen) = Seen::of(Place::of(None, "rms devices list"), &view, &KNOWLEDGE) {
            records.iter().for_each(|record| seen.see(&Record::from(record)));
            seen.keep(&cache);
        }
        Place::of(None, "rms devices list").read(&cache)
    }

    fn known(id: &str, name: &str) -> Known {
        Known { id: id.to_owned(), name: name.to_owned() }
    }

    #[test]
    fn a_table_leaves_ids_and_the_first_text_of_each_record() {
        let records = [json!({"id": 7, "device_id": 1, "name": "a\tb\u{1b}c"}), json!({"id": "x-1"})];

        assert_eq!(kept(Format::Table, &records), [known("7", "a b c"), known("x-1", "")]);
    }

    #[test]
    fn formats_for_scripts_leave_nothing() {
        assert_eq!(kept(Format::Json, &[json!({"id": 7})]), []);
    }

    #[test]
    fn an_id_that_a_shell_would_run_is_not_kept() {
        let ids = ["$(reboot)", "; reboot", "-rf", "a b", "", "`x`", "a\nb"];

        assert_eq!(kept(Format::Table, &ids.map(|id| json!({ "id": id }))), []);
    }

    #[test]
    fn only_the_first_five_hundred_are_kept() {
        let records: Vec<Value> = (0..600).map(|id| json!({ "id": id })).collect();

        assert_eq!(kept(Format::Wide, &records).len(), MOST);
    }

    #[test]
    fn accounts_and_lists_have_places_of_their_own() {
        let cache = Memory::default();
        Place::of(Some("hq"), "rms devices list").write(&cache, &[known("1", "a")]);

        assert_eq!(Place::of(None, "rms devices list").read(&cache), []);
        assert_eq!(Place::of(Some("hq"), "rms companies list").read(&cache), []);
        assert_eq!(Place::of(Some("hq"), "rms devices list").read(&cache), [known("1", "a")]);
    }
}
