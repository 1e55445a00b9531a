//! How results are shown: filter, sort, limit, columns, jq and the formats. Knows neither vendors, HTTP nor clap.

mod bare;
mod card;
mod cell;
mod columns;
mod decimal;
mod delimited;
mod error;
mod filter;
mod fit;
mod form;
mod format;
mod jq;
mod json;
mod json_text;
mod knowledge;
mod name;
mod ndjson;
mod path;
mod printer;
mod row;
mod secret;
mod sort;
mod table;
mod title;
mod unknown;
mod view;
mod visible;
mod yaml;

#[cfg(test)]
mod tests;

pub(crate) use delimited::inert;
pub use error::Error;
pub use format::{Format, Page};
pub(crate) use json_text::pretty as pretty_json;
pub use knowledge::Knowledge;
pub use printer::{Flow, Printer, Summary};
pub use secret::{HIDDEN, hide};
pub(crate) use unknown::unknown;
pub use view::{Shape, View};
pub(crate) use visible::{harmless, visible};
pub(crate) use yaml::yaml_text;
