//! Accounts are lent to one at a time, and belong to one group.

use crate::client::client;
use serde_json::json;

#[test]
fn what_is_checked_out_is_lent_until_it_is_checked_in() {
    let client = client();
    let to = |word: &str| client.ask("POST", &format!("/vault/account/1/{word}"), None);

    let lent = to("check-out").json();
    let again = to("check-out").status;
    let back = to("check-in");
    let afterwards = [to("check-in").status, to("check-out").status, to("force-check-in").status];

    assert_eq!(lent, json!({ "username": "admin", "type": "username_password", "password": "SANDBOX-vault-password" }));
    assert_eq!((again, back.status, back.text(), afterwards), (422, 200, "", [422, 200, 200]));
}

#[test]
fn a_rotated_account_has_another_password() {
    let client = client();

    client.ask("POST", "/vault/account/1/rotate", None);
    let lent = client.ask("POST", "/vault/account/1/check-out", None).json();

    assert_ne!(lent["password"], "SANDBOX-vault-password");
}

#[test]
fn a_new_account_is_judged_by_its_type() {
    let client = client();
    let account = |kind: &str| json!({ "type": kind, "name": "n", "username": "u", "password": "p" });

    let made = client.post("/vault/account", &account("username_password"));
    let without_key = client.post("/vault/account", &account("ssh"));
    let of_no_type = client.post("/vault/account", &account("magic"));

    assert_eq!((made.status, made.json().get("password")), (201, None));
    assert_eq!(made.header("location"), Some("/beyondtrust/api/config/v1/vault/account/5"));
    assert_eq!((without_key.status, of_no_type.wrong()), (401, (422, vec!["type".into()])));
    assert_eq!(client.patch("/vault/account/1", &json!({ "type": "opaque_token" })).status, 422);
}

#[test]
fn the_accounts_of_a_group_that_goes_are_in_the_default_group() {
    let client = client();
    let of = |group: u64| client.get(&format!("/vault/account-group/{group}/account")).each("account_id");

    let before = [of(1), of(2)];
    let deleted = [2, 1].map(|group| client.delete(&format!("/vault/account-group/{group}")).status);

    assert_eq!(before, [vec![json!(1), json!(4)], vec![json!(2), json!(3)]]);
    assert_eq!((deleted, of(1)), ([204, 422], [1, 2, 3, 4].map(|id| json!(id)).into()));
}

#[test]
fn an_account_inherits_its_association_until_it_has_one() {
    let client = client();
    let path = "/vault/account/1/jump-item-association";
    let item = json!({ "id": 1, "type": "shell_jump" });

    let inherited = client.get(path).status;
    let made = client.post(path, &json!({ "filter_type": "no_jump_items" })).status;
    let added = client.post(&format!("{path}/jump-item"), &item).status;
    let shown = client.get(path).json();
    let removed = client.ask("DELETE", &format!("{path}/jump-item"), Some(&item)).status;
    let ended = [client.delete(path).status, client.get(path).status];

    assert_eq!((inherited, made, added, removed, ended), (404, 201, 200, 204, [204, 404]));
    assert_eq!((&shown["filter_type"], &shown["jump_items"]), (&json!("no_jump_items"), &json!([item])));
}

#[test]
fn personal_accounts_are_not_deleted() {
    let client = client();

    assert_eq!([client.delete("/vault/account/4").status, client.delete("/vault/account/2").status], [403, 204]);
}
