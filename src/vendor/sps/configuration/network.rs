//! `sps network`: how the box is reached, which a wrong word can end.

use crate::catalog::Group;

pub(in super::super) const NETWORK: Group = Group {
    name: "network",
    about: "Addresses, names and routes of the box",
    operations: &[],
    groups: &[
        singleton!("dns", "DNS servers that the box asks", "the DNS servers", ["/api/configuration/network/dns"], warns "A wrong value can cut the box off."),
        singleton!(
            "ip-forwarding-rule-pairs",
            "Between which interfaces packets are passed on",
            "the rules of forwarding",
            ["/api/configuration/network/ip_forwarding_rule_pairs"], warns "A wrong value can cut the box off.",
        ),
        singleton!("naming", "Name of the box", "the name of the box", ["/api/configuration/network/naming"], warns "A wrong value can cut the box off."),
        singleton!("routing", "Routes of the box", "the routes", ["/api/configuration/network/routing"], warns "A wrong value can cut the box off."),
        Group {
            name: "nics",
            about: "Network interfaces",
            operations: &[children!("List the network interfaces", ["/api/configuration/network/nics"])],
            groups: &[
                singleton!("nic1", "First interface", "the first interface", ["/api/configuration/network/nics/nic1"], warns "A wrong value can cut the box off."),
                singleton!(
                    "nic2",
                    "Second interface",
                    "the second interface",
                    ["/api/configuration/network/nics/nic2"], warns "A wrong value can cut the box off."
                ),
                singleton!("nic3", "Third interface", "the third interface", ["/api/configuration/network/nics/nic3"], warns "A wrong value can cut the box off."),
            ],
        },
    ],
};
