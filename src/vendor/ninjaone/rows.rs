//! Rows that jobs ask by, where they want less than the command of the same path.

use crate::catalog::{Argument, Kind, Operation};

/// The latest activities of a device: one page, and not all that ever happened.
pub(super) const LATEST_ACTIVITIES: Operation = Operation::list("list", "/v2/device/{id}/activities")
    .about("List activities of a device")
    .answers_in("activities")
    .arguments(&[Argument::path("id"), Argument::query("pageSize", Kind::Integer)]);
