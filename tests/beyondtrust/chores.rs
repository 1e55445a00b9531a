//! What people script: Jump Clients that are of no use, items by a part of their name, users who are locked out, installers.

use rmctl::vendor::beyondtrust::BEYONDTRUST;
use sandbox::{BeyondTrustProduct, Fault, Misbehaviour, Sandbox};
use serde_json::{Value, json};

use super::inside::{run_edited, sandbox, variables, words_of};
use super::{READING, pra, rows, run, run_as, sent, site};

const CLIENT: &str = "/beyondtrust/api/config/v1/jump-client/";

fn deleted(site: &Sandbox) -> Vec<String> {
    let mut all: Vec<String> = sent(site).into_iter().filter(|line| line.starts_with("DELETE")).collect();
    all.sort();
    all.iter().map(|line| line.rsplit('/').next().unwrap().to_owned()).collect()
}

fn of_each(results: &Value, member: &str) -> Vec<Value> {
    results.as_array().unwrap().iter().map(|result| result[member].clone()).collect()
}

#[test]
fn a_dry_run_says_which_jump_clients_go_and_why_and_sends_nothing_that_changes() {
    let site = pra();

    let ran = run(&site, "jump-clients prune --lost --uninstalled --duplicates --dry-run -o json");

    let plan = ran.json();
    assert_eq!(ran.exit, 0, "{ran:?}");
    assert_eq!(of_each(&plan["plan"], "id"), [json!(1), json!(3), json!(4)]);
    assert_eq!(
        of_each(&plan["plan"], "reasons"),
        [json!(["there again as 2, which connected later"]), json!(["lost"]), json!(["uninstalled"])]
    );
    assert_eq!(of_each(&plan["requests"], "method"), ["DELETE", "DELETE", "DELETE"]);
    assert_eq!(deleted(&site), Vec::<String>::new());
}

#[test]
fn what_is_pruned_is_gone_and_the_rest_is_there() {
    let site = pra();

    let ran = run(&site, "jump-clients prune --lost --duplicates -y -o json");
    let again = run(&site, "jump-clients prune --lost --duplicates -y -o json");
    let left = run(&site, "jump-clients list -o name");

    assert_eq!((ran.exit, of_each(&ran.json(), "status")), (0, vec![json!("done"), json!("done")]), "{ran:?}");
    assert_eq!((again.exit, again.json()), (0, json!([])), "{again:?}");
    assert_eq!((left.stdout.lines().count(), deleted(&site)), (22, vec!["1".to_owned(), "3".to_owned()]));
}

#[test]
fn days_choose_alone_and_narrow_what_else_is_chosen() {
    let site = pra();
    let chosen = |flags: &str| {
        of_each(&run(&site, &format!("jump-clients prune {flags} --dry-run -o json")).json()["plan"], "id")
    };

    assert_eq!(chosen("--days 30"), [json!(1), json!(3)]);
    assert_eq!(chosen("--days 31"), [json!(3)]);
    assert_eq!(chosen("--days 31 --duplicates"), Vec::<Value>::new());
    assert_eq!(chosen("--days 30 --duplicates"), [json!(1)]);
}

#[test]
fn nothing_is_pruned_without_a_criterion_a_yes_or_room() {
    let site = pra();

    let bare = run(&site, "jump-clients prune -y");
    let asked = run(&site, "jump-clients prune --lost");
    let many = run(&site, "jump-clients prune --lost --duplicates --max-affected 1 -y");

    assert_eq!([bare.exit, asked.exit, many.exit], [2, 2, 2]);
    assert!(bare.stderr.contains("nothing says which Jump Clients are meant"), "{bare:?}");
    assert!(asked.stderr.contains("delete 3 ") && asked.stderr.contains("not confirmed"), "{asked:?}");
    assert!(many.stderr.contains("this changes 2 things"), "{many:?}");
    assert_eq!(deleted(&site), Vec::<String>::new());
}

#[test]
fn several_are_confirmed_by_their_number_and_one_by_a_yes() {
    let site = sandbox();
    let answering_yes = |flags: &str| {
        let line = format!("rmctl beyondtrust jump-clients prune {flags}");
        run_edited(variables(&site), words_of(&line), |_, _| Ok(()))
    };

    let two = answering_yes("--days 10");
    let one = answering_yes("--lost");

    assert_eq!((two.exit, one.exit), (2, 0), "{two:?} {one:?}");
    assert_eq!(deleted(&site), ["3"]);
}

#[test]
fn one_that_cannot_be_deleted_keeps_none_of_the_others() {
    let site = pra();
    let body = r#"{"message":"Server Error"}"#.to_owned();
    site.inject(
        Fault::at(format!("{CLIENT}1"), Misbehaviour::Answer { status: 500, headers: Vec::new(), body }).on("DELETE"),
    );

    let ran = run(&site, "jump-clients prune --lost --duplicates -y -o json");

    assert_eq!(ran.exit, 9, "{ran:?}");
    assert_eq!(of_each(&ran.json(), "status"), ["failed", "done"]);
}

#[test]
fn one_whose_deletion_is_not_answered_is_unknown() {
    let site = pra();
    site.inject(Fault::at(format!("{CLIENT}3"), Misbehaviour::HangUpAfterWork).on("DELETE"));

    let ran = run(&site, "jump-clients prune --lost --duplicates -y -o json");

    assert_eq!((ran.exit, of_each(&ran.json(), "status")), (14, vec![json!("done"), json!("unknown")]), "{ran:?}");
}

#[test]
fn items_of_every_kind_are_found_by_a_part_of_a_text() {
    let site = pra();
    run(&site, "jump-items shell-jumps update 2 --comments spare-HARBOUR");

    let found = run(&site, "jump-items find harbour -o json").json();

    let kinds: Vec<(Value, Value)> =
        found.as_array().unwrap().iter().map(|one| (one["kind"].clone(), one["id"].clone())).collect();
    assert!(kinds.contains(&(json!("jump-client"), json!(1))), "{kinds:?}");
    assert!(kinds.ends_with(&[(json!("shell-jump"), json!(1)), (json!("shell-jump"), json!(2))]), "{kinds:?}");
    assert_eq!(found[0]["jump_group"], "Harbour");
}

#[test]
fn kinds_of_the_other_product_are_not_asked_for() {
    let lists = |site: &Sandbox| {
        run(site, "jump-items find nowhere");
        sent(site).iter().filter(|line| line.contains("/jump-item/") || line.contains("/jump-client?")).count()
    };

    let counts = [BeyondTrustProduct::RemoteSupport, BeyondTrustProduct::PrivilegedRemoteAccess]
        .map(|product| lists(&site(product)));

    assert_eq!(counts, [4, 9]);
}

#[test]
fn whoever_wants_one_item_is_not_kept_waiting_for_the_others() {
    let site = pra();

    let ran = run(&site, "jump-items find harbour --limit 1 -o name");

    assert_eq!((ran.exit, ran.stdout.as_str()), (0, "1\n"), "{ran:?}");
    assert!(!sent(&site).iter().any(|line| line.contains("/jump-item/")), "{:?}", sent(&site));
}

#[test]
fn a_user_is_unlocked_by_name_address_or_number() {
    let site = pra();
    let locked = || run(&site, "users get 3 -o json").json()["failed_logins"].clone();

    let before = locked();
    let by = ["BEN", "ben@example.com", "3"].map(|typed| run(&site, &format!("users unlock {typed}")));

    assert_eq!((before, locked()), (json!(5), json!(0)));
    assert_eq!(
        by.map(|ran| (ran.exit, ran.stdout)),
        ["3 (ben) may log in again\n"; 3].map(|line| (0, line.to_owned()))
    );
}

#[test]
fn an_unknown_user_is_told_with_names_that_are_near() {
    let site = pra();

    let ran = run(&site, "users unlock bne");

    assert_eq!(ran.exit, 3);
    assert!(ran.stderr.contains("there is `ben`;"), "{ran:?}");
    assert!(!sent(&site).iter().any(|line| line.starts_with("PATCH")));
}

#[test]
fn a_name_that_two_users_have_is_nobody_s() {
    let site = pra();
    run(&site, "users update 2 --email-address ben@example.com");

    let ran = run(&site, "users unlock ben@example.com");

    assert_eq!(ran.exit, 11, "{ran:?}");
    assert!(ran.stderr.contains("2 (`anna`, `ben@example.com`), 3 (`ben`, `ben@example.com`)"), "{ran:?}");
}

#[test]
fn an_installer_is_made_saved_and_told_how_to_install() {
    let (site, folder) = (pra(), tempfile::tempdir().unwrap());
    let file = folder.path().join("client.msi");

    let flags = format!("--platform windows-64-msi --jump-group ships --tag new --save {}", file.display());
    let ran = run(&site, &format!("jump-clients install {flags} -o json"));

    let made = ran.json();
    let listed = run(&site, "jump-clients installers list -o json --show-secrets").json();
    let key = made["key_info"]["encodedInfo"].as_str().unwrap();
    assert_eq!(
        (ran.exit, made["command"].as_str()),
        (0, Some(format!("msiexec /i client.msi KEY_INFO={key}").as_str())),
        "{ran:?}"
    );
    assert_eq!(listed[1]["installer_id"], made["installer_id"]);
    assert_eq!((&listed[1]["jump_group_id"], &listed[1]["tag"]), (&json!(2), &json!("new")));
    assert!(std::fs::metadata(&file).unwrap().len() > 1000);
}

#[test]
fn a_dry_run_of_an_installer_makes_none_and_shows_both_requests() {
    let site = pra();

    let ran = run(&site, "jump-clients install --platform mac-dmg --jump-group ships --save x --dry-run -o json");

    let shown = ran.json();
    let of = |number: usize| (shown[number]["method"].clone(), shown[number]["url"].as_str().unwrap().to_owned());
    assert_eq!((ran.exit, of(0).0, &shown[0]["body"]["jump_group_id"]), (0, json!("POST"), &json!(2)), "{ran:?}");
    assert_eq!((of(1).0, of(1).1.ends_with("/installer/<installer_id>/mac-dmg")), (json!("GET"), true), "{ran:?}");
    assert!(!sent(&site).iter().any(|line| line.starts_with("POST")));
}

#[cfg(unix)]
#[test]
fn a_saved_installer_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let (site, folder) = (pra(), tempfile::tempdir().unwrap());
    let file = folder.path().join("client");

    run(&site, &format!("jump-clients install --platform linux-64 --jump-group 1 --save {}", file.display()));

    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn where_the_download_fails_it_is_said_that_the_installer_is_there() {
    let (site, folder) = (pra(), tempfile::tempdir().unwrap());
    let path = "/beyondtrust/api/config/v1/jump-client/installer/";
    site.inject(Fault::at(path, Misbehaviour::Html).on("GET"));

    let flags = format!("--platform mac-dmg --jump-group 1 --save {}", folder.path().join("x").display());
    let ran = run(&site, &format!("jump-clients install {flags}"));

    assert_eq!(
        (ran.exit, ran.stdout.as_str(), std::fs::read_dir(folder.path()).unwrap().count()),
        (7, "", 0),
        "{ran:?}"
    );
    assert!(ran.stderr.contains("rmctl beyondtrust jump-clients installers download "), "{ran:?}");
}

#[test]
fn nothing_is_made_for_an_unknown_group_or_a_folder_that_is_not_there() {
    let site = pra();

    let group = run(&site, "jump-clients install --platform linux-64 --jump-group harbor --save x");
    let folder = run(&site, "jump-clients install --platform linux-64 --jump-group 1 --save /no/such/folder/x");
    let itself = run(&site, "jump-clients install --platform linux-64 --jump-group 1 --save no-such-folder/");

    assert_eq!((group.exit, folder.exit, itself.exit), (3, 2, 2), "{group:?} {folder:?} {itself:?}");
    assert!(group.stderr.contains("there is `Harbour`;"), "{group:?}");
    assert!(!sent(&site).iter().any(|line| line.starts_with("POST")));
}

#[test]
fn who_may_not_is_told_the_permission_as_the_page_of_the_account_names_it() {
    let site = pra();
    let denied = |line: &str| {
        let ran = run_as(&site, READING, &format!("beyondtrust {line}"));
        (ran.exit, ran.stderr)
    };

    let needed = [
        ("vault accounts list", "`Configuration API: Manage Vault Accounts`"),
        (
            "report vault-account-activity --start-time 1 --duration 0",
            "`Reporting API: Allow Access to Vault Account Activity Reports`",
        ),
        ("sessions terminate 4f6ff3ed2ed04dbf8b1a4b1f2a3c5d01 --yes", "`Command API: Full Access`"),
        ("scim users list", "`SCIM API: Allow Access`"),
        ("backup --save refused", "`Backup API: Allow Access`"),
    ];
    let told = needed.map(|(line, permission)| {
        let (exit, stderr) = denied(line);
        (exit, stderr.contains(permission), stderr)
    });

    assert_eq!(told.each_ref().map(|(exit, is_named, _)| (*exit, *is_named)), [(5, true); 5], "{told:?}");
    assert!(!std::path::Path::new("refused").exists());
}

#[test]
fn permissions_and_limits_of_the_network_are_columns_of_accounts() {
    let site = pra();

    let wide = run(&site, "api-accounts list -o wide");

    let header = wide.stdout.lines().next().unwrap();
    for column in
        ["IP ADDRESSES", "PERM COMMAND", "PERM BACKUP", "PERM SCIM", "PERM REPORTING SYSLOG", "PERM VAULT BACKUP"]
    {
        assert!(header.contains(column), "{column}: {header}");
    }
}

#[test]
fn what_goes_with_a_thing_is_said_before_it_is_deleted() {
    let site = pra();
    let asked = |line: &str| run(&site, line).stderr;

    let told = [
        ("jump-groups delete 1", "Jump Items"),
        ("jumpoints delete 1", "Jump Items"),
        ("vendors delete 1", "users"),
        ("vault account-groups delete 2", "default group"),
        ("users provision", "every user"),
    ]
    .map(|(line, word)| asked(line).contains(word));

    assert_eq!(told, [true; 5]);
}

#[test]
fn a_raw_request_that_is_about_every_user_is_asked_about_too() {
    let (site, folder) = (pra(), tempfile::tempdir().unwrap());
    let raw = |name: &str, body: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, body).unwrap();
        let line = format!("api beyondtrust POST /api/config/v1/user/provision --input {}", file.display());
        run_as(&site, super::OURS, &line)
    };

    let asked = [raw("none", "{}"), raw("empty", r#"{"user_ids":[]}"#)];
    let sent = raw("one", r#"{"user_ids":[2]}"#);

    assert_eq!((asked.each_ref().map(|ran| ran.exit), sent.exit), ([2, 2], 0), "{asked:?} {sent:?}");
    assert!(asked[1].stderr.contains("every user"), "{asked:?}");
}

#[test]
fn the_chores_have_help_and_are_listed() {
    let words: Vec<String> = rows(BEYONDTRUST.groups, "").into_iter().map(|(words, _)| words).collect();

    for chore in ["jump-clients prune", "jump-clients install", "jump-items find", "users unlock"] {
        assert!(words.iter().any(|words| words == chore), "{chore}");
    }
    assert!(BEYONDTRUST.operations.iter().any(|row| row.name == "backup"));
}
