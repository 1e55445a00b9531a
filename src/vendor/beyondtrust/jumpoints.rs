//! `beyondtrust jumpoints`: the hosts through which networks are reached.

use super::arguments::{
    BY_CODE_NAME, BY_HOSTNAME, BY_NAME, BY_PRIVATE_IP, BY_PUBLIC_IP, CODE_NAME, COMMENTS, CURRENT_PAGE, PER_PAGE, USER,
    USER_ID,
};
use super::product::PRA;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const JUMPOINTS: Group = Group {
    name: "jumpoints",
    about: "Jumpoints, through which networks are reached",
    operations: OPERATIONS,
    groups: &[
        Group { name: "installers", about: "Installers of Jumpoints", operations: INSTALLERS, groups: &[] },
        Group { name: "nodes", about: "Hosts that serve a Jumpoint", operations: NODES, groups: &[] },
        Group { name: "users", about: "Users who may use a Jumpoint", operations: USERS, groups: &[] },
    ],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jumpoint")
        .about("List Jumpoints")
        .arguments(&[BY_NAME, BY_PUBLIC_IP, BY_PRIVATE_IP, BY_HOSTNAME, BY_CODE_NAME, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(JUMPOINT_COLUMNS, JUMPOINT_WIDE)
        .members(JUMPOINT_MEMBERS)
        .secret(&["docker_deploy_key", "key_info"]),
    Operation::post("create", "/api/config/v1/jumpoint").about("Create a Jumpoint").object().arguments(&[
        NAME.required(),
        PLATFORM.required(),
        CODE_NAME,
        COMMENTS,
        ENABLED,
        CLUSTERED,
        SHELL_JUMP_ENABLED,
        EXTERNAL_JUMP_ITEM_NETWORK_ID,
        PROTOCOL_TUNNEL_ENABLED,
        RDP_SERVICE_ACCOUNT_ID,
        MANAGED_IP_RANGES,
        JZP_ENABLED,
        JZP_PROXY_HOSTNAME,
        JZP_PROXY_PORT,
        JZP_ALLOW_HTTP_GET,
        JZP_CLIENT_ADDRESS_RESTRICTIONS_TYPE,
        JZP_RESTRICTED_IPS,
    ]),
    Operation::get("get", "/api/config/v1/jumpoint/{id}")
        .about("Show Jumpoints")
        .arguments(&[JUMPOINT])
        .columns(JUMPOINT_COLUMNS, JUMPOINT_WIDE)
        .members(JUMPOINT_MEMBERS)
        .secret(&["docker_deploy_key", "key_info"]),
    Operation::patch("update", "/api/config/v1/jumpoint/{id}").about("Change Jumpoints").object().arguments(&[
        JUMPOINT,
        NAME,
        PLATFORM,
        CODE_NAME,
        COMMENTS,
        ENABLED,
        CLUSTERED,
        SHELL_JUMP_ENABLED,
        EXTERNAL_JUMP_ITEM_NETWORK_ID,
        PROTOCOL_TUNNEL_ENABLED,
        RDP_SERVICE_ACCOUNT_ID,
        MANAGED_IP_RANGES,
        JZP_ENABLED,
        JZP_PROXY_HOSTNAME,
        JZP_PROXY_PORT,
        JZP_ALLOW_HTTP_GET,
        JZP_CLIENT_ADDRESS_RESTRICTIONS_TYPE,
        JZP_RESTRICTED_IPS,
    ]),
    Operation::delete("delete", "/api/config/v1/jumpoint/{id}")
        .about("Delete Jumpoints")
        .arguments(&[JUMPOINT])
        .warning("Their nodes, Jump Items, Vault endpoints, discovery jobs, accounts and domains go with them."),
];

const INSTALLERS: &[Operation] = &[Operation::get("download", "/api/config/v1/jumpoint/{id}/installer")
    .about("Download the installer of a Jumpoint")
    .arguments(&[JUMPOINT])
    .saves()];

const NODES: &[Operation] = &[Operation::list("list", "/api/config/v1/jumpoint/{id}/node")
    .about("List the nodes of a Jumpoint")
    .arguments(&[JUMPOINT])
    .columns(&["id", "hostname", "public_ip", "private_ip", "last_connect_timestamp"], &["last_disconnect_timestamp"])
    .members(NODE_MEMBERS)];

const USERS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jumpoint/{id}/user")
        .about("List the users of a Jumpoint")
        .arguments(&[JUMPOINT, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(USER_COLUMNS, &[])
        .members(USER_MEMBERS)
        .named_by("user_id"),
    Operation::post("add", "/api/config/v1/jumpoint/{id}/user")
        .about("Add a user to a Jumpoint")
        .object()
        .arguments(&[JUMPOINT, USER_ID.required()]),
    Operation::get("get", "/api/config/v1/jumpoint/{id}/user/{user_id}")
        .about("Show a user of a Jumpoint")
        .arguments(&[JUMPOINT, USER])
        .columns(USER_COLUMNS, &[])
        .members(USER_MEMBERS),
    Operation::delete("remove", "/api/config/v1/jumpoint/{id}/user/{user_id}")
        .about("Remove a user from a Jumpoint")
        .arguments(&[JUMPOINT, USER]),
];

const NAME: Argument = Argument::body("name", Kind::String).within(1, 255).help("name");

const PLATFORM: Argument = Argument::body("platform", Kind::String)
    .values(&["windows-x86", "linux-x86"])
    .help("operating system of the host; cannot be changed later");

const ENABLED: Argument = Argument::body("enabled", Kind::Boolean).help("whether it can be used; the default");

const CLUSTERED: Argument =
    Argument::body("clustered", Kind::Boolean).help("several nodes may serve it; cannot be changed later");

const SHELL_JUMP_ENABLED: Argument =
    Argument::body("shell_jump_enabled", Kind::Boolean).help("Shell Jump goes through it");

const EXTERNAL_JUMP_ITEM_NETWORK_ID: Argument = Argument::body("external_jump_item_network_id", Kind::String)
    .at_most(1024)
    .help("network that external Jump Items are searched for in; unique");

const PROTOCOL_TUNNEL_ENABLED: Argument = Argument::body("protocol_tunnel_enabled", Kind::Boolean)
    .only(PRA)
    .help("protocol tunnels go through it; the default");

const RDP_SERVICE_ACCOUNT_ID: Argument =
    Argument::body("rdp_service_account_id", Kind::Integer).only(PRA).help("Vault account that audits RDP sessions");

const MANAGED_IP_RANGES: Argument = Argument::body("managed_ip_ranges", Kind::Array)
    .only(PRA)
    .help("address ranges that the network tunnel manages, as `[{\"start\": \"10.0.0.1\", \"end\": \"10.0.0.9\"}]`");

const JZP_ENABLED: Argument = Argument::body("jzp_enabled", Kind::Boolean).help("it is a Jump Zone Proxy");

const JZP_PROXY_HOSTNAME: Argument = Argument::body("jzp_proxy_hostname", Kind::String)
    .at_most(256)
    .help("host name of the Jump Zone Proxy; not for clusters");

const JZP_PROXY_PORT: Argument = Argument::body("jzp_proxy_port", Kind::Integer)
    .within(1, 65_535)
    .help("port of the Jump Zone Proxy; 9555 by default");

const JZP_ALLOW_HTTP_GET: Argument =
    Argument::body("jzp_allow_http_get", Kind::Boolean).help("the Jump Zone Proxy passes HTTP GET on to the appliance");

const JZP_CLIENT_ADDRESS_RESTRICTIONS_TYPE: Argument =
    Argument::body("jzp_client_address_restrictions_type", Kind::String)
        .values(&["no_restriction", "allow_all", "deny_all"])
        .help("whether the addresses of `--jzp-restricted-ips` alone may, or may not, use the proxy");

const JZP_RESTRICTED_IPS: Argument =
    Argument::body("jzp_restricted_ips", Kind::Strings).help("network prefixes that the restriction is about");

const JUMPOINT: Argument = Argument::number("id").help("Jumpoint");

const JUMPOINT_MEMBERS: &[&str] = &[
    "id",
    "name",
    "platform",
    "code_name",
    "comments",
    "enabled",
    "connected",
    "clustered",
    "shell_jump_enabled",
    "external_jump_item_network_id",
    "protocol_tunnel_enabled",
    "rdp_service_account_id",
    "managed_ip_ranges",
    "jzp_enabled",
    "jzp_proxy_hostname",
    "jzp_proxy_port",
    "jzp_allow_http_get",
    "jzp_client_address_restrictions_type",
    "jzp_restricted_ips",
    "docker_deploy_key",
    "key_info",
];

const NODE_MEMBERS: &[&str] =
    &["id", "last_connect_timestamp", "last_disconnect_timestamp", "public_ip", "private_ip", "hostname"];

const USER_MEMBERS: &[&str] = &["user_id"];

const JUMPOINT_COLUMNS: &[&str] = &["id", "name", "platform", "connected", "enabled", "clustered", "code_name"];

const JUMPOINT_WIDE: &[&str] =
    &["shell_jump_enabled", "protocol_tunnel_enabled", "jzp_enabled", "external_jump_item_network_id", "comments"];

const USER_COLUMNS: &[&str] = &["user_id"];
