//! `rms roles`: named sets of permissions.

use super::arguments::{OF_COMPANY, Q};
use crate::catalog::{Argument, Kind, Operation};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/roles")
        .about("List roles")
        .arguments(&[
            OF_COMPANY,
            Argument::query("type", Kind::String).values(&["default", "custom"]).help("built in, or made by a company"),
            Q,
        ])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::get("get", "/roles/{id}").about("Show roles").arguments(&[ROLE]).columns(COLUMNS, WIDE).members(MEMBERS),
    Operation::post("create", "/roles").about("Create a role").multipart().arguments(&[
        Argument::body("title", Kind::String).required().help("what it is called"),
        Argument::body("company_id", Kind::Integers).required().help("companies that may use it"),
        Argument::body("permission_id", Kind::Integers)
            .required()
            .help("what it allows, as `roles permissions list` shows it"),
        DESCRIPTION,
    ]),
    Operation::put("update", "/roles/{id}").about("Change roles").object().repeated(&["id"]).arguments(&[
        ROLE,
        Argument::body("title", Kind::String).help("what it is called"),
        DESCRIPTION,
        Argument::body("permission_id", Kind::Integers).help("what it allows from now on"),
    ]),
    Operation::delete("delete", "/roles/{id}").about("Delete roles").arguments(&[ROLE]),
];

pub(super) const PERMISSIONS: &[Operation] = &[
    Operation::list("list", "/roles/{id}/permissions")
        .about("List what a role allows")
        .arguments(&[ROLE, Q])
        .columns(&["id", "name", "title", "category"], &["description", "created_at"])
        .members(&["id", "title", "description", "name", "category", "created_at"]),
    Operation::put("update", "/roles/permissions").about("Replace what roles allow").batch_ids("role_id").arguments(&[
        Argument::body("permission_id", Kind::Integers).required().help("all that they allow from now on"),
    ]),
];

const ROLE: Argument = Argument::path("id").help("role");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");

const MEMBERS: &[&str] = &[
    "id",
    "title",
    "name",
    "company_name",
    "company_id",
    "description",
    "permissions_count",
    "updated_at",
    "created_at",
];

const COLUMNS: &[&str] = &["id", "title", "company_name", "permissions_count", "description"];

const WIDE: &[&str] = &["name", "company_id", "created_at", "updated_at"];
