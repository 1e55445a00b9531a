//! The device filter chooses what it says, and nothing else.

use crate::client::{Client, client, encoded, with};
use sandbox::Options;
use serde_json::{Value, json};

fn chosen(client: &Client, df: &str) -> Vec<Value> {
    client.rows(&format!("/v2/devices?df={}", encoded(df)))
}

fn count(client: &Client, fits: impl Fn(&Value) -> bool) -> usize {
    let all = chosen(client, "status = APPROVED").into_iter().chain(chosen(client, "status = PENDING"));
    all.filter(|device| fits(device)).count()
}

fn many() -> Client {
    with(Options { devices: 300, ..Options::default() })
}

#[test]
fn without_a_filter_pending_devices_are_hidden() {
    let client = client();

    let all = client.rows("/v2/devices");
    let pending = chosen(&client, "status = PENDING");

    assert!(all.iter().all(|device| device["approvalStatus"] == "APPROVED"));
    assert_eq!((all.len(), pending.len()), (22, 2));
}

#[test]
fn each_key_chooses_by_its_member() {
    let client = many();
    let approved = |device: &Value| device["approvalStatus"] == "APPROVED";

    assert_eq!(chosen(&client, "org = 2").len(), count(&client, |one| approved(one) && one["organizationId"] == 2));
    assert_eq!(chosen(&client, "loc in (3, 4)").len(), chosen(&client, "organization eq 2").len());
    assert_eq!(
        chosen(&client, "class = MAC AND org != 2 && online").len(),
        count(&client, |one| {
            approved(one) && one["nodeClass"] == "MAC" && one["organizationId"] != 2 && one["offline"] == false
        })
    );
    assert_eq!(chosen(&client, "offline").len(), count(&client, |one| approved(one) && one["offline"] == true));
    assert_eq!(chosen(&client, "id in (1001,1003)").len(), 2);
    assert_eq!(
        chosen(&client, "role notin (200)").len(),
        count(&client, |one| approved(one) && one["nodeRoleId"] != 200)
    );
    assert!(chosen(&client, "class !in (WINDOWS_WORKSTATION)").len() < chosen(&client, "").len());
}

#[test]
fn dates_and_saved_searches_choose_too() {
    let client = many();

    let (before, on, after) = (
        chosen(&client, "created before 2023-01-01").len(),
        chosen(&client, "created = 20230101").len(),
        chosen(&client, "created > 2023-01-01").len(),
    );
    let servers = chosen(&client, "group 1");

    assert_eq!(before + on + after, chosen(&client, "").len());
    assert!(before > 0 && after > 0);
    assert!(servers.iter().all(|device| device["nodeClass"] == "WINDOWS_SERVER") && !servers.is_empty());
    assert_eq!(client.rows("/v2/group/1/device-ids").len(), servers.len());
}

#[test]
fn a_filter_that_cannot_be_read_is_refused_with_its_words() {
    let client = client();
    let filters = ["org = 1 OR org = 2", "name LIKE '%x%'", "status = 'ONLINE'", "group 77", "org"];

    let answers = filters.map(|df| client.get(&format!("/v2/devices?df={}", encoded(df))));

    assert_eq!(answers.each_ref().map(|answer| answer.status), [400; 5]);
    assert!(answers[4].json()["errorMessage"].as_str().unwrap().contains("`org`"));
}

#[test]
fn reports_and_alerts_take_the_filter_as_devices_do() {
    let client = many();
    let filter = encoded("org = 1 AND class = WINDOWS_WORKSTATION");

    let devices: Vec<Value> =
        client.rows(&format!("/v2/devices?df={filter}")).iter().map(|one| one["id"].clone()).collect();
    let report = client.get(&format!("/v2/queries/computer-systems?df={filter}")).json()["results"].clone();
    let alerts = client.rows(&format!("/v2/alerts?df={filter}"));

    assert_eq!(report.as_array().unwrap().iter().map(|row| row["deviceId"].clone()).collect::<Vec<_>>(), devices);
    assert!(alerts.iter().all(|alert| devices.contains(&alert["deviceId"])));
    assert!(alerts.len() < client.rows("/v2/alerts").len());
    assert_eq!(client.get("/v2/queries/computer-systems?df=org").json()["resultCode"], json!("FAILURE"));
}
