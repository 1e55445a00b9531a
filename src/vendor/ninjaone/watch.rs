//! What people type about a device.

use crate::fleet::{Next, Watch};

pub(super) const WATCH: Watch = Watch {
    next: &[Next::of_all("ninjaone devices get {id}"), Next::of_all("ninjaone devices alerts list {id}")],
    ..Watch::NOTHING
};
