//! `sps sessions`: what was recorded, and what is known of each recording.

mod search;

use crate::catalog::{Argument, Group, Kind, Operation, Paging};
use crate::moment::{Meant, Written};

pub(super) const SESSIONS: Group = Group {
    name: "sessions",
    about: "Recorded sessions: search, details and recordings",
    operations: &[
        search::SEARCH,
        COUNT,
        Operation::get("stats", "/api/audit/sessions/stats")
            .about("Count sessions by the values of a field")
            .arguments(&[
                Argument::query("field", Kind::String).required().help("field, as `protocol` or `user.name`"),
                Q,
                START,
                END,
                PROTOCOL,
                USER,
                ACTIVE,
                Argument::query("sub_fields", Kind::String).help("a second field, by whose values each is divided"),
                Argument::query("size", Kind::Integer).help("how many values at most"),
            ]),
        SNAPSHOT,
        Operation::get("get", "/api/audit/sessions/{id}").about("Show sessions").arguments(&[SESSION]).named_by("key"),
        Operation::list("events", "/api/audit/sessions/{id}/events")
            .about("List what happened in an indexed session")
            .arguments(&[SESSION, OFFSET])
            .pages(Paging::Link),
        Operation::list("alerts", "/api/audit/sessions/{id}/alerts")
            .about("List the alerts of a session")
            .arguments(&[SESSION, OFFSET])
            .pages(Paging::Link),
        Operation::list("channels", "/api/audit/sessions/{id}/channels")
            .about("List the channels of a session")
            .arguments(&[SESSION])
            .answers_in("channels")
            .named_by("key")
            .columns(&["key", "type", "verdict", "start_time"], &[]),
        Operation::list("indexing", "/api/audit/sessions/{id}/indexing")
            .about("Show how a session was indexed")
            .arguments(&[SESSION, OFFSET])
            .pages(Paging::Link)
            .columns(&["status", "statistics.start_time", "statistics.duration"], &["version.worker"]),
        Operation::list("trail-downloads", "/api/audit/sessions/{id}/trail_downloads")
            .about("List who has downloaded the recording of a session")
            .arguments(&[SESSION, OFFSET])
            .pages(Paging::Link)
            .columns(&["time", "username", "ip_address", "from_api"], &[]),
        Operation::list("content", "/api/audit/sessions/{id}/content/")
            .about("Search in what was seen in an indexed session")
            .arguments(&[
                SESSION,
                Argument::query("q", Kind::String).required().help("words; a leading `*` is not taken"),
                OFFSET,
            ])
            .pages(Paging::Link),
        Operation::get("audit-trail", "/api/audit/sessions/{id}/audit_trail")
            .about("Save the recording of a session")
            .arguments(&[SESSION])
            .saves(),
    ],
    groups: &[],
};

const COUNT: Operation = Operation::get("count", "/api/audit/sessions/_count")
    .about("Count the sessions that a search finds")
    .arguments(&[Q, START, END, PROTOCOL, USER, ACTIVE, CONTENT]);

/// Five minutes after its last use a snapshot ends.
const SNAPSHOT: Operation = Operation::get("snapshot", "/api/audit/sessions/_snapshot")
    .about("Keep what a search finds as it is now, for five minutes");

const SESSION: Argument = Argument::path("id").help("key of the session");
const OFFSET: Argument = Argument::paging("offset", Kind::Integer);

const Q: Argument = Argument::query("q", Kind::String).help("expression, as `protocol:SSH AND user.name:jane`");
const START: Argument =
    Argument::query("start", Kind::String).when(Meant::From, Written::Rfc3339).help("only sessions that began later");
const END: Argument =
    Argument::query("end", Kind::String).when(Meant::Until, Written::Rfc3339).help("only sessions that ended before");
const CONTENT: Argument =
    Argument::query("content", Kind::String).help("words in indexed content, where the box searches there");
const PROTOCOL: Argument = Argument::term("protocol", Kind::String, "q", "protocol:{}")
    .help("only sessions of this protocol, as `SSH` or `TELNET`");
const USER: Argument =
    Argument::term("user", Kind::String, "q", "user.name:{}").help("only sessions of the user of this name");
const ACTIVE: Argument = Argument::either_term("active", "q", "active:true", "active:false")
    .help("only sessions that go on; `--active=false`: that have ended");
