//! Opening, looking, committing, discarding, and who else writes.

use crate::client::{CONNECTIONS, DEMO, rig, sendable};
use sandbox::{Fault, Misbehaviour, SpsLock, SpsOptions};
use serde_json::{Value, json};
use std::io::{Read, Write};

fn many() -> SpsOptions {
    SpsOptions { lock: SpsLock::Many, ..SpsOptions::default() }
}

fn conflict() -> (u16, String) {
    (409, "Conflict".to_owned())
}

const EMAIL: &str = "/configuration/management/email";

#[test]
fn an_opening_without_a_declared_length_is_refused_by_the_web_server() {
    let rig = rig(SpsOptions::default());
    let session = rig.user().session;
    let mut stream = std::net::TcpStream::connect(rig.sandbox.origin().trim_start_matches("http://")).unwrap();
    let head = format!(
        "POST /sps/api/transaction HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: session_id={session}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();

    assert!(answer.starts_with("HTTP/1.1 411 ") && answer.contains("text/html"), "{answer}");
}

#[test]
fn the_status_has_an_old_and_a_new_shape() {
    let (old, new) = (rig(SpsOptions { old_transactions: true, ..SpsOptions::default() }), rig(SpsOptions::default()));
    let (old, new) = (old.user(), new.user());

    let shapes = [old.get("/transaction"), old.open(), new.get("/transaction"), new.open()].map(|answer| answer.json());

    assert_eq!(
        shapes.each_ref().map(|shape| (shape["transaction"]["status"].clone(), shape["body"]["status"].clone())),
        [
            (json!("closed"), Value::Null),
            (json!("open"), Value::Null),
            (Value::Null, json!("closed")),
            (Value::Null, json!("open"))
        ]
    );
    assert_eq!(shapes[2]["body"]["commit_message"], "optional");
}

#[test]
fn the_first_write_opens_a_transaction_but_not_on_old_boxes() {
    let (old, new) = (rig(SpsOptions { old_transactions: true, ..SpsOptions::default() }), rig(SpsOptions::default()));
    let body = json!({ "admin_address": "z@example.com" });

    let refused = old.user().put(EMAIL, &body).refusal();
    let taken = new.user().put(EMAIL, &body).status;

    assert_eq!((refused, old.sandbox.open_sps_transactions()), ((409, "NoTransaction".to_owned()), 0));
    assert_eq!((taken, new.sandbox.open_sps_transactions()), (200, 1));
}

#[test]
fn what_is_not_committed_is_seen_by_nobody_else_and_gone_after_a_discard() {
    let rig = rig(SpsOptions::default());
    let (writer, reader) = (rig.user(), rig.user());
    writer.put(EMAIL, &json!({ "admin_address": "z@example.com" }));

    let seen = [&writer, &reader].map(|user| user.body(EMAIL)["admin_address"].clone());
    let dropped = writer.delete("/transaction").status;

    assert_eq!((seen, dropped), ([json!("z@example.com"), json!("a@example.com")], 200));
    assert_eq!(writer.body(EMAIL)["admin_address"], "a@example.com");
    assert_eq!(writer.delete("/transaction").refusal(), (409, "NoTransaction".to_owned()));
}

#[test]
fn every_kind_of_change_is_listed() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let keys = user.body(&format!("{CONNECTIONS}/@order"));
    let turned: Vec<Value> = keys.as_array().unwrap().iter().rev().cloned().collect();
    let mut email = sendable(&user.body(EMAIL));
    email["admin_address"] = json!("z@example.com");

    user.put(&format!("{CONNECTIONS}/@order"), &json!(turned));
    user.put(EMAIL, &email);
    user.post("/configuration/policies/user_lists", &json!({ "name": "new", "allow": "no_user" }));
    user.delete("/configuration/policies/user_lists/5512340156f1a2b3c4d5e6");
    let changes = user.changes();

    let mut kinds: Vec<&str> = changes.iter().map(|change| change["type"].as_str().unwrap()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["create", "delete", "reorder", "replace"]);
    assert_eq!(
        changes[0],
        json!({
            "type": "replace", "path": "/api/configuration/management/email/admin_address",
            "old_value": "a@example.com", "new_value": "z@example.com",
        })
    );
    assert_eq!((&changes[3]["old_order"], &changes[3]["new_order"]), (&keys, &json!(turned)));
}

#[test]
fn a_commit_makes_it_so_and_only_then_the_hash_is_another() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let hash = || user.body("/info")["config_hash"].clone();
    let before = hash();
    user.put(EMAIL, &json!({}));
    let meanwhile = hash();

    let status = user.commit().json()["body"]["status"].clone();

    assert_eq!((before == meanwhile, status, before == hash()), (true, json!("closed"), false));
    assert_eq!(rig.user().body(EMAIL)["admin_address"], Value::Null);
    assert_eq!(user.commit().refusal(), (409, "NoTransaction".to_owned()));
}

#[test]
fn a_refused_commit_leaves_the_transaction_open() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    user.delete("/configuration/policies/user_databases/local-user-database-1");

    let refused = user.commit();

    assert_eq!(refused.refusal(), (400, "SemanticError".to_owned()));
    assert!(refused.text().contains("61a1b2c3d4e5f607182930"), "{}", refused.text());
    assert_eq!(rig.sandbox.open_sps_transactions(), 1);
}

#[test]
fn a_box_may_want_a_message_with_each_commit() {
    let rig = rig(SpsOptions { requires_commit_message: true, ..SpsOptions::default() });
    let user = rig.user();
    user.put(EMAIL, &json!({}));

    let (told, refused) = (user.get("/transaction").json()["body"]["commit_message"].clone(), user.commit().refusal());
    let taken = user.put("/transaction", &json!({ "status": "commit", "commit_message": "because" })).status;

    assert_eq!((told, refused, taken), (json!("required"), (400, "SemanticError".to_owned()), 200));
}

#[test]
fn one_writer_at_a_time_and_the_refusal_names_him() {
    let rig = rig(SpsOptions::default());
    let (first, second) = (rig.user(), rig.user());
    first.open();

    let refused = second.open();
    let at_write = second.put(EMAIL, &json!({})).refusal();
    first.delete("/transaction");

    assert_eq!((refused.refusal(), at_write), (conflict(), conflict()));
    assert!(refused.text().contains("admin"), "{}", refused.text());
    assert_eq!(second.open().status, 200);
}

#[test]
fn where_many_write_only_the_same_object_is_a_conflict() {
    let rig = rig(many());
    let (first, second, third) = (rig.user(), rig.user(), rig.user());
    for user in [&first, &second, &third] {
        user.open();
    }
    first.put(EMAIL, &json!({}));
    second.put(EMAIL, &json!({ "admin_address": "z@example.com" }));
    third.put("/configuration/network/dns", &json!({ "primary": "192.0.2.53" }));

    let first = first.commit().status;
    let statuses = (second.commit().refusal(), third.commit().status);

    assert_eq!((first, statuses), (200, (conflict(), 200)));
    assert_eq!(third.body("/configuration/network/dns")["primary"], "192.0.2.53");
    assert_eq!(third.body(EMAIL)["admin_address"], Value::Null);
}

#[test]
fn somebody_at_the_web_interface_holds_the_lock_for_a_while() {
    let rig = rig(SpsOptions { web_lock_seconds: 45, ..SpsOptions::default() });
    let user = rig.user();

    let refused = user.open();
    rig.pass(45);

    assert_eq!((refused.refusal(), user.open().status), (conflict(), 200));
    assert!(refused.text().contains("operator"), "{}", refused.text());
}

#[test]
fn a_login_may_end_with_its_commit() {
    let rig = rig(SpsOptions { drops_session_at_commit: true, ..SpsOptions::default() });
    let user = rig.user();
    user.put(EMAIL, &json!({}));

    assert_eq!((user.commit().status, user.get(EMAIL).status), (200, 401));
    assert_eq!(rig.user().body(EMAIL)["admin_address"], Value::Null);
}

#[test]
fn a_commit_whose_answer_was_lost_has_been_made() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    user.put(EMAIL, &json!({}));
    rig.sandbox.inject(Fault::at("/sps/api/transaction", Misbehaviour::HangUpAfterWork).on("PUT"));
    let head = format!("Cookie: session_id={}\r\nContent-Type: application/json\r\n", user.session);

    let bytes =
        crate::wire::bytes(&rig.sandbox.origin(), "PUT", "/sps/api/transaction", &head, br#"{"status":"commit"}"#);

    assert_eq!((bytes, rig.sandbox.open_sps_transactions()), (Vec::new(), 0));
    assert_eq!(user.body(EMAIL)["admin_address"], Value::Null);
}

#[test]
fn an_object_that_was_created_and_deleted_again_is_no_change() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let mut body = sendable(&user.body(DEMO));
    body["name"] = json!("another");
    let key = user.post(CONNECTIONS, &body).json()["key"].as_str().unwrap().to_owned();

    user.delete(&format!("{CONNECTIONS}/{key}"));

    assert_eq!((user.changes(), user.commit().status), (Vec::new(), 200));
}
