//! `ninja devices`: everything that is managed or watched, and what is installed on it.

use crate::catalog::{Argument, Operation};

pub(super) const LIST: Operation =
    Operation::list("list", "/v1/devices").about("List devices").columns(COLUMNS, WIDE).members(MEMBERS).secret(SECRET);

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    Operation::get("get", "/v1/devices/{id}")
        .about("Show devices")
        .arguments(&[Argument::path("id").help("device, as `devices list` shows it")])
        .columns(COLUMNS, WIDE_OF_ONE)
        .members(MEMBERS)
        .secret(SECRET),
];

const COLUMNS: &[&str] = &["id", "display_name", "role", "customer_id", "last_online", "ip_addresses"];
const WIDE: &[&str] = &[
    "type",
    "system_name",
    "dns_name",
    "os.name",
    "system.manufacturer",
    "system.model",
    "system.bios_serial_number",
    "last_logged_in_user",
    "last_update",
    "mac_addresses",
];
const WIDE_OF_ONE: &[&str] = &[
    "type",
    "system_name",
    "dns_name",
    "os.name",
    "os.last_boot_time",
    "system.manufacturer",
    "system.model",
    "system.bios_serial_number",
    "processor.name",
    "memory.capacity",
    "disks",
    "last_logged_in_user",
    "last_update",
    "mac_addresses",
    "ninja_url",
    "software",
];

/// The documented ones, and one that servers send besides.
const MEMBERS: &[&str] = &[
    "id",
    "type",
    "sub_type",
    "role",
    "customer_id",
    "parent_device_id",
    "display_name",
    "dns_name",
    "system_name",
    "netbios_name",
    "last_online",
    "last_update",
    "last_logged_in_user",
    "ninja_url",
    "remote_control_url",
    "ip_addresses",
    "mac_addresses",
    "public_ip_addr",
    "memory",
    "os",
    "system",
    "processor",
    "disks",
    "software",
];

/// A link that takes over the device: the password stands in it.
const SECRET: &[&str] = &["remote_control_url"];
