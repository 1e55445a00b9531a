//! Things are created, found, changed and deleted, with all that hangs on them.

use crate::client::{client, shell_jump, support};
use serde_json::json;

#[test]
fn what_was_created_is_found_and_can_be_changed_and_deleted() {
    let client = client();

    let made = client.post("/jump-item/shell-jump", &shell_jump("new"));
    let path = format!("/jump-item/shell-jump/{}", made.json()["id"]);
    let changed = client.patch(&path, &json!({ "tag": "x" })).json();
    let shown = client.get(&path).json();
    let gone = [client.delete(&path).status, client.get(&path).status, client.delete(&path).status];

    assert_eq!((made.status, &made.json()["name"], &made.json()["port"]), (201, &json!("new"), &json!(0)));
    assert_eq!((&changed["tag"], &changed["name"]), (&json!("x"), &json!("new")));
    assert_eq!((shown, gone), (changed, [204, 404, 404]));
}

#[test]
fn a_computed_thing_keeps_what_was_changed() {
    let client = client();

    client.patch("/jump-client/7", &json!({ "comments": "checked" }));
    let deleted = client.delete("/jump-client/8").status;

    assert_eq!(client.get("/jump-client/7").json()["comments"], "checked");
    assert_eq!((deleted, client.get("/jump-client").each("id").len()), (204, 23));
}

#[test]
fn what_is_named_has_to_be_there() {
    let client = client();
    let mut jump = shell_jump("new");
    jump["jumpoint_id"] = json!(99);
    jump["jump_group_id"] = json!(98);

    assert_eq!(
        client.post("/jump-item/shell-jump", &jump).wrong(),
        (422, vec!["jump_group_id".into(), "jumpoint_id".into()])
    );
}

#[test]
fn a_personal_jump_group_is_that_of_a_user() {
    let client = client();
    let mut jump = shell_jump("own");
    jump["jump_group_type"] = json!("personal");
    jump["jump_group_id"] = json!(3);

    assert_eq!(client.post("/jump-item/shell-jump", &jump).status, 201);
}

#[test]
fn with_a_jump_group_go_its_jump_items_and_with_a_jumpoint_its_own() {
    let client = client();

    client.delete("/jump-group/1");
    let after_group = client.get("/jump-item/shell-jump").each("name");
    let clients = client.get("/jump-client").each("jump_group_id");
    client.delete("/jumpoint/2");
    let after_jumpoint = client.get("/jump-item/shell-jump").each("name");

    assert_eq!((after_group, after_jumpoint), (vec![json!("ship-router")], vec![]));
    assert_eq!(clients, vec![json!(2); 11]);
}

#[test]
fn members_join_once_and_leave() {
    let client = client();
    let join = || client.post("/team/1/user", &json!({ "user_id": 3, "role": "lead" })).status;

    let joined = [join(), join()];
    let members = client.get("/team/1/user").each("user_id");
    let left = [client.delete("/team/1/user/3").status, client.get("/team/1/user/3").status];

    assert_eq!((joined, members, left), ([201, 422], vec![json!(2), json!(3)], [204, 404]));
    assert_eq!(client.post("/team/9/user", &json!({ "user_id": 3 })).status, 404);
}

#[test]
fn a_user_who_is_gone_is_in_no_team() {
    let client = client();

    client.delete("/user/2");

    assert_eq!(client.get("/team/1/user").each("user_id"), Vec::<serde_json::Value>::new());
}

#[test]
fn a_copy_has_a_number_of_its_own() {
    let client = client();
    let copy = json!({ "name": "twin", "jump_group_id": 2, "jump_group_type": "shared" });

    let answer = client.post("/jump-item/shell-jump/1/copy", &copy).json();
    let twin = client.get(&format!("/jump-item/shell-jump/{}", answer["destId"])).json();

    assert_eq!((&answer["action"], &answer["success"]), (&json!("copy"), &json!("1")));
    assert_eq!((&twin["name"], &twin["hostname"]), (&json!("twin"), &json!("harbour-switch.example.com")));
}

#[test]
fn an_installer_has_a_long_name_by_which_it_is_fetched() {
    let client = client();

    let made = client.post("/jump-client/installer", &json!({ "jump_group_id": 1, "valid_duration": 60 })).json();
    let name = made["installer_id"].as_str().unwrap();
    let files = [name, "ffffffffffffffffffffffffffffffff"]
        .map(|name| client.get(&format!("/jump-client/installer/{name}/linux-64")).status);

    assert_eq!((name.len(), &made["expiration_timestamp"]), (32, &json!("2026-01-23T06:00:00+00:00")));
    assert_eq!(files, [200, 404]);
}

#[test]
fn what_one_product_has_the_other_has_not() {
    let paths = ["/vendor", "/rep-status", "/jump-item/web-jump"];

    let statuses = [client(), support()].map(|client| paths.map(|path| client.get(path).status));

    assert_eq!(statuses, [[200, 404, 200], [404, 200, 404]]);
}
