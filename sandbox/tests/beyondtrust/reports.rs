//! Reports: sessions by time or by name, errors with the status of a success, and a ZIP.

use crate::client::{Client, client, support};

const GOING_ON: &str = "4f6ff3ed2ed04dbf8b1a4b1f2a3c5d01";
const ENDED: &str = "4f6ff3ed2ed04dbf8b1a4b1f2a3c5e02";
/// The time of the site.
const NOW: i64 = 1_769_144_400;

fn report(client: &Client, query: &str) -> (u16, String) {
    let path = format!("/api/reporting?generate_report={query}");
    let answer = client.raw("GET", &path, &client.bearer(), "");
    (answer.status, String::from_utf8_lossy(&answer.body).into_owned())
}

fn count(text: &str, element: &str) -> usize {
    text.matches(&format!("<{element} ")).count()
}

#[test]
fn sessions_are_found_by_their_beginning_by_their_end_and_by_name() {
    let client = client();
    let hours = |count: i64| NOW - 3600 * count;

    let found = [
        format!("start_time={}&duration=0", hours(3)),
        format!("end_time={}&duration=0", hours(3)),
        format!("start_time={}&duration=60", hours(3)),
        format!("lsids={ENDED},{GOING_ON}"),
        "start_date=2026-01-21&duration=1".to_owned(),
    ]
    .map(|which| count(&report(&client, &format!("AccessSession&{which}")).1, "session"));

    assert_eq!(found, [3, 1, 0, 2, 1]);
}

#[test]
fn what_is_wrong_has_the_status_of_a_success() {
    let client = client();

    let said = [
        "AccessSession",
        "AccessSession&start_time=1&end_time=2",
        "AccessSessionListing&start_date=yesterday",
        "AccessSessionListing&start_time=1&limit=2",
        "SupportSession&start_time=1",
    ]
    .map(|query| report(&client, query));

    assert!(said.iter().all(|(status, text)| *status == 200 && text.contains("<error")), "{said:?}");
}

#[test]
fn a_session_that_was_ended_has_an_end() {
    let client = client();
    let ended = || report(&client, &format!("AccessSessionListing&end_time={NOW}&duration=0")).1.contains(GOING_ON);

    let before = ended();
    client.change(&format!("action=terminate_session&lsid={GOING_ON}"));

    assert_eq!([before, ended()], [false, true]);
}

#[test]
fn what_was_lent_is_reported() {
    let client = client();

    client.ask("POST", "/vault/account/1/check-out", None);
    client.ask("POST", "/vault/account/1/check-in", None);
    let (_, text) = report(&client, &format!("VaultAccountActivity&start_time={NOW}&duration=0"));

    assert_eq!((count(&text, "vault_account_activity"), text.contains("SANDBOX")), (2, false));
}

#[test]
fn licences_come_as_a_zip() {
    let (status, archive) = report(&support(), "EndpointLicenseUsage");

    assert!(status == 200 && archive.starts_with("PK") && archive.contains("jump_items.csv"));
}

#[test]
fn who_may_not_see_reports_finds_no_document() {
    assert_eq!(report(&client().reading(), "EndpointLicenseUsage").0, 404);
}
