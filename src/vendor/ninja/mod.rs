//! NinjaRMM API v1: every request signed, lists that are always whole, and few of them at a time.

mod alerts;
mod customers;
mod devices;
mod dialect;
mod fleet;
mod follow;
mod identity;
mod reset;
mod select;
#[cfg(test)]
mod tests;
mod traffic;
mod watch;

use std::rc::Rc;

use crate::auth::Hmac;
use crate::catalog::{Field, Group, Operation, Settings, Vendor};

const SETTINGS: Settings = Settings {
    key: "ninja",
    name: "NinjaRMM",
    env: "NINJA",
    url: Some("https://api.ninjarmm.com"),
    regions: &[("us", "https://api.ninjarmm.com"), ("eu", "https://eu-api.ninjarmm.com")],
    fields: &[
        Field::plain("access_key_id", "id of the API key").also(&[
            "NINJA_ACCESS_KEY_ID",
            "NINJARMM_ACCESS_KEY_ID",
            "NRMM_KEY_ID",
            "NINJAONE_LEGACY_KEY_ID",
        ]),
        Field::secret("secret_access_key", "secret of the API key").also(&[
            "NINJA_SECRET_ACCESS_KEY",
            "NINJARMM_SECRET_ACCESS_KEY",
            "NRMM_SECRET",
            "NINJAONE_LEGACY_SECRET",
        ]),
        Field::plain("date_header", "which header holds the signed date: `date` (the default) or `x-nj-date`")
            .values(&["date", "x-nj-date"]),
        Field::plain("clock_skew", "`auto` signs with the server's time where this machine's clock is off")
            .values(&["auto"]),
    ],
    credentials: &[&["access_key_id", "secret_access_key"]],
};

/// The vendor.
pub static NINJA: Vendor = Vendor {
    about: "NinjaRMM, API v1: devices and alerts, with an API key",
    operations: &[PING],
    groups: &[
        group("customers", "Organizations whose devices are managed", customers::OPERATIONS),
        group("devices", "Computers, servers, and what is watched over the network", devices::OPERATIONS),
        group("alerts", "Alerts: what has gone wrong with devices", alerts::OPERATIONS),
    ],
    selectors: Some(select::SELECTORS),
    secret_members: &["remote_control_url"],
    fleet: fleet::FLEET,
    watch: watch::WATCH,
    times: &["last_boot_time", "last_online", "last_update", "timestamp"],
    traffic: traffic::TRAFFIC,
    ..Vendor::plain(
        SETTINGS,
        |_| Ok(Box::new(dialect::Ninja)),
        |account| Ok(Rc::new(Hmac::new(account)?)),
        identity::identify,
    )
};

const PING: Operation = Operation::get("ping", "/v1/ping")
    .about("Check that the API answers and accepts the key")
    .says("the API answers and accepts the key");

const fn group(name: &'static str, about: &'static str, operations: &'static [Operation]) -> Group {
    Group { name, about, operations, groups: &[] }
}
