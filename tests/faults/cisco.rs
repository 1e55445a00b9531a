//! What goes wrong at Cisco besides its rows: at the login, at the question for the tenant, within jobs, inside a success.

use super::jobs::{Step, complaints_of_step, exit_at_login, loud, loudly, row};
use super::*;
use sandbox::{CISCO_FIRST_EID, CISCO_TENANT_ID};

const STEPS: &[Step] = &[
    ("cisco whoami", "GET", ME, 0, Kind::Read),
    ("cisco tenants list", "GET", ME, 0, Kind::Read),
    ("cisco tenants use", "GET", ME, 0, Kind::Read),
    ("cisco asset-types export", "GET", "/nbapi/ei/v1/assetTypes", 0, Kind::Read),
    ("cisco asset-types apply", "GET", "/nbapi/ei/v1/assetTypes", 0, Kind::Read),
    ("cisco asset-types apply", "PUT", "/nbapi/ei/v1/assetTypes/", 0, Kind::Change),
    ("cisco gateways push-config", "GET", "/nbapi/edm/v1/devices/", 0, Kind::Read),
    ("cisco gateways push-config", "POST", "/nbapi/edm/v1/devices/config", 0, Kind::Change),
    ("cisco gateways push-config", "GET", "/nbapi/edm/v1/devices/", 1, Kind::Poll),
    ("cisco-local pipelines deploy", "POST", PIPELINES, 0, Kind::Change),
    ("cisco-local pipelines deploy", "GET", PIPELINES, 0, Kind::Poll),
    ("cisco-local pipelines status", "GET", PIPELINES, 0, Kind::Read),
    ("cisco-local pipelines undeploy", "DELETE", PIPELINES, 0, Kind::Change),
];

const LOGIN: &str = "/iam/auth/token";
const LOCAL_LOGIN: &str = "/cisco-local/api/v2/edge-intelligence/token";
const ME: &str = "/iam/users/me";
const PIPELINES: &str = "/cisco-local/api/v2/edge-intelligence/pipelines";

fn is_cisco(row: &Row) -> bool {
    row.words.starts_with("cisco")
}

#[test]
fn trouble_at_every_step_of_every_job() {
    // An empty answer accepts a push: its own test follows it.
    let is_push = |step: &Step| step.4 == Kind::Change && step.0.starts_with("cisco ");
    let mut cases = loudly(STEPS);
    cases.retain(|(step, trouble)| !(*trouble == Empty && is_push(step)));

    let complaints = each(&cases, |(step, trouble)| complaints_of_step(&Place::of(&row(step.0)), step, *trouble));

    assert_no(&complaints);
    assert_eq!(cases.len(), 13 * 19 - 2);
}

#[test]
fn the_steps_of_the_jobs_are_all_of_their_requests() {
    let mut jobs: Vec<Row> = samples::rows().into_iter().filter(is_cisco).collect();
    // A password is changed without a login and by one request, which another test is about.
    jobs.retain(|row| row.operation.path.is_empty() && row.words != "cisco-local change-password");
    // It writes to a profile, and there is none.
    jobs.retain(|row| row.words != "cisco tenants use");

    let missing = each(&jobs, |row| {
        let place = Place::of(row);
        let before = place.sandbox.requests().len();
        let ran = run_words(&place.sandbox, place.line.clone());
        assert_eq!(ran.exit, 0, "{ran:?}");
        let arrived = place.sandbox.requests().split_off(before);
        let is_step = |seen: &sandbox::Seen| {
            STEPS.iter().any(|step| step.0 == row.words && step.1 == seen.method && seen.path.starts_with(step.2))
        };
        let is_own = |seen: &&sandbox::Seen| ![LOGIN, LOCAL_LOGIN, ME].contains(&seen.path.as_str()) && !is_step(seen);
        arrived.iter().filter(is_own).map(|seen| format!("{}: {} {}", row.words, seen.method, seen.path)).collect()
    });

    assert_eq!((missing, jobs.len()), (Vec::new(), 8));
}

/// It carries no login, and so a 401 is its own answer.
#[test]
fn trouble_at_a_change_of_the_password() {
    let complaints = each(&loud(), |trouble| {
        let place = Place::of(&row("cisco-local change-password"));
        let path = "/cisco-local/api/v2/edge-intelligence/change-password".to_owned();
        place.sandbox.inject(Fault::at(&path, trouble.misbehaviour(&samples::CISCO_LOCAL)).times(u64::MAX));

        let ran = run_words(&place.sandbox, place.line.clone());

        let exit = trouble.exit(Kind::Change, &samples::CISCO_LOCAL);
        let arrived = place.sandbox.requests().len();
        let mut complaints = ran_complaints(&ran, exit);
        let most = if matches!(trouble, Refused(429) | Limited(30)) { 4 } else { 1 };
        if arrived != most || !ran.stdout.is_empty() {
            complaints.push(format!("arrived {arrived} times, said {:?}", ran.stdout));
        }
        told(&format!("{trouble:?}"), &ran, complaints)
    });

    assert_no(&complaints);
}

/// One command of every kind, at both vendors.
const LINES: &[&str] = &[
    "cisco agents list",
    "cisco gateways get",
    "cisco asset-types create",
    "cisco asset-types apply",
    "cisco gateways delete",
    "cisco gateways push-config",
    "cisco-local events list",
    "cisco-local pipelines get",
    "cisco-local pipelines deploy",
    "cisco-local pipelines undeploy",
];

/// The tenants are asked for by a login that was just taken.
fn exit_at_question(trouble: Trouble) -> u8 {
    match trouble {
        Silence | ResetBeforeWork | ResetAfterWork | HeadersOnly | HalfBody => 8,
        Refused(429) | Limited(_) => 6,
        Refused(401 | 403) => 5,
        Html | Empty | Gateway(_) | Refused(_) => 7,
    }
}

/// Before anything else: at this path, with these exits.
fn complaints_before(words: &str, path: &str, trouble: Trouble, exit: u8) -> Vec<String> {
    let place = Place::of(&row(words));
    let before = place.sandbox.requests().len();
    place.sandbox.inject(Fault::at(path, trouble.misbehaviour(place.row.samples())).times(u64::MAX));

    let ran = run_words(&place.sandbox, place.line.clone());

    let arrived = place.sandbox.requests().split_off(before);
    let mut complaints = ran_complaints(&ran, exit);
    let is_own = |seen: &&sandbox::Seen| ![LOGIN, LOCAL_LOGIN, ME].contains(&seen.path.as_str());
    if arrived.iter().any(|seen| is_own(&seen)) {
        complaints.push("it was sent without a login".to_owned());
    }
    let hits = arrived.iter().filter(|seen| seen.path == path).count();
    if hits == 0 || hits > 4 {
        complaints.push(format!("arrived {hits} times"));
    }
    if !ran.stdout.is_empty() && !tells_no_success(&ran) {
        complaints.push(format!("standard output has {:?}", ran.stdout));
    }
    if trouble == Html && words.starts_with("cisco ") && !names_what_remains(&ran) {
        complaints.push("nothing is said of what remains".to_owned());
    }
    told(&format!("{words} / {path} / {trouble:?}"), &ran, complaints)
}

fn names_what_remains(ran: &Ran) -> bool {
    ran.stderr.contains("end of life") && ran.stderr.contains("rmctl cisco-local")
}

#[test]
fn trouble_at_the_login() {
    let complaints = each(&loudly(LINES), |(words, trouble)| {
        let path = if words.starts_with("cisco-local") { LOCAL_LOGIN } else { LOGIN };
        complaints_before(words, path, *trouble, exit_at_login(*trouble))
    });

    assert_no(&complaints);
}

#[test]
fn trouble_at_the_question_for_the_tenant() {
    let cases = loudly(LINES.iter().filter(|words| words.starts_with("cisco ")));

    let complaints =
        each(&cases, |(words, trouble)| complaints_before(words, ME, *trouble, exit_at_question(*trouble)));

    assert_no(&complaints);
}

#[test]
fn trouble_at_the_question_for_the_tenant_that_passes_is_not_seen_by_a_read() {
    let passing = [ResetBeforeWork, Refused(429), Limited(30), Refused(500), Refused(503), Gateway(502)];

    let exits = passing.map(|trouble| {
        let sandbox = sandbox_with(Options::default());
        sandbox.inject(Fault::at(ME, trouble.misbehaviour(&samples::CISCO)).times(2));
        (trouble, run(&sandbox, "rmctl cisco agents list -o json").exit)
    });

    assert_eq!(exits, passing.map(|trouble| (trouble, 0)));
}

/// A page of HTML where JSON should be, as a proxy or a farewell sends it.
fn page(status: u16) -> Misbehaviour {
    Misbehaviour::Answer {
        status,
        headers: vec![("content-type".to_owned(), "text/html".to_owned())],
        body: "<html><title>Retired</title></html>".to_owned(),
    }
}

#[test]
fn a_page_of_html_names_what_remains_at_every_row_of_the_cloud() {
    let mut rows = samples::requests();
    rows.retain(|row| row.words.starts_with("cisco "));

    let silent = each(&rows, |row| {
        let place = Place::of(row);
        let (path, ..) = place.trial();
        [200, 404, 410]
            .into_iter()
            .filter_map(|status| {
                place.sandbox.inject(Fault::at(&path, page(status)).on(row.operation.verb).times(u64::MAX));
                let ran = run_words(&place.sandbox, place.line.clone());
                place.sandbox.forgive();
                // Of a change nobody knows who read it; a refusal did not carry it out.
                let exit = if row.operation.effect.is_change() && status == 200 { 14 } else { 7 };
                let is_told = ran.exit == exit && names_what_remains(&ran);
                (!is_told).then(|| format!("{} {status}: {ran:?}", row.words))
            })
            .collect()
    });

    assert_eq!((silent, rows.len()), (Vec::new(), 11));
}

const SECOND: &str = "IE-3400-8P2S+FCW24470001";

/// Two gateways are deleted, and this is what the dashboard answers.
fn answered(body: &Value) -> (u8, Vec<Value>) {
    let sandbox = sandbox_with(Options::default());
    let answer = Misbehaviour::Answer { status: 200, headers: Vec::new(), body: body.to_string() };
    sandbox.inject(Fault::at("/nbapi/edm/v1/devices/delete", answer).on("DELETE"));

    let ran = run(&sandbox, &format!("rmctl cisco gateways delete {CISCO_FIRST_EID} {SECOND} --yes -o json"));

    let sent = sandbox.requests().iter().filter(|seen| seen.method == "DELETE").count();
    assert_eq!(sent, 1, "{ran:?}");
    (ran.exit, ran.json().as_array().unwrap().iter().map(|item| item["status"].clone()).collect())
}

#[test]
fn a_success_that_counts_failures_is_none_for_those_and_unknown_where_they_have_no_names() {
    let record = |eid: &str, status: &str| serde_json::json!({"eid": eid, "status": status, "message": "No."});
    let (done, failed) = (record(CISCO_FIRST_EID, "SUCCESS"), record(SECOND, "FAILURE"));
    let bulk = |failed: u64, of: u64, records: Vec<&Value>| serde_json::json!({"failedCount": failed, "recordCount": of, "records": records});

    let found = [
        answered(&bulk(0, 2, vec![])),
        answered(&bulk(1, 2, vec![&done, &failed])),
        answered(&bulk(1, 2, vec![&failed])),
        answered(&bulk(2, 2, vec![&failed])),
        answered(&bulk(1, 2, vec![])),
        // How many there were is the number that was sent.
        answered(&serde_json::json!({"failedCount": 1})),
        answered(&serde_json::json!({"failedCount": 2})),
    ];

    let states = |exit, first: &str, second: &str| (exit, vec![Value::from(first), Value::from(second)]);
    assert_eq!(
        found,
        [
            states(0, "done", "done"),
            states(9, "done", "failed"),
            states(9, "done", "failed"),
            states(13, "failed", "failed"),
            states(14, "unknown", "unknown"),
            states(14, "unknown", "unknown"),
            states(13, "failed", "failed"),
        ]
    );
}

#[test]
fn a_success_that_says_no_is_a_refusal() {
    let bulk = r#"{"failedCount":1,"recordCount":1,"records":[{"eid":"X+1","status":"FAILURE","message":"No."}]}"#;
    let no = r#"{"success":false,"message":"No."}"#;
    let lines = [
        ("cisco gateways add", "POST", bulk),
        ("cisco gateways update", "PUT", bulk),
        ("cisco gateways delete", "DELETE", bulk),
        ("cisco gateways push-config", "POST", bulk),
        ("cisco-local events list", "GET", no),
        ("cisco-local pipelines get", "GET", no),
        ("cisco-local pipelines deploy", "POST", no),
        ("cisco-local pipelines undeploy", "DELETE", no),
    ];

    let found = lines.map(|(words, method, body)| {
        let place = Place::of(&row(words));
        let answer = Misbehaviour::Answer { status: 200, headers: Vec::new(), body: body.to_owned() };
        let at = if words.starts_with("cisco-local") { "/cisco-local/api/v2/edge-intelligence/" } else { "/nbapi/edm" };
        // The login of a box is a POST, too.
        let after = u64::from(words == "cisco-local pipelines deploy");
        place.sandbox.inject(Fault::at(at, answer).on(method).after(after).times(u64::MAX));
        let ran = run_words(&place.sandbox, place.line.clone());
        (words, ran.exit, ran.error()["vendor_message"].clone())
    });

    assert_eq!(found, lines.map(|(words, ..)| (words, 13, Value::from("No."))));
}

#[test]
fn an_empty_answer_accepts_a_push_which_is_followed_like_any_other() {
    let sandbox = sandbox_with(Options::default());
    sandbox.inject(Fault::at("/nbapi/edm/v1/devices/config", Misbehaviour::Empty));

    let ran = run(&sandbox, &format!("rmctl cisco gateways push-config {CISCO_FIRST_EID} -o json"));

    assert_eq!((ran.exit, &ran.json()["eid"]), (0, &Value::from(CISCO_FIRST_EID)));
    let looks = sandbox.requests().iter().filter(|seen| seen.method == "GET").count();
    // The tenants, the type, and four looks in which no push was seen.
    assert_eq!(looks, 6);
}

#[test]
fn trouble_that_passes_while_a_push_or_a_pipeline_is_waited_for_is_not_seen() {
    let passing = [ResetBeforeWork, HeadersOnly, Refused(500), Gateway(502), Limited(30)];
    let jobs = [
        ("cisco gateways push-config", "/nbapi/edm/v1/devices/", 1),
        ("cisco-local pipelines deploy", "/cisco-local/api/v2/edge-intelligence/pipelines/", 0),
    ];

    for (words, path, after) in jobs {
        let exits = passing.map(|trouble| {
            let place = Place::of(&row(words));
            let fault = Fault::at(path, trouble.misbehaviour(place.row.samples()));
            place.sandbox.inject(fault.on("GET").after(after).times(2));
            let exit = run_words(&place.sandbox, place.line.clone()).exit;
            let posts = place.sandbox.requests().iter().filter(|seen| is_change_of(seen)).count();
            (trouble, exit, posts)
        });

        assert_eq!(exits, passing.map(|trouble| (trouble, 0, 1)), "{words}");
    }
}

fn is_change_of(seen: &sandbox::Seen) -> bool {
    seen.method != "GET" && ![LOGIN, LOCAL_LOGIN].contains(&seen.path.as_str())
}

#[test]
fn traces_show_no_secret_of_cisco_whatever_goes_wrong() {
    let lines = [
        ("cisco gateways get", "/nbapi/edm/v1/devices/"),
        ("cisco gateways push-config", "/nbapi/edm/v1/devices/"),
        ("cisco-local change-password", "/cisco-local/api/v2/edge-intelligence/change-password"),
        ("cisco-local pipelines deploy", PIPELINES),
        ("cisco agents list", LOGIN),
    ];
    let troubles = [HalfBody, Html, Refused(403), Gateway(502)];

    let leaks: Vec<String> = lines
        .iter()
        .flat_map(|line| troubles.map(|trouble| (line, trouble)))
        .filter_map(|((words, path), trouble)| {
            let place = Place::of(&row(words));
            place.sandbox.inject(Fault::at(*path, trouble.misbehaviour(place.row.samples())).times(u64::MAX));
            let mut line = place.line.clone();
            line.push("-vvv".to_owned());
            let ran = run_words(&place.sandbox, line);
            let leaks = holds_secret(&ran.stderr) || holds_secret(&ran.stdout);
            let is_traced = ran.stderr.contains("GET ") || ran.stderr.contains("POST ");
            (leaks || !is_traced).then(|| format!("{words} {trouble:?}: {ran:?}"))
        })
        .collect();

    assert_eq!(leaks, Vec::<String>::new());
}

#[test]
fn an_id_of_a_tenant_is_asked_for_once_and_not_where_it_is_said() {
    let sandbox = sandbox_with(Options::default());
    let mut said = variables(&sandbox);
    said.push(("RMCTL_CISCO_TENANT_ID".to_owned(), CISCO_TENANT_ID.to_owned()));
    let asked = |sandbox: &Sandbox| sandbox.requests().iter().filter(|seen| seen.path == ME).count();

    let told = run_words_with(said, words_of("rmctl cisco gateways list -o json"));
    let before = asked(&sandbox);
    let found = run(&sandbox, &format!("rmctl cisco gateways get {CISCO_FIRST_EID} {SECOND} --jobs 1 -o json"));

    assert_eq!((told.exit, before, found.exit, asked(&sandbox)), (0, 0, 0, 1));
}
