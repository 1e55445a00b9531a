//! What Cisco's cloud brings into the fleet: gateways, and the agents that run on them.

use serde::Deserialize;

use super::{agents, gateways};
use crate::failure::Failure;
use crate::fleet::parts::{self, Text, Texts};
use crate::fleet::{Device, Feed, Fleet, Scene, Status, kind};
use crate::record::Record;

pub(super) const FLEET: Fleet =
    Fleet { devices: &[Feed::new(&gateways::LIST, gateway), Feed::new(&agents::LIST, agent)], alerts: &[] };

/// When it was last heard of is prose, as `3 days ago`, and no time.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Gateway {
    eid: Text,
    #[serde(rename = "SN")]
    serial: Text,
    name: Text,
    #[serde(rename = "deviceType")]
    model: Text,
    #[serde(rename = "deviceCategory")]
    category: Text,
    labels: Texts,
    status: Text,
    #[serde(rename = "runningFirmwareVersion")]
    firmware: Text,
    ip: Text,
}

fn gateway(record: &Record, _: &Scene<'_>) -> Result<Option<Device>, Failure> {
    let row: Gateway = parts::read(record)?;
    let status = match row.status.as_str() {
        Some("up") => Status::Online,
        Some("down") => Status::Offline,
        // Others are about its configuration.
        _ => Status::Unknown,
    };
    let kind = row.category.as_str().and_then(kind::of_class).unwrap_or(kind::GATEWAY);
    Ok(Some(Device {
        id: row.eid.some().unwrap_or_default(),
        serial: row.serial.some(),
        name: row.name.some(),
        model: row.model.some(),
        kind: Some(kind.to_owned()),
        tags: row.labels.0,
        status,
        firmware: row.firmware.some(),
        addresses: row.ip.some().into_iter().collect(),
        ..Device::default()
    }))
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Agent {
    id: Text,
    label: Text,
    connection_state: Text,
    hardware_model: Text,
    hardware_serial: Text,
    broker_version: Text,
}

fn agent(record: &Record, _: &Scene<'_>) -> Result<Option<Device>, Failure> {
    let row: Agent = parts::read(record)?;
    let said = row.connection_state.as_str().map(str::to_ascii_lowercase);
    let status = match said.as_deref() {
        // The vendor publishes no list of its words; these two speak for themselves.
        Some("connected") => Status::Online,
        Some("disconnected") => Status::Offline,
        _ => Status::Unknown,
    };
    Ok(Some(Device {
        id: row.id.some().unwrap_or_default(),
        serial: row.hardware_serial.some(),
        name: row.label.some(),
        model: row.hardware_model.some(),
        kind: Some(kind::AGENT.to_owned()),
        status,
        firmware: row.broker_version.some(),
        ..Device::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::sample::read;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_gateway_is_read_with_its_labels_for_tags() {
        let device = read(
            &FLEET.devices[0],
            r#"{"SN":"FCW1","configGroup":"default-ir1100","deviceCategory":"ROUTER","deviceType":"IR1100",
            "eid":"IR1101-K9+FCW1","ip":"10.8.0.33","labels":"north, wet","lastHeard":"3 days ago","name":"plant-1",
            "runningFirmwareVersion":"16.12.01","status":"up"}"#,
        );

        let expected = Device {
            id: "IR1101-K9+FCW1".to_owned(),
            serial: some("FCW1"),
            name: some("plant-1"),
            model: some("IR1100"),
            kind: some("router"),
            tags: vec!["north".to_owned(), "wet".to_owned()],
            status: Status::Online,
            firmware: some("16.12.01"),
            addresses: vec!["10.8.0.33".to_owned()],
            ..Device::default()
        };
        assert_eq!(device, expected);
    }

    #[test]
    fn a_status_that_is_about_configuration_says_nothing_of_the_line() {
        let status = |status: &str| read(&FLEET.devices[0], &format!(r#"{{"eid":"a","status":"{status}"}}"#)).status;

        assert_eq!(["down", "config failure"].map(status), [Status::Offline, Status::Unknown]);
    }

    #[test]
    fn an_agent_has_the_serial_of_its_hardware() {
        let device = read(
            &FLEET.devices[1],
            r#"{"brokerVersion":"1.0.0","connectionState":"CONNECTED","hardwareModel":"IR1101-K9","hardwareSerial":"FCW1",
            "id":"agent-1","label":"plant-1-gw"}"#,
        );

        let expected = Device {
            id: "agent-1".to_owned(),
            serial: some("FCW1"),
            name: some("plant-1-gw"),
            model: some("IR1101-K9"),
            kind: some("agent"),
            status: Status::Online,
            firmware: some("1.0.0"),
            ..Device::default()
        };
        assert_eq!(device, expected);
    }
}
