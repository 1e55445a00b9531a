//! Real signals: what they stop, what they let end, and what they leave behind.
#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]
#![cfg(unix)]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::Duration;

use support::{Home, outcome, read_until};

/// A program that does not ask any more fails a test instead of stopping it for ever.
const PATIENCE: Duration = Duration::from_secs(30);

/// A vendor who answers when the test says so.
struct Vendor(TcpListener);

impl Vendor {
    fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    fn home(&self) -> Home {
        Home::new()
            .with("RMCTL_RMS_URL", format!("http://{}/api", self.0.local_addr().unwrap()))
            .with("RMCTL_RMS_TOKEN", "a-token-for-nobody")
    }

    /// Wait for a request; answers its first line and the connection it came by.
    fn asked(&self) -> (String, TcpStream) {
        let (tell, told) = std::sync::mpsc::channel();
        let listener = self.0.try_clone().unwrap();
        std::thread::spawn(move || tell.send(listener.accept().unwrap().0));
        let stream = told.recv_timeout(PATIENCE).expect("the program asks");
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map(Result::unwrap);
        let first = lines.next().unwrap();
        lines.find(String::is_empty).unwrap();
        (first, stream)
    }

    /// Whether anything more was asked for, once the program has ended.
    fn is_asked_again(&self) -> bool {
        self.0.set_nonblocking(true).unwrap();
        self.0.accept().is_ok()
    }
}

fn reply(stream: &mut TcpStream, head: &str, body: &str) {
    let length = body.len();
    write!(stream, "HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}").unwrap();
}

fn send(signal: &str, child: &Child) {
    let status = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

#[test]
fn ctrl_c_ends_a_read_that_is_in_flight() {
    let vendor = Vendor::new();
    let child = vendor.home().start("rms devices list");
    let (request, _held) = vendor.asked();

    send("-INT", &child);
    let outcome = outcome(child);

    assert!(request.starts_with("GET /api/devices?"), "{request}");
    assert_eq!(outcome.failure(), (130, "error: interrupted\n"));
}

#[test]
fn sigterm_ends_a_read_that_is_in_flight_and_scripts_are_told() {
    let vendor = Vendor::new();
    let child = vendor.home().start("rms devices list -o json");
    let (_, _held) = vendor.asked();

    send("-TERM", &child);
    let outcome = outcome(child);

    let error = outcome.error();
    assert_eq!(
        (outcome.exit, error["code"].as_str(), error["exit"].as_u64(), error["message"].as_str()),
        (143, Some("interrupted"), Some(143), Some("terminated"))
    );
}

#[test]
fn ctrl_c_ends_the_wait_for_a_retry() {
    let vendor = Vendor::new();
    let child = vendor.home().start("rms devices list");
    let (_, mut stream) = vendor.asked();
    reply(&mut stream, "503 Busy\r\nretry-after: 50", "{}");

    send("-INT", &child);
    let outcome = outcome(child);

    assert_eq!(outcome.failure(), (130, "error: interrupted\n"));
    assert!(!vendor.is_asked_again());
}

#[test]
fn ctrl_c_lets_a_change_in_flight_end_and_starts_nothing_new() {
    let vendor = Vendor::new();
    let mut child = vendor.home().start("rms devices connect close 1 2 3 --jobs 1 --yes");
    let (request, mut stream) = vendor.asked();
    let mut stderr = child.stderr.take().unwrap();

    send("-INT", &child);
    read_until(&mut stderr, "stopping after what is under way; the same again stops at once\n");
    reply(&mut stream, "200 OK\r\ncontent-type: application/json", r#"{"success":true}"#);
    let told = support::rest(&mut stderr);
    let outcome = outcome(child);

    assert!(request.starts_with("DELETE /api/devices/connect/sessions/1 "), "{request}");
    assert_eq!(outcome.exit, 130, "{told}");
    assert!(!vendor.is_asked_again());
    let states: Vec<&str> = outcome.stdout.lines().skip(1).filter_map(|line| line.split_whitespace().nth(1)).collect();
    assert_eq!(states, ["done", "skipped", "skipped"], "{}", outcome.stdout);
}

#[test]
fn the_second_signal_ends_a_change_in_flight_at_once() {
    let vendor = Vendor::new();
    let mut child = vendor.home().start("rms devices connect close 1 --yes");
    let (_, _held) = vendor.asked();
    let mut stderr = child.stderr.take().unwrap();

    send("-INT", &child);
    read_until(&mut stderr, "stopping after what is under way; the same again stops at once\n");
    send("-TERM", &child);
    let told = support::rest(&mut stderr);
    let outcome = outcome(child);

    assert_eq!((outcome.exit, &*told), (143, "error: terminated\n"));
}

#[test]
fn ctrl_c_ends_the_wait_for_accepted_work() {
    let vendor = Vendor::new();
    let child = vendor.home().start("rms devices actions run reboot 7");
    let (_, mut accepted) = vendor.asked();
    reply(
        &mut accepted,
        "200 OK\r\ncontent-type: application/json",
        r#"{"success":true,"meta":{"channel":"private-status.1.abc"}}"#,
    );
    let (poll, _held) = vendor.asked();

    send("-INT", &child);
    let outcome = outcome(child);

    assert!(poll.starts_with("GET /status/channel/private-status.1.abc "), "{poll}");
    assert_eq!(
        outcome.failure(),
        (130, "error: interrupted while waiting to run an action on devices `7`; the work was accepted and goes on\n")
    );
}

#[test]
fn items_whose_work_was_accepted_before_ctrl_c_are_unknown_and_14() {
    let vendor = Vendor::new();
    let child = vendor.home().start("rms devices actions run reboot 7 8");
    let (_, mut accepted) = vendor.asked();
    reply(
        &mut accepted,
        "200 OK\r\ncontent-type: application/json",
        r#"{"success":true,"meta":{"channel":"private-status.1.abc"}}"#,
    );
    let (_, _held) = vendor.asked();

    send("-INT", &child);
    let outcome = outcome(child);

    let states: Vec<&str> = outcome.stdout.lines().skip(1).filter_map(|line| line.split_whitespace().nth(1)).collect();
    assert_eq!((outcome.exit, states), (14, vec!["unknown", "unknown"]));
}

#[test]
fn ctrl_c_ends_a_raw_read_too() {
    let vendor = Vendor::new();
    let home = vendor.home();
    let child = home.start("api rms /devices --paginate");
    let (_, _held) = vendor.asked();

    send("-INT", &child);

    assert_eq!(outcome(child).exit, 130);
}

/// One Identity SPS, whose box answers when the test says so.
mod boxes {
    use super::*;

    const CHANGE: &str = r#"sps config put telnet/options --body {"enabled":true}"#;
    const OPEN: &str = r#"{"body":{"commit_message":"optional","status":"open"},"key":"transaction","meta":{"remaining_seconds":600}}"#;
    const CLOSED: &str = r#"{"body":{"commit_message":"optional","status":"closed"},"key":"transaction","meta":{}}"#;
    const JSON: &str = "200 OK\r\ncontent-type: application/json";

    fn home(vendor: &Vendor) -> Home {
        Home::new()
            .with("RMCTL_SPS_URL", format!("http://{}", vendor.0.local_addr().unwrap()))
            .with("RMCTL_SPS_USERNAME", "svc")
            .with("RMCTL_SPS_PASSWORD", "a-password-for-nobody")
    }

    /// Answer the next request, which begins like this.
    fn answer(vendor: &Vendor, expected: &str, head: &str, body: &str) {
        let (request, mut stream) = vendor.asked();
        assert!(request.starts_with(expected), "{request}");
        reply(&mut stream, head, body);
    }

    fn logged_in(vendor: &Vendor) {
        let head = format!("{JSON}\r\nset-cookie: session_id=5e551; Path=/");
        answer(vendor, "GET /api/authentication ", &head, r#"{"meta":{"remaining_seconds":600}}"#);
    }

    /// Let the program come as far as its first write; answers the connection that waits for it.
    fn until_the_write(vendor: &Vendor) -> TcpStream {
        logged_in(vendor);
        answer(vendor, "POST /api/transaction ", JSON, OPEN);
        let (request, stream) = vendor.asked();
        assert!(request.starts_with("PUT /api/configuration/telnet/options "), "{request}");
        stream
    }

    fn rolled_back_by(signal: &str) -> (i32, String) {
        let vendor = Vendor::new();
        let mut child = home(&vendor).start(CHANGE);
        let mut write = until_the_write(&vendor);
        let mut stderr = child.stderr.take().unwrap();

        send(signal, &child);
        read_until(&mut stderr, "stopping after what is under way; the same again stops at once\n");
        reply(&mut write, JSON, r#"{"key":"options","meta":{"href":"/api/configuration/telnet/options"}}"#);
        answer(&vendor, "DELETE /api/transaction ", JSON, CLOSED);
        answer(&vendor, "DELETE /api/authentication ", JSON, "{}");
        let told = support::rest(&mut stderr);

        (outcome(child).exit, told)
    }

    #[test]
    fn a_signal_in_the_middle_of_a_transaction_rolls_it_back_and_logs_out() {
        let ending = "the transaction was rolled back, and nothing is changed\n";

        assert_eq!(rolled_back_by("-INT"), (130, format!("error: interrupted; {ending}")));
        assert_eq!(rolled_back_by("-TERM"), (143, format!("error: terminated; {ending}")));
    }

    #[test]
    fn after_a_kill_the_next_run_says_what_may_be_open_and_until_when() {
        let vendor = Vendor::new();
        let home = home(&vendor);
        let mut killed = home.start(CHANGE);
        let _held = until_the_write(&vendor);
        killed.kill().unwrap();
        let pid = killed.id();
        killed.wait().unwrap();

        let status = home.start("sps transaction status");
        logged_in(&vendor);
        answer(&vendor, "GET /api/transaction ", JSON, CLOSED);
        let shown = outcome(status).stdout;
        let next = home.start(CHANGE);
        logged_in(&vendor);
        answer(
            &vendor,
            "POST /api/transaction ",
            "409 Conflict\r\ncontent-type: application/json",
            r#"{"error":{"type":"Locked"}}"#,
        );
        answer(&vendor, "DELETE /api/authentication ", JSON, "{}");
        let told = outcome(next);

        let words = format!("an earlier run (pid {pid}) may have left a transaction open at ");
        let [first, second] = shown.lines().collect::<Vec<_>>()[..] else { panic!("{shown}") };
        assert_eq!(first, "no transaction is open");
        assert!(second.starts_with(&words) && second.ends_with("Z at the latest"), "{second}");
        assert_eq!(told.exit, 12);
        assert!(told.stderr.starts_with(&format!("warning: {words}")), "{}", told.stderr);
        assert!(told.stderr.contains("; `rmctl sps transaction status` shows what an earlier run may have left\n"));
    }

    #[test]
    fn no_session_of_an_ordinary_change_is_on_the_disk() {
        let vendor = Vendor::new();
        let home = home(&vendor);
        let mut killed = home.start(CHANGE);
        let _held = until_the_write(&vendor);
        killed.kill().unwrap();
        killed.wait().unwrap();

        let holds = |bytes: &[u8]| bytes.windows(5).any(|window| window == b"5e551");
        let files = home.files();
        assert!(files.iter().any(|(_, bytes)| bytes.windows(9).any(|window| window == b"opened_at")), "{files:?}");
        assert!(!files.iter().any(|(_, bytes)| holds(bytes)));
    }
}
