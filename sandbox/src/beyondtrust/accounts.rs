//! The API accounts of the site, which it lists but does not change.

use serde_json::{Value, json};

/// Of the account that may do everything.
pub const BEYONDTRUST_CLIENT_ID: &str = "5a0d8c3e7b1f4926a0d8c3e7b1f49265a0d8c3e7";
/// It has the characters that have to be encoded somewhere.
pub const BEYONDTRUST_CLIENT_SECRET: &str = "sandbox+site/secret=0123456789abcdefghij+/==";
/// Of the account that reads the configuration, not the vault, and may ask but not command.
pub const BEYONDTRUST_READING_CLIENT_ID: &str = "0123456789abcdef0123456789abcdef01234567";
/// Its secret.
pub const BEYONDTRUST_READING_CLIENT_SECRET: &str = "sandbox+reading/secret=456789abcdefghijk+/==";

/// Who asks.
#[derive(Debug)]
pub(super) struct Account {
    /// As the site numbers it.
    pub(super) id: u64,
    pub(super) name: &'static str,
    pub(super) client_id: &'static str,
    pub(super) secret: &'static str,
    pub(super) may_configure: bool,
    pub(super) may_use_vault: bool,
    pub(super) may_report: bool,
    pub(super) may_back_up: bool,
    /// It may use SCIM.
    pub(super) may_provision: bool,
    /// The real-time state of Remote Support.
    pub(super) may_follow: bool,
    /// `deny`, `read_only` or `full_access`.
    pub(super) command: &'static str,
}

pub(super) const ACCOUNTS: &[Account] = &[
    Account {
        id: 1,
        name: "Automation",
        client_id: BEYONDTRUST_CLIENT_ID,
        secret: BEYONDTRUST_CLIENT_SECRET,
        may_configure: true,
        may_use_vault: true,
        may_report: true,
        may_back_up: true,
        may_provision: true,
        may_follow: true,
        command: "full_access",
    },
    Account {
        id: 2,
        name: "Dashboard",
        client_id: BEYONDTRUST_READING_CLIENT_ID,
        secret: BEYONDTRUST_READING_CLIENT_SECRET,
        may_configure: true,
        may_use_vault: false,
        may_report: false,
        may_back_up: false,
        may_provision: false,
        may_follow: false,
        command: "read_only",
    },
];

impl Account {
    /// Its permissions, as the site names them.
    pub(super) fn permissions(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("perm_command", json!(self.command)),
            ("perm_configuration", json!(self.may_configure)),
            ("perm_configuration_vault_account", json!(self.may_use_vault)),
            ("perm_reporting_support", json!(self.may_report)),
            ("perm_reporting_license", json!(self.may_report)),
            ("perm_reporting_vault", json!(self.may_report)),
            ("perm_reporting_syslog", json!(self.may_report)),
            ("perm_reporting_jump_item", json!(self.may_report)),
            ("perm_backup", json!(self.may_back_up)),
            ("perm_scim", json!(self.may_provision)),
        ]
    }
}
