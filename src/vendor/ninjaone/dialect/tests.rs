//! Every shape in which NinjaOne is known to answer, or may.

use serde_json::{Value, json};

use super::*;
use crate::failure::Code;
use crate::http::Content;
use crate::testing::{reply_with_body, reply_with_header};

const HOST: &str = "https://vendor.example";

fn get(path: &str) -> Request {
    Request::get(format!("{HOST}{path}").parse().unwrap())
}

fn listed(path: &str, pages: Paging) -> Request {
    Request { pages: Some(pages), ..get(path) }
}

fn change() -> Request {
    Request::new(reqwest::Method::POST, format!("{HOST}/v2/device/7/script/run").parse().unwrap(), Repeat::OnlyIfUnsent)
}

fn read(sent: &Request, status: u16, body: &str) -> Result<Answer, Fault> {
    NinjaOne.read(sent, &reply_with_body(status, body))
}

fn page(sent: &Request, body: &str) -> Page {
    match read(sent, 200, body).unwrap() {
        Answer::Page(page) => page,
        other => panic!("{other:?}"),
    }
}

fn texts(page: &Page) -> Vec<&str> {
    page.records.iter().map(|record| std::str::from_utf8(record.as_bytes()).unwrap()).collect()
}

fn refused(sent: &Request, status: u16, body: &str) -> Refusal {
    match read(sent, status, body).unwrap_err() {
        Fault::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Path and query of the next request.
fn next(sent: &Request, body: &str) -> Option<String> {
    page(sent, body).next.map(|next| next.url.as_str().trim_start_matches(HOST).to_owned())
}

fn numbered(ids: impl IntoIterator<Item = i64>) -> String {
    Value::from(ids.into_iter().map(|id| json!({"id": id})).collect::<Vec<_>>()).to_string()
}

fn activities(ids: impl IntoIterator<Item = i64>) -> String {
    format!(r#"{{"lastActivityId":99999,"activities":{}}}"#, numbered(ids))
}

#[test]
fn records_are_the_bytes_that_came() {
    let body = r#"[ {"id":1,"lastContact":1742412252.744000000}, {"z":0,"a":1e3} ]"#;

    let page = page(&get("/v2/alerts"), body);

    assert_eq!(texts(&page), [r#"{"id":1,"lastContact":1742412252.744000000}"#, r#"{"z":0,"a":1e3}"#]);
    assert!(page.list);
}

#[test]
fn an_object_is_one_record_and_a_list_in_it_is_found_by_its_name() {
    let search = Request { answer: Some("devices"), ..get("/v2/devices/search?q=a") };
    let whole = Request { answer: Some(""), ..get("/v2/alerts") };

    assert_eq!(texts(&page(&get("/v2/device/7"), r#"{"id":7}"#)), [r#"{"id":7}"#]);
    assert_eq!(texts(&page(&search, r#"{"query":"a","devices":[{"id":1},{"id":2}]}"#)), [r#"{"id":1}"#, r#"{"id":2}"#]);
    assert_eq!(texts(&page(&whole, "[1, 2]")), ["[1, 2]"]);
    assert!(page(&get("/v2/device/7"), "null").records.is_empty());
}

#[test]
fn an_answer_without_its_list_is_no_empty_list() {
    let fault = read(&Request { answer: Some("devices"), ..get("/v2/devices/search") }, 200, "{}").unwrap_err();

    assert_eq!(fault.to_string(), "the answer of vendor.example cannot be read: it has no `devices`");
}

#[test]
fn nothing_is_an_answer_to_a_change_and_none_to_a_question() {
    for (status, body) in [(204, ""), (200, ""), (200, " \n")] {
        assert!(matches!(read(&change(), status, body), Ok(Answer::Page(page)) if page.records.is_empty()));
    }
    assert!(matches!(read(&get("/v2/alerts"), 204, ""), Ok(Answer::Page(page)) if page.records.is_empty()));
    let fault = read(&get("/v2/alerts"), 200, "").unwrap_err();
    assert_eq!(fault.to_string(), "the answer of vendor.example cannot be read: it is empty");
}

#[test]
fn the_media_type_that_is_declared_counts_for_nothing() {
    let mut reply = reply_with_header(200, "content-type", "text/html");
    reply.body = "[{\"id\":1}]".into();

    let answer = NinjaOne.read(&get("/v2/alerts"), &reply).unwrap();

    assert!(matches!(answer, Answer::Page(page) if page.records.len() == 1));
}

#[test]
fn a_first_page_that_is_short_is_asked_about_once_more_with_the_size_that_came() {
    let first = NinjaOne.first_page(listed("/v2/devices?df=online", Paging::AfterId), None, None);
    assert_eq!(first.query("pageSize").as_deref(), Some("1000"));

    let capped = next(&first, &numbered(1..=50)).unwrap();
    assert_eq!(capped, "/v2/devices?df=online&pageSize=50&after=50");

    let later = listed(&capped, Paging::AfterId);
    assert_eq!(next(&later, &numbered(51..=100)).as_deref(), Some("/v2/devices?df=online&pageSize=50&after=100"));
    assert_eq!(next(&later, &numbered(51..=99)), None);
    assert_eq!(next(&later, "[]"), None);
    assert_eq!(next(&first, "[]"), None);
}

#[test]
fn a_page_as_large_as_asked_is_followed_by_another() {
    let first = NinjaOne.first_page(listed("/v2/organizations", Paging::AfterId), None, Some(3));

    assert_eq!(next(&first, &numbered([4, 7, 9])).as_deref(), Some("/v2/organizations?pageSize=3&after=9"));
}

#[test]
fn entries_of_tickets_and_people_page_by_ids_of_their_own() {
    let entries = NinjaOne.first_page(listed("/v2/ticketing/ticket/1/log-entry", Paging::AnchorId), None, None);
    let people = NinjaOne.first_page(listed("/v2/ticketing/app-user-contact", Paging::AnchorNaturalId), None, Some(1));

    let after_entries = next(&entries, &numbered([9, 4]));
    let after_people = next(&people, r#"[{"id":1,"naturalId":"77"}]"#);

    assert_eq!(after_entries.as_deref(), Some("/v2/ticketing/ticket/1/log-entry?pageSize=2&anchorId=4"));
    assert_eq!(after_people.as_deref(), Some("/v2/ticketing/app-user-contact?pageSize=1&anchorNaturalId=77"));
}

#[test]
fn a_list_that_goes_on_and_cannot_be_followed_is_no_whole_list() {
    let fault = read(&listed("/v2/devices?pageSize=1", Paging::AfterId), 200, r#"[{"name":"a"}]"#).unwrap_err();

    assert_eq!(
        fault.to_string(),
        "the answer of vendor.example cannot be read: its last record has no id, after which the next page begins"
    );
}

#[test]
fn reports_page_by_the_name_of_their_cursor_until_there_is_none_or_nothing_comes() {
    let sent = NinjaOne.first_page(listed("/v2/queries/os-patches?df=online", Paging::Cursor), None, None);
    let body = |results: &str| format!(r#"{{"cursor":{{"name":"c-1","offset":0,"count":2}},"results":{results}}}"#);
    let expected = "/v2/queries/os-patches?df=online&pageSize=1000&cursor=c-1";

    assert_eq!(next(&sent, &body(r#"[{"deviceId":1},{"deviceId":2}]"#)).as_deref(), Some(expected));
    assert_eq!(next(&sent, &body("[]")), None);
    assert_eq!(next(&sent, r#"{"results":[{"deviceId":1}]}"#), None);
    assert_eq!(next(&sent, r#"{"cursor":null,"results":[{"deviceId":1}]}"#), None);
}

#[test]
fn activities_go_back_by_the_smallest_id_and_not_by_the_last_one_of_the_account() {
    let first = NinjaOne.first_page(listed("/v2/activities", Paging::OlderThan), None, Some(10));

    assert_eq!(next(&first, &activities((91..=100).rev())).as_deref(), Some("/v2/activities?pageSize=10&olderThan=91"));
    assert_eq!(next(&first, &activities([9, 8])).as_deref(), Some("/v2/activities?pageSize=10&olderThan=8"));
    let later = listed("/v2/activities?pageSize=20&olderThan=8", Paging::OlderThan);
    assert_eq!(next(&later, &activities([7, 6])), None);
}

#[test]
fn of_pages_that_are_shorter_than_can_be_asked_for_only_an_empty_one_is_the_last() {
    let sent = listed("/v2/activities?pageSize=10&olderThan=99", Paging::OlderThan);

    assert_eq!(next(&sent, &activities((92..=98).rev())).as_deref(), Some("/v2/activities?pageSize=10&olderThan=92"));
    assert_eq!(next(&sent, &activities([])), None);
}

#[test]
fn what_is_not_newer_than_asked_is_left_out_and_ends_the_list() {
    let sent = listed("/v2/activities?newerThan=95&pageSize=10", Paging::OlderThan);

    let page = page(&sent, &activities((91..=100).rev()));

    assert_eq!(texts(&page), [r#"{"id":100}"#, r#"{"id":99}"#, r#"{"id":98}"#, r#"{"id":97}"#, r#"{"id":96}"#]);
    assert!(page.next.is_none());
}

#[test]
fn the_cursor_of_custom_fields_is_found_under_each_name_that_it_may_have() {
    let sent = NinjaOne.first_page(listed("/v2/custom-fields", Paging::CursorName), None, None);
    let followed = |member: &str| next(&sent, &format!(r#"{{{member},"results":[{{"id":1}}],"count":2}}"#));
    let expected = Some("/v2/custom-fields?pageSize=500&cursorName=x");

    assert_eq!(followed(r#""cursorName":"x""#).as_deref(), expected);
    assert_eq!(followed(r#""nextCursorName":"x""#).as_deref(), expected);
    assert_eq!(followed(r#""nextCursor":"x""#).as_deref(), expected);
    assert_eq!(followed(r#""cursor":"x""#).as_deref(), expected);
    assert_eq!(followed(r#""cursor":{"name":"x"}"#).as_deref(), expected);
    assert_eq!(followed(r#""cursor":null"#), None);
}

#[test]
fn custom_fields_that_are_missing_without_a_cursor_are_counted() {
    let sent = listed("/v2/custom-fields", Paging::CursorName);

    assert_eq!(page(&sent, r#"{"results":[{"id":1}],"count":2,"page":1}"#).total, Some(2));
    assert_eq!(page(&sent, r#"{"results":[{"id":1}],"count":2,"cursorName":"x"}"#).total, None);
}

#[test]
fn tickets_page_in_the_body_and_keep_the_rest_of_it() {
    let asked = listed("/v2/ticketing/trigger/board/1/run", Paging::LastCursor).json(&json!({"searchCriteria": "vpn"}));
    let body_of = |request: &Request| match &request.content {
        Content::Bytes { bytes, .. } => serde_json::from_slice::<Value>(bytes).unwrap(),
        other => panic!("{other:?}"),
    };

    let first = NinjaOne.first_page(asked, None, None);
    let answer = r#"{"data":[{"id":5}],"metadata":{"lastCursorId":5}}"#;
    let second = page(&first, answer).next.unwrap();

    assert_eq!(body_of(&first), json!({"searchCriteria": "vpn", "pageSize": 1000}));
    assert_eq!(body_of(&second), json!({"searchCriteria": "vpn", "pageSize": 1000, "lastCursorId": 5}));
    assert!(page(&second, answer).next.is_none());
    assert!(page(&second, r#"{"data":[{"id":6}],"metadata":{}}"#).next.is_none());
}

#[test]
fn raw_requests_page_as_the_row_does_that_they_match_and_keep_the_size_that_they_have() {
    const ROW: Operation = Operation::list("list", "/v2/activities").pages(Paging::OlderThan).answers_in("activities");

    let first = NinjaOne.first_page(get("/v2/activities?pageSize=25"), Some(&ROW), Some(5));
    let unknown = NinjaOne.first_page(get("/v2/something"), None, None);

    assert_eq!(first.url.query(), Some("pageSize=25"));
    assert_eq!((first.pages, first.answer), (Some(Paging::OlderThan), Some("activities")));
    assert_eq!((unknown.pages, unknown.url.query()), (None, None));
}

#[test]
fn a_size_that_is_refused_becomes_smaller_and_another_refusal_does_not() {
    let sent = listed("/v2/devices?pageSize=1000", Paging::AfterId);
    let refusal = |text: &str| Refusal { status: 400, message: Some(text.to_owned()), ..Refusal::default() };

    let smaller = NinjaOne.smaller_page(&sent, &refusal("Page size must be at most 500")).unwrap();

    assert_eq!(smaller.query("pageSize").as_deref(), Some("500"));
    assert!(NinjaOne.smaller_page(&sent, &refusal("bad filter")).is_none());
}

#[test]
fn the_shape_of_the_login_layer_is_read_and_its_words_count_more_than_its_status() {
    let body = |word: &str| format!(r#"{{"error":"{word}","error_description":"Because.","error_code":5}}"#);

    let missing = refused(&get("/v2/alerts"), 400, &body("missing_header"));
    assert_eq!((missing.message.as_deref(), missing.means), (Some("Because."), Some(Code::Unauthenticated)));

    let user = refused(&change(), 403, &body("user_context_required"));
    assert_eq!((user.code.as_deref(), user.means), (Some("user_context_required"), Some(Code::Forbidden)));
    assert!(user.hint.unwrap().contains("rmctl auth login"));

    let other = refused(&get("/v2/alerts"), 400, &body("something"));
    assert_eq!((other.means, other.hint), (None, None));
}

#[test]
fn the_shape_of_the_application_is_read_with_its_incident() {
    let word = r#"{"resultCode":"FAILURE","errorMessage":"INVALID_VALUE","incidentId":"WEB-1"}"#;
    let object = r#"{"errorMessage":{"code":"too_long","params":{"field":"name"}}}"#;
    let detailed = r#"{"resultCode":"NOT_THERE","errorMessage":"no such thing","errorDetails":"id 7"}"#;

    let word = refused(&change(), 400, word);
    assert_eq!((word.code.as_deref(), word.message.as_deref()), (Some("INVALID_VALUE"), Some("INVALID_VALUE")));
    assert_eq!(word.request_id.as_deref(), Some("WEB-1"));
    let object = refused(&change(), 400, object);
    assert_eq!(
        (object.code.as_deref(), object.message.as_deref()),
        (Some("too_long"), Some("too_long (field = name)"))
    );
    let detailed = refused(&change(), 404, detailed);
    assert_eq!(
        (detailed.code.as_deref(), detailed.message.as_deref()),
        (Some("NOT_THERE"), Some("no such thing: id 7"))
    );
}

#[test]
fn the_shape_of_billing_and_bare_strings_are_read() {
    let billing = refused(&change(), 400, r#"{"errorCode":1004,"message":"no such product"}"#);
    assert_eq!((billing.code.as_deref(), billing.message.as_deref()), (Some("1004"), Some("no such product")));
    let string = refused(&change(), 400, r#""Unable to parse""#);
    assert_eq!(string.message.as_deref(), Some("Unable to parse"));
}

#[test]
fn a_refusal_in_html_is_its_title_decoded_and_never_the_page() {
    let html = "<html><head><title> Too &lt;many&gt;\n requests &amp;amp; more </title></head><body>x</body></html>";

    assert_eq!(refused(&get("/v2/alerts"), 429, html).message.as_deref(), Some("Too <many> requests &amp; more"));
    assert_eq!(refused(&get("/v2/alerts"), 400, "slow down").message.as_deref(), Some("slow down"));
    assert_eq!(refused(&get("/v2/alerts"), 400, &"word ".repeat(1000)).message, None);
    assert_eq!(refused(&get("/v2/alerts"), 502, "").message, None);
}

#[test]
fn html_where_records_should_be_says_what_it_may_mean() {
    let fault = read(&get("/v2/alerts"), 200, "<html><title>Just a moment</title></html>").unwrap_err();

    assert_eq!(
        fault.to_string(),
        "the answer of vendor.example cannot be read: it is a page of HTML: `Just a moment`; the vendor is said to answer so \
         when it limits requests"
    );
}

#[test]
fn an_error_in_a_success_is_a_refusal() {
    let refusal = refused(&change(), 200, r#"{"resultCode":"FAILURE","errorMessage":"nothing","incidentId":"WEB-2"}"#);

    assert_eq!((refusal.status, refusal.message.as_deref()), (200, Some("nothing")));
}

#[test]
fn a_change_that_broke_down_without_the_vendors_words_may_have_happened() {
    for body in ["", "<html><title>502</title></html>", "oops", "{}"] {
        assert!(matches!(read(&change(), 502, body).unwrap_err(), Fault::Garbled { status: 502, .. }), "{body}");
    }
    let words = r#"{"resultCode":"FAILURE","errorMessage":"NullPointerException"}"#;
    assert_eq!(refused(&change(), 500, words).code.as_deref(), Some("NullPointerException"));
}
