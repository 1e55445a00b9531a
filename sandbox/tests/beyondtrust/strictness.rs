//! What is wrong with a request, and how it is said.

use crate::client::{client, shell_jump, with};
use sandbox::BeyondTrustOptions;
use serde_json::json;

#[test]
fn an_unknown_member_is_a_401_that_is_not_about_the_token() {
    let client = client();
    let mut jump = shell_jump("new");
    jump["prot"] = json!(22);

    let answers = [client.post("/jump-item/shell-jump", &jump), client.get("/user?nmae=x")];

    let said = answers.map(|answer| (answer.status, answer.json().get("error").is_some()));
    assert_eq!(said, [(401, false); 2]);
    assert_eq!(client.get("/user").status, 200);
}

#[test]
fn some_sites_say_400_of_it() {
    let client = with(BeyondTrustOptions { unknown_status: 400, ..BeyondTrustOptions::default() });

    assert_eq!(client.get("/user?nmae=x").status, 400);
}

#[test]
fn a_token_that_nobody_has_is_the_other_401() {
    let mut client = client();
    client.token = "x".repeat(40);

    let answer = client.get("/user");

    assert_eq!((answer.status, &answer.json()["error"]), (401, &json!("access_denied")));
}

#[test]
fn everything_that_is_wrong_is_said_by_member() {
    let client = client();
    let jump = json!({ "name": "x", "jumpoint_id": "1", "hostname": "h", "protocol": "rsh", "port": 70_000 });

    let (status, mut members) = client.post("/jump-item/shell-jump", &jump).wrong();

    members.sort();
    assert_eq!((status, members), (422, ["jump_group_id", "jumpoint_id", "port", "protocol"].map(String::from).into()));
}

#[test]
fn times_are_in_utc() {
    let client = client();
    let status = |time: &str| {
        let user = json!({ "public_display_name": "New", "password_expiration": time });
        client.post("/user", &user).wrong()
    };

    assert_eq!([status("2026-03-01T00:00:00Z").0, status("2026-03-01T00:00:00+00:00").0], [201, 201]);
    assert_eq!(status("2026-03-01T00:00:00+01:00"), (422, vec!["password_expiration".into()]));
}

#[test]
fn a_read_has_to_want_json_and_a_body_has_to_say_that_it_is() {
    let client = client();

    let unwanted = client.raw("GET", "/api/config/v1/user", &client.bearer(), "").status;
    let unsaid = client.raw("POST", "/api/config/v1/team", &client.bearer(), r#"{"name":"x"}"#).status;

    assert_eq!([unwanted, unsaid], [406, 415]);
}

#[test]
fn there_is_nothing_else() {
    let client = client();

    let found = [client.get("/nothing").status, client.get("/user/x").status, client.delete("/user").status];

    assert_eq!(found, [404, 404, 405]);
}

#[test]
fn who_may_not_use_the_vault_is_refused_there_alone() {
    let client = client().reading();

    assert_eq!([client.get("/vault/account").status, client.get("/user").status], [403, 200]);
}
