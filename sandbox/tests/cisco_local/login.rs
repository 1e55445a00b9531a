//! Logging in to a box, and changing its password.

use crate::client::{Client, client, with};
use sandbox::{CISCO_LOCAL_PASSWORD, CISCO_LOCAL_USERNAME, CiscoLocalOptions};
use serde_json::json;

fn change(client: &Client, old: &str, new: &str) -> u16 {
    let body = json!({ "username": CISCO_LOCAL_USERNAME, "old_password": old, "new_password": new });
    client.post("", "/change-password", &body).status
}

#[test]
fn a_password_becomes_a_token_for_300_seconds() {
    let answer = client().login("", CISCO_LOCAL_PASSWORD);

    let data = answer.data();
    assert_eq!((answer.status, &data["expirySeconds"]), (200, &json!(300)));
    assert_eq!(data["expiresAt"], "2026-01-23T05:05:00.927987303Z");
    assert_eq!(answer.json()["message"], "Login successful");
}

#[test]
fn a_wrong_password_and_an_unknown_member_are_refused() {
    let client = client();
    let more = json!({ "username": CISCO_LOCAL_USERNAME, "password": CISCO_LOCAL_PASSWORD, "grant_type": "password" });

    assert_eq!(client.login("", "wrong").refusal(), (401, "Invalid username or password".into()));
    assert_eq!(client.post("", "/token", &more).refusal(), (400, "The grant_type field is unknown.".into()));
}

#[test]
fn a_token_ends_by_the_clock_or_after_some_requests() {
    let timed = client();
    let counted = with(CiscoLocalOptions { requests_per_token: Some(1), ..CiscoLocalOptions::default() });

    let before = timed.get("/events").status;
    timed.pass(300);
    let after = timed.get("/events").status;

    assert_eq!([before, after], [200, 401]);
    assert_eq!([(); 2].map(|()| counted.get("/events").status), [200, 401]);
}

#[test]
fn without_a_token_nothing_is_told() {
    let client = client();

    let refused = client.raw("GET", "", "/events", "", "").refusal();

    assert_eq!(refused, (401, "Invalid or expired token".into()));
}

#[test]
fn a_new_password_ends_the_old_one_and_its_tokens() {
    let client = client();

    let changed = change(&client, CISCO_LOCAL_PASSWORD, "another-Password");
    let old = [client.get("/events").status, client.login("", CISCO_LOCAL_PASSWORD).status];

    assert_eq!((changed, old), (200, [401, 401]));
    assert_eq!(client.login("", "another-Password").status, 200);
}

#[test]
fn a_password_is_changed_only_by_who_knows_it_and_to_another_long_one() {
    let client = client();

    let statuses =
        [("wrong", "another-Password"), (CISCO_LOCAL_PASSWORD, "short"), (CISCO_LOCAL_PASSWORD, CISCO_LOCAL_PASSWORD)]
            .map(|(old, new)| change(&client, old, new));

    assert_eq!(statuses, [401, 400, 400]);
}
