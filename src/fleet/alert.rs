//! An alert as every vendor's alerts are shown.

use jiff::Timestamp;
use serde::Serialize;

use super::device::seconds;

/// One alert. Every member is always there; what is not known is `null`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Alert {
    /// The key of the vendor.
    pub vendor: String,
    /// The profile that it was found with.
    pub profile: String,
    /// The vendor's id of it.
    pub id: String,
    /// The vendor's id of the device that it is about.
    pub device_id: Option<String>,
    /// What people call that device.
    pub device: Option<String>,
    /// How bad it is, in the vendor's word, lower case.
    pub severity: Option<String>,
    /// Whether it still goes on, in the vendor's word, lower case.
    pub status: Option<String>,
    /// What happened.
    pub message: Option<String>,
    /// When it began.
    #[serde(serialize_with = "seconds")]
    pub created_at: Option<Timestamp>,
    /// Where people see it in the vendor's web interface.
    pub url: Option<String>,
}
