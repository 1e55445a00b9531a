//! Pipelines: what may be deployed, and what becomes of it.

use crate::client::{Client, client, with};
use data_encoding::BASE64;
use sandbox::CiscoLocalOptions;
use serde_json::{Value, json};

pub(crate) fn pipeline(name: &str) -> Value {
    json!({ "name": name, "data": {
        "dataSources": { "mqtt1": {
            "type": "MQTT",
            "assetId": "1234",
            "dataSourceConfiguration": { "port": null, "endpoints": [{ "name": "endpoint", "port": "1883" }] },
            "fields": [{ "type": "customAttribute", "key": "site", "value": "plant-1" }],
        } },
        "dataTarget": {
            "type": "MQTT",
            "dataTargetConfiguration": { "connectors": [{ "host": "broker.example", "port": 1884 }] },
        },
    } })
}

fn with_script(script: &str) -> Value {
    let mut body = pipeline("coldStorage");
    body["data"]["scriptedDataLogic"] = json!({ "invokeEvery": 1000, "script": script });
    body
}

fn written(script: &str) -> String {
    format!("\u{1b}bytes:{}", BASE64.encode(script.as_bytes()))
}

fn status(client: &Client) -> Value {
    client.get("/pipelines/coldStorage/status").data()["healthStatus"]["pipelineStatus"].take()
}

#[test]
fn a_pipeline_starts_runs_and_ends() {
    let client = client();

    let deployed = client.deploy(&with_script(&written("function on_update() {}"))).status;
    let seen = [(); 3].map(|()| status(&client));
    let deleted = [(); 2].map(|()| client.delete("/pipelines/coldStorage").status);

    assert_eq!((deployed, deleted), (200, [200, 400]));
    assert_eq!(seen, ["Starting", "Starting", "Running"].map(Value::from));
    assert_eq!(client.get("/pipelines/coldStorage/status").status, 404);
}

#[test]
fn a_pipeline_without_a_script_in_its_logic_fails_and_one_that_is_not_productive_stands() {
    let (failing, stopped) = (client(), client());
    failing.deploy(&with_script(&written("")));
    let mut idle = with_script(&written("1"));
    idle["data"]["scriptedDataLogic"]["productive"] = false.into();
    stopped.deploy(&idle);

    let last =
        [(); 3].map(|()| failing.get("/pipelines/coldStorage/status").json()).map(|mut body| body["message"].take());

    assert_eq!((status(&failing), status(&stopped)), (json!("Failed"), json!("Stopped")));
    assert_eq!(last, [json!(null), json!(null), json!("The data logic script is empty")]);
}

#[test]
fn the_configuration_is_told_as_it_was_deployed_unless_the_box_hides_it() {
    let open = client();
    let closed = with(CiscoLocalOptions { hides_configuration: true, ..CiscoLocalOptions::default() });
    open.deploy(&pipeline("coldStorage"));
    closed.deploy(&pipeline("coldStorage"));

    assert_eq!(open.get("/pipelines/coldStorage").data(), pipeline("coldStorage"));
    assert_eq!(closed.get("/pipelines/coldStorage").status, 404);
}

#[test]
fn names_follow_the_rules_and_are_used_once() {
    let client = client();
    client.deploy(&pipeline("coldStorage"));

    let statuses = ["coldStorage", "cold-storage", "pumps", ""].map(|name| client.deploy(&pipeline(name)).refusal().0);

    assert_eq!(statuses, [400; 4]);
}

#[test]
fn a_port_is_a_text_in_a_source_and_a_number_in_a_target() {
    let client = client();
    let (mut source, mut target) = (pipeline("a"), pipeline("b"));
    source["data"]["dataSources"]["mqtt1"]["dataSourceConfiguration"]["endpoints"][0]["port"] = 1883.into();
    target["data"]["dataTarget"]["dataTargetConfiguration"]["connectors"][0]["port"] = "1884".into();

    let refusals = [source, target].map(|body| client.deploy(&body).refusal());

    assert_eq!(refusals[0], (400, "The port of an endpoint must be a string".into()));
    assert_eq!(refusals[1], (400, "The port of a connector must be a number".into()));
}

#[test]
fn a_script_is_marked_base64_and_a_body_has_known_members() {
    let client = client();
    let (mut more, mut less) = (pipeline("a"), pipeline("b"));
    more["data"]["dataSource"] = json!({});
    less["data"].as_object_mut().unwrap().remove("dataTarget");

    let bodies = [with_script("function on_update() {}"), with_script("\u{1b}bytes:%"), more, less];

    assert_eq!(bodies.map(|body| client.deploy(&body).refusal().0), [400; 4]);
}

#[test]
fn events_tell_what_was_done_and_metrics_count_it() {
    let client = client();
    client.deploy(&pipeline("coldStorage"));

    let events = client.get("/events").data();
    let metrics = client.get("/system-metrics").data();

    assert_eq!(events[1]["message"], "Pipeline coldStorage deployed");
    assert_eq!(metrics["pipelines"], json!(1));
}

#[test]
fn unknown_paths_methods_and_parameters_are_refused() {
    let client = client();

    let statuses = [
        client.get("/agents").status,
        client.get("/pipelines").status,
        client.delete("/pipelines").status,
        client.get("/events?limit=1").status,
        client.get("/token").status,
    ];

    assert_eq!(statuses, [404, 405, 405, 400, 405]);
}
