//! `ninja customers`: the organizations.

use crate::catalog::{Argument, Operation};

pub(super) const LIST: Operation = Operation::list("list", "/v1/customers")
    .about("List customers")
    .columns(&["id", "name", "description"], &[])
    .members(MEMBERS);

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    Operation::get("get", "/v1/customers/{id}")
        .about("Show customers")
        .arguments(&[Argument::path("id").help("customer, as `customers list` shows it")])
        .columns(&["id", "name", "description"], &[])
        .members(MEMBERS),
];

const MEMBERS: &[&str] = &["id", "name", "description"];
