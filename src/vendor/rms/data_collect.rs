//! `rms data-collect`: what is read from devices besides the usual, and what came of it.

use crate::catalog::{Argument, Kind, Operation};

pub(super) const CONFIGS: &[Operation] = &[
    Operation::list("list", "/data-collect/configs")
        .about("List configurations for collecting data")
        .columns(
            &["id", "config.name", "type", "enabled", "period", "device_count", "company_name"],
            &["company_id", "config.description", "created_at"],
        )
        .members(&[
            "id",
            "type",
            "company_id",
            "company_name",
            "config",
            "enabled",
            "period",
            "device_count",
            "created_at",
        ]),
    Operation::post("create", "/data-collect/configs")
        .about("Create a configuration for collecting data")
        .object()
        .arguments(&[
            COMPANY_ID,
            API_VERSION,
            PERIOD,
            ENABLED,
            DEVICE_DOCUMENTATION_ID,
            Argument::body("data", Kind::Array)
                .required()
                .help("what to read: `[{\"url\", \"query_parameters\", \"search_parameters\"}]`"),
            NAME,
            DESCRIPTION,
            API_SYSTEM,
        ]),
    Operation::put("update", "/data-collect/configs/{id}")
        .about("Change configurations for collecting data")
        .object()
        .arguments(&[
            CONFIGURATION,
            COMPANY_ID,
            API_VERSION,
            PERIOD,
            ENABLED,
            DEVICE_DOCUMENTATION_ID,
            Argument::body("data", Kind::Array)
                .required()
                .help("what to read: `[{\"url\", \"query_parameters\", \"search_parameters\", \"variables\"}]`"),
            NAME,
            DESCRIPTION,
            API_SYSTEM,
        ]),
    Operation::delete("delete", "/data-collect/configs/{id}")
        .about("Delete configurations for collecting data")
        .arguments(&[CONFIGURATION]),
    Operation::list("assigned", "/data-collect/configs/assigned")
        .about("List which devices have which configuration")
        .named_by("device_id")
        .arguments(&[DEVICE_ID, CONFIG_ID])
        .columns(
            &["device_id", "device_name", "config_id", "config_name", "enabled", "period", "last_updated_at"],
            &["company_id", "config_type", "config_description", "fields_count", "editable"],
        )
        .members(&[
            "company_id",
            "device_id",
            "config_id",
            "enabled",
            "period",
            "config_name",
            "config_description",
            "config_type",
            "fields_count",
            "device_name",
            "device_description",
            "editable",
            "last_updated_at",
        ]),
    Operation::put("assign", "/data-collect/configs/assign")
        .about("Collect data from devices")
        .items_under("configs")
        .gathered_ids("device_id")
        .arguments(&[
            Argument::body("id", Kind::String).required().help("configuration, as `configs list` shows it"),
            PERIOD,
            ENABLED,
        ]),
    Operation::put("unassign", "/data-collect/configs/{id}/unassign")
        .about("Stop collecting data from devices")
        .batch_ids("device_id")
        .arguments(&[CONFIGURATION]),
    Operation::list("logs", "/data-collect/configs/logs")
        .about("List trouble with collecting data")
        .arguments(&[DEVICE_ID, CONFIG_ID])
        .columns(&["created_at", "device_id", "config_id", "log"], &[])
        .members(&["log", "config_id", "device_id", "created_at"]),
];

pub(super) const DATA: &[Operation] = &[
    Operation::get("graph", "/data-collect/data/graph")
        .about("Count devices by the value of a field")
        .arguments(&[FIELD]),
    Operation::get("values", "/data-collect/data/values").about("Show the values that a field has").arguments(&[FIELD]),
    Operation::list("fields", "/devices/data/fields")
        .about("List the fields that are collected")
        .columns(&["id", "name", "fields"], &[])
        .members(&["id", "name", "fields"]),
];

const COMPANY_ID: Argument = Argument::body("company_id", Kind::Integer).required().help("company that owns it");

const API_VERSION: Argument =
    Argument::body("api_version", Kind::String).required().help("version of the device's own API");

const PERIOD: Argument = Argument::body("period", Kind::Integer).required().help("seconds between readings");

const ENABLED: Argument = Argument::body("enabled", Kind::Boolean).required().help("whether anything is read");

const DEVICE_DOCUMENTATION_ID: Argument =
    Argument::body("device_documentation_id", Kind::Integer).required().help("description of the device's own API");

const NAME: Argument = Argument::body("name", Kind::String).help("what it is called");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");

const API_SYSTEM: Argument =
    Argument::body("api_system", Kind::String).values(&["rutos", "tswos"]).help("system of the devices");

const CONFIGURATION: Argument = Argument::path("id").help("configuration");

const DEVICE_ID: Argument = Argument::query("device_id", Kind::Integer).help("only of this device");

const CONFIG_ID: Argument = Argument::query("config_id", Kind::Integer).help("only of this configuration");

const FIELD: Argument =
    Argument::query("field", Kind::String).required().help("`<configuration>:<url>:<parameter>`, from `data fields`");
