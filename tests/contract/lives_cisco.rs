//! What Cisco's cloud and boxes keep: made, found, changed, read again, deleted, and gone, with every value that was given.

use std::path::Path;

use sandbox::{CISCO_ADMIN_PASSWORD, Options, Sandbox, Seen};
use serde_json::{Value, json};

use crate::inside::samples::folder;
use crate::inside::{Ran, run, run_words, sandbox, sandbox_with, words_of};

/// Run a line that must succeed.
fn cisco(sandbox: &Sandbox, line: &str) -> Value {
    let ran = run(sandbox, &format!("rmctl {line} --yes -o json"));
    assert_eq!(ran.exit, 0, "{line}: {ran:?}");
    ran.json()
}

fn failed(sandbox: &Sandbox, line: &str) -> (u8, Value) {
    let ran = run(sandbox, &format!("rmctl {line} --yes -o json"));
    (ran.exit, ran.error()["code"].clone())
}

fn not_found() -> (u8, Value) {
    (3, json!("not_found"))
}

/// The names of a list, in its order.
fn names(list: &Value, member: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|own| own[member].as_str().unwrap().to_owned()).collect()
}

/// The bodies that arrived with a method, below a path.
fn bodies(sandbox: &Sandbox, method: &str, path: &str) -> Vec<Value> {
    let is_it = |seen: &&Seen| seen.method == method && seen.path.starts_with(path);
    sandbox.requests().iter().filter(is_it).map(|seen| serde_json::from_str(&seen.body).unwrap_or_default()).collect()
}

const TYPES: &str = "/nbapi/ei/v1/assetTypes";

#[test]
fn an_asset_type_lives_from_its_creation_to_its_end() {
    let sandbox = sandbox();
    let config = r#"{"port":502,"big":9007199254740993,"ratio":1.50}"#;
    let model = r#"{"fields":[{"key":"flow","datatype":"Double"}]}"#;

    let made = cisco(
        &sandbox,
        &format!(
            "cisco asset-types create --name pump --connection-type MODBUS_TCP --config {config} --data-model {model}"
        ),
    );
    let id = made["id"].as_str().unwrap().to_owned();
    let listed = cisco(&sandbox, "cisco asset-types list --filter name=pump");
    let read = run(&sandbox, &format!("rmctl cisco asset-types get {id} -o json"));
    let changed = cisco(
        &sandbox,
        &format!(r#"cisco asset-types update {id} --name valve --connection-type OPC_UA --config {{"port":4840}}"#),
    );
    let again = cisco(&sandbox, &format!("cisco asset-types get {id}"));
    let deleted = cisco(&sandbox, &format!("cisco asset-types delete {id}"));
    let left = names(&cisco(&sandbox, "cisco asset-types list"), "name");

    assert_eq!((&made["name"], &listed[0]["id"], listed.as_array().unwrap().len()), (&json!("pump"), &json!(id), 1));
    assert!(read.stdout.contains("9007199254740993") && read.stdout.contains("1.50"), "{read:?}");
    let read = read.json();
    assert_eq!((&read["connectionType"], &read["config"]["port"]), (&json!("MODBUS_TCP"), &json!(502)));
    assert_eq!(read["dataModel"], serde_json::from_str::<Value>(model).unwrap());
    assert_eq!((&changed["id"], &changed["name"]), (&json!(id), &json!("valve")));
    assert_eq!(
        again,
        json!({"config": {"port": 4840}, "connectionType": "OPC_UA", "dataModel": {}, "id": id, "name": "valve"})
    );
    assert_eq!((deleted, left.len(), left.contains(&"valve".to_owned())), (json!({}), 5, false));
    assert_eq!(failed(&sandbox, &format!("cisco asset-types get {id}")), not_found());
    assert_eq!(failed(&sandbox, &format!("cisco asset-types delete {id}")), not_found());
}

#[test]
fn what_is_sent_of_an_asset_type_is_what_was_given_and_nothing_else() {
    let sandbox = sandbox();

    let made = cisco(&sandbox, "cisco asset-types create --name pump --connection-type RSU");
    cisco(
        &sandbox,
        &format!(
            r#"cisco asset-types update {} --body {{"name":"pump","connectionType":"RSU","config":{{}}}} --name valve"#,
            made["id"].as_str().unwrap()
        ),
    );

    assert_eq!(bodies(&sandbox, "POST", TYPES), [json!({"name": "pump", "connectionType": "RSU"})]);
    assert_eq!(bodies(&sandbox, "PUT", TYPES), [json!({"name": "valve", "connectionType": "RSU", "config": {}})]);
}

#[test]
fn every_connection_type_is_taken_and_comes_back() {
    let sandbox = sandbox();
    let types = [
        "EIPCIP",
        "MODBUS_TCP",
        "MODBUS_SERIAL",
        "MQTT",
        "NTCIP1202",
        "NTCIP1203",
        "NTCIP1204",
        "OPC_UA",
        "RSU",
        "SERIAL",
    ];

    let found = types.map(|kind| {
        let name = format!("kind{}", kind.replace('_', ""));
        let made = cisco(&sandbox, &format!("cisco asset-types create --name {name} --connection-type {kind}"));
        let read = cisco(&sandbox, &format!("cisco asset-types get {}", made["id"].as_str().unwrap()));
        read["connectionType"].as_str().unwrap().to_owned()
    });

    assert_eq!(found, types);
}

#[test]
fn a_name_that_is_taken_is_a_conflict_and_one_of_several_that_are_deleted_may_be_gone() {
    let sandbox = sandbox();
    let made = cisco(&sandbox, "cisco asset-types create --name pump --connection-type MQTT");
    let id = made["id"].as_str().unwrap();

    let twice = failed(&sandbox, "cisco asset-types create --name pump --connection-type MQTT");
    let ran =
        run(&sandbox, &format!("rmctl cisco asset-types delete {id} {} --yes --jobs 1 -o json", id.replace('b', "c")));

    assert_eq!(twice, (12, json!("conflict")));
    let found = ran.json();
    assert_eq!(
        (ran.exit, &found[0]["id"], &found[0]["status"], &found[1]["status"], &found[1]["error"]["code"]),
        (9, &json!(id), &json!("done"), &json!("failed"), &json!("not_found"))
    );
}

#[test]
fn agents_come_as_the_vendor_sent_them() {
    let sandbox = sandbox();

    let agents = cisco(&sandbox, "cisco agents list");
    let table = run(&sandbox, "rmctl cisco agents list --columns id,label,creationTime");

    assert_eq!(agents.as_array().unwrap().len(), 12);
    assert_eq!(
        (&agents[0]["id"], &agents[0]["hardwareSerial"], &agents[0]["creationTime"]),
        (&json!("agent-1"), &json!("FCW24470000"), &json!(1_700_000_000_000_u64))
    );
    assert_eq!(agents[1]["label"], "quay \u{1b}]0;owned\u{7}\u{1b}[31mred\u{1b}[0m");
    assert!(!table.stdout.contains('\u{1b}') && table.stdout.contains("quay"), "{}", table.stdout);
}

const NEW: &str = "IR1101-K9+FCWNEW";
const ADD: &str = "--field deviceType=ir1100 --field configGroup=default-ir1100";

#[test]
fn a_gateway_lives_from_its_addition_to_its_end() {
    let sandbox = sandbox();

    let added = cisco(&sandbox, &format!("cisco gateways add --eid {NEW} {ADD} --field field:name=till"));
    let found = cisco(&sandbox, "cisco gateways list --server-filter name:till");
    let by_name = run(&sandbox, "rmctl cisco gateways get --by-name till -o json --show-secrets").json();
    let renamed = cisco(&sandbox, &format!("cisco gateways update {NEW} --field field:name=till-2"));
    let read = cisco(&sandbox, &format!("cisco gateways get {NEW}"));
    let deleted = cisco(&sandbox, &format!("cisco gateways delete {NEW} --rollback-config"));

    let one = |status| json!({"failedCount": 0, "recordCount": 1, "records": [{"eid": NEW, "status": status}]});
    assert_eq!((added, renamed, deleted), (one("SUCCESS"), one("SUCCESS"), one("SUCCESS")));
    assert_eq!(
        (names(&found, "eid"), &found[0]["status"], &found[0]["configGroup"]),
        (vec![NEW.to_owned()], &json!("unheard"), &json!("default-ir1100"))
    );
    assert_eq!((&by_name["eid"], &by_name["adminPassword"]), (&json!(NEW), &json!(CISCO_ADMIN_PASSWORD)));
    assert_eq!(
        (&read["name"], &read["deviceType"], &read["SN"]),
        (&json!("till-2"), &json!("IR1100"), &json!("FCWNEW"))
    );
    assert_eq!(read["adminPassword"], "<hidden>");
    assert_eq!(failed(&sandbox, &format!("cisco gateways get {NEW}")), not_found());
    let fields = json!({"deviceType": "ir1100", "configGroup": "default-ir1100", "field:name": "till"});
    assert_eq!(bodies(&sandbox, "POST", "/nbapi/edm"), [json!([{"eid": NEW, "fields": fields}])]);
    assert_eq!(bodies(&sandbox, "DELETE", "/nbapi/edm"), [json!({"eids": [NEW], "rollbackConfig": true})]);
}

#[test]
fn gateways_that_are_added_from_a_file_each_say_what_became_of_them() {
    let sandbox = sandbox();
    let folder = folder();
    let file = folder.path().join("gateways.ndjson");
    let item = |eid: &str| {
        json!({"eid": eid, "fields": {"deviceType": "ir1100", "configGroup": "default-ir1100"}}).to_string()
    };
    std::fs::write(&file, format!("{}\n{}\n", item(NEW), item("IR1101-K9+FCW24470003"))).unwrap();

    let ran = run(&sandbox, &format!("rmctl cisco gateways add --items {} -o json", file.display()));

    assert_eq!(ran.exit, 9, "{ran:?}");
    assert!(ran.stderr.contains("exists already"), "{ran:?}");
    assert_eq!(cisco(&sandbox, &format!("cisco gateways get {NEW}"))["status"], "unheard");
    let posts = bodies(&sandbox, "POST", "/nbapi/edm");
    assert_eq!((posts.len(), posts[0].as_array().unwrap().len()), (1, 2));
}

#[test]
fn a_gateway_that_exists_or_does_not_is_a_refusal_inside_a_success() {
    let sandbox = sandbox();
    let known = "IR1101-K9+FCW24470003";

    let twice = failed(&sandbox, &format!("cisco gateways add --eid {known} {ADD}"));
    let unknown = failed(&sandbox, "cisco gateways update NO+SUCH --field field:name=x");
    let gone = failed(&sandbox, "cisco gateways delete NO+SUCH");

    let rejected = (13, json!("rejected"));
    assert_eq!((twice, unknown, gone), (rejected.clone(), rejected.clone(), rejected));
}

const SORTED: &str = "/nbapi/edm/v1/devices?sortBy=eid&sortDir=asc&";

#[test]
fn gateways_are_listed_whole_and_once_each_in_the_order_of_their_eids() {
    let sandbox = sandbox_with(Options { devices: 450, ..Options::default() });

    let eids = names(&cisco(&sandbox, "cisco gateways list"), "eid");
    let first = names(&cisco(&sandbox, "cisco gateways list --limit 3"), "eid");

    assert_eq!((eids.len(), eids.is_sorted_by(|one, next| one < next)), (450, true));
    assert_eq!(first, eids[..3]);
    let lists: Vec<String> = sandbox.requests().into_iter().map(|seen| seen.path).collect();
    let mut pages: Vec<&str> = lists.iter().filter_map(|path| path.strip_prefix(SORTED)).collect();
    pages.sort_unstable();
    // Pages after the first are foreseen, and come in any order.
    assert_eq!(pages, ["page=1&size=200", "page=1&size=3", "size=200&page=2", "size=200&page=3"]);
}

/// Run a line with files of a pipeline, which are in this folder.
fn local(sandbox: &Sandbox, folder: &Path, line: &str) -> Ran {
    let line = format!("rmctl cisco-local {line} --yes -o json").replace("FOLDER", folder.to_str().unwrap());
    run_words(sandbox, words_of(&line))
}

const DEPLOY: &str = "pipelines deploy pump --sources FOLDER/sources.yaml --target FOLDER/target.yaml";

#[test]
fn a_pipeline_lives_from_its_deployment_to_its_end() {
    let (sandbox, folder) = (sandbox(), folder());

    let deployed = local(
        &sandbox,
        folder.path(),
        &format!("{DEPLOY} --logic FOLDER/logic.js --output-model FOLDER/output-model.yaml --invoke-every 250"),
    );
    let kept = local(&sandbox, folder.path(), "pipelines get pump").json();
    let status = local(&sandbox, folder.path(), "pipelines status pump").json();
    let twice = local(&sandbox, folder.path(), DEPLOY);
    let undeployed = local(&sandbox, folder.path(), "pipelines undeploy pump");
    let [get, look, end] = ["get", "status", "undeploy"].map(|verb| {
        let ran = local(&sandbox, folder.path(), &format!("pipelines {verb} pump"));
        (ran.exit, ran.error()["code"].clone())
    });

    assert_eq!((deployed.exit, &deployed.json()["healthStatus"]["pipelineStatus"]), (0, &json!("Running")));
    // A port is a text in a source and a number in a target, however the files write them.
    let data = &kept["data"];
    assert_eq!(
        data["dataSources"]["broker"]["dataSourceConfiguration"]["endpoints"],
        json!([{"host": "10.0.0.5", "port": "1883"}])
    );
    assert_eq!(
        data["dataTarget"]["dataTargetConfiguration"]["connectors"],
        json!([{"host": "cloud.example.com", "port": 8883}])
    );
    assert_eq!(
        (&data["outputModel"], &data["scriptedDataLogic"]["invokeEvery"]),
        (&json!({"fields": []}), &json!(250))
    );
    let script = "\u{1b}bytes:ZnVuY3Rpb24gb25fdXBkYXRlKCkgeyBwdWJsaXNoKCJvdXRwdXQiLCAxKTsgfQo=";
    assert_eq!((&kept["name"], &data["scriptedDataLogic"]["script"]), (&json!("pump"), &json!(script)));
    assert_eq!(status["healthStatus"]["pipelineStatus"], "Running");
    assert_eq!((twice.exit, undeployed.exit), (13, 0), "{twice:?} {undeployed:?}");
    // That nothing can be taken back twice is a 400 of the box.
    assert_eq!((get, look, end), (not_found(), not_found(), (13, json!("rejected"))));
}

#[test]
fn what_happened_on_a_box_is_told_by_its_events_and_counted_by_its_metrics() {
    let (sandbox, folder) = (sandbox(), folder());

    local(&sandbox, folder.path(), DEPLOY);
    let metrics = local(&sandbox, folder.path(), "system-metrics get").json();
    local(&sandbox, folder.path(), "pipelines undeploy pump");
    let events = local(&sandbox, folder.path(), "events list").json();
    let after = local(&sandbox, folder.path(), "system-metrics get").json();

    assert_eq!(names(&events, "message"), ["Agent started", "Pipeline pump deployed", "Pipeline pump undeployed"]);
    assert_eq!((&metrics["pipelines"], &after["pipelines"]), (&json!(1), &json!(0)));
}

#[test]
fn what_destroys_asks_first_and_sends_nothing_meanwhile() {
    let sandbox = sandbox();
    let lines = [
        "cisco asset-types delete 0b1f3c5e-0000-4000-8000-000000000000",
        "cisco gateways delete X+1",
        "cisco gateways delete --by-name site-a-gateway",
        "cisco-local pipelines undeploy pump",
    ];

    for line in lines {
        let ran = run(&sandbox, &format!("rmctl {line} -o json"));
        assert_eq!((ran.exit, &ran.error()["code"], &*ran.stdout), (2, &json!("usage"), ""), "{line}: {ran:?}");
    }
    let changes = sandbox.requests().into_iter().filter(|seen| seen.method == "DELETE");
    assert_eq!(changes.count(), 0);
}
