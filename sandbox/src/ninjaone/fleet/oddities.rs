//! The first devices of every fleet, whatever its seed: each carries a trap for the reader.

use crate::shared;

/// How many devices are odd; behind them stands one of each class.
pub(super) const COUNT: u64 = 12;

/// The name of the first device, which is online and has no namesake.
pub const NINJAONE_FIRST_DEVICE: &str = "SITE-A-DC01";

/// A serial number that two devices have.
pub const NINJAONE_SHARED_SERIAL: &str = "5CG4021XYZ";

pub(super) fn class(index: u64) -> &'static str {
    match index {
        0 | 3 => "WINDOWS_SERVER",
        5 => "LINUX_SERVER",
        6 => "MAC",
        7 => "VMWARE_VM_HOST",
        8 => "NMS_SWITCH",
        _ => "WINDOWS_WORKSTATION",
    }
}

/// Nothing where the name is drawn as any other.
pub(super) fn name(index: u64) -> Option<String> {
    let name = match index {
        0 => NINJAONE_FIRST_DEVICE.into(),
        1 => "Depot \u{1b}]0;owned\u{7}\u{1b}[31mred\u{1b}[0m \u{9b}2J".into(),
        2 => "東京 倉庫 cafe\u{301} パソコン".into(),
        3 | 4 => "TWIN-01".into(),
        6 => format!("a very long name {}", "long ".repeat(60)),
        7 => "Riga \"Old Town\", kiosk 3\nsecond line".into(),
        8 => "=HYPERLINK(\"http://example.com\",\"here\")".into(),
        _ => return None,
    };
    Some(name)
}

pub(super) fn serial(index: u64) -> Option<&'static str> {
    match index {
        3 | 4 => Some(NINJAONE_SHARED_SERIAL),
        shared::GATEWAY_AT_NINJAONE => Some(shared::GATEWAY_SERIAL),
        _ => None,
    }
}

/// Nobody has approved these yet.
pub(super) fn is_pending(index: u64) -> bool {
    matches!(index, 9 | 10)
}

/// This one has not been heard of for more than a year.
pub(super) fn is_lost(index: u64) -> bool {
    index == 11
}

/// This one has told as little as possible: members are null or missing.
pub(super) fn is_bare(index: u64) -> bool {
    index == 5
}
