//! `rms reports`: templates of reports, and the reports made from them.

use super::arguments::{LIMIT, OF_COMPANY, OFFSET, Q};
use crate::catalog::{Argument, Kind, Operation, Paging};
use crate::moment::{Meant, Written};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/reports")
        .about("List templates of reports")
        .arguments(&[
            LIMIT,
            OFFSET,
            Q,
            Argument::query("period", Kind::String).values(TYPES).help("made once, or again and again"),
            OF_COMPANY,
            Argument::query("applied_by", Kind::String).help("device, company or tag"),
        ])
        .pages(Paging::Offset)
        .columns(
            &["id", "name", "type", "period", "applied_by", "is_active", "generated_at", "company_name"],
            &["description", "parameters", "apply_list_names", "start_date", "end_date", "created_at"],
        )
        .members(&[
            "id",
            "company_id",
            "name",
            "description",
            "type",
            "period",
            "parameters",
            "applied_by",
            "apply_list",
            "is_active",
            "generated_at",
            "start_date",
            "end_date",
            "created_at",
            "updated_at",
            "company_name",
            "apply_list_names",
        ]),
    Operation::post("create", "/reports").about("Create a template of reports").object().arguments(&[
        Argument::body("type", Kind::String).required().values(TYPES).help("made once, or again and again"),
        Argument::body("period", Kind::String).required().values(PERIODS).help("what it looks back on"),
        Argument::body("parameters", Kind::Strings).required().help("what it shows, such as `signal` or `data_usage`"),
        Argument::body("applied_by", Kind::String).required().values(SUBJECTS).help("what `--apply-list` names"),
        Argument::body("apply_list", Kind::Integers).required().help("devices, companies or tags, by id"),
        NAME,
        DESCRIPTION,
        START_DATE,
        END_DATE,
    ]),
    Operation::put("update", "/reports/{id}").about("Change templates of reports").object().arguments(&[
        TEMPLATE,
        NAME,
        DESCRIPTION,
        Argument::body("type", Kind::String).values(TYPES).help("made once, or again and again"),
        Argument::body("period", Kind::String).values(PERIODS).help("what it looks back on"),
        Argument::body("parameters", Kind::Strings).help("what it shows, such as `signal` or `data_usage`"),
        Argument::body("applied_by", Kind::String).values(SUBJECTS).help("what `--apply-list` names"),
        Argument::body("is_active", Kind::Boolean).help("whether it is made again; needed with `periodic`"),
        Argument::body("apply_list", Kind::Integers).help("devices, companies or tags, by id"),
        START_DATE,
        END_DATE,
    ]),
    Operation::delete("delete", "/reports/{id}").about("Delete templates of reports").arguments(&[TEMPLATE]),
    Operation::post("generate", "/reports/{id}/generate")
        .about("Make reports from their templates")
        .waits()
        .arguments(&[TEMPLATE]),
];

pub(super) const GENERATED: &[Operation] = &[
    Operation::list("list", "/reports/generated")
        .about("List reports")
        .arguments(&[
            LIMIT,
            OFFSET,
            Q,
            Argument::query("report_template_id", Kind::Integer).help("only from this template"),
            OF_COMPANY,
        ])
        .pages(Paging::Offset)
        .columns(
            &["id", "name", "report_template_name", "type", "company_name", "created_at"],
            &["description", "report_template_id", "company_id"],
        )
        .members(&[
            "id",
            "name",
            "description",
            "company_name",
            "report_template_id",
            "report_template_name",
            "type",
            "company_id",
            "created_at",
        ]),
    Operation::get("get", "/reports/generated/{id}").about("Show reports").arguments(&[REPORT]).members(&[
        "all",
        "params",
        "devices",
        "operator_stats",
        "connection_type_stats",
    ]),
    Operation::put("update", "/reports/generated/{id}")
        .about("Change the name and description of reports")
        .object()
        .arguments(&[
            REPORT,
            Argument::body("name", Kind::String).required().help("what it is called"),
            Argument::body("description", Kind::String).required().help("what it is for"),
        ]),
    Operation::delete("delete", "/reports/generated/{id}").about("Delete reports").arguments(&[REPORT]),
    Operation::get("pdf", "/reports/generated/{id}/pdf").about("Save a report as PDF").saves().arguments(&[REPORT]),
];

const NAME: Argument = Argument::body("name", Kind::String).help("up to 100 characters");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("up to 200 characters");

const START_DATE: Argument = Argument::body("start_date", Kind::String)
    .when(Meant::From, Written::Spaced)
    .help("beginning of a `custom` period");

const END_DATE: Argument =
    Argument::body("end_date", Kind::String).when(Meant::Until, Written::Spaced).help("end of a `custom` period");

const TEMPLATE: Argument = Argument::path("id").help("template");

const REPORT: Argument = Argument::path("id").help("report");

const TYPES: &[&str] = &["single", "periodic"];

const PERIODS: &[&str] = &["day", "week", "month", "custom"];

const SUBJECTS: &[&str] = &["device", "company", "tag"];
