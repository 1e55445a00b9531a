//! `beyondtrust vendors`: people from other companies.

use super::arguments::{
    BY_NAME, CURRENT_PAGE, ENABLED, PASSWORD_EXPIRATION, PASSWORD_RESET_NEXT_LOGIN, PER_PAGE, PREFERRED_EMAIL_LANGUAGE,
    PUBLIC_DISPLAY_NAME, USERNAME,
};
use super::product::PRA;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const VENDORS: Group = Group {
    name: "vendors",
    about: "Groups of people from other companies",
    operations: OPERATIONS,
    groups: &[Group { name: "users", about: "People of a vendor group", operations: USERS, groups: &[] }],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/vendor")
        .about("List vendor groups")
        .only(PRA)
        .arguments(&[BY_NAME, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(VENDOR_COLUMNS, VENDOR_WIDE)
        .members(VENDOR_MEMBERS),
    Operation::post("create", "/api/config/v1/vendor").about("Create a vendor group").only(PRA).object().arguments(&[
        NAME.required(),
        DEFAULT_POLICY.required(),
        ACCOUNT_EXPIRATION,
        DELETION_DAYS_AFTER_EXPIRATION,
        USER_ADDED_NOTIFICATION_ENABLED,
        USER_EXPIRED_NOTIFICATION_ENABLED,
        USER_APPROVAL_ENABLED,
        USER_REACTIVATION_ENABLED,
        ADMINISTRATOR_IDS,
        TEAM_IDS,
        NETWORK_RESTRICTIONS,
        DURATION,
        DURATION_ENABLED,
    ]),
    Operation::get("get", "/api/config/v1/vendor/{id}")
        .about("Show vendor groups")
        .only(PRA)
        .arguments(&[VENDOR_GROUP])
        .columns(VENDOR_COLUMNS, VENDOR_WIDE)
        .members(VENDOR_MEMBERS),
    Operation::patch("update", "/api/config/v1/vendor/{id}")
        .about("Change vendor groups")
        .only(PRA)
        .object()
        .arguments(&[
            VENDOR_GROUP,
            NAME,
            DEFAULT_POLICY,
            ACCOUNT_EXPIRATION,
            DELETION_DAYS_AFTER_EXPIRATION,
            USER_ADDED_NOTIFICATION_ENABLED,
            USER_EXPIRED_NOTIFICATION_ENABLED,
            USER_APPROVAL_ENABLED,
            USER_REACTIVATION_ENABLED,
            ADMINISTRATOR_IDS,
            TEAM_IDS,
            NETWORK_RESTRICTIONS,
            DURATION,
            DURATION_ENABLED,
        ]),
    Operation::delete("delete", "/api/config/v1/vendor/{id}")
        .about("Delete vendor groups")
        .only(PRA)
        .arguments(&[VENDOR_GROUP])
        .warning("All their users are deleted with them."),
    Operation::post("reactivate", "/api/config/v1/vendor/{id}/reactivate")
        .about("Reactivate all users of vendor groups")
        .only(PRA)
        .arguments(&[VENDOR_GROUP]),
];

const USERS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/vendor/{id}/user")
        .about("List vendor users")
        .only(PRA)
        .arguments(&[VENDOR_GROUP, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(USER_COLUMNS, USER_WIDE)
        .members(USER_MEMBERS)
        .secret(&["password"]),
    Operation::post("create", "/api/config/v1/vendor/{id}/user")
        .about("Create a vendor user")
        .only(PRA)
        .object()
        .arguments(&[
            VENDOR_GROUP,
            USERNAME.required(),
            PUBLIC_DISPLAY_NAME.required(),
            PASSWORD.required(),
            PASSWORD_EXPIRATION,
            PASSWORD_RESET_NEXT_LOGIN,
            ENABLED,
            EMAIL_ADDRESS.required(),
            PREFERRED_EMAIL_LANGUAGE,
        ])
        .secret(&["password"]),
    Operation::get("get", "/api/config/v1/vendor/{id}/user/{user_id}")
        .about("Show a vendor user")
        .only(PRA)
        .arguments(&[VENDOR_GROUP, VENDOR_USER])
        .columns(USER_COLUMNS, USER_WIDE)
        .members(USER_MEMBERS)
        .secret(&["password"]),
    Operation::patch("update", "/api/config/v1/vendor/{id}/user/{user_id}")
        .about("Change a vendor user")
        .only(PRA)
        .object()
        .arguments(&[
            VENDOR_GROUP,
            VENDOR_USER,
            USERNAME,
            PUBLIC_DISPLAY_NAME,
            PASSWORD,
            PASSWORD_EXPIRATION,
            PASSWORD_RESET_NEXT_LOGIN,
            ENABLED,
            EMAIL_ADDRESS,
            PREFERRED_EMAIL_LANGUAGE,
        ])
        .secret(&["password"]),
    Operation::delete("delete", "/api/config/v1/vendor/{id}/user/{user_id}")
        .about("Delete a vendor user")
        .only(PRA)
        .arguments(&[VENDOR_GROUP, VENDOR_USER]),
    Operation::post("reactivate", "/api/config/v1/vendor/{id}/user/{user_id}/reactivate")
        .about("Reactivate a vendor user")
        .only(PRA)
        .arguments(&[VENDOR_GROUP, VENDOR_USER]),
];

const NAME: Argument = Argument::body("name", Kind::String).within(1, 255).help("name");

const DEFAULT_POLICY: Argument = Argument::body("default_policy", Kind::Integer).help("group policy of its users");

const ACCOUNT_EXPIRATION: Argument =
    Argument::body("account_expiration", Kind::Integer).within(1, 365).help("days until a new user ends");

const DELETION_DAYS_AFTER_EXPIRATION: Argument = Argument::body("deletion_days_after_expiration", Kind::Integer)
    .within(1, 365)
    .help("days until a user that ended is deleted");

const USER_ADDED_NOTIFICATION_ENABLED: Argument =
    Argument::body("user_added_notification_enabled", Kind::Boolean).help("mail when a user is added; the default");

const USER_EXPIRED_NOTIFICATION_ENABLED: Argument =
    Argument::body("user_expired_notification_enabled", Kind::Boolean).help("mail when a user has ended; the default");

const USER_APPROVAL_ENABLED: Argument =
    Argument::body("user_approval_enabled", Kind::Boolean).help("new users need an approval");

const USER_REACTIVATION_ENABLED: Argument =
    Argument::body("user_reactivation_enabled", Kind::Boolean).help("reactivation needs an approval");

const ADMINISTRATOR_IDS: Argument =
    Argument::body("administrator_ids", Kind::Integers).at_most(10).help("users who are told and asked");

const TEAM_IDS: Argument = Argument::body("team_ids", Kind::Integers).at_most(10).help("teams that are told and asked");

const NETWORK_RESTRICTIONS: Argument = Argument::body("network_restrictions", Kind::Strings)
    .at_most(128)
    .help("network prefixes that its users come from");

const DURATION: Argument =
    Argument::body("duration", Kind::Integer).within(1, 168).help("hours after which a reminder is sent");

const DURATION_ENABLED: Argument = Argument::body("duration_enabled", Kind::Boolean).help("remind of users that wait");

const VENDOR_GROUP: Argument = Argument::number("id").help("vendor group");

const PASSWORD: Argument = Argument::body("password", Kind::String).within(1, 255).secret().help("password");

const EMAIL_ADDRESS: Argument = Argument::body("email_address", Kind::String).within(1, 256).help("mail address");

const VENDOR_USER: Argument = Argument::number("user_id").help("vendor user");

const VENDOR_MEMBERS: &[&str] = &[
    "id",
    "name",
    "default_policy",
    "account_expiration",
    "deletion_days_after_expiration",
    "user_added_notification_enabled",
    "user_expired_notification_enabled",
    "user_approval_enabled",
    "user_reactivation_enabled",
    "administrator_ids",
    "team_ids",
    "network_restrictions",
    "duration",
    "duration_enabled",
];

const USER_MEMBERS: &[&str] = &[
    "id",
    "username",
    "public_display_name",
    "password",
    "password_expiration",
    "password_reset_next_login",
    "account_expiration",
    "enabled",
    "email_address",
    "preferred_email_language",
    "last_authenticated_date",
    "vendor_administrator",
    "is_approved",
    "is_expired",
    "two_factor_enabled",
    "fido2_credential_count",
    "fido2_last_used_date",
];

const VENDOR_COLUMNS: &[&str] = &["id", "name", "default_policy", "account_expiration", "user_approval_enabled"];

const VENDOR_WIDE: &[&str] = &["administrator_ids", "team_ids", "deletion_days_after_expiration", "duration"];

const USER_COLUMNS: &[&str] = &[
    "id",
    "username",
    "public_display_name",
    "email_address",
    "enabled",
    "is_approved",
    "is_expired",
    "account_expiration",
];

const USER_WIDE: &[&str] = &["last_authenticated_date", "two_factor_enabled", "vendor_administrator"];
