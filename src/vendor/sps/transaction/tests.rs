//! Every fault at every step: no transaction stays open, and what is said is true.

mod keeping;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::*;
use crate::auth::{Authenticator, Grant, Grants};
use crate::catalog::{Operation, Settings};
use crate::config::Account;
use crate::http::{Interrupt, Redactor, Signal};
use crate::session::Progress;
use crate::store::{Memory, Store as _};
use crate::testing::{ManualClock, block_on, refused, reply_with_body, unanswered, work_with};
use crate::vendor::sps::dialect::Sps;
use crate::workflow::Office;

static SETTINGS: Settings = Settings {
    key: "sps",
    name: "One Identity SPS",
    env: "SPS",
    url: Some("https://vendor.example/sps"),
    regions: &[],
    fields: &[crate::catalog::Field::secret("token", "token")],
    credentials: &[&["token"]],
};

const OPTIONS: &str = "/api/configuration/telnet/options";
const OPERATION: Operation = Operation::put("set", OPTIONS).about("Set the options");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Open,
    Write,
    Reread,
    Changes,
    Commit,
    Rollback,
    Status,
}

const STEPS: [Step; 5] = [Step::Open, Step::Write, Step::Reread, Step::Changes, Step::Commit];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Unreached,
    /// The answer is lost; whether the box did as it was asked.
    Unanswered(bool),
    /// The login has ended, and all that was in it.
    LoggedOut,
    Status(u16),
    /// A page of a proxy, behind which the box did as it was asked or not.
    Html(bool),
    Panic,
    CtrlC,
}

/// One box with one login, and what goes wrong with it.
#[derive(Default)]
struct Machine {
    open: Cell<bool>,
    logged_out: Cell<bool>,
    pending: RefCell<Option<Value>>,
    options: RefCell<Value>,
    /// Goes wrong this many times more.
    troubles: RefCell<Vec<(Step, Trouble)>>,
    wants_message: bool,
    opens_itself: bool,
    /// Forgets this member.
    drops: Option<&'static str>,
    logouts: Cell<u32>,
    seen: RefCell<Vec<String>>,
    bodies: RefCell<Vec<Value>>,
    interrupt: Interrupt,
}

impl Machine {
    fn with(troubles: &[(Step, Trouble)]) -> Rc<Self> {
        Rc::new(Self { troubles: RefCell::new(troubles.to_vec()), ..Self::default() })
    }

    fn trouble(&self, step: Step) -> Option<Trouble> {
        let mut troubles = self.troubles.borrow_mut();
        let at = troubles.iter().position(|(at, _)| *at == step)?;
        Some(troubles.remove(at).1)
    }

    fn answer(&self, request: &Request) -> Result<Reply, Fault> {
        let path = request.url.path().strip_prefix("/sps").expect("requests go below the account's URL");
        self.seen.borrow_mut().push(format!("{} {path}", request.method));
        assert!(request.bound, "nothing leaves the login of the transaction");
        let step = match (&request.method, path) {
            (&Method::POST, "/api/transaction") => Some(Step::Open),
            (&Method::PUT, "/api/transaction") => Some(Step::Commit),
            (&Method::DELETE, "/api/transaction") => Some(Step::Rollback),
            (&Method::GET, "/api/transaction") => Some(Step::Status),
            (&Method::GET, "/api/transaction/changes") => Some(Step::Changes),
            (&Method::PUT, OPTIONS) => Some(Step::Write),
            (&Method::GET, OPTIONS) => Some(Step::Reread),
            _ => None,
        };
        match step.and_then(|step| self.trouble(step)) {
            None => Ok(self.act(request, path)),
            Some(Trouble::Unreached) => refused(),
            Some(Trouble::Unanswered(acts)) => {
                acts.then(|| self.act(request, path));
                unanswered()
            }
            Some(Trouble::LoggedOut) => {
                self.logged_out.set(true);
                self.open.set(false);
                Ok(self.act(request, path))
            }
            Some(Trouble::Status(status)) => Ok(error(status, "Word", "the box says so")),
            Some(Trouble::Html(acts)) => {
                acts.then(|| self.act(request, path));
                Ok(reply_with_body(200, "<html>"))
            }
            Some(Trouble::Panic) => panic!("a bug"),
            Some(Trouble::CtrlC) => {
                self.interrupt.raise(Signal::Interrupt);
                Ok(self.act(request, path))
            }
        }
    }

    fn act(&self, request: &Request, path: &str) -> Reply {
        let body: Value = match &request.content {
            crate::http::Content::Bytes { bytes, .. } => serde_json::from_slice(bytes).unwrap(),
            _ => Value::Null,
        };
        match (&request.method, path) {
            _ if self.logged_out.get() => error(401, "Unauthenticated", "log in"),
            (&Method::POST, "/api/transaction") if self.opens_itself => error(405, "MethodNotAllowed", "no"),
            (&Method::POST, "/api/transaction") => {
                self.open.set(true);
                self.status(201)
            }
            (&Method::GET, "/api/transaction") => self.status(200),
            (&Method::GET, "/api/transaction/changes") => {
                let change = json!({"type": "replace", "path": OPTIONS, "old_value": 1, "new_value": 2});
                reply_with_body(200, &json!({"changes": [change], "meta": {}}).to_string())
            }
            _ if !(self.open.get() || self.opens_itself && path == OPTIONS) => {
                error(409, "NoTransaction", "No open Transaction is available")
            }
            (&Method::PUT, "/api/transaction") => {
                self.bodies.borrow_mut().push(body);
                self.open.set(false);
                self.options.replace(self.pending.take().unwrap());
                self.status(200)
            }
            (&Method::DELETE, "/api/transaction") => {
                self.open.set(false);
                self.status(200)
            }
            (&Method::GET, OPTIONS) => {
                let pending = self.pending.borrow().clone().unwrap_or_default();
                reply_with_body(200, &json!({"body": pending, "key": "options", "meta": {}}).to_string())
            }
            (&Method::PUT, OPTIONS) => {
                self.open.set(true);
                let mut kept = body;
                if let Some(name) = self.drops {
                    kept.as_object_mut().unwrap().remove(name);
                }
                self.pending.replace(Some(kept));
                reply_with_body(201, r#"{"key":"options","meta":{"href":"/api/configuration/telnet/options"}}"#)
            }
            other => panic!("the box has no {other:?}"),
        }
    }

    fn status(&self, status: u16) -> Reply {
        let open = if self.open.get() { "open" } else { "closed" };
        let message = if self.wants_message { "required" } else { "optional" };
        let body = json!({
            "body": {"status": open, "commit_message": message}, "key": "transaction", "meta": {"remaining_seconds": 600},
        });
        reply_with_body(status, &body.to_string())
    }
}

fn error(status: u16, kind: &str, message: &str) -> Reply {
    reply_with_body(status, &json!({"error": {"type": kind, "message": message, "details": {}}}).to_string())
}

struct Wire(Rc<Machine>);

impl Transport for Wire {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        Box::pin(async {
            self.0.interrupt.check_for(request)?;
            self.0.answer(request)
        })
    }
}

/// What a login from outside sees.
struct Outside(Rc<Machine>);

impl Transport for Outside {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        assert_eq!(request.method, Method::GET);
        if request.url.path().ends_with("/api/transaction") {
            let closed = json!({"key": "transaction", "transaction": {"status": "closed"}}).to_string();
            return Box::pin(async move { Ok(reply_with_body(200, &closed)) });
        }
        assert!(request.url.path().ends_with(OPTIONS));
        let body = json!({"body": *self.0.options.borrow(), "key": "options", "meta": {}});
        Box::pin(async move { Ok(reply_with_body(200, &body.to_string())) })
    }
}

struct Login(Rc<Machine>);

impl Authenticator for Login {
    fn login<'a>(&'a self, _: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>> {
        unreachable!("the machine needs none")
    }

    fn sign(&self, _: &Grant, _: &mut Request, _: SystemTime) {}

    fn logout<'a>(&'a self, _: &'a dyn Transport, _: &'a Grant) -> LocalFuture<'a, ()> {
        self.0.logouts.set(self.0.logouts.get() + 1);
        Box::pin(async {})
    }

    fn variables(&self) -> Grant {
        unreachable!("nothing is shown")
    }
}

#[derive(Default)]
struct Told(RefCell<Vec<String>>);

impl Progress for Told {
    fn doing(&self, _: &str) {}

    fn tell(&self, text: &str) {
        self.0.borrow_mut().push(text.to_owned());
    }

    fn warn(&self, text: &str) {
        self.0.borrow_mut().push(format!("warning: {text}"));
    }
}

struct Desk {
    machine: Rc<Machine>,
    account: Arc<Account>,
    told: Rc<Told>,
    clock: Rc<ManualClock>,
    outside: Session,
    state: Memory,
    redactor: Rc<Redactor>,
}

impl Office for &Desk {
    fn own(&self, grant: Option<Grant>) -> LocalFuture<'_, Result<Own, Fault>> {
        let grants = Rc::new(Grants::new(None, Arc::new(Memory::default()), self.clock.clone(), Rc::default()));
        let session = self.session(Box::new(Wire(self.machine.clone())));
        Box::pin(async move {
            let is_new = grant.is_none();
            // The machine has one login at a time.
            self.machine.logged_out.set(self.machine.logged_out.get() && !is_new);
            grants.bring(grant.unwrap_or(Grant::lasting("s3ssion".into()))).await?;
            Ok(Own { session, grants, authenticator: Rc::new(Login(self.machine.clone())) })
        })
    }
}

impl Desk {
    fn new(machine: Rc<Machine>) -> Self {
        let account = Arc::new(Account::given(&SETTINGS, "hq", &[("token", "t")]).unwrap());
        let (told, clock) = (Rc::new(Told::default()), Rc::new(ManualClock::default()));
        let outside = session(&machine, &account, &told, &clock, Box::new(Outside(machine.clone())));
        let (state, redactor) = (Memory::default(), Rc::default());
        Self { machine, account, told, clock, outside, state, redactor }
    }

    fn session(&self, transport: Box<dyn Transport>) -> Session {
        session(&self.machine, &self.account, &self.told, &self.clock, transport)
    }

    fn work(&self) -> Work<'_> {
        Work {
            operation: Some(&OPERATION),
            office: Box::new(self),
            wait: Duration::from_secs(1),
            ..work_with(&self.outside, &self.account, &self.state, &self.redactor)
        }
    }

    fn write(&self, given: &Given) -> Result<(), String> {
        self.write_body(given, &json!({"enabled": true, "log_level": 4}))
    }

    fn write_body(&self, given: &Given, body: &Value) -> Result<(), String> {
        let url = crate::plan::join(self.account.url(), OPTIONS).unwrap();
        let request = Request::new(Method::PUT, url, crate::http::Repeat::OnlyIfUnsent).json(body);
        let outcome = block_on((TRANSACTIONS.carry_out)(&self.work(), given, &[request]));
        outcome.map(drop).map_err(|undone| undone.fault.to_string())
    }

    /// The last request that was no question.
    fn last(&self) -> String {
        let seen = self.machine.seen.borrow();
        seen.iter().rfind(|request| *request != "GET /api/transaction").cloned().unwrap_or_default()
    }

    fn told(&self) -> Vec<String> {
        self.told.0.borrow().clone()
    }
}

fn session(
    machine: &Rc<Machine>,
    account: &Arc<Account>,
    told: &Rc<Told>,
    clock: &Rc<ManualClock>,
    transport: Box<dyn Transport>,
) -> Session {
    Session {
        transport,
        dialect: Box::new(Sps::new(account.url().clone())),
        clock: clock.clone(),
        interrupt: machine.interrupt.clone(),
        progress: told.clone(),
    }
}

fn seen(machine: &Machine) -> Vec<String> {
    machine.seen.borrow().clone()
}

const DROP: &str = "DELETE /api/transaction";

#[test]
fn a_change_is_opened_written_read_again_reviewed_and_committed() {
    let desk = Desk::new(Machine::with(&[]));

    desk.write(&Given::default()).unwrap();

    let expected = [
        "POST /api/transaction",
        "PUT /api/configuration/telnet/options",
        "GET /api/configuration/telnet/options",
        "GET /api/transaction/changes",
        "PUT /api/transaction",
    ];
    assert_eq!(seen(&desk.machine), expected);
    assert_eq!(*desk.machine.bodies.borrow(), [json!({"status": "commit"})]);
    assert_eq!(desk.told(), ["replace /api/configuration/telnet/options: 1 -> 2"]);
}

/// The step, whether it did what was asked, the outcome, and whether the last request drops the transaction.
fn outcomes(trouble: Trouble) -> [(Step, Result<(), String>, bool); 5] {
    STEPS.map(|step| {
        let desk = Desk::new(Machine::with(&[(step, trouble)]));
        let outcome = desk.write(&Given::default());
        assert!(!desk.machine.open.get(), "{step:?} {trouble:?} leaves a transaction open");
        assert_eq!(desk.machine.logouts.get(), 1);
        assert_eq!(Journal::of(&desk.work()).left(), []);
        (step, outcome, desk.last() == DROP)
    })
}

/// The same fault at each step: what is said after opening and after the others.
fn expected(opening: (&str, bool), others: [&str; 4], ending: &str) -> [(Step, Result<(), String>, bool); 5] {
    let [write, reread, changes, commit] = others;
    let told = |step, text: &str| (step, Err(format!("{text}; {ending}")), true);
    let opening = (Step::Open, Err(opening.0.to_owned()), opening.1);
    [
        opening,
        told(Step::Write, write),
        told(Step::Reread, reread),
        told(Step::Changes, changes),
        told(Step::Commit, commit),
    ]
}

const ROLLED_BACK: &str = "the transaction was rolled back, and nothing is changed";
const NO_TRANSACTION: &str = "no transaction is open, and nothing is changed";

#[test]
fn a_box_that_cannot_be_reached_at_any_step_keeps_no_transaction() {
    let text = "cannot reach vendor.example: connection refused";

    assert_eq!(outcomes(Trouble::Unreached), expected((text, false), [text; 4], ROLLED_BACK));
}

#[test]
fn an_answer_that_is_lost_at_any_step_leaves_no_transaction() {
    let text = "no whole answer from vendor.example: connection reset";

    let unheard = outcomes(Trouble::Unanswered(false));
    let mut done = outcomes(Trouble::Unanswered(true)).to_vec();

    let opening = format!("{text}; {NO_TRANSACTION}");
    assert_eq!(unheard, expected((&opening, true), [text; 4], ROLLED_BACK));
    // What was committed stays so.
    assert_eq!(done.pop(), Some((Step::Commit, Ok(()), false)));
    let opening = format!("{text}; {ROLLED_BACK}");
    assert_eq!(done, expected((&opening, true), [text; 4], ROLLED_BACK)[..4]);
}

#[test]
fn a_login_that_ends_at_any_step_takes_the_transaction_with_it() {
    let text = "cannot set the options: 401: the box ended the login of the transaction";

    let found = outcomes(Trouble::LoggedOut);

    let opening = "401: Unauthenticated: log in";
    assert_eq!(found, expected((opening, false), [text; 4], NO_TRANSACTION));
}

#[test]
fn a_refusal_at_any_step_is_told_in_the_box_s_words() {
    let refused = |status: u16, reread: &str| {
        let text = format!("{status}: Word: the box says so");
        let reread = format!("cannot set the options: what was written cannot be read again: {reread}");
        expected((&text, false), [&text, &reread, &text, &text], ROLLED_BACK)
    };

    for status in [400, 403, 409] {
        assert_eq!(outcomes(Trouble::Status(status)), refused(status, &format!("{status}: Word: the box says so")));
    }
}

#[test]
fn a_box_that_breaks_down_at_any_step_keeps_no_transaction() {
    let text = "500: Word: the box says so";
    let reread = format!("cannot set the options: what was written cannot be read again: {text}");

    let found = outcomes(Trouble::Status(500));

    let opening = format!("{text}; {NO_TRANSACTION}");
    assert_eq!(found, expected((&opening, true), [text, &reread, text, text], ROLLED_BACK));
}

#[test]
fn a_page_of_a_proxy_at_any_step_leaves_no_transaction() {
    let text = "the answer of vendor.example cannot be read: it is HTML, as of a proxy or a login page";

    let unheard = outcomes(Trouble::Html(false));
    let mut done = outcomes(Trouble::Html(true)).to_vec();

    let opening = format!("{text}; {NO_TRANSACTION}");
    assert_eq!(unheard, expected((&opening, true), [text; 4], ROLLED_BACK));
    assert_eq!(done.pop(), Some((Step::Commit, Ok(()), false)));
    let opening = format!("{text}; {ROLLED_BACK}");
    assert_eq!(done, expected((&opening, true), [text; 4], ROLLED_BACK)[..4]);
}

#[test]
fn ctrl_c_at_any_step_before_the_commit_rolls_back() {
    let found = outcomes(Trouble::CtrlC);

    let interrupted = |step| (step, Err(format!("interrupted; {ROLLED_BACK}")), true);
    let before = [Step::Open, Step::Write, Step::Reread, Step::Changes].map(interrupted);
    assert_eq!(found[..4], before);
    // The commit was under way, and what is done is done.
    assert_eq!(found[4], (Step::Commit, Ok(()), false));
}

#[test]
fn a_panic_rolls_back_and_goes_on() {
    for step in STEPS {
        let desk = Desk::new(Machine::with(&[(step, Trouble::Panic)]));

        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| desk.write(&Given::default())));

        assert!(outcome.is_err() && !desk.machine.open.get());
        assert_eq!(desk.last() == DROP, step != Step::Open, "{step:?}");
    }
}

#[test]
fn what_could_not_be_rolled_back_is_said_to_stay_open_and_for_how_long() {
    let trouble = [(Step::Write, Trouble::Status(400)), (Step::Rollback, Trouble::Status(500))];
    let hopeless = [trouble[0], trouble[1], trouble[1], trouble[1]];

    let helped = Desk::new(Machine::with(&trouble)).write(&Given::default());
    let left = Desk::new(Machine::with(&hopeless)).write(&Given::default());

    assert_eq!(helped, Err(format!("400: Word: the box says so; {ROLLED_BACK}")));
    assert_eq!(
        left.unwrap_err(),
        "400: Word: the box says so; nothing is committed, and the transaction could not be rolled back \
         (500: Word: the box says so); it may stay open for 10 min, at 08:10:01 UTC at the latest"
    );
}

/// The answer to the commit is lost, and the box cannot be asked in the same login how it ended.
fn lost_commit(acts: bool, looking: Trouble) -> Desk {
    let commit = (Step::Commit, Trouble::Unanswered(acts));
    Desk::new(Machine::with(&[commit, (Step::Status, looking), (Step::Status, looking), (Step::Status, looking)]))
}

#[test]
fn a_commit_of_which_nothing_is_heard_is_looked_for_from_outside() {
    let (with_login, silent) = (lost_commit(true, Trouble::LoggedOut), lost_commit(true, Trouble::Unreached));

    assert_eq!([with_login.write(&Given::default()), silent.write(&Given::default())], [Ok(()), Ok(())]);
    let told = "warning: the commit met this: no whole answer from vendor.example: connection reset; \
                the box has carried it out";
    assert_eq!([&with_login.told()[1], &silent.told()[1]], [told, told]);
}

#[test]
fn a_commit_that_nobody_can_find_may_have_happened_and_that_is_said() {
    let (with_login, silent) = (lost_commit(false, Trouble::LoggedOut), lost_commit(false, Trouble::Unreached));

    let outcomes = [with_login.write(&Given::default()), silent.write(&Given::default())].map(Result::unwrap_err);

    let told = |looking: &str| {
        format!(
            "cannot set the options: the commit met this: no whole answer from vendor.example: connection reset; \
             how that ended could not be asked ({looking}): it may or may not be committed"
        )
    };
    let logged_out = "cannot set the options: 401: the box ended the login of the transaction";
    assert_eq!(outcomes, [told(logged_out), told("cannot reach vendor.example: connection refused")]);
    assert!([with_login, silent].iter().all(|desk| desk.last() == DROP && !desk.machine.open.get()));
}

#[test]
fn members_that_the_box_drops_are_named_and_nothing_is_committed_unless_the_user_keeps_it() {
    let forgetful = || Desk::new(Rc::new(Machine { drops: Some("log_levle"), ..Machine::default() }));
    let body = json!({"enabled": true, "log_levle": 4});

    let (refused, kept) = (forgetful(), forgetful());
    let outcome = refused.write_body(&Given::default(), &body);
    kept.write_body(&Given::default().with("keep", true), &body).unwrap();

    let words = "the box did not keep `log_levle` (sent 4, the box has nothing)";
    assert_eq!(outcome, Err(format!("cannot set the options: {words}; {ROLLED_BACK}")));
    assert_eq!((refused.last().as_str(), kept.last().as_str()), (DROP, "PUT /api/transaction"));
    assert_eq!(kept.told()[0], format!("warning: {words}"));
    assert_eq!(*kept.machine.options.borrow(), json!({"enabled": true}));
}

#[test]
fn a_message_that_the_box_wants_is_asked_for_before_anything_is_written() {
    let strict = || Desk::new(Rc::new(Machine { wants_message: true, ..Machine::default() }));

    let (without, with) = (strict(), strict());
    let outcome = without.write(&Given::default());
    with.write(&Given::default().with("commit_message", "why")).unwrap();

    let text = "cannot set the options: the box wants a message with every commit";
    assert_eq!(outcome, Err(format!("{text}; {ROLLED_BACK}")));
    assert_eq!(seen(&without.machine), ["POST /api/transaction", DROP]);
    let body = json!({"status": "commit", "commit_message": "why", "message": "why"});
    assert_eq!(*with.machine.bodies.borrow(), [body]);
}

#[test]
fn a_lock_is_told_in_the_box_s_words_or_waited_for() {
    let held = || [(Step::Open, Trouble::Status(423)), (Step::Open, Trouble::Status(409))];

    let (at_once, patient, impatient) =
        (Desk::new(Machine::with(&held())), Desk::new(Machine::with(&held())), Desk::new(Machine::with(&held())));
    let outcome = at_once.write(&Given::default());
    patient.write(&Given::default().with("lock_timeout", 30)).unwrap();
    let in_vain = impatient.write(&Given::default().with("lock_timeout", 1));

    assert_eq!(outcome, Err("423: Word: the box says so".to_owned()));
    assert_eq!(seen(&at_once.machine), ["POST /api/transaction"]);
    assert_eq!(patient.last(), "PUT /api/transaction");
    assert_eq!(in_vain, Err("409: Word: the box says so".to_owned()));
}

#[test]
fn a_box_that_opens_transactions_by_itself_is_written_to_and_committed() {
    let modern = |troubles: &[(Step, Trouble)]| {
        let troubles = RefCell::new(troubles.to_vec());
        Desk::new(Rc::new(Machine { opens_itself: true, troubles, ..Machine::default() }))
    };

    let (fine, locked, broken) =
        (modern(&[]), modern(&[(Step::Write, Trouble::Status(423))]), modern(&[(Step::Reread, Trouble::Status(500))]));
    fine.write(&Given::default()).unwrap();
    let waited = locked.write(&Given::default().with("lock_timeout", 30));
    broken.write(&Given::default()).unwrap_err();

    assert_eq!(fine.last(), "PUT /api/transaction");
    assert_eq!((waited, locked.last().as_str()), (Ok(()), "PUT /api/transaction"));
    assert_eq!((broken.last().as_str(), broken.machine.open.get()), (DROP, false));
}

#[test]
fn a_transaction_that_the_box_lost_is_opened_once_more_only_while_nothing_is_written() {
    let forgets = |machine: &Machine| machine.open.set(false);
    let two = |at: usize| {
        let desk = Desk::new(Machine::with(&[]));
        let url = crate::plan::join(desk.account.url(), OPTIONS).unwrap();
        let request = Request::new(Method::PUT, url, crate::http::Repeat::OnlyIfUnsent).json(&json!({"enabled": true}));
        let outcome = block_on(within(&desk.work(), &Given::default(), async |transaction| {
            for number in 0..2 {
                if number == at {
                    forgets(&desk.machine);
                }
                transaction.write(&request).await?;
            }
            Ok(())
        }));
        (outcome.map_err(|undone| undone.fault.to_string()), desk)
    };

    let (before, _) = two(0);
    let (between, desk) = two(1);

    assert_eq!(before, Ok(()));
    let text = "cannot set the options: 409: NoTransaction: No open Transaction is available: \
                the box dropped the transaction in the middle";
    assert_eq!(between, Err(format!("{text}; {NO_TRANSACTION}")));
    assert!(seen(&desk.machine).contains(&DROP.to_owned()));
}

#[test]
fn nothing_is_committed_where_nothing_is_written() {
    let desk = Desk::new(Machine::with(&[]));

    block_on(within(&desk.work(), &Given::default(), async |_| Ok(()))).unwrap();

    assert_eq!(seen(&desk.machine), ["POST /api/transaction", DROP]);
}

#[test]
fn changes_below_the_configuration_and_few_others_are_part_of_transactions() {
    let inside = ["/api/configuration", "/api/configuration/telnet", "/api/cluster/promote", "/api/cluster/nodes/1"];
    let outside = ["/api/configurations", "/api/info", "/api/cluster/spp", "/api/cluster", "/api/transaction"];

    assert!(inside.iter().all(|path| is_concerned(path)) && !outside.iter().any(|path| is_concerned(path)));
}

#[test]
fn a_dry_run_shows_all_that_would_be_sent() {
    let account = Account::given(&SETTINGS, "hq", &[("token", "t")]).unwrap();
    let put = Request::new(Method::PUT, account.url().clone(), crate::http::Repeat::OnlyIfUnsent);
    let steps = |given: &Given| {
        let steps = (TRANSACTIONS.steps)(&account, given, vec![put.clone()]).unwrap();
        steps.iter().map(|step| format!("{} {}", step.method, step.url.path())).collect::<Vec<_>>()
    };

    let open_and_write = ["POST /sps/api/transaction", "PUT /sps"];
    assert_eq!(steps(&Given::default()), [&open_and_write[..], &["PUT /sps/api/transaction"]].concat());
    assert_eq!(steps(&Given::default().with("no_commit", true)), open_and_write);
}
