//! Records that are stored: created, found, changed, deleted.

use crate::client::{Client, Refused, client};
use serde_json::{Value, json};

/// The record of that name in a list.
fn named(client: &Client, list: &str, name: &str) -> Option<Value> {
    let data = client.get(&format!("{list}?limit=100")).data();
    data.as_array().unwrap().iter().find(|one| one["name"] == name).cloned()
}

#[test]
fn a_tag_is_created_without_an_id_found_changed_and_deleted() {
    let client = client();

    let created = client.send("POST", "/tags", json!({ "name": "new tag", "company_id": 7034, "description": "d" }));
    let id = named(&client, "/tags", "new tag").unwrap()["id"].clone();
    client.send("PUT", &format!("/tags/{id}"), json!({ "name": "old tag" }));
    let changed = client.get(&format!("/tags/{id}")).data();
    client.delete(&format!("/tags/{id}"));

    assert_eq!((created.status, created.json()), (201, json!({ "success": true })));
    assert_eq!((&changed["name"], &changed["description"], &changed["id"]), (&json!("old tag"), &json!("d"), &id));
    assert_eq!(client.get(&format!("/tags/{id}")).refusal().0, 404);
}

#[test]
fn tags_and_companies_count_their_devices() {
    let client = client();

    let sum = |list: &str, member: &str| {
        let data = client.get(&format!("{list}?limit=100")).data();
        data.as_array().unwrap().iter().map(|one| one[member].as_u64().unwrap()).sum::<u64>()
    };

    assert_eq!(sum("/companies", "devices_count"), 24);
    assert!(sum("/tags", "devices_count") >= 24);
}

#[test]
fn a_company_is_deleted_when_its_channel_ends() {
    let client = client();

    client.send("POST", "/companies", json!({ "name": "Short-lived", "parent_id": 7034 }));
    let id = named(&client, "/companies", "Short-lived").unwrap()["id"].clone();
    let accepted = client.delete(&format!("/companies/{id}"));
    let before = client.get(&format!("/companies/{id}")).status;
    client.wait(&accepted);

    assert_eq!((before, client.get(&format!("/companies/{id}")).status), (200, 404));
}

#[test]
fn the_list_of_users_calls_its_total_otherwise() {
    let meta = client().get("/users?q=JANE").json()["meta"].clone();

    assert_eq!((&meta["_total"], &meta["filters"]), (&json!(1), &json!({ "q": ["JANE"] })));
}

#[test]
fn an_invitation_is_listed_until_it_is_deleted() {
    let client = client();

    client.send(
        "POST",
        "/users/invite",
        json!({ "role": "read_only", "email": "new@example.com", "company_id": 7034 }),
    );
    let invitation = client.get("/users/invitations").data()[0].clone();
    client.delete(&format!("/users/invitations/{}", invitation["id"]));

    assert_eq!((&invitation["email"], &invitation["role"]), (&json!("new@example.com"), &json!("read_only")));
    assert_eq!(client.get("/users/invitations").json()["meta"]["total"], 0);
}

#[test]
fn the_user_comes_flat_with_the_scopes_of_the_token() {
    let mut client = client();
    client.token = sandbox::RMS_TOKEN_CONNECTING;

    let user = client.get("/user").json();

    assert_eq!(user["scope"], json!(["device_remote_access:read", "device_remote_access:write", "devices:read"]));
    assert_eq!(
        (&user["email"], user["token"]["exp"].is_i64(), user.get("data")),
        (&json!("jane@example.com"), true, None)
    );
}

#[test]
fn a_record_of_a_company_that_does_not_exist_is_refused() {
    let refused = client().send("POST", "/tags", json!({ "name": "tag", "company_id": 4711, "description": "" }));

    assert_eq!(refused.refusal(), (422, "company_id".into()));
}

#[test]
fn a_task_group_brings_its_tasks_and_takes_them_away() {
    let client = client();
    let task = json!({ "name": "restart", "order": 0, "type": "command", "timeout": 30, "data": { "command": "reboot", "acceptable_codes": [0] } });

    client.send("POST", "/devices/tasks/groups", json!({ "name": "mine", "tasks": [task] }));
    let id = named(&client, "/devices/tasks/groups", "mine").unwrap()["id"].clone();
    let tasks = client.get(&format!("/devices/tasks?group_id={id}")).data();
    client.delete(&format!("/devices/tasks/groups/{id}"));

    assert_eq!((tasks.as_array().unwrap().len(), &tasks[0]["data"]["command"]), (1, &json!("reboot")));
    assert_eq!(client.get(&format!("/devices/tasks?group_id={id}")).data(), json!([]));
}

#[test]
fn credits_are_used_up_by_packs_and_cannot_be_overdrawn() {
    let client = client();
    let left = || client.get("/credits?company_id=7034").data()[0]["credit_left"].as_u64().unwrap();
    let before = left();

    let good = client.outcome(&client.send(
        "PUT",
        "/devices/credit",
        json!({ "data": [{ "device_id": 70810, "credit_type_id": 2 }] }),
    ));
    let none = client.outcome(&client.send(
        "PUT",
        "/devices/credit",
        json!({ "data": [{ "device_id": 70810, "credit_type_id": 5 }] }),
    ));

    assert_eq!((good, none), (vec!["completed".to_owned()], vec!["error".to_owned()]));
    assert_eq!(left(), before - 1);
}

#[test]
fn a_credit_code_is_good_once() {
    let client = client();
    let created = client.send("POST", "/credits/codes", json!({ "amount": 3, "credit_type_name": "management_5y" }));
    let code = created.json()["meta"]["credit_code"].clone();

    let [first, second] =
        [(), ()].map(|()| client.send("POST", "/credits/codes/activate", json!({ "code": code })).status);

    assert_eq!((created.status, first, second), (201, 200, 422));
}

#[test]
fn an_alert_configuration_is_added_for_a_device_and_deleted_there() {
    let client = client();
    let alert = json!({ "device_id": 70812, "alert_type_id": 3, "alert_subtype_id": 9, "action": 1, "message": "m", "email": "ops@example.com", "redundancy_interval": 5, "data_limit": 5 });

    client.wait(&client.send("POST", "/devices/alerts-configurations", json!({ "data": [alert] })));
    let list = "/alerts-configurations?device_id=70812";
    let added = client.get(list).data()[0].clone();
    client.delete(&format!("/devices/70812/alerts-configurations/{}", added["id"]));

    assert_eq!((&added["receiver"], &added["alert_type_id"]), (&json!("ops@example.com"), &json!(3)));
    assert_eq!(client.get(list).data(), json!([]));
}

#[test]
fn a_report_is_listed_once_it_is_generated() {
    let client = client();

    client.wait(&client.send("POST", "/reports/281/generate", json!({})));

    assert_eq!(client.get("/reports/generated?report_template_id=281").data()[0]["name"], "Monthly signal");
}

#[test]
fn a_hub_is_created_and_switched_through_channels() {
    let client = client();

    client.wait(&client.send("POST", "/vpn/hubs", json!({ "name": "hub", "hub_zone": "frankfurt-1" })));
    let id = named(&client, "/vpn/hubs", "hub").unwrap()["id"].clone();
    client.wait(&client.send("PUT", &format!("/vpn/hubs/{id}/toggle"), json!({ "enabled": true })));

    assert_eq!(named(&client, "/vpn/hubs", "hub").unwrap()["enabled"], 1);
}

#[test]
fn an_update_for_an_absent_device_waits_until_it_is_cancelled() {
    let client = client();
    let update =
        json!({ "id": 70821, "action": "update_firmware", "file_id": 1506, "offline": true, "keep_settings": true });

    client.wait(&client.send("POST", "/devices/updates/set", json!({ "data": [update] })));
    let job = client.get("/devices/updates/pending").data()[0]["id"].clone();
    let partly =
        client.send("POST", "/devices/updates/cancel", json!({ "data": [{ "id": 70821, "job_id": [job, 999] }] }));

    assert_eq!((partly.status, partly.data()), (207, json!([job])));
    assert_eq!(partly.json()["errors"][0]["source"], "999");
    assert_eq!(client.get("/devices/updates/pending").data(), json!([]));
}

#[test]
fn actions_are_logged_and_leave_their_files() {
    let client = client();

    client.wait(&client.send(
        "POST",
        "/devices/actions",
        json!({ "action": "download_troubleshoot", "device_id": [70810] }),
    ));

    assert_eq!(client.get("/devices/actions/logs?device_id=70810").data()[0]["action_name"], "download_troubleshoot");
    assert_eq!(client.get("/files?device_id=70810&q=troubleshoot").json()["meta"]["total"], 1);
    assert_eq!(client.get("/devices/actions/logs").refusal(), (422, "device_id".into()));
}
