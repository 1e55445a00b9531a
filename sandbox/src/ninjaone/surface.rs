//! The operations of NinjaOne API v2.

use crate::facts::{self, Operation, Schema};
use std::sync::OnceLock;

impl Operation {
    /// The schema of what the answer is about: of one item, where the answer is an array.
    pub(super) fn shown(&self) -> Option<&Schema> {
        let answer = self.answer.as_ref()?;
        Some(answer.items.as_deref().unwrap_or(answer))
    }
}

/// All 310 of them, read by the first simulator of the process.
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

        assert_eq!((operations().len(), keys.len()), (310, 310));
    }
}
