//! Logging in, staying logged in, and what each user may do.

use crate::client::{CONNECTIONS, NOW, rig};
use crate::wire;
use sandbox::{SPS_PASSWORD, SPS_READING_PASSWORD, SPS_READING_USERNAME, SPS_USERNAME, SpsOptions};
use serde_json::json;

#[test]
fn a_login_by_basic_brings_a_cookie_among_others_in_any_order() {
    let rig = rig(SpsOptions::default());

    let answers = [(); 2].map(|()| rig.log_in_as(SPS_USERNAME, SPS_PASSWORD, "?login_method=local"));

    let first: Vec<bool> =
        answers.iter().map(|answer| answer.headers("set-cookie")[0].starts_with("session_id=")).collect();
    assert_eq!(answers.each_ref().map(|answer| answer.status), [200, 200]);
    assert_eq!(answers.each_ref().map(|answer| answer.session().len()), [40, 40]);
    assert_ne!(first[0], first[1]);
    assert_eq!(answers[0].json()["meta"]["remaining_seconds"], 600);
}

#[test]
fn the_cookie_may_have_expired_before_it_came() {
    let rig = rig(SpsOptions { cookie_expired: true, ..SpsOptions::default() });

    let cookies = rig.log_in_as(SPS_USERNAME, SPS_PASSWORD, "").headers("set-cookie");

    assert!(cookies.iter().all(|cookie| cookie.contains("expires=Thu, 22 Jan 2026 17:00:00 GMT")), "{cookies:?} {NOW}");
}

#[test]
fn a_wrong_password_or_way_in_is_refused() {
    let rig = rig(SpsOptions::default());

    let statuses = [("wrong", ""), (SPS_PASSWORD, "?login_method=nothing"), (SPS_PASSWORD, "?type=x509")]
        .map(|(password, query)| rig.log_in_as(SPS_USERNAME, password, query).refusal());

    assert_eq!(statuses, [(); 3].map(|()| (401, "AuthenticationFailure".to_owned())));
    assert_eq!(rig.raw("GET", "/authentication", "", "").refusal(), (401, "Unauthenticated".to_owned()));
}

#[test]
fn a_password_whose_letters_are_not_utf_8_is_wrong() {
    let rig = rig(SpsOptions::default());
    let latin: Vec<u8> = format!("{SPS_USERNAME}:{SPS_PASSWORD}").chars().map(|letter| letter as u8).collect();
    let head = format!("Authorization: Basic {}\r\n", data_encoding::BASE64.encode(&latin));

    assert_eq!(rig.raw("GET", "/authentication", &head, "").status, 401);
}

#[test]
fn a_certificate_is_taken_only_where_the_box_says_so() {
    let rig = rig(SpsOptions { accepts_x509: true, ..SpsOptions::default() });

    let answer = rig.raw("GET", "/authentication?type=x509&login_method=certificates", "", "");

    assert_eq!(answer.status, 200);
    assert_eq!(rig.raw("GET", "/authentication/types", "", "").json()["types"], json!(["basic", "x509"]));
    assert_eq!(rig.raw("GET", "/authentication/login_methods", "", "").json()["login_methods"][0]["name"], "local");
}

#[test]
fn a_login_ends_after_a_time_without_requests_and_its_transaction_with_it() {
    let rig = rig(SpsOptions { session_seconds: 30, ..SpsOptions::default() });
    let user = rig.user();
    user.open();

    rig.pass(29);
    let alive = user.get("/info").status;
    rig.pass(29);
    let still = (user.get("/info").status, rig.sandbox.open_sps_transactions());
    rig.pass(30);

    assert_eq!((alive, still, rig.sandbox.open_sps_transactions()), (200, (200, 1), 0));
    let refused = user.get(CONNECTIONS);
    assert_eq!(refused.refusal(), (401, "Unauthenticated".to_owned()));
    assert_eq!(refused.json()["error"]["details"]["resource"], "/api/configuration/telnet/connections");
}

#[test]
fn a_login_may_be_good_for_a_few_requests_only() {
    let rig = rig(SpsOptions { session_requests: Some(2), ..SpsOptions::default() });
    let user = rig.user();

    let statuses = [user.open().status, user.get("/info").status, user.get("/info").status];

    assert_eq!((statuses, rig.sandbox.open_sps_transactions()), ([200, 200, 401], 0));
    assert_eq!(rig.user().open().status, 200);
}

#[test]
fn who_logs_out_is_out() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    user.open();

    assert_eq!(user.delete("/authentication").status, 200);

    assert_eq!((user.get("/user/info").status, rig.sandbox.open_sps_transactions()), (401, 0));
}

#[test]
fn strangers_learn_the_names_and_users_the_release() {
    let rig = rig(SpsOptions::default());

    let (stranger, user) = (rig.raw("GET", "/info", "", "").json(), rig.user().get("/info").json());

    assert_eq!((&stranger["key"], &stranger["body"]["hostname"]), (&json!("about_info"), &json!("sps")));
    assert!(stranger["body"].get("firmware_version").is_none());
    assert_eq!(user["body"]["firmware_version"], "8.0.1");
}

#[test]
fn the_three_paths_tell_the_same_of_the_user() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let names = ["/user_info", "/user/info", "/userinfo"].map(|path| user.get(path).json()["user"]["name"].clone());

    assert_eq!(names, [(); 3].map(|()| json!("admin")));
}

#[test]
fn who_only_reads_changes_nothing() {
    let rig = rig(SpsOptions::default());
    let session = rig.log_in_as(SPS_READING_USERNAME, SPS_READING_PASSWORD, "").session();
    let head = format!("Cookie: session_id={session}\r\n");

    let refused = rig.raw("POST", "/transaction", &head, "");

    assert_eq!((rig.raw("GET", CONNECTIONS, &head, "").status, refused.status), (200, 403));
    assert_eq!(refused.refusal().1, "Unauthorized");
}

#[test]
fn browsers_show_a_token_before_they_change_anything() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    user.head.set("User-Agent: Mozilla/5.0\r\n");

    let (refused, read) = (user.open().refusal(), user.get(CONNECTIONS).status);
    let token = user.get("/user/info").json()["token"].as_str().unwrap().to_owned();
    let head = format!("Cookie: session_id={}\r\nUser-Agent: Mozilla/5.0\r\nX-Token: {token}\r\n", user.session);

    assert_eq!((refused, read), ((403, "Unauthorized".to_owned()), 200));
    assert_eq!(rig.raw("POST", "/transaction", &head, "").status, 200);
}

#[test]
fn a_box_may_want_the_token_of_everybody() {
    let rig = rig(SpsOptions { wants_token: true, ..SpsOptions::default() });
    let user = rig.user();

    assert_eq!(user.open().refusal(), (403, "Unauthorized".to_owned()));
    assert_eq!(user.get("/transaction").status, 200);
}

#[test]
fn an_unknown_path_parameter_or_kind_of_answer_is_refused() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let refusals = ["/nothing", "/info?x=1", "/configuration/telnet?x=1"].map(|path| user.get(path).refusal());
    user.head.set("Accept: text/xml\r\n");

    let kinds = [(404, "NotFound"), (400, "InvalidQuery"), (400, "InvalidQuery")];
    assert_eq!(refusals, kinds.map(|(status, kind)| (status, kind.to_owned())));
    assert_eq!(user.get("/info").status, 406);
    assert_eq!(wire::raw(&rig.sandbox.origin(), "GET", "/sps/other", "", b"").unwrap().status, 404);
}
