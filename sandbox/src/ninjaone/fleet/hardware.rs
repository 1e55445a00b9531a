//! What agents tell of their machines, piece by piece: the rows of the reports.

use super::device::Device;
use super::uid;
use super::words::{PATCHES, SERVICES, SOFTWARE};
use crate::ninjaone::time::Moment;
use crate::writer::Members;
use serde_json::Value;

/// One kind of row. How many a device has costs nothing, so that a report can be counted without being written.
#[derive(Debug)]
pub(in crate::ninjaone) struct Piece {
    /// As in `/v2/queries/NAME`.
    pub(in crate::ninjaone) name: &'static str,
    pub(in crate::ninjaone) count: fn(&Device<'_>) -> u64,
    pub(in crate::ninjaone) row: fn(&Device<'_>, u64, &mut Members<'_>),
}

const GIB: u64 = 1 << 30;

#[rustfmt::skip]
pub(in crate::ninjaone) const HARDWARE: &[Piece] = &[
    Piece { name: "computer-systems", count: one, row: system },
    Piece { name: "operating-systems", count: one, row: operating_system },
    Piece { name: "processors", count: one, row: processor },
    Piece { name: "volumes", count: |device| agent(device, 1 + device.index % 2), row: volume },
    Piece { name: "volumes-with-bitlocker", count: |device| agent(device, 1 + device.index % 2), row: locked_volume },
    Piece { name: "disks", count: one, row: disk },
    Piece { name: "network-interfaces", count: one, row: interface },
    Piece { name: "logged-on-users", count: |device| agent(device, u64::from(!device.is_bare())), row: logon },
    Piece { name: "software", count: |device| agent(device, 3 + device.dice(20).below(6)), row: software },
    Piece { name: "windows-services", count: |device| windows(device, SERVICES.len() as u64), row: service },
    Piece { name: "os-patches", count: pending_patches, row: pending_patch },
    Piece { name: "os-patch-installs", count: installed_patches, row: installed_patch },
    Piece { name: "software-patches", count: pending_titles, row: pending_title },
    Piece { name: "software-patch-installs", count: installed_titles, row: installed_title },
    Piece { name: "antivirus-status", count: |device| windows(device, 1), row: antivirus },
    Piece { name: "antivirus-threats", count: |device| windows(device, u64::from(device.dice(21).below(15) == 0)), row: threat },
    Piece { name: "raid-controllers", count: raid, row: controller },
    Piece { name: "raid-drives", count: |device| 2 * raid(device), row: drive },
];

/// The piece of that name; the names are the simulator's own.
pub(in crate::ninjaone) fn piece(name: &str) -> &'static Piece {
    HARDWARE.iter().find(|piece| piece.name == name).expect("every piece is in the table")
}

/// What a member of a device in detail is called as a report.
pub(super) fn of_agent(member: &str) -> &'static str {
    if member == "os" { "operating-systems" } else { "computer-systems" }
}

fn agent(device: &Device<'_>, count: u64) -> u64 {
    if device.is_agent() { count } else { 0 }
}

fn windows(device: &Device<'_>, count: u64) -> u64 {
    if device.is_windows() { count } else { 0 }
}

fn one(device: &Device<'_>) -> u64 {
    agent(device, 1)
}

fn raid(device: &Device<'_>) -> u64 {
    u64::from(device.class() == "WINDOWS_SERVER" && device.index.is_multiple_of(3))
}

pub(super) fn memory(device: &Device<'_>) -> u64 {
    GIB * (8 << device.dice(22).below(3))
}

/// A reboot that was ordered counts.
pub(super) fn booted(device: &Device<'_>) -> Moment {
    match device.changed("_booted").and_then(Value::as_i64) {
        Some(seconds) => Moment::new(seconds, 0),
        None => Moment::new(device.last_contact().seconds - 3600 * (1 + device.dice(23).below(900)) as i64, 0),
    }
}

fn system(device: &Device<'_>, _: u64, members: &mut Members<'_>) {
    let (maker, model) = device.machine();
    members.text("name", &device.system_name());
    members.text("manufacturer", maker);
    members.text("model", model);
    members.text("biosSerialNumber", &device.serial());
    if !device.is_bare() {
        members.text("serialNumber", &device.serial());
    }
    members.text("domain", "example.net");
    members.text("domainRole", if device.class() == "WINDOWS_SERVER" { "Member Server" } else { "Member Workstation" });
    members.plain("numberOfProcessors", 1);
    members.plain("totalPhysicalMemory", memory(device));
    members.plain("virtualMachine", device.index.is_multiple_of(4));
    members.text("chassisType", if device.index.is_multiple_of(2) { "DESKTOP" } else { "LAPTOP" });
}

fn operating_system(device: &Device<'_>, _: u64, members: &mut Members<'_>) {
    let (maker, name, build) = match device.class() {
        "WINDOWS_SERVER" => ("Microsoft Corporation", "Windows Server 2022 Standard Edition", "20348"),
        class if class.starts_with("WINDOWS") => ("Microsoft Corporation", "Windows 11 Professional Edition", "22631"),
        class if class.starts_with("LINUX") => ("Canonical", "Ubuntu 22.04.5 LTS", "5.15.0-125"),
        _ => ("Apple", "macOS Sonoma 14.7.1", "23H222"),
    };
    members.text("manufacturer", maker);
    members.text("name", name);
    members.text("architecture", "64-bit");
    members.plain("lastBootTime", booted(device));
    members.text("buildNumber", build);
    if device.is_windows() {
        members.text("releaseId", "23H2");
    }
    members.plain("needsReboot", device.changed("_booted").is_none() && device.index.is_multiple_of(5));
}

fn processor(device: &Device<'_>, _: u64, members: &mut Members<'_>) {
    members.text("architecture", "x64");
    members.plain("maxClockSpeed", 2_904_000_000_u64);
    members.plain("clockSpeed", 2_904_000_000_u64);
    members.text("name", "Intel(R) Core(TM) i7-10700 CPU @ 2.90GHz");
    members.plain("numCores", 4 + 4 * (device.index % 2));
    members.plain("numLogicalCores", 8 + 8 * (device.index % 2));
}

fn volume(device: &Device<'_>, index: u64, members: &mut Members<'_>) {
    let capacity = GIB * (256 << index);
    let name =
        if device.is_windows() { if index == 0 { "C:" } else { "D:" } } else { ["/", "/srv"][index as usize % 2] };
    members.text("name", name);
    if device.is_windows() {
        members.text("driveLetter", name);
    }
    members.text("label", if index == 0 { "System" } else { "Data" });
    members.text("deviceType", "Local Disk");
    members.text("fileSystem", if device.is_windows() { "NTFS" } else { "ext4" });
    members.plain("autoMount", true);
    members.plain("compressed", false);
    members.plain("capacity", capacity);
    members.plain("freeSpace", capacity / 100 * device.dice(24 + index).below(95));
    members.text("serialNumber", &format!("{:08X}", 0x1a2b_0000 + 2 * device.index + index));
}

fn locked_volume(device: &Device<'_>, index: u64, members: &mut Members<'_>) {
    volume(device, index, members);
    members.object("bitLockerStatus", |status| {
        status.text("conversionStatus", "FULLY_ENCRYPTED");
        status.text("encryptionMethod", "AES_256");
        status.text("protectionStatus", if device.index.is_multiple_of(3) { "UNPROTECTED" } else { "PROTECTED" });
        status.text("lockStatus", "UNLOCKED");
        status.plain("initializedForProtection", true);
    });
}

fn disk(device: &Device<'_>, _: u64, members: &mut Members<'_>) {
    members.plain("bytesPerSector", 512);
    members.text("description", "Disk drive");
    members.text("interfaceType", "SCSI");
    members.text("manufacturer", "(Standard disk drives)");
    members.text("model", "Samsung SSD 970 EVO");
    members.text("name", "\\\\.\\PHYSICALDRIVE0");
    members.plain("partitionCount", 3);
    members.text("serialNumber", &format!("S4EVNX{:06}", device.index));
    members.plain("size", 512 * GIB);
    members.plain("smartCapable", true);
    members.text("status", if device.index % 17 == 16 { "Pred Fail" } else { "OK" });
}

fn interface(device: &Device<'_>, _: u64, members: &mut Members<'_>) {
    members.text("adapterName", "Intel(R) Ethernet Connection");
    members.text("defaultGateway", "10.0.0.1");
    members.text("interfaceType", "ETHERNET");
    members.text("dnsHostName", &device.system_name());
    members.text("dnsServers", "10.0.0.2,10.0.0.3");
    members.text("interfaceIndex", "4");
    members.text("interfaceName", "Ethernet");
    members.texts("ipAddress", [device.address().as_str()]);
    members.text("linkSpeed", "1000000000");
    members.texts("macAddress", [device.hardware_address().as_str()]);
    members.text("mtu", "1500");
    members.text("status", "UP");
    members.text("subnetMask", "255.255.0.0");
}

fn logon(device: &Device<'_>, _: u64, members: &mut Members<'_>) {
    members.text("userName", &format!("EXAMPLE\\{}", device.user()));
    members.plain("logonTime", Moment::new(device.last_contact().seconds - 7200, 0));
}

fn software(device: &Device<'_>, index: u64, members: &mut Members<'_>) {
    let (name, publisher, version) = SOFTWARE[((device.index + index) % SOFTWARE.len() as u64) as usize];
    members.text("installDate", &format!("2024-{:02}-{:02}", 1 + (device.index + index) % 12, 1 + device.index % 28));
    members.text("location", "C:\\Program Files\\");
    members.text("name", name);
    members.text("publisher", publisher);
    members.plain("size", 1_048_576 * (1 + index));
    members.text("version", version);
    members.plain("isSystemComponent", false);
}

fn service(device: &Device<'_>, index: u64, members: &mut Members<'_>) {
    let (name, shown, start) = SERVICES[index as usize];
    let set = |what: &str| device.changed(&format!("_{what}:{name}")).and_then(Value::as_str);
    let state = if start == "DISABLED" || (device.index + index).is_multiple_of(7) { "STOPPED" } else { "RUNNING" };
    members.text("name", name);
    members.text("displayName", shown);
    members.text("description", &format!("The {shown} service."));
    members.text("startType", set("start").unwrap_or(start));
    members.text("userName", set("user").unwrap_or("LocalSystem"));
    members.text("state", set("state").unwrap_or(state));
}

/// Whether patches of a kind were applied since the simulator began.
fn is_applied(device: &Device<'_>, kind: &str) -> bool {
    device.changed(kind).is_some()
}

fn drawn_patches(device: &Device<'_>) -> u64 {
    windows(device, device.dice(30).below(PATCHES.len() as u64))
}

fn pending_patches(device: &Device<'_>) -> u64 {
    if is_applied(device, "_os") { 0 } else { drawn_patches(device) }
}

fn installed_patches(device: &Device<'_>) -> u64 {
    windows(device, 1) + drawn_patches(device) - pending_patches(device)
}

fn pending_patch(device: &Device<'_>, index: u64, members: &mut Members<'_>) {
    let status = ["MANUAL", "APPROVED", "FAILED", "REJECTED", "PENDING"][((device.index + index) % 5) as usize];
    patch(device, index, status, members);
}

/// The first row was there before; those that follow were pending.
fn installed_patch(device: &Device<'_>, index: u64, members: &mut Members<'_>) {
    let place = if index == 0 { PATCHES.len() as u64 - 1 } else { index - 1 };
    patch(device, place, "INSTALLED", members);
    members.plain("installedAt", Moment::new(device.created().seconds + 86_400, 0));
}

fn patch(device: &Device<'_>, index: u64, status: &str, members: &mut Members<'_>) {
    let (name, number, severity, kind) = PATCHES[index as usize];
    members.text("id", &uid(device.seed, 0x05fa, index));
    members.text("name", name);
    members.text("severity", severity);
    members.text("status", status);
    members.text("type", kind);
    members.text("kbNumber", number);
}

fn drawn_titles(device: &Device<'_>) -> u64 {
    windows(device, device.dice(31).below(3))
}

fn pending_titles(device: &Device<'_>) -> u64 {
    if is_applied(device, "_software") { 0 } else { drawn_titles(device) }
}

fn installed_titles(device: &Device<'_>) -> u64 {
    windows(device, 1) + drawn_titles(device) - pending_titles(device)
}

fn pending_title(device: &Device<'_>, index: u64, members: &mut Members<'_>) {
    title(device, index, ["MANUAL", "APPROVED", "FAILED"][((device.index + index) % 3) as usize], members);
}

fn installed_title(device: &Device<'_>, index: u64, members: &mut Members<'_>) {
    title(device, index, "INSTALLED", members);
    members.plain("installedAt", Moment::new(device.created().seconds + 86_400, 0));
}

fn title(device: &Device<'_>, index: u64, status: &str, members: &mut Members<'_>) {
    let place = 1 + index as usize % 2;
    members.text("id", &uid(device.seed, 0x50f7, 10 * device.index + index));
    members.text("productIdentifier", &uid(device.seed, 0x960d, place as u64));
    members.text("title", SOFTWARE[place].0);
    members.text("impact", if index == 0 { "CRITICAL" } else { "RECOMMENDED" });
    members.text("status", status);
    members.text("type", "PATCH");
}

fn antivirus(device: &Device<'_>, _: u64, members: &mut Members<'_>) {
    members.text("productName", "Windows Defender");
    members.text("productState", if device.index.is_multiple_of(9) { "OFF" } else { "ON" });
    members.text("definitionStatus", if device.index.is_multiple_of(6) { "Out-of-Date" } else { "Up-to-Date" });
    members.text("version", "4.18.24090.11");
}

fn threat(device: &Device<'_>, _: u64, members: &mut Members<'_>) {
    members.text("name", "EICAR-Test-File (not a virus)");
    members.text("quarantineId", &uid(device.seed, 0x7ea7, device.index));
    members.text("status", "QUARANTINED");
    members.text("type", "VIRUS");
    members.text("level", "LOW");
}

fn controller(device: &Device<'_>, _: u64, members: &mut Members<'_>) {
    members.text("biosVersion", "6.36.00.3");
    members.plain("controllerIndex", 0);
    members.text("manufacturer", "Broadcom");
    members.text("model", "MegaRAID SAS 9361-8i");
    members.plain("physicalDriveCount", 2);
    members.text("systemHealthStatus", if device.index.is_multiple_of(2) { "OPTIMAL" } else { "DEGRADED" });
    members.plain("virtualDriveCount", 1);
}

fn drive(device: &Device<'_>, index: u64, members: &mut Members<'_>) {
    members.plain("controllerIndex", 0);
    members.text("driveId", &index.to_string());
    members.text("interfaceType", "SAS");
    members.text("mediaType", "HDD");
    members.text("serial", &format!("WD-{:06}-{index}", device.index));
    members.plain("size", 2048 * GIB);
    members.text("status", if device.index.is_multiple_of(2) || index == 0 { "ONLINE" } else { "FAILED" });
}
