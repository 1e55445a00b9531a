//! What people type about a device.

use crate::fleet::{Next, Status, Watch};

pub(super) const WATCH: Watch = Watch {
    next: &[
        Next::of_all("ninjaone devices get {id}"),
        Next::of_all("ninjaone devices alerts list {id}"),
        Next::of_all("ninjaone devices activities list {id} --limit 20").in_states(&[Status::Offline]),
    ],
    ..Watch::NOTHING
};
