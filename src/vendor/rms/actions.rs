//! `rms devices actions`: what devices can be told to do.

use crate::catalog::{Argument, Kind, Operation};

const RUN: Operation = Operation::post("run", "/devices/actions")
    .about("Run an action on devices")
    .examples(&[
        ("reboot 42 43", ""),
        ("reboot --by-tag west --max-affected 20", "all with a tag, if they are no more than that"),
        ("reboot --ids-from devices.csv --resume journal", "the same line again leaves out what is done"),
    ])
    .batch_ids("device_id")
    .waits()
    .arguments(&[Argument::body("action", Kind::String)
        .required()
        .positional()
        .values(&["reboot", "download_backup", "download_eventslog", "download_troubleshoot", "update_metrics_data"])
        .help("what they are to do")])
    .scope("device_actions:write");

pub(super) const OPERATIONS: &[Operation] = &[
    RUN,
    Operation::list("logs", "/devices/actions/logs")
        .about("List what devices were told to do and how it ended")
        .arguments(&[
            Argument::query("device_id", Kind::Integer).help("of this device"),
            Argument::query("tag_id", Kind::Integer).help("of the devices with this tag"),
        ])
        .one_of(&["device_id", "tag_id"])
        .columns(
            &["device_name", "action_name", "request_target_state", "created_at", "finished_at"],
            &["device_id", "device_serial", "action_initialized_from", "action_tag_name", "scheduler_id", "events"],
        )
        .members(&[
            "events",
            "action_name",
            "scheduler_id",
            "request_target_state",
            "device_id",
            "action_initialized_from",
            "additional_information",
            "device_name",
            "device_serial",
            "action_tag_id",
            "created_at",
            "finished_at",
            "action_tag_name",
            "action_tag_description",
        ])
        .scope("device_actions:read"),
    Operation::post("cancel", "/devices/actions/cancel")
        .about("Cancel actions that devices have not begun")
        .batch_ids("device_id")
        .waits()
        .arguments(&[Argument::body("job_id", Kind::Integers).help("only these jobs; without it all")]),
];
