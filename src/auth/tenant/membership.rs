//! The tenants of a user: the vendor lists a row for each role, so that a tenant comes as often as the user has roles there.

use serde_json::{Value, json};

use crate::failure::{Code, Failure};

/// A tenant, and what the user is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Its id, which stays when it is renamed.
    pub id: String,
    /// What people call it; may be empty.
    pub name: String,
    /// The user's roles there.
    pub roles: Vec<String>,
}

impl Membership {
    /// As commands show it.
    pub fn record(&self) -> Value {
        json!({ "tenant_id": self.id, "tenant_name": self.name, "roles": self.roles })
    }
}

/// Each tenant once, in the vendor's order, out of the answer to "who am I".
pub fn memberships(user: &Value) -> Vec<Membership> {
    let mut found: Vec<Membership> = Vec::new();
    for row in user["roles"].as_array().into_iter().flatten() {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let (id, role) = (text(super::TENANT_ID), text("role_name"));
        if id.is_empty() {
            continue;
        }
        let known = found.iter().position(|tenant| tenant.id == id);
        let at = known.unwrap_or(found.len());
        if known.is_none() {
            found.push(Membership { id, name: text("tenant_name"), roles: Vec::new() });
        }
        if !role.is_empty() && !found[at].roles.contains(&role) {
            found[at].roles.push(role);
        }
    }
    found
}

pub(super) fn none() -> Failure {
    Failure::new(Code::Forbidden, "the login belongs to no tenant").hint("an administrator gives it a role in one")
}

/// More of them would not be read.
const SHOWN: usize = 20;

pub(super) fn several(tenants: &[Membership]) -> Failure {
    let shown: Vec<String> =
        tenants.iter().take(SHOWN).map(|tenant| format!("{} (`{}`)", tenant.id, tenant.name)).collect();
    let rest = if tenants.len() > SHOWN { ", ..." } else { "" };
    let message = format!("the login belongs to {} tenants: {}{rest}", tenants.len(), shown.join(", "));
    Failure::new(Code::Ambiguous, message)
}
