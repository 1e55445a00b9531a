//! `rms wireless` and `rms devices wireless`: access points that are monitored.

use super::arguments::{DEVICE_ID, LIMIT, OFFSET, Q};
use super::devices::WORDS;
use crate::catalog::{Argument, Kind, Operation, Paging};

pub(super) const OPERATIONS: &[Operation] = &[Operation::list("list", "/wireless")
    .about("List devices with monitored access points")
    .arguments(&[
        Argument::query("wireless_id", Kind::String).required().help("access point; `not_null` for any"),
        LIMIT,
        OFFSET,
        Q,
    ])
    .pages(Paging::Offset)
    .columns(
        &["id", "name", "model", "status", "clients_count", "received", "sent"],
        &["firmware", "description", "created_at"],
    )
    .members(&[
        "id",
        "name",
        "model",
        "description",
        "firmware",
        "received",
        "status",
        "sent",
        "clients_count",
        "created_at",
    ])
    .words(WORDS)
    .scope("wireless:read")];

pub(super) const OF_DEVICE: &[Operation] = &[
    Operation::list("list", "/devices/{device_id}/wireless")
        .about("List the access points of a device")
        .arguments(&[DEVICE_ID])
        .columns(
            &["id", "ssid", "wlan_id", "active", "clients_count", "received", "sent"],
            &["device_id", "updated_at"],
        )
        .members(&["id", "device_id", "wlan_id", "ssid", "active", "received", "sent", "clients_count", "updated_at"])
        .scope("wireless:read"),
    Operation::list("graph", "/devices/{device_id}/wireless/graph")
        .about("List clients and traffic of access points over time")
        .arguments(&[DEVICE_ID, Argument::query("wlan", Kind::Strings).required().help("access points, by `wlan_id`")])
        .scope("wireless:read"),
];
