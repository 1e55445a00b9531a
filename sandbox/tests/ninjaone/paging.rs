//! The five ways to go through a long list, each to its end.

use crate::client::{Client, client, encoded, ids, with};
use sandbox::Options;
use serde_json::{Value, json};
use std::collections::HashSet;

fn fleet(devices: u64, max_page: u64) -> Client {
    with(Options { devices, max_page, ..Options::default() })
}

/// All rows of a report, and the cursors that came.
fn report(client: &Client, path: &str, size: u64) -> (Vec<Value>, Vec<Value>) {
    let mark = if path.contains('?') { '&' } else { '?' };
    let (mut rows, mut cursors) = (Vec::new(), Vec::new());
    let mut next = String::new();
    for _ in 0..500 {
        let page = client.get(&format!("{path}{mark}pageSize={size}{next}"));
        assert_eq!(page.status, 200, "{}", page.text());
        let page = page.json();
        let got = page["results"].as_array().unwrap().clone();
        let is_over = got.is_empty() || page["cursor"].is_null();
        rows.extend(got);
        cursors.push(page["cursor"].clone());
        if is_over {
            return (rows, cursors);
        }
        next = format!("&cursor={}", page["cursor"]["name"].as_str().unwrap());
    }
    panic!("no end");
}

#[test]
fn entities_go_on_behind_the_last_id_and_larger_pages_are_cut_in_silence() {
    let client = fleet(60, 7);
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = ids(&client.rows(&format!("/v2/devices?pageSize=1000{after}")));
        assert!(page.len() <= 7);
        let Some(last) = page.last() else { break };
        after = format!("&after={last}");
        seen.extend(page);
    }

    assert!(seen.is_sorted() && seen.len() >= 55);
    assert_eq!(seen.len(), seen.iter().collect::<HashSet<_>>().len());
    assert_eq!(ids(&client.rows("/v2/organizations?pageSize=3&after=2")), [3, 4, 5]);
    assert_eq!(ids(&client.rows("/v2/organizations-detailed?pageSize=3&after=6")), [7, 8]);
    assert_eq!(ids(&client.rows("/v2/locations?pageSize=2&after=3")), [4, 5]);
    let below: Vec<Value> = client.rows("/v2/organization/2/devices?pageSize=3");
    assert!(below.len() == 3 && below.iter().all(|device| device["organizationId"] == 2));
}

#[test]
fn a_report_goes_on_behind_its_cursor_with_the_same_rows_whatever_the_page() {
    let client = fleet(90, 10_000);

    let (whole, _) = report(&client, "/v2/queries/software", 10_000);
    let (pages, cursors) = report(&client, "/v2/queries/software", 37);

    assert_eq!(whole, pages);
    assert!(cursors.len() > 5);
    assert_eq!((&cursors[0]["offset"], &cursors[0]["count"]), (&json!(0), &json!(whole.len())));
    assert_eq!(cursors[1]["offset"], 37);
}

#[test]
fn every_report_counts_what_it_gives() {
    let client = fleet(80, 10);
    let names = [
        "antivirus-status",
        "antivirus-threats",
        "computer-systems",
        "custom-fields",
        "custom-fields-detailed",
        "device-health",
        "backup/usage",
        "disks",
        "os-patch-installs",
        "software-patch-installs",
        "logged-on-users",
        "network-interfaces",
        "operating-systems",
        "os-patches",
        "software-patches",
        "policy-overrides",
        "processors",
        "raid-controllers",
        "raid-drives",
        "scoped-custom-fields",
        "scoped-custom-fields-detailed",
        "software",
        "volumes",
        "windows-services",
    ];

    for name in names {
        let (rows, cursors) = report(&client, &format!("/v2/queries/{name}"), 1000);
        let count = cursors[0]["count"].as_u64().unwrap_or(rows.len() as u64);
        assert_eq!(rows.len() as u64, count, "{name}");
        assert!(!rows.is_empty(), "{name}");
    }
}

#[test]
fn a_report_of_one_page_shows_no_cursor() {
    assert_eq!(client().get("/v2/queries/computer-systems").json().get("cursor"), None);
}

#[test]
fn rows_are_chosen_by_what_is_in_them_and_counted_so() {
    let client = fleet(200, 7);

    let (all, _) = report(&client, "/v2/queries/windows-services", 1000);
    let (stopped, cursors) = report(&client, "/v2/queries/windows-services?state=STOPPED&name=Spooler", 1000);
    let wanted = |row: &&Value| row["state"] == "STOPPED" && row["name"] == "Spooler";

    assert_eq!(stopped, all.iter().filter(wanted).cloned().collect::<Vec<_>>());
    assert_eq!(cursors[0]["count"], json!(stopped.len()));
    let (patches, _) = report(&client, "/v2/queries/os-patches?status=FAILED", 1000);
    assert!(!patches.is_empty() && patches.iter().all(|row| row["status"] == "FAILED"));
}

#[test]
fn a_cursor_ends_by_the_clock_and_belongs_to_its_question() {
    let client = fleet(80, 10);
    let name = |page: &Value| page["cursor"]["name"].as_str().unwrap().to_owned();
    let first = name(&client.get("/v2/queries/software").json());

    let again = [(); 2].map(|()| client.get(&format!("/v2/queries/software?cursor={first}")).text().len());
    let other = client.get(&format!("/v2/queries/volumes?cursor={first}")).status;
    client.pass(900);
    let late = client.get(&format!("/v2/queries/software?cursor={first}")).status;

    assert_eq!(again[0], again[1]);
    assert_eq!((other, late), (400, 400));
}

#[test]
fn backup_jobs_are_chosen_by_status_plan_and_time() {
    let client = fleet(60, 10_000);
    let jobs =
        |query: &str| client.get(&format!("/v2/backup/jobs?{query}")).json()["results"].as_array().unwrap().clone();

    let failed = jobs(&format!("sf={}", encoded("status = FAILED")));
    let images = jobs(&format!("ptf={}", encoded("planType in (IMAGE)")));
    let none = jobs(&format!("stf={}", encoded("startTime after 2030-01-01T00:00:00.000Z")));

    assert!(!failed.is_empty() && failed.iter().all(|job| job["jobStatus"] == "FAILED"));
    assert_eq!(2 * images.len(), jobs("").len());
    assert!(none.is_empty());
    assert_eq!(client.get("/v2/backup/jobs?sf=FAILED").status, 400);
}

#[test]
fn activities_come_newest_first_and_older_than_goes_back() {
    let client = fleet(24, 10);
    let newest = client.get("/v2/activities?pageSize=1000").json()["lastActivityId"].as_u64().unwrap();
    let mut seen = Vec::new();
    let mut older = String::new();
    loop {
        let page =
            ids(client.get(&format!("/v2/activities?pageSize=10{older}")).json()["activities"].as_array().unwrap());
        let Some(last) = page.last() else { break };
        older = format!("&olderThan={last}");
        seen.extend(page);
    }

    assert_eq!(seen.len(), 72);
    assert_eq!(seen, (newest - 71..=newest).rev().collect::<Vec<_>>());
}

#[test]
fn newer_than_shows_what_came_since() {
    let client = client();
    let last = client.get("/v2/activities").json()["lastActivityId"].as_u64().unwrap();

    let before = client.get(&format!("/v2/activities?newerThan={last}")).json();
    client.send("PATCH", "/v2/device/1001", json!({ "displayName": "x" }));
    let since = client.get(&format!("/v2/activities?newerThan={last}")).json();

    assert_eq!(before["activities"], json!([]));
    assert_eq!(
        (ids(since["activities"].as_array().unwrap()), &since["lastActivityId"]),
        (vec![last + 1], &json!(last + 1))
    );
}

#[test]
fn activities_are_chosen_by_device_type_status_and_time() {
    let client = client();
    let get =
        |query: &str| client.get(&format!("/v2/activities?{query}")).json()["activities"].as_array().unwrap().clone();
    let all = get("");

    let conditions = get(&format!("type=CONDITION&status={}", encoded("in (TRIGGERED, RESET)")));
    let device = all.iter().find(|one| one["deviceId"].is_u64()).unwrap()["deviceId"].clone();
    let middle = all[30]["activityTime"].as_f64().unwrap() as i64;
    let early = get(&format!("before={middle}"));

    assert_eq!(conditions.len(), all.iter().filter(|one| one["activityType"] == "CONDITION").count());
    let of_device = client.get(&format!("/v2/device/{device}/activities")).json()["activities"].clone();
    assert_eq!(of_device.as_array().unwrap().len(), all.iter().filter(|one| one["deviceId"] == device).count());
    assert!(!early.is_empty() && early.len() < all.len());
    assert!(get("class=USER").iter().all(|one| one["userId"] == 1));
}

#[test]
fn definitions_of_fields_go_on_behind_the_name_of_a_cursor() {
    let client = client();
    let mut names = Vec::new();
    let mut next = String::new();
    loop {
        let page = client.get(&format!("/v2/custom-fields?pageSize=5{next}")).json();
        names.extend(page["results"].as_array().unwrap().iter().map(|field| field["name"].clone()));
        let Some(cursor) = page["cursorName"].as_str() else { break };
        next = format!("&cursorName={cursor}");
    }

    assert_eq!(names.len(), 14);
    assert_eq!(names[0], "assetTag");
    assert_eq!(client.get("/v2/custom-fields?cursorName=other").status, 400);
}

#[test]
fn a_board_goes_on_behind_its_last_cursor() {
    let client = client();
    let mut seen = Vec::new();
    let mut last = json!(0);
    loop {
        let body = json!({ "pageSize": 5, "lastCursorId": last });
        let page = client.send("POST", "/v2/ticketing/trigger/board/1/run", body).json();
        if page["data"].as_array().unwrap().is_empty() {
            break;
        }
        seen.extend(ids(page["data"].as_array().unwrap()));
        last = page["metadata"]["lastCursorId"].clone();
    }

    assert_eq!(seen, (1000..1017).rev().collect::<Vec<_>>());
}

#[test]
fn a_log_goes_on_behind_its_anchor() {
    let client = client();
    for text in ["one", "two"] {
        let comment = json!({ "public": true, "body": text }).to_string();
        assert_eq!(
            client.form("/v2/ticketing/ticket/1000/comment", &[("comment", None, comment.as_bytes())]).status,
            200
        );
    }

    let first = client.rows("/v2/ticketing/ticket/1000/log-entry?pageSize=2");
    let rest = client.rows(&format!("/v2/ticketing/ticket/1000/log-entry?anchorId={}", first[1]["id"]));

    assert_eq!((first.len(), rest.len()), (2, 1));
    assert_eq!(rest[0]["body"], "two");
}
