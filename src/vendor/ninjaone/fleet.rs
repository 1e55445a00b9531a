//! What NinjaOne brings into the fleet. The list with addresses and hardware is the only one that has serials.

use serde::Deserialize;

use super::{devices, organizations};
use crate::failure::Failure;
use crate::fleet::parts::{self, Flag, Text, Texts};
use crate::fleet::{Device, Feed, Fleet, Names, Scene, Status, kind};
use crate::record::Record;

pub(super) const FLEET: Fleet =
    Fleet { devices: &[Feed { names: &[ORGANIZATIONS], ..Feed::new(&devices::LIST_DETAILED, device) }], alerts: &[] };

const ORGANIZATIONS: Names = Names {
    of: "organizations",
    row: &organizations::LIST,
    given: &[],
    read: |record| parts::named(record, "id", "name"),
};

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Row {
    id: Text,
    node_class: Text,
    organization_id: Text,
    approval_status: Text,
    offline: Flag,
    display_name: Text,
    system_name: Text,
    dns_name: Text,
    last_contact: Text,
    tags: Texts,
    ip_addresses: Texts,
    mac_addresses: Texts,
    #[serde(rename = "publicIP")]
    public_ip: Text,
    os: Option<Os>,
    system: Option<System>,
    /// Of hosts of virtual machines.
    service_tag: Text,
    model: Text,
    /// Of monitors in the cloud.
    target: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Os {
    name: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct System {
    model: Text,
    serial_number: Text,
    bios_serial_number: Text,
}

fn device(record: &Record, scene: &Scene<'_>) -> Result<Option<Device>, Failure> {
    let row: Row = parts::read(record)?;
    let system = row.system.unwrap_or_default();
    let status = match (row.approval_status.as_str(), row.offline.0) {
        (Some("PENDING"), _) => Status::Pending,
        (_, Some(true)) => Status::Offline,
        (_, Some(false)) => Status::Online,
        (_, None) => Status::Unknown,
    };
    let others = [row.public_ip, row.target, row.dns_name].into_iter().filter_map(Text::some);
    Ok(Some(Device {
        id: row.id.some().unwrap_or_default(),
        serial: system.serial_number.some().or(system.bios_serial_number.some()).or(row.service_tag.some()),
        name: row.display_name.some().or(row.system_name.some()),
        model: system.model.some().or(row.model.some()),
        kind: row.node_class.as_str().and_then(kind::of_class).map(str::to_owned),
        site: row.organization_id.as_str().and_then(|id| scene.name("organizations", id)),
        tags: row.tags.0,
        status,
        last_seen: row.last_contact.as_str().and_then(parts::time),
        firmware: row.os.and_then(|os| os.name.some()),
        addresses: parts::once(row.ip_addresses.0.into_iter().chain(others)),
        macs: parts::macs(row.mac_addresses.0),
        ..Device::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::sample::{read, read_in};
    use url::Url;

    #[test]
    fn a_server_is_read_with_its_organization_and_its_serial() {
        let url = Url::parse("https://app.ninjarmm.com").unwrap();
        let mut scene = Scene::at(&url);
        scene.learn("organizations", "2".to_owned(), "Harbour".to_owned());

        let device = read_in(
            &FLEET.devices[0],
            &scene,
            r#"{"id":1001,"organizationId":2,"nodeClass":"WINDOWS_SERVER","approvalStatus":"APPROVED","offline":false,
            "displayName":"DC01","systemName":"HAM-1","dnsName":"ham-1.example.net","lastContact":1795344574.919000000,
            "tags":["core"],"ipAddresses":["10.21.0.1"],"macAddresses":["02:00:5E:5A:31:C7"],"publicIP":"198.51.100.2",
            "os":{"name":"Windows Server 2022"},"system":{"model":"OptiPlex","biosSerialNumber":"B1","serialNumber":"S1"}}"#,
        )
        .unwrap();

        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let expected = Device {
            id: "1001".to_owned(),
            serial: Some("S1".to_owned()),
            name: Some("DC01".to_owned()),
            model: Some("OptiPlex".to_owned()),
            kind: Some("server".to_owned()),
            site: Some("Harbour".to_owned()),
            tags: texts(&["core"]),
            status: Status::Online,
            last_seen: Some("2026-11-22T10:49:34Z".parse().unwrap()),
            firmware: Some("Windows Server 2022".to_owned()),
            addresses: texts(&["10.21.0.1", "198.51.100.2", "ham-1.example.net"]),
            macs: texts(&["02:00:5e:5a:31:c7"]),
            ..Device::default()
        };
        assert_eq!(device, expected);
    }

    #[test]
    fn what_waits_for_approval_is_pending_and_what_says_nothing_unknown() {
        let status = |text: &str| read(&FLEET.devices[0], text).status;

        assert_eq!(status(r#"{"id":1,"approvalStatus":"PENDING","offline":true}"#), Status::Pending);
        assert_eq!(status(r#"{"id":1,"approvalStatus":"APPROVED","offline":true}"#), Status::Offline);
        assert_eq!(status(r#"{"id":1}"#), Status::Unknown);
    }

    #[test]
    fn a_host_of_virtual_machines_has_its_serial_elsewhere() {
        let text = r#"{"id":1,"nodeClass":"VMWARE_VM_HOST","serviceTag":"T1","model":"R740"}"#;

        let device = read(&FLEET.devices[0], text);

        assert_eq!((device.serial.as_deref(), device.model.as_deref()), (Some("T1"), Some("R740")));
        assert_eq!(device.kind.as_deref(), Some("hypervisor"));
    }
}
