//! `ninjaone groups`: searches for devices that are kept under a name.

use crate::catalog::{Argument, Group, Operation};

pub(super) const GROUPS: Group = Group {
    name: "groups",
    about: "Groups of devices, which are saved searches",
    operations: &[
        LIST,
        Operation::list("device-ids", "/v2/group/{id}/device-ids")
            .about("List the ids of the devices in a group")
            .arguments(&[Argument::path("id").help("group")]),
    ],
    groups: &[],
};

pub(super) const LIST: Operation = Operation::list("list", "/v2/groups")
    .about("List groups")
    .columns(&["id", "name", "deviceCount", "shared", "description"], &["created", "updated", "lastEvaluated"])
    .members(&["id", "name", "description", "shared", "created", "updated", "deviceCount", "lastEvaluated"]);
