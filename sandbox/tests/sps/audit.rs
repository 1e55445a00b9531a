//! Searching what was recorded, page by page, and looking at one session.

use crate::client::{Answer, User, rig};
use sandbox::{SPS_READING_PASSWORD, SPS_READING_USERNAME, SpsOptions};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SESSIONS: &str = "/audit/sessions";

fn items(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

/// The keys of all pages from here, and how long each page was.
fn all(user: &User<'_>, path: &str) -> (BTreeSet<String>, Vec<usize>) {
    let (mut keys, mut lengths, mut next) = (BTreeSet::new(), Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let answer = user.get(&path);
        let page = items(&answer);
        lengths.push(page.len());
        keys.extend(page.iter().map(|item| item["key"].as_str().unwrap().to_owned()));
        next = answer.json()["meta"]["next"].as_str().map(|link| link.strip_prefix("/api").unwrap().to_owned());
    }
    (keys, lengths)
}

#[test]
fn three_pages_hold_all_sessions_and_a_limit_above_500_is_cut() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let (keys, lengths) = all(&user, &format!("{SESSIONS}?limit=10000"));

    assert_eq!((keys.len(), lengths), (1_300, vec![500, 500, 300]));
    assert_eq!(user.get(&format!("{SESSIONS}?limit=9999")).json()["meta"]["limit"], 500);
}

#[test]
fn a_session_shows_only_the_fields_that_were_asked_for() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let bare = items(&user.get(&format!("{SESSIONS}?limit=1")))[0].clone();
    let two = items(&user.get(&format!("{SESSIONS}?limit=1&fields=active,user.name")))[0]["body"].clone();
    let whole = items(&user.get(&format!("{SESSIONS}?limit=1&fields=*")))[0]["body"].clone();

    assert_eq!((bare.get("body"), bare["meta"]["href"].is_string()), (None, true));
    assert_eq!(two, json!({ "active": true, "user": { "name": whole["user"]["name"] } }));
    assert_eq!((whole.get("end_time"), whole["recording"]["index_status"].clone()), (None, json!("NOT_INDEXED")));
}

#[test]
fn terms_are_joined_by_and() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let count = |query: &str| user.get(&format!("{SESSIONS}/_count?q={query}")).json()["count"].as_u64().unwrap();

    let live = count("active:true");
    let (telnet, ada, both) =
        (count("protocol:TELNET"), count("user.name:ada"), count("protocol:TELNET%20AND%20user.name:ada"));
    let rows = items(&user.get(&format!("{SESSIONS}?q=protocol:TELNET%20AND%20user.name:ada&fields=*")));

    assert_eq!((live, rows.len() as u64), (3, both));
    assert!(both > 0 && both < telnet.min(ada) && telnet < 1_300, "{both} {telnet} {ada}");
    assert!(rows.iter().all(|row| row["body"]["protocol"] == "TELNET" && row["body"]["user"]["name"] == "ada"));
}

#[test]
fn a_span_of_time_and_an_order_can_be_asked_for() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let starts = |query: &str| -> Vec<String> {
        let rows = items(&user.get(&format!("{SESSIONS}?fields=start_time{query}")));
        rows.iter().map(|row| row["body"]["start_time"].as_str().unwrap().to_owned()).collect()
    };

    let (newest, oldest) = (starts("&limit=3"), starts("&limit=3&sort=start_time"));
    let late = starts("&start=2026-01-23T04:30:00Z");
    let ended = starts("&start=2026-01-23T04:30:00Z&end=2026-01-23T04:45:00Z");

    assert!(newest.is_sorted_by(|one, two| one > two) && oldest.is_sorted_by(|one, two| one < two));
    assert!(late.iter().all(|start| start.as_str() > "2026-01-23T04:30:00") && late.len() < 30);
    assert!(!ended.is_empty() && ended.len() < late.len());
}

#[test]
fn what_is_asked_wrongly_is_refused() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let queries = [
        "offset=10000",
        "limit=0",
        "limit=x",
        "nothing=1",
        "q=protocol",
        "q=nothing:x",
        "fields=nothing",
        "start=yesterday",
        "sort=nothing",
        "format=xml",
    ];

    let refusals = queries.map(|query| user.get(&format!("{SESSIONS}?{query}")).refusal());

    assert_eq!(refusals, queries.map(|_| (400, "InvalidQuery".to_owned())));
    assert_eq!(user.get(&format!("{SESSIONS}/stats")).refusal().0, 400);
    assert_eq!(user.ask("POST", SESSIONS, "{}").status, 405);
}

#[test]
fn behind_ten_thousand_only_a_snapshot_leads_on() {
    let rig = rig(SpsOptions { sessions: 10_700, ..SpsOptions::default() });
    let user = rig.user();
    let id = user.get(&format!("{SESSIONS}/_snapshot")).json()["body"]["snapshot"].as_str().unwrap().to_owned();

    let (plain, _) = all(&user, SESSIONS);
    let (with, lengths) = all(&user, &format!("{SESSIONS}?snapshot={id}"));

    assert_eq!((plain.len(), with.len(), lengths.last()), (10_000, 10_700, Some(&200)));
    assert_eq!(user.get(SESSIONS).json()["meta"]["match_count"], 10_700);
}

#[test]
fn a_snapshot_belongs_to_user_and_program_and_ends_five_minutes_after_its_last_use() {
    let rig = rig(SpsOptions { session_seconds: 6_000, ..SpsOptions::default() });
    let user = rig.user();
    let id = user.get(&format!("{SESSIONS}/_snapshot")).json()["body"]["snapshot"].as_str().unwrap().to_owned();
    let path = format!("{SESSIONS}?limit=1&snapshot={id}");
    let other = rig.log_in_as(SPS_READING_USERNAME, SPS_READING_PASSWORD, "").session();

    let of_other = rig.raw("GET", &path, &format!("Cookie: session_id={other}\r\n"), "").status;
    user.head.set("User-Agent: another\r\n");
    let of_program = user.get(&path).refusal();
    user.head.set("");
    rig.pass(299);
    let used = user.get(&path).status;
    rig.pass(299);
    let again = user.get(&path).status;
    rig.pass(300);

    assert_eq!((of_other, of_program, used, again), (404, (404, "NotFound".to_owned()), 200, 200));
    assert_eq!(user.get(&path).status, 404);
}

#[test]
fn snapshots_are_counted() {
    let rig = rig(SpsOptions { snapshots: 1, ..SpsOptions::default() });
    let user = rig.user();
    let path = format!("{SESSIONS}/_snapshot");

    let statuses = [user.get(&path).status, user.get(&path).status];
    rig.pass(300);

    assert_eq!((statuses, user.get(&path).status), ([200, 429], 200));
}

#[test]
fn values_are_counted() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let counted = items(&user.get(&format!("{SESSIONS}/stats?field=protocol")));

    let sum: u64 = counted.iter().map(|one| one["count"].as_u64().unwrap()).sum();
    assert_eq!((counted[0]["value"].clone(), counted.len(), sum), (json!("TELNET"), 3, 1_300));
}

#[test]
fn one_session_leads_to_all_that_is_known_of_it() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let key = items(&user.get(&format!("{SESSIONS}?limit=1&offset=40")))[0]["key"].as_str().unwrap().to_owned();
    let here = format!("{SESSIONS}/{key}");

    let body = user.body(&here);

    for part in ["alerts", "channels", "events", "indexing"] {
        let link = body[part]["href"].as_str().unwrap();
        assert_eq!(user.get(link.strip_prefix("/api").unwrap()).status, 200, "{part}");
    }
    assert_eq!(user.get(&format!("{here}/content/?q=")).json()["items"], json!([]));
    assert_eq!(user.get(&format!("{here}/content?q=*x")).refusal(), (400, "InvalidQuery".to_owned()));
    assert_eq!(user.get(&format!("{SESSIONS}/nothing")).status, 404);
}

#[test]
fn a_trail_is_bytes_and_its_download_is_recorded() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let keys: Vec<String> = items(&user.get(&format!("{SESSIONS}?limit=5")))
        .iter()
        .map(|item| item["key"].as_str().unwrap().to_owned())
        .collect();

    let live = user.get(&format!("{SESSIONS}/{}/audit_trail", keys[0])).status;
    let trail = user.get(&format!("{SESSIONS}/{}/audit_trail", keys[4]));

    assert_eq!((live, trail.status, trail.body.len()), (404, 200, 40_000));
    assert_eq!(trail.headers("content-type"), ["application/octet-stream"]);
    let told = items(&user.get(&format!("{SESSIONS}/{}/trail_downloads", keys[4])));
    assert_eq!((&told[0]["from_api"], &told[0]["username"]), (&json!(true), &json!("admin")));
}

#[test]
fn a_search_may_be_answered_as_csv() {
    let rig = rig(SpsOptions::default());

    let answer = rig.user().get(&format!("{SESSIONS}?format=csv&fields=protocol,user.name&limit=2"));

    assert_eq!(answer.headers("content-type"), ["text/csv"]);
    assert_eq!(answer.text().lines().next(), Some("key,protocol,user.name"));
    assert_eq!(answer.text().lines().count(), 3);
}

#[test]
fn a_billion_sessions_cost_no_more() {
    let rig = rig(SpsOptions { sessions: 1_000_000_000, ..SpsOptions::default() });
    let user = rig.user();

    let (page, count) =
        (user.get(&format!("{SESSIONS}?limit=2&sort=start_time")), user.get(&format!("{SESSIONS}/_count")));

    let recent = "?q=protocol:TELNET&start=2026-01-23T04:00:00Z&end=2026-01-23T04:30:00Z";
    assert!(!items(&user.get(&format!("{SESSIONS}{recent}"))).is_empty());
    assert_eq!(items(&user.get(&format!("{SESSIONS}?q=active:true"))).len(), 3);
    assert_eq!((items(&page).len(), count.json()["count"].clone()), (2, json!(1_000_000_000)));
}
