//! `rms devices remote-access`: the services behind devices for which links can be made.

use super::arguments::{DEVICE_ID, FIELDS, FIELDS_ONLY};
use crate::catalog::{Argument, Kind, Operation};

/// The specification names the first five; the vendor's guide also names `sftp` and `telnet`. What is not accepted any
/// more is for the vendor to say.
pub(super) const PROTOCOLS: &[&str] = &["http", "https", "ssh", "rdp", "vnc", "sftp", "telnet"];

pub(super) const LIST: Operation = Operation::list("list", "/devices/remote-access")
    .about("List remote access configurations")
    .arguments(&[Argument::query("device_id", Kind::Integers).help("only of these devices"), FIELDS, FIELDS_ONLY])
    .columns(
        &["id", "device_id", "device_name", "name", "protocol", "destination_ip", "destination_port"],
        &["is_main", "credentials_required", "company_name", "created_at"],
    )
    .members(MEMBERS)
    .scope("device_remote_access:read");

const MEMBERS: &[&str] = &[
    "id",
    "device_id",
    "name",
    "destination_ip",
    "destination_port",
    "protocol",
    "is_main",
    "credentials_required",
    "mqtt",
    "device_name",
    "device_description",
    "device_model",
    "is_esim_bootstrap",
    "tags",
    "company_id",
    "company_name",
    "created_at",
];

pub(super) const CREATE: Operation = Operation::post("create", "/devices/remote-access")
    .about("Create a remote access configuration")
    .data_list()
    .waits()
    .arguments(&[
        Argument::body("device_id", Kind::Integer).required().help("the device that reaches the service"),
        Argument::body("name", Kind::String).required().help("3 to 50 characters, unique on the device"),
        Argument::body("destination_ip", Kind::String).required().help("address as the device sees it"),
        Argument::body("destination_port", Kind::Integer).required().help("port of the service"),
        Argument::body("protocol", Kind::String).required().values(PROTOCOLS).help("protocol of the service"),
        Argument::body("credentials_required", Kind::Boolean).help("the link asks for an RMS account"),
    ])
    .scope("device_remote_access:write");

/// The vendor does not loop over several ids: each gets a request of its own.
const DELETE: Operation = Operation::delete("delete", "/devices/remote-access")
    .about("Delete remote access configurations")
    .single_ids("id")
    .waits()
    .scope("device_remote_access:write");

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    CREATE,
    Operation::put("update", "/devices/remote-access/{access_id}")
        .about("Change remote access configurations")
        .object()
        .waits()
        .arguments(&[
            Argument::path("access_id").help("remote access configuration, as `remote-access list` shows it"),
            Argument::body("device_id", Kind::Integer).help("the device that reaches the service"),
            Argument::body("name", Kind::String).help("3 to 50 characters, unique on the device"),
            Argument::body("destination_ip", Kind::String).help("address as the device sees it"),
            Argument::body("destination_port", Kind::Integer).help("port of the service"),
            Argument::body("protocol", Kind::String).values(PROTOCOLS).help("protocol of the service"),
            Argument::body("credentials_required", Kind::Boolean).help("the link asks for an RMS account"),
            Argument::body("tag_id", Kind::Integers).help("the only tags from now on"),
        ]),
    DELETE,
    Operation::post("run", "/devices/{device_id}/remote-access/{action}")
        .about("Check or unblock the remote access of a device")
        .waits()
        .arguments(&[DEVICE_ID, Argument::path("action").values(&["check", "unblock"]).help("what to do")]),
];
