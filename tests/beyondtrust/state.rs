//! `beyondtrust state follow` over a real socket, and what a site tells without a login.

use sandbox::{BeyondTrustOptions, BeyondTrustProduct, Options, Sandbox};
use serde_json::{Value, json};

use super::inside::{Ran, sandbox_with};
use super::{LSID, READING, run, run_as, sent, site};

const RS: BeyondTrustProduct = BeyondTrustProduct::RemoteSupport;

fn with(options: BeyondTrustOptions) -> Sandbox {
    sandbox_with(Options { beyondtrust: BeyondTrustOptions { limits: false, ..options }, ..Options::default() })
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn all_rows_of_the_tables_come_first_and_each_is_a_line() {
    let site = site(RS);

    let ran = run(&site, "state follow --tables representative,queue --limit 3");

    assert_eq!(ran.exit, 0, "{ran:?}");
    let told = lines(&ran);
    let kinds: Vec<(&Value, &Value, &Value)> =
        told.iter().map(|row| (&row["table"], &row["change"], &row["id"])).collect();
    assert_eq!(
        kinds,
        [
            (&json!("queue"), &json!("insert"), &json!("1")),
            (&json!("representative"), &json!("insert"), &json!("1")),
            (&json!("representative"), &json!("insert"), &json!("2")),
        ]
    );
    assert_eq!(told[2]["display_name"], "Anna");
}

#[test]
fn what_changes_comes_after_as_it_happens() {
    let site = site(RS);
    let is_subscribed =
        || site.requests().iter().any(|seen| (seen.method.as_str(), seen.body.as_str()) == ("SAY", "subscribe"));

    let (ran, ended) = std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            while !is_subscribed() {
                std::thread::yield_now();
            }
            run(&site, &format!("sessions terminate {LSID} --yes")).exit
        });
        (run(&site, "state follow --tables support_session --limit 3"), other.join().unwrap())
    });

    let last = lines(&ran).pop().unwrap();
    assert_eq!((ran.exit, ended), (0, 0), "{ran:?}");
    assert_eq!((&last["change"], &last["id"]), (&json!("delete"), &json!(LSID)));
}

#[test]
fn a_site_that_hangs_up_is_followed_again_from_the_beginning() {
    let site = with(BeyondTrustOptions { product: RS, state_ends_after: Some(1), ..BeyondTrustOptions::default() });

    let ran = run(&site, "state follow --tables queue --limit 3");

    let changes: Vec<Value> = lines(&ran).iter().map(|row| row["change"].clone()).collect();
    assert_eq!((ran.exit, changes), (0, vec![json!("insert"), json!("truncate"), json!("insert")]), "{ran:?}");
    assert!(ran.stderr.contains("connecting again in 1 s"), "{ran:?}");
}

#[test]
fn a_site_of_the_other_product_is_not_asked_for_its_state() {
    let site = site(BeyondTrustProduct::PrivilegedRemoteAccess);

    let ran = run(&site, "state follow");

    assert_eq!((ran.exit, sent(&site)), (2, vec!["GET /get_mech_list?version=3".to_owned()]), "{ran:?}");
}

#[test]
fn who_may_not_follow_is_told_so_once() {
    let site = site(RS);

    let ran = run_as(&site, READING, "beyondtrust state follow");

    assert_eq!(ran.exit, 5, "{ran:?}");
    assert!(ran.stderr.contains("perm_real_time_state"), "{ran:?}");
}

#[test]
fn a_table_that_there_is_not_and_a_format_that_waits_are_refused() {
    let site = site(RS);

    let ran = [run(&site, "state follow --tables queu"), run(&site, "state follow -o table")];

    assert_eq!(ran.each_ref().map(|ran| ran.exit), [2, 2]);
    assert!(!sent(&site).contains(&"GET /nw".to_owned()));
}

#[test]
fn no_token_is_shown_however_much_is_traced() {
    let site = site(RS);

    let ran = run(&site, "state follow --tables queue --limit 1 -vvv");

    assert_eq!(ran.exit, 0, "{ran:?}");
    assert!(ran.stderr.contains("sec-websocket-protocol"), "{ran:?}");
    assert!(!ran.stderr.contains("bearer_token") && !ran.stderr.contains("Bearer "), "{ran:?}");
}

#[test]
fn the_health_and_the_product_of_a_site_need_no_login() {
    let (well, unwell) = (site(RS), with(BeyondTrustOptions { unwell: true, ..BeyondTrustOptions::default() }));

    let healthy = run(&well, "site health -o json");
    let info = run(&well, "site info -o json");
    let words = run(&well, "site info");
    let ill = run(&unwell, "site health --retries 0 -o json");

    assert_eq!((healthy.exit, healthy.json()), (0, json!({"healthy": true})), "{healthy:?}");
    assert_eq!(info.json()["company"], "acme");
    assert_eq!(words.stdout, "Remote Support, company acme, default login local\n");
    assert_eq!((ill.exit, &ill.error()["http_status"]), (7, &json!(500)));
    assert!(well.requests().iter().all(|seen| !seen.is_authorized));
    assert!(well.requests().iter().all(|seen| !seen.path.ends_with("/oauth2/token")));
}
