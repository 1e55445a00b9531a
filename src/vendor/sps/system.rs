//! What is known of the box, of the user, and of what the user may do; and the setup of a new box.

use crate::catalog::{Argument, Effect, Group, Kind, Operation};

/// Commands directly below the vendor.
pub(super) const OPERATIONS: [Operation; 6] = [
    INFO,
    Operation::get("health", "/api/health_status")
        .about("Show how busy and how healthy the box is")
        .answers_in("health_status"),
    WHOAMI,
    Operation::list("endpoints", "/api/endpoints")
        .about("List what the user may ask of the box")
        .answers_in("endpoints")
        .named_by("url")
        .columns(&["url", "methods"], &[]),
    Operation::list("login-methods", "/api/authentication/login_methods")
        .about("List the ways to log in")
        .answers_in("login_methods")
        .named_by("name"),
    Operation::list("login-types", "/api/authentication/types")
        .about("List what older boxes take for a login: passwords, certificates or both")
        .answers_in("types"),
];

/// The token is what writes of browsers need.
pub(super) const WHOAMI: Operation =
    Operation::get("whoami", "/api/user_info").about("Show who is logged in").answers_in("").secret(&["token"]);

pub(super) const SETUP: Group = Group {
    name: "setup",
    about: "First configuration of a new box",
    operations: &[
        Operation::get("get", "/api/setup").about("Show how far the setup of the box is").answers_in(""),
        Operation::post("run", "/api/setup")
            .about("Set up a new box")
            .effect(Effect::Destroy)
            .warning("A box is set up once; if its address changes, no answer comes from the old one.")
            .object()
            .arguments(&[
                Argument::body("accept_eula", Kind::Boolean).required().help("accept the licence agreement"),
                Argument::body("license", Kind::String)
                    .required()
                    .secret()
                    .help("text of the licence, from @FILE or -"),
                Argument::body("administration", Kind::Object)
                    .required()
                    .secret()
                    .help("passwords as JSON, from @FILE or -: `{\"root_password\", \"admin_password\"}`"),
                Argument::body("certificates", Kind::Object)
                    .required()
                    .secret()
                    .help("PEMs as JSON, from @FILE or -: `{\"ca\", \"webserver\", \"tsa\"}`"),
                Argument::body("network", Kind::Object)
                    .required()
                    .help("`{\"hostname\", \"domainname\", \"initial_address\", \"gateway\", \"primary_dns\"}`"),
                Argument::body("email", Kind::Object).required().help("`{\"smtp_server\", \"admin_email\"}`"),
                Argument::body("datetime", Kind::Object).required().help("`{\"timezone\", \"primary_ntp_server\"}`"),
            ]),
    ],
    groups: &[],
};

/// What the box says of itself.
pub(super) const INFO: Operation =
    Operation::get("info", "/api/info").about("Show the version and the names of the box").named_by("key");
