//! `beyondtrust group-policies`: whom a group policy is for, and what it gives them.

use super::arguments::{ACCOUNT_ID, CURRENT_PAGE, GROUP_POLICY, PER_PAGE, VAULT_ACCOUNT};
use super::product::PRA;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const JUMP_GROUPS: Group = Group {
    name: "jump-groups",
    about: "Jump Groups that members may use",
    operations: JUMP_GROUPS_OPERATIONS,
    groups: &[],
};

pub(super) const JUMPOINTS: Group =
    Group { name: "jumpoints", about: "Jumpoints that members may use", operations: JUMPOINTS_OPERATIONS, groups: &[] };

pub(super) const MEMBERS: Group = Group {
    name: "members",
    about: "Users and groups that the policy is for",
    operations: MEMBERS_OPERATIONS,
    groups: &[],
};

pub(super) const TEAMS: Group =
    Group { name: "teams", about: "Teams that members are in", operations: TEAMS_OPERATIONS, groups: &[] };

pub(super) const VAULT_ACCOUNTS: Group = Group {
    name: "vault-accounts",
    about: "Vault accounts that members may use",
    operations: VAULT_ACCOUNTS_OPERATIONS,
    groups: &[],
};

pub(super) const VAULT_ACCOUNT_GROUPS: Group = Group {
    name: "vault-account-groups",
    about: "Vault account groups that members may use",
    operations: VAULT_ACCOUNT_GROUPS_OPERATIONS,
    groups: &[],
};

const JUMP_GROUPS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/group-policy/{id}/jump-group")
        .about("List the Jump Groups of a group policy")
        .arguments(&[GROUP_POLICY])
        .columns(JUMP_GROUP_COLUMNS, &[])
        .members(JUMP_GROUP_MEMBERS)
        .named_by("jump_group_id"),
    Operation::post("add", "/api/config/v1/group-policy/{id}/jump-group")
        .about("Add a Jump Group to a group policy")
        .object()
        .arguments(&[
            GROUP_POLICY,
            Argument::body("jump_group_id", Kind::Integer).help("Jump Group").required(),
            Argument::body("jump_item_role_id", Kind::Integer)
                .help("Jump Item Role of the policy's members; 0 leaves it to the user"),
            Argument::body("jump_policy_id", Kind::Integer)
                .only(PRA)
                .help("Jump Policy of the policy's members; 0 leaves it to the Jump Items"),
        ]),
    Operation::get("get", "/api/config/v1/group-policy/{id}/jump-group/{jump_group_id}")
        .about("Show a Jump Group of a group policy")
        .arguments(&[GROUP_POLICY, JUMP_GROUP])
        .columns(JUMP_GROUP_COLUMNS, &[])
        .members(JUMP_GROUP_MEMBERS),
    Operation::delete("remove", "/api/config/v1/group-policy/{id}/jump-group/{jump_group_id}")
        .about("Remove a Jump Group from a group policy")
        .arguments(&[GROUP_POLICY, JUMP_GROUP]),
];

const JUMPOINTS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/group-policy/{id}/jumpoint")
        .about("List the Jumpoints of a group policy")
        .arguments(&[GROUP_POLICY, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(JUMPOINT_COLUMNS, &[])
        .members(JUMPOINT_MEMBERS)
        .named_by("jumpoint_id"),
    Operation::post("add", "/api/config/v1/group-policy/{id}/jumpoint")
        .about("Add a Jumpoint to a group policy")
        .object()
        .arguments(&[GROUP_POLICY, Argument::body("jumpoint_id", Kind::Integer).help("Jumpoint").required()]),
    Operation::get("get", "/api/config/v1/group-policy/{id}/jumpoint/{jumpoint_id}")
        .about("Show a Jumpoint of a group policy")
        .arguments(&[GROUP_POLICY, JUMPOINT])
        .columns(JUMPOINT_COLUMNS, &[])
        .members(JUMPOINT_MEMBERS),
    Operation::delete("remove", "/api/config/v1/group-policy/{id}/jumpoint/{jumpoint_id}")
        .about("Remove a Jumpoint from a group policy")
        .arguments(&[GROUP_POLICY, JUMPOINT]),
];

const MEMBERS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/group-policy/{id}/member")
        .about("List the members of a group policy")
        .arguments(&[GROUP_POLICY, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(MEMBER_COLUMNS, &[])
        .members(MEMBER_MEMBERS),
    Operation::post("add", "/api/config/v1/group-policy/{id}/member")
        .about("Add a member to a group policy")
        .object()
        .arguments(&[
            GROUP_POLICY,
            Argument::body("security_provider_id", Kind::Integer)
                .help("security provider that knows the member")
                .required(),
            Argument::body("distinguished_name", Kind::String)
                .within(1, 1024)
                .help("distinguished name of an LDAP member"),
            Argument::body("group_name", Kind::String).within(1, 64).help("name of a group of the provider"),
            Argument::body("user_id", Kind::Integer).help("user of a provider that knows users by id"),
        ]),
    Operation::get("get", "/api/config/v1/group-policy/{id}/member/{member_id}")
        .about("Show a member of a group policy")
        .arguments(&[GROUP_POLICY, MEMBER])
        .columns(MEMBER_COLUMNS, &[])
        .members(MEMBER_MEMBERS),
    Operation::delete("remove", "/api/config/v1/group-policy/{id}/member/{member_id}")
        .about("Remove a member from a group policy")
        .arguments(&[GROUP_POLICY, MEMBER]),
];

const TEAMS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/group-policy/{id}/team")
        .about("List the teams of a group policy")
        .arguments(&[GROUP_POLICY, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(TEAM_COLUMNS, &[])
        .members(TEAM_MEMBERS)
        .named_by("team_id"),
    Operation::post("add", "/api/config/v1/group-policy/{id}/team")
        .about("Add a team to a group policy")
        .object()
        .arguments(&[
            GROUP_POLICY,
            Argument::body("team_id", Kind::Integer).help("team").required(),
            Argument::body("role", Kind::String)
                .values(&["member", "lead", "manager"])
                .help("what the policy's members are in the team"),
        ]),
    Operation::get("get", "/api/config/v1/group-policy/{id}/team/{team_id}")
        .about("Show a team of a group policy")
        .arguments(&[GROUP_POLICY, TEAM])
        .columns(TEAM_COLUMNS, &[])
        .members(TEAM_MEMBERS),
    Operation::delete("remove", "/api/config/v1/group-policy/{id}/team/{team_id}")
        .about("Remove a team from a group policy")
        .arguments(&[GROUP_POLICY, TEAM]),
];

const VAULT_ACCOUNTS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/group-policy/{id}/vault-account")
        .about("List the Vault accounts of a group policy")
        .arguments(&[GROUP_POLICY])
        .columns(VAULT_ACCOUNT_COLUMNS, &[])
        .members(VAULT_ACCOUNT_MEMBERS)
        .named_by("account_id"),
    Operation::post("add", "/api/config/v1/group-policy/{id}/vault-account")
        .about("Add a Vault account to a group policy")
        .object()
        .arguments(&[GROUP_POLICY, ACCOUNT_ID.required(), ROLE]),
    Operation::get("get", "/api/config/v1/group-policy/{id}/vault-account/{account_id}")
        .about("Show a Vault account of a group policy")
        .arguments(&[GROUP_POLICY, VAULT_ACCOUNT])
        .columns(VAULT_ACCOUNT_COLUMNS, &[])
        .members(VAULT_ACCOUNT_MEMBERS),
    Operation::delete("remove", "/api/config/v1/group-policy/{id}/vault-account/{account_id}")
        .about("Remove a Vault account from a group policy")
        .arguments(&[GROUP_POLICY, VAULT_ACCOUNT]),
];

const VAULT_ACCOUNT_GROUPS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/group-policy/{id}/vault-account-group")
        .about("List the Vault account groups of a group policy")
        .arguments(&[GROUP_POLICY])
        .columns(VAULT_ACCOUNT_GROUP_COLUMNS, VAULT_ACCOUNT_GROUP_WIDE)
        .members(VAULT_ACCOUNT_GROUP_MEMBERS)
        .named_by("account_group_id"),
    Operation::post("add", "/api/config/v1/group-policy/{id}/vault-account-group")
        .about("Add a Vault account group to a group policy")
        .object()
        .arguments(&[
            GROUP_POLICY,
            Argument::body("account_group_id", Kind::Integer).help("Vault account group").required(),
            ROLE,
        ]),
    Operation::get("get", "/api/config/v1/group-policy/{id}/vault-account-group/{account_group_id}")
        .about("Show a Vault account group of a group policy")
        .arguments(&[GROUP_POLICY, VAULT_ACCOUNT_GROUP])
        .columns(VAULT_ACCOUNT_GROUP_COLUMNS, VAULT_ACCOUNT_GROUP_WIDE)
        .members(VAULT_ACCOUNT_GROUP_MEMBERS),
    Operation::delete("remove", "/api/config/v1/group-policy/{id}/vault-account-group/{account_group_id}")
        .about("Remove a Vault account group from a group policy")
        .arguments(&[GROUP_POLICY, VAULT_ACCOUNT_GROUP]),
];

const JUMP_GROUP: Argument = Argument::number("jump_group_id").help("Jump Group");

const JUMPOINT: Argument = Argument::number("jumpoint_id").help("Jumpoint");

const MEMBER: Argument = Argument::number("member_id").help("member");

const TEAM: Argument = Argument::number("team_id").help("team");

const ROLE: Argument = Argument::body("role", Kind::String)
    .values(&["inject", "inject_and_checkout"])
    .help("whether members may see the credentials, or have them injected only");

const VAULT_ACCOUNT_GROUP: Argument = Argument::number("account_group_id").help("Vault account group");

const JUMP_GROUP_MEMBERS: &[&str] = &["jump_group_id", "jump_item_role_id", "jump_policy_id"];

const JUMPOINT_MEMBERS: &[&str] = &["jumpoint_id"];

const MEMBER_MEMBERS: &[&str] = &["id", "security_provider_id", "distinguished_name", "group_name", "user_id"];

const TEAM_MEMBERS: &[&str] = &["team_id", "role"];

const VAULT_ACCOUNT_MEMBERS: &[&str] = &["account_id", "role"];

const VAULT_ACCOUNT_GROUP_MEMBERS: &[&str] = &["group_policy_id", "account_group_id", "role"];

const JUMP_GROUP_COLUMNS: &[&str] = &["jump_group_id", "jump_item_role_id", "jump_policy_id"];

const JUMPOINT_COLUMNS: &[&str] = &["jumpoint_id"];

const MEMBER_COLUMNS: &[&str] = &["id", "security_provider_id", "user_id", "group_name", "distinguished_name"];

const TEAM_COLUMNS: &[&str] = &["team_id", "role"];

const VAULT_ACCOUNT_COLUMNS: &[&str] = &["account_id", "role"];

const VAULT_ACCOUNT_GROUP_COLUMNS: &[&str] = &["account_group_id", "role"];

const VAULT_ACCOUNT_GROUP_WIDE: &[&str] = &["group_policy_id"];
