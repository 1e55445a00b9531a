//! Whose the credentials are: the API account with our client id, among those that the site lists.

use serde_json::Value;

use super::site;
use crate::given::Given;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Identity, Work};

pub(super) fn identify<'a>(work: &'a Work<'a>) -> LocalFuture<'a, Result<Identity, Fault>> {
    Box::pin(async move {
        let accounts = match work.list(&site::LIST_API_ACCOUNTS, &Given::default()).await {
            Ok(accounts) => accounts,
            // Who may not read the configuration has a token all the same.
            Err(Fault::Refused(refusal)) if refusal.status == 403 => Vec::new(),
            Err(fault) => return Err(fault),
        };
        let id = work.account.plain("client_id").unwrap_or_default();
        let own = accounts.iter().find(|account| account["client_id"] == id);
        Ok(Identity { account: described(id, own), scopes: own.map(permissions), expires_at: None })
    })
}

fn described(id: &str, own: Option<&Value>) -> String {
    match own.and_then(|own| own["name"].as_str()) {
        Some(name) => format!("API account {name} ({id})"),
        None => format!("API account {id}"),
    }
}

/// The permissions that it has: `perm_backup`, and with degrees `perm_command=read_only`.
fn permissions(own: &Value) -> Vec<String> {
    let members = own.as_object().into_iter().flatten().filter(|(name, _)| name.starts_with("perm_"));
    let had = members.filter_map(|(name, value)| match value {
        Value::Bool(true) => Some(name.clone()),
        Value::String(degree) if degree != "deny" => Some(format!("{name}={degree}")),
        _ => None,
    });
    had.collect()
}
