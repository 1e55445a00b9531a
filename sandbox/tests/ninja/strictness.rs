//! What is no call of the API is refused, and the words of refusals.

use crate::client::{client, unlimited};
use serde_json::json;

#[test]
fn what_is_no_path_of_the_api_is_404_in_json() {
    let client = client();
    let paths = [
        "/v1/",
        "/v1/customers/",
        "/v1/organizations",
        "/v1/devices/4460/software",
        "/v1//devices",
        "/v1/alerts/since",
        "/v1/alerts/since/",
        "/v1/alerts/since/0/1",
        "/v1/DEVICES",
    ];

    let refusals = paths.map(|path| client.get(path).refusal());

    assert_eq!(refusals, [(); 9].map(|()| (404, "not_found".to_owned())));
}

#[test]
fn a_wrong_method_is_405_and_the_right_one_is_named() {
    let client = client();
    let wrong = [
        ("DELETE", "/v1/devices/4460", "GET"),
        ("POST", "/v1/customers", "GET"),
        ("GET", "/v1/alerts/457115", "DELETE"),
        ("DELETE", "/v1/alerts/since/0", "GET"),
    ];

    let answers = wrong.map(|(method, path, _)| client.ask(method, path));

    assert_eq!(answers.each_ref().map(|answer| answer.refusal().0), [405; 4]);
    assert_eq!(answers.each_ref().map(|answer| answer.header("allow").unwrap()), wrong.map(|(_, _, right)| right));
}

#[test]
fn any_query_is_refused_since_no_call_takes_one() {
    let client = client();

    let refusals = ["/v1/devices?limit=1", "/v1/alerts?since=1", "/v1/ping?x"].map(|path| client.get(path).refusal());

    assert_eq!(refusals, [(); 3].map(|()| (400, "invalid_request".to_owned())));
}

#[test]
fn an_id_that_does_not_exist_or_is_none_is_invalid() {
    let client = unlimited();
    let paths = [
        "/v1/customers/3",
        "/v1/customers/all",
        "/v1/devices/4459",
        "/v1/devices/4484",
        "/v1/devices/04460",
        "/v1/devices/-1",
        "/v1/devices/99999999999999999999",
        "/v1/alerts/since/last",
    ];

    let refusals = paths.map(|path| client.get(path).refusal());

    assert_eq!(refusals, [(); 8].map(|()| (404, "invalid_id".to_owned())));
}

#[test]
fn a_refusal_has_the_vendor_s_three_members() {
    let refused = client().headed("GET", "/v1/ping", "");

    let body = json!({ "error": "missing_header", "error_description": "Missing required header", "error_code": 2 });
    assert_eq!(refused.json(), body);
    assert_eq!(refused.header("content-type"), Some("application/json"));
}

#[test]
fn what_is_outside_of_the_api_is_not_ninja() {
    let answer = client().headed("GET", "/v1", "");

    assert_eq!((answer.status, answer.text()), (404, "no vendor is simulated here"));
}
