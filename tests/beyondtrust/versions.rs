//! The Command API in both of its versions: which of them a site is asked by, and that each row is carried out by either.

use sandbox::{BeyondTrustOptions, BeyondTrustProduct, Options, Sandbox};
use serde_json::{Value, json};

use super::inside::{Ran, run_of, sandbox_with};
use super::{LSID, OURS, READING, VENDORS, run, sent, site};

const PRA: BeyondTrustProduct = BeyondTrustProduct::PrivilegedRemoteAccess;
const RS: BeyondTrustProduct = BeyondTrustProduct::RemoteSupport;
const PROBE: &str = "GET /api/command/v2/info";

fn newer(product: BeyondTrustProduct) -> Sandbox {
    with(BeyondTrustOptions { product, command_v2: true, ..BeyondTrustOptions::default() })
}

fn with(options: BeyondTrustOptions) -> Sandbox {
    sandbox_with(Options { beyondtrust: BeyondTrustOptions { limits: false, ..options }, ..Options::default() })
}

/// The last request that was sent, without its query.
fn last(site: &Sandbox) -> String {
    let line = sent(site).pop().unwrap_or_default();
    line.split('?').next().unwrap_or_default().to_owned()
}

/// The same with these variables besides.
fn run_beside(site: &Sandbox, besides: &[(&str, &str)], line: &str) -> Ran {
    let own = [
        ("RMCTL_BEYONDTRUST_URL", format!("{}/beyondtrust", site.origin())),
        ("RMCTL_BEYONDTRUST_CLIENT_ID", OURS.0.to_owned()),
        ("RMCTL_BEYONDTRUST_CLIENT_SECRET", OURS.1.to_owned()),
    ];
    let besides = besides.iter().map(|(name, value)| (*name, (*value).to_owned()));
    let variables = own.into_iter().chain(besides).map(|(name, value)| (name.to_owned(), value)).collect();
    run_of(VENDORS, variables, &format!("rmctl beyondtrust {line}"))
}

/// Rows with both forms, and what version 2 is asked for; version 1 has one path for all.
const BOTH: &[(&str, &str)] = &[
    ("command get-appliances", "GET /api/command/v2/appliance"),
    ("command check-health", "GET /api/command/v2/health"),
    ("command set-failover-role --role backup --data-sync-first --force --yes", "POST /api/command/v2/failover-role"),
    ("sessions terminate LSID --yes", "DELETE /api/command/v2/session/LSID"),
    ("sessions attributes list LSID", "GET /api/command/v2/session/LSID"),
    ("sessions attributes update LSID --external-key A&B --set change_id=5", "PATCH /api/command/v2/session/LSID"),
    ("representatives list", "GET /api/command/v2/user"),
    ("connected-clients list", "GET /api/command/v2/client"),
    ("connected-clients count", "GET /api/command/v2/appliance/client-count"),
    ("connected-clients get 101", "GET /api/command/v2/client/101"),
];

/// Rows that version 1 alone has.
const OLD: &[&str] = &[
    "command get-api-info",
    "command import-jump-shortcut --name n --group servers --local-jump-hostname h",
    "connected-clients details --type representative --id 101,102 --include-connections",
];

/// The same, of Remote Support alone.
const OLD_OF_RS: &[&str] = &[
    "support-teams list",
    "session-keys generate --queue-id general --ttl 60",
    "sessions join LSID --rep-id 1",
    "sessions leave LSID --rep-username anna",
    "sessions leave LSID --customer",
    "sessions transfer LSID --queue-id team:1",
    "sessions send-chat-message --lsid LSID --message hello --impersonate customer",
    "sessions send-chat-message --team-id 1 --message hello",
    "representatives set-status 2 --code-name STATUS",
];

#[test]
fn every_row_of_both_versions_is_carried_out_by_the_one_that_the_site_has() {
    let wrong: Vec<String> = BOTH
        .iter()
        .flat_map(|(line, path)| {
            let (line, path) = (line.replace("LSID", LSID), path.replace("LSID", LSID));
            let (old, new) = (site(PRA), newer(PRA));
            let ran = [run(&old, &format!("{line} -o json")), run(&new, &format!("{line} -o json"))];
            let method = if line.ends_with("--yes") || line.contains("update") { "POST" } else { "GET" };
            let asked = [last(&old), last(&new)];
            let is_good = ran.iter().all(|ran| ran.exit == 0) && asked == [format!("{method} /api/command"), path];
            (!is_good).then(|| format!("{line}: {asked:?} {ran:?}"))
        })
        .collect();

    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_version_1_alone_has_is_asked_by_it_at_every_site() {
    let site = newer(PRA);
    let group = run(&site, "jump-groups list -o json").json()[0]["code_name"].as_str().unwrap().to_owned();

    let wrong: Vec<String> = OLD
        .iter()
        .map(|line| (line, run(&site, &format!("{} -o json", line.replace("servers", &group)))))
        .filter(|(_, ran)| ran.exit != 0)
        .map(|(line, ran)| format!("{line}: {ran:?}"))
        .collect();

    assert_eq!(wrong, Vec::<String>::new());
    assert!(!sent(&site).contains(&PROBE.to_owned()));
}

#[test]
fn what_remote_support_alone_has_is_carried_out_by_version_1() {
    let site = newer(RS);
    let status = run(&site, "rep-statuses list -o json").json()[0]["code_name"].as_str().unwrap().to_owned();

    let wrong: Vec<String> = OLD_OF_RS
        .iter()
        .map(|line| (line, run(&site, &format!("{} -o json", line.replace("LSID", LSID).replace("STATUS", &status)))))
        .filter(|(_, ran)| ran.exit != 0)
        .map(|(line, ran)| format!("{line}: {ran:?}"))
        .collect();

    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_session_key_lets_a_virtual_customer_in_once() {
    let site = site(RS);
    let key = run(&site, "session-keys generate --queue-id general -o json").json()["short_key"].clone();
    let who = "--name Bo --ip-address 192.0.2.1 --operating-system Linux --computer-name pc";
    let line = format!("virtual-customers create --short-key {} {who} -o json", key.as_str().unwrap());

    let (first, second) = (run(&site, &line), run(&site, &line));

    assert_eq!(first.exit, 0, "{first:?}");
    assert_ne!(second.exit, 0);
    assert!(second.stderr.contains("No such session key"), "{second:?}");
}

#[test]
fn what_remote_support_is_not_known_to_have_in_version_2_stays_in_version_1() {
    let site = newer(RS);

    let listed = run(&site, "representatives list -o json");
    let well = run(&site, "command check-health -o json");

    assert_eq!((listed.exit, well.exit), (0, 0), "{listed:?} {well:?}");
    assert_eq!(last(&site), "GET /api/command/v2/health");
    assert!(sent(&site).contains(&"GET /api/command?action=get_logged_in_reps".to_owned()));
}

#[test]
fn what_version_2_alone_has_is_refused_where_the_site_does_not_have_it() {
    let (old, new) = (site(PRA), newer(PRA));
    let lines =
        ["command info -o json", "connected-clients connections 101 -o json", "representatives log-out 2 --yes"];

    let refused = lines.map(|line| run(&old, line).exit);
    let done = lines.map(|line| run(&new, line).exit);

    assert_eq!((refused, done), ([2, 2, 2], [0, 0, 0]));
    assert!(run(&old, "command info").stderr.contains("this site has version 1 alone"));
}

#[test]
fn a_site_is_asked_once_a_day_for_its_version() {
    let folder = tempfile::tempdir().unwrap();
    let kept = [("RMCTL_CACHE_DIR", folder.path().to_str().unwrap())];
    let probes = |site: &Sandbox| sent(site).iter().filter(|line| *line == PROBE).count();
    let (old, new) = (site(PRA), newer(PRA));

    for site in [&old, &new] {
        (0..3).for_each(|_| assert_eq!(run_beside(site, &kept, "command get-appliances").exit, 0));
    }

    assert_eq!((probes(&old), probes(&new)), (1, 1));
    assert_eq!(run_beside(&old, &kept, "command get-appliances --no-cache").exit, 0);
    assert_eq!(probes(&old), 2);
}

#[test]
fn the_profile_may_say_the_version_in_the_place_of_the_site() {
    let site = newer(PRA);
    let version = |version| [("RMCTL_BEYONDTRUST_COMMAND_API", version)];

    let first = run_beside(&site, &version("v1"), "command get-appliances");
    let asked = last(&site);
    let refused = run_beside(&site, &version("v1"), "command info");
    let second = run_beside(&site, &version("v2"), "command get-appliances");
    let wrong = run_beside(&site, &version("v3"), "command get-appliances");

    assert_eq!([first.exit, refused.exit, second.exit, wrong.exit], [0, 2, 0, 2]);
    assert!(refused.stderr.contains("`command_api` is `v1`"), "{refused:?}");
    assert_eq!((asked.as_str(), last(&site).as_str()), ("GET /api/command", "GET /api/command/v2/appliance"));
    assert!(!sent(&site).contains(&PROBE.to_owned()));
}

#[test]
fn records_of_both_versions_come_as_the_site_sends_them() {
    let (old, new) = (site(PRA), newer(PRA));
    let lines = ["sessions attributes list LSID", "connected-clients count"].map(|line| line.replace("LSID", LSID));

    let [of_1, of_2] = [&old, &new].map(|site| lines.clone().map(|line| run(site, &format!("{line} -o json")).json()));

    assert_eq!(of_1[0], json!([{"display_name": "external key", "code_name": "external_key", "#text": "INC-1234"}]));
    assert_eq!(of_2[0], json!([{"code_name": "external_key", "display_name": "external key", "value": "INC-1234"}]));
    assert_eq!(of_1[1][0]["count"][0], json!({"type": "representative", "#text": "2"}));
    assert_eq!(of_2[1][0]["access_consoles"], json!(2));
}

#[test]
fn attributes_are_named_by_their_code_names_in_both_versions() {
    let (old, new) = (site(PRA), newer(PRA));
    let line = format!("sessions attributes update {LSID} --set change_id=5 --external-key=");

    let codes = [&old, &new].map(|site| {
        assert_eq!(run(site, &line).exit, 0);
        let listed = run(site, &format!("sessions attributes list {LSID} -o json")).json();
        listed.as_array().unwrap().iter().map(|one| one["code_name"].clone()).collect::<Vec<Value>>()
    });
    let wrong = run(&new, &format!("sessions attributes update {LSID} --set session.custom.change_id=5"));
    let nothing = [&old, &new].map(|site| run(site, &format!("sessions attributes update {LSID}")).exit);

    assert_eq!(codes, [[json!("change_id"), json!("external_key")], [json!("change_id"), json!("external_key")]]);
    assert_eq!((wrong.exit, nothing), (2, [2, 2]));
    assert!(wrong.stderr.contains("`--set change_id=VALUE`"), "{wrong:?}");
}

#[test]
fn a_kind_of_client_that_the_version_does_not_have_is_refused_before_it_is_sent() {
    let (old, new) = (site(PRA), newer(PRA));

    let ran = [
        run(&old, "connected-clients list --type representative,push_agent -o json"),
        run(&old, "connected-clients list --type gateway"),
        run(&new, "connected-clients list --type gateway -o json"),
        run(&new, "connected-clients list --type representative"),
        run(&new, "connected-clients list --type gateway,asset_client"),
    ];

    assert_eq!(ran.each_ref().map(|ran| ran.exit), [0, 2, 0, 2, 2], "{ran:?}");
    assert_eq!(ran[2].json().as_array().map(Vec::len), Some(1));
    assert!(ran[3].stderr.contains("it has `access_console`, `asset_client`, `gateway`"), "{ran:?}");
}

#[test]
fn an_appliance_that_is_not_well_is_an_answer_in_both_versions() {
    let sites = [false, true]
        .map(|command_v2| with(BeyondTrustOptions { unwell: true, command_v2, ..BeyondTrustOptions::default() }));

    let [of_1, of_2] = sites.each_ref().map(|site| run(site, "command check-health --retries 0 -o json"));

    assert_eq!((of_1.exit, &of_1.json()["error_message"]), (0, &json!("The disk is full")), "{of_1:?}");
    assert_eq!((of_2.exit, &of_2.json()["message"]), (0, &json!("The disk is full")), "{of_2:?}");
}

#[test]
fn who_may_not_command_is_told_which_permission_is_missing() {
    let site = newer(PRA);

    let ran = super::run_as(&site, READING, &format!("beyondtrust sessions terminate {LSID} --yes"));

    assert_eq!(ran.exit, 5, "{ran:?}");
    assert!(ran.stderr.contains("give the API account `Command API: Full Access`"), "{ran:?}");
}

#[test]
fn raw_requests_of_version_2_have_the_effect_of_the_row() {
    let site = newer(PRA);

    let unasked = super::run_as(&site, OURS, &format!("api beyondtrust DELETE /api/command/v2/session/{LSID}"));
    let listed = super::run_as(&site, OURS, "api beyondtrust --list -o json").json();

    let of = |path: &str| listed.as_array().unwrap().iter().find(|row| row["path"] == path).cloned().unwrap();
    assert_eq!(unasked.exit, 2, "{unasked:?}");
    assert_eq!(of("/api/command/v2/user/{id}/logout")["kind"], "destructive");
    assert_eq!(of("/api/command/v2/user/{id}/logout")["command"], "beyondtrust representatives log-out");
}

#[test]
fn a_dry_run_shows_the_form_that_would_be_sent() {
    let (old, new) = (site(PRA), newer(PRA));
    let line = format!("sessions terminate {LSID} --dry-run -o json");

    let shown = [&old, &new].map(|site| run(site, &line).json()["method"].clone());

    assert_eq!(shown, [json!("POST"), json!("DELETE")]);
    assert!(sent(&new).iter().all(|line| line.starts_with("GET")));
}
