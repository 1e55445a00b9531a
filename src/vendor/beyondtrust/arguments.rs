//! Arguments that rows of many subjects share.

use crate::catalog::{Argument, Kind};
use crate::moment::{Meant, Written};

pub(super) const PER_PAGE: Argument = Argument::paging("per_page", Kind::Integer);

pub(super) const CURRENT_PAGE: Argument = Argument::paging("current_page", Kind::Integer);

pub(super) const JUMP_ITEM: Argument = Argument::number("id").help("Jump Item");

pub(super) const GROUP_POLICY: Argument = Argument::number("id").help("group policy");

pub(super) const JUMP_GROUP_ID: Argument = Argument::body("jump_group_id", Kind::Integer)
    .help("Jump Group that holds it; the id of a user where the group is personal");

pub(super) const JUMP_GROUP_TYPE: Argument = Argument::body("jump_group_type", Kind::String)
    .values(&["shared", "personal"])
    .help("whether the Jump Group is shared or a user's own");

pub(super) const NAME: Argument = Argument::body("name", Kind::String).within(1, 128).help("name");

pub(super) const BY_NAME: Argument =
    Argument::query("name", Kind::String).help("only what has this whole name; `--filter name~PART` finds a part");

pub(super) const COMMENTS: Argument = Argument::body("comments", Kind::String).at_most(1024).help("remarks");

pub(super) const JUMP_POLICY_ID: Argument =
    Argument::body("jump_policy_id", Kind::Integer).help("Jump Policy that restricts its use");

pub(super) const TAG: Argument = Argument::body("tag", Kind::String).at_most(64).help("tag to find it by");

pub(super) const JUMPOINT_ID: Argument = Argument::body("jumpoint_id", Kind::Integer).help("Jumpoint to go through");

pub(super) const SESSION_POLICY_ID: Argument =
    Argument::body("session_policy_id", Kind::Integer).at_least(2).help("session policy of its sessions");

pub(super) const USER: Argument = Argument::number("user_id").help("user");

pub(super) const CODE_NAME: Argument = Argument::body("code_name", Kind::String)
    .at_most(64)
    .help("short name for programs, with letters, digits, `_` and `-`");

pub(super) const HOSTNAME: Argument =
    Argument::body("hostname", Kind::String).within(1, 128).help("host name or address of the far side");

pub(super) const BY_HOSTNAME: Argument = Argument::query("hostname", Kind::String)
    .help("only with this whole host name; `--filter hostname~PART` finds a part");

pub(super) const BY_JUMP_GROUP_ID: Argument =
    Argument::query("jump_group_id", Kind::Integer).help("only in this Jump Group");

pub(super) const BY_JUMP_GROUP_TYPE: Argument = Argument::query("jump_group_type", Kind::String)
    .values(&["shared", "personal"])
    .help("only in Jump Groups of this kind");

pub(super) const BY_TAG: Argument = Argument::query("tag", Kind::String).within(1, 64).help("only with this tag");

pub(super) const BY_JUMPOINT_ID: Argument =
    Argument::query("jumpoint_id", Kind::Integer).help("only through this Jumpoint");

pub(super) const USER_ID: Argument = Argument::body("user_id", Kind::Integer).help("user");

pub(super) const BY_CODE_NAME: Argument =
    Argument::query("code_name", Kind::String).at_most(64).help("only with this code name");

pub(super) const ACCOUNT_POLICY: Argument = Argument::body("account_policy", Kind::String)
    .within(1, 64)
    .help("code name of the account policy; without one that of the group or the site counts");

pub(super) const ENABLED: Argument =
    Argument::body("enabled", Kind::Boolean).help("whether the user may log in; the default");

pub(super) const JUMP_ITEM_ID: Argument = Argument::body("jump_item_id", Kind::Integer).sent_as("id").help("Jump Item");

pub(super) const PASSWORD_EXPIRATION: Argument = Argument::body("password_expiration", Kind::String)
    .when(Meant::Ahead, Written::Rfc3339)
    .help("when the password ends");

pub(super) const PASSWORD_RESET_NEXT_LOGIN: Argument =
    Argument::body("password_reset_next_login", Kind::Boolean).help("a new password is asked for at the next login");

pub(super) const PREFERRED_EMAIL_LANGUAGE: Argument =
    Argument::body("preferred_email_language", Kind::String).within(2, 10).help("language of mails, as `en-us`");

pub(super) const PUBLIC_DISPLAY_NAME: Argument =
    Argument::body("public_display_name", Kind::String).within(1, 64).help("name that others see");

pub(super) const ROLE: Argument = Argument::body("role", Kind::String)
    .values(&["inject", "inject_and_checkout"])
    .help("whether the user may see the credentials, or have them injected only");

pub(super) const TYPE: Argument = Argument::body("type", Kind::String)
    .values(&["jump_client", "remote_rdp", "shell_jump", "web_jump", "protocol_tunnel"])
    .help("type of the Jump Item");

pub(super) const USERNAME: Argument =
    Argument::body("username", Kind::String).within(1, 64).help("name to log in with");

pub(super) const VAULT_ACCOUNT: Argument = Argument::number("account_id").help("Vault account");

pub(super) const CRITERIA: Argument = Argument::body("criteria", Kind::Object).help(
    "what fits, as `{\"shared_jump_groups\": [1], \"host\": [\"...\"], \"name\": [], \"tag\": [], \"comment\": []}`",
);

pub(super) const DESCRIPTION: Argument = Argument::body("description", Kind::String).at_most(1000).help("description");

pub(super) const FILTER_TYPE: Argument = Argument::body("filter_type", Kind::String)
    .values(&["any_jump_items", "no_jump_items", "criteria"])
    .help("which Jump Items they may be used for; what is not `criteria` drops the criteria");

pub(super) const JUMP_ITEMS: Argument = Argument::body("jump_items", Kind::Array)
    .help("Jump Items that fit besides, as `[{\"id\": 1, \"type\": \"shell_jump\"}]`");

pub(super) const SHARED_JUMP_GROUP_ID: Argument =
    Argument::body("shared_jump_group_id", Kind::Integer).help("shared Jump Group");

pub(super) const ENDPOINT: Argument = Argument::number("id").help("endpoint");

pub(super) const BY_PRIVATE_IP: Argument =
    Argument::query("private_ip", Kind::String).help("only with this private address");

pub(super) const BY_PUBLIC_IP: Argument =
    Argument::query("public_ip", Kind::String).help("only with this public address");

pub(super) const ACCOUNT_ID: Argument = Argument::body("account_id", Kind::Integer).help("Vault account");

pub(super) const BY_ENDPOINT_ID: Argument = Argument::query("endpoint_id", Kind::Integer).help("only of this endpoint");
