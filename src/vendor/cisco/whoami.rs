//! `cisco whoami`: the login, its tenant and roles, and what the permissions of Edge Intelligence allow.

use serde_json::{Value, json};

use super::{identity, is_key, tenants};
use crate::auth::{Membership, TENANT_ID};
use crate::catalog::{Effect, Operation};
use crate::http::Fault;
use crate::workflow::{Outcome, Work};

pub(super) const WHOAMI: Operation = Operation::workflow("whoami", Effect::Read, |work, _| Box::pin(whoami(work)))
    .about("Show the login, its tenant and roles, and what permissions allow");

/// Any of the permissions opens these.
const READS: &[&str] = &["agents list", "asset-types list", "asset-types get", "asset-types export"];
const CHANGES: &[&str] = &["asset-types create", "asset-types update", "asset-types delete", "asset-types apply"];
const MANAGES_ASSETS: &str = "Asset Management";
const PERMISSIONS: &[&str] = &[
    MANAGES_ASSETS,
    "Data Management",
    "Develop and Manage Data Logics",
    "EI System Management",
    "Operations Management",
];

/// What the login is called.
pub(super) fn account(work: &Work<'_>) -> String {
    match is_key(work.account) {
        true => format!("the API key {}", work.account.plain("client_id").unwrap_or_default()),
        false => work.account.plain("username").unwrap_or_default().to_owned(),
    }
}

async fn whoami(work: &Work<'_>) -> Result<Outcome, Fault> {
    let memberships = match (is_key(work.account), work.account.plain(TENANT_ID)) {
        (false, _) => Some(tenants::all(work).await?),
        // Of a key nobody tells the roles, and without a tenant not even whether it is taken.
        (true, Some(_)) => identity::try_key(work).await.map(|()| None)?,
        (true, None) => None,
    };
    let tenant = current(work, memberships.as_deref().unwrap_or_default());
    let record = json!({
        "account": account(work),
        TENANT_ID: tenant.as_ref().map(|tenant| tenant.id.as_str()),
        "tenant_name": tenant.as_ref().map(|tenant| tenant.name.as_str()).filter(|name| !name.is_empty()),
        "roles": memberships.as_ref().and(tenant.as_ref()).map(|tenant| &tenant.roles),
        "tenants": memberships.map(|all| all.iter().map(Membership::record).collect::<Vec<_>>()),
        "permissions": PERMISSIONS.iter().map(|name| permission(name)).collect::<Vec<_>>(),
    });
    let line = text(&record);
    Ok(Outcome::Result { record, line, open: None })
}

/// The configured tenant, or the only one.
fn current(work: &Work<'_>, all: &[Membership]) -> Option<Membership> {
    match (work.account.plain(TENANT_ID), all) {
        (Some(id), all) => {
            let known = all.iter().find(|tenant| tenant.id.eq_ignore_ascii_case(id)).cloned();
            Some(known.unwrap_or_else(|| Membership { id: id.to_owned(), name: String::new(), roles: Vec::new() }))
        }
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    }
}

fn permission(name: &str) -> Value {
    let changes = if name == MANAGES_ASSETS { CHANGES } else { &[] };
    let allows = [READS, changes].concat();
    json!({ "permission": name, "allows": allows })
}

fn text(record: &Value) -> String {
    let words = |value: &Value| match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        value => value.as_str().unwrap_or("-").to_owned(),
    };
    let mut lines = vec![
        format!("account: {}", words(&record["account"])),
        format!("tenant:  {} ({})", words(&record[TENANT_ID]), words(&record["tenant_name"])),
        format!("roles:   {}", words(&record["roles"])),
        "what permissions of Edge Intelligence allow:".to_owned(),
    ];
    let permissions = record["permissions"].as_array().into_iter().flatten();
    lines.extend(permissions.map(|own| format!("  {}: {}", words(&own["permission"]), words(&own["allows"]))));
    lines.join("\n")
}
