//! What the rows of Cisco's dashboard are tried with.

use super::{Row, Samples, SecondPage};
use rmctl::catalog::Ids;

pub(crate) static CISCO: Samples = Samples {
    vendor: "cisco",
    mounted: "",
    facts: &[include_str!("../../../sandbox/src/cisco/operations.json")],
    below: "",
    draws_answers: false,
    before: &[],
    slots: &[("/nbapi/ei/v1/assetTypes/{", ASSET_TYPE), ("/nbapi/edm/v1/devices/{", sandbox::CISCO_FIRST_EID)],
    of_row: OF_ROW,
    // What a new asset type must have is the simulator's word, and of a gateway the client's that was seen at work.
    within: &[],
    also: &[
        ("cisco asset-types create", &["name", "connectionType"]),
        ("cisco asset-types update", &["name", "connectionType"]),
        ("cisco gateways update", &["fields"]),
        ("cisco gateways add", &["fields"]),
    ],
    of_name: &[("name", "pump"), ("config", r#"{"port":502}"#), ("dataModel", r#"{"fields":[]}"#)],
    id,
    second_id: |_| "IE-3400-8P2S+FCW24470001",
    page_sizes: &["size"],
    no: r#"{"message":"No."}"#,
    renews: true,
    // A permission that is missing.
    unauthorized: 5,
    blind_429: true,
    html_is_limit: false,
    empty_is_done: true,
    takes_turns: false,
    second_page: Some(SecondPage { list: "gateways list", path: "/nbapi/edm/v1/devices", after: 1, records: 200 }),
    secret: |_, _| None,
};

/// The first of every sandbox.
const ASSET_TYPE: &str = "0b1f3c5e-0000-4000-8000-7b4bb8cafc5c";

/// Values of one row's arguments, where the vendor wants something of its own.
const OF_ROW: &[(&str, &str, &str)] = &[
    ("cisco tenants use", "tenant", sandbox::CISCO_TENANT_ID),
    ("cisco asset-types export", "folder", "FOLDER/exported"),
    ("cisco asset-types apply", "file", "FOLDER/asset-type.yaml"),
    ("cisco gateways list", "filter", "configGroup:default-ir1100"),
    ("cisco gateways update", "fields", "field:name=plant-7"),
    ("cisco gateways add", "eid", "IR1101-K9+FCWNEW"),
    ("cisco gateways add", "fields", "deviceType=ir1100\nconfigGroup=default-ir1100"),
    ("cisco gateways push-config", "device-type", "ESR6300"),
];

/// What commands of both of Cisco's vendors read, by the names of the files.
pub(super) const FILES: &[(&str, &str)] = &[
    ("asset-type.yaml", "name: brokerBridge\nconnectionType: MQTT\nconfig: {port: 8883}\n"),
    ("sources.yaml", SOURCES),
    ("target.yaml", TARGET),
    ("logic.js", "function on_update() { publish(\"output\", 1); }\n"),
    ("output-model.yaml", "outputModel: {fields: []}\n"),
    ("variables.yaml", "PORT: 1883\n"),
    ("old-password", sandbox::CISCO_LOCAL_PASSWORD),
];

const SOURCES: &str = "
dataSources:
  broker:
    type: MQTT
    dataSourceConfiguration: {endpoints: [{host: 10.0.0.5, port: 1883}]}
";
const TARGET: &str = "
dataTarget:
  type: MQTT
  dataTargetConfiguration: {connectors: [{host: cloud.example.com, port: '8883'}]}
";

/// Ids of what is acted on, where they are in the body.
fn id(_: &Row, _: Ids) -> &'static str {
    sandbox::CISCO_FIRST_EID
}
