//! `sps local-services`, `sps alerting`, `sps datetime`: what the box does by itself.

use crate::catalog::Group;

pub(in super::super) const LOCAL_SERVICES: Group = Group {
    name: "local-services",
    about: "Services of the box itself, and where they listen",
    operations: &[],
    groups: &[
        singleton!(
            "admin-web",
            "Web pages for administrators",
            "the web pages for administrators",
            ["/api/configuration/local_services/admin_web"],
            warns "These addresses serve the API, too: a wrong one cuts it off.",
        ),
        singleton!(
            "user-web",
            "Web pages for users",
            "the web pages for users",
            ["/api/configuration/local_services/user_web"],
        ),
        singleton!("ssh", "SSH of the box itself", "SSH of the box itself", ["/api/configuration/local_services/ssh"]),
        singleton!(
            "cluster",
            "Service by which boxes of a cluster talk",
            "the service of the cluster",
            ["/api/configuration/local_services/cluster"],
        ),
    ],
};

pub(in super::super) const ALERTING: Group =
    singleton!("alerting", "What is reported, and to whom", "what is reported", ["/api/configuration/alerting"]);

pub(in super::super) const DATETIME: Group =
    singleton!("datetime", "Clock of the box", "the clock", ["/api/configuration/datetime"]);
