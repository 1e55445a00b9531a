//! `beyondtrust scim`: users and groups as an identity provider keeps them, by the standard of RFC 7644.

use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const SCIM: Group = Group {
    name: "scim",
    about: "Users and groups that an identity provider keeps",
    operations: &[],
    groups: &[
        Group { name: "users", about: "Users of the SCIM provider", operations: USERS, groups: &[] },
        Group { name: "groups", about: "Groups of the SCIM provider", operations: GROUPS, groups: &[] },
    ],
};

const USERS: &[Operation] = &[
    Operation::list("list", "/api/scim/v2/Users")
        .about("List users of the SCIM provider")
        .arguments(&[FILTER, START_INDEX, COUNT])
        .pages(Paging::StartIndex)
        .columns(USER_COLUMNS, USER_WIDE),
    Operation::get("get", "/api/scim/v2/Users/{id}")
        .about("Show users of the SCIM provider")
        .arguments(&[USER])
        .columns(USER_COLUMNS, USER_WIDE),
    Operation::post("create", "/api/scim/v2/Users").about("Create a user of the SCIM provider").object().arguments(&[
        Argument::body("userName", Kind::String).required().help("name to log in with"),
        Argument::body("displayName", Kind::String).help("name that others see"),
        Argument::body("name", Kind::Object).help("`givenName`, `familyName` and other parts of the name"),
        Argument::body("emails", Kind::Strings)
            .spelled("email")
            .help("mail address; repeatable, the first is the main one"),
        Argument::body("active", Kind::Boolean).help("the user may log in"),
        EXTERNAL_ID,
    ]),
    Operation::delete("delete", "/api/scim/v2/Users/{id}")
        .about("Delete users of the SCIM provider")
        .arguments(&[USER]),
];

const GROUPS: &[Operation] = &[
    Operation::list("list", "/api/scim/v2/Groups")
        .about("List groups of the SCIM provider")
        .arguments(&[FILTER, START_INDEX, COUNT])
        .pages(Paging::StartIndex)
        .columns(GROUP_COLUMNS, GROUP_WIDE),
    Operation::get("get", "/api/scim/v2/Groups/{id}")
        .about("Show groups of the SCIM provider")
        .arguments(&[GROUP])
        .columns(GROUP_COLUMNS, GROUP_WIDE),
    Operation::post("create", "/api/scim/v2/Groups")
        .about("Create a group of the SCIM provider")
        .object()
        .arguments(&[DISPLAY_NAME, MEMBERS, EXTERNAL_ID]),
    Operation::put("replace", "/api/scim/v2/Groups/{id}")
        .about("Replace a group of the SCIM provider, its members among the rest")
        .object()
        .arguments(&[GROUP, DISPLAY_NAME, MEMBERS, EXTERNAL_ID]),
    Operation::delete("delete", "/api/scim/v2/Groups/{id}")
        .about("Delete groups of the SCIM provider")
        .arguments(&[GROUP]),
];

const FILTER: Argument =
    Argument::query("filter", Kind::String).help("only what fits this SCIM filter, such as `userName eq \"anna\"`");
const START_INDEX: Argument = Argument::paging("startIndex", Kind::Integer);
const COUNT: Argument = Argument::paging("count", Kind::Integer);

const USER: Argument = Argument::path("id").help("user of the SCIM provider");
const GROUP: Argument = Argument::path("id").help("group of the SCIM provider");
const DISPLAY_NAME: Argument = Argument::body("displayName", Kind::String).required().help("name of the group");
const MEMBERS: Argument =
    Argument::body("members", Kind::Strings).spelled("member").help("id of a member; repeatable, and all are named");
const EXTERNAL_ID: Argument = Argument::body("externalId", Kind::String).help("what the identity provider calls it");

const USER_COLUMNS: &[&str] = &["id", "userName", "displayName", "active"];
const USER_WIDE: &[&str] = &["externalId", "emails", "meta.lastModified"];
const GROUP_COLUMNS: &[&str] = &["id", "displayName"];
const GROUP_WIDE: &[&str] = &["members", "externalId", "meta.lastModified"];
