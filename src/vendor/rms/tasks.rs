//! `rms devices tasks`: commands and files that devices are given in groups, and the logs of that.

use super::arguments::{FIELDS, FIELDS_ONLY, LIMIT, OF_COMPANY, OFFSET, SORT};
use crate::catalog::{Argument, Effect, Kind, Operation, Paging};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/devices/tasks")
        .about("List tasks")
        .arguments(&[
            LIMIT,
            OFFSET,
            FIELDS,
            FIELDS_ONLY,
            SORT,
            OF_COMPANY,
            TYPE,
            Argument::query("group_id", Kind::Integer).help("only of this group"),
        ])
        .pages(Paging::Offset)
        .columns(
            &["id", "name", "type", "group_name", "order", "timeout", "stop_on_failure"],
            &["group_id", "company_id", "data", "created_at", "updated_at"],
        )
        .members(&[
            "id",
            "group_name",
            "group_id",
            "company_id",
            "order",
            "type",
            "name",
            "data",
            "timeout",
            "stop_on_failure",
            "created_at",
            "updated_at",
        ]),
    Operation::put("update", "/devices/tasks/{id}")
        .about("Change tasks")
        .object()
        .arguments(&[
            TASK,
            NAME,
            Argument::body("order", Kind::Integer).required().help("place in its group, from 0"),
            Argument::body("stop_on_failure", Kind::Boolean).required().help("end the group when it fails"),
            Argument::body("timeout", Kind::Integer).required().help("seconds, 1 to 300"),
        ])
        .scope("device_tasks:write"),
    Operation::delete("delete", "/devices/tasks/{id}")
        .about("Delete tasks")
        .arguments(&[TASK])
        .scope("device_tasks:write"),
];

pub(super) const LOGS: &[Operation] = &[
    Operation::list("list", "/devices/tasks/logs")
        .about("List what came of tasks")
        .arguments(&[
            LIMIT,
            OFFSET,
            FIELDS,
            SORT,
            TYPE,
            Argument::query("group_log_id", Kind::Integer)
                .help("only of this run, as `tasks groups logs list` shows it"),
        ])
        .pages(Paging::Offset)
        .columns(COLUMNS, WIDE)
        .members(LOG_MEMBERS),
    Operation::get("get", "/devices/tasks/logs/{id}")
        .about("Show what came of tasks")
        .arguments(&[ENTRY])
        .columns(COLUMNS, WIDE)
        .members(LOG_MEMBERS),
];

pub(super) const GROUPS: &[Operation] = &[
    Operation::list("list", "/devices/tasks/groups")
        .about("List groups of tasks")
        .arguments(&[
            LIMIT,
            OFFSET,
            FIELDS,
            FIELDS_ONLY,
            SORT,
            OF_COMPANY,
            Argument::query("name", Kind::String).help("only of this name"),
        ])
        .pages(Paging::Offset)
        .columns(&["id", "name", "company_id", "created_at", "updated_at"], &[])
        .members(GROUP_MEMBERS),
    Operation::get("get", "/devices/tasks/groups/{id}")
        .about("Show groups of tasks")
        .arguments(&[GROUP_OF_TASKS])
        .columns(&["id", "name", "company_id", "created_at", "updated_at"], &[])
        .members(GROUP_MEMBERS),
    Operation::post("create", "/devices/tasks/groups")
        .about("Create a group of tasks")
        .object()
        .arguments(&[
            NAME,
            Argument::body("tasks", Kind::Array)
                .required()
                .help("`[{\"name\", \"order\", \"type\", \"timeout\", \"stop_on_failure\", \"data\"}]`"),
            Argument::body("failed_tag_id", Kind::Integers).help("tags for devices on which it fails"),
            Argument::body("success_tag_id", Kind::Integers).help("tags for devices on which it succeeds"),
        ])
        .scope("device_tasks:write"),
    Operation::put("update", "/devices/tasks/groups/{id}")
        .about("Change groups of tasks")
        .object()
        .arguments(&[
            GROUP_OF_TASKS,
            Argument::body("name", Kind::String).help("what it is called"),
            Argument::body("tasks", Kind::Array)
                .help("`[{\"name\", \"order\", \"type\", \"timeout\", \"stop_on_failure\", \"data\"}]`"),
        ])
        .scope("device_tasks:write"),
    Operation::delete("delete", "/devices/tasks/groups/{id}")
        .about("Delete groups of tasks")
        .arguments(&[GROUP_OF_TASKS])
        .scope("device_tasks:write"),
    Operation::post("run", "/devices/tasks/groups/{id}")
        .about("Run a group of tasks on devices")
        .batch_ids("device_id")
        .effect(Effect::Destroy)
        .waits()
        .arguments(&[
            GROUP_OF_TASKS,
            Argument::body("tasks", Kind::Array)
                .help("values for variables: `[{\"task_id\", \"variables\": [{\"name\", \"value\"}]}]`"),
        ])
        .scope("device_tasks:execute")
        .warning("A task can change anything on the device."),
];

pub(super) const GROUP_LOGS: &[Operation] = &[
    Operation::list("list", "/devices/tasks/groups/logs")
        .about("List runs of groups of tasks")
        .arguments(&[
            LIMIT,
            OFFSET,
            FIELDS,
            SORT,
            Argument::query("device_id", Kind::Integer).help("only on this device"),
            Argument::query("status", Kind::String).help("processing, completed or failed"),
        ])
        .pages(Paging::Offset)
        .columns(&["id", "name", "device_id", "status", "created_at"], &[])
        .members(RUN_MEMBERS),
    Operation::get("get", "/devices/tasks/groups/logs/{id}")
        .about("Show runs of groups of tasks")
        .arguments(&[ENTRY])
        .columns(&["id", "name", "device_id", "status", "created_at"], &[])
        .members(RUN_MEMBERS),
];

const TYPE: Argument = Argument::query("type", Kind::String).help("only of this type");

const TASK: Argument = Argument::path("id").help("task");

const NAME: Argument = Argument::body("name", Kind::String).required().help("what it is called");

const ENTRY: Argument = Argument::path("id").help("entry, as `list` shows it");

const GROUP_OF_TASKS: Argument = Argument::path("id").help("group of tasks");

const LOG_MEMBERS: &[&str] = &["id", "group_log_name", "group_log_id", "type", "name", "data", "result", "created_at"];

const GROUP_MEMBERS: &[&str] = &["id", "name", "company_id", "created_at", "updated_at"];

const RUN_MEMBERS: &[&str] = &["id", "device_id", "name", "status", "created_at"];

const COLUMNS: &[&str] = &["id", "name", "type", "group_log_name", "created_at"];

const WIDE: &[&str] = &["group_log_id", "data", "result"];
