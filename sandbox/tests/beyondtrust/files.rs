//! Backups and scripts: what is wrong with a request for one, and that only those who may get one do.

use crate::client::{Client, client, support};

const JSON: &str = "Content-Type: application/json\r\n";

fn backup(client: &Client, method: &str, head: &str, body: &str) -> (u16, Vec<u8>) {
    let answer = client.raw(method, "/api/backup", &format!("{}{head}", client.bearer()), body);
    (answer.status, answer.body.to_vec())
}

fn script(client: &Client, query: &str) -> String {
    let path = format!("/api/client_script?type=rep&operation=generate&{query}");
    String::from_utf8_lossy(&client.raw("GET", &path, "", "").body).into_owned()
}

#[test]
fn a_backup_is_locked_by_a_password_alone() {
    let client = client();

    let (plain, open) = backup(&client, "GET", "", "");
    let (with, locked) = backup(&client, "POST", JSON, r#"{"password":"x"}"#);
    let refused = [r#"{"pass":"x"}"#, r#"{"password":1}"#, "{}", "x"].map(|body| backup(&client, "POST", JSON, body).0);
    let other = [backup(&client, "DELETE", "", "").0, backup(&client, "POST", "", r#"{"password":"x"}"#).0];

    assert_eq!((plain, open.starts_with(b"NSB\0open"), open.len() > 100_000), (200, true, true));
    assert_eq!((with, locked.starts_with(b"NSB\0locked")), (200, true));
    assert_eq!((refused, other), ([401, 422, 422, 400], [405, 415]));
}

#[test]
fn who_may_not_back_up_finds_nothing_there() {
    let client = client().reading();

    assert_eq!(backup(&client, "GET", "", "").0, 404);
}

#[test]
fn a_script_is_for_anybody_who_names_what_its_action_takes() {
    let client = client();

    assert_eq!(
        script(&client, "action=push_and_start_local&hostname=a%26b"),
        "BRCS1.0\naction=push_and_start_local&hostname=a%26b\n"
    );
    for (query, why) in [
        ("action=push_and_start_local", "Missing required parameter: hostname"),
        ("action=login&odd=1", "Unknown parameter: odd"),
        ("action=start_rdp_session&target=x", "Invalid action"),
        ("action=x", "Invalid action"),
    ] {
        assert!(script(&client, query).contains(why), "{query}");
    }
    assert!(script(&support(), "action=start_rdp_session&target=x").starts_with("BRCS1.0\n"));
}
