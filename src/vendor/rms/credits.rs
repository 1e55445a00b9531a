//! `rms credits`: what is left, where it went, and the codes that carry it.

use super::arguments::{END_DATE, LIMIT, OF_COMPANY, OFFSET, Q, START_DATE};
use crate::catalog::{Argument, Effect, Kind, Operation, Paging};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/credits")
        .about("List pools of credits")
        .arguments(&[LIMIT, OFFSET, Q, OF_COMPANY])
        .pages(Paging::Offset)
        .columns(
            &["id", "company_name", "credit_type_name", "credit_type", "credit_left", "credit_count", "expire_at"],
            &["credit_type_id", "credit_reserved", "credit_price", "assigned_at", "parent_company_name"],
        )
        .members(&[
            "id",
            "company_id",
            "credit_type",
            "credit_type_name",
            "credit_type_id",
            "credit_price",
            "credit_count",
            "credit_left",
            "credit_reserved",
            "expire_at",
            "assigned_at",
            "company_name",
            "parent_company_name",
            "deleted_at",
        ])
        .scope("credits:read"),
    Operation::get("summary", "/credits/summary")
        .about("Show what a company has left")
        .arguments(&[Argument::query("company_id", Kind::Integer).help("company")])
        .columns(&["credits.left", "monitored_device", "credit_coverage"], &["credits.total"])
        .members(&["credits", "monitored_device", "credit_coverage"]),
    Operation::post("move", "/credits/move")
        .about("Move credits to another company")
        .object()
        .effect(Effect::Destroy)
        .arguments(&[
            Argument::body("source", Kind::Integer).required().help("company that gives them"),
            Argument::body("target", Kind::Integer).required().help("company that gets them"),
            Argument::body("amount", Kind::Integer).required().help("how many"),
            Argument::body("credit_type_name", Kind::String)
                .required()
                .help("kind of credit, such as `credit` or `management_1y`"),
        ])
        .scope("credits:write")
        .warning("Moved credits belong to the other company."),
    Operation::list("history", "/credits/history")
        .about("List what credits were used for")
        .arguments(&[
            LIMIT,
            OFFSET,
            Q,
            Argument::query("device_id", Kind::Integer).help("only by this device"),
            POOL_ID,
        ])
        .pages(Paging::Offset)
        .columns(&["created_at", "company", "user", "serial", "action_type"], &["mac", "user_id"])
        .members(&["user_id", "company", "user", "serial", "mac", "action_type", "created_at"]),
    Operation::list("move-history", "/credits/move/history")
        .about("List past moves of credits")
        .arguments(&[LIMIT, OFFSET, POOL_ID])
        .pages(Paging::Offset)
        .columns(&["created_at", "from_company", "to_company", "count", "user"], &["user_id"])
        .members(&["user_id", "from_company", "to_company", "user", "count", "created_at"]),
    Operation::get("usage", "/credits/report/json")
        .about("Show how a company used its credits")
        .arguments(&[COMPANY_ID, START_DATE, END_DATE])
        .columns(&["totals"], &["pool_logs", "child_pools", "transfer_codes", "data_purchase"])
        .members(&["totals", "child_pools", "pool_logs", "transfer_codes", "data_purchase"])
        .secret(&["code"]),
    Operation::get("usage-report", "/credits/report")
        .about("Save how a company used its credits as PDF")
        .saves()
        .arguments(&[COMPANY_ID, START_DATE, END_DATE]),
    Operation::get("pool-report", "/credits/{id}/report")
        .about("Save a report on a pool of credits as PDF")
        .saves()
        .arguments(&[Argument::path("id").help("pool of credits")]),
];

pub(super) const CODES: &[Operation] = &[
    Operation::list("list", "/credits/codes")
        .about("List codes that carry credits")
        .arguments(&[LIMIT, OFFSET, Q, OF_COMPANY])
        .pages(Paging::Offset)
        .columns(
            &["id", "credits_amount", "credit_type", "is_used", "used_by_company_name", "comment", "created_at"],
            &["code", "company_name", "email", "activated_at"],
        )
        .members(&[
            "id",
            "company_id",
            "email",
            "code",
            "credits_amount",
            "is_used",
            "used_by_company_id",
            "credit_type",
            "used_by_company_name",
            "comment",
            "company_name",
            "used_by_user_id",
            "activated_at",
            "created_at",
        ])
        .secret(&["code"])
        .scope("credit_transfer_codes:read"),
    Operation::post("create", "/credits/codes")
        .about("Create a code that carries credits")
        .object()
        .effect(Effect::Destroy)
        .answers_in("meta")
        .arguments(&[
            Argument::body("amount", Kind::Integer).required().help("how many credits it carries"),
            Argument::body("credit_type_name", Kind::String)
                .required()
                .values(&[
                    "credit",
                    "management_6m",
                    "management_1y",
                    "management_3y",
                    "management_5y",
                    "management_10y",
                    "data_150GB_10y",
                ])
                .help("kind of credit"),
            Argument::body("comment", Kind::String).help("who it is for"),
            Argument::body("company_id", Kind::Integer).help("company that pays"),
        ])
        .scope("credit_transfer_codes:write")
        .warning("Whoever has the code can take the credits."),
    Operation::post("activate", "/credits/codes/activate")
        .about("Take the credits that a code carries")
        .object()
        .effect(Effect::Destroy)
        .arguments(&[Argument::body("code", Kind::String).required().secret().help("the code")])
        .scope("credit_transfer_codes:write")
        .warning("A code can be used once."),
    Operation::put("update", "/credits/codes/{id}")
        .about("Change the comment of codes")
        .object()
        .arguments(&[CODE, Argument::body("comment", Kind::String).help("up to 1000 characters")])
        .scope("credit_transfer_codes:write"),
    Operation::delete("delete", "/credits/codes/{id}")
        .about("Delete codes; their credits go back to the company")
        .arguments(&[CODE])
        .scope("credit_transfer_codes:write"),
];

const POOL_ID: Argument = Argument::query("pool_id", Kind::Integer).help("only from this pool");

const COMPANY_ID: Argument = Argument::query("company_id", Kind::Integer).required().help("company");

const CODE: Argument = Argument::path("id").help("code");
