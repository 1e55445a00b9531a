//! `rms devices actions`: what devices can be told to do.

use crate::catalog::{Argument, Kind, Operation};

const RUN: Operation = Operation::post("run", "/devices/actions")
    .about("Run an action on devices")
    .batch_ids("device_id")
    .waits()
    .arguments(
        &[Argument::body("action", Kind::String).required().positional().values(&[
            "reboot",
            "download_backup",
            "download_eventslog",
            "download_troubleshoot",
            "update_metrics_data",
        ])],
    )
    .scope("device_actions:write");

pub(super) const OPERATIONS: &[Operation] = &[RUN];
