//! `ninjaone custom-tabs`: tabs of the vendor's pages that show custom fields of your choice.

use crate::catalog::{Argument, Group, Kind, Operation};

pub(super) const CUSTOM_TABS: Group = Group {
    name: "custom-tabs",
    about: "Tabs that show custom fields of your choice",
    operations: OPERATIONS,
    groups: &[
        Group { name: "end-users", about: "Tabs of end users", operations: END_USERS, groups: &[] },
        Group { name: "global", about: "Tabs that are everywhere", operations: GLOBAL, groups: &[] },
        Group {
            name: "organizations",
            about: "Tabs of organizations and locations",
            operations: ORGANIZATIONS,
            groups: &[],
        },
        Group { name: "roles", about: "Tabs of devices, by their roles", operations: ROLES, groups: &[] },
    ],
};

const OPERATIONS: &[Operation] = &[
    Operation::get("get", "/v2/tab/{tabId}")
        .about("Show tabs, without what roles add to them")
        .arguments(&[TAB])
        .columns(
            &["id", "name", "entityType", "entityId", "position", "isDefault"],
            &["description", "parentTabId", "items"],
        )
        .members(&[
            "default",
            "id",
            "name",
            "description",
            "entityType",
            "entityId",
            "parentTabId",
            "items",
            "position",
            "isDefault",
        ]),
    Operation::post("create", "/v2/tab").about("Create a tab").object().arguments(&[
        NAME,
        DESCRIPTION,
        Argument::body("entityType", Kind::String)
            .values(&["NODE_ROLE", "ORGANIZATION", "END_USER", "SYSTEM"])
            .help("what has it; locations have those of organizations"),
        Argument::body("entityId", Kind::Integer).help("role that has it, where a role does"),
        ITEMS,
        POSITION,
    ]),
    Operation::patch("update", "/v2/tab/{tabId}")
        .about("Change tabs, or what a role adds to them")
        .object()
        .arguments(&[TAB, Argument::body("roleId", Kind::Integer).help("role whose addition it is"), ITEMS, POSITION]),
    Operation::patch("rename", "/v2/tab/rename")
        .about("Rename a tab")
        .object()
        .one_id("tabId")
        .arguments(&[NAME, DESCRIPTION]),
    Operation::delete("delete", "/v2/tab/{tabId}").about("Delete tabs").arguments(&[TAB]),
];

const END_USERS: &[Operation] = &[
    Operation::list("list", "/v2/tab/summary/end-user").about("List the tabs of end users"),
    Operation::get("get", "/v2/tab/{tabId}/end-user")
        .about("Show tabs of end users with what is added to them")
        .arguments(&[TAB]),
    Operation::patch("order", "/v2/tab/end-user/order")
        .about("Put all tabs of end users in order")
        .list_body()
        .arguments(PLACE),
];

const GLOBAL: &[Operation] = &[
    Operation::list("list", "/v2/tab/summary/global").about("List the tabs that are everywhere"),
    Operation::patch("order", "/v2/tab/global/order")
        .about("Put the tabs that are everywhere in order")
        .list_body()
        .arguments(PLACE),
];

const ORGANIZATIONS: &[Operation] = &[
    Operation::list("list", "/v2/tab/summary/organization").about("List the tabs of organizations and locations"),
    Operation::get("get", "/v2/tab/{tabId}/organization")
        .about("Show tabs of organizations with what is added to them")
        .arguments(&[TAB]),
    Operation::patch("order", "/v2/tab/organization/order")
        .about("Put all tabs of organizations and locations in order")
        .list_body()
        .arguments(PLACE),
];

const ROLES: &[Operation] = &[
    // The roles above it come along with its tabs, so that the answer may be more than a list.
    Operation::get("list", "/v2/tab/summary/role/{roleId}").about("Show the tabs of roles").arguments(&[ROLE]),
    Operation::get("get", "/v2/tab/{tabId}/role/{roleId}")
        .about("Show a tab with what a role adds to it")
        .arguments(&[TAB, ROLE]),
    Operation::patch("order", "/v2/tab/role/{roleId}/order")
        .about("Put all tabs that a role itself has in order")
        .list_body()
        .arguments(&[ROLE, TAB_ID, NEW_POSITION]),
    Operation::patch("set-visibility", "/v2/tab/role/{roleId}/visibility")
        .about("Hide tabs from a role and those below it, or show them")
        .list_body()
        .batch_ids("tabId")
        .arguments(&[ROLE, Argument::body("hidden", Kind::Boolean).help("whether they are hidden")]),
];

const TAB: Argument = Argument::path("tabId").help("tab");

const ROLE: Argument = Argument::path("roleId").help("role of devices, as `roles list` shows it");

const NAME: Argument = Argument::body("name", Kind::String).required().help("what it is called");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");

const ITEMS: Argument = Argument::body("items", Kind::Array)
    .spelled("content")
    .help("what it shows: `[{\"itemType\": \"ATTRIBUTE\", \"id\"}, {\"itemType\": \"UI_ELEMENT\", ...}]`");

const POSITION: Argument = Argument::body("position", Kind::Integer).help("place among the tabs");

/// The vendor wants all tabs, so that `--items` is what mostly says it.
const PLACE: &[Argument] = &[TAB_ID, NEW_POSITION];

const TAB_ID: Argument = Argument::body("tabId", Kind::Integer).help("tab; all of them go by `--items`");

const NEW_POSITION: Argument = Argument::body("position", Kind::Integer).help("its place");
