//! `beyondtrust users`: people who log in, and the group policies they are in.

use super::arguments::{
    CURRENT_PAGE, ENABLED, PASSWORD_EXPIRATION, PASSWORD_RESET_NEXT_LOGIN, PER_PAGE, PREFERRED_EMAIL_LANGUAGE,
    PUBLIC_DISPLAY_NAME, USERNAME,
};
use super::group_policies::GROUP_POLICY_MEMBERS;
use super::product::{PRA, RS};
use super::unlock::UNLOCK;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const USERS: Group = Group {
    name: "users",
    about: "People who log in, and the group policies they are in",
    operations: OPERATIONS,
    groups: &[Group {
        name: "group-policies",
        about: "Group policies of a user",
        operations: GROUP_POLICIES,
        groups: &[],
    }],
};

const OPERATIONS: &[Operation] = &[
    LIST,
    Operation::post("create", "/api/config/v1/user").about("Create a local user").only(PRA).object().arguments(&[
        USERNAME,
        PASSWORD,
        PUBLIC_DISPLAY_NAME.required(),
        PASSWORD_EXPIRATION,
        EMAIL_ADDRESS,
        PREFERRED_EMAIL_LANGUAGE,
        TWO_FACTOR_REQUIRED,
        ENABLED,
        FAILED_LOGINS,
        PASSWORD_RESET_NEXT_LOGIN,
    ]),
    Operation::get("get", "/api/config/v1/user/{id}")
        .about("Show users")
        .arguments(&[USER])
        .columns(USER_COLUMNS, USER_WIDE)
        .members(USER_MEMBERS),
    UPDATE,
    Operation::delete("delete", "/api/config/v1/user/{id}")
        .about("Delete users who are no administrators")
        .arguments(&[USER]),
    Operation::post("provision", "/api/config/v1/user/provision")
        .about("Apply changed permissions to users")
        .batch_ids("user_ids")
        .or_all("Without ids that is every user."),
    UNLOCK,
];

pub(super) const UPDATE: Operation =
    Operation::patch("update", "/api/config/v1/user/{id}").about("Change users").object().arguments(&[
        USER,
        USERNAME,
        PASSWORD,
        PUBLIC_DISPLAY_NAME,
        PASSWORD_EXPIRATION,
        EMAIL_ADDRESS,
        PREFERRED_EMAIL_LANGUAGE,
        TWO_FACTOR_REQUIRED,
        ENABLED,
        FAILED_LOGINS,
        PASSWORD_RESET_NEXT_LOGIN,
        Argument::body("display_number", Kind::Integer).only(RS).help("place in the list of representatives"),
        Argument::body("private_display_name", Kind::String).within(1, 64).only(RS).help("name that colleagues see"),
    ]);

pub(super) const LIST: Operation = Operation::list("list", "/api/config/v1/user")
    .about("List users")
    .arguments(&[
        Argument::query("security_provider_id", Kind::Integer).help("only of this security provider"),
        Argument::query("username", Kind::String).within(1, 255).help("only with this user name"),
        Argument::query("email_address", Kind::String).within(3, 255).help("only with this mail address"),
        PER_PAGE,
        CURRENT_PAGE,
    ])
    .pages(Paging::LinkHeader)
    .columns(USER_COLUMNS, USER_WIDE)
    .members(USER_MEMBERS);

const GROUP_POLICIES: &[Operation] = &[
    Operation::list("list", "/api/config/v1/user/{id}/group-policies")
        .about("List the group policies of a user")
        .arguments(&[USER])
        .columns(&["id", "name"], &["perm_access_allowed", "perm_support_allowed", "perm_session_idle_timeout"])
        .members(GROUP_POLICY_MEMBERS),
    Operation::patch("update", "/api/config/v1/user/{id}/group-policy-changes")
        .about("Add and take away group policies of local users")
        .only(PRA)
        .object()
        .arguments(&[
            USER,
            Argument::body("added", Kind::Integers).help("group policies to add"),
            Argument::body("removed", Kind::Integers).help("group policies to take away"),
        ]),
];

const PASSWORD: Argument = Argument::body("password", Kind::String).at_most(256).secret().help("password");

const EMAIL_ADDRESS: Argument = Argument::body("email_address", Kind::String).within(3, 255).help("mail address");

const TWO_FACTOR_REQUIRED: Argument =
    Argument::body("two_factor_required", Kind::Boolean).help("a second factor is needed to log in");

const FAILED_LOGINS: Argument = Argument::body("failed_logins", Kind::Integer)
    .help("failed logins so far; 0 unlocks the user, as `users unlock` does");

const USER: Argument = Argument::number("id").help("user");

const USER_MEMBERS: &[&str] = &[
    "id",
    "security_provider_id",
    "username",
    "public_display_name",
    "password_expiration",
    "email_address",
    "preferred_email_language",
    "two_factor_required",
    "enabled",
    "last_authentication",
    "failed_logins",
    "password_reset_next_login",
    "created_at",
    "two_factor_enabled",
    "fido2_credential_count",
    "fido2_last_used_date",
    "perm_admin",
    "perm_set_passwords",
    "perm_admin_pushagents",
    "perm_view_support_reports",
    "perm_view_vault_reports",
    "perm_view_syslog_reports",
    "perm_view_sd_recordings",
    "perm_edit_jump_groups",
    "perm_edit_sd_teams",
    "perm_edit_canned_scripts",
    "perm_edit_custom_rep_links",
    "perm_access_allowed",
    "perm_share_other_team",
    "perm_invite_external_user",
    "perm_extended_availability_mode_allowed",
    "perm_edit_external_key",
    "perm_session_idle_timeout",
    "perm_collaborate",
    "perm_collaborate_control",
    "perm_jump_client",
    "perm_local_jump",
    "perm_remote_jump",
    "perm_remote_vnc",
    "perm_remote_rdp",
    "perm_shell_jump",
    "default_jump_item_role_id",
    "private_jump_item_role_id",
    "inferior_jump_item_role_id",
    "unassigned_jump_item_role_id",
    "perm_web_jump",
    "perm_protocol_tunnel",
    "perm_sd_static_port_for_external_tools",
    "perm_vault",
    "perm_endpoint_automation",
    "display_number",
    "private_display_name",
    "perm_view_license_reports",
    "perm_edit_ambush",
    "perm_edit_public_template",
    "perm_edit_public_file_store",
    "perm_edit_messages",
    "perm_edit_issues",
    "perm_edit_skills",
    "perm_edit_callback_button_profiles",
    "perm_change_display_name",
    "perm_change_rep_avatar",
    "perm_show_on_public_list",
    "perm_support_allowed",
    "perm_invite_external_rep",
    "perm_generate_session_key",
    "perm_send_ios_profiles",
    "perm_accept_team_sessions",
    "perm_transfer_other_team",
    "perm_next_session_button",
    "perm_disable_auto_assignment",
    "perm_routing_idle_timeout",
    "auto_assignment_max_sessions",
    "perm_support_button_personal_deploy",
    "perm_support_button_team_manage",
    "perm_support_button_change_public_sites",
    "perm_support_button_team_deploy",
    "perm_local_vnc",
    "perm_local_rdp",
    "perm_vpro",
    "perm_console_idle_timeout",
    "perm_edit_iphone_content",
];

const USER_COLUMNS: &[&str] = &[
    "id",
    "username",
    "public_display_name",
    "email_address",
    "enabled",
    "last_authentication",
    "security_provider_id",
];

const USER_WIDE: &[&str] = &["private_display_name", "failed_logins", "two_factor_enabled", "perm_admin", "created_at"];
