//! The endpoints of One Identity SPS, for which there is no specification: a table of paths and methods, against the rows.
//!
//! A path of it may stand for many: `{a,b}` for either, `<key>` for a slot, `[/x]` for with it or without it, `nic1..3`
//! for three names, and a line may name several with commas between them.

mod exceptions;
mod paths;

use std::collections::BTreeSet;
use std::path::Path;

use rmctl::catalog::{Group, Operation, Run, Vendor};

use super::Report;
use crate::process::say;

const FILE: &str = "sps-endpoints.tsv";

/// A method and a path, slots as `{}`.
type Endpoint = (String, String);

/// Compare every certain line with the rows, and every row with the lines.
pub(super) fn check(folder: &Path) -> Result<Report, Box<dyn std::error::Error>> {
    let lines = paths::read(&std::fs::read_to_string(folder.join(FILE))?);
    let rows = rows(&rmctl::vendor::sps::SPS);
    let offered: BTreeSet<Endpoint> = rows.iter().flat_map(|row| endpoints(row)).collect();
    let certain: BTreeSet<&Endpoint> =
        lines.iter().filter(|(_, is_certain)| **is_certain).map(|(one, _)| one).collect();
    let known: BTreeSet<&Endpoint> = lines.keys().collect();
    let missing = certain.iter().filter(|one| !offered.contains(**one) && !exceptions::is_left_out(one));
    let strange = offered.iter().filter(|one| !known.contains(one) && !exceptions::is_ours(one));
    let mut wrong: Vec<String> = missing.map(|(method, path)| format!("{method} {path}: no row")).collect();
    wrong.extend(strange.map(|(method, path)| format!("{method} {path}: not in `{FILE}`")));
    wrong.extend(exceptions::idle(&offered, &certain, &known));
    let covered = certain.iter().filter(|one| offered.contains(**one)).count();
    say(&format!("sps: {covered} of {} certain endpoints have rows", certain.len()));
    Ok(Report { checked: rows.len(), wrong })
}

fn rows(vendor: &'static Vendor) -> Vec<&'static Operation> {
    let mut rows: Vec<&Operation> = vendor.operations.iter().collect();
    collect(vendor.groups, &mut rows);
    rows
}

fn collect(groups: &'static [Group], rows: &mut Vec<&'static Operation>) {
    for group in groups {
        rows.extend(group.operations);
        collect(group.groups, rows);
    }
}

/// What a row asks of the box. A job on a part of the tree does what its name says there.
fn endpoints(row: &Operation) -> Vec<Endpoint> {
    let at = |method: &str, path: &str| vec![(method.to_owned(), paths::without_names(path))];
    match (row.run, row.name) {
        (Run::Request, _) => at(row.verb, row.path),
        (Run::Workflow(_), _) if row.subject.is_empty() => Vec::new(),
        (Run::Workflow(_), "create") => at("POST", row.subject),
        (Run::Workflow(_), "edit" | "replace") => at("PUT", &format!("{}/{{}}", row.subject)),
        (Run::Workflow(_), "status") => at("GET", row.subject),
        (Run::Workflow(_), "changes") => at("GET", &format!("{}/changes", row.subject)),
        (Run::Workflow(_), "rollback") => at("DELETE", row.subject),
        (Run::Workflow(_), "set" | "commit") => at("PUT", row.subject),
        (Run::Workflow(_), "order") => {
            let order = format!("{}/@order", row.subject);
            [at("GET", &order), at("PUT", &order)].concat()
        }
        (Run::Workflow(_), _) => Vec::new(),
    }
}
