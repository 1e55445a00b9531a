//! `beyondtrust report`: the Reporting API, version 1. One path, where a parameter says which report; answers in XML, or files.

use super::product::{PRA, RS};
use crate::catalog::{Argument, Group, Kind, Operation};

pub(super) const REPORT: Group =
    Group { name: "report", about: "What happened, and recordings of it", operations: OPERATIONS, groups: &[] };

const PATH: &str = "/api/reporting";

/// A report that is one thing.
const fn one(name: &'static str, report: &'static str) -> Operation {
    Operation::get(name, PATH).selected_by("generate_report", report)
}

/// A report that is a list, of the elements of this name.
const fn list(name: &'static str, report: &'static str, element: &'static str) -> Operation {
    Operation::list(name, PATH).selected_by("generate_report", report).answers_in(element)
}

/// A report that is a file. What comes as XML is an error.
const fn file(name: &'static str, report: &'static str) -> Operation {
    one(name, report).saves_unless(&["text/html", "text/xml", "application/xml"])
}

const OPERATIONS: &[Operation] = &[
    list("access-session", "AccessSession", "session")
        .about("List access sessions with what happened in them")
        .only(PRA)
        .one_of(WHICH)
        .arguments(SESSIONS)
        .named_by("lsid")
        .columns(SESSION_COLUMNS, SESSION_WIDE)
        .secret(LINKS),
    list("support-session", "SupportSession", "session")
        .about("List support sessions with what happened in them")
        .only(RS)
        .one_of(WHICH)
        .arguments(SESSIONS)
        .named_by("lsid")
        .columns(SESSION_COLUMNS, SESSION_WIDE)
        .secret(LINKS),
    list("access-session-listing", "AccessSessionListing", "session_summary")
        .about("List access sessions by their ids alone")
        .only(PRA)
        .one_of(WHEN)
        .arguments(TIMES)
        .named_by("lsid")
        .columns(LISTING_COLUMNS, &["external_key"]),
    list("support-session-listing", "SupportSessionListing", "session_summary")
        .about("List support sessions by their ids alone")
        .only(RS)
        .one_of(WHEN)
        .arguments(TIMES)
        .named_by("lsid")
        .columns(LISTING_COLUMNS, &["external_key"]),
    one("access-session-summary", "AccessSessionSummary")
        .about("Sum up access sessions by user")
        .only(PRA)
        .one_of(WHEN)
        .fixed(&[("report_type", "user")])
        .arguments(TIMES),
    one("support-session-summary", "SupportSessionSummary")
        .about("Sum up support sessions by representative, team or otherwise")
        .only(RS)
        .one_of(WHEN)
        .arguments(&[
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
        .one_of(WHICH)
        .arguments(SESSIONS),
    one("presentation-session-listing", "PresentationSessionListing")
        .about("Show presentations by their ids alone")
        .only(RS)
        .one_of(WHEN)
        .arguments(TIMES),
    list("support-cust-exit-survey", "SupportCustExitSurvey", "exit_survey")
        .about("List what customers answered after sessions")
        .only(RS)
        .one_of(WHEN)
        .fixed(SURVEYED)
        .arguments(SURVEYS)
        .named_by("lsid")
        .columns(SURVEY_COLUMNS, &["question_list"]),
    list("support-rep-exit-survey", "SupportRepExitSurvey", "exit_survey")
        .about("List what representatives answered after sessions")
        .only(RS)
        .one_of(WHEN)
        .fixed(SURVEYED)
        .arguments(SURVEYS)
        .named_by("lsid")
        .columns(SURVEY_COLUMNS, &["question_list"]),
    one("support-team", "SupportTeam")
        .about("Show what happened in support teams")
        .only(RS)
        .one_of(WHEN)
        .arguments(TEAMS),
    one("team", "Team").about("Show what happened in teams").only(PRA).one_of(WHEN).arguments(TEAMS),
    one("license-usage", "LicenseUsage")
        .about("Show when most licences were in use")
        .only(RS)
        .one_of(&["start_date", "start_time"])
        .arguments(&[
            START_DATE,
            START_TIME,
            DURATION,
            Argument::query("group_by", Kind::String).values(&["hour", "day", "month"]).help("length of each interval"),
        ]),
    file("endpoint-license-usage", "EndpointLicenseUsage").about("Save which endpoints use a licence, as ZIP"),
    list("vault-account-activity", "VaultAccountActivity", "vault_account_activity")
        .about("List what was done with Vault accounts, for 90 days")
        .arguments(TIMES)
        .named_by("timestamp")
        .columns(&["timestamp", "event_type", "account", "performed_by.#text"], &["performed_by.id", "data"]),
    one("jump-item", "JumpItem").about("Show what happened to Jump Items").arguments(TIMES),
    file("syslog", "Syslog").about("Save the syslog of the site, as ZIP"),
    one("archive-listing", "ArchiveListing")
        .about("Show which archives of a day there are")
        .only(RS)
        .arguments(&[DATE.required()]),
    file("archive", "Archive").about("Save an archive of a day, as gzip").only(RS).arguments(&[
        DATE.required(),
        Argument::query("type", Kind::String)
            .values(&["state", "event"])
            .help("the state at a time, or what happened since")
            .required(),
        Argument::query("index", Kind::Integer).help("which of the day's, as the listing shows it").required(),
    ]),
];

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

const DATE: Argument = Argument::query("date", Kind::String).help("day, as `2026-01-31`");

const TIMES: &[Argument] = &[START_DATE, START_TIME, END_DATE, END_TIME, DURATION];

const SESSIONS: &[Argument] = &[
    START_DATE,
    START_TIME,
    END_DATE,
    END_TIME,
    DURATION,
    LSID,
    Argument::query("lsids", Kind::Strings).help("sessions, repeated"),
];

const TEAMS: &[Argument] = &[
    START_DATE,
    START_TIME,
    END_DATE,
    END_TIME,
    DURATION,
    Argument::query("team_id", Kind::Integer).help("this team alone"),
];

const SURVEYS: &[Argument] = &[
    START_DATE,
    START_TIME,
    END_DATE,
    END_TIME,
    DURATION,
    Argument::query("id", Kind::String).help("this representative alone"),
];

/// Of all representatives, unless one is named.
const SURVEYED: &[(&str, &str)] = &[("report_type", "rep"), ("id", "all")];

const WHEN: &[&str] = &["start_date", "start_time", "end_date", "end_time"];

const WHICH: &[&str] = &["start_date", "start_time", "end_date", "end_time", "lsid", "lsids"];

const SESSION_COLUMNS: &[&str] =
    &["lsid", "start_time.#text", "duration", "primary_rep.#text", "primary_customer.#text"];

const SESSION_WIDE: &[&str] =
    &["end_time.#text", "jump_group.#text", "external_key", "session_type", "file_transfer_count"];

const LISTING_COLUMNS: &[&str] = &["lsid", "has_recording"];

const SURVEY_COLUMNS: &[&str] = &["lsid", "submitted_by"];

/// Whoever has one of these sees the session.
const LINKS: &[&str] = &[
    "download_url",
    "session_chat_download_url",
    "session_chat_view_url",
    "session_recording_download_url",
    "session_recording_view_url",
];
