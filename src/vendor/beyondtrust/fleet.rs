//! What BeyondTrust brings into the fleet: machines with a Jump Client, and those that Jump Items lead to. It knows neither
//! serials nor MAC addresses of them.

use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

use super::{jump_clients, jump_groups, jump_items, jump_items_screens, jump_items_tunnels};
use crate::catalog::Operation;
use crate::failure::Failure;
use crate::fleet::parts::{self, Flag, Text, Texts};
use crate::fleet::{Device, Feed, Fleet, Names, Scene, Status, kind};
use crate::record::Record;

pub(super) const FLEET: Fleet = Fleet { devices: DEVICES, alerts: &[] };

/// Network tunnels lead to no machine, but into a network.
const DEVICES: &[Feed<Device>] = &[
    Feed {
        names: &[GROUPS],
        ..Feed::new(Operation::list_among(jump_clients::OPERATIONS, "/api/config/v1/jump-client"), jump_client)
    },
    jump(jump_items::SHELL_JUMPS, "/api/config/v1/jump-item/shell-jump", |record, scene| {
        jump_item("shell-jump", record, scene)
    }),
    jump(jump_items_screens::REMOTE_RDP_OPERATIONS, "/api/config/v1/jump-item/remote-rdp", |record, scene| {
        jump_item("remote-rdp", record, scene)
    }),
    jump(jump_items_screens::REMOTE_VNC_OPERATIONS, "/api/config/v1/jump-item/remote-vnc", |record, scene| {
        jump_item("remote-vnc", record, scene)
    }),
    jump(jump_items_screens::WEB_JUMPS_OPERATIONS, "/api/config/v1/jump-item/web-jump", |record, scene| {
        jump_item("web-jump", record, scene)
    }),
    jump(
        jump_items_tunnels::PROTOCOL_TUNNEL_JUMPS_OPERATIONS,
        "/api/config/v1/jump-item/protocol-tunnel-jump",
        |record, scene| jump_item("protocol-tunnel-jump", record, scene),
    ),
    jump(
        jump_items_tunnels::MYSQL_TUNNEL_JUMPS_OPERATIONS,
        "/api/config/v1/jump-item/mysql-tunnel-jump",
        |record, scene| jump_item("mysql-tunnel-jump", record, scene),
    ),
    jump(
        jump_items_tunnels::PSQL_TUNNEL_JUMPS_OPERATIONS,
        "/api/config/v1/jump-item/psql-tunnel-jump",
        |record, scene| jump_item("psql-tunnel-jump", record, scene),
    ),
];

const GROUPS: Names = Names {
    of: "groups",
    row: Operation::list_among(jump_groups::OPERATIONS, "/api/config/v1/jump-group"),
    given: &[],
    read: |record| parts::named(record, "id", "name"),
};

type Read = fn(&Record, &Scene<'_>) -> Result<Option<Device>, Failure>;

const fn jump(rows: &'static [Operation], path: &str, read: Read) -> Feed<Device> {
    Feed { names: &[GROUPS], include: Some("jump-items"), ..Feed::new(Operation::list_among(rows, path), read) }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Client {
    id: Text,
    name: Text,
    hostname: Text,
    fqdn: Text,
    jump_group_id: Text,
    jump_group_type: Text,
    tag: Texts,
    connection_type: Text,
    is_lost: Flag,
    last_connect_timestamp: Text,
    last_disconnect_timestamp: Text,
    operating_system: Text,
    private_ip: Text,
    public_ip: Text,
}

fn jump_client(record: &Record, scene: &Scene<'_>) -> Result<Option<Device>, Failure> {
    let row: Client = parts::read(record)?;
    let time = |text: &Text| text.as_str().and_then(parts::time);
    let (connected, parted) = (time(&row.last_connect_timestamp), time(&row.last_disconnect_timestamp));
    let addresses = [row.private_ip, row.public_ip, row.fqdn].into_iter().filter_map(Text::some);
    Ok(Some(Device {
        id: row.id.some().unwrap_or_default(),
        status: status(row.connection_type.as_str(), row.is_lost.0, connected, parted),
        name: row.name.some().or(row.hostname.some()),
        kind: Some(kind::JUMP_CLIENT.to_owned()),
        site: site(scene, &row.jump_group_id, &row.jump_group_type),
        tags: row.tag.0,
        last_seen: connected.max(parted),
        firmware: row.operating_system.some(),
        addresses: parts::once(addresses),
        ..Device::default()
    }))
}

/// Only an active client stays connected; of one on standby it is not known before somebody jumps to it.
fn status(
    connection: Option<&str>,
    is_lost: Option<bool>,
    connected: Option<Timestamp>,
    parted: Option<Timestamp>,
) -> Status {
    match (connection, connected) {
        (Some("uninstalled"), _) => Status::Offline,
        _ if is_lost == Some(true) => Status::Offline,
        (Some("active"), Some(_)) if connected > parted => Status::Online,
        (Some("active"), Some(_)) => Status::Offline,
        _ => Status::Unknown,
    }
}

/// The Jump Group, where it is shared; others are a person's own.
fn site(scene: &Scene<'_>, group: &Text, kind: &Text) -> Option<String> {
    let is_shared = kind.as_str().is_none_or(|kind| kind == "shared");
    scene.name("groups", group.as_str().filter(|_| is_shared)?)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Item {
    id: Text,
    name: Text,
    hostname: Text,
    url: Text,
    jump_group_id: Text,
    jump_group_type: Text,
    tag: Texts,
}

/// Items of each type are numbered by themselves, so that the type is part of the id.
fn jump_item(of: &str, record: &Record, scene: &Scene<'_>) -> Result<Option<Device>, Failure> {
    let row: Item = parts::read(record)?;
    let page = row.url.as_str().and_then(|url| Url::parse(url).ok()?.host_str().map(str::to_owned));
    Ok(Some(Device {
        id: format!("{of}/{}", row.id.some().unwrap_or_default()),
        name: row.name.some(),
        kind: Some(kind::JUMP_ITEM.to_owned()),
        site: site(scene, &row.jump_group_id, &row.jump_group_type),
        tags: row.tag.0,
        addresses: parts::once(row.hostname.some().into_iter().chain(page)),
        ..Device::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::sample::{read, read_in};

    fn scene(url: &Url) -> Scene<'_> {
        let mut scene = Scene::at(url);
        scene.learn("groups", "4".to_owned(), "Production".to_owned());
        scene
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_jump_client_is_read_with_its_group_for_a_site() {
        let url = Url::parse("https://site.example").unwrap();

        let device = read_in(
            &FLEET.devices[0],
            &scene(&url),
            r#"{"id":17,"jump_group_id":4,"jump_group_type":"shared","name":"WIN-APP-01","hostname":"WIN-APP-01",
            "fqdn":"win-app-01.corp.example.com","tag":"prod","connection_type":"active",
            "last_connect_timestamp":"2026-02-03T10:15:00+00:00","last_disconnect_timestamp":"2026-02-03T10:14:02+00:00",
            "is_lost":false,"operating_system":"Windows Server 2022 x64","public_ip":"203.0.113.7",
            "private_ip":"10.0.0.21"}"#,
        )
        .unwrap();

        let expected = Device {
            id: "17".to_owned(),
            name: Some("WIN-APP-01".to_owned()),
            kind: Some("jump_client".to_owned()),
            site: Some("Production".to_owned()),
            tags: texts(&["prod"]),
            status: Status::Online,
            last_seen: Some("2026-02-03T10:15:00Z".parse().unwrap()),
            firmware: Some("Windows Server 2022 x64".to_owned()),
            addresses: texts(&["10.0.0.21", "203.0.113.7", "win-app-01.corp.example.com"]),
            ..Device::default()
        };
        assert_eq!(device, expected);
    }

    #[test]
    fn only_an_active_client_says_by_its_times_whether_it_is_connected() {
        let of = |connection: &str, lost: bool, connected: &str, parted: &str| {
            let text = format!(
                r#"{{"id":1,"connection_type":"{connection}","is_lost":{lost},"last_connect_timestamp":{connected},
                "last_disconnect_timestamp":{parted}}}"#
            );
            read(&FLEET.devices[0], &text).status
        };
        let (early, late) = (r#""2026-01-01T00:00:00+00:00""#, r#""2026-01-02T00:00:00+00:00""#);

        assert_eq!(of("active", false, late, "null"), Status::Online);
        assert_eq!(of("active", false, early, late), Status::Offline);
        assert_eq!(of("active", false, "null", "null"), Status::Unknown);
        assert_eq!(of("passive", false, late, early), Status::Unknown);
        assert_eq!(of("passive", true, late, early), Status::Offline);
        assert_eq!(of("uninstalled", false, late, early), Status::Offline);
    }

    #[test]
    fn a_jump_item_has_its_type_in_its_id_and_a_personal_group_is_no_site() {
        let url = Url::parse("https://site.example").unwrap();
        let shell = r#"{"id":42,"name":"web-01","hostname":"10.0.1.5","jump_group_id":4,"jump_group_type":"personal"}"#;
        let web =
            r#"{"id":42,"name":"page","url":"https://panel.example/x","jump_group_id":4,"jump_group_type":"shared"}"#;

        let shell = read_in(&FLEET.devices[1], &scene(&url), shell).unwrap();
        let web = read_in(&FLEET.devices[4], &scene(&url), web).unwrap();

        assert_eq!((shell.id.as_str(), shell.site, shell.addresses), ("shell-jump/42", None, texts(&["10.0.1.5"])));
        assert_eq!((web.id.as_str(), web.addresses), ("web-jump/42", texts(&["panel.example"])));
        assert_eq!(web.site.as_deref(), Some("Production"));
    }
}
