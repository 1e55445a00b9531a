//! The Reporting API against the simulated site: times, records, files, and what comes in their place.

use std::path::Path;

use sandbox::{BeyondTrustProduct, Fault, Misbehaviour, Sandbox};
use serde_json::{Value, json};

use super::inside::{NOW, Ran};
use super::{LSID, pra, run, sent, site};

/// The sessions that the site begins with: one that ended two days ago, one that ended an hour ago, two that go on.
const OLD: &str = "4f6ff3ed2ed04dbf8b1a4b1f2a3c5e01";
const RECENT: &str = "4f6ff3ed2ed04dbf8b1a4b1f2a3c5e02";
const GOING_ON: [&str; 2] = ["4f6ff3ed2ed04dbf8b1a4b1f2a3c5d01", "4f6ff3ed2ed04dbf8b1a4b1f2a3c5d02"];
const DAY: i64 = 86_400;

fn rs() -> Sandbox {
    site(BeyondTrustProduct::RemoteSupport)
}

/// What a report is asked for with, without the question which product it is.
fn asked(site: &Sandbox) -> Vec<String> {
    let reports = sent(site).into_iter().filter_map(|line| Some(line.split_once("generate_report=")?.1.to_owned()));
    reports.collect()
}

fn lsids(ran: &Ran) -> Vec<String> {
    assert_eq!(ran.exit, 0, "{ran:?}");
    ran.stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["lsid"].as_str().unwrap().to_owned())
        .collect()
}

fn sessions(site: &Sandbox, flags: &str) -> Vec<String> {
    lsids(&run(site, &format!("report access-session {flags} -o ndjson")))
}

#[test]
fn a_range_is_of_the_beginnings_and_of_the_ends_where_that_is_said() {
    let site = pra();

    assert_eq!(sessions(&site, "--last 3d"), [OLD, RECENT, GOING_ON[0], GOING_ON[1]]);
    assert_eq!(sessions(&site, "--last 90m"), GOING_ON);
    assert_eq!(sessions(&site, "--last 90m --ended"), [RECENT]);
    assert_eq!(sessions(&site, "--since 2027-01-13 --until 2027-01-13"), [OLD]);
    assert_eq!(sessions(&site, &format!("--since {} --until {}", NOW - 7200, NOW - 7199)), [RECENT]);
    assert_eq!(
        asked(&site),
        [
            format!("AccessSession&start_time={}&duration=0", NOW - 3 * DAY),
            format!("AccessSession&start_time={}&duration=0", NOW - 5400),
            format!("AccessSession&end_time={}&duration=0", NOW - 5400),
            format!("AccessSession&start_time={}&duration={DAY}", 1_799_798_400),
            format!("AccessSession&start_time={}&duration=1", NOW - 7200),
        ]
    );
}

#[test]
fn what_goes_on_has_no_end_and_ends_are_given_to_the_others() {
    let site = pra();

    let ran = run(&site, "report access-session --last 3d -o json");

    let ends: Vec<bool> = ran.json().as_array().unwrap().iter().map(|one| one.get("end_time").is_some()).collect();
    assert_eq!(ends, [true, true, false, false]);
}

#[test]
fn without_a_time_it_is_the_last_day_and_standard_error_says_so() {
    let site = pra();

    let ran = run(&site, "report access-session-listing -o name");
    let quiet = run(&site, "report access-session-listing -o name --last 24h");

    assert_eq!((ran.exit, ran.stdout.lines().count()), (0, 3), "{ran:?}");
    assert!(ran.stderr.contains("last 24 hours"), "{ran:?}");
    assert_eq!((quiet.stdout, quiet.stderr), (ran.stdout, String::new()));
}

#[test]
fn times_that_cannot_be_are_refused_before_anything_is_sent() {
    let site = pra();
    let refused = [
        "--since 2027-01-14 --until 2027-01-12",
        "--since 2027-02-01",
        "--last 24h --since 2027-01-14",
        "--last 1q",
        "--until 2027-01-14",
        "--last 24h --start-time 1",
        "--start-time 1 --end-time 1",
        "--last 24h --lsid x",
        "--duration 5",
        "--start-date today",
        "--end-date 2027-02-30",
        "--start-date 2027-01-14 --duration=-1",
        "--start-time=-1",
    ];

    let exits = refused.map(|flags| run(&site, &format!("report access-session {flags}")).exit);

    assert_eq!((exits, site.requests().len()), ([2; 13], 0));
}

#[test]
fn an_export_begins_with_the_time_that_was_given_and_not_before() {
    let (site, target) = (pra(), Target::new());

    let just_after = exported(&site, &target, "--last 55m");

    assert_eq!(just_after, Vec::<String>::new());
}

#[test]
fn what_is_not_there_is_told_apart_from_what_is_wrong() {
    let site = pra();
    let exit = |line: &str| run(&site, line).exit;

    assert_eq!(exit("sessions terminate 00000000000000000000000000000000 --yes"), 3);
    assert_eq!(exit(&format!("report access-session-recording {RECENT} --save x")), 3);
}

#[test]
fn a_report_that_no_row_knows_is_a_read_and_an_unknown_action_is_not() {
    let site = pra();
    let dry = |path: &str| super::run_as(&site, super::OURS, &format!("api beyondtrust GET {path} --dry-run"));

    let report = dry("/api/reporting?generate_report=SomethingNew");
    let action = dry("/api/command?action=something_new");

    assert_eq!((report.exit, report.stderr.contains("Invalid report")), (13, true), "{report:?}");
    assert!(action.stdout.contains("authorization"), "{action:?}");
    assert!(!sent(&site).iter().any(|line| line.contains("something_new")));
}

#[test]
fn sessions_are_named_too() {
    let site = pra();

    assert_eq!(sessions(&site, &format!("--lsid {OLD}")), [OLD]);
    assert_eq!(sessions(&site, &format!("--lsids {OLD} --lsids {RECENT}")), [OLD, RECENT]);
}

#[test]
fn every_report_of_remote_support_is_answered() {
    let site = rs();
    let reports = [
        ("support-session --last 3d", 4),
        ("support-session-listing --last 3d", 4),
        ("support-session-summary --last 3d --report-type rep", 1),
        ("support-cust-exit-survey --last 3d", 2),
        ("support-rep-exit-survey --last 3d", 2),
        ("support-team --last 3d", 2),
        ("vault-account-activity --last 3d", 0),
        ("endpoint-license-usage", 3),
    ];

    let counts = reports.map(|(words, _)| {
        let ran = run(&site, &format!("report {words} -o json"));
        assert_eq!(ran.exit, 0, "{words}: {ran:?}");
        ran.json().as_array().map(Vec::len)
    });
    let others = ["presentation-session", "presentation-session-listing", "license-usage --group-by day"]
        .map(|words| run(&site, &format!("report {words} --last 3d -o json")).exit);

    assert_eq!((counts, others), (reports.map(|(_, count)| Some(count)), [0; 3]));
    assert_eq!(run(&site, "report license-usage --last 3d --ended").exit, 2);
}

#[test]
fn every_other_report_of_privileged_remote_access_is_answered() {
    let site = pra();
    run(&site, "vault accounts check-out 1");

    let activity = run(&site, "report vault-account-activity --last 1h -o json").json();
    let count = |words: &str| run(&site, &format!("report {words} -o json")).json().as_array().map(Vec::len);

    assert_eq!(
        (activity[0]["event_type"].as_str(), activity[0]["account"].as_str()),
        (Some("Credentials Checked Out"), Some("1"))
    );
    assert_eq!(["access-session-summary --last 3d", "team --last 3d --team-id 1"].map(count), [Some(1), Some(1)]);
    assert_eq!(run(&site, "report jump-item").exit, 0);
    assert_eq!(asked(&site).last().unwrap(), "JumpItem");
}

#[test]
fn errors_with_the_status_of_a_success_are_errors_in_every_form() {
    let site = pra();
    let bodies = [
        r#"<error xmlns="http://www.beyondtrust.com/sra/namespaces/API/reporting" code="denied">Permission denied</error>"#,
        "<session_list><error>Permission denied</error></session_list>",
        "<?xml version=\"1.0\"?>\n\n<error>\nPermission\n denied</error>\n\n",
    ];

    let said = bodies.map(|body| {
        answer_next(&site, "text/xml", body);
        let ran = run(&site, "report access-session --last 1h");
        (ran.exit, ran.stderr.contains("Permission denied"))
    });

    assert_eq!(said, [(5, true); 3]);
}

fn answer_next(site: &Sandbox, media: &str, body: &str) {
    let headers = vec![("content-type".to_owned(), media.to_owned())];
    site.inject(Fault::at(
        "/beyondtrust/api/reporting",
        Misbehaviour::Answer { status: 200, headers, body: body.to_owned() },
    ));
}

/// A file that is not there, below a new folder.
struct Target(tempfile::TempDir);

impl Target {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> String {
        self.0.path().join("saved").display().to_string()
    }

    fn content(&self) -> Option<Vec<u8>> {
        std::fs::read(self.path()).ok()
    }

    /// Nothing but what was saved.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

#[cfg(unix)]
fn is_private(path: &str) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(Path::new(path)).unwrap().permissions().mode() & 0o777 == 0o600
}

#[cfg(not(unix))]
fn is_private(path: &str) -> bool {
    Path::new(path).exists()
}

#[test]
fn a_table_in_an_archive_is_a_list_or_a_file() {
    let (site, target) = (pra(), Target::new());
    run(
        &site,
        "jump-items shell-jumps create --name new,one --jumpoint-id 1 --hostname h --protocol ssh --jump-group-id 1",
    );

    let listed = run(&site, "report endpoint-license-usage -o json").json();
    let saved = run(&site, &format!("report endpoint-license-usage --save {}", target.path()));

    let names: Vec<&str> = listed.as_array().unwrap().iter().filter_map(|row| row["Jump Item Name"].as_str()).collect();
    assert_eq!(names, ["harbour-switch", "ship-router", "new,one", "office-desktop"]);
    assert_eq!((saved.exit, saved.stdout.as_str()), (0, ""), "{saved:?}");
    assert!(target.content().unwrap().starts_with(b"PK") && is_private(&target.path()));
    assert_eq!(target.names(), ["saved"]);
}

#[test]
fn the_syslog_is_records_in_the_order_of_time_with_long_entries_whole() {
    let site = pra();
    run(&site, "vault accounts check-out 1");

    let log = run(&site, "report syslog -o json");

    let log = log.json();
    let events: Vec<&str> = log.as_array().unwrap().iter().map(|one| one["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["login", "jump_item_changed", "Credentials Checked Out", "syslog_report_generated"]);
    assert_eq!(
        (&log[1]["old_comments"], &log[1]["old_login_schedule:enabled"], &log[1]["who"]),
        (&json!("first; second"), &json!("0"), &json!(["Anna", "anna"]))
    );
    assert_eq!(
        (&log[3]["when"], &log[3]["pid"], &log[3]["site"]),
        (&json!(NOW), &json!("301"), &json!("tenant.example.com"))
    );
}

#[test]
fn a_limit_ends_the_unpacking() {
    let site = pra();

    let ran = run(&site, "report syslog --limit 1 -o ndjson");

    assert_eq!((ran.exit, ran.stdout.lines().count(), ran.stderr.as_str()), (0, 1, ""), "{ran:?}");
}

#[test]
fn archives_are_listed_and_read() {
    let (site, target) = (rs(), Target::new());

    let listed = run(&site, "archive list 2027-01-15 -o json").json();
    let state = run(&site, "archive get 2027-01-15 --type state --index 12 -o json").json();
    let events = run(&site, "archive get 2027-01-15 --type event --index 36 -o ndjson");
    let saved = run(&site, &format!("archive get 2027-01-15 --type state --index 1 --save {}", target.path()));

    let kinds = |kind: &str| listed.as_array().unwrap().iter().filter(|one| one["type"] == kind).count();
    assert_eq!((kinds("state"), kinds("event")), (15, 47));
    assert_eq!((&listed[0]["index"], &listed[0]["time"]["#text"]), (&json!("1"), &json!("2027-01-15T00:00:00+00:00")));
    let things: Vec<(&str, &str)> = state
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["table"].as_str().unwrap(), one["id"].as_str().unwrap()))
        .collect();
    assert_eq!(things, [("representative", "3")]);
    assert_eq!(lsids(&events), Vec::<String>::new());
    assert_eq!((saved.exit, &target.content().unwrap()[..2]), (0, &[0x1f, 0x8b][..]), "{saved:?}");
}

#[test]
fn what_happened_stands_in_an_archive_of_events() {
    let site = rs();

    // It began at 06:00 and went on until 07:00.
    let events = run(&site, "archive get 2027-01-15 --type event --index 37 -o ndjson");
    let state = run(&site, "archive get 2027-01-15 --type state --index 13 -o json").json();

    assert_eq!(lsids(&events), [RECENT]);
    assert_eq!((&state[1]["table"], &state[1]["start_method"]), (&json!("support_session"), &json!("session_key")));
}

#[test]
fn a_day_without_archives_is_not_found_and_named() {
    let (site, target) = (rs(), Target::new());
    let lines = [
        "archive list 2027-01-12".to_owned(),
        "archive list 2026-01-01".to_owned(),
        "archive get 2027-01-12 --type state --index 1".to_owned(),
        format!("archive get 2027-01-12 --type event --index 1 --save {}", target.path()),
        "archive get 2027-01-15 --type state --index 99".to_owned(),
    ];

    let rans: Vec<Ran> = lines.iter().map(|line| run(&site, line)).collect();

    assert_eq!(rans.iter().map(|ran| ran.exit).collect::<Vec<_>>(), [3; 5], "{rans:?}");
    assert!(rans[0].stderr.contains("2027-01-12: No archives found"), "{rans:?}");
    assert_eq!(target.names(), Vec::<String>::new());
}

#[test]
fn an_archive_is_asked_for_by_a_day() {
    let site = rs();

    let exits = ["archive list today", "archive get 2027-02-30 --type state --index 1", "archive get 2027-01-15"]
        .map(|line| run(&site, line).exit);

    assert_eq!((exits, asked(&site).len()), ([2; 3], 0));
}

#[test]
fn a_recording_is_followed_to_where_it_is_and_saved() {
    let (site, target) = (pra(), Target::new());

    let saved = run(&site, &format!("report access-session-recording {OLD} --save {}", target.path()));
    let shell = run(&site, &format!("report command-shell-recording {OLD} --instance 0"));

    assert_eq!(
        (saved.exit, target.content()),
        (0, Some(format!("SANDBOX recording of {OLD}").into_bytes())),
        "{saved:?}"
    );
    assert!(is_private(&target.path()));
    assert_eq!(shell.stdout, format!("SANDBOX recording of {OLD}"));
    assert!(site.requests().iter().any(|seen| seen.path.starts_with("/beyondtrust/session_download?")));
}

#[test]
fn a_recording_that_is_not_there_leaves_what_was_there() {
    let (site, target) = (pra(), Target::new());
    std::fs::write(target.path(), "old").unwrap();

    let missing = run(&site, &format!("report access-session-recording {RECENT} --save {}", target.path()));

    assert_eq!((missing.exit, target.content()), (3, Some(b"old".to_vec())), "{missing:?}");
    assert!(missing.stderr.contains("No recording was found"), "{missing:?}");
}

#[test]
fn a_login_page_in_the_place_of_an_answer_is_said_to_be_one() {
    let (site, target) = (pra(), Target::new());
    let page = "<!DOCTYPE html><html><head><meta charset=utf-8><link rel=x></head><body><br>Sign in</body></html>";
    let lines = [
        "report access-session --last 1h".to_owned(),
        "report syslog".to_owned(),
        format!("report endpoint-license-usage --save {}", target.path()),
        format!("report access-session-recording {OLD} --save {}", target.path()),
    ];

    for media in ["text/html; charset=utf-8", "application/zip"] {
        for line in &lines[..3] {
            answer_next(&site, media, page);
            let ran = run(&site, line);
            assert_eq!((ran.exit, ran.stderr.contains("login page")), (7, true), "{line}: {ran:?}");
        }
    }
    answer_next(&site, "text/html", page);
    let ran = run(&site, &lines[3]);
    assert_eq!((ran.exit, ran.stderr.contains("login page")), (7, true), "{ran:?}");
    assert_eq!(target.names(), Vec::<String>::new());
}

#[test]
fn an_error_that_is_declared_as_the_file_is_an_error() {
    let (site, target) = (pra(), Target::new());
    let said = |body: &str| {
        answer_next(&site, "application/octet-stream", body);
        let ran = run(&site, &format!("report syslog --save {}", target.path()));
        (ran.exit, target.names().len(), ran.stderr)
    };

    let (denied, nonsense) = (said("\n<error>Permission denied</error>"), said("{}"));

    assert_eq!((denied.0, denied.1), (5, 0), "{denied:?}");
    assert_eq!((nonsense.0, nonsense.1), (7, 0), "{nonsense:?}");
    assert!(denied.2.contains("Permission denied") && nonsense.2.contains("it is no ZIP archive"));
}

#[test]
fn half_a_file_is_no_file() {
    let (site, target) = (pra(), Target::new());
    // Reads are repeated.
    site.inject(Fault::at("/beyondtrust/api/reporting", Misbehaviour::HalfBody).times(9));

    let ran = run(&site, &format!("report syslog --save {}", target.path()));

    assert_eq!((ran.exit, target.names()), (8, vec![]), "{ran:?}");
}

fn exported(site: &Sandbox, target: &Target, flags: &str) -> Vec<String> {
    lsids(&run(site, &format!("report access-session --since-file {} {flags}", target.path())))
}

#[test]
fn an_export_shows_each_session_once_after_it_has_ended() {
    let (site, target) = (pra(), Target::new());

    let first = exported(&site, &target, "--last 7d");
    let second = exported(&site, &target, "--last 7d");
    run(&site, &format!("sessions terminate {LSID} --yes"));
    let third = exported(&site, &target, "--last 7d");
    let fourth = exported(&site, &target, "");

    assert_eq!((first, second), (vec![OLD.to_owned(), RECENT.to_owned()], vec![]));
    assert_eq!((third, fourth), (vec![LSID.to_owned()], vec![]));
    assert!(is_private(&target.path()));
}

#[test]
fn an_export_that_is_cut_short_goes_on_where_it_was() {
    let (site, target) = (pra(), Target::new());

    let first = exported(&site, &target, "--last 7d --limit 1");
    let dry = exported(&site, &target, "--dry-run");
    let second = exported(&site, &target, "");

    assert_eq!([first, dry, second], [vec![OLD], vec![RECENT], vec![RECENT]]);
}

#[test]
fn a_file_of_another_export_or_of_another_program_is_refused() {
    let (site, target) = (pra(), Target::new());
    let support = rs();
    exported(&site, &target, "--last 7d");

    let other = run(&support, &format!("report support-session --since-file {}", target.path()));
    std::fs::write(target.path(), "id,name\n").unwrap();
    let strange = run(&site, &format!("report access-session --since-file {}", target.path()));

    assert_eq!((other.exit, strange.exit), (2, 2), "{other:?} {strange:?}");
    assert_eq!(std::fs::read(target.path()).unwrap(), b"id,name\n");
}

#[test]
fn two_runs_with_one_file_are_a_conflict() {
    let (site, target) = (pra(), Target::new());
    let held = std::fs::File::create(format!("{}.lock", target.path())).unwrap();
    held.lock().unwrap();

    let ran = run(&site, &format!("report access-session --since-file {}", target.path()));
    drop(held);

    assert_eq!((ran.exit, asked(&site).len()), (12, 0), "{ran:?}");
    assert_eq!(exported(&site, &target, "").len(), 1);
}

#[test]
fn an_export_waits_for_nothing_and_takes_no_other_range() {
    let (site, target) = (pra(), Target::new());
    let flags = ["-o table", "--sort lsid", "--until 2027-01-14", "--start-time 1", "--lsid x", "--last 24h --since 1"];

    let exits =
        flags.map(|flags| run(&site, &format!("report access-session --since-file {} {flags}", target.path())).exit);

    assert_eq!((exits, asked(&site).len(), target.content()), ([2; 6], 0, None));
}

#[test]
fn duplicates_are_listed_shown_and_deleted_but_for_the_last() {
    let site = pra();
    let list = "report duplicate-jump-clients list";

    let listed = run(&site, &format!("{list} -o json")).json();
    let shown = run(&site, "report duplicate-jump-clients get 1 -o json").json();
    let found = run(&site, &format!("{list} --name HARBOUR --status online -o name"));
    let gone = run(&site, "report duplicate-jump-clients delete 1 2 --yes -o json");
    let left = run(&site, &format!("{list} -o json")).json();
    let missing = run(&site, "report duplicate-jump-clients get 1");

    assert_eq!((listed.as_array().map(Vec::len), &shown), (Some(2), &listed[0]));
    assert_eq!(found.stdout, "1\n2\n");
    assert_eq!((gone.exit, gone.stdout.contains("done")), (0, true), "{gone:?}");
    assert_eq!((left, missing.exit), (json!([]), 3));
}

#[test]
fn duplicates_are_deleted_by_machine_or_by_id_and_asked_about() {
    let site = pra();
    let delete = "report duplicate-jump-clients delete";
    let lines = [
        delete.to_owned(),
        format!("{delete} 1 --system-identifiers m"),
        format!("{delete} 1"),
        format!("{delete} --system-identifiers m"),
    ];

    let refused = lines.map(|line| run(&site, &line).exit);
    let machine =
        run(&site, "report duplicate-jump-clients list --limit 1 -o json").json()[0]["system_identifier"].clone();
    let words = [
        "rmctl",
        "beyondtrust",
        "report",
        "duplicate-jump-clients",
        "delete",
        "--allow-delete-all",
        "--yes",
        "--system-identifiers",
    ];
    let words = words.iter().map(|word| (*word).to_owned()).chain([machine.as_str().unwrap().to_owned()]);
    let gone = super::run_ours(&site, words.collect());

    assert_eq!(refused, [2; 4]);
    assert_eq!(gone.exit, 0, "{gone:?}");
    assert_eq!(run(&site, "jump-clients list --name harbour-01 -o json").json(), json!([]));
}
