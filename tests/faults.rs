//! The fault ring: everything that can go wrong, at every place, in every row. What must hold is written down here again,
//! independently of the program.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inside;

#[path = "faults/beyondtrust.rs"]
mod beyondtrust;
#[path = "faults/cisco.rs"]
mod cisco;
#[path = "faults/jobs.rs"]
mod jobs;
#[path = "faults/sps.rs"]
mod sps;

use std::path::{Path, PathBuf};

use inside::samples::{self, Extent, RMS, Row, SAMPLES, Samples};
use inside::{Ran, each, run, run_words, run_words_with, sandbox_with, variables, words_of};
use sandbox::{
    BEYONDTRUST_CLIENT_SECRET, CISCO_ADMIN_PASSWORD, CISCO_LOCAL_PASSWORD, CISCO_PASSWORD, FIRST_SERIAL, Fault,
    Misbehaviour, NINJAONE_CLIENT_SECRET, Options, RMS_TOKEN, SPS_PASSWORD, Sandbox, Seen,
};
use serde_json::Value;

/// The requests of `connect-link` for a device without a remote access, in their order: method, path, how many that look
/// the same come before, and whether it changes something.
const STEPS: &[(&str, &str, &str, u64, Kind)] = &[
    ("the search", "GET", "/rms/api/devices", 0, Kind::Read),
    ("the remote accesses", "GET", "/rms/api/devices/remote-access", 0, Kind::Read),
    ("the new remote access", "POST", "/rms/api/devices/remote-access", 0, Kind::Change),
    ("its end", "GET", "/status/channel/", 1, Kind::Poll),
    ("the remote accesses again", "GET", "/rms/api/devices/remote-access", 1, Kind::Read),
    ("the sessions", "GET", "/rms/api/devices/connect/", 0, Kind::Read),
    ("the new session", "POST", "/rms/api/devices/connect/", 0, Kind::Change),
    ("the session's end", "GET", "/status/channel/", 4, Kind::Poll),
    ("the sessions again", "GET", "/rms/api/devices/connect/", 1, Kind::Read),
];

/// What a request is to the vendor's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Read,
    Change,
    /// It asks how a change ended that was accepted.
    Poll,
    /// A page of a list after the first.
    LaterPage,
}

/// Something that goes wrong and does not get better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Silence,
    ResetBeforeWork,
    ResetAfterWork,
    HeadersOnly,
    HalfBody,
    Html,
    Empty,
    Refused(u16),
    /// A 429 that names a time to wait.
    Limited(u64),
    /// A status without the vendor's words, as a gateway sends it.
    Gateway(u16),
}

use Trouble::*;

const TROUBLES: &[Trouble] = &[
    Silence,
    ResetBeforeWork,
    ResetAfterWork,
    HeadersOnly,
    HalfBody,
    Html,
    Empty,
    Refused(400),
    Refused(401),
    Refused(403),
    Refused(404),
    Refused(409),
    Refused(422),
    Refused(429),
    Refused(500),
    Refused(503),
    Limited(30),
    Limited(3600),
    Gateway(502),
    Gateway(504),
];

impl Trouble {
    fn misbehaviour(self, vendor: &Samples) -> Misbehaviour {
        let answer = |status, headers: &[(&str, String)], body: &str| Misbehaviour::Answer {
            status,
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            body: body.to_owned(),
        };
        let no = vendor.no;
        match self {
            Silence => Misbehaviour::Silence,
            ResetBeforeWork => Misbehaviour::HangUp,
            ResetAfterWork => Misbehaviour::HangUpAfterWork,
            HeadersOnly => Misbehaviour::HeadersOnly,
            HalfBody => Misbehaviour::HalfBody,
            Html => Misbehaviour::Html,
            Empty => Misbehaviour::Empty,
            Refused(status) => answer(status, &[], no),
            Limited(seconds) => answer(429, &[("retry-after", seconds.to_string())], no),
            Gateway(status) => answer(status, &[], "<html>Bad gateway</html>"),
        }
    }

    /// The exit code of the contract.
    fn exit(self, kind: Kind, vendor: &Samples) -> u8 {
        let whole_answer = match self {
            Refused(400 | 422) => Some(13),
            Refused(401) => Some(vendor.unauthorized),
            Refused(403) => Some(5),
            Refused(404) => Some(3),
            Refused(409) => Some(12),
            Refused(429) | Limited(_) => Some(6),
            Refused(_) => Some(7),
            _ => None,
        };
        match (kind, self, whole_answer) {
            // What was got is on standard output.
            (Kind::LaterPage, ..) => 9,
            // The change was accepted, and nothing readable says how it ended.
            (Kind::Poll, ..) => 14,
            (_, _, Some(exit)) => exit,
            (Kind::Change, Empty, _) if vendor.empty_is_done => 0,
            (Kind::Change, ..) => 14,
            (Kind::Read, Html | Empty | Gateway(_), _) => 7,
            (Kind::Read, ..) => 8,
        }
    }

    /// How often the request may arrive: three retries where repeating is safe and may help.
    fn arrivals(self, kind: Kind, vendor: &Samples) -> usize {
        match (self, kind) {
            (Refused(401), _) if vendor.renews => 2,
            // It may have lacked a token, which the box is asked for.
            (Refused(403), Kind::Change) if vendor.vendor == "sps" => 2,
            (Refused(429), _) if vendor.blind_429 => 4,
            (Html, Kind::Read | Kind::LaterPage) if vendor.html_is_limit => 4,
            // This one is run without retries: each attempt costs a second.
            (Silence, _) => 1,
            (Limited(30), _) => 4,
            (Refused(429) | Limited(_), _) | (_, Kind::Change) => 1,
            (Refused(500 | 503) | Gateway(502 | 504), _) => 4,
            (ResetBeforeWork | ResetAfterWork | HeadersOnly | HalfBody, _) => 4,
            _ => 1,
        }
    }
}

/// One place and one trouble there.
struct Case {
    name: String,
    vendor: &'static Samples,
    line: Vec<String>,
    method: String,
    path: String,
    after: u64,
    kind: Kind,
    trouble: Trouble,
    /// It may tell on standard output what became of each thing.
    is_job: bool,
}

impl Case {
    /// The first request of a row, which is `seen`.
    fn of_row(row: &Row, line: &[String], path: &str, trouble: Trouble) -> Self {
        Self {
            name: format!("{} / {trouble:?}", row.words),
            vendor: row.samples(),
            line: line.to_vec(),
            method: row.operation.verb.to_owned(),
            path: path.to_owned(),
            after: 0,
            kind: if row.operation.effect.is_change() { Kind::Change } else { Kind::Read },
            trouble,
            is_job: false,
        }
    }

    fn of_poll(row: &Row, line: &[String], trouble: Trouble) -> Self {
        Self {
            name: format!("{} / poll / {trouble:?}", row.words),
            after: 1,
            kind: if row.operation.effect.is_change() { Kind::Poll } else { Kind::Read },
            method: "GET".to_owned(),
            ..Self::of_row(row, line, "/status/channel/", trouble)
        }
    }

    /// The last page of two.
    fn of_second_page(vendor: &'static Samples, trouble: Trouble) -> Self {
        let page = vendor.second_page.unwrap();
        Self {
            name: format!("{} / second page / {trouble:?}", vendor.vendor),
            vendor,
            line: words_of(&format!("rmctl {} {} -o json", vendor.vendor, page.list)),
            method: "GET".to_owned(),
            path: page.path.to_owned(),
            after: page.after,
            kind: Kind::LaterPage,
            trouble,
            is_job: false,
        }
    }

    fn of_step(step: &(&'static str, &'static str, &'static str, u64, Kind), trouble: Trouble) -> Self {
        Self {
            name: format!("connect-link / {} / {trouble:?}", step.0),
            vendor: &RMS,
            line: words_of(&format!("rmctl rms connect-link --serial {FIRST_SERIAL} -o json")),
            method: step.1.to_owned(),
            path: step.2.to_owned(),
            after: step.3,
            kind: step.4,
            trouble,
            is_job: false,
        }
    }

    /// Everything that does not hold, in words.
    fn complaints(&self, sandbox: &Sandbox) -> Vec<String> {
        let before = sandbox.requests().len();
        sandbox.inject(
            Fault::at(&self.path, self.trouble.misbehaviour(self.vendor))
                .on(&self.method)
                .after(self.after)
                .times(u64::MAX),
        );
        let mut line = self.line.clone();
        if self.trouble == Silence {
            line.extend(words_of("--timeout 1 --retries 0"));
        }

        let ran = run_words_with(telling(sandbox, None), line);

        sandbox.forgive();
        let arrived = sandbox.requests().split_off(before);
        let fitting =
            arrived.iter().filter(|seen| seen.method == self.method && seen.path.starts_with(&self.path)).count();
        let hit = fitting.saturating_sub(usize::try_from(self.after).unwrap());
        let exit = match (self.is_empty_delete(), self.is_asked_for_words()) {
            (true, _) => 0,
            (_, true) => 14,
            (false, false) => self.trouble.exit(self.kind, self.vendor),
        };
        if exit == 0 {
            return self.unharmed(&ran, hit);
        }
        let mut complaints = ran_complaints(&ran, exit);
        if hit != self.trouble.arrivals(self.kind, self.vendor) {
            complaints.push(format!("arrived {hit} times, not {}", self.trouble.arrivals(self.kind, self.vendor)));
        }
        let is_list = self.kind == Kind::LaterPage;
        let records = serde_json::from_str::<Vec<Value>>(&ran.stdout).map_or(0, |records| records.len() as u64);
        let first_page = self.vendor.second_page.map_or(0, |page| page.records);
        if is_list && records != first_page {
            complaints.push(format!("{records} records on standard output, not {first_page}"));
        }
        if !(is_list || ran.stdout.is_empty() || self.is_job && tells_no_success(&ran)) {
            complaints.push(format!("standard output has {:?}", ran.stdout));
        }
        told(&self.name, &ran, complaints)
    }
}

impl Case {
    /// The vendor has nothing to say of what is gone.
    fn is_empty_delete(&self) -> bool {
        self.vendor.vendor == "sps" && self.method == "DELETE" && self.trouble == Empty
    }

    /// A change whose success is always told in words, or that is made for them, is answered by nothing.
    fn is_asked_for_words(&self) -> bool {
        let is_one = ["/api/command", "/check-out"].iter().any(|end| self.path.ends_with(end));
        is_one && self.vendor.vendor == "beyondtrust" && self.kind == Kind::Change && self.trouble == Empty
    }

    /// What the vendor means as a success is reported as one, and was asked for once.
    fn unharmed(&self, ran: &Ran, hit: usize) -> Vec<String> {
        let is_said = ran.stderr.lines().count() == 1 && !holds_secret(&ran.stderr);
        let is_done = ran.exit == 0 && ran.stdout == "{}\n" && is_said;
        let complaint = || format!("{}: arrived {hit} times, and this is no success: {ran:?}", self.name);
        (!is_done || hit != 1).then(complaint).into_iter().collect()
    }
}

/// Variables by which errors are JSON in every format, and what is noted goes to this folder.
fn telling(sandbox: &Sandbox, state: Option<&Path>) -> Vec<(String, String)> {
    let mut variables = variables(sandbox);
    variables.push(("RMCTL_ERROR_FORMAT".to_owned(), "json".to_owned()));
    variables.extend(state.map(|folder| ("RMCTL_STATE_DIR".to_owned(), folder.display().to_string())));
    variables
}

/// A whole list without anything that was done.
fn tells_no_success(ran: &Ran) -> bool {
    let state = if ran.exit == 14 { "unknown" } else { "failed" };
    serde_json::from_str::<Vec<Value>>(&ran.stdout).is_ok_and(|items| items.iter().all(|item| item["status"] == state))
}

/// A remote access (62001) on the first device, and an open session (911) of it.
fn prepare(sandbox: &Sandbox) {
    let ran = run(sandbox, "rmctl rms connect-link --device 70810 -o json");
    assert_eq!((ran.exit, &ran.json()["access_id"]), (0, &Value::from("62001")), "{ran:?}");
    assert_eq!(ran.json()["session_id"], "911");
}

/// Complaints with what they are about, and what the run said.
fn told(about: &str, ran: &Ran, complaints: Vec<String>) -> Vec<String> {
    complaints.into_iter().map(|one| format!("{about}: {one}: {}", ran.stderr.trim())).collect()
}

fn ran_complaints(ran: &Ran, exit: u8) -> Vec<String> {
    let mut complaints = Vec::new();
    if ran.exit != exit {
        complaints.push(format!("exit {}, not {exit}", ran.exit));
    }
    let lines: Vec<&str> = ran.stderr.lines().collect();
    let said = serde_json::from_str::<Value>(&ran.stderr).unwrap_or_default();
    if lines.len() != 1 || said["error"]["exit"] != exit {
        complaints.push("standard error is not the one JSON line of that exit".to_owned());
    }
    if said["error"]["exit"] == 14 && said["error"]["retryable"] != false {
        complaints.push("what may have happened is called retryable".to_owned());
    }
    if holds_secret(&ran.stdout) || holds_secret(&ran.stderr) {
        complaints.push("a secret came out".to_owned());
    }
    complaints
}

/// What logs in to Cisco, what it brings, and what new passwords are tried with.
const OF_CISCO: &[&str] = &[CISCO_PASSWORD, CISCO_LOCAL_PASSWORD, CISCO_ADMIN_PASSWORD, "eyJhbGciOiJ", "Secret-123"];

/// What the Vault of BeyondTrust lends.
const OF_BEYONDTRUST: &[&str] = &["SANDBOX-vault-password", "SANDBOX-vault-token"];

/// The token, a good part of it, or a link.
fn holds_secret(text: &str) -> bool {
    text.contains(&RMS_TOKEN[..20])
        || text.contains(&RMS_TOKEN[RMS_TOKEN.len() - 20..])
        || text.contains(NINJAONE_CLIENT_SECRET)
        || text.contains(BEYONDTRUST_CLIENT_SECRET)
        || text.contains("proxy1-connect")
        || text.contains(SPS_PASSWORD)
        || OF_CISCO.iter().chain(OF_BEYONDTRUST).any(|secret| text.contains(secret))
}

/// The complaints of cases that each have a sandbox of their own.
fn assert_all_hold(cases: &[Case], options: &Options) {
    let complaints = each(cases, |case| case.complaints(&sandbox_with(options.clone())));

    assert_no(&complaints);
}

fn assert_no(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

/// Those in which the vendor carries the request out come last: a thing is deleted once.
fn troubles() -> Vec<Trouble> {
    let works = |trouble: &Trouble| matches!(trouble, ResetAfterWork | HeadersOnly | HalfBody);
    let (last, first): (Vec<Trouble>, Vec<Trouble>) = TROUBLES.iter().partition(|trouble| works(trouble));
    first.into_iter().chain(last).collect()
}

fn each_trouble(of: impl Fn(Trouble) -> Vec<Case>) -> Vec<Case> {
    TROUBLES.iter().flat_map(|trouble| of(*trouble)).collect()
}

/// A row in a sandbox where its line works, and what it asks first.
struct Place {
    row: Row,
    sandbox: Sandbox,
    line: Vec<String>,
    saved: PathBuf,
    _folder: tempfile::TempDir,
}

impl Place {
    fn of(row: &Row) -> Self {
        let folder = samples::folder();
        Self {
            row: row.clone(),
            sandbox: samples::furnished(row, folder.path()),
            line: samples::sample(row, Extent::Least, folder.path()),
            saved: folder.path().join("saved"),
            _folder: folder,
        }
    }

    /// The path of the row's own request, how many that look the same come before it, and whether the vendor answers it
    /// with nothing.
    fn trial(&self) -> (String, u64, bool) {
        let place = Self::of(&self.row);
        let before = place.sandbox.requests().len();
        let ran = run_words(&place.sandbox, place.line.clone());
        let arrived = place.sandbox.requests().split_off(before);
        let own = arrived.iter().position(|seen| self.row.sends(seen)).unwrap();
        let path = arrived[own].path.split('?').next().unwrap().to_owned();
        let looks_so = |seen: &&Seen| seen.method == self.row.operation.verb && seen.path.starts_with(&path);
        let before = arrived[..own].iter().filter(looks_so).count();
        // What is saved comes from elsewhere, if the answer says only where.
        let is_elsewhere = self.row.is_file() && arrived[own + 1..].iter().any(|seen| !looks_so(&seen));
        (path, before as u64, ran.stdout == "{}\n" || is_elsewhere)
    }
}

/// Each attempt that is met by silence costs a second, so only a read, a change and a download meet it.
const SILENT: &[&str] = &[
    "rms devices list",
    "rms devices reboot",
    "rms devices export",
    "beyondtrust jump-clients list",
    "beyondtrust users update",
    "beyondtrust jumpoints installers download",
    "ninjaone devices list",
    "ninjaone devices reboot",
    "ninjaone knowledge-base articles download",
    "cisco agents list",
    "cisco asset-types create",
    "cisco-local events list",
];

/// Troubles of one sort. The rows of a vendor that has very many take turns: each meets one of every sort, and all meet
/// every trouble often.
const SORTS: &[&[Trouble]] = &[
    &[ResetBeforeWork, ResetAfterWork],
    &[HeadersOnly, HalfBody],
    &[Html, Empty],
    &[Refused(400), Refused(401), Refused(403), Refused(404), Refused(409), Refused(422)],
    &[Refused(500), Refused(503), Gateway(502), Gateway(504)],
    &[Refused(429), Limited(30), Limited(3600)],
];

fn is_its_turn(trouble: Trouble, number: usize) -> bool {
    let sort = SORTS.iter().find(|sort| sort.contains(&trouble));
    sort.is_none_or(|sort| sort[number % sort.len()] == trouble)
}

#[test]
fn trouble_at_the_first_call_of_every_row() {
    let mut rows = samples::forms();
    // These have more than one call, and laws of their own.
    rows.retain(|row| !sps::is_committed(row) && row.words != beyondtrust::INFO);
    let mut rows: Vec<(usize, Row)> = rows.into_iter().enumerate().collect();
    // The tree of SPS is read in one way; a third of its places stands for all.
    rows.retain(|(number, row)| !row.operation.path.starts_with("/api/configuration/") || number.is_multiple_of(3));

    let complaints = each(&rows, |(number, row)| {
        let place = Place::of(row);
        let (path, after, is_empty) = place.trial();
        let fitting = |trouble: &Trouble| match trouble {
            Silence => SILENT.contains(&row.words.as_str()),
            // Of nothing, nothing can be missing.
            HeadersOnly | HalfBody if is_empty => false,
            trouble => !row.samples().takes_turns || is_its_turn(*trouble, *number),
        };
        let of = |trouble| Case { after, ..Case::of_row(row, &place.line, &path, trouble) };
        let cases = troubles().into_iter().filter(fitting).map(of);
        let mut complaints: Vec<String> = cases.flat_map(|case| case.complaints(&place.sandbox)).collect();
        if place.saved.exists() {
            complaints.push(format!("{}: half a file was left", row.words));
        }
        complaints
    });

    assert_no(&complaints);
    assert!(rows.len() >= 561 + 80 + 310, "{}", rows.len());
}

/// Waiting is the same for all rows, so one of them meets every trouble, and the others one of each sort.
const ANYWHERE: &[Trouble] = &[Html, Refused(403), Gateway(502), HalfBody];

#[test]
fn trouble_while_work_is_waited_for() {
    let mut rows = samples::requests();
    rows.retain(|row| row.operation.waits);

    let complaints = each(&rows, |row| {
        let is_met = |trouble: &Trouble| ANYWHERE.contains(trouble) || row.words == "rms devices reboot";
        troubles()
            .into_iter()
            .filter(is_met)
            .flat_map(|trouble| {
                let place = Place::of(row);
                Case::of_poll(row, &place.line, trouble).complaints(&place.sandbox)
            })
            .collect()
    });

    assert_no(&complaints);
    assert_eq!(rows.len(), 62);
}

#[test]
fn trouble_at_the_second_page() {
    let paging: Vec<&Samples> = SAMPLES.iter().copied().filter(|vendor| vendor.second_page.is_some()).collect();
    assert_eq!(paging.len(), 5);

    for vendor in paging {
        let cases = each_trouble(|trouble| vec![Case::of_second_page(vendor, trouble)]);
        let records = vendor.second_page.unwrap().records;
        assert_all_hold(&cases, &Options { max_page: records, devices: 2 * records, ..Options::default() });
    }
}

#[test]
fn what_came_before_the_trouble_is_valid_in_every_format() {
    let formats = ["json", "ndjson", "yaml", "csv", "tsv", "name", "table", "wide"];

    let found = formats.map(|format| {
        let sandbox = sandbox_with(Options { max_page: 10, ..Options::default() });
        sandbox.inject(Fault::at("/rms/api/devices", Refused(403).misbehaviour(&RMS)).after(3).times(u64::MAX));
        let ran = run(&sandbox, &format!("rmctl rms devices list --fields id --fields serial -o {format}"));
        (ran.exit, format, ran.stdout.lines().count(), ran.stdout.contains("70819"), ran.stdout.ends_with('\n'))
    });

    // A line for each record: between brackets, with a second member below, under a header.
    let lines = [12, 10, 20, 11, 11, 10, 11, 11];
    assert_eq!(found, std::array::from_fn(|number| (9, formats[number], lines[number], true, true)));
}

#[test]
fn trouble_at_every_step_of_connect_link() {
    let cases = each_trouble(|trouble| STEPS.iter().map(|step| Case::of_step(step, trouble)).collect());

    assert_all_hold(&cases, &Options::default());
}

#[test]
fn the_steps_of_connect_link_are_all_of_its_requests() {
    let sandbox = sandbox_with(Options::default());
    run(&sandbox, &format!("rmctl rms connect-link --serial {FIRST_SERIAL} -o json"));

    let mut arrived: Vec<String> = sandbox
        .requests()
        .iter()
        .map(|seen| format!("{} {}", seen.method, seen.path.split('?').next().unwrap()))
        .map(|line| match line.starts_with("GET /status/channel/") {
            true => "GET /status/channel/".to_owned(),
            false => line,
        })
        .collect();
    arrived.dedup();

    assert_eq!(arrived.len(), STEPS.len(), "{arrived:?}");
    assert!(arrived.iter().zip(STEPS).all(|(line, step)| line.starts_with(&format!("{} {}", step.1, step.2))));
}

/// Where nobody listens: a port that a program is never given by chance.
fn nowhere() -> String {
    "http://127.0.0.1:1".to_owned()
}

#[test]
fn a_vendor_that_cannot_be_reached_is_exit_8_for_reads_and_changes() {
    let url = nowhere();
    let somewhere = variables(&sandbox_with(Options::default()));
    let variables = || {
        let moved = somewhere.iter().cloned();
        moved.map(|(name, value)| if name.ends_with("_URL") { (name, url.clone()) } else { (name, value) }).collect()
    };
    let folder = samples::folder();
    let rows = samples::requests();
    let lines = rows.iter().map(|row| samples::sample(row, Extent::Least, folder.path()));
    let connect_link = words_of(&format!("rmctl rms connect-link --serial {FIRST_SERIAL} -o json"));
    let lines: Vec<Vec<String>> = lines.chain([connect_link]).collect();

    let complaints = each(&lines, |line| {
        ran_complaints(&run_words_with(variables(), line.clone()), 8)
            .into_iter()
            .map(|complaint| format!("{}: {complaint}", line.join(" ")))
            .collect()
    });

    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn a_status_host_that_cannot_be_reached_leaves_open_what_became_of_a_change() {
    let mut rows = samples::requests();
    rows.retain(|row| row.operation.waits && row.operation.effect.is_change());

    let complaints = each(&rows, |row| {
        let place = Place::of(row);
        let mut variables = variables(&place.sandbox);
        variables.push(("RMCTL_RMS_STATUS_URL".to_owned(), format!("{}/status", nowhere())));
        let ran = run_words_with(variables, place.line.clone());
        ran_complaints(&ran, 14)
            .into_iter()
            .map(|complaint| format!("{}: {complaint}: {}", row.words, ran.stderr))
            .collect()
    });

    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn trouble_that_passes_is_not_seen_by_a_read() {
    let passing =
        [ResetBeforeWork, ResetAfterWork, HeadersOnly, HalfBody, Refused(500), Refused(503), Gateway(502), Limited(30)];

    let exits = passing.map(|trouble| {
        let sandbox = sandbox_with(Options::default());
        sandbox.inject(Fault::at("/rms/api/devices", trouble.misbehaviour(&RMS)).times(3));
        let ran = run(&sandbox, "rmctl rms devices list -o json");
        (ran.exit, ran.stderr.is_empty(), ran.json().as_array().unwrap().len())
    });

    assert_eq!(exits, std::array::from_fn(|_| (0, true, 24)));
}

#[test]
fn trouble_that_passes_while_waiting_is_not_seen_by_a_change() {
    let passing = [ResetBeforeWork, HeadersOnly, Refused(500), Gateway(502), Limited(30)];

    let exits = passing.map(|trouble| {
        let sandbox = sandbox_with(Options::default());
        sandbox.inject(Fault::at("/status/channel/", trouble.misbehaviour(&RMS)).times(2));
        let ran = run(&sandbox, "rmctl rms devices actions run reboot 70810 -o json");
        let posts = sandbox.requests().iter().filter(|seen| seen.method == "POST").count();
        (ran.exit, posts)
    });

    assert_eq!(exits, std::array::from_fn(|_| (0, 1)));
}

/// The second of two remote accesses meets trouble when it is deleted.
fn second_of_two(trouble: Trouble) -> (u8, Vec<Value>, usize) {
    let sandbox = sandbox_with(Options::default());
    prepare(&sandbox);
    let made = run(
        &sandbox,
        "rmctl rms devices remote-access create --device-id 70811 --name web --destination-ip 127.0.0.1 --destination-port 80 --protocol http",
    );
    assert_eq!(made.exit, 0, "{made:?}");
    sandbox.inject(
        Fault::at("/rms/api/devices/remote-access", trouble.misbehaviour(&RMS)).on("DELETE").after(1).times(u64::MAX),
    );

    let ran = run(&sandbox, "rmctl rms devices remote-access delete 62001 62003 --yes --jobs 1 -o json");

    let states = ran.json().as_array().unwrap().iter().map(|item| item["status"].clone()).collect();
    let deletes = sandbox.requests().iter().filter(|seen| seen.method == "DELETE").count();
    assert_eq!(ran.error()["exit"], ran.exit);
    (ran.exit, states, deletes)
}

#[test]
fn one_failed_item_of_several_is_partial_and_one_unknown_item_makes_all_unknown() {
    let failed = [Refused(403), Refused(404), Refused(409), Refused(429), Refused(500)].map(second_of_two);
    let unknown =
        [ResetBeforeWork, ResetAfterWork, HeadersOnly, HalfBody, Html, Empty, Gateway(502)].map(second_of_two);

    assert_eq!(failed, std::array::from_fn(|_| (9, vec!["done".into(), "failed".into()], 2)));
    assert_eq!(unknown, std::array::from_fn(|_| (14, vec!["done".into(), "unknown".into()], 2)));
}

#[test]
fn trouble_while_several_devices_are_waited_for_leaves_each_of_them_unknown_or_ended() {
    // The first device has ended at the third look, the second has not.
    let found = |looks| {
        [ResetBeforeWork, Html, Refused(401), Gateway(502)].map(|trouble| {
            let sandbox = sandbox_with(Options::default());
            sandbox.inject(Fault::at("/status/channel/", trouble.misbehaviour(&RMS)).after(looks).times(u64::MAX));
            let ran = run(&sandbox, "rmctl rms devices actions run reboot 70810 70811 -o json");
            let states: Vec<Value> = ran.json().as_array().unwrap().iter().map(|item| item["status"].clone()).collect();
            (ran.exit, states)
        })
    };

    assert_eq!(found(1), std::array::from_fn(|_| (14, vec!["unknown".into(), "unknown".into()])));
    assert_eq!(found(3), std::array::from_fn(|_| (14, vec!["done".into(), "unknown".into()])));
}

#[test]
fn traces_show_no_secret_whatever_goes_wrong() {
    let places = ["/rms/api/devices/remote-access", "/rms/api/devices/connect/", "/status/channel/", "/nowhere"];
    let troubles = [HalfBody, Html, Refused(403), Gateway(502)];
    let lines = places.iter().flat_map(|place| troubles.map(|trouble| (*place, trouble)));

    let leaks: Vec<String> = lines
        .filter_map(|(place, trouble)| {
            let sandbox = sandbox_with(Options::default());
            sandbox.inject(Fault::at(place, trouble.misbehaviour(&RMS)).after(2).times(u64::MAX));
            let ran = run(&sandbox, &format!("rmctl rms connect-link --serial {FIRST_SERIAL} -vvv"));
            holds_secret(&ran.stderr).then(|| format!("{place} {trouble:?}: {}", ran.stderr))
        })
        .collect();

    assert_eq!(leaks, Vec::<String>::new());
}
