//! Cisco Edge Intelligence 2.x on the device itself: one user, pipelines from files, and many boxes at once.

mod boxes;
mod change_password;
mod deploy;
mod dialect;
mod files;
mod fleet;
mod identity;
mod pipelines;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::auth::{Door, TokenLogin};
use crate::catalog::{Field, Group, Operation, Settings, Vendor};

const SETTINGS: Settings = Settings {
    key: "cisco-local",
    name: "Cisco Edge Intelligence on the device",
    env: "CISCO_LOCAL",
    url: None,
    regions: &[],
    fields: &[
        Field::plain("username", "user that logs in, `admin` on a new box"),
        Field::secret("password", "password of the user"),
        Field::plain("token_path", "where tokens are fetched; `/api/v2/edge-intelligence/token`"),
    ],
    credentials: &[&["username", "password"]],
};

/// The vendor.
pub static CISCO_LOCAL: Vendor = Vendor {
    about: "Cisco Edge Intelligence 2.x on the device: pipelines, events, metrics",
    operations: &[change_password::CHANGE_PASSWORD],
    groups: &[
        group("pipelines", "What is read from assets, computed and sent on", pipelines::OPERATIONS),
        group("events", "What happened on the box", EVENTS),
        group("system-metrics", "How the box is doing", METRICS),
    ],
    secret_members: &["password", "old_password", "new_password", "token", "privateKey"],
    fleet: fleet::FLEET,
    ..Vendor::plain(
        SETTINGS,
        |_| Ok(Box::new(dialect::Local)),
        |account| Ok(Rc::new(TokenLogin::new(account, DOOR))),
        identity::identify,
    )
};

const DOOR: Door = Door {
    by_password: "/api/v2/edge-intelligence/token",
    by_key: None,
    token: "/data/token",
    life: "/data/expirySeconds",
    refresh_token: None,
    tenants: None,
    user_hint: None,
    key_hint: None,
    gone: None,
};

/// What an event has is published nowhere.
const EVENTS: &[Operation] =
    &[Operation::list("list", "/api/v2/edge-intelligence/events").about("List events of the box")];

const METRICS: &[Operation] =
    &[Operation::get("get", "/api/v2/edge-intelligence/system-metrics").about("Show metrics of the box, from 2.2 on")];

const fn group(name: &'static str, about: &'static str, operations: &'static [Operation]) -> Group {
    Group { name, about, operations, groups: &[] }
}
