//! The vendors, one folder each; none knows another.

pub mod beyondtrust;
pub mod cisco;
pub mod cisco_local;
pub mod ninja;
pub mod ninjaone;
pub mod rms;
pub mod sps;

use crate::catalog::Vendor;

/// Every vendor that is offered. Adding one is a folder, a simulator and a line here; `beyondtrust` waits for the rest of
/// its simulator.
pub const ALL: &[&Vendor] =
    &[&rms::RMS, &cisco::CISCO, &cisco_local::CISCO_LOCAL, &sps::SPS, &ninja::NINJA, &ninjaone::NINJAONE];
