//! `rms devices configurator`: settings of devices, read and written from here.

use super::arguments::DEVICE;
use crate::catalog::{Argument, Effect, Kind, Operation};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get("specification", "/devices/configurator/specification")
        .about("Show where the settings of devices are described")
        .answers_in("")
        .arguments(&[Argument::query("device_id", Kind::Integers).required().help("devices to configure")])
        .columns(&["url"], &[])
        .members(&["url"]),
    Operation::post("read", "/devices/configurator/configuration")
        .about("Read settings of devices")
        .one_id("device_id")
        .effect(Effect::Read)
        .waits()
        .arguments(&[Argument::body("endpoints", Kind::Array)
            .help("what to read: `[{\"path\", \"query_parameters\", \"search_elements\"}]`")])
        .scope("device_configurations:read"),
    Operation::post("configure", "/devices/configurator/configure")
        .about("Write settings of devices")
        .items_under("configuration")
        .gathered_ids("device_id")
        .effect(Effect::Destroy)
        .waits()
        .arguments(&[
            Argument::body("path", Kind::String).help("path of the device's own API"),
            Argument::body("method", Kind::String).help("HTTP method on the device"),
            Argument::body("content_type", Kind::String).help("media type of the data"),
            Argument::body("query_parameters", Kind::Array).help("`[{\"key\", \"value\"}]`"),
            Argument::body("search_elements", Kind::Array)
                .help("which entry is meant: `[{\"search_key\", \"path\", \"elements\"}]`"),
            Argument::body("request_data", Kind::Object).help("what to write; none for `delete`"),
        ])
        .scope("device_configurations:write")
        .warning("Wrong settings can cut a device off."),
];

pub(super) const TEMPLATES: &[Operation] = &[
    Operation::list("list", "/devices/configurator/templates")
        .about("List templates of settings")
        .columns(&["id", "name", "version", "company_id", "created_at", "updated_at"], &["template"])
        .members(&["id", "company_id", "name", "version", "template", "created_at", "updated_at"]),
    Operation::post("create", "/devices/configurator/templates")
        .about("Create a template of settings")
        .object()
        .arguments(&[
            Argument::body("company_id", Kind::Integer).required().help("company that owns it"),
            Argument::body("name", Kind::String).required().help("what it is called"),
            Argument::body("version", Kind::String).required().help("as `1.0.0`"),
            Argument::body("template", Kind::Array)
                .required()
                .help("what it writes: `[{\"path\", \"method\", \"content_type\", \"request_data\"}]`"),
        ]),
    Operation::post("use", "/devices/configurator/templates/{id}/use")
        .about("Write a template of settings to devices")
        .batch_ids("device_id")
        .effect(Effect::Destroy)
        .waits()
        .arguments(&[Argument::path("id").help("template")])
        .warning("Wrong settings can cut a device off."),
];

pub(super) const LOGS: &[Operation] = &[
    Operation::list("list", "/devices/{id}/configurator/logs")
        .about("List what was configured on a device")
        .arguments(&[DEVICE])
        .columns(COLUMNS, WIDE)
        .members(LOG_MEMBERS),
    Operation::list("get", "/devices/{id}/configurator/logs/{action_name}")
        .about("List the requests of one configuring of a device")
        .arguments(&[DEVICE, Argument::path("action_name").help("as `logs list` shows it")])
        .columns(COLUMNS, WIDE)
        .members(LOG_MEMBERS),
];

const LOG_MEMBERS: &[&str] = &[
    "device_id",
    "action_name",
    "method",
    "route",
    "request_message",
    "response_message",
    "response_code",
    "request_state",
    "duration",
    "execution_duration",
    "additional_information",
    "created_at",
    "updated_at",
    "display_name",
    "request_hidden",
    "request_id",
];

const COLUMNS: &[&str] = &["created_at", "display_name", "method", "route", "response_code", "request_state"];

const WIDE: &[&str] = &[
    "device_id",
    "action_name",
    "request_id",
    "duration",
    "execution_duration",
    "request_message",
    "response_message",
    "additional_information",
];
