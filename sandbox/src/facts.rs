//! What the vendor's specification says about each operation, as `cargo xtask facts` wrote it down.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

/// One operation: what it takes and what it answers.
#[derive(Debug, Deserialize)]
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) slots: IndexMap<String, Schema>,
    #[serde(default)]
    pub(crate) query: IndexMap<String, Schema>,
    pub(crate) body: Option<BodyFacts>,
    pub(crate) status: u16,
    /// The answer without `success` and `meta.channel`; none where nothing else is answered.
    pub(crate) answer: Option<Schema>,
    /// The answer only accepts the work and names a status channel.
    #[serde(default)]
    pub(crate) channel: bool,
    /// The content types of an answer that is no JSON.
    #[serde(default)]
    pub(crate) download: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct BodyFacts {
    pub(crate) content: String,
    pub(crate) schema: Schema,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Any,
    Array,
    Boolean,
    File,
    Integer,
    Number,
    Object,
    String,
}

/// A type with its limits.
#[derive(Debug, Deserialize)]
pub(crate) struct Schema {
    #[serde(rename = "type")]
    pub(crate) kind: Kind,
    #[serde(default)]
    pub(crate) nullable: bool,
    #[serde(default)]
    pub(crate) members: IndexMap<String, Schema>,
    #[serde(default)]
    pub(crate) required: Vec<String>,
    pub(crate) items: Option<Box<Schema>>,
    /// The type of members that have no name of their own.
    pub(crate) rest: Option<Box<Schema>>,
    #[serde(default)]
    pub(crate) one_of: Vec<Schema>,
    #[serde(default, rename = "enum")]
    pub(crate) choices: Vec<Value>,
    pub(crate) format: Option<String>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) min_length: Option<usize>,
    pub(crate) max_length: Option<usize>,
    pub(crate) min_items: Option<usize>,
    pub(crate) max_items: Option<usize>,
    /// Values outside the limits that are taken nevertheless.
    #[serde(default)]
    pub(crate) also: Vec<Value>,
    /// A query parameter that must be given.
    #[serde(default)]
    pub(crate) needed: bool,
    /// A query parameter that takes several values, separated by commas.
    #[serde(default)]
    pub(crate) list: bool,
}

/// The operations of a generated file.
pub(crate) fn parse(json: &str) -> Vec<Operation> {
    serde_json::from_str(json).expect("the generated facts fit their types")
}
