//! The alerts that are active: drawn for devices, gone when they are reset.

use super::fleet::{Device, number_in, uid};
use super::state::State;
use super::time::Moment;
use crate::table::Record;
use serde_json::json;

/// The kind of their UUIDs.
const KIND: u16 = 0xa1e7;

/// Source, name of the condition, severity, priority, message.
const CONDITIONS: &[(&str, &str, &str, &str, &str)] = &[
    ("CONDITION_AGENT_CPU", "CPU is busy", "MODERATE", "MEDIUM", "CPU Utilization is greater than or equal to 95%"),
    ("CONDITION_AGENT_DISK_FREE_SPACE", "Disk is full", "CRITICAL", "HIGH", "Free space on C: is below 5%"),
    (
        "CONDITION_WINDOWS_EVENT_LOG_TRIGGERED",
        "=1+1",
        "MAJOR",
        "LOW",
        "EventId: 41, Source: \u{1b}[31mKernel-Power\u{1b}[0m",
    ),
];

impl State {
    /// Who is offline has an alert; of the others, some.
    pub(super) fn alert(&self, device: &Device<'_>) -> Option<Record> {
        let is_there = device.approval() == "APPROVED" && !self.reset.contains(&device.index);
        let mut dice = device.dice(40);
        let draw = dice.below(20);
        let condition = CONDITIONS.get(usize::try_from(draw).unwrap_or(usize::MAX));
        let offline = ("AGENT_OFFLINE", "Device is down", "CRITICAL", "HIGH", "Device has not been heard of.");
        let (source, name, severity, priority, message) = match condition {
            Some(condition) => *condition,
            None if !device.is_online() && device.is_agent() => offline,
            None => return None,
        };
        let time = Moment::new(device.last_contact().seconds - 600, 0).value();
        let alert = json!({
            "uid": uid(self.fleet.seed, KIND, device.index),
            "deviceId": device.id(),
            "message": message,
            "createTime": time,
            "updateTime": time,
            "sourceType": source,
            "sourceName": name,
            "subject": "",
            "data": { "message": { "code": "agent_cond", "params": { "threshold": 95 } } },
            "priority": priority,
            "severity": severity,
            "conditionName": name,
        });
        is_there.then(|| alert.as_object().cloned().unwrap_or_default())
    }

    /// The device whose alert has that uid.
    pub(super) fn alerting(&self, uid: &str) -> Option<Device<'_>> {
        let index = number_in(self.fleet.seed, KIND, uid).filter(|index| *index < self.fleet.len())?;
        Some(self.fleet.device(index)).filter(|device| self.alert(device).is_some())
    }
}
