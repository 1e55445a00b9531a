//! What the rows of NinjaOne are tried with.

use super::{Row, Samples, SecondPage};
use rmctl::catalog::Ids;

pub(crate) static NINJAONE: Samples = Samples {
    vendor: "ninjaone",
    mounted: "",
    facts: &[include_str!("../../../sandbox/src/ninjaone/operations.json")],
    below: "",
    draws_answers: true,
    before: BEFORE,
    slots: SLOTS,
    of_row: OF_ROW,
    also: ALSO,
    within: &[],
    of_name: OF_NAME,
    id,
    second_id: |_| "1003",
    page_sizes: &["pageSize"],
    no: r#"{"resultCode":"FAILURE","errorMessage":"No.","incidentId":"WEB-1"}"#,
    renews: true,
    unauthorized: 4,
    blind_429: true,
    html_is_limit: true,
    empty_is_done: true,
    takes_turns: true,
    second_page: Some(SecondPage { list: "devices list", path: "/v2/devices", after: 1, records: 10 }),
    // Headers, which are JSON.
    secret: |row, _| (row.words == "ninjaone webhook update").then(|| r#"[{"name":"a","value":"b"}]"#.to_owned()),
};

/// What must have happened before a row finds what it is about; everything else is in every sandbox.
const BEFORE: &[(&str, &[&str])] = &[
    ("ninjaone unmanaged-devices update", &[ADD_DEVICE]),
    ("ninjaone unmanaged-devices decommission", &[ADD_DEVICE]),
    ("ninjaone unmanaged-devices decommission-many", &[ADD_DEVICE]),
    ("ninjaone unmanaged-devices delete", &[ADD_DEVICE]),
    ("ninjaone documents delete", &["rmctl ninjaone documents archive 1"]),
    ("ninjaone related-items attachments download", &[ATTACH]),
    // Lists of what no sandbox has from the start.
    ("ninjaone jobs list", &[RUN_SCRIPT]),
    ("ninjaone devices jobs list", &[RUN_SCRIPT]),
];

const RUN_SCRIPT: &str = "rmctl ninjaone devices scripts run 1001 --script 90 --yes";
/// The device 1049: the fleet has 24, with every second number.
const ADD_DEVICE: &str =
    "rmctl ninjaone unmanaged-devices create --name printer --org-id 1 --location-id 1 --role-id 200";
/// The related item 2.
const ATTACH: &str = "rmctl ninjaone related-items attachments upload NODE 1001 --file FOLDER/file";

/// What stands in the path, by the beginning of the template up to the slot; the longest one that fits is meant.
const SLOTS: &[(&str, &str)] = &[
    ("/v2/alert/{", ALERT),
    ("/v2/billing/ticket-products/ticket/{", "1000"),
    ("/v2/contact/{", "300"),
    ("/v2/custom-fields/field-name/{", "assetTag"),
    ("/v2/device/{", "1001"),
    ("/v2/device/{id}/owner/{", OWNER),
    ("/v2/device/{id}/windows-service/{", "Spooler"),
    ("/v2/itam/asset-relationship/{", "NODE"),
    ("/v2/itam/asset-relationship/{entityType}/{", "1001"),
    ("/v2/itam/unmanaged-device/{", "1049"),
    ("/v2/policies/{", "40"),
    ("/v2/policies/{policy_id}/condition/{", CONDITION),
    ("/v2/policies/{policy_id}/condition/custom-fields/{", CONDITION),
    ("/v2/policies/{policy_id}/condition/windows-event/{", "6eb575aa-abcd-43d6-82e0-000000000004"),
    ("/v2/related-items/entity/{entityType}/{", "1001"),
    ("/v2/related-items/with-entity/{", "NODE"),
    ("/v2/related-items/with-entity/{entityType}/{", "1001"),
    ("/v2/related-items/with-entity-type/{", "NODE"),
    ("/v2/related-items/with-related-entity/{", "DOCUMENT"),
    ("/v2/related-items/with-related-entity-type/{", "DOCUMENT"),
    ("/v2/related-items/{entityType}/{", "1001"),
    ("/v2/related-items/{relatedItemId}/attachment", "2"),
    ("/v2/tab/role/{", "200"),
    ("/v2/tab/summary/role/{", "200"),
    ("/v2/tab/{tabId}/role/{", "200"),
    ("/v2/tag/{assetType}/{", "1001"),
    ("/v2/ticketing/ticket/{", "1000"),
    ("/v2/user/end-user/{", "101"),
];

/// That the first device uses its processors too much.
const ALERT: &str = "41f460ef-a1e7-4a01-8733-000000000000";

/// A condition of the first policy, on custom fields.
const CONDITION: &str = "6eb575aa-abcd-43d6-82e0-000000000003";

/// A technician, who may own devices.
const OWNER: &str = "9a0b0c0d-0000-4000-8000-000000000001";

/// Values of one row's arguments, where the vendor wants something of its own.
const OF_ROW: &[(&str, &str, &str)] = &[
    ("ninjaone custom-fields delete-many", "fieldNames", "assetTag"),
    // The page of the console is not for programs.
    ("ninjaone devices dashboard-url", "redirect", "false"),
    ("ninjaone devices custom-fields update", "*", FIELD),
    ("ninjaone organizations custom-fields update", "*", FIELD),
    ("ninjaone organizations locations custom-fields update", "*", FIELD),
    ("ninjaone users end-users custom-fields update", "*", FIELD),
    ("ninjaone devices scripts run", "type", "SCRIPT"),
    ("ninjaone devices scripts run", "script", "90"),
    ("ninjaone devices scripts run", "uid", OWNER),
    ("ninjaone organizations policies update", "policyId", "40"),
    ("ninjaone webhook update", "headers", "@FOLDER/secret"),
    ("ninjaone software-licenses create", "assigmentAutomationSettings", AUTOMATION),
    ("ninjaone software-licenses update", "assigmentAutomationSettings", AUTOMATION),
    ("ninjaone tickets create", "description", COMMENT),
    ("ninjaone tickets comments create", "comment", COMMENT),
];

const FIELD: &str = "assetTag=value";
const AUTOMATION: &str = r#"{"type":"END_USER_ROLES","assignmentType":"END_USER_ROLES"}"#;
const COMMENT: &str = r#"{"public":false,"body":"seen"}"#;

/// What the vendor wants of a row although it is not always required: which of them, other arguments decide.
const ALSO: &[(&str, &[&str])] = &[
    ("ninjaone custom-tabs end-users order", &["tabId"]),
    ("ninjaone custom-tabs global order", &["tabId"]),
    ("ninjaone custom-tabs organizations order", &["tabId"]),
    ("ninjaone custom-tabs roles order", &["tabId"]),
    ("ninjaone devices scripts run", &["script"]),
    ("ninjaone documents create-many", &["organizationId", "documentTemplateId"]),
    ("ninjaone organizations create", &["name"]),
    ("ninjaone organizations installers generate", &["organizationId", "locationId"]),
    ("ninjaone organizations policies update", &["nodeRoleId", "policyId"]),
    ("ninjaone tags merge", &["mergeIntoTagId"]),
    ("ninjaone tickets comments create", &["comment"]),
    ("ninjaone webhook update", &["url"]),
];

/// Values by the name of the argument.
const OF_NAME: &[(&str, &str)] = &[
    ("planUid", OWNER),
    ("ddf", "org = 1"),
    ("sf", "status = RUNNING"),
    ("ptf", "planType = IMAGE"),
    ("stf", "startTime after 2026-01-31T00:00:00.000Z"),
    ("include", "all"),
    ("df", "org = 1"),
    ("nodeRoleId", "200"),
    ("roleId", "200"),
    ("policyId", "40"),
    ("assignedUserUid", OWNER),
    ("requesterUid", OWNER),
    ("status", "OPEN"),
    ("before", "20300101"),
    ("after", "20200101"),
    ("installedBefore", "20300101"),
    ("installedAfter", "20200101"),
    ("updatedAfter", "20200101"),
    ("ts", "20200101"),
    ("start", "2027-01-15T08:00:00Z"),
    ("end", "2027-01-15T09:00:00Z"),
    ("url", "https://example.com/hook"),
    ("scope", r#"{"global":true}"#),
    ("term", r#"{"renewalUnit":"YEAR","value":1}"#),
];

/// Ids of what is acted on, where they are in the body.
fn id(row: &Row, ids: Ids) -> &'static str {
    match (row.operation.path, ids.member) {
        (_, "deviceId" | "devices" | "assetIds") => "1001",
        (_, "nodeIds") => "1049",
        (_, "fieldName") => "assetTag",
        ("/v2/noderole" | "/v2/noderole/delete", _) => "200",
        _ => "1",
    }
}
