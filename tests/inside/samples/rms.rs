//! What the rows of RMS are tried with.

use super::{Row, Samples, SecondPage, shown};
use rmctl::catalog::Ids;
use sandbox::Sandbox;

pub(crate) static RMS: Samples = Samples {
    vendor: "rms",
    mounted: "/rms/api",
    facts: &[include_str!("../../../sandbox/src/rms/operations.json")],
    below: "",
    draws_answers: false,
    before: BEFORE,
    slots: SLOTS,
    of_row: OF_ROW,
    also: ALSO,
    within: &[],
    of_name: OF_NAME,
    id,
    second_id: |_| "70811",
    page_sizes: &["limit"],
    no: r#"{"success":false,"errors":[{"code":"E","source":null,"message":"No."}]}"#,
    renews: false,
    unauthorized: 4,
    blind_429: false,
    html_is_limit: false,
    empty_is_done: false,
    takes_turns: false,
    // Two larger sizes are refused before.
    second_page: Some(SecondPage { list: "devices list", path: "/rms/api/devices", after: 3, records: 10 }),
    secret,
};

/// What must have happened before a row finds what it is about; everything else is in every sandbox.
const BEFORE: &[(&str, &[&str])] = &[
    ("rms users invitations delete", &[INVITE]),
    ("rms images download", &[UPLOAD_IMAGE]),
    ("rms images thumbnail", &[UPLOAD_IMAGE]),
    ("rms images update", &[UPLOAD_IMAGE]),
    ("rms images delete", &[UPLOAD_IMAGE]),
    ("rms credits codes activate", &[CREATE_CODE]),
    ("rms credits codes update", &[CREATE_CODE]),
    ("rms credits codes delete", &[CREATE_CODE]),
    ("rms email-configurations update", &[ADD_MAIL_SERVER]),
    ("rms email-configurations delete", &[ADD_MAIL_SERVER]),
    ("rms reports generated get", &["rmctl rms reports generate 281"]),
    ("rms reports generated update", &["rmctl rms reports generate 281"]),
    ("rms reports generated delete", &["rmctl rms reports generate 281"]),
    ("rms reports generated pdf", &["rmctl rms reports generate 281"]),
    ("rms automations get", &[CREATE_AUTOMATION]),
    ("rms automations update", &[CREATE_AUTOMATION]),
    ("rms automations delete", &[CREATE_AUTOMATION]),
    ("rms data-collect configs update", &[COLLECT]),
    ("rms data-collect configs delete", &[COLLECT]),
    ("rms vpn hubs update", &[CREATE_HUB]),
    ("rms vpn hubs delete", &[CREATE_HUB]),
    ("rms vpn hubs toggle", &[CREATE_HUB]),
    ("rms devices remote-access update", &[LINK]),
    ("rms devices remote-access delete", &[LINK]),
    ("rms devices connect start", &[LINK]),
    ("rms devices connect sessions", &[LINK]),
    ("rms devices connect close", &[LINK]),
    ("rms devices connect restart", &[LINK]),
    (
        "rms devices updates cancel",
        &["rmctl rms devices updates set 70821 --action upload_backup --file-id 1506 --offline --yes"],
    ),
    // Lists of what no sandbox has from the start.
    ("rms users invitations list", &[INVITE]),
    ("rms images list", &[UPLOAD_IMAGE]),
    ("rms credits codes list", &[CREATE_CODE]),
    ("rms email-configurations list", &[ADD_MAIL_SERVER]),
    ("rms reports generated list", &["rmctl rms reports generate 281"]),
    ("rms automations list", &[CREATE_AUTOMATION]),
    ("rms data-collect configs list", &[COLLECT]),
    ("rms vpn hubs list", &[CREATE_HUB]),
    ("rms devices remote-access list", &[LINK]),
    ("rms devices connect logs", &[LINK]),
    ("rms devices links list", &["rmctl rms devices connect webui 70810 --duration 600"]),
    ("rms devices actions logs", &["rmctl rms devices actions run reboot 70810"]),
    (
        "rms devices updates pending",
        &["rmctl rms devices updates set 70821 --action upload_backup --file-id 1506 --offline --yes"],
    ),
    (
        "rms devices configurator templates list",
        &[
            "rmctl rms devices configurator templates create --company-id 7034 --name base --server-version 1.0.0 --template []",
        ],
    ),
];

const INVITE: &str = "rmctl rms users invite --email new@example.com --role read_only --company-id 7034";
const UPLOAD_IMAGE: &str = "rmctl rms images upload --file FOLDER/file --company-id 7034 --type device_dashboard";
const CREATE_CODE: &str = "rmctl rms credits codes create --amount 1 --credit-type-name management_5y --yes";
const ADD_MAIL_SERVER: &str = "rmctl rms email-configurations create --name m --host mail.example.com --port 587 --email a@example.com --username a --password @FOLDER/secret";
const CREATE_AUTOMATION: &str = "rmctl rms automations create --body {\"name\":\"a\"}";
const COLLECT: &str = r#"rmctl rms data-collect configs create --company-id 7034 --api-version 1.0 --period 60 --enabled --device-documentation-id 1 --data [{"url":"/system"}]"#;
const CREATE_HUB: &str = "rmctl rms vpn hubs create --name hub --hub-zone frankfurt-1 --company-id 7034";
/// A remote access (62001) on the first device, and an open session (911) of it.
const LINK: &str = "rmctl rms connect-link --device 70810";

/// What stands in the path, by the beginning of the template up to the slot; the longest one that fits is meant.
const SLOTS: &[(&str, &str)] = &[
    ("/devices/{", "70810"),
    ("/devices/connect/{access_id}", "62001"),
    ("/devices/connect/sessions/{", "911"),
    ("/devices/remote-access/{", "62001"),
    ("/devices/tags/{", "11"),
    ("/devices/companies/{", "7034"),
    ("/devices/tasks/{", "41"),
    ("/devices/tasks/groups/{", "10"),
    ("/devices/{device_id}/alerts-configurations/{", "36"),
    ("/companies/{", "7035"),
    ("/users/{", "2"),
    ("/users/invitations/{", "257"),
    ("/roles/{", "4"),
    ("/tags/{", "11"),
    ("/files/{", "1506"),
    ("/images/{", "1859"),
    ("/credits/{", "2568"),
    ("/credits/codes/{", "27"),
    ("/alerts/{", "900"),
    ("/alerts-configurations/{", "36"),
    ("/email-configurations/{", "1"),
    ("/reports/{", "281"),
    ("/reports/generated/{", "1"),
    ("/automations/{", "12"),
    ("/vpn/hubs/{id}/devices/{", "70810"),
];

/// Values of one row's arguments, where the vendor wants something of its own.
const OF_ROW: &[(&str, &str, &str)] = &[
    ("rms devices list", "sort", "name"),
    ("rms devices export", "sort", "name"),
    ("rms users invitations list", "sort", "email"),
    ("rms users invitations list", "fields", "email"),
    ("rms devices connect logs", "sort", "start_date"),
    // Only one pool of credits has some, and it is of this kind.
    ("rms devices credits assign", "credit_type_id", "2"),
    ("rms credits codes create", "credit_type_name", "management_5y"),
    ("rms credits move", "credit_type_name", "management_5y"),
    ("rms credits move", "source", "7034"),
    ("rms credits move", "target", "7035"),
    ("rms companies move", "target", "7036"),
    ("rms devices passwords generate", "length", "8"),
    ("rms devices create", "mac", "00:1E:42:00:00:01"),
    ("rms devices tags import", "first_parameter", "serial"),
    ("rms devices updates cancel", "job_id", "44"),
    ("rms wireless list", "wireless_id", "1"),
    ("rms tags create", "actions", r#"[{"action":"firmware_upload","source_id":1506}]"#),
    ("rms devices tasks groups create", "tasks", TASK),
    ("rms devices tasks groups update", "tasks", TASK),
    ("rms devices tasks groups run", "tasks", r#"[{"task_id":41,"variables":[{"name":"a","value":"b"}]}]"#),
    ("rms devices configurator read", "endpoints", r#"[{"path":"/api/system"}]"#),
    ("rms devices configurator configure", "query_parameters", r#"[{"key":"a","value":"b"}]"#),
    (
        "rms devices configurator configure",
        "search_elements",
        r#"[{"search_key":"a","path":"b","elements":[{"key":"c","value":"d"}]}]"#,
    ),
    (
        "rms devices configurator templates create",
        "template",
        r#"[{"path":"/api/system","method":"PUT","content_type":"application/json","request_data":{"a":1}}]"#,
    ),
    ("rms automations create", "conditions_body", CONDITION),
    ("rms automations update", "conditions_body", CONDITION),
    ("rms data-collect configs create", "data", r#"[{"url":"/system"}]"#),
    ("rms data-collect configs update", "data", r#"[{"url":"/system"}]"#),
    (
        "rms vpn quick-hubs create",
        "endpoint",
        r#"[{"device_id":70810,"routes":[{"ip":"192.168.1.0","name":"lan","netmask":"255.255.255.0"}]}]"#,
    ),
];

const TASK: &str =
    r#"[{"name":"a","order":0,"type":"command","timeout":30,"stop_on_failure":true,"data":{"command":"ls"}}]"#;

const CONDITION: &str = r#"[{"type":"if","expression":[{"parameter":"signal","operator":"<","value":-100}],"actions":[{"name":"Reboot"}]}]"#;

/// What the vendor wants of a row although it is not always required: which of them, other arguments decide.
const ALSO: &[(&str, &[&str])] = &[
    ("rms devices create", &["mac"]),
    ("rms alerts configurations create", &["action", "message", "redundancy_interval", "data_limit"]),
    ("rms devices updates set", &["keep_settings"]),
];

/// Values by the name of the argument.
const OF_NAME: &[(&str, &str)] = &[
    ("device_id", "70810"),
    ("company_id", "7034"),
    ("parent_id", "7034"),
    ("tag_id", "11"),
    ("file_id", "1506"),
    ("start_date", "2026-01-01 00:00:00"),
    ("end_date", "2030-01-01 00:00:00"),
    ("datetime", "2026-01-01 00:00:00"),
    ("email", "new@example.com"),
    ("fields", "id"),
    ("sort", "id"),
    ("destination_ip", "192.168.1.10"),
    ("ip_address", "192.168.1.10"),
    ("ip", "192.168.1.0"),
    ("duration", "600"),
];

/// Ids of what is acted on, where they are in the body.
fn id(row: &Row, ids: Ids) -> &'static str {
    match (row.operation.path, ids.member) {
        ("/devices/remote-access" | "/devices/connect/status", _) => "62001",
        ("/companies/move" | "/companies/data", _) => "7035",
        ("/files/download/zip", _) => "1506",
        ("/roles/permissions", _) => "4",
        ("/vpn/hubs", _) => "1",
        ("/devices/updates/cancel", _) => "70821",
        (_, "automations") => "12",
        ("/devices/passwords/generate" | "/devices/passwords/set", _) => "70810",
        (path, _) if path.starts_with("/devices") => "70810",
        (_, member) if member.contains("device") => "70810",
        _ => "1",
    }
}

/// A secret that an earlier answer gave, and that the row takes.
fn secret(row: &Row, sandbox: &Sandbox) -> Option<String> {
    match row.words.as_str() {
        "rms credits codes activate" => Some(shown(sandbox, "rmctl rms credits codes list", "code")),
        "rms devices connect restart" => Some(shown(sandbox, "rmctl rms devices connect sessions 62001", "url")),
        _ => None,
    }
}
