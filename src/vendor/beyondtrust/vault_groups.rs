//! `beyondtrust vault`: groups and policies of accounts, and the computers they were found on.

use super::arguments::{
    ACCOUNT_ID, ACCOUNT_POLICY, BY_CODE_NAME, BY_HOSTNAME, BY_NAME, CODE_NAME, CRITERIA, CURRENT_PAGE, ENDPOINT,
    FILTER_TYPE, JUMP_ITEM_ID, JUMP_ITEMS, PER_PAGE, ROLE, SHARED_JUMP_GROUP_ID, TYPE, USER, USER_ID, VAULT_ACCOUNT,
};
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const ACCOUNT_GROUPS: Group = Group {
    name: "account-groups",
    about: "Groups of Vault accounts",
    operations: ACCOUNT_GROUPS_OPERATIONS,
    groups: &[
        Group { name: "accounts", about: "Accounts in a group", operations: ACCOUNTS, groups: &[] },
        Group {
            name: "jump-item-associations",
            about: "For which Jump Items the accounts of a group may be used",
            operations: JUMP_ITEM_ASSOCIATIONS,
            groups: &[
                Group {
                    name: "jump-items",
                    about: "Jump Items that are named one by one",
                    operations: JUMP_ITEM_ASSOCIATIONS_JUMP_ITEMS,
                    groups: &[],
                },
                Group {
                    name: "shared-jump-groups",
                    about: "Shared Jump Groups among the criteria",
                    operations: JUMP_ITEM_ASSOCIATIONS_SHARED_JUMP_GROUPS,
                    groups: &[],
                },
            ],
        },
        Group { name: "users", about: "Users who may use the accounts of a group", operations: USERS, groups: &[] },
    ],
};

pub(super) const ACCOUNT_POLICIES: Group = Group {
    name: "account-policies",
    about: "How accounts are lent and rotated",
    operations: ACCOUNT_POLICIES_OPERATIONS,
    groups: &[],
};

pub(super) const ENDPOINTS: Group = Group {
    name: "endpoints",
    about: "Computers that accounts were discovered on",
    operations: ENDPOINTS_OPERATIONS,
    groups: &[Group {
        name: "remote-rdp-candidates",
        about: "Remote RDP items that can be tied to an endpoint",
        operations: REMOTE_RDP_CANDIDATES,
        groups: &[],
    }],
};

const ACCOUNT_GROUPS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/vault/account-group")
        .about("List Vault account groups")
        .arguments(&[BY_NAME, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(ACCOUNT_GROUP_COLUMNS, &[])
        .members(ACCOUNT_GROUP_MEMBERS),
    Operation::post("create", "/api/config/v1/vault/account-group")
        .about("Create a Vault account group")
        .object()
        .arguments(&[NAME.required(), DESCRIPTION, ACCOUNT_POLICY]),
    Operation::get("get", "/api/config/v1/vault/account-group/{id}")
        .about("Show Vault account groups")
        .arguments(&[VAULT_ACCOUNT_GROUP])
        .columns(ACCOUNT_GROUP_COLUMNS, &[])
        .members(ACCOUNT_GROUP_MEMBERS),
    Operation::patch("update", "/api/config/v1/vault/account-group/{id}")
        .about("Change Vault account groups")
        .object()
        .arguments(&[VAULT_ACCOUNT_GROUP, NAME, DESCRIPTION, ACCOUNT_POLICY]),
    Operation::delete("delete", "/api/config/v1/vault/account-group/{id}")
        .about("Delete Vault account groups")
        .arguments(&[VAULT_ACCOUNT_GROUP])
        .warning("Their accounts move to the default group."),
];

const ACCOUNTS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/vault/account-group/{id}/account")
        .about("List the accounts of a Vault account group")
        .arguments(&[VAULT_ACCOUNT_GROUP, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(ACCOUNT_COLUMNS, ACCOUNT_WIDE)
        .members(ACCOUNT_MEMBERS)
        .named_by("account_id"),
    Operation::post("add", "/api/config/v1/vault/account-group/{id}/account")
        .about("Add a Vault account to an account group")
        .object()
        .arguments(&[VAULT_ACCOUNT_GROUP, ACCOUNT_ID.required()]),
    Operation::get("get", "/api/config/v1/vault/account-group/{id}/account/{account_id}")
        .about("Show a Vault account of an account group")
        .arguments(&[VAULT_ACCOUNT_GROUP, VAULT_ACCOUNT])
        .columns(ACCOUNT_COLUMNS, ACCOUNT_WIDE)
        .members(ACCOUNT_MEMBERS),
    Operation::delete("remove", "/api/config/v1/vault/account-group/{id}/account/{account_id}")
        .about("Remove a Vault account from an account group")
        .arguments(&[VAULT_ACCOUNT_GROUP, VAULT_ACCOUNT]),
];

const JUMP_ITEM_ASSOCIATIONS: &[Operation] = &[
    Operation::get("get", "/api/config/v1/vault/account-group/{id}/jump-item-association")
        .about("Show for which Jump Items the accounts of a group may be used")
        .arguments(&[VAULT_ACCOUNT_GROUP])
        .columns(&["filter_type", "criteria", "jump_items"], &[])
        .members(JUMP_ITEM_ASSOCIATION_MEMBERS),
    Operation::patch("update", "/api/config/v1/vault/account-group/{id}/jump-item-association")
        .about("Change for which Jump Items the accounts of a group may be used")
        .object()
        .arguments(&[VAULT_ACCOUNT_GROUP, FILTER_TYPE, CRITERIA, JUMP_ITEMS]),
];

const JUMP_ITEM_ASSOCIATIONS_JUMP_ITEMS: &[Operation] = &[
    Operation::post("add", "/api/config/v1/vault/account-group/{id}/jump-item-association/jump-item")
        .about("Name a Jump Item that fits")
        .object()
        .arguments(&[VAULT_ACCOUNT_GROUP, JUMP_ITEM_ID.required(), TYPE.required()]),
    Operation::delete("remove", "/api/config/v1/vault/account-group/{id}/jump-item-association/jump-item")
        .about("Name a Jump Item no longer")
        .object()
        .arguments(&[VAULT_ACCOUNT_GROUP, JUMP_ITEM_ID.required(), TYPE.required()]),
];

const JUMP_ITEM_ASSOCIATIONS_SHARED_JUMP_GROUPS: &[Operation] = &[
    Operation::post("add", "/api/config/v1/vault/account-group/{id}/jump-item-association/shared-jump-group")
        .about("Add a shared Jump Group")
        .object()
        .arguments(&[VAULT_ACCOUNT_GROUP, SHARED_JUMP_GROUP_ID.required()]),
    Operation::delete("remove", "/api/config/v1/vault/account-group/{id}/jump-item-association/shared-jump-group")
        .about("Remove a shared Jump Group")
        .object()
        .arguments(&[VAULT_ACCOUNT_GROUP, SHARED_JUMP_GROUP_ID.required()]),
];

const USERS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/vault/account-group/{id}/user")
        .about("List the users of a Vault account group")
        .arguments(&[VAULT_ACCOUNT_GROUP, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(USER_COLUMNS, USER_WIDE)
        .members(USER_MEMBERS)
        .named_by("user_id"),
    Operation::post("add", "/api/config/v1/vault/account-group/{id}/user")
        .about("Add a user to an account group")
        .object()
        .arguments(&[VAULT_ACCOUNT_GROUP, USER_ID.required(), ROLE]),
    Operation::get("get", "/api/config/v1/vault/account-group/{id}/user/{user_id}")
        .about("Show a user of an account group")
        .arguments(&[VAULT_ACCOUNT_GROUP, USER])
        .columns(USER_COLUMNS, USER_WIDE)
        .members(USER_MEMBERS),
    Operation::patch("update", "/api/config/v1/vault/account-group/{id}/user/{user_id}")
        .about("Change a user of an account group")
        .object()
        .arguments(&[VAULT_ACCOUNT_GROUP, USER, ROLE]),
    Operation::delete("remove", "/api/config/v1/vault/account-group/{id}/user/{user_id}")
        .about("Remove a user from an account group")
        .arguments(&[VAULT_ACCOUNT_GROUP, USER]),
];

const ACCOUNT_POLICIES_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/vault/account-policy")
        .about("List account policies")
        .arguments(&[BY_NAME, BY_CODE_NAME, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(ACCOUNT_POLICY_COLUMNS, ACCOUNT_POLICY_WIDE)
        .members(ACCOUNT_POLICY_MEMBERS),
    Operation::post("create", "/api/config/v1/vault/account-policy")
        .about("Create an account policy")
        .object()
        .arguments(&[
            NAME.required(),
            CODE_NAME,
            DESCRIPTION,
            AUTO_ROTATE_CREDENTIALS,
            ALLOW_SIMULTANEOUS_CHECKOUT,
            SCHEDULED_PASSWORD_ROTATION,
            MAXIMUM_PASSWORD_AGE,
        ]),
    Operation::get("get", "/api/config/v1/vault/account-policy/{id}")
        .about("Show account policies")
        .arguments(&[ACCOUNT_POLICY_ACCOUNT_POLICY])
        .columns(ACCOUNT_POLICY_COLUMNS, ACCOUNT_POLICY_WIDE)
        .members(ACCOUNT_POLICY_MEMBERS),
    Operation::patch("update", "/api/config/v1/vault/account-policy/{id}")
        .about("Change account policies")
        .object()
        .arguments(&[
            ACCOUNT_POLICY_ACCOUNT_POLICY,
            NAME,
            CODE_NAME,
            DESCRIPTION,
            AUTO_ROTATE_CREDENTIALS,
            ALLOW_SIMULTANEOUS_CHECKOUT,
            SCHEDULED_PASSWORD_ROTATION,
            MAXIMUM_PASSWORD_AGE,
        ]),
    Operation::delete("delete", "/api/config/v1/vault/account-policy/{id}")
        .about("Delete account policies")
        .arguments(&[ACCOUNT_POLICY_ACCOUNT_POLICY])
        .warning("Their accounts fall back to the default policy."),
];

const ENDPOINTS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/vault/endpoint")
        .about("List Vault endpoints")
        .arguments(&[
            BY_NAME,
            BY_HOSTNAME,
            Argument::query("description", Kind::String).at_most(1024).help("only with this description"),
            Argument::query("domain_name", Kind::String).within(1, 255).help("only of this domain"),
            PER_PAGE,
            CURRENT_PAGE,
        ])
        .pages(Paging::LinkHeader)
        .columns(&["id", "name", "hostname", "operating_system", "domain_name"], &["distinguished_name", "description"])
        .members(ENDPOINT_MEMBERS),
    Operation::post("associate", "/api/config/v1/vault/endpoint/{id}/remote-rdp-jump-item-association")
        .about("Tie Remote RDP items to Vault endpoints")
        .object()
        .arguments(&[
            ENDPOINT,
            Argument::body("jump_item_id", Kind::Integer)
                .sent_as("id")
                .help("Remote RDP Jump Item, as the candidates list it")
                .required(),
        ]),
];

const REMOTE_RDP_CANDIDATES: &[Operation] =
    &[Operation::list("list", "/api/config/v1/vault/endpoint/{id}/remote-rdp-jump-item-candidates")
        .about("List Remote RDP items that fit a Vault endpoint")
        .arguments(&[ENDPOINT])
        .columns(&["id"], &[])
        .members(REMOTE_RDP_CANDIDATE_MEMBERS)];

const NAME: Argument = Argument::body("name", Kind::String).within(1, 255).help("name");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).at_most(1024).help("description");

const VAULT_ACCOUNT_GROUP: Argument = Argument::number("id").help("Vault account group");

const AUTO_ROTATE_CREDENTIALS: Argument =
    Argument::body("auto_rotate_credentials", Kind::Boolean).help("the password is changed after each check-in");

const ALLOW_SIMULTANEOUS_CHECKOUT: Argument =
    Argument::body("allow_simultaneous_checkout", Kind::Boolean).help("several may check out at once");

const SCHEDULED_PASSWORD_ROTATION: Argument =
    Argument::body("scheduled_password_rotation", Kind::Boolean).help("the password is changed when it is too old");

const MAXIMUM_PASSWORD_AGE: Argument =
    Argument::body("maximum_password_age", Kind::Integer).within(1, 365).help("days until it is too old");

const ACCOUNT_POLICY_ACCOUNT_POLICY: Argument = Argument::number("id").help("account policy");

const ACCOUNT_GROUP_MEMBERS: &[&str] = &["id", "name", "description", "account_policy"];

const ACCOUNT_MEMBERS: &[&str] = &["account_id", "account_group_id"];

const JUMP_ITEM_ASSOCIATION_MEMBERS: &[&str] = &["filter_type", "criteria", "jump_items"];

const USER_MEMBERS: &[&str] = &["user_id", "account_group_id", "role"];

const ACCOUNT_POLICY_MEMBERS: &[&str] = &[
    "id",
    "name",
    "code_name",
    "description",
    "auto_rotate_credentials",
    "allow_simultaneous_checkout",
    "scheduled_password_rotation",
    "maximum_password_age",
];

const ENDPOINT_MEMBERS: &[&str] =
    &["id", "name", "operating_system", "domain_name", "distinguished_name", "hostname", "description"];

const REMOTE_RDP_CANDIDATE_MEMBERS: &[&str] = &["id"];

const ACCOUNT_GROUP_COLUMNS: &[&str] = &["id", "name", "account_policy", "description"];

const ACCOUNT_COLUMNS: &[&str] = &["account_id"];

const ACCOUNT_WIDE: &[&str] = &["account_group_id"];

const USER_COLUMNS: &[&str] = &["user_id", "role"];

const USER_WIDE: &[&str] = &["account_group_id"];

const ACCOUNT_POLICY_COLUMNS: &[&str] =
    &["id", "name", "code_name", "auto_rotate_credentials", "allow_simultaneous_checkout", "maximum_password_age"];

const ACCOUNT_POLICY_WIDE: &[&str] = &["scheduled_password_rotation", "description"];
