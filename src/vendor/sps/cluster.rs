//! `sps cluster` and `sps starling`: the box among others, and at the vendor's cloud.

use super::code::set;
use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const CLUSTER: Group = Group {
    name: "cluster",
    about: "Boxes that work together, and the passwords of their servers",
    operations: &[
        Operation::list("list", "/api/cluster")
            .about("List what is known of the cluster")
            .named_by("key")
            .columns(&["key"], &[]),
        Operation::post("promote", "/api/cluster/promote")
            .about("Make this box the central one of a new cluster")
            .effect(Effect::Destroy)
            .warning("Nothing but a new setup makes the box a single one again."),
        Operation::post("join-request", "/api/cluster/join_request")
            .about("Make this box ready to join a cluster; the answer is what `nodes create` wants")
            .object()
            .arguments(&[Argument::body("central_management_address", Kind::String)
                .required()
                .help("address of the central box")]),
        Operation::post("configuration-sync-plugin", "/api/cluster/configuration_sync_plugin")
            .about("Set the plugin that says what boxes of the cluster have in common")
            .object(),
        Operation::post("spp", "/api/cluster/spp")
            .about("Join Safeguard for Privileged Passwords")
            .effect(Effect::Destroy)
            .warning("Logins and policies of the box depend on the other product then.")
            .object()
            .arguments(&[
                Argument::body("spp", Kind::String).required().help("address of the other product"),
                Argument::body("spp_api_token", Kind::String).required().secret().help("token for it, from @FILE or -"),
                Argument::body("spp_cert_chain", Kind::String)
                    .required()
                    .secret()
                    .help("certificates of it as PEM, from @FILE or -"),
            ]),
    ],
    groups: &[
        Group {
            name: "status",
            about: "How the boxes of the cluster are, which the central one knows",
            operations: &[
                Operation::list("list", "/api/cluster/status")
                    .about("List how the boxes of the cluster are")
                    .named_by("key")
                    .columns(&["key", "fqdn", "sync_status"], &[]),
                Operation::get("get", "/api/cluster/status/{node}")
                    .about("Show how boxes of the cluster are")
                    .arguments(&[NODE])
                    .named_by("key"),
            ],
            groups: &[],
        },
        Group { name: "nodes", about: "Boxes of the cluster and their roles", operations: NODES, groups: &[] },
    ],
};

pub(super) const NODES: &[Operation] = &[
    Operation::list("list", "/api/cluster/nodes")
        .about("List the boxes of the cluster")
        .named_by("key")
        .columns(&["key", "address", "roles"], &[])
        .secret(PSK),
    Operation::get("get", "/api/cluster/nodes/{node}")
        .about("Show boxes of the cluster")
        .arguments(&[NODE])
        .secret(PSK)
        .named_by("key"),
    Operation::post("create", "/api/cluster/nodes").about("Let a box join the cluster").object().arguments(&[
        Argument::body("address", Kind::String).required().help("address of the box"),
        Argument::body("node_id", Kind::String).required().help("id of the box, as its `join-request` answers"),
        Argument::body("psk", Kind::String).required().secret().help("its `psk` from there, from @FILE or -"),
        ROLES,
    ]),
    Operation::put("update", "/api/cluster/nodes/{node}").about("Change the roles of a box").object().arguments(&[
        NODE,
        Argument::body("address", Kind::String).required().help("address of the box"),
        ROLES,
    ]),
    Operation::delete("delete", "/api/cluster/nodes/{node}").about("Remove boxes from the cluster").arguments(&[NODE]),
];

/// Who knows it can join as this box.
const PSK: &[&str] = &["psk"];

const NODE: Argument = Argument::path("node").help("key of the box, as `list` shows it");

const ROLES: Argument = Argument::body("roles", Kind::Choices)
    .values(&["managed-host", "central-management", "search-master", "search-minion", "search-local"])
    .required()
    .help("what it does; each box has one role for searches");

pub(super) const STARLING: Group = Group {
    name: "starling",
    about: "Connection of the box with the vendor's cloud",
    operations: &[
        Operation::get("get", "/api/configuration/starling")
            .about("Show how the box uses the vendor's cloud")
            .named_by("key"),
        set("/api/configuration/starling").about("Change how the box uses the vendor's cloud"),
    ],
    groups: &[Group {
        name: "join",
        about: "Membership of the box in the vendor's cloud",
        operations: &[
            Operation::get("get", "/api/starling/join").about("Show whether the box has joined").named_by("key"),
            Operation::post("create", "/api/starling/join").about("Join the vendor's cloud").object(),
            Operation::delete("delete", "/api/starling/join").about("Leave the vendor's cloud"),
        ],
        groups: &[],
    }],
};
