//! The vendors, one folder each; none knows another.

pub mod beyondtrust;
pub mod ninja;
pub mod ninjaone;
pub mod rms;
pub mod sps;

use crate::catalog::Vendor;

/// Every vendor. Adding one is a folder and a line here.
pub const ALL: &[&Vendor] = &[&rms::RMS, &ninja::NINJA, &ninjaone::NINJAONE];
