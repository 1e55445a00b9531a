//! What counts as signed. The signatures here were made elsewhere, for `DATE` and the key that rmctl is told of.

use crate::client::{DATE, NOW, at, client, date_of};
use sandbox::{NINJA_EXAMPLE_KEY_ID, NINJA_EXAMPLE_SECRET, NINJA_KEY_ID, NINJA_ODD_KEY_ID, Options};

const PING: &str = "OM6vUKEMRUgPWqM3+a9dukLRSnc=";

const INVALID: (u16, &str) = (400, "invalid_header");
const MISSING: (u16, &str) = (400, "missing_header");
const UNKNOWN: (u16, &str) = (401, "not_authenticated");
const SKEWED: (u16, &str) = (403, "skewed_time");

/// Sun, 01 May 2016 06:51:10 GMT, when the example of the documentation was signed.
const EXAMPLE_TIME: i64 = 1_462_085_470;

fn owned((status, word): (u16, &str)) -> (u16, String) {
    (status, word.to_owned())
}

fn example(signature: &str) -> String {
    format!("Date: Sun, 01 May 2016 06:51:10 GMT\r\nAuthorization: NJ {NINJA_EXAMPLE_KEY_ID}:{signature}\r\n")
}

#[test]
fn the_example_of_the_documentation_is_accepted_in_its_time() {
    let client = at(EXAMPLE_TIME, Options::default());

    let answer = client.headed("GET", "/v1/customers", &example("rEZWuXR0X1wX3autLTHIl2zX98I="));

    assert_eq!(answer.status, 200);
}

#[test]
fn a_signature_of_the_raw_text_is_refused() {
    let client = at(EXAMPLE_TIME, Options::default());

    let answer = client.headed("GET", "/v1/customers", &example("c0qyr7znugmJUcTMyXcSCeeMCGA="));

    assert_eq!(answer.refusal(), owned(UNKNOWN));
}

#[test]
fn a_signature_made_elsewhere_is_accepted_and_a_ping_answers_nothing() {
    let answer = client().signed("GET", "/v1/ping", PING);

    assert_eq!((answer.status, answer.text()), (204, ""));
}

#[test]
fn a_signature_is_for_one_method_one_path_one_date_and_one_key() {
    let client = client();
    let other_second = format!("Date: {}\r\nAuthorization: NJ {NINJA_KEY_ID}:{PING}\r\n", date_of(NOW + 1));
    let other_key = format!("Date: {DATE}\r\nAuthorization: NJ {NINJA_EXAMPLE_KEY_ID}:{PING}\r\n");

    let answers = [
        client.signed("DELETE", "/v1/ping", PING),
        client.signed("GET", "/v1/customers", PING),
        client.signed("GET", "/v1/Ping", PING),
        client.headed("GET", "/v1/ping", &other_second),
        client.headed("GET", "/v1/ping", &other_key),
    ];

    assert_eq!(answers.map(|answer| answer.refusal()), [(); 5].map(|()| owned(UNKNOWN)));
}

#[test]
fn an_unknown_key_is_told_as_a_wrong_signature_is() {
    let client = client();
    let unknown = format!("Date: {DATE}\r\nAuthorization: NJ AAAAAAAAAAAAAAAAAAAA:{PING}\r\n");

    let answers = [client.headed("GET", "/v1/ping", &unknown), client.signed("GET", "/v1/ping", "AAAA")];

    assert_eq!(answers[0].body, answers[1].body);
    assert_eq!(answers[0].refusal(), owned(UNKNOWN));
}

#[test]
fn base64_of_another_alphabet_or_without_padding_is_refused() {
    let client = client();

    let answers = [PING.replace('+', "-"), PING.replace('=', "")].map(|text| client.signed("GET", "/v1/ping", &text));

    assert_eq!(answers.map(|answer| answer.refusal()), [(); 2].map(|()| owned(UNKNOWN)));
}

#[test]
fn a_key_of_unusual_length_works() {
    let head = format!("Date: {DATE}\r\nAuthorization: NJ {NINJA_ODD_KEY_ID}:TiV5XuWAg/VaaJXhVvgavoMY15M=\r\n");

    assert_eq!(client().headed("GET", "/v1/ping", &head).status, 204);
}

#[test]
fn a_request_without_authorization_or_date_lacks_a_header() {
    let client = client();
    let heads = [String::new(), format!("Date: {DATE}\r\n"), format!("Authorization: NJ {NINJA_KEY_ID}:{PING}\r\n")];

    let refusals = heads.map(|head| client.headed("GET", "/v1/ping", &head).refusal());

    assert_eq!(refusals, [(); 3].map(|()| owned(MISSING)));
}

#[test]
fn an_authorization_in_another_form_is_invalid() {
    let client = client();
    let values = [
        format!("NJ  {NINJA_KEY_ID}:{PING}"),
        format!("nj {NINJA_KEY_ID}:{PING}"),
        format!("NJ {NINJA_KEY_ID} :{PING}"),
        format!("NJ {NINJA_KEY_ID}: {PING}"),
        format!("NJ {NINJA_KEY_ID}"),
        format!("NJ :{PING}"),
        format!("NJ {NINJA_KEY_ID}:"),
        format!("Bearer {PING}"),
        format!("NJ {NINJA_KEY_ID}:{PING}\r\nAuthorization: NJ {NINJA_KEY_ID}:{PING}"),
    ];

    let refusals = values.map(|value| {
        client.headed("GET", "/v1/ping", &format!("Date: {DATE}\r\nAuthorization: {value}\r\n")).refusal()
    });

    assert_eq!(refusals, [(); 9].map(|()| owned(INVALID)));
}

#[test]
fn a_date_in_a_form_that_http_does_not_know_is_invalid() {
    let client = client();
    let dates = ["2026-01-23T05:00:00Z", "Fri, 23 Jan 2026 05:00:00 +0000", "1769144400"];

    let refusals = dates.map(|date| {
        let head = format!("Date: {date}\r\nAuthorization: NJ {NINJA_KEY_ID}:{PING}\r\n");
        client.headed("GET", "/v1/ping", &head).refusal()
    });

    assert_eq!(refusals, [(); 3].map(|()| owned(INVALID)));
}

#[test]
fn a_clock_may_be_off_by_fifteen_minutes_and_no_more() {
    let client = client();
    let send = |date: String| {
        let head = format!("Date: {date}\r\nAuthorization: NJ {NINJA_KEY_ID}:{PING}\r\n");
        client.headed("GET", "/v1/ping", &head).refusal()
    };

    let refusals = [-901, -900, 900, 901].map(|offset| send(date_of(NOW + offset)));

    assert_eq!(refusals, [SKEWED, UNKNOWN, UNKNOWN, SKEWED].map(owned));
}

#[test]
fn a_server_whose_clock_is_ahead_says_so_in_its_date() {
    let client = crate::client::with(Options { ninja_clock_ahead: 1800, ..Options::default() });

    let refused = client.signed("GET", "/v1/ping", PING);

    assert_eq!(refused.refusal(), owned(SKEWED));
    assert_eq!(refused.header("date"), Some("Fri, 23 Jan 2026 05:30:00 GMT"));
}

#[test]
fn every_answer_has_one_date() {
    let client = client();

    let heads = [client.get("/v1/ping"), client.get("/v1/customers"), client.headed("GET", "/v1/ping", "")]
        .map(|answer| answer.head.to_lowercase().matches("\ndate: fri, 23 jan 2026 05:00:00 gmt").count());

    assert_eq!(heads, [1; 3]);
}

#[test]
fn the_other_date_header_is_signed_as_the_date_or_as_nothing() {
    let client = client();
    let send = |signature: &str, date: &str| {
        let head = format!("x-nj-date: {date}\r\nAuthorization: NJ {NINJA_KEY_ID}:{signature}\r\n");
        client.headed("GET", "/v1/ping", &head).status
    };

    let statuses = [
        send(PING, DATE),
        send("FhLUPsNFyE/PPH+7kqXTstHnHy0=", DATE),
        send("FhLUPsNFyE/PPH+7kqXTstHnHy0=", &date_of(NOW + 901)),
        send(PING, "now"),
    ];

    assert_eq!(statuses, [204, 204, 403, 400]);
}

#[test]
fn the_other_date_header_goes_before_the_date() {
    let client = client();
    let wrong = date_of(0);

    let head = format!("Date: {wrong}\r\nx-nj-date: {DATE}\r\nAuthorization: NJ {NINJA_KEY_ID}:{PING}\r\n");

    assert_eq!(client.headed("GET", "/v1/ping", &head).status, 204);
}

#[test]
fn an_empty_date_is_signed_only_with_the_other_header() {
    let refused = client().signed("GET", "/v1/ping", "FhLUPsNFyE/PPH+7kqXTstHnHy0=");

    assert_eq!(refused.refusal(), owned(UNKNOWN));
}

#[test]
fn a_query_is_not_signed() {
    let client = client();

    let refusals = [PING, "dNA7OlmmRtXMnWd5CRO9JftIxQ8="]
        .map(|signature| client.signed("GET", "/v1/ping?x=1", signature).refusal());

    assert_eq!(refusals, [(400, "invalid_request".to_owned()), owned(UNKNOWN)]);
}

#[test]
fn a_body_is_signed_by_its_digest_and_its_type() {
    let client = client();
    let digest = "bb6cb5c68df4652941caf652a366f2d8";
    let post = |digest: &str, kind: &str, body: &str| {
        let signature = "6+NgKxeoRj5kxL/0FTqDEwgKOO8=";
        let head = format!("Date: {DATE}\r\n{digest}{kind}Authorization: NJ {NINJA_KEY_ID}:{signature}\r\n");
        client.raw("POST", "/v1/ping", &head, body).refusal()
    };
    let (digest, kind) = (format!("Content-MD5: {digest}\r\n"), "Content-Type: application/json\r\n");

    let refusals = [
        // Signed as it should be; it is the method that is wrong.
        post(&digest, kind, r#"{"a":1}"#),
        post(&digest, kind, r#"{"a":2}"#),
        post(&digest, "Content-Type: text/plain\r\n", r#"{"a":1}"#),
        post(&digest, "", r#"{"a":1}"#),
        post("", kind, r#"{"a":1}"#),
        post(&digest.to_uppercase(), kind, r#"{"a":1}"#),
        post("", kind, ""),
    ];

    let expected = [(405, "method_not_allowed"), INVALID, UNKNOWN, MISSING, MISSING, INVALID, INVALID];
    assert_eq!(refusals, expected.map(owned));
}

#[test]
fn a_body_that_is_well_signed_is_refused_since_no_call_takes_one() {
    let head = format!(
        "Date: {DATE}\r\nContent-MD5: bb6cb5c68df4652941caf652a366f2d8\r\nContent-Type: application/json\r\n\
         Authorization: NJ {NINJA_KEY_ID}:yzqOk33mkmxGJlb/4zSMFS6IjhI=\r\n"
    );

    let refused = client().raw("GET", "/v1/ping", &head, r#"{"a":1}"#).refusal();

    assert_eq!(refused, (400, "invalid_request".to_owned()));
}

#[test]
fn a_key_and_its_secret_sign_whatever_is_asked() {
    let key = (NINJA_EXAMPLE_KEY_ID, NINJA_EXAMPLE_SECRET);

    assert_eq!(client().ask_as(key, "GET", "/v1/alerts/since/0").status, 200);
}
