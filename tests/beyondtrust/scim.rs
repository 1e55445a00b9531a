//! Users and groups by SCIM, in both places where a site may have it.

use sandbox::{BeyondTrustOptions, Fault, Misbehaviour, Options, Sandbox};
use serde_json::json;

use super::inside::sandbox_with;
use super::{pra, run, sent};

fn without_version() -> Sandbox {
    let beyondtrust = BeyondTrustOptions { scim_version: false, ..BeyondTrustOptions::default() };
    sandbox_with(Options { beyondtrust, ..Options::default() })
}

#[test]
fn all_pages_of_users_are_fetched() {
    let site = pra();

    let ran = run(&site, "scim users list -o name");

    assert_eq!((ran.exit, ran.stdout.lines().count()), (0, 7), "{ran:?}");
    assert_eq!(
        sent(&site),
        ["GET /api/scim/v2/Users?startIndex=1&count=100", "GET /api/scim/v2/Users?count=100&startIndex=6"]
    );
}

#[test]
fn a_limit_asks_for_no_more() {
    let site = pra();

    let ran = run(&site, "scim users list --limit 2 -o name");

    assert_eq!(
        (ran.stdout.as_str(), sent(&site)),
        ("1\n2\n", vec!["GET /api/scim/v2/Users?startIndex=1&count=2".to_owned()])
    );
}

#[test]
fn a_user_is_created_found_and_deleted() {
    let site = pra();

    let made = run(&site, "scim users create --user-name new@example.com --email new@example.com --active -o json");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let shown = run(&site, &format!("scim users get {id} -o json"));
    let gone = run(&site, &format!("scim users delete {id} --yes"));
    let missing = run(&site, &format!("scim users get {id}"));

    assert_eq!([made.exit, shown.exit, gone.exit, missing.exit], [0, 0, 0, 3], "{made:?} {gone:?}");
    assert_eq!(shown.json()["emails"], json!([{"value": "new@example.com", "primary": true}]));
    assert!(missing.stderr.contains("Resource not found."), "{missing:?}");
}

#[test]
fn the_members_of_a_group_are_those_that_are_named() {
    let site = pra();

    let made = run(&site, "scim groups create --display-name Crew --member 1 -o json");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let replaced = run(&site, &format!("scim groups replace {id} --display-name Crew --member 2 --member 3 -o json"));
    let unknown = run(&site, &format!("scim groups replace {id} --display-name Crew --member 99"));

    assert_eq!((made.exit, replaced.exit), (0, 0), "{made:?} {replaced:?}");
    assert_eq!(replaced.json()["members"], json!([{"value": "2"}, {"value": "3"}]));
    assert_eq!(unknown.exit, 13, "{unknown:?}");
    assert!(unknown.stderr.contains("There is no resource"), "{unknown:?}");
}

#[test]
fn a_name_that_is_taken_is_a_conflict() {
    let ran = run(&pra(), "scim users create --user-name anna@example.com");

    assert_eq!(ran.exit, 12, "{ran:?}");
}

#[test]
fn a_site_without_a_version_in_its_paths_is_found_out_by_the_first_request() {
    let site = without_version();

    let listed = run(&site, "scim users list -o name");
    let made = run(&site, "scim groups create --display-name Crew -o json");

    assert_eq!((listed.exit, listed.stdout.lines().count(), made.exit), (0, 7, 0), "{listed:?} {made:?}");
    assert_eq!(
        sent(&site),
        [
            "GET /api/scim/v2/Users?startIndex=1&count=100",
            "GET /api/scim/Users?startIndex=1&count=100",
            "GET /api/scim/Users?count=100&startIndex=6",
            "POST /api/scim/v2/Groups",
            "POST /api/scim/Groups",
        ]
    );
}

#[test]
fn a_change_without_an_answer_is_not_tried_in_the_other_place() {
    let site = pra();
    site.inject(Fault::at("/beyondtrust/api/scim/v2/Groups", Misbehaviour::HangUpAfterWork).on("POST"));

    let ran = run(&site, "scim groups create --display-name Crew");

    assert_eq!((ran.exit, sent(&site)), (14, vec!["POST /api/scim/v2/Groups".to_owned()]), "{ran:?}");
}
