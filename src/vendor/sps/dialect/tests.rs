//! The shapes that the box answers in, and what is left of them.

use reqwest::Method;
use serde_json::{Value, json};

use super::*;
use crate::http::{Refusal, Repeat};
use crate::testing::reply_with_body;

const BASE: &str = "https://box.example/sps";

fn dialect() -> Sps {
    Sps::new(BASE.parse().unwrap())
}

fn sent(method: &Method, path: &str) -> Request {
    let repeat = if *method == Method::GET { Repeat::Freely } else { Repeat::OnlyIfUnsent };
    Request::new(method.clone(), format!("{BASE}{path}").parse().unwrap(), repeat)
}

fn read(method: &Method, status: u16, body: &str) -> Result<Page, Fault> {
    match dialect().read(&sent(method, "/api/x"), &reply_with_body(status, body))? {
        Answer::Page(page) => Ok(page),
        other => panic!("{other:?}"),
    }
}

fn page_of(answer: Option<&'static str>, body: &Value) -> Page {
    let request = Request { answer, ..sent(&Method::GET, "/api/x") };
    match dialect().read(&request, &reply_with_body(200, &body.to_string())).unwrap() {
        Answer::Page(page) => page,
        other => panic!("{other:?}"),
    }
}

fn records(page: &Page) -> Vec<Value> {
    page.records.iter().map(|record| record.parse().unwrap()).collect()
}

fn one(answer: Option<&'static str>, body: &Value) -> Value {
    let page = page_of(answer, body);
    assert!(!page.list, "{body} is a list");
    let [record] = &records(&page)[..] else { panic!("{body} is {} records", page.records.len()) };
    record.clone()
}

fn refused(status: u16, body: &str) -> Refusal {
    match read(&Method::PUT, status, body) {
        Err(Fault::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_object_is_its_body_with_the_key_in_front() {
    let body = r#"{"body": {"name":"a", "n":1.50, "z":[]},"key":"-302","meta":{"href":"/api/x/-302"}}"#;

    let page = read(&Method::GET, 200, body).unwrap();

    assert_eq!(page.records[0].as_bytes(), br#"{"key":"-302","name":"a", "n":1.50, "z":[]}"#);
    assert!(!page.list);
}

#[test]
fn items_are_records_whether_they_show_their_bodies_or_not() {
    let list = json!({
        "items": [
            {"body": {"name": "default"}, "key": "1a", "meta": {"href": "/api/x/1a"}},
            {"key": "-200", "meta": {"href": "/api/x/-200"}},
            {"body": {}, "key": "3", "meta": {}},
            {"key": "n", "fqdn": "a.example", "meta": {}},
            {"ip_address": "192.0.2.1", "from_api": false},
        ],
        "meta": {"href": "/api/x", "next": "/api/y"},
    });

    let page = page_of(None, &list);

    let expected = json!([
        {"key": "1a", "name": "default"},
        {"key": "-200"},
        {"key": "3"},
        {"key": "n", "fqdn": "a.example"},
        {"ip_address": "192.0.2.1", "from_api": false},
    ]);
    assert_eq!((Value::from(records(&page)), page.list), (expected, true));
    assert!(page.next.is_none() && page.total.is_none());
}

#[test]
fn a_body_that_is_a_list_is_a_list() {
    let page =
        page_of(None, &json!({"body": [{"group": "a"}, {"group": "b"}], "key": "acls", "meta": {"href": "/api/x"}}));

    assert_eq!((records(&page), page.list), (vec![json!({"group": "a"}), json!({"group": "b"})], true));
}

#[test]
fn a_body_with_a_key_of_its_own_keeps_its_wrapper() {
    let found = one(None, &json!({"body": {"key": "x"}, "key": "7", "meta": {}}));

    assert_eq!(found, json!({"body": {"key": "x"}, "key": "7"}));
}

#[test]
fn what_has_neither_items_nor_body_is_everything_but_its_meta() {
    let meta = json!({"href": "/api/x"});

    let old = one(None, &json!({"key": "transaction", "meta": meta, "transaction": {"status": "closed"}}));
    let created = one(None, &json!({"key": "7", "meta": meta}));
    let count = one(None, &json!({"count": 2}));
    let setup = one(Some(""), &json!({"status": "completed"}));
    let user = one(Some(""), &json!({"user": {"name": "admin"}, "endpoints": [], "meta": meta}));

    assert_eq!(old, json!({"key": "transaction", "transaction": {"status": "closed"}}));
    assert_eq!((created, count, setup), (json!({"key": "7"}), json!({"count": 2}), json!({"status": "completed"})));
    assert_eq!(user, json!({"user": {"name": "admin"}, "endpoints": []}));
}

#[test]
fn answers_of_other_members_are_read_from_these() {
    let meta = json!({"href": "/api/x"});

    let health = one(Some("health_status"), &json!({"health_status": {"cpu": 1.0}, "meta": meta}));
    let changes = page_of(Some("changes"), &json!({"changes": [], "meta": meta}));
    let channels = page_of(Some("channels"), &json!({"channels": [{"key": "1", "meta": {}, "body": {"type": "t"}}]}));
    let methods = page_of(Some("login_methods"), &json!({"login_methods": ["local", {"name": "ad"}]}));
    let newer = page_of(Some("channels"), &json!({"items": [{"key": "1", "meta": {}}], "meta": meta}));

    assert_eq!(health, json!({"cpu": 1.0}));
    assert_eq!((records(&changes), changes.list), (vec![], true));
    assert_eq!(records(&channels), [json!({"key": "1", "type": "t"})]);
    assert_eq!(records(&methods), [json!("local"), json!({"name": "ad"})]);
    assert_eq!(records(&newer), [json!({"key": "1"})]);
}

#[test]
fn a_delete_that_is_done_has_no_record() {
    for body in [r#"{"meta":{"href":"/api/x","next":null}}"#, "", " \n"] {
        let page = read(&Method::DELETE, 200, body).unwrap();

        assert!(page.records.is_empty() && !page.list);
    }
}

#[test]
fn an_empty_answer_to_anything_else_is_none() {
    for method in [Method::GET, Method::POST, Method::PUT] {
        assert!(matches!(read(&method, 200, ""), Err(Fault::Garbled { status: 200, .. })));
    }
    assert!(read(&Method::PUT, 204, "").unwrap().records.is_empty());
}

#[test]
fn a_page_of_html_is_no_answer() {
    assert!(matches!(read(&Method::GET, 200, "<html><title>Login</title>"), Err(Fault::Garbled { .. })));
    assert!(matches!(read(&Method::GET, 200, "nothing"), Err(Fault::Garbled { .. })));
}

#[test]
fn a_refusal_has_the_box_s_type_its_sentence_and_its_details() {
    let body = json!({"error": {
        "type": "SemanticError", "message": "Not consistent", "details": {"errors": ["days is too large", {"path": "/x"}]},
    }});

    let refusal = refused(400, &body.to_string());

    assert_eq!(refusal.code.as_deref(), Some("SemanticError"));
    assert_eq!(refusal.message.as_deref(), Some("Not consistent: days is too large; path: /x"));
    assert_eq!(Fault::Refused(refusal).to_string(), "400: SemanticError: Not consistent: days is too large; path: /x");
}

#[test]
fn every_part_of_a_refusal_may_be_missing() {
    let said = |body: &str| Fault::Refused(refused(400, body)).to_string();

    assert_eq!(said(r#"{"error":{"type":"FirmwareTestFailed"}}"#), "400: FirmwareTestFailed");
    assert_eq!(said(r#"{"error":{"message":"No.","details":{}}}"#), "400: No.");
    assert_eq!(said(r#"{"error":{"type":"X","details":"because"}}"#), "400: X: because");
    assert_eq!(said(r#"{"error":"No."}"#), "400: No.");
    assert_eq!(said("{}"), "400: {}");
    assert_eq!(said("<html><title>Bad Request</title></html>"), "400: Bad Request");
}

#[test]
fn a_right_that_is_missing_comes_with_a_way_to_see_the_rights() {
    let body = r#"{"error":{"type":"Unauthorized","details":{"resource":"/api/x"}}}"#;

    let hint = refused(403, body).hint;

    assert_eq!(hint.as_deref(), Some("`rmctl sps endpoints` lists what this user may do"));
}

#[test]
fn of_a_change_a_broken_gateway_says_nothing() {
    let gateway = read(&Method::PUT, 502, "<html><title>Bad Gateway</title></html>");
    let boxs = refused(500, r#"{"error":{"type":"InternalError"}}"#);

    assert!(matches!(gateway, Err(Fault::Garbled { status: 502, .. })));
    assert_eq!(boxs.code.as_deref(), Some("InternalError"));
}

const SEARCH: Operation = Operation::list("search", "/api/audit/sessions")
    .arguments(&[crate::catalog::Argument::paging("limit", crate::catalog::Kind::Integer)])
    .pages(Paging::Link);

fn first(query: &str) -> Request {
    dialect().first_page(sent(&Method::GET, &format!("/api/audit/sessions{query}")), Some(&SEARCH), None)
}

fn page_with(request: &Request, next: Value) -> Result<Page, Fault> {
    let body = json!({"items": [{"key": "1", "meta": {}}], "meta": {"next": next, "match_count": 501}});
    match dialect().read(request, &reply_with_body(200, &body.to_string()))? {
        Answer::Page(page) => Ok(page),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_search_is_asked_for_in_the_largest_pages() {
    let of = |limit| dialect().first_page(sent(&Method::GET, "/api/x"), Some(&SEARCH), limit).query("limit");

    assert_eq!(
        (of(None).as_deref(), of(Some(3)).as_deref(), of(Some(9000)).as_deref()),
        (Some("500"), Some("3"), Some("500"))
    );
    assert_eq!(first("?limit=7").query("limit").as_deref(), Some("7"));
}

#[test]
fn the_next_page_is_where_the_answer_says() {
    let request = first("?q=a");

    let page = page_with(&request, json!("/api/audit/sessions?snapshot=s&offset=500")).unwrap();

    let next = page.next.unwrap();
    assert_eq!(next.url.as_str(), "https://box.example/sps/api/audit/sessions?snapshot=s&offset=500");
    assert_eq!((page.total, next.pages), (Some(501), Some(Paging::Link)));
}

#[test]
fn a_link_to_something_else_or_to_the_same_page_is_no_next_page() {
    let request = first("");
    let itself = json!(request.url.as_str().replace("https://box.example/sps", ""));

    for next in [Value::Null, json!(""), json!("/api/audit/other"), itself] {
        assert!(page_with(&request, next).unwrap().next.is_none());
    }
}

#[test]
fn a_link_to_another_origin_is_never_followed() {
    for next in ["https://evil.example/sps/api/audit/sessions?offset=1", "http://box.example/sps/api/audit/sessions"] {
        let fault = page_with(&first(""), json!(next)).unwrap_err();

        assert!(fault.to_string().contains("another origin"), "{fault}");
    }
    let own = page_with(&first(""), json!(format!("{BASE}/api/audit/sessions?offset=1"))).unwrap();
    assert!(own.next.is_some());
}

#[test]
fn what_stands_beside_a_list_of_configuration_is_no_page_of_it() {
    let request = dialect().first_page(sent(&Method::GET, "/api/configuration/telnet/connections"), None, None);
    let body = json!({"items": [], "meta": {"next": "/api/configuration/telnet/options", "previous": null}});

    let Answer::Page(page) = dialect().read(&request, &reply_with_body(200, &body.to_string())).unwrap() else {
        panic!("it is no page")
    };

    assert!(page.next.is_none() && page.list);
}
