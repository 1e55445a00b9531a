//! What a device is, which follows from its index: each dozen has eight agents, a server, its two targets and a monitor.

use super::makes::Make;
use crate::random::Dice;

/// Roles of what a network management server watches.
const TARGETS: &[&str] = &["NMS_PRINTER", "NMS_SWITCH", "NMS_ROUTER", "NMS_FIREWALL", "NMS_WAP"];

/// Type, role and whose child a device is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) sub_type: &'static str,
    /// The index of the server that watches it.
    pub(super) parent: Option<u64>,
}

impl Kind {
    pub(super) fn of(index: u64) -> Kind {
        let place = index % 12;
        match place {
            4 => Kind { name: "NMS_SERVER", sub_type: "NMS_SERVER_GENERAL", parent: None },
            5 | 6 => Kind { name: "NMS_TARGET", sub_type: "NMS_TARGET_GENERAL", parent: Some(index - place + 4) },
            7 => Kind { name: "MONITOR_SERVER", sub_type: "MONITOR_SERVER_GENERAL", parent: None },
            _ => Kind { name: "AGENT", sub_type: "AGENT_GENERAL", parent: None },
        }
    }

    pub(super) fn is_agent(self) -> bool {
        self.name == "AGENT"
    }

    /// Monitors have none.
    pub(super) fn role(self, make: &Make, dice: &mut Dice) -> Option<&'static str> {
        match self.name {
            "AGENT" => Some(make.role),
            "NMS_SERVER" => Some("NMS_NETWORK_MANAGEMENT_AGENT"),
            "NMS_TARGET" => Some(dice.pick(TARGETS)),
            _ => None,
        }
    }

    /// The page of a device in the web application.
    pub(super) fn page(self, id: u64) -> String {
        match self.name {
            "AGENT" => format!("deviceDashboard/{id}/overview"),
            "MONITOR_SERVER" => format!("cloudMonitorDashboard/{id}"),
            _ => format!("nmsDashboard/{id}/overview"),
        }
    }
}
