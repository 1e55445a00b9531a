//! The jobs of the vendor over a transport with a script, and what holds for its rows.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::{NINJA, alerts, follow, identity, reset, select};
use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Interrupt, Reply, Request, Signal, Transport};
use crate::record::Record;
use crate::session::{Progress, Session};
use crate::store::{Memory, Store};
use crate::surroundings::LocalFuture;
use crate::testing::{ManualClock, Scripted, block_on, refused, reply, reply_with_body, reply_with_header, work_with};
use crate::workflow::{Handed, Listener, Work};

struct Silent;

impl Progress for Silent {
    fn doing(&self, _: &str) {}
}

struct Shared(Rc<Scripted>);

impl Transport for Shared {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        self.0.send(request)
    }
}

/// Takes `wanted` records, then ends in `end`.
struct Audience {
    wanted: usize,
    end: Handed,
    interrupt: Option<Interrupt>,
    heard: RefCell<Vec<String>>,
    warned: RefCell<Vec<String>>,
}

impl Listener for Audience {
    fn record(&self, record: &Record) -> Handed {
        let is_last = self.heard.borrow().len() + 1 == self.wanted;
        if is_last && self.end == Handed::Lost {
            return Handed::Lost;
        }
        self.heard.borrow_mut().push(record.parse().unwrap()["id"].to_string());
        if let Some(interrupt) = self.interrupt.iter().find(|_| is_last) {
            interrupt.raise(Signal::Interrupt);
        }
        if is_last { self.end } else { Handed::More }
    }

    fn warn(&self, text: &str) {
        self.warned.borrow_mut().push(text.to_owned());
    }
}

/// Everything that a job is given, and what it leaves behind.
struct Desk {
    session: Session,
    script: Rc<Scripted>,
    clock: Rc<ManualClock>,
    account: Arc<Account>,
    cache: Memory,
    state: Memory,
    audience: Audience,
}

fn desk(script: Vec<Result<Reply, Fault>>) -> Desk {
    let values = [
        ("url", "https://vendor.example"),
        ("access_key_id", "TF4STGMDR4H7AEXAMPLE"),
        ("secret_access_key", "eh14c4ngchhu6283he03j6o7ar2fcuca0example"),
    ];
    let (script, clock) = (Rc::new(Scripted::new(script)), Rc::new(ManualClock::default()));
    Desk {
        session: Session {
            transport: Box::new(Shared(script.clone())),
            dialect: Box::new(super::dialect::Ninja),
            clock: clock.clone(),
            interrupt: Interrupt::default(),
            progress: Rc::new(Silent),
        },
        script,
        clock,
        account: Account::given(&NINJA.settings, "test", &values).unwrap().into(),
        cache: Memory::default(),
        state: Memory::default(),
        audience: Audience {
            wanted: 0,
            end: Handed::Enough,
            interrupt: None,
            heard: RefCell::default(),
            warned: RefCell::default(),
        },
    }
}

impl Desk {
    fn wanting(mut self, wanted: usize, end: Handed) -> Self {
        (self.audience.wanted, self.audience.end) = (wanted, end);
        self
    }

    fn work<T>(&self, job: impl AsyncFnOnce(&Work<'_>) -> T) -> T {
        let redactor = Rc::default();
        let work = Work {
            cache: Some(&self.cache),
            listener: &self.audience,
            wait: Duration::from_secs(120),
            ..work_with(&self.session, &self.account, &self.state, &redactor)
        };
        block_on(job(&work))
    }

    fn paths(&self) -> Vec<String> {
        self.script.seen().iter().map(|request| request.url.path().to_owned()).collect()
    }

    fn heard(&self) -> Vec<String> {
        self.audience.heard.borrow().clone()
    }

    fn follow(&self, given: Given) -> Result<(), Fault> {
        self.work(async |work| follow::follow(work, &given).await).map(drop)
    }

    fn judge(&self, ids: &[&str]) -> Result<Vec<Option<Failure>>, Fault> {
        let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        self.work(async |work| reset::judge(work, &ids).await)
    }

    fn find(&self, name: &str, value: &str) -> Result<Vec<String>, Fault> {
        let way = select::SELECTORS.ways.iter().find(|way| way.name == name).unwrap();
        self.work(async |work| (select::SELECTORS.find)(work, way, value).await)
    }
}

fn list(ids: &[u64]) -> Result<Reply, Fault> {
    answer(&json!(ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>()))
}

fn answer(body: &serde_json::Value) -> Result<Reply, Fault> {
    Ok(reply_with_body(200, &body.to_string()))
}

fn failure(fault: Fault) -> Failure {
    match fault {
        Fault::Local(failure) => *failure,
        other => panic!("not found here: {other:?}"),
    }
}

#[test]
fn following_begins_after_the_newest_alert_and_shows_each_new_one_once_in_the_order_of_ids() {
    let desk = desk(vec![list(&[7, 9, 8]), list(&[]), list(&[12, 10]), list(&[12, 13])]).wanting(3, Handed::Enough);

    desk.follow(Given::default()).unwrap();

    assert_eq!(desk.heard(), ["10", "12", "13"]);
    assert_eq!(desk.paths(), ["/v1/alerts", "/v1/alerts/since/9", "/v1/alerts/since/9", "/v1/alerts/since/12"]);
    assert_eq!(desk.clock.slept(), Duration::from_secs(180));
}

#[test]
fn following_never_takes_an_answer_that_was_kept() {
    let desk = desk(vec![list(&[7]), list(&[8])]).wanting(1, Handed::Enough);

    desk.follow(Given::default()).unwrap();

    assert!(desk.script.seen().iter().all(|request| request.fresh));
}

#[test]
fn following_since_an_id_looks_at_once_and_then_as_often_as_was_said() {
    let desk = desk(vec![list(&[8]), list(&[9])]).wanting(2, Handed::Enough);

    desk.follow(Given::default().with("since", 7).with("every", 300)).unwrap();

    assert_eq!(desk.paths(), ["/v1/alerts/since/7", "/v1/alerts/since/8"]);
    assert_eq!(desk.clock.slept(), Duration::from_secs(300));
}

#[test]
fn a_later_run_goes_on_after_the_last_alert_that_was_read() {
    let first = desk(vec![list(&[8, 9])]).wanting(2, Handed::Lost);
    first.follow(Given::default().with("since", 7)).unwrap();
    let mut second = desk(vec![list(&[9])]).wanting(1, Handed::Enough);
    second.state = first.state;

    second.follow(Given::default().with("since", 1).with("resume", true)).unwrap();

    assert_eq!(second.paths(), ["/v1/alerts/since/8"]);
    assert_eq!(second.heard(), ["9"]);
}

#[test]
fn without_an_earlier_run_there_is_nothing_to_go_on_from() {
    let desk = desk(vec![list(&[]), list(&[1])]).wanting(1, Handed::Enough);

    desk.follow(Given::default().with("resume", true)).unwrap();

    assert_eq!(desk.paths(), ["/v1/alerts", "/v1/alerts/since/0"]);
}

#[test]
fn passing_trouble_is_told_once_and_waited_out() {
    let limited = reply_with_header(429, "retry-after", "400");
    let desk = desk(vec![list(&[7]), refused(), Ok(limited), Ok(reply(503)), list(&[8])]).wanting(1, Handed::Enough);

    desk.follow(Given::default()).unwrap();

    assert_eq!(desk.heard(), ["8"]);
    assert_eq!(desk.clock.slept(), Duration::from_secs(60 + 60 + 400 + 60));
    assert_eq!(
        *desk.audience.warned.borrow(),
        ["cannot look for new alerts: cannot reach vendor.example: connection refused; trying again every 60 s"]
    );
}

#[test]
fn trouble_at_the_start_and_a_refused_key_end_the_following() {
    let at_the_start = desk(vec![refused()]).follow(Given::default().with("since", 7));
    let unauthenticated = desk(vec![list(&[7]), Ok(reply_with_body(401, r#"{"error":"not_authenticated"}"#))]);
    let later = unauthenticated.follow(Given::default());

    assert!(matches!(at_the_start, Err(Fault::Unreached { .. })));
    assert!(matches!(later, Err(Fault::Refused(_))));
}

#[test]
fn the_user_ends_the_following_and_what_was_shown_is_kept() {
    let mut desk = desk(vec![list(&[8, 9])]).wanting(2, Handed::More);
    desk.audience.interrupt = Some(desk.session.interrupt.clone());

    let ended = desk.follow(Given::default().with("since", 7));

    assert_eq!(ended, Err(Fault::Interrupted(Signal::Interrupt)));
    let kept = desk.state.read("ninja alerts follow https://vendor.example TF4STGMDR4H7AEXAMPLE");
    assert_eq!(kept.as_deref(), Some(&b"9"[..]));
}

#[test]
fn a_pause_that_uses_up_the_limit_is_refused_before_anything_is_sent() {
    let desk = desk(vec![]);

    let codes = [json!(59), json!(-1)]
        .map(|every| failure(desk.follow(Given::default().with("every", every)).unwrap_err()).code);

    assert_eq!(codes, [Code::Usage; 2]);
}

fn open_alerts() -> Result<Reply, Fault> {
    answer(&json!([
        { "id": 1, "can_reset": true },
        { "id": 2, "can_reset": false, "status": "WINDOWS_SERVICE_STOPPED", "device": { "id": 1743 } },
        { "id": 3 },
    ]))
}

#[test]
fn only_what_the_vendor_marks_may_be_reset() {
    let desk = desk(vec![open_alerts()]);

    let reasons = desk.judge(&["1", "2", "3"]).unwrap();

    let codes: Vec<Option<Code>> = reasons.iter().map(|why| why.as_ref().map(|why| why.code)).collect();
    assert_eq!(codes, [None, Some(Code::Rejected), Some(Code::Rejected)]);
    let why = reasons[1].clone().unwrap();
    assert_eq!(
        why.message,
        "the alert `2` (WINDOWS_SERVICE_STOPPED) cannot be reset: the vendor marks it as `can_reset: false`"
    );
    assert_eq!(
        why.hint.unwrap(),
        "it goes away when what caused it does; `rmctl ninja devices get 1743` shows the device"
    );
    assert_eq!(desk.paths(), ["/v1/alerts"]);
}

#[test]
fn an_alert_is_missing_only_when_the_vendor_itself_says_so() {
    let desk = desk(vec![list(&[]), open_alerts()]);

    let reasons = desk.judge(&["1", "99"]).unwrap();

    assert_eq!(reasons[0], None);
    assert_eq!(reasons[1].as_ref().map(|why| why.code), Some(Code::NotFound));
    assert_eq!(desk.script.seen().iter().map(|request| request.fresh).collect::<Vec<_>>(), [false, true]);
}

fn devices() -> Result<Reply, Fault> {
    answer(&json!([
        { "id": 1, "customer_id": 10, "display_name": "REBEL-ALIEN", "dns_name": "rebel", "system": { "bios_serial_number": "9547Z52" } },
        { "id": 2, "customer_id": 10, "display_name": "Printer", "dns_name": null },
        { "id": 3, "customer_id": 11, "display_name": "printer", "system_name": "HOST3", "system": { "serial_number": "S3" } },
        { "id": 4, "customer_id": 11, "display_name": "rebel", "system_name": "HOST3", "dns_name": "other" },
    ]))
}

fn customers() -> Result<Reply, Fault> {
    answer(
        &json!([{ "id": 10, "name": "ABC Consultants" }, { "id": 11, "name": "Twin" }, { "id": 12, "name": "twin" }, { "id": 13, "name": "Empty" }]),
    )
}

#[test]
fn a_device_is_found_by_each_of_its_names_the_displayed_one_first() {
    let found =
        [("name", "rebel-alien"), ("name", "REBEL"), ("name", "other"), ("serial", "9547z52"), ("serial", "S3")]
            .map(|(way, value)| desk(vec![devices()]).find(way, value).unwrap().join(" "));

    assert_eq!(found, ["1", "4", "4", "1", "3"]);
}

#[test]
fn a_name_of_two_devices_names_both_and_one_of_none_says_how_to_search() {
    let two = failure(desk(vec![devices()]).find("name", "printer").unwrap_err());
    let none = failure(desk(vec![devices()]).find("serial", "it's").unwrap_err());

    assert_eq!(two.code, Code::Ambiguous);
    assert_eq!(
        two.message,
        "2 devices have the name `printer`: 2 (`Printer`, customer 10), 3 (`printer`, serial S3, customer 11)"
    );
    assert_eq!((none.code, &*none.message), (Code::NotFound, "no device has the serial `it's`"));
    assert_eq!(
        none.hint.unwrap(),
        r"`rmctl ninja devices list --filter 'system.bios_serial_number~it'\''s'` searches for a part of it"
    );
}

#[test]
fn the_devices_of_a_customer_are_found_by_its_id_with_one_list_and_by_its_name_with_two() {
    let (by_id, by_name) = (desk(vec![devices()]), desk(vec![devices(), customers()]));

    assert_eq!(by_id.find("customer", "10").unwrap(), ["1", "2"]);
    assert_eq!(by_name.find("customer", "abc consultants").unwrap(), ["1", "2"]);
    assert_eq!(by_name.paths(), ["/v1/devices", "/v1/customers"]);
}

#[test]
fn a_customer_that_is_unknown_or_one_of_several_or_has_no_devices_is_told_apart() {
    let codes = ["nobody", "TWIN", "empty", "13"]
        .map(|value| failure(desk(vec![devices(), customers()]).find("customer", value).unwrap_err()).code);

    assert_eq!(codes, [Code::NotFound, Code::Ambiguous, Code::NotFound, Code::NotFound]);
}

#[test]
fn a_key_is_its_own_identity_where_the_vendor_accepts_it() {
    let accepted = desk(vec![Ok(reply(204))]);
    let refused = desk(vec![Ok(reply_with_body(401, r#"{"error":"not_authenticated"}"#))]);

    let identity = accepted.work(async |work| identity::identify(work).await).unwrap();

    assert_eq!(identity.account, "the API key TF4STGMDR4H7AEXAMPLE");
    assert_eq!(accepted.paths(), ["/v1/ping"]);
    assert!(refused.work(async |work| identity::identify(work).await).is_err());
}

#[test]
fn each_of_the_calls_has_a_row() {
    let rows = NINJA.groups.iter().flat_map(|group| group.operations).chain(NINJA.operations);
    let mut calls: Vec<String> = rows
        .filter(|operation| !operation.path.is_empty())
        .flat_map(|operation| {
            let paths = std::iter::once(operation.path).chain(operation.detour);
            paths.map(|path| format!("{} {path}", operation.verb))
        })
        .collect();
    calls.sort();

    assert_eq!(
        calls,
        [
            "DELETE /v1/alerts/{id}",
            "GET /v1/alerts",
            "GET /v1/alerts/since/{since}",
            "GET /v1/customers",
            "GET /v1/customers/{id}",
            "GET /v1/devices",
            "GET /v1/devices/{id}",
            "GET /v1/ping",
        ]
    );
}

#[test]
fn the_selectors_stand_where_a_device_is_taken_and_nowhere_else() {
    let rows = NINJA.groups.iter().flat_map(|group| group.operations);
    let taking: Vec<&str> =
        rows.filter(|operation| (select::SELECTORS.target)(operation).is_some()).map(|row| row.path).collect();

    assert_eq!(taking, ["/v1/devices/{id}"]);
    assert!(alerts::OPERATIONS.iter().any(|operation| operation.guard.is_some()));
}
