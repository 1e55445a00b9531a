//! Cisco's IoT Operations Dashboard: its logins and tenants, Edge Intelligence in the cloud, and the gateways.

mod agents;
mod asset_types;
mod dialect;
mod fleet;
mod gateways;
mod gone;
mod identity;
mod push_config;
mod select;
mod tenants;
#[cfg(test)]
mod tests;
mod watch;
mod whoami;

use std::rc::Rc;

use crate::auth::{Door, TokenLogin};
use crate::catalog::{Field, Group, Operation, Settings, Vendor};
use crate::config::Account;

const SETTINGS: Settings = Settings {
    key: "cisco",
    name: "Cisco IoT Operations Dashboard",
    env: "CISCO",
    url: Some("https://us.ciscoiot.com"),
    regions: &[("us", "https://us.ciscoiot.com"), ("eu", "https://eu.ciscoiot.com")],
    fields: &[
        Field::plain("username", "user that logs in"),
        Field::secret("password", "password of the user"),
        Field::plain("client_id", "name of the API key, as the key's organization wants it"),
        Field::secret("client_secret", "secret of the API key"),
        Field::plain("organization", "makes the older id `organization->key` of the key's name"),
        Field::plain("tenant_id", "tenant that commands are for; the user's only one"),
        Field::plain("token_path", "where tokens are fetched; `/iam/auth/token`, and another path for API keys"),
        Field::plain("ei_paging", "how lists of Edge Intelligence page; as the server's answers show it")
            .values(&["page,size", "offset,limit"]),
        Field::plain("first_page", "number of the first page, where lists page by numbers; `1`").values(&["0", "1"]),
        Field::plain("asset_type_path", "where a single asset type is; found out where nobody says it")
            .values(&["assetTypes", "assetType"]),
        Field::plain("asset_type_update", "method that changes an asset type; found out where nobody says it")
            .values(&["PUT", "PATCH"]),
    ],
    credentials: &[&["username", "password"], &["client_id", "client_secret"]],
};

/// The vendor.
pub static CISCO: Vendor = Vendor {
    about: "Cisco IoT Operations Dashboard: Edge Intelligence in the cloud, and gateways",
    aliases: &["ei"],
    operations: &[whoami::WHOAMI],
    groups: &[
        group("tenants", "Organizations that the login may work in", tenants::OPERATIONS),
        group("agents", "Agents of Edge Intelligence on gateways", agents::OPERATIONS),
        group("asset-types", "Kinds of assets, and what is read from them", asset_types::OPERATIONS),
        group("gateways", "Gateways that the dashboard manages", gateways::OPERATIONS),
    ],
    selectors: Some(select::SELECTORS),
    secret_members: &["adminPassword", "password", "client_secret", "access_token", "refresh_token"],
    fleet: fleet::FLEET,
    watch: watch::WATCH,
    times: &["creationTime"],
    ..Vendor::plain(
        SETTINGS,
        |account| Ok(Box::new(dialect::Cisco::new(account))),
        |account| Ok(Rc::new(TokenLogin::new(account, DOOR))),
        identity::identify,
    )
};

const DOOR: Door = Door {
    by_password: "/iam/auth/token",
    by_key: Some("/nbapi/iam/v1/auth/token"),
    token: "/access_token",
    life: "/expires_in",
    refresh_token: Some("/refresh_token"),
    tenants: Some(tenants::PATH),
    user_hint: Some("users of a single sign-on have no password here and need an API key"),
    key_hint: Some(
        "some organizations want `client_id` in lower case, or `organization` beside it; some keys log in at `token_path = \"/iam/auth/token\"`",
    ),
    gone: Some(gone::GONE),
};

/// Whether an API key logs in, which is no user and belongs to one tenant.
fn is_key(account: &Account) -> bool {
    account.credentials().contains(&"client_id")
}

const fn group(name: &'static str, about: &'static str, operations: &'static [Operation]) -> Group {
    Group { name, about, operations, groups: &[] }
}
