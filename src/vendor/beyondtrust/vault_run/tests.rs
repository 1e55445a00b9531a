//! Runs of scripted programs, with a site that answers from a script.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use secrecy::ExposeSecret as _;
use serde_json::json;

use super::super::vault::{CHECK_IN, CHECK_OUT, LIST};
use super::*;
use crate::config::Account as Profile;
use crate::dialect::Answer;
use crate::http::{Interrupt, Redactor, Refusal, Reply, Request, Signal, Transport};
use crate::session::{Progress, Session};
use crate::store::{Memory, Store as _};
use crate::surroundings::{LocalFuture, Programs};
use crate::testing::{ManualClock, Scripted, block_on, refused, reply, reply_with_body, unanswered, work_with};
use crate::vendor::beyondtrust::BEYONDTRUST;
use crate::workflow::Left;

const SECRET: &str = "canary-3f1c9a";

/// Hears warnings.
#[derive(Default)]
struct Heard(RefCell<Vec<String>>);

impl Progress for Heard {
    fn doing(&self, _: &str) {}

    fn warn(&self, text: &str) {
        self.0.borrow_mut().push(text.to_owned());
    }
}

/// How a program ends.
#[derive(Clone, Copy)]
enum End {
    Code(u8),
    Never,
    Panic,
}

/// The programs of a computer, and what the one that was started was given.
struct Shell {
    end: End,
    started: RefCell<Vec<Value>>,
}

impl Programs for Shell {
    fn find(&self, name: &str) -> Result<PathBuf, Failure> {
        match name {
            "tool" => Ok(PathBuf::from("/bin/tool")),
            _ => Err(Failure::new(Code::NotFound, format!("there is no program `{name}`"))),
        }
    }

    fn run<'a>(&'a self, program: Program, _: &'a Interrupt) -> LocalFuture<'a, Result<u8, String>> {
        let Program { path, arguments, variables, descriptor, .. } = program;
        let variables: serde_json::Map<String, Value> =
            variables.iter().map(|(name, value)| (name.clone(), value.expose_secret().into())).collect();
        let descriptor = descriptor.map(|(number, secret)| json!([number, secret.expose_secret()]));
        self.started.borrow_mut().push(json!([path, arguments, variables, descriptor]));
        match self.end {
            End::Code(code) => Box::pin(async move { Ok(code) }),
            End::Never => Box::pin(async { Err("permission denied".to_owned()) }),
            End::Panic => panic!("a mistake in us"),
        }
    }
}

/// Notes what was in the journal whenever something was sent.
struct Watching {
    script: Rc<Scripted>,
    store: Arc<Memory>,
    name: String,
    noted: Rc<RefCell<Vec<String>>>,
}

impl Transport for Watching {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        let noted = self.store.read(&self.name).unwrap_or_default();
        self.noted.borrow_mut().push(String::from_utf8(noted).unwrap());
        self.script.send(request)
    }
}

struct Desk {
    session: Session,
    script: Rc<Scripted>,
    heard: Rc<Heard>,
    profile: Arc<Profile>,
    redactor: Rc<Redactor>,
    store: Arc<Memory>,
    shell: Shell,
    noted: Rc<RefCell<Vec<String>>>,
}

impl Desk {
    fn new(end: End, script: Vec<Result<Reply, Fault>>) -> Self {
        Self::with(end, script, &[])
    }

    fn with(end: End, script: Vec<Result<Reply, Fault>>, more: &[(&str, &str)]) -> Self {
        let values = [("url", "https://site.example"), ("client_id", "c1"), ("client_secret", "s")];
        let values: Vec<(&str, &str)> = values.iter().chain(more).copied().collect();
        let profile = Arc::new(Profile::given(&BEYONDTRUST.settings, "test", &values).unwrap());
        let (script, heard) = (Rc::new(Scripted::new(script)), Rc::new(Heard::default()));
        let (store, noted) = (Arc::new(Memory::default()), Rc::default());
        let name = format!("check-outs of {}", profile.identity_key());
        let watching = Watching { script: script.clone(), store: store.clone(), name, noted: Rc::clone(&noted) };
        let session = Session {
            transport: Box::new(watching),
            dialect: (BEYONDTRUST.dialect)(&profile).unwrap(),
            clock: Rc::new(ManualClock::default()),
            interrupt: Interrupt::default(),
            progress: heard.clone(),
        };
        let shell = Shell { end, started: RefCell::default() };
        Self { session, script, heard, profile, redactor: Rc::default(), store, shell, noted }
    }

    fn work(&self) -> Work<'_> {
        let work = work_with(&self.session, &self.profile, &*self.store, &self.redactor);
        Work { programs: &self.shell, ..work }
    }

    fn run(&self, given: &Given) -> Result<Outcome, Fault> {
        block_on(run(&self.work(), given))
    }

    /// `POST /check-out`: what was asked for, without what all paths begin with.
    fn asked(&self) -> Vec<String> {
        let shown = |request: &Request| {
            let path = &request.url[url::Position::BeforePath..];
            format!("{} {}", request.method, path.trim_start_matches("/api/config/v1/vault/account"))
        };
        self.script.seen().iter().map(shown).collect()
    }

    fn left(&self) -> Vec<Left> {
        left_open(&self.work())
    }
}

fn answer(status: u16, body: &Value) -> Result<Reply, Fault> {
    Ok(reply_with_body(status, &body.to_string()))
}

fn found() -> Result<Reply, Fault> {
    answer(200, &json!([{"id": 61, "type": "username_password", "name": "db-root", "account_group_id": 1}]))
}

fn lent() -> Result<Reply, Fault> {
    answer(200, &json!({"username": "root", "type": "username_password", "password": SECRET}))
}

fn no(status: u16, words: &str) -> Result<Reply, Fault> {
    answer(status, &json!({ "message": words }))
}

fn done() -> Result<Reply, Fault> {
    Ok(reply(200))
}

fn given() -> Given {
    Given::default().with("account", "db-root").with("command", json!(["tool", "-v"])).with("env", "PASSWORD")
}

/// The exit code, and what went wrong after the program.
fn ran(outcome: Result<Outcome, Fault>) -> (u8, Option<Failure>) {
    match outcome {
        Ok(Outcome::Ran { exit, trouble }) => (exit, trouble.map(|failure| *failure)),
        other => panic!("{other:?}"),
    }
}

const OUT: &str = "POST /61/check-out";
const IN: &str = "POST /61/check-in";
const FOUND: &str = "GET ?name=db-root&per_page=100";

#[test]
fn a_program_has_the_secret_in_a_variable_and_the_account_is_checked_in_after_it() {
    let desk = Desk::new(End::Code(7), vec![found(), lent(), done()]);

    let outcome = ran(desk.run(&given()));

    assert_eq!(outcome, (7, None));
    assert_eq!(*desk.shell.started.borrow(), [json!(["/bin/tool", ["-v"], {"PASSWORD": SECRET}, null])]);
    assert_eq!(desk.asked(), [FOUND, OUT, IN]);
    assert!(desk.script.seen()[2].tidies);
    assert_eq!((desk.left(), desk.redactor.scrub(SECRET).as_str()), (vec![], "<hidden>"));
}

#[test]
fn a_secret_goes_to_a_descriptor_and_what_belongs_to_it_to_variables() {
    let key = json!({"username": "ec2", "type": "ssh_ca", "private_key": "KEY", "signed_public_cert": "CERT"});
    let desk = Desk::new(End::Code(0), vec![found(), answer(200, &key), done()]);
    let mut given = given().with("fd", 3).with("env-username", "NAME").with("env-certificate", "CERTIFICATE");
    given.values.remove("env");

    let outcome = ran(desk.run(&given));

    assert_eq!(outcome, (0, None));
    let variables = json!({"NAME": "ec2", "CERTIFICATE": "CERT"});
    assert_eq!(*desk.shell.started.borrow(), [json!(["/bin/tool", ["-v"], variables, [3, "KEY"]])]);
}

#[test]
fn the_check_out_is_noted_before_it_is_sent_and_without_the_secret() {
    let desk = Desk::new(End::Code(0), vec![found(), lent(), done()]);

    desk.run(&given()).unwrap();

    let noted: Vec<Value> =
        desk.noted.borrow().iter().map(|text| serde_json::from_str(text).unwrap_or_default()).collect();
    let entry = json!([{
        "id": 61, "name": "db-root", "profile": "test", "origin": "https://site.example", "pid": std::process::id(),
        "checked_out_at": 1_800_000_000, "slot": 0,
    }]);
    assert_eq!(noted, [Value::Null, entry.clone(), entry]);
}

#[test]
fn nothing_is_sent_for_a_program_that_is_not_there_or_a_profile_that_only_reads() {
    let (desk, reading) = (Desk::new(End::Code(0), vec![]), Desk::with(End::Code(0), vec![], &[("read_only", "true")]));

    let absent = desk.run(&given().with("command", json!(["tol"])));
    let forbidden = reading.run(&given());

    assert!(matches!(absent, Err(Fault::Local(failure)) if failure.message == "there is no program `tol`"));
    assert!(matches!(forbidden, Err(Fault::Local(failure)) if failure.code == Code::Forbidden));
    assert_eq!((desk.script.sent(), reading.script.sent()), (0, 0));
}

#[test]
fn a_dry_run_shows_the_requests_and_the_program_and_sends_no_change() {
    let desk = Desk::with(End::Code(0), vec![found()], &[("read_only", "true")]);
    let work = Work { dry_run: true, ..desk.work() };

    let outcome = block_on(run(&work, &given().with("command", json!(["tool", "a b"])))).unwrap();

    let Outcome::Plan { plan, text, requests } = outcome else { panic!("{outcome:?}") };
    assert_eq!(plan["command"], json!(["tool", "a b"]));
    assert_eq!((requests.len(), desk.asked()), (2, vec![FOUND.to_owned()]));
    assert_eq!(
        text,
        "POST https://site.example/api/config/v1/vault/account/61/check-out\nrun tool 'a b'\n    \
         with the secret of `db-root` in the variable `PASSWORD`\n\
         POST https://site.example/api/config/v1/vault/account/61/check-in"
    );
}

#[test]
fn an_account_that_nobody_can_check_out_is_not_asked_for() {
    let authority = answer(200, &json!({"id": 9, "type": "x509_ca", "name": "ca"}));
    let desk = Desk::new(End::Code(0), vec![authority]);

    let outcome = desk.run(&given().with("account", "9"));

    let words = "Vault account `ca` is of the type `x509_ca`, which cannot be checked out";
    assert!(matches!(outcome, Err(Fault::Local(failure)) if failure.message == words && failure.code == Code::Usage));
    assert_eq!(desk.asked(), ["GET /9"]);
}

fn failed(outcome: Result<Outcome, Fault>) -> (Code, String, String) {
    match outcome {
        Err(Fault::Local(failure)) => (failure.code, failure.message, failure.hint.unwrap_or_default()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_unknown_account_is_not_found_and_those_with_names_like_it_are_named() {
    let all = json!([{"id": 1, "name": "db-root"}, {"id": 2, "name": "mail"}, {"id": 3, "name": "db-roof"}]);
    let desk = Desk::new(End::Code(0), vec![answer(200, &json!([])), answer(200, &all)]);
    let by_id = Desk::new(End::Code(0), vec![no(404, "Not Found")]);

    let (named, numbered) =
        (failed(desk.run(&given().with("account", "db-rot"))), failed(by_id.run(&given().with("account", "99"))));

    let words = "no Vault account has the name `db-rot`".to_owned();
    let all = "`rmctl beyondtrust vault accounts list` lists them all".to_owned();
    assert_eq!(named, (Code::NotFound, words, format!("there are `db-root`, `db-roof`; {all}")));
    assert_eq!(numbered, (Code::NotFound, "no Vault account has the id `99`".to_owned(), all));
}

#[test]
fn a_name_that_several_have_is_ambiguous_unless_one_is_written_just_so() {
    let of = |id: u64, name: &str| json!({"id": id, "name": name, "type": "ssh", "account_group_id": id});
    let both = |first: &str| answer(200, &json!([of(4, first), of(5, "DB-root")]));
    let several = Desk::new(End::Code(0), vec![both("DB-ROOT")]);
    let one = Desk::new(End::Code(0), vec![both("db-root"), lent(), done()]);

    let refused = failed(several.run(&given()));
    let outcome = ran(one.run(&given()));

    let words = "2 Vault accounts have the name `db-root`: 4 (ssh, of account group 4), 5 (ssh, of account group 5)";
    assert_eq!(refused, (Code::Ambiguous, words.to_owned(), "name one of them by its id".to_owned()));
    assert_eq!((outcome, &*one.asked()[1]), ((0, None), "POST /4/check-out"));
}

#[test]
fn an_account_that_somebody_has_is_a_conflict_and_nothing_is_left_in_the_journal() {
    let desk = Desk::new(End::Code(0), vec![found(), no(422, "This account is checked out.")]);

    let outcome = desk.run(&given());

    let hint = "`rmctl beyondtrust vault accounts force-check-in 61` takes it from whoever has it";
    let is_conflict =
        |refusal: &Refusal| refusal.means == Some(Code::Conflict) && refusal.hint.as_deref() == Some(hint);
    assert!(matches!(&outcome, Err(Fault::Refused(refusal)) if is_conflict(refusal)), "{outcome:?}");
    assert_eq!((desk.asked().len(), desk.left()), (2, vec![]));
}

#[test]
fn a_refusal_in_other_words_is_what_its_status_says() {
    let means = |status, words: &str| {
        let desk = Desk::new(End::Code(0), vec![found(), no(status, words)]);
        match desk.run(&given()) {
            Err(Fault::Refused(refusal)) => refusal.means,
            other => panic!("{other:?}"),
        }
    };

    assert_eq!(means(422, "This account cannot be checked out."), None);
    assert_eq!(means(403, "You may not use what is checked out."), None);
}

/// The fault that came first, and what is said of the account.
fn undone(outcome: Result<Outcome, Fault>) -> (Fault, String) {
    match outcome {
        Err(Fault::Undone(fault, ending)) => (*fault, ending),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_check_out_without_a_readable_answer_is_checked_in() {
    let desk = |out, back| Desk::new(End::Code(0), vec![found(), out, back]);
    let (unheard, empty, unmade) =
        (desk(unanswered(), done()), desk(done(), done()), desk(unanswered(), no(422, "Not checked out.")));

    let endings = [&unheard, &empty, &unmade].map(|desk| undone(desk.run(&given())));

    assert_eq!(
        endings.each_ref().map(|(_, ending)| ending.as_str()),
        ["the account was checked in", "the account was checked in", "the account is not checked out"]
    );
    assert!(matches!(endings[1].0, Fault::Garbled { .. }));
    assert_eq!([&unheard, &empty, &unmade].map(|desk| desk.left()), [vec![], vec![], vec![]]);
    assert!(unheard.shell.started.borrow().is_empty());
}

#[test]
fn whatever_goes_wrong_after_the_check_out_the_account_is_checked_in() {
    let stopped = Desk::new(End::Code(0), vec![found(), lent(), done()]);
    stopped.session.interrupt.raise(Signal::Terminate);
    let unstartable = Desk::new(End::Never, vec![found(), lent(), done()]);
    let lacking = Desk::new(End::Code(0), vec![found(), lent(), done()]);
    let panicking = Desk::new(End::Panic, vec![found(), lent(), done()]);

    let (interrupted, _) = undone(stopped.run(&given()));
    let (not_started, ending) = undone(unstartable.run(&given()));
    let (without_member, _) = undone(lacking.run(&given().with("member", "token")));
    let panic = std::panic::catch_unwind(AssertUnwindSafe(|| panicking.run(&given())));

    assert_eq!(interrupted, Fault::Interrupted(Signal::Terminate));
    assert_eq!(not_started.to_string(), "cannot start `tool`: permission denied");
    assert_eq!(ending, "the account was checked in");
    assert_eq!(
        without_member.to_string(),
        "the site lent no `token` of Vault account `db-root`, but `username`, `type`, `password`"
    );
    assert!(panic.is_err());
    for desk in [&stopped, &unstartable, &lacking, &panicking] {
        assert_eq!((desk.asked(), desk.left()), ([FOUND, OUT, IN].map(str::to_owned).to_vec(), vec![]));
    }
}

#[test]
fn a_check_in_that_fails_is_told_and_left_in_the_journal_for_later_runs() {
    let desk = Desk::new(End::Code(3), vec![found(), lent(), no(403, "Forbidden")]);

    let (exit, trouble) = ran(desk.run(&given()));

    let trouble = trouble.unwrap();
    let command = "`rmctl beyondtrust vault accounts check-in 61 -p test` checks it in";
    assert_eq!((exit, trouble.code, trouble.hint.as_deref()), (3, Code::OutcomeUnknown, Some(command)));
    assert_eq!(trouble.message, "Vault account `db-root` (61) could not be checked in: 403: Forbidden");
    let pid = std::process::id();
    let at = "2027-01-15T08:00:00Z";
    let what = format!("an earlier run (pid {pid}) may have left Vault account `db-root` (61) checked out at {at}");
    assert_eq!(desk.left(), [Left { what, hint: command.to_owned() }]);
}

#[test]
fn a_check_in_whose_answer_is_lost_is_sent_again_and_then_refused_it_was_heard() {
    let lost = Desk::new(End::Code(0), vec![found(), lent(), unanswered(), no(422, "Not checked out.")]);
    let away = Desk::new(End::Code(0), vec![found(), lent(), unanswered(), unanswered(), unanswered()]);
    let unreached = Desk::new(End::Code(0), vec![found(), lent(), refused()]);

    let outcomes = [&lost, &away, &unreached].map(|desk| ran(desk.run(&given())));

    assert_eq!(outcomes.map(|(exit, trouble)| (exit, trouble.is_some())), [(0, false), (0, true), (0, true)]);
    assert_eq!([&lost, &away, &unreached].map(|desk| desk.left().len()), [0, 1, 1]);
}

/// A desk where a run has left the account checked out, with these answers still to come.
fn after_a_kill(script: Vec<Result<Reply, Fault>>) -> Desk {
    let desk = Desk::new(End::Code(0), [vec![found(), lent(), no(403, "Forbidden")], script].concat());
    desk.run(&given()).unwrap();
    desk
}

fn of_ids(ids: &[&str]) -> Given {
    Given { ids: ids.iter().map(|id| (*id).to_owned()).collect(), ..Given::default() }
}

#[test]
fn each_later_command_of_the_vault_names_what_is_left_and_no_other_does() {
    let desk = after_a_kill(vec![]);
    let work = desk.work();
    let users = Operation::list("list", "/api/config/v1/user");

    block_on(resolve::resolve(&work, &users, Given::default())).unwrap();
    let before = desk.heard.0.borrow().len();
    block_on(resolve::resolve(&work, &LIST, Given::default())).unwrap();
    block_on(resolve::resolve(&work, &CHECK_OUT, of_ids(&["61"]))).unwrap();
    block_on(resolve::resolve(&work, &CHECK_IN, of_ids(&["61"]))).unwrap();

    let [Left { what, hint }] = &desk.left()[..] else { panic!("{:?}", desk.left()) };
    assert_eq!((before, desk.heard.0.borrow().clone()), (0, vec![format!("{what}; {hint}"); 2]));
}

#[test]
fn what_is_left_stays_in_sight_while_a_later_run_has_its_own() {
    let desk = after_a_kill(vec![done()]);
    let before = desk.left();
    let work = desk.work();
    let account = Account { id: 62, name: "mail".to_owned(), kind: "ssh".to_owned() };

    let loan = Loan::begin(&work, &account);
    let during = desk.left();
    block_on(loan.check_in()).unwrap();

    assert_eq!((before.len(), &during, &desk.left()), (1, &before, &before));
}

#[test]
fn a_check_in_by_hand_ends_what_is_left_and_a_failed_one_does_not() {
    let settled = |answer: Result<Reply, Fault>, id: u64| {
        let desk = after_a_kill(vec![answer]);
        let work = desk.work();
        let request = work.plan(&CHECK_IN, &Given::default().with("id", id)).unwrap();
        let outcome: Result<Answer, Fault> = block_on(work.session.ask(&request));
        settle(&work, &request, outcome.as_ref().err());
        desk.left().len()
    };

    assert_eq!((settled(done(), 61), settled(no(422, "Not checked out."), 61)), (0, 0));
    assert_eq!((settled(done(), 62), settled(unanswered(), 61), settled(no(403, "Forbidden"), 61)), (1, 1, 1));
}

#[test]
fn an_empty_name_is_refused_before_anything_is_asked() {
    let desk = Desk::new(End::Code(0), Vec::new());

    let refused = failed(desk.run(&given().with("account", "")));

    let all = "`rmctl beyondtrust vault accounts list` lists them all".to_owned();
    assert_eq!(refused, (Code::Usage, "the name of the Vault account is empty".to_owned(), all));
    assert!(desk.asked().is_empty());
}

#[test]
fn rows_take_names_in_the_place_of_ids() {
    let desk = Desk::new(End::Code(0), vec![found()]);

    let resolved = block_on(resolve::resolve(&desk.work(), &CHECK_OUT, of_ids(&["db-root", "7"]))).unwrap();

    assert_eq!((resolved.ids, desk.asked()), (vec!["61".to_owned(), "7".to_owned()], vec![FOUND.to_owned()]));
}

#[test]
fn what_the_program_could_not_have_is_refused_before_anything_is_asked() {
    let refusal = |name: &str, value: Value| Wishes::of(&given().with(name, value)).unwrap_err().message;
    let of_descriptor = |number: u64| {
        let mut given = given().with("fd", number);
        given.values.remove("env");
        Wishes::of(&given).map(|wishes| wishes.place).map_err(|failure| failure.message)
    };

    assert_eq!(refusal("command", json!([])), "there is no program to run");
    assert_eq!(refusal("command", json!([""])), "the name of the program is empty");
    assert_eq!(
        refusal("command", json!(["tool", "\u{FFFD}"])),
        "the program or one of its arguments is no UTF-8, which this cannot pass on"
    );
    assert_eq!(refusal("env", json!("A=B")), "`--env` takes the name of a variable, not `A=B`");
    assert_eq!(refusal("env-username", json!("1A")), "`--env-username` takes the name of a variable, not `1A`");
    assert_eq!(refusal("env-username", json!("PASSWORD")), "the variable `PASSWORD` cannot hold two things");
    assert_eq!(refusal("fd", json!(3)), "the program gets the secret by exactly one of `--env` and `--fd`");
    assert_eq!(of_descriptor(1), Err("the file descriptor 1 is the program's standard output".to_owned()));
    assert_eq!(of_descriptor(300), Err("`--fd` takes 0, or a number from 3 to 255, not `300`".to_owned()));
    assert_eq!([of_descriptor(0), of_descriptor(9)], [Ok(Place::Descriptor(0)), Ok(Place::Descriptor(9))]);
}
