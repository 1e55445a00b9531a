//! `beyondtrust security-providers` and others: what belongs to the site as a whole.

use super::arguments::{BY_NAME, CODE_NAME, CURRENT_PAGE, PER_PAGE};
use super::product::{PRA, RS};
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const SECURITY_PROVIDERS: Group = Group {
    name: "security-providers",
    about: "Where users come from",
    operations: SECURITY_PROVIDERS_OPERATIONS,
    groups: &[],
};

pub(super) const SESSION_POLICIES: Group = Group {
    name: "session-policies",
    about: "What is allowed in sessions",
    operations: SESSION_POLICIES_OPERATIONS,
    groups: &[],
};

pub(super) const PUBLIC_PORTALS: Group =
    Group { name: "public-portals", about: "Public portals", operations: PUBLIC_PORTALS_OPERATIONS, groups: &[] };

pub(super) const REP_STATUSES: Group = Group {
    name: "rep-statuses",
    about: "Statuses that representatives can have",
    operations: REP_STATUSES_OPERATIONS,
    groups: &[],
};

pub(super) const API_ACCOUNTS: Group = Group {
    name: "api-accounts",
    about: "API accounts, with their permissions and limits",
    operations: API_ACCOUNTS_OPERATIONS,
    groups: &[],
};

pub(super) const CLI: Group =
    Group { name: "cli", about: "The vendor's own command line", operations: CLI_OPERATIONS, groups: &[] };

pub(super) const OPENAPI: Group = Group {
    name: "openapi",
    about: "The site's own description of its API",
    operations: OPENAPI_OPERATIONS,
    groups: &[],
};

const SECURITY_PROVIDERS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/security-provider")
        .about("List security providers")
        .arguments(&[PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(&["id", "name", "type", "enabled"], &["user_authentication", "group_lookup"])
        .members(SECURITY_PROVIDER_MEMBERS),
    Operation::get("get", "/api/config/v1/security-provider/{id}")
        .about("Show security providers")
        .arguments(&[SECURITY_PROVIDER])
        .columns(
            &["id", "name", "type", "enabled"],
            &["user_authentication", "group_lookup", "priority", "default_policy"],
        ),
    Operation::patch("update", "/api/config/v1/security-provider/{id}")
        .about("Change the groups that a SAML provider offers")
        .only(PRA)
        .object()
        .arguments(&[
            SECURITY_PROVIDER,
            Argument::body("available_groups", Kind::Strings)
                .help("groups that policies can always be given to; the whole list"),
        ]),
];

const SESSION_POLICIES_OPERATIONS: &[Operation] = &[Operation::list("list", "/api/config/v1/session-policy")
    .about("List session policies")
    .arguments(&[PER_PAGE, CURRENT_PAGE])
    .pages(Paging::LinkHeader)
    .columns(&["id", "display_name", "code_name", "description"], &[])
    .members(SESSION_POLICY_MEMBERS)];

const PUBLIC_PORTALS_OPERATIONS: &[Operation] = &[Operation::list("list", "/api/config/v1/public-portal")
    .about("List public portals")
    .only(RS)
    .arguments(&[PER_PAGE, CURRENT_PAGE])
    .pages(Paging::LinkHeader)
    .columns(&["id", "name", "addresses"], &[])
    .members(PUBLIC_PORTAL_MEMBERS)];

const REP_STATUSES_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/rep-status")
        .about("List statuses")
        .only(RS)
        .arguments(&[BY_NAME, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(REP_STATUS_COLUMNS, &[])
        .members(REP_STATUS_MEMBERS),
    Operation::post("create", "/api/config/v1/rep-status")
        .about("Create a status")
        .only(RS)
        .object()
        .arguments(&[NAME, CODE_NAME, DISPLAY_AS]),
    Operation::get("get", "/api/config/v1/rep-status/{id}")
        .about("Show statuses")
        .only(RS)
        .arguments(&[STATUS])
        .columns(REP_STATUS_COLUMNS, &[])
        .members(REP_STATUS_MEMBERS),
    Operation::patch("update", "/api/config/v1/rep-status/{id}")
        .about("Change statuses")
        .only(RS)
        .object()
        .arguments(&[STATUS, NAME, CODE_NAME, DISPLAY_AS]),
    Operation::delete("delete", "/api/config/v1/rep-status/{id}")
        .about("Delete statuses")
        .only(RS)
        .arguments(&[STATUS]),
];

pub(super) const LIST_API_ACCOUNTS: Operation = Operation::list("list", "/api/config/v1/api-account")
    .about("List API accounts with their permissions")
    .arguments(&[BY_NAME, PER_PAGE, CURRENT_PAGE])
    .pages(Paging::LinkHeader)
    .columns(API_ACCOUNT_COLUMNS, API_ACCOUNT_WIDE)
    .members(API_ACCOUNT_MEMBERS);

const API_ACCOUNTS_OPERATIONS: &[Operation] = &[
    LIST_API_ACCOUNTS,
    Operation::get("get", "/api/config/v1/api-account/{id}")
        .about("Show API accounts with their permissions")
        .arguments(&[Argument::number("id").help("API account")])
        .columns(API_ACCOUNT_COLUMNS, API_ACCOUNT_WIDE)
        .members(API_ACCOUNT_MEMBERS),
];

const CLI_OPERATIONS: &[Operation] = &[Operation::get("download", "/api/config/v1/cli/{platform}")
    .about("Download the vendor's own command line")
    .arguments(&[Argument::path("platform").values(&["linux", "win32", "macos"]).help("platform it runs on")])
    .saves()];

const OPENAPI_OPERATIONS: &[Operation] =
    &[Operation::get("download", "/api/config/v1/openapi.yaml").about("Download the OpenAPI file of the site").saves()];

const SECURITY_PROVIDER: Argument = Argument::number("id").help("security provider");

const NAME: Argument = Argument::body("name", Kind::String).within(1, 64).help("name");

const DISPLAY_AS: Argument =
    Argument::body("display_as", Kind::String).values(&["away", "busy"]).help("what others take it for");

const STATUS: Argument = Argument::number("id").help("status");

const SECURITY_PROVIDER_MEMBERS: &[&str] = &["id", "type", "name", "enabled", "user_authentication", "group_lookup"];

const SESSION_POLICY_MEMBERS: &[&str] = &["id", "display_name", "code_name", "description"];

const PUBLIC_PORTAL_MEMBERS: &[&str] = &["id", "name", "addresses"];

const REP_STATUS_MEMBERS: &[&str] = &["id", "name", "code_name", "display_as"];

const API_ACCOUNT_MEMBERS: &[&str] = &[
    "id",
    "name",
    "comments",
    "enabled",
    "ip_addresses",
    "client_id",
    "failed_login_attempts",
    "failed_login_expiration",
    "ecm_group_id",
    "perm_command",
    "perm_reporting_support",
    "perm_reporting_license",
    "perm_reporting_vault",
    "perm_reporting_jump_item",
    "perm_reporting_syslog",
    "perm_backup",
    "perm_vault_backup",
    "perm_ecm",
    "perm_scim",
    "perm_configuration",
    "perm_configuration_vault_account",
    "perm_reporting_archive",
    "perm_real_time_state",
];

const REP_STATUS_COLUMNS: &[&str] = &["id", "name", "code_name", "display_as"];

const API_ACCOUNT_COLUMNS: &[&str] = &[
    "id",
    "name",
    "enabled",
    "ip_addresses",
    "perm_configuration",
    "perm_command",
    "perm_backup",
    "perm_reporting_support",
    "perm_configuration_vault_account",
];

const API_ACCOUNT_WIDE: &[&str] = &[
    "perm_reporting_license",
    "perm_reporting_vault",
    "perm_reporting_jump_item",
    "perm_reporting_syslog",
    "perm_reporting_archive",
    "perm_vault_backup",
    "perm_scim",
    "perm_ecm",
    "perm_real_time_state",
    "failed_login_attempts",
    "failed_login_expiration",
    "client_id",
    "comments",
];
