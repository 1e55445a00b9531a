//! Replies of the dashboard, and what they mean.

use reqwest::Method;
use serde_json::{Value, json};

use super::super::CISCO;
use super::*;
use crate::failure::Code;
use crate::testing::{reply, reply_with_body};

fn dialect(values: &[(&str, &str)]) -> Cisco {
    let known = [("url", "https://cloud.example"), ("username", "me"), ("password", "p")];
    let values: Vec<(&str, &str)> = known.iter().chain(values).copied().collect();
    Cisco::new(&Account::given(&CISCO.settings, "test", &values).unwrap())
}

fn request(method: Method, path: &str) -> Request {
    let repeat = if method == Method::GET { Repeat::Freely } else { Repeat::OnlyIfUnsent };
    Request::new(method, format!("https://cloud.example{path}").parse().unwrap(), repeat)
}

fn get(path: &str) -> Request {
    request(Method::GET, path)
}

fn page(answer: Answer) -> Page {
    match answer {
        Answer::Page(page) => page,
        other => panic!("{other:?}"),
    }
}

fn read(sent: &Request, status: u16, body: &str) -> Result<Page, Fault> {
    dialect(&[]).read(sent, &reply_with_body(status, body)).map(page)
}

fn refusal(sent: &Request, status: u16, body: &str) -> Refusal {
    match read(sent, status, body) {
        Err(Fault::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn values(records: &[Record]) -> Value {
    records.iter().map(|record| record.parse().unwrap()).collect()
}

fn query(request: &Request) -> &str {
    request.url.query().unwrap_or_default()
}

#[test]
fn each_list_has_its_records_under_a_name_of_its_own_or_is_bare() {
    let bodies = [
        (AGENTS, r#"{"agents":[{"id":"a"}],"more":1}"#),
        (ASSET_TYPES, r#"{"assetTypes":[{"id":"a"}]}"#),
        (DEVICES, r#"{"page":1,"size":200,"total":1,"results":[{"id":"a"}]}"#),
        (AGENTS, r#"[{"id":"a"}]"#),
    ];

    for (path, body) in bodies {
        let page = read(&get(path), 200, body).unwrap();
        assert_eq!(
            (values(&page.records), page.list, page.next.is_none()),
            (json!([{"id": "a"}]), true, true),
            "{path}"
        );
    }
    assert!(matches!(read(&get(AGENTS), 200, r#"{"items":[]}"#), Err(Fault::Garbled { .. })));
    let one = read(&get("/nbapi/edm/v1/devices/A%2B1"), 200, r#"{"eid":"A+1","Up Time":"1"}"#).unwrap();
    assert_eq!((values(&one.records), one.list), (json!([{"eid": "A+1", "Up Time": "1"}]), false));
}

#[test]
fn gateways_are_asked_for_sorted_by_eid_and_page_by_page_until_all_have_come() {
    let dialect = dialect(&[]);
    let first = dialect.first_page(get(DEVICES), None, None);
    let records: Vec<Value> = (0..200).map(|number| json!({ "eid": number })).collect();
    let body = json!({"page": 1, "size": 200, "total": 401, "results": records}).to_string();

    let second = page(dialect.read(&first, &reply_with_body(200, &body)).unwrap());
    let third = dialect.following(second.next.as_ref().unwrap(), 200, 401).unwrap();

    assert_eq!(query(&first), "sortBy=eid&sortDir=asc&page=1&size=200");
    assert_eq!(
        (query(second.next.as_ref().unwrap()), second.total),
        ("sortBy=eid&sortDir=asc&size=200&page=2", Some(401))
    );
    assert_eq!(query(&third), "sortBy=eid&sortDir=asc&size=200&page=3");
    assert!(dialect.following(&third, 200, 401).is_none());
    assert_eq!((dialect.tells_apart_by(&first), dialect.tells_apart_by(&get(AGENTS))), ("eid", "id"));
}

#[test]
fn what_the_user_says_of_pages_stands() {
    let first = |values: &[(&str, &str)], path: &str, limit| dialect(values).first_page(get(path), None, limit);

    assert_eq!(
        query(&first(&[], &format!("{DEVICES}?size=20&sortBy=name"), None)),
        "size=20&sortBy=name&sortDir=asc&page=1"
    );
    assert_eq!(query(&first(&[("first_page", "0")], DEVICES, Some(7))), "sortBy=eid&sortDir=asc&page=0&size=7");
    assert_eq!(query(&first(&[], AGENTS, None)), "");
    assert_eq!(query(&first(&[("ei_paging", "page,size")], AGENTS, None)), "page=1&size=200");
    assert_eq!(query(&first(&[("ei_paging", "offset,limit")], ASSET_TYPES, None)), "offset=0&limit=200");
}

#[test]
fn how_edge_intelligence_pages_is_learned_from_its_answers() {
    let next = |body: &str| read(&get(AGENTS), 200, body).unwrap().next.map(|next| query(&next).to_owned());

    assert_eq!(next(r#"{"agents":[{},{}],"page":1,"size":2,"total":3}"#).as_deref(), Some("size=2&page=2"));
    assert_eq!(next(r#"{"agents":[{},{}],"offset":4,"limit":2,"total":7}"#).as_deref(), Some("limit=2&offset=6"));
    assert_eq!(next(r#"{"agents":[{},{}],"offset":4,"limit":2,"total":6}"#), None);
    assert_eq!(next(r#"{"agents":[{},{}],"total":9}"#), None);
    assert_eq!(read(&get(AGENTS), 200, r#"{"agents":[{},{}],"totalCount":9}"#).unwrap().total, Some(9));
}

#[test]
fn a_page_that_is_too_large_becomes_smaller() {
    let dialect = dialect(&[]);
    let first = dialect.first_page(get(DEVICES), None, None);
    let said = |message: &str| Refusal { status: 400, message: Some(message.to_owned()), ..Refusal::default() };

    let smaller = dialect.smaller_page(&first, &said("The size is at most 100")).unwrap();

    assert_eq!(query(&smaller), "sortBy=eid&sortDir=asc&page=1&size=100");
    assert!(dialect.smaller_page(&first, &said("No such filter")).is_none());
}

#[test]
fn errors_are_read_in_each_of_their_shapes() {
    let spring = r#"{"error":"Bad Request","errors":null,"message":"Validation failed","path":null,"status":400}"#;
    let bodies = [spring, r#"{"message":"No."}"#, r#"{"error":"bad"}"#, "\"just words\"", "plain words", "{}"];

    let messages = bodies.map(|body| refusal(&get(AGENTS), 400, body).message);

    let expected = ["Validation failed", "No.", "bad", "just words", "plain words", "{}"];
    assert_eq!(messages, expected.map(|text| Some(text.to_owned())));
}

#[test]
fn unauthorized_right_after_a_login_is_a_permission_that_is_missing() {
    let (lacking, forbidden) = (refusal(&get(AGENTS), 401, "{}"), refusal(&get(AGENTS), 403, "{}"));

    assert_eq!((lacking.means, forbidden.means), (Some(Code::Forbidden), None));
    assert!(lacking.hint.unwrap().contains("`rmctl cisco whoami`") && forbidden.hint.is_some());
}

#[test]
fn a_page_in_the_place_of_an_answer_is_told_as_the_end_of_the_cloud() {
    let page = "<html><title>Retired</title></html>";
    let gone = refusal(&get(AGENTS), 404, page);

    assert_eq!(gone.means, Some(Code::VendorError));
    assert_eq!(gone.message.unwrap(), format!("`Retired`, a page of HTML; {}", GONE.why));
    assert!(gone.hint.unwrap().contains("`rmctl cisco-local`"));
    let success = read(&get(AGENTS), 200, page).unwrap_err();
    assert!(matches!(success, Fault::Garbled { cause, .. } if cause.contains(GONE.why)));
    assert!(matches!(read(&request(Method::POST, AGENTS), 502, page), Err(Fault::Garbled { status: 502, .. })));
}

#[test]
fn an_empty_answer_is_enough_for_a_change_and_not_for_a_question() {
    let change = request(Method::DELETE, "/nbapi/ei/v1/assetTypes/1");

    assert!(dialect(&[]).read(&change, &reply(200)).is_ok() && dialect(&[]).read(&change, &reply(204)).is_ok());
    assert!(matches!(read(&get(AGENTS), 200, " "), Err(Fault::Garbled { .. })));
}

fn bulk(failed: u64, records: &Value) -> Result<Page, Fault> {
    let body = json!({"failedCount": failed, "recordCount": 2, "records": records}).to_string();
    read(&request(Method::DELETE, "/nbapi/edm/v1/devices/delete"), 200, &body)
}

#[test]
fn what_failed_inside_a_success_is_told_for_each_that_is_named() {
    let records = json!([{"eid": "a", "status": "SUCCESS"}, {"eid": "b", "status": "FAILURE", "message": "Busy"}]);

    let partly = bulk(1, &records).unwrap();
    let whole = bulk(0, &records).unwrap();

    assert_eq!(values(&partly.records), json!([{"id": "a"}]));
    let refused = &partly.refused[0];
    assert_eq!((refused.source.as_deref(), refused.message.as_deref()), (Some("b"), Some("Busy")));
    assert_eq!((whole.records.len(), whole.refused.len()), (1, 0));
}

#[test]
fn where_nobody_says_which_failed_nothing_is_called_done() {
    let unnamed = bulk(1, &json!([])).unwrap_err();
    let all = bulk(2, &json!([{"eid": "a", "operationStatus": "FAILED", "error": "Busy"}])).unwrap_err();

    let told = |fault| match fault {
        Fault::Refused(refusal) => (refusal.means, refusal.message.unwrap()),
        other => panic!("{other:?}"),
    };
    assert_eq!(told(unnamed), (Some(Code::OutcomeUnknown), "1 of 2 records failed".to_owned()));
    assert_eq!(told(all), (None, "Busy".to_owned()));
}

const PLURAL: &str = "/nbapi/ei/v1/assetTypes/1";
const SINGULAR: &str = "/nbapi/ei/v1/assetType/1";

fn no(status: u16) -> Refusal {
    Refusal { status, ..Refusal::default() }
}

fn told(request: Option<Request>) -> Option<String> {
    request.map(|request| format!("{} {}", request.method, request.url.path()))
}

#[test]
fn the_other_form_is_tried_where_the_server_knows_nothing_of_the_usual_one() {
    let dialect = dialect(&[]);
    let put = |path| request(Method::PUT, path);

    assert_eq!(told(dialect.another_way(&get(PLURAL), &no(404))).unwrap(), format!("GET {SINGULAR}"));
    assert_eq!(told(dialect.another_way(&put(PLURAL), &no(405))).unwrap(), format!("PATCH {PLURAL}"));
    assert_eq!(told(dialect.another_way(&put(SINGULAR), &no(405))).unwrap(), format!("PATCH {SINGULAR}"));
    let others =
        [(get(SINGULAR), 404), (get(PLURAL), 405), (get(ASSET_TYPES), 404), (get(DEVICES), 404), (put(DEVICES), 405)];
    assert!(others.iter().all(|(sent, status)| dialect.another_way(sent, &no(*status)).is_none()));
}

#[test]
fn what_worked_is_the_way_for_the_rest_of_the_run() {
    let dialect = dialect(&[]);
    assert_eq!(told(dialect.known_way(&request(Method::PUT, PLURAL))), None);

    dialect.read(&request(Method::PATCH, SINGULAR), &reply(204)).unwrap();

    assert_eq!(told(dialect.known_way(&request(Method::PUT, PLURAL))).unwrap(), format!("PATCH {SINGULAR}"));
    assert_eq!(told(dialect.known_way(&get(PLURAL))).unwrap(), format!("GET {SINGULAR}"));
    assert_eq!(told(dialect.known_way(&request(Method::PUT, DEVICES))), None);
    assert_eq!(told(dialect.another_way(&get(PLURAL), &no(404))), None);
}

#[test]
fn what_the_profile_says_is_not_tried_otherwise() {
    let said = [("asset_type_path", "assetTypes"), ("asset_type_update", "PUT")];
    let other = [("asset_type_path", "assetType"), ("asset_type_update", "PATCH")];
    let put = request(Method::PUT, PLURAL);

    assert_eq!(told(dialect(&other).known_way(&put)).unwrap(), format!("PATCH {SINGULAR}"));
    assert!(dialect(&said).known_way(&put).is_none());
    assert!(
        dialect(&said).another_way(&put, &no(404)).is_none() && dialect(&said).another_way(&put, &no(405)).is_none()
    );
}
