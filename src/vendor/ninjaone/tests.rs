//! Whole conversations with a vendor that answers from a script.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::catalog::{Operation, Paging, Run, Selector};
use crate::config::Account;
use crate::dialect::Answer;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Content, Fault, Interrupt, Redactor, Reply};
use crate::record::Record;
use crate::session::{Progress, Session};
use crate::store::Memory;
use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_body, unanswered, work_with};
use crate::workflow::{Handed, Listener, Outcome, Work};

struct Quiet;

impl Progress for Quiet {
    fn doing(&self, _: &str) {}
}

/// A vendor that gives these answers, one after the other.
struct Desk {
    session: Session,
    script: Rc<Scripted>,
    account: Arc<Account>,
    redactor: Rc<Redactor>,
    state: Memory,
    heard: Heard,
}

/// Keeps what a job hands over.
#[derive(Default)]
struct Heard(RefCell<Vec<Record>>);

impl Listener for Heard {
    fn record(&self, record: &Record) -> Handed {
        self.0.borrow_mut().push(record.clone());
        Handed::More
    }

    fn warn(&self, _: &str) {}
}

impl Desk {
    fn new(script: Vec<Result<Reply, Fault>>) -> Self {
        Self::with(script, &[])
    }

    fn with(script: Vec<Result<Reply, Fault>>, values: &[(&str, &str)]) -> Self {
        let known = [("url", "https://vendor.example"), ("client_id", "app-1"), ("client_secret", "s")];
        let values: Vec<(&str, &str)> = known.iter().chain(values).copied().collect();
        let account = Arc::new(Account::given(&NINJAONE.settings, "test", &values).unwrap());
        let script = Rc::new(Scripted::new(script));
        let session = Session {
            transport: Box::new(script.clone()),
            dialect: (NINJAONE.dialect)(&account).unwrap(),
            clock: Rc::new(ManualClock::default()),
            interrupt: Interrupt::default(),
            progress: Rc::new(Quiet),
        };
        Self { session, script, account, redactor: Rc::default(), state: Memory::default(), heard: Heard::default() }
    }

    fn work(&self) -> Work<'_> {
        Work {
            listener: &self.heard,
            wait: Duration::from_secs(60),
            ..work_with(&self.session, &self.account, &self.state, &self.redactor)
        }
    }

    fn list(&self, operation: &Operation, given: &Given) -> Result<Vec<Value>, Fault> {
        block_on(self.work().list(operation, given))
    }

    /// Method, path and query of each request.
    fn asked(&self) -> Vec<String> {
        let shown = |url: &url::Url| url.as_str().trim_start_matches("https://vendor.example").to_owned();
        self.script.seen().iter().map(|request| format!("{} {}", request.method, shown(&request.url))).collect()
    }
}

fn answer(body: &Value) -> Result<Reply, Fault> {
    Ok(reply_with_body(200, &body.to_string()))
}

fn devices(ids: &[i64]) -> Result<Reply, Fault> {
    answer(&ids.iter().map(|id| json!({"id": id})).collect())
}

fn ids(records: &[Value]) -> Vec<i64> {
    records.iter().map(|record| record["id"].as_i64().unwrap()).collect()
}

fn run(work: &Work<'_>, operation: &Operation, given: &Given) -> Result<Outcome, Fault> {
    let Run::Workflow(job) = operation.run else { panic!("it is no job") };
    block_on(job(work, given))
}

/// What a job that ends with a list handed over.
fn handed(desk: &Desk, operation: &Operation, given: &Given) -> Vec<Value> {
    run(&desk.work(), operation, given).unwrap();
    desk.heard.0.borrow().iter().map(|record| record.parse().unwrap()).collect()
}

fn failure(fault: Fault) -> Failure {
    match fault {
        Fault::Local(failure) => *failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_server_that_brings_fewer_than_it_is_asked_for_is_read_to_its_end() {
    let desk = Desk::new(vec![devices(&[1, 2]), devices(&[3, 4]), devices(&[5])]);

    let found = desk.list(&devices::LIST, &Given::default()).unwrap();

    assert_eq!(ids(&found), [1, 2, 3, 4, 5]);
    assert_eq!(
        desk.asked(),
        ["GET /v2/devices?pageSize=1000", "GET /v2/devices?pageSize=2&after=2", "GET /v2/devices?pageSize=2&after=4",]
    );
}

#[test]
fn a_server_that_ignores_where_the_page_begins_is_no_endless_list() {
    let desk = Desk::new(vec![devices(&[1, 2]), devices(&[1, 2])]);

    let failure = failure(desk.list(&devices::LIST, &Given::default()).unwrap_err());

    assert_eq!(failure.code, Code::Partial);
    assert_eq!(desk.asked().len(), 2);
}

#[test]
fn a_filter_that_the_vendor_drops_is_a_failure_and_no_list() {
    let desk = Desk::new(vec![answer(&json!([{"id": 1, "organizationId": 5}, {"id": 2, "organizationId": 6}]))]);

    let failure = failure(desk.list(&devices::LIST, &Given::default().with("org", json!([5]))).unwrap_err());

    assert_eq!(desk.asked(), ["GET /v2/devices?df=org%20in%20%285%29&pageSize=1000"]);
    assert_eq!(failure.code, Code::VendorError);
    assert_eq!(failure.message, "the vendor did not filter by `--org`: a record has the organizationId `6`");
}

#[test]
fn each_flag_of_the_filter_is_looked_for_in_the_records() {
    let of = |record: Value, flag: &str, value: Value| {
        let desk = Desk::new(vec![answer(&json!([record])), devices(&[])]);
        desk.list(&devices::LIST, &Given::default().with(flag, value)).is_ok()
    };

    assert!(of(json!({"id": 1, "offline": false}), "online", json!(true)));
    assert!(!of(json!({"id": 1, "offline": true}), "online", json!(true)));
    assert!(of(json!({"id": 1, "offline": true}), "online", json!(false)));
    assert!(of(json!({"id": 1, "nodeClass": "MAC"}), "class", json!(["MAC", "MAC_SERVER"])));
    assert!(!of(json!({"id": 1, "nodeClass": "NMS_PRINTER"}), "class", json!(["MAC"])));
    assert!(of(json!({"id": 1}), "group", json!(7)));
}

#[test]
fn rows_of_a_report_that_share_an_id_are_all_kept() {
    let row = |device: u64| json!({"id": "kb-1", "deviceId": device});
    let first = json!({"cursor": {"name": "c"}, "results": [row(1), row(2)]});
    let desk = Desk::new(vec![answer(&first), answer(&json!({"results": [row(3)]}))]);

    let found = desk.list(&queries::OS_PATCHES, &Given::default()).unwrap();

    assert_eq!(found, [row(1), row(2), row(3)]);
}

#[test]
fn a_cursor_that_ended_meanwhile_leaves_the_report_incomplete() {
    let first = json!({"cursor": {"name": "c"}, "results": [{"deviceId": 1}]});
    let refusal = r#"{"resultCode":"CURSOR_EXPIRED","incidentId":"W-1"}"#;
    let desk = Desk::new(vec![answer(&first), Ok(reply_with_body(400, refusal))]);

    let fault = desk.list(&queries::OS_PATCHES, &Given::default()).unwrap_err();

    let Fault::Refused(refusal) = fault else { panic!("{fault:?}") };
    assert_eq!((refusal.message.as_deref(), refusal.request_id.as_deref()), (Some("CURSOR_EXPIRED"), Some("W-1")));
}

#[test]
fn custom_fields_that_cannot_be_asked_for_are_said_to_be_missing() {
    const FIELDS: Operation = Operation::list("list", "/v2/custom-fields").pages(Paging::CursorName);
    let cut = || answer(&json!({"results": [{"id": 1}], "count": 3}));
    let desk = Desk::new(vec![cut(), cut()]);

    let failure = failure(desk.list(&FIELDS, &Given::default()).unwrap_err());

    assert_eq!(failure.message, "the vendor's list is not complete: 1 of 3 records came");
}

#[test]
fn the_header_of_the_vendor_names_the_request_before_the_incident_does() {
    let refusal = |header: Option<&str>| {
        let mut reply = reply_with_body(400, r#"{"resultCode":"NO","incidentId":"W-1"}"#);
        if let Some(id) = header {
            reply.headers.insert("x-nj-request-id", id.parse().unwrap());
        }
        match Desk::new(vec![Ok(reply)]).list(&scripts::LIST, &Given::default()).unwrap_err() {
            Fault::Refused(refusal) => refusal.request_id.unwrap(),
            other => panic!("{other:?}"),
        }
    };

    assert_eq!((refusal(Some("R-1")), refusal(None)), ("R-1".to_owned(), "W-1".to_owned()));
}

#[test]
fn the_login_check_is_one_small_request() {
    let desk = Desk::new(vec![devices(&[1])]);

    let identity = block_on((NINJAONE.identity)(&desk.work())).unwrap();

    assert_eq!(identity.account, "client app app-1");
    assert_eq!(desk.asked(), ["GET /v2/organizations?pageSize=1"]);
}

fn found(desk: &Desk, way: &str, value: &str) -> Result<Vec<String>, Fault> {
    let selector: &Selector = select::SELECTORS.ways.iter().find(|own| own.name == way).unwrap();
    block_on((select::SELECTORS.find)(&desk.work(), selector, value))
}

#[test]
fn a_name_means_the_one_device_that_bears_it() {
    let matches = json!({"query": "web1", "devices": [
        {"id": 1, "displayName": "web10"},
        {"id": 2, "systemName": "WEB1"},
        {"id": 3, "matchAttr": "lastUser", "matchAttrValue": "web1"},
    ]});
    let desk = Desk::new(vec![answer(&matches)]);

    assert_eq!(found(&desk, "name", "web1").unwrap(), ["2"]);
    assert_eq!(desk.asked(), ["GET /v2/devices/search?q=web1&limit=1000"]);
}

#[test]
fn a_name_that_several_bear_means_none_of_them() {
    let matches = json!({"devices": [
        {"id": 1, "displayName": "pc", "organizationId": 4},
        {"id": 2, "displayName": "pc", "organizationId": 5},
    ]});

    let failure = failure(found(&Desk::new(vec![answer(&matches)]), "name", "pc").unwrap_err());

    assert_eq!(failure.code, Code::Ambiguous);
    assert_eq!(failure.message, "2 devices have the name `pc`: 1 (`pc`, organization 4), 2 (`pc`, organization 5)");
}

#[test]
fn a_serial_number_is_looked_for_among_all_devices() {
    let all = json!([
        {"id": 1, "system": {"serialNumber": "A-1", "biosSerialNumber": "B-1"}},
        {"id": 2, "system": {"biosSerialNumber": "x-9"}},
        {"id": 3},
    ]);
    let desk = Desk::new(vec![answer(&all), devices(&[])]);

    assert_eq!(found(&desk, "serial", "X-9").unwrap(), ["2"]);
}

#[test]
fn an_organization_means_all_of_its_devices() {
    let organizations = json!([{"id": 4, "name": "Acme"}, {"id": 5, "name": "Other"}]);
    let of_acme = json!([{"id": 7, "organizationId": 4}, {"id": 8, "organizationId": 4}]);
    let desk = Desk::new(vec![answer(&organizations), devices(&[]), answer(&of_acme), devices(&[])]);

    assert_eq!(found(&desk, "org", "acme").unwrap(), ["7", "8"]);
    assert_eq!(desk.asked()[2], "GET /v2/devices?df=org%20in%20%284%29&pageSize=1000");

    let nobody = Desk::new(vec![answer(&organizations), devices(&[])]);
    assert_eq!(failure(found(&nobody, "org", "nobody").unwrap_err()).code, Code::NotFound);
}

#[test]
fn stale_devices_are_those_of_the_filter_that_have_been_silent() {
    let now = ManualClock::start().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as f64;
    let device = |id: u64, days: f64| json!({"id": id, "nodeClass": "MAC", "lastContact": now - days * 86_400.0});
    let all = json!([device(1, 29.9), device(2, 30.1), device(3, 90.0)]);
    let desk = Desk::new(vec![answer(&all), devices(&[])]);
    let given = Given::default().with("days", 30).with("class", json!(["MAC"]));

    let found = handed(&desk, &stale::STALE, &given);

    assert_eq!(ids(&found), [3, 2]);
    assert_eq!(desk.asked()[0], "GET /v2/devices?df=class%20in%20%28MAC%29&pageSize=1000");
}

#[test]
fn pending_patches_are_of_both_kinds_unless_one_is_asked_for() {
    let report =
        |name: &str, status: &str| answer(&json!({"results": [{"deviceId": 1, "name": name, "status": status}]}));
    let both = Desk::new(vec![report("kb", "MANUAL"), report("zip", "APPROVED")]);
    let one = Desk::new(vec![report("zip", "REJECTED")]);

    let all = handed(&both, &patches_pending::PENDING, &Given::default());
    let software = handed(&one, &patches_pending::PENDING, &Given::default().with("kind", "software"));

    let shown: Vec<[&Value; 2]> = all.iter().map(|patch| [&patch["kind"], &patch["name"]]).collect();
    assert_eq!(json!(shown), json!([["os", "kb"], ["software", "zip"]]));
    assert!(software.is_empty());
    assert_eq!(one.asked(), ["GET /v2/queries/software-patches?pageSize=1000"]);
}

fn scripts() -> Result<Reply, Fault> {
    answer(&json!([{"id": 93, "name": "clean"}]))
}

fn activities(of: &[(i64, &str, Value)]) -> Result<Reply, Fault> {
    let activity = |(id, status, result): &(i64, &str, Value)| {
        json!({
            "id": id, "deviceId": 7, "activityType": "SCRIPTING", "sourceName": "clean", "seriesUid": format!("s-{}", id / 10),
            "statusCode": status, "status": status, "activityResult": result, "message": "said",
        })
    };
    answer(&json!({"lastActivityId": 99, "activities": of.iter().map(activity).collect::<Vec<_>>()}))
}

fn on_seven() -> Given {
    Given { ids: vec!["7".to_owned()], ..Given::default().with("script", 93).with("run-as", "system") }
}

fn each(outcome: Outcome) -> Vec<(String, Result<Answer, Fault>)> {
    match outcome {
        Outcome::Each(each) => each,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_script_is_run_and_followed_to_its_end() {
    let before = || (15, "COMPLETED", json!("FAILURE"));
    let desk = Desk::new(vec![
        scripts(),
        activities(&[before()]),
        Ok(reply(204)),
        activities(&[before()]),
        activities(&[(21, "STARTED", Value::Null), before()]),
        activities(&[(22, "COMPLETED", json!("SUCCESS")), (21, "STARTED", Value::Null), before()]),
    ]);

    let outcome = each(run(&desk.work(), &run_script::RUN_SCRIPT, &on_seven()).unwrap());

    let [(id, Ok(Answer::Ended(endings)))] = &outcome[..] else { panic!("{outcome:?}") };
    assert_eq!((id.as_str(), endings[0].failure.as_deref()), ("7", None));
    assert_eq!(endings[0].record.parse().unwrap()["id"], 22);
    assert_eq!(desk.asked()[2], "POST /v2/device/7/script/run");
    let Content::Bytes { bytes, .. } = &desk.script.seen()[2].content else { panic!("it has no body") };
    assert_eq!(serde_json::from_slice::<Value>(bytes).unwrap(), json!({"type": "SCRIPT", "id": 93, "runAs": "system"}));
}

#[test]
fn a_script_that_failed_is_told_in_the_vendors_words() {
    let end = activities(&[(21, "COMPLETED", json!("FAILURE"))]);
    let desk = Desk::new(vec![scripts(), activities(&[]), Ok(reply(204)), end]);

    let outcome = each(run(&desk.work(), &run_script::RUN_SCRIPT, &on_seven()).unwrap());

    let [(_, Ok(Answer::Ended(endings)))] = &outcome[..] else { panic!("{outcome:?}") };
    assert_eq!(endings[0].failure.as_deref(), Some("FAILURE: said"));
}

#[test]
fn a_run_that_is_not_seen_to_end_in_time_goes_on() {
    let mut script = vec![scripts(), activities(&[]), Ok(reply(204))];
    script.extend((0..20).map(|_| activities(&[(21, "STARTED", Value::Null)])));
    let desk = Desk::new(script);

    let outcome = each(run(&desk.work(), &run_script::RUN_SCRIPT, &on_seven()).unwrap());

    assert!(matches!(outcome[..], [(_, Err(Fault::WorkUnended(60)))]), "{outcome:?}");
}

#[test]
fn without_waiting_the_handle_says_where_the_run_will_be_seen() {
    let desk = Desk::new(vec![scripts(), activities(&[(15, "COMPLETED", Value::Null)]), Ok(reply(204))]);
    let work = Work { no_wait: true, ..desk.work() };

    let outcome = each(run(&work, &run_script::RUN_SCRIPT, &on_seven()).unwrap());

    let [(_, Ok(Answer::Page(page)))] = &outcome[..] else { panic!("{outcome:?}") };
    assert_eq!(page.records, [Record::from(json!({"deviceId": 7, "newerThan": 15}))]);
}

#[test]
fn a_run_whose_answer_is_lost_may_have_happened_and_is_not_followed() {
    let desk = Desk::new(vec![scripts(), activities(&[]), unanswered()]);

    let outcome = each(run(&desk.work(), &run_script::RUN_SCRIPT, &on_seven()).unwrap());

    assert!(matches!(outcome[..], [(_, Err(Fault::Unanswered { .. }))]), "{outcome:?}");
}

#[test]
fn of_several_devices_each_has_an_end_of_its_own() {
    let no_user = r#"{"error":"user_context_required","error_description":"No user."}"#;
    let desk = Desk::new(vec![
        scripts(),
        activities(&[]),
        Ok(reply_with_body(403, no_user)),
        activities(&[]),
        Ok(reply(204)),
        activities(&[(21, "COMPLETED", json!("SUCCESS"))]),
    ]);
    let given = Given { ids: vec!["7".to_owned(), "8".to_owned()], ..on_seven() };

    let outcome = each(run(&desk.work(), &run_script::RUN_SCRIPT, &given).unwrap());

    let [(seven, Err(Fault::Refused(refusal))), (eight, Ok(Answer::Ended(_)))] = &outcome[..] else {
        panic!("{outcome:?}")
    };
    assert_eq!((seven.as_str(), eight.as_str(), refusal.means), ("7", "8", Some(Code::Forbidden)));
}

#[test]
fn a_script_that_there_is_not_is_run_nowhere() {
    let desk = Desk::new(vec![answer(&json!([{"id": 1, "name": "other"}]))]);

    let failure = failure(run(&desk.work(), &run_script::RUN_SCRIPT, &on_seven()).unwrap_err());

    assert_eq!((failure.code, failure.message.as_str()), (Code::NotFound, "there is no script `93`"));
}

#[test]
fn a_dry_run_and_a_profile_for_reading_run_nothing() {
    let (dry, reading) = (Desk::new(Vec::new()), Desk::with(Vec::new(), &[("read_only", "true")]));

    let would = run(&Work { dry_run: true, ..dry.work() }, &run_script::RUN_SCRIPT, &on_seven()).unwrap();
    let refused = failure(run(&reading.work(), &run_script::RUN_SCRIPT, &on_seven()).unwrap_err());

    assert!(matches!(would, Outcome::WouldSend(requests) if requests.len() == 1));
    assert_eq!(refused.code, Code::Forbidden);
    assert!(dry.asked().is_empty() && reading.asked().is_empty());
}
