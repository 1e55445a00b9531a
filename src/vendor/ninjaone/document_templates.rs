//! `ninjaone document-templates`: which fields documents of organizations have, and who may see them.

use crate::catalog::{Argument, Group, Kind, Operation};

pub(super) const DOCUMENT_TEMPLATES: Group = Group {
    name: "document-templates",
    about: "Templates that documents are made from",
    operations: OPERATIONS,
    groups: &[],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/document-templates")
        .about("List document templates and their fields")
        .arguments(&[
            Argument::query("templateName", Kind::String).help("only templates of this name"),
            INCLUDE_TECHNICIAN_ROLES,
        ])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::get("get", "/v2/document-templates/{documentTemplateId}")
        .about("Show document templates and their fields")
        .arguments(&[TEMPLATE, INCLUDE_TECHNICIAN_ROLES])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::post("create", "/v2/document-templates").about("Create a document template").object().arguments(&[
        NAME.required(),
        DESCRIPTION,
        Argument::body("allowMultiple", Kind::Boolean)
            .help("whether an organization may have several documents made from it"),
        MANDATORY,
        FIELDS,
        AVAILABLE_TO_ALL_TECHNICIANS,
        ALLOWED_TECHNICIAN_ROLES,
    ]),
    Operation::put("update", "/v2/document-templates/{documentTemplateId}")
        .about("Change document templates")
        .object()
        .arguments(&[
            TEMPLATE,
            NAME,
            DESCRIPTION,
            MANDATORY,
            FIELDS,
            AVAILABLE_TO_ALL_TECHNICIANS,
            ALLOWED_TECHNICIAN_ROLES,
        ]),
    Operation::post("archive", "/v2/document-templates/{documentTemplateId}/archive")
        .about("Archive document templates")
        .arguments(&[TEMPLATE]),
    Operation::post("archive-many", "/v2/document-templates/archive")
        .about("Archive document templates in one request")
        .id_list("id"),
    Operation::post("restore", "/v2/document-templates/{documentTemplateId}/restore")
        .about("Take document templates out of the archive")
        .arguments(&[TEMPLATE]),
    Operation::post("restore-many", "/v2/document-templates/restore")
        .about("Take document templates out in one request")
        .id_list("id"),
    Operation::delete("delete", "/v2/document-templates/{documentTemplateId}")
        .about("Delete document templates")
        .arguments(&[TEMPLATE])
        .warning("The vendor does not say what becomes of the documents made from it."),
];

const TEMPLATE: Argument = Argument::path("documentTemplateId").help("document template");

const INCLUDE_TECHNICIAN_ROLES: Argument =
    Argument::query("includeTechnicianRoles", Kind::Boolean).help("with the roles of technicians that may see it");

const NAME: Argument = Argument::body("name", Kind::String).help("what it is called, as no other is");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");

const MANDATORY: Argument =
    Argument::body("mandatory", Kind::Boolean).help("whether every organization must have a document made from it");

const FIELDS: Argument = Argument::body("fields", Kind::Array)
    .help("fields and headings: `[{\"fieldLabel\", \"fieldName\", \"fieldType\": \"TEXT\", ...}]`");

const AVAILABLE_TO_ALL_TECHNICIANS: Argument =
    Argument::body("availableToAllTechnicians", Kind::Boolean).help("whether all technicians may see it");

const ALLOWED_TECHNICIAN_ROLES: Argument =
    Argument::body("allowedTechnicianRoles", Kind::Integers).help("roles of technicians that may see it");

const MEMBERS: &[&str] = &[
    "id",
    "name",
    "description",
    "allowMultiple",
    "mandatory",
    "createTime",
    "updateTime",
    "fields",
    "availableToAllTechnicians",
    "allowedTechnicianRoles",
    "archived",
    "archivedTime",
    "archivedBy",
];

const COLUMNS: &[&str] = &["id", "name", "mandatory", "allowMultiple", "archived", "updateTime"];

const WIDE: &[&str] =
    &["description", "availableToAllTechnicians", "allowedTechnicianRoles", "createTime", "archivedTime"];
