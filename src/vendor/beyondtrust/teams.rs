//! `beyondtrust teams`: teams and who is in them.

use super::arguments::{BY_CODE_NAME, BY_NAME, CODE_NAME, CURRENT_PAGE, PER_PAGE, USER, USER_ID};
use super::product::RS;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const TEAMS: Group = Group {
    name: "teams",
    about: "Teams and who is in them",
    operations: OPERATIONS,
    groups: &[Group { name: "users", about: "Users in a team", operations: USERS, groups: &[] }],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/team")
        .about("List teams")
        .arguments(&[BY_NAME, BY_CODE_NAME, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(TEAM_COLUMNS, TEAM_WIDE)
        .members(TEAM_MEMBERS),
    Operation::post("create", "/api/config/v1/team").about("Create a team").object().arguments(&[
        NAME.required(),
        CODE_NAME,
        COMMENTS,
        PERSISTENT_QUEUE,
        PUBLIC_PORTAL_IDS,
    ]),
    Operation::get("get", "/api/config/v1/team/{id}")
        .about("Show teams")
        .arguments(&[TEAM])
        .columns(TEAM_COLUMNS, TEAM_WIDE)
        .members(TEAM_MEMBERS),
    Operation::patch("update", "/api/config/v1/team/{id}").about("Change teams").object().arguments(&[
        TEAM,
        NAME,
        CODE_NAME,
        COMMENTS,
        PERSISTENT_QUEUE,
        PUBLIC_PORTAL_IDS,
    ]),
    Operation::delete("delete", "/api/config/v1/team/{id}").about("Delete teams").arguments(&[TEAM]),
];

const USERS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/team/{id}/user")
        .about("List the users of a team")
        .arguments(&[TEAM, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(USER_COLUMNS, USER_WIDE)
        .members(USER_MEMBERS)
        .named_by("user_id"),
    Operation::post("add", "/api/config/v1/team/{id}/user").about("Add a user to a team").object().arguments(&[
        TEAM,
        USER_ID.required(),
        ROLE,
    ]),
    Operation::get("get", "/api/config/v1/team/{id}/user/{user_id}")
        .about("Show a user of a team")
        .arguments(&[TEAM, USER])
        .columns(USER_COLUMNS, USER_WIDE)
        .members(USER_MEMBERS),
    Operation::patch("update", "/api/config/v1/team/{id}/user/{user_id}")
        .about("Change a user of a team")
        .object()
        .arguments(&[TEAM, USER, Argument::body("team_id", Kind::Integer).help("team to move the user to"), ROLE]),
    Operation::delete("remove", "/api/config/v1/team/{id}/user/{user_id}")
        .about("Remove a user from a team")
        .arguments(&[TEAM, USER]),
];

const NAME: Argument = Argument::body("name", Kind::String).within(1, 255).help("name");

const COMMENTS: Argument = Argument::body("comments", Kind::String).at_most(4096).help("remarks");

const PERSISTENT_QUEUE: Argument = Argument::body("persistent_queue", Kind::Boolean)
    .only(RS)
    .help("sessions wait in the team's queue though nobody is there");

const PUBLIC_PORTAL_IDS: Argument = Argument::body("public_portal_ids", Kind::Array)
    .only(RS)
    .help("public portals the team has access to, as `[1, 2]` or `[\"all\"]`");

const TEAM: Argument = Argument::number("id").help("team");

const ROLE: Argument =
    Argument::body("role", Kind::String).values(&["member", "lead", "manager"]).help("what the user is in the team");

const TEAM_MEMBERS: &[&str] = &["id", "name", "code_name", "comments", "persistent_queue", "public_portal_ids"];

const USER_MEMBERS: &[&str] = &["team_id", "user_id", "role"];

const TEAM_COLUMNS: &[&str] = &["id", "name", "code_name", "comments"];

const TEAM_WIDE: &[&str] = &["persistent_queue", "public_portal_ids"];

const USER_COLUMNS: &[&str] = &["user_id", "role"];

const USER_WIDE: &[&str] = &["team_id"];
