//! `ninjaone jobs`, those of one device, and `ninjaone tasks`: what is running, and what will run.

use super::arguments::{DEVICE, LANG, TZ};
use super::filter::{CLASS, DF, GROUP, ONLINE, ORG};
use crate::catalog::{Argument, Group, Kind, Operation};

pub(super) const JOBS: Group =
    Group { name: "jobs", about: "What is running on devices", operations: &[LIST], groups: &[] };

pub(super) const OF_DEVICE: Group =
    Group { name: "jobs", about: "What is running on a device", operations: &[LIST_OF_DEVICE], groups: &[] };

pub(super) const TASKS: Group = Group {
    name: "tasks",
    about: "What runs on a schedule",
    operations: &[Operation::list("list", "/v2/tasks")
        .about("List scheduled tasks")
        .columns(&["id", "name", "enabled", "lastRun", "runCount", "description"], &["created"])
        .members(&["id", "name", "description", "enabled", "created", "lastRun", "runCount"])],
    groups: &[],
};

const LIST: Operation = Operation::list("list", "/v2/jobs")
    .about("List running jobs")
    .named_by("uid")
    .arguments(&[
        Argument::query("jobType", Kind::String)
            .spelled("type")
            .help("only of this type, as `ACTION` or `PATCH_MANAGEMENT`"),
        DF,
        ORG,
        CLASS,
        ONLINE,
        GROUP,
        LANG,
        TZ,
    ])
    .columns(&["uid", "deviceId", "jobType", "jobStatus", "createTime", "message"], WIDE)
    .members(MEMBERS);

pub(super) const LIST_OF_DEVICE: Operation = Operation::list("list", "/v2/device/{id}/jobs")
    .about("List the jobs that run on a device")
    .named_by("uid")
    .arguments(&[DEVICE, LANG, TZ])
    .columns(&["uid", "jobType", "jobStatus", "createTime", "message"], WIDE)
    .members(MEMBERS);

const WIDE: &[&str] = &["jobResult", "subject", "sourceName", "userId", "updateTime"];

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
    "jobStatus",
    "jobResult",
    "jobType",
];
