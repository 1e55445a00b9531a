//! The commands that span accounts, against all simulators at once.
#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

mod support;

use std::collections::BTreeSet;
use std::io::BufReader;

use sandbox::{Fault, Misbehaviour, Options, RMS_TOKEN_EXPIRED, Sandbox};
use serde_json::{Value, json};
use support::{Home, Outcome, World, next_line};

const MEMBERS: [&str; 15] = [
    "vendor",
    "profile",
    "id",
    "serial",
    "name",
    "model",
    "kind",
    "site",
    "tags",
    "status",
    "last_seen",
    "firmware",
    "addresses",
    "macs",
    "url",
];

fn records(outcome: &Outcome) -> Vec<Value> {
    outcome.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn texts<'r>(records: &'r [Value], member: &str) -> Vec<&'r str> {
    records.iter().filter_map(|record| record[member].as_str()).collect()
}

/// Two profiles of RMS at one simulator; the second has the token given.
fn two_profiles(token: &str) -> (Home, Sandbox) {
    let sandbox = Sandbox::start(Options { devices: 3, ..Options::default() }).unwrap();
    let url = format!("{}/rms/api", sandbox.origin());
    let home = Home::new().with("TOKEN_A", sandbox::RMS_TOKEN).with("TOKEN_B", token);
    home.write_config(&format!(
        "[profiles.north]\nvendor = \"rms\"\nurl = \"{url}\"\ntoken = {{ env = \"TOKEN_A\" }}\n\n\
         [profiles.south]\nvendor = \"rms\"\nurl = \"{url}\"\ntoken = {{ env = \"TOKEN_B\" }}\n"
    ));
    (home, sandbox)
}

#[test]
fn every_vendor_that_the_environment_configures_is_asked_and_every_record_has_every_member() {
    let world = World::new();

    let outcome = world.run("inventory -o json");

    assert_eq!((outcome.exit, outcome.stderr.as_str()), (0, ""));
    let records: Vec<Value> = serde_json::from_str(&outcome.stdout).unwrap();
    let vendors: BTreeSet<&str> = texts(&records, "vendor").into_iter().collect();
    assert_eq!(vendors, BTreeSet::from(["rms", "beyondtrust", "cisco", "sps", "ninja", "ninjaone"]));
    let members = |record: &Value| record.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert!(records.iter().all(|record| members(record) == MEMBERS));
    let names: BTreeSet<(&str, &str)> = texts(&records, "vendor").into_iter().zip(texts(&records, "id")).collect();
    assert_eq!(names.len(), records.len());
}

#[test]
fn a_table_has_the_accounts_one_after_the_other() {
    let world = World::new();

    let outcome = world.run("inventory -o table --columns vendor --no-header");

    let mut vendors: Vec<&str> = outcome.stdout.lines().map(str::trim).collect();
    vendors.dedup();
    assert_eq!(vendors, ["rms", "beyondtrust", "cisco", "sps", "ninja", "ninjaone"]);
}

#[test]
fn few_requests_are_enough() {
    let world = World::new();

    let outcome = world.run("inventory -o name --vendor rms --vendor ninjaone --vendor cisco");

    assert_eq!(outcome.exit, 0);
    let mut asked: Vec<String> = world.asked().into_iter().filter(|line| line.starts_with("GET ")).collect();
    asked.sort();
    // NinjaOne says neither how many there are nor that a page is the last: an empty one is.
    assert_eq!(
        asked,
        [
            "GET /iam/users/me",
            "GET /nbapi/edm/v1/devices",
            "GET /nbapi/ei/v1/agents",
            "GET /rms/api/devices",
            "GET /v2/devices-detailed",
            "GET /v2/devices-detailed",
            "GET /v2/organizations",
            "GET /v2/organizations",
        ]
    );
}

#[test]
fn names_that_several_lists_need_are_asked_for_once() {
    let world = World::new();

    let outcome = world.run("inventory -o name --vendor beyondtrust --include jump-items");

    let asked = world.asked().into_iter().filter(|line| line.ends_with("/jump-group")).count();
    assert_eq!((outcome.exit, asked), (0, 1));
}

#[test]
fn what_people_want_to_see_is_chosen_by_flags_and_by_filters() {
    let world = World::new();

    let offline = records(&world.run("inventory --offline -o ndjson"));
    let tagged = records(&world.run("inventory --tag WEST --site example -o ndjson --vendor rms"));
    let matched = records(&world.run("inventory --match 00-1e-42-5a-31-c7 -o ndjson"));
    let filtered = records(&world.run("inventory --filter kind=switch --filter vendor!=ninja --sort -name -o ndjson"));
    let silent = records(&world.run("inventory --vendor ninjaone --stale 300 -o ndjson"));

    assert!(!offline.is_empty() && offline.iter().all(|device| device["status"] == "offline"));
    assert!(tagged.is_empty());
    assert_eq!(texts(&matched, "id"), ["70810"]);
    assert_eq!(texts(&filtered, "vendor"), ["rms", "rms", "ninjaone"]);
    assert_eq!(silent.len(), 1);
}

#[test]
fn the_limit_is_on_the_whole() {
    let world = World::new();

    let outcome = world.run("inventory --limit 5 -o name");

    assert_eq!((outcome.exit, outcome.stdout.lines().count()), (0, 5));
}

#[test]
fn a_wider_sense_of_device_is_asked_for() {
    let world = World::new();

    let kinds = |line: &str| -> BTreeSet<String> {
        texts(&records(&world.run(line)), "kind").into_iter().map(str::to_owned).collect()
    };
    let narrow = kinds("inventory --vendor beyondtrust --vendor sps -o ndjson");
    let wide = kinds(
        "inventory --vendor beyondtrust --vendor sps --include jump-items --include connection-targets -o ndjson",
    );

    assert_eq!(narrow, BTreeSet::from(["appliance", "jump_client"].map(str::to_owned)));
    assert_eq!(wide, BTreeSet::from(["appliance", "connection_target", "jump_client", "jump_item"].map(str::to_owned)));
}

#[test]
fn a_machine_that_several_vendors_know_is_shown_once_with_its_sources() {
    let world = World::new();

    let merged = world.run("inventory --merge -o json").json();

    let sources = |device: &Value| {
        let name =
            |source: &Value| format!("{} {}", source["vendor"].as_str().unwrap(), source["id"].as_str().unwrap());
        device["sources"].as_array().unwrap().iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let shared: Vec<String> = merged
        .as_array()
        .unwrap()
        .iter()
        .map(sources)
        .filter(|sources| sources.split(", ").map(|source| source.split(' ').next()).collect::<BTreeSet<_>>().len() > 1)
        .collect();
    assert_eq!(
        shared,
        [
            "rms 70815, ninja 4478",
            "cisco ESR-6300-CON-K9+FCW24470006, cisco agent-4, ninjaone 1047",
            "ninja 4482, ninjaone 1025",
        ]
    );
}

#[test]
fn an_account_that_fails_is_a_warning_and_the_rest_is_printed() {
    let (home, _sandbox) = two_profiles(RMS_TOKEN_EXPIRED);

    let people = home.run("inventory -o name");
    let scripts = home.run("inventory -o json");

    assert_eq!((people.exit, people.stdout.as_str()), (9, "70810\n70811\n70812\n"));
    assert!(
        people.stderr.starts_with("warning: profile `south` of rms: cannot list devices: 401"),
        "{}",
        people.stderr
    );
    assert!(
        people.stderr.contains("\nhint: `rmctl auth login -p south` stores another secret\nerror: 1 of 2 failed: ")
    );
    assert_eq!(scripts.json().as_array().unwrap().len(), 3);
    let error = scripts.error();
    assert_eq!((&error["code"], &error["exit"]), (&json!("partial"), &json!(9)));
    assert_eq!(
        error["causes"],
        json!([{
            "id": "south",
            "code": "unauthenticated",
            "message": "cannot list devices: 401: Unauthorized.",
            "hint": "`rmctl auth login -p south` stores another secret",
            "http_status": 401,
            "retry_after": null,
        }])
    );
}

#[test]
fn all_that_fail_alike_are_their_own_failure_and_nothing_is_printed() {
    let (home, _sandbox) = two_profiles(RMS_TOKEN_EXPIRED);
    let home = home.with("TOKEN_A", RMS_TOKEN_EXPIRED);

    let outcome = home.run("inventory -o json");

    assert_eq!((outcome.exit, outcome.stdout.as_str()), (4, ""));
}

#[test]
fn strict_prints_nothing_where_one_has_failed() {
    let (home, _sandbox) = two_profiles(RMS_TOKEN_EXPIRED);

    let outcome = home.run("inventory --strict -o json");

    assert_eq!((outcome.exit, outcome.stdout.as_str()), (9, ""));
    assert_eq!(outcome.error()["causes"][0]["id"], "south");
}

#[test]
fn profiles_and_vendors_are_chosen_by_name_and_none_is_a_mistake() {
    let (home, _sandbox) = two_profiles(RMS_TOKEN_EXPIRED);

    let one = home.run("inventory -p north -o name");
    let twice = home.run("inventory -p north -p north -o name");
    let unknown = home.run("inventory -p nort");
    let other = home.run("inventory --vendor cisco");
    let nothing = Home::new().run("inventory");

    assert_eq!((one.exit, one.stdout.lines().count()), (0, 3));
    assert_eq!(twice, one);
    assert_eq!(unknown.exit, 2);
    assert!(unknown.stderr.starts_with("error: there is no profile `nort`"), "{}", unknown.stderr);
    assert!(other.stderr.starts_with("error: no account of `cisco` is configured\n"), "{}", other.stderr);
    assert!(nothing.stderr.starts_with("error: no account is configured\n"), "{}", nothing.stderr);
}

#[test]
fn the_first_lines_come_while_another_vendor_has_not_answered() {
    let silence = Fault::at("/v2/devices-detailed", Misbehaviour::Silence);
    let world = World::new().having(silence.times(u64::MAX));

    let mut child = world.home.start("inventory --vendor ninjaone --vendor rms -o ndjson");
    let first: Value = serde_json::from_str(&next_line(&mut BufReader::new(child.stdout.take().unwrap()))).unwrap();

    assert_eq!((first["vendor"].as_str(), child.try_wait().unwrap()), (Some("rms"), None));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn ctrl_c_while_another_vendor_has_not_answered_is_130_and_what_came_is_a_whole_list() {
    let silence = Fault::at("/v2/devices-detailed", Misbehaviour::Silence);
    let world = World::new().having(silence.times(u64::MAX));
    let devices = records(&world.run("inventory --vendor rms -o ndjson"));

    let mut child = world.home.start("inventory --vendor ninjaone --vendor rms -o json");
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut printed = next_line(&mut stdout) + &next_line(&mut stdout);
    let signalled = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    std::io::Read::read_to_string(&mut stdout, &mut printed).unwrap();
    let ended = support::outcome(child);

    assert!(signalled.success());
    assert_eq!(ended.exit, 130, "{}", ended.stderr);
    assert_eq!(serde_json::from_str::<Vec<Value>>(&printed).unwrap(), devices);
    let told: Value = serde_json::from_str(&ended.stderr).unwrap();
    assert_eq!(told["error"]["code"], "interrupted", "{told}");
}

#[test]
fn a_list_that_ends_too_early_is_partial() {
    let page = json!({"success": true, "data": [{"id": 1, "name": "a"}], "meta": {"total": 2}});
    let short = Misbehaviour::Answer { status: 200, headers: Vec::new(), body: page.to_string() };
    let world = World::new().having(Fault::at("/rms/api/devices", short).times(u64::MAX));

    let outcome = world.run("inventory --vendor rms -o name");

    assert_eq!((outcome.exit, outcome.stdout.as_str()), (9, "1\n"));
    assert_eq!(outcome.stderr, "error: cannot list devices to the end: 1 of 2 came, then the vendor sent no more\n");
}

#[test]
fn names_steer_no_terminal_and_raw_records_keep_their_secrets_hidden() {
    let world = World::new();

    let table = world.run("inventory");
    let raw = world.run("inventory --raw --vendor ninja -o ndjson");

    assert!(!table.stdout.contains('\u{1b}') && !table.stdout.contains('\u{9b}'));
    assert!(table.stdout.contains("Depot ␛]0;owned"));
    assert!(!raw.stdout.contains(sandbox::NINJA_REMOTE_PASSWORD));
    assert_eq!(records(&raw)[0]["raw"]["remote_control_url"], "<hidden>");
    assert_eq!(records(&raw)[0]["raw"]["id"], 4460);
}
