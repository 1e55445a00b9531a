//! What a site starts with. Jump Clients are computed from the seed; of everything else there is a little.

use super::accounts::ACCOUNTS;
use super::blank::{filled, written};
use super::lists::Lists;
use super::surface::Surface;
use crate::options::Options;
use crate::random::Dice;
use crate::shared;
use crate::table::Record;
use serde_json::{Value, json};

/// Jump Clients that were not seen for a quarter of a year.
const LOST_AFTER: i64 = 90 * 86_400;

/// Store everything that the product has a list of: some of each, and below the first of them one of each.
pub(super) fn fill(lists: &mut Lists, surface: &Surface, options: &Options, now: i64) {
    for path in surface.lists() {
        let Some(schema) = surface.entry(path) else { continue };
        if path == "/jump-client" {
            let seed = options.seed;
            lists.make(path, options.devices, move |id| filled(schema, &jump_client(seed, id, now), now));
            continue;
        }
        let (key, _) = surface.key(path);
        for (index, one) in started(path).into_iter().enumerate() {
            let mut given = record(one);
            let id = given.get(key).and_then(Value::as_u64).unwrap_or(index as u64 + 1);
            given.insert(key.into(), id.into());
            lists.put(&path.replace("{id}", "1"), id, filled(schema, &given, now));
        }
    }
}

fn record(value: Value) -> Record {
    value.as_object().cloned().unwrap_or_default()
}

/// The first two have the same name, the third is lost, the fourth was uninstalled.
fn jump_client(seed: u64, id: u64, now: i64) -> Record {
    let mut dice = Dice::new(seed, id);
    let name = match id {
        1 | 2 => "harbour-01".to_owned(),
        _ => format!("{}-{id:02}", dice.pick(&["harbour", "ferry", "crane", "gate"])),
    };
    let is_lost = id == 3;
    let seen = now - if is_lost { LOST_AFTER + 3600 } else { i64::try_from(dice.below(80_000)).unwrap_or(0) };
    let private = format!("10.0.{}.{}", dice.below(250), 1 + dice.below(250));
    let private = if id == shared::SERVER_AT_BEYONDTRUST { shared::SERVER_ADDRESS.to_owned() } else { private };
    record(json!({
        "id": id,
        "name": name,
        "hostname": format!("{name}.example.com"),
        "fqdn": format!("{name}.example.com"),
        "jump_group_id": 1 + id % 2,
        "jump_group_type": "shared",
        "connection_type": if id == 4 { "uninstalled" } else { dice.pick(&["active", "passive"]) },
        "is_lost": is_lost,
        "operating_system": dice.pick(&["Linux", "Windows 11"]),
        "public_ip": format!("192.0.2.{}", 1 + dice.below(250)),
        "private_ip": private,
        "last_connect_timestamp": written(seen),
        "last_disconnect_timestamp": written(seen - 60),
        "last_access_timestamp": written(seen),
    }))
}

fn started(path: &str) -> Vec<Value> {
    match path {
        "/api-account" => accounts(),
        "/user" => users(),
        "/vault/account" => vault_accounts(),
        "/vault/account-group" => vec![json!({ "name": "Default Group" }), json!({ "name": "Ships" })],
        "/vault/account-policy" => vec![json!({ "name": "Strict", "code_name": "strict" })],
        "/vault/endpoint" => {
            vec![json!({ "name": "dc1", "hostname": "dc1.example.com", "domain_name": "example.com" })]
        }
        // Their types are not those of both products.
        "/security-provider" => ["Local", "Company"]
            .map(|name| json!({ "name": name, "enabled": true, "user_authentication": true }))
            .into(),
        "/jump-group" => {
            ["Harbour", "Ships"].map(|name| json!({ "name": name, "code_name": name.to_lowercase() })).into()
        }
        "/jump-item-role" => {
            ["No Access", "Start Sessions Only", "Administrator"].map(|name| json!({ "name": name })).into()
        }
        "/jump-policy" => vec![json!({ "display_name": "Office hours", "code_name": "office_hours" })],
        // The first number that a session policy may have is 2.
        "/session-policy" => vec![json!({ "id": 2, "display_name": "Careful", "code_name": "careful" })],
        "/jumpoint" => vec![
            json!({ "name": "Quay", "code_name": "quay", "platform": "linux-x86", "enabled": true, "connected": true }),
            json!({ "name": "Office", "code_name": "office", "platform": "windows-x86", "enabled": true }),
        ],
        "/team" => ["First line", "Second line"].map(|name| json!({ "name": name })).into(),
        "/group-policy" => ["Operators", "Vendors"].map(|name| json!({ "name": name })).into(),
        "/public-portal" => vec![json!({ "name": "Default", "addresses": ["help.example.com"] })],
        "/rep-status" => vec![json!({ "name": "Lunch", "code_name": "lunch", "display_as": "away" })],
        "/vendor" => vec![json!({ "name": "Crane Services", "default_policy": 2 })],
        "/endpoint-automation/endpoint" => {
            vec![json!({ "hostname": "harbour-01.example.com", "names": ["harbour-01"] })]
        }
        "/endpoint-automation/resource" => vec![json!({ "file_name": "tool.bin", "file_size": 1024 })],
        "/jump-item/shell-jump" => vec![jump_item(1, "harbour-switch", 22), jump_item(2, "ship-router", 22)],
        "/jump-item/remote-rdp" => vec![jump_item(1, "office-desktop", 3389)],
        "/team/{id}/user" => vec![json!({ "team_id": 1, "user_id": 2, "role": "lead" })],
        "/jump-group/{id}/user" => vec![json!({ "user_id": 2, "jump_item_role_id": 2, "jump_policy_id": 1 })],
        "/vendor/{id}/user" => vec![json!({ "username": "crane", "public_display_name": "Crane", "enabled": true })],
        "/group-policy/{id}/member" => vec![json!({ "security_provider_id": 1, "user_id": 2 })],
        "/jump-client/installer" => {
            vec![json!({ "name": "first", "jump_group_id": 1, "installer_id": "0123456789abcdef0123456789abcdef" })]
        }
        _ if path.contains("{user_id}") => Vec::new(),
        // Whatever it is, there is one.
        _ => vec![json!({ "name": "first", "jump_group_id": 1, "jumpoint_id": 1 })],
    }
}

/// Of RDP the port is not shown.
fn jump_item(group: u64, name: &str, port: u64) -> Value {
    let host = format!("{name}.example.com");
    json!({ "name": name, "hostname": host, "port": port, "jumpoint_id": group, "jump_group_id": group, "jump_group_type": "shared" })
}

fn accounts() -> Vec<Value> {
    let one = |account: &super::accounts::Account| {
        let mut shown =
            json!({ "id": account.id, "name": account.name, "client_id": account.client_id, "enabled": true });
        account.permissions().into_iter().for_each(|(name, value)| shown[name] = value);
        shown
    };
    ACCOUNTS.iter().map(one).collect()
}

/// The third was locked out.
fn users() -> Vec<Value> {
    let one = |name: &str, shown: &str, failed: u64| {
        json!({
            "username": name,
            "public_display_name": shown,
            "private_display_name": shown,
            "email_address": format!("{name}@example.com"),
            "security_provider_id": 1,
            "enabled": true,
            "failed_logins": failed,
        })
    };
    vec![one("admin", "Admin", 0), one("anna", "Anna", 0), one("ben", "Ben", 5)]
}

fn vault_accounts() -> Vec<Value> {
    vec![
        json!({ "type": "username_password", "name": "switch-admin", "username": "admin", "account_group_id": 1,
            "password": "SANDBOX-vault-password" }),
        json!({ "type": "ssh", "name": "ship-root", "username": "root", "account_group_id": 2,
            "private_key": "-----BEGIN OPENSSH PRIVATE KEY-----\nSANDBOX\n-----END OPENSSH PRIVATE KEY-----\n" }),
        json!({ "type": "opaque_token", "name": "cloud-token", "account_group_id": 2, "token": "SANDBOX-vault-token" }),
        json!({ "type": "username_password", "name": "annas-own", "username": "anna", "account_group_id": 1,
            "personal": true, "owner_user_id": 2, "password": "SANDBOX-personal-password" }),
    ]
}
