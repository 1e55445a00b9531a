//! The names of the output formats; knows nothing of how they are written.

use std::str::FromStr;

use super::unknown::unknown;
use crate::failure::Failure;

/// How records are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// A few columns, for people.
    #[default]
    Table,
    /// More columns, for people with wide terminals.
    Wide,
    /// One array, or one object.
    Json,
    /// One record a line, as they come.
    Ndjson,
    /// One sequence, or one mapping.
    Yaml,
    /// For spreadsheets.
    Csv,
    /// For `cut` and `awk`.
    Tsv,
    /// One identifier a line, for `xargs`.
    Name,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Self; 8] =
        [Self::Table, Self::Wide, Self::Json, Self::Ndjson, Self::Yaml, Self::Csv, Self::Tsv, Self::Name];

    /// The word after `--output`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Wide => "wide",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Yaml => "yaml",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Name => "name",
        }
    }

    /// Whether records become rows of columns, so that `--columns` means something.
    pub fn is_tabular(self) -> bool {
        matches!(self, Self::Table | Self::Wide | Self::Csv | Self::Tsv)
    }

    /// Whether records stay JSON, so that `--jq` means something.
    pub fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Ndjson)
    }
}

impl FromStr for Format {
    type Err = Failure;

    fn from_str(typed: &str) -> Result<Self, Failure> {
        let named = Self::ALL.into_iter().find(|format| format.name() == typed);
        named.ok_or_else(|| unknown("format", typed, Self::ALL.map(Self::name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        let found = Format::ALL.map(|format| format.name().parse());

        assert_eq!(found, Format::ALL.map(Ok));
    }

    #[test]
    fn an_unknown_format_is_told_its_nearest_neighbours_first() {
        let failure = "jsn".parse::<Format>().unwrap_err();

        assert_eq!(
            failure.message,
            "unknown format `jsn`; there are `json`, `ndjson`, `csv`, `tsv`, `table`, `wide` and 2 more"
        );
    }
}
