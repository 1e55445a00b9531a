//! Pages and filters.

use crate::client::client;
use serde_json::{Value, json};

#[test]
fn a_list_is_an_array_and_its_pages_are_in_headers() {
    let client = client();

    let first = client.get("/jump-client?per_page=10&jump_group_type=shared");
    let link = first.header("link").unwrap().to_owned();
    let last = client.get("/jump-client?per_page=10&current_page=3");

    let numbers = ["current-page", "last-page", "per-page", "total"]
        .map(|name| first.header(&format!("x-bt-pagination-{name}")).unwrap().to_owned());
    assert_eq!(
        (first.each("id"), numbers),
        ((1..=10).map(Value::from).collect(), ["1", "3", "10", "24"].map(String::from))
    );
    assert_eq!((last.each("id").len(), last.header("link").unwrap().contains("rel=\"next\"")), (4, false));
    let relations: Vec<&str> = link.split("rel=").skip(1).map(|part| part.split('"').nth(1).unwrap()).collect();
    assert_eq!(relations, ["first", "next", "last"]);
}

#[test]
fn the_link_leads_to_the_next_page_with_the_same_filters() {
    let client = client();
    let first = client.get("/jump-client?jump_group_id=1&per_page=5");

    let link = first.header("link").unwrap().split("<http://").find(|part| part.contains("rel=\"next\"")).unwrap();
    let path = link.split_once("/api/config/v1").unwrap().1.split_once('>').unwrap().0;
    let second = client.get(path);

    assert_eq!(second.each("jump_group_id"), vec![json!(1); 5]);
    assert_eq!(second.header("x-bt-pagination-current-page"), Some("2"));
}

#[test]
fn a_page_has_a_hundred_records_at_most_and_five_at_least() {
    let client = client();

    let wrong =
        ["per_page=101", "per_page=4", "current_page=0"].map(|query| client.get(&format!("/user?{query}")).wrong());

    let of_size = || (422, vec!["per_page".to_owned()]);
    assert_eq!(wrong, [of_size(), of_size(), (422, vec!["current_page".to_owned()])]);
}

#[test]
fn filters_match_whole_words_and_not_capitals() {
    let client = client();

    let found = ["HARBOUR-01", "harbour-0"].map(|name| client.get(&format!("/jump-client?name={name}")).each("id"));

    assert_eq!(found, [vec![json!(1), json!(2)], vec![]]);
}

#[test]
fn personal_accounts_are_shown_on_request() {
    let client = client();

    let names =
        ["", "?include_personal=true"].map(|query| client.get(&format!("/vault/account{query}")).each("name").len());

    assert_eq!(names, [3, 4]);
}

#[test]
fn lists_that_do_not_page_know_no_pages() {
    let client = client();

    let plain = client.get("/jumpoint/1/node");
    let paged = client.get("/jumpoint/1/node?per_page=10");

    assert_eq!((plain.status, plain.header("link"), paged.status), (200, None, 401));
}
