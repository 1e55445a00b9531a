//! The format `json`: a list as one array with a record a line, a single record indented.

use std::io::Write;

use super::form::Form;
use super::json_text::{compact, pretty};
use super::row::Row;
use super::{Error, Shape};

pub(super) struct Json {
    shape: Shape,
    is_open: bool,
}

impl Json {
    pub(super) fn new(shape: Shape) -> Self {
        Self { shape, is_open: false }
    }
}

impl Form for Json {
    fn row(&mut self, row: &Row, out: &mut dyn Write) -> Result<(), Error> {
        if self.shape == Shape::One {
            out.write_all(&pretty(row.text()))?;
            return Ok(out.write_all(b"\n")?);
        }
        out.write_all(if self.is_open { b",\n" } else { b"[\n" })?;
        self.is_open = true;
        Ok(out.write_all(&compact(row.text()))?)
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<(), Error> {
        let end: &[u8] = match (self.shape, self.is_open) {
            (Shape::One, _) => b"",
            (Shape::List, true) => b"\n]\n",
            (Shape::List, false) => b"[]\n",
        };
        Ok(out.write_all(end)?)
    }
}
