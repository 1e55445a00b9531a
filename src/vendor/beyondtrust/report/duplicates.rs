//! `beyondtrust report duplicate-jump-clients`: the Reporting API, version 2. Jump Clients of which one machine has several.

use super::super::product::PRA;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};
use crate::failure::Failure;
use crate::given::Given;

pub(super) const DUPLICATES: Group = Group {
    name: "duplicate-jump-clients",
    about: "Jump Clients of which one machine has several",
    operations: OPERATIONS,
    groups: &[],
};

const PATH: &str = "/api/reporting/v2/duplicate-jump-clients";

const OPERATIONS: &[Operation] = &[
    Operation::list("list", PATH)
        .about("List Jump Clients of which one machine has several")
        .only(PRA)
        .pages(Paging::Offset)
        .arguments(&[
            Argument::query("id", Kind::Integer).help("this Jump Client alone"),
            Argument::query("name", Kind::String).help("part of the name"),
            Argument::query("jump_group", Kind::String).help("part of the name of the Jump Group"),
            Argument::query("comments", Kind::String).help("part of the comments"),
            Argument::query("tag", Kind::String).help("part of the tag"),
            Argument::query("system_identifier", Kind::String).help("part of what the machine is known by"),
            Argument::query("status", Kind::String).values(&["online", "offline"]),
            Argument::paging("limit", Kind::Integer),
            Argument::paging("offset", Kind::Integer),
        ])
        .columns(COLUMNS, WIDE),
    Operation::get("get", "/api/reporting/v2/duplicate-jump-clients/{id}")
        .about("Show a Jump Client that is not the only one of its machine")
        .only(PRA)
        .arguments(&[Argument::number("id").help("Jump Client, as the list shows it")])
        .columns(COLUMNS, WIDE),
    Operation::delete("delete", PATH)
        .about("Delete Jump Clients of which their machines have others")
        .only(PRA)
        .batch_ids("ids")
        .or_all("That is every one with these system identifiers but the one that was connected last.")
        .arguments(&[
            Argument::body("system_identifiers", Kind::Strings).help("of the machines, in the place of ids; repeated"),
            Argument::body("allow_delete_all", Kind::Boolean).help("also the last one of a machine"),
        ])
        .checked(one_way_to_name),
];

/// Either the Jump Clients are named, or their machines.
fn one_way_to_name(given: &Given) -> Result<(), Failure> {
    let by_machine = given.values.contains_key("system_identifiers");
    match (given.ids.is_empty(), by_machine) {
        _ if given.body.is_some() => Ok(()),
        (true, false) => Err(Failure::usage("neither ids nor `--system-identifiers` are given")
            .hint("`rmctl beyondtrust report duplicate-jump-clients list` shows both")),
        (false, true) => Err(Failure::usage("ids and `--system-identifiers` do not go together")),
        _ => Ok(()),
    }
}

const COLUMNS: &[&str] = &["id", "name", "jump_group", "status", "system_identifier"];

const WIDE: &[&str] = &["install_time", "tag", "comments"];
