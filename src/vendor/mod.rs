//! The vendors, one folder each; none knows another.

pub mod beyondtrust;
pub mod cisco;
pub mod cisco_local;
pub mod ninja;
pub mod ninjaone;
pub mod rms;
pub mod sps;

use crate::catalog::Vendor;

/// Every vendor, in the order of the help. Adding one is a folder, a simulator and a line here.
pub const ALL: &[&Vendor] = &[
    &rms::RMS,
    &beyondtrust::BEYONDTRUST,
    &cisco::CISCO,
    &cisco_local::CISCO_LOCAL,
    &sps::SPS,
    &ninja::NINJA,
    &ninjaone::NINJAONE,
];
