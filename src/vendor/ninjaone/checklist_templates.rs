//! `ninjaone checklist-templates`: what checklists of organizations are made from.

use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const CHECKLIST_TEMPLATES: Group = Group {
    name: "checklist-templates",
    about: "Templates that checklists are made from",
    operations: OPERATIONS,
    groups: &[],
};

const OPERATIONS: &[Operation] =
    &[
        Operation::list("list", "/v2/checklist/templates")
            .about("List checklist templates")
            .arguments(&[
                Argument::query("checklistTemplateIds", Kind::Integers).help("only these templates"),
                Argument::query("checklistTemplateName", Kind::String).help("only templates of this name"),
                Argument::query("required", Kind::Boolean)
                    .help("only what must be completed; `--required=false`: need not"),
                Argument::query("includeArchived", Kind::Boolean).help("with what is archived"),
            ])
            .columns(
                &["id", "name", "required", "archived", "lastUpdatedOn", "lastUpdatedBy.lastName"],
                &["description.text", "tasks", "lastUpdatedBy.firstName", "archivedBy.lastName", "archiveTime"],
            )
            .members(&[
                "id",
                "name",
                "description",
                "tasks",
                "required",
                "lastUpdatedOn",
                "lastUpdatedBy",
                "archived",
                "archivedBy",
                "archiveTime",
            ]),
        Operation::post("create", "/v2/checklist/templates")
            .about("Create checklist templates")
            .list_body()
            .arguments(&[NAME, DESCRIPTION, TASKS, REQUIRED]),
        Operation::put("update", "/v2/checklist/templates")
            .about("Change checklist templates")
            .list_body()
            .batch_ids("id")
            .arguments(&[NAME, DESCRIPTION, TASKS, REQUIRED]),
        Operation::post("archive", "/v2/checklist/archive")
            .about("Archive checklist templates")
            .batch_ids("checklistTemplateIds"),
        Operation::post("restore", "/v2/checklist/restore")
            .about("Take checklist templates out of the archive")
            .batch_ids("checklistTemplateIds"),
        Operation::delete("delete", "/v2/checklist/template/{checklistTemplateId}")
            .about("Delete checklist templates")
            .arguments(&[Argument::path("checklistTemplateId").help("checklist template")]),
        Operation::post("delete-many", "/v2/checklist/templates/delete")
            .about("Delete checklist templates in one request")
            .id_list("id")
            .effect(Effect::Destroy)
            .warning("What is archived can be restored, what is deleted cannot."),
    ];

const NAME: Argument = Argument::body("name", Kind::String).help("what it is called, as no other is");

const DESCRIPTION: Argument =
    Argument::body("description", Kind::Object).help("what it is for: `{\"text\", \"html\"}`");

const TASKS: Argument = Argument::body("tasks", Kind::Array)
    .help("what is to be done: `[{\"position\", \"name\", \"description\": {\"text\", \"html\"}}]`");

const REQUIRED: Argument = Argument::body("required", Kind::Boolean).help("whether its checklists must be completed");
