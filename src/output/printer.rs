//! The order of work: hide, filter, sort, limit, and then the form.

use std::io::Write;

use super::filter::Filter;
use super::form::{Form, form};
use super::row::Row;
use super::secret::Secrets;
use super::sort::Sort;
use super::{Error, Knowledge, Shape, View};
use crate::failure::Failure;
use crate::record::Record;

/// Whether further records can still change what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// The next record, if there is one.
    More,
    /// The limit is reached: no need to fetch another.
    Enough,
}

/// What there is to say after the last record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Records that passed the filters and the limit.
    pub printed: usize,
    /// Sentences for stderr.
    pub warnings: Vec<String>,
}

/// Takes records as they come and writes them as soon as what the user asked allows it.
///
/// It neither buffers nor flushes what it has written; that is the stream's business.
pub struct Printer<'a> {
    out: &'a mut dyn Write,
    secrets: Secrets,
    filters: Vec<Filter>,
    sort: Option<Sort>,
    limit: usize,
    form: Box<dyn Form>,
    received: usize,
    printed: usize,
}

impl<'a> Printer<'a> {
    /// Fails where [`View::check`] does, and writes nothing yet.
    pub fn new(view: &View, shape: Shape, knowledge: &Knowledge, out: &'a mut dyn Write) -> Result<Self, Failure> {
        view.combine(shape)?;
        let filters = view.filters.iter().map(|typed| Filter::read(typed, knowledge));
        Ok(Self {
            out,
            secrets: Secrets::new(view, knowledge),
            filters: filters.collect::<Result<_, _>>()?,
            sort: view.sort.as_deref().map(|typed| Sort::read(typed, knowledge)).transpose()?,
            limit: view.limit.unwrap_or(usize::MAX),
            form: form(view, shape, knowledge)?,
            received: 0,
            printed: 0,
        })
    }

    /// Show one record, or keep it until all are there.
    pub fn record(&mut self, record: &Record) -> Result<Flow, Error> {
        self.received += 1;
        let row = self.secrets.hide(Row::new(record.clone()))?;
        if !self.admits(&row)? {
            return Ok(Flow::More);
        }
        match &mut self.sort {
            None => self.print(&row),
            Some(sort) => {
                sort.keep(row)?;
                Ok(Flow::More)
            }
        }
    }

    /// Let what was written so far be seen.
    pub fn flush(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }

    /// Write what was kept and close what was opened. After a failure elsewhere this leaves valid output, too.
    pub fn finish(mut self) -> Result<Summary, Error> {
        let kept = self.sort.as_mut().map(Sort::take);
        for record in kept.into_iter().flatten().take(self.limit) {
            self.print(&Row::new(record))?;
        }
        self.form.end(self.out)?;
        Ok(Summary { printed: self.printed, warnings: self.warnings() })
    }

    /// Every filter is asked, even after a refusal: each has to learn whether its member exists.
    fn admits(&self, row: &Row) -> Result<bool, Error> {
        if self.filters.is_empty() {
            return Ok(true);
        }
        let record = row.value()?;
        Ok(self.filters.iter().filter(|filter| !filter.admits(record)).count() == 0)
    }

    fn print(&mut self, row: &Row) -> Result<Flow, Error> {
        if self.printed < self.limit {
            self.form.row(row, self.out)?;
            self.printed += 1;
        }
        Ok(if self.printed < self.limit { Flow::More } else { Flow::Enough })
    }

    /// A name that no record has is worth a word, unless there was no record to have it.
    fn warnings(&self) -> Vec<String> {
        let filters = self.filters.iter().filter_map(Filter::warning).filter(|_| self.received > 0);
        let sort = self.sort.iter().filter_map(Sort::warning).filter(|_| self.printed > 0);
        let columns = self.form.warnings().into_iter().filter(|_| self.printed > 0);
        filters.chain(sort).chain(columns).collect()
    }
}
