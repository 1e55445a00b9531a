//! What must be true of a Telnet configuration, said at the commit.

use crate::client::{CONNECTIONS, DEMO, User, rig, sendable};
use sandbox::SpsOptions;
use serde_json::{Value, json};

const OPTIONS: &str = "/configuration/telnet/options";
const LOGINS: &str = "/configuration/telnet/authentication_policies";

/// The places of what is wrong, relative to the object, after one edit of the demo connection.
fn wrong(edit: impl Fn(&mut Value)) -> Vec<String> {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let mut body = sendable(&user.body(DEMO));
    edit(&mut body);
    assert_eq!(user.put(DEMO, &body).status, 201);
    places(&user, DEMO)
}

/// Where the commit finds something wrong.
fn places(user: &User<'_>, path: &str) -> Vec<String> {
    let answer = user.commit();
    if answer.status == 200 {
        return Vec::new();
    }
    assert_eq!(answer.refusal(), (400, "SemanticError".to_owned()));
    let errors = answer.json()["error"]["details"]["errors"].as_array().unwrap().clone();
    let places = errors.iter().map(|error| error["path"].as_str().unwrap().to_owned());
    places.map(|place| place.replace(&format!("/api{path}/"), "")).collect()
}

#[test]
fn the_choice_of_a_server_address_decides_what_it_needs() {
    let choices = [
        json!({ "selection": "original" }),
        json!({ "selection": "nat" }),
        json!({ "selection": "fix" }),
        json!({ "selection": "fix", "address": "192.0.2.20", "port": 23 }),
        json!({ "selection": "inband" }),
        json!({ "selection": "original", "custom_dns": { "enabled": true } }),
    ];

    let found = choices.map(|choice| wrong(|body| body["server_address"] = choice.clone()).join(" "));

    assert_eq!(
        found,
        [
            "",
            "server_address/network",
            "server_address/address server_address/port",
            "",
            "server_address/domains",
            "server_address/custom_dns/server"
        ]
    );
}

#[test]
fn members_of_another_choice_are_dropped() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let mut body = sendable(&user.body(DEMO));
    body["server_address"]["address"] = json!("192.0.2.20");

    user.put(DEMO, &body);

    assert_eq!(user.changes(), Vec::<Value>::new());
}

#[test]
fn four_policies_are_never_null_and_none_is_unknown() {
    let four = ["audit_policy", "authentication_policy", "channel_policy", "settings"];

    let null = four.map(|name| wrong(|body| body["policies"][name] = Value::Null));
    let unknown = wrong(|body| body["policies"]["backup_policy"] = json!("0000"));

    assert_eq!(null, four.map(|name| vec![format!("policies/{name}")]));
    assert_eq!(unknown, ["policies/backup_policy"]);
}

#[test]
fn what_is_enabled_or_encrypted_needs_more() {
    let edits: [(&str, Value); 6] = [
        ("rate_limit", json!({ "enabled": true })),
        ("override_log_level", json!({ "enabled": true })),
        ("channel_database_cleanup", json!({ "enabled": true })),
        ("indexing", json!({ "enabled": true })),
        ("client_side_transport_security", json!({ "selection": "tls" })),
        ("source_address", json!({ "selection": "fix" })),
    ];

    let found = edits.map(|(name, value)| wrong(|body| body[name] = value.clone()).join(" "));

    assert_eq!(
        found,
        [
            "rate_limit/value",
            "override_log_level/log_level",
            "channel_database_cleanup/days",
            "indexing/policy",
            "client_side_transport_security/sps_certificate client_side_transport_security/peer_certificate_check",
            "source_address/address"
        ]
    );
}

#[test]
fn days_exceed_neither_the_archive_nor_the_options() {
    let cleanup = |days: u64, archive: Value| {
        wrong(move |body| {
            body["channel_database_cleanup"] = json!({ "enabled": true, "days": days });
            body["policies"]["archive_cleanup_policy"] = archive.clone();
        })
    };

    let found = [
        cleanup(90, json!("51a7c07d66ab5c3fd01e90")),
        cleanup(91, json!("51a7c07d66ab5c3fd01e90")),
        cleanup(365, Value::Null),
        cleanup(366, Value::Null),
    ];

    assert_eq!(found.map(|places| places.len()), [0, 1, 0, 1]);
}

#[test]
fn the_options_keep_at_least_as_long_as_connections_and_archives() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let days = |days: u64| json!({ "channel_database_cleanup": { "enabled": true, "days": days }, "service": { "enabled": true } });

    user.put(OPTIONS, &days(89));
    let short = places(&user, OPTIONS);
    user.put(OPTIONS, &days(90));

    assert_eq!((short, user.commit().status), (vec!["channel_database_cleanup/days".to_owned()], 200));
    assert_eq!(user.body(OPTIONS)["service"], json!({ "enabled": true, "log_level": 4 }));
}

#[test]
fn a_policy_with_ldap_wants_an_ldap_server_beside_it() {
    let found = wrong(|body| body["policies"]["authentication_policy"] = json!("-200"));

    assert_eq!(found, ["policies/ldap_server"]);
}

#[test]
fn backends_need_what_they_ask() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();
    let try_one = |body: Value| {
        let created = user.post(LOGINS, &body);
        assert_eq!(created.status, 201, "{}", created.text());
        let found = places(&user, &format!("{LOGINS}/{}", created.json()["key"].as_str().unwrap()));
        user.delete("/transaction");
        found.join(" ")
    };

    let found = [
        try_one(json!({ "name": "one", "backend": { "selection": "local" } })),
        try_one(json!({ "name": "two", "backend": { "selection": "radius" } })),
        try_one(json!({ "name": "with space", "backend": { "selection": "none" } })),
        try_one(json!({ "name": "three", "active_pattern_sets": ["-1"], "backend": { "selection": "none" } })),
        try_one(
            json!({ "name": "four", "backend": { "selection": "radius", "authentication_protocol": "pap", "servers": [
            { "address": { "selection": "ip", "value": "192.0.2.5" }, "shared_secret": { "plain": "canary" } }
        ] } }),
        ),
    ];

    assert_eq!(
        found,
        [
            "backend/user_database",
            "backend/authentication_protocol backend/servers",
            "name",
            "active_pattern_sets/0",
            ""
        ]
    );
}

#[test]
fn a_backend_fills_in_its_defaults() {
    let rig = rig(SpsOptions::default());
    let user = rig.user();

    let body = user.body(&format!("{LOGINS}/61a1b2c3d4e5f607182930"));

    let (keepalive, timeout) = (&body["backend"]["keepalive"], &body["backend"]["timeout"]);
    assert_eq!((keepalive, timeout), (&json!(true), &json!(3600)));
}

#[test]
fn old_options_time_stamp_over_plain_http_only() {
    let rig = rig(SpsOptions { old_tree: true, ..SpsOptions::default() });
    let user = rig.user();
    let remote = |url: &str| {
        json!({ "audit": {
            "cleanup": { "enabled": false },
            "timestamping": { "selection": "remote", "server_url": url, "oid": { "enabled": true } },
        } })
    };

    user.put(OPTIONS, &remote("https://user@tsa.example.com/"));

    assert_eq!(places(&user, OPTIONS), ["audit/timestamping/server_url", "audit/timestamping/oid/policy_oid"]);
}

#[test]
fn a_box_may_refuse_when_it_is_written() {
    let rig = rig(SpsOptions { refuses_at_write: true, ..SpsOptions::default() });
    let user = rig.user();
    let mut body = sendable(&user.body(DEMO));
    body["policies"]["settings"] = Value::Null;

    let refusals = [
        user.put(DEMO, &body),
        user.post(CONNECTIONS, &body),
        user.delete("/configuration/policies/user_databases/local-user-database-1"),
    ];

    assert_eq!(refusals.map(|answer| answer.refusal().1), ["SemanticError"; 3]);
    assert_eq!((user.changes(), rig.sandbox.open_sps_transactions()), (Vec::new(), 1));
}
