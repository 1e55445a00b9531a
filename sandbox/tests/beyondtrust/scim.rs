//! SCIM: the media type, the schema and every member are looked at, and lists come in pages of the site's own size.

use crate::client::{Answer, Client, client, with};
use sandbox::BeyondTrustOptions;
use serde_json::{Value, json};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

fn ask(client: &Client, method: &str, path: &str, body: &Value) -> Answer {
    let head = format!("{}Content-Type: application/scim+json\r\n", client.bearer());
    let body = if body.is_null() { String::new() } else { body.to_string() };
    client.raw(method, &format!("/api/scim/v2/{path}"), &head, &body)
}

fn get(client: &Client, path: &str) -> Value {
    ask(client, "GET", path, &Value::Null).json()
}

#[test]
fn a_list_begins_where_it_is_asked_to_and_is_cut() {
    let client = client();

    let pages = ["Users", "Users?startIndex=6&count=100", "Users?count=2", "Users?startIndex=9"].map(|path| {
        let page = get(&client, path);
        (page["totalResults"].clone(), page["startIndex"].clone(), page["itemsPerPage"].clone())
    });

    assert_eq!(pages, [(7, 1, 5), (7, 6, 2), (7, 1, 2), (7, 9, 0)].map(|(a, b, c)| (json!(a), json!(b), json!(c))));
}

#[test]
fn what_is_wrong_with_a_body_is_refused_in_the_words_of_the_standard() {
    let client = client();
    let create = |body: Value| {
        let answer = ask(&client, "POST", "Users", &body);
        (answer.status, answer.json()["scimType"].clone())
    };

    let refused = [
        create(json!({ "userName": "a" })),
        create(json!({ "schemas": [USER] })),
        create(json!({ "schemas": [USER], "userName": 1 })),
        create(json!({ "schemas": [USER], "userName": "a", "odd": 1 })),
        create(json!({ "schemas": [USER], "userName": "a", "emails": ["a@b"] })),
        create(json!({ "schemas": [USER], "userName": "anna@example.com" })),
    ];

    let expected = [
        (400, "invalidSyntax"),
        (400, "invalidValue"),
        (400, "invalidValue"),
        (400, "invalidValue"),
        (400, "invalidValue"),
        (409, "uniqueness"),
    ];
    assert_eq!(refused, expected.map(|(status, word)| (status, json!(word))));
    let head = format!("{}Content-Type: application/json\r\n", client.bearer());
    assert_eq!(client.raw("POST", "/api/scim/v2/Users", &head, "{}").status, 415);
}

#[test]
fn whoever_is_deleted_is_in_no_group() {
    let client = client();

    let group = json!({ "schemas": [GROUP], "displayName": "Crew", "members": [{ "value": "1" }, { "value": "2" }] });
    let made = ask(&client, "POST", "Groups", &group).json()["id"].as_str().unwrap().to_owned();
    let gone = ask(&client, "DELETE", "Users/1", &Value::Null).status;

    assert_eq!((gone, get(&client, &format!("Groups/{made}"))["members"].clone()), (204, json!([{ "value": "2" }])));
    assert_eq!(ask(&client, "GET", "Users/1", &Value::Null).status, 404);
    assert_eq!(ask(&client, "PUT", "Users/2", &json!({})).status, 405);
}

#[test]
fn a_site_has_it_in_one_place_and_not_for_everybody() {
    let other = with(BeyondTrustOptions { scim_version: false, ..BeyondTrustOptions::default() });

    assert_eq!(ask(&other, "GET", "Users", &Value::Null).status, 404);
    assert_eq!(other.raw("GET", "/api/scim/Users", &other.bearer(), "").status, 200);
    assert_eq!(ask(&client().reading(), "GET", "Users", &Value::Null).status, 403);
}
