//! What people type about a device, and how often the vendor may be asked for news.

use std::time::Duration;

use crate::fleet::{Next, Status, Watch};

/// A month has 100,000 requests, and a look may take several.
pub(super) const WATCH: Watch = Watch {
    pause: Duration::from_secs(300),
    next: &[
        // By its id: other devices may have the same serial.
        Next::of_all("rms connect-link --device {id}").in_states(&[Status::Online, Status::Unknown]),
        Next::of_all("rms devices get {id}"),
        Next::of_all("rms alerts list --device-id {id}"),
        // Nobody gets through to what is away: what it has done last is all there is.
        Next::of_all("rms devices logs get {id}").in_states(&[Status::Offline, Status::Pending]),
    ],
};
