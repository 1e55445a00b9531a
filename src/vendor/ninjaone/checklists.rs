//! `ninjaone checklists`: what is to be done for an organization. Archiving and restoring have paths that name the
//! organization, but act on its checklists.

use crate::catalog::{Argument, Effect, Group, Kind, Operation};
use crate::moment::{Meant, Written};

pub(super) const CHECKLISTS: Group = Group {
    name: "checklists",
    about: "Lists of what is to be done for organizations",
    operations: OPERATIONS,
    groups: &[],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/organization/checklists")
        .about("List checklists")
        .arguments(&[
            Argument::query("checklistIds", Kind::Integers).help("only these checklists"),
            Argument::query("organizationIds", Kind::Integers).help("only checklists of these organizations"),
            Argument::query("checklistName", Kind::String).help("only checklists of this name"),
            Argument::query("assignedToUserId", Kind::Integer).help("only what this user is to do"),
            Argument::query("completed", Kind::Boolean).help("only what is done; `--completed=false`: what is not"),
            Argument::query("required", Kind::Boolean)
                .help("only what must be completed; `--required=false`: need not"),
            Argument::query("includeArchived", Kind::Boolean).help("with what is archived"),
        ])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::get("get", "/v2/organization/checklist/{checklistId}")
        .about("Show checklists")
        .arguments(&[CHECKLIST])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::post("create", "/v2/organization/checklists").about("Create checklists").list_body().arguments(&[
        NAME,
        DESCRIPTION,
        REQUIRED,
        DUE_DATE,
        ASSIGNED_TO_USER_ID,
        Argument::body("organizationId", Kind::Integer).help("organization that it is for"),
        Argument::body("checklistTemplateId", Kind::Integer).help("template that it is made from"),
        TASKS,
    ]),
    Operation::post("create-from-templates", "/v2/organization/{organizationId}/checklists-from-templates")
        .about("Make checklists of an organization from templates")
        .id_list("id")
        .arguments(&[Argument::path("organizationId").help("organization that they are for")]),
    Operation::put("update", "/v2/organization/checklists")
        .about("Change checklists")
        .list_body()
        .batch_ids("checklistId")
        .arguments(&[NAME, DESCRIPTION, REQUIRED, DUE_DATE, ASSIGNED_TO_USER_ID, TASKS]),
    Operation::post("promote", "/v2/organization/checklists/promote")
        .about("Promote checklists to templates")
        .id_list("id"),
    Operation::post("promote-with-name", "/v2/organization/checklists/promote-with-name")
        .about("Promote checklists to templates of another name")
        .list_body()
        .batch_ids("id")
        .arguments(&[Argument::body("name", Kind::String).help("what the template is called")]),
    Operation::post("archive", "/v2/organization/archive")
        .about("Archive checklists of organizations")
        .batch_ids("clientChecklistIds"),
    Operation::post("restore", "/v2/organization/restore")
        .about("Take checklists of organizations out of the archive")
        .batch_ids("clientChecklistIds"),
    Operation::delete("delete", "/v2/organization/checklist/{checklistId}")
        .about("Delete checklists")
        .arguments(&[CHECKLIST]),
    Operation::post("delete-many", "/v2/organization/checklists/delete")
        .about("Delete checklists in one request")
        .id_list("id")
        .effect(Effect::Destroy)
        .warning("What is archived can be restored, what is deleted cannot."),
    Operation::get("signed-urls", "/v2/organization/checklist/{checklistId}/signed-urls")
        .about("Show links to the files in checklists")
        .arguments(&[CHECKLIST]),
];

const CHECKLIST: Argument = Argument::path("checklistId").help("checklist");

const NAME: Argument = Argument::body("name", Kind::String).help("what it is called");

const DESCRIPTION: Argument =
    Argument::body("description", Kind::Object).help("what it is for: `{\"text\", \"html\"}`");

const REQUIRED: Argument = Argument::body("required", Kind::Boolean).help("whether it must be completed");

const DUE_DATE: Argument = Argument::body("dueDate", Kind::Number).when(Meant::Ahead, Written::Seconds).help("by when");

const ASSIGNED_TO_USER_ID: Argument = Argument::body("assignedToUserId", Kind::Integer).help("user who is to do it");

const TASKS: Argument = Argument::body("tasks", Kind::Array)
    .help("what is to be done: `[{\"id\", \"position\", \"name\", \"description\", \"dueDate\", \"completed\", ...}]`");

const MEMBERS: &[&str] = &[
    "id",
    "name",
    "description",
    "required",
    "dueDate",
    "completed",
    "completedOn",
    "assignedTo",
    "lastUpdatedOn",
    "lastUpdatedBy",
    "completedTaskCount",
    "totalTaskCount",
    "tasks",
    "organizationId",
    "clientName",
    "archived",
    "archivedBy",
    "archiveTime",
];

const COLUMNS: &[&str] =
    &["id", "name", "clientName", "completedTaskCount", "totalTaskCount", "dueDate", "assignedTo.lastName"];

const WIDE: &[&str] = &["organizationId", "required", "completed", "completedOn", "archived", "lastUpdatedOn"];
