//! What the rows of Cisco are tried with, in the cloud and on the device.

use super::Samples;

/// Asset types and gateways that every sandbox has.
const ASSET_TYPE: &str = "0b1f3c5e-0000-4000-8000-7b4bb8cafc5c";
const GATEWAY: &str = "ESR-6300-CON-K9+FCW24470000";

pub(crate) static CISCO: Samples = Samples {
    vendor: "cisco",
    mounted: "",
    facts: include_str!("../../../sandbox/src/cisco/operations.json"),
    draws_answers: false,
    before: &[],
    slots: &[("/nbapi/ei/v1/assetTypes/{", ASSET_TYPE), ("/nbapi/edm/v1/devices/{", GATEWAY)],
    of_row: &[
        ("cisco asset-types export", "folder", "FOLDER/types"),
        ("cisco gateways add", "eid", "IR1101-K9+FCW99990000"),
        ("cisco gateways add", "fields", "deviceType=ir1100;configGroup=default-ir1100"),
    ],
    // The server wants more than is published, and what it wants is not rmctl's to say.
    also: &[
        ("cisco asset-types create", &["name", "connectionType"]),
        ("cisco asset-types update", &["name", "connectionType"]),
        ("cisco gateways add", &["fields"]),
        ("cisco gateways update", &["fields"]),
    ],
    of_name: &[("name", "pump"), ("filter", "name:site-a-gateway"), ("fields", "field:name=plant")],
    id: |_, _| GATEWAY,
    second_id: "ESR-6300-CON-K9+FCW24470006",
    // Lists of Edge Intelligence have a size, too, but nobody knows how it is called: only gateways are sorted.
    page_size: "sortBy",
    no: r#"{"message":"No."}"#,
    renews: true,
    unauthorized: 5,
    blind_429: true,
    html_is_limit: false,
    empty_is_done: true,
    takes_turns: false,
    second_page: None,
    secret: |_, _| None,
};

pub(crate) static CISCO_LOCAL: Samples = Samples {
    vendor: "cisco-local",
    mounted: "/cisco-local",
    // Its operations are written from where the API begins, and three of them are rows.
    facts: "[]",
    draws_answers: false,
    before: &[(
        "cisco-local pipelines get",
        &["rmctl api cisco-local POST /api/v2/edge-intelligence/pipelines --input FOLDER/pipeline"],
    )],
    slots: &[("/api/v2/edge-intelligence/pipelines/{", "coldPlc")],
    of_row: &[],
    also: &[],
    of_name: &[],
    id: |_, _| "1",
    second_id: "2",
    page_size: "no list pages",
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
