//! `beyondtrust command` and others: the Command API, version 1. One path, where a parameter says what is done; answers in
//! XML. Parameters whose names are not documented are taken as `--set NAME=VALUE`, by whatever name the site wants.

use super::product::RS;
use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const COMMAND: Group = Group {
    name: "command",
    about: "The Command API itself, and the health of appliances",
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
    list("get-appliances", "get_appliances", "appliance").about("List the appliances of the site").columns(
        &["id", "name", "public_hostname", "cluster_role", "failover_role", "accepting_connections"],
        &["timezone_offset"],
    ),
    ask("check-health", "check_health").about("Show whether the appliance is well"),
    change("set-failover-role", "set_failover_role")
        .about("Make the appliance the primary one, or its backup")
        .effect(Effect::Destroy)
        .arguments(&[
            Argument::body("role", Kind::String).values(&["primary", "backup"]).help("the role it takes").required(),
            Argument::body("data_sync_first", Kind::String).values(&["1"]).help("copy the data once more before"),
            Argument::body("force", Kind::String).values(&["1"]).help("do it though the other one does not answer"),
            SET,
        ])
        .warning("Everybody who is connected loses the connection."),
    change("import-jump-shortcut", "import_jump_shortcut")
        .about("Create a Jump shortcut of a kind that has no other command")
        .arguments(&[
            Argument::body("name", Kind::String).help("name").required(),
            Argument::body("group", Kind::String).help("code name of the shared Jump Group").required(),
            Argument::body("local_jump_hostname", Kind::String).help("host of a Local Jump"),
            Argument::body("remote_jump_hostname", Kind::String).help("host of a Remote Jump"),
            Argument::body("jumpoint", Kind::String).help("code name of the Jumpoint of a Remote Jump"),
            Argument::body("tag", Kind::String).help("tag to find it by"),
            Argument::body("comments", Kind::String).help("remarks"),
            Argument::body("jump_policy", Kind::String).help("code name of the Jump Policy"),
            Argument::body("session_policy", Kind::String).help("code name of the session policy"),
            SET,
        ]),
];

const SESSIONS_OPERATIONS: &[Operation] = &[
    of_sessions("join", "join_session").about("Let a representative join sessions").only(RS).arguments(&[SET]),
    of_sessions("leave", "leave_session").about("Take a representative out of sessions").only(RS).arguments(&[SET]),
    of_sessions("transfer", "transfer_session").about("Hand sessions over to another queue").only(RS).arguments(&[
        Argument::body("queue_id", Kind::String)
            .help("where they go, as `rep:ID`, `team:ID` or `rep_username:NAME`")
            .required(),
    ]),
    of_sessions("terminate", "terminate_session")
        .about("End sessions")
        .effect(Effect::Destroy)
        .warning("Everybody in them is cut off."),
    change("send-chat-message", "send_chat_message")
        .about("Send a message into the chat of a session")
        .only(RS)
        .arguments(&[SET]),
];

const ATTRIBUTES: &[Operation] = &[
    list("list", "get_session_attributes", "custom_attribute")
        .about("List the attributes of a session")
        .arguments(&[Argument::query("lsid", Kind::String).positional().help("session").required()])
        .named_by("code_name")
        .columns(&["code_name", "display_name", "#text"], &[]),
    of_sessions("update", "set_session_attributes")
        .about("Set attributes of sessions; what is empty is cleared")
        .arguments(&[
            Argument::body("session.custom.external_key", Kind::String)
                .spelled("external-key")
                .help("key of another system, up to 1024 characters"),
            Argument::body("*", Kind::Pairs)
                .spelled("set")
                .help("an attribute by its code name, as `session.custom.CODE_NAME=VALUE`"),
        ]),
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
    list("list", "get_logged_in_reps", "rep").about("List users who are logged in to a console").columns(
        &["id", "public_display_name", "private_display_name", "type", "support_session_count"],
        &["logged_in_since.#text", "showing_on_rep_list", "presentation_count"],
    ),
    change("set-status", "set_rep_status").about("Set the status of a representative").only(RS).arguments(&[SET]),
    change("log-out", "logout_rep")
        .about("Log a representative out of the console")
        .only(RS)
        .effect(Effect::Destroy)
        .arguments(&[SET])
        .warning("Sessions of the representative are left at once."),
];

const SUPPORT_TEAMS_OPERATIONS: &[Operation] = &[list("list", "get_support_teams", "support_team")
    .about("List teams with their members and issues")
    .only(RS)
    .fixed(&[("showmembers", "1")])
    .columns(&["id", "name", "members", "issues"], &[])];

const CONNECTED_CLIENTS_OPERATIONS: &[Operation] = &[
    list("list", "get_connected_client_list", "connected_client")
        .about("List clients that are connected")
        .arguments(&[CLIENT_TYPES])
        .columns(&["id", "type"], &[]),
    ask("count", "get_connected_client_list")
        .about("Count connected clients by appliance and kind")
        .fixed(&[("summary_only", "1")])
        .arguments(&[CLIENT_TYPES]),
    ask("get", "get_connected_clients").about("Show clients that are connected").arguments(&[
        CLIENT_TYPES.required(),
        Argument::query("id", Kind::Integers).help("clients, up to 100, as the list shows them"),
        Argument::query("include_connections", Kind::String)
            .values(&["1"])
            .help("with their connections and what happened on them"),
    ]),
];

const VIRTUAL_CUSTOMERS_OPERATIONS: &[Operation] = &[change("create", "create_virtual_customer")
    .about("Begin a session for a customer that a chat bot speaks for")
    .only(RS)
    .arguments(&[Argument::body("short_key", Kind::String).help("session key that the customer has").required(), SET])];

const SET: Argument =
    Argument::body("*", Kind::Pairs).spelled("set").help("a parameter by the site's name for it, repeated");

/// `all` stands for every kind.
const CLIENT_TYPES: Argument = Argument::query("type", Kind::Choices)
    .values(&["all", "representative", "support_customer", "presentation_attendee", "push_agent"])
    .help("only clients of these kinds");
