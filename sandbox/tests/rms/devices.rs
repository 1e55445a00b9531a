//! Devices are found, changed, tagged, moved and deleted.

use crate::client::{Answer, Client, Refused, client};
use serde_json::{Value, json};

fn ids(answer: &Answer) -> Vec<u64> {
    answer.data().as_array().unwrap().iter().map(|one| one["id"].as_u64().unwrap()).collect()
}

fn total(client: &Client, query: &str) -> u64 {
    client.get(&format!("/devices?{query}")).json()["meta"]["total"].as_u64().unwrap()
}

#[test]
fn a_page_is_ten_unless_it_is_said_otherwise() {
    let client = client();

    let pages = ["", "?limit=5", "?limit=5&offset=20", "?offset=24", "?limit=0"]
        .map(|query| ids(&client.get(&format!("/devices{query}"))).len());

    assert_eq!(pages, [10, 5, 4, 0, 0]);
}

#[test]
fn the_pages_together_are_the_list_and_each_has_its_total() {
    let client = client();

    let pages = [0, 10, 20].map(|offset| client.get(&format!("/devices?offset={offset}")));

    let all: Vec<u64> = pages.iter().flat_map(ids).collect();
    assert_eq!(all, (70810..70834).collect::<Vec<_>>());
    assert_eq!(pages.map(|page| page.json()["meta"]["total"].clone()), [(); 3].map(|()| json!(24)));
}

#[test]
fn only_the_members_that_are_asked_for_are_answered() {
    let first = client().get("/devices?fields=serial,id&limit=1").data()[0].clone();

    assert_eq!(first, json!({ "id": 70810, "serial": "6003212345" }));
}

#[test]
fn the_names_that_can_be_asked_for_are_told() {
    let names = client().get("/devices?fields_only=true").data();

    assert_eq!((&names[0], names.as_array().unwrap().len()), (&json!("id"), 142));
}

#[test]
fn a_search_looks_into_name_serial_mac_imei_and_description_whatever_the_case() {
    let client = client();
    let first = client.get("/devices/70810").data();
    let word = |name: &str| first[name].as_str().unwrap().to_uppercase().replace(' ', "%20");

    let found = ["name", "serial", "mac", "imei", "description"]
        .map(|name| ids(&client.get(&format!("/devices?q={}", word(name)))));

    assert_eq!(found.each_ref().map(|ids| ids.first()), [Some(&70810); 5]);
    assert_eq!(total(&client, "q=no-such-thing"), 0);
}

#[test]
fn a_filter_and_its_negation_split_the_list() {
    let client = client();

    let sums =
        ["status=online", "model=RUTX11", "signal=low", "tag_id=11", "operator=LMT", "firmware=RUTX_R_00.07.16.2"]
            .map(|filter| total(&client, filter) + total(&client, &format!("ne:{filter}")));

    assert_eq!(sums, [24; 6]);
}

#[test]
fn what_the_vendor_knows_nothing_of_is_offline() {
    let client = client();

    let offline = client.get("/devices?status=offline&fields=id,status&limit=100").data();

    let statuses: Vec<Value> = offline.as_array().unwrap().iter().map(|one| one["status"].clone()).collect();
    assert!(statuses.contains(&json!(null)) && statuses.iter().all(|status| status.is_null() || *status == 0));
}

#[test]
fn several_ids_are_several_devices() {
    assert_eq!(ids(&client().get("/devices?id=70812,70810,4711")), [70810, 70812]);
}

#[test]
fn a_list_is_sorted_upwards_and_downwards() {
    let client = client();

    let [up, down] = ["serial", "-serial"].map(|sort| ids(&client.get(&format!("/devices?sort={sort},id&limit=100"))));

    assert_eq!((up.first(), down.last()), (Some(&70810), Some(&70810)));
}

#[test]
fn a_device_that_does_not_exist_is_404() {
    let client = client();

    assert_eq!(["4711", "70834", "x"].map(|id| client.get(&format!("/devices/{id}")).refusal().0), [404; 3]);
}

#[test]
fn a_change_is_seen_in_the_device_in_the_list_and_by_the_search() {
    let client = client();

    let answer = client.send(
        "PUT",
        "/devices/70810",
        json!({ "name": "Renamed, \"twice\"", "gps_monitoring": 0, "tag_id": [15, 16] }),
    );

    let device = client.get("/devices/70810").data();
    assert_eq!((answer.status, answer.json()), (200, json!({ "success": true })));
    assert_eq!((&device["name"], &device["gps_monitoring"]), (&json!("Renamed, \"twice\""), &json!(0)));
    assert_eq!((&device["tags"][0]["name"], &device["tags"][1]["name"]), (&json!("critical"), &json!("pilot")));
    assert_eq!(ids(&client.get("/devices?q=renamed")), [70810]);
}

#[test]
fn a_monitoring_interval_is_a_minute_at_least_or_off() {
    let client = client();

    let statuses =
        [0, 59, 60].map(|seconds| client.send("PUT", "/devices/70810", json!({ "io_monitoring": seconds })).status);

    assert_eq!(statuses, [200, 422, 200]);
}

#[test]
fn many_devices_are_changed_at_once_or_not_at_all() {
    let client = client();

    let refused = client.send(
        "PUT",
        "/devices",
        json!({ "data": [{ "id": 70810, "name": "one" }, { "id": 4711, "name": "two" }] }),
    );
    let name = client.get("/devices/70810").data()["name"].clone();
    let done = client.send(
        "PUT",
        "/devices",
        json!({ "data": [{ "id": 70810, "name": "one" }, { "id": 70811, "name": "two" }] }),
    );

    assert_eq!((refused.refusal(), name), ((422, "data.1.id".into()), json!("Site A router")));
    assert_eq!((done.status, ids(&client.get("/devices?q=two")).contains(&70811)), (201, true));
}

#[test]
fn a_deleted_device_is_gone_from_everywhere() {
    let client = client();

    let answer = client.send("DELETE", "/devices", json!({ "device_id": [70810] }));

    assert_eq!((answer.status, client.get("/devices/70810").status), (200, 404));
    assert_eq!((total(&client, ""), ids(&client.get("/devices"))[0]), (23, 70811));
    assert_eq!(client.get("/devices/remote-access?device_id=70810").data(), json!([]));
}

#[test]
fn an_added_device_is_listed_when_its_channel_ends_and_is_pending() {
    let client = client();
    let newcomer = json!({ "company_id": 7035, "device_series": "trb", "serial": "1100999999", "imei": "865413050000001", "name": "new", "password_confirmation": "DevicePassw0rd", "tag_id": [12] });

    let accepted = client.send("POST", "/devices", json!({ "data": [newcomer] }));
    let before = total(&client, "q=1100999999");
    let outcome = client.outcome(&accepted);

    let device = client.get("/devices?q=1100999999").data()[0].clone();
    assert_eq!((before, outcome), (0, vec!["completed".to_owned()]));
    assert_eq!(
        (&device["status"], &device["company_name"], &device["tags"][0]["id"]),
        (&json!(2), &json!("Nordmart Retail"), &json!(12))
    );
}

#[test]
fn a_serial_that_is_known_already_is_not_added_again() {
    let client = client();
    let double = json!({ "company_id": 7034, "device_series": "rut", "serial": "6003212345", "mac": "00:1E:42:AA:BB:CC", "password_confirmation": "DevicePassw0rd" });

    assert_eq!(client.outcome(&client.send("POST", "/devices", json!({ "data": [double] }))), ["error"]);
}

#[test]
fn a_device_is_added_by_the_number_of_its_series() {
    let client = client();
    let newcomer = json!({ "company_id": 7034, "device_series": "rut", "serial": "1100999999", "imei": "865413050000001", "mac": "", "password_confirmation": "DevicePassw0rd" });

    assert_eq!(client.send("POST", "/devices", json!({ "data": [newcomer] })).refusal(), (422, "data.0.mac".into()));
}

#[test]
fn a_moved_device_is_in_its_new_company() {
    let client = client();

    client.wait(&client.send("POST", "/devices/move/", json!({ "device_id": [70810], "company_id": 7041 })));

    assert_eq!(client.get("/devices/70810").data()["company_name"], "Grain & Field Co-op");
    assert!(ids(&client.get("/devices?company_id=7041")).contains(&70810));
}

#[test]
fn tags_are_assigned_taken_away_and_overwritten() {
    let client = client();
    let change = |verb: &str, tags: &[u64]| {
        client.send(
            "PUT",
            &format!("/devices/tags/{verb}"),
            json!({ "data": [{ "device_id": 70810, "tag_id": tags }] }),
        );
        let tags = client.get("/devices/70810").data()["tags"].clone();
        tags.as_array().unwrap().iter().map(|tag| tag["id"].as_u64().unwrap()).collect::<Vec<_>>()
    };

    assert_eq!(change("overwrite", &[11]), [11]);
    assert_eq!(change("assign", &[15, 11]), [11, 15]);
    assert_eq!(change("unassign", &[11]), [15]);
}

#[test]
fn a_deleted_tag_is_on_no_device() {
    let client = client();
    client.send("PUT", "/devices/tags/overwrite", json!({ "data": [{ "device_id": 70810, "tag_id": [16] }] }));

    client.delete("/tags/16");

    assert_eq!(client.get("/devices/70810").data()["tags"], json!([]));
}

#[test]
fn the_export_has_the_devices_of_the_list_with_their_cells_quoted() {
    let csv = client().get("/devices/export/csv?fields=id,name&limit=8&offset=6");

    let lines: Vec<&str> = csv.text().lines().collect();

    assert!(csv.head.contains("text/csv; charset=utf-8"));
    assert_eq!((lines[0], lines[2]), ("id,name", "70817,\"Riga \"\"Old Town\"\", kiosk 3\""));
}

#[test]
fn statistics_count_every_device_once_in_each_chart() {
    let data = client().get("/devices/statistics?charts=status,model").data();

    let sum = |chart: &str| data[chart].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum::<u64>();

    assert_eq!((sum("status"), sum("model")), (24, 24));
}
