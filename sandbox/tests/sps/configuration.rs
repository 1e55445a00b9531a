//! The tree, lists, and what is taken of a body.

use crate::client::{CONNECTIONS, DEMO, rig, sendable};
use sandbox::SpsOptions;
use serde_json::{Value, json};

fn keys(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap().to_owned()).collect()
}

/// Every path that a walk from the root finds, with what it shows.
fn walk(user: &crate::client::User<'_>, path: &str, found: &mut Vec<(String, Value)>) {
    let answer = user.get(path);
    if answer.status == 405 {
        return found.push((path.to_owned(), Value::Null));
    }
    let shown = answer.json();
    for item in shown["items"].as_array().into_iter().flatten() {
        walk(user, item["meta"]["href"].as_str().unwrap().strip_prefix("/api").unwrap(), found);
    }
    found.push((path.to_owned(), shown));
}

#[test]
fn the_tree_describes_itself() {
    let rig = rig(SpsOptions::default());
    let mut found = Vec::new();

    walk(&rig.user(), "/configuration", &mut found);

    let telnet = found.iter().find(|(path, _)| path == "/configuration/telnet").unwrap();
    let children =
        ["authentication_policies", "channel_policies", "connections", "options", "pattern_sets", "settings_policies"];
    assert_eq!(keys(&telnet.1), children);
    assert!(found.len() > 120, "{}", found.len());
    assert!(found.iter().all(|(path, shown)| shown.is_null() || shown["meta"]["href"] == format!("/api{path}")));
}

#[test]
fn every_object_that_is_shown_can_be_sent_back_and_is_no_change() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let mut found = Vec::new();
    walk(&user, "/configuration", &mut found);
    let bodies = found.iter().filter(|(_, shown)| shown["body"].is_object());

    let refused: Vec<(&String, u16)> = bodies
        .map(|(path, shown)| (path, user.put(path, &sendable(&shown["body"])).status))
        .filter(|(_, status)| !matches!(status, 200 | 201 | 405))
        .collect();

    assert_eq!((refused, user.changes(), user.commit().status), (Vec::new(), Vec::new(), 200));
}

#[test]
fn lists_hold_bodies_but_not_on_old_boxes() {
    let (old, new) = (rig(SpsOptions { keys_only: true, ..SpsOptions::default() }), rig(SpsOptions::default()));

    let lists = [old, new].map(|rig| rig.user().get(CONNECTIONS).json());

    assert_eq!(
        lists.each_ref().map(|list| list["items"][0]["body"]["name"].clone()),
        [Value::Null, json!("demo_telnet")]
    );
    assert_eq!(lists[1]["meta"]["order"], "/api/configuration/telnet/connections/@order");
}

#[test]
fn siblings_are_linked() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let meta = user.get(DEMO).json()["meta"].clone();

    assert_eq!((&meta["first"], &meta["previous"]), (&meta["href"], &Value::Null));
    assert_eq!(meta["next"], format!("/api{CONNECTIONS}/8348340645707e2575e3c6"));
    assert_eq!((&meta["parent"], &meta["remaining_seconds"]), (&json!(format!("/api{CONNECTIONS}")), &json!(600)));
}

#[test]
fn references_are_shown_as_links_and_some_of_them_lead_inside_another_resource() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let policies = user.body(DEMO)["policies"].clone();

    assert_eq!(
        policies["audit_policy"],
        json!({
            "key": "78101850949e47437dd91d",
            "meta": { "href": "/api/configuration/policies/audit_policies/78101850949e47437dd91d" },
        })
    );
    assert_eq!(
        policies["authentication_policy"]["meta"]["href"],
        "/api/configuration/telnet#authentication_policies/-400"
    );
    assert_eq!(user.get("/configuration/telnet/authentication_policies/-400").status, 404);
    assert_eq!(policies["ldap_server"], Value::Null);
    let ssh = user.get("/configuration/ssh/connections").json()["items"][0]["body"]["policies"].clone();
    assert_eq!(ssh["ldap_server"], json!({ "key": null, "meta": {} }));
}

#[test]
fn the_tree_of_old_boxes_has_less() {
    let rig = rig(SpsOptions { old_tree: true, ..SpsOptions::default() });
    let user = rig.user();

    let children = keys(&user.get("/configuration/telnet").json());

    assert_eq!(children, ["authentication_policies", "channel_policies", "connections", "options"]);
    assert_eq!(user.get("/configuration/telnet/settings_policies").status, 404);
    assert_eq!(
        user.body(DEMO)["policies"]["settings"]["meta"]["href"],
        "/api/configuration/telnet#settings_policies/-302"
    );
    assert_eq!(user.body("/configuration/telnet/options")["audit"]["timestamping"]["selection"], "local");
}

#[test]
fn each_place_takes_its_methods_only() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let asked = [
        ("PATCH", DEMO),
        ("POST", DEMO),
        ("PUT", CONNECTIONS),
        ("DELETE", "/configuration/telnet/options"),
        ("GET", "/configuration/passwords"),
        ("PUT", "/configuration/aaa/acls"),
        ("POST", "/configuration/telnet/pattern_sets"),
    ];

    let refusals = asked.map(|(method, path)| user.ask(method, path, "{}").status);

    assert_eq!((refusals, rig.sandbox.open_sps_transactions()), ([405; 7], 0));
}

#[test]
fn a_body_that_is_no_json_or_does_not_say_so_is_refused() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let head = format!("Cookie: session_id={}\r\n", user.session);

    let refusals = [user.ask("PUT", DEMO, "{\"name\":"), rig.raw("PUT", DEMO, &head, "{}")];

    assert_eq!(refusals.map(|answer| answer.refusal()), [(); 2].map(|()| (400, "InvalidRequestBody".to_owned())));
}

#[test]
fn an_object_where_a_key_belongs_is_refused() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let refused = user.put(DEMO, &user.body(DEMO));

    assert_eq!(refused.refusal(), (400, "SyntacticError".to_owned()));
}

#[test]
fn unknown_members_and_optional_ones_of_a_wrong_type_are_dropped_in_silence() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let mut body = sendable(&user.body(DEMO));
    body["log_audit_trail_download"] = json!(false);
    body["network"]["port"] = json!([2323]);
    body["rate_limit"] = json!("many");
    body["active"] = json!("no");

    let status = user.put(DEMO, &body).status;

    assert_eq!((status, user.changes()), (201, Vec::new()));
}

#[test]
fn a_member_that_is_missing_is_reset() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let mut body = sendable(&user.body(DEMO));
    body.as_object_mut().unwrap().remove("override_log_level");

    user.put(DEMO, &body);

    assert_eq!(user.body(DEMO)["override_log_level"], json!({ "enabled": false }));
}

#[test]
fn a_required_member_that_is_missing_and_a_value_of_a_wrong_form_are_refused_at_once() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let change = |edit: fn(&mut Value)| {
        let mut body = sendable(&user.body(DEMO));
        edit(&mut body);
        user.put(DEMO, &body)
    };

    let refusals = [
        change(|body| drop(body.as_object_mut().unwrap().remove("name"))),
        change(|body| body["name"] = json!(7)),
        change(|body| body["server_address"]["selection"] = json!("fixed")),
        change(|body| body["network"]["clients"] = json!(["10.0.0.0"])),
        change(|body| body["network"]["ports"] = json!(["23"])),
    ];

    let places = refusals.map(|answer| (answer.refusal().1, answer.json()["error"]["details"]["element"].clone()));
    let expected = ["name", "name", "server_address.selection", "network.clients.0", "network.ports.0"];
    assert_eq!(places, expected.map(|place| ("SyntacticError".to_owned(), json!(place))));
}

#[test]
fn a_new_object_has_a_key_of_22_digits_and_stands_at_the_end() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let mut body = sendable(&user.body(DEMO));
    body["name"] = json!("new");

    let created = user.post(CONNECTIONS, &body);

    let key = created.json()["key"].as_str().unwrap().to_owned();
    assert_eq!((created.status, key.len()), (201, 22));
    assert_eq!(created.json()["meta"]["parent"], "/api/configuration/telnet/connections");
    assert_eq!(keys(&user.get(CONNECTIONS).json()).last(), Some(&key));
    assert_eq!(sendable(&user.body(&format!("{CONNECTIONS}/{key}"))), body);
}

#[test]
fn an_order_names_each_key_once() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let path = format!("{CONNECTIONS}/@order");
    let mut order = user.body(&path);
    order.as_array_mut().unwrap().rotate_left(1);

    let short = user.put(&path, &json!(["8348340645707e2575e3c6"])).refusal();
    let wrong = user.put(&path, &json!({ "order": order })).refusal();
    let taken = user.put(&path, &order).status;

    assert_eq!((short.1.as_str(), wrong.1.as_str(), taken), ("SemanticError", "SyntacticError", 200));
    assert_eq!(keys(&user.get(CONNECTIONS).json())[0], "8348340645707e2575e3c6");
}

#[test]
fn built_in_objects_stay() {
    let rig = rig(SpsOptions::default());

    let refused = rig.user().delete("/configuration/policies/time_policies/-100").refusal();

    assert_eq!(refused, (400, "SemanticError".to_owned()));
}

#[test]
fn passwords_are_made_and_never_shown() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let created = user.post("/configuration/passwords", &json!({ "plain": "canary-password" }));

    let key = created.json()["key"].as_str().unwrap().to_owned();
    let shown = user.get(&format!("/configuration/passwords/{key}"));
    assert_eq!((created.status, shown.json()["key"].clone()), (201, json!(key)));
    assert_eq!(shown.json()["meta"]["previous"], Value::Null);
    assert!(!shown.text().contains("canary") && !user.get("/transaction/changes").text().contains("canary"));
    assert_eq!(user.delete(&format!("/configuration/passwords/{key}")).status, 405);
}

#[test]
fn a_password_may_stand_inline_and_belongs_to_one_place() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let users = "/configuration/aaa/local_database/users";

    let created = user.post(users, &json!({ "name": "new", "password": { "plain": "canary-password" } }));
    let path = format!("{users}/{}", created.json()["key"].as_str().unwrap());
    let password = user.body(&path)["password"].clone();
    let twice = json!({ "name": "other", "password": password["key"] });

    assert!(password["meta"]["href"].as_str().unwrap().starts_with("/api/configuration/passwords#"));
    assert_eq!((user.commit().status, user.post(users, &twice).status), (200, 201));
    assert_eq!(user.commit().refusal(), (400, "SemanticError".to_owned()));
}

#[test]
fn certificates_come_back_without_their_keys() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let [certificate, key] = ["CERTIFICATE", "PRIVATE KEY"]
        .map(|kind| format!("-----BEGIN {kind}-----\nMIIBcanary{kind}\n-----END {kind}-----\n"));

    let wrong = user.post("/configuration/x509", &json!({ "certificate": "canary", "private_key": key })).status;
    let created = user.post("/configuration/x509", &json!({ "certificate": certificate, "private_key": key }));
    let shown = user.get(&format!("/configuration/x509/{}", created.json()["key"].as_str().unwrap()));

    assert_eq!((wrong, created.status, shown.json()["body"]["certificate"].clone()), (400, 201, json!(certificate)));
    assert!(!shown.text().contains("PRIVATE KEY") && !user.get("/transaction/changes").text().contains("PRIVATE KEY"));
    assert_eq!(user.post("/configuration/private_keys", &json!(key)).status, 201);
}

#[test]
fn names_are_odd_doubled_and_sometimes_lead_nowhere() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let list = user.get(CONNECTIONS).json();

    let names: Vec<&str> =
        list["items"].as_array().unwrap().iter().map(|item| item["body"]["name"].as_str().unwrap()).collect();

    assert_eq!(names[1..3], ["branch_office", "branch_office"]);
    assert_eq!(names[4..], ["lab \u{1b}[31mred\u{1b}[0m", "Zürich_東京"]);
    assert_eq!(list["items"][3]["body"]["web_gateway_authentication"]["groups"][1], "a-group-that-is-gone");
    let orphan = user.body("/configuration/ssh/connections/540200000156a1b2c3d4e6");
    let lost = orphan["policies"]["analytics_policy"]["meta"]["href"].as_str().unwrap().to_owned();
    assert_eq!(user.get(lost.strip_prefix("/api").unwrap()).status, 404);
}
