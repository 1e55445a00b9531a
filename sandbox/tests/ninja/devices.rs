//! The fleet: four types, each with its own members.

use crate::client::{unlimited, with};
use sandbox::{NINJA_FIRST_SERIAL, NINJA_SHARED_SERIAL, Options};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn keys(record: &Value) -> Vec<&str> {
    record.as_object().unwrap().keys().map(String::as_str).collect()
}

const SHORT: [&str; 12] = [
    "id",
    "type",
    "sub_type",
    "role",
    "customer_id",
    "parent_device_id",
    "display_name",
    "dns_name",
    "system_name",
    "netbios_name",
    "last_online",
    "last_update",
];

#[test]
fn an_agent_has_the_members_of_the_documentation_in_its_order() {
    let agent = unlimited().get("/v1/devices/4460").json();

    let rest = [
        "last_logged_in_user",
        "ninja_url",
        "remote_control_url",
        "ip_addresses",
        "mac_addresses",
        "public_ip_addr",
        "memory",
        "os",
        "system",
        "processor",
        "disks",
        "software",
    ];
    assert_eq!(keys(&agent), [SHORT.as_slice(), &rest].concat());
}

#[test]
fn the_parts_of_an_agent_have_the_members_of_the_documentation() {
    let agent = unlimited().get("/v1/devices/4460").json();

    let parts = ["system", "processor"].map(|part| keys(&agent[part]).join(" "));
    let rows = ["disks", "software"].map(|part| keys(&agent[part][0]).join(" "));

    assert_eq!(parts[0], "manufacturer name model dns_host_name bios_serial_number domain");
    assert_eq!(parts[1], "name architecture num_cores num_logical_cores current_clock_speed max_clock_speed");
    assert_eq!(rows[0], "name type file_system serial_number volume_label capacity free_space");
    assert_eq!(rows[1], "name publisher version install_date size");
    assert!(keys(&agent["os"]).starts_with(&["manufacturer", "name", "os_architecture", "last_boot_time"]));
}

#[test]
fn the_other_types_leave_out_what_they_do_not_have() {
    let client = unlimited();

    let [server, target, monitor] = ["4464", "4465", "4467"].map(|id| client.get(&format!("/v1/devices/{id}")).json());

    let addresses = ["ip_addresses", "mac_addresses"];
    assert_eq!(keys(&server)[12..], [["ninja_url", "remote_control_url"], addresses].concat());
    assert_eq!(keys(&target)[12..], [&["ninja_url"], addresses.as_slice()].concat());
    assert_eq!(keys(&monitor)[12..], ["ninja_url"]);
    assert_eq!([&server, &target, &monitor].map(|one| keys(one)[..12] == SHORT), [true; 3]);
}

#[test]
fn each_type_has_its_sub_type_and_roles() {
    let rows = with(Options { devices: 600, ..Options::default() }).get("/v1/devices").rows();

    let mut roles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in &rows {
        assert_eq!(row["sub_type"], format!("{}_GENERAL", row["type"].as_str().unwrap()));
        roles.entry(row["type"].as_str().unwrap().into()).or_default().insert(row["role"].to_string());
    }

    let of = |kind: &str| roles[kind].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(of("AGENT"), ["\"LINUX_SERVER\"", "\"MAC\"", "\"WINDOWS_SERVER\"", "\"WINDOWS_WORKSTATION\""]);
    assert_eq!(of("NMS_SERVER"), ["\"NMS_NETWORK_MANAGEMENT_AGENT\""]);
    assert_eq!(of("MONITOR_SERVER"), ["null"]);
    assert!(roles["NMS_TARGET"].len() == 5 && of("NMS_TARGET").iter().all(|role| role.starts_with("\"NMS_")));
}

#[test]
fn a_target_has_its_server_as_parent_and_the_same_customer() {
    let rows = unlimited().get("/v1/devices").rows();

    let children: Vec<_> = rows.iter().filter(|row| !row["parent_device_id"].is_null()).collect();
    let parents: Vec<_> =
        children.iter().map(|row| rows.iter().find(|one| one["id"] == row["parent_device_id"]).unwrap()).collect();

    assert_eq!(children.len(), 4);
    assert!(
        children.iter().all(|row| row["type"] == "NMS_TARGET") && parents.iter().all(|row| row["type"] == "NMS_SERVER")
    );
    assert!(children.iter().zip(&parents).all(|(child, parent)| child["customer_id"] == parent["customer_id"]));
}

#[test]
fn a_list_has_what_one_device_has_but_for_the_software() {
    let client = unlimited();
    let listed = client.get("/v1/devices").rows();

    let mut found: Vec<Value> =
        client.get("/v1/devices").ids().iter().map(|id| client.get(&format!("/v1/devices/{id}")).json()).collect();
    let removed = found.iter_mut().filter_map(|one| one.as_object_mut().unwrap().shift_remove("software")).count();

    assert_eq!((listed, removed), (found, 15));
}

#[test]
fn bios_serials_are_of_one_device_but_for_the_shared_one() {
    let rows = with(Options { devices: 3_000, ..Options::default() }).get("/v1/devices").rows();
    let serials: Vec<&str> = rows.iter().filter_map(|row| row["system"]["bios_serial_number"].as_str()).collect();

    let distinct: BTreeSet<&str> = serials.iter().copied().collect();

    assert_eq!((distinct.len(), serials[0]), (serials.len() - 1, NINJA_FIRST_SERIAL));
    assert_eq!(serials.iter().filter(|serial| **serial == NINJA_SHARED_SERIAL).count(), 2);
}

#[test]
fn the_same_seed_is_the_same_fleet_and_another_one_has_the_same_oddities() {
    let list = |seed| with(Options { seed, ..Options::default() }).get("/v1/devices");
    let (one, same, other) = (list(1), list(1), list(2));

    let names = |answer: &crate::client::Answer| {
        answer.rows()[..4].iter().map(|row| row["display_name"].clone()).collect::<Vec<_>>()
    };

    assert_eq!(one, same);
    assert_ne!(one.body, other.body);
    assert_eq!(names(&one), names(&other));
}

#[test]
fn a_large_fleet_is_whole_and_its_last_device_is_there_at_once() {
    let client = with(Options { devices: 10_000_000, ..Options::default() });
    let medium = with(Options { devices: 2_000, ..Options::default() });

    let last = client.get("/v1/devices/10004459");

    assert_eq!((last.status, client.get("/v1/devices/10004460").status), (200, 404));
    assert!(medium.get("/v1/devices").ids().into_iter().eq(4460..6460));
}

#[test]
fn an_empty_fleet_is_an_empty_list() {
    let client = with(Options { devices: 0, ..Options::default() });

    assert_eq!(
        [client.get("/v1/devices"), client.get("/v1/alerts")].map(|answer| answer.json()),
        [json!([]), json!([])]
    );
}
