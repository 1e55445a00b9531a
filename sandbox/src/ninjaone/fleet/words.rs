//! The invented words of the fleet.

/// Every node class, as the vendor calls them.
pub(in crate::ninjaone) const CLASSES: &[&str] = &[
    "WINDOWS_SERVER",
    "WINDOWS_WORKSTATION",
    "LINUX_WORKSTATION",
    "MAC",
    "ANDROID",
    "APPLE_IOS",
    "APPLE_IPADOS",
    "VMWARE_VM_HOST",
    "VMWARE_VM_GUEST",
    "HYPERV_VMM_HOST",
    "HYPERV_VMM_GUEST",
    "LINUX_SERVER",
    "MAC_SERVER",
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

/// What most of a fleet is.
pub(super) const USUAL: &[&str] = &[
    "WINDOWS_WORKSTATION",
    "WINDOWS_WORKSTATION",
    "WINDOWS_WORKSTATION",
    "WINDOWS_WORKSTATION",
    "WINDOWS_SERVER",
    "WINDOWS_SERVER",
    "MAC",
    "LINUX_SERVER",
    "NMS_SWITCH",
    "VMWARE_VM_HOST",
];

/// The names of the organizations are seeds; this is how many have devices.
pub(super) const ORGANIZATIONS: u64 = 6;

pub(super) const SITES: &[&str] = &["VNO", "KUN", "RIX", "TLL", "GDN", "HAM", "BRE", "RTM", "MMA", "TKU", "GRZ", "LBA"];

pub(super) const USERS: &[&str] = &["jane.roe", "john.doe", "a.kowalska", "m.tamm", "s.ozols", "p.virtanen"];

/// Makers with a model each.
pub(super) const MACHINES: &[(&str, &str)] = &[
    ("Dell Inc.", "OptiPlex 7010"),
    ("Dell Inc.", "Latitude 7440"),
    ("HP", "EliteBook 840 G9"),
    ("LENOVO", "21HES0AB00"),
    ("HPE", "ProLiant DL380 Gen10"),
];

/// Name, publisher and version.
pub(super) const SOFTWARE: &[(&str, &str, &str)] = &[
    ("7-Zip 23.01 (x64)", "Igor Pavlov", "23.01"),
    ("Google Chrome", "Google LLC", "131.0.6778.86"),
    ("Mozilla Firefox (x64 en-US)", "Mozilla", "133.0"),
    ("NinjaRMMAgent", "NinjaRMM LLC", "7.0.2317"),
    ("Adobe Acrobat (64-bit)", "Adobe", "24.004.20272"),
    ("=cmd|' /C calc'!A0", "Spreadsheet \"Games\" Ltd", "1,0"),
    ("VLC media player", "VideoLAN", "3.0.21"),
    ("Notepad++ (64-bit x64)", "Notepad++ Team", "8.7.1"),
];

/// Service name, display name, start type.
pub(super) const SERVICES: &[(&str, &str, &str)] = &[
    ("Spooler", "Print Spooler", "AUTO_START"),
    ("wuauserv", "Windows Update", "DEMAND_START"),
    ("W32Time", "Windows Time", "AUTO_START_DELAYED"),
    ("RemoteRegistry", "Remote Registry", "DISABLED"),
];

/// Name, KB number, severity and type.
pub(super) const PATCHES: &[(&str, &str, &str, &str)] = &[
    ("2024-11 Cumulative Update for Windows (KB5046617)", "KB5046617", "CRITICAL", "SECURITY_UPDATES"),
    ("2024-11 .NET Framework Update (KB5045993)", "KB5045993", "IMPORTANT", "REGULAR_UPDATES"),
    ("Security Intelligence Update (KB2267602)", "KB2267602", "OPTIONAL", "DEFINITION_UPDATES"),
    ("Windows Malicious Software Removal Tool (KB890830)", "KB890830", "NONE", "UPDATE_ROLLUPS"),
];
