//! `rms companies`: companies, their subsidiaries, and the data that credits buy them.

use super::arguments::{FIELDS_ONLY, LIMIT, OF_COMPANY, OFFSET, Q};
use crate::catalog::{Argument, Effect, Kind, Operation, Paging};
use crate::moment::{Meant, Written};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/companies")
        .about("List companies")
        .arguments(&[
            LIMIT,
            OFFSET,
            Q,
            Argument::query("id", Kind::Integers).help("only these companies"),
            FIELDS_ONLY,
            Argument::query("sort", Kind::Strings)
                .help("parent_id, crated_at, company_name, device_count; `-` in front for descending"),
            Argument::query("parent_id", Kind::Integer).help("only the subsidiaries of this company"),
        ])
        .pages(Paging::Offset)
        .columns(
            &["id", "name", "parent_name", "devices_count", "users_count", "credits_left"],
            &["level", "remaining_data", "can_use_parent_license", "created_at"],
        )
        .members(&[
            "id",
            "name",
            "level",
            "parent_id",
            "parent_name",
            "users_count",
            "devices_count",
            "credits_left",
            "can_use_parent_license",
            "remaining_data",
            "created_at",
        ])
        .scope("companies:read"),
    Operation::get("get", "/companies/{id}")
        .about("Show companies")
        .arguments(&[COMPANY])
        .columns(
            &["id", "name", "parent_name", "devices_count", "users_count", "credits_left"],
            &["level", "created_at"],
        )
        .members(&[
            "id",
            "name",
            "level",
            "parent_id",
            "parent_name",
            "users_count",
            "devices_count",
            "credits_left",
            "created_at",
        ])
        .scope("companies:read"),
    Operation::post("create", "/companies")
        .about("Create a subsidiary company")
        .object()
        .arguments(&[
            Argument::body("name", Kind::String).required().help("3 to 200 characters"),
            Argument::body("parent_id", Kind::Integer).required().help("company above it"),
        ])
        .scope("companies:write"),
    Operation::put("update", "/companies/{id}")
        .about("Change the name and the address of companies")
        .object()
        .arguments(&[
            COMPANY,
            Argument::body("name", Kind::String).required().help("what it is called"),
            Argument::body("email", Kind::String).required().help("where mail to the company goes"),
        ])
        .scope("companies:write"),
    Operation::delete("delete", "/companies/{id}")
        .about("Delete companies")
        .waits()
        .arguments(&[COMPANY])
        .scope("companies:delete"),
    Operation::post("move", "/companies/move")
        .about("Put companies below another company")
        .one_id("source")
        .effect(Effect::Destroy)
        .arguments(&[Argument::body("target", Kind::Integer).required().help("the new parent company")])
        .warning("Who may manage the company changes with its parent."),
];

pub(super) const DATA: &[Operation] = &[
    Operation::post("buy", "/companies/data")
        .about("Exchange credits for RMS Connect data")
        .one_id("company_id")
        .effect(Effect::Destroy)
        .arguments(&[Argument::body("credits", Kind::Integer).required().help("how many to spend")])
        .warning("Credits that became data cannot be changed back."),
    Operation::list("history", "/companies/data/history")
        .about("List past exchanges of credits for data")
        .arguments(&[
            LIMIT,
            OFFSET,
            Q,
            OF_COMPANY,
            Argument::query("start_date", Kind::String)
                .when(Meant::From, Written::Spaced)
                .help("exchanged from then on"),
            Argument::query("end_date", Kind::String).when(Meant::Until, Written::Spaced).help("exchanged until then"),
        ])
        .pages(Paging::Offset)
        .columns(&["created_at", "company", "user", "credits_used", "data"], &["email", "company_id", "user_id"])
        .members(&["user_id", "data", "credits_used", "company_id", "company", "user", "email", "created_at"]),
];

const COMPANY: Argument = Argument::path("id").help("company");
