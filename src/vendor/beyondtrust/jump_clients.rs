//! `beyondtrust jump-clients`: computers with an agent of the vendor, and the installers of agents.

use super::arguments::{
    BY_HOSTNAME, BY_JUMP_GROUP_ID, BY_JUMP_GROUP_TYPE, BY_NAME, BY_PRIVATE_IP, BY_PUBLIC_IP, BY_TAG, COMMENTS,
    CURRENT_PAGE, JUMP_GROUP_ID, JUMP_GROUP_TYPE, JUMP_POLICY_ID, NAME, PER_PAGE, TAG,
};
use super::install::INSTALL;
use super::product::{PRA, RS};
use super::prune::PRUNE;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const JUMP_CLIENTS: Group = Group {
    name: "jump-clients",
    about: "Computers with a Jump Client, and its installers",
    operations: OPERATIONS,
    groups: &[Group { name: "installers", about: "Installers of Jump Clients", operations: INSTALLERS, groups: &[] }],
};

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    Operation::get("get", "/api/config/v1/jump-client/{id}")
        .about("Show Jump Clients")
        .arguments(&[JUMP_CLIENT])
        .columns(JUMP_CLIENT_COLUMNS, JUMP_CLIENT_WIDE)
        .members(JUMP_CLIENT_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-client/{id}").about("Change Jump Clients").object().arguments(&[
        JUMP_CLIENT,
        JUMP_GROUP_ID,
        JUMP_GROUP_TYPE,
        NAME,
        TAG,
        COMMENTS,
        JUMP_POLICY_ID,
        SESSION_POLICY_ID,
        Argument::body("max_offline_minutes", Kind::Integer)
            .help("minutes offline after which it is uninstalled; 0 takes the site's setting"),
        Argument::body("endpoint_agreement_policy", Kind::String)
            .values(&["no_prompt", "accept", "reject"])
            .only(PRA)
            .help("what happens when nobody answers the endpoint agreement"),
        ATTENDED_SESSION_POLICY_ID,
        UNATTENDED_SESSION_POLICY_ID,
        Argument::body("public_site_address", Kind::String)
            .within(1, 128)
            .only(RS)
            .help("address of the public site it belongs to"),
        SUPPORT_BUTTON_PROFILE_CODE_NAME,
        SUPPORT_BUTTON_DIRECT_QUEUE,
        CUSTOMER_CLIENT_START_MODE,
        Argument::body("is_quiet", Kind::Boolean)
            .only(RS)
            .help("sessions start minimized, so that nobody is disturbed"),
    ]),
    DELETE,
    Operation::post("copy", "/api/config/v1/jump-client/{id}/copy")
        .about("Copy Jump Clients into another Jump Group")
        .object()
        .arguments(&[
            JUMP_CLIENT,
            JUMP_GROUP_ID.required(),
            JUMP_GROUP_TYPE.required(),
            Argument::body("name", Kind::String).within(1, 128).help("name of the copy").required(),
        ]),
    PRUNE,
    INSTALL,
];

pub(super) const DELETE: Operation = Operation::delete("delete", "/api/config/v1/jump-client/{id}")
    .about("Delete Jump Clients")
    .arguments(&[JUMP_CLIENT]);

pub(super) const LIST: Operation = Operation::list("list", "/api/config/v1/jump-client")
    .about("List Jump Clients")
    .arguments(&[
        BY_NAME,
        BY_HOSTNAME,
        BY_FQDN,
        BY_TAG,
        BY_JUMP_GROUP_ID,
        BY_JUMP_GROUP_TYPE,
        Argument::query("console_user", Kind::String).help("only where this user is logged in"),
        BY_PUBLIC_IP,
        BY_PRIVATE_IP,
        Argument::query("connection_type", Kind::String)
            .values(&["active", "passive", "uninstalled"])
            .help("only connected in this way"),
        PER_PAGE,
        CURRENT_PAGE,
    ])
    .pages(Paging::LinkHeader)
    .columns(JUMP_CLIENT_COLUMNS, JUMP_CLIENT_WIDE)
    .members(JUMP_CLIENT_MEMBERS);

const INSTALLERS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-client/installer")
        .about("List installers of Jump Clients")
        .arguments(&[
            BY_NAME,
            BY_HOSTNAME,
            BY_FQDN,
            BY_TAG,
            BY_JUMP_GROUP_ID,
            BY_JUMP_GROUP_TYPE,
            Argument::query("connection_type", Kind::String)
                .values(&["active", "passive"])
                .help("only connected in this way"),
            PER_PAGE,
            CURRENT_PAGE,
        ])
        .pages(Paging::LinkHeader)
        .columns(INSTALLER_COLUMNS, INSTALLER_WIDE)
        .members(INSTALLER_MEMBERS)
        .secret(&["key_info"]),
    CREATE_INSTALLER,
    Operation::get("get", "/api/config/v1/jump-client/installer/{id}")
        .about("Show installers of Jump Clients")
        .arguments(&[INSTALLER])
        .columns(INSTALLER_COLUMNS, INSTALLER_WIDE)
        .members(INSTALLER_MEMBERS)
        .secret(&["key_info"]),
    Operation::delete("delete", "/api/config/v1/jump-client/installer/{id}")
        .about("Delete installers of Jump Clients")
        .arguments(&[INSTALLER]),
    DOWNLOAD_INSTALLER,
];

pub(super) const DOWNLOAD_INSTALLER: Operation =
    Operation::get("download", "/api/config/v1/jump-client/installer/{installer_id}/{platform}")
        .about("Download an installer for a platform")
        .arguments(&[
            Argument::path("installer_id").within(32, 32).help("`installer_id` of the installer"),
            Argument::path("platform").values(PLATFORMS).help("platform it runs on"),
        ])
        .saves();

pub(super) const CREATE_INSTALLER: Operation = Operation::post("create", "/api/config/v1/jump-client/installer")
    .about("Create an installer of Jump Clients")
    .object()
    .arguments(&[
        Argument::body("name", Kind::String).at_most(128).help("name of the Jump Clients"),
        JUMP_GROUP_ID.required(),
        JUMP_GROUP_TYPE,
        JUMP_POLICY_ID,
        Argument::body("tag", Kind::String).at_most(64).help("tag of the Jump Clients"),
        Argument::body("connection_type", Kind::String)
            .values(&["active", "passive"])
            .help("whether it stays connected, or waits to be called"),
        SESSION_POLICY_ID,
        Argument::body("comments", Kind::String).at_most(1024).help("remarks on the Jump Clients"),
        Argument::body("valid_duration", Kind::Integer)
            .within(10, 525_600)
            .help("minutes that the installer can be used; 1440 by default"),
        Argument::body("elevate_install", Kind::Boolean).help("try to run the Jump Client as a service; the default"),
        Argument::body("elevate_prompt", Kind::Boolean)
            .help("ask for credentials where elevation needs them; the default"),
        Argument::body("allow_override_jump_group", Kind::Boolean)
            .help("the Jump Group may be chosen while installing"),
        Argument::body("allow_override_jump_policy", Kind::Boolean)
            .help("the Jump Policy may be chosen while installing"),
        Argument::body("allow_override_name", Kind::Boolean).help("the name may be chosen while installing"),
        Argument::body("allow_override_tag", Kind::Boolean).help("the tag may be chosen while installing"),
        Argument::body("allow_override_comments", Kind::Boolean).help("the remarks may be written while installing"),
        Argument::body("allow_override_session_policy", Kind::Boolean)
            .only(PRA)
            .help("the session policy may be chosen while installing"),
        Argument::body("jumpoint_proxy", Kind::String)
            .at_most(64)
            .help("name of a Jumpoint with a Jump Zone Proxy to connect through"),
        ATTENDED_SESSION_POLICY_ID,
        UNATTENDED_SESSION_POLICY_ID,
        SUPPORT_BUTTON_PROFILE_CODE_NAME,
        Argument::body("allow_override_support_button_profile", Kind::Boolean)
            .only(RS)
            .help("the Support Button profile may be chosen while installing"),
        SUPPORT_BUTTON_DIRECT_QUEUE,
        Argument::body("allow_override_support_button_direct_queue", Kind::Boolean)
            .only(RS)
            .help("the team of the Support Button may be chosen while installing"),
        CUSTOMER_CLIENT_START_MODE,
        Argument::body("allow_override_attended_session_policy", Kind::Boolean)
            .only(RS)
            .help("the attended session policy may be chosen while installing"),
        Argument::body("allow_override_unattended_session_policy", Kind::Boolean)
            .only(RS)
            .help("the unattended session policy may be chosen while installing"),
    ]);

const BY_FQDN: Argument = Argument::query("fqdn", Kind::String).within(1, 255).help("only with this full host name");

const JUMP_CLIENT: Argument = Argument::number("id").help("Jump Client");

const SESSION_POLICY_ID: Argument =
    Argument::body("session_policy_id", Kind::Integer).at_least(2).only(PRA).help("session policy of its sessions");

const ATTENDED_SESSION_POLICY_ID: Argument = Argument::body("attended_session_policy_id", Kind::Integer)
    .at_least(2)
    .only(RS)
    .help("session policy while somebody sits at the machine");

const UNATTENDED_SESSION_POLICY_ID: Argument = Argument::body("unattended_session_policy_id", Kind::Integer)
    .at_least(2)
    .only(RS)
    .help("session policy while nobody sits at the machine");

const SUPPORT_BUTTON_PROFILE_CODE_NAME: Argument = Argument::body("support_button_profile_code_name", Kind::String)
    .at_most(64)
    .only(RS)
    .help("code name of the Support Button profile it deploys");

const SUPPORT_BUTTON_DIRECT_QUEUE: Argument = Argument::body("support_button_direct_queue", Kind::String)
    .at_most(69)
    .only(RS)
    .help("team that the Support Button leads to, as `team:CODE_NAME`");

const CUSTOMER_CLIENT_START_MODE: Argument = Argument::body("customer_client_start_mode", Kind::String)
    .values(&["normal", "minimized", "hidden"])
    .only(RS)
    .help("how the window of the customer client starts");

const INSTALLER: Argument = Argument::number("id").help("installer");

const JUMP_CLIENT_MEMBERS: &[&str] = &[
    "id",
    "jump_group_id",
    "jump_group_type",
    "name",
    "hostname",
    "fqdn",
    "tag",
    "comments",
    "jump_policy_id",
    "session_policy_id",
    "install_mode",
    "connection_type",
    "last_connect_timestamp",
    "last_disconnect_timestamp",
    "is_lost",
    "needs_update",
    "unavailable_reason",
    "operating_system",
    "public_ip",
    "private_ip",
    "console_user",
    "expiration_timestamp",
    "max_offline_minutes",
    "last_access_timestamp",
    "endpoint_agreement_policy",
    "attended_session_policy_id",
    "unattended_session_policy_id",
    "public_site_address",
    "support_button_profile_code_name",
    "support_button_direct_queue",
    "customer_client_start_mode",
    "is_quiet",
];

const INSTALLER_MEMBERS: &[&str] = &[
    "id",
    "jump_group_id",
    "jump_group_type",
    "name",
    "tag",
    "comments",
    "jump_policy_id",
    "session_policy_id",
    "connection_type",
    "expiration_timestamp",
    "max_offline_minutes",
    "elevate_install",
    "elevate_prompt",
    "allow_override_jump_group",
    "allow_override_jump_policy",
    "allow_override_name",
    "allow_override_tag",
    "allow_override_comments",
    "allow_override_session_policy",
    "installer_id",
    "key_info",
    "jumpoint_proxy",
    "attended_session_policy_id",
    "unattended_session_policy_id",
    "public_site_address",
    "support_button_profile_code_name",
    "allow_override_support_button_profile",
    "support_button_direct_queue",
    "allow_override_support_button_direct_queue",
    "is_quiet",
    "customer_client_start_mode",
    "allow_override_attended_session_policy",
    "allow_override_unattended_session_policy",
];

const JUMP_CLIENT_COLUMNS: &[&str] =
    &["id", "name", "hostname", "connection_type", "is_lost", "operating_system", "last_connect_timestamp", "tag"];

const JUMP_CLIENT_WIDE: &[&str] = &[
    "jump_group_id",
    "jump_group_type",
    "fqdn",
    "public_ip",
    "private_ip",
    "console_user",
    "needs_update",
    "last_disconnect_timestamp",
    "comments",
];

const INSTALLER_COLUMNS: &[&str] =
    &["id", "name", "jump_group_id", "jump_group_type", "tag", "expiration_timestamp", "installer_id"];

const INSTALLER_WIDE: &[&str] = &["connection_type", "jump_policy_id", "elevate_install", "elevate_prompt", "comments"];

/// What there are installers for.
pub(super) const PLATFORMS: &[&str] =
    &["linux-64", "raspberry-pi-32-headless", "mac-dmg", "mac-zip", "windows-64-msi", "windows-32-msi"];
