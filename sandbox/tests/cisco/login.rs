//! Logging in: each form of credentials, and each way to be refused.

use crate::client::{Client, KEYS, USERS, access, client, with};
use sandbox::{
    CISCO_KEY_NAME, CISCO_KEY_ORGANISATION, CISCO_KEY_SECRET, CISCO_PASSWORD, CISCO_USERNAME, CiscoKeyForm,
    CiscoOptions,
};
use serde_json::{Value, json};

fn password() -> Value {
    json!({ "username": CISCO_USERNAME, "password": CISCO_PASSWORD })
}

fn key(id: &str) -> Value {
    json!({ "grant_type": "client_credentials", "client_id": id, "client_secret": CISCO_KEY_SECRET })
}

/// The status of each form of an API key, at its path.
fn key_forms(client: &Client) -> [u16; 3] {
    let lowered = CISCO_KEY_NAME.to_lowercase();
    let prefixed = format!("{CISCO_KEY_ORGANISATION}->{CISCO_KEY_NAME}").to_lowercase();
    [(KEYS, CISCO_KEY_NAME), (USERS, &lowered), (USERS, &prefixed)]
        .map(|(path, id)| client.login(path, &key(id)).status)
}

#[test]
fn a_password_becomes_a_token_with_a_refresh_token_and_201() {
    let answer = client().login(USERS, &password());

    let body = answer.json();
    let members: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(answer.status, 201);
    assert_eq!(members, ["access_token", "refresh_token", "token_type", "expires_in", "refresh_expires_in"]);
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("bearer"), &json!(300)));
    assert_eq!(body["access_token"].as_str().unwrap().split('.').count(), 3);
}

#[test]
fn an_api_key_becomes_a_token_without_refresh_token_and_200() {
    let answer = client().login(KEYS, &key(CISCO_KEY_NAME));

    let body = answer.json();
    let members: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!((answer.status, members), (200, vec!["access_token", "token_type", "expires_in"]));
}

#[test]
fn each_form_of_an_api_key_logs_in_at_its_own_path_alone() {
    let client = client();

    let elsewhere = [(USERS, CISCO_KEY_NAME), (KEYS, &CISCO_KEY_NAME.to_lowercase())]
        .map(|(path, id)| client.login(path, &key(id)).status);

    assert_eq!((key_forms(&client), elsewhere), ([200, 200, 200], [401, 401]));
}

#[test]
fn a_cloud_may_take_one_form_of_an_api_key_alone() {
    let forms = [CiscoKeyForm::Named, CiscoKeyForm::Lowered, CiscoKeyForm::Prefixed];

    let taken = forms.map(|form| key_forms(&with(CiscoOptions { key_form: Some(form), ..CiscoOptions::default() })));

    assert_eq!(taken, [[200, 401, 401], [401, 200, 401], [401, 401, 200]]);
}

#[test]
fn wrong_credentials_are_401_with_a_message() {
    let client = client();
    let wrong = json!({ "username": CISCO_USERNAME, "password": "wrong" });

    let refused = [client.login(USERS, &wrong), client.login(KEYS, &key("nobody"))].map(|answer| answer.refusal());

    assert_eq!(refused, [(401, "Invalid credentials".into()), (401, "Invalid credentials".into())]);
}

#[test]
fn a_form_an_unknown_member_and_a_password_at_the_path_of_keys_are_refused() {
    let client = client();
    let mut more = password();
    more["grant_type"] = "password".into();
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";

    let statuses = [
        client.raw("POST", USERS, form, "username=a&password=b").status,
        client.login(USERS, &more).status,
        client.login(KEYS, &password()).status,
        client.raw("GET", USERS, "", "").status,
    ];

    assert_eq!(statuses, [415, 400, 400, 405]);
}

#[test]
fn a_token_ends_after_300_seconds() {
    let client = client();

    client.pass(299);
    let before = client.get("/nbapi/ei/v1/agents").status;
    client.pass(1);

    assert_eq!((before, client.get("/nbapi/ei/v1/agents").refusal()), (200, (401, "Unauthorized".into())));
}

#[test]
fn a_token_may_end_after_some_requests() {
    let client = with(CiscoOptions { requests_per_token: Some(2), ..CiscoOptions::default() });

    let statuses = [(); 3].map(|()| client.get("/nbapi/ei/v1/agents").status);

    assert_eq!(statuses, [200, 200, 401]);
}

#[test]
fn a_refresh_token_is_worth_something_only_where_the_cloud_says_so() {
    let trade = |client: &Client| {
        let refresh = client.login(USERS, &password()).json()["refresh_token"].clone();
        let body = json!({ "grant_type": "refresh_token", "refresh_token": refresh });
        [client.login(USERS, &body), client.login(USERS, &body)]
            .map(|answer| (answer.status, access(&answer).is_some()))
    };

    let usual = trade(&client());
    let other = trade(&with(CiscoOptions { refreshes: true, ..CiscoOptions::default() }));

    assert_eq!((usual, other), ([(400, false), (400, false)], [(200, true), (400, false)]));
}

#[test]
fn a_cloud_that_is_gone_answers_a_page_for_people() {
    let client = with(CiscoOptions { gone: Some(404), ..CiscoOptions::default() });

    let answers = [client.login(USERS, &password()), client.get("/nbapi/ei/v1/agents")];

    assert!(answers.iter().all(|answer| answer.status == 404 && answer.text().starts_with("<!DOCTYPE html>")));
}
