//! `rmctl alerts`: every vendor's in one shape, what fails, and what is new while it is followed.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inside;
mod server;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use inside::{Ran, run, run_interrupted, run_with, sandbox};
use sandbox::{Fault, Misbehaviour};
use serde_json::{Value, json};
use server::{Reaction, Server, answer};

fn vendors(alerts: &Value) -> BTreeSet<&str> {
    alerts.as_array().unwrap().iter().map(|alert| alert["vendor"].as_str().unwrap()).collect()
}

/// NinjaRMM, which answers a list of alerts with one more of them each time.
fn growing() -> Server {
    let asked = AtomicUsize::new(0);
    Server::plain(move |heard| match heard.line() {
        "GET /v1/alerts" => {
            let count = asked.fetch_add(1, Ordering::SeqCst) + 1;
            let alerts: Vec<Value> = (1..=count)
                .map(|id| json!({"id": id, "message": format!("event {id}"), "severity": "MAJOR", "timestamp": null}))
                .collect();
            Reaction::Answer(answer(
                "200 OK",
                &["content-type: application/json"],
                json!(alerts).to_string().as_bytes(),
            ))
        }
        _ => Reaction::Last(answer("404 Not Found", &[], b"{}")),
    })
}

fn with(server: &Server, line: &str) -> Ran {
    let variables = [
        ("RMCTL_NINJA_URL", server.url("127.0.0.1", "").to_string()),
        ("RMCTL_NINJA_ACCESS_KEY_ID", "AAAAAAAAAAAAAAAAAAAA".to_owned()),
        ("RMCTL_NINJA_SECRET_ACCESS_KEY", "b".repeat(40)),
    ];
    run_with(variables.map(|(name, value)| (name.to_owned(), value)).to_vec(), line)
}

#[test]
fn the_alerts_of_every_vendor_that_has_some_are_in_one_shape() {
    let ran = run(&sandbox(), "rmctl alerts -o json");

    let alerts = ran.json();
    assert_eq!((ran.exit, vendors(&alerts)), (0, BTreeSet::from(["ninja", "ninjaone", "rms"])), "{}", ran.stderr);
    let shape: Vec<&String> = alerts[0].as_object().unwrap().keys().collect();
    let members =
        ["vendor", "profile", "id", "device_id", "device", "severity", "status", "message", "created_at", "url"];
    assert_eq!(shape, members);
    assert!(alerts.as_array().unwrap().iter().all(|alert| alert["id"] != "" && alert["message"].is_string()));
}

#[test]
fn a_vendor_without_alerts_is_told_as_one() {
    let ran = run(&sandbox(), "rmctl alerts --vendor beyondtrust");

    let expected = "error: BeyondTrust has no alerts in the API; there are those of rms, ninja, ninjaone\n";
    assert_eq!((ran.exit, ran.stdout.as_str(), ran.stderr.as_str()), (2, "", expected));
}

#[test]
fn severity_and_device_choose_among_all_vendors() {
    let sandbox = sandbox();
    let all = run(&sandbox, "rmctl alerts --vendor ninja -o json").json();
    let first = &all.as_array().unwrap().iter().find(|alert| alert["severity"].is_string()).unwrap();
    let severity = first["severity"].as_str().unwrap();

    let bad = run(&sandbox, &format!("rmctl alerts --severity {} -o json", severity.to_uppercase())).json();
    let of_device =
        run(&sandbox, &format!("rmctl alerts --device {} -o json", first["device_id"].as_str().unwrap())).json();

    let is_so = |alert: &Value| alert["severity"] == severity;
    assert!(!bad.as_array().unwrap().is_empty() && bad.as_array().unwrap().iter().all(is_so));
    assert!(of_device.as_array().unwrap().iter().any(|alert| alert["id"] == first["id"]));
    assert!(of_device.as_array().unwrap().len() < all.as_array().unwrap().len());
}

/// What RMS was asked for, path by path.
fn asked_of_rms(sandbox: &sandbox::Sandbox) -> Vec<String> {
    let paths = sandbox.requests().into_iter().map(|seen| seen.path.split('?').next().unwrap().to_owned());
    paths.filter(|path| path.starts_with("/rms/")).collect()
}

#[test]
fn rms_says_devices_by_id_and_is_asked_for_their_names_once() {
    let sandbox = sandbox();

    let ran = run(&sandbox, "rmctl alerts --vendor rms --device site -o json");

    let alerts = ran.json();
    let names: BTreeSet<&str> =
        alerts.as_array().unwrap().iter().map(|alert| alert["device"].as_str().unwrap()).collect();
    assert_eq!((ran.exit, names), (0, BTreeSet::from(["Site A router"])), "{}", ran.stderr);
    assert_eq!(asked_of_rms(&sandbox), ["/rms/api/alerts", "/rms/api/devices"]);
}

#[test]
fn every_alert_of_a_device_says_its_name_or_its_id_at_least() {
    let alerts = run(&sandbox(), "rmctl alerts --vendor ninjaone -o json").json();

    let nameless: Vec<&Value> = alerts.as_array().unwrap().iter().filter(|alert| alert["device"].is_null()).collect();
    assert!(!alerts.as_array().unwrap().is_empty());
    assert_eq!(nameless, Vec::<&Value>::new());
}

#[test]
fn who_may_not_see_devices_reads_their_ids() {
    let sandbox = sandbox();
    let refused = Misbehaviour::Answer { status: 403, headers: Vec::new(), body: "{}".to_owned() };
    sandbox.inject(Fault::at("/rms/api/devices", refused).times(u64::MAX));

    let ran = run(&sandbox, "rmctl alerts --vendor rms -o json");

    assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""));
    let alerts = ran.json();
    assert!(alerts.as_array().unwrap().iter().all(|alert| alert["device"].is_null() && alert["device_id"].is_string()));
}

#[test]
fn what_is_no_time_is_refused_before_anything_is_asked() {
    let sandbox = sandbox();

    let ran = run(&sandbox, "rmctl alerts --since 17");

    assert_eq!((ran.exit, sandbox.requests().len()), (2, 0));
    assert!(ran.stderr.starts_with("error: `17` is neither a time nor a span\n"), "{}", ran.stderr);
}

#[test]
fn an_account_that_fails_leaves_the_others_and_the_run_is_partial() {
    let sandbox = sandbox();
    sandbox.inject(Fault::at("/v2/alerts", Misbehaviour::Html).times(u64::MAX));
    let partial = run(&sandbox, "rmctl alerts -o json --retries 0");
    let strict = run(&sandbox, "rmctl alerts -o json --retries 0 --strict");

    assert_eq!((partial.exit, vendors(&partial.json())), (9, BTreeSet::from(["ninja", "rms"])), "{}", partial.stderr);
    assert_eq!((strict.exit, strict.stdout.as_str()), (9, ""));
}

#[test]
fn what_is_followed_is_printed_once_beginning_with_what_is_new() {
    let server = growing();

    let ran = with(&server, "rmctl alerts --follow --limit 2");

    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<&Value> = lines.iter().map(|alert| &alert["message"]).collect();
    assert_eq!((ran.exit, told), (0, vec![&json!("event 2"), &json!("event 3")]), "{}", ran.stderr);
    assert_eq!(server.lines(), ["GET /v1/alerts"; 3]);
}

#[test]
fn with_a_beginning_what_is_there_already_is_printed_too() {
    let ran = with(&growing(), "rmctl alerts --follow --since 24h --limit 1 -o name");

    assert_eq!((ran.exit, ran.stdout.as_str()), (0, "1\n"), "{}", ran.stderr);
}

#[test]
fn what_has_no_end_cannot_be_a_table() {
    let ran = with(&growing(), "rmctl alerts --follow -o table");

    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.starts_with("error: `--output table` waits for the last record"), "{}", ran.stderr);
}

#[test]
fn ctrl_c_ends_the_following_with_130() {
    let ran = run_interrupted(&sandbox(), "rmctl alerts --follow");

    assert_eq!((ran.exit, ran.stdout.as_str()), (130, ""), "{}", ran.stderr);
}

#[test]
fn credentials_that_are_refused_are_not_asked_with_for_ever() {
    let server = Server::plain(|_| {
        Reaction::Answer(answer("401 Unauthorized", &[], br#"{"error":"invalid_access_key","error_code":1}"#))
    });

    let ran = with(&server, "rmctl alerts --follow");

    assert_eq!(ran.exit, 4, "{}", ran.stderr);
}

#[test]
fn a_vendor_that_fails_for_a_while_is_asked_again() {
    let asked = AtomicUsize::new(0);
    let server = Server::plain(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => Reaction::Answer(answer("200 OK", &["content-type: application/json"], b"[]")),
        1 => Reaction::Answer(answer("500 Internal Server Error", &["content-type: application/json"], b"{}")),
        _ => Reaction::Answer(answer("200 OK", &["content-type: application/json"], br#"[{"id":7,"message":"new"}]"#)),
    });

    let ran = with(&server, "rmctl alerts --follow --limit 1 -o name --retries 0");

    assert_eq!((ran.exit, ran.stdout.as_str()), (0, "7\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("; trying again every 120 s\n"), "{}", ran.stderr);
}

#[test]
fn of_several_accounts_one_that_fails_at_first_is_asked_again_and_what_came_meanwhile_is_shown() {
    let asked = AtomicUsize::new(0);
    let json = &["content-type: application/json"];
    let server = Server::plain(move |heard| match heard.line().contains("/rms/alerts") {
        true if asked.fetch_add(1, Ordering::SeqCst) == 0 => {
            Reaction::Answer(answer("500 Internal Server Error", json, b"{}"))
        }
        true => {
            let old = json!({"id": 1, "message": "old", "created_at": "2001-01-01 00:00:00"});
            let new = json!({"id": 2, "message": "new", "created_at": "2199-01-01 00:00:00"});
            let body = json!({"success": true, "data": [old, new], "meta": {"total": 2}});
            Reaction::Answer(answer("200 OK", json, body.to_string().as_bytes()))
        }
        false => Reaction::Answer(answer("200 OK", json, b"[]")),
    });
    let variables = [
        ("RMCTL_RMS_URL", server.url("127.0.0.1", "/rms").to_string()),
        ("RMCTL_RMS_TOKEN", "t".repeat(40)),
        ("RMCTL_NINJA_URL", server.url("127.0.0.1", "").to_string()),
        ("RMCTL_NINJA_ACCESS_KEY_ID", "AAAAAAAAAAAAAAAAAAAA".to_owned()),
        ("RMCTL_NINJA_SECRET_ACCESS_KEY", "b".repeat(40)),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value)).to_vec();

    let ran = run_with(variables, "rmctl alerts --follow --limit 1 -o name --retries 0");

    assert_eq!((ran.exit, ran.stdout.as_str()), (0, "2\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("; trying again every 300 s\n") && ran.stderr.contains("`rms`: alerts come again\n"));
}

#[test]
fn a_severity_that_no_vendor_knows_is_answered_with_those_that_there_are() {
    let ran = run(&sandbox(), "rmctl alerts --severity high");

    assert_eq!((ran.exit, ran.stdout.as_str()), (0, ""));
    assert!(ran.stderr.starts_with("nothing found; the severities here are `critical`, "), "{}", ran.stderr);
}
