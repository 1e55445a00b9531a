//! What the vendor's specification says about each operation, as `cargo xtask facts` wrote it down.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

/// One operation: what it takes and what it answers.
#[derive(Debug, Deserialize)]
pub(super) struct Operation {
    pub(super) method: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) slots: IndexMap<String, Schema>,
    #[serde(default)]
    pub(super) query: IndexMap<String, Schema>,
    pub(super) body: Option<BodyFacts>,
    pub(super) status: u16,
    /// The answer without `success` and `meta.channel`; none where nothing else is answered.
    pub(super) answer: Option<Schema>,
    /// The answer only accepts the work and names a status channel.
    #[serde(default)]
    pub(super) channel: bool,
    /// The content types of an answer that is no JSON.
    #[serde(default)]
    pub(super) download: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct BodyFacts {
    pub(super) content: String,
    pub(super) schema: Schema,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
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
pub(super) struct Schema {
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    #[serde(default)]
    pub(super) nullable: bool,
    #[serde(default)]
    pub(super) members: IndexMap<String, Schema>,
    #[serde(default)]
    pub(super) required: Vec<String>,
    pub(super) items: Option<Box<Schema>>,
    /// The type of members that have no name of their own.
    pub(super) rest: Option<Box<Schema>>,
    #[serde(default)]
    pub(super) one_of: Vec<Schema>,
    #[serde(default, rename = "enum")]
    pub(super) choices: Vec<Value>,
    pub(super) format: Option<String>,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    pub(super) min_items: Option<usize>,
    pub(super) max_items: Option<usize>,
    /// Values outside the limits that are taken nevertheless.
    #[serde(default)]
    pub(super) also: Vec<Value>,
    /// A query parameter that must be given.
    #[serde(default)]
    pub(super) needed: bool,
    /// A query parameter that takes several values, separated by commas.
    #[serde(default)]
    pub(super) list: bool,
}

/// The operations of a generated file.
pub(super) fn parse(json: &str) -> Vec<Operation> {
    serde_json::from_str(json).expect("the generated facts fit their types")
}
