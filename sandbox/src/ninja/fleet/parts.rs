//! What an agent tells of itself: its system, hardware and programs.

use super::device::SEEN_AT;
use super::makes::{Make, PROGRAMS};
use crate::ninja::date;
use crate::random::Dice;
use crate::shared;
use serde::Serialize;

/// Every `remote_control_url` has this inside; it must never leave rmctl unasked.
pub const NINJA_REMOTE_PASSWORD: &str = "CanaryRemotePassword7Qx2";

#[derive(Debug, Serialize)]
pub(super) struct Memory {
    pub(super) capacity: u64,
}

#[derive(Debug, Serialize)]
pub(super) struct Os {
    manufacturer: &'static str,
    name: &'static str,
    os_architecture: &'static str,
    last_boot_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    build_number: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub(super) struct System {
    manufacturer: &'static str,
    name: String,
    model: &'static str,
    dns_host_name: String,
    pub(super) bios_serial_number: String,
    domain: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Processor {
    name: &'static str,
    architecture: &'static str,
    num_cores: u64,
    num_logical_cores: u64,
    current_clock_speed: u64,
    max_clock_speed: u64,
}

#[derive(Debug, Serialize)]
pub(super) struct Disk {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    file_system: &'static str,
    serial_number: String,
    volume_label: &'static str,
    capacity: u64,
    free_space: u64,
}

#[derive(Debug, Serialize)]
pub(in crate::ninja) struct Software {
    name: &'static str,
    publisher: Option<&'static str>,
    version: &'static str,
    install_date: String,
    size: u64,
}

pub(super) fn memory(dice: &mut Dice) -> Memory {
    Memory { capacity: dice.pick(&[8, 16, 32, 64]) << 30 }
}

pub(super) fn os(make: &Make, dice: &mut Dice) -> Os {
    let booted = SEEN_AT - 3600 - i64::try_from(dice.below(3_000_000)).unwrap_or(0);
    Os {
        manufacturer: make.system_maker,
        name: make.system,
        os_architecture: "64-bit",
        last_boot_time: Some(date::written(booted)).filter(|_| dice.below(10) != 0),
        build_number: make.build,
    }
}

pub(super) fn system(make: &Make, name: &str, index: u64) -> System {
    System {
        manufacturer: make.maker,
        name: name.to_owned(),
        model: make.model,
        dns_host_name: name.to_lowercase(),
        bios_serial_number: serial(index),
        domain: "WORKGROUP",
    }
}

/// In steps, as a maker's serials come to one buyer.
pub(super) fn serial(index: u64) -> String {
    match index {
        shared::SERVER_AT_NINJA => shared::SERVER_SERIAL.to_owned(),
        _ => format!("5CG{:07}", 1000 + 13 * index),
    }
}

pub(super) fn processor(dice: &mut Dice) -> Processor {
    let cores = dice.pick(&[4, 6, 8, 16]);
    Processor {
        name: "Intel(R) Core(TM) i7-10700 CPU @ 2.90GHz",
        architecture: "x64",
        num_cores: cores,
        num_logical_cores: 2 * cores,
        current_clock_speed: 2_901_000_000,
        max_clock_speed: 2_901_000_000,
    }
}

pub(super) fn disks(make: &Make, dice: &mut Dice) -> Vec<Disk> {
    let (name, file_system) = make.disk;
    let capacity = dice.pick(&[256, 512, 1024]) << 30;
    let serial_number = dice.below(1_000_000_000).to_string();
    let free_space = dice.below(capacity);
    vec![Disk { name, kind: "Local Disk", file_system, serial_number, volume_label: "", capacity, free_space }]
}

/// Two to six programs.
pub(super) fn software(dice: &mut Dice) -> Vec<Software> {
    let count = 2 + usize::try_from(dice.below(5)).unwrap_or(0);
    let installed = |(name, publisher, version, size): &(&'static str, Option<&'static str>, &'static str, u64)| {
        let at = SEEN_AT - i64::try_from(dice.below(60_000_000)).unwrap_or(0);
        Software { name, publisher: *publisher, version, install_date: date::day(at), size: *size }
    };
    PROGRAMS.iter().take(count).map(installed).collect()
}

/// A link that opens the device without another question.
pub(super) fn remote_control(index: u64) -> String {
    format!("teamviewer10://control?device=d{}&authorization={NINJA_REMOTE_PASSWORD}{index}", 123_000_000 + index)
}
