//! `beyondtrust report`: the Reporting API, version 1. One path, where a parameter says which report; answers in XML, or files.

mod duplicates;
mod export;
mod licences;
mod memory;
mod settle;
mod syslog;
mod when;

pub(super) use settle::settle;

use super::packed::NO_FILE;
use super::product::{PRA, RS};
use crate::catalog::{Argument, Effect, Group, Kind, Operation};
use crate::workflow::Workflow;

pub(super) const REPORT: Group = Group {
    name: "report",
    about: "What happened, and recordings of it",
    operations: OPERATIONS,
    groups: &[duplicates::DUPLICATES],
};

pub(super) const PATH: &str = "/api/reporting";
/// What says which report is meant.
pub(super) const SELECTOR: &str = "generate_report";

/// A report that is one thing.
const fn one(name: &'static str, report: &'static str) -> Operation {
    Operation::get(name, PATH).selected_by(SELECTOR, report)
}

/// A report that is a list, of the elements of this name.
const fn list(name: &'static str, report: &'static str, element: &'static str) -> Operation {
    Operation::list(name, PATH).selected_by(SELECTOR, report).answers_in(element)
}

/// A report that is a file. What comes as XML is an error.
const fn file(name: &'static str, report: &'static str) -> Operation {
    one(name, report).saves_unless(NO_FILE)
}

const OPERATIONS: &[Operation] = &[
    ACCESS_SESSION,
    SUPPORT_SESSION,
    list("access-session-listing", "AccessSessionListing", "session_summary")
        .about("List access sessions by their ids alone")
        .only(PRA)
        .arguments(TIMES)
        .named_by("lsid")
        .columns(LISTING_COLUMNS, &["external_key"]),
    list("support-session-listing", "SupportSessionListing", "session_summary")
        .about("List support sessions by their ids alone")
        .only(RS)
        .arguments(TIMES)
        .named_by("lsid")
        .columns(LISTING_COLUMNS, &["external_key"]),
    list("access-session-summary", "AccessSessionSummary", "summary")
        .about("Sum up access sessions by user")
        .only(PRA)
        .fixed(&[("report_type", "user")])
        .arguments(TIMES),
    list("support-session-summary", "SupportSessionSummary", "summary")
        .about("Sum up support sessions by representative, team or otherwise")
        .only(RS)
        .arguments(&[
            SINCE,
            UNTIL,
            LAST,
            ENDED,
            START_DATE,
            START_TIME,
            END_DATE,
            END_TIME,
            DURATION,
            Argument::query("report_type", Kind::String).help("by what, as `rep` or `team`").required(),
        ]),
    file("access-session-recording", "AccessSessionRecording")
        .about("Save the recording of an access session")
        .only(PRA)
        .arguments(&[LSID.positional().required()]),
    file("support-session-recording", "SupportSessionRecording")
        .about("Save the recording of a support session")
        .only(RS)
        .arguments(&[LSID.positional().required()]),
    file("command-shell-recording", "CommandShellRecording")
        .about("Save the recording of a command shell of a session")
        .arguments(&[
            LSID.positional().required(),
            Argument::query("instance", Kind::Integer).help("which of the shells of the session"),
        ]),
    file("show-my-screen-recording", "ShowMyScreenRecording")
        .about("Save the recording of a screen that was shown")
        .only(RS)
        .arguments(&[LSID.positional().required()]),
    file("presentation-session-recording", "PresentationSessionRecording")
        .about("Save the recording of a presentation")
        .only(RS)
        .arguments(&[LSID.positional().required()]),
    one("presentation-session", "PresentationSession")
        .about("Show presentations with what happened in them")
        .only(RS)
        .arguments(SESSIONS),
    one("presentation-session-listing", "PresentationSessionListing")
        .about("Show presentations by their ids alone")
        .only(RS)
        .arguments(TIMES),
    list("support-cust-exit-survey", "SupportCustExitSurvey", "exit_survey")
        .about("List what customers answered after sessions")
        .only(RS)
        .fixed(SURVEYED)
        .arguments(SURVEYS)
        .named_by("lsid")
        .columns(SURVEY_COLUMNS, &["question_list"]),
    list("support-rep-exit-survey", "SupportRepExitSurvey", "exit_survey")
        .about("List what representatives answered after sessions")
        .only(RS)
        .fixed(SURVEYED)
        .arguments(SURVEYS)
        .named_by("lsid")
        .columns(SURVEY_COLUMNS, &["question_list"]),
    list("support-team", "SupportTeam", "team_activity")
        .about("List what happened in support teams")
        .only(RS)
        .arguments(TEAMS),
    list("team", "Team", "team_activity").about("List what happened in teams").only(PRA).arguments(TEAMS),
    one("license-usage", "LicenseUsage").about("Show when most licences were in use").only(RS).arguments(&[
        SINCE,
        UNTIL,
        LAST,
        START_DATE,
        START_TIME,
        DURATION,
        Argument::query("group_by", Kind::String).values(&["hour", "day", "month"]).help("length of each interval"),
    ]),
    Operation::list("endpoint-license-usage", PATH)
        .selected_by(SELECTOR, "EndpointLicenseUsage")
        .about("List which endpoints use a licence")
        .named_by("Jump Item Name")
        .packed(licences::PACK, NO_FILE),
    list("vault-account-activity", "VaultAccountActivity", "vault_account_activity")
        .about("List what was done with Vault accounts in the last 90 days")
        .arguments(TIMES)
        .named_by("timestamp")
        .columns(&["timestamp", "event_type", "account", "performed_by.#text"], &["performed_by.id", "data"]),
    one("jump-item", "JumpItem").about("Show what happened to Jump Items").arguments(TIMES),
    Operation::list("syslog", PATH)
        .selected_by(SELECTOR, "Syslog")
        .about("List the syslog of the site")
        .named_by("when")
        .columns(&["when", "event", "who", "status", "target"], &["who_ip", "host", "site", "pid", "text"])
        .packed(syslog::PACK, NO_FILE),
];

/// The sessions of Privileged Remote Access.
const ACCESS_SESSION: Operation = list("access-session", "AccessSession", "session")
    .about("List access sessions with what happened in them")
    .examples(&[
        ("--last 24h", ""),
        ("--since 2026-01-31 --until 2026-01-31", "one day"),
        ("--since-file seen >> sessions.ndjson", "in a cron job: each session once"),
    ])
    .only(PRA)
    .arguments(SESSIONS)
    .named_by("lsid")
    .columns(SESSION_COLUMNS, SESSION_WIDE)
    .secret(LINKS)
    .instead(SINCE_FILE, &exported("access-session", |work, given| export::export(work, &ACCESS_SESSION, given)));

/// The sessions of Remote Support.
const SUPPORT_SESSION: Operation = list("support-session", "SupportSession", "session")
    .about("List support sessions with what happened in them")
    .examples(&[
        ("--last 24h", ""),
        ("--since 2026-01-31 --until 2026-01-31", "one day"),
        ("--since-file seen >> sessions.ndjson", "in a cron job: each session once"),
    ])
    .only(RS)
    .arguments(SESSIONS)
    .named_by("lsid")
    .columns(SESSION_COLUMNS, SESSION_WIDE)
    .secret(LINKS)
    .instead(SINCE_FILE, &exported("support-session", |work, given| export::export(work, &SUPPORT_SESSION, given)));

/// The same as they come: what was shown is noted, so that nothing may wait for the last one.
const fn exported(name: &'static str, job: Workflow) -> Operation {
    Operation::stream(name, Effect::Read, job)
        .about("List the sessions that have ended since the last run")
        .arguments(SESSIONS)
        .named_by("lsid")
        .columns(SESSION_COLUMNS, SESSION_WIDE)
        .secret(LINKS)
        .endless()
        .says_of_none("nothing has ended since")
}

pub(super) const SINCE_FILE: &str = "since_file";

const SINCE: Argument = Argument::workflow(settle::SINCE, Kind::String)
    .help("what began then or later: a time, a day, how long ago as `24h`, or seconds since 1970");

const UNTIL: Argument = Argument::workflow("until", Kind::String).help("and before then; a day is meant whole");

const LAST: Argument =
    Argument::workflow("last", Kind::String).help("what began so long ago or later, as `90m`, `24h` or `7d`");

const ENDED: Argument =
    Argument::workflow("ended", Kind::Boolean).help("these times are those of the ends, so that nothing goes on");

const START_DATE: Argument =
    Argument::query("start_date", Kind::String).help("what began on this day or later, as `2026-01-31`");

const START_TIME: Argument =
    Argument::query("start_time", Kind::Integer).help("what began then or later, in seconds since 1970");

const END_DATE: Argument =
    Argument::query("end_date", Kind::String).help("what ended on this day or later, as `2026-01-31`");

const END_TIME: Argument =
    Argument::query("end_time", Kind::Integer).help("what ended then or later, in seconds since 1970");

const DURATION: Argument = Argument::query("duration", Kind::Integer)
    .help("how long from then: days after a date, seconds after a time; 0 is until now");

const LSID: Argument = Argument::query("lsid", Kind::String).help("session");

const TIMES: &[Argument] = &[SINCE, UNTIL, LAST, ENDED, START_DATE, START_TIME, END_DATE, END_TIME, DURATION];

const SESSIONS: &[Argument] = &[
    SINCE,
    UNTIL,
    LAST,
    ENDED,
    START_DATE,
    START_TIME,
    END_DATE,
    END_TIME,
    DURATION,
    LSID,
    Argument::query("lsids", Kind::Strings).help("sessions, repeated"),
    Argument::workflow(SINCE_FILE, Kind::String)
        .on_disk()
        .help("only what has ended since the last run with this file, each session once, or again after a run that broke off; as ndjson"),
];

const TEAMS: &[Argument] = &[
    SINCE,
    UNTIL,
    LAST,
    ENDED,
    START_DATE,
    START_TIME,
    END_DATE,
    END_TIME,
    DURATION,
    Argument::query("team_id", Kind::Integer).help("this team alone"),
];

const SURVEYS: &[Argument] = &[
    SINCE,
    UNTIL,
    LAST,
    ENDED,
    START_DATE,
    START_TIME,
    END_DATE,
    END_TIME,
    DURATION,
    Argument::query("id", Kind::String).help("this representative alone"),
];

/// Of all representatives, unless one is named.
const SURVEYED: &[(&str, &str)] = &[("report_type", "rep"), ("id", "all")];

const SESSION_COLUMNS: &[&str] =
    &["lsid", "start_time.timestamp", "duration", "primary_rep.#text", "primary_customer.#text"];

const SESSION_WIDE: &[&str] =
    &["end_time.timestamp", "jump_group.#text", "external_key", "session_type", "file_transfer_count"];

const LISTING_COLUMNS: &[&str] = &["lsid", "has_recording"];

const SURVEY_COLUMNS: &[&str] = &["lsid", "submitted_by.#text", "submitted_by.type"];

/// Whoever has one of these sees the session.
const LINKS: &[&str] = &[
    "download_url",
    "session_chat_download_url",
    "session_chat_view_url",
    "session_recording_download_url",
    "session_recording_view_url",
];
