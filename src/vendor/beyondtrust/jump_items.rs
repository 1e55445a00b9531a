//! `beyondtrust jump-items`: what is reached through a Jumpoint, by kind.

use super::arguments::{
    BY_HOSTNAME, BY_JUMP_GROUP_ID, BY_JUMP_GROUP_TYPE, BY_JUMPOINT_ID, BY_NAME, BY_TAG, COMMENTS, CURRENT_PAGE,
    HOSTNAME, JUMP_GROUP_ID, JUMP_GROUP_TYPE, JUMP_ITEM, JUMP_POLICY_ID, JUMPOINT_ID, NAME, PER_PAGE,
    SESSION_POLICY_ID, TAG,
};
use super::find::FIND;
use super::{jump_items_screens, jump_items_tunnels};
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const JUMP_ITEMS: Group = Group {
    name: "jump-items",
    about: "What can be jumped to without a client of its own",
    operations: &[FIND],
    groups: &[
        Group { name: "shell-jumps", about: "SSH and Telnet", operations: SHELL_JUMPS, groups: &[] },
        jump_items_screens::REMOTE_RDP,
        jump_items_screens::REMOTE_VNC,
        jump_items_screens::WEB_JUMPS,
        jump_items_tunnels::PROTOCOL_TUNNEL_JUMPS,
        jump_items_tunnels::MYSQL_TUNNEL_JUMPS,
        jump_items_tunnels::PSQL_TUNNEL_JUMPS,
        jump_items_tunnels::NETWORK_TUNNEL_JUMPS,
    ],
};

pub(super) const JUMP_ITEM_ROLES: Group = Group {
    name: "jump-item-roles",
    about: "What users may do with Jump Items",
    operations: JUMP_ITEM_ROLES_OPERATIONS,
    groups: &[],
};

pub(super) const SHELL_JUMPS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-item/shell-jump")
        .about("List Shell Jumps")
        .arguments(&[
            BY_NAME,
            BY_HOSTNAME,
            BY_JUMP_GROUP_ID,
            BY_JUMP_GROUP_TYPE,
            BY_JUMPOINT_ID,
            BY_TAG,
            PER_PAGE,
            CURRENT_PAGE,
        ])
        .pages(Paging::LinkHeader)
        .columns(SHELL_JUMP_COLUMNS, SHELL_JUMP_WIDE)
        .members(SHELL_JUMP_MEMBERS),
    Operation::post("create", "/api/config/v1/jump-item/shell-jump").about("Create a Shell Jump").object().arguments(
        &[
            NAME.required(),
            JUMPOINT_ID.required(),
            HOSTNAME.required(),
            PROTOCOL.required(),
            PORT,
            JUMP_GROUP_ID.required(),
            JUMP_GROUP_TYPE,
            TERMINAL,
            KEEP_ALIVE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            USERNAME,
            SESSION_POLICY_ID,
        ],
    ),
    Operation::get("get", "/api/config/v1/jump-item/shell-jump/{id}")
        .about("Show Shell Jumps")
        .arguments(&[JUMP_ITEM])
        .columns(SHELL_JUMP_COLUMNS, SHELL_JUMP_WIDE)
        .members(SHELL_JUMP_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-item/shell-jump/{id}")
        .about("Change Shell Jumps")
        .object()
        .arguments(&[
            JUMP_ITEM,
            NAME,
            JUMPOINT_ID,
            HOSTNAME,
            PROTOCOL,
            PORT,
            JUMP_GROUP_ID,
            JUMP_GROUP_TYPE,
            TERMINAL,
            KEEP_ALIVE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            USERNAME,
            SESSION_POLICY_ID,
        ]),
    Operation::delete("delete", "/api/config/v1/jump-item/shell-jump/{id}")
        .about("Delete Shell Jumps")
        .arguments(&[JUMP_ITEM]),
    Operation::post("copy", "/api/config/v1/jump-item/shell-jump/{id}/copy")
        .about("Copy Shell Jumps")
        .object()
        .arguments(&[JUMP_ITEM, JUMP_GROUP_ID.required(), JUMP_GROUP_TYPE.required(), NAME.required()]),
];

const JUMP_ITEM_ROLES_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-item-role")
        .about("List Jump Item Roles")
        .arguments(&[BY_NAME, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(JUMP_ITEM_ROLE_COLUMNS, JUMP_ITEM_ROLE_WIDE)
        .members(JUMP_ITEM_ROLE_MEMBERS),
    Operation::get("get", "/api/config/v1/jump-item-role/{id}")
        .about("Show Jump Item Roles")
        .arguments(&[Argument::number("id").help("Jump Item Role")])
        .columns(JUMP_ITEM_ROLE_COLUMNS, JUMP_ITEM_ROLE_WIDE)
        .members(JUMP_ITEM_ROLE_MEMBERS),
];

const PROTOCOL: Argument =
    Argument::body("protocol", Kind::String).values(&["ssh", "telnet"]).help("protocol of the shell");

const PORT: Argument =
    Argument::body("port", Kind::Integer).within(1, 65_535).help("port; 22 for SSH and 23 for Telnet by default");

const TERMINAL: Argument =
    Argument::body("terminal", Kind::String).values(&["xterm", "VT100"]).help("type of the terminal");

const KEEP_ALIVE: Argument =
    Argument::body("keep_alive", Kind::Integer).within(0, 300).help("seconds between signs of life");

const USERNAME: Argument = Argument::body("username", Kind::String).at_most(128).help("user to log in as");

const SHELL_JUMP_MEMBERS: &[&str] = &[
    "id",
    "name",
    "jumpoint_id",
    "hostname",
    "protocol",
    "port",
    "jump_group_id",
    "jump_group_type",
    "terminal",
    "keep_alive",
    "tag",
    "comments",
    "jump_policy_id",
    "username",
    "session_policy_id",
];

const JUMP_ITEM_ROLE_MEMBERS: &[&str] = &[
    "id",
    "name",
    "description",
    "perm_add",
    "perm_assign_jump_group",
    "perm_remove",
    "perm_start",
    "perm_edit_tag",
    "perm_edit_comments",
    "perm_edit_jump_policy",
    "perm_edit_session_policy",
    "perm_edit_identity",
    "perm_edit_behavior",
    "perm_view_jump_item_report",
    "perm_edit_public_portal",
    "perm_edit_support_button",
];

const SHELL_JUMP_COLUMNS: &[&str] =
    &["id", "name", "hostname", "protocol", "port", "jump_group_id", "jumpoint_id", "tag"];

const SHELL_JUMP_WIDE: &[&str] =
    &["username", "terminal", "jump_group_type", "jump_policy_id", "session_policy_id", "comments"];

const JUMP_ITEM_ROLE_COLUMNS: &[&str] = &["id", "name", "description"];

const JUMP_ITEM_ROLE_WIDE: &[&str] = &["perm_add", "perm_start", "perm_remove"];
