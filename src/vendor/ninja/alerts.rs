//! `ninja alerts`: what has gone wrong, and what is told as it goes wrong.

use super::{follow, reset};
use crate::catalog::{Argument, Effect, Kind, Operation};

pub(super) const LIST: Operation = Operation::list("list", "/v1/alerts")
    .about("List alerts")
    .arguments(&[Argument::detour(SINCE).help("only alerts that came after the one with this id")])
    .detour("/v1/alerts/since/{since}")
    .columns(COLUMNS, WIDE)
    .members(MEMBERS);

/// The argument by which a list of alerts begins after one of them.
pub(super) const SINCE: &str = "since";

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    Operation::delete("reset", "/v1/alerts/{id}")
        .about("Reset alerts")
        .arguments(&[Argument::path("id").help("alert, as `alerts list` shows it")])
        .guarded(|work, ids| Box::pin(reset::judge(work, ids))),
    Operation::stream("follow", Effect::Read, |work, given| Box::pin(follow::follow(work, given)))
        .endless()
        .about("Show new alerts as they come")
        .arguments(&[
            Argument::workflow(SINCE, Kind::Integer)
                .help("begin after the alert with this id, not with the next new one"),
            Argument::workflow("resume", Kind::Boolean).help("go on after the last alert that an earlier run showed"),
            Argument::workflow("every", Kind::Integer).help("seconds between two looks, 60 or more [default: 60]"),
        ])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
];

const COLUMNS: &[&str] = &["id", "timestamp", "device.display_name", "message", "status", "customer.name"];
const WIDE: &[&str] = &["type", "severity", "can_reset", "device.id", "customer.id"];

/// The documented ones, and one that servers send besides.
const MEMBERS: &[&str] = &[
    "id",
    "type",
    "status",
    "message",
    "severity",
    "result",
    "source",
    "os_user_name",
    "timestamp",
    "can_reset",
    "device",
    "customer",
    "data",
];
