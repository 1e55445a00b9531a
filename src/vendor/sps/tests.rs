//! Whole conversations with a box that answers from a script.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::catalog::{Operation, Run};
use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Interrupt, Redactor, Reply, Signal};
use crate::record::Record;
use crate::session::{Progress, Session};
use crate::store::Memory;
use crate::testing::{ManualClock, Scripted, block_on, reply_with_body, unanswered, work_with};
use crate::workflow::{Handed, Listener, Outcome, Work};

/// Interrupts when it is told something, where a test wants that.
#[derive(Default)]
struct Impatient(Option<Interrupt>);

impl Progress for Impatient {
    fn doing(&self, _: &str) {
        if let Some(interrupt) = &self.0 {
            interrupt.raise(Signal::Interrupt);
        }
    }
}

/// A box that gives these answers, one after the other.
struct Desk {
    session: Session,
    script: Rc<Scripted>,
    account: Arc<Account>,
    redactor: Rc<Redactor>,
    state: Memory,
    heard: Heard,
}

/// Keeps what a job hands over, until it has enough.
struct Heard {
    records: RefCell<Vec<Record>>,
    enough: usize,
}

impl Listener for Heard {
    fn record(&self, record: &Record) -> Handed {
        self.records.borrow_mut().push(record.clone());
        if self.records.borrow().len() < self.enough { Handed::More } else { Handed::Enough }
    }

    fn warn(&self, _: &str) {}
}

impl Desk {
    fn new(script: Vec<Result<Reply, Fault>>) -> Self {
        let values = [("url", "https://box.example"), ("username", "jane"), ("password", "p")];
        let account = Arc::new(Account::given(&SPS.settings, "test", &values).unwrap());
        let script = Rc::new(Scripted::new(script));
        let session = Session {
            transport: Box::new(script.clone()),
            dialect: (SPS.dialect)(&account).unwrap(),
            clock: Rc::new(ManualClock::default()),
            interrupt: Interrupt::default(),
            progress: Rc::new(Impatient::default()),
        };
        let heard = Heard { records: RefCell::default(), enough: usize::MAX };
        Self { session, script, account, redactor: Rc::default(), state: Memory::default(), heard }
    }

    fn impatient(mut self) -> Self {
        self.session.progress = Rc::new(Impatient(Some(self.session.interrupt.clone())));
        self
    }

    fn wanting(mut self, enough: usize) -> Self {
        self.heard.enough = enough;
        self
    }

    fn work(&self) -> Work<'_> {
        Work {
            listener: &self.heard,
            wait: Duration::from_secs(10),
            ..work_with(&self.session, &self.account, &self.state, &self.redactor)
        }
    }

    fn keys(&self) -> Vec<String> {
        let key = |record: &Record| record.parse().unwrap()["key"].as_str().unwrap().to_owned();
        self.heard.records.borrow().iter().map(key).collect()
    }

    /// Method, path and query of each request.
    fn asked(&self) -> Vec<String> {
        let shown = |url: &url::Url| url.as_str().trim_start_matches("https://box.example").to_owned();
        self.script.seen().iter().map(|request| format!("{} {}", request.method, shown(&request.url))).collect()
    }
}

fn answer(body: &Value) -> Result<Reply, Fault> {
    Ok(reply_with_body(200, &body.to_string()))
}

fn refusal(status: u16) -> Result<Reply, Fault> {
    Ok(reply_with_body(status, r#"{"error":{"type":"No"}}"#))
}

fn run(work: &Work<'_>, words: &str, given: &Given) -> Result<Outcome, Fault> {
    let Run::Workflow(job) = row(words).run else { panic!("`{words}` is no job") };
    block_on(job(work, given))
}

/// The row that these words call.
fn row(words: &str) -> &'static Operation {
    let mut words: Vec<&str> = words.split(' ').collect();
    let name = words.pop().unwrap();
    let (mut operations, mut groups) = (SPS.operations, SPS.groups);
    for word in words {
        let group = groups.iter().find(|group| group.name == word).unwrap();
        (operations, groups) = (group.operations, group.groups);
    }
    operations.iter().find(|operation| operation.name == name).unwrap()
}

fn failure(fault: Fault) -> Failure {
    match fault {
        Fault::Local(failure) => *failure,
        other => panic!("{other:?}"),
    }
}

fn found(keys: &[&str], next: Option<&str>, total: u64) -> Result<Reply, Fault> {
    let items: Vec<Value> = keys.iter().map(|key| json!({"key": key, "meta": {}, "body": {}})).collect();
    answer(&json!({"items": items, "meta": {"next": next, "match_count": total}}))
}

fn snapshot(name: &str) -> Result<Reply, Fault> {
    answer(&json!({"body": {"snapshot": name}}))
}

fn search(desk: &Desk) -> Result<Outcome, Fault> {
    run(&desk.work(), "sessions search", &Given::default().with("fields", "user.name"))
}

const SECOND: &str = "/api/audit/sessions?fields=user.name&limit=500&offset=500";

#[test]
fn a_search_is_read_page_by_page_as_the_box_links_them() {
    let desk = Desk::new(vec![found(&["a", "b"], Some(SECOND), 3), found(&["c"], None, 3)]);

    search(&desk).unwrap();

    assert_eq!(desk.keys(), ["a", "b", "c"]);
    assert_eq!(
        desk.asked(),
        ["GET /api/audit/sessions?fields=user.name&limit=500".to_owned(), format!("GET {SECOND}")]
    );
}

#[test]
fn flags_of_a_search_are_terms_of_its_expression_and_fields_are_those_of_the_table() {
    let desk = Desk::new(vec![found(&[], None, 0)]);
    let given = Given::default().with("q", "x:1").with("protocol", "SSH").with("user", "jane").with("active", true);

    run(&desk.work(), "sessions search", &given).unwrap();

    let sent = desk.script.seen().remove(0);
    assert_eq!(sent.query("q").unwrap(), "x:1 AND protocol:SSH AND user.name:jane AND active:true");
    assert!(sent.query("fields").unwrap().starts_with("start_time,end_time,"));
}

#[test]
fn what_pages_do_not_reach_is_read_in_a_snapshot_and_nothing_twice() {
    let in_snapshot = "/api/audit/sessions?fields=user.name&limit=500&snapshot=s&offset=500";
    let desk = Desk::new(vec![
        found(&["a"], Some(SECOND), 10_001),
        snapshot("s"),
        found(&["new", "a"], Some(in_snapshot), 3),
        found(&["b"], None, 3),
    ]);

    search(&desk).unwrap();

    assert_eq!(desk.keys(), ["a", "new", "b"]);
    assert_eq!(
        desk.asked()[1..],
        [
            "GET /api/audit/sessions/_snapshot",
            "GET /api/audit/sessions?fields=user.name&limit=500&snapshot=s",
            &format!("GET {in_snapshot}"),
        ]
    );
}

#[test]
fn who_wants_no_more_than_the_first_page_takes_no_snapshot() {
    let desk = Desk::new(vec![found(&["a", "b"], Some(SECOND), 20_000)]).wanting(2);

    search(&desk).unwrap();

    assert_eq!((desk.keys().len(), desk.asked().len()), (2, 1));
}

#[test]
fn a_snapshot_that_is_gone_is_taken_again_once() {
    let first = || found(&["a"], None, 10_001);
    let again = Desk::new(vec![first(), snapshot("s"), refusal(404), snapshot("t"), found(&["a", "b"], None, 2)]);
    let never = Desk::new(vec![first(), snapshot("s"), refusal(404), snapshot("t"), refusal(404)]);

    search(&again).unwrap();
    let failure = failure(search(&never).unwrap_err());

    assert_eq!(again.keys(), ["a", "b"]);
    assert_eq!((failure.code, failure.http_status), (Code::Partial, Some(404)));
}

#[test]
fn a_search_says_what_is_missing_where_no_snapshot_is_to_be_had() {
    let first = || found(&["a"], None, 10_001);
    let quota = Desk::new(vec![first(), refusal(429)]);
    let old = Desk::new(vec![first(), refusal(404), first()]);

    let quota = failure(search(&quota).unwrap_err());
    let old = failure(search(&old).unwrap_err());

    assert_eq!(
        (quota.code, quota.message.as_str()),
        (Code::Partial, "cannot search recorded sessions to the end: 1 of 10001 came, then 429: No")
    );
    assert_eq!(quota.causes[0].code, "rate_limited");
    assert_eq!(old.message, "cannot search recorded sessions to the end: 1 of 10001 came, then the box sent no more");
}

#[test]
fn a_search_that_brings_nothing_fails_as_its_request_did() {
    let fault = search(&Desk::new(vec![refusal(400)])).unwrap_err();

    assert!(matches!(fault, Fault::Refused(refusal) if refusal.status == 400));
}

fn connections() -> Result<Reply, Fault> {
    let item = |key: &str, name: &str| json!({"key": key, "meta": {}, "body": {"name": name}});
    answer(&json!({"items": [item("1a", "demo"), item("1b", "twin"), item("1c", "twin")], "meta": {}}))
}

fn resolved(desk: &Desk, words: &str, typed: &str) -> Result<Vec<String>, Fault> {
    let given = Given { ids: vec![typed.to_owned()], ..Given::default() };
    block_on(resolve::resolve(&desk.work(), row(words), given)).map(|given| given.ids)
}

#[test]
fn a_name_means_the_one_entry_that_bears_it() {
    let desk = Desk::new(vec![connections(), connections(), connections()]);
    let words = "telnet connections delete";

    assert_eq!(resolved(&desk, words, "demo").unwrap(), ["1a"]);
    assert_eq!(failure(resolved(&desk, words, "twin").unwrap_err()).code, Code::Ambiguous);
    assert_eq!(failure(resolved(&desk, words, "other").unwrap_err()).code, Code::NotFound);
    assert_eq!(desk.asked()[0], "GET /api/configuration/telnet/connections");
}

#[test]
fn a_key_and_what_has_no_name_is_not_looked_up() {
    let desk = Desk::new(vec![]);

    assert_eq!(resolved(&desk, "ssh channel-policies get", "-30200").unwrap(), ["-30200"]);
    assert_eq!(resolved(&desk, "sessions get", "rUhhQZ3jYsY1").unwrap(), ["rUhhQZ3jYsY1"]);
    assert_eq!(resolved(&desk, "passwords get", "secret").unwrap(), ["secret"]);
}

#[test]
fn the_box_says_who_is_logged_in_and_how() {
    let who = |body: Value| {
        let desk = Desk::new(vec![answer(&body)]);
        block_on((SPS.identity)(&desk.work())).unwrap()
    };

    let newer = who(json!({"user": {"name": "jane"}, "login_method": {"name": "local"}, "token": "t", "meta": {}}));
    let older = who(json!({"user": {"name": "admin"}, "endpoints": [], "meta": {}}));

    assert_eq!((newer.account.as_str(), newer.scopes), ("jane (local)", None));
    assert_eq!(older.account, "admin");
}

fn status(word: &str) -> Result<Reply, Fault> {
    answer(&json!({"key": "7", "body": {"status": word}, "meta": {}}))
}

fn created() -> Result<Reply, Fault> {
    answer(&json!({"key": "7", "meta": {}}))
}

fn done() -> Result<Reply, Fault> {
    answer(&json!({"meta": {}}))
}

fn bundle(desk: &Desk) -> Result<Outcome, Fault> {
    run(&desk.work(), "support-bundle", &Given::default().with("save", "/tmp/bundle"))
}

#[test]
fn a_support_bundle_is_waited_for_saved_and_deleted() {
    let desk = Desk::new(vec![created(), status("running"), status("finished"), done(), done()]);

    bundle(&desk).unwrap();

    assert_eq!(
        desk.asked(),
        [
            "POST /api/troubleshooting/support-bundle",
            "GET /api/troubleshooting/support-bundle/7",
            "GET /api/troubleshooting/support-bundle/7",
            "GET /api/troubleshooting/support-bundle/7/download",
            "DELETE /api/troubleshooting/support-bundle/7",
        ]
    );
    assert_eq!(desk.script.seen()[3].save.as_deref(), Some(std::path::Path::new("/tmp/bundle")));
}

#[test]
fn a_support_bundle_is_deleted_however_the_waiting_ends() {
    let slow = Desk::new([vec![created()], (0..5).map(|_| status("running")).collect(), vec![done()]].concat());
    let broken = Desk::new(vec![created(), unanswered(), done()]);
    let stopped = Desk::new(vec![created(), status("running"), done()]).impatient();
    let failed = Desk::new(vec![created(), status("failed"), done()]);

    let outcomes = [&slow, &broken, &stopped, &failed].map(|desk| bundle(desk).unwrap_err());

    assert_eq!(failure(outcomes[0].clone()).code, Code::WaitFailed);
    assert!(matches!(outcomes[1], Fault::Unanswered { .. }));
    assert_eq!(outcomes[2], Fault::Interrupted(Signal::Interrupt));
    assert!(matches!(outcomes[3], Fault::WorkFailed(_)));
    for desk in [slow, broken, stopped, failed] {
        let last = desk.script.seen().pop().unwrap();
        assert!(last.tidies && last.method == reqwest::Method::DELETE, "{:?}", desk.asked());
    }
}

#[test]
fn a_support_bundle_that_stays_on_the_box_is_named() {
    let desk = Desk::new(vec![created(), status("finished"), done(), refusal(500)]);

    let failure = failure(bundle(&desk).unwrap_err());

    assert_eq!(failure.code, Code::Partial);
    assert_eq!(failure.hint.as_deref(), Some("`rmctl sps troubleshooting support-bundles delete 7` deletes it"));
}

#[test]
fn a_dry_run_of_a_support_bundle_asks_the_box_nothing() {
    let desk = Desk::new(vec![]);
    let work = Work { dry_run: true, ..desk.work() };

    let outcome = run(&work, "support-bundle", &Given::default().with("save", "f")).unwrap();

    assert!(matches!(outcome, Outcome::WouldSend(requests) if requests.len() == 2));
}

#[test]
fn what_is_below_a_node_is_listed_with_its_place() {
    let desk = Desk::new(vec![connections()]);

    run(&desk.work(), "config ls", &Given::default().with("path", "telnet/connections")).unwrap();

    assert_eq!(
        (desk.keys(), desk.asked().remove(0)),
        (
            vec!["1a".to_owned(), "1b".to_owned(), "1c".to_owned()],
            "GET /api/configuration/telnet/connections".to_owned()
        )
    );
}
