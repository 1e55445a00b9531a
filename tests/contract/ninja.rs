//! `rmctl ninja` against the whole simulator of NinjaRMM v1: signatures, the clock, limits, and what is kept because of them.

use std::process::Command;

use sandbox::{
    NINJA_FIRST_SERIAL, NINJA_KEY_ID, NINJA_ODD_KEY_ID, NINJA_ODD_SECRET, NINJA_REMOTE_PASSWORD, NINJA_SECRET,
    NINJA_SHARED_NAME, NINJA_SHARED_SERIAL, Options,
};
use serde_json::{Value, json};

use crate::inside::world::World;
use crate::inside::{Ran, run, sandbox, sandbox_with};

/// The first device of every tenant, and its first alerts: of three, the first cannot be reset.
const FIRST: u64 = 4460;
const KEPT_ALERT: u64 = 457_115;
const ALERT: u64 = 457_122;
const OTHER_ALERT: u64 = 457_129;

fn free() -> World {
    World::new(Options { ninja_limits: false, ..Options::default() })
}

fn limited() -> World {
    World::new(Options::default())
}

fn done(ran: &Ran) -> Value {
    assert_eq!((ran.exit, &*ran.stderr), (0, ""), "{ran:?}");
    ran.json()
}

fn code(ran: &Ran) -> (u8, Value) {
    (ran.exit, ran.error()["code"].clone())
}

fn ids(list: &Value) -> Vec<u64> {
    list.as_array().unwrap().iter().map(|record| record["id"].as_u64().unwrap()).collect()
}

fn lists(sandbox: &sandbox::Sandbox) -> usize {
    sandbox.requests().iter().filter(|seen| seen.path == "/v1/devices").count()
}

#[test]
fn a_ping_says_that_the_key_is_accepted() {
    let sandbox = sandbox();

    let ran = run(&sandbox, "rmctl ninja ping");

    assert_eq!((ran.exit, &*ran.stdout), (0, ""), "{ran:?}");
    assert!(ran.stderr.contains("the API answers and accepts the key"), "{ran:?}");
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn lists_are_whole_whatever_their_length_and_customers_keep_their_names() {
    let sandbox = sandbox_with(Options { devices: 60, ..Options::default() });

    let devices = done(&run(&sandbox, "rmctl ninja devices list -o json"));
    let customers = done(&run(&sandbox, "rmctl ninja customers list -o json"));
    let customer = done(&run(&sandbox, "rmctl ninja customers get 5 -o json"));

    assert_eq!(ids(&devices), (FIRST..FIRST + 60).collect::<Vec<_>>());
    assert_eq!((ids(&customers), &customers[4]["name"]), (vec![1, 2, 5, 9, 12], &json!("Harbour")));
    assert_eq!(customer, json!({"id": 5, "name": "東京 倉庫", "description": ""}));
}

#[test]
fn one_device_comes_with_its_software_and_a_list_without() {
    let sandbox = sandbox();

    let one = done(&run(&sandbox, &format!("rmctl ninja devices get {FIRST} -o json")));
    let list = done(&run(&sandbox, "rmctl ninja devices list -o json"));
    let none = run(&sandbox, "rmctl ninja devices get 1 -o json");

    assert_eq!(
        (&one["display_name"], &one["system"]["bios_serial_number"]),
        (&json!("SITE-A-PC"), &json!(NINJA_FIRST_SERIAL))
    );
    assert!(one["software"][0]["name"].is_string(), "{one}");
    assert_eq!(list[0].get("software"), None);
    assert_eq!(
        (code(&none), &none.error()["vendor_message"]),
        ((3, json!("not_found")), &json!("The entity does not exist"))
    );
}

#[test]
fn a_number_that_no_double_holds_comes_out_as_it_went_in() {
    let ran = run(&sandbox(), "rmctl ninja devices get 4473 -o json");

    assert!(ran.stdout.contains("9007199254740993"), "{}", ran.stdout);
}

#[test]
fn alerts_since_one_are_those_that_came_after_it() {
    let sandbox = sandbox();

    let all = ids(&done(&run(&sandbox, "rmctl ninja alerts list -o json")));
    let later = ids(&done(&run(&sandbox, &format!("rmctl ninja alerts list --since {ALERT} -o json"))));

    assert_eq!((all[0], all[1], &all[2..]), (KEPT_ALERT, ALERT, &*later));
    assert_eq!(sandbox.requests()[1].path, format!("/v1/alerts/since/{ALERT}"));
}

#[test]
fn what_may_be_reset_is_reset_and_gone() {
    let sandbox = sandbox();

    let asked = run(&sandbox, &format!("rmctl ninja alerts reset {ALERT} -o json"));
    let reset = run(&sandbox, &format!("rmctl ninja alerts reset {ALERT} --yes -o json"));
    let left = ids(&done(&run(&sandbox, "rmctl ninja alerts list -o json")));
    let again = run(&sandbox, &format!("rmctl ninja alerts reset {ALERT} --yes -o json"));

    assert_eq!((code(&asked), reset.exit), ((2, json!("usage")), 0), "{reset:?}");
    assert!(left.contains(&OTHER_ALERT) && !left.contains(&ALERT), "{left:?}");
    assert_eq!((code(&again), &*again.stdout), ((3, json!("not_found")), ""));
}

fn deletions(world: &World) -> usize {
    world.lines().iter().filter(|line| line.starts_with("DELETE")).count()
}

#[test]
fn what_may_not_be_reset_or_is_not_there_is_said_and_nothing_is_sent() {
    let world = free();

    let kept = world.run(&format!("rmctl ninja alerts reset {KEPT_ALERT} --yes -o json"));
    let unknown = world.run("rmctl ninja alerts reset 5 --yes -q -o json");

    assert_eq!((code(&kept), code(&unknown)), ((13, json!("rejected")), (3, json!("not_found"))));
    let (kept, unknown) = (kept.error(), unknown.error());
    assert!(kept["message"].as_str().unwrap().contains("`can_reset: false`"), "{kept}");
    assert!(kept["hint"].as_str().unwrap().contains(&format!("devices get {FIRST}")), "{kept}");
    assert_eq!(unknown["hint"], "`rmctl ninja alerts list` lists those that are open");
    assert_eq!(deletions(&world), 0);
}

#[test]
fn of_several_alerts_each_ends_for_itself() {
    let world = free();

    let ran = world.run(&format!("rmctl ninja alerts reset {ALERT} {KEPT_ALERT} 5 {OTHER_ALERT} --yes -o json"));

    let found = ran.json();
    let mut states: Vec<String> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|item| format!("{} {} {}", item["id"], item["status"], item["error"]["code"]))
        .collect();
    states.sort();
    assert_eq!(ran.exit, 9, "{ran:?}");
    assert_eq!(
        states,
        [
            format!(r#""{KEPT_ALERT}" "failed" "rejected""#),
            format!(r#""{ALERT}" "done" null"#),
            format!(r#""{OTHER_ALERT}" "done" null"#),
            r#""5" "failed" "not_found""#.to_owned(),
        ]
    );
    assert_eq!(deletions(&world), 2);
}

#[test]
fn neither_a_dry_run_nor_a_profile_for_reading_resets_anything() {
    let world = free();
    let line = format!("rmctl ninja alerts reset {ALERT} --yes -o json");

    let dry = world.run(&format!("{line} --dry-run"));
    let reading = world.run_but(&line, &[("RMCTL_READ_ONLY", "true")]);

    assert_eq!((dry.exit, &dry.json()["method"]), (0, &json!("DELETE")), "{dry:?}");
    assert_eq!(dry.json()["headers"]["authorization"], format!("NJ {NINJA_KEY_ID}:<hidden>"));
    assert_eq!(code(&reading), (5, json!("forbidden")), "{reading:?}");
    assert_eq!(deletions(&world), 0);
}

#[test]
fn the_password_in_a_link_is_shown_to_nobody_who_did_not_ask() {
    let world = free();
    let lines = ["table", "wide", "json", "ndjson", "yaml", "csv", "tsv", "name"]
        .map(|format| format!("rmctl ninja devices list -o {format}"));
    let more = [
        "rmctl ninja devices list --columns id,remote_control_url",
        "rmctl ninja devices list -o csv --columns remote_control_url",
        "rmctl ninja devices get 4460 -o json -vvv",
        "rmctl ninja devices list -o json --jq .[].remote_control_url",
        "rmctl ninja devices list --filter remote_control_url~canary -o json",
        "rmctl api ninja GET /v1/devices",
        "rmctl api ninja GET /v1/devices/4460 -vvv",
    ];

    for line in lines.iter().map(String::as_str).chain(more) {
        let ran = world.run(line);
        assert_eq!(ran.exit, 0, "{line}: {ran:?}");
        assert!(!ran.stdout.contains(NINJA_REMOTE_PASSWORD) && !ran.stderr.contains(NINJA_REMOTE_PASSWORD), "{line}");
        assert!(!ran.stderr.contains(NINJA_SECRET), "{line}");
    }
    let shown = done(&world.run("rmctl ninja devices get 4460 --show-secrets -o json"));
    let hidden = done(&world.run("rmctl ninja devices get 4460 -o json"));
    assert!(shown["remote_control_url"].as_str().unwrap().contains(NINJA_REMOTE_PASSWORD));
    assert_eq!(hidden["remote_control_url"], "<hidden>");
}

#[test]
fn one_list_finds_devices_by_name_serial_and_customer() {
    let world = limited();
    let get = |way: &str| world.run(&format!("rmctl ninja devices get {way} -o json"));

    let by_name = get("--by-name site-a-pc");
    let by_serial = get(&format!("--by-serial {NINJA_FIRST_SERIAL}"));
    let of_customer = get("--by-customer Harbour");

    assert_eq!((by_name.exit, by_serial.exit, of_customer.exit), (0, 0, 0), "{by_name:?} {of_customer:?}");
    assert_eq!((&by_name.json()["id"], &by_serial.json()["id"]), (&json!(FIRST), &json!(FIRST)));
    let customers: Vec<Value> =
        of_customer.json().as_array().unwrap().iter().map(|device| device["customer_id"].clone()).collect();
    assert!(customers.len() > 1 && customers.iter().all(|id| *id == 12), "{customers:?}");
    assert_eq!(lists(&world.sandbox), 1);
}

#[test]
fn what_two_devices_share_names_neither() {
    let world = limited();

    let serial = world.run(&format!("rmctl ninja devices get --by-serial {NINJA_SHARED_SERIAL} -q -o json"));
    let name = world.run(&format!("rmctl ninja devices get --by-name {NINJA_SHARED_NAME} -q -o json"));
    let nobody = world.run("rmctl ninja devices get --by-serial X -q -o json");

    assert_eq!((code(&serial), code(&name)), ((11, json!("ambiguous")), (11, json!("ambiguous"))));
    assert_eq!(code(&nobody), (3, json!("not_found")));
    let both = |ran: &Ran, ids: [&str; 2]| ids.iter().all(|id| ran.error()["message"].as_str().unwrap().contains(id));
    assert!(both(&serial, ["4468", "4469"]) && both(&name, ["4470", "4471"]), "{serial:?} {name:?}");
}

fn followed(ran: &Ran) -> Vec<u64> {
    ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_u64().unwrap()).collect()
}

#[test]
fn alerts_are_followed_minute_by_minute_within_the_limit_and_taken_up_again() {
    let world = limited();
    let newest = *ids(&done(&world.run("rmctl ninja alerts list -o json --no-cache"))).last().unwrap();

    let first = world.run_through(3, "rmctl ninja alerts follow -o ndjson");
    world.pass(120);
    let later = world.run_through(1, "rmctl ninja alerts follow --resume -o ndjson");

    assert_eq!((first.exit, later.exit), (130, 130), "{first:?} {later:?}");
    assert_eq!(followed(&first), [newest + 7, newest + 14, newest + 21]);
    assert_eq!(followed(&later), [newest + 28, newest + 35, newest + 42]);
    assert!(!world.lines().iter().any(|line| line.contains("DELETE")));
}

#[test]
fn a_following_of_hours_stays_within_the_limit_of_the_vendor() {
    let world = limited();

    let ran = world.run_through(40, "rmctl ninja alerts follow --since 0 -o ndjson");

    assert_eq!((ran.exit, &*ran.stderr), (130, "error: interrupted\n"));
    let ids = followed(&ran);
    assert!(ids.len() >= 12 + 35, "{}", ids.len());
    assert!(ids.windows(2).all(|pair| pair[1] == pair[0] + 7), "{ids:?}");
    assert_eq!(world.lines().len(), ids.len() - 11, "each look finds one new alert, and the first one those of before");
}

#[test]
fn a_clock_that_is_half_an_hour_off_is_said_by_how_much() {
    let world = World::new(Options { ninja_clock_ahead: 1800, ..Options::default() });

    let ran = world.run("rmctl ninja devices list -o json");

    assert_eq!(code(&ran), (4, json!("unauthenticated")), "{ran:?}");
    assert!(ran.stderr.contains("30 min"), "{ran:?}");
    assert!(ran.error()["hint"].as_str().unwrap().contains("CLOCK_SKEW=auto"), "{ran:?}");
    assert_eq!(world.lines().len(), 1);
}

#[test]
fn a_profile_that_allows_it_signs_with_the_time_of_the_server() {
    for ahead in [1800, -1800] {
        let world = World::new(Options { ninja_clock_ahead: ahead, ..Options::default() });
        let profile = format!(
            "[profiles.field]\nvendor = \"ninja\"\nurl = \"{}\"\naccess_key_id = \"{NINJA_KEY_ID}\"\nsecret_access_key = {{ env = \"FIELD_SECRET\" }}\nclock_skew = \"auto\"\n",
            world.sandbox.origin()
        );
        std::fs::write(world.folder.path().join("config.toml"), profile).unwrap();

        let ran = world.run_but("rmctl ninja devices list -p field -o json", &[("FIELD_SECRET", NINJA_SECRET)]);

        assert_eq!((ran.exit, ids(&ran.json()).len()), (0, 24), "{ran:?}");
        assert_eq!(world.lines(), ["GET /v1/devices", "GET /v1/devices"]);
    }
}

#[test]
fn a_clock_that_is_a_little_off_is_no_matter() {
    let world = World::new(Options { ninja_clock_ahead: 840, ..Options::default() });

    let ran = world.run("rmctl ninja customers list -o json");

    assert_eq!((ran.exit, &*ran.stderr), (0, ""), "{ran:?}");
}

#[test]
fn the_eleventh_list_is_refused_here_with_the_seconds_to_wait() {
    let world = limited();
    let exits = [(); 10].map(|()| {
        world.pass(1);
        world.run("rmctl ninja devices list --no-cache -o json").exit
    });

    let refused = world.run("rmctl ninja customers list --no-cache -o json");

    assert_eq!((exits, code(&refused)), ([0; 10], (6, json!("rate_limited"))));
    let error = refused.error();
    let seconds = error["retry_after"].as_u64().unwrap();
    assert!((590..=600).contains(&seconds), "{error}");
    assert_eq!(error["hint"], json!(format!("`--wait={}` waits for it", seconds + 1)));
    assert_eq!(world.lines().len(), 10);
    assert_eq!(world.run("rmctl ninja devices get 4460 -o json").exit, 0, "entities have a limit of their own");
}

#[test]
fn whoever_may_wait_gets_the_list_when_the_window_has_passed() {
    let world = limited();
    for _ in 0..10 {
        world.run("rmctl ninja devices list --no-cache -o json");
    }

    let waited = world.run("rmctl ninja devices list --no-cache --wait=700 -o json");

    assert_eq!((waited.exit, ids(&waited.json()).len()), (0, 24), "{waited:?}");
    assert!((590..=602).contains(&world.age()), "{}", world.age());
    assert!(waited.stderr.contains("waiting 10 min 1 s for a turn"), "{}", waited.stderr);
}

#[test]
fn a_limit_that_others_used_up_is_the_vendor_s_refusal() {
    let world = limited();
    let elsewhere = |number: usize| world.folder.path().join(number.to_string()).display().to_string();
    for number in 0..10 {
        world.run_but("rmctl ninja devices list --no-cache -o json", &[("RMCTL_STATE_DIR", &elsewhere(number))]);
    }

    let refused = world.run("rmctl ninja devices list --no-cache -o json");

    assert_eq!(code(&refused), (6, json!("rate_limited")), "{refused:?}");
    assert_eq!((&refused.error()["http_status"], world.lines().len()), (&json!(429), 11));
}

#[test]
fn the_second_list_costs_nothing_and_says_how_old_it_is() {
    let world = limited();
    let first = world.run("rmctl ninja devices list -o json");
    world.pass(90);

    let second = world.run("rmctl ninja devices list -o json");

    assert_eq!((second.exit, &second.stdout, first.stderr.as_str()), (0, &first.stdout, ""));
    assert!(second.stderr.contains("1 min 30 s old") && second.stderr.contains("--no-cache"), "{}", second.stderr);
    assert_eq!(lists(&world.sandbox), 1);
}

#[test]
fn whoever_wants_a_new_list_asks_the_vendor() {
    let world = limited();
    world.run("rmctl ninja devices list");
    world.pass(30);

    let asked = ["--no-cache", "--max-age=0", "--max-age=29", "--max-age=31"].map(|flag| {
        let ran = world.run(&format!("rmctl ninja devices list {flag} -o name"));
        world.pass(30);
        (ran.exit, lists(&world.sandbox))
    });

    assert_eq!(asked, [(0, 2), (0, 3), (0, 4), (0, 4)]);
    world.pass(600);
    world.run("rmctl ninja devices list");
    assert_eq!(lists(&world.sandbox), 5, "nothing is kept for longer than the window");
}

#[test]
fn a_reset_ends_the_list_of_alerts_that_was_kept_and_no_other() {
    let world = limited();
    world.run("rmctl ninja devices list -o json");
    let before = ids(&done(&world.run("rmctl ninja alerts list -o json")));

    let reset = world.run(&format!("rmctl ninja alerts reset {ALERT} --yes -q -o json"));
    let after = ids(&done(&world.run("rmctl ninja alerts list -o json")));
    world.run("rmctl ninja devices list -o json");

    assert_eq!((reset.exit, after.len()), (0, before.len() - 1), "{reset:?}");
    assert_eq!(lists(&world.sandbox), 1);
}

#[test]
fn what_is_kept_is_of_one_key() {
    let world = limited();
    world.run("rmctl ninja devices list");

    let other = [("RMCTL_NINJA_ACCESS_KEY_ID", NINJA_ODD_KEY_ID), ("RMCTL_NINJA_SECRET_ACCESS_KEY", NINJA_ODD_SECRET)];
    let ran = world.run_but("rmctl ninja devices list -o name", &other);

    assert_eq!((ran.exit, lists(&world.sandbox)), (0, 2), "{ran:?}");
}

#[test]
fn a_key_of_another_length_is_warned_of_and_works() {
    let odd = [("RMCTL_NINJA_ACCESS_KEY_ID", NINJA_ODD_KEY_ID), ("RMCTL_NINJA_SECRET_ACCESS_KEY", NINJA_ODD_SECRET)];

    let ran = free().run_but("rmctl ninja customers list -o json", &odd);

    assert_eq!((ran.exit, ids(&ran.json()).len()), (0, 5), "{ran:?}");
    assert!(ran.stderr.contains("warning: ") && !ran.stderr.contains(NINJA_ODD_SECRET), "{ran:?}");
}

#[test]
fn a_key_with_blanks_is_refused_before_anything_is_sent() {
    let world = free();
    let with = |name: &'static str, value: &'static str| world.run_but("rmctl ninja ping -o json", &[(name, value)]);

    let id = with("RMCTL_NINJA_ACCESS_KEY_ID", "SBX7Q2M9K4 T6W8Z1C3V5");
    let secret = with("RMCTL_NINJA_SECRET_ACCESS_KEY", "blank canary");

    assert_eq!((code(&id), code(&secret)), ((2, json!("usage")), (2, json!("usage"))), "{id:?} {secret:?}");
    assert!(!secret.stderr.contains("canary"), "{secret:?}");
    assert_eq!(world.lines(), [""; 0]);
}

#[test]
fn an_unknown_key_and_a_wrong_secret_are_exit_4() {
    let world = free();
    let wrong = "0".repeat(40);

    let unknown = world.run_but("rmctl ninja ping -o json", &[("RMCTL_NINJA_ACCESS_KEY_ID", "AAAABBBBCCCCDDDDEEEE")]);
    let secret = world.run_but("rmctl ninja ping -o json", &[("RMCTL_NINJA_SECRET_ACCESS_KEY", &wrong)]);

    assert_eq!((code(&unknown), code(&secret)), ((4, json!("unauthenticated")), (4, json!("unauthenticated"))));
    assert_eq!(world.lines().len(), 2);
}

#[test]
fn a_signature_may_stand_on_a_date_header_of_the_vendor_s() {
    let world = free();

    let ran = world.run_but("rmctl ninja customers list -o json", &[("RMCTL_NINJA_DATE_HEADER", "x-nj-date")]);

    assert_eq!((ran.exit, ids(&ran.json()).len()), (0, 5), "{ran:?}");
}

#[test]
#[cfg(unix)]
fn the_curl_line_of_a_signed_request_gets_what_the_program_gets() {
    let world = World::new(Options { ninja_limits: false, ..Options::default() });
    let line = world.run("rmctl ninja devices get 4460 --print-curl");
    let own = done(&world.run("rmctl ninja devices get 4460 --show-secrets -o json"));
    // The simulator's time is the one of the tests; the line takes the one of the machine.
    let script = format!("date() {{ echo 'Fri, 15 Jan 2027 08:00:00 GMT'; }}; {}", line.stdout);

    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).envs(world.variables(&[]));
    let output = shell.output().unwrap();

    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    assert_eq!((line.exit, answer), (0, own));
    assert!(!line.stdout.contains(NINJA_SECRET));
}
