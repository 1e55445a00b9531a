//! `ninjaone organizations` and `ninjaone locations`: customers, their sites, and what installs agents there.

use super::custom_fields::VALUE;
use super::users;
use crate::catalog::{Argument, Effect, Group, Kind, Operation, Paging};

pub(super) const ORGANIZATIONS: Group = Group {
    name: "organizations",
    about: "Customers: their settings, locations, devices and people",
    operations: OPERATIONS,
    groups: &[
        Group {
            name: "custom-fields",
            about: "Custom fields of organizations and their values",
            operations: CUSTOM_FIELDS,
            groups: &[],
        },
        Group { name: "devices", about: "Devices of an organization", operations: DEVICES, groups: &[] },
        Group { name: "end-users", about: "End users of an organization", operations: END_USERS, groups: &[] },
        Group { name: "installers", about: "Links to installers of the agent", operations: INSTALLERS, groups: &[] },
        Group {
            name: "locations",
            about: "Locations of an organization",
            operations: OF_ORGANIZATION,
            groups: &[Group {
                name: "custom-fields",
                about: "Custom fields of a location and their values",
                operations: LOCATION_CUSTOM_FIELDS,
                groups: &[],
            }],
        },
        Group { name: "policies", about: "Which policy each role of devices has", operations: POLICIES, groups: &[] },
    ],
};

pub(super) const LOCATIONS: Group = Group {
    name: "locations",
    about: "Locations of all organizations",
    operations: &[Operation::list("list", "/v2/locations")
        .about("List the locations of all organizations")
        .arguments(&[PAGE_SIZE, AFTER])
        .pages(Paging::AfterId)
        .columns(&["id", "name", "address", "organizationId", "description"], &["userData"])
        .members(&["name", "address", "description", "userData", "id", "organizationId"])],
    groups: &[],
};

pub(super) const LIST: Operation = Operation::list("list", "/v2/organizations")
    .about("List organizations")
    .arguments(&[PAGE_SIZE, AFTER, OF])
    .pages(Paging::AfterId)
    .columns(&["id", "name", "description", "nodeApprovalMode"], &["userData"])
    .members(&["name", "description", "userData", "nodeApprovalMode", "id"]);

const OPERATIONS: &[Operation] = &[
    LIST,
    Operation::list("list-detailed", "/v2/organizations-detailed")
        .about("List organizations with their locations and policies")
        .arguments(&[PAGE_SIZE, AFTER, OF])
        .pages(Paging::AfterId)
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::get("get", "/v2/organization/{id}")
        .about("Show organizations")
        .arguments(&[ORGANIZATION])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::post("create", "/v2/organizations").about("Create an organization").object().arguments(&[
        Argument::query("templateOrganizationId", Kind::Integer).help("organization whose settings it starts with"),
        NAME,
        DESCRIPTION,
        USER_DATA,
        NODE_APPROVAL_MODE,
        Argument::body("locations", Kind::Array)
            .help("its locations: `[{\"name\", \"address\", \"description\", \"userData\"}]`"),
        Argument::body("policies", Kind::Array)
            .help("which policy each role of devices has: `[{\"nodeRoleId\", \"policyId\"}]`"),
    ]),
    Operation::patch("update", "/v2/organization/{id}").about("Change organizations").object().arguments(&[
        ORGANIZATION,
        NAME,
        DESCRIPTION,
        USER_DATA,
        NODE_APPROVAL_MODE,
    ]),
];

const CUSTOM_FIELDS: &[Operation] = &[
    Operation::get("get", "/v2/organization/{id}/custom-fields")
        .about("Show custom fields of organizations")
        .arguments(&[ORGANIZATION]),
    Operation::patch("update", "/v2/organization/{id}/custom-fields")
        .about("Set custom fields of organizations")
        .object()
        .arguments(&[ORGANIZATION, VALUE]),
];

const DEVICES: &[Operation] = &[Operation::list("list", "/v2/organization/{id}/devices")
    .about("List the devices of an organization")
    .arguments(&[ORGANIZATION, PAGE_SIZE, AFTER])
    .pages(Paging::AfterId)
    .columns(
        &["id", "displayName", "systemName", "offline", "lastContact", "nodeClass", "approvalStatus"],
        &["dnsName", "locationId", "nodeRoleId", "rolePolicyId", "policyId", "maintenance.status"],
    )
    .words(super::devices::REACH)
    .members(&[
        "id",
        "uid",
        "assignedOwnerUid",
        "parentDeviceId",
        "organizationId",
        "locationId",
        "nodeClass",
        "nodeRoleId",
        "rolePolicyId",
        "policyId",
        "approvalStatus",
        "offline",
        "displayName",
        "systemName",
        "dnsName",
        "netbiosName",
        "created",
        "lastContact",
        "lastUpdate",
        "userData",
        "tags",
        "maintenance",
        "references",
    ])];

const END_USERS: &[Operation] = &[Operation::list("list", "/v2/organization/{id}/end-users")
    .about("List the end users of an organization")
    .arguments(&[ORGANIZATION, users::INCLUDE_ROLES])
    .columns(users::COLUMNS, users::WIDE)
    .members(users::MEMBERS)];

const INSTALLERS: &[Operation] = &[
    Operation::post("generate", "/v2/organization/generate-installer")
        .about("Make a link to an installer with settings of your own")
        .object()
        .arguments(&[
            Argument::body("organizationId", Kind::Integer).help("organization that its devices join"),
            Argument::body("locationId", Kind::Integer).help("location that its devices join"),
            Argument::body("installerType", Kind::String).values(INSTALLER_TYPES).help("system and package"),
            Argument::body("usageLimit", Kind::Integer).help("how often it may be used"),
            Argument::body("content", Kind::Object)
                .help("role that its devices get: `{\"nodeRoleId\": \"7\"}`; by itself `auto`"),
        ]),
    Operation::get("generate-for-location", "/v2/organization/{id}/location/{location_id}/installer/{installer_type}")
        .about("Make a link to the usual installer for a location")
        // Each call makes one, whatever the method says.
        .effect(Effect::Write)
        .arguments(&[
            ORGANIZATION,
            Argument::path("location_id").help("location that its devices join"),
            Argument::path("installer_type").values(INSTALLER_TYPES).help("system and package"),
        ]),
];

const OF_ORGANIZATION: &[Operation] = &[
    Operation::list("list", "/v2/organization/{id}/locations")
        .about("List the locations of an organization")
        .arguments(&[ORGANIZATION])
        .columns(&["id", "name", "address", "description"], &["userData"])
        .members(&["name", "address", "description", "userData", "id"]),
    Operation::post("create", "/v2/organization/{id}/locations")
        .about("Add a location to organizations")
        .object()
        .arguments(&[ORGANIZATION, NAME, ADDRESS, DESCRIPTION, USER_DATA]),
    Operation::patch("update", "/v2/organization/{id}/locations/{locationId}")
        .about("Change a location")
        .object()
        .arguments(&[ORGANIZATION, LOCATION, NAME, ADDRESS, DESCRIPTION, USER_DATA]),
];

const LOCATION_CUSTOM_FIELDS: &[Operation] = &[
    Operation::get("get", "/v2/organization/{id}/location/{locationId}/custom-fields")
        .about("Show custom fields of a location")
        .arguments(&[
            ORGANIZATION,
            LOCATION,
            Argument::query("withInheritance", Kind::Boolean).help("with values that are inherited"),
        ]),
    Operation::patch("update", "/v2/organization/{id}/location/{locationId}/custom-fields")
        .about("Set custom fields of a location")
        .object()
        .arguments(&[ORGANIZATION, LOCATION, VALUE]),
];

const POLICIES: &[Operation] = &[Operation::put("update", "/v2/organization/{id}/policies")
    .about("Change which policy a role of devices has")
    .list_body()
    .arguments(&[
        ORGANIZATION,
        Argument::body("nodeRoleId", Kind::Integer).help("role of devices, as `roles list` shows it"),
        Argument::body("policyId", Kind::Integer).help("policy that they get, as `policies list` shows it"),
    ])];

const PAGE_SIZE: Argument = Argument::paging("pageSize", Kind::Integer);

const AFTER: Argument = Argument::paging("after", Kind::Integer);

const OF: Argument = Argument::query("of", Kind::String)
    .help("the vendor's own filter of organizations, of which it does not say how it is written");

const ORGANIZATION: Argument = Argument::path("id").help("organization");

const LOCATION: Argument = Argument::path("locationId").help("location");

const NAME: Argument = Argument::body("name", Kind::String).help("what it is called");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what there is to say of it");

const ADDRESS: Argument = Argument::body("address", Kind::String).help("where it is");

const USER_DATA: Argument = Argument::body("userData", Kind::Object).help("attributes of your own");

const NODE_APPROVAL_MODE: Argument = Argument::body("nodeApprovalMode", Kind::String)
    .values(&["AUTOMATIC", "MANUAL", "REJECT"])
    .help("what becomes of new devices");

const INSTALLER_TYPES: &[&str] = &[
    "WINDOWS_MSI",
    "WINDOWS_ARM64_MSI",
    "MAC_DMG",
    "MAC_PKG",
    "LINUX_DEB",
    "LINUX_RPM",
    "LINUX_ARM64_DEB",
    "LINUX_ARMV7A_DEB",
    "LINUX_ARM64_RPM",
    "LINUX_ARMV7A_RPM",
];

const MEMBERS: &[&str] =
    &["name", "description", "userData", "nodeApprovalMode", "id", "locations", "policies", "settings"];

const COLUMNS: &[&str] = &["id", "name", "description", "nodeApprovalMode"];

const WIDE: &[&str] = &["locations", "policies", "userData"];
