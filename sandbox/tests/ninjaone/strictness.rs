//! What is wrong with a request is refused as the vendor refuses it, or more strictly.

use crate::client::{client, stranger, token, with};
use sandbox::{NINJAONE_READING_CLIENT_ID, NINJAONE_READING_CLIENT_SECRET, Options};
use serde_json::json;

#[test]
fn a_header_that_is_missing_or_malformed_is_400_and_a_token_that_is_not_known_401() {
    let client = stranger(Options::default());
    let heads =
        ["", "Authorization: Basic eDp5\r\n", "Authorization: Bearer \r\n", "Authorization: Bearer unknown\r\n"];

    let refusals = heads.map(|head| {
        let answer = client.raw("GET", "/v2/devices", head, b"");
        (answer.status, answer.json()["error"].as_str().unwrap().to_owned(), answer.json()["error_code"].clone())
    });

    assert_eq!(refusals[0], (400, "missing_header".into(), json!(2)));
    assert_eq!(refusals[1], (400, "invalid_header".into(), json!(1)));
    assert_eq!(refusals[2], (400, "invalid_header".into(), json!(1)));
    assert_eq!(refusals[3], (401, "not_authenticated".into(), json!(10)));
}

#[test]
fn a_token_that_may_read_changes_nothing() {
    let mut client = stranger(Options::default());
    client.token = token(&client.trade(&[
        ("grant_type", "client_credentials"),
        ("client_id", NINJAONE_READING_CLIENT_ID),
        ("client_secret", NINJAONE_READING_CLIENT_SECRET),
    ]));

    let read = client.get("/v2/organizations").status;
    let board = client.send("POST", "/v2/ticketing/trigger/board/1/run", json!({})).status;
    let change = client.send("PATCH", "/v2/organization/1", json!({ "name": "x" }));

    assert_eq!((read, board, change.status), (200, 200, 403));
    assert_eq!(change.json()["error"], "insufficient_scope");
}

#[test]
fn a_token_that_may_change_only_reads_nothing() {
    let mut client = client();
    client.token = client.user_token("management");

    assert_eq!(client.get("/v2/organizations").status, 403);
}

#[test]
fn what_needs_a_user_is_refused_to_a_machine() {
    let mut client = client();
    client.token = client.machine_token();
    let ticket = json!({ "clientId": 1, "ticketFormId": 1, "subject": "x", "status": "1000" });

    let refusals = [
        client.send("POST", "/v2/device/1001/script/run", json!({ "type": "SCRIPT", "id": 90 })),
        client.send("POST", "/v2/ticketing/ticket", ticket),
        client.form("/v2/ticketing/ticket/1000/comment", &[("comment", None, b"{\"public\":true}")]),
    ];

    assert_eq!(
        refusals.map(|answer| (answer.status, answer.json()["error"].clone())),
        [(); 3].map(|()| (403, json!("user_context_required")))
    );
}

#[test]
fn an_object_in_a_form_has_to_say_that_it_is_json() {
    let plain = "--fence\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\n{\"public\":true}\r\n--fence--\r\n";

    let answer = client().ask(
        "POST",
        "/v2/ticketing/ticket/1000/comment",
        "Content-Type: multipart/form-data; boundary=fence\r\n",
        plain.as_bytes(),
    );

    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("application/json"), "{}", answer.text());
}

#[test]
fn an_unknown_path_is_404_and_a_wrong_method_405() {
    let client = client();

    let statuses = [client.get("/v2/organisations"), client.get("/v2/device"), client.delete("/v2/devices")];

    assert_eq!(statuses.map(|answer| answer.status), [404, 404, 405]);
}

#[test]
fn an_unknown_query_parameter_is_refused_by_name() {
    let refused = client().get("/v2/devices?organizationId=1");

    assert_eq!(refused.status, 400);
    assert!(refused.json()["errorMessage"].as_str().unwrap().contains("organizationId"), "{}", refused.text());
}

#[test]
fn a_query_value_of_the_wrong_type_or_outside_of_its_words_is_refused() {
    let client = client();
    let paths = [
        "/v2/devices?pageSize=ten",
        "/v2/devices?pageSize=0",
        "/v2/queries/windows-services?pageSize=9",
        "/v2/activities?class=EVERYTHING",
        "/v2/users?includeRoles=maybe",
        "/v2/custom-fields?pageSize=501",
    ];

    assert_eq!(paths.map(|path| client.get(path).status), [400; 6]);
}

#[test]
fn what_is_wrong_in_a_body_is_refused_with_its_place() {
    let client = client();
    let wrong = [
        ("PATCH", "/v2/organization/1", json!({ "colour": "red" }), "colour"),
        ("PATCH", "/v2/organization/1", json!({ "name": 1 }), "name"),
        ("PATCH", "/v2/organization/1", json!({ "nodeApprovalMode": "SOMETIMES" }), "nodeApprovalMode"),
        ("POST", "/v2/document-templates", json!({ "description": "x" }), "name"),
        ("POST", "/v2/tag/delete", json!(["x"]), "0"),
        ("POST", "/v2/software-license/upsert", json!({ "name": "x" }), "type"),
        ("POST", "/v2/device/1001/owner/nobody", json!({}), "HTTP 404"),
    ];

    let messages = wrong.clone().map(|(method, path, body, _)| client.send(method, path, body).text().to_owned());

    let told: Vec<bool> =
        messages.iter().zip(&wrong).map(|(message, (_, _, _, place))| message.contains(place)).collect();
    assert_eq!(told, [true; 7], "{messages:?}");
}

#[test]
fn a_body_needs_its_content_type_and_has_to_be_json() {
    let client = client();
    let ask = |head: &str, body: &[u8]| client.ask("POST", "/v2/tag", head, body).status;

    let statuses = [
        ask("", b"{}"),
        ask("Content-Type: application/json\r\n", b"{"),
        ask("Content-Type: application/json; charset=utf-8\r\n", b"{\"name\":\"x\"}"),
    ];

    assert_eq!(statuses, [415, 400, 200]);
}

#[test]
fn every_answer_has_a_request_id_and_a_refusal_an_incident() {
    let client = client();

    let (fine, refused) = (client.get("/v2/groups"), client.get("/v2/device/1"));

    assert!(fine.head.contains("x-nj-request-id: ") && refused.head.contains("x-nj-request-id: "));
    assert!(refused.json()["incidentId"].as_str().unwrap().starts_with("WEB_MGMT_SERVICE-"));
    assert_eq!((refused.status, &refused.json()["resultCode"]), (404, &json!("FAILURE")));
}

#[test]
fn billing_refuses_in_its_own_members() {
    let refused = client().get("/v2/billing/invoices/99");

    assert_eq!(
        (refused.status, refused.json()),
        (404, json!({ "errorCode": "FAILURE", "message": "HTTP 404 Not Found" }))
    );
}

#[test]
fn a_used_up_quota_is_429_and_logins_do_not_count() {
    let client = with(Options { quota: Some(1), retry_after: Some(7), ..Options::default() });

    let answers = [client.get("/v2/groups"), client.get("/v2/groups")];

    assert_eq!(answers.each_ref().map(|answer| answer.status), [200, 429]);
    assert!(answers[1].head.contains("retry-after: 7"));
}
