//! What the rows of BeyondTrust are tried with.

use super::{Samples, SecondPage};

pub(crate) static BEYONDTRUST: Samples = Samples {
    vendor: "beyondtrust",
    mounted: "/beyondtrust",
    facts: &[
        include_str!("../../../sandbox/src/beyondtrust/pra/operations.json"),
        include_str!("../../../sandbox/src/beyondtrust/rs/operations.json"),
    ],
    below: "",
    draws_answers: true,
    before: BEFORE,
    slots: &[],
    of_row: OF_ROW,
    also: ALSO,
    within: WITHIN,
    of_name: OF_NAME,
    id: |_, _| "1",
    second_id: "2",
    page_size: "per_page",
    no: r#"{"message":"No."}"#,
    renews: false,
    unauthorized: 13,
    blind_429: true,
    html_is_limit: false,
    empty_is_done: true,
    takes_turns: true,
    second_page: Some(SecondPage {
        list: "jump-clients list",
        path: "/beyondtrust/api/config/v1/jump-client",
        after: 1,
        records: 100,
    }),
    secret: |_, _| None,
};

/// A session that goes on.
const LSID: &str = "4f6ff3ed2ed04dbf8b1a4b1f2a3c5d01";

/// Values of one row's arguments, where the first thing is not meant, or not everything is taken.
const OF_ROW: &[(&str, &str, &str)] = &[
    ("beyondtrust endpoint-automation jobs create", "payload", r#"{"cmd":"run","script":"true"}"#),
    ("beyondtrust group-policies jump-groups add", "jump_group_id", "2"),
    ("beyondtrust group-policies jumpoints add", "jumpoint_id", "2"),
    ("beyondtrust group-policies teams add", "team_id", "2"),
    ("beyondtrust group-policies vault-accounts add", "account_id", "2"),
    ("beyondtrust group-policies vault-account-groups add", "account_group_id", "2"),
    ("beyondtrust jump-approvals request", "duration", "3600"),
    ("beyondtrust jump-clients installers download", "installer_id", "0123456789abcdef0123456789abcdef"),
    ("beyondtrust jump-groups users get", "user_id", "2"),
    ("beyondtrust jump-groups users update", "user_id", "2"),
    ("beyondtrust jump-groups users remove", "user_id", "2"),
    ("beyondtrust jumpoints users add", "user_id", "2"),
    ("beyondtrust teams users get", "user_id", "2"),
    ("beyondtrust teams users update", "user_id", "2"),
    ("beyondtrust teams users remove", "user_id", "2"),
    ("beyondtrust vault account-groups delete", "id", "2"),
    ("beyondtrust vault account-groups users add", "user_id", "2"),
    ("beyondtrust vault accounts users add", "user_id", "2"),
    ("beyondtrust vault run", "account", "1"),
    ("beyondtrust vault run", "env", "PASSWORD"),
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
    ("lsid", LSID),
];

/// What a row wants although it is not always required: the type of the account, or the product, decides.
const ALSO: &[(&str, &[&str])] = &[
    (
        "beyondtrust endpoint-automation jobs create",
        &["name", "start_at", "operating_system", "endpoint_ids", "payload"],
    ),
    ("beyondtrust vault accounts create", &["username", "password"]),
];

const CRITERIA: &str = "rmctl beyondtrust vault accounts jump-item-associations create 1 --filter-type=criteria";
const ADD_ITEM: &str =
    "rmctl beyondtrust vault accounts jump-item-associations jump-items add 1 --jump-item-id=1 --type=jump_client";
const ADD_GROUP: &str =
    "rmctl beyondtrust vault accounts jump-item-associations shared-jump-groups add 1 --shared-jump-group-id=1";
const ADD_ITEM_TO_GROUP: &str = "rmctl beyondtrust vault account-groups jump-item-associations jump-items add 1 --jump-item-id=1 --type=jump_client";
const ADD_GROUP_TO_GROUP: &str =
    "rmctl beyondtrust vault account-groups jump-item-associations shared-jump-groups add 1 --shared-jump-group-id=1";

/// What has to be done before the row finds what it is about.
const BEFORE: &[(&str, &[&str])] = &[
    ("beyondtrust vault accounts check-in", &["rmctl beyondtrust vault accounts check-out 1"]),
    ("beyondtrust vault accounts jump-item-associations get", &[CRITERIA]),
    ("beyondtrust vault accounts jump-item-associations update", &[CRITERIA]),
    ("beyondtrust vault accounts jump-item-associations delete", &[CRITERIA]),
    ("beyondtrust vault accounts jump-item-associations jump-items add", &[CRITERIA]),
    ("beyondtrust vault accounts jump-item-associations jump-items remove", &[CRITERIA, ADD_ITEM]),
    ("beyondtrust vault accounts jump-item-associations shared-jump-groups add", &[CRITERIA]),
    ("beyondtrust vault accounts jump-item-associations shared-jump-groups remove", &[CRITERIA, ADD_GROUP]),
    ("beyondtrust vault account-groups jump-item-associations jump-items remove", &[ADD_ITEM_TO_GROUP]),
    ("beyondtrust vault account-groups jump-item-associations shared-jump-groups remove", &[ADD_GROUP_TO_GROUP]),
];

/// What accounts of the Vault have that are a name and a password; the others have members of their own.
const OF_PASSWORDS: &[&str] =
    &["type", "name", "username", "password", "description", "account_group_id", "account_policy"];

const WITHIN: &[(&str, &[&str])] = &[
    ("beyondtrust vault accounts create", OF_PASSWORDS),
    ("beyondtrust vault accounts update", OF_PASSWORDS),
    ("beyondtrust vault run", &["account", "env"]),
];
