//! The names of the output formats; knows nothing of how they are written.

use std::str::FromStr;

use super::unknown::{quoted, unknown};
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
    /// The whole fleet as one text for another program.
    Page(Page),
}

/// What a whole fleet can be written as, in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// A dynamic inventory of Ansible.
    Ansible,
    /// Metrics for the textfile folder of node_exporter.
    Prometheus,
    /// Rows that NetBox imports.
    Netbox,
    /// Blocks of OpenSSH's configuration.
    SshConfig,
    /// A summary of a job.
    Markdown,
    /// A page for browsers.
    Html,
}

impl Page {
    /// Every page, in the order in which help lists them.
    pub const ALL: [Self; 6] =
        [Self::Ansible, Self::Prometheus, Self::Netbox, Self::SshConfig, Self::Markdown, Self::Html];

    /// The word after `--output`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ansible => "ansible",
            Self::Prometheus => "prometheus",
            Self::Netbox => "netbox",
            Self::SshConfig => "ssh-config",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// The refusal of a command that has records of another kind.
    pub(super) fn elsewhere(self) -> Failure {
        let names = quoted(Format::ALL.map(Format::name));
        Failure::usage(format!("`--output {}` goes with `inventory`; here there are {names}", self.name()))
    }
}

impl Format {
    /// Every format that all lists have, in the order in which help lists them.
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
            Self::Page(page) => page.name(),
        }
    }

    /// The format of this name, pages included.
    pub fn or_page(typed: &str) -> Result<Self, Failure> {
        let pages = Page::ALL.into_iter().map(Self::Page);
        let all: Vec<Self> = Self::ALL.into_iter().chain(pages).collect();
        let named = all.iter().find(|format| format.name() == typed);
        named.copied().ok_or_else(|| unknown("format", typed, all.iter().map(|format| format.name())))
    }

    /// Whether records become rows of columns, so that `--columns` means something.
    pub fn is_tabular(self) -> bool {
        matches!(self, Self::Table | Self::Wide | Self::Csv | Self::Tsv)
    }

    /// Whether people read it, who wait for all of it; programs want each record as soon as it is there.
    pub fn may_collect(self) -> bool {
        matches!(self, Self::Table | Self::Wide | Self::Yaml)
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
        named.ok_or_else(|| match Page::ALL.into_iter().find(|page| page.name() == typed) {
            Some(page) => page.elsewhere(),
            None => unknown("format", typed, Self::ALL.map(Self::name)),
        })
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
    #[test]
    fn a_page_is_a_format_where_the_whole_fleet_is_written_and_nowhere_else() {
        let failure = "html".parse::<Format>().unwrap_err();

        assert_eq!(
            failure.message,
            "`--output html` goes with `inventory`; here there are `table`, `wide`, `json`, `ndjson`, `yaml`, `csv`, \
             `tsv`, `name`"
        );
        assert_eq!(Page::ALL.map(|page| Format::or_page(page.name())), Page::ALL.map(|page| Ok(Format::Page(page))));
        assert_eq!(Format::or_page("csv"), Ok(Format::Csv));
        assert!(Format::or_page("htm").unwrap_err().message.starts_with("unknown format `htm`; there are `html`"));
    }
}
