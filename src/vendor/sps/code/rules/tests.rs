//! The rules of the chapter, each broken once.

use super::*;
use serde_json::json;

/// A connection as the vendor's guide shows it, ready to be sent.
fn connection() -> Value {
    json!({
        "access_control": [],
        "active": true,
        "channel_database_cleanup": {"enabled": false},
        "client_side_transport_security": {"selection": "disabled"},
        "indexing": {"enabled": true, "policy": "-50000", "priority": 3},
        "log_audit_trail_downloads": true,
        "name": "telnet-new",
        "network": {"clients": ["10.0.0.0/8"], "ports": [23], "targets": ["192.0.2.10/32", "2001:db8::/32"]},
        "override_log_level": {"enabled": false},
        "policies": {
            "aa_plugin": null, "analytics_policy": null, "archive_cleanup_policy": null,
            "audit_policy": "78101850949e47437dd91d", "authentication_policy": "-400", "backup_policy": null,
            "channel_policy": "-30200", "credential_store": null, "ldap_server": null, "settings": "-302",
            "usermapping_policy": null,
        },
        "rate_limit": {"enabled": false},
        "server_address": {"selection": "fix", "address": "192.0.2.20", "port": 23, "custom_dns": {"enabled": false}},
        "server_side_transport_security": {"selection": "disabled"},
        "source_address": {"selection": "box_address"},
        "web_gateway_authentication": {"enabled": false},
    })
}

fn broken(path: &str, body: &Value, changes: &[(&str, Value)]) -> Vec<String> {
    let told = changes.iter().map(|(pointer, value)| {
        let mut body = body.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match value {
            Value::String(word) if word == "gone" => {
                body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
            }
            value => body.pointer_mut(parent).unwrap()[name] = value.clone(),
        }
        problems(path, &body).join("; ")
    });
    told.collect()
}

#[test]
fn the_guide_s_own_connection_breaks_no_rule() {
    assert_eq!(problems("telnet/connections", &connection()), [""; 0]);
    assert_eq!(problems("ssh/connections", &connection()), [""; 0]);
}

#[test]
fn each_member_of_a_connection_is_named_where_it_is_wrong() {
    let told = broken(
        "telnet/connections",
        &connection(),
        &[
            ("/server_address/address", json!("gone")),
            ("/server_address", json!({"selection": "nat"})),
            ("/server_address", json!({"selection": "nat", "network": "10.20.30.40"})),
            ("/server_address", json!({"selection": "inband", "domains": []})),
            ("/server_address", json!({"selection": "original", "dns_server": "192.0.2.1"})),
            ("/server_address/selection", json!("fixed")),
            ("/server_address/custom_dns", json!({"enabled": true})),
            (
                "/access_control",
                json!([{"authorizer": "admins", "permission": "read", "subject": {"selection": "only"}}]),
            ),
            ("/channel_database_cleanup", json!({"enabled": true})),
            ("/indexing", json!({"enabled": true, "policy": null, "priority": 6})),
            ("/network/ports", json!([23, 70000])),
            ("/network/clients", json!(["10.0.0.0"])),
            ("/override_log_level", json!({"enabled": true})),
            ("/policies/audit_policy", Value::Null),
            ("/policies/authentication_policy", json!("gone")),
            ("/rate_limit", json!({"enabled": true})),
            ("/source_address", json!({"selection": "fix"})),
            ("/client_side_transport_security", json!({"selection": "tls"})),
            (
                "/client_side_transport_security",
                json!({"selection": "tls", "sps_certificate": {"selection": "generate"}}),
            ),
            (
                "/server_side_transport_security",
                json!({
                    "selection": "tls", "sps_certificate": {"selection": "none"}, "peer_certificate_check": {"enabled": true},
                }),
            ),
            ("/active", json!("true")),
            ("/name", json!("gone")),
        ],
    );

    assert_eq!(
        told,
        [
            "`server_address.address` is required when `server_address.selection` is `fix`",
            "`server_address.network` is required when `server_address.selection` is `nat`",
            "`server_address.network` must be an address with a prefix, as `10.20.30.40/24`, not `10.20.30.40` when \
             `server_address.selection` is `nat`",
            "`server_address.domains` needs an entry at least when `server_address.selection` is `inband`",
            "`server_address.dns_server` cannot be used when `server_address.selection` is `original`",
            "`server_address.selection` must be one of `original`, `nat`, `fix`, `inband`, not `fixed`",
            "`server_address.custom_dns.server` is required when `server_address.custom_dns.enabled` is `true`",
            "`access_control[0].permission` must be one of `audit`, `authorize`, `audit_and_authorize`, not `read`; \
             `access_control[0].subject.group` is required when `access_control[0].subject.selection` is `only`",
            "`channel_database_cleanup.days` is required when `channel_database_cleanup.enabled` is `true`",
            "`indexing.policy` is required when `indexing.enabled` is `true`; `indexing.priority` must be a whole number \
             from 0 to 5, not `6`",
            "`network.ports` must be a list of whole numbers from 1 to 65535, not `[23,70000]`",
            "`network.clients` must be a list of addresses with a prefix, as `10.0.0.0/8`, not `[\"10.0.0.0\"]`",
            "`override_log_level.log_level` is required when `override_log_level.enabled` is `true`",
            "`policies.audit_policy` is required",
            "`policies.authentication_policy` is required",
            "`rate_limit.value` is required when `rate_limit.enabled` is `true`",
            "`source_address.address` is required when `source_address.selection` is `fix`",
            "`client_side_transport_security.sps_certificate` is required when \
             `client_side_transport_security.selection` is `tls`",
            "`client_side_transport_security.sps_certificate.signing_ca` is required when \
             `client_side_transport_security.sps_certificate.selection` is `generate`",
            "`server_side_transport_security.peer_certificate_check.trusted_ca` is required when \
             `server_side_transport_security.peer_certificate_check.enabled` is `true`",
            "`active` must be `true` or `false`, not `true`",
            "`name` is required",
        ]
    );
}

#[test]
fn what_the_guide_contradicts_itself_about_is_left_to_the_box() {
    let told = broken(
        "telnet/connections",
        &connection(),
        &[
            ("/server_side_transport_security/selection", json!("none")),
            ("/channel_database_cleanup", json!("gone")),
            ("/future_member", json!({"selection": "anything"})),
        ],
    );

    assert_eq!(told, [""; 3]);
}

#[test]
fn a_channel_policy_has_the_channel_of_telnet() {
    let rule = |channel: &str| json!({"channel": channel, "actions": {"audit": true, "four_eyes": false}});
    let policy = |rules: Value| json!({"name": "p", "rules": rules});

    let told = [
        policy(json!([rule("telnet")])),
        policy(json!([rule("ssh")])),
        policy(json!([{"actions": {"audit": 1}, "unheard_of": 1}])),
    ]
    .map(|body| problems("telnet/channel_policies", &body).join("; "));

    assert_eq!(
        told,
        [
            "",
            "`rules` needs one for the channel `telnet`, without which Telnet does not work",
            "`rules[0].actions.audit` must be `true` or `false`, not `1`",
        ]
    );
}

#[test]
fn an_authentication_policy_has_what_its_backend_needs() {
    let policy = |backend: Value| json!({"name": "p", "active_pattern_sets": [], "backend": backend});
    let server = json!({"address": {"selection": "name"}, "port": 0});

    let told = [
        policy(json!({"selection": "none"})),
        policy(json!({"selection": "ldap", "timeout": 3600, "keepalive": true})),
        policy(json!({"selection": "local"})),
        policy(json!({"selection": "radius", "servers": [], "authentication_protocol": "pap"})),
        policy(json!({"selection": "radius", "servers": [server], "authentication_protocol": "chap"})),
        json!({"name": "a b", "backend": {"selection": "kerberos"}}),
    ]
    .map(|body| problems("telnet/authentication_policies", &body).join("; "));

    assert_eq!(
        told,
        [
            "",
            "",
            "`backend.user_database` is required when `backend.selection` is `local`",
            "`backend.servers` needs an entry at least when `backend.selection` is `radius`",
            "`backend.servers[0].address.selection` must be one of `ip`, `fqdn`, not `name`; \
             `backend.servers[0].address.value` is required; `backend.servers[0].port` must be a whole number from 1 to \
             65535, not `0`; `backend.servers[0].shared_secret` is required",
            "`name` must be a text without blanks, not `a b`; `backend.selection` must be one of `none`, `ldap`, `local`, \
             `radius`, not `kerberos`",
        ]
    );
}

#[test]
fn options_of_both_releases_are_checked() {
    let old = |timestamping: Value| json!({"audit": {"cleanup": {"enabled": true}, "timestamping": timestamping}});

    let told = [
        json!({"channel_database_cleanup": {"enabled": true, "days": 365}, "service": {"enabled": true, "log_level": 4}}),
        json!({"channel_database_cleanup": {"enabled": true}}),
        old(json!({"selection": "remote", "server_url": "https://u:p@tsa", "oid": {"enabled": true}})),
    ]
    .map(|body| problems("telnet/options", &body).join("; "));

    assert_eq!(
        told,
        [
            "",
            "`channel_database_cleanup.days` is required when `channel_database_cleanup.enabled` is `true`",
            "`audit.cleanup.channel_database_cleanup_days` is required when `audit.cleanup.enabled` is `true`; \
             `audit.timestamping.server_url` must be an `http://` address without a password, not `https://u:p@tsa`; \
             `audit.timestamping.oid.policy_oid` is required when `audit.timestamping.oid.enabled` is `true`",
        ]
    );
}

#[test]
fn a_connection_keeps_no_more_days_than_its_protocol() {
    let kept = |days: i64| json!({"channel_database_cleanup": {"enabled": true, "days": days}});
    let old = json!({"audit": {"cleanup": {"enabled": true, "channel_database_cleanup_days": 10}}});

    let told = "`channel_database_cleanup.days` is 31, and must not exceed the 30 days of the protocol's options";
    assert_eq!(days(&kept(31), &kept(30)).as_deref(), Some(told));
    assert!(days(&kept(11), &old).is_some());
    assert_eq!(days(&kept(30), &kept(30)), None);
    assert_eq!(days(&kept(31), &json!({"channel_database_cleanup": {"enabled": false, "days": 1}})), None);
}

#[test]
fn settings_and_unknown_places_are_judged_by_what_is_known_of_them() {
    let settings = json!({"name": "a b", "timeout": -1});

    assert_eq!(
        problems("telnet/settings_policies", &settings),
        ["`name` must be a text without blanks, not `a b`", "`timeout` must be a whole number from 0, not `-1`"]
    );
    assert_eq!(problems("policies/audit_policies", &json!({})), [""; 0]);
    let failure = check("`telnet/settings_policies` `a b`", "telnet/settings_policies", &settings).unwrap_err();
    assert_eq!((failure.code, failure.hint.as_deref()), (Code::Rejected, Some("`--no-validate` leaves it to the box")));
}
