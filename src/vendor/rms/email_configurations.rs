//! `rms email-configurations`: mail servers that alerts are sent through.

use super::arguments::{FIELDS, FIELDS_ONLY, LIMIT, OF_COMPANY, OFFSET, Q};
use crate::catalog::{Argument, Kind, Operation, Paging};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/email-configurations")
        .about("List mail servers for alerts")
        .arguments(&[LIMIT, OFFSET, Q, FIELDS, FIELDS_ONLY, OF_COMPANY])
        .pages(Paging::Offset)
        .columns(&["id", "name", "email", "host", "port", "username"], &["created_at"])
        .members(&["id", "email", "name", "host", "port", "username", "created_at"]),
    Operation::post("create", "/email-configurations").about("Add a mail server for alerts").object().arguments(&[
        Argument::body("name", Kind::String).required().help("what it is called"),
        Argument::body("host", Kind::String).required().help("mail server"),
        Argument::body("port", Kind::Integer).required().help("port of the mail server"),
        Argument::body("email", Kind::String).required().help("sender of the mails"),
        Argument::body("username", Kind::String).required().help("account at the mail server"),
        Argument::body("password", Kind::String).required().secret().help("of that account"),
    ]),
    Operation::put("update", "/email-configurations/{id}").about("Change mail servers for alerts").object().arguments(
        &[
            MAIL_SERVER,
            FIELDS,
            FIELDS_ONLY,
            Argument::body("name", Kind::String).help("what it is called"),
            Argument::body("host", Kind::String).help("mail server"),
            Argument::body("port", Kind::Integer).help("port of the mail server"),
            Argument::body("email", Kind::String).help("sender of the mails"),
            Argument::body("username", Kind::String).help("account at the mail server"),
            Argument::body("password", Kind::String).secret().help("of that account"),
        ],
    ),
    Operation::delete("delete", "/email-configurations/{id}")
        .about("Delete mail servers for alerts")
        .arguments(&[MAIL_SERVER]),
];

const MAIL_SERVER: Argument = Argument::path("id").help("mail server");
