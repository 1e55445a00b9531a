//! `rmctl ninjaone` against the whole simulator: lists to their end, filters, times, secrets, workflows and logins.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicI64, Ordering};

use sandbox::{
    NINJAONE_CANARY, NINJAONE_CLIENT_SECRET, NINJAONE_FIRST_DEVICE, NINJAONE_NATIVE_CLIENT_ID,
    NINJAONE_READING_CLIENT_ID, NINJAONE_READING_CLIENT_SECRET, NINJAONE_SHARED_SERIAL, Options, Sandbox,
};
use serde_json::{Value, json};

use crate::inside::world::World;
use crate::inside::{Ran, run, run_words, sandbox, sandbox_with};

/// A server that cuts its pages in silence.
fn capped() -> Sandbox {
    sandbox_with(Options { devices: 60, max_page: 7, ..Options::default() })
}

fn done(ran: &Ran) -> Value {
    assert_eq!((ran.exit, &*ran.stderr), (0, ""), "{ran:?}");
    ran.json()
}

fn list(sandbox: &Sandbox, line: &str) -> Vec<Value> {
    let ran = run(sandbox, &format!("rmctl ninjaone {line} -o json"));
    done(&ran).as_array().unwrap().clone()
}

fn code(ran: &Ran) -> (u8, Value) {
    (ran.exit, ran.error()["code"].clone())
}

fn member<'a>(records: &'a [Value], name: &str) -> Vec<&'a Value> {
    records.iter().map(|record| &record[name]).collect()
}

/// How many there are, and how many of them differ in these members.
fn counted(records: &[Value], names: &[&str]) -> (usize, usize) {
    let keys: std::collections::BTreeSet<String> = records
        .iter()
        .map(|record| names.iter().map(|name| record[*name].to_string()).collect::<Vec<_>>().join(" "))
        .collect();
    (records.len(), keys.len())
}

fn asked(sandbox: &Sandbox, path: &str) -> usize {
    sandbox.requests().iter().filter(|seen| seen.path.split('?').next() == Some(path)).count()
}

#[test]
fn devices_come_whole_from_a_server_that_cuts_its_pages() {
    let sandbox = capped();

    let all = list(&sandbox, "devices list-detailed");
    let waiting = list(&sandbox, "devices list --df status=PENDING");
    let some = list(&sandbox, "devices list --limit 15");

    // Two of the sixty wait for their approval, and the vendor lists them only where they are asked for.
    assert_eq!((counted(&all, &["id"]), member(&waiting, "id")), ((58, 58), vec![&json!(1019), &json!(1021)]));
    assert_eq!(member(&some, "id"), member(&all, "id")[..15]);
    assert!(asked(&sandbox, "/v2/devices-detailed") >= 9);
}

#[test]
fn reports_come_whole_by_their_cursor() {
    let whole = sandbox_with(Options { devices: 60, ..Options::default() });

    for report in ["operating-systems", "disks", "software", "logged-on-users", "windows-services"] {
        let line = format!("queries {report}");
        let (once, paged) = (list(&whole, &line), list(&capped(), &line));

        assert!(once.len() > 14, "{report}: {}", once.len());
        assert_eq!(paged, once, "{report}");
    }
}

#[test]
fn activities_come_whole_backwards_and_each_once() {
    let whole = sandbox_with(Options { devices: 60, ..Options::default() });

    let (once, paged) = (list(&whole, "activities list"), list(&capped(), "activities list"));

    assert_eq!(counted(&paged, &["id"]), (180, 180));
    assert_eq!(member(&paged, "id"), member(&once, "id"));
}

#[test]
fn all_activities_of_a_device_are_there_and_those_newer_than_one_are_no_others() {
    let capped = capped();
    for number in 0..20 {
        run(&capped, &format!("rmctl ninjaone devices update 1001 --display-name till-{number}"));
    }

    let all = list(&capped, "devices activities list 1001");
    let bound = all[12]["id"].as_u64().unwrap();
    let newer = list(&capped, &format!("devices activities list 1001 --newer-than {bound}"));

    assert!(all.len() >= 20, "{}", all.len());
    assert_eq!(counted(&all, &["id"]), (all.len(), all.len()));
    assert!(all.iter().all(|activity| activity["deviceId"] == 1001));
    assert_eq!(newer, all[..12]);
}

#[test]
fn custom_fields_come_whole_by_the_name_of_their_cursor() {
    let sandbox = capped();

    let fields = list(&sandbox, "custom-fields list");

    assert_eq!(counted(&fields, &["name"]), (14, 14));
    assert!(asked(&sandbox, "/v2/custom-fields") >= 2);
}

#[test]
fn tickets_of_a_board_come_whole_by_the_cursor_in_the_body() {
    let sandbox = capped();

    let tickets = list(&sandbox, "tickets boards run 1");
    let open = list(&sandbox, "tickets boards run 2");

    assert_eq!(counted(&tickets, &["id"]), (17, 17));
    assert!(!open.is_empty() && open.len() < 17, "{}", open.len());
    assert!(asked(&sandbox, "/v2/ticketing/trigger/board/1/run") >= 3);
}

#[test]
fn flags_of_the_filter_are_joined_and_the_vendor_sees_to_them() {
    let sandbox = sandbox_with(Options { devices: 200, max_page: 50, ..Options::default() });
    let all = list(&sandbox, "devices list");

    let found = list(&sandbox, "devices list --org 1,2 --class WINDOWS_WORKSTATION,WINDOWS_SERVER --online");
    let line = sandbox.requests().last().unwrap().path.clone();
    let grouped = list(&sandbox, "devices list --group 1 --online=false");
    let free = run_words(
        &sandbox,
        ["rmctl", "ninjaone", "devices", "list", "--df", "class = MAC", "--org", "3", "-o", "json"]
            .map(str::to_owned)
            .into(),
    );

    let fits = |device: &&Value, orgs: &[u64], classes: &[&str], offline: bool| {
        orgs.contains(&device["organizationId"].as_u64().unwrap())
            && classes.contains(&device["nodeClass"].as_str().unwrap())
            && device["offline"] == offline
    };
    let both = ["WINDOWS_WORKSTATION", "WINDOWS_SERVER"];
    let wanted: Vec<&Value> = all.iter().filter(|device| fits(device, &[1, 2], &both, false)).collect();
    assert!(wanted.len() > 5);
    assert_eq!(found.iter().collect::<Vec<_>>(), wanted);
    assert!(
        line.contains(
            "df=org%20in%20%281%2C%202%29%20AND%20class%20in%20%28WINDOWS_WORKSTATION%2C%20WINDOWS_SERVER%29%20AND%20online&"
        ),
        "{line}"
    );
    assert!(grouped.iter().all(|device| device["nodeClass"] == "WINDOWS_SERVER" && device["offline"] == true));
    assert!(!grouped.is_empty());
    let free = done(&free);
    assert!(
        free.as_array().unwrap().iter().all(|device| device["nodeClass"] == "MAC" && device["organizationId"] == 3)
    );
}

#[test]
fn a_parameter_that_the_vendor_would_drop_in_silence_is_refused_here() {
    let sandbox = sandbox();

    let foo = run(&sandbox, "rmctl ninjaone devices list --param foo=1 -o json");
    let near = run(&sandbox, "rmctl ninjaone devices list --param pagesize=5 -o json");
    let help = run(&sandbox, "rmctl ninjaone devices list --help");

    assert_eq!((code(&foo), code(&near)), ((2, json!("usage")), (2, json!("usage"))));
    assert!(foo.error()["message"].as_str().unwrap().contains("`foo`"), "{foo:?}");
    assert!(near.stderr.contains("`pageSize`"), "{near:?}");
    assert!(help.stdout.contains("--param"), "{}", help.stdout);
    assert_eq!(sandbox.requests(), []);
}

#[test]
fn a_raw_request_is_warned_of_parameters_that_nobody_knows() {
    let sandbox = sandbox();

    let known = run(&sandbox, "rmctl api ninjaone GET /v2/devices?pageSize=3");
    let unknown = run(&sandbox, "rmctl api ninjaone GET /v2/devices?pagesize=3");

    assert_eq!((known.exit, known.stderr.as_str()), (0, ""));
    assert_eq!(known.json().as_array().unwrap().len(), 3);
    assert!(unknown.stderr.contains("warning: ") && unknown.stderr.contains("`pagesize`"), "{}", unknown.stderr);
}

#[test]
fn times_are_readable_in_tables_and_keep_every_digit_in_json() {
    let sandbox = sandbox();

    let table = run(&sandbox, "rmctl ninjaone devices list --limit 3 --columns id,lastContact");
    let json = run(&sandbox, "rmctl ninjaone devices list --limit 3 -o json");
    let raw = run(&sandbox, "rmctl api ninjaone GET /v2/devices?pageSize=3");

    let digits: Vec<&str> =
        json.stdout.split("\"lastContact\":").skip(1).map(|rest| rest.split(',').next().unwrap()).collect();
    assert_eq!(digits.len(), 3);
    assert!(digits.iter().all(|digits| digits.len() == 20 && digits.ends_with("000000")), "{digits:?}");
    assert!(digits.iter().all(|digits| raw.stdout.contains(*digits)), "{}", raw.stdout);
    let cells: Vec<&str> = table.stdout.lines().skip(1).map(|line| line.split_whitespace().nth(1).unwrap()).collect();
    assert!(cells.iter().all(|cell| cell.starts_with("2027-01-15")), "{}", table.stdout);
}

#[test]
fn secure_values_are_masked_unless_they_are_asked_for() {
    let sandbox = sandbox();
    let lines = [
        "rmctl ninjaone queries custom-fields -o json -vvv",
        "rmctl ninjaone queries custom-fields-detailed -o yaml -vvv",
        "rmctl ninjaone queries scoped-custom-fields -o csv",
        "rmctl ninjaone queries scoped-custom-fields-detailed -o ndjson -vvv",
        "rmctl ninjaone queries custom-fields --show-secrets -o json",
        "rmctl ninjaone devices custom-fields get 1001 -o json -vvv",
        "rmctl api ninjaone GET /v2/queries/custom-fields -vvv",
    ];

    for line in lines {
        let ran = run(&sandbox, line);
        assert_eq!(ran.exit, 0, "{line}: {ran:?}");
        assert!(!ran.stdout.contains(NINJAONE_CANARY) && !ran.stderr.contains(NINJAONE_CANARY), "{line}");
        assert!(!ran.stderr.contains(NINJAONE_CLIENT_SECRET), "{line}");
    }
    let asked = [
        "rmctl ninjaone queries custom-fields --show-secure-values -o json -vvv",
        "rmctl api ninjaone GET /v2/queries/custom-fields?showSecureValues=true -vvv",
        "rmctl api ninjaone GET /v2/queries/custom-fields?showSecureValues=true --paginate -vvv",
    ];
    for line in asked {
        let shown = run(&sandbox, line);
        assert!(shown.exit == 0 && shown.stdout.contains(NINJAONE_CANARY), "{line}: {shown:?}");
        assert!(!shown.stderr.contains(NINJAONE_CANARY), "a trace is no answer");
    }
}

#[test]
fn silent_devices_are_listed_the_longest_silent_first() {
    let sandbox = sandbox_with(Options { devices: 60, max_page: 7, ..Options::default() });
    let all = list(&sandbox, "devices list-detailed");
    let contact = |device: &Value| device["lastContact"].as_f64().unwrap();
    let day = |days: f64| crate::inside::NOW as f64 - days * 86_400.0;

    let year = list(&sandbox, "devices stale --days 365");
    let month = list(&sandbox, "devices stale --days 30");

    assert_eq!(member(&year, "id"), [&json!(1023)]);
    let wanted = all.iter().filter(|device| contact(device) <= day(30.0)).count();
    assert!(wanted > 1 && month.len() <= wanted, "{wanted}");
    assert_eq!(month[0]["id"], 1023);
    assert!(month.windows(2).all(|pair| contact(&pair[0]) <= contact(&pair[1])));
    // Thirty days are meant where nothing is said.
    assert_eq!(list(&sandbox, "devices stale"), month);
}

#[test]
fn what_waits_to_be_installed_is_what_the_reports_say_waits() {
    let sandbox = capped();

    let pending = list(&sandbox, "patches pending");
    let os = list(&sandbox, "patches pending --kind os --org 1");
    let reported = list(&sandbox, "queries os-patches");
    let software = list(&sandbox, "queries software-patches");

    let waits = |patch: &&Value| !["FAILED", "REJECTED", "INSTALLED"].contains(&patch["status"].as_str().unwrap());
    let wanted = reported.iter().filter(waits).count() + software.iter().filter(waits).count();
    assert!(wanted > 0 && wanted < reported.len() + software.len(), "{wanted}");
    assert_eq!(pending.len(), wanted);
    assert!(pending.iter().all(|patch| waits(&patch)));
    assert!(!os.is_empty() && os.iter().all(|patch| patch["kind"] == "os"));
}

#[test]
fn a_script_is_run_and_its_end_is_told() {
    let world = person();

    let ran = world.run("rmctl ninjaone scripts run 1001 --script 90 --parameters now --yes -o json");

    let end = done(&ran);
    assert_eq!((&end["activityResult"], &end["deviceId"]), (&json!("SUCCESS"), &json!(1001)));
    assert!(
        end["message"].as_str().unwrap_or_default().contains("done now") || end.to_string().contains("done now"),
        "{end}"
    );
    assert_eq!(world.lines().iter().filter(|line| line.contains("script/run")).count(), 1);
}

#[test]
fn a_script_that_fails_and_a_device_that_is_offline_are_exit_10() {
    let world = person();

    let failing = world.run("rmctl ninjaone scripts run 1001 --script 92 --yes -o json");
    let offline = world.run("rmctl ninjaone scripts run 1023 --script 90 --yes -o json");

    assert_eq!((code(&failing), code(&offline)), ((10, json!("wait_failed")), (10, json!("wait_failed"))));
    assert!(
        failing.stderr.contains("Exit code: 1") && offline.stderr.contains("Device is offline."),
        "{failing:?} {offline:?}"
    );
}

#[test]
fn of_several_devices_each_script_ends_for_itself() {
    let world = person();

    let ran = world.run("rmctl ninjaone scripts run 1001 1023 1007 --script 90 --yes -o json");

    let found = ran.json();
    let mut states: Vec<String> =
        found.as_array().unwrap().iter().map(|item| format!("{} {}", item["id"], item["status"])).collect();
    states.sort();
    assert_eq!(ran.exit, 9, "{ran:?}");
    assert_eq!(states, [r#""1001" "done""#, r#""1007" "done""#, r#""1023" "failed""#]);
}

#[test]
fn a_run_that_nobody_waits_for_says_where_its_end_will_be_seen() {
    let world = person();

    let handle = done(&world.run("rmctl ninjaone scripts run 1001 --script 90 --yes --no-wait -o json"));
    let newer = handle["newerThan"].to_string();
    world.pass(60);
    let told = done(&world.run(&format!("rmctl ninjaone devices activities list 1001 --newer-than {newer} -o json")));

    assert_eq!(handle["deviceId"], 1001);
    assert_eq!(told[0]["activityResult"], "SUCCESS");
}

#[test]
fn a_script_asks_first_and_runs_nowhere_when_there_is_none() {
    let world = person();

    let asked = world.run("rmctl ninjaone scripts run 1001 --script 90 -o json");
    let unknown = world.run("rmctl ninjaone scripts run 1001 --script 5 --yes -o json");

    assert_eq!((code(&asked), code(&unknown)), ((2, json!("usage")), (3, json!("not_found"))));
    assert!(!world.lines().iter().any(|line| line.contains("script/run")));
}

#[test]
fn an_alert_is_reset_once_and_gone() {
    let sandbox = sandbox_with(Options { devices: 200, ..Options::default() });
    let before = list(&sandbox, "alerts list");
    let uid = before[0]["uid"].as_str().unwrap();

    let asked = run(&sandbox, &format!("rmctl ninjaone alerts reset {uid} -o json"));
    let reset = run(&sandbox, &format!("rmctl ninjaone alerts reset {uid} --yes -o json"));
    let after = list(&sandbox, "alerts list");
    let again = run(&sandbox, &format!("rmctl ninjaone alerts reset {uid} --yes -o json"));

    assert_eq!((code(&asked), reset.exit), ((2, json!("usage")), 0), "{reset:?}");
    assert_eq!(after, before[1..]);
    assert_eq!(code(&again), (3, json!("not_found")));
}

#[test]
fn devices_are_found_by_name_serial_and_organization() {
    let sandbox = sandbox_with(Options { devices: 60, max_page: 7, ..Options::default() });
    let get = |way: &str| run(&sandbox, &format!("rmctl ninjaone devices get {way} -o json"));

    let by_name = get(&format!("--by-name {NINJAONE_FIRST_DEVICE}"));
    let by_serial = get("--by-serial SN10000026");
    let shared = get(&format!("--by-serial {NINJAONE_SHARED_SERIAL}"));
    let of_organization = get("--by-org 2");

    assert_eq!((&done(&by_name)["id"], &done(&by_serial)["id"]), (&json!(1001), &json!(1003)));
    assert_eq!(code(&shared), (11, json!("ambiguous")));
    assert!(shared.stderr.contains("1007") && shared.stderr.contains("1009"), "{shared:?}");
    let found = done(&of_organization);
    assert!(found.as_array().unwrap().len() > 5);
    assert!(found.as_array().unwrap().iter().all(|device| device["organizationId"] == 2));
}

/// A world in which a program may do what needs a person.
fn person() -> World {
    World::new(Options { ninjaone_needs_nobody: true, ..Options::default() })
}

#[test]
fn a_region_that_is_not_the_tenant_s_names_the_regions() {
    let world = person();

    let ran =
        world.run_but("rmctl ninjaone devices list -o json", &[("RMCTL_NINJAONE_CLIENT_ID", "sandbox-of-elsewhere")]);

    assert_eq!(code(&ran), (4, json!("unauthenticated")), "{ran:?}");
    assert_eq!(ran.error()["http_status"], 404);
    let hint = ran.error()["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("us, us2, eu, ca, oc, fed, jp"), "{hint}");
    assert!(world.lines().iter().all(|line| line.ends_with("oauth/token")), "{:?}", world.lines());
}

fn tokens(world: &World) -> usize {
    world.lines().iter().filter(|line| line.ends_with("oauth/token")).count()
}

#[test]
fn a_token_is_kept_between_runs_and_renewed_when_it_has_ended() {
    let world = person();

    let exits = [0, 1000, 5000].map(|seconds| {
        world.pass(seconds);
        (world.run("rmctl ninjaone devices get 1001 -o json").exit, tokens(&world))
    });

    assert_eq!(exits, [(0, 1), (0, 1), (0, 2)]);
}

#[test]
fn a_token_that_ends_in_the_middle_of_a_list_is_renewed_and_the_list_is_whole() {
    let looks = AtomicI64::new(0);
    let clock = sandbox::Clock::given(move || crate::inside::NOW + 300 * looks.fetch_add(1, Ordering::SeqCst));
    let sandbox = Sandbox::start(Options { devices: 60, max_page: 7, clock, ..Options::default() }).unwrap();

    let devices = list(&sandbox, "devices list");

    assert_eq!(counted(&devices, &["id"]), (58, 58));
    let paths: Vec<String> = sandbox.requests().iter().map(|seen| seen.path.clone()).collect();
    let logins: Vec<usize> = (0..paths.len()).filter(|place| paths[*place].ends_with("oauth/token")).collect();
    assert!(matches!(logins[..], [0, second] if second > 2 && second < paths.len() - 2), "{paths:?}");
    // The page that was refused, and no other, is asked for again.
    assert_eq!(paths[logins[1] - 1], paths[logins[1] + 1]);
}

#[test]
fn a_token_that_the_server_ends_before_its_time_is_renewed_once() {
    let world = person();
    world.run("rmctl ninjaone devices get 1001");
    world.sandbox.inject(sandbox::Fault::at("/v2/devices", refused_token()));

    let ran = world.run("rmctl ninjaone devices list -o json");

    assert_eq!(
        (ran.exit, ran.json().as_array().unwrap().len(), tokens(&world)),
        (0, list(&world.sandbox, "devices list").len(), 2),
        "{ran:?}"
    );
}

fn refused_token() -> sandbox::Misbehaviour {
    sandbox::Misbehaviour::Answer {
        status: 401,
        headers: vec![("content-type".into(), "application/json".into())],
        body: r#"{"error":"invalid_token","error_description":"Token has expired","error_code":10}"#.into(),
    }
}

#[test]
fn a_secret_that_is_wrong_is_exit_4_and_not_asked_again() {
    let world = person();

    let ran = world.run_but("rmctl ninjaone devices list -o json", &[("RMCTL_NINJAONE_CLIENT_SECRET", "wrong-canary")]);

    assert_eq!(code(&ran), (4, json!("unauthenticated")), "{ran:?}");
    assert!(!ran.stderr.contains("canary"), "{ran:?}");
    assert_eq!(world.lines(), ["POST /ws/oauth/token"]);
}

#[test]
fn an_application_that_may_only_read_changes_nothing() {
    let world = person();
    let reading = [
        ("RMCTL_NINJAONE_CLIENT_ID", NINJAONE_READING_CLIENT_ID),
        ("RMCTL_NINJAONE_CLIENT_SECRET", NINJAONE_READING_CLIENT_SECRET),
    ];

    let read = world.run_but("rmctl ninjaone devices get 1001 -o json", &reading);
    let change = world.run_but("rmctl ninjaone devices update 1001 --display-name x -o json", &reading);

    assert_eq!((read.exit, code(&change)), (0, (5, json!("forbidden"))), "{change:?}");
    assert_ne!(done(&world.run("rmctl ninjaone devices get 1001 -o json"))["displayName"], "x");
}

#[test]
fn what_needs_a_person_says_how_a_person_logs_in() {
    let world = World::new(Options::default());

    let ran = world.run("rmctl ninjaone scripts run 1001 --script 90 --yes -o json");

    assert_eq!(code(&ran), (5, json!("forbidden")), "{ran:?}");
    assert_eq!(ran.error()["vendor_code"], "user_context_required");
    assert!(ran.error()["hint"].as_str().unwrap().contains("rmctl auth login"), "{ran:?}");
}

#[test]
fn an_old_tenant_has_its_tokens_at_the_other_path() {
    let world = World::new(Options { ninjaone_old_oauth: true, ..Options::default() });

    let ran = world.run("rmctl ninjaone devices get 1001 -o json");

    assert_eq!(done(&ran)["id"], 1001);
    assert_eq!(world.lines()[..2], ["POST /ws/oauth/token", "POST /oauth/token"]);
}

/// `GET` of a plain address, and the head of its answer.
fn get(address: &str) -> String {
    let url = url::Url::parse(address).unwrap();
    let mut stream = TcpStream::connect((url.host_str().unwrap(), url.port().unwrap())).unwrap();
    let path = &url[url::Position::BeforePath..];
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", url.authority()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// A browser: it opens the vendor's page, where a person agrees at once, and goes where it is sent.
fn agree(page: &str) -> Result<(), String> {
    let answer = get(page);
    let place = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default().to_owned();
    // The program answers only when it has come back from here.
    std::thread::spawn(move || get(&place));
    Ok(())
}

#[test]
fn a_person_logs_in_runs_a_script_and_stays_logged_in() {
    let world = World::new(Options::default());
    let none = [("RMCTL_NINJAONE_CLIENT_ID", ""), ("RMCTL_NINJAONE_CLIENT_SECRET", ""), ("RMCTL_NINJAONE_URL", "")];
    let login = format!(
        "rmctl auth login -p me --vendor ninjaone --url {} --client-id {NINJAONE_NATIVE_CLIENT_ID} -vvv",
        world.sandbox.origin()
    );
    let script = "rmctl ninjaone scripts run 1001 --script 90 -p me --yes -o json";

    let login = world.run_browsing(&login, &none, agree);
    let first = world.run_but(script, &none);
    let before = tokens(&world);
    world.pass(7200);
    let second = world.run_but(script, &none);

    assert_eq!((login.exit, first.exit, second.exit), (0, 0, 0), "{login:?} {first:?} {second:?}");
    assert!(login.stderr.contains("profile `me` is logged in"), "{}", login.stderr);
    assert_eq!(
        (&first.json()["activityResult"], &second.json()["activityResult"]),
        (&json!("SUCCESS"), &json!("SUCCESS"))
    );
    assert_eq!((before, tokens(&world)), (1, 2));
    let forms: Vec<String> = world
        .sandbox
        .requests()
        .iter()
        .filter(|seen| seen.path.ends_with("oauth/token"))
        .map(|seen| seen.body.split('&').next().unwrap().to_owned())
        .collect();
    assert_eq!(forms, ["grant_type=authorization_code", "grant_type=refresh_token"]);
}

#[test]
fn a_login_without_a_browser_shows_the_page_and_is_ended_by_the_time() {
    let world = World::new(Options::default());

    let ran = world.run(&format!(
        "rmctl auth login -p me --vendor ninjaone --url {} --client-id {NINJAONE_NATIVE_CLIENT_ID}",
        world.sandbox.origin()
    ));

    assert_eq!(ran.exit, 4, "{ran:?}");
    assert!(ran.stderr.contains("/ws/oauth/authorize?"), "{ran:?}");
}
