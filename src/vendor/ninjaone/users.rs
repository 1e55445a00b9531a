//! `ninjaone users`: technicians, end users, and the roles that say what they may do.

use super::asset_relationships::MEMBER;
use super::custom_fields::VALUE;
use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const USERS: Group = Group {
    name: "users",
    about: "Technicians, end users and their roles",
    operations: OPERATIONS,
    groups: &[
        Group {
            name: "end-users",
            about: "People whose devices are looked after",
            operations: END_USERS,
            groups: &[
                Group {
                    name: "custom-fields",
                    about: "Custom fields of end users and their values",
                    operations: CUSTOM_FIELDS,
                    groups: &[],
                },
                Group {
                    name: "device-access",
                    about: "Which devices end users may reach",
                    operations: DEVICE_ACCESS,
                    groups: &[],
                },
            ],
        },
        Group {
            name: "roles",
            about: "What people may do, and who may",
            operations: ROLES,
            groups: &[Group {
                name: "organization-permissions",
                about: "What a role may do in which organizations",
                operations: ORGANIZATION_PERMISSIONS,
                groups: &[],
            }],
        },
        Group { name: "technicians", about: "People who look after devices", operations: TECHNICIANS, groups: &[] },
    ],
};

const OPERATIONS: &[Operation] = &[Operation::list("list", "/v2/users")
    .about("List users of both kinds")
    .arguments(&[
        Argument::query("userType", Kind::String).values(USER_TYPES).help("only users of this kind"),
        INCLUDE_ROLES,
    ])
    .columns(COLUMNS, WIDE)
    .members(MEMBERS)];

const END_USERS: &[Operation] = &[
    Operation::list("list", "/v2/user/end-users")
        .about("List end users")
        .columns(END_USER_COLUMNS, END_USER_WIDE)
        .members(END_USER_MEMBERS),
    Operation::get("get", "/v2/user/end-user/{id}")
        .about("Show end users")
        .arguments(&[END_USER])
        .columns(END_USER_COLUMNS, END_USER_WIDE)
        .members(END_USER_MEMBERS),
    Operation::post("create", "/v2/user/end-users").about("Create an end user").object().arguments(&[
        Argument::query("sendInvitation", Kind::Boolean).help("invite the end user by mail at once"),
        FIRST_NAME,
        LAST_NAME,
        EMAIL,
        PHONE,
        OF_ORGANIZATION,
        FULL_PORTAL_ACCESS,
    ]),
    Operation::patch("update", "/v2/user/end-user/{id}").about("Change end users").object().arguments(&[
        END_USER,
        FIRST_NAME,
        LAST_NAME,
        OF_ORGANIZATION,
        FULL_PORTAL_ACCESS,
    ]),
    Operation::delete("delete", "/v2/user/end-user/{id}").about("Delete end users").arguments(&[END_USER]),
];

const CUSTOM_FIELDS: &[Operation] = &[
    Operation::get("get", "/v2/user/end-user/{id}/custom-fields")
        .about("Show custom fields of end users")
        .arguments(&[END_USER]),
    Operation::patch("update", "/v2/user/end-user/{id}/custom-fields")
        .about("Set custom fields of end users")
        .object()
        .arguments(&[END_USER, VALUE]),
];

const DEVICE_ACCESS: &[Operation] = &[Operation::patch("update", "/v2/user/end-user/{id}/device-access")
    .about("Change which devices end users may reach")
    .object()
    .arguments(&[END_USER, MEMBER])];

const TECHNICIANS: &[Operation] = &[
    Operation::list("list", "/v2/user/technicians")
        .about("List technicians")
        .columns(TECHNICIAN_COLUMNS, TECHNICIAN_WIDE)
        .members(TECHNICIAN_MEMBERS),
    Operation::get("get", "/v2/user/technician/{id}")
        .about("Show technicians")
        .arguments(&[TECHNICIAN])
        .columns(TECHNICIAN_COLUMNS, TECHNICIAN_WIDE)
        .members(TECHNICIAN_MEMBERS),
    Operation::post("create", "/v2/user/technicians")
        .about("Create a technician")
        .object()
        .arguments(&[FIRST_NAME, LAST_NAME, EMAIL, PHONE]),
    Operation::patch("update", "/v2/user/technician/{id}")
        .about("Change technicians")
        .object()
        .arguments(&[TECHNICIAN, FIRST_NAME, LAST_NAME]),
    Operation::delete("delete", "/v2/user/technician/{id}").about("Delete technicians").arguments(&[TECHNICIAN]),
];

const ROLES: &[Operation] = &[
    Operation::list("list", "/v2/user/roles")
        .about("List roles of people and who has them")
        .arguments(&[Argument::query("roleType", Kind::String).values(USER_TYPES).help("only roles for such users")])
        .columns(&["id", "name", "type", "description"], &["members"])
        .members(&["id", "name", "type", "description", "members"]),
    Operation::patch("add-members", "/v2/user/role/{roleId}/add-members")
        .about("Give a role to users")
        .id_list("id")
        .arguments(&[ROLE]),
    Operation::patch("remove-members", "/v2/user/role/{roleId}/remove-members")
        .about("Take a role from users")
        .id_list("id")
        .effect(Effect::Destroy)
        .arguments(&[ROLE])
        .warning("They lose at once what the role allows."),
];

const ORGANIZATION_PERMISSIONS: &[Operation] =
    &[Operation::patch("update", "/v2/user/role/{roleId}/permissions/organizations")
        .about("Change what roles may do in organizations")
        .object()
        .effect(Effect::Destroy)
        .arguments(&[ROLE, MEMBER])
        .warning("Everybody with the role is affected, and what it allowed before cannot be read back.")];

/// Roles are left out unless asked for.
pub(super) const INCLUDE_ROLES: Argument =
    Argument::query("includeRoles", Kind::Boolean).help("with the names of their roles");

const END_USER: Argument = Argument::path("id").help("end user");

const TECHNICIAN: Argument = Argument::path("id").help("technician");

const ROLE: Argument = Argument::path("roleId").help("role, as `users roles list` shows it");

const FIRST_NAME: Argument = Argument::body("firstName", Kind::String).help("first name, up to 150 characters");

const LAST_NAME: Argument = Argument::body("lastName", Kind::String).help("last name, up to 150 characters");

const EMAIL: Argument = Argument::body("email", Kind::String).help("mail address");

const PHONE: Argument = Argument::body("phone", Kind::String).help("telephone number");

const OF_ORGANIZATION: Argument = Argument::body("organizationId", Kind::Integer).help("organization of the end user");

const FULL_PORTAL_ACCESS: Argument =
    Argument::body("fullPortalAccess", Kind::Boolean).help("whether all of the portal is open to the end user");

const USER_TYPES: &[&str] = &["TECHNICIAN", "END_USER"];

/// Members of a user of either kind.
pub(super) const MEMBERS: &[&str] = &[
    "id",
    "uid",
    "firstName",
    "lastName",
    "email",
    "phone",
    "enabled",
    "administrator",
    "permitAllClients",
    "notifyAllClients",
    "mustChangePw",
    "mfaConfigured",
    "userType",
    "invitationStatus",
    "organizationId",
    "deviceIds",
    "assignedDeviceIds",
    "roles",
];

pub(super) const COLUMNS: &[&str] = &["id", "firstName", "lastName", "email", "userType", "organizationId", "enabled"];

pub(super) const WIDE: &[&str] = &["phone", "administrator", "mfaConfigured", "invitationStatus", "roles", "uid"];

const END_USER_MEMBERS: &[&str] = &[
    "id",
    "uid",
    "enabled",
    "firstName",
    "lastName",
    "email",
    "phone",
    "organizationId",
    "fullPortalAccess",
    "mustChangePw",
    "mfaConfigured",
    "scimUser",
    "authType",
    "invitationStatus",
    "assignedDeviceIds",
    "accessibleDeviceIds",
    "roles",
];

const END_USER_COLUMNS: &[&str] =
    &["id", "firstName", "lastName", "email", "organizationId", "enabled", "fullPortalAccess"];

const END_USER_WIDE: &[&str] =
    &["phone", "invitationStatus", "mfaConfigured", "authType", "accessibleDeviceIds", "uid"];

const TECHNICIAN_MEMBERS: &[&str] = &[
    "id",
    "uid",
    "enabled",
    "firstName",
    "lastName",
    "email",
    "phone",
    "mustChangePw",
    "mfaConfigured",
    "scimUser",
    "authType",
    "userType",
    "invitationStatus",
    "notifyAllClients",
    "administrator",
    "assignedDeviceIds",
    "roles",
];

const TECHNICIAN_COLUMNS: &[&str] =
    &["id", "firstName", "lastName", "email", "administrator", "mfaConfigured", "enabled"];

const TECHNICIAN_WIDE: &[&str] = &["phone", "invitationStatus", "authType", "notifyAllClients", "roles", "uid"];
