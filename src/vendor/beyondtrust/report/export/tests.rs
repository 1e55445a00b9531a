//! Runs one after the other, against a site that answers from a script.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use super::super::ACCESS_SESSION;
use super::*;
use crate::config::Account;
use crate::http::{Interrupt, Redactor, Reply};
use crate::session::{Progress, Session};
use crate::store::Memory as Stored;
use crate::testing::{ManualClock, Scripted, block_on, reply_with_body, unanswered, work_with};
use crate::vendor::beyondtrust::BEYONDTRUST;
use crate::vendor::beyondtrust::dialect::BeyondTrust;
use crate::workflow::Listener;

const NOW: i64 = 1_800_000_000;

struct Silent;

impl Progress for Silent {
    fn doing(&self, _: &str) {}
}

/// Takes so many records, and then says what a reader would.
struct Reader {
    taken: RefCell<Vec<String>>,
    most: usize,
    then: Handed,
}

impl Listener for Reader {
    fn record(&self, record: &Record) -> Handed {
        let mut taken = self.taken.borrow_mut();
        if taken.len() == self.most && self.then == Handed::Lost {
            return Handed::Lost;
        }
        taken.push(record.parse().unwrap()["lsid"].as_str().unwrap().to_owned());
        if taken.len() == self.most && self.then == Handed::Enough { Handed::Enough } else { Handed::More }
    }

    fn warn(&self, _: &str) {}
}

/// What a run showed, what it asked for, and how it ended.
#[derive(Debug, PartialEq)]
struct Ran {
    shown: Vec<String>,
    asked: String,
    ended: Result<(), Code>,
}

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    fn run(&self, reply: Result<Reply, Fault>) -> Ran {
        self.run_as(reply, usize::MAX, Handed::More, false)
    }

    fn run_as(&self, reply: Result<Reply, Fault>, most: usize, then: Handed, dry_run: bool) -> Ran {
        let script = Rc::new(Scripted::new(vec![reply]));
        let session = Session {
            transport: Box::new(Shared(script.clone())),
            dialect: Box::new(BeyondTrust::default()),
            clock: Rc::new(ManualClock::default()),
            interrupt: Interrupt::default(),
            progress: Rc::new(Silent),
        };
        let account = Account::given(
            &BEYONDTRUST.settings,
            "test",
            &[("url", "https://access.example.com"), ("client_id", "a"), ("client_secret", "b")],
        )
        .unwrap();
        let (account, redactor, state) = (Arc::new(account), Rc::new(Redactor::default()), Stored::default());
        let reader = Reader { taken: RefCell::default(), most, then };
        let work = Work { listener: &reader, dry_run, ..work_with(&session, &account, &state, &redactor) };
        let given = Given::default().with("since_file", self.path().to_str().unwrap()).with("last", "1h");
        let ended = block_on(export(&work, &ACCESS_SESSION, &given)).map(drop);
        let asked = script.seen().iter().map(|request| request.url.query().unwrap_or_default().to_owned()).collect();
        let code = |fault: Fault| match fault {
            Fault::Local(failure) => failure.code,
            other => panic!("{other:?}"),
        };
        drop(work);
        Ran { shown: reader.taken.into_inner(), asked, ended: ended.map_err(code) }
    }
}

struct Shared(Rc<Scripted>);

impl crate::http::Transport for Shared {
    fn send<'a>(&'a self, request: &'a crate::http::Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        self.0.send(request)
    }
}

/// Sessions with their ends, in seconds before now; none for one that goes on.
fn sessions(all: &[(&str, Option<i64>)]) -> Result<Reply, Fault> {
    let one = |(lsid, end): &(&str, Option<i64>)| {
        let end = end.map(|end| format!("<end_time timestamp=\"{}\">x</end_time>", NOW - end)).unwrap_or_default();
        format!("<session lsid=\"{lsid}\">{end}</session>")
    };
    let all: String = all.iter().map(one).collect();
    Ok(reply_with_body(200, &format!("<session_list xmlns=\"urn:x\">{all}</session_list>")))
}

#[test]
fn each_session_is_shown_once_in_the_order_of_the_ends() {
    let desk = Desk::new();

    let first = desk.run(sessions(&[("b", Some(100)), ("a", Some(900)), ("open", None)]));
    let second = desk.run(sessions(&[("b", Some(100)), ("late", Some(500)), ("c", Some(0))]));
    let third = desk.run(sessions(&[("b", Some(100)), ("late", Some(500)), ("c", Some(0))]));

    let asked = |from: i64| format!("generate_report=AccessSession&end_time={from}&duration=0");
    assert_eq!((first.shown, first.asked), (vec!["a".to_owned(), "b".to_owned()], asked(NOW - 3600)));
    assert_eq!((second.shown, second.asked), (vec!["late".to_owned(), "c".to_owned()], asked(NOW - 100 - OVERLAP)));
    assert_eq!((third.shown, third.asked), (Vec::<String>::new(), asked(NOW - OVERLAP)));
}

#[test]
fn an_end_that_is_empty_is_none() {
    let desk = Desk::new();
    let body = "<session_list><session lsid=\"a\"><end_time/></session></session_list>";

    let ran = desk.run(Ok(reply_with_body(200, body)));

    assert_eq!((ran.shown, ran.ended), (Vec::<String>::new(), Ok(())));
}

#[test]
fn a_run_that_fails_leaves_no_gap() {
    let desk = Desk::new();
    desk.run(sessions(&[("a", Some(900))]));
    let before = std::fs::read(desk.path()).unwrap();

    let failed = desk.run(unanswered());

    assert_eq!((failed.shown.len(), failed.ended), (0, Err(Code::Network)));
    assert_eq!(std::fs::read(desk.path()).unwrap(), before);
}

#[test]
fn what_nobody_took_is_shown_again() {
    let desk = Desk::new();
    let all = || sessions(&[("a", Some(900)), ("b", Some(800)), ("c", Some(0))]);

    let closed = desk.run_as(all(), 1, Handed::Lost, false);
    let limited = desk.run_as(all(), 1, Handed::Enough, false);
    let rest = desk.run(all());

    assert_eq!([closed.shown, limited.shown, rest.shown], [["a"], ["b"], ["c"]]);
}

#[test]
fn a_dry_run_shows_and_leaves_nothing() {
    let desk = Desk::new();

    let shown = desk.run_as(sessions(&[("a", Some(900))]), usize::MAX, Handed::More, true).shown;

    assert_eq!((shown.len(), desk.path().exists()), (1, false));
}

#[test]
fn a_clock_that_runs_ahead_hides_nothing_of_the_others() {
    let desk = Desk::new();

    let first = desk.run(sessions(&[("ahead", Some(-9999))]));
    let second = desk.run(sessions(&[("ahead", Some(-9999)), ("b", Some(0))]));

    assert_eq!((first.shown, second.shown), (vec!["ahead".to_owned()], vec!["b".to_owned()]));
    assert!(second.asked.ends_with(&format!("end_time={}&duration=0", NOW - OVERLAP)));
}

#[test]
fn a_session_that_cannot_be_read_ends_the_run_before_anything_is_noted() {
    let desk = Desk::new();
    let body = "<session_list><session lsid=\"a\"><end_time>soon</end_time></session></session_list>";

    let ran = desk.run(Ok(reply_with_body(200, body)));

    assert_eq!((ran.ended, desk.path().exists()), (Err(Code::VendorError), false));
}
