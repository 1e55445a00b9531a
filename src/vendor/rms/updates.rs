//! `rms devices updates`: firmware and backups on their way to devices.

use super::arguments::{LIMIT, OFFSET};
use crate::catalog::{Argument, Effect, Kind, Operation, Paging};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::list("pending", "/devices/updates/pending")
        .about("List updates that have not happened yet")
        .arguments(&[LIMIT, OFFSET])
        .pages(Paging::Offset)
        .columns(&["id", "device_id", "name", "serial", "job_type"], &[])
        .members(&["id", "job_type", "name", "serial", "device_id"]),
    Operation::post("set", "/devices/updates/set")
        .about("Install firmware or a backup on devices")
        .data_list()
        .batch_ids("id")
        .effect(Effect::Destroy)
        .waits()
        .arguments(&[
            Argument::body("action", Kind::String)
                .required()
                .values(&["upload_backup", "update_firmware"])
                .help("what to install"),
            Argument::body("file_id", Kind::Integer).required().help("the file, as `files list` shows it"),
            Argument::body("offline", Kind::Boolean).required().help("wait for devices that are offline"),
            Argument::body("keep_settings", Kind::Boolean).help("keep the settings; needed with `update_firmware`"),
        ])
        .warning("What was installed before is lost."),
    Operation::post("cancel", "/devices/updates/cancel")
        .about("Cancel pending updates of devices")
        .data_list()
        .batch_ids("id")
        .arguments(&[Argument::body("job_id", Kind::Integers)
            .required()
            .help("jobs, as `updates pending` shows them")]),
];
