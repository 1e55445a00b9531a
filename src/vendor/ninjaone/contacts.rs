//! `ninjaone contacts`: people at organizations who need no account.

use crate::catalog::{Argument, Group, Kind, Operation};

pub(super) const CONTACTS: Group = Group {
    name: "contacts",
    about: "People at organizations who have no account",
    operations: OPERATIONS,
    groups: &[],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/contacts").about("List contacts").columns(COLUMNS, WIDE).members(MEMBERS),
    Operation::get("get", "/v2/contact/{id}")
        .about("Show contacts")
        .arguments(&[CONTACT])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::post("create", "/v2/contacts").about("Create a contact").object().arguments(&[
        ORGANIZATION_ID,
        FIRST_NAME,
        LAST_NAME,
        EMAIL,
        PHONE,
        JOB_TITLE,
    ]),
    Operation::patch("update", "/v2/contact/{id}").about("Change contacts").object().arguments(&[
        CONTACT,
        ORGANIZATION_ID,
        FIRST_NAME,
        LAST_NAME,
        EMAIL,
        PHONE,
        JOB_TITLE,
    ]),
    Operation::delete("delete", "/v2/contact/{id}").about("Delete contacts").arguments(&[CONTACT]),
];

const CONTACT: Argument = Argument::path("id").help("contact");

const ORGANIZATION_ID: Argument = Argument::body("organizationId", Kind::Integer).help("organization of the contact");

const FIRST_NAME: Argument = Argument::body("firstName", Kind::String).help("first name, up to 150 characters");

const LAST_NAME: Argument = Argument::body("lastName", Kind::String).help("last name, up to 150 characters");

const EMAIL: Argument = Argument::body("email", Kind::String).help("mail address");

const PHONE: Argument = Argument::body("phone", Kind::String).help("telephone number");

const JOB_TITLE: Argument =
    Argument::body("jobTitle", Kind::String).help("what the contact does, up to 150 characters");

const MEMBERS: &[&str] = &["id", "organizationId", "uid", "firstName", "lastName", "email", "phone", "jobTitle"];

const COLUMNS: &[&str] = &["id", "firstName", "lastName", "email", "phone", "organizationId"];

const WIDE: &[&str] = &["jobTitle", "uid"];
