//! What RMS brings into the fleet: its routers, gateways, switches and access points.

use serde::Deserialize;

use super::devices;
use crate::failure::Failure;
use crate::fleet::parts::{self, Text};
use crate::fleet::{Device, Feed, Fleet, Scene, Status, kind};
use crate::record::Record;

pub(super) const FLEET: Fleet =
    Fleet { devices: &[Feed { thin: &[("fields", FIELDS)], ..Feed::new(&devices::LIST, device) }], alerts: &[] };

/// A tenth of a whole record, which has some 140 members.
const FIELDS: &str =
    "id,serial,name,model,company_name,tags,status,last_connection_at,firmware,wan_ip,mobile_ip,mac,wlan_mac";

/// Nearly everything may be `null`, and numbers may be texts.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Row {
    id: Text,
    serial: Text,
    name: Text,
    model: Text,
    company_name: Text,
    tags: Option<Vec<Tag>>,
    status: Text,
    last_connection_at: Text,
    firmware: Text,
    wan_ip: Text,
    mobile_ip: Text,
    mac: Text,
    wlan_mac: Text,
}

#[derive(Deserialize)]
struct Tag {
    #[serde(default)]
    name: Text,
}

fn device(record: &Record, scene: &Scene<'_>) -> Result<Option<Device>, Failure> {
    let row: Row = parts::read(record)?;
    let tags = row.tags.unwrap_or_default().into_iter().filter_map(|tag| tag.name.some());
    let id = row.id.some().unwrap_or_default();
    Ok(Some(Device {
        url: page(scene, &id),
        id,
        kind: row.model.as_str().and_then(kind_of).map(str::to_owned),
        serial: row.serial.some(),
        name: row.name.some(),
        model: row.model.some(),
        site: row.company_name.some(),
        tags: tags.collect(),
        status: status(row.status.as_str()),
        last_seen: row.last_connection_at.as_str().and_then(parts::time),
        firmware: row.firmware.some(),
        addresses: parts::once([row.wan_ip, row.mobile_ip].into_iter().filter_map(Text::some)),
        macs: parts::macs([row.mac, row.wlan_mac].into_iter().filter_map(Text::some)),
        ..Device::default()
    }))
}

/// Where people see a device. Of other hosts it is not known that they have such pages.
fn page(scene: &Scene<'_>, id: &str) -> Option<String> {
    const HOST: &str = "rms.teltonika-networks.com";
    (scene.url.host_str() == Some(HOST)).then(|| format!("https://{HOST}/devices/{id}"))
}

/// No status is one, too: RMS says `null` of what is offline.
fn status(number: Option<&str>) -> Status {
    match number {
        Some("0") | None => Status::Offline,
        Some("1") => Status::Online,
        Some("2") => Status::Pending,
        Some(_) => Status::Unknown,
    }
}

/// By the family that the model's name begins with.
fn kind_of(model: &str) -> Option<&'static str> {
    const FAMILIES: &[(&str, &str)] = &[
        ("RUT", kind::ROUTER),
        ("TCR", kind::ROUTER),
        ("OTD", kind::ROUTER),
        ("TRB", kind::GATEWAY),
        ("TAP", kind::ACCESS_POINT),
        ("TSW", kind::SWITCH),
        ("SWM", kind::SWITCH),
    ];
    FAMILIES.iter().find(|(family, _)| model.starts_with(family)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::sample::{read, read_in};
    use crate::vendor::rms::RMS;

    fn read_by(text: &str) -> Device {
        read(&FLEET.devices[0], text)
    }

    #[test]
    fn a_router_is_read_with_its_tags_addresses_and_macs() {
        let device = read_by(
            r##"{"id":70810,"serial":"1100123456","name":"Site A router","model":"RUTX11","company_name":"Example Ltd",
            "tags":[{"id":1,"name":"field","color":"#fff"}],"status":1,"last_connection_at":"2026-01-23 04:56:07",
            "firmware":"RUTX_R_00.07.06.10","wan_ip":"10.20.133.143","mobile_ip":"10.20.133.143",
            "mac":"00:1E:42:00:00:01","wlan_mac":"00:1E:42:00:00:02"}"##,
        );

        let expected = Device {
            id: "70810".to_owned(),
            serial: Some("1100123456".to_owned()),
            name: Some("Site A router".to_owned()),
            model: Some("RUTX11".to_owned()),
            kind: Some("router".to_owned()),
            site: Some("Example Ltd".to_owned()),
            tags: vec!["field".to_owned()],
            status: Status::Online,
            last_seen: Some("2026-01-23T04:56:07Z".parse().unwrap()),
            firmware: Some("RUTX_R_00.07.06.10".to_owned()),
            addresses: vec!["10.20.133.143".to_owned()],
            macs: vec!["00:1e:42:00:00:01".to_owned(), "00:1e:42:00:00:02".to_owned()],
            ..Device::default()
        };
        assert_eq!(device, expected);
    }

    #[test]
    fn a_device_has_a_page_where_the_vendor_itself_is_asked() {
        let url = RMS.settings.url.unwrap().parse().unwrap();

        let device = read_in(&FLEET.devices[0], &Scene::at(&url), r#"{"id":7}"#).unwrap();

        assert_eq!(device.url.as_deref(), Some("https://rms.teltonika-networks.com/devices/7"));
    }

    #[test]
    fn nearly_everything_may_be_null_and_no_status_is_offline() {
        let device = read_by(r#"{"id":7,"serial":null,"name":"","tags":null,"status":null,"mac":"00:00:00:00:00:00"}"#);

        assert_eq!(device, Device { id: "7".to_owned(), status: Status::Offline, ..Device::default() });
    }

    #[test]
    fn a_model_says_what_a_device_is_and_an_unknown_status_is_none() {
        let kinds = ["RUT241", "TRB140", "TAP200", "TSW202", "OTD140", "X1"].map(kind_of);

        let expected = [Some("router"), Some("gateway"), Some("access_point"), Some("switch"), Some("router"), None];
        assert_eq!(kinds, expected);
        assert_eq!([Some("2"), Some("9")].map(status), [Status::Pending, Status::Unknown]);
    }
}
