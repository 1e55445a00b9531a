//! What a browser, and what anybody else, may say to the listener.

use super::redirect::understand;
use super::*;
use crate::testing::block_on;
use secrecy::ExposeSecret as _;

fn state() -> SecretString {
    SecretString::from("st-1")
}

/// The arrival in words.
fn arrival(line: &str) -> String {
    match understand(line, "/", &state()) {
        Some(Arrival::Code(code)) => format!("code {}", code.expose_secret()),
        Some(Arrival::Refused(words)) => format!("refused {words}"),
        Some(Arrival::Foreign) => "foreign".to_owned(),
        None => "nothing".to_owned(),
    }
}

#[test]
fn the_code_is_taken_out_of_the_redirect_as_it_was_before_it_was_encoded() {
    assert_eq!(arrival("GET /?code=a%2Bb%2Fc&state=st-1 HTTP/1.1"), "code a+b/c");
    assert_eq!(arrival("GET /?state=st-1&code=abc&session_state=x HTTP/1.0"), "code abc");
}

#[test]
fn a_refusal_is_told_in_the_vendor_s_words_cut_short() {
    let long = "x".repeat(5000);

    assert_eq!(
        arrival("GET /?error=access_denied&error_description=no+way&state=st-1 HTTP/1.1"),
        "refused access_denied: no way"
    );
    assert_eq!(arrival("GET /?error=access_denied&state=st-1 HTTP/1.1"), "refused access_denied");
    assert_eq!(arrival(&format!("GET /?error={long}&state=st-1 HTTP/1.1")).len(), "refused ".len() + 300);
}

#[test]
fn what_has_not_the_state_of_this_login_is_foreign() {
    let lines = [
        "GET /?code=abc HTTP/1.1",
        "GET /?code=abc&state= HTTP/1.1",
        "GET /?code=abc&state=st-2 HTTP/1.1",
        "GET /?code=abc&state=st-1&state=st-2 HTTP/1.1",
        "GET /?error=access_denied HTTP/1.1",
        "GET /?code=&state=st-1 HTTP/1.1",
    ];

    assert_eq!(lines.map(arrival), ["foreign"; 6]);
}

#[test]
fn a_redirect_with_a_code_and_an_error_brings_no_code() {
    assert_eq!(arrival("GET /?code=abc&error=e&state=st-1 HTTP/1.1"), "refused e");
}

#[test]
fn what_is_no_redirect_is_nothing() {
    let lines = [
        "",
        "GET / HTTP/1.1",
        "GET /favicon.ico HTTP/1.1",
        "GET /other?code=abc&state=st-1 HTTP/1.1",
        "GET //?code=abc&state=st-1 HTTP/1.1",
        "GET http://evil.example/?code=abc&state=st-1 HTTP/1.1",
        "POST /?code=abc&state=st-1 HTTP/1.1",
        "HEAD /?code=abc&state=st-1 HTTP/1.1",
        "GET /?code=abc&state=st-1",
        "GET /?code=abc&state=st-1 HTTP/1.1 more",
        "GET /?code=abc&code=def&state=st-1 HTTP/1.1",
        "PRI * HTTP/2.0",
    ];

    assert_eq!(lines.map(arrival), ["nothing"; 12]);
}

#[test]
fn a_redirect_uri_leads_to_this_machine_only() {
    let fits = ["http://127.0.0.1:9", "http://localhost:8888/", "http://[::1]:8888/back"];
    let others = [
        "https://localhost:8888/",
        "http://localhost.evil.example:8888/",
        "http://0.0.0.0:8888/",
        "http://127.0.0.2:8888/",
        "http://localhost:8888/?a=b",
        "http://localhost:8888/#a",
        "localhost:8888",
    ];

    assert!(fits.iter().all(|uri| loopback(uri).is_ok()));
    assert!(others.iter().all(|uri| loopback(uri).is_err()));
}

async fn exchange(port: u16, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn port(listener: &Listener) -> u16 {
    Url::parse(listener.redirect_uri()).unwrap().port().unwrap()
}

#[test]
fn the_listener_answers_what_is_not_meant_for_it_and_waits_on() {
    block_on(async {
        let mut listener = Listener::open(None).await.unwrap();
        let port = port(&listener);
        let silent = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let browser = async {
            let icon = exchange(port, b"GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n").await;
            let back = exchange(port, b"GET /?code=<b>canary&state=st-1 HTTP/1.1\r\nHost: x\r\n\r\n").await;
            (icon, back)
        };
        let state = state();

        let (arrival, (icon, back)) = tokio::join!(listener.next(&state), browser);

        let Ok(Arrival::Code(code)) = arrival else { panic!("{arrival:?}") };
        assert_eq!(code.expose_secret(), "<b>canary");
        assert!(icon.starts_with("HTTP/1.1 404 "), "{icon}");
        assert!(back.starts_with("HTTP/1.1 200 ") && !back.contains("canary"), "{back}");
        drop(silent);
    });
}

#[test]
fn a_request_without_an_end_is_given_up_at_its_limit() {
    block_on(async {
        let mut listener = Listener::open(None).await.unwrap();
        let port = port(&listener);
        let browser = async {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let _ = stream.write_all(&vec![b'a'; LONGEST_REQUEST as usize]).await;
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
            exchange(port, b"GET /?error=e&state=st-1 HTTP/1.1\r\n\r\n").await;
            answer
        };
        let state = state();

        let (arrival, answer) = tokio::join!(listener.next(&state), browser);

        assert!(matches!(arrival, Ok(Arrival::Refused(words)) if words == "e"));
        assert_eq!(answer, b"");
    });
}

#[test]
fn a_port_that_is_taken_is_told() {
    block_on(async {
        let first = Listener::open(None).await.unwrap();

        let failure = Listener::open(Some(first.redirect_uri())).await.map(drop).unwrap_err();

        assert!(failure.message.starts_with("cannot wait for the browser at `http://127.0.0.1:"), "{failure:?}");
    });
}
