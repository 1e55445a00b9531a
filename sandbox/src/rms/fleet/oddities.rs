//! The first devices of every fleet, whatever its seed: each carries a trap for the reader.

use super::device::{Device, Status};
use super::models::MODELS;

/// The serial of the first device in the list, which is online and has no namesake.
pub const FIRST_SERIAL: &str = "6003212345";

/// A serial that two devices have.
pub const SHARED_SERIAL: &str = "6003212384";

/// Make a device odd, if it is one of the first.
pub(super) fn twist(device: &mut Device<'_>) {
    // The most able model, so that no trap is hidden by a missing modem.
    if device.index < 9 {
        (device.status, device.model) = (Some(Status::Online), &MODELS[0]);
    }
    match device.index {
        0 => device.name = "Site A router".into(),
        1 => device.name = "Depot \u{1b}]0;owned\u{7}\u{1b}[31mred\u{1b}[0m \u{9b}2J".into(),
        2 => device.name = "東京 倉庫 cafe\u{301} 路由器".into(),
        3 | 4 => device.serial = SHARED_SERIAL.into(),
        // 2^53 + 1 is the first whole number that a double cannot hold.
        5 => device.remaining_data = 9_007_199_254_740_993,
        6 => device.sinr = "12.50".into(),
        7 => {
            device.name = "Riga \"Old Town\", kiosk 3".into();
            device.description = "first line\nsecond line, with a comma".into();
        }
        8 => device.name = "=HYPERLINK(\"http://example.com\",\"here\")".into(),
        9 => device.status = Some(Status::Pending),
        10 => device.status = None,
        11 => device.status = Some(Status::Offline),
        _ => {}
    }
}
