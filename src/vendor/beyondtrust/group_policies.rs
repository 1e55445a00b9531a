//! `beyondtrust group-policies`: what their members may do.

use super::arguments::{BY_NAME, CURRENT_PAGE, GROUP_POLICY, PER_PAGE};
use super::group_policy_members;
use super::product::{PRA, RS};
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const GROUP_POLICIES: Group = Group {
    name: "group-policies",
    about: "What their members may do",
    operations: OPERATIONS,
    groups: &[
        group_policy_members::JUMP_GROUPS,
        group_policy_members::JUMPOINTS,
        group_policy_members::MEMBERS,
        group_policy_members::TEAMS,
        group_policy_members::VAULT_ACCOUNTS,
        group_policy_members::VAULT_ACCOUNT_GROUPS,
    ],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/group-policy")
        .about("List group policies")
        .arguments(&[BY_NAME, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(GROUP_POLICY_COLUMNS, GROUP_POLICY_WIDE)
        .members(GROUP_POLICY_MEMBERS),
    Operation::post("create", "/api/config/v1/group-policy").about("Create a group policy").object().arguments(&[
        NAME.required(),
        PERM_ACCESS_ALLOWED,
        ACCESS_PERM_STATUS,
        PERM_SHARE_OTHER_TEAM,
        PERM_INVITE_EXTERNAL_USER,
        PERM_SESSION_IDLE_TIMEOUT,
        PERM_EXTENDED_AVAILABILITY_MODE_ALLOWED,
        PERM_EDIT_EXTERNAL_KEY,
        PERM_COLLABORATE,
        PERM_COLLABORATE_CONTROL,
        PERM_JUMP_CLIENT,
        PERM_LOCAL_JUMP,
        PERM_REMOTE_JUMP,
        PERM_REMOTE_VNC,
        PERM_REMOTE_RDP,
        PERM_SHELL_JUMP,
        PERM_WEB_JUMP,
        PERM_PROTOCOL_TUNNEL,
        PERM_SD_STATIC_PORT_FOR_EXTERNAL_TOOLS,
        DEFAULT_JUMP_ITEM_ROLE_ID,
        PRIVATE_JUMP_ITEM_ROLE_ID,
        INFERIOR_JUMP_ITEM_ROLE_ID,
        UNASSIGNED_JUMP_ITEM_ROLE_ID,
        PERM_SUPPORT_ALLOWED,
        REP_PERM_STATUS,
        PERM_GENERATE_SESSION_KEY,
        PERM_SEND_IOS_PROFILES,
        PERM_ACCEPT_TEAM_SESSIONS,
        PERM_TRANSFER_OTHER_TEAM,
        PERM_INVITE_EXTERNAL_REP,
        PERM_NEXT_SESSION_BUTTON,
        PERM_DISABLE_AUTO_ASSIGNMENT,
        PERM_ROUTING_IDLE_TIMEOUT,
        AUTO_ASSIGNMENT_MAX_SESSIONS,
        PERM_SUPPORT_BUTTON_PERSONAL_DEPLOY,
        PERM_SUPPORT_BUTTON_TEAM_MANAGE,
        PERM_SUPPORT_BUTTON_CHANGE_PUBLIC_SITES,
        PERM_SUPPORT_BUTTON_TEAM_DEPLOY,
        PERM_LOCAL_VNC,
        PERM_LOCAL_RDP,
        PERM_VPRO,
        PERM_CONSOLE_IDLE_TIMEOUT,
    ]),
    Operation::get("get", "/api/config/v1/group-policy/{id}")
        .about("Show group policies")
        .arguments(&[GROUP_POLICY])
        .columns(GROUP_POLICY_COLUMNS, GROUP_POLICY_WIDE)
        .members(GROUP_POLICY_MEMBERS),
    Operation::patch("update", "/api/config/v1/group-policy/{id}").about("Change group policies").object().arguments(
        &[
            GROUP_POLICY,
            NAME,
            PERM_ACCESS_ALLOWED,
            ACCESS_PERM_STATUS,
            PERM_SHARE_OTHER_TEAM,
            PERM_INVITE_EXTERNAL_USER,
            PERM_SESSION_IDLE_TIMEOUT,
            PERM_EXTENDED_AVAILABILITY_MODE_ALLOWED,
            PERM_EDIT_EXTERNAL_KEY,
            PERM_COLLABORATE,
            PERM_COLLABORATE_CONTROL,
            PERM_JUMP_CLIENT,
            PERM_LOCAL_JUMP,
            PERM_REMOTE_JUMP,
            PERM_REMOTE_VNC,
            PERM_REMOTE_RDP,
            PERM_SHELL_JUMP,
            PERM_WEB_JUMP,
            PERM_PROTOCOL_TUNNEL,
            PERM_SD_STATIC_PORT_FOR_EXTERNAL_TOOLS,
            DEFAULT_JUMP_ITEM_ROLE_ID,
            PRIVATE_JUMP_ITEM_ROLE_ID,
            INFERIOR_JUMP_ITEM_ROLE_ID,
            UNASSIGNED_JUMP_ITEM_ROLE_ID,
            PERM_SUPPORT_ALLOWED,
            REP_PERM_STATUS,
            PERM_GENERATE_SESSION_KEY,
            PERM_SEND_IOS_PROFILES,
            PERM_ACCEPT_TEAM_SESSIONS,
            PERM_TRANSFER_OTHER_TEAM,
            PERM_INVITE_EXTERNAL_REP,
            PERM_NEXT_SESSION_BUTTON,
            PERM_DISABLE_AUTO_ASSIGNMENT,
            PERM_ROUTING_IDLE_TIMEOUT,
            AUTO_ASSIGNMENT_MAX_SESSIONS,
            PERM_SUPPORT_BUTTON_PERSONAL_DEPLOY,
            PERM_SUPPORT_BUTTON_TEAM_MANAGE,
            PERM_SUPPORT_BUTTON_CHANGE_PUBLIC_SITES,
            PERM_SUPPORT_BUTTON_TEAM_DEPLOY,
            PERM_LOCAL_VNC,
            PERM_LOCAL_RDP,
            PERM_VPRO,
            PERM_CONSOLE_IDLE_TIMEOUT,
        ],
    ),
    Operation::delete("delete", "/api/config/v1/group-policy/{id}")
        .about("Delete group policies")
        .arguments(&[GROUP_POLICY])
        .warning("Their members lose at once what they allow."),
    Operation::post("copy", "/api/config/v1/group-policy/{id}/copy")
        .about("Copy group policies with all they define")
        .object()
        .arguments(&[
            GROUP_POLICY,
            Argument::body("name", Kind::String).within(1, 255).help("name of the copy").required(),
        ]),
    Operation::post("provision", "/api/config/v1/group-policy/{id}/provision")
        .about("Apply changed permissions to the members of group policies")
        .arguments(&[GROUP_POLICY]),
];

const NAME: Argument = Argument::body("name", Kind::String).within(1, 255).help("name");

const PERM_ACCESS_ALLOWED: Argument =
    Argument::body("perm_access_allowed", Kind::Boolean).only(PRA).help("may access endpoints");

const ACCESS_PERM_STATUS: Argument = Argument::body("access_perm_status", Kind::String)
    .values(&["not_defined", "defined", "final"])
    .only(PRA)
    .help("whether the policy defines access permissions, and is the last to do so");

const PERM_SHARE_OTHER_TEAM: Argument =
    Argument::body("perm_share_other_team", Kind::Boolean).help("may share sessions with other teams");

const PERM_INVITE_EXTERNAL_USER: Argument =
    Argument::body("perm_invite_external_user", Kind::Boolean).only(PRA).help("may invite users from outside");

const PERM_SESSION_IDLE_TIMEOUT: Argument = Argument::body("perm_session_idle_timeout", Kind::Integer)
    .within(-1, 86_400)
    .help("seconds idle until a session is left; -1 takes the site's setting, 0 never");

const PERM_EXTENDED_AVAILABILITY_MODE_ALLOWED: Argument =
    Argument::body("perm_extended_availability_mode_allowed", Kind::Boolean).help("may use extended availability mode");

const PERM_EDIT_EXTERNAL_KEY: Argument =
    Argument::body("perm_edit_external_key", Kind::Boolean).help("may edit the external key");

const PERM_COLLABORATE: Argument =
    Argument::body("perm_collaborate", Kind::Boolean).help("may show the screen to others");

const PERM_COLLABORATE_CONTROL: Argument =
    Argument::body("perm_collaborate_control", Kind::Boolean).help("may give control while showing the screen");

const PERM_JUMP_CLIENT: Argument = Argument::body("perm_jump_client", Kind::Boolean).help("may use Jump Clients");

const PERM_LOCAL_JUMP: Argument = Argument::body("perm_local_jump", Kind::Boolean).help("may use Local Jump");

const PERM_REMOTE_JUMP: Argument = Argument::body("perm_remote_jump", Kind::Boolean).help("may use Remote Jump");

const PERM_REMOTE_VNC: Argument = Argument::body("perm_remote_vnc", Kind::Boolean).help("may use Remote VNC");

const PERM_REMOTE_RDP: Argument = Argument::body("perm_remote_rdp", Kind::Boolean).help("may use Remote RDP");

const PERM_SHELL_JUMP: Argument = Argument::body("perm_shell_jump", Kind::Boolean).help("may use Shell Jump");

const PERM_WEB_JUMP: Argument = Argument::body("perm_web_jump", Kind::Boolean).only(PRA).help("may use Web Jump");

const PERM_PROTOCOL_TUNNEL: Argument =
    Argument::body("perm_protocol_tunnel", Kind::Boolean).only(PRA).help("may use protocol tunnels");

const PERM_SD_STATIC_PORT_FOR_EXTERNAL_TOOLS: Argument =
    Argument::body("perm_sd_static_port_for_external_tools", Kind::Boolean)
        .only(PRA)
        .help("external tools may use a fixed port and user name");

const DEFAULT_JUMP_ITEM_ROLE_ID: Argument =
    Argument::body("default_jump_item_role_id", Kind::Integer).help("default Jump Item Role");

const PRIVATE_JUMP_ITEM_ROLE_ID: Argument =
    Argument::body("private_jump_item_role_id", Kind::Integer).help("Jump Item Role for personal Jump Items");

const INFERIOR_JUMP_ITEM_ROLE_ID: Argument =
    Argument::body("inferior_jump_item_role_id", Kind::Integer).help("Jump Item Role for Jump Items of team members");

const UNASSIGNED_JUMP_ITEM_ROLE_ID: Argument =
    Argument::body("unassigned_jump_item_role_id", Kind::Integer).help("Jump Item Role for all other Jump Items");

const PERM_SUPPORT_ALLOWED: Argument = Argument::body("perm_support_allowed", Kind::String)
    .values(&["not_allowed", "full_support"])
    .only(RS)
    .help("may give remote support");

const REP_PERM_STATUS: Argument = Argument::body("rep_perm_status", Kind::String)
    .values(&["not_defined", "defined", "final"])
    .only(RS)
    .help("whether the policy defines representatives' permissions, and is the last to do so");

const PERM_GENERATE_SESSION_KEY: Argument =
    Argument::body("perm_generate_session_key", Kind::Boolean).only(RS).help("may make session keys in the console");

const PERM_SEND_IOS_PROFILES: Argument =
    Argument::body("perm_send_ios_profiles", Kind::Boolean).only(RS).help("may make access keys for iOS profiles");

const PERM_ACCEPT_TEAM_SESSIONS: Argument =
    Argument::body("perm_accept_team_sessions", Kind::Boolean).only(RS).help("may take sessions from a team's queue");

const PERM_TRANSFER_OTHER_TEAM: Argument =
    Argument::body("perm_transfer_other_team", Kind::Boolean).only(RS).help("may hand sessions over to other teams");

const PERM_INVITE_EXTERNAL_REP: Argument =
    Argument::body("perm_invite_external_rep", Kind::Boolean).only(RS).help("may invite representatives from outside");

const PERM_NEXT_SESSION_BUTTON: Argument =
    Argument::body("perm_next_session_button", Kind::Boolean).only(RS).help("may take the next session");

const PERM_DISABLE_AUTO_ASSIGNMENT: Argument =
    Argument::body("perm_disable_auto_assignment", Kind::Boolean).only(RS).help("may opt out of assigned sessions");

const PERM_ROUTING_IDLE_TIMEOUT: Argument = Argument::body("perm_routing_idle_timeout", Kind::Integer)
    .within(0, 3600)
    .only(RS)
    .help("seconds idle until no sessions are assigned; 0 never");

const AUTO_ASSIGNMENT_MAX_SESSIONS: Argument = Argument::body("auto_assignment_max_sessions", Kind::Integer)
    .within(1, 10)
    .only(RS)
    .help("sessions beyond which none is assigned");

const PERM_SUPPORT_BUTTON_PERSONAL_DEPLOY: Argument =
    Argument::body("perm_support_button_personal_deploy", Kind::Boolean)
        .only(RS)
        .help("may deploy Support Buttons of a personal queue");

const PERM_SUPPORT_BUTTON_TEAM_MANAGE: Argument = Argument::body("perm_support_button_team_manage", Kind::Boolean)
    .only(RS)
    .help("may manage Support Buttons of teams");

const PERM_SUPPORT_BUTTON_CHANGE_PUBLIC_SITES: Argument =
    Argument::body("perm_support_button_change_public_sites", Kind::Boolean)
        .only(RS)
        .help("may change the public portal of Support Buttons");

const PERM_SUPPORT_BUTTON_TEAM_DEPLOY: Argument = Argument::body("perm_support_button_team_deploy", Kind::Boolean)
    .only(RS)
    .help("may deploy Support Buttons of teams");

const PERM_LOCAL_VNC: Argument = Argument::body("perm_local_vnc", Kind::Boolean).only(RS).help("may use Local VNC");

const PERM_LOCAL_RDP: Argument = Argument::body("perm_local_rdp", Kind::Boolean).only(RS).help("may use Local RDP");

const PERM_VPRO: Argument = Argument::body("perm_vpro", Kind::Boolean).only(RS).help("may use Intel vPro");

const PERM_CONSOLE_IDLE_TIMEOUT: Argument = Argument::body("perm_console_idle_timeout", Kind::Integer)
    .within(-1, 86_400)
    .only(RS)
    .help("seconds idle until the console logs out; -1 takes the site's setting, 0 never");

/// Members of a group policy.
pub(super) const GROUP_POLICY_MEMBERS: &[&str] = &[
    "id",
    "name",
    "perm_access_allowed",
    "access_perm_status",
    "perm_share_other_team",
    "perm_invite_external_user",
    "perm_session_idle_timeout",
    "perm_extended_availability_mode_allowed",
    "perm_edit_external_key",
    "perm_collaborate",
    "perm_collaborate_control",
    "perm_jump_client",
    "perm_local_jump",
    "perm_remote_jump",
    "perm_remote_vnc",
    "perm_remote_rdp",
    "perm_shell_jump",
    "perm_web_jump",
    "perm_protocol_tunnel",
    "perm_sd_static_port_for_external_tools",
    "default_jump_item_role_id",
    "private_jump_item_role_id",
    "inferior_jump_item_role_id",
    "unassigned_jump_item_role_id",
    "perm_support_allowed",
    "rep_perm_status",
    "perm_generate_session_key",
    "perm_send_ios_profiles",
    "perm_accept_team_sessions",
    "perm_transfer_other_team",
    "perm_invite_external_rep",
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
];

const GROUP_POLICY_COLUMNS: &[&str] = &["id", "name"];

const GROUP_POLICY_WIDE: &[&str] = &[
    "access_perm_status",
    "rep_perm_status",
    "perm_access_allowed",
    "perm_support_allowed",
    "perm_session_idle_timeout",
];
