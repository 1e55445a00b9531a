//! `ninjaone documents`: what is written down of organizations, in the fields that a template lays out.

use crate::catalog::{Argument, Group, Kind, Operation};

pub(super) const DOCUMENTS: Group =
    Group { name: "documents", about: "Documents of organizations", operations: OPERATIONS, groups: &[] };

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/organization/documents")
        .about("List documents and the values of their fields")
        .named_by("documentId")
        .arguments(&[
            Argument::query("organizationIds", Kind::Integers).help("only documents of these organizations"),
            Argument::query("templateIds", Kind::Integers).help("only documents made from these templates"),
            Argument::query("templateName", Kind::String).help("only documents made from the template of this name"),
            Argument::query("documentName", Kind::String).help("only documents of this name"),
            Argument::query("groupBy", Kind::String)
                .values(&["TEMPLATE", "ORGANIZATION"])
                .help("what brings them together"),
        ])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::list("list-of", "/v2/organization/{organizationId}/documents")
        .about("List the documents of one organization")
        .named_by("documentId")
        .arguments(&[ORGANIZATION])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::post("create", "/v2/organization/{organizationId}/template/{documentTemplateId}/document")
        .about("Create a document from a template")
        .object()
        .arguments(&[
            ORGANIZATION,
            Argument::path("documentTemplateId").help("template that it is made from"),
            NAME,
            DESCRIPTION,
            FIELDS,
        ]),
    Operation::post("create-many", "/v2/organization/documents")
        .about("Create documents in one request")
        .list_body()
        .arguments(&[
            Argument::body("organizationId", Kind::Integer).help("organization that it is of"),
            Argument::body("documentTemplateId", Kind::Integer).help("template that it is made from"),
            NAME,
            DESCRIPTION,
            FIELDS,
        ]),
    Operation::post("update", "/v2/organization/{organizationId}/document/{clientDocumentId}")
        .about("Change a document")
        .object()
        .arguments(&[ORGANIZATION, DOCUMENT, NAME, DESCRIPTION, FIELDS]),
    Operation::patch("update-many", "/v2/organization/documents")
        .about("Change documents in one request")
        .list_body()
        .batch_ids("documentId")
        .arguments(&[NAME, DESCRIPTION, FIELDS]),
    Operation::post("archive", "/v2/organization/document/{clientDocumentId}/archive")
        .about("Archive documents")
        .arguments(&[DOCUMENT]),
    Operation::post("archive-many", "/v2/organization/documents/archive")
        .about("Archive documents in one request")
        .id_list("id"),
    Operation::post("restore", "/v2/organization/document/{clientDocumentId}/restore")
        .about("Take documents out of the archive")
        .arguments(&[DOCUMENT]),
    Operation::post("restore-many", "/v2/organization/documents/restore")
        .about("Take documents out of the archive in one request")
        .id_list("id"),
    Operation::delete("delete", "/v2/organization/document/{clientDocumentId}")
        .about("Delete archived documents")
        .arguments(&[DOCUMENT]),
    Operation::get("signed-urls", "/v2/organization/document/{clientDocumentId}/signed-urls")
        .about("Show links to the files in documents")
        .arguments(&[DOCUMENT]),
];

const ORGANIZATION: Argument = Argument::path("organizationId").help("organization");

const DOCUMENT: Argument = Argument::path("clientDocumentId").help("document");

const NAME: Argument = Argument::body("documentName", Kind::String).help("what it is called");

const DESCRIPTION: Argument = Argument::body("documentDescription", Kind::String).help("what it is for");

const FIELDS: Argument = Argument::body("fields", Kind::Pairs)
    .spelled("field")
    .help("field of the template and its value; what is secret by `--body @FILE`");

const MEMBERS: &[&str] = &[
    "documentId",
    "documentName",
    "documentDescription",
    "documentUpdateTime",
    "fields",
    "documentTemplateId",
    "documentTemplateName",
    "organizationId",
];

const COLUMNS: &[&str] =
    &["documentId", "documentName", "documentTemplateName", "organizationId", "documentUpdateTime"];

const WIDE: &[&str] = &["documentTemplateId", "documentDescription", "fields"];
