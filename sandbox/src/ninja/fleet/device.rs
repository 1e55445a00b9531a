//! One device as the vendor writes it. What a type does not have is left out; what is not known is null.

use super::kind::Kind;
use super::makes::{Make, PLACES, USERS};
use super::parts::{self, Disk, Memory, Os, Processor, Software, System};
use super::{FIRST_ID, Fleet, oddities};
use crate::ninja::{customers, date};
use crate::random::Dice;
use crate::shared;
use serde::Serialize;

/// The moment at which the fleet was last seen, so that the same seed is the same fleet on any day.
pub(in crate::ninja) const SEEN_AT: i64 = 1_769_144_167;

/// The part of a device that alerts repeat.
#[derive(Debug, Serialize)]
pub(in crate::ninja) struct Short {
    id: u64,
    #[serde(rename = "type")]
    kind: &'static str,
    sub_type: &'static str,
    role: Option<&'static str>,
    customer_id: u64,
    parent_device_id: Option<u64>,
    pub(super) display_name: Option<String>,
    dns_name: Option<String>,
    system_name: Option<String>,
    netbios_name: Option<String>,
    pub(super) last_online: Option<String>,
    last_update: Option<String>,
}

/// All of a device.
#[derive(Debug, Serialize)]
pub(in crate::ninja) struct Device {
    #[serde(flatten)]
    pub(in crate::ninja) short: Short,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_logged_in_user: Option<Option<&'static str>>,
    ninja_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_control_url: Option<String>,
    #[serde(flatten)]
    addresses: Option<Addresses>,
    #[serde(flatten)]
    pub(super) agent: Option<Agent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    software: Option<Vec<Software>>,
}

/// Monitors have no addresses.
#[derive(Debug, Serialize)]
struct Addresses {
    ip_addresses: Vec<String>,
    mac_addresses: Vec<String>,
    /// Not documented, but seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_ip_addr: Option<String>,
}

/// What only agents tell.
#[derive(Debug, Serialize)]
pub(super) struct Agent {
    pub(super) memory: Memory,
    os: Os,
    pub(super) system: Option<System>,
    processor: Processor,
    pub(super) disks: Vec<Disk>,
}

impl Device {
    pub(super) fn new(seed: u64, index: u64) -> Device {
        let dice = &mut Dice::new(seed, index);
        let kind = Kind::of(index);
        let make = Make::drawn(dice);
        let short = Short::drawn(kind, make, dice, index);
        let mut device = Device {
            last_logged_in_user: kind.is_agent().then(|| Some(dice.pick(USERS))),
            ninja_url: format!("https://app.ninjarmm.com/#/{}", kind.page(short.id)),
            remote_control_url: has_remote_control(kind, index).then(|| parts::remote_control(index)),
            addresses: (kind.name != "MONITOR_SERVER").then(|| Addresses::of(kind, index)),
            agent: kind.is_agent().then(|| Agent::drawn(make, dice, &short, index)),
            software: None,
            short,
        };
        oddities::twist(&mut device, index);
        device
    }

    /// Devices that tell nothing of themselves have none.
    pub(super) fn with_software(self, seed: u64, index: u64) -> Device {
        let software = self.agent.is_some().then(|| parts::software(&mut Dice::new(seed ^ 0x50f7, index)));
        Device { software, ..self }
    }
}

impl Short {
    fn drawn(kind: Kind, make: &Make, dice: &mut Dice, index: u64) -> Short {
        let name = name(kind, make, dice, index);
        let has_name = kind.name != "NMS_TARGET";
        let online = SEEN_AT - silence(dice);
        Short {
            id: FIRST_ID + index,
            kind: kind.name,
            sub_type: kind.sub_type,
            role: kind.role(make, dice),
            customer_id: customers::of(Fleet::customer_place(index)).id(),
            parent_device_id: kind.parent.map(|parent| FIRST_ID + parent),
            dns_name: kind.is_agent().then(|| name.to_lowercase()),
            system_name: has_name.then(|| name.clone()),
            netbios_name: (has_name && kind.name != "NMS_SERVER").then(|| name.clone()),
            display_name: Some(name),
            last_online: Some(date::written(online)),
            last_update: Some(date::written(online - 2)),
        }
    }
}

impl Addresses {
    fn of(kind: Kind, index: u64) -> Addresses {
        let mut ip_addresses = vec![ip(index)];
        if kind.is_agent() {
            ip_addresses.push(format!("fe80::6d58:dd4e:{:x}:{:x}", index >> 16, index & 0xffff));
        }
        Addresses {
            ip_addresses,
            mac_addresses: vec![mac(index)],
            public_ip_addr: (kind.is_agent() && index.is_multiple_of(4)).then(|| "203.0.113.7".to_owned()),
        }
    }
}

impl Agent {
    fn drawn(make: &Make, dice: &mut Dice, short: &Short, index: u64) -> Agent {
        let name = short.system_name.as_deref().unwrap_or_default();
        Agent {
            memory: parts::memory(dice),
            os: parts::os(make, dice),
            system: Some(parts::system(make, name, index)),
            processor: parts::processor(dice),
            disks: parts::disks(make, dice),
        }
    }
}

/// Each is of one device. A target is called by its address.
fn name(kind: Kind, make: &Make, dice: &mut Dice, index: u64) -> String {
    match kind.name {
        "NMS_TARGET" => ip(index),
        "MONITOR_SERVER" => format!("Web check {}", index + 1),
        _ => format!("{}-{}-{}", dice.pick(PLACES), make.short, index + 1),
    }
}

/// Seconds since a device was last heard of; one in eight is away.
fn silence(dice: &mut Dice) -> i64 {
    let bound = if dice.below(8) == 0 { 9_000_000 } else { 280 };
    i64::try_from(dice.below(bound)).unwrap_or(0)
}

/// The integration is active on some computers only.
fn has_remote_control(kind: Kind, index: u64) -> bool {
    kind.name == "NMS_SERVER" || kind.is_agent() && index.is_multiple_of(3)
}

fn ip(index: u64) -> String {
    let host = index + 1;
    format!("10.{}.{}.{}", (host >> 16) & 0xff, (host >> 8) & 0xff, host & 0xff)
}

fn mac(index: u64) -> String {
    match index {
        shared::ROUTER_AT_NINJA => return shared::ROUTER_MAC.to_owned(),
        shared::SERVER_AT_NINJA => return shared::SERVER_MAC.to_owned(),
        _ => {}
    }
    format!("20:47:47:{:02X}:{:02X}:{:02X}", (index >> 16) & 0xff, (index >> 8) & 0xff, index & 0xff)
}
