//! What goes wrong at SPS: in the transactions of every row and job that changes the configuration, at the login, in jobs.

use super::jobs::{Step, complaints_of_step, loud, loudly, row};
use super::*;
use sandbox::{Seen, SpsOptions};

const LOGIN: &str = "/sps/api/authentication";
const TRANSACTION: &str = "/sps/api/transaction";
const CHANGES: &str = "/sps/api/transaction/changes";

/// Changes of the cluster that are committed as those of the tree are.
const OF_CLUSTER: &[&str] = &[
    "/api/cluster/promote",
    "/api/cluster/join_request",
    "/api/cluster/configuration_sync_plugin",
    "/api/cluster/nodes",
];

/// Whether the row's request is written into a transaction.
pub(super) fn is_committed(row: &Row) -> bool {
    let path = row.operation.path;
    let is_inside = path.starts_with("/api/configuration/") || OF_CLUSTER.iter().any(|start| path.starts_with(start));
    row.words.starts_with("sps ") && row.operation.effect.is_change() && is_inside
}

/// Something new, something that refers to it, and an order.
const FILE: &str = "\
path: telnet/channel_policies
name: chan9
body:
  rules:
  - {channel: telnet, actions: {audit: true}}
---
path: telnet/connections
name: demo_telnet
body: {policies: {channel_policy: chan9}}
---
path: telnet/connections
order: [core_switches, demo_telnet]
";

/// A box, and a line that changes its configuration.
struct Desk {
    before: Vec<String>,
    words: Vec<String>,
    folder: tempfile::TempDir,
    row: Row,
}

impl Desk {
    /// Of a row that is a request, or of a job about one object.
    fn of(row: &Row) -> Option<Self> {
        let folder = samples::folder();
        std::fs::write(folder.path().join("apply.yaml"), FILE).unwrap();
        let (before, words) = match row.operation.path {
            "" if row.words == "sps apply" => {
                let file = folder.path().join("apply.yaml");
                (Vec::new(), words_of(&format!("rmctl sps apply -f {} --yes -o json", file.display())))
            }
            "" => {
                let (before, line) = samples::sps::job(row)?;
                (before, words_of(&line))
            }
            _ => (Vec::new(), samples::sample(row, Extent::Least, folder.path())),
        };
        Some(Self { before, words, folder, row: row.clone() })
    }

    /// A box in which the line works.
    fn sandbox(&self, sps: SpsOptions) -> Sandbox {
        let options = Options { sps, ..Options::default() };
        let sandbox = samples::furnished_with(&self.row, self.folder.path(), options);
        for line in &self.before {
            let ran = run(&sandbox, line);
            assert_eq!(ran.exit, 0, "{line}: {ran:?}");
        }
        sandbox
    }

    /// A box, and what it is before the line.
    fn ready(&self) -> (Sandbox, Value) {
        let sandbox = self.sandbox(SpsOptions::default());
        let before = configuration(&sandbox);
        (sandbox, before)
    }

    /// The requests of the line, without those of the login.
    fn trial(&self) -> Vec<Seen> {
        let sandbox = self.sandbox(SpsOptions::default());
        let before = sandbox.requests().len();
        let ran = run_words(&sandbox, self.words.clone());
        assert_eq!((ran.exit, sandbox.open_sps_transactions()), (0, 0), "{ran:?}");
        let arrived = sandbox.requests().split_off(before);
        arrived.into_iter().filter(|seen| seen.path != LOGIN).collect()
    }
}

/// All rows and jobs that change the configuration.
fn changing() -> Vec<Desk> {
    let is_job = |row: &Row| row.operation.path.is_empty() && row.words.starts_with("sps ");
    samples::rows().iter().filter(|row| is_committed(row) || is_job(row)).filter_map(Desk::of).collect()
}

/// What a request is to a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Before it is opened: what is there, and what is referred to.
    Look,
    Open,
    Write,
    Reread,
    Changes,
    Commit,
    /// What is looked at when all is done.
    Afterwards,
}

use Part::*;

/// A request of a line: where it stands in it, and what it is.
#[derive(Debug, Clone)]
struct Request {
    method: String,
    path: String,
    /// How many that a fault would hit come before.
    after: u64,
    part: Part,
}

fn parts(seen: &[Seen]) -> Vec<Request> {
    let place = |method: &str| seen.iter().position(|seen| seen.method == method && seen.path == TRANSACTION).unwrap();
    let (open, commit) = (place("POST"), place("PUT"));
    let part = |at: usize, seen: &Seen| match seen.method.as_str() {
        _ if at == open => Open,
        _ if at == commit => Commit,
        "GET" if at < open => Look,
        "GET" if at > commit => Afterwards,
        "GET" if seen.path == CHANGES => Changes,
        "GET" => Reread,
        _ => Write,
    };
    let path = |seen: &Seen| seen.path.split('?').next().unwrap().to_owned();
    let is_hit = |own: &Seen, other: &&Seen| other.method == own.method && other.path.starts_with(&path(own));
    let written = |at: usize| seen[..at].iter().rfind(|seen| seen.method != "GET" && seen.path != TRANSACTION);
    let requests = seen.iter().enumerate().map(|(at, own)| {
        let request = Request {
            method: own.method.clone(),
            path: path(own),
            after: seen[..at].iter().filter(|other| is_hit(own, other)).count() as u64,
            part: part(at, own),
        };
        match (request.part, written(at).filter(|written| written.method == "POST")) {
            // What is made has another key each time.
            (Reread, Some(made)) => Request { path: format!("{}/", path(made)), after: 0, ..request },
            _ => request,
        }
    });
    requests.collect()
}

/// The exit code after a trouble that stays: of a change that was rolled back nothing is left, so that it counts as a
/// read that failed. None where the run may go on without the answer.
fn exit(part: Part, method: &str, trouble: Trouble) -> Option<u8> {
    let cut = matches!(trouble, Silence | ResetBeforeWork | ResetAfterWork | HeadersOnly | HalfBody);
    let code = match (part, trouble) {
        (Afterwards, _) => 0,
        // What was committed before its answer was lost is done.
        (Commit, ResetAfterWork | HeadersOnly | HalfBody) => 0,
        // The first write opens one, and the box is asked.
        (Open, Empty | Refused(404)) => 0,
        // Not every version has the list.
        (Changes, Refused(404)) => 0,
        // Nothing more is said of what was deleted.
        (Write, Empty) if method == "DELETE" => 0,
        _ if cut => 8,
        (_, Html | Empty | Gateway(_)) => 7,
        (_, Refused(401)) => 4,
        (_, Refused(403)) => 5,
        // What is refused is a look at the change.
        (Reread, Refused(_) | Limited(_)) => 7,
        (_, Refused(400 | 422)) => 13,
        (_, Refused(404)) => 3,
        (_, Refused(409)) => 12,
        (_, Refused(429) | Limited(_)) => 6,
        (_, _) => 7,
    };
    (part != Look).then_some(code)
}

/// How often a request that changes something may arrive.
fn most(trouble: Trouble) -> usize {
    match trouble {
        // It was not carried out, and there is a token to be learned.
        Refused(403) => 2,
        Refused(429) | Limited(30) => 4,
        _ => 1,
    }
}

/// What the box is: equal boxes have equal ones.
fn configuration(sandbox: &Sandbox) -> Value {
    run(sandbox, "rmctl sps info -o json").json()["config_hash"].clone()
}

/// Everything that does not hold when this trouble stays at this request of the line.
fn judged(desk: &Desk, (sandbox, before): &(Sandbox, Value), request: &Request, trouble: Trouble) -> (u8, Vec<String>) {
    let arrived = sandbox.requests().len();
    let misbehaviour = trouble.misbehaviour(&samples::SPS);
    sandbox.inject(Fault::at(&request.path, misbehaviour).on(&request.method).after(request.after).times(u64::MAX));
    let mut words = desk.words.clone();
    if trouble == Silence {
        words.extend(words_of("--timeout 1 --retries 0"));
    }

    let ran = run_words(sandbox, words);

    sandbox.forgive();
    let arrived = sandbox.requests().split_off(arrived);
    let count = |method: &str, path: &str| {
        arrived.iter().filter(|seen| seen.method == method && seen.path.starts_with(path)).count()
    };
    let hits = count(&request.method, &request.path).saturating_sub(usize::try_from(request.after).unwrap());
    let is_same = configuration(sandbox) == *before;
    let says_so = ran.stderr.contains("nothing is changed");
    let is_refused = matches!(trouble, Refused(_) | Limited(_));
    let is_begun = matches!(request.part, Write | Reread | Changes | Commit);
    let is_change = request.method != "GET";
    let expected = exit(request.part, &request.method, trouble);
    let swallowed = (request.part, trouble) == (Write, Empty);
    let laws = [
        (sandbox.open_sps_transactions() == 0, "a transaction stays open"),
        (expected.is_none_or(|exit| exit == ran.exit), "it is another row of the table"),
        (ran.exit != 14, "it could be known"),
        (swallowed || is_same == (ran.exit != 0), "the exit code is not true"),
        (
            ran.exit == 0 || request.part == Look || request.part == Open || says_so,
            "it does not say that nothing stays",
        ),
        // The end of the login ends it too, but not every box ends logins.
        (ran.exit == 0 || !is_begun || count("DELETE", TRANSACTION) > 0, "nobody rolled it back"),
        (ran.exit != 0 || !says_so, "it says that nothing stays"),
        // Without the names of what is referred to, what was typed is left to the box.
        (request.part != Look || is_refused || ran.exit == 0 || count("POST", TRANSACTION) == 0, "it opened one"),
        (request.part != Look || is_refused || matches!(ran.exit, 7 | 8), "a read is another row of the table"),
        (!is_change || hits <= most(trouble), "a change was sent again"),
        (ran.exit == 0 || ran_complaints(&ran, ran.exit).is_empty(), "it is not told in one line"),
    ];
    let broken = laws.iter().filter(|(holds, _)| !holds);
    let name = format!("{} / {:?} {} {} / {trouble:?}", desk.row.words, request.part, request.method, request.path);
    (ran.exit, broken.map(|(_, law)| format!("{name}: {law} ({expected:?}): {ran:?}")).collect())
}

/// Those that meet every trouble at every request. A third of the others meets one at some of theirs: of kinds that are
/// the same for many things, each has its turn.
const THOROUGH: &[&str] = &[
    "sps telnet connections delete",
    "sps telnet connections order",
    "sps policies audit-policies edit",
    "sps cluster nodes create",
    "sps apply",
];

/// What is tried at a request: everything, or what its turn brings.
fn turn(desk: &Desk, number: usize) -> Vec<Trouble> {
    let loud = loud();
    match THOROUGH.contains(&&*desk.row.words) {
        true => loud,
        false if number.is_multiple_of(2) => vec![loud[number / 2 % loud.len()]],
        false => Vec::new(),
    }
}

#[test]
fn no_trouble_at_any_request_of_any_change_leaves_a_transaction_open_or_a_message_untrue() {
    let mut desks: Vec<(usize, Desk)> = changing().into_iter().enumerate().collect();
    let all = desks.len();
    desks.retain(|(number, desk)| number.is_multiple_of(3) || THOROUGH.contains(&&*desk.row.words));

    let complaints = each(&desks, |(number, desk)| {
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| of_desk(desk, *number)));
        found.unwrap_or_else(|_| vec![format!("{}: panicked", desk.row.words)])
    });

    assert_no(&complaints);
    assert!(all >= 200 && desks.len() > all / 3, "{all}");
}

fn of_desk(desk: &Desk, number: usize) -> Vec<String> {
    let mut ready = desk.ready();
    let mut complaints = Vec::new();
    for (at, request) in parts(&desk.trial()).iter().enumerate() {
        for trouble in turn(desk, number * 5 + at) {
            let (exit, found) = judged(desk, &ready, request, trouble);
            complaints.extend(found);
            if exit == 0 {
                ready = desk.ready();
            }
        }
    }
    complaints
}

/// Each of them costs a second.
#[test]
fn silence_at_any_request_of_a_change_is_told_and_nothing_stays() {
    let desk = Desk::of(&row("sps management email set")).unwrap();
    let requests = parts(&desk.trial());

    let complaints = each(&requests, |request| judged(&desk, &desk.ready(), request, Silence).1);

    assert_no(&complaints);
    assert!(requests.len() >= 6, "{requests:?}");
}

/// Boxes of other versions, or set in other ways.
fn other_boxes() -> [(&'static str, SpsOptions); 5] {
    let usual = SpsOptions::default;
    [
        ("wants a token", SpsOptions { wants_token: true, ..usual() }),
        ("opens nothing by itself", SpsOptions { old_transactions: true, ..usual() }),
        ("lists keys", SpsOptions { keys_only: true, ..usual() }),
        ("ends the login with the commit", SpsOptions { drops_session_at_commit: true, ..usual() }),
        ("refuses at the write", SpsOptions { refuses_at_write: true, ..usual() }),
    ]
}

#[test]
fn every_change_is_made_on_other_boxes_too() {
    let desks: Vec<(usize, Desk)> = changing().into_iter().enumerate().collect();

    let complaints = each(&desks, |(number, desk)| {
        let (name, sps) = other_boxes()[number % 5].clone();
        let sandbox = desk.sandbox(sps);
        let before = configuration(&sandbox);
        let ran = run_words(&sandbox, desk.words.clone());
        let is_done = ran.exit == 0 && configuration(&sandbox) != before;
        let is_left = sandbox.open_sps_transactions() > 0;
        let complaint = || format!("{} on a box that {name}: {ran:?}", desk.row.words);
        (!is_done || is_left).then(complaint).into_iter().collect()
    });

    assert_no(&complaints);
}

const BUNDLES: &str = "/sps/api/troubleshooting/support-bundle";

/// Of jobs that are no transaction.
const STEPS: &[Step] = &[
    ("sps config ls", "GET", "/sps/api/configuration/telnet/connections", 0, Kind::Read),
    ("sps sessions search", "GET", "/sps/api/audit/sessions", 0, Kind::Read),
    ("sps support-bundle", "POST", BUNDLES, 0, Kind::Change),
    ("sps support-bundle", "GET", BUNDLES, 0, Kind::Read),
    ("sps support-bundle", "GET", BUNDLES, 3, Kind::Read),
];

#[test]
fn trouble_at_every_step_of_every_other_job() {
    let complaints = each(&loudly(STEPS), |(step, trouble)| {
        let (words, method, ..) = **step;
        let place = Place::of(&row(words));
        let mut complaints = complaints_of_step(&place, step, *trouble);
        let left = run(&place.sandbox, "rmctl api sps /api/troubleshooting/support-bundle").json();
        let is_left = left["items"].as_array().is_some_and(|bundles| !bundles.is_empty());
        // Whether one was asked for is only known where the box said so.
        if method == "GET" && is_left {
            complaints.push(format!("{step:?} / {trouble:?}: a bundle is left on the box"));
        }
        if place.saved.exists() {
            complaints.push(format!("{step:?} / {trouble:?}: half a file was left"));
        }
        complaints
    });

    assert_no(&complaints);
}

#[test]
fn a_bundle_that_cannot_be_deleted_is_saved_and_named() {
    let place = Place::of(&row("sps support-bundle"));
    place.sandbox.inject(Fault::at(BUNDLES, Refused(403).misbehaviour(&samples::SPS)).on("DELETE").times(u64::MAX));

    let ran = run_words(&place.sandbox, place.line.clone());

    assert_eq!((ran.exit, place.saved.is_file()), (9, true), "{ran:?}");
    assert!(ran.stderr.contains("rmctl sps troubleshooting support-bundles delete "), "{ran:?}");
}

#[test]
fn trouble_at_the_snapshot_of_a_search_keeps_what_came_before() {
    let options = Options { sps: SpsOptions { sessions: 10_400, ..SpsOptions::default() }, ..Options::default() };
    let met: Vec<Trouble> =
        troubles().into_iter().filter(|trouble| !matches!(trouble, Silence | Refused(404))).collect();

    let complaints = each(&met, |trouble| {
        let sandbox = sandbox_with(options.clone());
        let misbehaviour = trouble.misbehaviour(&samples::SPS);
        sandbox.inject(Fault::at("/sps/api/audit/sessions/_snapshot", misbehaviour).times(u64::MAX));
        let ran = run(&sandbox, "rmctl sps sessions search --fields protocol -o json");
        let records = ran.json().as_array().unwrap().len();
        let mut complaints = ran_complaints(&ran, 9);
        if records != 500 {
            complaints.push(format!("{records} records"));
        }
        told(&format!("{trouble:?}"), &ran, complaints)
    });

    assert_no(&complaints);
}

#[test]
fn a_name_that_cannot_be_looked_up_changes_nothing_and_says_so() {
    let complaints = each(&loud(), |trouble| {
        let sandbox = sandbox_with(Options::default());
        let misbehaviour = trouble.misbehaviour(&samples::SPS);
        sandbox.inject(Fault::at("/sps/api/configuration/telnet/connections", misbehaviour).on("GET").times(u64::MAX));
        let ran = run(&sandbox, "rmctl sps telnet connections delete demo_telnet --yes -o json");
        let mut complaints = ran_complaints(&ran, trouble.exit(Kind::Read, &samples::SPS));
        if sandbox.requests().iter().any(|seen| seen.method != "GET") {
            complaints.push("something was sent that changes".to_owned());
        }
        told(&format!("{trouble:?}"), &ran, complaints)
    });

    assert_no(&complaints);
}

/// One command of every kind.
const LINES: &[&str] = &[
    "sps info",
    "sps telnet connections list",
    "sps telnet connections delete",
    "sps management email set",
    "sps apply",
    "sps config put",
    "sps firmware test",
];

fn exit_at_login(trouble: Trouble) -> u8 {
    match trouble {
        // The credentials are right, and the user lacks the privilege.
        Refused(403) => 5,
        other => jobs::exit_at_login(other),
    }
}

#[test]
fn trouble_at_the_login() {
    let complaints = each(&loudly(LINES), |(words, trouble)| {
        let row = row(words);
        let folder = samples::folder();
        let own = || samples::sample(&row, Extent::Least, folder.path());
        let desk = Desk::of(&row).filter(|_| row.operation.path.is_empty());
        let words = desk.as_ref().map_or_else(own, |desk| desk.words.clone());
        let sandbox = sandbox_with(Options::default());
        sandbox.inject(Fault::at(LOGIN, trouble.misbehaviour(&samples::SPS)).times(u64::MAX));
        let ran = run_words(&sandbox, words);
        let mut complaints = ran_complaints(&ran, exit_at_login(*trouble));
        if sandbox.requests().iter().any(|seen| seen.path != LOGIN) {
            complaints.push("it was sent without a login".to_owned());
        }
        told(&format!("{} / {trouble:?}", row.words), &ran, complaints)
    });

    assert_no(&complaints);
}
