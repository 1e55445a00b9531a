//! `ninjaone activities`, and those of one device: the log of what has happened, newest first.

use super::arguments::{DEVICE, LANG, PAGE_SIZE, TZ};
use super::filter::{DF, GROUP, ONLINE, ORG};
use crate::catalog::{Argument, Group, Kind, Operation, Paging};
use crate::moment::{Meant, Written};

pub(super) const ACTIVITIES: Group =
    Group { name: "activities", about: "The log of what has happened", operations: &[LIST], groups: &[] };

pub(super) const OF_DEVICE: Group = Group {
    name: "activities",
    about: "The log of what has happened to a device",
    operations: &[LIST_OF_DEVICE],
    groups: &[],
};

pub(super) const LIST: Operation = Operation::list("list", "/v2/activities")
    .about("List activities, newest first")
    .arguments(&[
        Argument::query("class", Kind::String)
            .values(&["SYSTEM", "DEVICE", "USER", "ALL"])
            .help("only those of the system, of devices or of users"),
        Argument::query("before", Kind::String).when(Meant::Until, Written::Seconds).help("only earlier ones"),
        Argument::query("after", Kind::String).when(Meant::From, Written::Seconds).help("only later ones"),
        OLDER_THAN,
        NEWER_THAN,
        Argument::query("type", Kind::String).help(TYPE_HELP),
        STATUS,
        Argument::query("user", Kind::String).help("only what this user did"),
        SERIES_UID,
        // The term `class` would be the flag of the class of activities again: `--df` has it.
        DF,
        ORG,
        ONLINE,
        GROUP,
        PAGE_SIZE,
        LANG,
        TZ,
        Argument::query("sourceConfigUid", Kind::String).help("only of this script or other source, by `uid`"),
    ])
    .pages(Paging::OlderThan)
    .answers_in("activities")
    .columns(
        &["id", "activityTime", "deviceId", "message", "activityType", "statusCode"],
        &["activityResult", "severity", "subject", "sourceName", "userId", "seriesUid"],
    )
    .members(MEMBERS);

pub(super) const LIST_OF_DEVICE: Operation = Operation::list("list", "/v2/device/{id}/activities")
    .about("List the activities of a device, newest first")
    .arguments(&[
        DEVICE,
        OLDER_THAN,
        NEWER_THAN,
        Argument::query("activityType", Kind::String).spelled("type").help(TYPE_HELP),
        STATUS,
        SERIES_UID,
        PAGE_SIZE,
        LANG,
        TZ,
    ])
    .pages(Paging::OlderThan)
    .answers_in("activities")
    .columns(
        &["id", "activityTime", "message", "activityType", "statusCode"],
        &["activityResult", "severity", "subject", "sourceName", "userId", "seriesUid"],
    )
    .members(MEMBERS);

const TYPE_HELP: &str = "only of this type, as `CONDITION` or `PATCH_MANAGEMENT`";

const OLDER_THAN: Argument = Argument::paging("olderThan", Kind::Integer);

// The vendor's own description of the two has them the wrong way round.
const NEWER_THAN: Argument = Argument::query("newerThan", Kind::Integer).help("only those after the one with this id");

const STATUS: Argument =
    Argument::query("status", Kind::String).help("only of this status, as `TRIGGERED` or `in (TRIGGERED, RESET)`");

const SERIES_UID: Argument =
    Argument::query("seriesUid", Kind::String).help("only what belongs to this alert or job, by `uid`");

const MEMBERS: &[&str] = &[
    "id",
    "activityTime",
    "deviceId",
    "severity",
    "priority",
    "seriesUid",
    "activityType",
    "statusCode",
    "status",
    "activityResult",
    "sourceConfigUid",
    "sourceName",
    "subject",
    "userId",
    "message",
    "type",
    "data",
];
