//! The jobs of the vendor over a transport with a script, and what holds for its rows.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::{CISCO, asset_types, gateways, identity, push_config, select, tenants};
use crate::catalog::{Operation, Run};
use crate::config::Account;
use crate::dialect::Answer;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Content, Fault, Interrupt, Reply, Request};
use crate::record::Record;
use crate::session::{Progress, Session};
use crate::store::Memory;
use crate::testing::{ManualClock, Scripted, block_on, reply_with_body, work_with};
use crate::workflow::{Handed, Listener, Office, Outcome, Work};

struct Silent;

impl Progress for Silent {
    fn doing(&self, _: &str) {}
}

/// Takes every record, and every setting.
#[derive(Default)]
struct Audience {
    heard: RefCell<Vec<Value>>,
    set: Rc<RefCell<Vec<String>>>,
}

impl Listener for Audience {
    fn record(&self, record: &Record) -> Handed {
        self.heard.borrow_mut().push(record.parse().unwrap());
        Handed::More
    }

    fn warn(&self, _: &str) {}
}

struct Profile(Rc<RefCell<Vec<String>>>);

impl Office for Profile {
    fn set(&self, settings: &[(&str, &str)]) -> Result<(), Failure> {
        self.0.borrow_mut().extend(settings.iter().map(|(key, value)| format!("{key}={value}")));
        Ok(())
    }
}

/// Everything that a job is given, and what it leaves behind.
struct Desk {
    session: Session,
    script: Rc<Scripted>,
    clock: Rc<ManualClock>,
    account: Arc<Account>,
    state: Memory,
    audience: Audience,
}

const USER: &[(&str, &str)] = &[("username", "me"), ("password", "p")];
const KEY: &[(&str, &str)] = &[("client_id", "key"), ("client_secret", "s")];

fn desk_of(values: &[(&str, &str)], script: Vec<Result<Reply, Fault>>) -> Desk {
    let values = [&[("url", "https://cloud.example")], values].concat();
    let account = Arc::new(Account::given(&CISCO.settings, "plant", &values).unwrap());
    let (script, clock) = (Rc::new(Scripted::new(script)), Rc::new(ManualClock::default()));
    let session = Session {
        transport: Box::new(script.clone()),
        dialect: (CISCO.dialect)(&account).unwrap(),
        clock: clock.clone(),
        interrupt: Interrupt::default(),
        progress: Rc::new(Silent),
    };
    Desk { session, script, clock, account, state: Memory::default(), audience: Audience::default() }
}

fn desk(script: Vec<Result<Reply, Fault>>) -> Desk {
    desk_of(USER, script)
}

impl Desk {
    fn work<T>(&self, job: impl AsyncFnOnce(&Work<'_>) -> T) -> T {
        let redactor = Rc::default();
        let work = Work {
            listener: &self.audience,
            shows_record: true,
            wait: Duration::from_secs(60),
            jobs: 1,
            office: Box::new(Profile(self.audience.set.clone())),
            ..work_with(&self.session, &self.account, &self.state, &redactor)
        };
        block_on(job(&work))
    }

    fn run(&self, operations: &[Operation], name: &str, given: &Given) -> Result<Outcome, Fault> {
        let row = operations.iter().find(|row| row.name == name).unwrap();
        let Run::Workflow(job) = row.run else { panic!("`{name}` is one request") };
        self.work(async |work| job(work, given).await)
    }

    /// Method and path of each request.
    fn asked(&self) -> Vec<String> {
        self.script.seen().iter().map(|request| format!("{} {}", request.method, request.url.path())).collect()
    }

    fn body(&self, number: usize) -> Value {
        body_of(&self.script.seen()[number])
    }
}

fn body_of(request: &Request) -> Value {
    match &request.content {
        Content::Bytes { bytes, .. } => serde_json::from_slice(bytes).unwrap(),
        _ => Value::Null,
    }
}

fn answer(body: &Value) -> Result<Reply, Fault> {
    Ok(reply_with_body(200, &body.to_string()))
}

fn failure(fault: Fault) -> Failure {
    match fault {
        Fault::Local(failure) => *failure,
        other => panic!("not found here: {other:?}"),
    }
}

fn each(outcome: Outcome) -> Vec<(String, Result<Answer, Fault>)> {
    match outcome {
        Outcome::Each(outcomes) => outcomes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_of_the_calls_has_a_row() {
    let rows = CISCO.groups.iter().flat_map(|group| group.operations).chain(CISCO.operations);
    let mut calls: Vec<String> =
        rows.filter(|row| !row.path.is_empty()).map(|row| format!("{} {}", row.verb, row.path)).collect();
    calls.sort();

    assert_eq!(
        calls,
        [
            "DELETE /nbapi/edm/v1/devices/delete",
            "DELETE /nbapi/ei/v1/assetTypes/{id}",
            "GET /nbapi/edm/v1/devices",
            "GET /nbapi/edm/v1/devices/{eid}",
            "GET /nbapi/ei/v1/agents",
            "GET /nbapi/ei/v1/assetTypes",
            "GET /nbapi/ei/v1/assetTypes/{id}",
            "POST /nbapi/edm/v1/devices",
            "POST /nbapi/ei/v1/assetTypes",
            "PUT /nbapi/edm/v1/devices",
            "PUT /nbapi/ei/v1/assetTypes/{id}",
        ]
    );
}

#[test]
fn the_selectors_stand_where_a_gateway_is_taken_and_nowhere_else() {
    let rows = CISCO.groups.iter().flat_map(|group| group.operations.iter().map(|row| (group.name, row)));
    let taking: Vec<String> = rows
        .filter(|(_, row)| (select::SELECTORS.target)(row).is_some())
        .map(|(group, row)| format!("{group} {}", row.name))
        .collect();

    assert_eq!(taking, ["gateways get", "gateways update", "gateways delete", "gateways push-config"]);
}

fn gateway(status: &str) -> Result<Reply, Fault> {
    answer(&json!({"eid": "A+1", "name": "n", "deviceType": "IR1100", "status": status, "adminPassword": "canary"}))
}

fn accepted() -> Result<Reply, Fault> {
    answer(&json!({"failedCount": 0, "recordCount": 1, "records": []}))
}

fn push(script: Vec<Result<Reply, Fault>>) -> (Desk, Result<Answer, Fault>) {
    let desk = desk(script);
    let given = Given { ids: vec!["A+1".to_owned()], ..Given::default() };
    let outcome = desk.work(async |work| push_config::push_config(work, &given).await).unwrap();
    let (_, outcome) = each(outcome).remove(0);
    (desk, outcome)
}

fn ended(outcome: Result<Answer, Fault>) -> (Value, Option<String>) {
    match outcome {
        Ok(Answer::Ended(mut endings)) => {
            let ending = endings.remove(0);
            (ending.record.parse().unwrap(), ending.failure)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_push_has_ended_when_the_gateway_is_no_longer_being_configured() {
    let (desk, outcome) = push(vec![
        gateway("up"),
        accepted(),
        gateway("up"),
        gateway("Configuring"),
        gateway("configuring"),
        gateway("up"),
    ]);

    assert_eq!(ended(outcome), (json!({"eid": "A+1", "name": "n", "status": "up"}), None));
    assert_eq!(desk.body(1), json!([{"eid": "A+1", "fields": {"deviceType": "ir1100"}}]));
    assert_eq!(desk.script.seen()[1].url.query(), Some("operationType=PUSH"));
    assert_eq!(desk.asked()[0], "GET /nbapi/edm/v1/devices/A%2B1");
    assert!(desk.script.seen()[2..].iter().all(|request| request.follows_change));
}

#[test]
fn a_push_that_is_over_before_it_is_seen_ends_after_a_few_looks() {
    let quick = [gateway("up"), accepted()].into_iter().chain((0..4).map(|_| gateway("config failure"))).collect();

    let (desk, outcome) = push(quick);

    assert_eq!(ended(outcome).1.as_deref(), Some("the status of the gateway is `config failure`"));
    // 1 s, 1.5 s, 2.25 s and 3.375 s.
    assert_eq!(desk.clock.slept().as_millis(), 8125);
}

#[test]
fn a_push_that_goes_on_is_waited_for_no_longer_than_said() {
    let script = [gateway("up"), accepted()].into_iter().chain((0..12).map(|_| gateway("configuring"))).collect();

    let (desk, outcome) = push(script);

    assert_eq!(outcome.unwrap_err(), Fault::WorkUnended(60));
    assert!(desk.clock.slept() <= Duration::from_secs(60));
}

#[test]
fn a_gateway_of_no_type_is_not_pushed_to() {
    let (desk, outcome) = push(vec![answer(&json!({"eid": "A+1"}))]);

    assert_eq!(failure(outcome.unwrap_err()).hint.as_deref(), Some("`--device-type TYPE` says it"));
    assert_eq!(desk.script.sent(), 1);
}

fn fleet() -> Result<Reply, Fault> {
    let results = json!([
        {"eid": "A+1", "SN": "S1", "name": "Plant"},
        {"eid": "B+1", "SN": "", "name": "quay"},
        {"eid": "C+S1", "name": "Quay"},
    ]);
    answer(&json!({"page": 1, "size": 200, "total": 3, "results": results}))
}

#[test]
fn a_gateway_is_found_by_its_name_and_by_either_place_of_its_serial() {
    let find = |way: &str, value: &str| {
        let way = select::SELECTORS.ways.iter().find(|own| own.name == way).unwrap();
        desk(vec![fleet()]).work(async |work| (select::SELECTORS.find)(work, way, value).await)
    };

    assert_eq!(find("name", "plant"), Ok(vec!["A+1".to_owned()]));
    assert_eq!(failure(find("serial", "1").unwrap_err()).code, Code::Ambiguous);
    let (two, shared) = (failure(find("name", "quay").unwrap_err()), failure(find("serial", "s1").unwrap_err()));
    assert_eq!((two.code, shared.code), (Code::Ambiguous, Code::Ambiguous));
    assert_eq!(two.message, "2 devices have the name `quay`: B+1 (`quay`), C+S1 (`Quay`)");
    assert_eq!(failure(find("serial", "S9").unwrap_err()).code, Code::NotFound);
}

fn me() -> Result<Reply, Fault> {
    let role = |id: &str, name: &str| json!({"tenant_id": id, "tenant_name": name, "role_name": "admin"});
    answer(&json!({"roles": [role("T-1", "Plant"), role("t-2", "Twin"), role("t-3", "twin"), role("t-1x", "t-2")]}))
}

#[test]
fn a_tenant_is_chosen_by_its_id_or_else_by_its_name() {
    let choose = |name: &str| {
        let desk = desk(vec![me()]);
        let outcome = desk.run(tenants::OPERATIONS, "use", &Given::default().with("tenant", name));
        (outcome.map(drop).map_err(|fault| failure(fault).code), desk.audience.set.borrow().clone())
    };

    assert_eq!(choose("t-1"), (Ok(()), vec!["tenant_id=T-1".to_owned()]));
    assert_eq!(choose("PLANT"), (Ok(()), vec!["tenant_id=T-1".to_owned()]));
    assert_eq!(choose("t-2"), (Ok(()), vec!["tenant_id=t-2".to_owned()]));
    assert_eq!(choose("twin"), (Err(Code::Ambiguous), vec![]));
    assert_eq!(choose("none"), (Err(Code::NotFound), vec![]));
}

#[test]
fn the_tenants_of_a_key_are_not_asked_for() {
    let desk = desk_of(KEY, vec![]);

    let fault = desk.run(tenants::OPERATIONS, "list", &Given::default()).unwrap_err();

    assert_eq!((failure(fault).code, desk.script.sent()), (Code::Usage, 0));
}

#[test]
fn a_key_that_may_list_nothing_is_a_key_that_is_taken() {
    let identity = |status: u16| {
        let desk = desk_of(KEY, vec![Ok(reply_with_body(status, r#"{"message":"No."}"#))]);
        desk.work(async |work| identity::identify(work).await).map(|identity| identity.account)
    };
    let user = desk(vec![me()]);

    assert_eq!([401, 403].map(identity), [Ok("the API key key".to_owned()), Ok("the API key key".to_owned())]);
    assert!(identity(500).is_err());
    let user = user.work(async |work| identity::identify(work).await).unwrap();
    assert_eq!(user.account, "me of 4 tenants");
}

fn listed(types: &Value) -> Result<Reply, Fault> {
    answer(&json!({ "assetTypes": types }))
}

#[test]
fn files_of_asset_types_stay_in_their_folder_and_hold_what_people_keep() {
    let folder = tempfile::tempdir().unwrap();
    let types = r#"{"assetTypes":[
        {"id":"1","name":"../up","connectionType":"MQTT","config":{"a":1.50},"dataModel":{},"creationTime":7},
        {"id":"2","connectionType":"RSU"}
    ]}"#;
    let alone = json!({"id": "2", "name": "road", "config": {}, "dataModel": {"m": [1]}});
    let desk = desk(vec![Ok(reply_with_body(200, types)), answer(&alone)]);
    let given = Given::default().with("folder", folder.path().join("in").display().to_string());

    desk.run(asset_types::OPERATIONS, "export", &given.with("format", "json")).unwrap();

    let read = |name: &str| std::fs::read_to_string(folder.path().join("in").join(name)).unwrap();
    let names: Vec<Value> = desk.audience.heard.borrow().iter().map(|record| record["name"].clone()).collect();
    assert_eq!(names, [json!("../up"), json!("road")]);
    assert!(read("%2E%2E%2Fup.json").contains("1.50"));
    let road: Value = serde_json::from_str(&read("road.json")).unwrap();
    assert_eq!(road, json!({"connectionType": "RSU", "name": "road", "config": {}, "dataModel": {"m": [1]}}));
    assert_eq!(desk.asked(), ["GET /nbapi/ei/v1/assetTypes", "GET /nbapi/ei/v1/assetTypes/2"]);
}

fn apply(document: &str, script: Vec<Result<Reply, Fault>>) -> (Desk, Result<Outcome, Fault>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("types.yaml");
    std::fs::write(&file, document).unwrap();
    let desk = desk(script);
    let given = Given::default().with("file", file.display().to_string());
    let outcome = desk.run(asset_types::OPERATIONS, "apply", &given);
    (desk, outcome)
}

#[test]
fn what_a_file_does_not_name_is_sent_back_as_it_was() {
    let current = json!([{"id": "1", "name": "pump", "connectionType": "MQTT", "config": {"a": 1}, "dataModel": {}, "x": 5, "updatedAt": 1}]);

    let (desk, outcome) = apply(
        "- name: pump\n  config: {a: 2}\n- name: valve\n",
        vec![listed(&current), answer(&json!({"id": "1"})), answer(&json!({"id": "9"}))],
    );

    let outcomes = each(outcome.unwrap());
    assert_eq!(desk.asked()[1..], ["PUT /nbapi/ei/v1/assetTypes/1", "POST /nbapi/ei/v1/assetTypes"]);
    assert_eq!(
        (desk.body(1), desk.body(2)),
        (
            json!({"name": "pump", "connectionType": "MQTT", "config": {"a": 2}, "dataModel": {}, "x": 5}),
            json!({"name": "valve"})
        )
    );
    let ids: Vec<Value> = outcomes
        .into_iter()
        .map(|(_, outcome)| match outcome.unwrap() {
            Answer::Page(page) => page.records[0].parse().unwrap()["id"].clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(ids, [json!("1"), json!("9")]);
}

#[test]
fn files_that_contradict_the_rules_or_each_other_are_refused_before_anything_is_asked() {
    let documents = [
        "config: {}\n",
        "name: pumps\n",
        "name: pump\nconnectionType: FAX\n",
        "- name: pump\n- name: pump\n",
        "just text\n",
    ];

    for document in documents {
        let (desk, outcome) = apply(document, vec![]);
        assert_eq!(failure(outcome.unwrap_err()).code, Code::Rejected, "{document}");
        assert_eq!(desk.script.sent(), 0);
    }
}

#[test]
fn one_refusal_is_of_one_asset_type() {
    let no = Ok(reply_with_body(400, r#"{"message":"No."}"#));

    let (_, outcome) = apply("- name: a\n- name: b\n", vec![listed(&json!([])), no, answer(&json!({"id": "2"}))]);

    let states: Vec<(String, bool)> =
        each(outcome.unwrap()).into_iter().map(|(name, own)| (name, own.is_ok())).collect();
    assert_eq!(states, [("a".to_owned(), false), ("b".to_owned(), true)]);
}

#[test]
fn the_fields_of_a_gateway_keep_the_names_that_were_typed() {
    let add = gateways::OPERATIONS.iter().find(|row| row.name == "add").unwrap();
    let fields = json!({"deviceType": "ir1100", "field:name": "n"});
    let given = Given::default().with("eid", "A+1").with("fields", fields.clone());

    let request = crate::plan::plan(&"https://cloud.example".parse().unwrap(), add, &given).unwrap();

    assert_eq!(body_of(&request), json!([{"eid": "A+1", "fields": fields}]));
}
