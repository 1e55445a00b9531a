//! BeyondTrust Remote Support and Privileged Remote Access: two products with one table, of which each has its part.

mod archive;
mod arguments;
mod backup;
mod client_script;
mod command;
mod command_forms;
mod dialect;
mod endpoint_automation;
mod find;
mod fleet;
mod group_policies;
mod group_policy_members;
mod groups;
mod identity;
mod install;
mod jump_clients;
mod jump_groups;
mod jump_items;
mod jump_items_screens;
mod jump_items_tunnels;
mod jump_policies;
mod jumpoints;
mod memory;
mod named;
mod packed;
mod probes;
mod product;
mod prune;
mod report;
mod resolve;
mod scim;
mod site;
mod spec_fetch;
mod start_session;
mod state;
mod teams;
#[cfg(test)]
mod tests;
mod unlock;
mod users;
mod vault;
mod vault_groups;
mod vault_run;
mod vendors;
mod versions;
mod watch;
mod whole_file;

use std::rc::Rc;
use std::time::Duration;

use crate::auth::{ClientIn, Flow, Oauth};
use crate::catalog::{Field, Settings, Traffic, Vendor};
use crate::http::{Counters, Quota};

const SETTINGS: Settings = Settings {
    key: "beyondtrust",
    name: "BeyondTrust",
    env: "BEYONDTRUST",
    url: None,
    regions: &[],
    fields: &[
        Field::plain("url", "address of the site").also(&["BT_API_HOST"]),
        Field::plain("client_id", "OAuth client id of the API account").also(&["BT_CLIENT_ID"]),
        Field::secret("client_secret", "OAuth client secret of the API account").also(&["BT_CLIENT_SECRET"]),
        Field::plain(versions::SETTING, "version of the Command API; `auto` asks the site").values(versions::CHOICES),
        Field::plain(state::PATH_SETTING, "path of the real-time state, which has no public page; `/nw`"),
        Field::plain(state::PROTOCOL_SETTING, "what the real-time state speaks; `ingredi state api`"),
    ],
    credentials: &[&["client_id", "client_secret"]],
};

/// The vendor.
pub static BEYONDTRUST: Vendor = Vendor {
    about: "BeyondTrust Remote Support and Privileged Remote Access, with an API account",
    aliases: &["bt"],
    operations: groups::OPERATIONS,
    groups: groups::GROUPS,
    resolve: Some(resolve::resolve),
    left_open: Some(vault_run::left_open),
    product: Some(product::find),
    form: Some(versions::form),
    secret_members: SECRETS,
    fleet: fleet::FLEET,
    watch: watch::WATCH,
    // Before 25.2 the first was a number, since then it is a text. The others are those of reports, and of the syslog.
    times: &["expiration_timestamp", "timestamp", "when"],
    traffic: TRAFFIC,
    ..Vendor::plain(
        SETTINGS,
        |_| Ok(Box::new(dialect::BeyondTrust::default())),
        |account| Ok(Rc::new(Oauth::new(account, FLOW))),
        identity::identify,
    )
};

/// A site keeps 30 tokens of an account and ends the oldest for the 31st, so a token is used as long as it lasts, by all.
const FLOW: Flow = Flow {
    token_paths: &["/oauth2/token"],
    authorize_path: None,
    client_in: ClientIn::Basic,
    person_scope: "",
    denies: dialect::is_about_token,
    unknown_client: &[],
};

/// Limits are by API account, over all of its APIs.
const TRAFFIC: Traffic = Traffic {
    one_a_connection: true,
    // 20 a second are allowed. Ten at once and ten in the second after that are as many; the quota holds for all processes.
    per_second: Some(10.0),
    quotas: &[
        Quota { name: "beyondtrust second", count: 20, window: Duration::from_secs(1), counts: |_| true },
        Quota { name: "beyondtrust hour", count: 15_000, window: HOUR, counts: |_| true },
    ],
    counters: Some(Counters { limit: "x-ratelimit-limit", remaining: "x-ratelimit-remaining" }),
    ..Traffic::UNLIMITED
};

const HOUR: Duration = Duration::from_secs(3600);

/// What is lent, what lets a machine into the site, and where sessions can be seen by whoever has the address.
const SECRETS: &[&str] = &[
    "access_token",
    "docker_deploy_key",
    "download_url",
    "key_info",
    "password",
    "private_key",
    "private_key_passphrase",
    "session_chat_download_url",
    "session_chat_view_url",
    "session_recording_download_url",
    "session_recording_view_url",
    "token",
    "x509_key",
    "x509_key_passphrase",
];
