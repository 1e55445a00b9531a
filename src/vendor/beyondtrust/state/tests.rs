//! Conversations with a site that says what a test wants.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use bytes::Bytes;
use secrecy::SecretString;
use serde_json::json;

use super::*;
use crate::config::Account;
use crate::http::{Interrupt, Redactor, Reply, Wire};
use crate::record::Record;
use crate::session::{Progress, Session};
use crate::store::Memory;
use crate::testing::{ManualClock, Scripted, block_on, refused, reply, reply_with_body, work_with};
use crate::vendor::beyondtrust::BEYONDTRUST;
use crate::workflow::{Listener, Office};

/// Says these frames, and keeps what it is told. At its end it hangs up, or goes silent until somebody presses Ctrl-C.
#[derive(Clone, Default)]
struct Played {
    frames: Rc<RefCell<VecDeque<Bytes>>>,
    heard: Rc<RefCell<Vec<String>>>,
}

impl Played {
    fn new(frames: &[&str]) -> Self {
        let frames = frames.iter().map(|frame| Bytes::from((*frame).to_owned())).collect();
        Self { frames: Rc::new(RefCell::new(frames)), heard: Rc::default() }
    }

    fn opened(&self) -> Result<Reply, Fault> {
        Ok(Reply { socket: Some(Socket::over(self.clone())), ..reply(101) })
    }
}

impl Wire for Played {
    fn say<'a>(&'a self, text: &'a str) -> LocalFuture<'a, Result<(), Fault>> {
        self.heard.borrow_mut().push(text.to_owned());
        Box::pin(async { Ok(()) })
    }

    fn hear<'a>(&'a self) -> LocalFuture<'a, Result<Option<Bytes>, Fault>> {
        Box::pin(async { Ok(self.frames.borrow_mut().pop_front()) })
    }
}

/// Gives a new token after each that was refused.
#[derive(Default)]
struct Tokens(Rc<Cell<u32>>);

impl Office for Tokens {
    fn grant<'a>(&'a self, refused: Option<&'a Grant>) -> LocalFuture<'a, Result<Grant, Fault>> {
        self.0.set(self.0.get() + u32::from(refused.is_some()));
        let grant = Grant::lasting(SecretString::from(format!("token-{}", self.0.get())));
        Box::pin(async { Ok(grant) })
    }
}

/// Takes so many records.
struct Reader {
    wanted: usize,
    records: RefCell<Vec<Value>>,
    warnings: RefCell<Vec<String>>,
}

impl Listener for Reader {
    fn record(&self, record: &Record) -> Handed {
        self.records.borrow_mut().push(record.parse().unwrap());
        if self.records.borrow().len() < self.wanted { Handed::More } else { Handed::Enough }
    }

    fn warn(&self, text: &str) {
        self.warnings.borrow_mut().push(text.to_owned());
    }
}

struct Quiet;

impl Progress for Quiet {
    fn doing(&self, _: &str) {}
}

struct Followed {
    outcome: Result<Outcome, Fault>,
    records: Vec<Value>,
    warnings: Vec<String>,
    paths: Vec<String>,
    slept: Duration,
}

fn followed(replies: Vec<Result<Reply, Fault>>, wanted: usize, given: &Given) -> Followed {
    followed_with(replies, wanted, given, &[])
}

fn followed_with(
    replies: Vec<Result<Reply, Fault>>,
    wanted: usize,
    given: &Given,
    settings: &[(&str, &str)],
) -> Followed {
    let values = [("url", "https://site.example"), ("client_id", "c1"), ("client_secret", "s")];
    let account = Arc::new(Account::given(&BEYONDTRUST.settings, "test", &[&values, settings].concat()).unwrap());
    let (script, clock) = (Rc::new(Scripted::new(replies)), Rc::new(ManualClock::default()));
    let session = Session {
        transport: Box::new(script.clone()),
        dialect: (BEYONDTRUST.dialect)(&account).unwrap(),
        clock: clock.clone(),
        interrupt: Interrupt::default(),
        progress: Rc::new(Quiet),
    };
    let (redactor, store) = (Rc::new(Redactor::default()), Memory::default());
    let reader = Reader { wanted, records: RefCell::default(), warnings: RefCell::default() };
    let work = work_with(&session, &account, &store, &redactor);
    let work = Work { listener: &reader, office: Box::new(Tokens::default()), ..work };
    let outcome = block_on(follow(&work, given));
    Followed {
        outcome,
        records: reader.records.take(),
        warnings: reader.warnings.take(),
        paths: script.seen().iter().map(|request| request.url.path().to_owned()).collect(),
        slept: clock.slept(),
    }
}

const WELCOME: &str = "{\"type\":\"authentication_response\",\"success\":true}\n";
const SUBSCRIBED: &str = "{\"type\":\"subscribe_response\",\"success\":true}\n";

#[test]
fn a_message_may_come_in_pieces_and_several_in_one_frame() {
    let site = Played::new(&[
        "{\"success\":",
        "true}\n{\"success\":true}\n{\"type\":\"update_model\",\"timestamp\":7,\"insert\":{\"queue\":{\"1\":{\"na",
        "me\":\"general\",\"size\":1.50}}},\"delete\":{\"support_session\":[\"4\"]}}\n",
    ]);

    let told = followed(vec![site.opened()], 2, &Given::default());

    assert!(matches!(told.outcome, Ok(Outcome::Streamed)));
    assert_eq!(
        told.records.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            r#"{"table":"queue","change":"insert","id":"1","timestamp":7,"name":"general","size":1.50}"#,
            r#"{"table":"support_session","change":"delete","id":"4","timestamp":7}"#,
        ]
    );
}

#[test]
fn the_login_and_the_tables_are_said_in_their_order_each_on_a_line() {
    let site = Played::new(&[WELCOME, SUBSCRIBED, "{\"type\":\"truncate_model\"}\n"]);
    let given = Given::default().with("tables", json!(["queue", "representative"]));

    let told = followed(vec![site.opened()], 1, &given);

    assert_eq!(
        *site.heard.borrow(),
        [
            "{\"type\":\"authenticate\",\"credentials\":{\"bearer_token\":\"token-0\"}}\n",
            "{\"type\":\"subscribe\",\"tables\":[\"queue\",\"representative\"]}\n",
        ]
    );
    assert_eq!(told.records, [json!({"table": null, "change": "truncate", "id": null})]);
    assert_eq!(told.paths, ["/nw"]);
}

#[test]
fn a_broken_connection_is_made_again_and_everything_begins_anew() {
    let row = "{\"type\":\"update_model\",\"insert\":{\"queue\":{\"1\":{}}}}\n";
    let first = Played::new(&[WELCOME, SUBSCRIBED, row]);
    let second = Played::new(&[WELCOME, SUBSCRIBED, row]);
    let busy = Ok(reply_with_body(503, "{}"));

    let told = followed(vec![first.opened(), refused(), busy, second.opened()], 3, &Given::default());

    let changes: Vec<&Value> = told.records.iter().map(|record| &record["change"]).collect();
    assert_eq!(changes, ["insert", "truncate", "insert"]);
    assert_eq!(told.slept, Duration::from_secs(1 + 2 + 4));
    assert_eq!(told.warnings.len(), 3);
    assert!(told.warnings[0].contains("read too slowly; connecting again in 1 s"), "{:?}", told.warnings);
}

#[test]
fn a_token_that_is_refused_is_replaced_once() {
    let no = "{\"type\":\"authentication_response\",\"success\":false,\"message\":\"No\"}\n";
    let row = "{\"type\":\"truncate_model\"}\n";
    let sites = [Played::new(&[no]), Played::new(&[WELCOME, SUBSCRIBED, row])];
    let strict = [Played::new(&[no]), Played::new(&[no])];

    let renewed = followed(sites.iter().map(Played::opened).collect(), 1, &Given::default());
    let refused = followed(strict.iter().map(Played::opened).collect(), 1, &Given::default());

    assert!(renewed.outcome.is_ok());
    assert!(sites[1].heard.borrow()[0].contains("token-1"));
    let Err(Fault::Local(failure)) = refused.outcome else { panic!("it is refused") };
    assert_eq!(failure.code, Code::Forbidden);
    assert_eq!(failure.message, "the site does not let this account follow its state: No");
}

#[test]
fn what_does_not_begin_is_a_failure_and_is_not_tried_for_ever() {
    let nowhere = followed(vec![Ok(reply_with_body(404, "{}"))], 1, &Given::default());
    let page = followed(vec![Ok(reply_with_body(200, "{}"))], 1, &Given::default());
    let away = followed(vec![refused()], 1, &Given::default());

    let code = |followed: &Followed| match &followed.outcome {
        Err(Fault::Local(failure)) => failure.code,
        Err(Fault::Unreached { .. }) => Code::Network,
        other => panic!("{other:?}"),
    };
    assert_eq!([code(&nowhere), code(&page), code(&away)], [Code::NotFound, Code::VendorError, Code::Network]);
    assert_eq!((nowhere.slept, away.slept), (Duration::ZERO, Duration::ZERO));
}

#[test]
fn where_it_is_and_what_it_speaks_can_be_set() {
    let site = Played::new(&[WELCOME, SUBSCRIBED, "{\"type\":\"truncate_model\"}\n"]);
    let settings = [("state_path", "/state/v2"), ("state_protocol", "json")];

    let told = followed_with(vec![site.opened()], 1, &Given::default(), &settings);

    assert_eq!(told.paths, ["/state/v2"]);
}

#[test]
fn a_message_of_an_unknown_kind_is_shown_as_it_is() {
    let site = Played::new(&[WELCOME, SUBSCRIBED, "\n{\"type\":\"news\",\"text\":\"x\"}\n"]);

    let told = followed(vec![site.opened()], 1, &Given::default());

    let message = json!({"type": "news", "text": "x"});
    assert_eq!(told.records, [json!({"table": null, "change": "news", "id": null, "message": message})]);
}

#[test]
fn what_is_no_json_is_a_broken_conversation() {
    let first = Played::new(&[WELCOME, SUBSCRIBED, "<html>\n"]);
    let second = Played::new(&[WELCOME, SUBSCRIBED]);

    let told = followed(vec![first.opened(), second.opened()], 1, &Given::default());

    assert_eq!(told.records[0]["change"], "truncate");
    assert!(told.warnings[0].contains("a message is no JSON"), "{:?}", told.warnings);
}
