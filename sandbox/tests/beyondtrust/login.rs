//! Tokens: few live at the same time, and not for long.

use crate::client::{basic, client, support, with};
use sandbox::{BEYONDTRUST_CLIENT_ID, BEYONDTRUST_CLIENT_SECRET, BeyondTrustOptions};
use serde_json::json;

const GRANT: &str = "grant_type=client_credentials";

#[test]
fn the_secret_of_an_account_is_traded_for_a_token() {
    let answer = client().login(BEYONDTRUST_CLIENT_SECRET);

    let body = answer.json();
    assert_eq!((answer.status, &body["token_type"], &body["expires_in"]), (200, &json!("Bearer"), &json!(3600)));
    assert_eq!(body["access_token"].as_str().unwrap().len(), 40);
}

#[test]
fn the_31st_token_ends_the_first_and_no_other() {
    let mut client = client();
    let first = client.token.clone();
    let others: Vec<String> = (0..30).map(|_| client.new_token()).collect();

    client.token = first;
    let of_first = client.get("/user").status;
    let of_others = [0, 29].map(|index| {
        client.token.clone_from(&others[index]);
        client.get("/user").status
    });

    assert_eq!((of_first, of_others), (401, [200, 200]));
}

#[test]
fn a_token_ends_after_an_hour() {
    let client = client();

    client.pass(3599);
    let before = client.get("/user").status;
    client.pass(1);
    let after = client.get("/user");

    assert_eq!((before, after.status), (200, 401));
    assert_eq!(after.json()["error"], "access_denied");
}

#[test]
fn wrong_secrets_lock_the_account_for_a_while() {
    let client = client();

    let wrong: Vec<u16> = (0..5).map(|_| client.login("wrong").status).collect();
    let locked = client.login(BEYONDTRUST_CLIENT_SECRET);
    client.pass(300);
    let later = client.login(BEYONDTRUST_CLIENT_SECRET).status;

    assert_eq!((wrong, locked.status, later), (vec![401; 5], 401, 200));
    assert_eq!(locked.json()["error"], "invalid_client");
}

#[test]
fn a_login_is_one_form_with_one_member() {
    let client = client();
    let right = basic(BEYONDTRUST_CLIENT_ID, BEYONDTRUST_CLIENT_SECRET);

    let said = ["grant_type=password", "", "grant_type=client_credentials&scope=x"]
        .map(|form| client.trade(&right, form).json()["error"].as_str().unwrap().to_owned());
    let encoded = basic(BEYONDTRUST_CLIENT_ID, "sandbox%2Bsite%2Fsecret%3D0123456789abcdefghij%2B%2F%3D%3D");

    assert_eq!(said, ["unsupported_grant_type", "invalid_request", "invalid_request"]);
    assert_eq!([client.trade(&encoded, GRANT).status, client.trade("", GRANT).status], [401, 401]);
}

#[test]
fn anybody_is_told_which_product_it_is() {
    let products = [client(), support()]
        .map(|client| client.raw("GET", "/get_mech_list?version=3", "", "").json()["product"].clone());

    assert_eq!(products[0], "bpam");
    assert_ne!(products[1], "bpam");
}

#[test]
fn twenty_requests_in_a_second_are_enough() {
    let client = client();

    let statuses: Vec<u16> = (0..21).map(|_| client.get("/jump-group").status).collect();
    client.pass(1);
    let later = client.get("/jump-group");

    assert_eq!((&statuses[..20], statuses[20], later.status), (&[200; 20][..], 429, 200));
    assert_eq!(
        (later.header("x-ratelimit-limit"), later.header("x-ratelimit-remaining")),
        (Some("15000"), Some("14978"))
    );
}

#[test]
fn fewer_tokens_may_live_where_a_test_says_so() {
    let client = with(BeyondTrustOptions { tokens: 1, ..BeyondTrustOptions::default() });

    client.new_token();

    assert_eq!(client.get("/user").status, 401);
}
