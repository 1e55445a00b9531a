//! `rms devices`: the fleet itself.

use super::arguments::{DEVICE, FIELDS, FIELDS_ONLY, LIMIT, OFFSET, SORT};
use crate::catalog::{Argument, Effect, Kind, Operation, Paging};

pub(super) const LIST: Operation = Operation::list("list", "/devices")
    .about("List devices")
    .examples(&[
        ("--status offline --sort company_name", ""),
        ("--filter model~^rut9 -o csv --columns id,name,serial", ""),
    ])
    .arguments(FILTERS)
    .pages(Paging::Offset)
    .columns(COLUMNS, WIDE)
    .members(MEMBERS)
    .words(WORDS)
    .scope("devices:read");

const GET: Operation = Operation::get("get", "/devices/{id}")
    .about("Show devices")
    .arguments(&[DEVICE, FIELDS, FIELDS_ONLY])
    .columns(COLUMNS, WIDE)
    .members(MEMBERS)
    .words(WORDS)
    .scope("devices:read");

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    GET,
    Operation::post("create", "/devices")
        .about("Add a device")
        .data_list()
        // The vendor wants both, and is sent the one that a device does not have as an empty text.
        .fixed(&[("mac", ""), ("imei", "")])
        .waits()
        .arguments(&[
            Argument::body("company_id", Kind::Integer).required().help("company that it joins"),
            DEVICE_SERIES,
            Argument::body("serial", Kind::String).required().help("number on its label"),
            Argument::body("mac", Kind::String).help("of RUT and TCR devices, with colons"),
            Argument::body("imei", Kind::String).help("of TRB devices"),
            Argument::body("password_confirmation", Kind::String)
                .required()
                .secret()
                .help("the present password of its administrator"),
            NAME,
            FIRMWARE_FILE_ID,
            CONFIG_FILE_ID,
            Argument::body("auto_credit_enable", Kind::Boolean).help("take a credit by itself when one runs out"),
            TAG_ID,
        ])
        .scope("devices:write"),
    Operation::put("update", "/devices/{id}")
        .about("Change devices")
        .object()
        .arguments(&[
            DEVICE,
            NAME,
            DESCRIPTION,
            DYNAMIC_MONITORING,
            STATIC_MONITORING,
            HOTSPOT_MONITORING,
            IO_MONITORING,
            GPS_MONITORING,
            WIRELESS_MONITORING,
            VPN_MONITORING,
            USER_SET_LATITUDE,
            USER_SET_LONGITUDE,
            TAG_IDS,
        ])
        .scope("devices:write"),
    Operation::put("update-many", "/devices")
        .about("Change devices in one request")
        .data_list()
        .batch_ids("id")
        .arguments(&[
            NAME,
            DESCRIPTION,
            Argument::body("password_confirmation", Kind::String)
                .secret()
                .help("the present password of its administrator"),
            DYNAMIC_MONITORING,
            STATIC_MONITORING,
            HOTSPOT_MONITORING,
            IO_MONITORING,
            GPS_MONITORING,
            WIRELESS_MONITORING,
            VPN_MONITORING,
            USER_SET_LATITUDE,
            USER_SET_LONGITUDE,
            TAG_IDS,
        ])
        .scope("devices:write"),
    Operation::delete("delete", "/devices").about("Delete devices").batch_ids("device_id").scope("devices:delete"),
    Operation::post("move", "/devices/move/")
        .about("Move devices to another company")
        .batch_ids("device_id")
        .effect(Effect::Destroy)
        .waits()
        .arguments(&[COMPANY_ID])
        .scope("devices:move")
        .warning("Who may manage the devices changes with their company."),
    Operation::get("export", "/devices/export/csv").about("Save a CSV file of devices").saves().arguments(&[
        Argument::query("limit", Kind::Integer).help("devices in the file; the vendor's default is 10"),
        Argument::query("offset", Kind::Integer).help("devices to leave out at the beginning"),
        TEXT,
        FIELDS,
        FIELDS_ONLY,
        SORT,
        STATUS,
        MODEL,
        FIRMWARE,
        SIGNAL,
        NETWORK_STATE,
        CONNECTION_TYPE,
        LAST_REPORT,
        COMPANY,
        OPERATOR,
        MODEM_MODEL,
        MODEM_MANUFACTURER,
        MODEM_FIRMWARE,
        Argument::query("credit_type", Kind::String).values(&["free", "paid"]).help("free or paid credits"),
        MONITORED,
        PENDING_TASK,
        UPLINK,
    ]),
    Operation::post("import", "/devices/import")
        .about("Add the devices in a CSV or XLS file")
        .multipart()
        .waits()
        .arguments(&[
            Argument::file("file").required().help("one device a line"),
            Argument::body("type", Kind::String).required().values(&["csv", "xls"]).help("format of the file"),
            DEVICE_SERIES,
            COMPANY_ID,
            Argument::body("auto_credit_enable", Kind::Boolean)
                .required()
                .help("take a credit by itself when one runs out"),
            Argument::body("add_without_password", Kind::Boolean)
                .help("passwords may be missing; for administrators of a company"),
            FIRMWARE_FILE_ID,
            CONFIG_FILE_ID,
            TAG_ID,
        ]),
    Operation::post("reboot", "/devices/actions")
        .about("Reboot devices")
        .batch_ids("device_id")
        .fixed(&[("action", "reboot")])
        .waits()
        .scope("device_actions:write"),
    Operation::post("run-command", "/devices/{id}/command")
        .about("Run a shell command on devices")
        .object()
        .effect(Effect::Destroy)
        .waits()
        .arguments(&[DEVICE, Argument::body("command", Kind::String).required().help("what the device's shell runs")])
        .scope("command:execute")
        .warning("A command can change anything on the device."),
    Operation::get("port-scan", "/devices/{id}/port-scan/")
        .about("Find what is plugged into the ports of devices")
        .waits()
        .arguments(&[
            DEVICE,
            Argument::query("type", Kind::String).required().values(&["ethernet"]).help("kind of port"),
        ])
        .scope("device_remote_access:read"),
    Operation::get("check-esim-bootstrap", "/devices/{id}/check/esim-bootstrap")
        .about("Check the eSIM bootstrap of devices")
        .waits()
        .arguments(&[DEVICE]),
];

/// What `status` numbers mean, for people.
pub(super) const WORDS: &[(&str, &str, &str)] =
    &[("status", "0", "offline"), ("status", "1", "online"), ("status", "2", "pending"), ("status", "", "offline")];

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
const MANAGEMENT_PACKS: &[&str] =
    &["credit", "management_5y", "management_10y", "management_3y", "management_1y", "management_6m", "data_150GB_10y"];
const DATA_PACKS: &[&str] = &["data_150GB_10y"];

const TEXT: Argument = Argument::query("q", Kind::String).help("text in name, serial, MAC, IMEI or description");
const STATUS: Argument = Argument::query("status", Kind::String).values(STATUSES).help("connection state");
const MODEL: Argument = Argument::query("model", Kind::String).help("model name");
const FIRMWARE: Argument = Argument::query("firmware", Kind::String).help("firmware version");
const SIGNAL: Argument = Argument::query("signal", Kind::String).values(SIGNALS).help("strength of the mobile signal");
const NETWORK_STATE: Argument =
    Argument::query("network_state", Kind::String).values(NETWORK_STATES).help("mobile registration");
const CONNECTION_TYPE: Argument =
    Argument::query("connection_type", Kind::String).values(CONNECTION_TYPES).help("mobile generation");
const LAST_REPORT: Argument =
    Argument::query("information_updated", Kind::String).values(AGES).help("age of the last report");
const COMPANY: Argument = Argument::query("company_id", Kind::Integer).help("company");
const OPERATOR: Argument = Argument::query("operator", Kind::String).help("mobile operator");
const MODEM_MODEL: Argument = Argument::query("modem_model", Kind::String).help("modem model");
const MODEM_MANUFACTURER: Argument = Argument::query("modem_manufacturer", Kind::String).help("modem maker");
const MODEM_FIRMWARE: Argument = Argument::query("modem_firmware", Kind::String).help("modem firmware");
const MONITORED: Argument =
    Argument::query("monitoring_status", Kind::String).values(MONITORING).help("whether the device is monitored");
const PENDING_TASK: Argument = Argument::query("task", Kind::String).values(TASKS).help("pending task");
const UPLINK: Argument = Argument::query("wan_state", Kind::String).values(UPLINKS).help("uplink");

const FILTERS: &[Argument] = &[
    LIMIT,
    OFFSET,
    TEXT,
    FIELDS,
    FIELDS_ONLY,
    SORT,
    Argument::query("id", Kind::Integers).help("only these devices"),
    STATUS,
    Argument::query("ne:status", Kind::String).values(STATUSES).help("not: connection state"),
    MODEL,
    Argument::query("ne:model", Kind::String).help("not: model name"),
    Argument::query("mac", Kind::String).help("MAC address"),
    FIRMWARE,
    Argument::query("ne:firmware", Kind::String).help("not: firmware version"),
    SIGNAL,
    Argument::query("ne:signal", Kind::String).values(SIGNALS).help("not: strength of the mobile signal"),
    Argument::query("signal_2", Kind::String).values(SIGNALS).help("strength of the mobile signal of the second modem"),
    Argument::query("ne:signal_2", Kind::String)
        .values(SIGNALS)
        .help("not: strength of the mobile signal of the second modem"),
    NETWORK_STATE,
    Argument::query("network_state_2", Kind::String)
        .values(NETWORK_STATES)
        .help("mobile registration of the second modem"),
    CONNECTION_TYPE,
    Argument::query("connection_type_2", Kind::String)
        .values(CONNECTION_TYPES)
        .help("mobile generation of the second modem"),
    LAST_REPORT,
    COMPANY,
    OPERATOR,
    Argument::query("ne:operator", Kind::String).help("not: mobile operator"),
    Argument::query("operator_2", Kind::String).help("mobile operator of the second modem"),
    Argument::query("ne:operator_2", Kind::String).help("not: mobile operator of the second modem"),
    MODEM_MODEL,
    Argument::query("modem_model_2", Kind::String).help("modem model of the second modem"),
    MODEM_MANUFACTURER,
    Argument::query("ne_modem_manufacturer", Kind::String).help("not: modem maker"),
    Argument::query("modem_manufacturer_2", Kind::String).help("modem maker of the second modem"),
    Argument::query("ne_modem_manufacturer_2", Kind::String).help("not: modem maker of the second modem"),
    MODEM_FIRMWARE,
    Argument::query("ne:modem_firmware", Kind::String).help("not: modem firmware"),
    Argument::query("modem_firmware_2", Kind::String).help("modem firmware of the second modem"),
    Argument::query("ne:modem_firmware_2", Kind::String).help("not: modem firmware of the second modem"),
    MONITORED,
    PENDING_TASK,
    UPLINK,
    Argument::query("tag_id", Kind::Integer).help("tag"),
    Argument::query("ne:tag_id", Kind::Integer).help("not: tag"),
    Argument::query("management_credit_type", Kind::String).values(MANAGEMENT_PACKS).help("management pack"),
    Argument::query("management_credit_type_id", Kind::Integer).help("management pack, by id"),
    Argument::query("data_credit_type", Kind::String).values(DATA_PACKS).help("data pack"),
    Argument::query("data_credit_type_id", Kind::Integer).help("data pack, by id"),
];

const DEVICE_SERIES: Argument = Argument::body("device_series", Kind::String)
    .required()
    .values(&["rut", "trb", "tcr", "tap", "otd", "swm"])
    .help("family of the model");

const NAME: Argument = Argument::body("name", Kind::String).help("what it is called");

const FIRMWARE_FILE_ID: Argument =
    Argument::body("firmware_file_id", Kind::Integer).help("firmware to install, as `files list` shows it");

const CONFIG_FILE_ID: Argument =
    Argument::body("config_file_id", Kind::Integer).help("backup to restore, as `files list` shows it");

const TAG_ID: Argument = Argument::body("tag_id", Kind::Integers).help("tags to give");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");

const DYNAMIC_MONITORING: Argument = Argument::body("dynamic_monitoring", Kind::Integer)
    .help("mobile and traffic readings: seconds between readings, from 60; 0 is off");

const STATIC_MONITORING: Argument = Argument::body("static_monitoring", Kind::Integer)
    .help("hardware and firmware facts: seconds between readings, from 60; 0 is off");

const HOTSPOT_MONITORING: Argument =
    Argument::body("hotspot_monitoring", Kind::Integer).help("hotspots: seconds between readings, from 60; 0 is off");

const IO_MONITORING: Argument = Argument::body("io_monitoring", Kind::Integer)
    .help("inputs and outputs: seconds between readings, from 60; 0 is off");

const GPS_MONITORING: Argument =
    Argument::body("gps_monitoring", Kind::Integer).help("position: seconds between readings, from 60; 0 is off");

const WIRELESS_MONITORING: Argument =
    Argument::body("wireless_monitoring", Kind::Integer).help("wireless: seconds between readings, from 60; 0 is off");

const VPN_MONITORING: Argument =
    Argument::body("vpn_monitoring", Kind::Integer).help("VPN instances: seconds between readings, from 60; 0 is off");

const USER_SET_LATITUDE: Argument =
    Argument::body("user_set_latitude", Kind::Number).help("position on the map, in degrees");

const USER_SET_LONGITUDE: Argument =
    Argument::body("user_set_longitude", Kind::Number).help("position on the map, in degrees");

const TAG_IDS: Argument = Argument::body("tag_id", Kind::Integers).help("the only tags from now on");

const COMPANY_ID: Argument = Argument::body("company_id", Kind::Integer).required().help("company that they join");

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

const COLUMNS: &[&str] = &["id", "name", "serial", "model", "status", "company_name", "wan_ip", "last_connection_at"];

const WIDE: &[&str] = &["firmware", "mac", "imei", "operator", "signal", "tags"];
