//! One device: what is asked of it is drawn from seed and number, unless it was changed.

use super::words::{CLASSES, MACHINES, ORGANIZATIONS, SITES, USERS, USUAL};
use super::{FIRST_ID, oddities};
use crate::ninjaone::time::Moment;
use crate::random::Dice;
use crate::table::Record;
use serde_json::Value;

/// The first role and the first policy; each class has one of each.
pub(in crate::ninjaone) const FIRST_ROLE: u64 = 200;
pub(in crate::ninjaone) const FIRST_POLICY: u64 = 40;

/// 2023-11-14: no device is older by more than two years.
const BORN: i64 = 1_700_000_000;

/// What kind of thing a class is, in the vendor's words for `deviceType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ninjaone) enum Kind {
    Agent,
    VmHost,
    VmGuest,
    Mobile,
    Network,
    NetworkAgent,
    Ping,
    Unmanaged,
}

impl Kind {
    pub(in crate::ninjaone) fn word(self) -> &'static str {
        match self {
            Kind::Agent => "AgentDevice",
            Kind::VmHost => "VMHost",
            Kind::VmGuest => "VMGuest",
            Kind::Mobile => "MdmDevice",
            Kind::Network => "NMSTarget",
            Kind::NetworkAgent => "NMSServer",
            Kind::Ping => "CloudMonitorPing",
            Kind::Unmanaged => "UnmanagedDevice",
        }
    }
}

/// A device with the changes made to it. `now` is when the simulator began.
#[derive(Debug, Clone, Copy)]
pub(in crate::ninjaone) struct Device<'a> {
    pub(super) seed: u64,
    pub(in crate::ninjaone) index: u64,
    pub(super) now: i64,
    pub(super) changes: Option<&'a Record>,
}

impl<'a> Device<'a> {
    pub(in crate::ninjaone) fn id(&self) -> u64 {
        super::id(self.index)
    }

    /// The dice of one question about this device.
    pub(in crate::ninjaone) fn dice(&self, question: u64) -> Dice {
        Dice::new(self.seed ^ question << 48, self.index)
    }

    pub(in crate::ninjaone) fn changed(&self, member: &str) -> Option<&'a Value> {
        self.changes?.get(member)
    }

    fn number(&self, member: &str) -> Option<u64> {
        self.changed(member)?.as_u64()
    }

    pub(in crate::ninjaone) fn uid(&self) -> String {
        super::uid(self.seed, 0xd0d0, self.index)
    }

    pub(in crate::ninjaone) fn class(&self) -> &'a str {
        if let Some(class) = self.changed("nodeClass").and_then(Value::as_str) {
            return class;
        }
        let place = self.index.wrapping_sub(oddities::COUNT);
        match usize::try_from(place).ok().and_then(|place| CLASSES.get(place)) {
            _ if self.index < oddities::COUNT => oddities::class(self.index),
            Some(class) => class,
            None => self.dice(1).pick(USUAL),
        }
    }

    pub(in crate::ninjaone) fn kind(&self) -> Kind {
        match self.class() {
            "VMWARE_VM_HOST" | "HYPERV_VMM_HOST" => Kind::VmHost,
            "VMWARE_VM_GUEST" | "HYPERV_VMM_GUEST" => Kind::VmGuest,
            "ANDROID" | "APPLE_IOS" | "APPLE_IPADOS" => Kind::Mobile,
            "CLOUD_MONITOR_TARGET" => Kind::Ping,
            "UNMANAGED_DEVICE" => Kind::Unmanaged,
            "NMS_NETWORK_MANAGEMENT_AGENT" => Kind::NetworkAgent,
            class if class.starts_with("NMS_") => Kind::Network,
            _ => Kind::Agent,
        }
    }

    pub(in crate::ninjaone) fn is_agent(&self) -> bool {
        self.kind() == Kind::Agent
    }

    pub(in crate::ninjaone) fn is_windows(&self) -> bool {
        self.class().starts_with("WINDOWS_")
    }

    pub(super) fn is_bare(&self) -> bool {
        oddities::is_bare(self.index)
    }

    pub(in crate::ninjaone) fn organization(&self) -> u64 {
        self.number("organizationId").unwrap_or(1 + self.index % ORGANIZATIONS)
    }

    /// Every organization began with two locations.
    pub(in crate::ninjaone) fn location(&self) -> u64 {
        let born = 1 + self.index % ORGANIZATIONS;
        self.number("locationId").unwrap_or(2 * born - self.index / ORGANIZATIONS % 2)
    }

    fn place_of_class(&self) -> u64 {
        CLASSES.iter().position(|class| *class == self.class()).map_or(0, |place| place as u64)
    }

    pub(in crate::ninjaone) fn role(&self) -> u64 {
        self.number("nodeRoleId").unwrap_or_else(|| FIRST_ROLE + self.place_of_class())
    }

    pub(in crate::ninjaone) fn role_policy(&self) -> u64 {
        FIRST_POLICY + self.place_of_class()
    }

    /// A policy of its own; few devices have one.
    pub(in crate::ninjaone) fn policy(&self) -> Option<u64> {
        let drawn = (self.dice(2).below(10) == 0).then_some(FIRST_POLICY);
        self.number("policyId").or(drawn)
    }

    pub(in crate::ninjaone) fn approval(&self) -> &'a str {
        if let Some(approval) = self.changed("approvalStatus").and_then(Value::as_str) {
            return approval;
        }
        let is_drawn = self.index >= oddities::COUNT + CLASSES.len() as u64 && self.dice(3).below(50) == 0;
        if oddities::is_pending(self.index) || is_drawn { "PENDING" } else { "APPROVED" }
    }

    pub(in crate::ninjaone) fn is_online(&self) -> bool {
        let is_odd = self.index < oddities::COUNT;
        let is_heard = if is_odd { !oddities::is_lost(self.index) } else { self.dice(4).below(100) < 80 };
        is_heard && self.kind() != Kind::Unmanaged && self.approval() == "APPROVED"
    }

    pub(in crate::ninjaone) fn created(&self) -> Moment {
        if let Some(created) = self.changed("_created").and_then(Value::as_i64) {
            return Moment::new(created, 0);
        }
        let mut dice = self.dice(5);
        let days = i64::try_from(dice.below(700)).unwrap_or(0);
        Moment::new(BORN - 86_400 * days - i64::from(self.millis()), self.millis())
    }

    fn millis(&self) -> u32 {
        u32::try_from(self.dice(6).below(1000)).unwrap_or(0)
    }

    /// Who is online was heard of within minutes, the others up to four months ago.
    pub(in crate::ninjaone) fn last_contact(&self) -> Moment {
        let mut dice = self.dice(7);
        let ago = match self.is_online() {
            true => dice.below(300),
            false if oddities::is_lost(self.index) => 400 * 86_400,
            false => 3600 + dice.below(120 * 86_400),
        };
        Moment::new(self.now - i64::try_from(ago).unwrap_or(0), self.millis())
    }

    /// Nothing where the device was given none.
    pub(in crate::ninjaone) fn display_name(&self) -> Option<String> {
        match self.changed("displayName") {
            Some(name) => name.as_str().map(str::to_owned),
            None if self.is_bare() => None,
            None => Some(oddities::name(self.index).unwrap_or_else(|| self.system_name())),
        }
    }

    pub(in crate::ninjaone) fn system_name(&self) -> String {
        if let Some(name) = self.changed("_name").and_then(Value::as_str) {
            return name.to_owned();
        }
        match self.index {
            3 | 4 => "TWIN-01".into(),
            index => format!("{}-{:05}", self.dice(8).pick(SITES), index + 1),
        }
    }

    pub(in crate::ninjaone) fn serial(&self) -> String {
        oddities::serial(self.index).map_or_else(|| format!("SN{:08}", 10_000_019 + 7 * self.index), str::to_owned)
    }

    pub(in crate::ninjaone) fn machine(&self) -> (&'static str, &'static str) {
        self.dice(9).pick(MACHINES)
    }

    pub(in crate::ninjaone) fn user(&self) -> &'static str {
        self.dice(10).pick(USERS)
    }

    pub(in crate::ninjaone) fn address(&self) -> String {
        format!("10.{}.{}.{}", 20 + self.organization() % 200, self.index / 250 % 250, 1 + self.index % 250)
    }

    pub(in crate::ninjaone) fn hardware_address(&self) -> String {
        let low = (self.index ^ 0x5a_31c7) & 0xff_ffff;
        format!("02:00:5E:{:02X}:{:02X}:{:02X}", low >> 16, low >> 8 & 0xff, low & 0xff)
    }
}

/// The number of a device is known from its id.
pub(super) fn index(id: u64) -> Option<u64> {
    let above = id.checked_sub(FIRST_ID)?;
    above.is_multiple_of(2).then_some(above / 2)
}
