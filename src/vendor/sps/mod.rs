//! One Identity Safeguard for Privileged Sessions: a tree of configuration that is changed in transactions.

mod dialect;
mod transaction;
mod tree;

use std::rc::Rc;

use crate::auth::Bearer;
use crate::catalog::{Field, Settings, Traffic, Vendor};
use crate::workflow::Identity;

/// The vendor.
pub static SPS: Vendor = Vendor {
    settings: Settings {
        key: "sps",
        name: "One Identity SPS",
        env: "SPS",
        url: None,
        regions: &[],
        fields: &[
            Field::plain("username", "user name"),
            Field::secret("password", "password"),
            Field::plain("login_method", "which of the box's ways to log in, such as `local`"),
        ],
        credentials: &[&["username", "password"]],
    },
    about: "One Identity Safeguard for Privileged Sessions: configuration in transactions, recorded sessions",
    aliases: &[],
    operations: &[],
    groups: &[],
    selectors: None,
    resolve: None,
    transactions: Some(transaction::TRANSACTIONS),
    product: None,
    secret_members: &["plain"],
    dialect: |_| Ok(Box::new(dialect::Sps)),
    authenticator: |account| Ok(Rc::new(Bearer::new(account, "password"))),
    origins: |account| vec![account.url().origin()],
    identity: |_| Box::pin(async { Ok(Identity::default()) }),
    ignores_unknown: false,
    times: &[],
    traffic: Traffic::UNLIMITED,
};
