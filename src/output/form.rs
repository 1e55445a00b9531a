//! What every format is: something that takes rows, one after the other, and an end.

use std::io::Write;

use super::card::Card;
use super::delimited::Delimited;
use super::jq::Jq;
use super::json::Json;
use super::name::Name;
use super::ndjson::Ndjson;
use super::row::Row;
use super::table::Table;
use super::yaml::Yaml;
use super::{Error, Format, Knowledge, Shape, View};
use crate::failure::Failure;

/// One way to write records down.
pub(super) trait Form {
    /// Take one row, and write it now if the form can.
    fn row(&mut self, row: &Row, out: &mut dyn Write) -> Result<(), Error>;

    /// Write what is left, so that what stands on the stream is whole.
    fn end(&mut self, out: &mut dyn Write) -> Result<(), Error>;

    /// What the user should hear about, once the end is written.
    fn warnings(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The form that the user asked for.
pub(super) fn form(view: &View, shape: Shape, knowledge: &Knowledge) -> Result<Box<dyn Form>, Failure> {
    if let Some(expression) = &view.jq {
        return Ok(Box::new(Jq::new(expression, view, shape)?));
    }
    Ok(match (view.format, shape) {
        (Format::Table | Format::Wide, Shape::List) => Box::new(Table::new(view, knowledge)?),
        (Format::Table | Format::Wide, Shape::One) => Box::new(Card::new(view, knowledge)?),
        (Format::Json, _) => Box::new(Json::new(shape)),
        (Format::Ndjson, _) => Box::new(Ndjson),
        (Format::Yaml, _) => Box::new(Yaml::new(shape)),
        (Format::Csv, _) => Box::new(Delimited::csv(view, knowledge)?),
        (Format::Tsv, _) => Box::new(Delimited::tsv(view, knowledge)?),
        (Format::Name, _) => Box::new(Name::new(knowledge)),
        (Format::Page(page), _) => return Err(page.elsewhere()),
    })
}
