//! `rms hotspots` and `rms devices hotspots`: public wireless networks and their users.

use super::arguments::{DEVICE, FIELDS_ONLY, LIMIT, OF_COMPANY, OFFSET, Q};
use super::devices::WORDS;
use crate::catalog::{Argument, Kind, Operation, Paging};

pub(super) const OPERATIONS: &[Operation] = &[Operation::list("list", "/hotspots")
    .about("List devices with hotspots")
    .arguments(&[
        LIMIT,
        OFFSET,
        Q,
        FIELDS_ONLY,
        Argument::query("ssid_names", Kind::String).help("names of networks; `not_null` for any"),
        Argument::query("status", Kind::String)
            .values(&["online", "offline", "not_activated"])
            .help("connection state of the device"),
        Argument::query("model", Kind::String).help("model name"),
        Argument::query("firmware", Kind::String).help("firmware version"),
        OF_COMPANY,
    ])
    .pages(Paging::Offset)
    .columns(
        &["id", "name", "model", "status", "ssid_names", "online_users", "updated_at"],
        &["company_id", "firmware", "description", "is_esim_bootstrap"],
    )
    .members(&[
        "id",
        "model",
        "company_id",
        "name",
        "description",
        "firmware",
        "status",
        "is_esim_bootstrap",
        "online_users",
        "ssid_names",
        "updated_at",
    ])
    .words(WORDS)];

pub(super) const OF_DEVICE: &[Operation] = &[Operation::list("list", "/devices/{id}/hotspots")
    .about("List the hotspots of a device")
    .arguments(&[DEVICE])
    .columns(&["id", "ssid", "hotspot_index", "status", "online_users", "auth_type"], &["hotspot_ip", "updated_at"])
    .members(&["id", "status", "ssid", "hotspot_ip", "online_users", "auth_type", "hotspot_index", "updated_at"])];

pub(super) const USERS: &[Operation] = &[
    Operation::get("list", "/devices/{id}/hotspots/{index}/users")
        .about("List the users of a hotspot")
        .waits()
        .arguments(&[DEVICE, INDEX]),
    Operation::list("active", "/devices/{id}/hotspots/{index}/users/active")
        .about("List who is using a hotspot")
        .answers_in("hotspots_active_users")
        .arguments(&[DEVICE, INDEX])
        .columns(
            &["username", "mac", "ip", "ssid", "start_time", "use_time", "download", "upload"],
            &["id", "device_id", "created_at", "updated_at"],
        )
        .members(&[
            "id",
            "device_id",
            "ssid",
            "username",
            "mac",
            "ip",
            "start_time",
            "use_time",
            "download",
            "upload",
            "created_at",
            "updated_at",
        ]),
    Operation::post("create", "/devices/{id}/hotspots/{index}/users")
        .about("Create a user of a hotspot")
        .object()
        .waits()
        .arguments(&[
            DEVICE,
            INDEX,
            Argument::body("username", Kind::String).required().help("name to log in with"),
            Argument::body("password", Kind::String).required().secret().help("password to log in with"),
        ])
        .scope("device_hotspots:write"),
    Operation::delete("delete", "/devices/{id}/hotspots/{index}/users")
        .about("Delete a user of a hotspot")
        .waits()
        .arguments(&[DEVICE, INDEX, Argument::query("username", Kind::String).required().help("name of the user")])
        .scope("device_hotspots:write"),
];

const INDEX: Argument = Argument::path("index").help("hotspot of the device, 1 to 4");
