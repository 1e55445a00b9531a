//! Every row against the strict sandbox, in process: what is asked, what is shown, and what it changes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inside;

#[path = "contract/cisco.rs"]
mod cisco;
#[path = "contract/commands_cisco.rs"]
mod commands_cisco;
#[path = "contract/limits.rs"]
mod limits;
#[path = "contract/lives.rs"]
mod lives;
#[path = "contract/lives_cisco.rs"]
mod lives_cisco;
#[path = "contract/lives_ninjaone.rs"]
mod lives_ninjaone;
#[path = "contract/lives_sps.rs"]
mod lives_sps;
#[path = "contract/ninja.rs"]
mod ninja;
#[path = "contract/ninjaone.rs"]
mod ninjaone;
#[path = "contract/rows.rs"]
mod rows;
#[path = "contract/sps_code.rs"]
mod sps_code;
#[path = "contract/sps_transactions.rs"]
mod sps_transactions;

use inside::{NOW, Ran, run, run_interrupted, run_with, sandbox, sandbox_with, variables};
use sandbox::{FIRST_SERIAL, Fault, Misbehaviour, RMS_TOKEN_EXPIRED, RMS_TOKEN_READING, SHARED_SERIAL, Sandbox};
use serde_json::{Value, json};

/// The first device of every sandbox.
const FIRST: u64 = 70_810;

fn lines(sandbox: &Sandbox) -> Vec<String> {
    sandbox.requests().iter().map(|seen| format!("{} {}", seen.method, seen.path)).collect()
}

fn done(ran: &Ran) -> Value {
    assert_eq!((ran.exit, &*ran.stderr), (0, ""), "{ran:?}");
    ran.json()
}

/// Create a remote access on the first device; answers its id.
fn created(sandbox: &Sandbox) -> u64 {
    let ran = run(
        sandbox,
        &format!(
            "rmctl rms devices remote-access create --device-id {FIRST} --name web --destination-ip 127.0.0.1 --destination-port 443 --protocol https -o json"
        ),
    );
    assert_eq!(done(&ran)["status"], "completed");
    let list = done(&run(
        sandbox,
        &format!("rmctl rms devices remote-access list --device-id {FIRST} --filter name=web -o json"),
    ));
    list[0]["id"].as_u64().unwrap()
}

#[test]
fn devices_are_listed_whole_and_in_the_vendor_s_order() {
    let sandbox = sandbox();

    let list = done(&run(&sandbox, "rmctl rms devices list -o json"));

    let ids: Vec<u64> = list.as_array().unwrap().iter().map(|device| device["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (FIRST..FIRST + 24).collect::<Vec<_>>());
    assert_eq!((&list[0]["serial"], &list[0]["name"]), (&json!(FIRST_SERIAL), &json!("Site A router")));
    assert_eq!(lines(&sandbox), ["GET /rms/api/devices?limit=1000&offset=0"]);
}

#[test]
fn a_number_that_no_double_holds_comes_out_as_it_went_in() {
    let ran = run(&sandbox(), "rmctl rms devices list --id 70815 -o json");

    assert!(ran.stdout.contains("9007199254740993"), "{}", ran.stdout);
}

#[test]
fn a_page_size_that_is_refused_costs_one_request_and_no_record() {
    let sandbox = sandbox_with(sandbox::Options { devices: 250, max_page: 100, ..sandbox::Options::default() });

    let list = done(&run(&sandbox, "rmctl rms devices list -o json"));

    assert_eq!(list.as_array().unwrap().len(), 250);
    assert_eq!(sandbox.requests().len(), 4);
}

#[test]
fn a_filter_of_the_vendor_and_a_limit_go_to_the_vendor() {
    let sandbox = sandbox();

    let list =
        done(&run(&sandbox, "rmctl rms devices list --status offline --fields id --fields status --limit 2 -o json"));

    assert_eq!(list, json!([{"id": 70820, "status": null}, {"id": 70821, "status": 0}]));
    assert_eq!(lines(&sandbox), ["GET /rms/api/devices?fields=id%2Cstatus&status=offline&limit=2&offset=0"]);
}

#[test]
fn one_device_is_one_object() {
    let one = done(&run(&sandbox(), "rmctl rms devices get 70810 --fields id -o json"));

    assert_eq!(one, json!({"id": 70810}));
}

#[test]
fn several_devices_come_in_the_order_in_which_they_were_named() {
    let several = done(&run(&sandbox(), "rmctl rms devices get 70813 70810 70812 70811 --fields id -o json"));

    assert_eq!(several, json!([{"id": 70813}, {"id": 70810}, {"id": 70812}, {"id": 70811}]));
}

#[test]
fn a_device_that_is_not_there_is_exit_3() {
    let ran = run(&sandbox(), "rmctl rms devices get 1 -o json");

    assert_eq!((ran.exit, &*ran.stdout), (3, ""));
    assert_eq!(
        (&ran.error()["code"], &ran.error()["http_status"], &ran.error()["vendor"]),
        (&json!("not_found"), &json!(404), &json!("rms"))
    );
}

#[test]
fn one_missing_device_of_two_is_partial_and_the_other_is_shown() {
    let ran = run(&sandbox(), "rmctl rms devices get 70810 1 --fields id -o json");

    assert_eq!((ran.exit, ran.json()), (9, json!([{"id": 70810}])));
    assert_eq!(
        ran.error()["causes"],
        json!([{"id": "1", "code": "not_found", "message": "cannot show devices: 404: Not found.", "hint": null, "http_status": 404, "retry_after": null}])
    );
}

#[test]
fn an_action_on_a_device_ends_with_the_vendor_s_last_word() {
    let sandbox = sandbox();

    let ended = done(&run(&sandbox, "rmctl rms devices actions run reboot 70810 -o json"));

    assert_eq!(ended, json!({"status": "completed", "type": "text", "value": "Action completed."}));
    assert_eq!(sandbox.requests()[0].body, r#"{"action":"reboot","device_id":[70810]}"#);
}

#[test]
fn a_stream_of_lines_has_one_item_for_one_device_too() {
    let sandbox = sandbox();
    let lines = |line: &str| -> (u8, Vec<Value>) {
        let ran = run(&sandbox, line);
        (ran.exit, ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    };

    let done = lines("rmctl rms devices actions run reboot 70810 -o ndjson");
    let failed = lines("rmctl rms devices actions run reboot 70821 -o ndjson");
    let read = lines("rmctl rms devices get 70810 -o ndjson");
    let deleted = lines("rmctl rms devices remote-access delete 999 --yes -o ndjson");

    let event = json!({"status": "completed", "type": "text", "value": "Action completed."});
    assert_eq!(done, (0, vec![json!({"id": "70810", "status": "done", "result": event, "error": null})]));
    assert_eq!((failed.0, failed.1.len()), (10, 1));
    assert_eq!(
        (&failed.1[0]["id"], &failed.1[0]["status"], &failed.1[0]["error"]["code"]),
        (&json!("70821"), &json!("failed"), &json!("wait_failed"))
    );
    assert_eq!((read.0, &read.1[0]["id"]), (0, &json!(70810)));
    assert_eq!((deleted.0, &deleted.1[0]["status"]), (3, &json!("failed")));
}

#[test]
fn an_action_on_an_offline_device_fails_in_the_vendor_s_words() {
    let ran = run(&sandbox(), "rmctl rms devices actions run reboot 70821 -o json");

    assert_eq!((ran.exit, &*ran.stdout), (10, ""));
    assert_eq!(
        (&ran.error()["code"], &ran.error()["vendor_message"]),
        (&json!("wait_failed"), &json!("Device is offline."))
    );
}

#[test]
fn of_several_devices_each_ends_for_itself_in_one_request() {
    let sandbox = sandbox();

    let ran = run(&sandbox, "rmctl rms devices actions run reboot 70810 70821 70811 -o json");

    let found = ran.json();
    let states: Vec<_> = found.as_array().unwrap().iter().map(|item| (&item["id"], &item["status"])).collect();
    assert_eq!(ran.exit, 9);
    assert_eq!(
        states,
        [(&json!("70810"), &json!("done")), (&json!("70821"), &json!("failed")), (&json!("70811"), &json!("done"))]
    );
    assert_eq!(found[1]["error"]["vendor_message"], "Device is offline.");
    let posts = sandbox.requests().iter().filter(|seen| seen.method == "POST").count();
    assert_eq!(posts, 1);
}

#[test]
fn without_waiting_the_handle_is_printed() {
    let sandbox = sandbox();

    let handle = done(&run(&sandbox, "rmctl rms devices actions run reboot 70810 --no-wait -o json"));

    assert!(handle["channel"].as_str().unwrap().starts_with("private-status.1."));
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn a_wait_that_is_too_short_is_exit_10() {
    let ran = run(&sandbox(), "rmctl rms devices actions run reboot 70810 --wait 0 -o json");

    assert_eq!((ran.exit, &ran.error()["code"]), (10, &json!("wait_failed")));
}

#[test]
fn a_remote_access_lives_from_its_creation_to_its_deletion() {
    let sandbox = sandbox();
    let access = created(&sandbox);

    let started = done(&run(&sandbox, &format!("rmctl rms devices connect start {access} --duration 600 -o json")));
    let sessions = done(&run(&sandbox, &format!("rmctl rms devices connect sessions {access} --active -o json")));
    let session = sessions[0]["id"].as_u64().unwrap();
    let closed = done(&run(&sandbox, &format!("rmctl rms devices connect close {session} --yes -o json")));
    let open = done(&run(&sandbox, &format!("rmctl rms devices connect sessions {access} --active -o json")));
    let deleted = done(&run(&sandbox, &format!("rmctl rms devices remote-access delete {access} --yes -o json")));
    let left = done(&run(
        &sandbox,
        &format!("rmctl rms devices remote-access list --device-id {FIRST} --filter name=web -o json"),
    ));
    let again = run(&sandbox, &format!("rmctl rms devices remote-access delete {access} --yes -o json"));

    assert_eq!(started["status"], "completed");
    assert_eq!(
        (&sessions[0]["start_time"], &sessions[0]["end_time"], &sessions[0]["ttl"], &sessions[0]["url"]),
        (&json!(NOW.to_string()), &json!((NOW + 600).to_string()), &json!(600), &json!("<hidden>"))
    );
    assert_eq!((&closed["status"], open), (&json!("completed"), json!([])));
    assert_eq!((&deleted["status"], left), (&json!("completed"), json!([])));
    assert_eq!((again.exit, &again.error()["code"]), (3, &json!("not_found")));
}

#[test]
fn several_remote_accesses_are_deleted_by_a_request_each() {
    let sandbox = sandbox();
    let (first, second) = (created(&sandbox), created(&sandbox));
    let before = sandbox.requests().len();

    let ran = run(&sandbox, &format!("rmctl rms devices remote-access delete {first} {second} --yes --jobs 1 -o json"));

    let later = sandbox.requests().split_off(before);
    let deletes: Vec<&str> = later.iter().filter(|seen| seen.method == "DELETE").map(|seen| &*seen.body).collect();
    assert_eq!(ran.exit, 0, "{ran:?}");
    assert_eq!(deletes, [format!(r#"{{"id":[{first}]}}"#), format!(r#"{{"id":[{second}]}}"#)]);
}

#[test]
fn what_destroys_needs_a_yes_and_a_dry_run_sends_nothing() {
    let sandbox = sandbox();

    let asked = run(&sandbox, "rmctl rms devices connect close 5 -o json");
    let dry = run(&sandbox, "rmctl rms devices connect close 5 --dry-run -o json");

    assert_eq!((asked.exit, &asked.error()["code"]), (2, &json!("usage")));
    assert_eq!(dry.exit, 0);
    assert_eq!(
        (&dry.json()["method"], &dry.json()["body"], &dry.json()["headers"]["authorization"]),
        (&json!("DELETE"), &Value::Null, &json!("Bearer <hidden>"))
    );
    assert_eq!(sandbox.requests(), []);
}

#[test]
fn what_the_vendor_refuses_is_exit_13_in_its_words() {
    let ran = run(
        &sandbox(),
        "rmctl rms devices remote-access create --device-id 70810 --name x --destination-ip 127.0.0.1 --destination-port 443 --protocol https -o json",
    );

    assert_eq!((ran.exit, &ran.error()["code"], &ran.error()["http_status"]), (13, &json!("rejected"), &json!(422)));
}

fn with_token(sandbox: &Sandbox, token: &str) -> Vec<(String, String)> {
    variables(sandbox)
        .into_iter()
        .filter(|(name, _)| name != "RMCTL_RMS_TOKEN")
        .chain([("RMCTL_RMS_TOKEN".to_owned(), token.to_owned())])
        .collect()
}

#[test]
fn a_missing_scope_is_exit_5_and_named() {
    let sandbox = sandbox();

    let ran = run_with(with_token(&sandbox, RMS_TOKEN_READING), "rmctl rms devices actions run reboot 70810 -o json");

    assert_eq!((ran.exit, &ran.error()["code"]), (5, &json!("forbidden")));
    assert_eq!(ran.error()["hint"], "make a token with scope `device_actions:write`");
}

#[test]
fn a_token_that_ended_is_exit_4() {
    let sandbox = sandbox();

    let ran = run_with(with_token(&sandbox, RMS_TOKEN_EXPIRED), "rmctl rms devices list -o json");

    assert_eq!((ran.exit, &ran.error()["code"]), (4, &json!("unauthenticated")));
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn a_used_up_quota_is_exit_6_after_one_request() {
    let sandbox = sandbox_with(sandbox::Options { quota: Some(0), ..sandbox::Options::default() });

    let ran = run(&sandbox, "rmctl rms devices list -o json");

    assert_eq!((ran.exit, &ran.error()["code"]), (6, &json!("rate_limited")));
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn connect_link_makes_what_it_needs_and_finds_it_again() {
    let sandbox = sandbox();
    let line = format!("rmctl rms connect-link --serial {FIRST_SERIAL} -o json");

    let first = done(&run(&sandbox, &line));
    let between = sandbox.requests().len();
    let second = done(&run(&sandbox, &line));

    assert_eq!(
        first,
        json!({
            "url": first["url"],
            "device_id": FIRST.to_string(),
            "serial": FIRST_SERIAL,
            "access_id": first["access_id"],
            "session_id": first["session_id"],
            "protocol": "https",
            "expires_at": "2027-01-15T09:00:00Z",
            "reused": false,
        })
    );
    assert!(first["url"].as_str().unwrap().starts_with("https://"));
    assert_eq!((&second["url"], &second["reused"]), (&first["url"], &json!(true)));
    assert!(sandbox.requests()[between..].iter().all(|seen| seen.method == "GET"));
}

#[test]
fn the_serial_of_a_device_named_by_its_id_is_asked_for_where_it_is_shown() {
    let sandbox = sandbox();
    let asked = |format: &str| {
        let before = sandbox.requests().len();
        let ran = run(&sandbox, &format!("rmctl rms connect-link --device {FIRST} --no-cache {format}"));
        assert_eq!(ran.exit, 0, "{ran:?}");
        (ran, lines(&sandbox).split_off(before).iter().filter(|line| line.contains("/api/devices?")).count())
    };

    let (table, for_table) = asked("");
    let (json, for_json) = asked("-o json");
    let (column, for_column) = asked("--columns serial");

    assert_eq!((table.stdout.lines().count(), for_table), (1, 0));
    assert_eq!((&json.json()["serial"], for_json), (&json!(FIRST_SERIAL), 1));
    assert_eq!((&*column.stdout, for_column), (&*format!("serial  {FIRST_SERIAL}\n"), 1));
}

#[test]
fn a_serial_that_cannot_be_had_does_not_cost_the_link() {
    let sandbox = sandbox();
    let gone = Misbehaviour::Answer { status: 403, headers: Vec::new(), body: r#"{"success":false}"#.to_owned() };
    sandbox.inject(Fault::at("/rms/api/devices", gone));

    let ran = run(&sandbox, &format!("rmctl rms connect-link --device {FIRST} -o json"));

    assert_eq!((ran.exit, &ran.json()["serial"], ran.json()["url"].is_string()), (0, &Value::Null, true));
}

#[test]
fn connect_link_says_which_devices_share_a_serial_and_which_serial_nobody_has() {
    let sandbox = sandbox();

    let shared = run(&sandbox, &format!("rmctl rms connect-link --serial {SHARED_SERIAL} -o json"));
    let unknown = run(&sandbox, "rmctl rms connect-link --serial 600321 -o json");

    assert_eq!((shared.exit, &shared.error()["code"]), (11, &json!("ambiguous")));
    assert!(shared.error()["message"].as_str().unwrap().contains("70813"));
    assert!(shared.error()["message"].as_str().unwrap().contains("70814"));
    assert_eq!((unknown.exit, &unknown.error()["code"]), (3, &json!("not_found")));
}

#[test]
fn connect_link_of_an_offline_device_is_exit_10_in_the_vendor_s_words() {
    let ran = run(&sandbox(), "rmctl rms connect-link --device 70821 -o json");

    assert_eq!((ran.exit, &ran.error()["vendor_message"]), (10, &json!("Device is offline.")));
}

#[test]
fn a_new_link_is_not_an_old_one() {
    let sandbox = sandbox();
    let old = done(&run(&sandbox, "rmctl rms connect-link --device 70810 -o json"));

    let new = done(&run(&sandbox, "rmctl rms connect-link --device 70810 --new -o json"));

    assert_eq!(new["reused"], false);
    assert_ne!(new["url"], old["url"]);
    assert_eq!(new["access_id"], old["access_id"]);
}

#[test]
fn a_dry_run_of_connect_link_shows_the_changes_and_makes_none() {
    let sandbox = sandbox();

    let ran = run(&sandbox, "rmctl rms connect-link --device 70810 --dry-run -o json");

    let found = done(&ran);
    let shown: Vec<_> = found.as_array().unwrap().iter().map(|request| request["url"].as_str().unwrap()).collect();
    assert_eq!(
        shown,
        [
            format!("{}/rms/api/devices/remote-access", sandbox.origin()),
            format!("{}/rms/api/devices/connect/<access_id>", sandbox.origin())
        ]
    );
    assert!(sandbox.requests().iter().all(|seen| seen.method == "GET"));
}

#[test]
fn an_interrupt_while_one_change_is_waited_for_is_exit_130() {
    let sandbox = sandbox();

    let ran = run_interrupted(&sandbox, "rmctl rms devices actions run reboot 70810 -o json");

    assert_eq!((ran.exit, &*ran.stdout), (130, ""));
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn an_interrupt_leaves_the_accepted_changes_unknown_and_the_others_skipped() {
    let sandbox = sandbox();
    let (first, second) = (created(&sandbox), created(&sandbox));

    let ran = run_interrupted(
        &sandbox,
        &format!("rmctl rms devices remote-access delete {first} {second} --yes --jobs 1 -o json"),
    );

    let found = ran.json();
    let deletes = sandbox.requests().iter().filter(|seen| seen.method == "DELETE").count();
    assert_eq!(deletes, 1);
    assert_eq!((&found[0]["status"], &found[1]["status"]), (&json!("unknown"), &json!("skipped")));
    assert_eq!(ran.exit, 14);
}

#[test]
fn an_interrupt_of_a_read_sends_nothing_more() {
    let sandbox = sandbox();
    sandbox.inject(sandbox::Fault::at("/rms/api/devices", sandbox::Misbehaviour::HangUp));

    let ran = run_interrupted(&sandbox, "rmctl rms devices list -o json");

    assert_eq!((ran.exit, &ran.error()["code"]), (130, &json!("interrupted")));
    assert_eq!(sandbox.requests().len(), 1);
}
