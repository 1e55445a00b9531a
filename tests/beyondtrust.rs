//! `rmctl beyondtrust` against the simulated site, of which the program does not tell anybody yet.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inside;
#[path = "beyondtrust/rows.rs"]
mod row_by_row;
#[path = "beyondtrust/spec.rs"]
mod spec;
#[path = "beyondtrust/versions.rs"]
mod versions;

use inside::{Ran, each, run_of, sandbox_with};
use rmctl::catalog::{Group, Operation, Vendor};
use rmctl::vendor::beyondtrust::BEYONDTRUST;
use sandbox::{
    BEYONDTRUST_CLIENT_ID, BEYONDTRUST_CLIENT_SECRET, BEYONDTRUST_READING_CLIENT_ID, BEYONDTRUST_READING_CLIENT_SECRET,
    BeyondTrustOptions, BeyondTrustProduct, Options, Sandbox,
};
use serde_json::json;

const VENDORS: &[&Vendor] = &[&BEYONDTRUST];
const OURS: (&str, &str) = (BEYONDTRUST_CLIENT_ID, BEYONDTRUST_CLIENT_SECRET);
const READING: (&str, &str) = (BEYONDTRUST_READING_CLIENT_ID, BEYONDTRUST_READING_CLIENT_SECRET);
const LSID: &str = "4f6ff3ed2ed04dbf8b1a4b1f2a3c5d01";

fn site(product: BeyondTrustProduct) -> Sandbox {
    let beyondtrust = BeyondTrustOptions { product, limits: false, ..BeyondTrustOptions::default() };
    sandbox_with(Options { beyondtrust, ..Options::default() })
}

fn pra() -> Sandbox {
    site(BeyondTrustProduct::PrivilegedRemoteAccess)
}

fn run(site: &Sandbox, line: &str) -> Ran {
    run_as(site, OURS, &format!("beyondtrust {line}"))
}

fn run_as(site: &Sandbox, (id, secret): (&str, &str), line: &str) -> Ran {
    let variables = [
        ("RMCTL_BEYONDTRUST_URL", format!("{}/beyondtrust", site.origin())),
        ("RMCTL_BEYONDTRUST_CLIENT_ID", id.to_owned()),
        ("RMCTL_BEYONDTRUST_CLIENT_SECRET", secret.to_owned()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value)).into();
    run_of(VENDORS, variables, &format!("rmctl {line}"))
}

/// Paths of the requests that were sent, without the login.
fn sent(site: &Sandbox) -> Vec<String> {
    let all = site.requests().into_iter().map(|seen| format!("{} {}", seen.method, seen.path));
    all.map(|line| line.replace("/beyondtrust", "")).filter(|line| !line.ends_with("/oauth2/token")).collect()
}

/// The words of every row with the row.
fn rows(groups: &'static [Group], words: &str) -> Vec<(String, &'static Operation)> {
    let of_group = |group: &'static Group| {
        let words = format!("{words} {}", group.name).trim().to_owned();
        let own = group.operations.iter().map(|row| (format!("{words} {}", row.name), row));
        own.chain(rows(group.groups, &words)).collect::<Vec<_>>()
    };
    groups.iter().flat_map(of_group).collect()
}

/// The lists of the product that need nothing to be asked.
fn lists(product: &str) -> Vec<String> {
    let plain = |row: &Operation| row.list && !row.path.contains('{') && row.path != "/api/reporting";
    let needs = |row: &Operation| row.arguments.iter().any(|argument| argument.required);
    let of_product = |row: &Operation| row.only.is_none_or(|only| only.key == product);
    let all = rows(BEYONDTRUST.groups, "").into_iter();
    all.filter(|(_, row)| plain(row) && !needs(row) && of_product(row)).map(|(words, _)| words).collect()
}

fn unanswered(product: BeyondTrustProduct, key: &str) -> (usize, Vec<String>) {
    let (site, lists) = (site(product), lists(key));
    let wrong = each(&lists, |words| {
        let ran = run(&site, &format!("{words} -o json"));
        if ran.exit == 0 && ran.json().is_array() { Vec::new() } else { vec![format!("{words}: {ran:?}")] }
    });
    (lists.len(), wrong)
}

#[test]
fn every_list_of_privileged_remote_access_is_answered() {
    let (count, wrong) = unanswered(BeyondTrustProduct::PrivilegedRemoteAccess, "PRA");

    assert_eq!((count > 25, wrong), (true, Vec::new()));
}

#[test]
fn every_list_of_remote_support_is_answered() {
    let (count, wrong) = unanswered(BeyondTrustProduct::RemoteSupport, "RS");

    assert_eq!((count > 20, wrong), (true, Vec::new()));
}

#[test]
fn all_pages_are_fetched_with_one_token() {
    let beyondtrust = BeyondTrustOptions { limits: false, ..BeyondTrustOptions::default() };
    let site = sandbox_with(Options { devices: 230, beyondtrust, ..Options::default() });

    let ran = run(&site, "jump-clients list -o name");

    let page = |number: u64| {
        format!(
            "GET /api/config/v1/jump-client?per_page=100{}",
            match number {
                1 => String::new(),
                number => format!("&current_page={number}"),
            }
        )
    };
    assert_eq!((ran.exit, ran.stdout.lines().count()), (0, 230));
    assert_eq!(sent(&site), [page(1), page(2), page(3)]);
    assert_eq!(site.requests().len(), 4);
}

#[test]
fn a_thing_is_created_shown_changed_and_deleted() {
    let site = pra();
    let flags = "--name new --jumpoint-id 1 --hostname h.example.com --protocol ssh --jump-group-id 1";

    let made = run(&site, &format!("jump-items shell-jumps create {flags} -o json"));
    let id = made.json()["id"].to_string();
    let changed = run(&site, &format!("jump-items shell-jumps update {id} --tag x -o json"));
    let shown = run(&site, &format!("jump-items shell-jumps get {id} -o json"));
    let gone = run(&site, &format!("jump-items shell-jumps delete {id} --yes"));
    let missing = run(&site, &format!("jump-items shell-jumps get {id}"));

    assert_eq!([made.exit, changed.exit, shown.exit, gone.exit, missing.exit], [0, 0, 0, 0, 3], "{gone:?} {missing:?}");
    assert_eq!((&shown.json()["tag"], &shown.json()["hostname"]), (&json!("x"), &json!("h.example.com")));
}

#[test]
fn what_is_wrong_with_a_member_is_said_with_its_name() {
    let site = pra();
    let flags = "--name new --jumpoint-id 99 --hostname h --protocol ssh --jump-group-id 1";

    let ran = run(&site, &format!("jump-items shell-jumps create {flags} -o json"));

    let error = ran.error();
    assert_eq!((ran.exit, &error["http_status"]), (13, &json!(422)), "{ran:?}");
    assert!(ran.stderr.contains("The selected jumpoint id is invalid."), "{ran:?}");
}

#[test]
fn a_parameter_that_the_site_does_not_know_is_no_reason_to_log_in_again() {
    let site = pra();

    let ran = run_as(&site, OURS, "api beyondtrust /api/config/v1/user?nmae=x");

    let logins = site.requests().iter().filter(|seen| seen.path.ends_with("/oauth2/token")).count();
    assert_eq!((ran.exit, logins), (13, 1), "{ran:?}");
    assert!(ran.stderr.contains("Unrecognized field: nmae"), "{ran:?}");
}

#[test]
fn a_wrong_secret_is_tried_once() {
    let site = pra();

    let ran = run_as(&site, (BEYONDTRUST_CLIENT_ID, "wrong"), "beyondtrust users list");

    assert_eq!((ran.exit, site.requests().len()), (4, 1), "{ran:?}");
}

#[test]
fn a_command_of_the_other_product_is_not_sent() {
    let site = pra();

    let ran = run(&site, "rep-statuses list");

    assert_eq!((ran.exit, sent(&site)), (2, vec!["GET /get_mech_list?version=3".to_owned()]));
    assert!(ran.stderr.contains("is of Remote Support, and this site is Privileged Remote Access"), "{ran:?}");
}

#[test]
fn who_may_not_use_the_vault_is_told_which_permission_it_needs() {
    let site = pra();

    let ran = run_as(&site, READING, "beyondtrust vault accounts list");

    assert_eq!(ran.exit, 5, "{ran:?}");
    assert!(ran.stderr.contains("Manage Vault Accounts"), "{ran:?}");
}

#[test]
fn a_secret_is_lent_and_given_back() {
    let site = pra();

    let lent = run(&site, "vault accounts check-out 1 -o json");
    let again = run(&site, "vault accounts check-out 1");
    let back = run(&site, "vault accounts check-in 1");

    assert_eq!([lent.exit, back.exit], [0, 0], "{lent:?} {back:?}");
    assert_ne!(again.exit, 0);
    assert!(!again.stderr.contains("SANDBOX-vault-password"));
}

#[test]
fn accounts_of_each_type_have_members_of_their_own() {
    let site = pra();
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "Secret-123\n").unwrap();
    let create = |flags: &str| {
        let flags = flags.replace("SECRET", &format!("@{}", secret.display()));
        run(&site, &format!("vault accounts create --name n {flags} -o json")).exit
    };

    let taken = [
        create("--type opaque_token --token SECRET"),
        create("--type ssh --username u --private-key SECRET"),
        create("--type opaque_token --username u --token SECRET"),
    ];

    assert_eq!(taken, [0, 0, 13]);
}

#[test]
fn an_error_of_the_command_api_is_an_error_though_its_status_is_a_success() {
    let site = pra();

    let ended = run(&site, &format!("sessions terminate {LSID} --yes"));
    let again = run(&site, &format!("sessions terminate {LSID} --yes"));

    assert_eq!(ended.exit, 0, "{ended:?}");
    assert_ne!(again.exit, 0);
    assert!(again.stderr.contains("No such session"), "{again:?}");
}

#[test]
fn attributes_of_a_session_are_read_back() {
    let site = pra();

    let set = run(&site, &format!("sessions attributes update {LSID} --external-key A&B"));
    let shown = run(&site, &format!("sessions attributes list {LSID} -o json"));

    assert_eq!(set.exit, 0, "{set:?}");
    assert_eq!((&shown.json()[0]["code_name"], &shown.json()[0]["#text"]), (&json!("external_key"), &json!("A&B")));
}

#[test]
fn sessions_are_reported_without_what_lets_anybody_see_them() {
    let site = pra();

    let listed = run(&site, "report access-session --start-time 1 --duration 0 -o json");
    let named = run(&site, "report access-session-listing --start-time 1 --duration 0 -o name");

    assert_eq!((listed.exit, listed.json().as_array().map(Vec::len)), (0, Some(4)), "{listed:?}");
    assert!(!listed.stdout.contains("SANDBOX-link"), "{listed:?}");
    assert_eq!((named.exit, named.stdout.lines().count()), (0, 4), "{named:?}");
}

#[test]
fn a_report_that_is_a_file_is_saved_and_an_error_in_its_place_is_not() {
    let site = pra();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);

    let saved = run(&site, &format!("report endpoint-license-usage --save {}", path("a").display()));
    let refused = run(&site, &format!("report syslog --save {}", path("b").display()));

    assert_eq!((saved.exit, std::fs::read(path("a")).unwrap().starts_with(b"PK")), (0, true), "{saved:?}");
    assert_eq!((refused.exit == 0, path("b").exists()), (false, false), "{refused:?}");
}

#[test]
fn a_session_key_is_made_at_remote_support() {
    let site = site(BeyondTrustProduct::RemoteSupport);

    let made = run(&site, "session-keys generate --queue-id general --ttl 60 -o json");

    assert_eq!(made.exit, 0, "{made:?}");
    assert_eq!(made.json()["expires"]["#text"], "2027-01-15T08:01:00+00:00");
}
