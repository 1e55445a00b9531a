//! The operations of Edge Intelligence and of the gateways, and which permission each needs.

use super::accounts::{ADD_DEVICES, ASSETS, DELETE_DEVICES, MANAGE_DEVICES, OF_EDM, OF_EI, Permission};
use crate::facts::{self, Operation};
use std::sync::OnceLock;

/// All of them, read by the first simulator of the process. No file of the vendor's exists that they could be made from.
pub(super) fn operations() -> &'static [Operation] {
    static OPERATIONS: OnceLock<Vec<Operation>> = OnceLock::new();
    OPERATIONS.get_or_init(|| facts::parse(include_str!("operations.json")))
}

/// Any one of them opens the operation.
pub(super) fn needs(operation: &Operation) -> &'static [Permission] {
    let is_ei = operation.path.starts_with("/nbapi/ei/");
    match (operation.method.as_str(), operation.path.rsplit('/').next()) {
        ("GET", _) if is_ei => OF_EI,
        ("GET", _) => OF_EDM,
        _ if is_ei => &[ASSETS],
        ("POST", Some("devices")) => &[ADD_DEVICES],
        ("DELETE", _) => &[DELETE_DEVICES],
        _ => &[MANAGE_DEVICES],
    }
}
