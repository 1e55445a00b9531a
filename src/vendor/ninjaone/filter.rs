//! Flags that are terms of the device filter `df`. Its terms are joined by `AND`; it knows no `OR`, no brackets and no quotes.

use crate::catalog::{Argument, Kind};

/// The expression itself; the other flags go after it.
pub(super) const DF: Argument =
    Argument::query("df", Kind::String).help("filter of devices, as `status = PENDING AND created after 2026-01-31`");
/// Organizations, by their ids.
pub(super) const ORG: Argument = Argument::term("org", Kind::Integers, "df", "org in ({})")
    .shown_at(&["/organizationId", "/device/organizationId"])
    .help("only devices of these organizations");
/// Kinds of devices.
pub(super) const CLASS: Argument = Argument::term("class", Kind::Choices, "df", "class in ({})")
    .values(CLASSES)
    .shown_at(&["/nodeClass", "/device/nodeClass"])
    .help("only devices of these classes");
/// Connected, or not.
pub(super) const ONLINE: Argument = Argument::either_term("online", "df", "online", "offline")
    .denied_at(&["/offline", "/device/offline"])
    .help("only devices that are online; `--online=false`: offline");
/// A saved search of devices, by its id.
pub(super) const GROUP: Argument =
    Argument::term("group", Kind::Integer, "df", "group {}").help("only devices of this group, a saved search");

/// The classes that the filter knows.
pub(super) const CLASSES: &[&str] = &[
    "WINDOWS_SERVER",
    "WINDOWS_WORKSTATION",
    "LINUX_WORKSTATION",
    "LINUX_SERVER",
    "MAC",
    "MAC_SERVER",
    "ANDROID",
    "APPLE_IOS",
    "APPLE_IPADOS",
    "VMWARE_VM_HOST",
    "VMWARE_VM_GUEST",
    "HYPERV_VMM_HOST",
    "HYPERV_VMM_GUEST",
    "CLOUD_MONITOR_TARGET",
    "NMS_SWITCH",
    "NMS_ROUTER",
    "NMS_FIREWALL",
    "NMS_PRIVATE_NETWORK_GATEWAY",
    "NMS_PRINTER",
    "NMS_SCANNER",
    "NMS_DIAL_MANAGER",
    "NMS_WAP",
    "NMS_IPSLA",
    "NMS_COMPUTER",
    "NMS_VM_HOST",
    "NMS_APPLIANCE",
    "NMS_OTHER",
    "NMS_SERVER",
    "NMS_PHONE",
    "NMS_VIRTUAL_MACHINE",
    "NMS_NETWORK_MANAGEMENT_AGENT",
    "UNMANAGED_DEVICE",
    "MANAGED_DEVICE",
];
