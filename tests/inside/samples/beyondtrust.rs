//! What the rows of BeyondTrust are tried with.

use rmctl::catalog::Ids;

use super::{Row, Samples, SecondPage};

pub(crate) static BEYONDTRUST: Samples = Samples {
    vendor: "beyondtrust",
    mounted: "/beyondtrust",
    facts: &[
        include_str!("../../../sandbox/src/beyondtrust/pra/operations.json"),
        include_str!("../../../sandbox/src/beyondtrust/rs/operations.json"),
        include_str!("../../../sandbox/src/beyondtrust/command_v2/operations.json"),
        include_str!("../../../sandbox/src/beyondtrust/reporting/operations.json"),
    ],
    below: "",
    draws_answers: true,
    before: BEFORE,
    slots: &[],
    of_row: OF_ROW,
    also: ALSO,
    within: WITHIN,
    of_name: OF_NAME,
    id: |_: &Row, ids: Ids| if ids.member == "lsid" { LSID } else { "1" },
    second_id: |ids| if ids.member == "lsid" { SECOND_LSID } else { "2" },
    page_sizes: &["per_page", "limit"],
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
/// Another one.
const SECOND_LSID: &str = "4f6ff3ed2ed04dbf8b1a4b1f2a3c5d02";
/// A session that has ended, and was recorded.
const RECORDED: &str = "4f6ff3ed2ed04dbf8b1a4b1f2a3c5e01";

/// Values of one row's arguments, where the first thing is not meant, or not everything is taken.
const OF_ROW: &[(&str, &str, &str)] = &[
    ("beyondtrust archive get", "date", "2027-01-15"),
    ("beyondtrust archive get", "index", "13"),
    ("beyondtrust archive list", "date", "2027-01-15"),
    ("beyondtrust command import-jump-shortcut", "group", "harbour"),
    ("beyondtrust connected-clients connections", "id", "101"),
    ("beyondtrust connected-clients details", "id", "101,102"),
    ("beyondtrust connected-clients get", "id", "101"),
    ("beyondtrust endpoint-automation jobs create", "payload", r#"{"cmd":"run","script":"true"}"#),
    ("beyondtrust group-policies jump-groups add", "jump_group_id", "2"),
    ("beyondtrust group-policies jumpoints add", "jumpoint_id", "2"),
    ("beyondtrust group-policies teams add", "team_id", "2"),
    ("beyondtrust group-policies vault-accounts add", "account_id", "2"),
    ("beyondtrust group-policies vault-account-groups add", "account_group_id", "2"),
    ("beyondtrust jump-approvals request", "duration", "3600"),
    ("beyondtrust jump-clients installers download", "installer_id", "0123456789abcdef0123456789abcdef"),
    ("beyondtrust jump-clients install", "jump-group", "harbour"),
    ("beyondtrust jump-items find", "text", "harbour"),
    ("beyondtrust jump-groups users get", "user_id", "2"),
    ("beyondtrust jump-groups users update", "user_id", "2"),
    ("beyondtrust jump-groups users remove", "user_id", "2"),
    ("beyondtrust jumpoints users add", "user_id", "2"),
    ("beyondtrust report access-session-recording", "lsid", RECORDED),
    ("beyondtrust report command-shell-recording", "lsid", RECORDED),
    ("beyondtrust report command-shell-recording", "instance", "0"),
    ("beyondtrust report presentation-session-recording", "lsid", RECORDED),
    ("beyondtrust report show-my-screen-recording", "lsid", RECORDED),
    ("beyondtrust report support-cust-exit-survey", "id", "2"),
    ("beyondtrust report support-rep-exit-survey", "id", "2"),
    ("beyondtrust report support-session-recording", "lsid", RECORDED),
    ("beyondtrust report support-session-summary", "report_type", "rep"),
    ("beyondtrust representatives set-status", "code_name", "lunch"),
    ("beyondtrust scim groups create", "members", "1"),
    ("beyondtrust scim groups list", "filter", "displayName eq \"Helpers\""),
    ("beyondtrust scim groups replace", "members", "1"),
    ("beyondtrust scim users list", "filter", "userName eq \"ben@example.com\""),
    ("beyondtrust session-keys generate", "*", "customer.name=Anna"),
    ("beyondtrust session-keys generate", "queue_id", "general"),
    ("beyondtrust session-keys generate", "ttl", "600"),
    ("beyondtrust sessions leave", "rep_id", "2"),
    ("beyondtrust sessions send-chat-message", "impersonate", "customer"),
    ("beyondtrust sessions transfer", "queue_id", "team:1"),
    ("beyondtrust teams users get", "user_id", "2"),
    ("beyondtrust teams users update", "user_id", "2"),
    ("beyondtrust teams users remove", "user_id", "2"),
    ("beyondtrust users unlock", "user", "ben"),
    ("beyondtrust vault account-groups delete", "id", "2"),
    ("beyondtrust vault account-groups users add", "user_id", "2"),
    ("beyondtrust vault accounts users add", "user_id", "2"),
    ("beyondtrust vault run", "account", "1"),
    ("beyondtrust vault run", "env", "PASSWORD"),
    ("beyondtrust virtual-customers create", "*", "public_site=Default"),
    // The site has made this one already.
    ("beyondtrust virtual-customers create", "short_key", "SANDBOX"),
];

/// Values by the name of the argument, wherever it is.
const OF_NAME: &[(&str, &str)] = &[
    ("attended_session_policy_id", "2"),
    ("last", "7d"),
    ("filter_rules", r#"[{"ip_addresses":{"cidr":"10.0.0.0/8"}}]"#),
    ("password_expiration", "2027-01-31T20:00:00Z"),
    ("port", "2222"),
    ("save", "FOLDER/saved"),
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
    ("beyondtrust command import-jump-shortcut", &["local_jump_hostname"]),
    ("beyondtrust jump-clients prune", &["lost"]),
    ("beyondtrust report access-session", &["last"]),
    ("beyondtrust report access-session-listing", &["last"]),
    ("beyondtrust report access-session-summary", &["last"]),
    ("beyondtrust report support-cust-exit-survey", &["last"]),
    ("beyondtrust report support-rep-exit-survey", &["last"]),
    ("beyondtrust report support-session", &["last"]),
    ("beyondtrust report support-session-listing", &["last"]),
    ("beyondtrust report support-session-summary", &["last"]),
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
    ("beyondtrust report vault-account-activity", &["rmctl beyondtrust vault accounts check-out 1"]),
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

/// A report is about a time that is said in one way.
const OF_TIMES: &[&str] = &["last", "ended", "report_type", "team_id", "id", "group_by"];

const WITHIN: &[(&str, &[&str])] = &[
    (
        "beyondtrust command import-jump-shortcut",
        &["name", "group", "local_jump_hostname", "tag", "comments", "jump_policy", "session_policy"],
    ),
    ("beyondtrust report access-session", OF_TIMES),
    ("beyondtrust report access-session-listing", OF_TIMES),
    ("beyondtrust report access-session-summary", OF_TIMES),
    ("beyondtrust report duplicate-jump-clients delete", &["allow_delete_all"]),
    ("beyondtrust report jump-item", OF_TIMES),
    ("beyondtrust report license-usage", OF_TIMES),
    ("beyondtrust report presentation-session", OF_TIMES),
    ("beyondtrust report presentation-session-listing", OF_TIMES),
    ("beyondtrust report support-cust-exit-survey", OF_TIMES),
    ("beyondtrust report support-rep-exit-survey", OF_TIMES),
    ("beyondtrust report support-session", OF_TIMES),
    ("beyondtrust report support-session-listing", OF_TIMES),
    ("beyondtrust report support-session-summary", OF_TIMES),
    ("beyondtrust report support-team", OF_TIMES),
    ("beyondtrust report team", OF_TIMES),
    ("beyondtrust report vault-account-activity", OF_TIMES),
    // In a session, and not as a message for one of a team.
    ("beyondtrust sessions send-chat-message", &["lsid", "body", "impersonate"]),
    ("beyondtrust vault accounts create", OF_PASSWORDS),
    ("beyondtrust vault accounts update", OF_PASSWORDS),
    ("beyondtrust vault run", &["account", "env"]),
];
