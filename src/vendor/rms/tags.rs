//! `rms tags`: labels that group devices.

use super::arguments::{LIMIT, OF_COMPANY, OFFSET, Q};
use crate::catalog::{Argument, Kind, Operation, Paging};

pub(super) const LIST: Operation = Operation::list("list", "/tags")
    .about("List tags")
    .arguments(&[
        LIMIT,
        OFFSET,
        Q,
        Argument::query("id", Kind::Integers).help("only these tags"),
        OF_COMPANY,
        Argument::query("sort", Kind::Strings).help("id, device_count; `-` in front for descending"),
    ])
    .pages(Paging::Offset)
    .columns(
        &["id", "name", "description", "devices_count", "company_name"],
        &["color", "actions", "created_at", "updated_at"],
    )
    .members(&[
        "id",
        "company_id",
        "company_name",
        "name",
        "description",
        "devices_count",
        "color",
        "actions",
        "created_at",
        "updated_at",
    ]);

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    Operation::get("get", "/tags/{id}")
        .about("Show tags")
        .arguments(&[TAG])
        .columns(&["id", "name", "description", "color", "created_at"], &["updated_at"])
        .members(&["id", "name", "description", "color", "created_at", "updated_at"]),
    Operation::post("create", "/tags").about("Create a tag").object().arguments(&[
        Argument::body("name", Kind::String).required().help("3 to 100 characters"),
        Argument::body("company_id", Kind::Integer).required().help("company that owns it"),
        Argument::body("description", Kind::String).required().help("up to 200 characters"),
        Argument::body("color", Kind::String).help("as `#4287f5`"),
        Argument::body("actions", Kind::Array)
            .help("what happens to a device that gets it: `[{\"action\", \"source_id\"}]`"),
    ]),
    Operation::put("update", "/tags/{id}").about("Change tags").object().arguments(&[
        TAG,
        Argument::body("name", Kind::String).help("what it is called"),
        Argument::body("description", Kind::String).help("what it is for"),
    ]),
    Operation::delete("delete", "/tags/{id}").about("Delete tags").arguments(&[TAG]),
];

const TAG: Argument = Argument::path("id").help("tag");
