//! Teltonika RMS: bearer token, offset paging, and answers that only accept the work.

mod actions;
mod alerts;
mod arguments;
mod automations;
mod companies;
mod configurator;
mod connect;
mod connect_link;
mod credits;
mod data_collect;
mod device_credits;
mod device_tags;
mod devices;
mod dialect;
mod email_configurations;
mod files;
mod fleet;
mod groups;
mod hotspots;
mod identity;
mod passwords;
mod readings;
mod remote_access;
mod reports;
mod roles;
mod select;
mod tags;
mod tasks;
#[cfg(test)]
mod tests;
mod updates;
mod users;
mod vpn;
mod watch;
mod wireless;

use std::rc::Rc;

use url::Url;

use crate::auth::Bearer;
use crate::catalog::{Field, Settings, Traffic, Vendor};
use crate::config::Account;
use crate::failure::Failure;

const SETTINGS: Settings = Settings {
    key: "rms",
    name: "Teltonika RMS",
    env: "RMS",
    url: Some("https://rms.teltonika-networks.com/api"),
    regions: &[],
    fields: &[
        Field::secret("token", "personal access token"),
        Field::plain("status_url", "where channels of asynchronous work are read; `/status` at the URL's origin"),
    ],
    credentials: &[&["token"]],
};

/// The vendor.
pub static RMS: Vendor = Vendor {
    operations: connect_link::WORKFLOWS,
    groups: groups::GROUPS,
    selectors: Some(select::SELECTORS),
    secret_members: &["link", "url", "password", "password_confirmation", "rms_token"],
    origins: |account| {
        let status = status_url(account).ok().map(|url| url.origin());
        std::iter::once(account.url().origin()).chain(status).collect()
    },
    // The month is used up: asking again only burns the next month's beginning.
    traffic: Traffic { blind_429: false, ..Traffic::UNLIMITED },
    fleet: fleet::FLEET,
    watch: watch::WATCH,
    ..Vendor::plain(
        SETTINGS,
        |account| Ok(Box::new(dialect::Rms::new(status_url(account)?))),
        |account| Ok(Rc::new(Bearer::new(account, "token"))),
        identity::identify,
    )
};

/// Where channels are read: not below the API, but at its origin.
fn status_url(account: &Account) -> Result<Url, Failure> {
    match account.plain("status_url") {
        Some(url) => url.parse().map_err(|_| Failure::usage(format!("`status_url` is no URL: `{url}`"))),
        None => account.url().join("/status").map_err(|error| Failure::usage(format!("`url` has no origin: {error}"))),
    }
}
