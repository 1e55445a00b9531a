//! What SPS brings into the fleet: its own boxes, and the servers that its connection policies lead to.

use serde::Deserialize;

use super::cluster;
use super::configuration::{HTTP, ICA, MSSQL, RDP, SSH, TELNET, VNC};
use super::system;
use crate::catalog::{Group, Operation};
use crate::failure::Failure;
use crate::fleet::parts::{self, Text, Texts};
use crate::fleet::{Device, Feed, Fleet, Scene, Status, kind};
use crate::record::Record;

pub(super) const FLEET: Fleet = Fleet { devices: DEVICES, alerts: &[] };

const DEVICES: &[Feed<Device>] = &[
    Feed {
        is_optional: true,
        instead: Some(&Feed::new(&system::INFO, this_box)),
        ..Feed::new(Operation::list_among(cluster::NODES, "/api/cluster/nodes"), node)
    },
    connections(&HTTP, "/api/configuration/http/connections", |record, _| target("http", record)),
    connections(&ICA, "/api/configuration/ica/connections", |record, _| target("ica", record)),
    connections(&MSSQL, "/api/configuration/mssql/connections", |record, _| target("mssql", record)),
    connections(&RDP, "/api/configuration/rdp/connections", |record, _| target("rdp", record)),
    connections(&SSH, "/api/configuration/ssh/connections", |record, _| target("ssh", record)),
    connections(&TELNET, "/api/configuration/telnet/connections", |record, _| target("telnet", record)),
    connections(&VNC, "/api/configuration/vnc/connections", |record, _| target("vnc", record)),
];

type Read = fn(&Record, &Scene<'_>) -> Result<Option<Device>, Failure>;

/// Which protocols there are depends on the version of the box.
const fn connections(protocol: &'static Group, path: &str, read: Read) -> Feed<Device> {
    Feed {
        include: Some("connection-targets"),
        is_optional: true,
        ..Feed::new(Operation::list_among(protocol.groups[0].operations, path), read)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Node {
    key: Text,
    address: Text,
    roles: Texts,
}

/// The list of the boxes does not say how they are.
fn node(record: &Record, _: &Scene<'_>) -> Result<Option<Device>, Failure> {
    let row: Node = parts::read(record)?;
    let address = row.address.some();
    Ok(Some(Device {
        id: row.key.some().unwrap_or_default(),
        name: address.clone(),
        kind: Some(kind::APPLIANCE.to_owned()),
        tags: row.roles.0,
        addresses: address.into_iter().collect(),
        ..Device::default()
    }))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct About {
    hostname: Text,
    domainname: Text,
    nickname: Text,
    firmware_version: Text,
    roles: Texts,
}

/// A box that is in no cluster, and that has just answered.
fn this_box(record: &Record, scene: &Scene<'_>) -> Result<Option<Device>, Failure> {
    let row: About = parts::read(record)?;
    let host = scene.url.host_str().unwrap_or_default().to_owned();
    let full = match (row.hostname.as_str(), row.domainname.as_str()) {
        (Some(name), Some(domain)) => format!("{name}.{domain}"),
        (Some(name), None) => name.to_owned(),
        (None, _) => host.clone(),
    };
    Ok(Some(Device {
        id: full.clone(),
        name: row.nickname.some().or(row.hostname.some()).or(Some(host.clone())),
        kind: Some(kind::APPLIANCE.to_owned()),
        tags: row.roles.0,
        status: Status::Online,
        firmware: row.firmware_version.some(),
        addresses: parts::once([host, full]),
        ..Device::default()
    }))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Connection {
    key: Text,
    name: Text,
    network: Network,
    server_address: Server,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Network {
    targets: Texts,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Server {
    selection: Text,
    address: Text,
}

/// A fixed address is the server; otherwise people say it, within the networks of the policy. Keys are unique within a
/// protocol alone, so that the protocol is part of the id.
fn target(protocol: &str, record: &Record) -> Result<Option<Device>, Failure> {
    let row: Connection = parts::read(record)?;
    let addresses = match (row.server_address.selection.as_str(), row.server_address.address.some()) {
        (Some("fix"), Some(address)) => vec![address],
        _ => row.network.targets.0,
    };
    Ok(Some(Device {
        id: format!("{protocol}/{}", row.key.some().unwrap_or_default()),
        name: row.name.some(),
        kind: Some(kind::CONNECTION_TARGET.to_owned()),
        addresses,
        ..Device::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::sample::{read, read_in};
    use url::Url;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_box_of_a_cluster_is_an_appliance_with_its_roles_for_tags() {
        let device = read(
            &FLEET.devices[0],
            r#"{"key":"b35c","address":"10.40.255.171","node_id":null,"psk":null,"roles":["central-management"]}"#,
        );

        let expected = Device {
            id: "b35c".to_owned(),
            name: Some("10.40.255.171".to_owned()),
            kind: Some("appliance".to_owned()),
            tags: texts(&["central-management"]),
            addresses: texts(&["10.40.255.171"]),
            ..Device::default()
        };
        assert_eq!(device, expected);
    }

    #[test]
    fn a_box_alone_is_online_because_it_answers() {
        let url = Url::parse("https://10.1.1.1").unwrap();
        let feed = FLEET.devices[0].instead.unwrap();

        let device = read_in(
            feed,
            &Scene::at(&url),
            r#"{"key":"about_info","domainname":"example.com","hostname":"sps","nickname":null,"firmware_version":"8.0.1"}"#,
        )
        .unwrap();

        let expected = Device {
            id: "sps.example.com".to_owned(),
            name: Some("sps".to_owned()),
            kind: Some("appliance".to_owned()),
            status: Status::Online,
            firmware: Some("8.0.1".to_owned()),
            addresses: texts(&["10.1.1.1", "sps.example.com"]),
            ..Device::default()
        };
        assert_eq!(device, expected);
    }

    #[test]
    fn a_connection_leads_to_its_fixed_server_or_into_its_networks() {
        let telnet = |server: &str| {
            let text = format!(
                r#"{{"key":"83","name":"branch","network":{{"targets":["10.31.0.0/16"]}},"server_address":{server}}}"#
            );
            read(&FLEET.devices[6], &text)
        };

        let fixed = telnet(r#"{"address":"10.31.0.5","port":23,"selection":"fix"}"#);
        let free = telnet(r#"{"selection":"original"}"#);

        assert_eq!((fixed.id.as_str(), fixed.addresses), ("telnet/83", texts(&["10.31.0.5"])));
        assert_eq!(free.addresses, texts(&["10.31.0.0/16"]));
        assert_eq!(free.kind.as_deref(), Some("connection_target"));
    }
}
