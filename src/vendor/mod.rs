//! The vendors, one folder each; none knows another.

pub mod cisco;
pub mod cisco_local;
pub mod ninja;
pub mod ninjaone;
pub mod rms;
pub mod sps;

use crate::catalog::Vendor;

/// Every vendor. Adding one is a folder and a line here.
pub const ALL: &[&Vendor] =
    &[&rms::RMS, &cisco::CISCO, &cisco_local::CISCO_LOCAL, &sps::SPS, &ninja::NINJA, &ninjaone::NINJAONE];
