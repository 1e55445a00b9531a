//! The Command API, version 2, which newer sites have: a path for each operation, and JSON. Forms of rows of version 1, and
//! rows that only version 2 has. What Remote Support is not known to have is a form of Privileged Remote Access alone.

use super::product::PRA;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::Failure;
use crate::given::{Given, text_of};

/// Its paths begin with this.
pub(super) const BASE: &str = "/api/command/v2";

pub(super) const INFO: Operation = Operation::get("info", "/api/command/v2/info")
    .about("Show the versions of all APIs and the account's permissions (version 2 only)")
    .columns(INFO_MEMBERS, &[])
    .members(INFO_MEMBERS);

const INFO_MEMBERS: &[&str] = &[
    "product",
    "command_api_version",
    "config_api_version",
    "reporting_api_version",
    "backup_api_version",
    "current_time",
    "permissions",
];

pub(super) const OPENAPI: Operation = Operation::get("download-openapi", "/api/command/v2/openapi.yaml")
    .about("Download the OpenAPI file of the Command API (version 2 only)")
    .saves();

/// Unhealthy is answered with 500, and with the same members.
pub(super) const HEALTH: Operation =
    Operation::get("check-health", "/api/command/v2/health").about("Show whether the appliance is well").columns(
        &["appliance_hostname", "version", "cluster_role", "failover_role", "last_data_sync_status", "message"],
        &["build", "appliance_id", "enabled_shared_ips", "last_data_sync"],
    );

pub(super) const APPLIANCES: Operation = Operation::list("get-appliances", "/api/command/v2/appliance")
    .about("List the appliances of the site")
    .only(PRA)
    .columns(
        &["id", "name", "public_hostname", "cluster_role", "failover_role", "accepting_connections"],
        &["timezone_offset"],
    );

pub(super) const SET_FAILOVER_ROLE: Operation = Operation::post("set-failover-role", "/api/command/v2/failover-role")
    .about("Make the appliance the primary one, or its backup")
    .only(PRA)
    .effect(Effect::Destroy)
    .object()
    .arguments(&[ROLE, DATA_SYNC_FIRST, FORCE])
    .warning("Everybody who is connected loses the connection.");

pub(super) const ROLE: Argument =
    Argument::body("role", Kind::String).values(&["primary", "backup"]).help("the role it takes").required();

pub(super) const DATA_SYNC_FIRST: Argument =
    Argument::body("data_sync_first", Kind::Boolean).help("copy the data once more before");

pub(super) const FORCE: Argument =
    Argument::body("force", Kind::Boolean).help("become the backup though the other one does not answer");

pub(super) const TERMINATE: Operation = Operation::delete("terminate", "/api/command/v2/session/{lsid}")
    .about("End sessions")
    .only(PRA)
    .arguments(&[LSID])
    .warning("Everybody in them is cut off.");

const LSID: Argument = Argument::path("lsid").help("session");

pub(super) const ATTRIBUTES: Operation = Operation::list("list", "/api/command/v2/session/{lsid}")
    .about("List the attributes of a session")
    .only(PRA)
    .arguments(&[LSID])
    .named_by("code_name")
    .columns(&["code_name", "display_name", "value"], &[]);

pub(super) const SET_ATTRIBUTES: Operation = Operation::patch("update", "/api/command/v2/session/{lsid}")
    .about("Set attributes of sessions")
    .object()
    .arguments(&[LSID, EXTERNAL_KEY.sent_as("external_key"), CUSTOM.sent_as("*")])
    .texts(&["session.custom.*"])
    .checked(check_attributes);

pub(super) const EXTERNAL_KEY: Argument = Argument::body("session.custom.external_key", Kind::String)
    .spelled("external-key")
    .help("key of another system, up to 1024 characters");

pub(super) const CUSTOM: Argument = Argument::body("session.custom.*", Kind::Pairs)
    .spelled("set")
    .help("an attribute by its code name, up to 1024 characters; an empty one is cleared");

/// Version 2 takes so many attributes at a time.
const MOST_ATTRIBUTES: usize = 30;
const LONGEST_ATTRIBUTE: usize = 1024;

/// Attributes are named by their code names alone; version 1 wants more before them, which is put there.
pub(super) fn check_attributes(given: &Given) -> Result<(), Failure> {
    if given.body.is_none() && ![CUSTOM.name, EXTERNAL_KEY.name].iter().any(|name| given.values.contains_key(*name)) {
        return Err(Failure::usage("nothing says which attributes are set").hint("`--set CODE_NAME=VALUE`"));
    }
    let custom = given.values.get(CUSTOM.name).and_then(|value| value.as_object());
    let custom = || custom.into_iter().flatten().map(|(name, value)| (name.as_str(), text_of(value)));
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    if let Some((name, _)) = custom().find(|(name, _)| !name.chars().all(is_plain)) {
        let plain = name.strip_prefix("session.custom.").unwrap_or("CODE_NAME");
        let failure = Failure::usage(format!("`{name}` is no code name of an attribute"));
        return Err(failure.hint(format!("`--set {plain}=VALUE`")));
    }
    let key = given.text(EXTERNAL_KEY.name).map(|value| ("external_key", value));
    if let Some((name, _)) = custom().chain(key).find(|(_, value)| value.chars().count() > LONGEST_ATTRIBUTE) {
        return Err(Failure::usage(format!("`{name}` is longer than {LONGEST_ATTRIBUTE} characters")));
    }
    match custom().count() {
        count if count > MOST_ATTRIBUTES => {
            Err(Failure::usage(format!("these are {count} attributes, and a site takes {MOST_ATTRIBUTES} at a time")))
        }
        _ => Ok(()),
    }
}

pub(super) const USERS: Operation = Operation::list("list", "/api/command/v2/user")
    .about("List users who are logged in to a console")
    .only(PRA)
    .columns(&["id", "display_name", "type", "session_count", "logged_in_since"], &[]);

pub(super) const LOG_OUT: Operation = Operation::post("log-out", "/api/command/v2/user/{id}/logout")
    .about("Log users out of the console")
    .effect(Effect::Destroy)
    .arguments(&[Argument::number("id").help("user, as the list shows it")])
    .warning("Their sessions are left at once.");

pub(super) const CLIENTS: Operation = Operation::list("list", "/api/command/v2/client")
    .about("List clients that are connected")
    .only(PRA)
    .arguments(&[CLIENT_TYPE_OF_2])
    .checked(check_types_of_2)
    .columns(
        &["id", "type", "hostname", "platform", "username", "session_count", "lsid"],
        &["display_name", "user_id", "user_type", "session_lsids", "non_interactive", "timezone_offset"],
    );

pub(super) const CLIENT_COUNT: Operation = Operation::list("count", "/api/command/v2/appliance/client-count")
    .about("Count connected clients by appliance and kind")
    .only(PRA)
    .arguments(&[CLIENT_TYPE_OF_2])
    .checked(check_types_of_2)
    .columns(&["id", "access_consoles", "asset_clients", "gateways"], &[]);

pub(super) const CLIENT: Operation = Operation::get("get", "/api/command/v2/client/{id}")
    .about("Show a client that is connected")
    .only(PRA)
    .arguments(&[CLIENT_ID]);

pub(super) const CONNECTIONS: Operation = Operation::get("connections", "/api/command/v2/client/{id}/connections")
    .about("Show the connections of clients and what happened on them (version 2 only)")
    .only(PRA)
    .arguments(&[CLIENT_ID]);

const CLIENT_ID: Argument = Argument::number("id").help("client, as the list shows it");

/// `all` stands for every kind.
pub(super) const TYPES_OF_1: &[&str] =
    &["all", "representative", "support_customer", "presentation_attendee", "push_agent"];

const TYPES_OF_2: &[&str] = &["access_console", "asset_client", "gateway"];

/// The words of both versions: which of them a site takes is known when it is asked.
pub(super) const CLIENT_TYPES: Argument = Argument::query("type", Kind::Choices)
    .values(&[
        "all",
        "representative",
        "support_customer",
        "presentation_attendee",
        "push_agent",
        "access_console",
        "asset_client",
        "gateway",
    ])
    .help("only clients of these kinds; version 2 of the API has the last three, and takes one");

const CLIENT_TYPE_OF_2: Argument =
    Argument::query("type", Kind::String).values(TYPES_OF_2).help("only clients of this kind");

pub(super) fn check_types_of_1(given: &Given) -> Result<(), Failure> {
    check_types(given, 1, TYPES_OF_1)
}

fn check_types_of_2(given: &Given) -> Result<(), Failure> {
    check_types(given, 2, TYPES_OF_2)?;
    match types(given).len() {
        0 | 1 => Ok(()),
        _ => Err(Failure::usage("version 2 of the Command API takes one `--type` at a time")),
    }
}

fn check_types(given: &Given, version: u8, known: &[&str]) -> Result<(), Failure> {
    match types(given).iter().find(|kind| !known.contains(&kind.as_str())) {
        None => Ok(()),
        Some(kind) => Err(Failure::usage(format!(
            "`--type {kind}` is not of version {version} of the Command API, which this site is asked by; it has `{}`",
            known.join("`, `")
        ))),
    }
}

fn types(given: &Given) -> Vec<String> {
    let all = given.values.get("type").map(|value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]));
    all.into_iter().flatten().map(|value| text_of(&value)).collect()
}
