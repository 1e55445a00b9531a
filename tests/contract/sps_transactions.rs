//! Transactions of One Identity SPS against the strict box: whatever goes wrong at whichever step, none stays open, and
//! what is said of it is true.

use sandbox::{Fault, Misbehaviour, Options, Sandbox, SpsOptions};
use serde_json::{Value, json};

use crate::inside::{Ran, each, folders, run, run_interrupted, run_with, sandbox_with, variables};

const EMAIL: &str = "/sps/api/configuration/management/email";
const TRANSACTION: &str = "/sps/api/transaction";
const CHANGE: &str = r#"rmctl sps config put management/email --body {"admin_address":"z@example.com"}"#;

fn machine(sps: SpsOptions) -> Sandbox {
    sandbox_with(Options { sps, ..Options::default() })
}

fn any() -> Sandbox {
    machine(SpsOptions::default())
}

/// The box wants the old way: nothing is written before a transaction was opened.
fn old() -> SpsOptions {
    SpsOptions { old_transactions: true, ..SpsOptions::default() }
}

fn address(sandbox: &Sandbox) -> Value {
    run(sandbox, "rmctl sps config get management/email -o json").json()["admin_address"].clone()
}

fn is_changed(sandbox: &Sandbox) -> bool {
    address(sandbox) == json!("z@example.com")
}

/// The requests that steer transactions, in their order.
fn steering(sandbox: &Sandbox) -> Vec<String> {
    let seen = sandbox.requests();
    let steering = seen.iter().filter(|seen| seen.path == TRANSACTION);
    steering.map(|seen| seen.method.clone()).collect()
}

/// A computer that remembers.
struct Desk {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

impl Desk {
    fn at(sandbox: &Sandbox) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let variables = variables(sandbox).into_iter().chain(folders(folder.path())).collect();
        Self { folder, variables }
    }

    fn run(&self, line: &str) -> Ran {
        run_with(self.variables.clone(), line)
    }

    fn state(&self) -> Vec<(std::fs::Metadata, Vec<u8>)> {
        let files = std::fs::read_dir(self.folder.path().join("state")).unwrap().map(Result::unwrap);
        files.map(|file| (file.metadata().unwrap(), std::fs::read(file.path()).unwrap())).collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Open,
    Write,
    Reread,
    Changes,
    Commit,
}

use Step::*;

const STEPS: [Step; 5] = [Open, Write, Reread, Changes, Commit];

impl Step {
    fn fault(self, misbehaviour: Misbehaviour) -> Fault {
        let (method, path) = match self {
            Open => ("POST", TRANSACTION),
            Write => ("PUT", EMAIL),
            Reread => ("GET", EMAIL),
            Changes => ("GET", "/sps/api/transaction/changes"),
            Commit => ("PUT", TRANSACTION),
        };
        Fault::at(path, misbehaviour).on(method)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    HangUp,
    HangUpAfterWork,
    HeadersOnly,
    HalfBody,
    Html,
    Empty,
    Silence,
    Refused(u16),
}

use Trouble::*;

const TROUBLES: [Trouble; 16] = [
    HangUp,
    HangUpAfterWork,
    HeadersOnly,
    HalfBody,
    Html,
    Empty,
    Silence,
    Refused(400),
    Refused(401),
    Refused(403),
    Refused(404),
    Refused(409),
    Refused(422),
    Refused(429),
    Refused(500),
    Refused(503),
];

impl Trouble {
    fn misbehaviour(self) -> Misbehaviour {
        let body = r#"{"error":{"type":"Word","message":"the box says so","details":{}},"meta":{}}"#.to_owned();
        match self {
            HangUp => Misbehaviour::HangUp,
            HangUpAfterWork => Misbehaviour::HangUpAfterWork,
            HeadersOnly => Misbehaviour::HeadersOnly,
            HalfBody => Misbehaviour::HalfBody,
            Html => Misbehaviour::Html,
            Empty => Misbehaviour::Empty,
            Silence => Misbehaviour::Silence,
            Refused(status) => Misbehaviour::Answer { status, headers: Vec::new(), body },
        }
    }
}

/// The exit code of the contract, after a roll back: a change of which nothing stays may be repeated.
fn exit(step: Step, trouble: Trouble, is_old: bool) -> u8 {
    match (step, trouble) {
        // What was committed before the answer was lost is done.
        (Commit, HangUpAfterWork | HeadersOnly | HalfBody) => 0,
        // An opening that says nothing is no reason to stop: the box is asked, and the first write opens again.
        (Open, Empty) => 0,
        // Where there is no such resource, the first write opens a transaction; an old box then has none.
        (Open, Refused(404)) => {
            if is_old {
                12
            } else {
                0
            }
        }
        (Changes, Refused(404)) => 0,
        (_, HangUp | HangUpAfterWork | HeadersOnly | HalfBody | Silence) => 8,
        (_, Html | Empty) => 7,
        (_, Refused(401)) => 4,
        (_, Refused(403)) => 5,
        // The change was accepted, and what is refused is a look at it.
        (Reread, Refused(_)) => 7,
        (_, Refused(400 | 422)) => 13,
        (_, Refused(404)) => 3,
        (_, Refused(409)) => 12,
        (_, Refused(429)) => 6,
        (_, Refused(_)) => 7,
    }
}

/// What is wrong with a run in which this trouble struck at this step.
fn judged(step: Step, trouble: Trouble, is_old: bool) -> Vec<String> {
    let sandbox = machine(SpsOptions { old_transactions: is_old, ..SpsOptions::default() });
    // A first 403 is answered by the token that browsers need.
    let times = if trouble == Refused(403) { 2 } else { 1 };
    sandbox.inject(step.fault(trouble.misbehaviour()).times(times));
    let ran = run(&sandbox, &format!("{CHANGE} --retries 0 --timeout 1"));
    sandbox.forgive();
    let (open, changed) = (sandbox.open_sps_transactions(), is_changed(&sandbox));
    let says_so = ran.stderr.contains("nothing is changed");
    let laws = [
        (open == 0, "a transaction stays open"),
        (changed == (ran.exit == 0), "the exit code is not true"),
        (ran.exit == exit(step, trouble, is_old), "it is another row of the table"),
        (step == Open || ran.exit == 0 || says_so, "it does not say that nothing is changed"),
        (ran.exit != 0 || !says_so, "it says that nothing is changed"),
    ];
    let broken = laws.iter().filter(|(holds, _)| !holds);
    broken.map(|(_, law)| format!("{step:?} {trouble:?} {is_old}: {law}: {ran:?}")).collect()
}

#[test]
fn no_fault_at_any_step_leaves_a_transaction_open_or_a_message_untrue() {
    let mut cases = Vec::new();
    for step in STEPS {
        for trouble in TROUBLES {
            cases.extend([false, true].map(|is_old| (step, trouble, is_old)));
        }
    }

    let found = each(&cases, |(step, trouble, is_old)| judged(*step, *trouble, *is_old));

    assert_eq!(found, Vec::<String>::new());
}

/// A change that is refused, on a box that rolls nothing back.
fn stuck() -> Sandbox {
    let sandbox = any();
    sandbox.inject(Write.fault(Refused(400).misbehaviour()));
    sandbox.inject(Fault::at(TRANSACTION, Misbehaviour::HangUp).on("DELETE").times(u64::MAX));
    sandbox
}

#[test]
fn a_transaction_that_is_not_rolled_back_ends_with_its_login() {
    let sandbox = stuck();

    let ran = run(&sandbox, CHANGE);

    assert_eq!((ran.exit, sandbox.open_sps_transactions()), (13, 0));
    assert!(ran.stderr.contains("; no transaction is open, and nothing is changed\n"), "{}", ran.stderr);
}

#[test]
fn a_box_that_ends_neither_transaction_nor_login_is_said_to_keep_it_and_until_when() {
    let sandbox = stuck();
    sandbox.inject(Fault::at("/sps/api/authentication", Misbehaviour::HangUp).on("DELETE").times(u64::MAX));

    let ran = run(&sandbox, &format!("{CHANGE} -o json"));

    let error = ran.error();
    let message = error["message"].as_str().unwrap();
    assert_eq!((ran.exit, sandbox.open_sps_transactions()), (13, 1));
    assert!(message.contains("nothing is committed, and the transaction could not be rolled back"), "{message}");
    assert!(message.contains("it may stay open for 10 min, at 08:10:"), "{message}");
}

#[test]
fn what_the_box_refuses_at_the_commit_is_told_in_its_words_and_rolled_back() {
    let sandbox = any();
    let line = "rmctl sps telnet channel-policies delete telnet --yes -o json";

    let ran = run(&sandbox, line);

    assert_eq!((ran.exit, sandbox.open_sps_transactions()), (13, 0), "{ran:?}");
    let error = ran.error();
    assert_eq!(error["vendor_code"], "SemanticError");
    assert!(error["message"].as_str().unwrap().ends_with("; the transaction was rolled back, and nothing is changed"));
}

#[test]
fn a_member_that_the_box_drops_is_named_and_keeps_nothing() {
    let (strict, kept) = (any(), any());
    let line = r#"rmctl sps config put management/email --body {"admin_address":"z@example.com","admin_adress":"y"}"#;

    let refused = run(&strict, &format!("{line} -o json"));
    let warned = run(&kept, &format!("{line} --keep"));

    let error = refused.error();
    let words = r#"the box did not keep `admin_adress` (sent "y", the box has nothing)"#;
    assert!(error["message"].as_str().unwrap().contains(words), "{error}");
    assert_eq!((refused.exit, is_changed(&strict), strict.open_sps_transactions()), (13, false, 0));
    assert_eq!((warned.exit, is_changed(&kept), kept.open_sps_transactions()), (0, true, 0));
    assert!(warned.stderr.contains(&format!("warning: {words}\n")), "{}", warned.stderr);
}

#[test]
fn the_pending_changes_are_shown_before_the_commit_and_programs_read_none() {
    let sandbox = any();

    let (shown, silent) = (run(&sandbox, CHANGE), run(&sandbox, &format!("{CHANGE} -o json")));

    let line = r#"replace /api/configuration/management/email/admin_address: "a@example.com" -> "z@example.com""#;
    assert!(shown.stderr.starts_with(&format!("{line}\n")), "{}", shown.stderr);
    assert_eq!((silent.exit, &*silent.stderr), (0, ""));
}

#[test]
fn a_box_that_wants_a_message_gets_one_or_nothing() {
    let strict = || machine(SpsOptions { requires_commit_message: true, ..SpsOptions::default() });
    let (without, with) = (strict(), strict());

    let refused = run(&without, &format!("{CHANGE} -o json"));
    let done = run(&with, &format!("{CHANGE} --commit-message ticket-7"));

    assert_eq!((refused.exit, &refused.error()["hint"]), (2, &json!("`--commit-message TEXT` gives one")));
    assert_eq!((steering(&without), is_changed(&without)), (vec!["POST".to_owned(), "DELETE".to_owned()], false));
    assert_eq!((done.exit, is_changed(&with)), (0, true), "{done:?}");
}

#[test]
fn a_login_that_ends_in_the_middle_is_told_and_one_that_ends_with_the_commit_is_not() {
    let ending = |requests| machine(SpsOptions { session_requests: Some(requests), ..SpsOptions::default() });

    let found = [2, 3, 4].map(|requests| {
        let sandbox = ending(requests);
        let ran = run(&sandbox, CHANGE);
        (ran.exit, sandbox.open_sps_transactions(), ran.stderr.contains("nothing is changed"))
    });
    let dropping = machine(SpsOptions { drops_session_at_commit: true, ..SpsOptions::default() });
    let done = run(&dropping, CHANGE);

    assert_eq!(found, [(4, 0, true); 3]);
    assert_eq!((done.exit, is_changed(&dropping)), (0, true), "{done:?}");
}

#[test]
fn a_lock_of_somebody_else_is_told_in_the_box_s_words() {
    let sandbox = machine(SpsOptions { web_lock_seconds: 600, ..SpsOptions::default() });
    run(&sandbox, "rmctl sps info");

    let ran = run(&sandbox, &format!("{CHANGE} -o json"));
    let waited = run(&sandbox, &format!("{CHANGE} --lock-timeout 20 -o json"));
    let interrupted = run_interrupted(&sandbox, &format!("{CHANGE} --lock-timeout 20"));

    let error = ran.error();
    assert_eq!((ran.exit, waited.exit, interrupted.exit), (12, 12, 130), "{interrupted:?}");
    assert!(error["message"].as_str().unwrap().contains("The configuration is locked by operator (web)"), "{error}");
    assert_eq!(error["hint"], "`--lock-timeout SECS` waits until it is free");
    assert!(steering(&sandbox).len() > 5 && steering(&sandbox).iter().all(|method| method == "POST"));
}

#[test]
fn a_lock_that_ends_in_time_is_waited_for() {
    let sandbox = any();
    sandbox.inject(Open.fault(Refused(423).misbehaviour()).times(3));

    let ran = run(&sandbox, &format!("{CHANGE} --lock-timeout 30"));

    assert_eq!((ran.exit, is_changed(&sandbox)), (0, true), "{ran:?}");
}

#[test]
fn several_things_are_changed_in_one_transaction_all_or_none() {
    let (fine, broken) = (any(), any());
    let delete = "rmctl sps telnet connections delete core_switches 18762920615d68fa3d858d0";

    let done = run(&fine, &format!("{delete} --yes -o json"));
    let failed = run(&broken, "rmctl sps telnet channel-policies delete four_eyes telnet --yes -o ndjson");

    let states =
        |ran: &Ran| ran.json().as_array().unwrap().iter().map(|item| item["status"].clone()).collect::<Vec<_>>();
    assert_eq!((done.exit, states(&done)), (0, vec![json!("done"); 2]), "{done:?}");
    assert_eq!(steering(&fine), ["POST", "PUT"]);
    assert_eq!(steering(&broken).last().unwrap(), "DELETE");
    assert!(failed.exit != 0 && !failed.stdout.contains("done"), "{failed:?}");
    let left = run(&broken, "rmctl sps telnet channel-policies list -o name").stdout;
    assert_eq!(left.lines().count(), 2);
}

#[test]
fn things_whose_commit_nobody_knows_of_are_unknown_and_not_repeated() {
    let sandbox = any();
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let line = format!(
        "rmctl sps telnet connections delete core_switches 18762920615d68fa3d858d0 --yes --resume {} -o json",
        journal.display()
    );
    sandbox.inject(Commit.fault(HangUp.misbehaviour()));
    // After the list of the changes, which lies below.
    sandbox.inject(Fault::at(TRANSACTION, Misbehaviour::HangUp).on("GET").after(1).times(u64::MAX));

    let lost = run(&sandbox, &line);
    sandbox.forgive();
    let before = steering(&sandbox).len();
    let again = run(&sandbox, &line);

    let states =
        |ran: &Ran| ran.json().as_array().unwrap().iter().map(|item| item["status"].clone()).collect::<Vec<_>>();
    assert_eq!((lost.exit, states(&lost)), (14, vec![json!("unknown"); 2]), "{lost:?}");
    assert_eq!((again.exit, states(&again)), (14, vec![json!("unknown"); 2]), "{again:?}");
    assert_eq!((steering(&sandbox).len(), sandbox.open_sps_transactions()), (before, 0));
}

#[test]
fn a_transaction_is_left_open_joined_shown_and_committed_by_later_runs() {
    let sandbox = any();
    let desk = Desk::at(&sandbox);

    let first = desk.run(&format!("{CHANGE} --no-commit"));
    let second = desk.run("rmctl sps telnet connections delete core_switches --yes --no-commit");
    let (open, opened) = (sandbox.open_sps_transactions(), steering(&sandbox));
    let ordinary = desk.run(&format!("{CHANGE} -o json"));
    let status = desk.run("rmctl sps transaction status -o json").json();
    let changes = desk.run("rmctl sps transaction changes -o json").json();
    let before = is_changed(&sandbox);
    let committed = desk.run("rmctl sps transaction commit --commit-message ticket-7 -o json");
    let again = desk.run("rmctl sps transaction commit -o json");

    assert_eq!((first.exit, second.exit, open), (0, 0, 1), "{first:?} {second:?}");
    assert_eq!(opened.iter().filter(|method| *method == "POST").count(), 1);
    assert_eq!((ordinary.exit, ordinary.error()["code"].clone()), (12, json!("conflict")));
    assert_eq!((&status["status"], &status["pid"]), (&json!("open"), &json!(std::process::id())));
    let kinds: Vec<&Value> = changes.as_array().unwrap().iter().map(|change| &change["type"]).collect();
    assert!(kinds.contains(&&json!("delete")) && kinds.contains(&&json!("replace")), "{changes}");
    assert_eq!((before, committed.exit, is_changed(&sandbox)), (false, 0, true));
    assert_eq!((again.exit, again.error()["code"].clone()), (3, json!("not_found")));
    assert_eq!(sandbox.open_sps_transactions(), 0);
}

#[test]
#[cfg(unix)]
fn the_login_of_a_transaction_left_open_is_for_the_user_alone_and_goes_with_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = any();
    let desk = Desk::at(&sandbox);
    let holds_session = |desk: &Desk| desk.state().iter().any(|(_, bytes)| contains(bytes, b"\"session\":\""));

    desk.run(&format!("{CHANGE} --no-commit"));
    let (modes, kept) = (
        desk.state().iter().map(|(file, _)| file.permissions().mode() & 0o777).collect::<Vec<_>>(),
        holds_session(&desk),
    );
    desk.run("rmctl sps transaction rollback");

    assert!(modes.iter().all(|mode| *mode == 0o600), "{modes:?}");
    assert_eq!((kept, holds_session(&desk)), (true, false));
    assert_eq!((sandbox.open_sps_transactions(), is_changed(&sandbox)), (0, false));
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_change_that_fails_in_a_transaction_left_open_leaves_the_others_in_it() {
    let sandbox = any();
    let desk = Desk::at(&sandbox);
    desk.run(&format!("{CHANGE} --no-commit"));
    sandbox.inject(Write.fault(Refused(400).misbehaviour()));

    let failed = desk.run(&format!("{CHANGE} --no-commit"));
    let open = sandbox.open_sps_transactions();
    let committed = desk.run("rmctl sps transaction commit");

    assert_eq!((failed.exit, open, committed.exit, is_changed(&sandbox)), (13, 1, 0, true), "{failed:?}");
    assert!(failed.stderr.contains("the transaction that was left open stays so"), "{}", failed.stderr);
}

#[test]
fn nothing_is_left_open_where_it_could_not_be_found_again() {
    let sandbox = any();

    let ran = run(&sandbox, &format!("{CHANGE} --no-commit -o json"));

    assert_eq!((ran.exit, sandbox.open_sps_transactions(), is_changed(&sandbox)), (2, 0, false), "{ran:?}");
}

#[test]
fn raw_requests_are_parts_of_transactions_and_steer_none() {
    let sandbox = any();
    let put = "rmctl api sps PUT /api/configuration/management/email -f admin_address=z@example.com";

    let steered = ["POST", "PUT", "DELETE"]
        .map(|method| run(&sandbox, &format!("rmctl api sps {method} /api/transaction --yes")).exit);
    let (sent, done) = (sandbox.requests().len(), run(&sandbox, put));

    assert_eq!((steered, sent), ([2; 3], 0));
    assert_eq!(
        (done.exit, is_changed(&sandbox), steering(&sandbox)),
        (0, true, vec!["POST".to_owned(), "PUT".to_owned()])
    );
    assert_eq!(run(&sandbox, "rmctl api sps /api/transaction").exit, 0);
}

#[test]
fn a_dry_run_shows_the_whole_transaction_and_sends_nothing() {
    let sandbox = any();

    let whole = run(&sandbox, &format!("{CHANGE} --dry-run -o json")).json();
    let open = run(&sandbox, &format!("{CHANGE} --no-commit --dry-run -o json")).json();

    let methods =
        |shown: &Value| shown.as_array().unwrap().iter().map(|request| request["method"].clone()).collect::<Vec<_>>();
    assert_eq!(
        (methods(&whole), methods(&open)),
        (vec![json!("POST"), json!("PUT"), json!("PUT")], vec![json!("POST"), json!("PUT")])
    );
    assert_eq!(sandbox.requests().len(), 0);
}

#[test]
fn an_old_box_is_written_to_and_committed() {
    let sandbox = machine(old());

    let ran = run(&sandbox, CHANGE);

    assert_eq!(
        (ran.exit, is_changed(&sandbox), steering(&sandbox)[..2].to_vec()),
        (0, true, vec!["POST".to_owned(), "PUT".to_owned()])
    );
}

#[test]
fn a_profile_that_forbids_changes_opens_nothing() {
    let sandbox = any();
    let mut variables = variables(&sandbox);
    variables.push(("RMCTL_READ_ONLY".to_owned(), "1".to_owned()));

    let exits = [CHANGE, "rmctl sps transaction commit", "rmctl sps transaction rollback"]
        .map(|line| run_with(variables.clone(), line).exit);

    assert_eq!((exits, sandbox.requests().len()), ([5; 3], 0));
}
