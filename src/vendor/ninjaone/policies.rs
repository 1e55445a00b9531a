//! `ninjaone policies`: what devices are watched for and what is done about it, and the conditions in them.

use super::filter::CLASSES;
use crate::catalog::{Argument, Group, Kind, Operation};

pub(super) const POLICIES: Group = Group {
    name: "policies",
    about: "Policies and the conditions in them",
    operations: OPERATIONS,
    groups: &[Group {
        name: "conditions",
        about: "What a policy watches",
        operations: CONDITIONS,
        groups: &[
            Group {
                name: "custom-fields",
                about: "Conditions on values of custom fields",
                operations: CUSTOM_FIELDS,
                groups: &[],
            },
            Group {
                name: "windows-events",
                about: "Conditions on events of Windows",
                operations: WINDOWS_EVENTS,
                groups: &[],
            },
        ],
    }],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/policies")
        .about("List policies")
        .columns(&["id", "name", "nodeClass", "parentPolicyId", "nodeClassDefault", "updated"], &["description"])
        .members(&["id", "parentPolicyId", "name", "description", "nodeClass", "updated", "nodeClassDefault"]),
    Operation::post("create", "/v2/policies").about("Create a policy").object().arguments(&[
        Argument::query("mode", Kind::String)
            .values(&["NEW", "CHILD", "COPY"])
            .help("from nothing, below another, or as a copy of another"),
        Argument::query("templatePolicyId", Kind::Integer).help("policy that is copied"),
        Argument::body("parentPolicyId", Kind::Integer).help("policy from which it inherits"),
        Argument::body("name", Kind::String).help("what it is called"),
        Argument::body("description", Kind::String).help("what it is for"),
        Argument::body("nodeClass", Kind::String).values(CLASSES).help("class of devices that it is for"),
        Argument::body("enabled", Kind::Boolean).help("whether it is in force, as it is by itself"),
    ]),
];

const CONDITIONS: &[Operation] = &[Operation::delete("delete", "/v2/policies/{policy_id}/condition/{condition_id}")
    .about("Delete a condition of either kind")
    .arguments(&[POLICY, CONDITION])];

const CUSTOM_FIELDS: &[Operation] = &[
    Operation::list("list", "/v2/policies/{policy_id}/condition/custom-fields")
        .about("List conditions on custom fields")
        .arguments(&[POLICY])
        .columns(CUSTOM_FIELD_COLUMNS, WIDE)
        .members(CUSTOM_FIELD_MEMBERS),
    Operation::get("get", "/v2/policies/{policy_id}/condition/custom-fields/{condition_id}")
        .about("Show a condition on custom fields")
        .arguments(&[POLICY, CONDITION])
        .columns(CUSTOM_FIELD_COLUMNS, WIDE)
        .members(CUSTOM_FIELD_MEMBERS),
    Operation::post("create", "/v2/policies/{policy_id}/condition/custom-fields")
        .about("Add a condition on custom fields to policies")
        .object()
        .arguments(&[
            POLICY,
            ENABLED,
            DISPLAY_NAME,
            SEVERITY,
            PRIORITY,
            CHANNELS,
            SCRIPTS,
            NOTIFICATION_ACTION,
            NOTIFY_ON_RESET,
            RESET_THRESHOLD,
            Argument::body("matchAll", Kind::Array)
                .help("what must all be so: `[{\"fieldName\", \"operator\": \"EQUALS\", \"value\"}]`"),
            Argument::body("matchAny", Kind::Array).help("of what one must be so, in the same form"),
        ]),
];

const WINDOWS_EVENTS: &[Operation] = &[
    Operation::list("list", "/v2/policies/{policy_id}/condition/windows-event")
        .about("List conditions on events of Windows")
        .arguments(&[POLICY])
        .columns(WINDOWS_EVENT_COLUMNS, WIDE)
        .members(WINDOWS_EVENT_MEMBERS),
    Operation::get("get", "/v2/policies/{policy_id}/condition/windows-event/{condition_id}")
        .about("Show a condition on events of Windows")
        .arguments(&[POLICY, CONDITION])
        .columns(WINDOWS_EVENT_COLUMNS, WIDE)
        .members(WINDOWS_EVENT_MEMBERS),
    Operation::post("create", "/v2/policies/{policy_id}/condition/windows-event")
        .about("Add a condition on events of Windows to policies")
        .object()
        .arguments(&[
            POLICY,
            Argument::body("source", Kind::String).required().help("source of the events"),
            Argument::body("eventIds", Kind::Integers).required().help("numbers of the events"),
            ENABLED,
            DISPLAY_NAME,
            SEVERITY,
            PRIORITY,
            CHANNELS,
            SCRIPTS,
            NOTIFICATION_ACTION,
            NOTIFY_ON_RESET,
            RESET_THRESHOLD,
            Argument::body("text", Kind::Object)
                .help("what their text says: `{\"values\": [], \"condition\": \"CONTAINS\", \"include\": \"ALL\"}`"),
            Argument::body("occurrence", Kind::Object)
                .help("how often in which time: `{\"enabled\": true, \"threshold\": 2, \"duration\": 5}`"),
        ]),
];

const POLICY: Argument = Argument::path("policy_id").help("policy");

const CONDITION: Argument = Argument::path("condition_id").help("condition, as `list` shows it");

const ENABLED: Argument = Argument::body("enabled", Kind::Boolean).help("whether it is watched, as it is by itself");

const DISPLAY_NAME: Argument = Argument::body("displayName", Kind::String).help("what it is called");

const SEVERITY: Argument = Argument::body("severity", Kind::String)
    .values(&["NONE", "MINOR", "MODERATE", "MAJOR", "CRITICAL"])
    .help("how bad it is");

const PRIORITY: Argument = Argument::body("priority", Kind::String)
    .values(&["NONE", "LOW", "MEDIUM", "HIGH"])
    .help("how soon it wants attention");

const CHANNELS: Argument = Argument::body("channels", Kind::Integers).help("notification channels that are told");

const SCRIPTS: Argument = Argument::body("scripts", Kind::Array)
    .help("what runs then: `[{\"scriptId\", \"runAs\": \"SYSTEM\", \"scriptParam\", \"scriptVariables\"}]`");

const NOTIFICATION_ACTION: Argument =
    Argument::body("notificationAction", Kind::String).values(&["NONE", "SEND"]).help("whether the channels are told");

const NOTIFY_ON_RESET: Argument =
    Argument::body("notifyOnReset", Kind::Boolean).help("tell the channels also when it is over");

const RESET_THRESHOLD: Argument =
    Argument::body("resetThreshold", Kind::Integer).help("seconds after which it is over, by itself 14400");

const CUSTOM_FIELD_MEMBERS: &[&str] = &[
    "id",
    "conditionName",
    "displayName",
    "enabled",
    "severity",
    "priority",
    "channels",
    "scripts",
    "notificationAction",
    "notifyOnReset",
    "resetThreshold",
    "inheritance",
    "matchAll",
    "matchAny",
];

const WINDOWS_EVENT_MEMBERS: &[&str] = &[
    "id",
    "conditionName",
    "displayName",
    "enabled",
    "severity",
    "priority",
    "channels",
    "scripts",
    "notificationAction",
    "notifyOnReset",
    "resetThreshold",
    "inheritance",
    "source",
    "eventIds",
    "text",
    "occurrence",
];

const CUSTOM_FIELD_COLUMNS: &[&str] = &["id", "displayName", "conditionName", "enabled", "severity", "priority"];

const WINDOWS_EVENT_COLUMNS: &[&str] = &["id", "displayName", "source", "eventIds", "enabled", "severity", "priority"];

const WIDE: &[&str] = &["notificationAction", "channels", "resetThreshold", "inheritance.inherited"];
