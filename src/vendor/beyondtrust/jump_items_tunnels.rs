//! `beyondtrust jump-items`: connections of other programs, carried through a Jumpoint.

use super::arguments::{
    BY_HOSTNAME, BY_JUMP_GROUP_ID, BY_JUMP_GROUP_TYPE, BY_JUMPOINT_ID, BY_NAME, BY_TAG, COMMENTS, CURRENT_PAGE,
    HOSTNAME, JUMP_GROUP_ID, JUMP_GROUP_TYPE, JUMP_ITEM, JUMP_POLICY_ID, JUMPOINT_ID, NAME, PER_PAGE,
    SESSION_POLICY_ID, TAG,
};
use super::product::PRA;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const PROTOCOL_TUNNEL_JUMPS: Group = Group {
    name: "protocol-tunnel-jumps",
    about: "Tunnels for TCP, SQL Server and Kubernetes",
    operations: PROTOCOL_TUNNEL_JUMPS_OPERATIONS,
    groups: &[],
};

pub(super) const MYSQL_TUNNEL_JUMPS: Group = Group {
    name: "mysql-tunnel-jumps",
    about: "Tunnels for MySQL",
    operations: MYSQL_TUNNEL_JUMPS_OPERATIONS,
    groups: &[],
};

pub(super) const PSQL_TUNNEL_JUMPS: Group = Group {
    name: "psql-tunnel-jumps",
    about: "Tunnels for PostgreSQL",
    operations: PSQL_TUNNEL_JUMPS_OPERATIONS,
    groups: &[],
};

pub(super) const NETWORK_TUNNEL_JUMPS: Group = Group {
    name: "network-tunnel-jumps",
    about: "Tunnels into networks",
    operations: NETWORK_TUNNEL_JUMPS_OPERATIONS,
    groups: &[],
};

pub(super) const PROTOCOL_TUNNEL_JUMPS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-item/protocol-tunnel-jump")
        .about("List protocol tunnels")
        .only(PRA)
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
        .columns(PROTOCOL_TUNNEL_JUMP_COLUMNS, PROTOCOL_TUNNEL_JUMP_WIDE)
        .members(PROTOCOL_TUNNEL_JUMP_MEMBERS),
    Operation::post("create", "/api/config/v1/jump-item/protocol-tunnel-jump")
        .about("Create a protocol tunnel")
        .only(PRA)
        .object()
        .arguments(&[
            NAME.required(),
            JUMPOINT_ID.required(),
            HOSTNAME.required(),
            JUMP_GROUP_ID.required(),
            JUMP_GROUP_TYPE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            SESSION_POLICY_ID,
            TUNNEL_LISTEN_ADDRESS,
            TUNNEL_DEFINITIONS,
            TUNNEL_TYPE,
            USERNAME,
            DATABASE,
            URL,
            CA_CERTIFICATES,
        ]),
    Operation::get("get", "/api/config/v1/jump-item/protocol-tunnel-jump/{id}")
        .about("Show protocol tunnels")
        .only(PRA)
        .arguments(&[JUMP_ITEM])
        .columns(PROTOCOL_TUNNEL_JUMP_COLUMNS, PROTOCOL_TUNNEL_JUMP_WIDE)
        .members(PROTOCOL_TUNNEL_JUMP_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-item/protocol-tunnel-jump/{id}")
        .about("Change protocol tunnels")
        .only(PRA)
        .object()
        .arguments(&[
            JUMP_ITEM,
            NAME,
            JUMPOINT_ID,
            HOSTNAME,
            JUMP_GROUP_ID,
            JUMP_GROUP_TYPE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            SESSION_POLICY_ID,
            TUNNEL_LISTEN_ADDRESS,
            TUNNEL_DEFINITIONS,
            TUNNEL_TYPE,
            USERNAME,
            DATABASE,
            URL,
            CA_CERTIFICATES,
        ]),
    Operation::delete("delete", "/api/config/v1/jump-item/protocol-tunnel-jump/{id}")
        .about("Delete protocol tunnels")
        .only(PRA)
        .arguments(&[JUMP_ITEM]),
    Operation::post("copy", "/api/config/v1/jump-item/protocol-tunnel-jump/{id}/copy")
        .about("Copy protocol tunnels")
        .only(PRA)
        .object()
        .arguments(&[JUMP_ITEM, JUMP_GROUP_ID.required(), JUMP_GROUP_TYPE.required(), NAME.required()]),
];

pub(super) const MYSQL_TUNNEL_JUMPS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-item/mysql-tunnel-jump")
        .about("List MySQL tunnels")
        .only(PRA)
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
        .columns(MYSQL_TUNNEL_JUMP_COLUMNS, MYSQL_TUNNEL_JUMP_WIDE)
        .members(MYSQL_TUNNEL_JUMP_MEMBERS),
    Operation::post("create", "/api/config/v1/jump-item/mysql-tunnel-jump")
        .about("Create a MySQL tunnel")
        .only(PRA)
        .object()
        .arguments(&[
            NAME.required(),
            JUMPOINT_ID.required(),
            HOSTNAME.required(),
            JUMP_GROUP_ID.required(),
            JUMP_GROUP_TYPE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            SESSION_POLICY_ID,
            TUNNEL_LISTEN_ADDRESS,
            MYSQL_TUNNEL_JUMP_USERNAME,
            MYSQL_TUNNEL_JUMP_DATABASE,
        ]),
    Operation::get("get", "/api/config/v1/jump-item/mysql-tunnel-jump/{id}")
        .about("Show MySQL tunnels")
        .only(PRA)
        .arguments(&[JUMP_ITEM])
        .columns(MYSQL_TUNNEL_JUMP_COLUMNS, MYSQL_TUNNEL_JUMP_WIDE)
        .members(MYSQL_TUNNEL_JUMP_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-item/mysql-tunnel-jump/{id}")
        .about("Change MySQL tunnels")
        .only(PRA)
        .object()
        .arguments(&[
            JUMP_ITEM,
            NAME,
            JUMPOINT_ID,
            HOSTNAME,
            JUMP_GROUP_ID,
            JUMP_GROUP_TYPE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            SESSION_POLICY_ID,
            TUNNEL_LISTEN_ADDRESS,
            MYSQL_TUNNEL_JUMP_USERNAME,
            MYSQL_TUNNEL_JUMP_DATABASE,
        ]),
    Operation::delete("delete", "/api/config/v1/jump-item/mysql-tunnel-jump/{id}")
        .about("Delete MySQL tunnels")
        .only(PRA)
        .arguments(&[JUMP_ITEM]),
    Operation::post("copy", "/api/config/v1/jump-item/mysql-tunnel-jump/{id}/copy")
        .about("Copy MySQL tunnels")
        .only(PRA)
        .object()
        .arguments(&[JUMP_ITEM, JUMP_GROUP_ID.required(), JUMP_GROUP_TYPE.required(), NAME.required()]),
];

pub(super) const PSQL_TUNNEL_JUMPS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-item/psql-tunnel-jump")
        .about("List PostgreSQL tunnels")
        .only(PRA)
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
        .columns(MYSQL_TUNNEL_JUMP_COLUMNS, MYSQL_TUNNEL_JUMP_WIDE)
        .members(MYSQL_TUNNEL_JUMP_MEMBERS),
    Operation::post("create", "/api/config/v1/jump-item/psql-tunnel-jump")
        .about("Create a PostgreSQL tunnel")
        .only(PRA)
        .object()
        .arguments(&[
            NAME.required(),
            JUMPOINT_ID.required(),
            HOSTNAME.required(),
            JUMP_GROUP_ID.required(),
            JUMP_GROUP_TYPE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            SESSION_POLICY_ID,
            TUNNEL_LISTEN_ADDRESS,
            MYSQL_TUNNEL_JUMP_USERNAME,
            MYSQL_TUNNEL_JUMP_DATABASE,
        ]),
    Operation::get("get", "/api/config/v1/jump-item/psql-tunnel-jump/{id}")
        .about("Show PostgreSQL tunnels")
        .only(PRA)
        .arguments(&[JUMP_ITEM])
        .columns(MYSQL_TUNNEL_JUMP_COLUMNS, MYSQL_TUNNEL_JUMP_WIDE)
        .members(MYSQL_TUNNEL_JUMP_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-item/psql-tunnel-jump/{id}")
        .about("Change PostgreSQL tunnels")
        .only(PRA)
        .object()
        .arguments(&[
            JUMP_ITEM,
            NAME,
            JUMPOINT_ID,
            HOSTNAME,
            JUMP_GROUP_ID,
            JUMP_GROUP_TYPE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            SESSION_POLICY_ID,
            TUNNEL_LISTEN_ADDRESS,
            MYSQL_TUNNEL_JUMP_USERNAME,
            MYSQL_TUNNEL_JUMP_DATABASE,
        ]),
    Operation::delete("delete", "/api/config/v1/jump-item/psql-tunnel-jump/{id}")
        .about("Delete PostgreSQL tunnels")
        .only(PRA)
        .arguments(&[JUMP_ITEM]),
    Operation::post("copy", "/api/config/v1/jump-item/psql-tunnel-jump/{id}/copy")
        .about("Copy PostgreSQL tunnels")
        .only(PRA)
        .object()
        .arguments(&[JUMP_ITEM, JUMP_GROUP_ID.required(), JUMP_GROUP_TYPE.required(), NAME.required()]),
];

const NETWORK_TUNNEL_JUMPS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-item/network-tunnel-jump")
        .about("List network tunnels")
        .only(PRA)
        .arguments(&[BY_NAME, BY_JUMP_GROUP_ID, BY_JUMP_GROUP_TYPE, BY_JUMPOINT_ID, BY_TAG, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(NETWORK_TUNNEL_JUMP_COLUMNS, NETWORK_TUNNEL_JUMP_WIDE)
        .members(NETWORK_TUNNEL_JUMP_MEMBERS),
    Operation::post("create", "/api/config/v1/jump-item/network-tunnel-jump")
        .about("Create a network tunnel")
        .only(PRA)
        .object()
        .arguments(&[
            NAME.required(),
            JUMPOINT_ID.required(),
            JUMP_GROUP_ID.required(),
            JUMP_GROUP_TYPE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            SESSION_POLICY_ID,
            FILTER_RULES.required(),
        ]),
    Operation::get("get", "/api/config/v1/jump-item/network-tunnel-jump/{id}")
        .about("Show network tunnels")
        .only(PRA)
        .arguments(&[JUMP_ITEM])
        .columns(NETWORK_TUNNEL_JUMP_COLUMNS, NETWORK_TUNNEL_JUMP_WIDE)
        .members(NETWORK_TUNNEL_JUMP_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-item/network-tunnel-jump/{id}")
        .about("Change network tunnels")
        .only(PRA)
        .object()
        .arguments(&[
            JUMP_ITEM,
            NAME,
            JUMPOINT_ID,
            JUMP_GROUP_ID,
            JUMP_GROUP_TYPE,
            TAG,
            COMMENTS,
            JUMP_POLICY_ID,
            SESSION_POLICY_ID,
            FILTER_RULES,
        ]),
    Operation::delete("delete", "/api/config/v1/jump-item/network-tunnel-jump/{id}")
        .about("Delete network tunnels")
        .only(PRA)
        .arguments(&[JUMP_ITEM]),
    Operation::post("copy", "/api/config/v1/jump-item/network-tunnel-jump/{id}/copy")
        .about("Copy network tunnels")
        .only(PRA)
        .object()
        .arguments(&[JUMP_ITEM, JUMP_GROUP_ID.required(), JUMP_GROUP_TYPE.required(), NAME.required()]),
];

const TUNNEL_LISTEN_ADDRESS: Argument = Argument::body("tunnel_listen_address", Kind::String)
    .at_most(32)
    .help("local address of the tunnel, within 127.0.0.0/24");

const TUNNEL_DEFINITIONS: Argument = Argument::body("tunnel_definitions", Kind::String)
    .at_most(5000)
    .help("pairs of local and remote ports of a TCP tunnel, as `22;24;26;28`");

const TUNNEL_TYPE: Argument = Argument::body("tunnel_type", Kind::String)
    .values(&["tcp", "mssql", "k8s"])
    .help("what is tunnelled; fields of another type are refused");

const USERNAME: Argument =
    Argument::body("username", Kind::String).at_most(128).help("user of the database, with the type `mssql`");

const DATABASE: Argument =
    Argument::body("database", Kind::String).at_most(128).help("database to connect to, with the type `mssql`");

const URL: Argument =
    Argument::body("url", Kind::String).within(1, 256).help("address of the Kubernetes cluster, with the type `k8s`");

const CA_CERTIFICATES: Argument = Argument::body("ca_certificates", Kind::String)
    .within(1, 12_288)
    .help("certificates of the cluster's CA, in PEM form");

const MYSQL_TUNNEL_JUMP_USERNAME: Argument =
    Argument::body("username", Kind::String).at_most(128).help("user of the database");

const MYSQL_TUNNEL_JUMP_DATABASE: Argument =
    Argument::body("database", Kind::String).at_most(128).help("database to connect to");

const FILTER_RULES: Argument = Argument::body("filter_rules", Kind::Array).within(1, 50).help(
    "1 to 50 rules, as `{\"ip_addresses\": {\"cidr\": \"...\"}, \"protocol\": \"TCP\", \"ports\": {\"list\": [22]}}`",
);

const PROTOCOL_TUNNEL_JUMP_MEMBERS: &[&str] = &[
    "id",
    "name",
    "jumpoint_id",
    "hostname",
    "jump_group_id",
    "jump_group_type",
    "tag",
    "comments",
    "jump_policy_id",
    "session_policy_id",
    "tunnel_listen_address",
    "tunnel_definitions",
    "tunnel_type",
    "username",
    "database",
    "url",
    "ca_certificates",
];

const MYSQL_TUNNEL_JUMP_MEMBERS: &[&str] = &[
    "id",
    "name",
    "jumpoint_id",
    "hostname",
    "jump_group_id",
    "jump_group_type",
    "tag",
    "comments",
    "jump_policy_id",
    "session_policy_id",
    "tunnel_listen_address",
    "username",
    "database",
];

const NETWORK_TUNNEL_JUMP_MEMBERS: &[&str] = &[
    "id",
    "name",
    "jumpoint_id",
    "jump_group_id",
    "jump_group_type",
    "tag",
    "comments",
    "jump_policy_id",
    "session_policy_id",
    "filter_rules",
];

const PROTOCOL_TUNNEL_JUMP_COLUMNS: &[&str] =
    &["id", "name", "hostname", "tunnel_type", "jump_group_id", "jumpoint_id", "tag"];

const PROTOCOL_TUNNEL_JUMP_WIDE: &[&str] =
    &["tunnel_definitions", "url", "database", "username", "jump_group_type", "comments"];

const MYSQL_TUNNEL_JUMP_COLUMNS: &[&str] =
    &["id", "name", "hostname", "database", "username", "jump_group_id", "jumpoint_id", "tag"];

const MYSQL_TUNNEL_JUMP_WIDE: &[&str] = &["tunnel_listen_address", "jump_group_type", "jump_policy_id", "comments"];

const NETWORK_TUNNEL_JUMP_COLUMNS: &[&str] = &["id", "name", "jump_group_id", "jumpoint_id", "tag"];

const NETWORK_TUNNEL_JUMP_WIDE: &[&str] = &["filter_rules", "jump_group_type", "jump_policy_id", "comments"];
