//! `ninjaone custom-fields`: which custom fields there are. Their values are with the things that have them.

use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const CUSTOM_FIELDS: Group = Group {
    name: "custom-fields",
    about: "Which custom fields there are; their values are with what has them",
    operations: OPERATIONS,
    groups: &[],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/custom-fields")
        .about("List custom fields, page by page")
        .named_by("name")
        .arguments(&[Argument::paging("cursorName", Kind::String), Argument::paging("pageSize", Kind::Integer)])
        .pages(Paging::CursorName)
        .answers_in("results")
        .columns(COLUMNS, WIDE),
    Operation::list("list-all", "/v2/device-custom-fields")
        .about("List custom fields in one answer, by scope")
        .named_by("name")
        .arguments(&[Argument::query("scopes", Kind::Choices)
            .values(&["all", "node", "location", "organization"])
            .help("only fields of these scopes")])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::get("get", "/v2/custom-fields/field-name/{fieldName}")
        .about("Show custom fields")
        .arguments(&[FIELD_NAME])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::post("create", "/v2/custom-fields")
        .about("Create a custom field")
        .object()
        .fixed(FIXED)
        .arguments(CREATION),
    Operation::post("create-many", "/v2/custom-fields/bulk")
        .about("Create several custom fields, all or none")
        .items_under("customFields")
        .fixed(FIXED)
        .arguments(CREATION),
    Operation::put("update", "/v2/custom-fields/field-name/{fieldName}")
        .about("Change custom fields")
        .object()
        .repeated(&["fieldName"])
        .texts(&["fieldName"])
        .arguments(&[
            FIELD_NAME,
            LABEL,
            DESCRIPTION,
            TYPE,
            TECHNICIAN_PERMISSION,
            SCRIPT_PERMISSION,
            API_PERMISSION,
            DEFAULT_VALUE,
            CONTENT,
            ACTIVE,
            SCOPE,
            DEFINITION_SCOPE,
            GROUP_ID,
        ]),
    Operation::put("update-many", "/v2/custom-fields/bulk")
        .about("Change several custom fields, all or none")
        .items_under("customFields")
        .batch_ids("fieldName")
        .texts(&["fieldName"])
        .arguments(&[
            LABEL,
            DESCRIPTION,
            TYPE,
            TECHNICIAN_PERMISSION,
            SCRIPT_PERMISSION,
            API_PERMISSION,
            DEFAULT_VALUE,
            CONTENT,
            ACTIVE,
            SCOPE,
            DEFINITION_SCOPE,
            GROUP_ID,
        ]),
    Operation::delete("delete", "/v2/custom-fields/field-name/{fieldName}")
        .about("Delete custom fields")
        .arguments(&[FIELD_NAME])
        .warning(VALUES_ARE_LOST),
    Operation::delete("delete-many", "/v2/custom-fields/bulk")
        .about("Delete several custom fields, all or none")
        .arguments(&[Argument::query("fieldNames", Kind::Strings).required().help("names of the fields")])
        .warning(VALUES_ARE_LOST),
    Operation::get("signed-urls", "/v2/custom-fields/entity-type/{entityType}/{entityId}/signed-urls")
        .about("Show links to the files in custom fields of a thing")
        .arguments(&[
            Argument::path("entityType").values(DEFINITION_SCOPES).help("what has the fields"),
            Argument::path("entityId").help("which of them"),
        ]),
];

const VALUES_ARE_LOST: &str = "Everything that has the field loses its value.";

/// The vendor refuses a field without the scope that it calls outdated.
const FIXED: &[(&str, &str)] = &[("scope", "NODE_GLOBAL")];

const CREATION: &[Argument] = &[
    LABEL.required(),
    Argument::body("fieldName", Kind::String).required().help("name for programs, as no other field has"),
    DESCRIPTION,
    TYPE,
    TECHNICIAN_PERMISSION,
    SCRIPT_PERMISSION,
    API_PERMISSION,
    DEFAULT_VALUE,
    CONTENT,
    SCOPE,
    DEFINITION_SCOPE,
    GROUP_ID,
    Argument::body("addToDefaultTab", Kind::Boolean).help("whether the default tab shows it"),
];

const FIELD_NAME: Argument = Argument::path("fieldName").help("name of the field for programs");

/// Values of custom fields, wherever they are set.
pub(super) const VALUE: Argument = Argument::body("*", Kind::Pairs)
    .spelled("field")
    .help("custom field and its value, dates in epoch milliseconds; what is secret by `--body @FILE`");

const LABEL: Argument = Argument::body("label", Kind::String).help("what people see");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");

const TYPE: Argument = Argument::body("type", Kind::String).values(TYPES).help("what its values are");

const TECHNICIAN_PERMISSION: Argument = Argument::body("technicianPermission", Kind::String)
    .values(&["NONE", "EDITABLE", "READ_ONLY"])
    .help("what technicians may do with its values");

const SCRIPT_PERMISSION: Argument =
    Argument::body("scriptPermission", Kind::String).values(PERMISSIONS).help("what scripts may do with its values");

const API_PERMISSION: Argument =
    Argument::body("apiPermission", Kind::String).values(PERMISSIONS).help("what this API may do with its values");

const DEFAULT_VALUE: Argument =
    Argument::body("defaultValue", Kind::String).help("value where none is set, of DROPDOWN and MULTI_SELECT");

const CONTENT: Argument = Argument::body("content", Kind::Object)
    .help("options and rules: `{\"values\": [{\"name\"}], \"required\", \"tooltipText\", \"advancedSettings\", ...}`");

const ACTIVE: Argument = Argument::body("active", Kind::Boolean).help("whether it is in use");

const SCOPE: Argument = Argument::body("scope", Kind::String)
    .values(&["NODE_GLOBAL", "NODE_ROLE", "NODE_CLASS"])
    .help("where it applies, in the outdated way that creating still needs");

const DEFINITION_SCOPE: Argument =
    Argument::body("definitionScope", Kind::Choices).values(DEFINITION_SCOPES).help("what has it");

const GROUP_ID: Argument = Argument::body("groupId", Kind::Integer).help("group of fields that it stands in");

const PERMISSIONS: &[&str] = &["NONE", "READ_ONLY", "WRITE_ONLY", "READ_WRITE"];

const DEFINITION_SCOPES: &[&str] = &["NODE", "END_USER", "LOCATION", "ORGANIZATION"];

const TYPES: &[&str] = &[
    "DROPDOWN",
    "MULTI_SELECT",
    "CHECKBOX",
    "TEXT",
    "TEXT_MULTILINE",
    "TEXT_ENCRYPTED",
    "NUMERIC",
    "DECIMAL",
    "DATE",
    "DATE_TIME",
    "TIME",
    "ATTACHMENT",
    "NODE_DROPDOWN",
    "NODE_MULTI_SELECT",
    "CLIENT_DROPDOWN",
    "CLIENT_MULTI_SELECT",
    "CLIENT_LOCATION_DROPDOWN",
    "CLIENT_LOCATION_MULTI_SELECT",
    "CLIENT_DOCUMENT_DROPDOWN",
    "CLIENT_DOCUMENT_MULTI_SELECT",
    "EMAIL",
    "PHONE",
    "IP_ADDRESS",
    "WYSIWYG",
    "URL",
    "MONETARY",
    "IDENTIFIER",
    "TOTP",
];

const MEMBERS: &[&str] = &[
    "entityType",
    "scope",
    "definitionScope",
    "type",
    "label",
    "description",
    "name",
    "defaultValue",
    "endUserPermission",
    "technicianPermission",
    "scriptPermission",
    "apiPermission",
    "content",
    "system",
    "active",
    "createTime",
    "updateTime",
];

const COLUMNS: &[&str] = &["name", "label", "type", "definitionScope", "apiPermission", "scriptPermission", "active"];

const WIDE: &[&str] =
    &["technicianPermission", "endUserPermission", "scope", "defaultValue", "description", "updateTime"];
