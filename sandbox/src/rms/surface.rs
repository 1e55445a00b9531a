//! The operations of RMS.

use crate::facts::{self, Operation, Schema};
use std::sync::OnceLock;

impl Operation {
    /// The schema of one record of a list, or of the record itself.
    pub(super) fn record(&self) -> Option<&Schema> {
        let data = self.answer.as_ref()?.members.get("data")?;
        Some(data.items.as_deref().unwrap_or(data))
    }
}

/// All 229 of them, read by the first sandbox of the process.
pub(super) fn operations() -> &'static [Operation] {
    static OPERATIONS: OnceLock<Vec<Operation>> = OnceLock::new();
    OPERATIONS.get_or_init(|| facts::parse(include_str!("operations.json")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_operation_of_the_vendor_is_known_once() {
        let keys: HashSet<_> = operations().iter().map(|one| (&one.method, &one.path)).collect();

        assert_eq!((operations().len(), keys.len()), (229, 229));
    }
}
