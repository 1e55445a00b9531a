//! `beyondtrust archive`: what a site of Remote Support keeps of itself for some days, as states and as events in between.

use std::cell::Cell;
use std::fmt;
use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::packed::{Allowance, Metered, NO_FILE, broken, is_gzip, line, open, put, unzipped};
use super::product::RS;
use crate::catalog::{Argument, Group, Kind, Operation, Pack, Receive, Unpacked};
use crate::dialect::{Page, garbled};
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Refusal, Reply, Request};
use crate::record::Record;

pub(super) const ARCHIVE: Group = Group {
    name: "archive",
    about: "The states of a site and what happened in between, kept for a week",
    operations: OPERATIONS,
    groups: &[],
};

const LISTING: &str = "ArchiveListing";

const OPERATIONS: &[Operation] = &[
    Operation::list("list", super::report::PATH)
        .selected_by(super::report::SELECTOR, LISTING)
        .about("List the archives of a day")
        .only(RS)
        .arguments(&[DATE])
        .named_by("index")
        .columns(&["type", "index", "time.timestamp", "start_time.timestamp", "end_time.timestamp"], &[])
        .checked(is_day),
    Operation::list("get", super::report::PATH)
        .selected_by(super::report::SELECTOR, "Archive")
        .about("List what is in one archive of a day")
        .only(RS)
        .arguments(&[
            DATE,
            Argument::query("type", Kind::String)
                .values(&["state", "event"])
                .help("everything at a time, or what happened since")
                .required(),
            Argument::query("index", Kind::Integer).help("which of the day's, as `archive list` shows it").required(),
        ])
        .checked(is_day)
        .packed(PACK, NO_FILE),
];

const DATE: Argument = Argument::query("date", Kind::String).positional().help("day, as `2026-01-31`").required();

/// A day that is none would be told from one without archives by nobody.
fn is_day(given: &Given) -> Result<(), Failure> {
    let text = given.text("date").unwrap_or_default();
    match text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok() {
        true => Ok(()),
        false => Err(Failure::usage(format!("`{text}` is no day")).hint("as `2026-01-31`")),
    }
}

/// The archives of both types as one list; each says its type.
pub(super) fn listed(sent: &Request, reply: &Reply, page: Page) -> Result<Page, Fault> {
    if sent.query(super::report::SELECTOR).as_deref() != Some(LISTING) {
        return Ok(page);
    }
    let mut records = Vec::new();
    for around in &page.records {
        let around = around.parse()?;
        if !is_listing(&around) {
            return Err(garbled(sent, reply, "it is no list of archives"));
        }
        for (kind, name) in [("state", "state_archive"), ("event", "event_archive")] {
            let items = around.get(name).and_then(Value::as_array).into_iter().flatten();
            records.extend(items.map(|item| Record::from(with_type(kind, item))));
        }
    }
    Ok(Page { records, list: true, ..page })
}

/// Archives of either type, or an empty list.
fn is_listing(around: &Value) -> bool {
    ["state_archive", "event_archive", "archives"].iter().any(|member| around.get(member).is_some())
}

fn with_type(kind: &str, item: &Value) -> Value {
    let mut record = Map::from_iter([("type".to_owned(), Value::from(kind))]);
    item.as_object().into_iter().flatten().for_each(|(name, value)| put(&mut record, &["type"], name, value.clone()));
    Value::Object(record)
}

/// A day without archives is a thing that does not exist; the site's own words leave out which day.
pub(super) fn explained(sent: &Request, fault: Fault) -> Fault {
    match (fault, sent.query("date")) {
        (Fault::Refused(refusal), Some(day)) if says_none(&refusal) => Fault::Refused(Refusal {
            means: Some(Code::NotFound),
            source: Some(day.clone()),
            hint: Some(match sent.query(super::report::SELECTOR).as_deref() {
                Some(LISTING) => "archives are kept for a week; older days have none".to_owned(),
                _ => {
                    format!("`rmctl beyondtrust archive list {day}` shows those of that day; they are kept for a week")
                }
            }),
            ..refusal
        }),
        (fault, _) => fault,
    }
}

fn says_none(refusal: &Refusal) -> bool {
    refusal.message.as_ref().is_some_and(|message| message.starts_with("No archives found"))
}

const PACK: Pack = Pack { noun: "gzip file", begins, unpack };

/// What is in between may have unpacked it.
fn begins(first: &[u8]) -> bool {
    is_gzip(first) || matches!(first.trim_ascii_start(), [b'{', ..] | b"null" | b"null\n" | [])
}

fn unpack(path: &Path, given: &Given, receive: Receive<'_>) -> Result<(), Failure> {
    let mut reader = unzipped(open(path)?).map_err(|error| broken(&error))?;
    match given.text("type").as_deref() {
        Some("event") => events(&mut *reader, receive),
        _ => state(reader, receive),
    }
}

/// One event a line.
fn events(reader: &mut dyn std::io::BufRead, receive: Receive<'_>) -> Result<(), Failure> {
    let mut number = 0;
    while let Some(text) = line(reader).map_err(|error| broken(&error))? {
        number += 1;
        if text.trim().is_empty() {
            continue;
        }
        let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
        if !is_json {
            return Err(broken(&format!("line {number} is no JSON")));
        }
        if !receive(Unpacked::Record(Record::from_json_bytes(text.into()))) {
            return Ok(());
        }
    }
    Ok(())
}

/// One object of tables, which are objects of things by their ids. It may be larger than any memory.
fn state(reader: impl std::io::BufRead, receive: Receive<'_>) -> Result<(), Failure> {
    let (reader, allowance) = Metered::new(reader);
    let mut json = serde_json::Deserializer::from_reader(reader);
    let has_enough = Cell::new(false);
    let mut tables = Tables { receive, has_enough: &has_enough, allowance: &allowance };
    let read = (&mut tables).deserialize(&mut json).and_then(|()| json.end());
    match read {
        Err(_) if has_enough.get() => Ok(()),
        read => read.map_err(|error| broken(&error)),
    }
}

struct Tables<'a, 'r> {
    receive: Receive<'r>,
    has_enough: &'a Cell<bool>,
    allowance: &'a Allowance,
}

impl Tables<'_, '_> {
    fn hand_over<E: serde::de::Error>(&mut self, table: &str, id: &str, raw: &RawValue) -> Result<(), E> {
        self.allowance.renew();
        let fields: Value = serde_json::from_str(raw.get()).map_err(E::custom)?;
        let ours = [("table", table), ("id", id)].map(|(name, text)| (name.to_owned(), Value::from(text)));
        let mut record = Map::from_iter(ours);
        match fields {
            Value::Object(fields) => {
                fields.into_iter().for_each(|(name, value)| put(&mut record, &["table", "id"], &name, value))
            }
            other => put(&mut record, &[], "value", other),
        }
        match (self.receive)(Unpacked::Record(Record::from(Value::Object(record)))) {
            true => Ok(()),
            false => {
                self.has_enough.set(true);
                Err(E::custom("nobody wants more"))
            }
        }
    }
}

/// The whole state, or nothing.
impl<'de> DeserializeSeed<'de> for &mut Tables<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(Whole(self))
    }
}

struct Whole<'t, 'a, 'r>(&'t mut Tables<'a, 'r>);

impl<'de> Visitor<'de> for Whole<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("tables by their names")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(table) = map.next_key::<String>()? {
            map.next_value_seed(Table { tables: &mut *self.0, table: &table })?;
        }
        Ok(())
    }
}

struct Table<'t, 'n, 'a, 'r> {
    tables: &'t mut Tables<'a, 'r>,
    table: &'n str,
}

impl<'de> DeserializeSeed<'de> for Table<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Table<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("things by their ids")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(id) = map.next_key::<String>()? {
            let fields: Box<RawValue> = map.next_value()?;
            self.tables.hand_over::<A::Error>(self.table, &id, &fields)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
