//! The formats `table` and `wide`: columns side by side under their titles, each line no wider than the terminal.

use std::io::Write;

use super::cell;
use super::columns::{Breadth, Columns};
use super::fit::{fit, share, width};
use super::form::Form;
use super::row::Row;
use super::title::titles;
use super::unknown::quoted;
use super::visible::visible;
use super::{Error, Format, Knowledge, View};
use crate::failure::Failure;

const GAP: usize = 2;
/// An id, a serial number or an address is of no use in part: the last columns are left out before they are cut.
const WHOLE: usize = 16;
/// The last column may be cut to this.
const LEAST: usize = 12;

/// Collects cells, not records: how wide the columns are is known at the end only.
pub(super) struct Table {
    columns: Columns,
    lines: Vec<Vec<String>>,
    terminal: Option<usize>,
    has_header: bool,
    has_color: bool,
    left_out: Vec<String>,
    meaning: cell::Meaning,
    id: &'static str,
}

impl Table {
    pub(super) fn new(view: &View, knowledge: &Knowledge) -> Result<Self, Failure> {
        let breadth = if view.format == Format::Wide { Breadth::Many } else { Breadth::Few };
        Ok(Self {
            columns: Columns::new(view, knowledge, breadth)?,
            lines: Vec::new(),
            terminal: view.width.map(usize::from).filter(|width| *width > 0),
            has_header: view.header,
            has_color: view.color,
            left_out: Vec::new(),
            meaning: knowledge.into(),
            id: knowledge.id,
        })
    }

    fn header(&self) -> Option<Vec<String>> {
        self.has_header.then(|| titles(self.columns.known()))
    }

    /// The width of each column that has room, from the left.
    fn widths(&self, header: Option<&Vec<String>>) -> Vec<usize> {
        let mut wanted = vec![0; self.columns.known().len()];
        for line in header.into_iter().chain(&self.lines) {
            wanted.iter_mut().zip(line).for_each(|(wanted, cell)| *wanted = width(cell).max(*wanted));
        }
        match self.terminal {
            None => wanted,
            Some(terminal) => {
                let least = self.least(&wanted, terminal);
                wanted.truncate(readable(&least, terminal));
                let gaps = GAP * wanted.len().saturating_sub(1);
                shared(&wanted, &least, terminal.saturating_sub(gaps))
            }
        }
    }

    /// What each column is not cut below, where it is not the last. Ids and times are whole, or they are nothing.
    fn least(&self, wanted: &[usize], terminal: usize) -> Vec<usize> {
        let is_whole = |key: &str| key == self.id || self.meaning.is_time(key);
        let columns = self.columns.known().iter().zip(wanted);
        columns
            .map(|(column, wanted)| match is_whole(&column.key) && *wanted * 3 <= terminal * 2 {
                true => *wanted,
                false => (*wanted).min(WHOLE),
            })
            .collect()
    }
}

/// What columns want, cut where the room is short: those that are whole come last.
fn shared(wanted: &[usize], least: &[usize], room: usize) -> Vec<usize> {
    let is_whole = |(wanted, least): (&usize, &usize)| if wanted == least && *least > WHOLE { *wanted } else { 0 };
    let whole: Vec<usize> = wanted.iter().zip(least).map(is_whole).collect();
    let taken: usize = whole.iter().sum();
    if taken > room {
        return share(wanted, room);
    }
    let elastic: Vec<usize> = wanted.iter().zip(&whole).map(|(wanted, whole)| wanted - whole).collect();
    share(&elastic, room - taken).into_iter().zip(whole).map(|(elastic, whole)| elastic + whole).collect()
}

/// How many columns can be read side by side; the first one always counts, and the last one may be cut further.
fn readable(least: &[usize], terminal: usize) -> usize {
    let ends = least.iter().scan(0, |end, least| {
        *end += *least + GAP;
        Some(*end - GAP)
    });
    let ends: Vec<usize> = ends.take_while(|end| *end <= terminal).collect();
    let rest = terminal - ends.last().copied().unwrap_or_default();
    let may_be_cut = least.get(ends.len()).is_some_and(|least| *least <= WHOLE);
    let one_more = usize::from(may_be_cut && rest >= GAP + LEAST);
    (ends.len() + one_more).clamp(1, least.len().max(1))
}

/// One line without an end; cells are cut and filled up to their widths, and nothing trails.
fn line(cells: &[String], widths: &[usize], is_painted: bool) -> String {
    let mut line = String::new();
    let mut owed = 0;
    for (cell, room) in cells.iter().zip(widths) {
        let text = fit(cell, *room);
        line.extend(std::iter::repeat_n(' ', owed));
        match cell::painted(&text).filter(|_| is_painted) {
            Some(painted) => line.push_str(&painted),
            None => line.push_str(&text),
        }
        owed = room + GAP - width(&text);
    }
    line.truncate(line.trim_end().len());
    line
}

impl Form for Table {
    fn row(&mut self, row: &Row, _out: &mut dyn Write) -> Result<(), Error> {
        let record = row.value()?;
        let columns = self.columns.of(record);
        self.lines.push(
            columns
                .iter()
                .map(|column| cell::told(self.meaning, column.path.text(), column.path.find(record)))
                .collect(),
        );
        Ok(())
    }

    /// An empty list prints nothing: that there is none is for stderr to say.
    fn end(&mut self, out: &mut dyn Write) -> Result<(), Error> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let header = self.header();
        let widths = self.widths(header.as_ref());
        self.left_out =
            self.columns.known().iter().skip(widths.len()).map(|column| visible(&column.key).into_owned()).collect();
        if let Some(titles) = &header {
            writeln!(out, "{}", line(titles, &widths, false))?;
        }
        for cells in &self.lines {
            writeln!(out, "{}", line(cells, &widths, self.has_color))?;
        }
        Ok(())
    }

    fn warnings(&self) -> Vec<String> {
        let narrow = format!("no room for {}; choose with `--columns`", quoted(&self.left_out));
        let narrow = Some(narrow).filter(|_| !self.left_out.is_empty());
        self.columns.warnings().into_iter().chain(narrow).collect()
    }
}
