//! `rms devices connect`: sessions of RMS Connect, and the links that they give.

use crate::catalog::{Argument, Kind, Operation};

pub(super) const START: Operation = Operation::post("start", "/devices/connect/{access_id}")
    .about("Start a session and show its link")
    .object()
    .waits()
    .arguments(&[
        Argument::path("access_id").help("remote access configuration, as `remote-access list` shows it"),
        Argument::body("duration", Kind::Integer)
            .required()
            .help("seconds that the link lives, at least 10"),
    ])
    .scope("device_remote_access:write");

pub(super) const SESSIONS: Operation = Operation::list("sessions", "/devices/connect/{access_id}/sessions")
    .about("List the sessions of a remote access configuration")
    .arguments(&[
        Argument::path("access_id").help("remote access configuration, as `remote-access list` shows it"),
        Argument::query("active", Kind::Boolean)
            .help("only sessions that are open, or with `=false` those that are not"),
    ])
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

pub(super) const OPERATIONS: &[Operation] = &[START, SESSIONS, CLOSE];
