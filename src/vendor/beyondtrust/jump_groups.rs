//! `beyondtrust jump-groups`: which Jump Items belong together, and who may use them.

use super::arguments::{BY_CODE_NAME, BY_NAME, CODE_NAME, CURRENT_PAGE, PER_PAGE, USER, USER_ID};
use super::product::PRA;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const JUMP_GROUPS: Group = Group {
    name: "jump-groups",
    about: "Groups of Jump Items and who may use them",
    operations: OPERATIONS,
    groups: &[Group { name: "users", about: "Users who were given access one by one", operations: USERS, groups: &[] }],
};

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    Operation::post("create", "/api/config/v1/jump-group").about("Create a Jump Group").object().arguments(&[
        NAME.required(),
        CODE_NAME,
        COMMENTS,
        ECM_GROUP_ID,
    ]),
    Operation::get("get", "/api/config/v1/jump-group/{id}")
        .about("Show Jump Groups")
        .arguments(&[JUMP_GROUP])
        .columns(JUMP_GROUP_COLUMNS, JUMP_GROUP_WIDE)
        .members(JUMP_GROUP_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-group/{id}").about("Change Jump Groups").object().arguments(&[
        JUMP_GROUP,
        NAME,
        CODE_NAME,
        COMMENTS,
        ECM_GROUP_ID,
    ]),
    Operation::delete("delete", "/api/config/v1/jump-group/{id}")
        .about("Delete Jump Groups")
        .arguments(&[JUMP_GROUP])
        .warning("All Jump Items in them are deleted with them."),
];

pub(super) const LIST: Operation = Operation::list("list", "/api/config/v1/jump-group")
    .about("List Jump Groups")
    .arguments(&[BY_NAME, BY_CODE_NAME, PER_PAGE, CURRENT_PAGE])
    .pages(Paging::LinkHeader)
    .columns(JUMP_GROUP_COLUMNS, JUMP_GROUP_WIDE)
    .members(JUMP_GROUP_MEMBERS);

const USERS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-group/{id}/user")
        .about("List the users of a Jump Group")
        .arguments(&[JUMP_GROUP, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(USER_COLUMNS, &[])
        .members(USER_MEMBERS)
        .named_by("user_id"),
    Operation::post("add", "/api/config/v1/jump-group/{id}/user")
        .about("Add a user to a Jump Group")
        .object()
        .arguments(&[JUMP_GROUP, USER_ID.required(), JUMP_ITEM_ROLE_ID, JUMP_POLICY_ID]),
    Operation::get("get", "/api/config/v1/jump-group/{id}/user/{user_id}")
        .about("Show a user of a Jump Group")
        .arguments(&[JUMP_GROUP, USER])
        .columns(USER_COLUMNS, &[])
        .members(USER_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-group/{id}/user/{user_id}")
        .about("Change a user of a Jump Group")
        .object()
        .arguments(&[JUMP_GROUP, USER, JUMP_ITEM_ROLE_ID, JUMP_POLICY_ID]),
    Operation::delete("remove", "/api/config/v1/jump-group/{id}/user/{user_id}")
        .about("Remove a user from a Jump Group")
        .arguments(&[JUMP_GROUP, USER]),
];

const NAME: Argument = Argument::body("name", Kind::String).within(1, 255).help("name");

const COMMENTS: Argument = Argument::body("comments", Kind::String).at_most(4096).help("remarks");

const ECM_GROUP_ID: Argument = Argument::body("ecm_group_id", Kind::Integer)
    .only(PRA)
    .help("group of Endpoint Credential Managers that serves it");

const JUMP_GROUP: Argument = Argument::number("id").help("Jump Group");

const JUMP_ITEM_ROLE_ID: Argument = Argument::body("jump_item_role_id", Kind::Integer)
    .help("Jump Item Role of the user in the group; by default the user's own");

const JUMP_POLICY_ID: Argument =
    Argument::body("jump_policy_id", Kind::Integer).only(PRA).help("Jump Policy of the user in the group");

const JUMP_GROUP_MEMBERS: &[&str] = &["id", "name", "code_name", "comments", "ecm_group_id"];

const USER_MEMBERS: &[&str] = &["user_id", "jump_item_role_id", "jump_policy_id"];

const JUMP_GROUP_COLUMNS: &[&str] = &["id", "name", "code_name", "comments"];

const JUMP_GROUP_WIDE: &[&str] = &["ecm_group_id"];

const USER_COLUMNS: &[&str] = &["user_id", "jump_item_role_id", "jump_policy_id"];
