//! The contract's table, row by row.

use std::net::TcpListener;

use sandbox::{
    FIRST_SERIAL, Fault, Misbehaviour, Options, RMS_TOKEN_EXPIRED, RMS_TOKEN_READING, SHARED_SERIAL, Sandbox,
};
use serde_json::{Value, json};

use crate::support::{Home, World};

const DEVICES: &str = "/rms/api/devices";

/// The JSON form of an error, with every member; `members` are those that are not null.
fn error(members: Value) -> Value {
    let mut error = json!({
        "code": null, "exit": null, "message": null, "hint": null, "vendor": "rms", "profile": null, "http_status": null,
        "vendor_code": null, "vendor_message": null, "request_id": null, "retry_after": null, "retryable": false,
    });
    for (name, value) in members.as_object().unwrap() {
        error[name] = value.clone();
    }
    error
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Misbehaviour {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Misbehaviour::Answer { status, headers: headers.collect(), body: body.to_owned() }
}

#[test]
fn done_is_0() {
    let world = World::new();

    let outcome = world.run("rms devices list -o name --limit 2");

    assert_eq!((outcome.exit, &*outcome.stdout, &*outcome.stderr), (0, "70810\n70811\n", ""));
}

#[test]
fn an_empty_list_is_0_unless_that_is_to_fail() {
    let world = World::new();

    let quiet = world.run("rms devices list --q zzz -o json");
    let failed = world.run("rms devices list --q zzz --fail-on-empty");

    assert_eq!((quiet.exit, &*quiet.stdout, &*quiet.stderr), (0, "[]\n", ""));
    assert_eq!(failed.failure(), (3, "error: the list is empty, and `--fail-on-empty` was given\n"));
}

#[test]
fn no_credentials_are_2() {
    let home = Home::new();

    let people = home.run("rms devices list");
    let scripts = home.run("rms devices list -o json");

    let hint = "`export RMCTL_RMS_TOKEN=...`, or `rmctl auth login -p NAME --vendor rms`";
    assert_eq!(
        people.failure(),
        (2, &*format!("error: no credentials for Teltonika RMS are configured\nhint: {hint}\n"))
    );
    assert_eq!(
        (scripts.exit, scripts.error()),
        (
            2,
            error(json!({
                "code": "usage", "exit": 2, "message": "no credentials for Teltonika RMS are configured", "hint": hint,
            }))
        )
    );
}

#[test]
fn what_does_not_exist_is_3() {
    let world = World::new();

    let people = world.run("rms devices get 1");
    let scripts = world.run("rms devices get 1 -o json");

    assert_eq!(people.failure(), (3, "error: cannot show devices `1`: 404: Not found.\n"));
    assert_eq!(
        (scripts.exit, scripts.error()),
        (
            3,
            error(json!({
                "code": "not_found", "exit": 3, "message": "cannot show devices `1`: 404: Not found.",
                "http_status": 404, "vendor_code": "NOT_FOUND", "vendor_message": "Not found.",
            }))
        )
    );
}

#[test]
fn a_token_that_is_over_is_4() {
    let world = World::new().with("RMCTL_RMS_TOKEN", RMS_TOKEN_EXPIRED);

    let people = world.run("rms devices list");
    let scripts = world.run("rms devices list -o json");

    let message = "cannot list devices: 401: Unauthorized.";
    let hint = "check the variables `RMCTL_RMS_...`";
    assert_eq!(people.failure(), (4, &*format!("error: {message}\nhint: {hint}\n")));
    assert_eq!(
        (scripts.exit, scripts.error()),
        (
            4,
            error(json!({
                "code": "unauthenticated", "exit": 4, "message": message, "hint": hint, "http_status": 401,
                "vendor_code": "UNAUTHORIZED", "vendor_message": "Unauthorized.",
            }))
        )
    );
}

#[test]
fn a_token_that_nobody_knows_is_4() {
    let world = World::new().with("RMCTL_RMS_TOKEN", "nobody-knows-this-token");

    let outcome = world.run("rms devices list");

    assert_eq!(outcome.exit, 4);
    assert_eq!(world.asked(), ["GET /rms/api/devices"]);
}

#[test]
fn a_missing_scope_is_5_and_is_named() {
    let world = World::new().with("RMCTL_RMS_TOKEN", RMS_TOKEN_READING);

    let people = world.run("rms devices actions run reboot 70810");
    let scripts = world.run("rms devices actions run reboot 70810 -o json");

    let message = "cannot run an action on devices `70810`: 403: This action is unauthorized.; \
                   the token lacks scope `device_actions:write`";
    let hint = "make a token with scope `device_actions:write`";
    assert_eq!(people.failure(), (5, &*format!("error: {message}\nhint: {hint}\n")));
    assert_eq!(
        (scripts.exit, scripts.error()),
        (
            5,
            error(json!({
                "code": "forbidden", "exit": 5, "message": message, "hint": hint, "http_status": 403,
                "vendor_code": "FORBIDDEN", "vendor_message": "This action is unauthorized.",
            }))
        )
    );
}

#[test]
fn a_change_with_a_read_only_profile_is_5_and_is_not_sent() {
    let world = World::new().with("RMCTL_READ_ONLY", "1");

    let action = world.run("rms devices actions run reboot 70810");
    let link = world.run(&format!("rms connect-link --serial {FIRST_SERIAL}"));
    let raw = world.run("api rms DELETE /devices/remote-access/1 --yes");

    let message = "error: the environment is read-only, and this changes the vendor's state\n\
                   hint: `unset RMCTL_READ_ONLY` allows changes again\n";
    assert_eq!(action.failure(), (5, message));
    assert_eq!(link.failure(), (5, message));
    assert_eq!(raw.failure(), (5, message));
    assert_eq!(world.changes(), Vec::<String>::new());
}

#[test]
fn a_used_up_month_is_6_and_is_not_asked_again() {
    let world = World::of(Options { quota: Some(0), ..Options::default() });

    let people = world.run("rms devices list");
    let scripts = world.run("rms devices list -o json");

    let message = "cannot list devices: 429: Too many requests.";
    assert_eq!(people.failure(), (6, &*format!("error: {message}\n")));
    assert_eq!(
        (scripts.exit, scripts.error()),
        (
            6,
            error(json!({
                "code": "rate_limited", "exit": 6, "message": message, "http_status": 429, "retryable": true,
                "vendor_code": "TOO_MANY_REQUESTS", "vendor_message": "Too many requests.",
            }))
        )
    );
    assert_eq!(world.asked(), ["GET /rms/api/devices", "GET /rms/api/devices"]);
}

#[test]
fn a_short_wait_that_the_vendor_asks_for_is_waited_out() {
    let busy = answer(429, &[("retry-after", "0")], "{}");
    let world = World::new().having(Fault::at(DEVICES, busy));

    let outcome = world.run("rms devices list -o name --limit 1");

    assert_eq!((outcome.exit, &*outcome.stdout), (0, "70810\n"));
    assert_eq!(world.asked(), ["GET /rms/api/devices", "GET /rms/api/devices"]);
}

#[test]
fn a_wait_that_is_too_long_is_6_for_this_run_and_the_next() {
    let world = World::of(Options { quota: Some(0), retry_after: Some(7200), ..Options::default() });

    let first = world.run("rms devices list -o json");
    let second = world.run("rms devices list -o json");

    assert_eq!((first.exit, first.error()["retry_after"].clone()), (6, json!(7200)));
    assert_eq!((second.exit, second.error()["code"].clone()), (6, json!("rate_limited")));
    assert_eq!(world.asked(), ["GET /rms/api/devices"]);
}

#[test]
fn a_wait_longer_than_allowed_is_6_at_once() {
    let busy = answer(429, &[("retry-after", "30")], "{}");
    let world = World::new().having(Fault::at(DEVICES, busy));

    let outcome = world.run("rms devices list -o json --max-retry-wait 5");

    assert_eq!((outcome.exit, outcome.error()["retry_after"].clone()), (6, json!(30)));
    assert_eq!(world.asked(), ["GET /rms/api/devices"]);
}

#[test]
fn html_is_7() {
    let world = World::new().having(Fault::at(DEVICES, Misbehaviour::Html));

    let people = world.run("rms devices list --retries 0");

    assert_eq!(people.exit, 7);
    assert!(people.stderr.starts_with("error: cannot list devices: "), "{}", people.stderr);
    assert!(!people.stderr.contains("Sign in"), "{}", people.stderr);
}

#[test]
fn html_is_7_in_json_too() {
    let world = World::new().having(Fault::at(DEVICES, Misbehaviour::Html));

    let scripts = world.run("rms devices list --retries 0 -o json");

    let error = scripts.error();
    assert_eq!(scripts.stdout, "");
    assert_eq!(
        (scripts.exit, &error["code"], &error["http_status"], &error["retryable"]),
        (7, &json!("vendor_error"), &json!(200), &json!(true))
    );
}

#[test]
fn an_empty_answer_is_7() {
    let world = World::new().having(Fault::at(DEVICES, Misbehaviour::Empty));

    let outcome = world.run("rms devices list --retries 0");

    assert_eq!((outcome.exit, &*outcome.stdout), (7, ""));
}

#[test]
fn a_vendor_that_always_fails_is_7_after_the_retries() {
    let broken = answer(500, &[], r#"{"success":false,"errors":[{"code":"X","message":"Server error."}]}"#);
    let world = World::new().having(Fault::at(DEVICES, broken).times(u64::MAX));

    let outcome = world.run("rms devices list --retries 1");

    assert_eq!(outcome.failure(), (7, "error: cannot list devices: 500: Server error.\n"));
    assert_eq!(world.asked(), ["GET /rms/api/devices", "GET /rms/api/devices"]);
}

/// An address where nobody listens.
fn closed_port() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

#[test]
fn a_refused_connection_is_8() {
    let address = closed_port();
    let home = Home::new()
        .with("RMCTL_RMS_URL", format!("http://{address}/api"))
        .with("RMCTL_RMS_TOKEN", "a-token-for-nobody");

    let people = home.run("rms devices list --retries 0");
    let scripts = home.run("rms devices list --retries 0 -o json");

    let message = format!("cannot list devices: cannot reach {address}: connection refused");
    assert_eq!(people.failure(), (8, &*format!("error: {message}\nhint: `-vv` shows what is tried\n")));
    assert_eq!(
        (scripts.exit, scripts.error()),
        (
            8,
            error(json!({
                "code": "network", "exit": 8, "message": message, "hint": "`-vv` shows what is tried", "retryable": true,
            }))
        )
    );
}

#[test]
fn a_proxy_that_is_down_is_8() {
    let world = World::new();
    let profile = format!(
        "[profiles.far]\nvendor = \"rms\"\nurl = \"{}/rms/api\"\ntoken = {{ env = \"CANARY\" }}\nproxy = \"http://{}\"\n",
        world.sandbox.origin(),
        closed_port()
    );
    world.home.write_config(&profile);
    let world = world.with("CANARY", "a-token-for-nobody");

    let outcome = world.run("rms devices list -p far --retries 0");

    assert_eq!(outcome.exit, 8, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("proxy") || outcome.stderr.contains("connection refused"), "{}", outcome.stderr);
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[test]
fn silence_is_8_after_the_time_that_was_given() {
    let world = World::new().having(Fault::at(DEVICES, Misbehaviour::Silence));

    let outcome = world.run("rms devices list --timeout 1 --retries 0 -o json");

    let error = outcome.error();
    assert_eq!((outcome.exit, &error["code"], &error["retryable"]), (8, &json!("network"), &json!(true)));
    assert!(error["message"].as_str().unwrap().contains("within 1"), "{error}");
}

#[test]
fn a_later_page_that_fails_is_9_and_what_came_is_whole() {
    let broken = answer(500, &[], "{}");
    let world = World::of(Options { max_page: 10, ..Options::default() })
        .having(Fault::at(DEVICES, broken).after(3).times(u64::MAX));

    let outcome = world.run("rms devices list --retries 0 -o json");

    let error = outcome.error();
    assert_eq!((outcome.exit, &error["code"]), (9, &json!("partial")));
    assert!(!outcome.json().as_array().unwrap().is_empty());
    assert_eq!(error["causes"][0]["http_status"], 500);
}

#[test]
fn some_items_that_fail_are_9_and_are_named() {
    let world = World::new();

    let read = world.run("rms devices get 70810 1 -o json");
    let change = world.run("rms devices actions run reboot 70810 70821 -o json");

    assert_eq!(
        (read.exit, read.error()["causes"].clone()),
        (
            9,
            json!([{"id": "1", "code": "not_found", "message": "cannot show devices: 404: Not found.", "hint": null, "http_status": 404, "retry_after": null}])
        )
    );
    assert_eq!(
        (change.exit, change.error()["causes"].clone()),
        (
            9,
            json!([{"id": "70821", "code": "wait_failed", "message": "cannot run an action on devices: Device is offline.", "hint": null, "http_status": null, "retry_after": null}])
        )
    );
    let states: Vec<Value> = change.json().as_array().unwrap().iter().map(|item| item["status"].clone()).collect();
    assert_eq!(states, ["done", "failed"]);
}

#[test]
fn a_device_that_is_offline_is_10_in_the_vendor_s_words() {
    let world = World::new();

    let action = world.run("rms devices actions run reboot 70821");
    let link = world.run("rms connect-link --device 70821 -o json");

    assert_eq!(action.failure(), (10, "error: cannot run an action on devices `70821`: Device is offline.\n"));
    assert_eq!(
        (link.exit, link.error()),
        (
            10,
            error(json!({
                "code": "wait_failed", "exit": 10, "vendor_message": "Device is offline.",
                "message": "cannot print a link to a service behind a device: Device is offline.",
                "hint": "`rmctl rms devices get 70821` shows its status and when it was last there",
            }))
        )
    );
}

#[test]
fn work_that_does_not_end_in_time_is_10() {
    let world = World::new();

    let outcome = world.run("rms devices actions run reboot 70810 --wait 0");

    assert_eq!(
        outcome.failure(),
        (
            10,
            "error: cannot run an action on devices `70810`: the work was accepted and had not ended after 0 s\n\
             hint: `--wait SECS` waits longer\n"
        )
    );
}

#[test]
fn a_serial_that_two_devices_have_is_11_and_both_are_listed() {
    let world = World::new();

    let outcome = world.run(&format!("rms connect-link --serial {SHARED_SERIAL}"));

    assert_eq!(
        outcome.failure(),
        (
            11,
            "error: 2 devices have the serial `6003212384`: 70813 (`Riga depot 4`, serial 6003212384), \
             70814 (`Riga warehouse 5`, serial 6003212384)\n\
             hint: name one of them by `--device ID`\n"
        )
    );
    assert_eq!(world.changes(), Vec::<String>::new());
}

#[test]
fn content_that_the_vendor_refuses_is_13() {
    let world = World::new();

    let people = world.run("rms devices list --param limit2=1");
    let scripts = world.run("api rms POST /devices/actions -f action=dance -F device_id[]=70810 -o json");

    assert_eq!(people.exit, 13, "{}", people.stderr);
    let error = scripts.error();
    assert_eq!(
        (scripts.exit, &error["code"], &error["http_status"], &error["vendor_code"]),
        (13, &json!("rejected"), &json!(422), &json!("VALIDATION_ERROR"))
    );
}

#[test]
fn a_change_without_an_answer_is_14_and_is_sent_once() {
    let cut = Fault::at("/rms/api/devices/actions", Misbehaviour::HangUpAfterWork).on("POST");
    let world = World::new().having(cut);

    let outcome = world.run("rms devices actions run reboot 70810 -o json");

    let error = outcome.error();
    assert_eq!(
        (outcome.exit, &error["code"], &error["hint"], &error["retryable"]),
        (14, &json!("outcome_unknown"), &json!("look whether it happened before repeating it"), &json!(false))
    );
    assert_eq!(world.changes(), ["POST /rms/api/devices/actions"]);
}

#[test]
fn a_change_without_an_answer_in_time_is_14() {
    let mute = Fault::at("/rms/api/devices/actions", Misbehaviour::Silence).on("POST");
    let world = World::new().having(mute);

    let outcome = world.run("rms devices actions run reboot 70810 --timeout 1");

    assert_eq!(outcome.exit, 14);
    assert!(outcome.stderr.contains("; the request may have been carried out\n"), "{}", outcome.stderr);
    assert_eq!(world.changes(), ["POST /rms/api/devices/actions"]);
}

#[test]
fn every_error_in_json_is_one_line_with_all_members() {
    let names = [
        "code",
        "exit",
        "message",
        "hint",
        "vendor",
        "profile",
        "http_status",
        "vendor_code",
        "vendor_message",
        "request_id",
        "retry_after",
        "retryable",
    ];
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let home = sandbox
        .environment()
        .into_iter()
        .fold(Home::new(), |home, (name, value)| home.with(name, value))
        .with("RMCTL_ERROR_FORMAT", "json");

    let lines = [
        "rms devics",
        "rms",
        "rms devices list --limit -1",
        "rms connect-link",
        "rms devices list --columns sate",
        "rms devices get 1",
        "api rms devices",
        "config show --nonsense",
        "auth status -p nobody",
    ];

    for line in lines {
        let outcome = home.run(line);
        let error = outcome.error();
        let found: Vec<&str> = error.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!((found, outcome.exit.into()), (names.to_vec(), error["exit"].clone()), "{line}");
    }
}
