//! References at any depth, and the names that stand for them.

use super::*;
use serde_json::json;

fn reference(key: &str, href: &str) -> Value {
    json!({"key": key, "meta": {"href": format!("/api/configuration/{href}")}})
}

fn names(entries: &[(&str, &str)]) -> Names {
    Names::new(entries.iter().map(|(key, name)| ((*key).to_owned(), Some((*name).to_owned()))))
}

fn asked(value: &str) -> Reference {
    Reference {
        pointer: "/policies/audit_policy".into(),
        member: "policies.audit_policy".into(),
        collection: "policies/audit_policies".into(),
        value: value.into(),
    }
}

#[test]
fn links_tell_what_members_refer_to() {
    let answer = json!({"key": "1", "meta": {}, "body": {
        "policies": {
            "audit_policy": reference("781", "policies/audit_policies/781"),
            "settings": reference("-302", "telnet#settings_policies/-302"),
            "backup_policy": {"key": null, "meta": {}},
        },
        "shared_secret": reference("uuid", "passwords#uuid"),
        "listen": [{"address": reference("nic1.interfaces.ff.addresses.1", "network/nics/nic1#interfaces/ff/addresses/1")}],
        "rules": [{"time": reference("-100", "policies/time_policies/-100")}],
    }});

    let pattern = Pattern::of("telnet/connections", [&answer]);

    let collections = ["policies.audit_policy", "policies.settings", "shared_secret", "rules[].time"];
    assert_eq!(
        collections.map(|member| pattern.collection(member).unwrap()),
        ["policies/audit_policies", "telnet/settings_policies", "passwords", "policies/time_policies"]
    );
    assert_eq!(pattern.collection("listen[].address"), None);
}

#[test]
fn what_no_sibling_shows_stands_in_the_guide() {
    let pattern = Pattern::of("ssh/connections", []);

    let found = [
        "policies.channel_policy",
        "policies.aa_plugin",
        "indexing.policy",
        "server_side_transport_security.sps_certificate.signing_ca",
        "rules[].actions.content_policy",
        "active_pattern_sets[]",
        "rules[].time_policy",
    ]
    .map(|member| pattern.collection(member));

    let expected = [
        "ssh/channel_policies",
        "plugins/aa",
        "policies/indexing",
        "policies/signing_cas",
        "policies/content_policies",
        "ssh/pattern_sets",
        "policies/time_policies",
    ];
    assert_eq!(found, expected.map(|collection| Some(collection.to_owned())));
    let none = ["web_gateway_authentication.groups[]", "access_control[].authorizer", "my_indexing.policy", "name"];
    assert_eq!(none.map(|member| pattern.collection(member)), [None, None, None, None]);
}

#[test]
fn references_are_found_at_any_depth_with_their_place() {
    let body = json!({"rules": [{"actions": {"content_policy": "no_passwords"}}], "policies": {"aa_plugin": null}});

    let found = Pattern::of("telnet/channel_policies", []).references(&body);

    assert_eq!(
        found,
        [Reference {
            pointer: "/rules/0/actions/content_policy".into(),
            member: "rules[0].actions.content_policy".into(),
            collection: "policies/content_policies".into(),
            value: "no_passwords".into(),
        }]
    );
    assert_eq!(body.pointer(&found[0].pointer), Some(&json!("no_passwords")));
}

#[test]
fn a_name_is_used_only_where_nothing_else_has_it() {
    let names = names(&[("1", "default"), ("2", "twice"), ("3", "twice"), ("4", "1")]);

    assert_eq!(["1", "2", "4", "5"].map(|key| names.name_of(key)), [Some("default"), None, None, None]);
}

#[test]
fn a_key_goes_before_a_name_and_a_name_of_two_things_is_none() {
    let names = names(&[("1", "default"), ("2", "twice"), ("3", "twice"), ("4", "1")]);

    assert_eq!(names.key_of("default"), Ok(Some("1")));
    assert_eq!(names.key_of("1"), Ok(Some("1")));
    assert_eq!(names.key_of("twice"), Err(vec!["2", "3"]));
    assert_eq!(names.key_of("none"), Ok(None));
}

#[test]
fn an_unknown_name_is_told_with_its_member_and_the_nearest() {
    let names = names(&[("1", "default"), ("2", "remote-timestamping")]);

    let (near, far) = (names.unknown("`demo`", &asked("defualt")), names.unknown("`demo`", &asked("xyz")));

    assert_eq!(near.code, Code::NotFound);
    assert_eq!(
        near.message,
        "`demo`: `policies.audit_policy` is `defualt`, and nothing in `policies/audit_policies` is called so"
    );
    assert_eq!(near.hint.as_deref(), Some("there is `default`"));
    assert_eq!(far.hint.as_deref(), Some("there are `default`, `remote-timestamping`"));
}
