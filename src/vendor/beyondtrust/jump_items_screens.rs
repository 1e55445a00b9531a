//! `beyondtrust jump-items`: remote desktops and web pages.

use super::arguments::{
    BY_ENDPOINT_ID, BY_HOSTNAME, BY_JUMP_GROUP_ID, BY_JUMP_GROUP_TYPE, BY_JUMPOINT_ID, BY_NAME, BY_TAG, COMMENTS,
    CURRENT_PAGE, HOSTNAME, JUMP_GROUP_ID, JUMP_GROUP_TYPE, JUMP_ITEM, JUMP_POLICY_ID, JUMPOINT_ID, NAME, PER_PAGE,
    SESSION_POLICY_ID, TAG,
};
use super::product::PRA;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const REMOTE_RDP: Group =
    Group { name: "remote-rdp", about: "Remote desktops by RDP", operations: REMOTE_RDP_OPERATIONS, groups: &[] };

pub(super) const REMOTE_VNC: Group =
    Group { name: "remote-vnc", about: "Remote desktops by VNC", operations: REMOTE_VNC_OPERATIONS, groups: &[] };

pub(super) const WEB_JUMPS: Group =
    Group { name: "web-jumps", about: "Web pages", operations: WEB_JUMPS_OPERATIONS, groups: &[] };

pub(super) const REMOTE_RDP_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-item/remote-rdp")
        .about("List Remote RDP items")
        .arguments(&[
            BY_NAME,
            BY_HOSTNAME,
            BY_JUMP_GROUP_ID,
            BY_JUMP_GROUP_TYPE,
            BY_JUMPOINT_ID,
            BY_ENDPOINT_ID,
            BY_TAG,
            PER_PAGE,
            CURRENT_PAGE,
        ])
        .pages(Paging::LinkHeader)
        .columns(REMOTE_RDP_COLUMNS, REMOTE_RDP_WIDE)
        .members(REMOTE_RDP_MEMBERS),
    Operation::post("create", "/api/config/v1/jump-item/remote-rdp")
        .about("Create a Remote RDP item")
        .object()
        .arguments(&[
            NAME.required(),
            JUMPOINT_ID.required(),
            HOSTNAME.required(),
            JUMP_GROUP_ID.required(),
            JUMP_GROUP_TYPE,
            QUALITY,
            CONSOLE,
            IGNORE_UNTRUSTED,
            TAG,
            COMMENTS,
            RDP_USERNAME,
            DOMAIN,
            JUMP_POLICY_ID,
            SESSION_FORENSICS,
            SESSION_POLICY_ID,
            SECURE_APP_TYPE,
            REMOTE_APP_NAME,
            REMOTE_APP_PARAMS,
            REMOTE_EXE_PATH,
            REMOTE_EXE_PARAMS,
            TARGET_SYSTEM,
            CREDENTIAL_TYPE,
        ]),
    Operation::get("get", "/api/config/v1/jump-item/remote-rdp/{id}")
        .about("Show Remote RDP items")
        .arguments(&[JUMP_ITEM])
        .columns(REMOTE_RDP_COLUMNS, REMOTE_RDP_WIDE)
        .members(REMOTE_RDP_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-item/remote-rdp/{id}")
        .about("Change Remote RDP items")
        .object()
        .arguments(&[
            JUMP_ITEM,
            NAME,
            JUMPOINT_ID,
            HOSTNAME,
            JUMP_GROUP_ID,
            JUMP_GROUP_TYPE,
            QUALITY,
            CONSOLE,
            IGNORE_UNTRUSTED,
            TAG,
            COMMENTS,
            RDP_USERNAME,
            DOMAIN,
            JUMP_POLICY_ID,
            SESSION_FORENSICS,
            SESSION_POLICY_ID,
            SECURE_APP_TYPE,
            REMOTE_APP_NAME,
            REMOTE_APP_PARAMS,
            REMOTE_EXE_PATH,
            REMOTE_EXE_PARAMS,
            TARGET_SYSTEM,
            CREDENTIAL_TYPE,
        ]),
    Operation::delete("delete", "/api/config/v1/jump-item/remote-rdp/{id}")
        .about("Delete Remote RDP items")
        .arguments(&[JUMP_ITEM]),
    Operation::post("copy", "/api/config/v1/jump-item/remote-rdp/{id}/copy")
        .about("Copy Remote RDP items")
        .object()
        .arguments(&[JUMP_ITEM, JUMP_GROUP_ID.required(), JUMP_GROUP_TYPE.required(), NAME.required()]),
];

pub(super) const REMOTE_VNC_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-item/remote-vnc")
        .about("List Remote VNC items")
        .arguments(&[
            BY_NAME,
            BY_HOSTNAME,
            BY_JUMP_GROUP_ID,
            BY_JUMP_GROUP_TYPE,
            BY_JUMPOINT_ID,
            BY_TAG,
            PER_PAGE,
            CURRENT_PAGE,
        ])
        .pages(Paging::LinkHeader)
        .columns(REMOTE_VNC_COLUMNS, REMOTE_VNC_WIDE)
        .members(REMOTE_VNC_MEMBERS),
    Operation::post("create", "/api/config/v1/jump-item/remote-vnc")
        .about("Create a Remote VNC item")
        .object()
        .arguments(&[
            NAME.required(),
            JUMPOINT_ID.required(),
            HOSTNAME.required(),
            PORT,
            JUMP_GROUP_ID.required(),
            JUMP_GROUP_TYPE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            SESSION_POLICY_ID,
        ]),
    Operation::get("get", "/api/config/v1/jump-item/remote-vnc/{id}")
        .about("Show Remote VNC items")
        .arguments(&[JUMP_ITEM])
        .columns(REMOTE_VNC_COLUMNS, REMOTE_VNC_WIDE)
        .members(REMOTE_VNC_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-item/remote-vnc/{id}")
        .about("Change Remote VNC items")
        .object()
        .arguments(&[
            JUMP_ITEM,
            NAME,
            JUMPOINT_ID,
            HOSTNAME,
            PORT,
            JUMP_GROUP_ID,
            JUMP_GROUP_TYPE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            SESSION_POLICY_ID,
        ]),
    Operation::delete("delete", "/api/config/v1/jump-item/remote-vnc/{id}")
        .about("Delete Remote VNC items")
        .arguments(&[JUMP_ITEM]),
    Operation::post("copy", "/api/config/v1/jump-item/remote-vnc/{id}/copy")
        .about("Copy Remote VNC items")
        .object()
        .arguments(&[JUMP_ITEM, JUMP_GROUP_ID.required(), JUMP_GROUP_TYPE.required(), NAME.required()]),
];

pub(super) const WEB_JUMPS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-item/web-jump")
        .about("List Web Jumps")
        .only(PRA)
        .arguments(&[
            BY_NAME,
            Argument::query("url", Kind::String).within(1, 255).help("only with this address"),
            BY_JUMP_GROUP_ID,
            BY_JUMP_GROUP_TYPE,
            BY_JUMPOINT_ID,
            BY_TAG,
            PER_PAGE,
            CURRENT_PAGE,
        ])
        .pages(Paging::LinkHeader)
        .columns(WEB_JUMP_COLUMNS, WEB_JUMP_WIDE)
        .members(WEB_JUMP_MEMBERS),
    Operation::post("create", "/api/config/v1/jump-item/web-jump")
        .about("Create a Web Jump")
        .only(PRA)
        .object()
        .arguments(&[
            NAME.required(),
            JUMPOINT_ID.required(),
            URL.required(),
            USERNAME_FORMAT,
            VERIFY_CERTIFICATE,
            JUMP_GROUP_ID.required(),
            JUMP_GROUP_TYPE,
            AUTHENTICATION_TIMEOUT,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            USERNAME_FIELD,
            PASSWORD_FIELD,
            SUBMIT_FIELD,
            SESSION_POLICY_ID,
        ]),
    Operation::get("get", "/api/config/v1/jump-item/web-jump/{id}")
        .about("Show Web Jumps")
        .only(PRA)
        .arguments(&[JUMP_ITEM])
        .columns(WEB_JUMP_COLUMNS, WEB_JUMP_WIDE)
        .members(WEB_JUMP_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-item/web-jump/{id}")
        .about("Change Web Jumps")
        .only(PRA)
        .object()
        .arguments(&[
            JUMP_ITEM,
            NAME,
            JUMPOINT_ID,
            URL,
            USERNAME_FORMAT,
            VERIFY_CERTIFICATE,
            JUMP_GROUP_ID,
            JUMP_GROUP_TYPE,
            AUTHENTICATION_TIMEOUT,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            USERNAME_FIELD,
            PASSWORD_FIELD,
            SUBMIT_FIELD,
            SESSION_POLICY_ID,
        ]),
    Operation::delete("delete", "/api/config/v1/jump-item/web-jump/{id}")
        .about("Delete Web Jumps")
        .only(PRA)
        .arguments(&[JUMP_ITEM]),
    Operation::post("copy", "/api/config/v1/jump-item/web-jump/{id}/copy")
        .about("Copy Web Jumps")
        .only(PRA)
        .object()
        .arguments(&[JUMP_ITEM, JUMP_GROUP_ID.required(), JUMP_GROUP_TYPE.required(), NAME.required()]),
];

const QUALITY: Argument = Argument::body("quality", Kind::String)
    .values(&["low", "performance", "performance_quality", "quality", "best_performance", "lossless"])
    .help("picture against speed");

const CONSOLE: Argument = Argument::body("console", Kind::Boolean).help("start a console session, not a new one");

const IGNORE_UNTRUSTED: Argument =
    Argument::body("ignore_untrusted", Kind::Boolean).help("connect although the host's certificate is not trusted");

const RDP_USERNAME: Argument = Argument::body("rdp_username", Kind::String).at_most(128).help("user to log in as");

const DOMAIN: Argument = Argument::body("domain", Kind::String).at_most(64).help("domain of the user");

const SESSION_FORENSICS: Argument =
    Argument::body("session_forensics", Kind::Boolean).only(PRA).help("record with session forensics");

const SECURE_APP_TYPE: Argument = Argument::body("secure_app_type", Kind::String)
    .values(&["none", "remote_app", "remote_desktop_agent", "remote_desktop_agent_credentials"])
    .only(PRA)
    .help("how a SecureApp is started");

const REMOTE_APP_NAME: Argument = Argument::body("remote_app_name", Kind::String)
    .at_most(512)
    .only(PRA)
    .help("remote app to start, with the type `remote_app`");

const REMOTE_APP_PARAMS: Argument =
    Argument::body("remote_app_params", Kind::String).at_most(8000).only(PRA).help("parameters of the remote app");

const REMOTE_EXE_PATH: Argument = Argument::body("remote_exe_path", Kind::String)
    .at_most(512)
    .only(PRA)
    .help("program that the remote desktop agent starts");

const REMOTE_EXE_PARAMS: Argument =
    Argument::body("remote_exe_params", Kind::String).at_most(8000).only(PRA).help("parameters of that program");

const TARGET_SYSTEM: Argument = Argument::body("target_system", Kind::String)
    .at_most(250)
    .only(PRA)
    .help("system that injected credentials are for, with `remote_desktop_agent_credentials`");

const CREDENTIAL_TYPE: Argument = Argument::body("credential_type", Kind::String)
    .at_most(250)
    .only(PRA)
    .help("type of the injected credentials, with `remote_desktop_agent_credentials`");

const PORT: Argument = Argument::body("port", Kind::Integer).within(100, 65_535).help("port; 5900 by default");

const URL: Argument = Argument::body("url", Kind::String).within(1, 255).help("address of the page");

const USERNAME_FORMAT: Argument = Argument::body("username_format", Kind::String)
    .values(&["default", "username_only", "force_upn_format", "force_dlln_format"])
    .help("how the user name is filled in");

const VERIFY_CERTIFICATE: Argument =
    Argument::body("verify_certificate", Kind::Boolean).help("check the certificate of the page; the default");

const AUTHENTICATION_TIMEOUT: Argument =
    Argument::body("authentication_timeout", Kind::Integer).within(1, 30).help("seconds to wait for the login page");

const USERNAME_FIELD: Argument =
    Argument::body("username_field", Kind::String).at_most(255).help("field of the page that takes the user name");

const PASSWORD_FIELD: Argument =
    Argument::body("password_field", Kind::String).at_most(255).help("field of the page that takes the password");

const SUBMIT_FIELD: Argument =
    Argument::body("submit_field", Kind::String).at_most(255).help("field of the page that sends the login");

const REMOTE_RDP_MEMBERS: &[&str] = &[
    "id",
    "name",
    "jumpoint_id",
    "hostname",
    "jump_group_id",
    "jump_group_type",
    "quality",
    "console",
    "ignore_untrusted",
    "tag",
    "comments",
    "rdp_username",
    "domain",
    "jump_policy_id",
    "session_forensics",
    "session_policy_id",
    "endpoint_id",
    "secure_app_type",
    "remote_app_name",
    "remote_app_params",
    "remote_exe_path",
    "remote_exe_params",
    "target_system",
    "credential_type",
];

const REMOTE_VNC_MEMBERS: &[&str] = &[
    "id",
    "name",
    "jumpoint_id",
    "hostname",
    "port",
    "jump_group_id",
    "jump_group_type",
    "tag",
    "comments",
    "jump_policy_id",
    "session_policy_id",
];

const WEB_JUMP_MEMBERS: &[&str] = &[
    "id",
    "name",
    "jumpoint_id",
    "url",
    "username_format",
    "verify_certificate",
    "jump_group_id",
    "jump_group_type",
    "authentication_timeout",
    "tag",
    "comments",
    "jump_policy_id",
    "username_field",
    "password_field",
    "submit_field",
    "session_policy_id",
];

const REMOTE_RDP_COLUMNS: &[&str] =
    &["id", "name", "hostname", "domain", "rdp_username", "jump_group_id", "jumpoint_id", "tag"];

const REMOTE_RDP_WIDE: &[&str] =
    &["quality", "jump_group_type", "jump_policy_id", "session_policy_id", "endpoint_id", "comments"];

const REMOTE_VNC_COLUMNS: &[&str] = &["id", "name", "hostname", "port", "jump_group_id", "jumpoint_id", "tag"];

const REMOTE_VNC_WIDE: &[&str] = &["jump_group_type", "jump_policy_id", "session_policy_id", "comments"];

const WEB_JUMP_COLUMNS: &[&str] = &["id", "name", "url", "jump_group_id", "jumpoint_id", "tag"];

const WEB_JUMP_WIDE: &[&str] =
    &["username_format", "verify_certificate", "jump_group_type", "jump_policy_id", "session_policy_id", "comments"];
