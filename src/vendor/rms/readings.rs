//! `rms devices ...`: what devices have reported: logs, places, graphs, data usage, statistics.

use super::arguments::{DEVICE, END_DATE, FIELDS_ONLY, LIMIT, OFFSET, START_DATE};
use crate::catalog::{Argument, Kind, Operation, Paging};

pub(super) const LOGS: &[Operation] = &[
    Operation::list("list", "/devices/logs")
        .about("List the logs of all devices")
        .arguments(&[LIMIT, OFFSET, FIELDS_ONLY])
        .pages(Paging::Offset)
        .columns(COLUMNS, WIDE)
        .members(LOG_MEMBERS)
        .scope("device_logs:read"),
    Operation::list("get", "/devices/{id}/logs")
        .about("List the log of a device")
        .arguments(&[DEVICE, LIMIT, OFFSET])
        .pages(Paging::Offset)
        .columns(COLUMNS, WIDE)
        .members(LOG_MEMBERS)
        .scope("device_logs:read"),
];

pub(super) const LOCATIONS: &[Operation] = &[Operation::list("history", "/devices/{id}/locations/history")
    .about("List where a device has been")
    .arguments(&[DEVICE, START_DATE, END_DATE])
    .columns(&["created_at", "latitude", "longitude", "altitude"], &[])
    .members(&["latitude", "longitude", "altitude", "created_at"])
    .scope("device_location:read")];

pub(super) const INFORMATION: &[Operation] = &[Operation::list("list", "/devices/{id}/information/{type}")
    .about("List the readings of a device over time")
    .arguments(&[
        DEVICE,
        Argument::path("type").values(&["dynamic", "io", "gps"]).help("which readings"),
        START_DATE,
        END_DATE,
    ])
    .columns(
        &["created_at", "signal", "temperature", "operator", "connection_type", "wan_ip"],
        &["network_state", "sim_slot", "sim1_sent", "sim1_received", "sim2_sent", "sim2_received", "mobile_ip"],
    )];

pub(super) const INFORMATION_HISTORY: &[Operation] = &[
    Operation::list("get", "/devices/{id}/information-history")
        .about("Show what a device reported at a moment")
        .arguments(&[DEVICE, DATETIME])
        .columns(
            &["firmware", "signal", "operator", "connection_type", "network_state", "wan_ip"],
            &[
                "sim_slot",
                "sim_state",
                "mobile_ip",
                "temperature",
                "router_uptime",
                "connection_uptime",
                "rx_day",
                "tx_day",
            ],
        )
        .members(&[
            "device_id",
            "firmware",
            "sim_state",
            "pin_state",
            "sim_slot",
            "network_state",
            "mobile_ip",
            "signal",
            "operator",
            "operator_number",
            "connection_state",
            "connection_type",
            "temperature",
            "router_uptime",
            "connection_uptime",
            "wan_state",
            "wan_ip",
            "cell_id",
            "mcc",
            "mnc",
            "lac",
            "iccid",
            "rx_day",
            "rx_week",
            "rx_month",
            "tx_day",
            "tx_week",
            "tx_month",
        ]),
    Operation::list("parameter", "/devices/{id}/information-history/parameter")
        .about("List the values of one reading of a device")
        .arguments(&[
            DEVICE,
            DATETIME,
            Argument::query("parameter", Kind::String)
                .required()
                .values(&[
                    "firmware",
                    "sim_state",
                    "pin_state",
                    "sim_slot",
                    "network_state",
                    "mobile_ip",
                    "signal",
                    "operator",
                    "operator_number",
                    "connection_state",
                    "connection_type",
                    "temperature",
                    "router_uptime",
                    "connection_uptime",
                    "wan_state",
                    "wan_ip",
                    "cell_id",
                    "mcc",
                    "mnc",
                    "lac",
                    "iccid",
                    "rx_day",
                    "rx_week",
                    "rx_month",
                    "tx_day",
                    "tx_week",
                    "tx_month",
                    "period",
                    "sent",
                    "received",
                ])
                .help("which reading"),
        ])
        .columns(&["created_at"], &[]),
    Operation::list("datetimes", "/devices/{id}/information-history/datetimes")
        .about("List when a device has reported")
        .named_by("date")
        .arguments(&[DEVICE])
        .columns(&["date", "times"], &[])
        .members(&["date", "times"]),
];

pub(super) const DATA_USAGE: &[Operation] = &[Operation::list("list", "/devices/{id}/data-usage")
    .about("List the mobile data that a device used, day by day")
    .named_by("date")
    .arguments(&[DEVICE, START_DATE, END_DATE])
    .columns(&["date", "modems"], &[])
    .members(&["date", "modems"])
    .scope("company_device_statistics:read")];

pub(super) const CUSTOM_DATA: &[Operation] = &[Operation::list("list", "/devices/{id}/custom-data")
    .about("List what was collected from a device")
    .arguments(&[
        DEVICE,
        START_DATE,
        END_DATE,
        Argument::query("config_id", Kind::Integer)
            .help("only of this configuration, as `data-collect configs list` shows it"),
    ])
    .columns(&["created_at", "data"], &[])
    .members(&["data", "created_at"])];

pub(super) const STATISTICS: &[Operation] = &[
    Operation::get("get", "/devices/statistics")
        .about("Count devices by model, status, operator and so on")
        .arguments(&[
            Argument::query("charts", Kind::Choices)
                .required()
                .values(&[
                    "model",
                    "status",
                    "firmware",
                    "network_state",
                    "network_state_2",
                    "signal",
                    "signal_2",
                    "connection_type",
                    "connection_type_2",
                    "wan_state",
                    "operator",
                    "operator_2",
                    "information_updated",
                    "modem_manufacturer",
                    "modem_manufacturer_2",
                    "modem_firmware",
                    "modem_firmware_2",
                    "modem_model",
                    "modem_model_2",
                    "task",
                ])
                .help("what to count by"),
            Argument::query("q", Kind::String).help("only devices with this text"),
            Argument::query("model", Kind::String).help("only devices with this model name"),
            Argument::query("firmware", Kind::String).help("only devices with this firmware"),
            Argument::query("connection_type", Kind::String).help("only devices with this mobile generation"),
            Argument::query("connection_type_2", Kind::String)
                .help("only devices with this mobile generation, second modem"),
            Argument::query("signal", Kind::String).help("only devices with this signal strength"),
            Argument::query("signal_2", Kind::String).help("only devices with this signal strength, second modem"),
            Argument::query("status", Kind::String).help("only devices with this connection state"),
            Argument::query("wan_state", Kind::String).help("only devices with this uplink"),
            Argument::query("network_state", Kind::String).help("only devices with this mobile registration"),
            Argument::query("network_state_2", Kind::String)
                .help("only devices with this mobile registration, second modem"),
            Argument::query("information_updated", Kind::String).help("only devices with a last report of this age"),
            Argument::query("operator", Kind::String).help("only devices with this mobile operator"),
            Argument::query("operator_2", Kind::String).help("only devices with this mobile operator, second modem"),
            Argument::query("modem_manufacturer", Kind::String).help("only devices with this maker of the modem"),
            Argument::query("modem_manufacturer_2", Kind::String)
                .help("only devices with this maker of the second modem"),
            Argument::query("modem_model", Kind::String).help("only devices with this modem"),
            Argument::query("modem_model_2", Kind::String).help("only devices with this second modem"),
            Argument::query("modem_firmware", Kind::String).help("only devices with this modem firmware"),
            Argument::query("modem_firmware_2", Kind::String)
                .help("only devices with this firmware of the second modem"),
            Argument::query("task", Kind::String).help("only devices with this pending task"),
        ])
        .members(&[
            "status",
            "model",
            "firmware",
            "connection_type",
            "connection_type_2",
            "network_state",
            "network_state_2",
            "wan_state",
            "signal",
            "signal_2",
            "information_updated",
            "task",
            "modem_model",
            "modem_model_2",
            "modem_manufacturer",
            "modem_manufacturer_2",
            "modem_firmware",
            "modem_firmware_2",
            "operator",
            "operator_2",
        ]),
    Operation::get("online", "/statistics/devices/online")
        .about("Count online and offline devices by company")
        .arguments(&[
            START_DATE,
            END_DATE,
            Argument::query("company_id", Kind::Integer).required().help("company"),
            Argument::query("include_child_companies", Kind::Boolean).help("count its subsidiaries as well"),
        ])
        .members(&["query_period", "companies"]),
];

pub(super) const MONITORING: &[Operation] = &[Operation::put("update", "/devices/monitoring")
    .about("Switch the monitoring of devices on or off")
    .data_list()
    .batch_ids("device_id")
    .waits()
    .arguments(&[Argument::body("monitoring_enabled", Kind::Integer).required().help("1 on, 0 off")])];

pub(super) const VPN_STATUS: &[Operation] = &[Operation::list("list", "/devices/device-vpn-status")
    .about("List the VPN connections that devices report")
    .arguments(&[Argument::query("device_id", Kind::Integer).help("only of this device")])
    .columns(&["device_id", "data", "updated_at"], &["id"])
    .members(&["id", "device_id", "data", "updated_at"])];

const DATETIME: Argument =
    Argument::query("datetime", Kind::String).required().help("the moment, one of those that `datetimes` lists");

const LOG_MEMBERS: &[&str] =
    &["id", "company_id", "user_id", "serial", "type", "status", "log", "user_agent", "ip", "created_at"];

const COLUMNS: &[&str] = &["id", "serial", "type", "status", "log", "created_at"];

const WIDE: &[&str] = &["user_id", "company_id", "ip", "user_agent"];
