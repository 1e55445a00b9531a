//! `beyondtrust command` and others: the Command API. In version 1 there is one path, where a parameter says what is done,
//! and answers are XML. Where version 2 has the same, the row names that form, too. Parameters are named as the vendor's
//! page of each command names them; where there is none, help says so.

use super::command_forms as forms;
use super::product::RS;
use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const COMMAND: Group = Group {
    name: "command",
    about: "Health and roles of appliances, and what the Command API says of itself",
    operations: OPERATIONS,
    groups: &[],
};

pub(super) const SESSIONS: Group = Group {
    name: "sessions",
    about: "Sessions that are going on",
    operations: SESSIONS_OPERATIONS,
    groups: &[Group {
        name: "attributes",
        about: "Attributes of a session that is going on",
        operations: ATTRIBUTES,
        groups: &[],
    }],
};

pub(super) const SESSION_KEYS: Group = Group {
    name: "session-keys",
    about: "Keys with which customers begin sessions",
    operations: SESSION_KEYS_OPERATIONS,
    groups: &[],
};

pub(super) const REPRESENTATIVES: Group = Group {
    name: "representatives",
    about: "Users who are logged in to a console",
    operations: REPRESENTATIVES_OPERATIONS,
    groups: &[],
};

pub(super) const SUPPORT_TEAMS: Group = Group {
    name: "support-teams",
    about: "Teams that take sessions",
    operations: SUPPORT_TEAMS_OPERATIONS,
    groups: &[],
};

pub(super) const CONNECTED_CLIENTS: Group = Group {
    name: "connected-clients",
    about: "Clients that are connected to the appliances",
    operations: CONNECTED_CLIENTS_OPERATIONS,
    groups: &[],
};

pub(super) const VIRTUAL_CUSTOMERS: Group = Group {
    name: "virtual-customers",
    about: "Customers that a chat bot speaks for",
    operations: VIRTUAL_CUSTOMERS_OPERATIONS,
    groups: &[],
};

const PATH: &str = "/api/command";

/// A question, in the query.
const fn ask(name: &'static str, action: &'static str) -> Operation {
    Operation::get(name, PATH).selected_by("action", action)
}

/// A question whose answer is a list, of the elements of this name.
const fn list(name: &'static str, action: &'static str, element: &'static str) -> Operation {
    Operation::list(name, PATH).selected_by("action", action).answers_in(element)
}

/// A change, in a form.
const fn change(name: &'static str, action: &'static str) -> Operation {
    Operation::post(name, PATH).selected_by("action", action).form()
}

/// A change of sessions that are going on.
const fn of_sessions(name: &'static str, action: &'static str) -> Operation {
    change(name, action).one_id("lsid").texts(&["lsid"])
}

const OPERATIONS: &[Operation] = &[
    ask("get-api-info", "get_api_info").about("Show the version of the API and the permissions of the API account"),
    forms::INFO,
    list("get-appliances", "get_appliances", "appliance")
        .about("List the appliances of the site")
        .columns(
            &["id", "name", "public_hostname", "cluster_role", "failover_role", "accepting_connections"],
            &["timezone_offset"],
        )
        .newer(&forms::APPLIANCES),
    ask("check-health", "check_health")
        .about("Show whether the appliance is well")
        .columns(
            &["appliance.0.#text", "success", "version", "failover_role", "last_data_sync_status", "error_message"],
            &["last_data_sync_time.#text", "enabled_shared_ips.ip"],
        )
        .newer(&forms::HEALTH),
    change("set-failover-role", "set_failover_role")
        .about("Make the appliance the primary one, or its backup")
        .effect(Effect::Destroy)
        .arguments(&[forms::ROLE, forms::DATA_SYNC_FIRST.as_digit(), forms::FORCE.as_digit()])
        .warning("Everybody who is connected loses the connection.")
        .newer(&forms::SET_FAILOVER_ROLE),
    change("import-jump-shortcut", "import_jump_shortcut")
        .about("Create a Jump shortcut of a kind that has no other command")
        .arguments(&[
            Argument::body("name", Kind::String).help("name, up to 128 characters").required(),
            Argument::body("group", Kind::String).help("code name of the shared Jump Group").required(),
            Argument::body("local_jump_hostname", Kind::String).help("host of a Local Jump, up to 128 characters"),
            Argument::body("remote_jump_hostname", Kind::String).help("host of a Remote Jump, up to 128 characters"),
            Argument::body("jumpoint", Kind::String).help("Jumpoint of a Remote Jump"),
            Argument::body("tag", Kind::String).help("tag to find it by, up to 1024 characters"),
            Argument::body("comments", Kind::String).help("remarks, up to 1024 characters"),
            Argument::body("jump_policy", Kind::String).help("code name of the Jump Policy"),
            Argument::body("session_policy", Kind::String).help("code name of the session policy"),
            SET,
        ]),
    forms::OPENAPI,
];

const SESSIONS_OPERATIONS: &[Operation] = &[
    of_sessions("join", "join_session")
        .about("Let a representative join sessions")
        .only(RS)
        .arguments(&[REP_ID, REP_USERNAME])
        .one_of(&["rep_id", "rep_username"]),
    of_sessions("leave", "leave_session")
        .about("Take a representative or the customer out of sessions")
        .only(RS)
        .arguments(&[
            REP_ID,
            REP_USERNAME,
            Argument::body("customer", Kind::Boolean).as_digit().help("the customer is taken out"),
        ])
        .one_of(&["rep_id", "rep_username", "customer"]),
    of_sessions("transfer", "transfer_session").about("Hand sessions over to another queue").only(RS).arguments(&[
        Argument::body("queue_id", Kind::String)
            .help("where they go, as `rep:ID`, `team:ID` or `rep_username:NAME`")
            .required(),
    ]),
    of_sessions("terminate", "terminate_session")
        .about("End sessions")
        .effect(Effect::Destroy)
        .warning("Everybody in them is cut off.")
        .newer(&forms::TERMINATE),
    change("send-chat-message", "send_chat_message")
        .about("Send a message into the chat of a session or of a team")
        .only(RS)
        .arguments(&[
            Argument::body("lsid", Kind::String).help("session"),
            Argument::body("team_id", Kind::Integer).help("team"),
            Argument::body("body", Kind::String).spelled("message").help("the message; it may hold BBCode").required(),
            Argument::body("impersonate", Kind::String)
                .help("whose message it seems to be, as `customer` (of a session) or `rep:ID`; the system's without"),
            Argument::body("to_rep", Kind::Integer).help("in a team: a message for this representative alone"),
            Argument::body("to_rep_username", Kind::String).help("the same, by the name to log in with"),
            SET,
        ])
        .one_of(&["lsid", "team_id"]),
];

const ATTRIBUTES: &[Operation] = &[
    list("list", "get_session_attributes", "custom_attribute")
        .about("List the attributes of a session")
        .arguments(&[Argument::query("lsid", Kind::String).positional().help("session").required()])
        .named_by("code_name")
        .columns(&["code_name", "display_name", "#text"], &[])
        .newer(&forms::ATTRIBUTES),
    of_sessions("update", "set_session_attributes")
        .about("Set attributes of sessions")
        .arguments(&[forms::EXTERNAL_KEY, forms::CUSTOM])
        .checked(forms::check_attributes)
        .newer(&forms::SET_ATTRIBUTES),
];

const SESSION_KEYS_OPERATIONS: &[Operation] = &[change("generate", "generate_session_key")
    .about("Make a key with which a customer begins a session")
    .only(RS)
    .fixed(&[("type", "support")])
    .arguments(&[
        Argument::body("queue_id", Kind::String)
            .help("`general`, `rep:ID`, `team:ID`, `rep_username:NAME` or `issue:CODE_NAME`")
            .required(),
        Argument::body("ttl", Kind::Integer).help("seconds until the key ends"),
        Argument::body("session.custom.external_key", Kind::String)
            .spelled("external-key")
            .help("key of another system, for the session"),
        Argument::body("url_hostname", Kind::String).help("host of the address that the customer opens"),
        SET,
    ])];

const REPRESENTATIVES_OPERATIONS: &[Operation] = &[
    list("list", "get_logged_in_reps", "rep")
        .about("List users who are logged in to a console")
        .columns(
            &["id", "public_display_name", "private_display_name", "type", "support_session_count"],
            &["logged_in_since.#text", "showing_on_rep_list", "presentation_count"],
        )
        .newer(&forms::USERS),
    change("set-status", "set_rep_status")
        .about("Set the status of representatives")
        .only(RS)
        .one_id("rep_id")
        .texts(&["rep_id"])
        .arguments(&[Argument::body("code_name", Kind::String).help("code name of the status").required()]),
    // Of this one the vendor has no page: the parameter is named as that of `set_rep_status` is.
    change("log-out", "logout_rep")
        .about("Log users out of the console")
        .only(RS)
        .effect(Effect::Destroy)
        .one_id("rep_id")
        .texts(&["rep_id"])
        .arguments(&[SET.help(
            "a parameter by the site's name for it, repeated; version 1 gets the id as `rep_id`, which no page says",
        )])
        .warning("Their sessions are left at once.")
        .newer(&forms::LOG_OUT),
];

const SUPPORT_TEAMS_OPERATIONS: &[Operation] = &[list("list", "get_support_teams", "support_team")
    .about("List teams with their members and issues")
    .only(RS)
    .fixed(&[("showmembers", "1")])
    .columns(&["id", "name"], &["members", "issues"])];

const CONNECTED_CLIENTS_OPERATIONS: &[Operation] = &[
    list("list", "get_connected_client_list", "connected_client")
        .about("List clients that are connected")
        .arguments(&[forms::CLIENT_TYPES])
        .checked(forms::check_types_of_1)
        .columns(&["id", "type"], &[])
        .newer(&forms::CLIENTS),
    list("count", "get_connected_client_list", "connected_client_summary.appliance_summary")
        .about("Count connected clients by appliance and kind")
        .fixed(&[("summary_only", "1")])
        .arguments(&[forms::CLIENT_TYPES])
        .checked(forms::check_types_of_1)
        .columns(&["id", "count"], &[])
        .newer(&forms::CLIENT_COUNT),
    ask("get", "get_connected_clients")
        .about("Show a client that is connected")
        .fixed(&[("type", "all")])
        .arguments(&[Argument::query("id", Kind::Integer).positional().help("client, as the list shows it").required()])
        .newer(&forms::CLIENT),
    forms::CONNECTIONS,
    ask("details", "get_connected_clients")
        .about("Show all that version 1 tells of several clients")
        .fixed(&[("type", "all")])
        .arguments(&[
            Argument::query("type", Kind::Choices).values(forms::TYPES_OF_1).help("only clients of these kinds"),
            Argument::query("id", Kind::Integers).help("only these clients, up to 100"),
            Argument::query("include_connections", Kind::Boolean)
                .as_digit()
                .help("with their connections and what happened on them"),
        ]),
];

const VIRTUAL_CUSTOMERS_OPERATIONS: &[Operation] = &[change("create", "create_virtual_customer")
    .about("Begin a session for a customer that a chat bot speaks for")
    .only(RS)
    .arguments(&[
        Argument::body("short_key", Kind::String).help("session key that the customer has").required(),
        Argument::body("name", Kind::String).help("name that is shown of the customer").required(),
        Argument::body("ip_address", Kind::String).help("public address of the customer").required(),
        Argument::body("operating_system", Kind::String).help("operating system of the customer").required(),
        Argument::body("computer_name", Kind::String).help("computer of the customer").required(),
        Argument::body("locale", Kind::String).help("language of the chat, as `en-us`"),
        SET,
    ])];

const SET: Argument =
    Argument::body("*", Kind::Pairs).spelled("set").help("a parameter by the site's name for it, repeated");

const REP_ID: Argument =
    Argument::body("rep_id", Kind::Integer).help("representative, as `representatives list` shows it");

const REP_USERNAME: Argument =
    Argument::body("rep_username", Kind::String).help("representative, by the name to log in with");
