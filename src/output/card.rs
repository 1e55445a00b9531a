//! One record in `table` and `wide`: a line for each member. Nothing is cut: this is where the whole value is read.

use std::io::Write;

use super::cell;
use super::columns::{Breadth, Columns};
use super::fit::width;
use super::form::Form;
use super::row::Row;
use super::visible::visible;
use super::{Error, Format, Knowledge, View};
use crate::failure::Failure;

const GAP: usize = 2;

pub(super) struct Card {
    columns: Columns,
    has_color: bool,
    meaning: cell::Meaning,
}

impl Card {
    pub(super) fn new(view: &View, knowledge: &Knowledge) -> Result<Self, Failure> {
        let breadth = if view.format == Format::Wide { Breadth::All } else { Breadth::Many };
        Ok(Self { columns: Columns::new(view, knowledge, breadth)?, has_color: view.color, meaning: knowledge.into() })
    }
}

/// The text of an element that has members besides is what the element is about.
fn label(key: &str) -> &str {
    key.strip_suffix(".#text").unwrap_or(key)
}

impl Form for Card {
    fn row(&mut self, row: &Row, out: &mut dyn Write) -> Result<(), Error> {
        let record = row.value()?;
        let columns = self.columns.of(record);
        let keys: Vec<_> = columns.iter().map(|column| visible(label(&column.key))).collect();
        let margin = keys.iter().map(|key| width(key) + GAP).max().unwrap_or_default();
        for (key, column) in keys.iter().zip(columns) {
            let text = cell::told(self.meaning, column.path.text(), column.path.find(record));
            let painted = cell::painted(&text).filter(|_| self.has_color).unwrap_or(text);
            let padding = " ".repeat(margin - width(key));
            writeln!(out, "{}", format!("{key}{padding}{painted}").trim_end())?;
        }
        Ok(())
    }

    fn end(&mut self, _out: &mut dyn Write) -> Result<(), Error> {
        Ok(())
    }

    fn warnings(&self) -> Vec<String> {
        self.columns.warnings()
    }
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn the_text_of_an_element_goes_by_the_element_s_name() {
        assert_eq!(["version", "expires.#text", "#text"].map(label), ["version", "expires", "#text"]);
    }
}
