//! `sps sessions search`: a search page by page. Of more than the box lets anybody page through, a snapshot is taken, in
//! which it lets everybody.

use std::collections::HashSet;

use serde::Deserialize;

use super::{ACTIVE, CONTENT, END, PROTOCOL, Q, SNAPSHOT, START, USER};
use crate::catalog::{Argument, Effect, Kind, Operation, Paging};
use crate::dialect::Answer;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Refusal, Request};
use crate::record::Record;
use crate::session::Shortfall;
use crate::surroundings::LocalFuture;
use crate::workflow::{Handed, Outcome, Work};

pub(super) const SEARCH: Operation = Operation::stream("search", Effect::Read, search)
    .about("Search recorded sessions")
    .examples(&[("--protocol SSH --user jane --start 24h", ""), ("--active -o json", "")])
    .arguments(&[Q, START, END, PROTOCOL, USER, ACTIVE, CONTENT, FIELDS, SORT, BY_SNAPSHOT])
    .named_by("key")
    .columns(
        &["key", "start_time", "protocol", "user.name", "client.ip", "server.ip", "verdict", "active"],
        &["end_time", "duration", "server.port", "recording.connection_policy"],
    );

const FIELDS: Argument = Argument::query("fields", Kind::Strings)
    .help("fields, with commas between them, or `*` for all; by itself those of the table");
const SORT: Argument = Argument::query("sort", Kind::String).help("field to sort by; `-start_time`: the latest first");
const BY_SNAPSHOT: Argument =
    Argument::query("snapshot", Kind::String).help("search in this snapshot, which `snapshot` takes");

/// One page of a search.
const PAGE: Operation = Operation::list("search", "/api/audit/sessions")
    .about("Search recorded sessions")
    .arguments(&[
        Q,
        START,
        END,
        PROTOCOL,
        USER,
        ACTIVE,
        CONTENT,
        FIELDS,
        SORT,
        BY_SNAPSHOT,
        Argument::paging("limit", Kind::Integer),
        Argument::paging("offset", Kind::Integer),
    ])
    .pages(Paging::Link);

/// Without a word about fields the box answers keys alone.
const USUAL_FIELDS: [&str; 12] = [
    "start_time",
    "end_time",
    "duration",
    "protocol",
    "active",
    "verdict",
    "user.name",
    "client.ip",
    "server.ip",
    "server.port",
    "server.name",
    "recording.connection_policy",
];

/// No page begins after so many results, except in a snapshot.
const REACH: u64 = 10_000;

fn search<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let mut search = Search { work, seen: HashSet::new(), total: None };
        let first = work.session.dialect.first_page(search.request(given)?, Some(&PAGE), None);
        let end = match search.read(first.clone(), REACH).await {
            Ok(End::OutOfReach) => search.in_snapshot(&first).await,
            end => end,
        };
        match end {
            Ok(End::Last(Some(shortfall))) => Err(search.incomplete(&shortfall).into()),
            Ok(_) => Ok(Outcome::Streamed),
            Err(fault) => Err(search.cut_short(fault)),
        }
    })
}

enum End {
    /// Nobody wants more.
    Enough,
    /// All pages were read; less may have come than there is.
    Last(Option<Shortfall>),
    /// There is more than pages reach.
    OutOfReach,
}

struct Search<'a> {
    work: &'a Work<'a>,
    /// The keys that were handed over.
    seen: HashSet<String>,
    total: Option<u64>,
}

#[derive(Deserialize)]
struct Keyed {
    key: String,
}

impl Search<'_> {
    fn request(&self, given: &Given) -> Result<Request, Fault> {
        let fields = given.text("fields").unwrap_or_else(|| USUAL_FIELDS.join(","));
        self.work.plan(&PAGE, &given.clone().with("fields", fields))
    }

    /// Hands over what was not handed over before.
    async fn read(&mut self, first: Request, reach: u64) -> Result<End, Fault> {
        let reach = if first.query("snapshot").is_some() { u64::MAX } else { reach };
        let mut pages = self.work.session.pages(first);
        while let Some(records) = pages.next().await? {
            self.total = pages.total().or(self.total);
            if self.hand_over(&records) != Handed::More {
                return Ok(End::Enough);
            }
            self.tell();
            if self.total.is_some_and(|total| total > reach) {
                return Ok(End::OutOfReach);
            }
        }
        Ok(End::Last(pages.shortfall()))
    }

    fn hand_over(&mut self, records: &[Record]) -> Handed {
        for record in records {
            let key = serde_json::from_slice::<Keyed>(record.as_bytes()).map(|keyed| keyed.key);
            if key.is_ok_and(|key| !self.seen.insert(key)) {
                continue;
            }
            match self.work.listener.record(record) {
                Handed::More => {}
                other => return other,
            }
        }
        Handed::More
    }

    fn tell(&self) {
        let of = self.total.map(|total| format!(" of {total}")).unwrap_or_default();
        self.work.session.progress.doing(&format!("search sessions: {}{of}", self.seen.len()));
    }

    /// The same search in a snapshot; once more in another one if the first is gone before its end.
    async fn in_snapshot(&mut self, first: &Request) -> Result<End, Fault> {
        let mut again = true;
        loop {
            let snapshot = match self.snapshot().await {
                Ok(snapshot) => snapshot,
                // A box that knows no snapshots gives what pages reach.
                Err(Fault::Refused(Refusal { status: 404 | 405, .. })) => {
                    return self.read(first.clone(), u64::MAX).await;
                }
                Err(fault) => return Err(fault),
            };
            match self.read(first.with_query("snapshot", &snapshot), u64::MAX).await {
                Err(Fault::Refused(Refusal { status: 404, .. })) if again => again = false,
                end => return end,
            }
        }
    }

    async fn snapshot(&self) -> Result<String, Fault> {
        let request = self.work.plan(&SNAPSHOT, &Given::default())?;
        let Answer::Page(page) = self.work.session.ask(&request).await? else {
            return Err(without_name(&request));
        };
        let answer = page.records.first().map(Record::parse).transpose()?.unwrap_or_default();
        answer["snapshot"].as_str().map(str::to_owned).ok_or_else(|| without_name(&request))
    }

    fn came(&self) -> String {
        let of = self.total.map(|total| format!(" of {total}")).unwrap_or_default();
        format!("cannot search recorded sessions to the end: {}{of} came", self.seen.len())
    }

    fn incomplete(&self, shortfall: &Shortfall) -> Failure {
        let why = if shortfall.repeated { "the box sent the same page again" } else { "the box sent no more" };
        let failure =
            Failure { retryable: true, ..Failure::new(Code::Partial, format!("{}, then {why}", self.came())) };
        failure.hint("`--start` and `--end` make a search smaller")
    }

    /// What was handed over stands, and is not all.
    fn cut_short(&self, fault: Fault) -> Fault {
        if self.seen.is_empty() || matches!(fault, Fault::Interrupted(_)) {
            return fault;
        }
        let words = fault.to_string();
        let (code, http_status, hint) = match fault {
            Fault::Refused(refusal) => (code_of(refusal.status), Some(refusal.status), refusal.hint),
            Fault::Garbled { status, .. } => (Code::VendorError, Some(status), None),
            _ => (Code::Network, None, None),
        };
        let message = format!("{}, then {words}", self.came());
        let why = Failure { http_status, hint, retryable: true, ..Failure::new(code, words) };
        let causes = vec![why.cause(format!("after {} records", self.seen.len()))];
        Failure { code: Code::Partial, message, causes, ..why }.into()
    }
}

fn code_of(status: u16) -> Code {
    match status {
        401 => Code::Unauthenticated,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        429 => Code::RateLimited,
        400..500 => Code::Rejected,
        _ => Code::VendorError,
    }
}

fn without_name(request: &Request) -> Fault {
    let host = request.url.host_str().unwrap_or_default().to_owned();
    Fault::Garbled { host, status: 200, cause: "it names no snapshot".to_owned() }
}
