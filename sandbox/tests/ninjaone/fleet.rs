//! The devices, with their traps, and what is done to them.

use crate::client::{Client, NOW, client, with};
use sandbox::{NINJAONE_CANARY, NINJAONE_FIRST_DEVICE, NINJAONE_SHARED_SERIAL, Options};
use serde_json::{Value, json};
use std::collections::HashSet;

fn device(client: &Client, id: u64) -> Value {
    client.get(&format!("/v2/device/{id}")).json()
}

#[test]
fn the_same_seed_is_the_same_fleet_and_another_seed_another() {
    let texts = [1, 1, 2].map(|seed| with(Options { seed, ..Options::default() }).get("/v2/devices").text().to_owned());

    assert_eq!(texts[0], texts[1]);
    assert_ne!(texts[0], texts[2]);
}

#[test]
fn times_are_numbers_with_nine_decimals() {
    let text = client().get("/v2/device/1001").text().to_owned();

    let digits = text.split("\"lastContact\":").nth(1).unwrap().split(',').next().unwrap().to_owned();
    let (seconds, decimals) = digits.split_once('.').unwrap();

    assert!(seconds.parse::<i64>().unwrap() <= NOW);
    assert_eq!((decimals.len(), &decimals[3..]), (9, "000000"));
}

#[test]
fn the_first_devices_carry_traps() {
    let client = client();
    let rows = client.rows("/v2/devices");
    let names: Vec<&str> = rows.iter().filter_map(|row| row["displayName"].as_str()).collect();

    assert_eq!(names[0], NINJAONE_FIRST_DEVICE);
    assert!(names.iter().any(|name| name.contains('\u{1b}')) && names.iter().any(|name| name.starts_with('=')));
    assert!(names.iter().any(|name| name.len() > 300) && names.iter().any(|name| name.contains("東京")));
    assert_eq!(names.iter().filter(|name| **name == "TWIN-01").count(), 2);
    assert_eq!((&rows[5]["displayName"], rows[5].get("dnsName")), (&Value::Null, None));
    let serials = client.get("/v2/queries/computer-systems").text().matches(NINJAONE_SHARED_SERIAL).count();
    assert_eq!(serials, 4);
}

#[test]
fn every_class_and_every_kind_of_device_is_there() {
    let client = with(Options { devices: 60, ..Options::default() });

    let rows = client.rows("/v2/devices-detailed");
    let of = |member: &str| rows.iter().map(|row| row[member].as_str().unwrap().to_owned()).collect::<HashSet<_>>();

    assert_eq!(of("nodeClass").len(), 33);
    assert_eq!(of("deviceType").len(), 8);
    assert!(rows.iter().all(|row| (row["deviceType"] == "AgentDevice") == row["os"].is_object()));
}

#[test]
fn a_hundred_thousand_devices_cost_nothing_until_they_are_looked_at() {
    let client = with(Options { devices: 100_000, ..Options::default() });

    let last = client.rows("/v2/devices?after=200990");

    assert_eq!(last.last().unwrap()["id"], 200_999);
    assert_eq!(client.rows("/v2/devices?pageSize=1000").len(), 1000);
}

#[test]
fn who_is_online_was_heard_of_within_minutes() {
    let rows = client().rows("/v2/devices");

    let is_right = |row: &Value| {
        let ago = NOW as f64 - row["lastContact"].as_f64().unwrap();
        if row["offline"] == false { ago <= 300.0 } else { ago >= 3600.0 }
    };

    assert!(rows.iter().all(is_right));
    assert!(rows.iter().any(|row| NOW as f64 - row["lastContact"].as_f64().unwrap() > 399.0 * 86_400.0));
}

#[test]
fn a_pending_device_is_approved_or_rejected() {
    let client = client();

    let approved = client.send("POST", "/v2/devices/approval/APPROVE", json!({ "devices": [1019] }));
    let rejected = client.send("POST", "/v2/devices/approval/REJECT", json!({ "devices": [1021] }));

    assert_eq!((approved.status, rejected.status), (204, 204));
    assert_eq!(device(&client, 1019)["approvalStatus"], "APPROVED");
    assert_eq!(client.get("/v2/device/1021").status, 404);
    assert_eq!(client.rows("/v2/devices?df=status%20%3D%20PENDING").len(), 0);
}

#[test]
fn what_is_changed_of_a_device_is_seen_and_stays() {
    let client = client();
    let change = json!({ "displayName": "new name", "organizationId": 3, "userData": { "a": 1 } });

    let answer = client.send("PATCH", "/v2/device/1001", change);
    let refused = client.send("PATCH", "/v2/device/1001", json!({ "organizationId": 999 }));
    let changed = device(&client, 1001);

    assert_eq!((answer.status, answer.text(), refused.status), (204, "", 400));
    assert_eq!((&changed["displayName"], &changed["organizationId"]), (&json!("new name"), &json!(3)));
    assert_eq!(changed["userData"], json!({ "a": 1 }));
}

#[test]
fn maintenance_begins_ends_and_takes_both_ways_to_write_a_time() {
    let client = client();
    let path = "/v2/device/1001/maintenance";

    client.send("PUT", path, json!({ "disabledFeatures": ["ALERTS"], "end": NOW + 3600, "reasonMessage": "disk" }));
    let first = device(&client, 1001)["maintenance"].clone();
    client.send(
        "PUT",
        path,
        json!({ "disabledFeatures": ["ALERTS"], "start": "2030-01-01T00:00:00Z", "end": "2030-01-02T00:00:00Z" }),
    );
    let second = device(&client, 1001)["maintenance"].clone();
    client.delete(path);

    assert_eq!((&first["status"], &first["reasonMessage"]), (&json!("IN_MAINTENANCE"), &json!("disk")));
    assert_eq!((&second["status"], second["start"].as_f64()), (&json!("PENDING"), Some(1_893_456_000.0)));
    assert_eq!(device(&client, 1001).get("maintenance"), None);
    assert_eq!(client.send("PUT", path, json!({ "end": 1 })).status, 400);
}

#[test]
fn a_reboot_shows_as_the_last_boot_and_needs_a_device_that_is_online() {
    let client = client();

    let before = device(&client, 1001)["os"]["lastBootTime"].clone();
    let done = client.send("POST", "/v2/device/1001/reboot/NORMAL", json!({ "reason": "patches" }));
    let refused = client.send("POST", "/v2/device/1023/reboot/NORMAL", json!({}));

    assert_eq!((done.status, refused.status), (204, 400));
    assert_ne!(device(&client, 1001)["os"]["lastBootTime"], before);
}

#[test]
fn an_owner_is_set_and_removed() {
    let client = client();
    let uid = client.rows("/v2/user/end-users")[0]["uid"].as_str().unwrap().to_owned();

    client.post(&format!("/v2/device/1001/owner/{uid}"));
    let owned = device(&client, 1001)["assignedOwnerUid"].clone();
    client.delete("/v2/device/1001/owner");

    assert_eq!((owned, device(&client, 1001).get("assignedOwnerUid")), (json!(uid), None));
    assert_eq!(client.post("/v2/device/1001/owner/00000000-0000-4000-8000-000000000000").status, 404);
}

#[test]
fn a_service_is_stopped_and_configured() {
    let client = client();
    let service = || client.rows("/v2/device/1001/windows-services?name=Spooler")[0].clone();

    client.send("POST", "/v2/device/1001/windows-service/Spooler/control", json!({ "action": "STOP" }));
    client.send("POST", "/v2/device/1001/windows-service/Spooler/configure", json!({ "startType": "DISABLED" }));
    let refused = client.send("POST", "/v2/device/1001/windows-service/nothing/control", json!({ "action": "STOP" }));

    assert_eq!((&service()["state"], &service()["startType"]), (&json!("STOPPED"), &json!("DISABLED")));
    assert_eq!(refused.status, 404);
}

#[test]
fn pending_patches_become_installed_ones() {
    let client = with(Options { devices: 200, ..Options::default() });
    let pending = client.get("/v2/queries/os-patches").json()["results"][0].clone();
    let device = &pending["deviceId"];
    let count = |what: &str| client.rows(&format!("/v2/device/{device}/{what}")).len();

    let before = (count("os-patches"), count("os-patch-installs"));
    client.post(&format!("/v2/device/{device}/patch/os/apply"));

    assert!(before.0 > 0);
    assert_eq!((count("os-patches"), count("os-patch-installs")), (0, before.0 + before.1));
}

#[test]
fn a_device_without_an_agent_is_created_changed_and_deleted() {
    let client = client();
    let body = json!({ "name": "old printer", "orgId": 1, "locationId": 1, "roleId": 231 });

    let id = client.send("POST", "/v2/itam/unmanaged-device", body).json()["nodeId"].as_u64().unwrap();
    let created = device(&client, id);
    let change = json!({ "name": "older printer", "orgId": 2, "locationId": 3 });
    let updated = client.send("PUT", &format!("/v2/itam/unmanaged-device/{id}"), change);
    let changed = device(&client, id);
    client.delete(&format!("/v2/itam/unmanaged-device/{id}"));

    assert_eq!((&created["displayName"], &created["nodeClass"]), (&json!("old printer"), &json!("UNMANAGED_DEVICE")));
    assert_eq!(
        (updated.status, &changed["displayName"], &changed["organizationId"]),
        (202, &json!("older printer"), &json!(2))
    );
    assert_eq!(client.get(&format!("/v2/device/{id}")).status, 404);
}

#[test]
fn a_device_is_decommissioned_and_tags_stay_on_it() {
    let client = client();

    client.send("PUT", "/v2/tag/device/1003", json!({ "tagIds": [1] }));
    client.send("POST", "/v2/tag/device", json!({ "assetIds": [1003], "tagIdsToAdd": [2], "tagIdsToRemove": [1] }));
    client.post("/v2/device/1003/decommission");
    let gone = device(&client, 1003);

    assert_eq!((&gone["approvalStatus"], &gone["tags"]), (&json!("DECOMMISSIONED"), &json!(["pilot"])));
    assert!(client.rows("/v2/devices").iter().all(|one| one["id"] != 1003));
}

#[test]
fn secure_values_are_masked_unless_they_are_asked_for() {
    let client = client();
    let fields = |query: &str| client.get(&format!("/v2/queries/custom-fields{query}")).text().to_owned();

    assert!(!fields("").contains(NINJAONE_CANARY) && fields("").contains("**********"));
    assert!(fields("?showSecureValues=true").contains(NINJAONE_CANARY));
    assert!(!client.get("/v2/device/1001/custom-fields").text().contains(NINJAONE_CANARY));
}

#[test]
fn values_are_set_cleared_and_refused_all_at_once() {
    let client = client();
    let path = "/v2/device/1001/custom-fields";
    let set = |body: Value| {
        let answer = client.send("PATCH", path, body);
        (answer.status, answer.text().contains("INVALID_ATTRIBUTE_VALUE"))
    };

    let statuses = [
        set(json!({ "costCenter": 12, "assetTag": null })),
        set(json!({ "costCenter": 13, "warrantyEnd": "2026-01-01" })),
        set(json!({ "nothing": 1 })),
        set(json!({ "remark": "x" })),
    ];
    let values = client.get(path).json();

    assert_eq!(statuses, [(204, false), (400, true), (404, false), (403, false)]);
    assert_eq!((&values["costCenter"], values.get("assetTag")), (&json!(12), None));
}

#[test]
fn a_device_inherits_values_only_where_it_is_asked_to() {
    let client = client();

    client.send("PATCH", "/v2/organization/1/custom-fields", json!({ "costCenter": 5 }));
    client.send("PATCH", "/v2/organization/1/location/2/custom-fields", json!({ "costCenter": 6 }));
    let of = |query: &str| client.get(&format!("/v2/device/1001/custom-fields{query}")).json()["costCenter"].clone();

    assert_eq!((of(""), of("?withInheritance=true")), (Value::Null, json!(6)));
    let scoped = client.get("/v2/queries/scoped-custom-fields?scopes=organization,location").json()["results"].clone();
    assert_eq!(scoped.as_array().unwrap().len(), 2);
}
