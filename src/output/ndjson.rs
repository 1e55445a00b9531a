//! The format `ndjson`: one record a line.

use std::io::Write;

use super::Error;
use super::form::Form;
use super::json_text::compact;
use super::row::Row;

pub(super) struct Ndjson;

impl Form for Ndjson {
    fn row(&mut self, row: &Row, out: &mut dyn Write) -> Result<(), Error> {
        out.write_all(&compact(row.text()))?;
        Ok(out.write_all(b"\n")?)
    }

    fn end(&mut self, _out: &mut dyn Write) -> Result<(), Error> {
        Ok(())
    }
}
