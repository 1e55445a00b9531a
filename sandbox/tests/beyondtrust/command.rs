//! Commands: XML, whose errors have the status of a success.

use crate::client::{client, support};

const LSID: &str = "4f6ff3ed2ed04dbf8b1a4b1f2a3c5d01";
const OF_RS: &str = "https://www.beyondtrust.com/namespaces/API/command";
const OF_PRA: &str = "http://www.beyondtrust.com/sra/namespaces/API/command";

fn document(namespace: &str, root: &str, text: &str) -> (u16, String) {
    (200, format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{namespace}\">{text}</{root}>\n"))
}

#[test]
fn an_error_has_the_status_of_a_success() {
    let client = client();

    let said = ["action=dance", "", "action=get_api_info&x=1", "action=get_session_attributes"]
        .map(|query| client.command(query));

    let error = |text: &str| document(OF_PRA, "error", text);
    let expected = ["Invalid action", "Invalid action", "Unknown parameter: x", "Missing required parameter: lsid"];
    assert_eq!(said, expected.map(error));
}

#[test]
fn attributes_of_a_session_are_set_kept_and_cleared() {
    let client = client();
    let set = |form: &str| client.change(&format!("action=set_session_attributes&lsid={LSID}&{form}"));

    let done = set("session.custom.ticket=A%26B");
    set("session.custom.external_key=");
    let (_, shown) = client.command(&format!("action=get_session_attributes&lsid={LSID}"));

    assert_eq!(done, document(OF_PRA, "success", "Session attributes were set"));
    assert!(shown.contains("code_name=\"ticket\">A&amp;B</custom_attribute>"), "{shown}");
    assert!(shown.contains("code_name=\"external_key\"/>"), "{shown}");
}

#[test]
fn a_session_ends_once() {
    let client = client();
    let end = || client.change(&format!("action=terminate_session&lsid={LSID}"));

    let ended = [end(), end()];

    assert_eq!(
        ended,
        [document(OF_PRA, "success", "Successfully terminated"), document(OF_PRA, "error", "No such session")]
    );
}

#[test]
fn only_remote_support_hands_sessions_over_and_makes_keys() {
    let transfer = format!("action=transfer_session&lsid={LSID}&queue_id=team:1");
    let key = "action=generate_session_key&type=support&queue_id=general&ttl=60";

    let of_pra = [client().change(&transfer), client().change(key)];
    let support = support();
    let (status, made) = support.change(key);

    assert_eq!(of_pra, ["Invalid action"; 2].map(|text| document(OF_PRA, "error", text)));
    assert_eq!(support.change(&transfer), document(OF_RS, "success", "Successfully transferred"));
    assert!(status == 200 && made.contains("<expires ts=\"1769144460\">2026-01-23T05:01:00+00:00</expires>"), "{made}");
}

#[test]
fn who_only_asks_changes_nothing() {
    let client = client().reading();

    let refused = client.change(&format!("action=terminate_session&lsid={LSID}"));
    let (_, shown) = client.command("action=get_api_info");

    assert_eq!(refused, document(OF_PRA, "error", "Permission denied"));
    assert!(shown.contains("<permission name=\"perm_command\">read_only</permission>"), "{shown}");
}

#[test]
fn a_summary_counts_what_the_list_shows() {
    let client = client();
    let (_, list) = client.command("action=get_connected_client_list&type=representative");
    let (_, summary) = client.command("action=get_connected_client_list&type=representative&summary_only=1");

    assert_eq!([&list, &summary].map(|text| text.matches("<connected_client ").count()), [2, 0]);
    assert!(summary.contains("<count type=\"representative\">2</count>"), "{summary}");
}

#[test]
fn multipart_is_no_form() {
    let client = client();
    let head = format!("{}Content-Type: multipart/form-data; boundary=x\r\n", client.bearer());

    assert_eq!(client.raw("POST", "/api/command", &head, "--x--").status, 415);
}
