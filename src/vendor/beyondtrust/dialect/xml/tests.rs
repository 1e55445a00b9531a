//! Documents as a site sends them, and hostile ones.

use serde_json::json;

use super::*;
use crate::testing::reply_with_body;

fn sent(answer: Option<&'static str>) -> Request {
    let request = Request::get("https://site.example/api/command?action=x".parse().unwrap());
    Request { answer, ..request }
}

fn found(answer: Option<&'static str>, body: &str) -> (Vec<Value>, bool) {
    let (records, list) = records(&sent(answer), &reply_with_body(200, body)).unwrap();
    (records.iter().map(|record| record.parse().unwrap()).collect(), list)
}

fn fault(body: &str) -> Fault {
    records(&sent(None), &reply_with_body(200, body)).unwrap_err()
}

const REPS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
        <logged_in_reps xmlns="https://www.beyondtrust.com/namespaces/API/command" xmlns:x="urn:x">
          <rep id="1"><x:public_display_name>Al&amp;ice &#x263A;</x:public_display_name>
            <logged_in_since ts="1733239000">2024-12-03T15:16:40+00:00</logged_in_since>
            <direct_link><![CDATA[<a href="x">]]></direct_link><note/></rep>
        </logged_in_reps>"#;

#[test]
fn attributes_and_children_are_members_and_text_beside_them_has_a_name() {
    let rep = json!({
        "id": "1",
        "public_display_name": "Al&ice ☺",
        "logged_in_since": {"ts": "1733239000", "#text": "2024-12-03T15:16:40+00:00"},
        "direct_link": "<a href=\"x\">",
        "note": "",
    });

    assert_eq!(found(Some("rep"), REPS), (vec![rep.clone()], true));
    assert_eq!(found(None, REPS), (vec![json!({"rep": [rep]})], false));
}

#[test]
fn what_may_stand_more_than_once_is_an_array_even_once() {
    let once = "<health><enabled_shared_ips><ip>198.51.100.4</ip></enabled_shared_ips><success>1</success></health>";
    let unforeseen = "<a><b>1</b><c/><b>2</b><b x='3'/></a>";

    assert_eq!(found(None, once).0, [json!({"enabled_shared_ips": {"ip": ["198.51.100.4"]}, "success": "1"})]);
    assert_eq!(found(None, unforeseen).0, [json!({"b": ["1", "2", {"x": "3"}], "c": ""})]);
    assert_eq!(found(Some("rep"), "<logged_in_reps/>"), (vec![], true));
}

#[test]
fn items_are_those_at_their_place_alone() {
    let nested = "<a><b><c>1</c><c x='2'/><d><c>3</c></d></b><c>4</c><b><c/></b></a>";

    assert_eq!(found(Some("b.c"), nested), (vec![json!("1"), json!({"x": "2"}), json!("")], true));
    assert_eq!(found(Some("a"), nested), (vec![], true));
}

#[test]
fn a_success_is_its_sentence() {
    let body = "<success xmlns=\"urn:x\">Successfully transferred</success>";

    assert_eq!(found(None, body), (vec![json!({"success": "Successfully transferred"})], false));
}

#[test]
fn words_in_another_root_are_no_success() {
    assert!(matches!(fault("<status>maintenance</status>"), Fault::Garbled { .. }));
    assert_eq!(found(None, "<jump_item_list/>").0, [json!({"jump_item_list": ""})]);
}

#[test]
fn an_error_is_an_error_whatever_the_status_says() {
    let bodies = [
        "<error xmlns=\"urn:x\">Invalid action</error>",
        "<session_list><error code=\"denied\">\n No  access\n</error></session_list>",
    ];

    let refused = bodies.map(|body| match fault(body) {
        Fault::Refused(refusal) => (refusal.status, refusal.code, refusal.message.unwrap()),
        other => panic!("{other:?}"),
    });

    assert_eq!(
        refused,
        [(200, None, "Invalid action".to_owned()), (200, Some("denied".to_owned()), "No access".to_owned())]
    );
}

#[test]
fn what_is_no_list_is_not_taken_for_an_empty_one() {
    let read = |element, body: &str| records(&sent(Some(element)), &reply_with_body(200, body));
    let empty = ["<logged_in_reps/>", "<logged_in_reps api=\"1\"/>", "<x/>"];
    let activities = "<vault_account_activities count=\"0\"/>";
    let others = ["<status>maintenance</status>", "<Envelope><Body/></Envelope>", "<success>Done</success>"];

    assert!(empty.iter().all(|body| read("rep", body).unwrap().0.is_empty()));
    assert!(read("vault_account_activity", activities).unwrap().0.is_empty());
    assert!(others.iter().all(|body| matches!(read("rep", body), Err(Fault::Garbled { .. }))));
}

#[test]
fn words_tell_what_is_not_there_from_what_is_wrong() {
    let means = |words: &str| match fault(&format!("<error>{words}</error>")) {
        Fault::Refused(refusal) => refusal.means,
        other => panic!("{other:?}"),
    };

    let missing = ["No such session", "No recording was found.", "Session not found", "It does not exist"];
    assert_eq!(missing.map(means), [Some(Code::NotFound); 4]);
    assert_eq!(["Invalid action", "No time was given", "Notes are required"].map(means), [None; 3]);
    assert_eq!(means("Document Not Found"), Some(Code::Forbidden));
}

#[test]
fn what_should_have_been_a_file_is_an_error_or_no_answer() {
    let saving = || Request { save: Some("archive.gz".into()), ..sent(None) };
    let read = |body: &str| records(&saving(), &reply_with_body(200, body)).unwrap_err();

    let missing = read("<error xmlns=\"http://www.bomgar.com/namespaces/API/reporting\">No archives found.</error>");

    assert!(matches!(missing, Fault::Refused(refusal) if refusal.message.as_deref() == Some("No archives found.")));
    assert!(matches!(read("<archives/>"), Fault::Garbled { .. }));
}

#[test]
fn what_is_no_answer_of_the_site_is_garbled() {
    let deep = "<a>".repeat(DEEPEST + 1);
    let bomb = "<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>";
    let bodies = ["", "{}", "<a><b></a>", "<a>", "<html><body>Sign in</body></html>", bomb, &deep];

    let garbled = bodies.map(|body| matches!(fault(body), Fault::Garbled { status: 200, .. }));

    assert_eq!(garbled, [true; 7]);
}
