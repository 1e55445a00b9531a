//! Some of the first two dozen devices of every fleet, whatever its seed: each carries a trap for the reader.

use super::device::Device;

/// The BIOS serial of the first device, which has no namesake.
pub const NINJA_FIRST_SERIAL: &str = "5CG0001000";

/// A BIOS serial that two devices have.
pub const NINJA_SHARED_SERIAL: &str = "5CG0001104";

/// A display name that two devices have.
pub const NINJA_SHARED_NAME: &str = "RECEPTION";

/// Make a device odd, if it is one of them.
pub(super) fn twist(device: &mut Device, index: u64) {
    match index {
        0 => rename(device, "SITE-A-PC"),
        1 => rename(device, "Depot \u{1b}]0;owned\u{7}\u{1b}[31mred\u{1b}[0m \u{9b}2J"),
        2 => rename(device, "東京 倉庫 cafe\u{301} コンピュータ"),
        3 => rename(device, "=HYPERLINK(\"http://example.com\",\"here\")"),
        8 | 9 => share_serial(device),
        10 | 11 => rename(device, NINJA_SHARED_NAME),
        12 => rename(device, &"LONG-".repeat(400)),
        13 => grow(device),
        14 => {
            rename(device, "Till \"left\",\n\tsecond line");
            device.last_logged_in_user = Some(None);
        }
        15 => forget(device),
        // An agent that has been installed and not yet heard of.
        20 => {
            device.agent = None;
            device.last_logged_in_user = None;
        }
        _ => {}
    }
}

fn rename(device: &mut Device, name: &str) {
    device.short.display_name = Some(name.to_owned());
}

fn share_serial(device: &mut Device) {
    if let Some(system) = device.agent.as_mut().and_then(|agent| agent.system.as_mut()) {
        system.bios_serial_number = NINJA_SHARED_SERIAL.to_owned();
    }
}

/// 2^53 + 1 is the first whole number that a double cannot hold.
fn grow(device: &mut Device) {
    if let Some(agent) = &mut device.agent {
        agent.memory.capacity = 9_007_199_254_740_993;
    }
}

fn forget(device: &mut Device) {
    device.short.display_name = None;
    device.short.last_online = None;
    if let Some(agent) = &mut device.agent {
        agent.system = None;
        agent.disks.clear();
    }
}
