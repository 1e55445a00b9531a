//! Every command of Cisco's vendors: with the least and the most, with logins that end all the time, and where the tenant or
//! a permission is not there.

use std::collections::BTreeSet;

use rmctl::catalog::{Effect, Run};
use sandbox::{
    CISCO_FIRST_EID, CISCO_KEY_NAME, CISCO_KEY_SECRET, CISCO_MANY_USERNAME, CISCO_OTHER_TENANT_ID,
    CISCO_READING_USERNAME, CISCO_SUB_TENANT_ID, CISCO_TENANT_ID, CiscoEiPaging, CiscoLocalOptions, CiscoOptions,
    Options, Sandbox, Seen,
};
use serde_json::{Value, json};

use crate::inside::samples::{Extent, Row, folder, furnished, rows, sample};
use crate::inside::{Ran, each, run_with, run_words, run_words_with, sandbox_with, variables};

fn commands(of: &str) -> Vec<Row> {
    let mut rows = rows();
    rows.retain(|row| row.words.starts_with(of));
    rows
}

/// The rows of both vendors, and the jobs.
fn all() -> Vec<Row> {
    let rows = commands("cisco");
    assert_eq!(rows.len(), 24);
    rows
}

/// It writes to a profile, and there is none: that is all that may be wrong with it.
fn lacks_profile(row: &Row, ran: &Ran) -> bool {
    row.words == "cisco tenants use" && ran.exit == 2 && ran.error()["hint"].to_string().contains("export")
}

/// Arguments without those that name a list of boxes, which another test is about.
fn line(row: &Row, extent: Extent, folder: &std::path::Path) -> Vec<String> {
    let mut words = sample(row, extent, folder);
    words.retain(|word| !word.starts_with("--boxes="));
    words
}

fn own(sandbox: &Sandbox) -> Vec<Seen> {
    let is_own = |seen: &Seen| !["/iam/auth/token", "/nbapi/iam/v1/auth/token", "/iam/users/me"].contains(&&*seen.path);
    let mut seen = sandbox.requests();
    seen.retain(is_own);
    seen
}

fn is_change(seen: &&Seen) -> bool {
    seen.method != "GET" && !seen.path.ends_with("/token")
}

#[test]
fn every_command_does_its_work_with_the_least_and_with_the_most() {
    let all: Vec<(Row, Extent)> =
        all().into_iter().flat_map(|row| [Extent::Least, Extent::Most].map(|extent| (row.clone(), extent))).collect();

    let wrong = each(&all, |(row, extent)| {
        let folder = folder();
        let sandbox = furnished(row, folder.path());
        let ran = run_words(&sandbox, line(row, *extent, folder.path()));
        let is_done = ran.exit == 0 && serde_json::from_str::<Value>(&ran.stdout).is_ok();
        let is_fine = is_done || lacks_profile(row, &ran);
        (!is_fine).then(|| format!("{} {extent:?}: {ran:?}", row.words)).into_iter().collect()
    });

    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_dry_run_of_every_change_sends_no_change_and_prints_the_request() {
    let mut changes = all();
    changes.retain(|row| row.operation.effect.is_change());

    let wrong = each(&changes, |row| {
        let folder = folder();
        let sandbox = furnished(row, folder.path());
        let before = sandbox.requests().len();
        let mut words = line(row, Extent::Most, folder.path());
        words.push("--dry-run".to_owned());
        let ran = run_words(&sandbox, words);
        let sent = sandbox.requests().split_off(before).iter().filter(is_change).count();
        let shown = serde_json::from_str::<Value>(&ran.stdout).unwrap_or_default();
        let request = if shown["requests"].is_array() { &shown["requests"][0] } else { &shown };
        let is_fine = ran.exit == 0 && sent == usize::from(logs_in(&sandbox, before)) && request["method"].is_string();
        (!is_fine).then(|| format!("{}: {sent} {ran:?}", row.words)).into_iter().collect()
    });

    assert_eq!((wrong, changes.len()), (Vec::new(), 11));
}

/// A job may need to look at things, and to log in for it.
fn logs_in(sandbox: &Sandbox, before: usize) -> bool {
    sandbox.requests()[before..].iter().any(|seen| is_change(&seen))
        && sandbox.requests()[before..].iter().filter(is_change).all(|seen| seen.path.ends_with("/token"))
}

#[test]
fn a_profile_that_only_reads_sends_no_change_with_any_command() {
    let mut changes = all();
    changes.retain(|row| row.operation.effect.is_change());

    let wrong = each(&changes, |row| {
        let folder = folder();
        let sandbox = furnished(row, folder.path());
        let before = sandbox.requests().len();
        let mut variables = variables(&sandbox);
        variables.push(("RMCTL_READ_ONLY".to_owned(), "1".to_owned()));
        let ran = run_words_with(variables, line(row, Extent::Least, folder.path()));
        let sent = sandbox.requests().split_off(before).iter().filter(is_change).filter(|seen| !is_login(seen)).count();
        let is_fine = ran.exit == 5 && sent == 0;
        (!is_fine).then(|| format!("{}: {ran:?}", row.words)).into_iter().collect()
    });

    assert_eq!(wrong, Vec::<String>::new());
}

fn is_login(seen: &Seen) -> bool {
    seen.path.ends_with("/token")
}

/// A sandbox like another one, whose tokens are good for so many requests, in which the row finds what it is about.
fn hasty(row: &Row, requests: u64, folder: &std::path::Path) -> Sandbox {
    let sandbox = sandbox_with(Options {
        cisco: CiscoOptions { requests_per_token: Some(requests), ..CiscoOptions::default() },
        cisco_local: CiscoLocalOptions { requests_per_token: Some(requests), ..CiscoLocalOptions::default() },
        ..Options::default()
    });
    let needs_pipeline = ["get", "status", "undeploy"].map(|verb| format!("cisco-local pipelines {verb}"));
    if needs_pipeline.contains(&row.words) {
        let deploy = rows().into_iter().find(|row| row.words == "cisco-local pipelines deploy").unwrap();
        assert_eq!(run_words(&sandbox, line(&deploy, Extent::Least, folder)).exit, 0);
    }
    sandbox
}

#[test]
fn a_login_that_ends_after_every_request_hinders_no_command_and_repeats_no_change() {
    let wrong = each(&all(), |row| {
        let folder = folder();
        let calm = furnished(row, folder.path());
        let before = calm.requests().len();
        let wanted = run_words(&calm, line(row, Extent::Least, folder.path()));
        let changes = calm.requests().split_off(before).iter().filter(is_change).count();
        [1, 2]
            .into_iter()
            .filter_map(|requests| {
                let sandbox = hasty(row, requests, folder.path());
                let before = sandbox.requests().len();
                let ran = run_words(&sandbox, line(row, Extent::Least, folder.path()));
                // A change whose token had ended was not admitted, and is sent once more.
                let sent = sandbox.requests().split_off(before).iter().filter(is_change).count();
                let is_fine = ran == wanted && sent <= 2 * changes;
                (!is_fine).then(|| format!("{} {requests}: {ran:?}", row.words))
            })
            .collect()
    });

    assert_eq!(wrong, Vec::<String>::new());
}

/// Four pages are under way at a time, so that a new login must be good for more of them than that.
#[test]
fn a_list_is_whole_although_the_login_ends_in_its_middle_however_it_pages() {
    let ways = [(CiscoEiPaging::Whole, 1), (CiscoEiPaging::Pages(0), 3), (CiscoEiPaging::Offsets, 3)];

    let found = ways.map(|(ei_paging, least)| {
        let cisco = CiscoOptions { requests_per_token: Some(9), ei_paging, ..CiscoOptions::default() };
        let sandbox = sandbox_with(Options { devices: 1_000, cisco, ..Options::default() });
        let ran = run_with(variables(&sandbox), "rmctl cisco agents list -o name");
        let logins = sandbox.requests().iter().filter(|seen| seen.path == "/iam/auth/token").count();
        let ids: BTreeSet<&str> = ran.stdout.lines().collect();
        (ran.exit, ran.stderr.is_empty(), ids.len(), logins >= least)
    });

    assert_eq!(found, [(0, true, 500, true); 3]);
}

/// What came of a command with another login, and what arrived of it.
struct Tried {
    ran: Ran,
    arrived: Vec<Seen>,
}

fn tried(row: &Row, changed: &[(&str, &str)]) -> Tried {
    let folder = folder();
    let sandbox = furnished(row, folder.path());
    let kept = variables(&sandbox).into_iter().filter(|(name, _)| changed.iter().all(|(own, _)| own != name));
    let added = changed.iter().filter(|(_, value)| !value.is_empty());
    let added = added.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let variables = kept.chain(added).collect();
    let ran = run_words_with(variables, line(row, Extent::Least, folder.path()));
    Tried { ran, arrived: own(&sandbox) }
}

/// What must come of every command that works in a tenant.
fn assert_each(changed: &[(&str, &str)], exit_of: impl Fn(&Row) -> u8 + Sync, also: impl Fn(&Tried) -> bool + Sync) {
    let mut rows = commands("cisco ");
    rows.retain(|row| !TENANTLESS.contains(&row.words.as_str()));
    assert_eq!(rows.len(), 14);

    let wrong = each(&rows, |row| {
        let tried = tried(row, changed);
        let exit = exit_of(row);
        let says = if exit == 0 { json!(null) } else { tried.ran.error()["exit"].clone() };
        let is_fine = tried.ran.exit == exit && (exit == 0 || says == exit) && also(&tried);
        (!is_fine)
            .then(|| format!("{}, not {exit}: {:?} {:?}", row.words, tried.ran, tried.arrived))
            .into_iter()
            .collect()
    });

    assert_eq!(wrong, Vec::<String>::new());
}

/// What is about the user.
const TENANTLESS: &[&str] = &["cisco whoami", "cisco tenants list", "cisco tenants use"];

const KEY: &[(&str, &str)] = &[
    ("RMCTL_CISCO_USERNAME", ""),
    ("RMCTL_CISCO_PASSWORD", ""),
    ("RMCTL_CISCO_CLIENT_ID", CISCO_KEY_NAME),
    ("RMCTL_CISCO_CLIENT_SECRET", CISCO_KEY_SECRET),
];

#[test]
fn a_key_without_a_tenant_is_exit_2_with_every_command_and_sends_nothing() {
    let says_how = |tried: &Tried| {
        tried.arrived.is_empty() && tried.ran.error()["hint"].as_str().unwrap().contains("RMCTL_CISCO_TENANT_ID")
    };

    assert_each(KEY, |_| 2, says_how);
}

#[test]
fn a_key_with_its_tenant_does_everything() {
    assert_each(&[KEY, &[("RMCTL_CISCO_TENANT_ID", CISCO_TENANT_ID)]].concat(), |_| 0, |_| true);
}

#[test]
fn a_user_of_several_tenants_who_chose_none_is_exit_11_with_every_command_and_sends_nothing() {
    let many = [("RMCTL_CISCO_USERNAME", CISCO_MANY_USERNAME)];

    assert_each(
        &many,
        |_| 11,
        |tried| {
            let message = tried.ran.error()["message"].as_str().unwrap().to_owned();
            let names =
                [CISCO_TENANT_ID, CISCO_OTHER_TENANT_ID, CISCO_SUB_TENANT_ID].iter().all(|id| message.contains(id));
            names && tried.arrived.is_empty()
        },
    );
}

#[test]
fn a_tenant_of_others_is_exit_5_with_every_command_and_one_that_is_no_id_is_exit_13() {
    let names_it = |tried: &Tried| tried.arrived.len() == 1;

    assert_each(&[("RMCTL_CISCO_TENANT_ID", CISCO_OTHER_TENANT_ID)], |_| 5, names_it);
    assert_each(&[("RMCTL_CISCO_TENANT_ID", "mine")], |_| 13, names_it);
}

/// Any of the permissions opens what only reads; this user may operate agents and look at devices.
#[test]
fn without_the_permission_every_change_is_exit_5_after_one_new_login_and_every_read_works() {
    let reader = [("RMCTL_CISCO_USERNAME", CISCO_READING_USERNAME)];
    let exit = |row: &Row| if row.operation.effect == Effect::Read { 0 } else { 5 };

    assert_each(&reader, exit, |tried| {
        // Nothing was carried out, and it was tried with one new login.
        let changes: Vec<&Seen> = tried.arrived.iter().filter(is_change).collect();
        let twice = changes.len() == 2 && changes[0].path == changes[1].path;
        let hint = || tried.ran.error()["hint"].as_str().unwrap_or_default().to_owned();
        tried.ran.exit == 0
            || (twice && tried.ran.error()["http_status"] == 401 && hint().contains("rmctl cisco whoami"))
    });
}

#[test]
fn where_edge_intelligence_is_not_enabled_its_agents_are_none_and_the_rest_is_exit_5() {
    let changed = [("RMCTL_CISCO_USERNAME", CISCO_MANY_USERNAME), ("RMCTL_CISCO_TENANT_ID", CISCO_SUB_TENANT_ID)];
    let mut rows = commands("cisco agents");
    rows.extend(commands("cisco asset-types"));

    let exits: Vec<(String, u8)> = rows.iter().map(|row| (row.words.clone(), tried(row, &changed).ran.exit)).collect();

    let expected = rows.iter().map(|row| (row.words.clone(), if row.words == "cisco agents list" { 0 } else { 5 }));
    assert_eq!(exits, expected.collect::<Vec<_>>());
}

#[test]
fn a_wrong_password_is_exit_4_with_every_command_of_both_vendors_and_sends_nothing() {
    let wrong = [("RMCTL_CISCO_PASSWORD", "wrong-canary"), ("RMCTL_CISCO_LOCAL_PASSWORD", "wrong-canary")];
    // It takes passwords of its own, and no login.
    let mut rows = all();
    rows.retain(|row| row.words != "cisco-local change-password");

    let odd = each(&rows, |row| {
        let folder = folder();
        let before = own(&furnished(row, folder.path())).len();
        let tried = tried(row, &wrong);
        let sent = tried.arrived[before..].iter().filter(|seen| !is_login(seen)).count();
        let told = format!("{}{}", tried.ran.stdout, tried.ran.stderr);
        let is_fine = tried.ran.exit == 4 && sent == 0 && !told.contains("canary");
        (!is_fine).then(|| format!("{}: {:?}", row.words, tried.ran)).into_iter().collect()
    });

    assert_eq!(odd, Vec::<String>::new());
}

#[test]
fn every_row_and_job_is_known_to_raw_api_with_its_effect() {
    let sandbox = sandbox_with(Options::default());
    let listed = ["cisco", "cisco-local"].map(|vendor| {
        let ran = run_with(variables(&sandbox), &format!("rmctl api {vendor} --list -o json"));
        ran.json().as_array().unwrap().clone()
    });
    let kinds: Vec<(String, String)> = listed
        .concat()
        .iter()
        .map(|row| [&row["command"], &row["kind"]].map(|text| text.as_str().unwrap().to_owned()).into())
        .collect();

    let expected: Vec<(String, String)> = all()
        .into_iter()
        .filter(|row| matches!(row.operation.run, Run::Request) || kinds.iter().any(|(words, _)| *words == row.words))
        .map(|row| (row.words.clone(), row.operation.effect.word().to_owned()))
        .collect();
    assert_eq!(kinds, expected);
    let effects = [
        ("GET /nbapi/ei/v1/agents", 0),
        (&*format!("DELETE /nbapi/edm/v1/devices/{CISCO_FIRST_EID}"), 2),
        ("DELETE /nbapi/edm/v1/devices/delete", 2),
    ];
    let found = effects.map(|(line, _)| run_with(variables(&sandbox), &format!("rmctl api cisco {line}")).exit);
    assert_eq!(found, effects.map(|(_, exit)| exit));
}
