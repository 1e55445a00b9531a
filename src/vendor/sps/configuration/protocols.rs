//! `sps telnet` and its like: the protocols that the box proxies, all of the same shape.

use super::super::code::{create_connection, edit_connection, order};
use crate::catalog::Group;

/// What every protocol has: who may connect where, what may be done there, and how the proxy behaves.
macro_rules! protocol {
    ($key:literal, $name:literal $(, $more:expr)* $(,)?) => {
        Group {
            name: $key,
            about: concat!($name, ": connections, channels and settings"),
            operations: &[children!("List what can be configured", ["/api/configuration/", $key])],
            groups: &[
                collection!(
                    "connections",
                    "Connection policies: who may connect where; the first that fits decides",
                    "a connection policy",
                    "connection policies",
                    ["/api/configuration/", $key, "/connections"],
                    columns(
                        &["key", "name", "active", "network.ports", "network.targets"],
                        &["network.clients", "server_address.selection", "policies.channel_policy.key"]
                    ),
                    changes(
                        create_connection(concat!("/api/configuration/", $key, "/connections"))
                            .about("Create a connection policy, by itself like those that the box has"),
                        edit_connection(concat!("/api/configuration/", $key, "/connections")),
                        order(concat!("/api/configuration/", $key, "/connections"))
                            .about("Move a connection policy to another place in the order"),
                    ),
                ),
                collection!(
                    "channel-policies",
                    "Channel policies: what may be done in a connection",
                    "a channel policy",
                    "channel policies",
                    ["/api/configuration/", $key, "/channel_policies"],
                ),
                collection!(
                    "settings-policies",
                    "Settings policies: how the proxy behaves",
                    "a settings policy",
                    "settings policies",
                    ["/api/configuration/", $key, "/settings_policies"],
                ),
                singleton!(
                    "options",
                    "Options of the whole proxy",
                    "the options of the proxy",
                    ["/api/configuration/", $key, "/options"],
                ),
                $($more,)*
            ],
        }
    };
}

/// How users of a protocol prove who they are.
macro_rules! authentication_policies {
    ($key:literal) => {
        collection!(
            "authentication-policies",
            "Authentication policies: how users prove who they are",
            "an authentication policy",
            "authentication policies",
            ["/api/configuration/", $key, "/authentication_policies"],
        )
    };
}

pub(in super::super) const HTTP: Group = protocol!("http", "HTTP", authentication_policies!("http"));
pub(in super::super) const ICA: Group = protocol!("ica", "ICA");
pub(in super::super) const MSSQL: Group = protocol!("mssql", "MSSQL");
pub(in super::super) const RDP: Group = protocol!(
    "rdp",
    "RDP",
    singleton!(
        "domain-membership",
        "Membership of the box in a domain",
        "the membership in a domain",
        ["/api/configuration/rdp/domain_membership"],
    )
);
pub(in super::super) const SSH: Group = protocol!("ssh", "SSH", authentication_policies!("ssh"));
pub(in super::super) const TELNET: Group = protocol!(
    "telnet",
    "Telnet",
    authentication_policies!("telnet"),
    shelf!(
        "pattern-sets",
        "Pattern sets: how logins of devices look",
        "pattern sets",
        ["/api/configuration/telnet/pattern_sets"]
    )
);
pub(in super::super) const VNC: Group = protocol!("vnc", "VNC");
