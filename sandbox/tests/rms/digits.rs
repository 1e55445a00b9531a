//! What a reader must not lose: digits, escapes, wide characters.

use crate::client::{Refused, client};
use sandbox::{FIRST_SERIAL, SHARED_SERIAL};
use serde_json::json;

#[test]
fn a_number_beyond_what_a_double_holds_is_written_out() {
    let answer = client().get("/devices/70815?fields=remaining_data");

    assert_eq!(answer.text(), r#"{"success":true,"data":{"remaining_data":9007199254740993}}"#);
}

#[test]
fn a_decimal_keeps_its_zero() {
    let answer = client().get("/devices/70816?fields=id,sinr");

    assert!(answer.text().contains("\"sinr\":12.50"), "{}", answer.text());
}

#[test]
fn a_name_may_hold_escape_sequences_and_a_c1_control() {
    let name = client().get("/devices/70811").data()["name"].as_str().unwrap().to_owned();

    assert!(["\u{1b}]0;", "\u{1b}[31m", "\u{9b}"].iter().all(|trap| name.contains(trap)), "{name:?}");
}

#[test]
fn names_hold_wide_and_combining_characters_quotes_and_formulas() {
    let client = client();

    let names = [70812, 70817, 70818].map(|id| client.get(&format!("/devices/{id}")).data()["name"].clone());

    assert_eq!(
        names,
        [
            json!("東京 倉庫 cafe\u{301} 路由器"),
            json!("Riga \"Old Town\", kiosk 3"),
            json!("=HYPERLINK(\"http://example.com\",\"here\")")
        ]
    );
}

#[test]
fn the_first_serial_is_of_one_device_and_the_shared_one_of_two() {
    let client = client();

    let counts = [FIRST_SERIAL, SHARED_SERIAL]
        .map(|serial| client.get(&format!("/devices?q={serial}")).json()["meta"]["total"].clone());

    assert_eq!(counts, [json!(1), json!(2)]);
    assert_eq!(client.get("/devices").data()[0]["status"], 1);
}
