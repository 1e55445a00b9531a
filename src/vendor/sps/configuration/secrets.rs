//! `sps passwords`, `private-keys`, `x509`: secrets that other things refer to by key. None is listed, changed or deleted.

use crate::catalog::{Argument, Group, Kind, Operation};

/// They cannot be listed, so nothing has a name here.
const ONLY_KEY: Argument = Argument::path("id").help("key, as the thing that refers to it shows it");

pub(in super::super) const PASSWORDS: Group = Group {
    name: "passwords",
    about: "Passwords that other things refer to, each only once",
    operations: &[
        Operation::get("get", "/api/configuration/passwords/{id}")
            .about("Show passwords, as far as the box shows them")
            .arguments(&[ONLY_KEY])
            .named_by("key")
            .secret(&["plain"]),
        Operation::post("create", "/api/configuration/passwords").about("Keep a password").object().arguments(&[
            Argument::body("plain", Kind::String)
                .required()
                .secret()
                .help("the password, from @FILE or -; --body takes its hash"),
        ]),
    ],
    groups: &[],
};

pub(in super::super) const PRIVATE_KEYS: Group = Group {
    name: "private-keys",
    about: "Private keys that other things refer to, each only once",
    operations: &[
        Operation::get("get", "/api/configuration/private_keys/{id}")
            .about("Show private keys, as far as the box shows them")
            .arguments(&[ONLY_KEY])
            .named_by("key"),
        Operation::post("create", "/api/configuration/private_keys")
            .about("Keep a private key")
            .value_body()
            .arguments(&[Argument::body("pem", Kind::String)
                .required()
                .secret()
                .help("PEM without a passphrase, from @FILE or -")]),
    ],
    groups: &[],
};

pub(in super::super) const X509: Group = Group {
    name: "x509",
    about: "Certificates with their private keys, that other things refer to",
    operations: &[
        Operation::get("get", "/api/configuration/x509/{id}")
            .about("Show certificates")
            .arguments(&[ONLY_KEY])
            .named_by("key")
            .secret(&["private_key"]),
        Operation::post("create", "/api/configuration/x509")
            .about("Keep a certificate with its private key")
            .object()
            .arguments(&[
                Argument::body("certificate", Kind::String).required().secret().help("PEM, from @FILE or -"),
                Argument::body("private_key", Kind::String)
                    .required()
                    .secret()
                    .help("PEM without a passphrase, from @FILE or -"),
                Argument::body("chain", Kind::Array).help("PEMs of those who signed it, as JSON or @FILE"),
            ]),
    ],
    groups: &[],
};
