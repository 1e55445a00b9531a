//! A device as every vendor's devices are shown.

use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Whether a device can be reached, as far as its vendor knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is connected.
    Online,
    /// It is not.
    Offline,
    /// It waits for somebody to let it in.
    Pending,
    /// The vendor does not say.
    #[default]
    Unknown,
}

impl Status {
    /// The word that people and programs read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Offline => "offline",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
        }
    }
}

/// One device. Every member is always there; what is not known is `null` or an empty list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Device {
    /// The key of the vendor.
    pub vendor: String,
    /// The profile that it was found with.
    pub profile: String,
    /// The vendor's id of it, which no other device of the profile has.
    pub id: String,
    /// Its serial number.
    pub serial: Option<String>,
    /// What people call it.
    pub name: Option<String>,
    /// The maker's name of the model.
    pub model: Option<String>,
    /// What it is: `router`, `server`, `workstation`, ...
    pub kind: Option<String>,
    /// Where it is, or whose.
    pub site: Option<String>,
    /// Labels that people gave it.
    pub tags: Vec<String>,
    /// Whether it can be reached.
    pub status: Status,
    /// When the vendor last heard of it.
    #[serde(serialize_with = "seconds", deserialize_with = "time")]
    pub last_seen: Option<Timestamp>,
    /// The version of its firmware, system or agent.
    pub firmware: Option<String>,
    /// Its IP addresses and host names, the one to reach it by first.
    pub addresses: Vec<String>,
    /// Its MAC addresses, lower case with colons.
    pub macs: Vec<String>,
    /// Where people see it in the vendor's web interface.
    pub url: Option<String>,
    /// Every place that knows it, where devices of several vendors were merged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// The vendor's record, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<Value>,
}

/// A place that knows a device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The key of the vendor.
    pub vendor: String,
    /// The profile.
    pub profile: String,
    /// The vendor's id of it.
    pub id: String,
}

/// RFC 3339 in UTC, to the second.
pub(super) fn seconds<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.collect_str(&format_args!("{time:.0}")),
        None => serializer.serialize_none(),
    }
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
}

#[cfg(test)]
mod tests {
    use super::{Device, Status};

    #[test]
    fn every_member_is_there_in_the_order_of_the_contract() {
        let device =
            Device { vendor: "rms".to_owned(), profile: "field".to_owned(), id: "7".to_owned(), ..Device::default() };

        let written = serde_json::to_string(&device).unwrap();

        let expected = concat!(
            r#"{"vendor":"rms","profile":"field","id":"7","serial":null,"name":null,"model":null,"kind":null,"site":null,"#,
            r#""tags":[],"status":"unknown","last_seen":null,"firmware":null,"addresses":[],"macs":[],"url":null}"#
        );
        assert_eq!(written, expected);
    }

    #[test]
    fn the_word_of_a_status_is_the_one_in_json() {
        let all = [Status::Online, Status::Offline, Status::Pending, Status::Unknown];

        let written = all.map(|status| serde_json::to_value(status).unwrap());

        assert_eq!(written, all.map(|status| serde_json::Value::from(status.word())));
    }

    #[test]
    fn a_time_is_utc_to_the_second() {
        let device = Device {
            status: Status::Online,
            last_seen: Some("2026-11-22T08:00:00.75+02:00".parse().unwrap()),
            ..Device::default()
        };

        let written = serde_json::to_value(&device).unwrap();

        assert_eq!(written["last_seen"], "2026-11-22T06:00:00Z");
        assert_eq!(written["status"], "online");
        let read: Device = serde_json::from_value(written).unwrap();
        assert_eq!(read.last_seen, Some("2026-11-22T06:00:00Z".parse().unwrap()));
    }
}
