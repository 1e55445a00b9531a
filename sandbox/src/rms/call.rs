//! A request that has passed every check.

use super::refusal::Refusal;
use super::token::Token;
use crate::body::Body;
use crate::facts::Operation;
use crate::query::Query;
use serde_json::{Map, Value};

/// An operation with all that was given for it.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) operation: &'a Operation,
    pub(super) slots: Vec<(String, String)>,
    pub(super) query: Query,
    pub(super) body: Body,
    pub(super) token: &'static Token,
}

impl Call<'_> {
    pub(super) fn slot(&self, name: &str) -> &str {
        self.slots.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The id in the path; a record without a number does not exist.
    pub(super) fn id(&self, name: &str) -> Result<u64, Refusal> {
        self.slot(name).parse().map_err(|_| Refusal::not_found())
    }

    pub(super) fn member(&self, name: &str) -> &Value {
        &self.body.value[name]
    }

    pub(super) fn members(&self) -> Map<String, Value> {
        self.body.value.as_object().cloned().unwrap_or_default()
    }

    /// The numbers of an array in the body.
    pub(super) fn ids(&self, name: &str) -> Vec<u64> {
        self.member(name).as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    }

    /// The objects under `data`, as bulk operations take them.
    pub(super) fn items(&self) -> &[Value] {
        self.member("data").as_array().map_or(&[], Vec::as_slice)
    }
}
