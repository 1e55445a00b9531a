//! Faults that a test orders strike the request that was meant, and once.

use crate::client::{Client, client, with};
use sandbox::{Fault, Misbehaviour, Options, RMS_TOKEN};
use serde_json::json;
use std::time::Duration;

fn bytes(client: &Client, target: &str) -> Vec<u8> {
    client.bytes("GET", target, &format!("Authorization: Bearer {RMS_TOKEN}\r\n"), b"")
}

#[test]
fn an_ordered_answer_strikes_once_and_the_request_that_was_meant() {
    let client = client();
    let answer =
        Misbehaviour::Answer { status: 503, headers: vec![("retry-after".into(), "1".into())], body: "busy".into() };
    client.sandbox.inject(Fault::at("/rms/api/tags", answer).on("GET").after(1));

    let statuses = ["/devices", "/tags", "/tags", "/tags"].map(|path| client.get(path).status);

    assert_eq!(statuses, [200, 200, 503, 200]);
}

#[test]
fn a_fault_strikes_as_often_as_it_was_ordered() {
    let client = client();
    client.sandbox.inject(Fault::at("/rms/api", Misbehaviour::Html).times(2));

    let texts = [(); 3].map(|()| client.get("/tags").head.contains("text/html"));

    assert_eq!(texts, [true, true, false]);
}

#[test]
fn a_connection_may_end_before_any_answer() {
    let client = client();
    client.sandbox.inject(Fault::at("/rms/api/tags", Misbehaviour::HangUp));

    assert_eq!(bytes(&client, "/rms/api/tags"), b"");
    assert_eq!(client.get("/tags").status, 200);
}

#[test]
fn of_an_answer_the_headers_alone_or_half_the_body_may_arrive() {
    let client = client();
    let whole = bytes(&client, "/rms/api/tags").len();
    client.sandbox.inject(Fault::at("/rms/api/tags", Misbehaviour::HeadersOnly));
    client.sandbox.inject(Fault::at("/rms/api/tags", Misbehaviour::HalfBody));

    let [headers, half] = [(); 2].map(|()| bytes(&client, "/rms/api/tags"));

    assert!(headers.starts_with(b"HTTP/1.1 200 OK") && headers.ends_with(b"\r\n\r\n"));
    assert!(headers.len() < half.len() && half.len() < whole);
}

#[test]
fn a_change_whose_answer_was_lost_has_been_made() {
    let client = client();
    client.sandbox.inject(Fault::at("/rms/api/tags", Misbehaviour::HangUpAfterWork).on("POST"));
    let body = json!({ "name": "lost", "company_id": 7034, "description": "" }).to_string();
    let head = format!("Authorization: Bearer {RMS_TOKEN}\r\nContent-Type: application/json\r\n");

    let answered = client.bytes("POST", "/rms/api/tags", &head, body.as_bytes());

    assert_eq!((answered, client.get("/tags?q=lost").json()["meta"]["total"].clone()), (Vec::new(), json!(1)));
}

#[test]
fn an_empty_200_has_no_body() {
    let client = client();
    client.sandbox.inject(Fault::at("/rms/api/tags", Misbehaviour::Empty));

    let answer = client.get("/tags");

    assert_eq!((answer.status, answer.body), (200, Vec::new()));
}

#[test]
fn a_simulator_stops_even_while_it_owes_an_answer() {
    let client = client();
    client.sandbox.inject(Fault::at("/", Misbehaviour::Silence));
    let address = client.sandbox.origin().trim_start_matches("http://").to_owned();
    let mut stream = std::net::TcpStream::connect(&address).unwrap();
    std::io::Write::write_all(&mut stream, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();

    drop(client);

    assert!(std::net::TcpStream::connect(&address).is_err());
}

#[test]
fn late_answers_are_right_answers() {
    let client = with(Options { latency: Duration::from_millis(1), ..Options::default() });
    client.sandbox.inject(Fault::at("/rms/api/tags", Misbehaviour::Late(Duration::from_millis(1))));

    assert_eq!(client.get("/tags").status, 200);
}

#[test]
fn what_arrived_is_told_in_order_and_without_the_token() {
    let client = client();
    client.get("/tags?limit=1");
    client.send("POST", "/tags", json!({ "name": "x" }));
    client.raw("GET", "/elsewhere", "", b"").unwrap();

    let seen = client.sandbox.requests();

    let facts: Vec<_> =
        seen.iter().map(|one| (one.method.as_str(), one.path.as_str(), one.body.as_str(), one.is_authorized)).collect();
    assert_eq!(
        facts,
        [
            ("GET", "/rms/api/tags?limit=1", "", true),
            ("POST", "/rms/api/tags", r#"{"name":"x"}"#, true),
            ("GET", "/elsewhere", "", false)
        ]
    );
    assert!(!format!("{seen:?}").contains(RMS_TOKEN));
}

#[test]
fn answers_are_compressed_only_where_both_sides_want_it() {
    let (plain, packed) = (client(), with(Options { gzip: true, ..Options::default() }));
    let ask = |client: &Client, accept: &str| {
        let head = format!("Authorization: Bearer {RMS_TOKEN}\r\n{accept}");
        client.raw("GET", "/rms/api/devices", &head, b"").unwrap().head.contains("content-encoding: gzip")
    };
    let accept = "Accept-Encoding: gzip, br\r\n";

    assert_eq!([ask(&plain, accept), ask(&packed, ""), ask(&packed, accept)], [false, false, true]);
}
