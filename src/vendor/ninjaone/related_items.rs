//! `ninjaone related-items`: what is kept with a thing: other things, files, and values that are kept secret.

use crate::catalog::{Argument, Group, Kind, Operation};

pub(super) const RELATED_ITEMS: Group = Group {
    name: "related-items",
    about: "Links, files and credentials that are kept with a thing",
    operations: OPERATIONS,
    groups: &[Group {
        name: "attachments",
        about: "Files that are kept with a thing",
        operations: ATTACHMENTS,
        groups: &[],
    }],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/related-items")
        .about("List all related items")
        .columns(COLUMNS, WIDE)
        .members(MEMBERS)
        .secret(SECRET),
    Operation::list("list-of", "/v2/related-items/with-entity/{entityType}/{entityId}")
        .about("List what is kept with a thing")
        .arguments(&[
            ENTITY_TYPE,
            ENTITY_ID,
            Argument::query("scope", Kind::String)
                .values(&["ALL", "HOSTING", "HOSTED_BY"])
                .help("what is kept with it, what it is kept with, or both"),
        ])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS)
        .secret(SECRET),
    Operation::list("list-of-type", "/v2/related-items/with-entity-type/{entityType}")
        .about("List what is kept with things of a type")
        .arguments(&[ENTITY_TYPE])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS)
        .secret(SECRET),
    Operation::list("list-to", "/v2/related-items/with-related-entity/{relEntityType}/{relEntityId}")
        .about("List the relations that lead to a thing")
        .arguments(&[
            Argument::path("relEntityType").values(RELATED_TYPES).help("what they lead to"),
            Argument::path("relEntityId").help("which of them"),
        ])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS)
        .secret(SECRET),
    Operation::list("list-to-type", "/v2/related-items/with-related-entity-type/{relatedEntityType}")
        .about("List the relations that lead to things of a type")
        .arguments(&[Argument::path("relatedEntityType").values(RELATED_TYPES).help("what they lead to")])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS)
        .secret(SECRET),
    Operation::post("create", "/v2/related-items/entity/{entityType}/{entityId}/relation")
        .about("Relate a thing to another")
        .object()
        .arguments(&[
            ENTITY_TYPE,
            ENTITY_ID,
            REL_ENTITY_TYPE,
            Argument::body("relEntityId", Kind::Integer).help("which of them"),
        ])
        .secret(SECRET),
    Operation::post("create-many", "/v2/related-items/entity/{entityType}/{entityId}/relations")
        .about("Relate a thing to others in one request")
        .list_body()
        .batch_ids("relEntityId")
        .arguments(&[ENTITY_TYPE, ENTITY_ID, REL_ENTITY_TYPE])
        .secret(SECRET),
    Operation::post("create-secure", "/v2/related-items/entity/{entityType}/{entityId}/secure")
        .about("Keep credentials with a thing")
        .object()
        .arguments(&[
            ENTITY_TYPE,
            ENTITY_ID,
            Argument::body("name", Kind::String).help("what they are called"),
            Argument::body("url", Kind::String).help("where they are used"),
            Argument::body("username", Kind::String).help("name to log in with"),
            Argument::body("password", Kind::String).secret().help("password to log in with"),
            Argument::body("totpSecret", Kind::String).secret().help("secret from which one-time codes are made"),
            Argument::body("notes", Kind::String).secret().help("what else is to be kept secret"),
        ])
        .secret(SECRET),
    Operation::delete("delete", "/v2/related-items/{relatedItemId}")
        .about("Delete related items")
        .arguments(&[ITEM])
        .warning(VALUES_ARE_LOST),
    Operation::delete("delete-all", "/v2/related-items/{entityType}/{entityId}")
        .about("Delete everything that is related to a thing")
        .arguments(&[Argument::path("entityType").values(RELATED_TYPES).help("what it is"), ENTITY_ID])
        .warning(VALUES_ARE_LOST),
];

const ATTACHMENTS: &[Operation] = &[
    Operation::post("upload", "/v2/related-items/entity/{entityType}/{entityId}/attachment")
        .about("Keep a file with a thing")
        .multipart()
        .arguments(&[ENTITY_TYPE, ENTITY_ID, Argument::file("file").required().help("the file")])
        .secret(SECRET),
    // The specification says that nothing comes back, which would be no download.
    Operation::get("download", "/v2/related-items/{relatedItemId}/attachment/download")
        .about("Save a file that is kept with a thing")
        .saves()
        .arguments(&[ITEM]),
    Operation::get("signed-urls", "/v2/related-items/with-entity/{entityType}/{entityId}/attachments/signed-urls")
        .about("Show links to the files that are kept with a thing")
        .arguments(&[ENTITY_TYPE, ENTITY_ID]),
];

const VALUES_ARE_LOST: &str = "Files and credentials that are kept there are lost with it.";

const ITEM: Argument = Argument::path("relatedItemId").help("related item, as `list` shows it");

const ENTITY_TYPE: Argument = Argument::path("entityType").values(TYPES).help("what the thing is");

const ENTITY_ID: Argument = Argument::path("entityId").help("which of them");

const REL_ENTITY_TYPE: Argument =
    Argument::body("relEntityType", Kind::String).values(RELATED_TYPES).help("what it is related to");

/// What things may be kept with.
const TYPES: &[&str] =
    &["ORGANIZATION", "DOCUMENT", "LOCATION", "NODE", "CHECKLIST", "KB_DOCUMENT", "END_USER", "SOFTWARE_LICENSE"];

/// What may be kept with things.
const RELATED_TYPES: &[&str] = &[
    "ORGANIZATION",
    "DOCUMENT",
    "LOCATION",
    "NODE",
    "ATTACHMENT",
    "TECHNICIAN",
    "CREDENTIAL",
    "CHECKLIST",
    "END_USER",
    "CONTACT",
    "KB_DOCUMENT",
    "SOFTWARE_LICENSE",
];

/// Of a file what is known of it, of credentials the credentials: the vendor does not say under which names.
const SECRET: &[&str] = &["value"];

const MEMBERS: &[&str] = &[
    "id",
    "type",
    "entity",
    "entityId",
    "entityType",
    "relEntity",
    "relEntityId",
    "relEntityType",
    "value",
    "createTime",
    "updateTime",
    "createdByAppUserId",
    "updatedByAppUserId",
];

const COLUMNS: &[&str] = &["id", "type", "entityType", "entityId", "relEntityType", "relEntityId", "updateTime"];

const WIDE: &[&str] = &["createTime", "createdByAppUserId", "updatedByAppUserId"];
