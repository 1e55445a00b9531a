//! What people type about a device, and how often the vendor may be asked for news.

use std::time::Duration;

use crate::fleet::{Next, Watch};

/// Ten lists are given in ten minutes: half of them stay for everything else.
pub(super) const WATCH: Watch = Watch {
    pause: Duration::from_secs(120),
    next: &[Next::of_all("ninja devices get {id}"), Next::of_all("ninja alerts list --filter device.id={id}")],
};
