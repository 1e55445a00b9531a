//! Every row of the Configuration API, with the least that it takes, against a site that judges it by the specification.

use std::path::Path;

use rmctl::catalog::{Argument, Effect, Kind, Operation, Place};
use rmctl::vendor::beyondtrust::BEYONDTRUST;
use sandbox::BeyondTrustProduct;

use super::inside::each;
use super::{rows, run, site};

const BASE: &str = "/api/config/v1";

/// Values of one row's arguments, where the first thing is not meant, or not everything is taken.
const OF_ROW: &[(&str, &str, &str)] = &[
    ("endpoint-automation jobs create", "payload", r#"{"cmd":"run","script":"true"}"#),
    ("group-policies jump-groups add", "jump_group_id", "2"),
    ("group-policies jumpoints add", "jumpoint_id", "2"),
    ("group-policies teams add", "team_id", "2"),
    ("group-policies vault-accounts add", "account_id", "2"),
    ("group-policies vault-account-groups add", "account_group_id", "2"),
    ("jump-approvals request", "duration", "3600"),
    ("jump-clients installers download", "installer_id", "0123456789abcdef0123456789abcdef"),
    ("jump-groups users get", "user_id", "2"),
    ("jump-groups users update", "user_id", "2"),
    ("jump-groups users remove", "user_id", "2"),
    ("jumpoints users add", "user_id", "2"),
    ("teams users get", "user_id", "2"),
    ("teams users update", "user_id", "2"),
    ("teams users remove", "user_id", "2"),
    ("vault account-groups delete", "id", "2"),
    ("vault account-groups users add", "user_id", "2"),
    ("vault accounts users add", "user_id", "2"),
];

/// Values by the name of the argument, wherever it is.
const OF_NAME: &[(&str, &str)] = &[
    ("attended_session_policy_id", "2"),
    ("filter_rules", r#"[{"ip_addresses":{"cidr":"10.0.0.0/8"}}]"#),
    ("password_expiration", "2027-01-31T20:00:00Z"),
    ("port", "2222"),
    ("session_policy_id", "2"),
    ("start_at", "2027-01-31T20:00:00Z"),
    ("unattended_session_policy_id", "2"),
    ("valid_duration", "60"),
];

/// What accounts of the Vault have that are a name and a password; the others have members of their own.
const OF_PASSWORDS: &[&str] =
    &["type", "name", "username", "password", "description", "account_group_id", "account_policy"];

/// What a row wants although it is not always required: the type of the account, or the product, decides.
const ALSO: &[(&str, &[&str])] = &[
    ("endpoint-automation jobs create", &["name", "start_at", "operating_system", "endpoint_ids", "payload"]),
    ("vault accounts create", &["username", "password"]),
];

const CRITERIA: &str = "vault accounts jump-item-associations create 1 --filter-type=criteria";
const ADD_ITEM: &str = "vault accounts jump-item-associations jump-items add 1 --jump-item-id=1 --type=jump_client";
const ADD_GROUP: &str = "vault accounts jump-item-associations shared-jump-groups add 1 --shared-jump-group-id=1";
const ADD_ITEM_TO_GROUP: &str =
    "vault account-groups jump-item-associations jump-items add 1 --jump-item-id=1 --type=jump_client";
const ADD_GROUP_TO_GROUP: &str =
    "vault account-groups jump-item-associations shared-jump-groups add 1 --shared-jump-group-id=1";

/// What has to be done before the row finds what it is about.
const BEFORE: &[(&str, &[&str])] = &[
    ("vault accounts check-in", &["vault accounts check-out 1"]),
    ("vault accounts jump-item-associations get", &[CRITERIA]),
    ("vault accounts jump-item-associations update", &[CRITERIA]),
    ("vault accounts jump-item-associations delete", &[CRITERIA]),
    ("vault accounts jump-item-associations jump-items add", &[CRITERIA]),
    ("vault accounts jump-item-associations jump-items remove", &[CRITERIA, ADD_ITEM]),
    ("vault accounts jump-item-associations shared-jump-groups add", &[CRITERIA]),
    ("vault accounts jump-item-associations shared-jump-groups remove", &[CRITERIA, ADD_GROUP]),
    ("vault account-groups jump-item-associations jump-items remove", &[ADD_ITEM_TO_GROUP]),
    ("vault account-groups jump-item-associations shared-jump-groups remove", &[ADD_GROUP_TO_GROUP]),
];

fn named(words: &str, argument: &str) -> Option<&'static str> {
    let of_row = OF_ROW.iter().find(|(row, name, _)| *row == words && *name == argument).map(|(_, _, value)| *value);
    of_row.or_else(|| OF_NAME.iter().find(|(name, _)| *name == argument).map(|(_, value)| *value))
}

fn value(words: &str, argument: &Argument, folder: &Path) -> String {
    match (named(words, argument.name), argument.values.first(), argument.kind) {
        (Some(value), ..) => value.to_owned(),
        (None, Some(first), _) => (*first).to_owned(),
        (None, None, _) if argument.secret => format!("@{}", folder.join("secret").display()),
        (None, None, Kind::Integer | Kind::Integers | Kind::Number) => "1".to_owned(),
        (None, None, _) if argument.place == Place::Path => "1".to_owned(),
        (None, None, Kind::Boolean) => "true".to_owned(),
        (None, None, Kind::Object) => "{}".to_owned(),
        (None, None, Kind::Array) => "[]".to_owned(),
        (None, None, _) => "text".to_owned(),
    }
}

/// How much of what a row takes is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Least,
    Most,
}

fn line(words: &str, row: &Operation, extent: Extent, key: &str, folder: &Path) -> String {
    let also = ALSO.iter().find(|(own, _)| *own == words).map_or(&[][..], |(_, names)| names);
    let mut line = words.to_owned();
    for argument in row.arguments.iter().filter(|argument| argument.positional) {
        line = format!("{line} {}", value(words, argument, folder));
    }
    if row.ids.is_some() {
        line = format!("{line} {}", named(words, "id").unwrap_or("1"));
    }
    let is_of_product = |argument: &Argument| argument.only.is_none_or(|only| only.key == key);
    let is_vault_account = ["vault accounts create", "vault accounts update"].contains(&words);
    let is_of_type = |argument: &Argument| !is_vault_account || OF_PASSWORDS.contains(&argument.name);
    let is_more = |argument: &Argument| {
        extent == Extent::Most && !argument.paging && is_of_product(argument) && is_of_type(argument)
    };
    let is_wanted = |argument: &&Argument| argument.required || also.contains(&argument.name) || is_more(argument);
    for argument in row.arguments.iter().filter(|argument| !argument.positional).filter(is_wanted) {
        line = format!("{line} --{}={}", argument.flag(), value(words, argument, folder));
    }
    let saves = if row.saves { format!(" --save {}", folder.join("saved").display()) } else { String::new() };
    let yes = if row.effect == Effect::Destroy { " --yes" } else { "" };
    format!("{line}{saves}{yes} -o json")
}

fn refused(product: BeyondTrustProduct, key: &str, extent: Extent) -> (usize, Vec<String>) {
    let of_product = |row: &Operation| row.path.starts_with(BASE) && row.only.is_none_or(|only| only.key == key);
    let mut all = rows(BEYONDTRUST.groups, "");
    all.retain(|(_, row)| of_product(row));
    let refused = each(&all, |(words, row)| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), "Secret-123\n").unwrap();
        let site = site(product);
        for before in BEFORE.iter().filter(|(own, _)| own == words).flat_map(|(_, lines)| *lines) {
            let ran = run(&site, before);
            assert_eq!(ran.exit, 0, "{before}: {ran:?}");
        }
        let line = line(words, row, extent, key, folder.path());
        let ran = run(&site, &line);
        if ran.exit == 0 { Vec::new() } else { vec![format!("{line}: {} {}", ran.exit, ran.stderr)] }
    });
    (all.len(), refused)
}

#[test]
fn every_row_of_privileged_remote_access_is_carried_out() {
    assert_eq!(refused(BeyondTrustProduct::PrivilegedRemoteAccess, "PRA", Extent::Least), (222, Vec::new()));
}

#[test]
fn every_row_of_remote_support_is_carried_out() {
    assert_eq!(refused(BeyondTrustProduct::RemoteSupport, "RS", Extent::Least), (179, Vec::new()));
}

#[test]
fn every_row_of_privileged_remote_access_is_carried_out_with_all_that_it_takes() {
    assert_eq!(refused(BeyondTrustProduct::PrivilegedRemoteAccess, "PRA", Extent::Most), (222, Vec::new()));
}

#[test]
fn every_row_of_remote_support_is_carried_out_with_all_that_it_takes() {
    assert_eq!(refused(BeyondTrustProduct::RemoteSupport, "RS", Extent::Most), (179, Vec::new()));
}
