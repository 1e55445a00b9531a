//! Logging in: each flow, and each way to be refused.

use crate::client::{Answer, Client, location, parameter, stranger, token};
use sandbox::{
    NINJAONE_CLIENT_ID, NINJAONE_CLIENT_SECRET, NINJAONE_NATIVE_CLIENT_ID, NINJAONE_READING_CLIENT_ID,
    NINJAONE_READING_CLIENT_SECRET, NINJAONE_WEB_CLIENT_ID, NINJAONE_WEB_CLIENT_SECRET, Options,
};
use serde_json::json;

/// The example of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const REDIRECT: &str = "http://127.0.0.1:49152/callback";

fn fresh() -> Client {
    stranger(Options::default())
}

fn login(client: &Client, changed: &[(&str, &str)]) -> Answer {
    let mut query = vec![
        ("response_type", "code"),
        ("client_id", NINJAONE_NATIVE_CLIENT_ID),
        ("redirect_uri", REDIRECT),
        ("scope", "monitoring management offline_access"),
        ("state", "a b&c"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changed {
        query.iter_mut().filter(|(known, _)| known == name).for_each(|pair| pair.1 = value);
    }
    client.authorize(&query)
}

fn trade(client: &Client, code: &str, changed: &[(&str, &str)]) -> Answer {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("client_id", NINJAONE_NATIVE_CLIENT_ID),
        ("redirect_uri", REDIRECT),
        ("code", code),
        ("code_verifier", VERIFIER),
    ];
    for (name, value) in changed {
        form.iter_mut().filter(|(known, _)| known == name).for_each(|pair| pair.1 = value);
    }
    client.trade(&form)
}

fn by_secret(client: &Client, id: &str, secret: &str, scope: &str) -> Answer {
    let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), ("scope", scope)];
    client.trade(&form)
}

fn word(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["error"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_secret_becomes_a_token_with_all_scopes_and_no_refresh_token() {
    let answer = by_secret(&fresh(), NINJAONE_CLIENT_ID, NINJAONE_CLIENT_SECRET, "").json();

    let members: Vec<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["access_token", "expires_in", "scope", "token_type"]);
    assert_eq!((&answer["scope"], &answer["expires_in"]), (&json!("monitoring management control"), &json!(3600)));
}

#[test]
fn the_older_path_works_too_and_alone_where_the_tenant_is_old() {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", NINJAONE_CLIENT_ID),
        ("client_secret", NINJAONE_CLIENT_SECRET),
    ];
    let old = stranger(Options { ninjaone_old_oauth: true, ..Options::default() });

    let statuses =
        [&fresh(), &old].map(|client| [client.trade_at("/oauth/token", &form).status, client.trade(&form).status]);

    assert_eq!(statuses, [[200, 200], [200, 404]]);
}

#[test]
fn a_client_that_does_not_exist_is_404_as_from_a_wrong_region() {
    let refused = by_secret(&fresh(), "somebody", "secret", "");

    assert_eq!((refused.status, &refused.json()["resultCode"]), (404, &json!("Client app not exist")));
}

#[test]
fn a_wrong_secret_grant_or_scope_is_told_by_its_word() {
    let client = fresh();
    let grant = |grant: &str| {
        let form =
            [("grant_type", grant), ("client_id", NINJAONE_CLIENT_ID), ("client_secret", NINJAONE_CLIENT_SECRET)];
        client.trade(&form)
    };

    let words = [
        by_secret(&client, NINJAONE_CLIENT_ID, "wrong", ""),
        by_secret(&client, NINJAONE_CLIENT_ID, NINJAONE_CLIENT_SECRET, "everything"),
        by_secret(&client, NINJAONE_READING_CLIENT_ID, NINJAONE_READING_CLIENT_SECRET, "management"),
        grant("refresh_token"),
        grant("password"),
    ]
    .map(|answer| word(&answer));

    let expected =
        ["invalid_client", "invalid_scope", "invalid_scope", "unauthorized_client", "unsupported_grant_type"];
    assert_eq!(words, expected.map(|word| (400, word.to_owned())));
}

#[test]
fn a_token_request_has_to_be_a_form_and_a_post() {
    let client = fresh();

    let json = client.raw("POST", "/ws/oauth/token", "Content-Type: application/json\r\n", b"{}");
    let get = client.raw("GET", "/ws/oauth/token", "", b"");

    assert_eq!((json.status, get.status), (415, 405));
}

#[test]
fn a_token_ends_after_an_hour_and_others_live_on() {
    let mut client = fresh();
    let first = client.machine_token();
    client.pass(1800);
    let second = client.machine_token();
    client.pass(1800);

    let statuses = [first, second].map(|token| {
        client.token = token;
        client.get("/v2/organizations").status
    });

    assert_eq!(statuses, [401, 200]);
}

#[test]
fn a_user_logs_in_with_pkce_and_comes_back_with_the_state() {
    let client = fresh();

    let back = login(&client, &[]);
    let code = parameter(&back, "code").unwrap();
    let answer = trade(&client, &code, &[]).json();

    assert_eq!(back.status, 302);
    assert!(location(&back).starts_with("http://127.0.0.1:49152/callback?code="), "{}", back.head);
    assert_eq!(parameter(&back, "state").unwrap(), "a+b%26c");
    assert_eq!(answer["scope"], "monitoring management offline_access");
    assert!(answer["refresh_token"].is_string());
}

#[test]
fn without_offline_access_there_is_no_refresh_token() {
    let client = fresh();

    let code = parameter(&login(&client, &[("scope", "monitoring")]), "code").unwrap();

    assert!(trade(&client, &code, &[]).json()["refresh_token"].is_null());
}

#[test]
fn a_code_is_good_once_and_for_a_minute() {
    let client = fresh();
    let late = parameter(&login(&client, &[]), "code").unwrap();
    client.pass(60);
    let code = parameter(&login(&client, &[]), "code").unwrap();

    let answers = [trade(&client, &late, &[]), trade(&client, &code, &[]), trade(&client, &code, &[])];

    assert_eq!(answers.map(|answer| answer.status), [400, 200, 400]);
}

#[test]
fn a_code_is_lost_to_a_wrong_verifier_redirect_or_client() {
    let client = fresh();
    let wrong = [
        ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX"),
        ("code_verifier", ""),
        ("redirect_uri", "http://127.0.0.1:49152/callback/"),
    ];

    let words = wrong.map(|change| {
        let code = parameter(&login(&client, &[]), "code").unwrap();
        let refused = word(&trade(&client, &code, &[change]));
        (refused, trade(&client, &code, &[]).status)
    });

    assert_eq!(words, wrong.map(|_| ((400, "invalid_grant".to_owned()), 400)));
}

#[test]
fn a_redirect_that_is_not_registered_to_the_character_leads_to_the_vendor_s_error_page() {
    let client = fresh();
    let uris =
        ["http://127.0.0.1:49152x/", "http://localhost:49152/", "https://127.0.0.1:1/", "http://127.0.0.1.evil:1/"];

    let places = uris.map(|uri| location(&login(&client, &[("redirect_uri", uri)])));
    let page = client.raw("GET", &places[0], "", b"");

    assert!(places.iter().all(|place| place.starts_with("/ws/oauth/error?error=unauthorized_client")), "{places:?}");
    assert_eq!(page.status, 404);
}

#[test]
fn a_machine_to_machine_client_cannot_log_a_user_in() {
    assert_eq!(login(&fresh(), &[("client_id", NINJAONE_CLIENT_ID)]).status, 404);
}

#[test]
fn what_else_is_wrong_with_a_login_is_told_at_the_redirect() {
    let client = fresh();
    let changes = [
        ("response_type", "token"),
        ("state", ""),
        ("code_challenge", ""),
        ("code_challenge_method", "plain"),
        ("scope", "everything"),
    ];

    let words = changes.map(|change| parameter(&login(&client, &[change]), "error").unwrap());

    assert_eq!(
        words,
        ["unsupported_response_type", "invalid_request", "invalid_request", "invalid_request", "invalid_scope"]
    );
}

#[test]
fn a_refresh_token_stays_the_same_and_ends_after_thirty_days() {
    let client = fresh();
    let code = parameter(&login(&client, &[]), "code").unwrap();
    let refresher = trade(&client, &code, &[]).json()["refresh_token"].as_str().unwrap().to_owned();
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", NINJAONE_NATIVE_CLIENT_ID),
        ("refresh_token", refresher.as_str()),
    ];

    let first = client.trade(&form);
    client.pass(29 * 86_400);
    let second = client.trade(&form);
    client.pass(86_400);
    let third = client.trade(&form);

    assert_eq!((first.status, &first.json()["refresh_token"]), (200, &json!(null)));
    assert_ne!(token(&first), token(&second));
    assert_eq!(word(&third), (400, "invalid_token".to_owned()));
}

#[test]
fn a_refresh_token_belongs_to_its_client() {
    let client = fresh();
    let code = parameter(&login(&client, &[]), "code").unwrap();
    let refresher = trade(&client, &code, &[]).json()["refresh_token"].as_str().unwrap().to_owned();

    let refused = client.trade(&[
        ("grant_type", "refresh_token"),
        ("client_id", NINJAONE_WEB_CLIENT_ID),
        ("client_secret", NINJAONE_WEB_CLIENT_SECRET),
        ("refresh_token", &refresher),
    ]);

    assert_eq!(word(&refused), (400, "invalid_token".to_owned()));
}

#[test]
fn a_web_client_needs_its_secret() {
    let client = fresh();

    let refused =
        client.trade(&[("grant_type", "authorization_code"), ("client_id", NINJAONE_WEB_CLIENT_ID), ("code", "x")]);

    assert_eq!(word(&refused), (400, "invalid_client".to_owned()));
}
