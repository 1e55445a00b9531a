//! The customers.

use crate::client::client;
use serde_json::json;

#[test]
fn a_customer_is_found_in_the_list_and_by_its_id() {
    let client = client();

    let (listed, found) = (client.get("/v1/customers").rows(), client.get("/v1/customers/1").json());

    assert_eq!(found, json!({ "id": 1, "name": "Birch Dental", "description": "Three practices" }));
    assert_eq!((listed[0].clone(), listed.len()), (found, 5));
}

#[test]
fn a_description_may_be_null_empty_or_hostile() {
    let descriptions: Vec<_> =
        client().get("/v1/customers").rows().iter().map(|one| one["description"].clone()).collect();

    assert_eq!(descriptions[1..4], [json!(null), json!(""), json!("first line\nsecond \"line\", with a comma")]);
}
