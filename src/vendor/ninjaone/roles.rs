//! `ninjaone roles`: what devices are for, and which policy they get for it. Roles of people are at `users roles`.

use super::filter::CLASSES;
use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const ROLES: Group = Group {
    name: "roles",
    about: "Roles of devices; those of people are at `users roles`",
    operations: OPERATIONS,
    groups: &[],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/roles")
        .about("List roles of devices")
        .columns(
            &["id", "name", "nodeClass", "chassisType", "custom"],
            &["description", "nodeRoleParentId", "icon", "created"],
        )
        .members(&[
            "id",
            "name",
            "description",
            "nodeClass",
            "custom",
            "chassisType",
            "created",
            "nodeRoleParentId",
            "icon",
        ]),
    Operation::list("list-all", "/v2/noderole/list")
        .about("List all roles of devices, or those that devices can get")
        .arguments(&[Argument::query("isAssignable", Kind::Boolean).help("only roles that can be given to devices")]),
    Operation::post("create", "/v2/noderole").about("Create roles of devices").list_body().arguments(&[
        NAME,
        DESCRIPTION,
        Argument::body("nodeClass", Kind::String).values(CLASSES).help("class of devices, that of the role above it"),
        Argument::body("nodeRoleParentId", Kind::Integer).help("role above it, where it exists already"),
        Argument::body("nodeRoleParentName", Kind::String).help("role above it, where it is made in the same request"),
        Argument::body("chassisType", Kind::String)
            .values(&["UNKNOWN", "DESKTOP", "LAPTOP", "MOBILE"])
            .help("build of the devices, in classes that have one"),
        ICON,
    ]),
    Operation::patch("update", "/v2/noderole")
        .about("Change roles of devices")
        .list_body()
        .batch_ids("id")
        .arguments(&[NAME, DESCRIPTION, ICON]),
    Operation::post("delete", "/v2/noderole/delete")
        .about("Delete roles of devices")
        .batch_ids("ids")
        .effect(Effect::Destroy)
        .warning("Organizations give policies by role, and a deleted one cannot be brought back."),
];

const NAME: Argument = Argument::body("name", Kind::String).help("what it is called, as no other role is");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");

const ICON: Argument = Argument::body("icon", Kind::String).help("icon, of roles of unmanaged devices alone");
