//! The formats `csv` and `tsv`: a header of column keys, then a line a record. They are for programs: they show what
//! `wide` shows, and cut nothing.

use std::borrow::Cow;
use std::io::Write;

use csv::{QuoteStyle, WriterBuilder};

use super::bare::bare;
use super::columns::{Breadth, Columns};
use super::form::Form;
use super::row::Row;
use super::visible::harmless;
use super::{Error, Knowledge, View};
use crate::failure::Failure;

type Dress = fn(&str) -> Cow<'_, str>;

pub(super) struct Delimited {
    columns: Columns,
    has_header: bool,
    builder: WriterBuilder,
    dress: Dress,
}

impl Delimited {
    /// Quoted by RFC 4180, with line ends as Unix has them.
    pub(super) fn csv(view: &View, knowledge: &Knowledge) -> Result<Self, Failure> {
        let dress = if view.formulas { harmless } else { inert };
        Self::new(view, knowledge, WriterBuilder::new(), dress)
    }

    /// Never quoted: what would end a cell is escaped by a backslash.
    pub(super) fn tsv(view: &View, knowledge: &Knowledge) -> Result<Self, Failure> {
        let mut builder = WriterBuilder::new();
        builder.delimiter(b'\t').quote_style(QuoteStyle::Never);
        Self::new(view, knowledge, builder, escaped)
    }

    fn new(view: &View, knowledge: &Knowledge, mut builder: WriterBuilder, dress: Dress) -> Result<Self, Failure> {
        builder.buffer_capacity(256);
        let columns = Columns::new(view, knowledge, Breadth::Many)?;
        Ok(Self { columns, has_header: view.header, builder, dress })
    }

    fn header(&mut self, out: &mut dyn Write) -> Result<(), Error> {
        let keys = self.columns.known().iter().map(|column| (self.dress)(&column.key));
        if std::mem::take(&mut self.has_header) && keys.len() > 0 {
            self.line(keys, out)?;
        }
        Ok(())
    }

    /// One line, whole: the writer of `csv` would keep it back until many have come.
    fn line<'c>(&self, mut cells: impl Iterator<Item = Cow<'c, str>>, out: &mut dyn Write) -> Result<(), Error> {
        let mut line = Vec::new();
        let mut writer = self.builder.from_writer(&mut line);
        cells.try_for_each(|cell| writer.write_field(cell.as_bytes())).map_err(stream)?;
        writer.write_record(None::<&[u8]>).map_err(stream)?;
        writer.flush()?;
        drop(writer);
        Ok(out.write_all(&line)?)
    }
}

impl Form for Delimited {
    fn row(&mut self, row: &Row, out: &mut dyn Write) -> Result<(), Error> {
        let record = row.value()?;
        self.columns.of(record);
        self.header(out)?;
        let values = self.columns.known().iter().map(|column| bare(column.path.find(record)));
        self.line(values.map(|value| Cow::Owned((self.dress)(&value).into_owned())), out)
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<(), Error> {
        self.header(out)
    }

    fn warnings(&self) -> Vec<String> {
        self.columns.warnings()
    }
}

fn stream(error: csv::Error) -> Error {
    Error::Stream(error.into())
}

/// A spreadsheet runs what begins like this; an apostrophe makes it text.
pub(crate) fn inert(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text);
    match harmless(text) {
        shown if is_formula => Cow::Owned(format!("'{shown}")),
        shown => shown,
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| b"0123456789.eE+-".contains(&byte)) && text.parse::<f64>().is_ok()
}

fn escaped(text: &str) -> Cow<'_, str> {
    match harmless(text) {
        shown if !shown.contains(['\\', '\t', '\n', '\r']) => shown,
        shown => Cow::Owned(shown.replace('\\', r"\\").replace('\t', r"\t").replace('\n', r"\n").replace('\r', r"\r")),
    }
}
