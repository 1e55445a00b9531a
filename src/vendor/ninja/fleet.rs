//! What NinjaRMM brings into the fleet: agents' machines and what they watch. It never says whether a device is online.

use serde::Deserialize;

use super::{customers, devices};
use crate::failure::Failure;
use crate::fleet::parts::{self, Text, Texts};
use crate::fleet::{Device, Feed, Fleet, Names, Scene, kind};
use crate::record::Record;

pub(super) const FLEET: Fleet =
    Fleet { devices: &[Feed { names: &[CUSTOMERS], ..Feed::new(&devices::LIST, device) }], alerts: &[] };

const CUSTOMERS: Names =
    Names { of: "customers", row: &customers::LIST, given: &[], read: |record| parts::named(record, "id", "name") };

#[derive(Deserialize, Default)]
#[serde(default)]
struct Row {
    id: Text,
    role: Text,
    customer_id: Text,
    display_name: Text,
    system_name: Text,
    dns_name: Text,
    last_online: Text,
    ninja_url: Text,
    ip_addresses: Texts,
    public_ip_addr: Text,
    mac_addresses: Texts,
    os: Option<Os>,
    system: Option<System>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Os {
    name: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct System {
    model: Text,
    bios_serial_number: Text,
    serial_number: Text,
}

fn device(record: &Record, scene: &Scene<'_>) -> Result<Option<Device>, Failure> {
    let row: Row = parts::read(record)?;
    let system = row.system.unwrap_or_default();
    let addresses = row.ip_addresses.0.into_iter().chain(row.public_ip_addr.some()).chain(row.dns_name.some());
    Ok(Some(Device {
        id: row.id.some().unwrap_or_default(),
        serial: system.serial_number.some().or(system.bios_serial_number.some()),
        name: row.display_name.some().or(row.system_name.some()),
        model: system.model.some(),
        kind: row.role.as_str().and_then(kind::of_class).map(str::to_owned),
        site: row.customer_id.as_str().and_then(|id| scene.name("customers", id)),
        last_seen: row.last_online.as_str().and_then(parts::time),
        firmware: row.os.and_then(|os| os.name.some()),
        addresses: parts::once(addresses),
        macs: parts::macs(row.mac_addresses.0),
        // The vendor's own link; the one that takes over the device is another member.
        url: row.ninja_url.some(),
        ..Device::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::sample::{read, read_in};
    use url::Url;

    #[test]
    fn a_machine_is_read_with_its_customer_and_its_serial() {
        let url = Url::parse("https://api.ninjarmm.com").unwrap();
        let mut scene = Scene::at(&url);
        scene.learn("customers", "1".to_owned(), "Example Ltd".to_owned());

        let device = read_in(
            &FLEET.devices[0],
            &scene,
            r##"{"id":4460,"role":"WINDOWS_WORKSTATION","customer_id":1,"display_name":"SITE-A-PC","dns_name":"oslo-pc-1",
            "system_name":"OSLO-PC-1","last_online":"Fri, 23 Jan 2026 04:54:29 GMT",
            "ninja_url":"https://app.ninjarmm.com/#/deviceDashboard/4460/overview","remote_control_url":"teamviewer10://x",
            "ip_addresses":["10.0.0.1","fe80::1"],"mac_addresses":["20:47:47:00:00:0A"],"public_ip_addr":"203.0.113.7",
            "os":{"name":"Microsoft Windows 11 Pro"},"system":{"model":"OptiPlex 7010","bios_serial_number":"5CG0001000"}}"##,
        )
        .unwrap();

        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let expected = Device {
            id: "4460".to_owned(),
            serial: Some("5CG0001000".to_owned()),
            name: Some("SITE-A-PC".to_owned()),
            model: Some("OptiPlex 7010".to_owned()),
            kind: Some("workstation".to_owned()),
            site: Some("Example Ltd".to_owned()),
            last_seen: Some("2026-01-23T04:54:29Z".parse().unwrap()),
            firmware: Some("Microsoft Windows 11 Pro".to_owned()),
            addresses: texts(&["10.0.0.1", "fe80::1", "203.0.113.7", "oslo-pc-1"]),
            macs: texts(&["20:47:47:00:00:0a"]),
            url: Some("https://app.ninjarmm.com/#/deviceDashboard/4460/overview".to_owned()),
            ..Device::default()
        };
        assert_eq!(device, expected);
    }

    #[test]
    fn an_agent_that_was_not_yet_heard_of_has_little() {
        let device =
            read(&FLEET.devices[0], r#"{"id":7,"display_name":null,"system_name":"PC","os":null,"system":null}"#);

        let expected = Device { id: "7".to_owned(), name: Some("PC".to_owned()), ..Device::default() };
        assert_eq!(device, expected);
    }
}
