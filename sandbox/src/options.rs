//! What is simulated and how it misbehaves.

use crate::{BeyondTrustOptions, CiscoLocalOptions, CiscoOptions, Clock, SpsOptions};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// What is simulated and how it misbehaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many devices the fleet has at the start. They are computed, not stored: ten million cost no more than ten.
    pub devices: u64,
    /// Another seed is another fleet; the first devices with their oddities stay.
    pub seed: u64,
    /// How long every answer takes.
    pub latency: Duration,
    /// After this many API requests every further one is answered with 429.
    pub quota: Option<u64>,
    /// The `Retry-After` of that 429, in seconds.
    pub retry_after: Option<u64>,
    /// The largest `limit` that a list takes; NinjaOne cuts larger pages in silence.
    pub max_page: u64,
    /// NinjaOne logs in at `/oauth/` only, as older tenants do, and not at `/ws/oauth/`.
    pub ninjaone_old_oauth: bool,
    /// NinjaOne lets a program do what needs a person.
    pub ninjaone_needs_nobody: bool,
    /// Compress answers for clients that accept it.
    pub gzip: bool,
    /// Enforce NinjaRMM's limits: 10 lists in 10 minutes, 10 entities in a minute.
    pub ninja_limits: bool,
    /// How many seconds NinjaRMM's clock is ahead of `clock`; behind, if negative.
    pub ninja_clock_ahead: i64,
    /// How the site of BeyondTrust behaves.
    pub beyondtrust: BeyondTrustOptions,
    /// What may differ between Cisco's clouds.
    pub cisco: CiscoOptions,
    /// What may differ between boxes with Cisco Edge Intelligence.
    pub cisco_local: CiscoLocalOptions,
    /// How the box of One Identity SPS behaves.
    pub sps: SpsOptions,
    /// Where to listen; port 0 is any free one.
    pub address: SocketAddr,
    /// What time it is.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            devices: 24,
            seed: 1,
            latency: Duration::ZERO,
            quota: None,
            retry_after: None,
            max_page: 10_000,
            ninjaone_old_oauth: false,
            ninjaone_needs_nobody: false,
            gzip: false,
            ninja_limits: true,
            ninja_clock_ahead: 0,
            beyondtrust: BeyondTrustOptions::default(),
            cisco: CiscoOptions::default(),
            cisco_local: CiscoLocalOptions::default(),
            sps: SpsOptions::default(),
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            clock: Clock::real(),
        }
    }
}
