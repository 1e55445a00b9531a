//! Replies of NinjaRMM, and what they mean.

use super::*;
use crate::http::Repeat;
use crate::testing::{reply, reply_with_body};

fn request(repeat: Repeat) -> Request {
    let url = "https://vendor.example/v1/alerts".parse().unwrap();
    Request { repeat, ..Request::get(url) }
}

fn read(status: u16, body: &str) -> Result<Page, Fault> {
    match Ninja.read(&request(Repeat::Freely), &reply_with_body(status, body))? {
        Answer::Page(page) => Ok(page),
        _ => panic!("the vendor has no work that goes on"),
    }
}

fn refusal(status: u16, body: &str) -> Refusal {
    match read(status, body) {
        Err(Fault::Refused(refusal)) => refusal,
        other => panic!("no refusal: {other:?}"),
    }
}

fn records(page: &Page) -> Vec<String> {
    page.records.iter().map(|record| String::from_utf8(record.as_bytes().to_vec()).unwrap()).collect()
}

#[test]
fn a_bare_array_is_a_list_and_every_byte_of_its_records_stays() {
    let page = read(200, r#" [{"id": 1, "x": 1.50}, {"id":2}] "#).unwrap();

    assert!(page.list);
    assert_eq!(records(&page), [r#"{"id": 1, "x": 1.50}"#, r#"{"id":2}"#]);
    assert!(page.next.is_none() && page.total.is_none());
}

#[test]
fn a_bare_object_is_one_thing_and_an_empty_array_is_an_empty_list() {
    let one = read(200, r#"{"id":1}"#).unwrap();
    let none = read(200, "[]").unwrap();

    assert_eq!((one.list, records(&one)), (false, vec![r#"{"id":1}"#.to_owned()]));
    assert_eq!((none.list, records(&none)), (true, vec![]));
}

#[test]
fn a_204_is_an_answer_without_a_record() {
    let Ok(Answer::Page(page)) = Ninja.read(&request(Repeat::OnlyIfUnsent), &reply(204)) else { panic!("a page") };

    assert!(page.records.is_empty());
}

#[test]
fn the_vendor_s_words_say_what_a_refusal_means_whatever_its_status_and_number() {
    let words = [
        ("invalid_header", Some(Code::Rejected)),
        ("missing_header", Some(Code::Rejected)),
        ("skewed_time", Some(Code::Unauthenticated)),
        ("RequestTimeTooSkewed", Some(Code::Unauthenticated)),
        ("not_authenticated", Some(Code::Unauthenticated)),
        ("invalid_id", Some(Code::NotFound)),
        ("rate_limit_exceeded", Some(Code::RateLimited)),
        ("too_many_requests", Some(Code::RateLimited)),
        ("user_context_required", Some(Code::Forbidden)),
        ("something_new", None),
    ];

    let found = words.map(|(word, _)| {
        let body = format!(r#"{{"error":"{word}","error_description":"Said so","error_code":10}}"#);
        (word, refusal(400, &body).means)
    });

    assert_eq!(found, words);
}

#[test]
fn only_a_refusal_about_the_date_is_about_time() {
    let about_time = ["skewed_time", "RequestTimeTooSkewed", "not_authenticated"]
        .map(|word| refusal(400, &format!(r#"{{"error":"{word}"}}"#)).about_time);

    assert_eq!(about_time, [true, true, false]);
}

#[test]
fn a_refusal_keeps_the_vendor_s_word_and_sentence() {
    let whole =
        refusal(401, r#"{"error":"not_authenticated","error_description":"Invalid credentials","error_code":10}"#);
    let bare = refusal(400, r#"{"error":"invalid_id"}"#);
    let prose = refusal(400, r#"{"error":"invalid_id","error_message":"No such device"}"#);
    let inside_a_success = refusal(200, r#"{"error":"invalid_id","error_description":"No"}"#);

    let told = |refusal: Refusal| (refusal.status, refusal.code.unwrap(), refusal.message.unwrap());
    let expected = |status, word: &str, said: &str| (status, word.to_owned(), said.to_owned());
    assert_eq!(told(whole), expected(401, "not_authenticated", "Invalid credentials"));
    assert_eq!(told(bare), expected(400, "invalid_id", "invalid_id"));
    assert_eq!(told(prose), expected(400, "invalid_id", "No such device"));
    assert_eq!(told(inside_a_success), expected(200, "invalid_id", "No"));
}

#[test]
fn a_refusal_without_the_vendor_s_words_is_its_status_and_never_a_page() {
    let page = refusal(403, "<html><title>Blocked</title><body>a long page</body></html>");
    let text = refusal(429, "slow down\n");
    let json = refusal(404, r#"{"resultCode":"FAILURE"}"#);

    assert_eq!((page.message.as_deref(), page.means), (Some("Blocked"), None));
    assert_eq!((text.message.as_deref(), text.means), (Some("slow down"), None));
    assert_eq!((json.message.as_deref(), json.code), (Some(r#"{"resultCode":"FAILURE"}"#), None));
}

#[test]
fn what_no_api_says_in_a_success_cannot_be_read() {
    let causes =
        ["<!DOCTYPE html><title>Log in</title>", "", "[{\"id\":1},", "soon"].map(|body| match read(200, body) {
            Err(Fault::Garbled { status: 200, cause, .. }) => cause.split(" at line").next().unwrap().to_owned(),
            other => panic!("it was read: {other:?}"),
        });

    assert_eq!(
        causes,
        ["it is HTML, as of a proxy or a login page", "it is empty", "EOF while parsing a value", "expected value"]
    );
}

#[test]
fn a_change_that_ends_in_a_gateway_s_words_may_have_happened_and_in_the_vendor_s_it_did_not() {
    let of_change = |body: &str| Ninja.read(&request(Repeat::OnlyIfUnsent), &reply_with_body(502, body)).unwrap_err();

    assert!(matches!(of_change("<html>Bad gateway</html>"), Fault::Garbled { status: 502, .. }));
    assert!(matches!(of_change("upstream timed out"), Fault::Garbled { status: 502, .. }));
    assert!(matches!(of_change(r#"{"error":"internal_error"}"#), Fault::Refused(_)));
    assert!(matches!(read(502, "<html>Bad gateway</html>"), Err(Fault::Refused(_))));
}
