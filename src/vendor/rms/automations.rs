//! `rms automations`: conditions that are watched, and what is done when they come true.

use super::arguments::{DEVICE, LIMIT, OF_COMPANY, OFFSET, Q, SORT};
use crate::catalog::{Argument, Kind, Operation, Paging};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/automations")
        .about("List automations")
        .arguments(&[LIMIT, OFFSET, Q, SORT, OF_COMPANY])
        .pages(Paging::Offset)
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::get("get", "/automations/{id}")
        .about("Show automations")
        .arguments(&[AUTOMATION])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::post("create", "/automations").about("Create an automation").object().arguments(&[
        NAME,
        DESCRIPTION,
        COMPANY_ID,
        COOLDOWN_DURATION,
        COOLDOWN_ENABLED,
        DELAY_ENABLED,
        DELAY_REPETITIONS_COUNT,
        DELAY_DURATION,
        ENABLED,
        CONDITIONS_BODY,
    ]),
    Operation::put("update", "/automations/{id}").about("Change automations").object().arguments(&[
        AUTOMATION,
        NAME,
        DESCRIPTION,
        COMPANY_ID,
        COOLDOWN_DURATION,
        COOLDOWN_ENABLED,
        DELAY_ENABLED,
        DELAY_REPETITIONS_COUNT,
        DELAY_DURATION,
        ENABLED,
        CONDITIONS_BODY,
    ]),
    Operation::delete("delete", "/automations/{id}").about("Delete automations").arguments(&[AUTOMATION]),
    Operation::put("activate", "/automations/activate")
        .about("Switch automations on or off")
        .list_body()
        .gathered_ids("automations")
        .arguments(&[ENABLE]),
];

pub(super) const LOGS: &[Operation] = &[
    Operation::list("list", "/automations/{id}/logs")
        .about("List what an automation has done")
        .arguments(&[AUTOMATION])
        .columns(
            &["created_at", "device_name", "serial", "overall_status", "evaluation_id"],
            &["device_id", "mac", "company_name", "evaluated_parameters", "evaluated_conditions"],
        )
        .members(&[
            "company_id",
            "company_name",
            "created_at",
            "device_id",
            "device_name",
            "evaluated_conditions",
            "evaluated_parameters",
            "evaluation_id",
            "mac",
            "overall_status",
            "serial",
            "conditions_body",
        ]),
    Operation::list("get", "/automations/{id}/logs/{evaluation_id}")
        .about("List what came of one evaluation of an automation")
        .arguments(&[AUTOMATION, Argument::path("evaluation_id").help("as `logs list` shows it")])
        .columns(
            &["created_at", "device_name", "serial", "action_status_message", "overall_status"],
            &["device_id", "mac", "company_name", "action_status", "evaluated_parameters", "evaluated_conditions"],
        )
        .members(&[
            "action_status",
            "action_status_message",
            "company_id",
            "company_name",
            "created_at",
            "device_id",
            "device_name",
            "evaluated_conditions",
            "evaluated_parameters",
            "evaluation_id",
            "mac",
            "overall_status",
            "serial",
            "conditions",
        ]),
];

pub(super) const DEVICES: &[Operation] = &[
    Operation::list("list", "/automations/{id}/devices")
        .about("List the devices of an automation")
        .named_by("device_id")
        .arguments(&[
            AUTOMATION,
            LIMIT,
            OFFSET,
            Q,
            SORT,
            Argument::query("model", Kind::Integer).help("only of this model"),
        ])
        .pages(Paging::Offset)
        .columns(
            &["device_id", "device_name", "serial", "enabled", "last_triggered_at", "total_triggered_count"],
            &["mac", "firmware", "period_triggered_count", "period_trigger_limit", "created_at"],
        )
        .members(&[
            "device_id",
            "automation_id",
            "total_triggered_count",
            "period_triggered_count",
            "period_trigger_limit",
            "period_latest_reset",
            "last_triggered_at",
            "created_at",
            "enabled",
            "mac",
            "serial",
            "device_name",
            "firmware",
        ]),
    Operation::put("update", "/automations/{id}/devices")
        .about("Make these the only devices of an automation")
        .list_body()
        .gathered_ids("devices")
        .arguments(&[AUTOMATION]),
    Operation::delete("delete", "/automations/{id}/devices")
        .about("Remove devices from an automation")
        .list_body()
        .gathered_ids("devices")
        .arguments(&[AUTOMATION]),
    Operation::put("activate", "/automations/{id}/devices/activation")
        .about("Switch an automation on or off for devices")
        .list_body()
        .gathered_ids("devices")
        .arguments(&[AUTOMATION, ENABLE]),
    Operation::put("assign", "/automations/devices/assign")
        .about("Give devices to an automation")
        .data_list()
        .gathered_ids("device_id")
        .arguments(&[AUTOMATION_ID]),
    Operation::put("unassign", "/automations/devices/unassign")
        .about("Undo `assign` for devices")
        .data_list()
        .gathered_ids("device_id")
        .arguments(&[AUTOMATION_ID]),
    Operation::put("overwrite", "/automations/devices/overwrite")
        .about("Replace the devices of automations")
        .data_list()
        .batch_ids("device_id")
        .arguments(&[Argument::body("automation_id", Kind::Integers).required().help("automations")]),
];

pub(super) const OF_DEVICE: &[Operation] = &[
    Operation::list("list", "/devices/{id}/automations")
        .about("List the automations of a device")
        .arguments(&[DEVICE, LIMIT, OFFSET, SORT])
        .pages(Paging::Offset)
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::put("overwrite", "/devices/automations/overwrite")
        .about("Replace the automations of devices")
        .data_list()
        .batch_ids("device_id")
        .arguments(&[Argument::body("automation_id", Kind::Integers)
            .required()
            .help("the only automations from now on")]),
];

const AUTOMATION: Argument = Argument::path("id").help("automation");

const NAME: Argument = Argument::body("name", Kind::String).help("what it is called");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");

const COMPANY_ID: Argument = Argument::body("company_id", Kind::Integer).help("company that owns it");

const COOLDOWN_DURATION: Argument =
    Argument::body("cooldown_duration", Kind::Integer).help("seconds of rest after it has acted");

const COOLDOWN_ENABLED: Argument = Argument::body("cooldown_enabled", Kind::Boolean).help("rest after it has acted");

const DELAY_ENABLED: Argument =
    Argument::body("delay_enabled", Kind::Boolean).help("act only when the conditions last");

const DELAY_REPETITIONS_COUNT: Argument =
    Argument::body("delay_repetitions_count", Kind::Integer).help("how often they must be found true");

const DELAY_DURATION: Argument = Argument::body("delay_duration", Kind::Integer).help("seconds that they must last");

const ENABLED: Argument = Argument::body("enabled", Kind::Boolean).help("whether it acts at all");

const CONDITIONS_BODY: Argument = Argument::body("conditions_body", Kind::Array)
    .help("`[{\"type\": \"if\", \"expression\": [...], \"actions\": [...], \"conditions\": [...]}]`");

const ENABLE: Argument = Argument::body("enable", Kind::Boolean).required().help("on, or with `=false` off");

const AUTOMATION_ID: Argument = Argument::body("automation_id", Kind::Integer).required().help("the automation");

const MEMBERS: &[&str] = &[
    "id",
    "name",
    "description",
    "data_group",
    "company_id",
    "user_id",
    "cooldown_duration",
    "cooldown_enabled",
    "delay_enabled",
    "delay_repetitions_count",
    "delay_duration",
    "automation_version",
    "conditions_body_version",
    "total_triggered_count",
    "period_triggered_count",
    "period_trigger_limit",
    "enabled",
    "devices_count",
    "active_devices_count",
    "period_latest_reset",
    "created_at",
    "conditions_body",
];

const COLUMNS: &[&str] =
    &["id", "name", "enabled", "devices_count", "active_devices_count", "total_triggered_count", "created_at"];

const WIDE: &[&str] = &[
    "description",
    "company_id",
    "data_group",
    "cooldown_duration",
    "delay_duration",
    "period_triggered_count",
    "period_trigger_limit",
];
