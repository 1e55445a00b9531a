//! The vocabulary of the tables: vendors, groups, operations, arguments. Data only; knows neither clap nor the network.

mod settings;

pub use settings::{Field, Settings};
