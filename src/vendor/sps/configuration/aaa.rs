//! `sps aaa`: who may use the box itself.

use crate::catalog::{Group, Operation};

pub(in super::super) const AAA: Group = Group {
    name: "aaa",
    about: "Users, groups and rights of the box itself",
    operations: &[children!("List what can be configured", ["/api/configuration/aaa"])],
    groups: &[
        Group {
            name: "acls",
            about: "Rights of groups",
            operations: &[Operation::list("list", "/api/configuration/aaa/acls")
                .about("List the rights of groups")
                .named_by("group")
                .columns(&["group", "permission", "objects"], &[])],
            groups: &[],
        },
        Group {
            name: "local-database",
            about: "Users and groups that the box itself keeps",
            operations: &[],
            groups: &[
                collection!(
                    "users",
                    "Users of the box itself",
                    "a user",
                    "users",
                    ["/api/configuration/aaa/local_database/users"],
                ),
                collection!(
                    "groups",
                    "Groups of the box itself",
                    "a group",
                    "groups",
                    ["/api/configuration/aaa/local_database/groups"],
                    columns(&["key", "name", "members"], &[]),
                ),
            ],
        },
        singleton!(
            "settings",
            "How users of the box itself log in",
            "how users of the box itself log in",
            ["/api/configuration/aaa/settings"],
        ),
    ],
};
