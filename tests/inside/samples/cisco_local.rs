//! What the rows of Edge Intelligence on the device are tried with.

use super::Samples;

pub(crate) static CISCO_LOCAL: Samples = Samples {
    vendor: "cisco-local",
    mounted: "/cisco-local",
    facts: &[include_str!("../../../sandbox/src/cisco_local/operations.json")],
    below: "/api/v2/edge-intelligence",
    draws_answers: false,
    before: &[
        ("cisco-local pipelines get", &[DEPLOY]),
        ("cisco-local pipelines status", &[DEPLOY]),
        ("cisco-local pipelines undeploy", &[DEPLOY]),
    ],
    slots: &[("/api/v2/edge-intelligence/pipelines/{", "pump")],
    of_row: OF_ROW,
    also: &[],
    within: &[],
    of_name: &[("name", "pump"), ("username", sandbox::CISCO_LOCAL_USERNAME)],
    id: |_, _| "pump",
    second_id: |_| "valve",
    page_sizes: &["no list pages"],
    no: r#"{"success":false,"message":"No."}"#,
    renews: true,
    unauthorized: 4,
    blind_429: true,
    html_is_limit: false,
    empty_is_done: false,
    takes_turns: false,
    second_page: None,
    secret: |_, _| None,
};

const DEPLOY: &str =
    "rmctl cisco-local pipelines deploy pump --sources FOLDER/sources.yaml --target FOLDER/target.yaml";

/// Values of one row's arguments, where the vendor wants something of its own.
const OF_ROW: &[(&str, &str, &str)] = &[
    ("cisco-local change-password", "old-password", "@FOLDER/old-password"),
    ("cisco-local pipelines deploy", "sources", "FOLDER/sources.yaml"),
    ("cisco-local pipelines deploy", "target", "FOLDER/target.yaml"),
    ("cisco-local pipelines deploy", "logic", "FOLDER/logic.js"),
    ("cisco-local pipelines deploy", "output-model", "FOLDER/output-model.yaml"),
    ("cisco-local pipelines deploy", "variables", "FOLDER/variables.yaml"),
    ("cisco-local pipelines deploy", "boxes", "FOLDER/boxes.csv"),
    ("cisco-local pipelines status", "boxes", "FOLDER/boxes.csv"),
    ("cisco-local pipelines undeploy", "boxes", "FOLDER/boxes.csv"),
];
