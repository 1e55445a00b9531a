//! What a vendor's servers bear, and which of their answers are kept because of it.

use crate::http::{Counters, Kept, Quota};

/// The limits of a vendor.
#[derive(Debug, Clone, Copy)]
pub struct Traffic {
    /// A 429 that names no time may pass soon.
    pub blind_429: bool,
    /// A page of HTML where JSON should be means a limit that may pass soon, as a 429 does.
    pub html_is_limit: bool,
    /// The vendor wants a connection for each request.
    pub one_a_connection: bool,
    /// Requests a second that the vendor allows, where it says so.
    pub per_second: Option<f64>,
    /// Requests of a kind that it counts over a longer time.
    pub quotas: &'static [Quota],
    /// The headers in which it tells how many requests are left.
    pub counters: Option<Counters>,
    /// Answers that are kept, so that a quota lasts longer.
    pub kept: &'static [Kept],
}

impl Traffic {
    /// A vendor that names no limit.
    pub const UNLIMITED: Self = Self {
        blind_429: true,
        html_is_limit: false,
        one_a_connection: false,
        per_second: None,
        quotas: &[],
        counters: None,
        kept: &[],
    };
}
