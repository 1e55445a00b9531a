//! The agents of Edge Intelligence: one for every other gateway, computed when they are looked at.

use super::gateways::eid;
use crate::random::Dice;
use serde_json::{Number, Value, json};

/// When the first agent came to be, in milliseconds.
const FIRST_AT: u64 = 1_700_000_000_000;

/// What the vendor publishes of an agent. Its words for states are not known, so these are the simulator's.
pub(super) fn agent(seed: u64, tenant: u64, index: u64) -> Value {
    let mut dice = Dice::new(seed, index);
    let eid = eid(tenant, index * 2);
    let (model, serial) = eid.split_once('+').unwrap_or_default();
    json!({
        "brokerVersion": dice.pick(&["1.0.0", "1.2.3", "1.2.10"]),
        "connectionState": dice.pick(&["CONNECTED", "CONNECTED", "CONNECTED", "DISCONNECTED"]),
        "creationTime": created(index),
        "dataPipelinesStatus": dice.pick(&["RUNNING", "RUNNING", "STOPPED"]),
        "hardwareModel": model,
        "hardwareSerial": serial,
        "id": format!("agent-{}", index + 1),
        "label": label(index),
    })
}

/// Some carry a trap for whoever prints them.
fn label(index: u64) -> String {
    match index {
        1 => "quay \u{1b}]0;owned\u{7}\u{1b}[31mred\u{1b}[0m".into(),
        2 => "=HYPERLINK(\"http://example.com\",\"here\")".into(),
        3 => "東京 倉庫".into(),
        4 => String::new(),
        _ => format!("plant-{}-gw", index + 1),
    }
}

/// The type is `number`, so one of them is written as a double.
fn created(index: u64) -> Number {
    let whole = FIRST_AT + index * 60_000;
    if index == 5 { "1.7000003E12".parse().expect("it is a number") } else { whole.into() }
}
