//! `rms devices passwords`: new passwords for devices, and the tasks that set them.

use super::arguments::{LIMIT, OFFSET};
use crate::catalog::{Argument, Effect, Kind, Operation, Paging};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::post("set", "/devices/passwords/set")
        .about("Set the password of devices")
        .data_list()
        .batch_ids("id")
        .effect(Effect::Destroy)
        .waits()
        .arguments(&[
            Argument::body("password", Kind::String).required().secret().help("8 to 32 characters"),
            Argument::body("password_confirmation", Kind::String).required().secret().help("the same once more"),
            Argument::body("show_password", Kind::Boolean).help("show it in the summary of the task"),
        ])
        .secret(&["password"])
        .warning("The old password is lost."),
    Operation::post("generate", "/devices/passwords/generate")
        .about("Give devices random passwords")
        .data_list()
        .batch_ids("id")
        .effect(Effect::Destroy)
        .waits()
        .arguments(&[
            Argument::body("length", Kind::Integer).help("8 to 32 characters"),
            Argument::body("use_special", Kind::Integer)
                .values(&["0", "1"])
                .help("1 with special characters, 0 without"),
        ])
        .secret(&["password"])
        .warning("The old password is lost."),
    Operation::post("upload", "/devices/passwords/upload")
        .about("Set the passwords in a CSV file")
        .multipart()
        .effect(Effect::Destroy)
        .waits()
        .arguments(&[
            Argument::file("file").required().help("CSV of serial numbers and passwords"),
            Argument::body("show_password", Kind::Boolean).help("show them in the summary of the task"),
        ])
        .secret(&["password"])
        .warning("The old password is lost."),
];

pub(super) const TASKS: &[Operation] = &[
    Operation::list("list", "/devices/passwords/generated/tasks")
        .about("List tasks that set passwords")
        .arguments(&[LIMIT, OFFSET])
        .pages(Paging::Offset)
        .columns(
            &["id", "company_name", "completed", "total", "created_at"],
            &["company_id", "updated_at", "deleted_at"],
        )
        .members(&["id", "company_id", "created_at", "updated_at", "deleted_at", "company_name", "completed", "total"]),
    Operation::list("devices", "/tasks/{id}/devices")
        .about("List the devices of a task")
        .arguments(&[TASK])
        .columns(&["id", "name", "serial", "status", "created_at"], &["mac", "description"])
        .members(&["id", "name", "serial", "mac", "description", "status", "created_at"]),
    Operation::get("download", "/tasks/{id}/download/passwords")
        .about("Save the passwords that a task has set")
        .saves()
        .arguments(&[TASK]),
];

const TASK: Argument = Argument::path("id").help("task, as `passwords tasks list` shows it");
