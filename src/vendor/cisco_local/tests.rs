//! The jobs of a box over a transport with a script, and what holds for its rows.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::{CISCO_LOCAL, change_password, identity, pipelines};
use crate::catalog::{Operation, Run};
use crate::config::Account;
use crate::dialect::Answer;
use crate::failure::Failure;
use crate::given::Given;
use crate::http::{Content, Fault, Interrupt, Redactor, Reply, Request};
use crate::session::{Progress, Session};
use crate::store::Memory;
use crate::testing::{ManualClock, Scripted, block_on, refused, reply_with_body, work_with};
use crate::workflow::{Elsewhere, Office, Outcome, Work};

struct Silent;

impl Progress for Silent {
    fn doing(&self, _: &str) {}
}

const VALUES: &[(&str, &str)] = &[("url", "https://box.example/base"), ("username", "admin"), ("password", "p")];

fn account() -> Account {
    Account::given(&CISCO_LOCAL.settings, "box", VALUES).unwrap()
}

fn session(script: &Rc<Scripted>, clock: &Rc<ManualClock>) -> Session {
    Session {
        transport: Box::new(script.clone()),
        dialect: (CISCO_LOCAL.dialect)(&account()).unwrap(),
        clock: clock.clone(),
        interrupt: Interrupt::default(),
        progress: Rc::new(Silent),
    }
}

/// Opens every box over the same script.
struct Boxes(Rc<Scripted>, Rc<ManualClock>);

impl Office for Boxes {
    fn open_at(&self, url: &str) -> Result<Elsewhere, Failure> {
        Ok(Elsewhere { account: account().at(url)?.into(), session: session(&self.0, &self.1) })
    }
}

/// A job, what it answers, and what it sent.
struct Done {
    outcome: Result<Outcome, Fault>,
    sent: Vec<Request>,
    slept: Duration,
    redactor: Rc<Redactor>,
}

fn run(row: &Operation, given: &Given, script: Vec<Result<Reply, Fault>>) -> Done {
    let (script, clock, redactor) = (Rc::new(Scripted::new(script)), Rc::new(ManualClock::default()), Rc::default());
    let (session, account, state) = (session(&script, &clock), Arc::new(account()), Memory::default());
    let work = Work {
        shows_record: true,
        wait: Duration::from_secs(20),
        jobs: 1,
        office: Box::new(Boxes(script.clone(), clock.clone())),
        ..work_with(&session, &account, &state, &redactor)
    };
    let Run::Workflow(job) = row.run else { panic!("`{}` is one request", row.name) };
    let outcome = block_on(job(&work, given));
    drop(work);
    Done { outcome, sent: script.seen(), slept: clock.slept(), redactor }
}

fn row(name: &str) -> &'static Operation {
    pipelines::OPERATIONS.iter().find(|row| row.name == name).unwrap()
}

fn answer(data: &Value) -> Result<Reply, Fault> {
    Ok(reply_with_body(200, &json!({"success": true, "data": data}).to_string()))
}

fn status(word: &str) -> Result<Reply, Fault> {
    answer(&json!({"healthStatus": {"pipelineStatus": word}}))
}

impl Done {
    fn each(self) -> Vec<(String, Result<Answer, Fault>)> {
        match self.outcome {
            Ok(Outcome::Each(outcomes)) => outcomes,
            other => panic!("{other:?}"),
        }
    }

    fn asked(&self) -> Vec<String> {
        self.sent.iter().map(|request| format!("{} {}", request.method, request.url)).collect()
    }
}

/// A folder with the files of a pipeline, and what names them.
fn files() -> (tempfile::TempDir, Given) {
    let folder = tempfile::tempdir().unwrap();
    let given =
        [("sources", "a: {port: 1}"), ("target", "{}")].into_iter().fold(Given::default(), |given, (name, text)| {
            let path = folder.path().join(format!("{name}.yaml"));
            std::fs::write(&path, text).unwrap();
            given.with(name, path.display().to_string())
        });
    (folder, given.with("name", "plc"))
}

fn deploy(script: Vec<Result<Reply, Fault>>) -> Done {
    let (_folder, given) = files();
    run(row("deploy"), &given, script)
}

#[test]
fn a_pipeline_is_deployed_when_the_box_says_that_it_runs() {
    let done = deploy(vec![answer(&json!({"name": "plc"})), status("Stopped"), status("Starting"), status("Running")]);

    let pipelines = "https://box.example/base/api/v2/edge-intelligence/pipelines";
    let look = format!("GET {pipelines}/plc/status");
    assert_eq!(done.asked(), [format!("POST {pipelines}"), look.clone(), look.clone(), look]);
    assert!(done.sent[1..].iter().all(|request| request.follows_change));
    assert_eq!(done.slept.as_millis(), 500 + 750 + 1125);
    let Ok(Answer::Ended(endings)) = done.each().remove(0).1 else { panic!("it has ended") };
    assert_eq!(endings[0].failure, None);
}

#[test]
fn a_pipeline_that_fails_or_never_runs_is_told_apart() {
    let failed = deploy(vec![answer(&Value::Null), status("Failed")]).each().remove(0).1;
    let stuck = deploy([answer(&Value::Null)].into_iter().chain((0..20).map(|_| status("Stopped"))).collect());
    let lost = deploy(vec![answer(&Value::Null), refused()]).each().remove(0).1;

    assert!(
        matches!(failed, Ok(Answer::Ended(endings)) if endings[0].failure.as_deref() == Some("the box says `Failed`"))
    );
    assert_eq!(stuck.each().remove(0).1.unwrap_err(), Fault::WorkUnended(20));
    // It was accepted, so that it may have happened.
    assert!(matches!(lost, Err(Fault::Unanswered { .. })));
}

#[test]
fn each_box_of_a_list_is_asked_at_its_own_url() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("boxes");
    std::fs::write(&list, "- {url: 10.0.0.1, name: one}\n- https://two.example\n- http://far.example\n").unwrap();
    let given = Given::default().with("name", "plc").with("boxes", list.display().to_string());

    let done = run(row("status"), &given, vec![status("Running"), status("Stopped")]);

    let path = "api/v2/edge-intelligence/pipelines/plc/status";
    assert_eq!(done.asked(), [format!("GET https://10.0.0.1:8008/{path}"), format!("GET https://two.example/{path}")]);
    let outcomes = done.each();
    let names: Vec<&str> = outcomes.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["one", "https://two.example", "http://far.example"]);
    // Credentials go nowhere in the clear.
    assert!(matches!(&outcomes[2].1, Err(Fault::Local(failure)) if failure.message.contains("in the clear")));
}

#[test]
fn a_list_that_names_a_box_twice_or_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for text in ["url\n", "- {url: a, name: x}\n- {url: b, name: x}\n", "words\n", "- name: x\n"] {
        let list = folder.path().join("boxes");
        std::fs::write(&list, text).unwrap();
        let given = Given::default().with("name", "plc").with("boxes", list.display().to_string());

        let done = run(row("status"), &given, vec![]);

        assert!(done.outcome.is_err() && done.sent.is_empty(), "{text}");
    }
}

#[test]
fn a_password_is_changed_without_a_token_and_seen_by_nobody() {
    let given = Given::default().with("old-password", "old-canary").with("new-password", "new-canary");

    let done = run(&change_password::CHANGE_PASSWORD, &given, vec![answer(&Value::Null)]);

    let Content::Bytes { bytes, .. } = &done.sent[0].content else { panic!("it has a body") };
    let body: Value = serde_json::from_slice(bytes).unwrap();
    assert_eq!(body, json!({"username": "admin", "old_password": "old-canary", "new_password": "new-canary"}));
    assert!(done.sent[0].confidential);
    assert_eq!(done.redactor.scrub("old-canary new-canary"), "<hidden> <hidden>");
    assert!(matches!(done.outcome, Ok(Outcome::Result { line, .. }) if !line.contains("canary")));
}

#[test]
fn a_box_without_metrics_takes_the_login_all_the_same() {
    let known = Operation::workflow("identify", crate::catalog::Effect::Read, |work, _| {
        Box::pin(async move { identity::identify(work).await.map(|_| Outcome::Streamed) })
    });
    let old = Ok(reply_with_body(404, r#"{"success":false,"message":"Not found"}"#));
    let broken = Ok(reply_with_body(500, r#"{"success":false,"message":"Broken"}"#));

    assert!(run(&known, &Given::default(), vec![old]).outcome.is_ok());
    assert!(run(&known, &Given::default(), vec![broken]).outcome.is_err());
}
