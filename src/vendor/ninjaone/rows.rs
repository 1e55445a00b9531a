//! The rows that jobs, selectors and the login check are made of, and the few commands that go with them.

use super::filter::{CLASS, DF, GROUP, ONLINE, ORG};
use super::{patches_pending, run_script, stale};
use crate::catalog::{Argument, Kind, Operation, Paging};

const SIZE: Argument = Argument::paging("pageSize", Kind::Integer);
const AFTER: Argument = Argument::paging("after", Kind::Integer);
const CURSOR: Argument = Argument::paging("cursor", Kind::String);

pub(super) const LIST_DEVICES: Operation = Operation::list("list", "/v2/devices")
    .about("List devices")
    .pages(Paging::AfterId)
    .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, SIZE, AFTER])
    .columns(&["id", "displayName", "nodeClass", "organizationId", "offline", "lastContact"], &["systemName"]);
pub(super) const DETAILED: Operation = Operation::list("list", "/v2/devices-detailed")
    .about("List devices with what is known of their hardware")
    .pages(Paging::AfterId)
    .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, SIZE, AFTER]);
pub(super) const SEARCH: Operation = Operation::list("search", "/v2/devices/search")
    .about("Search devices")
    .answers_in("devices")
    .arguments(&[Argument::query("q", Kind::String), Argument::query("limit", Kind::Integer)]);
pub(super) const ORGANIZATIONS: Operation = Operation::list("list", "/v2/organizations")
    .about("List organizations")
    .pages(Paging::AfterId)
    .arguments(&[Argument::query("of", Kind::String).help("filter of organizations"), SIZE, AFTER])
    .columns(&["id", "name", "description"], &["nodeApprovalMode"]);
pub(super) const SCRIPTS: Operation = Operation::list("list", "/v2/automation/scripts")
    .about("List scripts of the library")
    .columns(&["id", "name", "language", "active"], &["description"]);
pub(super) const OS_PATCHES: Operation = Operation::list("list", "/v2/queries/os-patches")
    .about("List patches of operating systems that are not installed")
    .pages(Paging::Cursor)
    .answers_in("results")
    .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, SIZE, CURSOR]);
pub(super) const SOFTWARE_PATCHES: Operation = Operation::list("list", "/v2/queries/software-patches")
    .about("List patches of software that are not installed")
    .pages(Paging::Cursor)
    .answers_in("results")
    .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, SIZE, CURSOR]);
pub(super) const DEVICE_ACTIVITIES: Operation = Operation::list("list", "/v2/device/{id}/activities")
    .about("List activities of a device")
    .answers_in("activities")
    .arguments(&[Argument::path("id"), Argument::query("pageSize", Kind::Integer)]);
pub(super) const RUN: Operation = Operation::post("run", "/v2/device/{id}/script/run")
    .about("Run a script on a device")
    .object()
    .arguments(&[Argument::path("id")]);
const ALERTS: Operation = Operation::list("list", "/v2/alerts")
    .about("List alerts")
    .named_by("uid")
    .arguments(&[DF, ORG, CLASS, ONLINE, GROUP])
    .columns(&["uid", "deviceId", "severity", "sourceType", "createTime", "message"], &["priority", "subject"]);
const RESET: Operation = Operation::delete("reset", "/v2/alert/{uid}")
    .about("Reset an alert")
    .arguments(&[Argument::path("uid").help("alert")]);
const ACTIVITIES: Operation = Operation::list("list", "/v2/activities")
    .about("List activities, the newest first")
    .pages(Paging::OlderThan)
    .answers_in("activities")
    .arguments(&[
        DF,
        ORG,
        CLASS,
        ONLINE,
        GROUP,
        Argument::query("newerThan", Kind::Integer).spelled("newer-than").help("only those with a greater id"),
        SIZE,
        Argument::paging("olderThan", Kind::Integer),
    ])
    .columns(&["id", "activityTime", "deviceId", "activityType", "statusCode", "message"], &["activityResult"]);

pub(super) const DEVICES: &[Operation] = &[LIST_DEVICES, stale::STALE];
pub(super) const ORGANIZATION_ROWS: &[Operation] = &[ORGANIZATIONS];
pub(super) const ALERT_ROWS: &[Operation] = &[ALERTS, RESET];
pub(super) const ACTIVITY_ROWS: &[Operation] = &[ACTIVITIES];
pub(super) const SCRIPT_ROWS: &[Operation] = &[SCRIPTS, run_script::RUN_SCRIPT];
pub(super) const PATCH_ROWS: &[Operation] = &[patches_pending::PENDING];
