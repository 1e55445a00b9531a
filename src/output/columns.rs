//! Which columns a tabular format shows: those asked for, else those of the tables, else those of the first record.

use serde_json::Value;

use super::path::{Path, WHOLE};
use super::{Knowledge, View};
use crate::failure::Failure;

/// As many columns of an unknown record as a table shows.
const FEW: usize = 8;

/// How much of a record is shown where no columns were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breadth {
    /// What fits a screen.
    Few,
    /// Everything that the tables chose.
    Many,
    /// Every member that the record has.
    All,
}

pub(super) struct Column {
    pub(super) key: String,
    pub(super) path: Path,
}

pub(super) struct Columns {
    breadth: Breadth,
    is_asked: bool,
    /// A record has come.
    is_settled: bool,
    chosen: Option<Vec<Column>>,
}

impl Columns {
    pub(super) fn new(view: &View, knowledge: &Knowledge, breadth: Breadth) -> Result<Self, Failure> {
        let chosen = match &view.columns {
            Some(typed) => Some(asked(typed, knowledge)?),
            None => told(knowledge, breadth),
        };
        Ok(Self { breadth, is_asked: view.columns.is_some(), is_settled: false, chosen })
    }

    /// The columns; where nothing was asked or told, the first record says which. What is told of objects says nothing of
    /// plain values, with which some lists answer.
    pub(super) fn of(&mut self, record: &Value) -> &[Column] {
        if !self.is_asked && !self.is_settled && !record.is_object() {
            self.chosen = None;
        }
        self.is_settled = true;
        self.chosen.get_or_insert_with(|| shown(record, self.breadth))
    }

    /// The columns that are known by now.
    pub(super) fn known(&self) -> &[Column] {
        self.chosen.as_deref().unwrap_or_default()
    }

    /// A column that was asked for and that no record has.
    pub(super) fn warnings(&self) -> Vec<String> {
        let asked = self.known().iter().filter(|_| self.is_asked);
        let missing = asked.filter(|column| !column.path.was_found());
        missing.map(|column| format!("no record has a column `{}`", column.key)).collect()
    }
}

impl Column {
    fn new(key: &str) -> Self {
        Self { key: key.to_owned(), path: Path::new(key) }
    }
}

fn asked(typed: &[String], knowledge: &Knowledge) -> Result<Vec<Column>, Failure> {
    let paths = typed.iter().map(|typed| knowledge.path("column", typed));
    paths.map(|path| path.map(|path| Column { key: path.text().to_owned(), path })).collect()
}

fn told(knowledge: &Knowledge, breadth: Breadth) -> Option<Vec<Column>> {
    let wide = if breadth == Breadth::Few { &[] } else { knowledge.wide };
    let is_told = !knowledge.columns.is_empty() && breadth != Breadth::All;
    is_told.then(|| knowledge.columns.iter().chain(wide).map(|key| Column::new(key)).collect())
}

/// The id first where few are shown, so that it is among them.
fn shown(record: &Value, breadth: Breadth) -> Vec<Column> {
    let Value::Object(members) = record else {
        return vec![Column { key: "value".to_owned(), path: Path::new(WHOLE) }];
    };
    let is_short = |value: &Value| breadth != Breadth::Few || !(value.is_object() || value.is_array());
    let mut keys: Vec<&String> = members.iter().filter(|(_, value)| is_short(value)).map(|(key, _)| key).collect();
    if breadth == Breadth::Few {
        keys.sort_by_key(|key| *key != "id");
        keys.truncate(FEW);
    }
    keys.into_iter().map(|key| Column::new(key)).collect()
}
