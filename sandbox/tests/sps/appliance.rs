//! The box itself: firmware, support bundles, the cluster, its health.

use crate::client::rig;
use sandbox::SpsOptions;
use serde_json::{Value, json};

#[test]
fn a_support_bundle_is_asked_for_waited_for_downloaded_and_deleted() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let made = user.ask("POST", "/troubleshooting/support-bundle", "");
    let path = format!("/troubleshooting/support-bundle/{}", made.json()["key"].as_str().unwrap());

    let early = user.get(&format!("{path}/download")).status;
    let states = [(); 3].map(|()| user.body(&path)["status"].clone());
    let bundle = user.get(&format!("{path}/download"));
    let gone = (user.delete(&path).status, user.get(&path).status);

    assert_eq!((made.status, early, gone), (201, 404, (200, 404)));
    assert_eq!(states, [json!("running"), json!("running"), json!("finished")]);
    assert_eq!(bundle.headers("content-type"), ["application/octet-stream"]);
}

#[test]
fn a_release_is_tested_before_it_is_started() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let test = |body: Value| user.post("/firmware/test", &body);

    let good = test(json!({ "slot_id": 2, "message": null }));
    let bad = [test(json!({})), test(json!({ "slot_id": 3 })), test(json!({ "slot_id": 4 }))];
    user.post("/firmware/upgrade", &json!({ "slot_id": 2, "message": "now" }));
    let slots = user.get("/firmware/slots").json();

    assert_eq!((good.status, good.json()["meta"]["slot"].clone()), (200, json!("/api/firmware/slots/2")));
    let kinds = ["IncompleteRequestBodyError", "ResourceNotFound", "FirmwareTestFailed"];
    assert_eq!(bad.map(|answer| answer.refusal().1), kinds);
    assert_eq!(slots["meta"]["slot_after_reboot"], "/api/firmware/slots/2");
    assert_eq!((slots["items"][2]["body"].clone(), slots["items"][2]["key"].clone()), (json!({}), json!("3")));
}

#[test]
fn an_upload_says_that_it_is_an_image() {
    let rig = rig(SpsOptions::default());
    let head = |kind: &str| format!("Cookie: session_id={}\r\nContent-Type: {kind}\r\n", rig.user().session);

    let wrong = rig.raw("POST", "/upload/firmware", &head("application/json"), "CD001").status;
    let right = rig.raw("POST", "/upload/firmware", &head("application/x-iso9660-image"), "CD001");

    assert_eq!((wrong, right.status, right.json()["key"].clone()), (400, 201, json!("3")));
    assert_eq!(rig.user().delete("/firmware/slots/1").status, 409);
    assert_eq!(rig.user().delete("/firmware/slots/3").status, 200);
}

#[test]
fn the_cluster_is_changed_in_a_transaction_and_looked_at_without() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let nodes = user.get("/cluster/nodes").json()["items"].as_array().unwrap().len();
    let status = user.get("/cluster/status").json()["items"].as_array().unwrap().len();
    let request = user.post("/cluster/join_request", &json!({ "central_management_address": "10.0.0.1" }));
    let node = user.post("/cluster/nodes", &request.json()["body"]);

    assert_eq!((nodes, status, request.json()["body"]["psk"].as_str().unwrap().len()), (2, 2, 64));
    assert!(node.json()["meta"]["href"].as_str().unwrap().starts_with("/api/cluster/nodes/"), "{}", node.text());
    assert_eq!((rig.sandbox.open_sps_transactions(), user.changes().len(), user.commit().status), (1, 2, 200));
    assert_eq!(user.get("/cluster/nodes").json()["items"].as_array().unwrap().len(), 3);
}

#[test]
fn joining_others_needs_no_transaction() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let wrong = user.post("/cluster/spp", &json!({ "spp": "x" })).refusal().0;
    let spp = json!({ "spp": "192.0.2.9", "spp_api_token": "x", "spp_cert_chain": ["x"] });
    let joined = (user.post("/cluster/spp", &spp).status, user.post("/starling/join", &json!({})).status);

    assert_eq!((wrong, joined, rig.sandbox.open_sps_transactions()), (400, (200, 200), 0));
    assert_eq!(user.body("/starling/join"), json!({ "joined": true }));
}

#[test]
fn health_setup_and_endpoints_are_told() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let endpoints = user.get("/endpoints").json()["endpoints"].as_array().unwrap().clone();
    let telnet = endpoints.iter().find(|one| one["url"] == "/api/configuration/telnet/connections").unwrap();

    assert_eq!(telnet["methods"], json!(["GET", "POST"]));
    assert_eq!(user.get("/health_status").json()["health_status"]["sessions"]["telnet"], 2);
    assert_eq!(rig.raw("GET", "/setup", "", "").json()["status"], "completed");
    assert_eq!(user.get("/health-status").status, 404);
}
