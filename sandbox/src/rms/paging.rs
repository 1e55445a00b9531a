//! Paging and order of the lists, as parameters ask for them.

use super::refusal::Refusal;
use crate::facts::Operation;
use crate::query::{self, Query};
use crate::wrong::{Problem, Wrong};

/// The vendor's default page.
const PAGE: u64 = 10;

impl Query {
    pub(super) fn limit(&self) -> u64 {
        self.number("limit").unwrap_or(PAGE)
    }

    pub(super) fn offset(&self) -> u64 {
        self.number("offset").unwrap_or(0)
    }

    /// Members to sort by, and whether downwards.
    pub(super) fn sorters(&self) -> Vec<(&str, bool)> {
        let names = self.list("sort").unwrap_or_default();
        names.into_iter().map(|name| name.strip_prefix('-').map_or((name, false), |name| (name, true))).collect()
    }
}

/// Refuse a query that does not fit, or that asks for a larger page than there is.
pub(super) fn check(operation: &Operation, query: &str, max_page: u64) -> Result<Query, Refusal> {
    let (query, mut problems) = query::read(operation, query);
    if query.limit() > max_page {
        problems.push(Problem::new("limit", format!("The limit must not be greater than {max_page}.")));
    }
    Wrong::unless_empty(problems)?;
    Ok(query)
}
