//! What the rows of NinjaOne are tried with.

use super::Samples;

pub(crate) static NINJAONE: Samples = Samples {
    vendor: "ninjaone",
    mounted: "",
    facts: include_str!("../../../sandbox/src/ninjaone/operations.json"),
    before: BEFORE,
    slots: SLOTS,
    of_row: OF_ROW,
    also: &[],
    of_name: OF_NAME,
    id: |_, _| "1001",
    second_id: "1002",
    no: r#"{"error":"trouble","error_description":"No.","error_code":99}"#,
    renews: true,
    blind_429: true,
    empty_is_done: true,
    secret: |_, _| None,
};

const BEFORE: &[(&str, &[&str])] = &[];

const SLOTS: &[(&str, &str)] = &[("/v2/device/{", "1001")];

const OF_ROW: &[(&str, &str, &str)] = &[];

const OF_NAME: &[(&str, &str)] = &[];
