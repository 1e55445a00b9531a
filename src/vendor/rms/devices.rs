//! `rms devices`: the fleet itself.

use crate::catalog::{Argument, Kind, Operation, Paging};

pub(super) const LIST: Operation = Operation::list("list", "/devices")
    .about("List devices")
    .arguments(FILTERS)
    .pages(Paging::Offset)
    .columns(
        &[
            "id",
            "name",
            "serial",
            "model",
            "status",
            "company_name",
            "wan_ip",
            "last_connection_at",
        ],
        &["firmware", "mac", "imei", "operator", "signal", "tags"],
    )
    .members(MEMBERS)
    .words(WORDS)
    .scope("devices:read");

const GET: Operation = Operation::get("get", "/devices/{id}")
    .about("Show devices")
    .arguments(&[
        Argument::path("id").help("device"),
        Argument::query("fields", Kind::Strings).help("only these members of each record"),
        Argument::query("fields_only", Kind::Boolean).help("the names that --fields takes, instead of records"),
    ])
    .columns(
        &[
            "id",
            "name",
            "serial",
            "model",
            "status",
            "company_name",
            "wan_ip",
            "last_connection_at",
        ],
        &["firmware", "mac", "imei", "operator", "signal", "tags"],
    )
    .members(MEMBERS)
    .words(WORDS)
    .scope("devices:read");

pub(super) const OPERATIONS: &[Operation] = &[LIST, GET];

/// What `status` numbers mean, for people.
const WORDS: &[(&str, &str, &str)] = &[
    ("status", "0", "offline"),
    ("status", "1", "online"),
    ("status", "2", "pending"),
    ("status", "", "offline"),
];

const STATUSES: &[&str] = &["online", "offline", "not_activated"];
const SIGNALS: &[&str] = &["excellent", "average", "low", "no_signal"];
const NETWORK_STATES: &[&str] = &["home", "roaming", "unknown"];
const CONNECTION_TYPES: &[&str] = &["5g", "4g", "3g", "2g", "unknown"];
const AGES: &[&str] = &[
    "never_been_updated",
    "less_than_5_minutes_ago",
    "more_than_5_minutes_ago",
    "more_than_1_hour_ago",
    "more_than_1_week_ago",
];
const MONITORING: &[&str] = &["not_monitored", "monitored"];
const TASKS: &[&str] = &["no_pending_task", "pending_firmware", "pending_configuration"];
const UPLINKS: &[&str] = &["unknown", "mobile", "wifi", "wired"];
const MANAGEMENT_PACKS: &[&str] = &[
    "credit",
    "management_5y",
    "management_10y",
    "management_3y",
    "management_1y",
    "management_6m",
    "data_150GB_10y",
];
const DATA_PACKS: &[&str] = &["data_150GB_10y"];

const FILTERS: &[Argument] = &[
    Argument::paging("limit", Kind::Integer),
    Argument::paging("offset", Kind::Integer),
    Argument::query("q", Kind::String).help("text in name, serial, MAC, IMEI or description"),
    Argument::query("fields", Kind::Strings).help("only these members of each record"),
    Argument::query("fields_only", Kind::Boolean).help("the names that --fields takes, instead of records"),
    Argument::query("sort", Kind::Strings).help("order by these members at the vendor, `-` in front for descending"),
    Argument::query("id", Kind::Integers).help("only these devices"),
    Argument::query("status", Kind::String)
        .values(STATUSES)
        .help("connection state"),
    Argument::query("ne:status", Kind::String)
        .values(STATUSES)
        .help("not: connection state"),
    Argument::query("model", Kind::String).help("model name"),
    Argument::query("ne:model", Kind::String).help("not: model name"),
    Argument::query("mac", Kind::String).help("MAC address"),
    Argument::query("firmware", Kind::String).help("firmware version"),
    Argument::query("ne:firmware", Kind::String).help("not: firmware version"),
    Argument::query("signal", Kind::String)
        .values(SIGNALS)
        .help("strength of the mobile signal"),
    Argument::query("ne:signal", Kind::String)
        .values(SIGNALS)
        .help("not: strength of the mobile signal"),
    Argument::query("signal_2", Kind::String)
        .values(SIGNALS)
        .help("strength of the mobile signal of the second modem"),
    Argument::query("ne:signal_2", Kind::String)
        .values(SIGNALS)
        .help("not: strength of the mobile signal of the second modem"),
    Argument::query("network_state", Kind::String)
        .values(NETWORK_STATES)
        .help("mobile registration"),
    Argument::query("network_state_2", Kind::String)
        .values(NETWORK_STATES)
        .help("mobile registration of the second modem"),
    Argument::query("connection_type", Kind::String)
        .values(CONNECTION_TYPES)
        .help("mobile generation"),
    Argument::query("connection_type_2", Kind::String)
        .values(CONNECTION_TYPES)
        .help("mobile generation of the second modem"),
    Argument::query("information_updated", Kind::String)
        .values(AGES)
        .help("age of the last report"),
    Argument::query("company_id", Kind::Integer).help("company"),
    Argument::query("operator", Kind::String).help("mobile operator"),
    Argument::query("ne:operator", Kind::String).help("not: mobile operator"),
    Argument::query("operator_2", Kind::String).help("mobile operator of the second modem"),
    Argument::query("ne:operator_2", Kind::String).help("not: mobile operator of the second modem"),
    Argument::query("modem_model", Kind::String).help("modem model"),
    Argument::query("modem_model_2", Kind::String).help("modem model of the second modem"),
    Argument::query("modem_manufacturer", Kind::String).help("modem maker"),
    Argument::query("ne_modem_manufacturer", Kind::String).help("not: modem maker"),
    Argument::query("modem_manufacturer_2", Kind::String).help("modem maker of the second modem"),
    Argument::query("ne_modem_manufacturer_2", Kind::String).help("not: modem maker of the second modem"),
    Argument::query("modem_firmware", Kind::String).help("modem firmware"),
    Argument::query("ne:modem_firmware", Kind::String).help("not: modem firmware"),
    Argument::query("modem_firmware_2", Kind::String).help("modem firmware of the second modem"),
    Argument::query("ne:modem_firmware_2", Kind::String).help("not: modem firmware of the second modem"),
    Argument::query("monitoring_status", Kind::String)
        .values(MONITORING)
        .help("whether the device is monitored"),
    Argument::query("task", Kind::String).values(TASKS).help("pending task"),
    Argument::query("wan_state", Kind::String)
        .values(UPLINKS)
        .help("uplink"),
    Argument::query("tag_id", Kind::Integer).help("tag"),
    Argument::query("ne:tag_id", Kind::Integer).help("not: tag"),
    Argument::query("management_credit_type", Kind::String)
        .values(MANAGEMENT_PACKS)
        .help("management pack"),
    Argument::query("management_credit_type_id", Kind::Integer).help("management pack, by id"),
    Argument::query("data_credit_type", Kind::String)
        .values(DATA_PACKS)
        .help("data pack"),
    Argument::query("data_credit_type_id", Kind::Integer).help("data pack, by id"),
];

/// The members of the published schema, and those that clients have seen besides.
const MEMBERS: &[&str] = &[
    "id",
    "company_id",
    "model",
    "original_model",
    "name",
    "description",
    "serial",
    "mac",
    "wlan_mac",
    "mqtt",
    "dynamic_monitoring",
    "static_monitoring",
    "io_monitoring",
    "gps_monitoring",
    "hotspot_monitoring",
    "wireless_monitoring",
    "ddns_monitoring",
    "vpn_monitoring",
    "vpn_monitoring_instances_state",
    "last_connection_at",
    "activation_status",
    "is_facelift",
    "created_at",
    "updated_at",
    "status",
    "is_authenticated",
    "failed_auth_reason",
    "credit_enabled",
    "credit_activated",
    "credit_expire_date",
    "monitoring_enabled",
    "auto_extend_credit",
    "remaining_data",
    "company_name",
    "temperature",
    "temperature_2",
    "signal",
    "signal_2",
    "firmware",
    "bootloader_version",
    "cell_id",
    "cell_id_2",
    "connection_type",
    "connection_type_2",
    "connection_state",
    "connection_state_2",
    "connection_uptime",
    "connection_uptime_2",
    "iccid",
    "iccid_2",
    "lac",
    "lac_2",
    "mcc",
    "mcc_2",
    "mnc",
    "mnc_2",
    "sim_slot",
    "sim_slot_2",
    "sim_state",
    "sim_state_2",
    "pin_state",
    "pin_state_2",
    "operator",
    "operator_2",
    "operator_number",
    "operator_number_2",
    "router_uptime",
    "wan_state",
    "wan_ip",
    "mobile_ip",
    "mobile_ip_2",
    "network_state",
    "network_state_2",
    "sent",
    "sent_2",
    "received",
    "received_2",
    "rscp",
    "rscp_2",
    "ecio",
    "ecio_2",
    "rsrp",
    "rsrp_2",
    "sinr",
    "sinr_2",
    "rsrq",
    "rsrq_2",
    "imei",
    "imei_2",
    "batch_number",
    "product_code",
    "modem_manufacturer",
    "modem_manufacturer_2",
    "modem_model",
    "modem_model_2",
    "modem_firmware",
    "modem_firmware_2",
    "hardware_revision",
    "imsi",
    "imsi_2",
    "digital_input",
    "digital_isolated_input",
    "analog_input",
    "open_collector_output",
    "relay_output",
    "oc_output_cfg",
    "relay_output_cfg",
    "relay_output_2",
    "digital_inout0",
    "digital_inout1",
    "digital_inout2",
    "dry_wet_input0",
    "dry_wet_input1",
    "digital_non_isolated_input_4pin",
    "digital_open_collector_output_4pin",
    "analog_current_loop",
    "fix_status",
    "satellites",
    "latitude",
    "longitude",
    "altitude",
    "speed",
    "course",
    "gps_time",
    "accuracy",
    "user_set_latitude",
    "user_set_longitude",
    "cell_tower_latitude",
    "cell_tower_latitude_2",
    "cell_tower_longitude",
    "cell_tower_longitude_2",
    "cell_tower_accuracy",
    "cell_tower_accuracy_2",
    "last_update_at",
    "management_credit_type",
    "management_credit_type_name",
    "management_credit_type_id",
    "data_credit_type",
    "data_credit_type_name",
    "data_credit_type_id",
    "ddns_rules_count",
    "tags",
    "firmware_information",
    "clients_count",
    "is_esim_bootstrap",
    "esim",
    "device_model",
    "speedtest_monitoring",
    "credit_type",
];
