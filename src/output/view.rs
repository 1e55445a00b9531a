//! What the user asked to see; knows nothing of the records.

use std::io;

use super::{Format, Knowledge, Printer};
use crate::failure::Failure;

/// Whether a command answers with records or with one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Any number of records, none included.
    List,
    /// One record.
    One,
}

/// How the result of a command is to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// `--output`.
    pub format: Format,
    /// `--columns`, split at its commas; a leading `+` takes a name as it is, whatever the schema says.
    pub columns: Option<Vec<String>>,
    /// `--sort KEY`, or `-KEY` for descending.
    pub sort: Option<String>,
    /// `--filter KEY=VALUE`, `KEY!=VALUE` or `KEY~REGEX`; all must hold.
    pub filters: Vec<String>,
    /// `--jq`, run once over the whole result.
    pub jq: Option<String>,
    /// `--raw-output`: strings that jq yields lose their quotes.
    pub raw_output: bool,
    /// `--limit`.
    pub limit: Option<usize>,
    /// Whether tabular formats begin with the names of their columns.
    pub header: bool,
    /// Columns of the terminal; none if it is no terminal, and then nothing is cut.
    pub width: Option<u16>,
    /// Whether status words are coloured.
    pub color: bool,
    /// Leave csv cells alone that a spreadsheet would run as a formula.
    pub formulas: bool,
    /// `--show-secrets`.
    pub show_secrets: bool,
}

impl Default for View {
    fn default() -> Self {
        Self {
            format: Format::default(),
            columns: None,
            sort: None,
            filters: Vec::new(),
            jq: None,
            raw_output: false,
            limit: None,
            header: true,
            width: None,
            color: false,
            formulas: false,
            show_secrets: false,
        }
    }
}

impl View {
    /// Whether something is chosen from the records here, so that the vendor has to send all of them.
    pub fn chooses(&self) -> bool {
        self.sort.is_some() || !self.filters.is_empty()
    }

    /// Refuse, before anything is sent, what could not be shown afterwards.
    pub fn check(&self, shape: Shape, knowledge: &Knowledge) -> Result<(), Failure> {
        Printer::new(self, shape, knowledge, &mut io::sink()).map(drop)
    }

    /// The same for a page, which is made of the records that are left once they were chosen.
    pub fn check_page(&self, knowledge: &Knowledge) -> Result<(), Failure> {
        self.combine(Shape::List)?;
        Self { format: Format::Ndjson, ..self.clone() }.check(Shape::List, knowledge)
    }

    /// Refuse flags that do not go together.
    pub(super) fn combine(&self, shape: Shape) -> Result<(), Failure> {
        self.only_on_lists(shape)?;
        self.only_with_json()?;
        self.only_with_columns(shape)
    }

    fn only_on_lists(&self, shape: Shape) -> Result<(), Failure> {
        let given = [
            ("--limit", self.limit.is_some()),
            ("--sort", self.sort.is_some()),
            ("--filter", !self.filters.is_empty()),
        ];
        match given.iter().find(|(_, is_given)| *is_given && shape == Shape::One) {
            Some((flag, _)) => Err(Failure::usage(format!("`{flag}` goes with lists, and this is one record"))),
            None => Ok(()),
        }
    }

    fn only_with_json(&self) -> Result<(), Failure> {
        if self.raw_output && self.jq.is_none() {
            return Err(Failure::usage("`--raw-output` goes with `--jq`"));
        }
        if self.jq.is_some() && !self.format.is_json() {
            let message = format!("`--jq` does not go with `--output {}`", self.format.name());
            return Err(Failure::usage(message).hint("add `--output json` or `--output ndjson`"));
        }
        Ok(())
    }

    fn only_with_columns(&self, shape: Shape) -> Result<(), Failure> {
        match &self.columns {
            Some(columns) if !self.format.is_tabular() => {
                let message = format!("`--columns` does not go with `--output {}`", self.format.name());
                Err(Failure::usage(message).hint(format!("use `--output json --jq '{}'`", selection(columns, shape))))
            }
            _ => Ok(()),
        }
    }
}

/// The jq expression that picks what `--columns` would have picked.
fn selection(columns: &[String], shape: Shape) -> String {
    let members: Vec<String> = columns.iter().map(|column| member(column.trim().trim_start_matches('+'))).collect();
    let records = match shape {
        Shape::List => ".[] | ",
        Shape::One => "",
    };
    format!("{records}{{{}}}", members.join(", "))
}

fn member(column: &str) -> String {
    if is_word(column) {
        return column.to_owned();
    }
    let steps: String = column.split('.').map(|step| format!("[{}]", index(step))).collect();
    format!("{column:?}: .{steps}")
}

fn index(step: &str) -> String {
    step.parse::<usize>().map_or_else(|_| format!("{step:?}"), |position| position.to_string())
}

fn is_word(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|letter| letter == '_' || letter.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Code;

    fn refusal(view: &View, shape: Shape) -> Failure {
        view.check(shape, &Knowledge::OPEN).unwrap_err()
    }

    #[test]
    fn the_view_nobody_asked_for_is_fine() {
        assert_eq!(View::default().check(Shape::List, &Knowledge::OPEN), Ok(()));
        assert_eq!(View::default().check(Shape::One, &Knowledge::OPEN), Ok(()));
    }

    #[test]
    fn columns_with_json_are_refused_with_the_jq_that_picks_them() {
        let columns = Some(["id", "site.name", "addresses.0", "+x-y"].map(str::to_owned).to_vec());
        let view = View { format: Format::Json, columns, ..View::default() };

        let failure = refusal(&view, Shape::List);

        assert_eq!(failure.code, Code::Usage);
        assert_eq!(failure.message, "`--columns` does not go with `--output json`");
        assert_eq!(
            failure.hint.as_deref(),
            Some(
                r#"use `--output json --jq '.[] | {id, "site.name": .["site"]["name"], "addresses.0": .["addresses"][0], "x-y": .["x-y"]}'`"#
            )
        );
    }

    #[test]
    fn jq_goes_with_json_only() {
        let view = View { jq: Some(".".to_owned()), ..View::default() };

        assert_eq!(refusal(&view, Shape::List).message, "`--jq` does not go with `--output table`");
    }

    #[test]
    fn raw_output_without_jq_is_refused() {
        let view = View { format: Format::Json, raw_output: true, ..View::default() };

        assert_eq!(refusal(&view, Shape::One).message, "`--raw-output` goes with `--jq`");
    }

    #[test]
    fn a_single_record_has_no_limit() {
        let view = View { limit: Some(3), ..View::default() };

        assert_eq!(refusal(&view, Shape::One).message, "`--limit` goes with lists, and this is one record");
        assert_eq!(view.check(Shape::List, &Knowledge::OPEN), Ok(()));
    }
}
