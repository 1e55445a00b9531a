//! A request that has passed every check.

use crate::body::Body;
use crate::facts::Operation;
use crate::query::Query;
use serde_json::{Map, Value};

/// An operation with all that was given for it, and by whom.
#[derive(Debug)]
pub(crate) struct Call<'a, Token> {
    pub(crate) operation: &'a Operation,
    pub(crate) slots: Vec<(String, String)>,
    pub(crate) query: Query,
    pub(crate) body: Body,
    pub(crate) token: Token,
}

impl<Token> Call<'_, Token> {
    pub(crate) fn slot(&self, name: &str) -> &str {
        self.slots.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub(crate) fn member(&self, name: &str) -> &Value {
        &self.body.value[name]
    }

    pub(crate) fn members(&self) -> Map<String, Value> {
        self.body.value.as_object().cloned().unwrap_or_default()
    }

    /// The numbers of an array in the body.
    pub(crate) fn ids(&self, name: &str) -> Vec<u64> {
        self.member(name).as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    }
}
