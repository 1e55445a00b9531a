//! `ninjaone asset-relationships`: how assets hang together. The vendor does not describe what it takes and answers here.

use crate::catalog::{Argument, Group, Kind, Operation};

pub(super) const ASSET_RELATIONSHIPS: Group = Group {
    name: "asset-relationships",
    about: "Which assets belong together, and how",
    operations: OPERATIONS,
    groups: &[Group {
        name: "types",
        about: "Ways in which assets may belong together",
        operations: TYPES,
        groups: &[],
    }],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/itam/asset-relationship/relations").about("List relationships of assets"),
    Operation::list("list-of", "/v2/itam/asset-relationship/{entityType}/{entityId}/relations")
        .about("List the relationships of one thing")
        .arguments(&[
            Argument::path("entityType").help("what it is, in the vendor's word"),
            Argument::path("entityId").help("which of them"),
        ]),
    Operation::post("create", "/v2/itam/asset-relationship")
        .about("Create a relationship of assets")
        .object()
        .arguments(&[MEMBER]),
    Operation::delete("delete", "/v2/itam/asset-relationship")
        .about("Delete a relationship of assets")
        .warning("The vendor does not say how it is told which; `--param` passes what you know of it."),
];

const TYPES: &[Operation] = &[
    Operation::list("list", "/v2/itam/asset-relationship/types").about("List types of relationships"),
    Operation::post("create", "/v2/itam/asset-relationship/types")
        .about("Create a type of relationships")
        .object()
        .arguments(&[MEMBER]),
];

/// A member of a body that the vendor does not describe.
pub(super) const MEMBER: Argument = Argument::body("*", Kind::Pairs)
    .spelled("field")
    .help("a member of the body and its value; the vendor does not say which there are");
