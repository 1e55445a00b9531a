//! `rms alerts`: what has gone wrong, and what is to be told.

use super::arguments::{DEVICE_ID, FIELDS, FIELDS_ONLY, LIMIT, OF_COMPANY, OFFSET, Q};
use crate::catalog::{Argument, Kind, Operation, Paging};

pub(super) const LIST: Operation = Operation::list("list", "/alerts")
    .about("List alerts")
    .arguments(&[
        LIMIT,
        OFFSET,
        Q,
        FIELDS,
        FIELDS_ONLY,
        Argument::query("id", Kind::Integers).help("only these alerts"),
        OF_COMPANY,
        Argument::query("alerts_configs_id", Kind::Integer).help("only of this alert configuration"),
        OF_DEVICE,
        TYPE,
    ])
    .pages(Paging::Offset)
    .columns(
        &["id", "device_id", "alert_type", "alert_subtype", "message", "created_at"],
        &["company_id", "alert_type_id", "alert_subtype_id"],
    )
    .members(&[
        "id",
        "company_id",
        "device_id",
        "message",
        "alert_type",
        "alert_subtype",
        "alert_type_id",
        "alert_subtype_id",
        "created_at",
    ]);

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    Operation::list("get", "/alerts/{id}")
        .about("Show an alert")
        .arguments(&[ALERT, FIELDS, FIELDS_ONLY])
        .columns(&["id", "device_id", "message", "created_at"], &["alerts_configs_id"])
        .members(&["id", "alerts_configs_id", "device_id", "message", "created_at"]),
    Operation::delete("delete", "/alerts/{id}").about("Delete alerts").arguments(&[ALERT]),
    Operation::post("add-token", "/alerts/token")
        .about("Add a token to which alerts are pushed")
        .object()
        .arguments(&[Argument::body("token", Kind::String).required().secret().help("of the receiver")]),
];

pub(super) const CONFIGURATIONS: &[Operation] = &[
    Operation::list("list", "/alerts-configurations")
        .about("List alert configurations")
        .arguments(&[
            LIMIT,
            OFFSET,
            Q,
            FIELDS,
            FIELDS_ONLY,
            OF_COMPANY,
            Argument::query("user_id", Kind::Integer).help("only of this user"),
            OF_DEVICE,
            TYPE,
        ])
        .pages(Paging::Offset)
        .columns(
            &["id", "device_id", "type", "subtype", "enable", "receiver"],
            &["message", "user_id", "alert_type_id", "alert_subtype_id", "created_at"],
        )
        .members(&[
            "id",
            "device_id",
            "receiver",
            "message",
            "enable",
            "type",
            "subtype",
            "user_id",
            "alert_type_id",
            "alert_subtype_id",
            "created_at",
        ])
        .scope("device_alert_configurations:read"),
    Operation::get("get", "/alerts-configurations/{id}")
        .about("Show alert configurations")
        .arguments(&[ALERT_CONFIGURATION])
        .columns(
            &["id", "device_id", "type", "enable", "email_to", "subject", "message"],
            &[
                "alert_type_id",
                "alert_subtype_id",
                "smtp_config_id",
                "user_id",
                "redundancy_enable",
                "redundancy_interval",
                "created_at",
            ],
        )
        .members(&[
            "id",
            "device_id",
            "company_id",
            "alert_type_id",
            "alert_subtype_id",
            "smtp_config_id",
            "email_to",
            "subject",
            "message",
            "email_type",
            "enable",
            "redundancy_enable",
            "redundancy_interval",
            "type",
            "user_id",
            "created_at",
            "updated_at",
        ])
        .scope("device_alert_configurations:read"),
    Operation::post("create", "/devices/alerts-configurations")
        .about("Create an alert configuration for devices")
        .data_list()
        .batch_ids("device_id")
        .waits()
        .arguments(&[
            Argument::body("alert_type_id", Kind::Integer).required().help("what it is about"),
            Argument::body("alert_subtype_id", Kind::Integer).required().help("what exactly"),
            Argument::body("action", Kind::Integer)
                .values(&["1", "2", "3"])
                .help("how it is told: 1 email, 2 SMS, 3 webhook; not with subtypes 11 and 12"),
            SUBJECT,
            Argument::body("message", Kind::String)
                .help("%rn router, %et event, %ex its text; not needed with subtype 15"),
            Argument::body("email", Kind::String).help("where the mail goes"),
            SMTP_CONFIG_ID,
            Argument::body("delivery_retry", Kind::Boolean).help("try again when it cannot be delivered"),
            Argument::body("retry_interval", Kind::Integer).help("minutes between tries"),
            Argument::body("retry_count", Kind::Integer).help("how many tries"),
            Argument::body("redundancy_interval", Kind::Integer)
                .help("minutes before the same is told again; not needed with type 3"),
            Argument::body("data_limit", Kind::Integer).help("amount of data; needed with subtype 15"),
            Argument::body("sim", Kind::Integer).values(&["1", "2"]).help("SIM card; needed with subtype 15"),
            Argument::body("period", Kind::String)
                .values(&["day", "week", "month"])
                .help("what the limit is counted over; needed with subtype 15"),
            Argument::body("starts", Kind::Integer).help("when the period begins; needed with subtype 15"),
            Argument::body("phone", Kind::String).help("number for SMS; needed with subtypes 12 and 15"),
            Argument::body("longitude", Kind::Number).help("middle of the fence, in degrees; needed with type 5"),
            Argument::body("latitude", Kind::Number).help("middle of the fence, in degrees; needed with type 5"),
            Argument::body("radius", Kind::Number).help("metres around it; needed with type 5"),
        ])
        .scope("device_alert_configurations:write"),
    Operation::put("update", "/alerts-configurations/{id}")
        .about("Change alert configurations")
        .object()
        .arguments(&[
            ALERT_CONFIGURATION,
            SUBJECT,
            Argument::body("message", Kind::String).help("%rn router, %et event, %ex its text"),
            Argument::body("enable", Kind::Boolean).help("whether it tells anything"),
            Argument::body("redundancy_enable", Kind::Boolean).help("whether the same is told again"),
            Argument::body("redundancy_interval", Kind::Integer).help("minutes before the same is told again"),
            SMTP_CONFIG_ID,
        ])
        .scope("device_alert_configurations:write"),
    Operation::delete("delete", "/devices/{device_id}/alerts-configurations/{alert_id}")
        .about("Delete an alert configuration of a device")
        .arguments(&[DEVICE_ID, Argument::path("alert_id").help("alert configuration")])
        .scope("device_alert_configurations:write"),
    Operation::get("read", "/devices/alerts-configurations")
        .about("Read alert configurations off a VPN-type device")
        .waits()
        .arguments(&[Argument::query("id", Kind::Integer)
            .required()
            .positional()
            .help("device of the old VPN connection type")])
        .scope("device_alert_configurations:read"),
];

const OF_DEVICE: Argument = Argument::query("device_id", Kind::Integer).help("only of this device");

const TYPE: Argument = Argument::query("type", Kind::String).help("only of this type");

const ALERT: Argument = Argument::path("id").help("alert");

const ALERT_CONFIGURATION: Argument = Argument::path("id").help("alert configuration");

const SUBJECT: Argument = Argument::body("subject", Kind::String).help("subject of the mail");

const SMTP_CONFIG_ID: Argument =
    Argument::body("smtp_config_id", Kind::Integer).help("mail server, as `email-configurations list` shows it");
