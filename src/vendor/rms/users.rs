//! `rms users`: who may log in, and the invitations that are still open.

use super::arguments::{FIELDS, FIELDS_ONLY, LIMIT, OF_COMPANY, OFFSET, Q};
use crate::catalog::{Argument, Kind, Operation, Paging};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/users")
        .about("List users")
        .arguments(&[
            LIMIT,
            OFFSET,
            Q,
            Argument::query("id", Kind::Integers).help("only these users"),
            Argument::query("role", Kind::String).help("only users with this role"),
            OF_COMPANY,
            Argument::query("sort", Kind::Strings).help("id, username; `-` in front for descending"),
        ])
        .pages(Paging::Offset)
        .columns(&["id", "email", "username", "role", "company_name", "created_at"], &["company_id", "updated_at"])
        .members(&["id", "username", "email", "role", "company_id", "company_name", "created_at", "updated_at"])
        .scope("users:read"),
    Operation::get("get", "/users/{id}")
        .about("Show users")
        .arguments(&[USER])
        .columns(
            &["id", "email", "username", "role", "company_name", "created_at"],
            &["role_id", "company_level", "company_parent_id"],
        )
        .members(&[
            "id",
            "username",
            "email",
            "role_id",
            "role",
            "company_id",
            "company_name",
            "company_level",
            "company_parent_id",
            "created_at",
            "updated_at",
        ])
        .scope("users:read"),
    Operation::get("current", "/user")
        .about("Show whose token this is, its scopes and permissions")
        .columns(
            &["id", "email", "username", "company.name", "role.name", "scope"],
            &["mfa_type", "last_login_at", "permissions"],
        )
        .members(&[
            "id",
            "first_name",
            "last_name",
            "avatar_path",
            "username",
            "email",
            "mfa_type",
            "terms_conditions",
            "last_login_at",
            "email_verified",
            "company",
            "role",
            "token",
            "scope",
            "permissions",
        ]),
    Operation::post("invite", "/users/invite").about("Invite somebody to a company").object().arguments(&[
        Argument::body("role", Kind::String)
            .required()
            .values(&["admin", "end_user", "read_only"])
            .help("what the user will be"),
        Argument::body("email", Kind::String).required().help("where the invitation goes"),
        Argument::body("company_id", Kind::Integer).required().help("the company that the user joins"),
    ]),
    Operation::delete("delete", "/users/{id}").about("Delete users").arguments(&[USER]).scope("users:delete"),
];

pub(super) const INVITATIONS: &[Operation] = &[
    Operation::list("list", "/users/invitations")
        .about("List invitations that nobody has accepted yet")
        .arguments(&[
            LIMIT,
            OFFSET,
            Q,
            FIELDS,
            FIELDS_ONLY,
            Argument::query("role", Kind::String).help("only invitations to this role"),
            Argument::query("company_id", Kind::Integer).help("only to this company"),
            Argument::query("sort", Kind::Strings).help("email, created_at; `-` in front for descending"),
        ])
        .pages(Paging::Offset)
        .columns(&["id", "email", "role", "company_name", "created_at"], &["role_title", "bounce_status", "company_id"])
        .members(&[
            "id",
            "email",
            "role_id",
            "role",
            "role_title",
            "bounce_status",
            "company_id",
            "company_name",
            "created_at",
        ]),
    Operation::delete("delete", "/users/invitations/{id}")
        .about("Take invitations back")
        .arguments(&[Argument::path("id").help("invitation")]),
];

const USER: Argument = Argument::path("id").help("user");
