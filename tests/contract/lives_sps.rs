//! What a box of SPS keeps: made, found by its name, changed, moved, deleted, and gone, with every value that was given;
//! and what is read of boxes of other versions.

use std::collections::BTreeSet;

use rmctl::catalog::Place;
use sandbox::{Fault, Misbehaviour, Options, Sandbox, SpsOptions};
use serde_json::{Value, json};

use crate::inside::samples::{Extent, Row, folder, requests, sample};
use crate::inside::{each, run, run_words, sandbox, sandbox_with};

/// Run a line that must succeed.
fn sps(sandbox: &Sandbox, line: &str) -> Value {
    let ran = run(sandbox, &format!("rmctl sps {line} --yes -o json"));
    assert_eq!((ran.exit, sandbox.open_sps_transactions()), (0, 0), "{line}: {ran:?}");
    ran.json()
}

fn failed(sandbox: &Sandbox, line: &str) -> (u8, Value) {
    let ran = run(sandbox, &format!("rmctl sps {line} --yes -o json"));
    assert_eq!(sandbox.open_sps_transactions(), 0, "{line}: {ran:?}");
    (ran.exit, ran.error()["code"].clone())
}

fn not_found() -> (u8, Value) {
    (3, json!("not_found"))
}

fn machine(sps: SpsOptions) -> Sandbox {
    sandbox_with(Options { sps, ..Options::default() })
}

/// The names of a collection, in its order.
fn names(sandbox: &Sandbox, collection: &str) -> Vec<String> {
    let list = sps(sandbox, &format!("{collection} list"));
    list.as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_connection_lives_from_its_creation_to_its_end() {
    let sandbox = sandbox();
    let all = "telnet connections";

    let made = sps(
        &sandbox,
        &format!(
            "{all} create --name plant-7 --client 10.7.0.0/16 --client 10.8.0.0/16 --target 192.0.2.7/32 --port 2323 --channel-policy four_eyes --server-address 192.0.2.70:24"
        ),
    );
    let key = made["key"].as_str().unwrap().to_owned();
    let (by_name, by_key) = (sps(&sandbox, &format!("{all} get plant-7")), sps(&sandbox, &format!("{all} get {key}")));
    let changed = sps(&sandbox, &format!("{all} edit plant-7 --set network.ports=[2424] --set active=false"));
    let again = sps(&sandbox, &format!("{all} get plant-7"));
    sps(&sandbox, &format!("{all} order plant-7 --first"));
    let first = names(&sandbox, all);
    sps(&sandbox, &format!("{all} order plant-7 --after demo_telnet"));
    let second = names(&sandbox, all);
    sps(&sandbox, &format!("{all} delete plant-7"));
    let left = names(&sandbox, all);

    assert_eq!(by_name, by_key);
    let network = json!({"clients": ["10.7.0.0/16", "10.8.0.0/16"], "ports": [2323], "targets": ["192.0.2.7/32"]});
    assert_eq!((&by_name["key"], &by_name["name"], &by_name["network"]), (&json!(key), &json!("plant-7"), &network));
    assert_eq!(by_name["policies"]["channel_policy"]["key"], "71a1b2c3d4e5f607182932");
    assert_eq!(by_name["policies"]["audit_policy"]["key"], "78101850949e47437dd91d");
    assert_eq!(
        (&by_name["server_address"]["selection"], &by_name["server_address"]["address"]),
        (&json!("fix"), &json!("192.0.2.70"))
    );
    assert_eq!(by_name["server_address"]["port"], 24);
    assert_eq!((&by_name["active"], &changed["members"]), (&json!(true), &json!(["active", "network.ports"])));
    assert_eq!((&again["active"], &again["network"]["ports"]), (&json!(false), &json!([2424])));
    assert_eq!(again["network"]["clients"], by_name["network"]["clients"]);
    assert_eq!(
        (&first[..2], &second[..2]),
        (&strings(["plant-7", "demo_telnet"])[..], &strings(["demo_telnet", "plant-7"])[..])
    );
    assert_eq!((first.len(), left.len(), left.contains(&"plant-7".to_owned())), (left.len() + 1, left.len(), false));
    assert_eq!(failed(&sandbox, &format!("{all} get plant-7")), not_found());
    assert_eq!(failed(&sandbox, &format!("{all} get {key}")), not_found());
    assert_eq!(failed(&sandbox, &format!("{all} delete {key}")), not_found());
}

fn strings(words: [&str; 2]) -> [String; 2] {
    words.map(str::to_owned)
}

#[test]
fn a_channel_policy_lives_and_stays_while_a_connection_needs_it() {
    let sandbox = sandbox();
    let all = "ssh channel-policies";
    let rules = r#"[{"channel":"Session_Shell","actions":{"audit":true,"four_eyes":true}}]"#;

    let made = sps(&sandbox, &format!(r#"{all} create --name night --body={{"rules":{rules}}}"#));
    let read = sps(&sandbox, &format!("{all} get night"));
    sps(&sandbox, "ssh connections edit ssh_gateway --set policies.channel_policy=night");
    let user = sps(&sandbox, "ssh connections get ssh_gateway");
    let refused = failed(&sandbox, &format!("{all} delete night"));
    let still = names(&sandbox, all);
    sps(&sandbox, "ssh connections edit ssh_gateway --set policies.channel_policy=all");
    sps(&sandbox, &format!("{all} edit night --set rules[0].actions.four_eyes=false --set name=day"));
    let renamed = sps(&sandbox, &format!("{all} get day"));
    sps(&sandbox, &format!("{all} delete day"));

    assert_eq!((&read["name"], &read["rules"][0]["actions"]["four_eyes"]), (&json!("night"), &json!(true)));
    assert_eq!((&read["key"], &user["policies"]["channel_policy"]["key"]), (&made["key"], &made["key"]));
    assert_eq!((refused, still.contains(&"night".to_owned())), ((13, json!("rejected")), true));
    assert_eq!((&renamed["key"], &renamed["rules"][0]["actions"]["four_eyes"]), (&made["key"], &json!(false)));
    assert_eq!(failed(&sandbox, &format!("{all} get day")), not_found());
    assert_eq!(failed(&sandbox, &format!("{all} get night")), not_found());
}

#[test]
fn a_user_lives_and_a_password_is_a_key_and_never_itself() {
    let sandbox = sandbox();
    let all = "aaa local-database users";

    sps(&sandbox, &format!(r#"{all} create --name jane --body={{"password":{{"plain":"s3cret-w0rd"}}}}"#));
    let read = run(&sandbox, &format!("rmctl sps {all} get jane -o json"));
    sps(&sandbox, &format!(r#"{all} edit jane --set public_keys=["ssh-ed25519\u0020AAAA"]"#));
    let changed = sps(&sandbox, &format!("{all} get jane"));
    sps(&sandbox, r#"aaa local-database groups edit admins --set members=["admin","jane"]"#);
    let group = sps(&sandbox, "aaa local-database groups get admins");
    sps(&sandbox, &format!("{all} delete jane"));

    assert!(!read.stdout.contains("s3cret-w0rd") && read.json()["password"]["key"].is_string(), "{read:?}");
    assert_eq!(changed["public_keys"], json!(["ssh-ed25519 AAAA"]));
    assert_eq!((&changed["password"], &changed["key"]), (&read.json()["password"], &read.json()["key"]));
    assert_eq!(group["members"], json!(["admin", "jane"]));
    assert_eq!(failed(&sandbox, &format!("{all} get jane")), not_found());
}

#[test]
fn a_policy_lives_and_what_it_was_not_given_is_the_box_s() {
    let sandbox = sandbox();
    let all = "policies time-policies";

    sps(&sandbox, &format!(r#"{all} create --name nights --body={{"Mon":[["20:00","23:00"]]}}"#));
    let read = sps(&sandbox, &format!("{all} get nights"));
    let replaced = sps(&sandbox, &format!(r#"{all} replace nights --body={{"Tue":[["1:00","2:00"]]}}"#));
    let after = sps(&sandbox, &format!("{all} get nights"));
    sps(&sandbox, &format!("{all} delete nights"));

    assert_eq!((&read["Mon"], &read["name"]), (&json!([["20:00", "23:00"]]), &json!("nights")));
    assert_eq!(replaced["action"], "update");
    assert_eq!((&after["Tue"], &after["key"]), (&json!([["1:00", "2:00"]]), &read["key"]));
    assert_ne!(after["Mon"], read["Mon"]);
    assert_eq!(failed(&sandbox, &format!("{all} get nights")), not_found());
    assert_eq!(failed(&sandbox, &format!("{all} delete 7x24")), (13, json!("rejected")));
}

/// The keys of what a search found, each once.
fn keys(found: &Value) -> BTreeSet<String> {
    found.as_array().unwrap().iter().map(|session| session["key"].as_str().unwrap().to_owned()).collect()
}

/// The requests of the search, without what follows their path.
fn searches(sandbox: &Sandbox, path: &str) -> usize {
    sandbox.requests().iter().filter(|seen| seen.path.split('?').next() == Some(path)).count()
}

const SESSIONS: &str = "/sps/api/audit/sessions";

#[test]
fn a_search_is_whole_although_its_login_ends_on_the_way() {
    let (steady, ending) = (sandbox(), machine(SpsOptions { session_requests: Some(2), ..SpsOptions::default() }));

    let (all, found) = (sps(&steady, "sessions search"), sps(&ending, "sessions search"));

    assert_eq!((keys(&all).len(), all.as_array().unwrap().len()), (1_300, 1_300));
    assert_eq!(found, all);
    assert_eq!((searches(&steady, SESSIONS), searches(&ending, SESSIONS)), (3, 4));
    assert_eq!(searches(&ending, "/sps/api/authentication"), 2);
}

#[test]
fn what_pages_do_not_reach_is_found_in_a_snapshot_and_each_session_comes_once() {
    let sandbox = machine(SpsOptions { sessions: 10_400, ..SpsOptions::default() });

    let found = sps(&sandbox, "sessions search --fields protocol");

    assert_eq!((keys(&found).len(), found.as_array().unwrap().len()), (10_400, 10_400));
    assert_eq!(searches(&sandbox, &format!("{SESSIONS}/_snapshot")), 1);
    let in_snapshot = sandbox.requests().iter().filter(|seen| seen.path.contains("snapshot=")).count();
    assert_eq!(in_snapshot, 21);
}

#[test]
fn a_snapshot_that_ends_on_the_way_is_taken_once_more() {
    let sandbox = machine(SpsOptions { sessions: 10_400, ..SpsOptions::default() });
    let body = r#"{"error":{"type":"ResourceNotFound","message":"gone","details":{}},"meta":{}}"#.to_owned();
    let gone = Misbehaviour::Answer { status: 404, headers: Vec::new(), body };
    // After the search, the snapshot and four pages of it.
    sandbox.inject(Fault::at(SESSIONS, gone).after(6));

    let found = sps(&sandbox, "sessions search --fields protocol");

    assert_eq!((keys(&found).len(), found.as_array().unwrap().len()), (10_400, 10_400));
    assert_eq!(searches(&sandbox, &format!("{SESSIONS}/_snapshot")), 2);
}

#[test]
fn a_limit_of_a_search_asks_for_no_more_than_it_shows() {
    let sandbox = machine(SpsOptions { sessions: 10_400, ..SpsOptions::default() });

    let found = sps(&sandbox, "sessions search --limit 3 --protocol RDP");

    let protocols: Vec<&Value> = found.as_array().unwrap().iter().map(|session| &session["protocol"]).collect();
    assert_eq!(protocols, [&json!("RDP"); 3]);
    assert_eq!((searches(&sandbox, SESSIONS), searches(&sandbox, &format!("{SESSIONS}/_snapshot"))), (1, 0));
}

/// Reads of the tree that need no key.
fn reads() -> Vec<Row> {
    let mut rows = requests();
    let has_slot = |row: &Row| row.operation.arguments.iter().any(|argument| argument.place == Place::Path);
    rows.retain(|row| row.operation.path.starts_with("/api/configuration/"));
    rows.retain(|row| row.operation.verb == "GET" && !has_slot(row));
    rows
}

/// The exit code and the records of every read.
fn shown(sps: &SpsOptions) -> Vec<(String, u8, Value)> {
    let found = each(&reads(), |row| {
        let folder = folder();
        let ran = run_words(&machine(sps.clone()), sample(row, Extent::Least, folder.path()));
        vec![json!([row.words, ran.exit, serde_json::from_str::<Value>(&ran.stdout).unwrap_or_default()]).to_string()]
    });
    let mut found: Vec<(String, u8, Value)> = found.iter().map(|one| serde_json::from_str(one).unwrap()).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

/// What a box of 6.9 has not.
const NEWER: &[&str] = &[
    "sps management accounting get",
    "sps management web-gateway-authentication get",
    "sps mssql settings-policies list",
    "sps telnet pattern-sets list",
    "sps telnet settings-policies list",
    "sps vnc settings-policies list",
];

#[test]
fn an_older_tree_is_read_and_what_it_has_not_is_exit_3() {
    let found = shown(&SpsOptions { old_tree: true, ..SpsOptions::default() });

    let failed: Vec<(&str, u8)> =
        found.iter().filter(|(_, exit, _)| *exit != 0).map(|(words, exit, _)| (&**words, *exit)).collect();
    assert_eq!(failed, NEWER.iter().map(|words| (*words, 3)).collect::<Vec<_>>());
    assert!(found.len() > 80, "{}", found.len());
}

#[test]
fn lists_of_keys_alone_are_lists() {
    let whole = shown(&SpsOptions::default());
    let found = shown(&SpsOptions { keys_only: true, ..SpsOptions::default() });

    let keys = |found: &[(String, u8, Value)]| -> Vec<Value> {
        let key =
            |list: &Value| list.as_array().map(|list| list.iter().map(|one| one["key"].clone()).collect::<Value>());
        found.iter().map(|(words, exit, list)| json!([words, exit, key(list)])).collect()
    };
    assert_eq!(keys(&found), keys(&whole));
    let by_name = run(
        &machine(SpsOptions { keys_only: true, ..SpsOptions::default() }),
        "rmctl sps telnet connections get core_switches -o json",
    );
    assert_eq!(by_name.json()["key"], "8348340645707e2575e3c8");
}

#[test]
fn a_box_that_wants_a_token_is_asked_for_it_once_and_gets_it_with_every_change() {
    let sandbox = machine(SpsOptions { wants_token: true, ..SpsOptions::default() });

    let line = r#"rmctl sps config put management/email --body {"admin_address":"z@example.com"} -o json"#;
    let ran = run(&sandbox, line);

    let asked = searches(&sandbox, "/sps/api/user/info");
    let opened = sandbox.requests().iter().filter(|seen| seen.method == "POST").count();
    assert_eq!((ran.exit, asked, opened, sandbox.open_sps_transactions()), (0, 1, 2, 0), "{ran:?}");
    assert_eq!(sps(&sandbox, "config get management/email")["admin_address"], "z@example.com");
}
