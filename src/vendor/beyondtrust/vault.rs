//! `beyondtrust vault`: accounts whose credentials are kept, lent and rotated.

use super::arguments::{
    ACCOUNT_POLICY, BY_ENDPOINT_ID, BY_NAME, CRITERIA, CURRENT_PAGE, FILTER_TYPE, JUMP_ITEM_ID, JUMP_ITEMS, PER_PAGE,
    ROLE, SHARED_JUMP_GROUP_ID, TYPE, USER, USER_ID,
};
use super::product::PRA;
use super::resolve::VAULT_ACCOUNT as NAMED_ACCOUNT;
use super::{vault_groups, vault_run};
use crate::catalog::{Argument, Effect, Group, Kind, Operation, Paging};

pub(super) const VAULT: Group = Group {
    name: "vault",
    about: "Credentials that are kept, lent and rotated",
    operations: &[vault_run::RUN],
    groups: &[
        Group {
            name: "accounts",
            about: "Accounts whose credentials are kept",
            operations: ACCOUNTS,
            groups: &[
                Group {
                    name: "jump-item-associations",
                    about: "For which Jump Items Vault accounts may be used",
                    operations: ACCOUNTS_JUMP_ITEM_ASSOCIATIONS,
                    groups: &[
                        Group {
                            name: "jump-items",
                            about: "Jump Items that are named one by one",
                            operations: ACCOUNTS_JUMP_ITEM_ASSOCIATIONS_JUMP_ITEMS,
                            groups: &[],
                        },
                        Group {
                            name: "shared-jump-groups",
                            about: "Shared Jump Groups among the criteria",
                            operations: ACCOUNTS_JUMP_ITEM_ASSOCIATIONS_SHARED_JUMP_GROUPS,
                            groups: &[],
                        },
                    ],
                },
                Group {
                    name: "users",
                    about: "Users who may use a Vault account",
                    operations: ACCOUNTS_USERS,
                    groups: &[],
                },
            ],
        },
        vault_groups::ACCOUNT_GROUPS,
        vault_groups::ACCOUNT_POLICIES,
        vault_groups::ENDPOINTS,
    ],
};

pub(super) const LIST: Operation = Operation::list("list", "/api/config/v1/vault/account")
    .about("List Vault accounts")
    .arguments(&[
        Argument::query("type", Kind::String)
            .values(&[
                "username_password",
                "ssh",
                "ssh_ca",
                "windows_local",
                "windows_domain",
                "opaque_token",
                "x509_ca",
                "x509_csr",
                "aws_secret",
                "password_safe",
            ])
            .help("only of this type"),
        BY_NAME,
        Argument::query("include_personal", Kind::Boolean).help("with personal accounts"),
        Argument::query("account_group_id", Kind::Integer).help("only of this account group"),
        BY_ENDPOINT_ID,
        PER_PAGE,
        CURRENT_PAGE,
    ])
    .pages(Paging::LinkHeader)
    .columns(
        &["id", "name", "type", "account_group_id", "description"],
        &["personal", "owner_user_id", "account_policy"],
    )
    .members(ACCOUNT_MEMBERS);

pub(super) const GET: Operation = Operation::get("get", "/api/config/v1/vault/account/{id}")
    .about("Show Vault accounts")
    .arguments(&[NAMED_ACCOUNT])
    .columns(
        &["id", "name", "type", "username", "account_group_id", "last_checkout_timestamp", "description"],
        &["personal", "owner_user_id", "account_policy"],
    );

pub(super) const CHECK_OUT: Operation = Operation::post("check-out", "/api/config/v1/vault/account/{id}/check-out")
    .about("Check out the credentials of Vault accounts")
    .arguments(&[NAMED_ACCOUNT])
    .columns(&["id", "status", "result.username", "result.password", "error.message"], &[]);

pub(super) const CHECK_IN: Operation = Operation::post("check-in", "/api/config/v1/vault/account/{id}/check-in")
    .about("Check in the credentials of Vault accounts")
    .arguments(&[NAMED_ACCOUNT])
    .heard_by(vault_run::settle);

const ACCOUNTS: &[Operation] = &[
    LIST,
    Operation::post("create", "/api/config/v1/vault/account").about("Create a Vault account").object().arguments(&[
        ACCOUNT_TYPE.required(),
        NAME.required(),
        USERNAME,
        PASSWORD,
        DESCRIPTION,
        ACCOUNT_GROUP_ID,
        ACCOUNT_POLICY,
        TOKEN,
        PRIVATE_KEY,
        PRIVATE_KEY_PASSPHRASE,
        PRIVATE_KEY_PUBLIC_CERT,
        X509_KEY,
        X509_KEY_PASSPHRASE,
        X509_CERT,
        SUBJECT,
        TTL,
        KEY_ALGORITHM,
        CERT_DIGEST_ALGORITHM,
        PARENT_X509,
    ]),
    GET,
    Operation::patch("update", "/api/config/v1/vault/account/{id}").about("Change Vault accounts").object().arguments(
        &[
            NAMED_ACCOUNT,
            ACCOUNT_TYPE,
            NAME,
            USERNAME,
            PASSWORD,
            DESCRIPTION,
            ACCOUNT_GROUP_ID,
            ACCOUNT_POLICY,
            TOKEN,
            PRIVATE_KEY,
            PRIVATE_KEY_PASSPHRASE,
            PRIVATE_KEY_PUBLIC_CERT,
            X509_KEY,
            X509_KEY_PASSPHRASE,
            X509_CERT,
            SUBJECT,
            TTL,
            KEY_ALGORITHM,
            CERT_DIGEST_ALGORITHM,
            PARENT_X509,
        ],
    ),
    Operation::delete("delete", "/api/config/v1/vault/account/{id}")
        .about("Delete Vault accounts")
        .arguments(&[NAMED_ACCOUNT])
        .warning("Their credentials are lost."),
    CHECK_OUT,
    CHECK_IN,
    Operation::post("force-check-in", "/api/config/v1/vault/account/{id}/force-check-in")
        .about("Check in what somebody else has checked out")
        .effect(Effect::Destroy)
        .arguments(&[NAMED_ACCOUNT])
        .heard_by(vault_run::settle)
        .warning("Whoever uses the credentials is not asked."),
    Operation::post("rotate", "/api/config/v1/vault/account/{id}/rotate")
        .about("Rotate the credentials of Vault accounts")
        .arguments(&[NAMED_ACCOUNT]),
];

const ACCOUNTS_JUMP_ITEM_ASSOCIATIONS: &[Operation] = &[
    Operation::get("get", "/api/config/v1/vault/account/{id}/jump-item-association")
        .about("Show for which Jump Items Vault accounts may be used")
        .arguments(&[VAULT_ACCOUNT])
        .columns(&["filter_type", "criteria", "jump_items"], &[])
        .members(JUMP_ITEM_ASSOCIATION_MEMBERS),
    Operation::post("create", "/api/config/v1/vault/account/{id}/jump-item-association")
        .about("Set for which Jump Items Vault accounts may be used")
        .object()
        .arguments(&[VAULT_ACCOUNT, FILTER_TYPE.required(), CRITERIA, JUMP_ITEMS]),
    Operation::patch("update", "/api/config/v1/vault/account/{id}/jump-item-association")
        .about("Change for which Jump Items Vault accounts may be used")
        .object()
        .arguments(&[VAULT_ACCOUNT, FILTER_TYPE, CRITERIA, JUMP_ITEMS]),
    Operation::delete("delete", "/api/config/v1/vault/account/{id}/jump-item-association")
        .about("Let Vault accounts be used as their group says")
        .arguments(&[VAULT_ACCOUNT])
        .warning("Their own criteria are lost."),
];

const ACCOUNTS_JUMP_ITEM_ASSOCIATIONS_JUMP_ITEMS: &[Operation] = &[
    Operation::post("add", "/api/config/v1/vault/account/{id}/jump-item-association/jump-item")
        .about("Name a Jump Item that fits")
        .object()
        .arguments(&[VAULT_ACCOUNT, JUMP_ITEM_ID.required(), TYPE.required()]),
    Operation::delete("remove", "/api/config/v1/vault/account/{id}/jump-item-association/jump-item")
        .about("Name a Jump Item no longer")
        .object()
        .arguments(&[VAULT_ACCOUNT, JUMP_ITEM_ID.required(), TYPE.required()]),
];

const ACCOUNTS_JUMP_ITEM_ASSOCIATIONS_SHARED_JUMP_GROUPS: &[Operation] = &[
    Operation::post("add", "/api/config/v1/vault/account/{id}/jump-item-association/shared-jump-group")
        .about("Add a shared Jump Group")
        .object()
        .arguments(&[VAULT_ACCOUNT, SHARED_JUMP_GROUP_ID.required()]),
    Operation::delete("remove", "/api/config/v1/vault/account/{id}/jump-item-association/shared-jump-group")
        .about("Remove a shared Jump Group")
        .object()
        .arguments(&[VAULT_ACCOUNT, SHARED_JUMP_GROUP_ID.required()]),
];

const ACCOUNTS_USERS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/vault/account/{id}/user")
        .about("List the users of a Vault account")
        .arguments(&[VAULT_ACCOUNT, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(USER_COLUMNS, &[])
        .members(USER_MEMBERS)
        .named_by("user_id"),
    Operation::post("add", "/api/config/v1/vault/account/{id}/user")
        .about("Add a user to a Vault account")
        .object()
        .arguments(&[VAULT_ACCOUNT, USER_ID.required(), ROLE]),
    Operation::get("get", "/api/config/v1/vault/account/{id}/user/{user_id}")
        .about("Show a user of a Vault account")
        .arguments(&[VAULT_ACCOUNT, USER])
        .columns(USER_COLUMNS, &[])
        .members(USER_MEMBERS),
    Operation::patch("update", "/api/config/v1/vault/account/{id}/user/{user_id}")
        .about("Change a user of a Vault account")
        .object()
        .arguments(&[VAULT_ACCOUNT, USER, ROLE]),
    Operation::delete("remove", "/api/config/v1/vault/account/{id}/user/{user_id}")
        .about("Remove a user from a Vault account")
        .arguments(&[VAULT_ACCOUNT, USER]),
];

const ACCOUNT_TYPE: Argument = Argument::body("type", Kind::String)
    .values(&["username_password", "opaque_token", "ssh", "ssh_ca", "x509_ca", "x509_csr"])
    .help("type of the account, which decides what else is needed");

const NAME: Argument = Argument::body("name", Kind::String).within(1, 255).help("name");

const USERNAME: Argument = Argument::body("username", Kind::String).within(1, 255).help("user name of the account");

const PASSWORD: Argument =
    Argument::body("password", Kind::String).within(1, 255).secret().help("password of the account");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).at_most(4096).help("description");

const ACCOUNT_GROUP_ID: Argument =
    Argument::body("account_group_id", Kind::Integer).help("Vault account group; 1 by default");

const TOKEN: Argument = Argument::body("token", Kind::String).within(1, 4096).secret().help("the token");

const PRIVATE_KEY: Argument =
    Argument::body("private_key", Kind::String).within(1, 4096).secret().help("private key in PEM form");

const PRIVATE_KEY_PASSPHRASE: Argument = Argument::body("private_key_passphrase", Kind::String)
    .within(1, 1024)
    .secret()
    .help("passphrase of the private key");

const PRIVATE_KEY_PUBLIC_CERT: Argument = Argument::body("private_key_public_cert", Kind::String)
    .within(1, 4096)
    .help("public certificate for the private key");

const X509_KEY: Argument = Argument::body("x509_key", Kind::String)
    .within(1, 4096)
    .secret()
    .only(PRA)
    .help("key pair of the certificate authority in PEM form");

const X509_KEY_PASSPHRASE: Argument = Argument::body("x509_key_passphrase", Kind::String)
    .within(1, 1024)
    .secret()
    .only(PRA)
    .help("passphrase of the key pair");

const X509_CERT: Argument = Argument::body("x509_cert", Kind::String)
    .within(1, 4096)
    .only(PRA)
    .help("public certificate of the certificate authority");

const SUBJECT: Argument = Argument::body("subject", Kind::String)
    .within(1, 255)
    .only(PRA)
    .help("subject of the certificate, as `CN=...,O=...`");

const TTL: Argument = Argument::body("ttl", Kind::String)
    .values(&[
        "365", "730", "1095", "1825", "3650", "7300", "60", "120", "300", "1800", "3600", "10800", "28800", "86400",
    ])
    .only(PRA)
    .help("how long certificates live: days of an authority, seconds of a client");

const KEY_ALGORITHM: Argument = Argument::body("key_algorithm", Kind::String)
    .values(&["rsa_2048", "rsa_3072", "rsa_4096", "ecc_secp384r1"])
    .only(PRA)
    .help("algorithm of the key");

const CERT_DIGEST_ALGORITHM: Argument = Argument::body("cert_digest_algorithm", Kind::String)
    .values(&["sha256", "sha384", "sha512"])
    .only(PRA)
    .help("digest of the certificate");

const PARENT_X509: Argument = Argument::body("parent_x509", Kind::Integer)
    .only(PRA)
    .help("certificate authority that signs, by the id of its Vault account");

const VAULT_ACCOUNT: Argument = Argument::number("id").help("Vault account");

const ACCOUNT_MEMBERS: &[&str] =
    &["id", "type", "name", "description", "personal", "owner_user_id", "account_group_id", "account_policy"];

const JUMP_ITEM_ASSOCIATION_MEMBERS: &[&str] = &["filter_type", "criteria", "jump_items"];

const USER_MEMBERS: &[&str] = &["user_id", "role"];

const USER_COLUMNS: &[&str] = &["user_id", "role"];
