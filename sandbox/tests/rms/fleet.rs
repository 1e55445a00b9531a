//! The fleet as a whole: the same every time, and as large as one likes.

use crate::client::{Refused, client, with};
use sandbox::Options;
use serde_json::json;

#[test]
fn the_same_seed_is_the_same_fleet() {
    // Their tags are as old as the sandbox, which may be a second.
    let members = "id,name,serial,mac,imei,model,status,firmware,company_id,wan_ip,last_connection_at,remaining_data";
    let fleet = || client().get(&format!("/devices?limit=100&fields={members}")).body;

    let (left, right) = (fleet(), fleet());

    assert_eq!(left, right);
}

#[test]
fn another_seed_is_another_fleet_with_the_same_oddities() {
    let (one, two) = (client(), with(Options { seed: 2, ..Options::default() }));
    let page = |client: &crate::client::Client, query: &str| client.get(&format!("/devices?{query}")).data();

    assert_ne!(page(&one, "limit=24"), page(&two, "limit=24"));
    assert_eq!(page(&one, "fields=name&limit=3&offset=0"), page(&two, "fields=name&limit=3&offset=0"));
}

#[test]
fn a_device_has_every_member_and_valid_json() {
    let device = client().get("/devices/70810").data();

    assert_eq!(device.as_object().unwrap().len(), 142);
}

#[test]
fn ten_million_devices_are_there_at_once() {
    let client = with(Options { devices: 10_000_000, ..Options::default() });

    let last = client.get("/devices?limit=2&offset=9999998&fields=id,serial");

    assert_eq!(
        last.data(),
        json!([{ "id": 10_070_808, "serial": "6133212319" }, { "id": 10_070_809, "serial": "6133212332" }])
    );
    assert_eq!(last.json()["meta"]["total"], 10_000_000);
}

#[test]
fn a_large_fleet_comes_whole_in_large_pages() {
    let client = with(Options { devices: 30_000, ..Options::default() });

    let pages =
        [0, 10_000, 20_000].map(|offset| client.get(&format!("/devices?limit=10000&offset={offset}&fields=id")).data());

    let ids = pages.iter().flat_map(|page| page.as_array().unwrap()).map(|one| one["id"].as_u64().unwrap());
    assert!(ids.eq(70810..100_810));
}

#[test]
fn serials_macs_and_imeis_are_unique_but_for_the_shared_one() {
    let client = with(Options { devices: 5_000, ..Options::default() });
    let data = client.get("/devices?limit=5000&fields=serial,mac,imei").data();

    let distinct = ["serial", "mac"].map(|name| {
        let mut values: Vec<&str> = data.as_array().unwrap().iter().map(|one| one[name].as_str().unwrap()).collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    });

    assert_eq!(distinct, [4_999, 5_000]);
}

#[test]
fn a_fleet_is_mostly_online_but_not_only() {
    let client = with(Options { devices: 1_000, ..Options::default() });
    let count =
        |status: &str| client.get(&format!("/devices?status={status}")).json()["meta"]["total"].as_u64().unwrap();

    let counts = ["online", "offline", "not_activated"].map(count);

    assert_eq!(counts.iter().sum::<u64>(), 1_000);
    assert!(counts[0] > 700 && counts[1] > 50 && counts[2] > 5, "{counts:?}");
}
