//! Reports over the fleet: rows of devices that a filter admits, page by page behind a cursor.

mod answers;
mod rows;
mod sieve;

pub(super) use answers::{of_device, report};
pub(super) use sieve::choices;
