//! Every shape in which RMS is known to answer, or may.

use serde_json::json;

use super::*;
use crate::testing::{reply, reply_with_body, reply_with_header};

const DEVICES: &str = "https://vendor.example/api/devices";
const CHANNEL: &str = "https://vendor.example/status/channel/private-status.1.abc";

fn rms() -> Rms {
    Rms::new("https://vendor.example/status".parse().unwrap())
}

fn get(url: &str) -> Request {
    Request::get(url.parse().unwrap())
}

fn change(body: &Value) -> Request {
    Request::new(reqwest::Method::POST, DEVICES.parse().unwrap(), Repeat::OnlyIfUnsent).json(body)
}

fn listed(query: &str) -> Request {
    let mut request = get(&format!("{DEVICES}?{query}"));
    request.pages = Some(Paging::Offset);
    request
}

fn poll(awaited: &[&str]) -> Request {
    let mut request = get(CHANNEL);
    request.awaited = awaited.iter().map(|id| (*id).to_owned()).collect();
    request
}

fn read(sent: &Request, status: u16, body: &str) -> Result<Answer, Fault> {
    rms().read(sent, &reply_with_body(status, body))
}

fn page(sent: &Request, body: &str) -> Page {
    match read(sent, 200, body).unwrap() {
        Answer::Page(page) => page,
        other => panic!("{other:?}"),
    }
}

fn working(answer: Result<Answer, Fault>) -> Working {
    match answer.unwrap() {
        Answer::Working(working) => working,
        other => panic!("{other:?}"),
    }
}

fn ended(answer: Result<Answer, Fault>) -> Vec<(String, Option<String>)> {
    match answer.unwrap() {
        Answer::Ended(endings) => endings.into_iter().map(|ending| (ending.id, ending.failure)).collect(),
        other => panic!("{other:?}"),
    }
}

fn texts(page: &Page) -> Vec<&str> {
    page.records.iter().map(|record| std::str::from_utf8(record.as_bytes()).unwrap()).collect()
}

fn fault(sent: &Request, status: u16, body: &str) -> Fault {
    read(sent, status, body).unwrap_err()
}

fn refused(fault: Fault) -> Refusal {
    match fault {
        Fault::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn garbled_with(fault: Fault) -> (u16, String) {
    match fault {
        Fault::Garbled { status, cause, .. } => (status, cause),
        other => panic!("{other:?}"),
    }
}

fn one_event(event: &Value) -> Vec<(String, Option<String>)> {
    let body = json!({ "success": true, "data": { "7": [{ "status": "processing" }, event] } });
    ended(read(&poll(&[]), 200, &body.to_string()))
}

#[test]
fn the_records_of_a_list_are_the_bytes_that_were_sent() {
    let first = r#"{ "z":1.50 , "id":9007199254740993,"a":{"new":[ 1e400,-0.0 ]} }"#;
    let second = "{\n\t\"name\" : \"\\u00e9 \\/ é\",\"id\":1 }";

    let page = page(
        &listed("limit=2&offset=0"),
        &format!("{{\"success\":true,\"data\":[ {first} ,{second}],\"meta\":{{\"total\":2}}}}"),
    );

    assert_eq!(texts(&page), [first, second]);
    assert_eq!((page.list, page.total), (true, Some(2)));
}

#[test]
fn one_thing_is_one_record_as_it_was_sent() {
    let page = page(&get(DEVICES), r#"{"success":true,"data":{ "id" : 7, "x":1.10}}"#);

    assert_eq!(texts(&page), [r#"{ "id" : 7, "x":1.10}"#]);
    assert_eq!((page.list, page.next.is_none()), (false, true));
}

#[test]
fn the_user_comes_without_an_envelope_and_with_one() {
    let flat = r#"{"id":1,"email":"jane@example.com","token":{"exp":2},"scope":["devices:read"]}"#;

    assert_eq!(texts(&page(&get(DEVICES), flat)), [flat]);
    assert_eq!(texts(&page(&get(DEVICES), &format!(r#"{{"success":true,"data":{flat}}}"#))), [flat]);
}

#[test]
fn a_change_that_went_well_without_data_has_no_record() {
    let empty: Vec<&str> = Vec::new();

    assert_eq!(texts(&page(&change(&json!({})), r#"{"success":true}"#)), empty);
    assert_eq!(texts(&page(&change(&json!({})), r#"{"success":true,"data":null}"#)), empty);
}

#[test]
fn what_php_makes_of_empty_objects_and_nulls_is_no_error() {
    let body = r#"{"success":true,"data":[{"id":1}],"meta":[],"errors":null}"#;

    let page = page(&get(DEVICES), body);

    assert_eq!((texts(&page), page.total), (vec![r#"{"id":1}"#], None));
}

#[test]
fn no_content_is_an_answer_and_an_empty_200_is_none() {
    let nothing = rms().read(&change(&json!({})), &reply(204));
    let empty = rms().read(&get(DEVICES), &reply(200));

    assert!(matches!(nothing, Ok(Answer::Page(page)) if page.records.is_empty()));
    assert_eq!(garbled_with(empty.unwrap_err()), (200, "it is empty".to_owned()));
}

#[test]
fn html_and_half_of_an_answer_are_garbled() {
    let html = fault(&get(DEVICES), 200, " <html>Sign in</html>");
    let declared = rms().read(&get(DEVICES), &reply_with_header(200, "content-type", "text/html; charset=utf-8"));
    let half = fault(&get(DEVICES), 200, r#"{"success":true,"data":[{"id":1},{"i"#);

    let expected = (200, "it is HTML, as of a proxy or a login page".to_owned());
    assert_eq!(garbled_with(html), expected);
    assert_eq!(garbled_with(declared.unwrap_err()), expected);
    assert_eq!(garbled_with(half).0, 200);
}

#[test]
fn a_refusal_inside_a_200_is_a_refusal() {
    let body = r#"{"success":false,"errors":[{"code":"E1","source":"name","message":"The name is taken."}]}"#;

    assert_eq!(
        refused(fault(&change(&json!({})), 200, body)),
        Refusal {
            status: 200,
            code: Some("E1".into()),
            message: Some("The name is taken.".into()),
            source: Some("name".into()),
            ..Refusal::default()
        }
    );
}

#[test]
fn a_refusal_keeps_the_vendor_s_words_whatever_the_status() {
    let body = r#"{"success":false,"errors":[{"code":"E1","source":null,"message":"No."},{"message":"Neither."}]}"#;
    let statuses = [400, 401, 403, 404, 409, 422, 429, 500, 503];

    let found = statuses.map(|status| refused(fault(&change(&json!({})), status, body)));

    let expected = statuses.map(|status| Refusal {
        status,
        code: Some("E1".into()),
        message: Some("No.".into()),
        ..Refusal::default()
    });
    assert_eq!(found, expected);
}

#[test]
fn errors_of_other_shapes_lose_no_words() {
    let words = |body: &str| refused(fault(&get(DEVICES), 422, body)).message;

    assert_eq!(words(r#"{"errors":["too long"]}"#), Some("too long".into()));
    assert_eq!(
        words(r#"{"message":"The given data was invalid.","errors":{"name":["too long"]}}"#),
        Some("The given data was invalid.".into())
    );
    assert_eq!(words(r#"{"code":17,"message":"flat"}"#), Some("flat".into()));
    assert_eq!(words("no JSON"), None);
    assert_eq!(words("null"), None);
    assert_eq!(words("[]"), None);
}

#[test]
fn a_read_that_is_refused_without_words_is_refused_by_its_status() {
    let statuses = [400, 401, 403, 404, 409, 422, 429, 500, 502, 503];

    let found = statuses.map(|status| refused(fault(&get(DEVICES), status, "<html>Error</html>")));

    let expected = statuses.map(|status| Refusal { status, ..Refusal::default() });
    assert_eq!(found, expected);
}

#[test]
fn a_server_error_without_the_vendor_s_envelope_leaves_open_whether_a_change_happened() {
    let bodies = ["", "<html>502</html>", r#"{"message":"Endpoint request timed out"}"#, "null"];

    let found = bodies.map(|body| garbled_with(fault(&change(&json!({})), 502, body)));

    assert_eq!(found, std::array::from_fn(|_| (502, "status 502 without the vendor's words".to_owned())));
}

#[test]
fn a_change_that_is_refused_without_words_did_not_happen() {
    let statuses = [400, 401, 403, 404, 409, 422, 429];

    let found = statuses.map(|status| refused(fault(&change(&json!({})), status, "<html>No</html>")).status);

    assert_eq!(found, statuses);
}

#[test]
fn a_207_has_its_records_and_what_was_refused() {
    let body = r#"{"success":true,"data":[1,2],"errors":[{"code":"NOT_FOUND","source":"3","message":"Not found."}]}"#;

    let Ok(Answer::Page(page)) = read(&change(&json!({})), 207, body) else { panic!("a page") };

    assert_eq!(texts(&page), ["1", "2"]);
    assert_eq!(
        page.refused,
        [Refusal {
            status: 207,
            code: Some("NOT_FOUND".into()),
            message: Some("Not found.".into()),
            source: Some("3".into()),
            ..Refusal::default()
        }]
    );
}

#[test]
fn accepted_work_is_asked_for_at_the_status_host() {
    let body = r#"{"success":true,"meta":{"channel":"private-status.1.a\/b c"}}"#;

    let working = working(read(&change(&json!({"device_id": [7, "8"]})), 201, body));

    assert_eq!(working.ask.url.as_str(), "https://vendor.example/status/channel/private-status.1.a%2Fb%20c");
    assert_eq!(working.ask.awaited, ["7", "8"]);
    assert_eq!((working.ask.method.as_str(), working.ask.repeat), ("GET", Repeat::Freely));
    assert!(working.ask.follows_change);
    assert_eq!(working.handle.parse().unwrap(), json!({"channel": "private-status.1.a/b c"}));
}

#[test]
fn a_read_that_is_worked_on_changes_nothing() {
    let working = working(read(&get(DEVICES), 200, r#"{"success":true,"meta":{"channel":"c"}}"#));

    assert!(!working.ask.follows_change);
}

#[test]
fn a_channel_that_is_not_there_yet_is_waited_for() {
    let working = working(read(&poll(&["7"]), 404, r#"{"code":"CHANNEL_NOT_FOUND"}"#));

    assert_eq!(working.ask.url.as_str(), CHANNEL);
    assert_eq!((working.ask.awaited, working.said, working.ended), (vec!["7".into()], None, vec![]));
}

#[test]
fn another_404_on_a_channel_is_no_reason_to_wait() {
    assert_eq!(refused(fault(&poll(&[]), 404, r#"{"code":"NO_ROUTE"}"#)).code, Some("NO_ROUTE".into()));
    assert_eq!(refused(fault(&poll(&[]), 404, "<html>")).status, 404);
    // Outside of the channels the same words are a refusal.
    assert_eq!(refused(fault(&get(DEVICES), 404, r#"{"code":"CHANNEL_NOT_FOUND"}"#)).status, 404);
}

#[test]
fn a_channel_without_events_is_still_at_work() {
    let bodies = [
        r#"{"success":true,"data":{}}"#,
        r#"{"success":true,"data":[]}"#,
        r#"{"success":true}"#,
        r#"{"success":true,"data":{"7":[]}}"#,
    ];

    let said = bodies.map(|body| working(read(&poll(&[]), 200, body)).said);

    assert_eq!(said, [None, None, None, None]);
}

#[test]
fn a_channel_that_says_no_keeps_its_words() {
    let body = r#"{"success":false,"errors":[{"code":"X","message":"Expired."}]}"#;

    assert_eq!(refused(fault(&poll(&[]), 200, body)).message, Some("Expired.".into()));
}

#[test]
fn the_last_event_is_the_state_as_a_list_and_pushed() {
    let event = json!({"status": "completed", "value": "ok"});
    let listed = json!({"success": true, "data": {"7": [{"status": "error"}, event]}});
    let pushed = json!({"event": "status", "data": {"-1": event}});

    assert_eq!(ended(read(&poll(&[]), 200, &listed.to_string())), [("7".to_owned(), None)]);
    assert_eq!(ended(read(&poll(&[]), 200, &pushed.to_string())), [("-1".to_owned(), None)]);
}

#[test]
fn work_goes_on_until_each_device_has_ended_for_itself() {
    let done = json!([{"status": "completed"}]);
    let offline = json!([{"status": "warning", "value": "Device is offline."}]);
    let running = json!([{"status": "processing", "value": "Rebooting."}]);
    let body = |devices: Value| json!({"success": true, "data": devices}).to_string();

    let half = working(read(&poll(&["7", "8"]), 200, &body(json!({"7": done, "8": running}))));
    let unheard_of = working(read(&poll(&["7", "8"]), 200, &body(json!({"7": done}))));
    let whole = ended(read(&poll(&["7", "8"]), 200, &body(json!({"7": done, "8": offline}))));

    assert_eq!(half.said, Some("Rebooting.".into()));
    assert_eq!(half.ended.iter().map(|ending| &*ending.id).collect::<Vec<_>>(), ["7"]);
    assert_eq!(half.ask.awaited, ["7", "8"]);
    assert_eq!(unheard_of.ended.len(), 1);
    assert_eq!(whole, [("7".into(), None), ("8".into(), Some("Device is offline.".into()))]);
}

#[test]
fn terminal_words_end_the_work_and_others_do_not() {
    let good = ["completed", "done", "finished", "success", "COMPLETED"];
    let bad = ["error", "warning", "failed", "expired", "cancelled"];

    let fine = good.map(|word| one_event(&json!({"status": word, "value": "v"}))[0].1.clone());
    let not = bad.map(|word| one_event(&json!({"status": word, "value": "v"}))[0].1.clone());
    let other = read(&poll(&[]), 200, r#"{"data":{"7":[{"status":"rebooting"},{"value":"no word"}]}}"#);

    assert_eq!(fine, [None, None, None, None, None]);
    assert_eq!(not, std::array::from_fn(|_| Some("v".to_owned())));
    assert_eq!(working(other).ended, []);
}

#[test]
fn the_configurator_tells_its_end_by_another_member() {
    assert_eq!(one_event(&json!({"response_state": "completed"})), [("7".to_owned(), None)]);
}

#[test]
fn a_failure_is_told_in_words_else_by_its_code() {
    let failure = |event: Value| one_event(&event)[0].1.clone().unwrap();

    assert_eq!(failure(json!({"status": "error", "value": "Busy.", "errorCode": 3})), "Busy.");
    assert_eq!(failure(json!({"status": "error", "errorCode": 3})), "error with code 3");
    assert_eq!(failure(json!({"status": "warning", "value": "", "errorcode": -1})), "warning with code -1");
    assert_eq!(failure(json!({"status": "error"})), "the vendor says `error` and no more");
}

#[test]
fn the_last_event_is_kept_whole() {
    let Ok(Answer::Ended(endings)) =
        read(&poll(&[]), 200, r#"{"data":{"-1":{"status":"completed","link":"abc.example","n":1.50}}}"#)
    else {
        panic!("an end")
    };

    assert_eq!(endings[0].record.as_bytes(), br#"{"status":"completed","link":"abc.example","n":1.50}"#);
}

#[test]
fn totals_come_as_numbers_as_texts_and_under_another_name() {
    let total = |meta: &str| page(&get(DEVICES), &format!(r#"{{"success":true,"data":[],"meta":{meta}}}"#)).total;

    assert_eq!(total(r#"{"total":12}"#), Some(12));
    assert_eq!(total(r#"{"total":"12"}"#), Some(12));
    assert_eq!(total(r#"{"_total":12}"#), Some(12));
    assert_eq!(total(r#"{"total":null}"#), None);
    assert_eq!(total("{}"), None);
}

fn next(query: &str, records: usize, meta: &str) -> Option<String> {
    let data = vec!["{}"; records].join(",");
    page(&listed(query), &format!(r#"{{"success":true,"data":[{data}],"meta":{meta}}}"#))
        .next
        .map(|next| next.url.query().unwrap_or_default().to_owned())
}

#[test]
fn the_next_page_begins_after_what_came() {
    assert_eq!(next("q=a%20b&limit=2&offset=0", 2, r#"{"total":5}"#), Some("q=a%20b&limit=2&offset=2".into()));
    assert_eq!(next("limit=2&offset=4", 1, r#"{"total":5}"#), None);
    // The server may give fewer than were asked for.
    assert_eq!(next("limit=1000&offset=0", 3, r#"{"total":5}"#), Some("limit=1000&offset=3".into()));
}

#[test]
fn without_a_total_a_full_page_is_followed_by_another() {
    assert_eq!(next("limit=2&offset=2", 2, "{}"), Some("limit=2&offset=4".into()));
    assert_eq!(next("limit=2&offset=2", 1, "{}"), None);
    assert_eq!(next("limit=2&offset=2", 0, r#"{"total":9}"#), None);
}

#[test]
fn only_a_list_that_is_read_page_by_page_goes_on() {
    let body = r#"{"success":true,"data":[{"id":1}],"meta":{"total":5}}"#;

    assert!(page(&get(&format!("{DEVICES}?limit=1&offset=0")), body).next.is_none());
    assert!(page(&listed("offset=0"), body).next.is_none());
}

#[test]
fn the_first_page_is_as_large_as_it_may_be_and_no_larger_than_wanted() {
    let query = |limit| {
        let first = rms().first_page(get(DEVICES), None, limit);
        (first.url.query().unwrap_or_default().to_owned(), first.pages.is_some())
    };

    assert_eq!(query(None), ("limit=1000&offset=0".into(), true));
    assert_eq!(query(Some(5)), ("limit=5&offset=0".into(), true));
    assert_eq!(query(Some(5000)), ("limit=1000&offset=0".into(), true));
    assert_eq!(query(Some(0)), ("limit=1&offset=0".into(), true));
}

#[test]
fn a_refused_page_size_steps_down_until_there_is_no_smaller_one() {
    let refusal = |status, message: &str| Refusal { status, message: Some(message.to_owned()), ..Refusal::default() };
    let smaller = |size: &str, refusal: &Refusal| {
        rms()
            .smaller_page(&listed(&format!("limit={size}&offset=0")), refusal)
            .and_then(|request| request.query("limit"))
    };
    let too_large = refusal(422, "The limit must not be greater than 100.");

    assert_eq!(smaller("1000", &too_large), Some("100".into()));
    assert_eq!(smaller("100", &too_large), Some("10".into()));
    assert_eq!(smaller("10", &too_large), None);
    assert_eq!(smaller("1000", &refusal(400, "limit")), Some("100".into()));
    assert_eq!(smaller("1000", &refusal(422, "The sort is invalid.")), None);
    assert_eq!(smaller("1000", &refusal(403, "limit")), None);
    assert!(rms().smaller_page(&get(DEVICES), &too_large).is_none());
}

#[test]
fn the_misspelt_scope_of_the_vendor_s_guide_is_corrected() {
    assert_eq!(rms().scope_spelling("device_remoce_access:write"), "device_remote_access:write");
    assert_eq!(rms().scope_spelling("devices:read"), "devices:read");
}

#[test]
fn what_was_saved_to_a_file_is_not_read() {
    let saved = Reply { saved: Some(3), ..reply(200) };

    assert!(matches!(rms().read(&get(DEVICES), &saved), Ok(Answer::Page(page)) if page.records.is_empty()));
}
