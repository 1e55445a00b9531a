//! Where the specifications of BeyondTrust are known to be wrong, and what holds instead; the same for both products.

use super::corrections::Correction;
use serde_json::{Value, json};

/// The files count their paths from here.
pub(super) const BASE: &str = "/api/config/v1";

/// Those of the Command API, from here.
pub(super) const COMMAND_BASE: &str = "/api/command/v2";

const ID: &str = r#"{"type":"integer","min":1}"#;
const USER: &str = r#"{"content":"application/json","schema":{"type":"object","members":{"user_id":{"type":"integer","min":1}},"required":["user_id"]}}"#;
const ROLE: &str = r#"{"type":"string","enum":["inject","inject_and_checkout"]}"#;

#[rustfmt::skip]
pub(super) const CORRECTIONS: &[Correction] = &[
    // The prose names the user in the body; the file draws no body.
    ("POST", "/api/config/v1/jumpoint/{id}/user", "/body", USER),
    // What is added is marked as part of answers alone, or the body of the neighbour is drawn.
    ("POST", "/api/config/v1/vault/account-group/{id}/account", "/body/schema/members/account_id", ID),
    ("POST", "/api/config/v1/vault/account-group/{id}/account", "/body/schema/required", r#"["account_id"]"#),
    ("POST", "/api/config/v1/vault/account-group/{id}/user", "/body/schema/members/user_id", ID),
    ("POST", "/api/config/v1/vault/account-group/{id}/user", "/body/schema/members/role", ROLE),
    ("POST", "/api/config/v1/vault/account-group/{id}/user", "/body/schema/required", r#"["user_id"]"#),
    ("POST", "/api/config/v1/vault/account-group/{id}/jump-item-association/shared-jump-group", "/body/schema/members/shared_jump_group_id", ID),
    ("POST", "/api/config/v1/vault/account-group/{id}/jump-item-association/shared-jump-group", "/body/schema/required", r#"["shared_jump_group_id"]"#),
    // The path says which team it is.
    ("POST", "/api/config/v1/team/{id}/user", "/body/schema/required", r#"["user_id"]"#),
];

/// Lists that are drawn as one of their items.
const LISTS: &[&str] = &[
    "/jumpoint/{id}/node",
    "/jumpoint/{id}/user",
    "/vault/account-group",
    "/vault/account-policy",
    "/vault/endpoint",
    "/endpoint-automation/job/{id}/execution",
    "/endpoint-automation/script/{id}/resource",
];

/// A change sends what is changed alone; a list is a list.
pub(super) fn partial_changes(operation: &mut Value) {
    if operation["method"] == "PATCH" {
        operation.pointer_mut("/body/schema").into_iter().for_each(require_nothing);
    }
    let is_list = LISTS.iter().any(|path| operation["path"] == format!("{BASE}{path}"));
    if is_list && operation["method"] == "GET" {
        let item = operation["answer"].take();
        operation["answer"] = json!({ "type": "array", "items": item });
    }
}

fn require_nothing(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        object.shift_remove("required");
    }
    schema.get_mut("one_of").and_then(Value::as_array_mut).into_iter().flatten().for_each(require_nothing);
}
