//! What people type about a device, and how often the vendor may be asked for news.

use std::time::Duration;

use crate::fleet::{Next, Watch};

/// A month has 100,000 requests, and a look may take several.
pub(super) const WATCH: Watch = Watch {
    pause: Duration::from_secs(300),
    next: &[Next::of_all("rms connect-link --serial {serial}"), Next::of_all("rms devices get {id}")],
};
