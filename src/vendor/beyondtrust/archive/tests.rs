//! Archives as a site sends them, whole, cut off and too large.

use serde_json::json;

use super::super::packed::tests::{gzip, unpacked};
use super::*;

fn read(kind: &str, bytes: &[u8], most: usize) -> (Vec<Value>, Result<(), String>) {
    let (records, _, ended) = unpacked(unpack, &Given::default().with("type", kind), bytes, most);
    (records, ended)
}

#[test]
fn a_state_is_the_things_of_its_tables() {
    let state = r#"{"support_session":{"7":{"customer_name":"PC-1","id":9,"n":1.50}},"queue":null,"odd":{"1":true}}"#;
    let things = [
        json!({"table": "support_session", "id": "7", "customer_name": "PC-1", "data:id": 9, "n": serde_json::from_str::<Value>("1.50").unwrap()}),
        json!({"table": "odd", "id": "1", "value": true}),
    ];

    assert_eq!(read("state", &gzip(state), 9), (things.to_vec(), Ok(())));
    assert_eq!(read("state", state.as_bytes(), 9), (things.to_vec(), Ok(())));
    assert_eq!(read("state", &gzip(state), 1), (things[..1].to_vec(), Ok(())));
    assert_eq!(read("state", &gzip("null"), 9), (vec![], Ok(())));
}

#[test]
fn events_are_the_lines() {
    let events = "{\"a\":1}\n\n{\"a\":2.0}";

    assert_eq!(
        read("event", &gzip(events), 9).0,
        [json!({"a": 1}), serde_json::from_str::<Value>("{\"a\":2.0}").unwrap()]
    );
    assert_eq!(read("event", &gzip(""), 9), (vec![], Ok(())));
    let (records, ended) = read("event", &gzip("{\"a\":1}\n<html>\n"), 9);
    assert_eq!((records.len(), ended), (1, Err("the file that came cannot be read: line 2 is no JSON".to_owned())));
}

#[test]
fn what_is_cut_off_or_made_to_fill_a_memory_is_refused_after_what_was_whole() {
    let state = format!("{{\"a\":{{\"1\":{{}},\"2\":\"{}\"}}}}", "x".repeat(6 << 20));
    let whole = gzip("{\"a\":{\"1\":{}}}");

    let (records, bomb) = read("state", &gzip(&state), 9);
    let (_, cut) = read("state", &whole[..whole.len() - 9], 9);

    assert_eq!(records.len(), 1);
    assert!(bomb.unwrap_err().contains("larger than 4 MiB"));
    assert!(cut.unwrap_err().starts_with("the file that came cannot be read"));
}

#[test]
fn a_day_is_a_day() {
    let of = |text: &str| is_day(&Given::default().with("date", text)).is_ok();

    assert_eq!(
        ["2026-01-31", "2026-02-30", "today", "2026-01-31T00:00:00Z", ""].map(of),
        [true, false, false, false, false]
    );
}

#[test]
fn a_list_that_is_empty_is_not_explained_by_itself() {
    let of = |report: &str| {
        let url = format!("https://x.example/api/reporting?generate_report={report}&date=2026-01-31");
        let message = Some("No archives found for the given search criteria.".to_owned());
        let fault = Fault::Refused(Refusal { message, ..Refusal::default() });
        let Fault::Refused(refusal) = explained(&Request::get(url.parse().unwrap()), fault) else {
            panic!("it stays a refusal")
        };
        refusal.hint.unwrap()
    };

    let list = "`rmctl beyondtrust archive list 2026-01-31` shows those of that day; they are kept for a week";
    assert_eq!(of("Archive"), list);
    assert_eq!(of("ArchiveListing"), "archives are kept for a week; older days have none");
}

#[test]
fn a_day_without_archives_is_not_found_and_named() {
    let sent = Request::get("https://x.example/api/reporting?generate_report=Archive&date=2026-01-31".parse().unwrap());
    let refused = |message: &str| {
        let refusal = Refusal { status: 200, message: Some(message.to_owned()), ..Refusal::default() };
        let Fault::Refused(refusal) = explained(&sent, Fault::Refused(refusal)) else { panic!("it stays a refusal") };
        (refusal.means, refusal.source)
    };

    assert_eq!(
        refused("No archives found for the given search criteria."),
        (Some(Code::NotFound), Some("2026-01-31".to_owned()))
    );
    assert_eq!(refused("Permission denied"), (None, None));
}
