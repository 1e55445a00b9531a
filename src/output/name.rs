//! The format `name`: one bare identifier a line, fit for `xargs`.

use std::io::Write;

use serde_json::Value;

use super::bare::bare;
use super::form::Form;
use super::path::Path;
use super::row::Row;
use super::visible::visible;
use super::{Error, Knowledge};

pub(super) struct Name {
    id: Path,
    nameless: usize,
}

impl Name {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        Self { id: Path::new(knowledge.id), nameless: 0 }
    }

    /// A list of bare strings or numbers is a list of identifiers.
    fn id<'v>(&self, record: &'v Value) -> Option<&'v Value> {
        match record {
            Value::Object(_) => self.id.find(record),
            itself => Some(itself),
        }
    }
}

impl Form for Name {
    fn row(&mut self, row: &Row, out: &mut dyn Write) -> Result<(), Error> {
        let id = bare(self.id(row.value()?));
        if id.is_empty() {
            self.nameless += 1;
            return Ok(());
        }
        Ok(writeln!(out, "{}", visible(&id))?)
    }

    fn end(&mut self, _out: &mut dyn Write) -> Result<(), Error> {
        Ok(())
    }

    fn warnings(&self) -> Vec<String> {
        match self.nameless {
            0 => Vec::new(),
            1 => vec![format!("1 record has no `{}` and is left out", self.id.text())],
            several => vec![format!("{several} records have no `{}` and are left out", self.id.text())],
        }
    }
}
