//! `ninjaone tickets`: tickets, what they are made of, and the boards; nothing else lists tickets.

use crate::catalog::{Argument, Effect, Group, Kind, Operation, Paging};
use crate::moment::{Meant, Written};

pub(super) const TICKETS: Group = Group {
    name: "tickets",
    about: "Tickets, and the boards that list them",
    operations: OPERATIONS,
    groups: &[
        Group { name: "attributes", about: "Fields that tickets may have", operations: ATTRIBUTES, groups: &[] },
        Group { name: "boards", about: "Views of tickets", operations: BOARDS, groups: &[] },
        Group { name: "comments", about: "What is said to a ticket", operations: COMMENTS, groups: &[] },
        Group { name: "contacts", about: "Contacts, as tickets know them", operations: CONTACTS, groups: &[] },
        Group { name: "forms", about: "What a ticket asks for", operations: FORMS, groups: &[] },
        Group { name: "log-entries", about: "What has happened to a ticket", operations: LOG_ENTRIES, groups: &[] },
        Group { name: "statuses", about: "States that a ticket may have", operations: STATUSES, groups: &[] },
        Group { name: "users", about: "Everybody who has to do with tickets", operations: USERS, groups: &[] },
    ],
};

const OPERATIONS: &[Operation] = &[
    Operation::get("get", "/v2/ticketing/ticket/{ticketId}")
        .about("Show tickets")
        .arguments(&[TICKET])
        .columns(
            &["id", "subject", "status.displayName", "priority", "severity", "assignedAppUserId", "createTime"],
            &["version", "type", "clientId", "nodeId", "requesterUid", "ticketFormId", "tags"],
        )
        .members(&[
            "id",
            "version",
            "nodeId",
            "clientId",
            "locationId",
            "assignedAppUserId",
            "requesterUid",
            "subject",
            "status",
            "type",
            "priority",
            "severity",
            "ticketFormId",
            "source",
            "tags",
            "ccList",
            "createTime",
            "deleted",
            "attributeValues",
            "additionalAssignedTechnicianIds",
            "followupTime",
        ]),
    Operation::post("create", "/v2/ticketing/ticket").about("Create a ticket").object().arguments(&[
        CLIENT_ID,
        TICKET_FORM_ID,
        SUBJECT,
        STATUS,
        LOCATION_ID,
        NODE_ID,
        Argument::body("description", Kind::Object)
            .help("its first comment: `{\"public\": true, \"body\", \"htmlBody\", \"timeTracked\": 60, ...}`"),
        TYPE,
        CC,
        ASSIGNED_APP_USER_ID,
        REQUESTER_UID,
        SEVERITY,
        PRIORITY,
        PARENT_TICKET_ID,
        TAGS,
        ATTRIBUTE_VALUES,
        ADDITIONAL_ASSIGNED_TECHNICIAN_IDS,
        FOLLOWUP_TIME,
    ]),
    Operation::put("update", "/v2/ticketing/ticket/{ticketId}").about("Change tickets").object().arguments(&[
        TICKET,
        Argument::body("version", Kind::Integer).required().help("version that is changed, as `get` shows it"),
        CLIENT_ID,
        TICKET_FORM_ID,
        SUBJECT,
        STATUS,
        REQUESTER_UID.required(),
        LOCATION_ID,
        NODE_ID,
        TYPE,
        CC,
        ASSIGNED_APP_USER_ID,
        SEVERITY,
        PRIORITY,
        PARENT_TICKET_ID,
        TAGS,
        ATTRIBUTE_VALUES,
        ADDITIONAL_ASSIGNED_TECHNICIAN_IDS,
        FOLLOWUP_TIME,
    ]),
];

const ATTRIBUTES: &[Operation] = &[Operation::list("list", "/v2/ticketing/attributes")
    .about("List fields that tickets may have")
    .columns(
        &["id", "name", "attributeType", "technicianOption", "endUserOption", "active", "system"],
        &["description", "customizeForEndUser", "nameForEndUser", "updateTime"],
    )
    .members(&[
        "id",
        "attributeType",
        "name",
        "description",
        "customizeForEndUser",
        "nameForEndUser",
        "descriptionForEndUser",
        "endUserOption",
        "technicianOption",
        "content",
        "system",
        "active",
        "createTime",
        "updateTime",
    ])];

const BOARDS: &[Operation] = &[
    Operation::list("list", "/v2/ticketing/trigger/boards")
        .about("List boards")
        .columns(
            &["id", "name", "ticketCount", "system", "description", "updateTime"],
            &["columns", "sortBy", "createTime", "uid"],
        )
        .members(&[
            "id",
            "uid",
            "name",
            "description",
            "conditions",
            "createTime",
            "updateTime",
            "system",
            "columns",
            "sortBy",
            "ticketCount",
        ]),
    // The board says which members its tickets have.
    Operation::post("run", "/v2/ticketing/trigger/board/{boardId}/run")
        .about("List the tickets of a board")
        .object()
        .effect(Effect::Read)
        .listed()
        .arguments(&[
            Argument::path("boardId").help("board, as `list` shows it"),
            Argument::body("searchCriteria", Kind::String).help("text to look for"),
            Argument::body("filters", Kind::Array)
                .help("what must be so besides: `[{\"field\", \"operator\", \"value\"}]`"),
            Argument::body("sortBy", Kind::Array)
                .help("order at the vendor: `[{\"field\": \"lastUpdated\", \"direction\": \"DESC\"}]`"),
            Argument::body("includeColumns", Kind::Strings).help("members of each ticket to include"),
            Argument::paging_body("pageSize", Kind::Integer),
            Argument::paging_body("lastCursorId", Kind::Integer),
        ])
        .pages(Paging::LastCursor)
        .answers_in("data"),
];

const COMMENTS: &[Operation] = &[Operation::post("create", "/v2/ticketing/ticket/{ticketId}/comment")
    .about("Comment on tickets")
    .multipart()
    .arguments(&[
        TICKET,
        Argument::body("comment", Kind::Object)
            .help("what is said: `{\"public\": false, \"body\", \"htmlBody\", \"timeTracked\": 60, ...}`"),
        Argument::file("files").spelled("file").help("a file that goes with it"),
    ])];

const CONTACTS: &[Operation] = &[Operation::list("list", "/v2/ticketing/contact/contacts")
    .about("List contacts")
    .columns(
        &["id", "displayName", "email", "phone", "clientName", "jobTitle"],
        &["firstName", "lastName", "clientId", "createTime", "updateTime", "uid"],
    )
    .members(&[
        "id",
        "clientId",
        "clientName",
        "uid",
        "firstName",
        "lastName",
        "email",
        "phone",
        "jobTitle",
        "displayName",
        "createTime",
        "updateTime",
    ])];

const FORMS: &[Operation] = &[
    Operation::list("list", "/v2/ticketing/ticket-form")
        .about("List forms and their fields")
        .columns(FORM_COLUMNS, FORM_WIDE)
        .members(FORM_MEMBERS),
    Operation::get("get", "/v2/ticketing/ticket-form/{id}")
        .about("Show forms and their fields")
        .arguments(&[Argument::path("id").help("form")])
        .columns(FORM_COLUMNS, FORM_WIDE)
        .members(FORM_MEMBERS),
];

const LOG_ENTRIES: &[Operation] = &[Operation::list("list", "/v2/ticketing/ticket/{ticketId}/log-entry")
    .about("List what has happened to a ticket")
    .arguments(&[
        TICKET,
        Argument::query("type", Kind::String)
            .values(&["DESCRIPTION", "COMMENT", "CONDITION", "SAVE", "DELETE", "PRODUCT", "INFO"])
            .help("only entries of this type"),
        Argument::query("createTime", Kind::String)
            .help("only entries of this time; the vendor does not say how it is written"),
        Argument::paging("anchorId", Kind::Integer),
        PAGE_SIZE,
    ])
    .pages(Paging::AnchorId)
    .columns(
        &["id", "createTime", "type", "appUserContactType", "appUserContactId", "publicEntry", "body"],
        &["timeTracked", "system", "automation.name", "emailResponse", "activityId"],
    )
    .members(&[
        "id",
        "appUserContactUid",
        "appUserContactId",
        "appUserContactType",
        "type",
        "body",
        "htmlBody",
        "fullEmailBody",
        "publicEntry",
        "system",
        "createTime",
        "changeDiff",
        "activityId",
        "timeTracked",
        "technicianTagged",
        "techniciansTaggedMetadata",
        "automation",
        "blockedByInvoice",
        "ticketTimeEntry",
        "emailResponse",
    ])];

const STATUSES: &[Operation] = &[Operation::list("list", "/v2/ticketing/statuses")
    .about("List statuses")
    .named_by("statusId")
    .columns(&["statusId", "displayName", "name", "parentId"], &[])
    .members(&["name", "displayName", "parentId", "statusId"])];

const USERS: &[Operation] = &[Operation::list("list", "/v2/ticketing/app-user-contact")
    .about("List technicians, end users and contacts")
    .arguments(&[
        PAGE_SIZE,
        Argument::paging("anchorNaturalId", Kind::Integer),
        Argument::query("searchCriteria", Kind::String).help("text to look for in names and mail addresses"),
        Argument::query("userType", Kind::String)
            .values(&["TECHNICIAN", "END_USER", "CONTACT"])
            .help("only people of this kind"),
        Argument::query("clientId", Kind::Integer).help("only people of this organization"),
    ])
    .pages(Paging::AnchorNaturalId)
    .columns(&["id", "firstName", "lastName", "email", "userType", "clientId"], &["naturalId", "uid"])
    .members(&["uid", "id", "clientId", "firstName", "lastName", "email", "userType", "naturalId"])];

const PAGE_SIZE: Argument = Argument::paging("pageSize", Kind::Integer);

const TICKET: Argument = Argument::path("ticketId").help("ticket");

const CLIENT_ID: Argument = Argument::body("clientId", Kind::Integer).required().help("organization that it is for");

const TICKET_FORM_ID: Argument = Argument::body("ticketFormId", Kind::Integer)
    .required()
    .help("form that says what it asks for, as `tickets forms list` shows it");

const SUBJECT: Argument = Argument::body("subject", Kind::String).required().help("what it is about");

const STATUS: Argument = Argument::body("status", Kind::String)
    .required()
    .help("how far it is, as `1000`, by the id that `tickets statuses list` shows");

const LOCATION_ID: Argument = Argument::body("locationId", Kind::Integer).help("location that it is about");

const NODE_ID: Argument = Argument::body("nodeId", Kind::Integer).help("device that it is about");

const TYPE: Argument = Argument::body("type", Kind::String)
    .values(&[
        "PROBLEM",
        "QUESTION",
        "INCIDENT",
        "TASK",
        "CHANGE_REQUEST",
        "SERVICE_REQUEST",
        "PROJECT",
        "APPOINTMENT",
        "MISCELLANEOUS",
    ])
    .help("what kind of ticket it is");

const CC: Argument = Argument::body("cc", Kind::Object).help("who gets copies: `{\"uids\": [], \"emails\": []}`");

const ASSIGNED_APP_USER_ID: Argument =
    Argument::body("assignedAppUserId", Kind::Integer).help("technician who is to see to it");

const REQUESTER_UID: Argument = Argument::body("requesterUid", Kind::String)
    .help("whoever asks for it, by the `uid` that `tickets users list` shows");

const SEVERITY: Argument = Argument::body("severity", Kind::String)
    .values(&["NONE", "MINOR", "MODERATE", "MAJOR", "CRITICAL"])
    .help("how bad it is");

const PRIORITY: Argument = Argument::body("priority", Kind::String)
    .values(&["NONE", "LOW", "MEDIUM", "HIGH"])
    .help("how soon it wants attention");

const PARENT_TICKET_ID: Argument = Argument::body("parentTicketId", Kind::Integer).help("ticket that it is part of");

const TAGS: Argument = Argument::body("tags", Kind::Strings).help("all tags that it is to have");

const ATTRIBUTE_VALUES: Argument =
    Argument::body("attributes", Kind::Array).help("values of its fields: `[{\"attributeId\", \"value\"}]`");

const ADDITIONAL_ASSIGNED_TECHNICIAN_IDS: Argument =
    Argument::body("additionalAssignedTechnicianIds", Kind::Integers).help("technicians who help with it");

const FOLLOWUP_TIME: Argument =
    Argument::body("followupTime", Kind::Number).when(Meant::Ahead, Written::Seconds).help("when to come back to it");

const FORM_MEMBERS: &[&str] = &[
    "id",
    "name",
    "description",
    "endUserTitle",
    "content",
    "active",
    "createTime",
    "updateTime",
    "fields",
    "default",
];

const FORM_COLUMNS: &[&str] = &["id", "name", "active", "default", "endUserTitle", "updateTime"];

const FORM_WIDE: &[&str] = &["description", "createTime", "fields"];
