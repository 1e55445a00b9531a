//! A device as lists and details show it.

use super::device::{Device, Kind};
use super::hardware::{self, piece};
use crate::writer::{Members, Writer};
use serde_json::Value;

/// What every list shows.
pub(in crate::ninjaone) fn write_brief(device: &Device<'_>, writer: &mut Writer) {
    let mut members = Members::begin(writer);
    brief(device, &mut members);
    members.end();
}

/// What the vendor shows of one device, by its kind.
pub(in crate::ninjaone) fn write_detail(device: &Device<'_>, writer: &mut Writer) {
    let mut members = Members::begin(writer);
    brief(device, &mut members);
    addresses(device, &mut members);
    match device.kind() {
        Kind::Agent => agent(device, &mut members),
        Kind::VmHost => host(device, &mut members),
        Kind::VmGuest => guest(device, &mut members),
        Kind::Ping => ping(device, &mut members),
        Kind::Mobile => mobile(device, &mut members),
        Kind::Network | Kind::NetworkAgent | Kind::Unmanaged => {}
    }
    members.text("deviceType", device.kind().word());
    members.end();
}

/// Members without a value are left out, as live.
pub(in crate::ninjaone) fn brief(device: &Device<'_>, members: &mut Members<'_>) {
    members.plain("id", device.id());
    members.text("uid", &device.uid());
    kept(device, members, "assignedOwnerUid");
    if device.kind() == Kind::VmGuest {
        members.plain("parentDeviceId", super::id(7));
    }
    members.plain("organizationId", device.organization());
    members.plain("locationId", device.location());
    members.text("nodeClass", device.class());
    members.plain("nodeRoleId", device.role());
    members.plain("rolePolicyId", device.role_policy());
    if let Some(policy) = device.policy() {
        members.plain("policyId", policy);
    }
    members.text("approvalStatus", device.approval());
    members.plain("offline", !device.is_online());
    names(device, members);
    members.plain("created", device.created());
    members.plain("lastContact", device.last_contact());
    members.plain("lastUpdate", device.last_contact());
    for member in ["userData", "tags", "maintenance"] {
        kept(device, members, member);
    }
    if let Some(warranty) = device.changed("warranty") {
        members.object("references", |references| references.plain("warranty", warranty));
    }
}

fn names(device: &Device<'_>, members: &mut Members<'_>) {
    match device.display_name() {
        Some(name) => members.text("displayName", &name),
        None => members.plain("displayName", Value::Null),
    }
    let name = device.system_name();
    members.text("systemName", &name);
    if !device.is_bare() {
        members.text("dnsName", &format!("{}.example.net", name.to_lowercase()));
    }
    if device.is_windows() {
        members.text("netbiosName", &name);
    }
}

/// What is there only since somebody set it.
fn kept(device: &Device<'_>, members: &mut Members<'_>, name: &str) {
    if let Some(value) = device.changed(name) {
        members.plain(name, value);
    }
}

fn addresses(device: &Device<'_>, members: &mut Members<'_>) {
    if device.is_bare() || device.kind() == Kind::Unmanaged {
        members.texts("ipAddresses", []);
        return;
    }
    members.texts("ipAddresses", [device.address().as_str(), "fe80::1"]);
    members.texts("macAddresses", [device.hardware_address().as_str()]);
    members.text("publicIP", &format!("198.51.100.{}", 1 + device.organization() % 250));
}

fn agent(device: &Device<'_>, members: &mut Members<'_>) {
    let one = |members: &mut Members<'_>, name: &str| {
        members.object(name, |inner| (piece(hardware::of_agent(name)).row)(device, 0, inner));
    };
    one(members, "os");
    one(members, "system");
    members.object("memory", |memory| memory.plain("capacity", hardware::memory(device)));
    for name in ["processors", "volumes"] {
        let piece = piece(name);
        members.objects(name, (piece.count)(device), |inner, index| (piece.row)(device, index, inner));
    }
    if !device.is_bare() {
        members.text("lastLoggedInUser", device.user());
    }
}

fn host(device: &Device<'_>, members: &mut Members<'_>) {
    members.plain("cpuMhz", 2195);
    members.text("cpuModel", "Intel(R) Xeon(R) Silver 4114 CPU @ 2.20GHz");
    members.plain("htActive", true);
    members.plain("htAvailable", true);
    members.plain("lastBootTime", hardware::booted(device));
    members.plain("memorySize", 102_715_461_632_u64);
    members.text("model", device.machine().1);
    members.text("name", &device.system_name());
    members.plain("cpuPackages", 2);
    members.plain("cpuThreads", 40);
    members.text("serviceTag", &device.serial());
    members.text("vendor", device.machine().0);
    members.text("releaseName", "VMware ESXi 8.0.1 build-21813344");
    members.text("version", "8.0.1");
    members.text("buildNumber", "21813344");
}

fn guest(device: &Device<'_>, members: &mut Members<'_>) {
    members.text("fullName", &device.system_name());
    members.plain("lastBootTime", hardware::booted(device));
    members.plain("memorySize", 8_589_934_592_u64);
    members.plain("cpuCores", 4);
    members.text("powerState", if device.is_online() { "POWERED_ON" } else { "POWERED_OFF" });
    members.plain("snapshotCount", device.index % 3);
}

fn ping(device: &Device<'_>, members: &mut Members<'_>) {
    members.plain("enabled", true);
    members.plain("interval", 60);
    members.plain("timeout", 10);
    members.text("target", &device.address());
}

fn mobile(device: &Device<'_>, members: &mut Members<'_>) {
    members.object("memory", |memory| memory.plain("capacity", hardware::memory(device)));
}
