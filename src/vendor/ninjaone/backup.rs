//! `ninjaone backup`: runs of backups, checks of what they kept, and the room that it takes.

use super::arguments::{CURSOR, PAGE_SIZE};
use super::filter::{CLASS, DF, GROUP, ONLINE, ORG};
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const BACKUP: Group = Group {
    name: "backup",
    about: "Backup jobs, and the room that backups take up",
    operations: &[Operation::post("set-bandwidth-throttle", "/v2/backup/bandwidth-throttle")
        .about("Limit how fast devices back up")
        .one_id("deviceId")
        .arguments(&[Argument::body("bandwidthThrottle", Kind::Object).help(
            "`{\"enabled\", \"workHoursKbps\", \"nonWorkHoursKbps\", \"workHoursUserUnit\", \
             \"nonWorkHoursUserUnit\", \"workSchedule\"}`",
        )])],
    groups: &[
        Group { name: "jobs", about: "Backup jobs", operations: &[JOBS], groups: &[] },
        Group {
            name: "integrity-check-jobs",
            about: "Checks of what backups kept",
            operations: INTEGRITY_CHECK_JOBS,
            groups: &[],
        },
        Group { name: "usage", about: "Room that the backups of locations take up", operations: USAGE, groups: &[] },
    ],
};

const JOBS: Operation = Operation::list("list", "/v2/backup/jobs")
    .about("List backup jobs")
    .named_by("jobId")
    .arguments(FILTERS)
    .pages(Paging::Cursor)
    .answers_in("results")
    .columns(COLUMNS, WIDE)
    .members(MEMBERS);

const INTEGRITY_CHECK_JOBS: &[Operation] = &[
    Operation::list("list", "/v2/backup/integrity-check-jobs")
        .about("List checks of backups")
        .named_by("jobId")
        .arguments(FILTERS)
        .pages(Paging::Cursor)
        .answers_in("results")
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::post("create", "/v2/backup/integrity-check-jobs")
        .about("Check the backups of devices")
        .one_id("deviceId")
        .arguments(&[Argument::body("planUid", Kind::String).help("plan whose backups are checked")])
        .members(&["result", "jobUid", "deviceId", "planGuid", "planName", "planType"]),
];

const USAGE: &[Operation] = &[
    Operation::list("list", "/v2/organization/{id}/locations/backup/usage")
        .about("List what the backups of an organization take up")
        .named_by("locationId")
        .arguments(&[ORGANIZATION])
        .columns(USAGE_COLUMNS, USAGE_WIDE)
        .members(USAGE_MEMBERS),
    Operation::get("get", "/v2/organization/{id}/locations/{locationId}/backup/usage")
        .about("Show what the backups of a location take up")
        .arguments(&[ORGANIZATION, Argument::path("locationId").help("location")])
        .columns(USAGE_COLUMNS, USAGE_WIDE)
        .members(USAGE_MEMBERS),
];

const ORGANIZATION: Argument = Argument::path("id").help("organization");

const FILTERS: &[Argument] = &[
    DF,
    ORG,
    CLASS,
    ONLINE,
    GROUP,
    Argument::query("ddf", Kind::String)
        .spelled("deleted-device-filter")
        .help("filter of deleted devices, written like --df"),
    Argument::query("sf", Kind::String)
        .spelled("status-filter")
        .help("as `status = RUNNING`, or `status in (COMPLETED, FAILED)`"),
    Argument::query("ptf", Kind::String)
        .spelled("plan-type-filter")
        .help("as `planType = IMAGE`, or `planType in (IMAGE, FILE_FOLDER)`"),
    Argument::query("stf", Kind::String)
        .spelled("start-time-filter")
        .help("in UTC, as `startTime after 2026-01-31T00:00:00.000Z`, or `startTime between (A, B)`"),
    Argument::query("include", Kind::String).help("jobs of `active` devices, of `deleted` ones, or `all`"),
    CURSOR,
    PAGE_SIZE,
];

const COLUMNS: &[&str] =
    &["deviceId", "planName", "planType", "jobStatus", "jobStartTime", "jobEndTime", "destination"];

const WIDE: &[&str] =
    &["jobId", "totalStoredBytes", "filesUploaded", "organizationId", "locationId", "upsyncJob.status"];

const MEMBERS: &[&str] = &[
    "jobId",
    "jobStartTime",
    "jobEndTime",
    "jobStatus",
    "destination",
    "sourceJobId",
    "planGuid",
    "planName",
    "planType",
    "totalActualStorageBytes",
    "totalStoredBytes",
    "filesUploaded",
    "organizationId",
    "locationId",
    "deviceId",
    "upsyncJob",
];

const USAGE_COLUMNS: &[&str] =
    &["locationId", "locationName", "cloudTotalSize", "localTotalSize", "revisionsTotalSize"];

const USAGE_WIDE: &[&str] = &[
    "organizationName",
    "cloudImageSize",
    "cloudImageV2Size",
    "cloudFileFolderSize",
    "lastSuccessfulBackupJob",
    "lastFailedBackupJob",
];

const USAGE_MEMBERS: &[&str] = &[
    "locationId",
    "locationName",
    "locationDescription",
    "revisionsCurrentSize",
    "revisionsPreviousSize",
    "revisionsDeletedSize",
    "localFileFolderSize",
    "localImageSize",
    "localImageV2Size",
    "cloudFileFolderSize",
    "cloudImageSize",
    "cloudImageV2Size",
    "cloudNetworkShareSize",
    "lastSuccessfulBackupJob",
    "lastFailedBackupJob",
    "organizationId",
    "organizationName",
    "revisionsTotalSize",
    "cloudTotalSize",
    "localTotalSize",
];
