//! What goes wrong at BeyondTrust besides its rows: at the login, at the look for the site's version, within jobs, and behind a
//! redirect.

use super::jobs::{Step, exit_at_login, loud, loudly, row};
use super::*;
use inside::samples::BEYONDTRUST;

/// Its own request is the one by which others look for the version of the site.
pub(super) const INFO: &str = "beyondtrust command info";

const LOGIN: &str = "/beyondtrust/oauth2/token";
const PROBE: &str = "/beyondtrust/api/command/v2/info";
const VERSION_1: &str = "/beyondtrust/api/command";
const ACCOUNT: &str = "/beyondtrust/api/config/v1/vault/account/1";
const CHECK_OUT: &str = "/beyondtrust/api/config/v1/vault/account/1/check-out";
const CHECK_IN: &str = "/beyondtrust/api/config/v1/vault/account/1/check-in";
const CLIENTS: &str = "/beyondtrust/api/config/v1/jump-client";
const LOST: &str = "/beyondtrust/api/config/v1/jump-client/3";
const USERS: &str = "/beyondtrust/api/config/v1/user";
const INSTALLERS: &str = "/beyondtrust/api/config/v1/jump-client/installer";
const GROUPS: &str = "/beyondtrust/api/config/v1/jump-group";
const LAST_KIND: &str = "/beyondtrust/api/config/v1/jump-item/network-tunnel-jump";
const OWN_FILE: &str = "/beyondtrust/api/config/v1/openapi.yaml";
const REPORT: &str = "/beyondtrust/api/reporting";
const STATE: &str = "/beyondtrust/nw";
const DOWNLOAD: &str = "/beyondtrust/session_download";

/// Those of `vault run` that lend have laws of their own.
const STEPS: &[Step] = &[
    ("beyondtrust vault run", "GET", ACCOUNT, 0, Kind::Read),
    ("beyondtrust jump-clients prune", "GET", CLIENTS, 0, Kind::Read),
    ("beyondtrust jump-clients prune", "DELETE", LOST, 0, Kind::Change),
    ("beyondtrust users unlock", "GET", USERS, 0, Kind::Read),
    ("beyondtrust users unlock", "PATCH", USERS, 0, Kind::Change),
    ("beyondtrust jump-clients install", "GET", GROUPS, 0, Kind::Read),
    ("beyondtrust jump-clients install", "POST", INSTALLERS, 0, Kind::Change),
    ("beyondtrust backup", "GET", "/beyondtrust/api/backup", 0, Kind::Read),
    ("beyondtrust jump-items find", "GET", CLIENTS, 0, Kind::Read),
    ("beyondtrust spec fetch", "GET", OWN_FILE, 0, Kind::Read),
    ("beyondtrust state follow", "GET", STATE, 0, Kind::Read),
];

/// What has no end is shown as it comes.
fn place(words: &str) -> Place {
    let mut place = Place::of(&row(words));
    if place.row.operation.endless {
        place.line.iter_mut().filter(|word| *word == "json").for_each(|word| *word = "ndjson".to_owned());
    }
    place
}

/// Whether the trouble is one: a change may be answered by nothing, and is done then; of nothing, nothing can be missing.
fn is_trouble(step: &Step, trouble: Trouble) -> bool {
    let says_nothing = (step.1 == "DELETE" || step.2 == STATE) && matches!(trouble, HeadersOnly | HalfBody);
    !(trouble == Empty && step.4 == Kind::Change || says_nothing)
}

fn complaints_of_step(step: &Step, trouble: Trouble) -> Vec<String> {
    let place = place(step.0);
    let mut complaints = jobs::complaints_of_step(&place, step, trouble);
    if place.is_anything_saved() {
        complaints.push(format!("{} / {trouble:?}: something was left on the disk", step.0));
    }
    complaints
}

impl Place {
    /// Besides what the samples put there.
    fn is_anything_saved(&self) -> bool {
        let before = samples::folder();
        let count = |folder: &std::path::Path| std::fs::read_dir(folder).unwrap().count();
        count(self._folder.path()) > count(before.path())
    }

    /// Run the line with this trouble at a place, and see what arrived there of that method.
    fn meet(&self, method: &str, path: &str, trouble: Misbehaviour, times: u64) -> (Ran, Vec<Seen>) {
        let before = self.sandbox.requests().len();
        self.sandbox.inject(Fault::at(path, trouble).on(method).times(times));
        let state = tempfile::tempdir().unwrap();
        let ran = run_words_with(telling(&self.sandbox, Some(state.path())), self.line.clone());
        self.sandbox.forgive();
        let arrived = self.sandbox.requests().split_off(before);
        (ran, arrived.into_iter().filter(|seen| seen.method == method && seen.path.starts_with(path)).collect())
    }

    /// Whether the account that is lent can be had by somebody: the site lends it to one at a time.
    fn is_free(&self) -> bool {
        run(&self.sandbox, "rmctl beyondtrust vault accounts check-out 1 -o json").exit == 0
    }
}

#[test]
fn trouble_at_every_step_of_every_job() {
    let mut cases = loudly(STEPS);
    cases.retain(|(step, trouble)| is_trouble(step, *trouble));

    let complaints = each(&cases, |(step, trouble)| complaints_of_step(step, *trouble));

    assert_no(&complaints);
    assert_eq!(cases.len(), 11 * 19 - 3 - 4);
}

/// It is over as if it had only been read: what may have been lent was given back before.
#[test]
fn trouble_at_a_check_out_leaves_nothing_checked_out_and_runs_nothing() {
    let complaints = each(&loud(), |trouble| {
        let place = place("beyondtrust vault run");

        let (ran, arrived) = place.meet("POST", CHECK_OUT, trouble.misbehaviour(&BEYONDTRUST), u64::MAX);

        let mut complaints = ran_complaints(&ran, trouble.exit(Kind::Read, &BEYONDTRUST));
        let most = trouble.arrivals(Kind::Change, &BEYONDTRUST);
        if arrived.len() != most || !ran.stdout.is_empty() {
            complaints.push(format!("arrived {} times, not {most}: {:?}", arrived.len(), ran.stdout));
        }
        if !place.is_free() {
            complaints.push("the account is still checked out".to_owned());
        }
        told(&format!("{trouble:?}"), &ran, complaints)
    });

    assert_no(&complaints);
}

/// The program has ended well, so that this is what is told.
#[test]
fn trouble_at_a_check_in_names_the_account_and_how_it_is_checked_in_and_so_does_the_next_run() {
    // It says nothing where all is well, so that nothing can be missing.
    let met: Vec<Trouble> =
        loud().into_iter().filter(|trouble| !matches!(trouble, Empty | HeadersOnly | HalfBody)).collect();

    let complaints = each(&met, |trouble| {
        let place = place("beyondtrust vault run");
        let state = tempfile::tempdir().unwrap();
        let kept = telling(&place.sandbox, Some(state.path()));
        place.sandbox.inject(Fault::at(CHECK_IN, trouble.misbehaviour(&BEYONDTRUST)).times(u64::MAX));

        let ran = run_words_with(kept.clone(), place.line.clone());
        place.sandbox.forgive();
        let next = run_words_with(kept, words_of("rmctl beyondtrust vault account-groups list -o json"));

        let mut complaints = ran_complaints(&ran, 14);
        let named = ["`switch-admin` (1) could not be checked in", "rmctl beyondtrust vault accounts check-in 1"];
        if named.iter().any(|words| !ran.stderr.contains(words)) {
            complaints.push("it is not named".to_owned());
        }
        if !next.stderr.contains("`switch-admin` (1) checked out") || holds_secret(&next.stderr) {
            complaints.push(format!("the next run says {:?}", next.stderr));
        }
        told(&format!("{trouble:?}"), &ran, complaints)
    });

    assert_no(&complaints);
}

#[test]
fn trouble_that_passes_at_a_check_in_is_not_seen() {
    let passing = [ResetBeforeWork, ResetAfterWork, HeadersOnly, Html, Refused(429), Limited(30), Gateway(502)];

    let found = passing.map(|trouble| {
        let place = place("beyondtrust vault run");
        let (ran, _) = place.meet("POST", CHECK_IN, trouble.misbehaviour(&BEYONDTRUST), 1);
        (trouble, ran.exit, place.is_free())
    });

    assert_eq!(found, passing.map(|trouble| (trouble, 0, true)));
}

/// It was made, and the warning says how it is saved.
#[test]
fn an_installer_that_cannot_be_saved_is_named_and_leaves_no_file() {
    let complaints = each(&loud(), |trouble| {
        let place = place("beyondtrust jump-clients install");

        let (ran, arrived) = place.meet("GET", INSTALLERS, trouble.misbehaviour(&BEYONDTRUST), u64::MAX);

        let (warning, error) = ran.stderr.split_once('\n').unwrap_or_default();
        let error = Ran { stderr: error.to_owned(), ..ran.clone() };
        let mut complaints = ran_complaints(&error, trouble.exit(Kind::Read, &BEYONDTRUST));
        if !warning.contains("rmctl beyondtrust jump-clients installers download ") || place.is_anything_saved() {
            complaints.push("how it is saved is not told, or a file was left".to_owned());
        }
        if arrived.len() != trouble.arrivals(Kind::Read, &BEYONDTRUST) || !ran.stdout.is_empty() {
            complaints.push(format!("arrived {} times", arrived.len()));
        }
        told(&format!("{trouble:?}"), &ran, complaints)
    });

    assert_no(&complaints);
}

#[test]
fn an_installer_without_an_answer_may_have_been_made() {
    let place = place("beyondtrust jump-clients install");

    let (ran, arrived) = place.meet("POST", INSTALLERS, Misbehaviour::Empty, u64::MAX);

    assert_eq!((ran.exit, arrived.len(), place.is_anything_saved()), (14, 1, false), "{ran:?}");
}

/// What was found before is shown, and the list says that it is not whole.
#[test]
fn trouble_at_a_later_kind_of_jump_items_leaves_what_was_found() {
    let complaints = each(&loud(), |trouble| {
        let place = place("beyondtrust jump-items find");

        let (ran, _) = place.meet("GET", LAST_KIND, trouble.misbehaviour(&BEYONDTRUST), u64::MAX);

        let is_list = serde_json::from_str::<Vec<Value>>(&ran.stdout).is_ok_and(|found| !found.is_empty());
        let error = Ran { stdout: String::new(), ..ran.clone() };
        let mut complaints = ran_complaints(&error, 9);
        complaints.extend((!is_list).then(|| format!("standard output is {:?}", ran.stdout)));
        told(&format!("{trouble:?}"), &ran, complaints)
    });

    assert_no(&complaints);
}

/// A file for the next run would hide what this one has not shown.
#[test]
fn an_export_in_trouble_notes_nothing() {
    let complaints = each(&loud(), |trouble| {
        let place = place("beyondtrust report access-session");
        let note = place._folder.path().join("note");
        let line = format!("rmctl beyondtrust report access-session --since-file {} --last 7d", note.display());
        let place = Place { line: words_of(&format!("{line} -o ndjson")), ..place };

        let (ran, arrived) = place.meet("GET", REPORT, trouble.misbehaviour(&BEYONDTRUST), u64::MAX);

        let mut complaints = ran_complaints(&ran, trouble.exit(Kind::Read, &BEYONDTRUST));
        let most = trouble.arrivals(Kind::Read, &BEYONDTRUST);
        if arrived.len() != most || !ran.stdout.is_empty() || std::fs::read(&note).is_ok_and(|text| !text.is_empty()) {
            complaints.push(format!("arrived {} times, not {most}, or something was noted", arrived.len()));
        }
        told(&format!("{trouble:?}"), &ran, complaints)
    });

    assert_no(&complaints);
}

/// A recording is elsewhere on the site, and no answer there may be half of it.
#[test]
fn trouble_behind_a_redirect_is_trouble() {
    let complaints = each(&loud(), |trouble| {
        let place = place("beyondtrust report access-session-recording");

        let (ran, _) = place.meet("GET", DOWNLOAD, trouble.misbehaviour(&BEYONDTRUST), u64::MAX);

        let mut complaints = ran_complaints(&ran, trouble.exit(Kind::Read, &BEYONDTRUST));
        if place.is_anything_saved() || !ran.stdout.is_empty() || ran.stderr.contains("SANDBOX-link") {
            complaints.push("a file was left, or its link was shown".to_owned());
        }
        told(&format!("{trouble:?}"), &ran, complaints)
    });

    assert_no(&complaints);
}

/// One command of every kind.
const LINES: &[&str] = &[
    "beyondtrust jump-clients list",
    "beyondtrust users update",
    "beyondtrust jump-groups delete",
    "beyondtrust vault run",
    "beyondtrust jump-clients prune",
    "beyondtrust jump-clients install",
    "beyondtrust backup",
    "beyondtrust command get-api-info",
    "beyondtrust representatives list",
    "beyondtrust report access-session",
    "beyondtrust report syslog",
    "beyondtrust report duplicate-jump-clients list",
    "beyondtrust scim users list",
    "beyondtrust state follow",
];

/// Before anything else.
fn complaints_at_login(words: &str, trouble: Trouble) -> Vec<String> {
    let mut place = place(words);
    if trouble == Silence {
        place.line.splice(1..1, words_of("--timeout 1 --retries 0"));
    }
    let before = place.sandbox.requests().len();

    let (ran, logins) = place.meet("POST", LOGIN, trouble.misbehaviour(&BEYONDTRUST), u64::MAX);

    let arrived = place.sandbox.requests().split_off(before);
    let mut complaints = ran_complaints(&ran, exit_at_login(trouble));
    // Which product it is, a site tells anybody.
    let is_open = |seen: &&Seen| [LOGIN, "/beyondtrust/get_mech_list?version=3"].contains(&seen.path.as_str());
    if let Some(seen) = arrived.iter().find(|seen| !is_open(seen)) {
        complaints.push(format!("{} {} was sent without a login", seen.method, seen.path));
    }
    if logins.is_empty() || logins.len() > 4 || !ran.stdout.is_empty() && !tells_no_success(&ran) {
        complaints.push(format!("{} logins, and {:?}", logins.len(), ran.stdout));
    }
    if place.is_anything_saved() {
        complaints.push("something was left on the disk".to_owned());
    }
    told(&format!("{words} / {trouble:?}"), &ran, complaints)
}

/// The commands take turns; one of them meets everything.
#[test]
fn trouble_at_the_login() {
    let all = |number: usize| move |trouble: &Trouble| number == 0 || is_its_turn(*trouble, number);
    let of = |(number, line): (usize, &&'static str)| {
        let line = *line;
        loud().into_iter().filter(all(number)).map(move |trouble| (line, trouble)).collect::<Vec<_>>()
    };
    let mut cases: Vec<(&str, Trouble)> = LINES.iter().enumerate().flat_map(of).collect();
    cases.push((LINES[0], Silence));

    let complaints = each(&cases, |(words, trouble)| complaints_at_login(words, *trouble));

    assert_no(&complaints);
}

/// As a site says it of a token that has ended.
fn denied() -> Misbehaviour {
    let body =
        r#"{"error":"access_denied","message":"The resource owner or authorization server denied the request."}"#;
    Misbehaviour::Answer { status: 401, headers: Vec::new(), body: body.to_owned() }
}

/// Where it dies in a run, and how often the request arrives.
const DEATHS: &[(&str, &str, &str)] = &[
    ("beyondtrust jump-clients list", "GET", CLIENTS),
    ("beyondtrust users update", "PATCH", USERS),
    ("beyondtrust jump-clients prune", "DELETE", LOST),
    ("beyondtrust jump-clients install", "GET", INSTALLERS),
    ("beyondtrust vault run", "POST", CHECK_OUT),
    ("beyondtrust vault run", "POST", CHECK_IN),
    ("beyondtrust command get-api-info", "GET", VERSION_1),
    ("beyondtrust report access-session", "GET", REPORT),
    ("beyondtrust report syslog", "GET", REPORT),
    ("beyondtrust scim users list", "GET", "/beyondtrust/api/scim/v2/Users"),
    ("beyondtrust backup", "GET", "/beyondtrust/api/backup"),
];

#[test]
fn a_token_that_dies_in_a_run_is_replaced_once_and_nobody_sees_it() {
    let found: Vec<_> = DEATHS
        .iter()
        .map(|(words, method, path)| {
            let place = place(words);
            let (ran, arrived) = place.meet(method, path, denied(), 1);
            let logins = place.sandbox.requests().iter().filter(|seen| seen.path == LOGIN).count();
            let pages = if words.ends_with("users list") { 1 } else { 0 };
            (*words, *path, ran.exit, arrived.len() - pages, logins)
        })
        .collect();

    let expected: Vec<_> = DEATHS.iter().map(|(words, _, path)| (*words, *path, 0, 2, 2)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_token_that_is_refused_again_is_an_error_and_no_change_is_sent_a_third_time() {
    let found: Vec<_> = DEATHS
        .iter()
        .map(|(words, method, path)| {
            let place = place(words);
            let (ran, arrived) = place.meet(method, path, denied(), u64::MAX);
            let is_named = *path != CHECK_IN || ran.stderr.contains("vault accounts check-in 1");
            (*words, *path, ran.exit, arrived.len(), is_named && !holds_secret(&ran.stderr))
        })
        .collect();

    let exit = |path: &str| if path == CHECK_IN { 14 } else { 4 };
    let expected: Vec<_> = DEATHS.iter().map(|(words, _, path)| (*words, *path, exit(path), 2, true)).collect();
    assert_eq!(found, expected);
}

/// A site that is in trouble there is asked by version 1, which every site has; what can have no answer is not asked.
#[test]
fn trouble_at_the_look_for_the_version_is_none_of_version_1() {
    let found: Vec<(Trouble, u8, usize)> = loud()
        .into_iter()
        .map(|trouble| {
            let place = place("beyondtrust representatives list");
            let (ran, _) = place.meet("GET", PROBE, trouble.misbehaviour(&BEYONDTRUST), u64::MAX);
            let is_own = |seen: &&Seen| seen.path.starts_with("/beyondtrust/api/command?");
            (trouble, ran.exit, place.sandbox.requests().iter().filter(is_own).count())
        })
        .collect();

    let expected = |trouble: Trouble| match trouble {
        ResetBeforeWork | ResetAfterWork | HeadersOnly | HalfBody => (8, 0),
        Refused(429) | Limited(_) => (6, 0),
        _ => (0, 1),
    };
    let expected: Vec<(Trouble, u8, usize)> =
        loud().into_iter().map(|trouble| (trouble, expected(trouble).0, expected(trouble).1)).collect();
    assert_eq!(found, expected);
}

/// Whoever asks for what version 2 alone has hears what is wrong with the site, and not that it is old.
#[test]
fn trouble_at_what_version_2_alone_has_is_told_as_it_is() {
    let complaints = each(&loud(), |trouble| {
        let place = place(INFO);

        let (ran, _) = place.meet("GET", PROBE, trouble.misbehaviour(&BEYONDTRUST), u64::MAX);

        // Where there is nothing at its first path, there is no version 2.
        let exit = if *trouble == Refused(404) { 2 } else { trouble.exit(Kind::Read, &BEYONDTRUST) };
        let complaints = ran_complaints(&ran, exit);
        told(&format!("{trouble:?}"), &ran, complaints)
    });

    assert_no(&complaints);
}

#[test]
fn traces_show_no_secret_of_beyondtrust_whatever_goes_wrong() {
    let lines = [
        ("beyondtrust vault run", CHECK_OUT),
        ("beyondtrust vault run", CHECK_IN),
        ("beyondtrust jump-clients install", INSTALLERS),
        ("beyondtrust report access-session", REPORT),
        ("beyondtrust jump-clients list", LOGIN),
    ];
    let troubles = [HalfBody, Html, Refused(403), Gateway(502)];

    let leaks: Vec<String> = lines
        .iter()
        .flat_map(|line| troubles.map(|trouble| (line, trouble)))
        .filter_map(|((words, path), trouble)| {
            let mut place = place(words);
            place.line.insert(1, "-vvv".to_owned());
            let (ran, _) = place.meet("POST", path, trouble.misbehaviour(&BEYONDTRUST), u64::MAX);
            let leaks = holds_secret(&ran.stderr) || ran.stderr.contains("SANDBOX-link");
            let is_traced = ran.stderr.contains("POST ");
            (leaks || !is_traced).then(|| format!("{words} {trouble:?}: {ran:?}"))
        })
        .collect();

    assert_eq!(leaks, Vec::<String>::new());
}
