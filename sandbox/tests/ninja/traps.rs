//! What a reader must not lose, believe or print.

use crate::client::{Answer, unlimited, with};
use sandbox::{NINJA_REMOTE_PASSWORD, NINJA_SHARED_NAME, Options};
use serde_json::{Value, json};

fn device(id: u64) -> Answer {
    unlimited().get(&format!("/v1/devices/{id}"))
}

#[test]
fn every_remote_control_link_holds_the_canary_and_only_some_devices_have_one() {
    let rows = with(Options { devices: 120, ..Options::default() }).get("/v1/devices").rows();
    let links: Vec<&str> = rows.iter().filter_map(|row| row["remote_control_url"].as_str()).collect();

    let leaking = links.iter().filter(|link| link.contains(&format!("authorization={NINJA_REMOTE_PASSWORD}"))).count();

    assert_eq!(leaking, links.len());
    assert!(leaking > 20 && leaking < 100, "{leaking}");
}

#[test]
fn names_hold_escape_sequences_wide_characters_formulas_and_line_ends() {
    let names = [4461, 4462, 4463, 4474].map(|id| device(id).json()["display_name"].clone());

    assert_eq!(
        names,
        [
            json!("Depot \u{1b}]0;owned\u{7}\u{1b}[31mred\u{1b}[0m \u{9b}2J"),
            json!("東京 倉庫 cafe\u{301} コンピュータ"),
            json!("=HYPERLINK(\"http://example.com\",\"here\")"),
            json!("Till \"left\",\n\tsecond line"),
        ]
    );
}

#[test]
fn one_name_is_very_long() {
    assert_eq!(device(4472).json()["display_name"].as_str().unwrap().len(), 2_000);
}

#[test]
fn two_devices_share_a_display_name() {
    let rows = unlimited().get("/v1/devices").rows();

    let ids: Vec<&Value> =
        rows.iter().filter(|row| row["display_name"] == NINJA_SHARED_NAME).map(|row| &row["id"]).collect();

    assert_eq!(ids, [4470, 4471]);
}

#[test]
fn a_number_beyond_what_a_double_holds_is_written_out() {
    assert!(device(4473).text().contains(r#""memory":{"capacity":9007199254740993}"#));
}

#[test]
fn what_is_not_known_is_null() {
    let device = device(4475).json();

    let members = ["display_name", "last_online", "system"].map(|name| device.get(name).cloned());

    assert_eq!(members, [(); 3].map(|()| Some(Value::Null)));
    assert_eq!(device["disks"], json!([]));
    assert_eq!(self::device(4474).json().get("last_logged_in_user"), Some(&Value::Null));
}

#[test]
fn an_agent_that_was_never_heard_of_lacks_members() {
    let device = device(4480).json();

    let lacking = ["last_logged_in_user", "memory", "os", "system", "processor", "disks", "software"];
    assert_eq!(device["type"], "AGENT");
    assert_eq!(lacking.map(|name| device.get(name).is_some()), [false; 7]);
}
