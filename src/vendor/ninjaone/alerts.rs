//! `ninjaone alerts`, and those of one device: conditions that are met at the moment.

use super::arguments::{DEVICE, LANG, TZ};
use super::filter::{CLASS, DF, GROUP, ONLINE, ORG};
use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const ALERTS: Group = Group {
    name: "alerts",
    about: "Alerts that are open now",
    operations: &[
        LIST,
        RESET,
        Operation::post("reset-with-data", "/v2/alert/{uid}/reset")
            .about("Reset alerts and record data with it")
            .object()
            .effect(Effect::Destroy)
            .arguments(&[
                ALERT,
                Argument::body("*", Kind::Pairs).spelled("field").help("member of the activity that records the reset"),
            ])
            .warning("An alert is reset whether or not its cause is gone."),
    ],
    groups: &[],
};

pub(super) const OF_DEVICE: Group = Group {
    name: "alerts",
    about: "Alerts of a device that are open now",
    operations: &[Operation::list("list", "/v2/device/{id}/alerts")
        .about("List the alerts of a device")
        .named_by("uid")
        .arguments(&[DEVICE, LANG, TZ])
        .columns(
            &["severity", "message", "createTime", "uid", "sourceType"],
            &["priority", "conditionName", "sourceName", "subject", "updateTime"],
        )
        .members(MEMBERS)],
    groups: &[],
};

pub(super) const LIST: Operation = Operation::list("list", "/v2/alerts")
    .about("List alerts")
    .named_by("uid")
    .arguments(&[
        Argument::query("sourceType", Kind::String)
            .help("only of this origin, as `AGENT_OFFLINE` or `CONDITION_AGENT_DISK_FREE_SPACE`"),
        DF,
        ORG,
        CLASS,
        ONLINE,
        GROUP,
        LANG,
        TZ,
    ])
    .columns(
        // The uid is as wide as half a terminal, and only who resets an alert needs it.
        &["deviceId", "severity", "message", "createTime", "uid", "sourceType"],
        &["priority", "conditionName", "sourceName", "subject", "device.displayName", "updateTime"],
    )
    .members(MEMBERS);

pub(super) const RESET: Operation =
    Operation::delete("reset", "/v2/alert/{uid}").about("Reset alerts").arguments(&[ALERT]);

const ALERT: Argument = Argument::path("uid").help("alert, as `alerts list` shows it");

const MEMBERS: &[&str] = &[
    "uid",
    "deviceId",
    "message",
    "createTime",
    "updateTime",
    "sourceType",
    "sourceConfigUid",
    "sourceName",
    "subject",
    "userId",
    "psaTicketId",
    "ticketTemplateId",
    "data",
    "device",
    "priority",
    "severity",
    "conditionName",
    "conditionHealthStatus",
    "useGlobalHealthStatus",
];
