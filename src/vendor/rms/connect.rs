//! `rms devices connect`: sessions of RMS Connect, and the links that they give.

use super::arguments::{DEVICE, END_DATE, LIMIT, OFFSET, START_DATE};
use crate::catalog::{Argument, Effect, Kind, Operation, Paging};

pub(super) const START: Operation = Operation::post("start", "/devices/connect/{access_id}")
    .about("Start a session and show its link")
    .object()
    .waits()
    .arguments(&[ACCESS, DURATION])
    .scope("device_remote_access:write");

pub(super) const SESSIONS: Operation = Operation::list("sessions", "/devices/connect/{access_id}/sessions")
    .about("List the sessions of a remote access configuration")
    .arguments(&[ACCESS, ACTIVE])
    .columns(
        &["id", "start_time", "end_time", "ttl", "email", "company_name"],
        &["username", "input_data", "output_data"],
    )
    .members(&[
        "id",
        "start_time",
        "end_time",
        "input_data",
        "output_data",
        "username",
        "email",
        "company_id",
        "company_name",
        "url",
        "ttl",
    ])
    .secret(&["url"])
    .scope("device_remote_access:read");

const CLOSE: Operation = Operation::delete("close", "/devices/connect/sessions/{session_id}")
    .about("Close sessions")
    .waits()
    .arguments(&[Argument::path("session_id").help("session, as `connect sessions` shows it")])
    .scope("device_remote_access:write");

pub(super) const OPERATIONS: &[Operation] = &[
    START,
    SESSIONS,
    CLOSE,
    Operation::post("webui", "/devices/{id}/connect/webui")
        .about("Make a link to the web page of devices")
        .object()
        .waits()
        .arguments(&[DEVICE, DURATION]),
    Operation::post("cli", "/devices/{id}/connect/cli")
        .about("Make a link to the command line of devices")
        .object()
        .waits()
        .arguments(&[DEVICE, DURATION]),
    Operation::post("status", "/devices/connect/status")
        .about("Show whether remote access configurations are connected")
        .batch_ids("id")
        .effect(Effect::Read)
        .waits(),
    Operation::list("logs", "/devices/connect/logs")
        .about("List past sessions")
        .arguments(&[
            ACTIVE,
            Argument::query("user_id", Kind::Integer).help("only sessions of this user"),
            Argument::query("type", Kind::String).values(&["webui", "lan-webui", "cli"]).help("what was opened"),
            START_DATE,
            END_DATE,
            Argument::query("sort", Kind::Strings)
                .help("start_date, end_date, company_name, input_data, output_data; `-` in front for descending"),
            LIMIT,
            OFFSET,
        ])
        .pages(Paging::Offset)
        .columns(&["id", "type", "username", "company_name", "start_time", "end_time"], &["input_data", "output_data"])
        .members(&["id", "type", "start_time", "end_time", "input_data", "output_data", "username", "company_name"]),
    Operation::post("restart", "/rms-connect/restart")
        .about("Restart a session by its link")
        .object()
        .waits()
        .arguments(&[Argument::body("url", Kind::String).required().secret().help("the link, without `https://`")]),
    Operation::get("auto-scan", "/devices/{id}/connect-auto-scan/")
        .about("Find open ports behind devices")
        .waits()
        .arguments(&[DEVICE, Argument::query("ports", Kind::Integers).required().help("ports to try")]),
];

pub(super) const LINKS: &[Operation] = &[Operation::list("list", "/devices/{id}/links")
    .about("List the open links to a device itself")
    .arguments(&[
        DEVICE,
        Argument::query("type", Kind::String).required().values(&["webui", "cli"]).help("what the links open"),
    ])
    .columns(&["link_id", "active", "ttl", "created_at"], &["url"])
    .members(&["link_id", "url", "ttl", "active", "created_at"])
    .secret(&["url"])];

const ACCESS: Argument =
    Argument::path("access_id").help("remote access configuration, as `remote-access list` shows it");

const ACTIVE: Argument =
    Argument::query("active", Kind::Boolean).help("only sessions that are open, or with `=false` those that are not");

const DURATION: Argument =
    Argument::body("duration", Kind::Integer).required().help("seconds that the link lives, at least 10");
