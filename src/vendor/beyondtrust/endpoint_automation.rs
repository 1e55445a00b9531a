//! `beyondtrust endpoint-automation`: scripts that run on many endpoints.

use super::arguments::{
    BY_HOSTNAME, BY_JUMP_GROUP_ID, BY_NAME, BY_PRIVATE_IP, BY_PUBLIC_IP, CURRENT_PAGE, DESCRIPTION, ENDPOINT, NAME,
    PER_PAGE,
};
use crate::catalog::{Argument, Effect, Group, Kind, Operation, Paging};
use crate::moment::{Meant, Written};

pub(super) const ENDPOINT_AUTOMATION: Group = Group {
    name: "endpoint-automation",
    about: "Scripts that run on many endpoints",
    operations: &[],
    groups: &[
        Group { name: "endpoints", about: "Endpoints that scripts can run on", operations: ENDPOINTS, groups: &[] },
        Group {
            name: "jobs",
            about: "Runs of scripts",
            operations: JOBS,
            groups: &[Group {
                name: "executions",
                about: "How a job went on each endpoint",
                operations: JOBS_EXECUTIONS,
                groups: &[],
            }],
        },
        Group {
            name: "scripts",
            about: "Scripts to run",
            operations: SCRIPTS,
            groups: &[Group {
                name: "resources",
                about: "Files that go along with a script",
                operations: SCRIPTS_RESOURCES,
                groups: &[],
            }],
        },
        Group { name: "resources", about: "Files for scripts", operations: RESOURCES, groups: &[] },
    ],
};

const ENDPOINTS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/endpoint-automation/endpoint")
        .about("List endpoints")
        .arguments(&[
            Argument::query("operating_system", Kind::String)
                .values(&["Windows", "Linux", "Mac"])
                .help("only with this operating system"),
            Argument::query("names", Kind::String).help("only with this name"),
            Argument::query("tags", Kind::String).help("only with this tag"),
            BY_HOSTNAME,
            BY_PUBLIC_IP,
            BY_PRIVATE_IP,
            BY_JUMP_GROUP_ID,
            PER_PAGE,
            CURRENT_PAGE,
        ])
        .pages(Paging::LinkHeader)
        .columns(ENDPOINT_COLUMNS, ENDPOINT_WIDE)
        .members(ENDPOINT_MEMBERS),
    Operation::get("get", "/api/config/v1/endpoint-automation/endpoint/{id}")
        .about("Show endpoints")
        .arguments(&[ENDPOINT])
        .columns(ENDPOINT_COLUMNS, ENDPOINT_WIDE)
        .members(ENDPOINT_MEMBERS),
];

const JOBS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/endpoint-automation/job")
        .about("List jobs")
        .arguments(&[BY_NAME, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(JOB_COLUMNS, JOB_WIDE)
        .members(JOB_MEMBERS),
    Operation::post("create", "/api/config/v1/endpoint-automation/job")
        .about("Run a script on endpoints")
        .object()
        .effect(Effect::Destroy)
        .arguments(&[
            NAME,
            Argument::body("notes", Kind::String).at_most(1000).help("remarks"),
            Argument::body("start_at", Kind::String).when(Meant::Ahead, Written::Rfc3339).help("when it starts"),
            TAG,
            OPERATING_SYSTEM,
            Argument::body("endpoint_ids", Kind::Integers).help("endpoints to run it on"),
            Argument::body("payload", Kind::Object)
                .help("what is run, as `{\"cmd\": \"...\", \"script\": \"...\", \"resource_ids\": [1]}`"),
        ])
        .warning("A job cannot be taken back."),
    Operation::get("get", "/api/config/v1/endpoint-automation/job/{id}")
        .about("Show jobs")
        .arguments(&[JOB])
        .columns(JOB_COLUMNS, JOB_WIDE)
        .members(JOB_MEMBERS),
];

const JOBS_EXECUTIONS: &[Operation] =
    &[Operation::list("list", "/api/config/v1/endpoint-automation/job/{id}/execution")
        .about("List how a job went on its endpoints")
        .arguments(&[JOB])
        .columns(
            &["endpoint_id", "state", "exit_code", "finished_timestamp", "finished_error"],
            &["started_running_timestamp", "finished_type", "log_file_path", "output_tail"],
        )
        .members(EXECUTION_MEMBERS)
        .named_by("endpoint_id")];

const SCRIPTS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/endpoint-automation/script")
        .about("List scripts")
        .arguments(&[PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(SCRIPT_COLUMNS, SCRIPT_WIDE)
        .members(SCRIPT_MEMBERS),
    Operation::post("create", "/api/config/v1/endpoint-automation/script").about("Create a script").object().arguments(
        &[
            NAME.required(),
            DESCRIPTION,
            TAG,
            Argument::body("cmd", Kind::String).within(1, 2048).help("command line that runs the script").required(),
            Argument::body("script", Kind::String).within(1, 100_000).help("text of the script").required(),
            OPERATING_SYSTEM.required(),
            Argument::body("resource_ids", Kind::Integers).at_most(20).help("files that go along"),
        ],
    ),
    Operation::get("get", "/api/config/v1/endpoint-automation/script/{id}")
        .about("Show scripts")
        .arguments(&[SCRIPT])
        .columns(SCRIPT_COLUMNS, SCRIPT_WIDE)
        .members(SCRIPT_MEMBERS),
];

const SCRIPTS_RESOURCES: &[Operation] =
    &[Operation::list("list", "/api/config/v1/endpoint-automation/script/{id}/resource")
        .about("List the files of a script")
        .arguments(&[SCRIPT])
        .columns(RESOURCE_COLUMNS, RESOURCE_WIDE)
        .members(RESOURCE_MEMBERS)];

const RESOURCES: &[Operation] = &[
    Operation::list("list", "/api/config/v1/endpoint-automation/resource")
        .about("List files for scripts")
        .arguments(&[PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(RESOURCE_COLUMNS, RESOURCE_WIDE)
        .members(RESOURCE_MEMBERS),
    Operation::get("get", "/api/config/v1/endpoint-automation/resource/{id}")
        .about("Show files for scripts")
        .arguments(&[Argument::number("id").help("resource")])
        .columns(RESOURCE_COLUMNS, RESOURCE_WIDE)
        .members(RESOURCE_MEMBERS),
];

const TAG: Argument = Argument::body("tag", Kind::String).at_most(128).help("tag to sort by");

const OPERATING_SYSTEM: Argument = Argument::body("operating_system", Kind::String)
    .values(&["Windows", "Linux", "Mac"])
    .help("operating system of the endpoints");

const JOB: Argument = Argument::number("id").help("job");

const SCRIPT: Argument = Argument::number("id").help("script");

const ENDPOINT_MEMBERS: &[&str] = &[
    "id",
    "operating_system_type",
    "names",
    "hostname",
    "tags",
    "public_ip",
    "private_ip",
    "is_active",
    "jump_group_id",
];

const JOB_MEMBERS: &[&str] = &[
    "id",
    "name",
    "notes",
    "start_at",
    "tag",
    "operating_system",
    "created_by_api_account_id",
    "created_by_user_id",
    "created_at",
    "finished_timestamp",
    "payload",
];

const EXECUTION_MEMBERS: &[&str] = &[
    "state",
    "started_running_timestamp",
    "finished_timestamp",
    "finished_type",
    "finished_error",
    "log_file_path",
    "endpoint_id",
    "output_tail",
    "exit_code",
];

const SCRIPT_MEMBERS: &[&str] = &[
    "id",
    "name",
    "description",
    "tag",
    "cmd",
    "script",
    "operating_system",
    "resource_ids",
    "created_by_api_account_id",
    "created_by_user_id",
    "updated_at",
    "created_at",
];

const RESOURCE_MEMBERS: &[&str] =
    &["id", "file_name", "file_size", "display_url", "hash", "updated_at", "created_at", "updated_by", "created_by"];

const ENDPOINT_COLUMNS: &[&str] = &["id", "names", "hostname", "operating_system_type", "is_active", "tags"];

const ENDPOINT_WIDE: &[&str] = &["public_ip", "private_ip", "jump_group_id"];

const JOB_COLUMNS: &[&str] = &["id", "name", "operating_system", "start_at", "finished_timestamp", "tag"];

const JOB_WIDE: &[&str] = &["created_by_user_id", "created_by_api_account_id", "created_at", "notes"];

const SCRIPT_COLUMNS: &[&str] = &["id", "name", "operating_system", "cmd", "tag", "updated_at"];

const SCRIPT_WIDE: &[&str] = &["description", "resource_ids", "created_by_user_id", "created_at"];

const RESOURCE_COLUMNS: &[&str] = &["id", "file_name", "file_size", "updated_at"];

const RESOURCE_WIDE: &[&str] = &["hash", "created_at", "display_url"];
