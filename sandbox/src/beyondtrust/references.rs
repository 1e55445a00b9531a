//! Members that name another thing by its number: it has to be there.

use super::lists::Lists;
use super::refusal::Refusal;
use crate::table::{At, Record};
use crate::wrong::Problem;
use serde_json::Value;

/// The member, and the list of what it names.
const MEMBERS: &[(&str, &str)] = &[
    ("account_group_id", "/vault/account-group"),
    ("account_id", "/vault/account"),
    ("administrator_ids", "/user"),
    ("attended_session_policy_id", "/session-policy"),
    ("default_policy", "/group-policy"),
    ("jump_group_id", "/jump-group"),
    ("jump_item_role_id", "/jump-item-role"),
    ("jump_policy_id", "/jump-policy"),
    ("jumpoint_id", "/jumpoint"),
    ("resource_ids", "/endpoint-automation/resource"),
    ("security_provider_id", "/security-provider"),
    ("session_policy_id", "/session-policy"),
    ("shared_jump_group_id", "/jump-group"),
    ("team_id", "/team"),
    ("team_ids", "/team"),
    ("unattended_session_policy_id", "/session-policy"),
    ("user_id", "/user"),
    ("user_ids", "/user"),
];

/// Refuse what names nothing. `known` is the thing as it was before, where there is one.
pub(super) fn check(lists: &Lists, members: &Record, known: &Record) -> Result<(), Refusal> {
    let kind = members.get("jump_group_type").unwrap_or(known.at("jump_group_type"));
    let named = MEMBERS.iter().filter_map(|(name, list)| Some((*name, *list, members.get(*name)?)));
    let missing = named.filter(|(name, list, value)| {
        // A personal Jump Group is that of a user.
        let list = if *name == "jump_group_id" && kind == "personal" { "/user" } else { list };
        !numbers(value).iter().all(|id| is_there(lists, name, list, *id))
    });
    let told = |name: &str| Problem::new(name, format!("The selected {} is invalid.", name.replace('_', " ")));
    let problems: Vec<Problem> = missing.map(|(name, ..)| told(name)).collect();
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Members(problems)) }
}

/// Zero is the usual role of the user, and the policy of the Jump Item.
fn is_there(lists: &Lists, name: &str, list: &str, id: u64) -> bool {
    id == 0 && ["jump_item_role_id", "jump_policy_id"].contains(&name) || lists.has(list, id)
}

fn numbers(value: &Value) -> Vec<u64> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_u64).collect(),
        one => one.as_u64().into_iter().collect(),
    }
}
