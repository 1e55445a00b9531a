//! What the rows of NinjaRMM v1 are tried with.

use super::Samples;

pub(crate) static NINJA: Samples = Samples {
    vendor: "ninja",
    mounted: "",
    facts: &["[]"],
    below: "",
    draws_answers: false,
    before: &[],
    slots: &[("/v1/customers/{", "1"), ("/v1/devices/{", "4460"), ("/v1/alerts/{", "457122")],
    of_row: &[],
    // The list since an alert is another path.
    also: &[],
    within: &[],
    of_name: &[("since", "0")],
    id: |_, _| "1",
    second_id: |_| "4461",
    page_sizes: &["no list pages"],
    no: r#"{"error":"trouble","error_description":"No.","error_code":99}"#,
    renews: false,
    unauthorized: 4,
    blind_429: false,
    html_is_limit: false,
    empty_is_done: false,
    takes_turns: false,
    second_page: None,
    secret: |_, _| None,
};
